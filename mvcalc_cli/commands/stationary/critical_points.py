"""The critical points of one function: read, found, classified, and those that are global named."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.commands.stationary.critical_candidates import (
    cornered,
    is_known,
    kinks,
    without_gaps,
    without_gradient,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.matrices import Rows
    from mvcalc_cli.commands.stationary.critical_question import Question
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.stationary.corners import Corner
    from mvcalc_cli.symbolic.stationary.directions import Edge
    from mvcalc_cli.symbolic.stationary.global_ones import Globals, Verdict
    from mvcalc_cli.symbolic.stationary.kinds import Kind
    from mvcalc_cli.symbolic.stationary.points import Box, Found, Point

_SECONDS = 2.5
# Members of families are classified one by one: so many, the nearest to the origin first; in a box of --over more.
_MOST_MEMBERS = 24
_MOST_INSIDE = 90
# Samples of a curve of critical points that are looked at.
_SAMPLES = 5
# Functions whose derivative is 0 between their jumps.
_STEPPED = ("floor", "ceil", "round", "sign", "step", "heaviside", "mod", "min", "max", "abs")
# So many points with one value may be those of a curve.
_MANY = 6
# The largest residual of a point, relative to the sizes of the terms of the gradient.
_PUT_BACK = 1e-10
# A value of f this small is 0: it was measured with 30 digits.
_NOTHING = 1e-25
# The size of an exact value that is shown.
_SHORT = 12
# Calls whose value at such a point is read better as a number.
_OPEN = {"sin", "cos", "tan", "sum", "product"}


class Critical(NamedTuple):
    """One point and all that is known of it.

    Attributes:
        point: Where it is.
        value: f there, None where it could not be measured.
        exact: f there as a short exact expression, None where there is none.
        kind: Of the point.
        verdict: Whether it is global.
        differentiable: False at a corner or cusp, where there is no gradient.
        family: The number of the family it belongs to; None of a point that stands alone.
    """

    point: Point
    value: float | None
    exact: Tree | None
    kind: Kind
    verdict: Verdict
    differentiable: bool = True
    family: int | None = None

    @property
    def name(self) -> str:
        """Its kind: "minimum", or "global minimum"."""
        return self.verdict.kind or self.kind.kind


class Examined(NamedTuple):
    """All that was found.

    Attributes:
        question: What was asked.
        gradient: The first derivatives.
        hessian: The second ones.
        found: The solutions of gradient = 0, in the box that was asked for.
        points: Each point that is listed, the lowest value first.
        samples: Of each family that is a curve or surface, some of its points.
        whole: What is known of the least and greatest value.
        edges: Where an extreme may be without a gradient that is 0.
        left_out: How many members of families are not listed.
    """

    question: Question
    gradient: tuple[Tree, ...]
    hessian: Rows
    found: Found
    points: tuple[Critical, ...]
    samples: tuple[tuple[Critical, ...], ...]
    whole: Globals
    edges: tuple[Edge, ...]
    left_out: int

    @property
    def check(self) -> Check | None:
        """The points with a gradient, put back into it; None where one is not as near to 0 as it must be."""
        from mvcalc_cli.calculus.check import Check

        residuals = [one.point.residual for one in self.points if one.differentiable]
        if not residuals or not max(residuals) < _PUT_BACK:
            return None
        return Check("agrees", "residual", max(residuals), len(residuals), ())

    @property
    def constant(self) -> str:
        """What is said where the gradient is 0 everywhere; "" where it is not."""
        from mvcalc_cli.language.tree import ZERO, postorder

        if any(slope != ZERO for slope in self.gradient):
            return ""
        parts = list(postorder(self.question.lowered))
        if any(part.kind == "piecewise" or part.value in _STEPPED for part in parts):
            return "f is constant in pieces: every point where it has a derivative is critical"
        return "f is constant, every point is critical"

    @property
    def may_be_curve(self) -> bool:
        """Whether many points that looking alone has met have one value of f."""
        values = [one.value for one in self.points if not one.point.exact and one.value is not None]
        return any(values.count(value) >= _MANY for value in set(values))


def examined(question: Question) -> Examined:
    """Find the points, and say of each what it is."""
    from mvcalc_cli.calculus.matrices import hessian
    from mvcalc_cli.symbolic.stationary.system import real_points

    f, names, kinds = question.lowered, question.names, question.kinds
    first, second = hessian(question.tree, names, kinds)
    slopes = first.rows[0]
    found = real_points(slopes, names, kinds, seconds=_SECONDS, text=question.text, defined=[f])
    found = without_gaps(question, found)
    shown = found if question.box is None else without_gaps(question, _inside(question, slopes, found))
    corners, edges = without_gradient(question)
    listed, left_out = _listed(shown, _MOST_MEMBERS if question.box is None else _MOST_INSIDE)
    listed = [(cornered(point, corners), family) for point, family in listed]
    curves = [family.inside[:_SAMPLES] for family in shown.families if family.kind == "curve"]
    others = [corner.point for corner in corners if not is_known(corner.point, [point for point, _ in listed])]
    tips, edges = kinks(question, edges, [*(point for point, _ in listed), *others])
    others += tips
    others = [point for point in others if _is_inside(point, names, question.box)]
    every = [point for point, _ in listed] + others + [point for samples in curves for point in samples]
    known, whole = _classified(question, every, found, {corner.point.numbers: corner for corner in corners})
    families = [family for _, family in listed] + [None] * len(others)
    points = [one._replace(family=family) for one, family in zip(known, families, strict=False)]
    rest = iter(known[len(points) :])
    return Examined(
        question,
        slopes,
        second.rows,
        shown,
        tuple(sorted(points, key=_rank)),
        tuple(tuple(next(rest) for _ in samples) for samples in curves),
        whole,
        edges,
        left_out,
    )


def _rank(one: Critical) -> tuple[float, tuple[float, ...]]:
    """The lowest value first; of equal values the nearest to the origin."""
    height = float("inf") if one.value is None else float(f"{one.value:.12g}")
    return (height, (sum(at * at for at in one.point.numbers), *(-at for at in one.point.numbers)))


def _inside(question: Question, slopes: tuple[Tree, ...], found: Found) -> Found:
    """The points in the box; families and numbers are looked for there once more."""
    from mvcalc_cli.symbolic.stationary.system import real_points

    if found.families or found.complete is None:
        return real_points(
            slopes,
            question.names,
            question.kinds,
            box=question.box,
            seconds=_SECONDS,
            text=question.text,
            defined=[question.lowered],
        )
    kept = tuple(point for point in found.points if _is_inside(point, found.names, question.box))
    outside = len(found.points) - len(kept)
    more = (f"{outside} more outside the box",) if outside else ()
    return found._replace(points=kept, notes=(*found.notes, *more))


def _is_inside(point: Point, names: Sequence[str], box: Box | None) -> bool:
    limits = [(box or {}).get(name, (float("-inf"), float("inf"))) for name in names]
    return all(low <= at <= high for at, (low, high) in zip(point.numbers, limits, strict=True))


def _listed(found: Found, most: int) -> tuple[list[tuple[Point, int | None]], int]:
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


def _classified(
    question: Question, points: Sequence[Point], found: Found, corners: Mapping[tuple[float, ...], Corner]
) -> tuple[list[Critical], Globals]:
    """Each point with its kind and value; global ones by all points that are known anywhere."""
    from mvcalc_cli.symbolic.stationary.global_ones import global_kinds
    from mvcalc_cli.symbolic.stationary.kinds import meets_pieces

    f, names = question.lowered, question.names
    others = [point for point in found.inside if not is_known(point, points)]
    kinds = [_kind(question, point, corners) for point in points]
    local = [kind.kind for kind in kinds] + ["degenerate"] * len(others)
    whole = global_kinds(
        f,
        names,
        [*points, *others],
        question.kinds,
        complete=found.complete,
        families=found.families,
        local=local,
    )
    known = []
    for point, kind, verdict in zip(points, kinds, whole.each, strict=False):
        value, exact = _value(f, names, point)
        at_corner = is_known(point, [corner.point for corner in corners.values()])
        smooth = is_known(point, found.inside) and not at_corner and not meets_pieces(f, names, point)
        known.append(Critical(point, value, exact, kind, verdict, smooth))
    return known, whole


def _kind(question: Question, point: Point, corners: Mapping[tuple[float, ...], Corner]) -> Kind:
    """The kind of a point; of a corner by its slopes."""
    from mvcalc_cli.symbolic.stationary.kinds import Kind, classified

    corner = next((corner for corner in corners.values() if is_known(point, [corner.point])), None)
    if corner is not None:
        return Kind("degenerate" if corner.kind == "corner" else corner.kind, corner.reason)
    return classified(question.lowered, question.names, point, question.kinds)


def _value(f: Tree, names: Sequence[str], point: Point) -> tuple[float | None, Tree | None]:
    """f at a point: its number, and its exact value where that is short."""
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.language.tree import as_variable, postorder, size, substitute
    from mvcalc_cli.symbolic.digits import Unmeasured, measure
    from mvcalc_cli.symbolic.stationary.measured import number_of

    there = {name: number_of(value, text) for name, value, text in zip(names, point.values, point.digits, strict=True)}
    try:
        number = measure(f, there)
    except Unmeasured:
        number = None
    value = None if number is None else float(number)
    if value is not None and abs(value) < _NOTHING:
        value = 0.0
    put_in = {as_variable(name): value for name, value in zip(names, point.values, strict=True) if value is not None}
    if not point.exact or number is None or value is None or not math.isfinite(value):
        return value, None
    if abs(number - round(number)) < _NOTHING * (1 + abs(value)):
        return value, _whole(round(number))
    exact = tidy(substitute(f, put_in))
    return value, exact if size(exact) <= _SHORT and not _OPEN & {node.value for node in postorder(exact)} else None


def _whole(value: int) -> Tree:
    from mvcalc_cli.language.tree import negative, number

    return number(value) if value >= 0 else negative(number(-value))
