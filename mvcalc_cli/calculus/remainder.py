"""A true bound of the remainder of a Taylor polynomial: Lagrange's form, by interval jets over sub-intervals.

Along t ↦ g(t) = f(a + t·(x − a)) the remainder is g⁽ⁿ⁺¹⁾(τ)/(n + 1)! for a τ in [0, 1]. The jet of f over an interval
of t holds these coefficients for all its τ; the interval is cut where the bound is worst, until it is near the
largest value seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from typing import Final, NamedTuple

from mvcalc_cli.calculus.exact_values import constant
from mvcalc_cli.calculus.interval_field import IntervalField
from mvcalc_cli.calculus.intervals import Interval, enclosing
from mvcalc_cli.calculus.jets import Jets
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.ratios import ratio_of, without_root
from mvcalc_cli.calculus.series import NoSeries, Ramified, Series, Sides
from mvcalc_cli.calculus.taylor import taylor
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, as_variable

# Cutting stops when the bound is this near to the largest value seen.
_CLOSE: Final = 1.002
# So many terms of the derivative's own Taylor polynomial about the middle of a piece: what is left is small as width^8.
_MODEL: Final = 8
# Evaluations allowed: fewer where one is long.
_MOST_PIECES: Final = 400
_FEWEST_PIECES: Final = 40
_WORK: Final = 60_000
# A piece this short that still has no bound holds a singularity.
_SHORTEST: Final = 2.0**-14


class Bound(NamedTuple):
    """A bound of |f − T|, and how much of it is certainly reached by the derivative somewhere between."""

    value: float
    reached: float


def lagrange_bound(tree: Tree, centre: Mapping[str, Tree], point: Mapping[str, Tree], order: int) -> Bound | None:
    """max |g⁽ⁿ⁺¹⁾|/(n + 1)! between centre and point, rounded up; None where no finite bound was found.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import number
    >>> bound = lagrange_bound(parse("sin(x)").tree, {"x": number(0)}, {"x": number(1)}, 5)
    >>> round(bound.value * 720, 3)
    0.841
    """
    lowered = lower(tree)
    try:
        continued = _continued(lowered, centre)
        if continued is None:
            return _Search(lowered, centre, point, order).run()
        return _of_continued(continued, centre, point, order)
    except (NoSeries, OverflowError, ZeroDivisionError):
        return None


class _Continued(NamedTuple):
    """N/(factor·(x − a)^k) where N has a zero of order k or more at a: sin(x)/x."""

    numerator: Tree
    factor: Fraction
    k: int


def _continued(tree: Tree, centre: Mapping[str, Tree]) -> _Continued | None:
    if len(centre) != 1 or tree.kind != "quotient":
        return None
    ((name, value),) = centre.items()
    at, ratio = constant(value), ratio_of(tree.args[1], as_variable(name))
    if not isinstance(at, Fraction) or ratio is None or len(ratio[0]) < 2 or len(ratio[1]) > 1:
        return None
    if len(without_root(ratio[0], at)) > 1:
        return None
    k = len(ratio[0]) - 1
    try:
        vanishes = not taylor(tree.args[0], centre, k - 1).terms
    except MvcalcError:
        return None
    return _Continued(tree.args[0], ratio[0][-1] / ratio[1][0], k) if vanishes else None


def _of_continued(found: _Continued, centre: Mapping[str, Tree], point: Mapping[str, Tree], order: int) -> Bound | None:
    """T is that of N, k orders on, over (x − a)^k, and so is its error."""
    bound = _Search(found.numerator, centre, point, order + found.k).run()
    if bound is None:
        return None
    ((name, value),) = centre.items()
    below: Interval | Fraction = abs(found.factor)
    step = enclosing(_difference(point[name], value))
    for _ in range(found.k):
        below = below * Interval(step.least, step.size)
    scale = enclosing(1 / enclosing(below))
    larger = math.nextafter(bound.value * scale.high, math.inf) if bound.value else 0.0
    return Bound(larger, bound.reached * scale.low)


class _Search:
    """The cutting of [0, 1]."""

    def __init__(self, tree: Tree, centre: Mapping[str, Tree], point: Mapping[str, Tree], order: int) -> None:
        self.tree = tree
        self.order = order
        self.names = tuple(centre)
        self.jets = Jets(IntervalField(), order + 2 + _MODEL)
        self.starts = [_value(value) for value in centre.values()]
        self.steps = [_difference(point[name], value) for name, value in centre.items()]
        self.budget = max(_FEWEST_PIECES, min(_MOST_PIECES, _WORK // (order + 2 + _MODEL) ** 2))
        self.ties = count()
        self.reached = 0.0

    def run(self) -> Bound | None:
        pieces: list[tuple[float, int, float, float]] = []
        for end in (0.0, 1.0):
            self._reach(self._coefficients(Interval(end, end)))
        self._push(pieces, 0.0, 1.0)
        while True:
            worst, _, low, high = pieces[0]
            worst = -worst
            if worst <= _CLOSE * self.reached or worst == 0.0:
                break
            if self.budget <= 0 or high - low <= _SHORTEST:
                break
            heappop(pieces)
            middle = (low + high) / 2
            self._push(pieces, low, middle)
            self._push(pieces, middle, high)
        return Bound(worst, self.reached) if math.isfinite(worst) else None

    def _push(self, pieces: list[tuple[float, int, float, float]], low: float, high: float) -> None:
        """One piece with its bound; what is seen at its middle counts as reached."""
        self.budget -= 1
        over = self._coefficients(Interval(low, high))
        middle = (low + high) / 2
        at = self._coefficients(Interval(middle, middle)) if over is not None else None
        self._reach(at)
        size = math.inf if over is None else min(over[0].size, _modelled(at, over, self.order + 1, high - low))
        heappush(pieces, (-math.inf if math.isnan(size) else -size, next(self.ties), low, high))

    def _reach(self, at: list[Interval] | None) -> None:
        if at is not None and not math.isnan(at[0].least):
            self.reached = max(self.reached, at[0].least)

    def _coefficients(self, t: Interval) -> list[Interval] | None:
        """g⁽ᵏ⁾(τ)/k! from k = n + 1 on, all their values for τ in t; None where there is no bound."""
        known: dict[Tree, Series] = {}
        for name, start, step in zip(self.names, self.starts, self.steps, strict=True):
            terms = (start + step * t, step, *[Fraction(0)] * (self.order + _MODEL))
            known[as_variable(name)] = Series(0, terms)
        try:
            found = self.jets.run(self.tree, known)
        except (NoSeries, Sides, Ramified):
            return None
        if found.shift != 0 or found.end < self.order + 2:
            return None
        return [enclosing(term) for term in found.terms[self.order + 1 :]]


def _modelled(at: list[Interval] | None, over: list[Interval], first: int, width: float) -> float:
    """The largest |Σ binomial(first + j, j)·c[first + j]·sʲ| for |s| <= width/2, the last term from the whole piece.

    A wide interval loses to cancellation in proportion to its width; this loses to its power alone.
    """
    if at is None or len(at) != len(over):
        return math.inf
    half = Interval(0.0, math.nextafter(width / 2, math.inf))
    power: Interval | Fraction = Fraction(1)
    total: Interval | Fraction = enclosing(at[0])
    for j in range(1, len(at)):
        power = power * half
        term = over[j] if j == len(at) - 1 else at[j]
        size = enclosing(term * math.comb(first + j, j) * power).size
        total = total + Interval(-size, size)
    return enclosing(total).size


def _value(tree: Tree) -> Interval:
    """An interval that holds the value of a constant expression."""
    return enclosing(Jets(IntervalField(), 1).run(tree, {}).terms[0])


def _difference(point: Tree, centre: Tree) -> Interval | Fraction:
    """x − a, exactly where both are rational."""
    left, right = (Jets(IntervalField(), 1).run(tree, {}).terms[0] for tree in (point, centre))
    difference: Interval | Fraction = left - right
    return difference
