"""Maximum likelihood: the parameters under which the values are likeliest, and their errors.

Everything is worked out from sums over the values, so that a column of any length is gone through in pieces. The
errors are those of the observed information: minus the second derivatives of the log-likelihood at its maximum.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.errors import NumericError
from mvcalc_cli.numeric.fit.polygamma import log_less_digamma, trigamma

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.values import Array, Moments, Values

PASSES = 60
SETTLED = 1e-12  # a relative change that no longer counts


class Estimate(NamedTuple):
    """Parameters by maximum likelihood.

    Attributes:
        theta: In the order of the family's names.
        errors: Their standard errors; None where the likelihood has no curvature at its maximum.
        words: Why there are none, or what else has to be said.
    """

    theta: tuple[float, ...]
    errors: tuple[float, ...] | None
    words: str = ""


def normal(_: Values, moments: Moments) -> Estimate:
    """μ is the mean, σ² the mean square about it (divided by n, not n − 1)."""
    return _normal(moments.rows, moments.mean, moments.squares)


def lognormal(values: Values, moments: Moments) -> Estimate:
    """The normal distribution of ln x."""
    import numpy as np

    mean = float(values.sums(lambda x: np.array([np.log(x).sum()]))[0]) / moments.rows
    squares = float(values.sums(lambda x: np.array([((np.log(x) - mean) ** 2).sum()]))[0])
    return _normal(moments.rows, mean, squares)


def exponential(_: Values, moments: Moments) -> Estimate:
    """λ = 1/mean."""
    rate = 1 / moments.mean
    return Estimate((rate,), (rate / math.sqrt(moments.rows),))


def gamma(values: Values, moments: Moments) -> Estimate:
    """The shape solves ln k − ψ(k) = ln(mean) − mean(ln x); the scale is mean/k."""
    import numpy as np

    n, mean = moments.rows, moments.mean
    gap = -float(values.sums(lambda x: np.array([log1p_less(x / mean).sum()]))[0]) / n
    k = _gamma_shape(gap)
    scale = mean / k
    determinant = k * trigamma(k) - 1  # of the information of (k, ln θ), over n
    return Estimate((k, scale), (math.sqrt(k / (n * determinant)), scale * math.sqrt(trigamma(k) / (n * determinant))))


def weibull(values: Values, moments: Moments) -> Estimate:
    """The shape by Newton's method on the likelihood with the best scale; the scale follows."""
    import numpy as np

    n, top = moments.rows, math.log(moments.high)
    mean, square = (values.sums(lambda x: _two(np.log(x) - top, (np.log(x) - top) ** 2)) / n).tolist()
    k = 1.28 / math.sqrt(max(square - mean * mean, 1e-300))  # the deviation of ln x is π/(√6 k)

    def sums(shape: float) -> list[float]:
        found: list[float] = values.sums(lambda x: _weibull_sums(np.log(x) - top, shape)).tolist()
        return found

    def newton(shape: float) -> float:
        s0, s1, s2 = sums(shape)
        value = s1 / s0 - 1 / shape - mean
        slope = s2 / s0 - (s1 / s0) ** 2 + 1 / shape**2
        return float(max(shape - value / slope, shape / 4))

    k = _settled(newton, k, "weibull")
    s0, s1, s2 = sums(k)
    log_scale = math.log(s0 / n) / k + top
    u = top - log_scale  # ln(x/λ) = (ln x − top) + u, and Σ (x/λ)^k = n
    first, second = n * (s1 / s0 + u), n * (s2 / s0 + 2 * u * s1 / s0 + u * u)
    scale = math.exp(log_scale)
    error, relative = _errors(n / k**2 + second, -k * first, n * k * k)  # of k and ln λ
    return Estimate((k, scale), (error, scale * relative))


def logistic(values: Values, moments: Moments) -> Estimate:
    """Newton's method for 1/s and μ/s, in which the log-likelihood is concave, so that it has one maximum."""
    n, mean = moments.rows, moments.mean
    unit = math.sqrt(moments.squares / n)

    def at(point: Array) -> Peak:
        a, b = point.tolist()
        return _logistic_peak(n, a, values.sums(lambda x: _logistic_sums((x - mean) / unit, a, b)))

    (a, b), sums = _climbed(at, (math.pi / math.sqrt(3), 0.0))
    s, (qq, qu, q) = unit / a, sums[3:]
    cross, square = a * qu - b * q, a * a * qq - 2 * a * b * qu + b * b * q
    first, second = _errors(q, cross, n + square)  # in units of s
    return Estimate((mean + s * b, s), (s * first, s * second))


