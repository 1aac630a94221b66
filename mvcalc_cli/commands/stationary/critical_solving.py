"""Where the gradient is 0: by the function's own shape where it has one, else by its equations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands.stationary.critical_candidates import is_known

if TYPE_CHECKING:
    from mvcalc_cli.commands.stationary.critical_question import Question
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.stationary.composition import Composed
    from mvcalc_cli.symbolic.stationary.points import Box, Family, Found, Point

_SECONDS = 1.5
# The box that is looked at is so much wider than the one asked for; what is this near to a side is on it.
_WIDER = 1e-9
_ON_SIDE = 1e-24


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
        # A little wider, so that rounding loses no point on its sides; then by the exact ends.
        box = {name: (low - _room(low), high + _room(high)) for name, (low, high) in (question.box or {}).items()}
        made = as_composed(question, slopes, box)
        near = solved(question, slopes, box) if made is None else made.found
        families = tuple(
            family._replace(inside=tuple(point for point in family.inside if is_inside(question, point)))
            for family in near.families
            if not _is_outside(question, family)
        )
        searched = None if near.searched is None else {**near.searched, **(question.box or {})}
        points = tuple(point for point in near.points if is_inside(question, point))
        return near._replace(points=points, families=families, searched=searched)
    kept = tuple(point for point in found.points if is_inside(question, point))
    outside = len(found.points) - len(kept)
    more = (f"{outside} more outside the box",) if outside else ()
    return found._replace(points=kept, notes=(*found.notes, *more))


def _is_outside(question: Question, family: Family) -> bool:
    """Whether a coordinate of a whole curve is a number beyond the box."""
    from mvcalc_cli.language.tree import variables

    limits = {name: value for name, value in zip(question.names, family.values, strict=True) if not variables(value)}
    return not family.inside and not all(_is_between(question, name, value, "0") for name, value in limits.items())


def _room(end: float) -> float:
    return _WIDER * (1 + abs(end))


def is_inside(question: Question, point: Point) -> bool:
    """Whether a point is in the box, its sides included, compared with 30 digits; everywhere without a range."""
    rows = zip(question.names, point.values, point.digits, strict=True)
    return all(_is_between(question, name, value, text) for name, value, text in rows)


def _is_between(question: Question, name: str, value: Tree | None, text: str) -> bool:
    from mvcalc_cli.symbolic.arithmetic import context, inexact
    from mvcalc_cli.symbolic.stationary.measured import WORKING, number_of

    mp = context(WORKING)
    for each, *ends in question.ends:
        if each == name:
            low, high = (mp.mpf(inexact(number_of(end, "0"), WORKING)) for end in ends)
            at = mp.mpf(inexact(number_of(value, text), WORKING))
            return bool(low - _ON_SIDE * (1 + abs(low)) <= at <= high + _ON_SIDE * (1 + abs(high)))
    return True


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
