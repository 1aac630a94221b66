"""Do neighbouring residuals know of each other? The runs test, exact for small numbers, and the lag-1 correlation."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.numeric.fit.distributions import normal_sf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

EXACT = 400  # residuals up to which the runs are counted exactly; beyond, the normal approximation has three digits
DOUBT = 0.05
STRONG = 0.001


class Runs(NamedTuple):
    """The Wald-Wolfowitz runs test.

    Attributes:
        runs: Stretches of residuals of one sign.
        positive: Residuals above the curve.
        negative: Residuals below it.
        zeros: Residuals of 0, which belong to neither and are left out.
        expected: The mean number of runs of as many signs in random order.
        p: Two-sided; None where one sign is missing.
        words: One sentence.
    """

    runs: int
    positive: int
    negative: int
    zeros: int
    expected: float
    p: float | None
    words: str


class Lag(NamedTuple):
    """The correlation between each residual and the next.

    Attributes:
        value: Σ rᵢ rᵢ₊₁ / Σ rᵢ².
        p: Two-sided, of the normal approximation.
        words: One sentence.
    """

    value: float
    p: float
    words: str


def runs(residuals: Array) -> Runs:
    """Count the runs of signs and ask how often chance makes as many, or as few.

    Reference: Wald and Wolfowitz (1940), "On a test whether two samples are from the same population".

    >>> import numpy as np
    >>> found = runs(np.array([1.0, 1, 1, 1, -1, -1, -1, -1]))
    >>> found.runs, found.expected, round(found.p, 6)  # 2 of 70 arrangements have 2 runs
    (2, 5.0, 0.057143)
    """
    signs = [value > 0 for value in residuals.tolist() if value]
    n, above = len(signs), sum(signs)
    below = n - above
    count = 1 + sum(one != other for one, other in pairwise(signs)) if n else 0
    expected = 1 + 2 * above * below / n if n else 0.0
    p = _p_value(count, above, below) if above and below else None
    words = _runs_words(count, expected, p, "above" if above else "below")
    return Runs(count, above, below, len(residuals) - n, expected, p, words)


def lag(residuals: Array, parameters: int = 0) -> Lag | None:
    """The correlation of neighbours; None of fewer than three residuals beyond the parameters."""
    n = len(residuals)
    largest = float(abs(residuals).max()) if n else 0.0
    if n - parameters < 3 or largest == 0:
        return None
    scaled = residuals / largest  # whose squares neither vanish nor overflow
    value = float(scaled[1:] @ scaled[:-1]) / float(scaled @ scaled)
    p = 2 * normal_sf(abs(value) * math.sqrt(n))
    return Lag(value, p, _lag_words(value, p))


def _p_value(count: int, above: int, below: int) -> float:
    """Twice the smaller tail."""
    few, many = _exact_tails(count, above, below) if above + below <= EXACT else _normal_tails(count, above, below)
    return min(1.0, 2 * min(few, many))


def _exact_tails(count: int, above: int, below: int) -> tuple[float, float]:
    """P(R ≤ count) and P(R ≥ count), from the numbers of arrangements."""
    ways = [_arrangements(r, above, below) for r in range(2, 2 * min(above, below) + 2)]
    whole = math.comb(above + below, above)
    return sum(ways[: count - 1]) / whole, sum(ways[count - 2 :]) / whole


def _arrangements(r: int, above: int, below: int) -> int:
    """In how many orders of the signs there are r runs."""
    half = r // 2
    if r % 2 == 0:
        return 2 * math.comb(above - 1, half - 1) * math.comb(below - 1, half - 1)
    return math.comb(above - 1, half) * math.comb(below - 1, half - 1) + math.comb(above - 1, half - 1) * math.comb(
        below - 1, half
    )


def _normal_tails(count: int, above: int, below: int) -> tuple[float, float]:
    """The same tails of the normal distribution with the same mean and variance, corrected for continuity."""
    n, product = above + below, 2 * above * below
    mean = 1 + product / n
    deviation = math.sqrt(product * (product - n) / (n * n * (n - 1.0)))
    return normal_sf((mean - count - 0.5) / deviation), normal_sf((count - mean - 0.5) / deviation)


def _runs_words(count: int, expected: float, p: float | None, side: str) -> str:
    if p is None:
        return f"every residual is {side} the curve" if count else "no residual is left to count runs of"
    said = f"{count} {'run' if count == 1 else 'runs'} of signs where chance makes about {expected:.0f}"
    if p >= DOUBT:
        return f"the signs of the residuals look random: {said}"
    if count > expected:
        return f"the residuals change sign more often than by chance: {said}"
    certainly = "the curve misses the shape of the data" if p < STRONG else "the curve may miss the shape of the data"
    return f"{certainly}: {said}"


def _lag_words(value: float, p: float) -> str:
    if p >= DOUBT:
        return f"neighbouring residuals are not correlated (lag 1: {value:.2f})"
    if value < 0:
        return f"neighbouring residuals alternate (lag 1: {value:.2f})"
    return f"neighbouring residuals are alike (lag 1: {value:.2f}): the errors shown are too small"
