"""Where the gradient is 0: by the function's own shape where it has one, else by its equations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands.stationary.critical_candidates import is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.stationary.critical_question import Question
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.stationary.composition import Composed
    from mvcalc_cli.symbolic.stationary.points import Box, Found, Point

_SECONDS = 1.5


def solved(question: Question, slopes: tuple[Tree, ...], box: Box | None) -> Found:
    """Where the gradient is 0."""
    from mvcalc_cli.symbolic.stationary.pieces import by_pieces
    from mvcalc_cli.symbolic.stationary.system import real_points

    found = by_pieces(question.lowered, question.names, question.kinds, box)
    return found or real_points(
        slopes,
        question.names,
        question.kinds,
        box=box,
        seconds=_SECONDS,
        text=question.text,
        defined=[question.lowered],
    )


def as_composed(question: Question, slopes: tuple[Tree, ...], box: Box | None) -> Composed | None:
    """Where the gradient of a function of one expression is 0; polynomials are solved as they are."""
    from mvcalc_cli.language.tree import postorder
    from mvcalc_cli.symbolic.stationary.composition import composed

    if not any(node.kind == "call" or _is_exponential(node) for node in postorder(question.lowered)):
        return None
    return composed(question.lowered, question.names, question.kinds, slopes, box)


def _is_exponential(node: Tree) -> bool:
    from mvcalc_cli.language.tree import variables

    return node.kind == "power" and bool(variables(node.args[1]))


def inside_box(question: Question, slopes: tuple[Tree, ...], found: Found) -> Found:
    """The points in the box; families and numbers are looked for there once more."""
    if found.families or found.complete is None:
        made = as_composed(question, slopes, question.box)
        return solved(question, slopes, question.box) if made is None else made.found
    kept = tuple(point for point in found.points if is_inside(point, found.names, question.box))
    outside = len(found.points) - len(kept)
    more = (f"{outside} more outside the box",) if outside else ()
    return found._replace(points=kept, notes=(*found.notes, *more))


def is_inside(point: Point, names: Sequence[str], box: Box | None) -> bool:
    """Whether a point is in the box; a variable without a range runs everywhere."""
    limits = [(box or {}).get(name, (float("-inf"), float("inf"))) for name in names]
    return all(low <= at <= high for at, (low, high) in zip(point.numbers, limits, strict=True))


def listed_members(found: Found, most: int) -> tuple[list[tuple[Point, int | None]], int]:
    """The points to list, each with its family, and how many members are left out."""
    points: list[tuple[Point, int | None]] = [(point, None) for point in found.points]
    members = [
        (point, place)
        for place, family in enumerate(found.families, 1)
        if family.kind == "periodic"
        for point in family.inside
        if not is_known(point, found.points)
    ]
    members.sort(key=lambda member: sum(at * at for at in member[0].numbers))
    return [*points, *members[:most]], max(0, len(members) - most)
