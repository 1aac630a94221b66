"""The critical points of one function: read, found, classified, and those that are global named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mvcalc_cli.commands.stationary.critical_candidates import (
    cornered,
    is_known,
    kind_on_seam,
    kinks,
    without_gaps,
    without_gradient,
    without_told,
)
from mvcalc_cli.commands.stationary.critical_solving import (
    as_composed,
    inside_box,
    is_inside,
    listed_members,
    solved,
)
from mvcalc_cli.commands.stationary.critical_values import bent, value_there

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.matrices import Rows
    from mvcalc_cli.commands.stationary.critical_question import Question
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.stationary.composition import Composed
    from mvcalc_cli.symbolic.stationary.corners import Corner
    from mvcalc_cli.symbolic.stationary.curve_kinds import CurveKind
    from mvcalc_cli.symbolic.stationary.directions import Edge
    from mvcalc_cli.symbolic.stationary.global_ones import Globals, Verdict
    from mvcalc_cli.symbolic.stationary.kinds import Kind
    from mvcalc_cli.symbolic.stationary.points import Found, Point

# Members of families are classified one by one: so many, the nearest to the origin first; in a box of --over more.
_MOST_MEMBERS = 24
_MOST_INSIDE = 90
# Samples of a curve of critical points that are looked at.
_SAMPLES = 5
# Functions whose derivative is 0 between their jumps.
_STEPPED = ("floor", "ceil", "round", "sign", "step", "heaviside", "mod", "min", "max", "abs")
# So many points with one value, at which f does not bend every way, are those of a curve.
_MANY = 4
# The largest residual of a point, relative to the sizes of the terms of the gradient.
_PUT_BACK = 1e-10


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
        decimals: Those that its numbers are shown with; None: as many as are readable.
        eigenvalues: Those of the Hessian exactly, in the order of its kind; None of one that has no short form.
        determinant: That of the Hessian exactly; None where it has no short form.
    """

    point: Point
    value: float | None
    exact: Tree | None
    kind: Kind
    verdict: Verdict
    differentiable: bool = True
    family: int | None = None
    decimals: int | None = None
    eigenvalues: tuple[Tree | None, ...] = ()
    determinant: Tree | None = None

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
        everywhere: The solutions of gradient = 0, in the box and outside it.
        bends: Of each family that is a curve or surface, what is known of all its points.
        crowds: Points known by numbers alone that seem to lie on one curve: no isolated ones.
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
    everywhere: Found
    bends: tuple[CurveKind, ...] = ()
    crowds: tuple[tuple[Critical, ...], ...] = ()

    @property
    def every(self) -> tuple[Critical, ...]:
        """The points that are listed, and those that seem to lie on curves."""
        return (*self.points, *(one for crowd in self.crowds for one in crowd))

    @property
    def check(self) -> Check | None:
        """The points with a gradient, put back into it; None where one is not as near to 0 as it must be."""
        from mvcalc_cli.calculus.check import Check

        residuals = [one.point.residual for one in self.every if one.differentiable]
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


def examined(question: Question) -> Examined:
    """Find the points, and say of each what it is."""
    from mvcalc_cli.calculus.matrices import hessian
    from mvcalc_cli.symbolic.stationary.curve_kinds import curve_kind
    from mvcalc_cli.symbolic.stationary.pieces import seam_points
    from mvcalc_cli.symbolic.stationary.settled import unsettled

    names, kinds = question.names, question.kinds
    first, second = hessian(question.tree, names, kinds)
    slopes = first.rows[0]
    made = as_composed(question, slopes, None)
    found = solved(question, slopes, None) if made is None else made.found
    found = _counted(question, without_gaps(question, found, slopes, second.rows))
    shown = found
    if question.box is not None:
        shown = without_gaps(question, inside_box(question, slopes, found), slopes, second.rows)
    corners, edges = without_gradient(question)
    listed, left_out = listed_members(shown, _MOST_MEMBERS if question.box is None else _MOST_INSIDE)
    seams = seam_points(question.lowered, names, kinds) if edges else ()
    exact = [*(corner.point for corner in corners), *seams]
    listed = [(cornered(point, exact), family) for point, family in listed]
    curves = [family.inside[:_SAMPLES] for family in shown.families if family.kind == "curve"]
    others = [corner.point for corner in corners if not is_known(corner.point, [point for point, _ in listed])]
    edges = without_told(edges, names, made.on_kinks if made is not None else ())
    tips, edges = kinks(question, edges, seams, [*(point for point, _ in listed), *others])
    others += tips
    others = [point for point in others if is_inside(question, point)]
    every = [point for point, _ in listed] + others + [point for samples in curves for point in samples]
    known, whole = _classified(question, every, found, {corner.point.numbers: corner for corner in corners}, made)
    families = [family for _, family in listed] + [None] * len(others)
    points = [one._replace(family=family) for one, family in zip(known, families, strict=False)]
    rest = iter(known[len(points) :])
    points, crowds = _crowds([one for one in points if not _is_made_up(one)])
    edges = unsettled(question.lowered, names, kinds, edges, [one.point for one in points]) if edges else edges
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
        found,
        tuple(
            curve_kind(question.lowered, names, family, kinds) for family in shown.families if family.kind == "curve"
        ),
        crowds,
    )


