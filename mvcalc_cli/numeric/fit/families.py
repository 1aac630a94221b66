"""The distributions that can be fitted to the values of a column."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.numeric.fit.distributions import normal_cdf
from mvcalc_cli.numeric.fit.incomplete import HALF_LOG_2PI, gamma_tails, stirling_error
from mvcalc_cli.numeric.fit.likelihood import (
    Estimate,
    exponential,
    gamma,
    log1p_less,
    logistic,
    lognormal,
    normal,
    uniform,
    weibull,
)

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.values import Array, Moments, Values

Theta = tuple[float, ...]

LARGE = 1e8  # a shape from which the gamma distribution is normal, in the cube root, to eight digits


class Family(NamedTuple):
    """A family of distributions.

    Attributes:
        name: What it is asked for by.
        formula: Its density, for people.
        parameters: In the order of the estimates.
        positive: Whether values must be greater than 0, or at least that.
        estimate: By maximum likelihood.
        log_density: ln f of an array, shape (n,) to (n,).
        cdf: F of one number.
        zero: Of a positive one: whether 0 is a value too.
    """

    name: str
    formula: str
    parameters: tuple[str, ...]
    positive: bool
    estimate: Callable[[Values, Moments], Estimate]
    log_density: Callable[[Array, Theta], Array]
    cdf: Callable[[float, Theta], float]
    zero: bool = False

    def takes(self, x: Any) -> Any:
        """Whether numbers are values of the family: one, or shape (n,) to (n,)."""
        return (x == x) if not self.positive else (x >= 0) if self.zero else (x > 0)  # noqa: PLR0124 - of an array too


def _normal_log_density(x: Array, theta: Theta) -> Array:
    mu, sigma = theta
    z = (x - mu) / sigma
    return -0.5 * z * z - (math.log(sigma) + HALF_LOG_2PI)


def _lognormal_log_density(x: Array, theta: Theta) -> Array:
    import numpy as np

    logarithms = np.log(x)
    return _normal_log_density(logarithms, theta) - logarithms


def _exponential_log_density(x: Array, theta: Theta) -> Array:
    found: Array = math.log(theta[0]) - theta[0] * x
    return found


def _gamma_log_density(x: Array, theta: Theta) -> Array:
    """About the mean kθ, so that no digits are lost where the shape k is large."""
    import numpy as np

    k, scale = theta
    found: Array = k * log1p_less(x / (k * scale)) - np.log(x)
    return found + (0.5 * math.log(k) - HALF_LOG_2PI - stirling_error(k))


def _gamma_cdf(x: float, theta: Theta) -> float:
    """By Wilson and Hilferty's normal approximation where the shape is so large that it has all digits shown."""
    k, scale = theta
    if x <= 0:
        return 0.0
    if k < LARGE:
        return gamma_tails(k, x / scale)[0]
    return normal_cdf(3 * math.sqrt(k) * (math.expm1(math.log(x / (k * scale)) / 3) + 1 / (9 * k)))


def _weibull_log_density(x: Array, theta: Theta) -> Array:
    import numpy as np

    k, scale = theta
    logarithms = np.log(x / scale)
    found: Array = math.log(k / scale) + (k - 1) * logarithms - np.exp(k * logarithms)
    return found


def _logistic_log_density(x: Array, theta: Theta) -> Array:
    import numpy as np

    z = np.abs(x - theta[0]) / theta[1]  # symmetric
    found: Array = -z - 2 * np.log1p(np.exp(-z)) - math.log(theta[1])
    return found


def _uniform_log_density(x: Array, theta: Theta) -> Array:
    import numpy as np

    a, b = theta
    return np.where((x >= a) & (x <= b), -math.log(b - a), -math.inf)


def _logistic_cdf(x: float, theta: Theta) -> float:
    z = (x - theta[0]) / theta[1]
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def _weibull_cdf(x: float, theta: Theta) -> float:
    return -math.expm1(-math.exp(min(theta[0] * math.log(x / theta[1]), 700.0))) if x > 0 else 0.0


_ALL = (
    Family(
        "normal",
        "exp(−(x − μ)²/(2σ²)) / (σ √(2π))",
        ("mu", "sigma"),
        False,
        normal,
        _normal_log_density,
        lambda x, theta: normal_cdf((x - theta[0]) / theta[1]),
    ),
    Family(
        "lognormal",
        "exp(−(ln x − μ)²/(2σ²)) / (x σ √(2π))",
        ("mu", "sigma"),
        True,
        lognormal,
        _lognormal_log_density,
        lambda x, theta: normal_cdf((math.log(x) - theta[0]) / theta[1]) if x > 0 else 0.0,
    ),
    Family(
        "exponential",
        "λ exp(−λx)",
        ("lambda",),
        True,
        exponential,
        _exponential_log_density,
        lambda x, theta: -math.expm1(-theta[0] * x) if x > 0 else 0.0,
        zero=True,
    ),
    Family(
        "gamma",
        "x^(k − 1) exp(−x/θ) / (Γ(k) θ^k)",
        ("k", "theta"),
        True,
        gamma,
        _gamma_log_density,
        _gamma_cdf,
    ),
    Family(
        "weibull",
        "(k/λ) (x/λ)^(k − 1) exp(−(x/λ)^k)",
        ("k", "lambda"),
        True,
        weibull,
        _weibull_log_density,
        _weibull_cdf,
    ),
    Family(
        "logistic",
        "exp(−(x − μ)/s) / (s (1 + exp(−(x − μ)/s))²)",
        ("mu", "s"),
        False,
        logistic,
        _logistic_log_density,
        _logistic_cdf,
    ),
    Family(
        "uniform",
        "1/(b − a) from a to b",
        ("a", "b"),
        False,
        uniform,
        _uniform_log_density,
        lambda x, theta: min(max((x - theta[0]) / (theta[1] - theta[0]), 0.0), 1.0),
    ),
)
FAMILIES: Mapping[str, Family] = {family.name: family for family in _ALL}
