"""Do numbers look normal? Shapiro and Wilk's test, and Anderson and Darling's for very many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.numeric.fit.distributions import normal_quantile, normal_sf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MOST = 5000  # rows for which Royston's p-values hold
FEWEST = 3
DOUBT = 0.05
ROOT_HALF = math.sqrt(0.5)
# Royston's polynomials, from the constant up: in 1/√n, in n (4 to 11 values), in ln n (12 and more).
LAST = (0.0, 0.221157, -0.147981, -2.071190, 4.434685, -2.706056)
LAST_BUT_ONE = (0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633)
FEW_LIMIT = (-2.273, 0.459)
FEW_MEAN = (0.5440, -0.39978, 0.025054, -6.714e-4)
FEW_LOG_DEVIATION = (1.3822, -0.77857, 0.062767, -0.0020322)
MANY_MEAN = (-1.5861, -0.31082, -0.083751, 0.0038915)
MANY_LOG_DEVIATION = (-0.4803, -0.082676, 0.0030302)


class Normality(NamedTuple):
    """A test of normality.

    Attributes:
        test: "Shapiro-Wilk" or "Anderson-Darling".
        statistic: W, near 1 of normal numbers; or A², near 0.
        p: How often normal numbers look as odd.
        words: One sentence.
    """

    test: str
    statistic: float
    p: float
    words: str


def normality(values: Array, parameters: int = 0) -> Normality | None:
    """Test numbers whose mean and scatter are not known beforehand.

    Residuals of a fit with almost as many parameters as rows look normal whatever the errors are: they are only
    tested where at least three more rows than parameters are there.

    Args:
        values: Shape (n,).
        parameters: How many were fitted to them.
    """
    n = len(values)
    if n < FEWEST or n - parameters < FEWEST or not float(values.max()) > float(values.min()):
        return None
    ordered = sorted((values / float(abs(values).max())).tolist())  # whose squares neither vanish nor overflow
    name, (statistic, p) = (
        ("Shapiro-Wilk", shapiro_wilk(ordered)) if n <= MOST else ("Anderson-Darling", anderson_darling(ordered))
    )
    return Normality(name, statistic, p, _words(p, n))


def shapiro_wilk(ordered: Sequence[float]) -> tuple[float, float]:
    """W and its p-value of 3 to 5000 numbers in ascending order, not all equal.

    Reference: Royston (1995), "Remark AS R94: a remark on algorithm AS 181, the W-test for normality".

    >>> men = [148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236]  # Shapiro and Wilk's own example, in pounds
    >>> W, p = shapiro_wilk(men)
    >>> round(W, 3), round(p, 4)
    (0.789, 0.0067)
    """
    n = len(ordered)
    mean = ordered[0] + math.fsum(value - ordered[0] for value in ordered) / n
    spread = math.fsum((value - mean) ** 2 for value in ordered)
    weights = _weights(n)
    slope = math.fsum(a * (ordered[-1 - k] - ordered[k]) for k, a in enumerate(weights))
    w = min(1.0, slope * slope / spread)
    return w, _royston(w, n)


def anderson_darling(ordered: Sequence[float]) -> tuple[float, float]:
    """A², corrected for the number of values, and its p-value; mean and variance estimated from the same numbers.

    Reference: Stephens (1986), in D'Agostino and Stephens, Goodness-of-Fit Techniques, table 4.9.
    """
    n = len(ordered)
    mean = ordered[0] + math.fsum(value - ordered[0] for value in ordered) / n
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in ordered) / (n - 1))
    scores = [(value - mean) / deviation for value in ordered]
    total = math.fsum(
        (2 * k + 1) * (_log_sf(-low) + _log_sf(high))
        for k, (low, high) in enumerate(zip(scores, reversed(scores), strict=True))
    )
    statistic = (-n - total / n) * (1 + 0.75 / n + 2.25 / (n * n))
    return statistic, _stephens(statistic)


def _weights(n: int) -> list[float]:
    """Royston's weights of the ⌊n/2⌋ differences between the largest and the smallest values, outermost first."""
    if n == FEWEST:
        return [ROOT_HALF]
    scores = [-normal_quantile((k + 0.625) / (n + 0.25)) for k in range(n // 2)]
    total = 2 * sum(score * score for score in scores)
    root, inverse = math.sqrt(total), 1 / math.sqrt(n)
    ends = [_polynomial(LAST, inverse) + scores[0] / root]
    if n > 5:
        ends.append(_polynomial(LAST_BUT_ONE, inverse) + scores[1] / root)
    left = total - 2 * sum(score * score for score in scores[: len(ends)])
    scale = math.sqrt(left / (1 - 2 * sum(a * a for a in ends)))
    return ends + [score / scale for score in scores[len(ends) :]]


def _royston(w: float, n: int) -> float:
    """The p-value of W: ln(1 − W), or a transform of it, is about normal."""
    if n == FEWEST:
        return max(0.0, 6 / math.pi * (math.asin(math.sqrt(w)) - math.asin(math.sqrt(0.75))))
    if w >= 1:
        return 1.0
    y, x = math.log1p(-w), math.log(n)
    if n > 11:
        return normal_sf((y - _polynomial(MANY_MEAN, x)) / math.exp(_polynomial(MANY_LOG_DEVIATION, x)))
    limit = _polynomial(FEW_LIMIT, n)
    if y >= limit:
        return 0.0
    return normal_sf((-math.log(limit - y) - _polynomial(FEW_MEAN, n)) / math.exp(_polynomial(FEW_LOG_DEVIATION, n)))


def _stephens(a: float) -> float:
    """The p-value of A²: four pieces, which meet to three digits."""
    if a < 0.2:
        return 1 - math.exp(-13.436 + 101.14 * a - 223.73 * a * a)
    if a < 0.34:
        return 1 - math.exp(-8.318 + 42.796 * a - 59.938 * a * a)
    if a < 0.6:
        return math.exp(0.9177 - 4.279 * a - 1.38 * a * a)
    return math.exp(1.2937 - 5.709 * a + 0.0186 * a * a) if a < 13 else 0.0


def _log_sf(z: float) -> float:
    """ln P(Z > z), also where the tail is below the smallest float."""
    tail = normal_sf(z)
    return math.log(tail) if tail > 1e-300 else -0.5 * z * z - math.log(z) - 0.5 * math.log(2 * math.pi)


def _polynomial(coefficients: Sequence[float], x: float) -> float:
    total = 0.0
    for coefficient in reversed(coefficients):
        total = total * x + coefficient
    return total


def _words(p: float, n: int) -> str:
    if p < DOUBT:
        return f"the residuals do not look normal (p = {p:.2g}): the intervals are approximate"
    few = ", though so few would hardly show it if they were not" if n < 10 else ""
    return f"the residuals look normal (p = {p:.2g}){few}"
