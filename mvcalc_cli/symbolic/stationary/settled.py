"""Kinks and edges of the domain beside the points that are known: those on which nothing is left to be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import ZERO, Tree
from mvcalc_cli.symbolic.stationary.directions import Edge
from mvcalc_cli.symbolic.stationary.measured import as_number, residual
from mvcalc_cli.symbolic.stationary.pieces import seam_points, settled_seams
from mvcalc_cli.symbolic.stationary.points import Point
from mvcalc_cli.symbolic.stationary.seams import is_crossed

_NEAR: Final = 1e-9


def unsettled(
    f: Tree, names: Sequence[str], kinds: Mapping[str, str], edges: Sequence[Edge], points: Sequence[Point]
) -> tuple[Edge, ...]:
    """The edges on which an extreme may be that is not among the points; said so where one of the points is.

    Args:
        f: A scalar expression.
        names: Its variables.
        kinds: name -> "real", "positive", ….
        edges: Kinks and edges of the domain, by directions.edges.
        points: Every point that is listed, those without a gradient too.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.symbolic.stationary.directions import edges
    >>> f = parse("|x| + |y - 1|").tree
    >>> at = Point((ZERO, parse("1").tree), (0.0, 1.0), ("0", "1"), 0.0)
    >>> unsettled(f, ("x", "y"), {}, edges(f, ("x", "y")), [at])
    ()
    >>> f = parse("sqrt(x) + y^2").tree
    >>> at = Point((ZERO, ZERO), (0.0, 0.0), ("0", "0"), 0.0)
    >>> [edge.reason for edge in unsettled(f, ("x", "y"), {}, edges(f, ("x", "y")), [at])]
    ['f ends where x = 0: another extreme on that edge is not among the points']
    """
    settled = settled_seams(f, names, kinds)
    candidates = [p for p in (seam_points(f, names, kinds) if settled else ()) if not _is_known(p, points)]
    open_ = [point for point in candidates if not is_crossed(f, names, point)]
    kept = []
    for edge in edges:
        on = [point for point in points if _is_on(edge, names, point)]
        is_settled = edge.where in settled and not any(_is_on(edge, names, point) for point in open_)
        if is_settled or (len(names) == 1 and _are_all(edge, names[0], kinds, on)):
            continue
        kept.append(edge._replace(reason=edge.reason.replace(": an extreme", ": another extreme")) if on else edge)
    return tuple(kept)


def _is_known(point: Point, others: Sequence[Point]) -> bool:
    return any(
        all(abs(a - b) <= _NEAR * (1 + abs(a)) for a, b in zip(point.numbers, other.numbers, strict=True))
        for other in others
    )


def _is_on(edge: Edge, names: Sequence[str], point: Point) -> bool:
    off = residual([edge.where], dict(zip(names, map(as_number, point.digits), strict=True)))
    return off is not None and off < _NEAR


def _are_all(edge: Edge, name: str, kinds: Mapping[str, str], on: Sequence[Point]) -> bool:
    """Is every place of the edge, in one variable, among the points?"""
    from mvcalc_cli.symbolic.equation import solve_equation

    try:
        solved = solve_equation(edge.where, ZERO, name, dict(kinds))
    except MvcalcError:
        return False
    if solved.complete is None or solved.everywhere or solved.more or solved.flat:
        return False
    if any(root.period is not None or root.values[0] is None for root in solved.roots):
        return False
    return len(solved.roots) <= len({round(point.numbers[0], 9) for point in on})
