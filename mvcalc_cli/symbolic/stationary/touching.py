"""Where curves of critical points of one piece of a function touch that piece: x = 0 of max(x², y²), at the origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, as_variable, negative, substitute, subtract, variables
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.stationary.measured import told
from mvcalc_cli.symbolic.stationary.points import Family, Found, Point
from mvcalc_cli.symbolic.stationary.system import real_points

_SECONDS: Final = 0.3


def touching(
    family: Family, signs: Mapping[Tree, int], names: Sequence[str], kinds: Mapping[str, str]
) -> list[Point] | None:
    """The points in which a family that lies beyond the piece touches it; None if it is not seen to lie there.

    It lies beyond where a seam never has the sign that it has in the piece.
    """
    from mvcalc_cli.calculus.signs import Facts

    facts = Facts(kinds=kinds)
    given = {as_variable(name): value for name, value in zip(names, family.values, strict=True)}
    if all(as_variable(name) == value for name, value in zip(names, family.values, strict=True)):
        return None
    for seam, side in signs.items():
        along = tidy(substitute(seam, given))
        against = tidy(negative(along)) if side > 0 else along
        if not facts.nonnegative(against):
            continue
        if facts.nonzero(against):
            return []
        free = tuple(name for name in names if name in variables(along))
        touched = _solved(along, free, kinds) if set(variables(along)) == set(free) and free else None
        if touched is None or not touched.complete or touched.families or not all(p.exact for p in touched.points):
            continue
        points = [_on_family(family, names, free, point) for point in touched.points]
        if None not in points:
            return [point for point in points if point is not None]
    return None


def _on_family(family: Family, names: Sequence[str], free: Sequence[str], point: Point) -> Point | None:
    """The member of a family with these values of what runs; None if they do not tell one."""
    given = {as_variable(name): value for name, value in zip(free, point.values, strict=True) if value is not None}
    values = [tidy(substitute(value, given)) for value in family.values]
    if any(variables(value) for value in values):
        return None
    equations = [subtract(as_variable(name), value) for name, value in zip(names, values, strict=True)]
    numbers = [_number(value) for value in values]
    return None if None in numbers else told(equations, names, values, numbers)


def _solved(equation: Tree, names: Sequence[str], kinds: Mapping[str, str]) -> Found | None:
    try:
        return real_points([equation], names, kinds, seconds=_SECONDS)
    except MvcalcError:
        return None


def _number(value: Tree) -> Any:
    try:
        return measure(value, {})
    except Unmeasured:
        return None
