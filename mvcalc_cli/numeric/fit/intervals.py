"""Confidence intervals of the estimates from their standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.numeric.fit.distributions import normal_quantile, t_quantile

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.inference import Inference


class Interval(NamedTuple):
    """From low to high, either of which may be infinite."""

    low: float
    high: float


def t_intervals(inference: Inference, level: float = 0.95) -> tuple[Interval | None, ...]:
    """estimate ± t · standard error for each parameter; None where there is no error.

    Where the sigmas are absolute nothing is estimated from the scatter, and t is the normal distribution's z.
    """
    if inference.errors is None:
        return (None,) * len(inference.names)
    reach = multiplier(inference, level)
    pairs = zip(inference.estimates, inference.errors, strict=True)
    return tuple(None if e is None else Interval(v - reach * e, v + reach * e) for v, e in pairs)


def multiplier(inference: Inference, level: float) -> float:
    """How many standard errors an interval of this level reaches to each side."""
    upper = 0.5 * (1 + level)
    return normal_quantile(upper) if inference.weights == "absolute" else t_quantile(upper, inference.dof)
