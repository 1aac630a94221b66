"""First guesses for curves that grow, fall or saturate: exp, power, log, logistic, michaelis-menten, hill, weibull."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mvcalc_cli.numeric.fit.separable import crossed, project, searched

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array

# The largest power of e that is still a number.
_HIGHEST = 700.0


def polynomial(x: Array, y: Array, degree: int) -> list[float]:
    """The coefficients of 1, x, …, x^degree, by powers of x centred and scaled; shape (degree + 1,)."""
    import numpy as np

    middle, half = (float(x.max()) + float(x.min())) / 2, (float(x.max()) - float(x.min())) / 2 or 1.0
    t = (x - middle) / half
    about = project([t**k for k in range(degree + 1)], y).coefficients[0]
    found = np.zeros(degree + 1)
    for coefficient in reversed(about):  # Horner, with (x − middle)/half for the variable
        found = np.concatenate(([0.0], found[:-1])) / half - found * (middle / half)
        found[0] += coefficient
    return [float(each) for each in found]


def exponential(x: Array, y: Array) -> list[float]:
    """A, k of A·exp(k·x)."""
    import numpy as np

    low, high = float(x.min()), float(x.max())
    width = high - low or 1.0
    rates = np.geomspace(0.01, 300, 24) / width

    def basis(k: Any) -> list[Any]:
        return [np.exp(k * (x - np.where(k > 0, high, low)))]

    found = searched(basis, y, np.concatenate((-rates, [0.0], rates))[:, None], [1 / width])
    (k,), (height,) = found.nonlinear, found.linear
    return [height * math.exp(_within(-k * (high if k > 0 else low))), k]


def power(x: Array, y: Array) -> list[float]:
    """A, b of A·x^b; x ≥ 0 mostly."""
    import numpy as np

    size = float(np.abs(x).max()) or 1.0
    found = searched(lambda b: [(x / size) ** b], y, np.arange(-8, 8.25, 0.25)[:, None], [1.0])
    (b,), (height,) = found.nonlinear, found.linear
    return [height * math.exp(_within(-b * math.log(size))), b]


def logarithm(x: Array, y: Array) -> list[float]:
    """a, b of a + b·log(x); the rows without a logarithm say nothing."""
    import numpy as np

    positive = x > 0
    logs = np.log(x[positive])
    return project([np.ones_like(logs), logs], y[positive]).coefficients[0].tolist() if len(logs) else [0.0, 1.0]


def logistic(x: Array, y: Array) -> list[float]:
    """L, k, x0 of L/(1 + exp(−k·(x − x0))); k < 0 where it falls."""
    import numpy as np

    low, high = float(x.min()), float(x.max())
    width = high - low or 1.0
    rates = np.geomspace(1, 256, 9) / width
    places = np.linspace(low - width, high + width, 25)
    found = searched(
        lambda k, place: [1 / (1 + np.exp(-k * (x - place)))],
        y,
        crossed(np.concatenate((-rates, rates)), places),
        [1 / width, width / 10],
    )
    return [*found.linear, *found.nonlinear]


def michaelis_menten(x: Array, y: Array) -> list[float]:
    """V_max, K_m of V_max·x/(K_m + x)."""
    import numpy as np

    size = float(x[np.abs(x).argmax()]) or 1.0
    halves = size * np.geomspace(1e-4, 1e3, 29)
    found = searched(lambda half: [x / (half + x)], y, halves[:, None], [abs(size) / 10])
    return [*found.linear, *found.nonlinear]


def hill(x: Array, y: Array) -> list[float]:
    """A, K, n of A·x^n/(K^n + x^n); n < 0 where it falls."""
    import numpy as np

    def basis(log_half: Any, n: Any) -> list[Any]:
        return [1 / (1 + np.exp(n * (log_half - np.log(x))))]

    steepness = np.array([0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 10])
    if (x > 0).all():
        steepness = np.concatenate((-steepness, steepness))
    found = searched(basis, y, crossed(_log_places(x), steepness), [0.3, 0.3])
    log_half, n = found.nonlinear
    return [*found.linear, math.exp(_within(log_half)), n]


def weibull(x: Array, y: Array) -> list[float]:
    """A, λ, k of A·(1 − exp(−(x/λ)^k))."""
    import numpy as np

    def basis(log_scale: Any, k: Any) -> list[Any]:
        return [-np.expm1(-np.exp(k * (np.log(x) - log_scale)))]

    shapes = np.array([0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 12])
    found = searched(basis, y, crossed(_log_places(x), shapes), [0.3, 0.3])
    log_scale, k = found.nonlinear
    return [*found.linear, math.exp(_within(log_scale)), k]


def _log_places(x: Array) -> Any:
    """Logarithms of places within and around the positive x."""
    import numpy as np

    positive = np.log(np.sort(x[x > 0]))
    if not len(positive):
        return np.zeros(1)
    spread = positive[np.linspace(0, len(positive) - 1, 10).astype(int)]
    return np.concatenate((spread, positive[0] - np.array([1.0, 2.5]), positive[-1] + np.array([0.5, 1.0, 2.0, 4.0])))


def _within(exponent: float) -> float:
    return min(max(exponent, -_HIGHEST), _HIGHEST)
