"""Candidates that ∇f = 0 alone does not give, and numbers that are none: corners, tips of cones, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.stationary.critical_question import Question
    from mvcalc_cli.symbolic.stationary.corners import Corner
    from mvcalc_cli.symbolic.stationary.directions import Edge
    from mvcalc_cli.symbolic.stationary.points import Found, Point

_SAME = 1e-9
# Places without a gradient that are looked at, of each kink, where they are single points.
_MOST_KINKS = 4
_KINK_SECONDS = 0.5
# A number this near to a whole one is it, relative to 1 or its size.
_ROUNDING = 1e-13


def without_gaps(question: Question, found: Found) -> Found:
    """Without numbers that stand for a gap of f, such as 1e−25 for the 0 of sin(x)/x, where f has no value."""
    kept = tuple(point for point in found.points if point.exact or not _is_gap(question, point))
    gaps = len(found.points) - len(kept)
    words = ("left out: a place where f has no value, and its gradient tends to 0",) if gaps else ()
    return found._replace(points=kept, notes=(*found.notes, *words))


def _is_gap(question: Question, point: Point) -> bool:
    """Whether f has no value at whole numbers as near as rounding is."""
    from fractions import Fraction

    from mvcalc_cli.symbolic.digits import Unmeasured, measure

    near = [round(at) for at in point.numbers]
    whole = [abs(at - number) <= _ROUNDING * (1 + abs(at)) for at, number in zip(point.numbers, near, strict=True)]
    if not any(whole):
        return False
    values = [number if is_whole else at for number, at, is_whole in zip(near, point.numbers, whole, strict=True)]
    there = {name: Fraction(value) for name, value in zip(question.names, values, strict=True)}
    try:
        return measure(question.lowered, there) is None
    except Unmeasured:
        return False


def cornered(point: Point, corners: Sequence[Corner]) -> Point:
    """The exact point of a corner that looking has met."""
    return next((corner.point for corner in corners if is_known(point, [corner.point])), point)


def kinks(question: Question, edges: Sequence[Edge], known: Sequence[Point]) -> tuple[list[Point], tuple[Edge, ...]]:
    """Single points of several variables without a gradient, the tip of a cone; and the edges that are no points."""
    from mvcalc_cli.symbolic.stationary.system import real_points

    if len(question.names) == 1:
        return [], tuple(edges)
    points: list[Point] = []
    rest = list(edges)
    for edge in edges[:_MOST_KINKS]:
        found = real_points([edge.where], question.names, question.kinds, seconds=_KINK_SECONDS)
        if found.complete and not found.families and all(point.exact for point in found.points):
            points += [point for point in found.points if not is_known(point, [*known, *points])]
            rest.remove(edge)
    return points, tuple(rest)


def without_gradient(question: Question) -> tuple[tuple[Corner, ...], tuple[Edge, ...]]:
    """Corners of one variable, and where else f may have an extreme that ∇f = 0 does not show."""
    from mvcalc_cli.symbolic.stationary.corners import corners
    from mvcalc_cli.symbolic.stationary.directions import edges

    f, names = question.lowered, question.names
    found = corners(f, names[0], question.kinds) if len(names) == 1 else ()
    return found, edges(f, names)


def is_known(point: Point, others: Sequence[Point]) -> bool:
    """Whether the point is among the others."""
    return any(
        all(abs(a - b) <= _SAME * (1 + abs(a)) for a, b in zip(point.numbers, other.numbers, strict=True))
        for other in others
    )
