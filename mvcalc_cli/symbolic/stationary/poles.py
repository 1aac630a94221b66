"""Where the domain of f or of a constraint ends on the set without belonging to it: poles, and logarithms of 0.

There the set is not closed, or f need not be bounded. Near a simple pole inside the set f grows without end both ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import INFINITY, Tree, negative, subtract, variables
from mvcalc_cli.symbolic.arithmetic import Number, context, inexact
from mvcalc_cli.symbolic.stationary.bounding import bounding_box
from mvcalc_cli.symbolic.stationary.constrained import Problem, place_of, standing, value_at
from mvcalc_cli.symbolic.stationary.measured import WORKING
from mvcalc_cli.symbolic.stationary.pinning import all_inside
from mvcalc_cli.symbolic.stationary.points import Point

_SECONDS: Final = 0.8
# What is 0 in numbers of 30 digits, and what is not.
_ZERO: Final = 1e-20
_CLEAR: Final = 1e-9
# Beside a pole of one variable.
_BESIDE: Final = 1e-5


class Holes(NamedTuple):
    """Points that the constraints allow, but where f or a constraint has no value.

    Attributes:
        points: Some of them.
        places: What is 0 there.
        known: Is it known that there are no others?
    """

    points: tuple[Point, ...]
    places: tuple[Tree, ...]
    known: bool

    @property
    def none(self) -> bool:
        """Has everything a value on the set, and beside it?"""
        return self.known and not self.points


def holes(asked: Problem) -> Holes:
    """Where f or a constraint has no value on the set.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.symbolic.stationary.constrained import problem
    >>> asked = problem(parse("tan(x)").tree, [parse("x >= -1").tree, parse("x <= 5").tree], ["x"], {})
    >>> [round(point.numbers[0], 3) for point in holes(asked).points]
    [1.571, 4.712]
    """
    from mvcalc_cli.symbolic.stationary.system import real_points

    places = _places(asked)
    box = bounding_box(asked)
    held = [asked.constraints[k].g for k in asked.equalities]
    points: dict[Point, None] = {}
    known = True
    for place in places:
        found = real_points([*held, place], asked.names, {}, box=box, seconds=_SECONDS)
        whole = all(all_inside(family, asked.names, box) for family in found.families)
        known = known and found.complete is not None and whole
        points.update(dict.fromkeys(point for point in found.inside if _is_allowed(asked, point)))
    return Holes(tuple(points), places, known)


def _places(asked: Problem) -> tuple[Tree, ...]:
    """What may not be 0."""
    from mvcalc_cli.calculus.domain import conditions
    from mvcalc_cli.calculus.tidy import tidy

    found: dict[Tree, None] = {}
    for tree in (asked.f, *(each.g for each in asked.constraints)):
        for condition in conditions(tree):
            if condition.kind == "relation" and condition.value in {">", "<", "!="}:
                found[tidy(subtract(*condition.args))] = None
    return tuple(each for each in found if variables(each))


def _is_allowed(asked: Problem, point: Point) -> bool:
    """Does no constraint forbid it? One without a value there may be met beside it."""
    there = place_of(asked.names, point)
    if any(at < 0 for at in _positive_ones(asked, there)):
        return False
    return all(standing(each, there) != -1 or each.strict for each in asked.constraints)


def _positive_ones(asked: Problem, there: Mapping[str, Number]) -> list[Any]:
    """The values of the variables that are positive on the set."""
    return [inexact(there[name], WORKING) for name in asked.names if asked.kinds.get(name) == "positive"]


def unbounded_at(asked: Problem, found: Holes, way: int) -> str | None:
    """Why f grows (way 1) or falls (way −1) without end near one of the points; None if that is not known."""
    parts = _parts(asked.f)
    for point in found.points:
        said = _by_sides(asked, point, way) if len(asked.names) == 1 else _by_sign(asked, point, parts, way)
        if said is not None:
            return said
    return None


def _by_sides(asked: Problem, point: Point, way: int) -> str | None:
    """The limits of one variable from the sides that belong to the set."""
    from mvcalc_cli.symbolic.stationary.far import limit_at
    from mvcalc_cli.symbolic.stationary.reasons import text

    (name,), (value,) = asked.names, point.values
    if value is None:
        return None
    wanted = INFINITY if way > 0 else negative(INFINITY)
    centre = inexact(place_of(asked.names, point)[name], WORKING)
    for side, step in (("left", -_BESIDE), ("right", _BESIDE)):
        beside = {name: centre + step}
        inside = all(standing(each, beside) not in {-1, None} for each in asked.constraints)
        inside = inside and all(at > 0 for at in _positive_ones(asked, beside))
        if inside and limit_at(asked.f, name, value, side, asked.kinds) == wanted:
            return f"f → {text(wanted)} as {name} → {text(value)} from {'below' if side == 'left' else 'above'}"
    return None


def _parts(f: Tree) -> tuple[Tree, Tree] | None:
    """f as one quotient."""
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy
    from mvcalc_cli.symbolic.stationary.substitution import rewritten

    def quotient() -> tuple[Tree, Tree]:
        top, bottom = sympy.together(rewritten(to_sympy(f))).as_numer_denom()
        return from_sympy(top), from_sympy(bottom)

    try:
        return attempt(quotient, _SECONDS)
    except MvcalcError:
        return None


def _by_sign(asked: Problem, point: Point, parts: tuple[Tree, Tree] | None, way: int) -> str | None:
    """A denominator that changes its sign inside the set, or has one sign alone, where the numerator is not 0."""
    from mvcalc_cli.calculus.matrices import gradient
    from mvcalc_cli.calculus.signs import Facts
    from mvcalc_cli.symbolic.stationary.reasons import text

    there = place_of(asked.names, point)
    outside = any(standing(each, there) != 1 for each in asked.constraints if each.side)
    if parts is None or outside or any(at <= 0 for at in _positive_ones(asked, there)):
        return None
    top, bottom = value_at(parts[0], there), value_at(parts[1], there)
    if top is None or bottom is None or abs(inexact(bottom, WORKING)) > _ZERO or abs(inexact(top, WORKING)) < _CLEAR:
        return None
    at = ", ".join(text(v) if v is not None else f"{n:.6g}" for v, n in zip(point.values, point.numbers, strict=True))
    goal = "∞" if way > 0 else "−∞"
    try:
        slopes = gradient(parts[1], asked.names).rows[0]
    except MvcalcError:
        return None
    rows = [slopes, *(asked.normals[k] for k in asked.equalities)]
    if _independent([[value_at(entry, there) for entry in row] for row in rows]):
        return f"f → {goal} near ({at}), where its denominator changes its sign"
    if Facts().nonnegative(parts[1]) and way * inexact(top, WORKING) > 0:
        return f"f → {goal} near ({at}), where its denominator is 0 and nowhere less"
    return None


def _independent(rows: Sequence[Sequence[Any]]) -> bool:
    """Are the rows clearly independent? By the determinant of their products (Gram)."""
    if any(value is None for row in rows for value in row):
        return False
    mp = context(WORKING)
    whole = mp.matrix([[mp.mpf(inexact(value, WORKING)) for value in row] for row in rows])
    return bool(abs(mp.det(whole * whole.T)) > _CLEAR)