def _counted(question: Question, found: Found) -> Found:
    """With the reason why a function of one variable has no other critical point, where its derivative tells."""
    from mvcalc_cli.symbolic.stationary.counted import all_zeros

    if found.complete is not None or len(question.names) != 1 or found.families:
        return found
    return found._replace(complete=all_zeros(question.lowered, question.names[0], question.kinds, found.points))


def _is_made_up(one: Critical) -> bool:
    """Whether looking has met it where pieces of f meet and nothing is known of it: ∇f has no value there."""
    return not one.differentiable and not one.point.exact and one.kind.kind == "degenerate"


def _crowds(points: Sequence[Critical]) -> tuple[list[Critical], tuple[tuple[Critical, ...], ...]]:
    """The points that stand alone, and those that cannot: many that looking has met, with one value and a flat way."""
    flat: dict[str, list[Critical]] = {}
    for one in points:
        if not one.point.exact and one.value is not None and (one.kind.singular or not one.kind.eigenvalues):
            flat.setdefault(f"{one.value:.8g}", []).append(one)
    crowds = [each for each in flat.values() if len(each) >= _MANY]
    gone = {id(one) for each in crowds for one in each}
    return [one for one in points if id(one) not in gone], tuple(tuple(each) for each in crowds)


def _rank(one: Critical) -> tuple[float, tuple[float, ...]]:
    """The lowest value first; of equal values the nearest to the origin."""
    height = float("inf") if one.value is None else float(f"{one.value:.12g}")
    return (height, (sum(at * at for at in one.point.numbers), *(-at for at in one.point.numbers)))


def _classified(
    question: Question,
    points: Sequence[Point],
    found: Found,
    corners: Mapping[tuple[float, ...], Corner],
    made: Composed | None,
) -> tuple[list[Critical], Globals]:
    """Each point with its kind and value; global ones by all points that are known anywhere."""
    from mvcalc_cli.symbolic.stationary.global_ones import global_kinds
    from mvcalc_cli.symbolic.stationary.kinds import meets_pieces
    from mvcalc_cli.symbolic.stationary.pieces import has_gradient

    f, names = question.lowered, question.names
    others = [point for point in found.inside if not is_known(point, points)]
    kinds = [_on_level(question, made, point, _kind(question, point, corners)) for point in points]
    local = [kind.kind for kind in kinds] + ["degenerate"] * len(others)
    whole = global_kinds(
        f,
        names,
        [*points, *others],
        question.kinds,
        complete=found.complete,
        families=found.families,
        local=local,
        level=made is not None,
    )
    known = []
    for point, kind, found_verdict in zip(points, kinds, whole.each, strict=False):
        verdict = found_verdict if made is None else _in_levels(question, made, point, found_verdict)
        value, exact = value_there(f, names, point)
        at_corner = is_known(point, [corner.point for corner in corners.values()])
        smooth = not meets_pieces(f, names, point) or has_gradient(f, names, point)
        smooth = smooth and is_known(point, found.inside) and not at_corner
        one = Critical(point, value, exact, kind, verdict, smooth, decimals=question.digits)
        eigenvalues, determinant = bent(kind)
        known.append(one._replace(eigenvalues=eigenvalues, determinant=determinant))
    return known, whole


def _kind(question: Question, point: Point, corners: Mapping[tuple[float, ...], Corner]) -> Kind:
    """The kind of a point; of a corner by its slopes."""
    from mvcalc_cli.symbolic.stationary.kinds import Kind

    corner = next((corner for corner in corners.values() if is_known(point, [corner.point])), None)
    if corner is not None:
        return Kind("degenerate" if corner.kind == "corner" else corner.kind, corner.reason)
    return kind_on_seam(question, point)


def _on_level(question: Question, made: Composed | None, point: Point, kind: Kind) -> Kind:
    """Of a function of one expression u: on a curve where u keeps its value, it is what it is for u."""
    from mvcalc_cli.language.printers import line

    if made is None or (kind.kind != "degenerate" and kind.eigenvalues):
        return kind
    letter, u = made.made.letter, line(made.made.inner)
    corner = made.kink(question.names, point)
    if corner is not None and corner.kind != "corner":
        return kind._replace(kind=corner.kind, reason=f"in {letter} = {u}, {corner.reason}", strict=False)
    bend = made.bend(question.names, point)
    if not bend:
        return kind
    name: Literal["minimum", "maximum"] = "minimum" if bend > 0 else "maximum"
    reason = f"f depends on {letter} = {u} alone, and has a {name} at this value of {letter}"
    return kind._replace(kind=name, reason=reason, strict=False)


def _in_levels(question: Question, made: Composed, point: Point, verdict: Verdict) -> Verdict:
    """Of a function of one expression u: global, where it is that for u."""
    from mvcalc_cli.language.printers import line

    found = None if verdict.kind else made.verdict(question.names, point)
    if found is None or not found.kind:
        return verdict
    return found._replace(reason=f"in {made.made.letter} = {line(made.made.inner)}, {found.reason}")
