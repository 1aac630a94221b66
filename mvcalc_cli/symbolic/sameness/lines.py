"""Lines through the space of the variables: what is to be seen along one has one variable, whose zeros can be found."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from mvcalc_cli.language.tree import ZERO, Tree, add, as_variable, multiply, number, substitute, subtract, variable
from mvcalc_cli.symbolic.digits import Number
from mvcalc_cli.symbolic.sameness.zeros import Zeros, zeros
from mvcalc_cli.symbolic.verify import Domains, allowed, free_variables

# The place on a line; no one can type a name that begins so.
_PLACE: Final = "_t"
_LINES: Final = 4
_INSIDE: Final = (Fraction(1, 2), Fraction(1, 4), Fraction(7, 9))
_BEYOND: Final = (1, 3, 10)
_MOST_PLACES: Final = 25


class Line(NamedTuple):
    """Start + t·direction, by variable."""

    start: Mapping[str, Fraction]
    direction: Mapping[str, Fraction]

    def along(self, tree: Tree) -> Tree:
        """The expression as one of the place on the line."""
        place = variable(_PLACE)
        return substitute(
            tree,
            {
                as_variable(name): add(number(self.start[name]), multiply(number(self.direction[name]), place))
                for name in self.start
            },
        )

    def point(self, place: Number) -> dict[str, Number]:
        """The values of the variables at a place."""
        return {name: start + _times(self.direction[name], place) for name, start in self.start.items()}


def _times(step: Fraction, place: Number) -> Number:
    if isinstance(place, Fraction):
        return step * place
    return place * step.numerator / step.denominator


def lines(names: Sequence[str], seed: int) -> list[Line]:
    """The axis of one variable, or some lines through the space of several."""
    if len(names) == 1:
        return [Line({names[0]: Fraction(0)}, {names[0]: Fraction(1)})]
    rng = random.Random(seed)
    found = []
    for _ in range(_LINES):
        start = {name: Fraction(rng.randint(-30, 30), 10) for name in names}
        found.append(Line(start, {name: Fraction(rng.choice((-1, 1)) * rng.randint(3, 12), 8) for name in names}))
    return found


def difference(left: Tree, right: Tree) -> Tree:
    """left − right; a product beside 0 stays one, whose factors have zeros of their own."""
    return left if right == ZERO else right if left == ZERO else subtract(left, right)


@lru_cache(maxsize=256)
def _zeros(tree: Tree, exact: bool) -> Zeros:
    return zeros(tree, _PLACE, exact=exact)


class Cut(NamedTuple):
    """A line cut where some expressions vanish.

    Attributes:
        line: The line.
        places: Where, in rising order.
        complete: Whether the line is cut wherever one vanishes.
    """

    line: Line
    places: tuple[Number, ...]
    complete: bool

    def boundaries(self, domains: Domains) -> list[dict[str, Number]]:
        """The points of the cuts."""
        return _within([self.line.point(place) for place in self.places], domains)

    def pieces(self, domains: Domains) -> list[dict[str, Number]]:
        """Three points of every piece of the line."""
        floats = [float(place) for place in self.places]
        if not floats:
            return _within([self.line.point(Fraction(k)) for k in (-3, 0, 5)], domains)
        inside = [_between(a, b, part) for a, b in pairwise(floats) for part in _INSIDE]
        below = [Fraction(int(floats[0] // 1) - step) for step in _BEYOND]
        above = [Fraction(int(floats[-1] // 1) + 1 + step) for step in _BEYOND]
        return _within([self.line.point(place) for place in [*below, *inside, *above]], domains)


def _between(low: float, high: float, part: Fraction) -> Fraction:
    """A short fraction between two places."""
    place = Fraction(low) + part * (Fraction(high) - Fraction(low))
    short = place.limit_denominator(64)
    return short if low < short < high else place


def _within(points: Iterable[dict[str, Number]], domains: Domains) -> list[dict[str, Number]]:
    return [
        point for point in points if all(allowed(value, domains.get(name, "real")) for name, value in point.items())
    ]


def cuts(trees: Sequence[Tree], names: Sequence[str], seed: int, *, exact: bool = True) -> list[Cut]:
    """Lines, each cut where one of the expressions vanishes: at 50 digits, or where floats say so."""
    found = []
    for line in lines(names, seed):
        parts = [_zeros(line.along(tree), exact) for tree in trees if free_variables(tree)]
        places = {f"{float(number):.15g}": number for part in parts for number in part.numbers}
        nearest = sorted(sorted(places.values(), key=lambda place: abs(float(place)))[:_MOST_PLACES], key=float)
        complete = all(part.complete for part in parts) and len(places) <= _MOST_PLACES
        found.append(Cut(line, tuple(nearest), complete))
    return found
