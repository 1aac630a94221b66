"""What two antiderivatives may differ by: one number, that can be any, between the places where neither has a value."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final

from mvcalc_cli.calculus.domain import conditions
from mvcalc_cli.calculus.evaluate import Program, program
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, as_variable, number, substitute, subtract
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.sameness.bends import bends, has_steps
from mvcalc_cli.symbolic.sameness.lines import cuts
from mvcalc_cli.symbolic.sameness.result import How
from mvcalc_cli.symbolic.verify import Domain, allowed, free_variables

# Floats that differ less are the same, more of them where they are large; a jump is found as closely as the width.
_NOISE: Final = 1e-6
_ROUNDING: Final = 1e-11
_WIDTH: Final = 1e-9
_GRID: Final = tuple(k * 0.173 - 20.07 for k in range(233))
_FAR: Final = (-1e5, -1_001.5, -101.5, 101.5, 1_001.5, 1e5)
# Values that a constant of integration may have, and how far what it stands in must reach with them.
_SIZES: Final = tuple(10.0**k for k in range(-300, 301, 20))
_REACH: Final = 20.0
# Where the other variables are meanwhile.
_OTHERS: Final = (Fraction(7, 10), Fraction(13, 10), Fraction(-7, 10), Fraction(2))


def is_any_number(tree: Tree, name: str) -> bool:
    """Can what the letter adds be any number? C, 2C and log C can, e^C and sin C cannot.

    >>> from mvcalc_cli.language import parse
    >>> is_any_number(parse("x + log(C)").tree, "C"), is_any_number(parse("x + e^C").tree, "C")
    (True, False)
    """
    for value in _OTHERS:
        alone = _with(tree, [other for other in free_variables(tree) if other != name], value)
        try:
            found = program(alone, (name,)).values([[*(-size for size in _SIZES), *_SIZES]])
        except (MvcalcError, ArithmeticError, ValueError):
            continue
        middle = [value for value in found if value == value]  # noqa: PLR0124 - a nan is no value
        if middle:
            return min(middle) < -_REACH and max(middle) > _REACH
    return True


def jump(answer: Tree, expected: Tree, by: str, how: How) -> float | None:
    """A place where the difference of the two changes, though the expected one has a value all around.

    >>> from mvcalc_cli.language import parse
    >>> jump(parse("x + sign(x - 2)").tree, parse("x").tree, "x", How())
    2.0
    >>> jump(parse("sign(x) - 1/x").tree, parse("-1/x").tree, "x", How()) is None
    True
    """
    parts = bends(answer, expected)
    if not parts and not has_steps(answer, expected):
        return None
    others = [name for name in free_variables(answer, expected) if name != by]
    for value in _OTHERS:
        if all(allowed(value, how.domains.get(name, "real")) for name in others):
            mine, right, *ends = (_with(tree, others, value) for tree in (answer, expected, *parts))
            return _Difference(mine, right, by).jump(_places(ends, by, how))
    return None


def _with(tree: Tree, names: list[str], value: Fraction) -> Tree:
    return substitute(tree, {as_variable(name): number(value) for name in names})


def _places(ends: list[Tree], by: str, how: How) -> list[float]:
    """Places on the axis, in rising order, some on every piece."""
    domain: Domain = how.domains.get(by, "real")
    found = [*_GRID, *range(-12, 13), *_FAR, *_inside(domain)]
    for cut in cuts([end for end in ends if free_variables(end) == (by,)], (by,), how.seed, exact=False):
        found += [float(point[by].real) for point in cut.pieces(how.domains)]
    return sorted({place for place in found if allowed(Fraction(place), domain)})


def _inside(domain: Domain) -> Iterator[float]:
    if not isinstance(domain, str) and all(abs(end) < 1e300 for end in domain):
        low, high = domain
        yield from (low + (high - low) * k / 41 for k in range(1, 41))


class _Difference:
    """answer − expected along an axis."""

    def __init__(self, answer: Tree, expected: Tree, by: str) -> None:
        self.trees, self.by, self.ends = (answer, expected), by, [subtract(*c.args) for c in conditions(expected)]
        self.programs: list[Program] = []

    def jump(self, places: list[float]) -> float | None:
        """The first place where it changes and the expected one has no gap."""
        try:
            self.programs = [program(tree, (self.by,)) for tree in self.trees]
        except (MvcalcError, ArithmeticError, ValueError):
            return None
        known = [(place, value) for place in places if (value := self.value(place)) == value]
        for (low, a), (high, b) in pairwise(known):
            if abs(a - b) > self.noise(low, high):
                found = self.between(low, high)
                if found is not None and self.really(*found) and not self.gap(*found):
                    return float(f"{found[1]:.6g}")
        return None

    def value(self, place: float) -> float:
        """The difference; nan where one has no value."""
        a, b = (single.value([place]) for single in self.programs)
        return a - b

    def noise(self, *places: float) -> float:
        """What rounding may do at these."""
        return _NOISE + _ROUNDING * max(
            1.0, *(abs(single.value([place])) for place in places for single in self.programs)
        )

    def between(self, low: float, high: float) -> tuple[float, float] | None:
        """Two places close together between which it changes; None if one has no value there."""
        first = self.value(low)
        for _ in range(200):
            if high - low <= _WIDTH * max(1.0, abs(low)):
                return low, high
            middle = (low + high) / 2
            value = self.value(middle)
            if value != value:  # noqa: PLR0124
                return None
            low, high = (middle, high) if abs(value - first) <= self.noise(low, middle) else (low, middle)
        return None

    def really(self, *places: float) -> bool:
        """Does it change at 30 digits too?"""
        try:
            values = [[measure(tree, {self.by: Fraction(place)}) for tree in self.trees] for place in places]
        except Unmeasured:
            return False
        if any(value is None for pair in values for value in pair):
            return False
        first, second = (inexact(a, 30) - inexact(b, 30) for a, b in values)
        return bool(abs(first - second) > _NOISE)

    def gap(self, low: float, high: float) -> bool:
        """Does a condition under which the expected one has a value fail between two places?"""
        for end in self.ends:
            if free_variables(end):
                try:
                    a, b = program(end, (self.by,)).values([[low, high]])
                except (MvcalcError, ArithmeticError, ValueError):
                    return True
                if not (a * b > 0 and min(abs(a), abs(b)) > _NOISE):
                    return True
        return False
