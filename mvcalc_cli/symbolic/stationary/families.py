"""Infinitely many solutions told together: kπ, π/2 + kπ, a variable that is free."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Any, Final

import sympy

from mvcalc_cli.language.tree import Tree, as_variable
from mvcalc_cli.symbolic.digits import context
from mvcalc_cli.symbolic.stationary.matching import many_digits, readable
from mvcalc_cli.symbolic.stationary.measured import residual, told
from mvcalc_cli.symbolic.stationary.points import Box, Family, Point
from mvcalc_cli.symbolic.stationary.polynomial import Surface
from mvcalc_cli.symbolic.stationary.quotient import DIGITS
from mvcalc_cli.symbolic.stationary.repeating import repeat
from mvcalc_cli.symbolic.stationary.resolving import Coordinate, Relation, Resolved
from mvcalc_cli.symbolic.to_sympy import symbol

# Members of a family that are listed.
MOST_MEMBERS: Final = 400
_APART: Final = (3, -3, 6)
# Every second, third or fourth member may be one where the equations have values.
_MOST_STEPS: Final = 4
_LETTERS: Final = ("k", "m", "n", "j", "l", "p")
# Values at which a free variable is tried, inside its range from 0 to 1.
_TRIED: Final = (0.5, 0.31, 0.83, 0.07)


def curve_of(equations: Sequence[Tree], names: Sequence[str], box: Box, surface: Surface) -> Family | None:
    """A curve or surface that polynomials describe; None if none of its real points satisfies the equations."""
    free = tuple(str(each) for each in surface.free)
    own = tuple(tree for each in surface.equations if (tree := readable(each.as_expr())) is not None)
    if surface.values is None:
        values: tuple[Tree, ...] = tuple(as_variable(name) for name in names)
    else:
        values = tuple(tree for value in surface.values if (tree := readable(value)) is not None)
    samples = [told(equations, names, [readable(v) for v in each.exact], each.numbers) for each in surface.samples]
    points = [point for point in (*samples[:1], *_spread(equations, names, surface), *samples[1:]) if point is not None]
    inside = tuple(point for point in points if _is_inside(point, names, box))
    return Family(values, free, "curve", inside, own) if points else None


def _spread(equations: Sequence[Tree], names: Sequence[str], surface: Surface) -> Iterator[Point | None]:
    """Points well apart on a curve that is a graph: what f does along it may change."""
    if surface.values is None or len(surface.free) != 1:
        return
    for at in _APART:
        there = [value.xreplace({surface.free[0]: sympy.Integer(at)}) for value in surface.values]
        if all(value.is_number and value.is_finite for value in there):
            yield told(equations, names, [readable(value) for value in there], [many_digits(value) for value in there])


def _is_inside(point: Point, names: Sequence[str], box: Box) -> bool:
    return all(box[name][0] <= at <= box[name][1] for name, at in zip(names, point.numbers, strict=True))


def family(equations: Sequence[Tree], names: Sequence[str], found: Resolved, box: Box) -> Family | None:
    """The family with its members in the box; None if what was tried of it does not satisfy the equations."""
    if found.relations:
        return _related(equations, names, found, box)
    coordinates = found.coordinates
    letters = iter([letter for letter in _LETTERS if letter not in names])
    running, parameters = {}, []
    for name, each in zip(names, coordinates, strict=True):
        if each.free or each.period is not None:
            parameters.append(name if each.free else next(letters))
        if each.derived is None:
            running[name] = _running(each, name, parameters)
    values = [
        readable(_put_in(each.derived, running)) if each.derived is not None else readable(running[name])
        for name, each in zip(names, coordinates, strict=True)
    ]
    inside = list(_members(equations, names, coordinates, box))
    tried = inside or list(_members(equations, names, coordinates, None))
    if not tried or None in tried:
        return None
    kind: Any = "curve" if any(each.free for each in coordinates) else "periodic"
    trees = tuple(value for value in values if value is not None)
    points = tuple(each for each in inside if each is not None)
    return Family(trees, tuple(parameters), kind, points) if len(trees) == len(values) else None


def families_of(equations: Sequence[Tree], names: Sequence[str], found: Resolved, box: Box) -> tuple[Family, ...]:
    """The family; where the equations have no values at some of its members, those of them at which they have.

    None of it is left where what was tried does not satisfy the equations.
    """
    whole = family(equations, names, found, box)
    if whole is not None or found.relations or any(each.free for each in found.coordinates):
        return () if whole is None else (whole,)
    for step in range(2, _MOST_STEPS + 1):
        parts = [_every(found, step, start) for start in _starts(found, step)]
        told_ = [family(equations, names, part, box) for part in parts]
        kept = tuple(each for each in told_ if each is not None)
        gone = [part for part, each in zip(parts, told_, strict=True) if each is None]
        if kept and all(_has_no_value(equations, names, part) for part in gone):
            return kept if all(repeat(equations, names, each) for each in kept) else ()
    return ()


def _starts(found: Resolved, step: int) -> Iterator[tuple[int, ...]]:
    yield from product(*(range(step) if each.period is not None else (0,) for each in found.coordinates))


def _every(found: Resolved, step: int, start: Sequence[int]) -> Resolved:
    """Every second (third, …) member of a family."""
    moved = []
    for each, first in zip(found.coordinates, start, strict=True):
        if each.period is None:
            moved.append(each)
            continue
        exact = None if each.exact is None else each.exact + first * each.period
        number = each.number + first * many_digits(each.period)
        moved.append(each._replace(exact=exact, number=number, period=step * each.period))
    return found._replace(coordinates=tuple(moved))


def _has_no_value(equations: Sequence[Tree], names: Sequence[str], found: Resolved) -> bool:
    """Has an equation no value at the member that is written?"""
    row = filled(names, [(each.exact, each.number) for each in found.coordinates], found.coordinates)
    return residual(equations, dict(zip(names, (at for _, at in row), strict=True))) is None


def _related(equations: Sequence[Tree], names: Sequence[str], found: Resolved, box: Box) -> Family | None:
    """Variables that are free but for one relation: x·y = kπ; the last of them that stands linearly is solved for."""
    if len(found.relations) > 1:
        return None
    (relation,) = found.relations
    letter = next(letter for letter in _LETTERS if letter not in names)
    value = relation.value
    symbols = [each.exact for each in found.coordinates if each.free]
    solving = [s for s in symbols if sympy.degree(relation.argument, s) == 1] if _is_polynomial(relation) else []
    if value.exact is None or not solving:
        return None
    chosen = solving[-1]
    steps = 0 if value.period is None else symbol(letter, "integer") * value.period
    slope = relation.argument.coeff(chosen, 1)
    rest = sympy.expand(relation.argument - slope * chosen)
    solved = ((value.exact + steps - rest) / slope).expand()
    own = readable(relation.argument - value.exact - steps)
    values = [solved if each.exact == chosen else each.exact for each in found.coordinates]
    if own is None or any(readable(each) is None for each in values):
        return None
    graph = tuple(tree for v in values if (tree := readable(v)) is not None) if not slope.free_symbols else None
    free = tuple(str(each.name) for each in symbols if each != chosen)
    points = [
        point
        for row in _trials(symbols, chosen, letter, value.period is not None)
        if (point := _tried(equations, names, values, row)) is not None
    ]
    inside = tuple(point for point in points if _is_inside(point, names, box))
    parameters = (*((letter,) if value.period is not None else ()), *free)
    shown = graph or tuple(as_variable(name) for name in names)
    return Family(shown, parameters, "curve", inside, (own,)) if points else None


def _is_polynomial(relation: Relation) -> bool:
    return bool(relation.argument.is_polynomial())


def _trials(symbols: Sequence[Any], chosen: Any, letter: str, periodic: bool) -> Iterator[dict[Any, Any]]:
    """Values for the free variables and the integer."""
    free = [each for each in symbols if each != chosen]
    for k in (0, 1, -1, 2) if periodic else (0,):
        for at in (1, 2, -1):
            yield {each: sympy.Integer(at) for each in free} | {symbol(letter, "integer"): sympy.Integer(k)}


def _tried(equations: Sequence[Tree], names: Sequence[str], values: Sequence[Any], row: dict[Any, Any]) -> Point | None:
    there = [value.xreplace(row) for value in values]
    if not all(value.is_number and value.is_finite for value in there):
        return None
    return told(equations, names, [readable(value) for value in there], [many_digits(value) for value in there])


def _running(coordinate: Coordinate, name: str, parameters: Sequence[str]) -> Any:
    """Offset + k·period, with the parameter that came last; what has no exact form is a number of 15 digits."""
    if coordinate.free:
        return symbol(name)
    mp = context(30)
    digits = Fraction(mp.nstr(mp.mpf(coordinate.number), 15))
    offset = sympy.Rational(digits.numerator, digits.denominator) if coordinate.exact is None else coordinate.exact
    return offset if coordinate.period is None else offset + symbol(parameters[-1], "integer") * coordinate.period


def _put_in(value: Any, at: Mapping[str, Any]) -> Any:
    """The value of a variable that follows from others."""
    return value.xreplace({each: at[str(each.name)] for each in value.free_symbols if str(each.name) in at}).expand()


def filled(
    names: Sequence[str], row: Sequence[tuple[Any, Any]], coordinates: Sequence[Coordinate]
) -> list[tuple[Any, Any]]:
    """Exact values and numbers, with those of variables that follow from others."""
    exact = {name: value for name, (value, _) in zip(names, row, strict=True) if value is not None}
    derived = {name: each.derived for name, each in zip(names, coordinates, strict=True) if each.derived is not None}
    numbers = {
        name: sympy.Float(number, 80) for name, (_, number) in zip(names, row, strict=True) if name not in derived
    }
    found = []
    for each, (value, number) in zip(coordinates, row, strict=True):
        if each.derived is None:
            found.append((value, number))
        else:
            whole = each.derived
            for _ in derived:  # one may be told by another
                whole = _put_in(whole, derived)
            known = all(str(one.name) in exact for one in whole.free_symbols)
            there = _put_in(whole, exact if known else numbers)
            found.append((there if known else None, many_digits(there)))
    return found


def _members(
    equations: Sequence[Tree], names: Sequence[str], coordinates: Sequence[Coordinate], box: Box | None
) -> Iterator[Point | None]:
    """Members in the box, the nearest to the origin first (without a box the one that is written), put back."""
    rows = [_along(each, None if box is None else box[name]) for name, each in zip(names, coordinates, strict=True)]
    chosen = sorted(islice(product(*rows), 50 * MOST_MEMBERS), key=lambda row: sum(abs(float(at)) for _, at in row))
    for free_row in chosen[:MOST_MEMBERS]:
        row = filled(names, free_row, coordinates)
        if box is not None and not all(box[n][0] <= at <= box[n][1] for n, (_, at) in zip(names, row, strict=True)):
            continue
        yield told(equations, names, [readable(exact) for exact, _ in row], [at for _, at in row])


def _along(coordinate: Coordinate, span: tuple[float, float] | None) -> list[tuple[Any, Any]]:
    """The values that one coordinate has in its range, exact and as numbers."""
    if coordinate.derived is not None:
        return [(None, context(DIGITS).zero)]
    low, high = (-math.inf, math.inf) if span is None else span
    if coordinate.free:
        a, b = (low, high) if span is not None else (-1.0, 1.0)
        return [(None, context(DIGITS).mpf(a + (b - a) * part)) for part in _TRIED]
    if coordinate.period is None or span is None:
        return [(coordinate.exact, coordinate.number)] if low <= coordinate.number <= high else []
    turn = many_digits(coordinate.period)
    slack = 1e-12 * (1 + max(abs(low), abs(high)))
    first = math.ceil((low - slack - float(coordinate.number)) / float(turn))
    last = math.floor((high + slack - float(coordinate.number)) / float(turn))
    steps = sorted(range(first, last + 1), key=abs)[:MOST_MEMBERS]
    exact = coordinate.exact
    return [(None if exact is None else exact + k * coordinate.period, coordinate.number + k * turn) for k in steps]
