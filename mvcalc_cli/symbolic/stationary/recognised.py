"""Exact values for points that only numbers gave: proposed from the digits, taken where they satisfy the conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import (
    PI,
    TWO,
    Tree,
    add,
    as_variable,
    divide,
    multiply,
    negative,
    number,
    power,
    variables,
)
from mvcalc_cli.symbolic.arithmetic import context
from mvcalc_cli.symbolic.stationary.constrained import shortened
from mvcalc_cli.symbolic.stationary.measured import WORKING, told
from mvcalc_cli.symbolic.stationary.points import Family, Found, Point

# Fractions with larger parts are no proposals, and digits that must agree.
_LARGEST: Final = 60
_AGREES: Final = 1e-12
# Parts of π that may stand beside a fraction.
_PARTS: Final = sorted((Fraction(k, 12) for k in range(-24, 25) if k), key=abs)


def recognised(point: Point, conditions: Sequence[Tree], names: Sequence[str]) -> Point:
    """The point with exact values, if simple numbers near its own satisfy the conditions exactly; else as it was.

    >>> from mvcalc_cli.language import parse
    >>> near = Point((None, None), (-2.0, 1e-15), ("-2", "1e-15"), 0.0)
    >>> recognised(near, [parse("x sin(y) + y").tree, parse("x^2 + y^2 - 4").tree], "xy").numbers
    (-2.0, 0.0)
    """
    from mvcalc_cli.symbolic.digits import Unmeasured, measure

    if point.exact:
        return point
    exact = [value or _simple(text) for value, text in zip(point.values, point.digits, strict=True)]
    values = [value for value in exact if value is not None]
    if len(values) < len(exact):
        return point
    try:
        if not all(_is_zero(condition, dict(zip(names, values, strict=True))) for condition in conditions):
            return point
        numbers = [measure(value, {}, WORKING) for value in values]
    except (Unmeasured, MvcalcError):
        return point
    found = told(conditions, names, values, [each for each in numbers if each is not None])
    return point if found is None else found


def plain(found: Found) -> Found:
    """Without exact values that hold √−1: the simple number that one is to thirty digits, or the number alone."""
    points = tuple(_plain_point(point) for point in found.points)
    families = []
    for family in found.families:
        new = family if all(map(_is_real, family.values)) else _plain_family(family)
        if new is None:
            points += tuple(_plain_point(point) for point in family.inside)
        else:
            families.append(new._replace(inside=tuple(_plain_point(point) for point in family.inside)))
    if len(families) == len(found.families):
        return found._replace(points=points, families=tuple(families))
    note = "infinitely many of them: those near the origin are listed"
    return found._replace(
        points=points, families=tuple(families), complete=None, method="mixed", notes=(*found.notes, note)
    )


def _is_real(value: Tree) -> bool:
    """Is it written without √−1?"""
    import sympy

    from mvcalc_cli.symbolic.bridge import to_sympy

    return not to_sympy(value).has(sympy.I)


def _plain_point(point: Point) -> Point:
    if all(value is None or _is_real(value) for value in point.values):
        return point
    values = [
        value if value is None or _is_real(value) else _simple(digits)
        for value, digits in zip(point.values, point.digits, strict=True)
    ]
    return point._replace(values=tuple(values))


def _plain_family(family: Family) -> Family | None:
    """Offset + k·period of simple numbers, by the members that are listed."""
    if len(family.parameters) != 1 or len(family.inside) < 3 or family.kind != "periodic":
        return None
    mp = context(WORKING)
    rows = sorted([mp.mpf(digits) for digits in point.digits] for point in family.inside)
    step = [b - a for a, b in zip(rows[0], rows[1], strict=True)]
    if any(abs(b - a - d) > _AGREES for r, s in pairwise(rows) for a, b, d in zip(r, s, step, strict=True)):
        return None
    start = min(rows, key=lambda row: abs(row[0]))
    firsts, periods = ([_simple(str(mp.nstr(each, 40))) for each in row] for row in (start, step))
    letter = as_variable(family.parameters[0])
    told_ = [
        shortened(add(first, multiply(period, letter)), {})
        for first, period in zip(firsts, periods, strict=True)
        if first is not None and period is not None
    ]
    values = tuple(each for each in told_ if each is not None)
    return family._replace(values=values) if len(values) == len(family.values) else None


def _is_zero(condition: Tree, put_in: dict[str, Tree]) -> bool:
    there = shortened(condition, put_in)
    if there is None or variables(there):
        return False
    if there.kind == "number":
        return not there.value
    from mvcalc_cli.symbolic.zero import vanishes

    return bool(vanishes(there))


def _simple(text: str) -> Tree | None:
    """The simplest number with these digits: a fraction, a root of one, a part of π."""
    return next(_proposals(text), None)


def _proposals(text: str) -> Iterator[Tree]:
    mp = context(WORKING)
    value = mp.mpf(text)
    size = abs(value)
    for kind, measured in (("fraction", size), ("root", size**2), ("part of π", size / mp.pi)):
        share = Fraction(str(mp.nstr(measured, 30))).limit_denominator(_LARGEST)
        close = abs(measured - mp.mpf(share.numerator) / share.denominator) <= _AGREES
        if close and share.numerator <= _LARGEST**2:
            tree = _made(kind, share)
            yield negative(tree) if share and value < 0 else tree
    for part in _PARTS:
        rest = value - part.numerator * mp.pi / part.denominator
        share = Fraction(str(mp.nstr(rest, 30))).limit_denominator(_LARGEST // 5)
        if abs(rest - mp.mpf(share.numerator) / share.denominator) <= _AGREES:
            turned = multiply(number(abs(part)), PI)
            whole = negative(number(-share)) if share < 0 else number(share)
            yield shortened(add(whole, turned if part > 0 else negative(turned)), {}) or whole


def _made(kind: str, share: Fraction) -> Tree:
    if not share or kind == "fraction":
        return number(share)
    tree = multiply(number(share), PI) if kind != "root" else power(number(share), divide(number(1), TWO))
    return shortened(tree, {}) or tree
