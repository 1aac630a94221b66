"""Candidates that ∇f = 0 alone does not give, and numbers that are none: corners, tips of cones, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.calculus.matrices import Rows
    from mvcalc_cli.commands.stationary.critical_question import Question
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.stationary.corners import Corner
    from mvcalc_cli.symbolic.stationary.directions import Edge
    from mvcalc_cli.symbolic.stationary.kinds import Kind
    from mvcalc_cli.symbolic.stationary.points import Found, Point

_SAME = 1e-9
# Places without a gradient that are looked at, of each kink, where they are single points.
_MOST_KINKS = 4
_KINK_SECONDS = 0.5


def without_gaps(question: Question, found: Found, slopes: Sequence[Tree], second: Rows) -> Found:
    """Without numbers that stand for a gap of f, such as 1e−25 for the 0 of sin(x)/x, where f has no value."""
    from mvcalc_cli.symbolic.stationary.gaps import stands_for_gap

    f, names = question.lowered, question.names
    kept = tuple(point for point in found.points if point.exact or not stands_for_gap(f, names, point, slopes, second))
    gaps = len(found.points) - len(kept)
    words = ("left out: a place where f has no value, and its gradient tends to 0",) if gaps else ()
    return found._replace(points=kept, notes=(*found.notes, *words))


def cornered(point: Point, exact: Sequence[Point]) -> Point:
    """The exact point, of a corner or a seam, that looking has met."""
    return next((other for other in exact if is_known(point, [other])), point)


def kinks(
    question: Question, edges: Sequence[Edge], seams: Sequence[Point], known: Sequence[Point]
) -> tuple[list[Point], tuple[Edge, ...]]:
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
    if rest:
        points += [point for point in _extremes(question, seams) if not is_known(point, [*known, *points])]
    return points, tuple(rest)


def _extremes(question: Question, seams: Sequence[Point]) -> list[Point]:
    """Points where pieces of f meet, if f has an extreme there."""
    from mvcalc_cli.symbolic.stationary.kinds import meets_pieces

    f, names = question.lowered, question.names
    found = [point for point in seams if meets_pieces(f, names, point)]
    return [point for point in found if kind_on_seam(question, point).kind in {"minimum", "maximum"}]


def kind_on_seam(question: Question, point: Point) -> Kind:
    """The kind of a point; where pieces meet by their slopes too."""
    from mvcalc_cli.symbolic.stationary.kinds import classified, meets_pieces
    from mvcalc_cli.symbolic.stationary.seams import seam_kind

    f, names = question.lowered, question.names
    kind = classified(f, names, point, question.kinds)
    if kind.kind != "degenerate" or not meets_pieces(f, names, point):
        return kind
    found = seam_kind(f, names, point)
    return kind if found is None else kind._replace(kind=found[0], reason=found[1], strict=True)


def without_told(edges: Sequence[Edge], names: Sequence[str], told: Sequence[Point]) -> tuple[Edge, ...]:
    """Without the kinks on which one of the points lies that are told already."""
    from mvcalc_cli.symbolic.stationary.measured import as_number, residual

    def is_told(edge: Edge, point: Point) -> bool:
        off = residual([edge.where], dict(zip(names, map(as_number, point.digits), strict=True)))
        return off is not None and off < _SAME

    return tuple(edge for edge in edges if not any(is_told(edge, point) for point in told))


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
