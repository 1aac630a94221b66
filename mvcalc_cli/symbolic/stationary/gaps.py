"""Numbers that stand for a gap of f: where f has no value, and its gradient tends to 0, as at 0 of sin(x)/x."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from mvcalc_cli.calculus.domain import conditions
from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, subtract
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Unmeasured, context, measure
from mvcalc_cli.symbolic.stationary.measured import as_number
from mvcalc_cli.symbolic.stationary.points import Point

# So near to the edge of the domain, relative to 1 or its size, a number is looked at.
_NEAR: Final = 1e-6
# There it is a critical point only if Newton's step leaves it where it is: the gap's distance changes by less.
_MOVES: Final = 1e-3
# Digits: 1 − cos(x) loses 26 of them where x is 1e−13.
_DIGITS: Final = 120


def stands_for_gap(
    f: Tree, names: Sequence[str], point: Point, slopes: Sequence[Tree], second: Sequence[Sequence[Tree]]
) -> bool:
    """Does a point that is known by its numbers alone tend to an edge of the domain, when it is refined?

    Args:
        f: The function.
        names: Its variables.
        point: A solution of slopes = 0, as good as looking found it.
        slopes: The gradient of f.
        second: The Hessian.

    >>> from mvcalc_cli.calculus.matrices import hessian
    >>> from mvcalc_cli.language import parse
    >>> f = parse("(1 - cos(x))/x^2").tree
    >>> first, rows = hessian(f, ("x",))
    >>> near = Point((None,), (1e-13,), ("1e-13",), 0.0)
    >>> stands_for_gap(f, ("x",), near, first.rows[0], rows.rows)
    True
    """
    at = dict(zip(names, map(as_number, point.digits), strict=True))
    for condition in conditions(f):
        if condition.kind != "relation":
            continue
        edge = subtract(*condition.args)
        distance = _distance(edge, names, at)
        size = 1 + max(abs(value) for value in at.values())
        if distance is not None and distance <= _NEAR * size and not _stays(edge, at, slopes, second, distance):
            return True
    return False


def _distance(edge: Tree, names: Sequence[str], at: dict[str, Any]) -> Any:
    """About how far the point is from where the expression is 0; None where that is not known."""
    try:
        value = _number(edge, at)
        if value == 0:
            return value
        steep = sum(abs(_number(slope, at)) for slope in gradient(edge, tuple(names)).rows[0])
    except (MvcalcError, Unmeasured):
        return None
    return abs(value) / steep if steep else None


def _stays(
    edge: Tree, at: dict[str, Any], slopes: Sequence[Tree], second: Sequence[Sequence[Tree]], distance: Any
) -> bool:
    """Does a step of Newton's method leave the point where it is, beside its distance from the edge?"""
    mp = context(_DIGITS)
    if not distance:
        return False
    try:
        values = mp.matrix([_number(slope, at) for slope in slopes])
        step = mp.lu_solve(mp.matrix([[_number(entry, at) for entry in row] for row in second]), values)
        moved = {name: value - step[k] for k, (name, value) in enumerate(at.items())}
        before, after = _number(edge, at), _number(edge, moved)
    except (Unmeasured, ZeroDivisionError, ValueError):
        return False
    return bool(abs(after - before) <= _MOVES * abs(before))


def _number(tree: Tree, at: dict[str, Any]) -> Any:
    value = measure(tree, at, _DIGITS)
    if value is None:
        raise Unmeasured
    return context(_DIGITS).mpf(inexact(value, _DIGITS))
