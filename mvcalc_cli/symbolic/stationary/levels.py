"""Curves on which an expression u of several variables has a value c: their equation, and some of their points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, pairwise, product
from typing import Any, Final, NamedTuple

import sympy

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import (
    Decimal,
    Tree,
    add,
    as_variable,
    negative,
    number,
    substitute,
    subtract,
    variable,
    variables,
)
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.bridge import from_sympy, symbol, to_sympy
from mvcalc_cli.symbolic.digits import Unmeasured, context, measure
from mvcalc_cli.symbolic.stationary.bounds import bounds
from mvcalc_cli.symbolic.stationary.germ import number_tree
from mvcalc_cli.symbolic.stationary.measured import WORKING, as_number, told
from mvcalc_cli.symbolic.stationary.points import Box, Family, Point

_SECONDS: Final = 0.6
# Places on each axis between which a curve u = c is looked for, in parts of the box.
_PARTS: Final = (Fraction(1, 2), Fraction(3, 5), Fraction(2, 5), Fraction(17, 20), Fraction(3, 20), Fraction(1))
_MOST_SAMPLES: Final = 2
# Steps along a line between which u − c may change its sign, and how near two numbers of a place there are.
_STEPS: Final = 24
_ONE: Final = 1e-20
# Members of a periodic family of levels that are looked for.
_MOST_MEMBERS: Final = 9


def span(inner: Tree, names: Sequence[str], where: Box) -> tuple[float, float] | None:
    """About between what u runs in the box, and a little more; None if it cannot be measured."""
    values = []
    for place in _lattice(names, where):
        value = value_of(inner, dict(zip(names, place, strict=True)))
        if value is not None:
            values.append(float(value))
    if not values:
        return None
    low, high = min(values), max(values)
    room = 0.05 * (high - low) + 1e-6
    return low - room, high + room


def _lattice(names: Sequence[str], where: Box) -> Iterator[tuple[Fraction, ...]]:
    rows = []
    for name in names:
        low, high = (Fraction(str(end)) for end in where[name])
        rows.append([low + (high - low) * part for part in (Fraction(0), *_PARTS)])
    yield from product(*rows)


def value_of(tree: Tree, at: Mapping[str, Any]) -> Any:
    """The value as a number of many digits; None where there is none."""
    try:
        value = measure(tree, at, WORKING)
    except Unmeasured:
        return None
    return None if value is None else context(WORKING).mpf(inexact(value, WORKING))


def is_beyond(inner: Tree, level: Point) -> bool:
    """Does u never have the value, by its bounds?"""
    low, high = bounds(inner)
    return bool(level.numbers[0] < low or level.numbers[0] > high)


class Asked(NamedTuple):
    """Where the curves u = c are looked for, and the gradient of f, which is 0 on them."""

    inner: Tree
    names: tuple[str, ...]
    slopes: tuple[Tree, ...]
    where: Box

    def fractions(self, name: str) -> tuple[Fraction, Fraction]:
        """The ends of the range of a variable."""
        low, high = self.where[name]
        return Fraction(str(low)), Fraction(str(high))


class Level(NamedTuple):
    """A value c of u: exact, where it is known so, and as a number."""

    exact: Tree | None
    number: Any


def level_curve(asked: Asked, level: Point | Family) -> Family | None:
    """The curve u = c, or the curves u = c + kπ, with some points; None if none is found in the box."""
    if isinstance(level, Point):
        value = level.values[0]
        samples = list(islice(_samples(asked, Level(value, as_number(level.digits[0]))), _MOST_SAMPLES))
        shown = value if value is not None else _decimal(level.digits[0])
        integers: tuple[str, ...] = ()
    elif level.kind == "periodic" and len(level.parameters) == 1:
        shown, integers = level.values[0], level.parameters
        samples = list(_of_members(asked, shown, level.parameters[0]))
    else:
        return None
    if not samples:
        return None
    free = tuple(map(as_variable, asked.names))
    return Family(free, (*integers, *asked.names), "curve", tuple(samples), (_less(asked.inner, shown),))


def _of_members(asked: Asked, value: Tree, parameter: str) -> Iterator[Point]:
    """A point on each of some curves u = c + kπ, those with the smallest |k| that u reaches in the box first."""
    for whole in _reached(asked, value, parameter):
        member = substitute(value, {variable(parameter): number_tree(Fraction(whole))})
        at = value_of(member, {})
        if at is not None:
            yield from islice(_samples(asked, Level(member, at)), 1)


def _reached(asked: Asked, value: Tree, parameter: str) -> list[int]:
    """The numbers k of some members between the least and the greatest value that u has in the box."""
    start, following = (value_of(value, {parameter: Fraction(k)}) for k in (0, 1))
    ends = span(asked.inner, asked.names, asked.where)
    if ends is None or start is None or following is None or start == following:
        return list(range(_MOST_MEMBERS))
    turns = sorted((end - float(start)) / float(following - start) for end in ends)
    low, high = int(turns[0]) - 1, int(turns[1]) + 1
    nearest = min(max(0, low), high)
    return sorted(range(max(low, nearest - _MOST_MEMBERS), min(high, nearest + _MOST_MEMBERS) + 1), key=abs)[
        :_MOST_MEMBERS
    ]


def _less(inner: Tree, value: Tree) -> Tree:
    """u − c."""
    terms = inner.args if inner.kind == "sum" else (inner,)
    minus = value.args[0] if value.kind == "negative" else negative(value)
    return tidy(subtract(inner, value)) if variables(value) or not _is_decimal(value) else add(*terms, minus)


def _is_decimal(value: Tree) -> bool:
    bare = value.args[0] if value.kind == "negative" else value
    return isinstance(bare.value, Decimal)


def _decimal(text: str) -> Tree:
    value = Fraction(f"{float(text):.9g}")
    shown = number(Decimal(abs(value)))
    return negative(shown) if value < 0 else shown


def _samples(asked: Asked, level: Level) -> Iterator[Point]:
    """Points of the curve u = c on lines parallel to an axis."""
    for name in asked.names:
        others = [each for each in asked.names if each != name]
        ends = [asked.fractions(other) for other in others]
        for parts in product(_PARTS, repeat=len(others)):
            places = [low + (high - low) * part for (low, high), part in zip(ends, parts, strict=True)]
            point = _on_line(asked, name, dict(zip(others, places, strict=True)), level)
            if point is not None:
                yield point


def _on_line(asked: Asked, name: str, fixed: Mapping[str, Fraction], level: Level) -> Point | None:
    """A point with u = c between two places where u − c has different signs."""
    low, high = asked.fractions(name)
    places = [low + (high - low) * Fraction(k, _STEPS) for k in range(_STEPS + 1)]
    values = [value_of(asked.inner, {**fixed, name: place}) for place in places]
    off = [None if value is None else value - level.number for value in values]
    met = [place for place, value in zip(places, off, strict=True) if value == 0]
    if met:
        middle = min(met, key=lambda place: abs(place - (low + high) / 2))
        numbers = [middle if each == name else fixed[each] for each in asked.names]
        return told(asked.slopes, asked.names, list(map(number_tree, numbers)), numbers)
    for (a, left), (b, right) in pairwise(zip(places, off, strict=True)):
        if left is None or right is None or left * right > 0:
            continue
        at = _between(asked.inner, name, fixed, (a, b), level.number)
        if at is None:
            continue
        found: dict[str, tuple[Tree | None, Any]] = {each: (number_tree(v), v) for each, v in fixed.items()}
        found[name] = (_exactly(asked.inner, name, fixed, level.exact, at), at)
        row = [found[each] for each in asked.names]
        point = told(asked.slopes, asked.names, [exact for exact, _ in row], [value for _, value in row])
        if point is not None:
            return point
    return None


def _between(inner: Tree, name: str, fixed: Mapping[str, Any], ends: tuple[Fraction, Fraction], goal: Any) -> Any:
    """Where u − c is 0 between two places at which it has different signs."""
    mp = context(WORKING)

    def off(at: Any) -> Any:
        value = value_of(inner, {**fixed, name: at})
        if value is None:
            raise ValueError
        return value - goal

    try:
        return mp.findroot(off, [inexact(end, WORKING) for end in ends], solver="anderson", maxsteps=80, verify=False)
    except (ValueError, ZeroDivisionError):
        return None


def _exactly(inner: Tree, name: str, fixed: Mapping[str, Fraction], level: Tree | None, at: Any) -> Tree | None:
    """The exact place on a line, where the equation there is of degree two at most."""
    if level is None:
        return None

    def solved() -> Any:
        x = symbol(name)
        there = {symbol(each): sympy.Rational(value.numerator, value.denominator) for each, value in fixed.items()}
        poly = sympy.Poly(to_sympy(inner).subs(there) - to_sympy(level), x)
        if poly.degree() > 2:
            return None
        return next((root for root in sympy.roots(poly) if abs(sympy.N(root, 30) - sympy.Float(at, 30)) < _ONE), None)

    try:
        found = attempt(solved, _SECONDS)
        return None if found is None else from_sympy(found)
    except MvcalcError:
        return None
