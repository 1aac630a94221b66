"""What a fitted model says at a point, how well it knows it, and where a new observation would fall."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from mvcalc_cli.errors import DomainError, InputError
from mvcalc_cli.numeric.fit.intervals import Interval, multiplier
from mvcalc_cli.numeric.fit.rounding import significant

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mvcalc_cli.numeric.fit.facts import Facts
    from mvcalc_cli.numeric.fit.inference import Inference

    Array = NDArray[np.float64]


class Curve(Protocol):
    """What a prediction needs of a model, its fixed parameters bound."""

    @property
    def predictors(self) -> tuple[str, ...]:
        """The columns that it needs."""
        ...

    def values(self, theta: Any, columns: Mapping[str, Any], rows: int | None = None, /) -> Array:
        """f, shape (n,), nan where undefined."""
        ...

    def jacobian(self, theta: Any, columns: Mapping[str, Any], rows: int | None = None, /) -> tuple[Array, Array]:
        """f, shape (n,), and ∂f/∂θ, shape (n, p)."""
        ...


class Prediction(NamedTuple):
    """The model at one point.

    Attributes:
        point: name -> value.
        value: f(x; θ).
        error: Its standard error, which comes from that of θ; None where θ has none.
        mean: The interval of the curve itself.
        new: The interval of one new observation, whose own scatter comes on top; None where that is not known.
        outside: The predictors whose value lies beyond the data.
        words: What has to be said of it.
    """

    point: Mapping[str, float]
    value: float
    error: float | None
    mean: Interval | None
    new: Interval | None
    outside: tuple[str, ...]
    words: tuple[str, ...]


class Band(NamedTuple):
    """The model along a row of points, each array of shape (n,).

    Attributes:
        values: The curve.
        errors: Its standard errors; None where θ has none.
        mean: The low and high ends of the curve's intervals.
        new: Those of a new observation's; None where its scatter is not known.
    """

    values: Array
    errors: Array | None
    mean: tuple[Array, Array] | None
    new: tuple[Array, Array] | None


def band(
    model: Curve, inference: Inference, columns: Mapping[str, Array], *, level: float = 0.95, sigma: float | None = None
) -> Band:
    """The curve with its intervals at n points; nan where the model has no value.

    The error is the length of gᵀL, where g = ∂f/∂θ and L Lᵀ is the covariance: a sum of squares, which cannot come
    out negative however ill-conditioned the fit is.

    Args:
        sigma: The standard deviation of a new observation, in the units of the sigmas that were fitted with.
    """
    import numpy as np

    theta, rows = np.array(inference.estimates), max((len(column) for column in columns.values()), default=1)
    values = model.values(theta, columns, rows)
    if inference.root is None:
        return Band(values, None, None, None)
    inner = [inference.names.index(name) for name in inference.inner]
    with np.errstate(all="ignore"):
        gradients = model.jacobian(theta, columns, rows)[1][:, inner]
        errors = np.sqrt(((gradients @ inference.root) ** 2).sum(axis=1))
    reach = multiplier(inference, level)
    scatter = _scatter(inference, sigma)
    total = None if scatter is None else reach * np.hypot(errors, scatter)
    mean = values - reach * errors, values + reach * errors
    return Band(values, errors, mean, None if total is None else (values - total, values + total))


def predict(
    model: Curve,
    inference: Inference,
    facts: Facts,
    point: Mapping[str, float],
    *,
    level: float = 0.95,
    sigma: float | None = None,
) -> Prediction:
    """The model at one point, with both intervals.

    Args:
        model: With the free parameters alone.
        point: A value for each predictor of the model.
        sigma: The standard deviation of a new observation there; needed only where the fit had sigmas.

    Raises:
        InputError: If the point lacks a predictor, or has a value for something else.
        DomainError: If the model has no value there.
    """
    import numpy as np

    _named(model.predictors, point)
    columns = {name: np.array([float(point[name])]) for name in model.predictors}
    found = band(model, inference, columns, level=level, sigma=sigma)
    value = float(found.values[0])
    if not math.isfinite(value):
        raise DomainError(f"the model has no value at {_text(point)}")
    outside = tuple(name for name in model.predictors if _is_outside(facts, name, point[name]))
    return Prediction(
        dict(point),
        value,
        None if found.errors is None else float(found.errors[0]),
        _interval(found.mean),
        _interval(found.new),
        outside,
        (*_beyond(facts, outside, point), *_lacking(inference, found)),
    )


def _named(predictors: tuple[str, ...], point: Mapping[str, float]) -> None:
    for name in predictors:
        if name not in point:
            raise InputError(f"a prediction needs a value of {name}", hint=f"such as --predict {_example(predictors)}")
    for name in point:
        if name not in predictors:
            known = " and ".join(predictors) or "nothing"
            raise InputError(f"the model does not depend on {name}", hint=f"it depends on {known}")


def _example(predictors: tuple[str, ...]) -> str:
    return ",".join(f"{name}={k}" for k, name in enumerate(predictors, 1))


def _scatter(inference: Inference, sigma: float | None) -> float | None:
    """The standard deviation of a new observation, as far as it is known."""
    if inference.weights == "none":
        return inference.s
    if sigma is None:
        return None
    return sigma if inference.weights == "absolute" else None if inference.s is None else sigma * inference.s


def _is_outside(facts: Facts, name: str, value: float) -> bool:
    low, high = facts.ranges.get(name, (-math.inf, math.inf))
    return not low <= value <= high


def _beyond(facts: Facts, outside: tuple[str, ...], point: Mapping[str, float]) -> tuple[str, ...]:
    """A warning for each predictor beyond the data."""
    return tuple(
        f"{name} = {significant(point[name], 6)} lies outside the data, {_span(facts, name)}: "
        "an extrapolation, which holds only if the model does"
        for name in outside
    )


def _span(facts: Facts, name: str) -> str:
    low, high = facts.ranges[name]
    return f"{significant(low, 6)} … {significant(high, 6)}"


def _lacking(inference: Inference, found: Band) -> tuple[str, ...]:
    """Why an interval is missing."""
    if found.mean is None:
        return (inference.why.replace("no errors", "no interval"),)
    if found.new is None:
        return ("no interval of a new observation: its own sigma is not known",)
    return ()


def _interval(ends: tuple[Array, Array] | None) -> Interval | None:
    return None if ends is None else Interval(float(ends[0][0]), float(ends[1][0]))


def _text(point: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {significant(value, 6)}" for name, value in point.items())
