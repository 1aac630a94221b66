"""Do values follow the distribution that was fitted to them? Pearson's chi² over bins, with an honest p-value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mvcalc_cli.numeric.fit.distributions import chi2_sf

EXPECTED = 5.0  # values that a bin must expect for chi² to have its distribution
DOUBT = 0.05


class GoodnessOfFit(NamedTuple):
    """A test of a fitted distribution.

    Attributes:
        test: "chi2", "Shapiro-Wilk" or "Anderson-Darling".
        statistic: Its value.
        p: The p-value; of chi² the greatest that it can be.
        least_p: The least that it can be; p where it is known.
        bins: How many bins were compared, after small ones were merged; 0 of a test without bins.
        words: One sentence.
    """

    test: str
    statistic: float
    p: float
    least_p: float
    bins: int
    words: str


def chi2_test(
    edges: Sequence[float], counts: Sequence[float], cdf: Callable[[float], float], fitted: int
) -> GoodnessOfFit | None:
    """Compare counts with what the distribution expects; None if too few bins are left.

    Bins that expect fewer than five values are merged with their neighbours, and the outermost reach to infinity.
    The parameters were estimated from the values and not from the counts, so that the statistic lies between chi² with
    bins − 1 − parameters and with bins − 1 degrees of freedom (Chernoff and Lehmann, 1954): both p-values are given.

    Args:
        edges: Of the bins.
        counts: In each.
        cdf: Of the fitted distribution.
        fitted: How many parameters were estimated.
    """
    n = sum(counts)
    inner = [cdf(edge) for edge in edges[1:-1]]
    shares = [after - before for before, after in zip([0.0, *inner], [*inner, 1.0], strict=True)]
    merged = _merged([(count, n * share) for count, share in zip(counts, shares, strict=True)])
    dof = len(merged) - 1 - fitted
    if dof < 1:
        return None
    statistic = sum((count - expected) ** 2 / expected for count, expected in merged)
    least, most = chi2_sf(statistic, dof), chi2_sf(statistic, len(merged) - 1)
    return GoodnessOfFit("chi2", statistic, most, least, len(merged), verdict("χ² of the bins", least, most))


def verdict(test: str, least: float, most: float) -> str:
    """What a p-value of a test between these two says."""
    p = (
        f"{test}: p = {most:.2g}"
        if f"{least:.2g}" == f"{most:.2g}"
        else f"{test}: p between {least:.2g} and {most:.2g}"
    )
    if most < DOUBT:
        return f"the values do not follow it ({p})"
    if least < DOUBT:
        return f"it is not clear whether the values follow it ({p})"
    return f"the values may well follow it ({p})"


def _merged(pairs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Neighbours put together, from the left, until each expects enough; what is left over joins the last."""
    found: list[tuple[float, float]] = []
    count = expected = 0.0
    for own, hoped in pairs:
        count, expected = count + own, expected + hoped
        if expected >= EXPECTED:
            found.append((count, expected))
            count = expected = 0.0
    if found and (count or expected):
        last = found.pop()
        found.append((last[0] + count, last[1] + expected))
    return found
