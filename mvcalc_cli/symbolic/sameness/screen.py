"""Values of two expressions, in floats at many points first, and at 30 digits where it counts.

Floats tell at once where two functions part and where only one of them has a value; a point that they name is measured
at 30 digits before anyone is told, and two of those where they agree are as well.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Final, Literal, NamedTuple

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.digits import Number
from mvcalc_cli.symbolic.verify import Comparison, Domain, Domains, Session, compare, free_variables, has_i, points

# Points in floats.
_POINTS: Final = 40
# Points of one kind that are measured before floats are believed to be inexact there.
_TRIES: Final = 5
# Fewer points than this that agree are looked for again, at 30 digits alone.
_FEWEST: Final = 8
# Floats that differ more than this are measured.
_FLOATS: Final = 1e-7

Point = Mapping[str, Number]
Kind = Literal["agree", "differ", "gap", "unknown", "neither"]


class Screen(NamedTuple):
    """Points by what floats say of them.

    Attributes:
        agree: The values are the same.
        differ: They are not.
        gap: Only one has a value.
        unknown: One is too large for a float.
    """

    agree: list[Point]
    differ: list[Point]
    gap: list[Point]
    unknown: list[Point]


def screen(left: Tree, right: Tree, domains: Domains, seed: int = 0) -> Screen | None:
    """The usual points, sorted; None where floats cannot follow, or say nothing."""
    names = free_variables(left, right)
    if not names or "complex" in domains.values() or has_i(left, right):
        return None
    usual = (names, tuple(domains.items()), seed)
    first, second = _usual_values(left, *usual), _usual_values(right, *usual)
    return None if first is None or second is None else _sorted(_usual_points(*usual), first, second)


@lru_cache(maxsize=256)
def _usual_points(names: tuple[str, ...], domains: tuple[tuple[str, Domain], ...], seed: int) -> tuple[Point, ...]:
    return tuple(islice(points(names, dict(domains), seed), _POINTS))


@lru_cache(maxsize=256)
def _usual_values(
    tree: Tree, names: tuple[str, ...], domains: tuple[tuple[str, Domain], ...], seed: int
) -> tuple[float, ...] | None:
    """One answer is compared with many: what is right, and every known mistake."""
    return _values(tree, _usual_points(names, domains, seed), names)


def _values(tree: Tree, places: Sequence[Point], names: tuple[str, ...]) -> tuple[float, ...] | None:
    """In floats; None where they cannot follow."""
    columns = [[_float(place[name]) for place in places] for name in names]
    try:
        return tuple(program(tree, names).values(columns, len(places)))
    except (MvcalcError, ArithmeticError, ValueError):
        return None


def screen_at(left: Tree, right: Tree, places: Sequence[Point], names: tuple[str, ...]) -> Screen | None:
    """These points, sorted."""
    first, second = _values(left, places, names), _values(right, places, names)
    return None if first is None or second is None else _sorted(places, first, second)


def _sorted(places: Sequence[Point], left: Sequence[float], right: Sequence[float]) -> Screen:
    found = Screen([], [], [], [])
    for place, a, b in zip(places, left, right, strict=True):
        kind = _kind(a, b)
        if kind != "neither":
            getattr(found, kind).append(place)
    return found


def screened(left: Tree, right: Tree, domains: Domains, seed: int = 0, found: Screen | None = None) -> Comparison:
    """Measure two scalar expressions at the same points, as `compare` does, in a fraction of its time.

    >>> from mvcalc_cli.language.tree import TWO, call, power, variable
    >>> x = variable("x")
    >>> screened(call("sqrt", power(x, TWO)), x, {}).where
    (('x', -1.0),)
    """
    found = found or screen(left, right, domains, seed)
    if found is None:
        return compare(left, right, domains, seed)
    names = free_variables(left, right)
    session = Session(left, right)
    for point in [*found.differ[:_TRIES], *found.unknown[:_TRIES], *found.gap[:_TRIES]]:
        if session.differs(point):
            return session.result(names)
    if any(session.differs(point) for point in _some(found.agree)):
        return session.result(names)
    session.compared = max(session.compared, len(found.agree))
    if session.compared < _FEWEST:
        return _again(session, compare(left, right, domains, seed), names)
    return session.result(names)


def _again(session: Session, full: Comparison, names: tuple[str, ...]) -> Comparison:
    """The full comparison, with the gaps that were met before."""
    mine = session.result(names)
    return Comparison(
        full.check, full.where, full.left, full.right, full.difference,
        mine.gap_left or full.gap_left, mine.gap_right or full.gap_right,
    )  # fmt: skip


def _kind(a: float, b: float) -> Kind:
    """What two floats say: nan is no value, infinity too large a one."""
    if math.isnan(a) or math.isnan(b):
        return "neither" if math.isnan(a) and math.isnan(b) else "gap"
    if math.isinf(a) or math.isinf(b):
        return "unknown"
    return "agree" if abs(a - b) <= _FLOATS * max(abs(a), abs(b)) else "differ"


def _float(value: Number) -> float:
    return float(value) if isinstance(value, Fraction) else float(value.real)


def _some(places: Sequence[Point]) -> list[Point]:
    """A small number, which comes first, and a random point."""
    last = len(places) - 1
    return [places[k] for k in sorted({min(1, last), last})] if places else []