def uniform(_: Values, moments: Moments) -> Estimate:
    """From the least value to the greatest."""
    words = "the likelihood breaks off at both ends of a uniform distribution, which gives no standard errors"
    return Estimate((moments.low, moments.high), None, words)


class Peak(NamedTuple):
    """A log-likelihood at one point.

    Attributes:
        height: −∞ outside the domain.
        gradient: Shape (2,).
        information: Minus the second derivatives, shape (2, 2).
        sums: What they were made of.
    """

    height: float
    gradient: Array
    information: Array
    sums: tuple[float, ...] = ()


def _normal(n: int, mean: float, squares: float) -> Estimate:
    sigma = math.sqrt(squares / n)
    return Estimate((mean, sigma), (sigma / math.sqrt(n), sigma / math.sqrt(2 * n)))


def _gamma_shape(gap: float) -> float:
    """The k with ln k − ψ(k) = gap, by Newton's method for 1/k.

    The start is Minka's (2002), "Estimating a Gamma distribution".
    """
    k = (3 - gap + math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    return _settled(lambda k: 1 / (1 / k + (gap - log_less_digamma(k)) / (k * k * (trigamma(k) - 1 / k))), k, "gamma")


def _settled(newton: Callable[[float], float], start: float, name: str) -> float:
    """The value that Newton's method settles at."""
    here = start
    for _ in range(PASSES):
        before, here = here, newton(here)
        if abs(here - before) <= SETTLED * abs(here):
            return here
    raise NumericError(f"the likelihood of the {name} distribution was not maximised")


def _climbed(at: Callable[[Array], Peak], start: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, ...]]:
    """The top of a concave function of two variables, by Newton's method with steps halved where they overshoot."""
    import numpy as np

    point = np.array(start)
    here = at(point)
    for _ in range(PASSES):
        move = np.linalg.solve(here.information, here.gradient)
        if float(np.abs(move).max()) <= SETTLED * float(np.abs(point).max()):
            return (float(point[0]), float(point[1])), here.sums
        there = at(point + move)
        while there.height < here.height - SETTLED * abs(here.height):
            move = move / 2
            there = at(point + move)
        point, here = point + move, there
    raise NumericError("the likelihood of the logistic distribution was not maximised")


def _logistic_sums(u: Array, a: float, b: float) -> Array:
    """What the log-likelihood and its derivatives by a and b are made of, with z = a u − b."""
    import numpy as np

    z = a * u - b
    t = np.tanh(z / 2)
    q = 0.5 * (1 - t * t)
    height = -np.abs(z) - 2 * np.log1p(np.exp(-np.abs(z)))
    return np.array([height.sum(), (t * u).sum(), t.sum(), (q * u * u).sum(), (q * u).sum(), q.sum()])


def _logistic_peak(n: int, a: float, sums: Array) -> Peak:
    """The log-likelihood at a and b, from its sums."""
    import numpy as np

    if a <= 0:
        return Peak(-math.inf, np.zeros(2), np.eye(2))
    height, tu, t, quu, qu, q = found = sums.tolist()
    information = np.array([[n / (a * a) + quu, -qu], [-qu, q]])
    return Peak(n * math.log(a) + height, np.array([n / a - tu, t]), information, tuple(found))


def _errors(first: float, cross: float, second: float) -> tuple[float, float]:
    """Errors from the information [[first, cross], [cross, second]]."""
    determinant = first * second - cross * cross
    return math.sqrt(second / determinant), math.sqrt(first / determinant)


def _weibull_sums(u: Array, k: float) -> Array:
    """Σ e^{ku}, Σ u e^{ku}, Σ u² e^{ku}."""
    import numpy as np

    powers = np.exp(k * u)
    return np.array([powers.sum(), (u * powers).sum(), (u * u * powers).sum()])


def log1p_less(ratio: Array) -> Array:
    """ln(1 + u) − u with 1 + u = ratio, shape (n,), with the digits that a small u has."""
    import numpy as np

    u = ratio - 1
    with np.errstate(all="ignore"):
        direct = np.where(u > -0.5, np.log1p(u), np.log(ratio)) - u
    series = u * u * (-1 / 2 + u * (1 / 3 + u * (-1 / 4 + u * (1 / 5 - u / 6))))
    found: Array = np.where(np.abs(u) < 1e-3, series, direct)
    return found


def _two(one: Array, other: Array) -> Array:
    import numpy as np

    return np.array([one.sum(), other.sum()])
