"""Points where multipliers need not exist: the gradients of the constraints are dependent, or there is none.

What f does on the set near by is asked of the branches of the set through the point, or of its tangent cone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Final, Literal

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import INFINITY, Tree, negative
from mvcalc_cli.symbolic.stationary.cones import kind_on_cone
from mvcalc_cli.symbolic.stationary.constrained import Candidate, Problem, place_of, value_at
from mvcalc_cli.symbolic.stationary.courses import Course, courses
from mvcalc_cli.symbolic.stationary.far import as_number, limit_at
from mvcalc_cli.symbolic.stationary.forks import Branch, branches, sign_along
from mvcalc_cli.symbolic.stationary.germ import Germ, sign
from mvcalc_cli.symbolic.stationary.implicit import Chart, charts
from mvcalc_cli.symbolic.stationary.kinds import classified, meets_pieces
from mvcalc_cli.symbolic.stationary.outward import place_of_end
from mvcalc_cli.symbolic.stationary.points import Point

_OPEN: Final = "degenerate", "not decided: the gradients of the active constraints are dependent there"
_ENDED: Final = "degenerate", "not decided: f or a constraint has no gradient there"
# Directions of a cone that are looked at, and what is clearly not 0.
_WAYS: Final = 400
# Distances at which a region is looked at beside its borders.
_STEPS: Final = (1e-2, 1e-4, 1e-6)

Verdict = tuple[str, str]


def singular_kind(asked: Problem, candidate: Candidate) -> Verdict:
    """The kind of a point without multipliers, and what proves it."""
    slopes = [value_at(slope, place_of(asked.names, candidate.point)) for slope in asked.slopes]
    trees = [asked.f, *(asked.constraints[k].g for k in candidate.active)]
    pieces = any(meets_pieces(tree, asked.names, candidate.point) for tree in trees)
    if pieces or any(slope is None for slope in slopes):
        return _by_courses(asked, candidate.point) or _ENDED
    if not candidate.point.exact:
        return _OPEN
    if not any(slopes):
        free = classified(asked.f, asked.names, candidate.point, asked.kinds)
        if free.kind in {"minimum", "maximum"}:
            return free.kind, f"it is one of f without constraints: {free.reason}"
    return _near(asked, candidate) or _by_courses(asked, candidate.point) or _OPEN


def _near(asked: Problem, candidate: Candidate) -> Verdict | None:
    held = [k for k in candidate.active if not asked.constraints[k].side]
    loose = [k for k in candidate.active if asked.constraints[k].side]
    if len(held) >= len(asked.names):
        return _alone(asked, held)
    if not held:
        return _of_a_region(asked, candidate, loose) if len(asked.names) == 2 else None
    for chart, last in _planes(asked, candidate, held):
        curve, f = chart.on(asked.constraints[last].g), chart.on(asked.f)
        if curve is None or f is None:
            return None
        if len(chart.free) == 2:
            found = _by_branches(asked, chart, (curve, f), loose)
        else:
            found = kind_on_cone(curve, f, bounded=bool(loose))
        if found is not None:
            return found
    return None


def _planes(asked: Problem, candidate: Candidate, held: Sequence[int]) -> list[tuple[Chart, int]]:
    """Charts on all the equalities but one, which need not be regular."""
    found = []
    for chosen in combinations(held, len(held) - 1):
        (last,) = set(held) - set(chosen)
        found += [(chart, last) for chart in charts(asked, candidate.point, chosen)]
        if found:
            break
    return found


def _alone(asked: Problem, held: Sequence[int]) -> Verdict | None:
    """As many equations as variables: are all their solutions single points?"""
    from mvcalc_cli.symbolic.stationary.system import real_points

    found = real_points([asked.constraints[k].g for k in held], asked.names, asked.kinds, seconds=1.0)
    if found.families or found.complete is None:
        return None
    return "isolated", "the constraints leave single points: no other point of the set is near by"


# --- curves --------------------------------------------------------------------------------------------


def _by_branches(asked: Problem, chart: Chart, germs: tuple[Germ, Germ], loose: Sequence[int]) -> Verdict | None:
    """The sign of f − f(p) on each half-branch that the inequalities allow."""
    curve, f = germs
    found = branches(curve)
    if found is None:
        return None
    kept = []
    for branch in found:
        allowed = _is_allowed(asked, chart, branch, loose)
        if allowed is None:
            return None
        if allowed:
            kept.append(branch)
    signs = [sign_along(f, branch) for branch in kept]
    if {1, -1} <= set(signs):
        return (
            "saddle",
            f"f rises on some of the {len(kept)} half-branches of the set through the point, falls on others",
        )
    if None in signs:
        return None
    return _told([each for each in signs if each is not None])


def _is_allowed(asked: Problem, chart: Chart, branch: Branch, loose: Sequence[int]) -> bool | None:
    for k in loose:
        g = chart.on(asked.constraints[k].g)
        way = None if g is None else sign_along(g, branch)
        if way is None:
            return None
        if way * asked.constraints[k].side > 0:
            return False
    return True


def _told(signs: Sequence[int]) -> Verdict:
    if not signs:
        return "isolated", "no branch of the set leads through it: no other point of the set is near by"
    many = f"{len(signs)} half-branches of the set through the point" if len(signs) > 1 else "half-branch of the set"
    each = f"each of the {many}" if len(signs) > 1 else f"the one {many}"
    if {1, -1} <= set(signs):
        return "saddle", f"f rises on some of the {many} and falls on others"
    if set(signs) == {0}:
        return "degenerate", f"f is constant on {each}"
    kind = "minimum" if 1 in signs else "maximum"
    verb = "rises" if 1 in signs else "falls"
    level = " or keeps its value" if 0 in signs else ""
    return kind, f"f {verb}{level} on {each}"


def _of_a_region(asked: Problem, candidate: Candidate, loose: Sequence[int]) -> Verdict | None:
    """A part of the plane: by f on the branches of its border, and by samples that must not contradict."""
    kept: list[int] = []
    for k in loose:
        others = [other for other in loose if other != k]
        chart = next(charts(asked, candidate.point, ()), None)
        curve = None if chart is None else chart.on(asked.constraints[k].g)
        f = None if chart is None else chart.on(asked.f)
        found = None if curve is None else branches(curve)
        if chart is None or f is None or found is None:
            return None
        for branch in found:
            allowed = _is_allowed(asked, chart, branch, others)
            way = sign_along(f, branch) if allowed else 0
            if allowed is None or way is None:
                return None
            kept += [way] if allowed else []
    seen = _sampled(asked, candidate.point)
    if {1, -1} <= {*kept, *seen}:
        return "saddle", "near by the set has points where f is more and points where f is less"
    if not kept or 0 in kept:
        return None
    return (
        "minimum" if 1 in kept else "maximum"
    ), f"f {'rises' if 1 in kept else 'falls'} on each branch of the border"


def _sampled(asked: Problem, point: Point) -> set[int]:
    """Signs of f − f(p) at points of a region that are met at every distance."""
    from mvcalc_cli.calculus.tape import program

    names = list(asked.names)
    f = program(asked.f, names)
    sides = [(each.side, program(each.g, names)) for each in asked.constraints]
    level = f.value(list(point.numbers))
    met = []
    for step in _STEPS:
        found = set()
        for k in range(_WAYS):
            angle = 2 * math.pi * (k + 0.37) / _WAYS
            at = [a + step * b for a, b in zip(point.numbers, (math.cos(angle), math.sin(angle)), strict=True)]
            if all(side * g.value(at) < 0 for side, g in sides):
                off = f.value(at) - level
                if abs(off) > 1e-3 * step**2:
                    found.add(1 if off > 0 else -1)
        met.append(found)
    return set.intersection(*met)


# --- where pieces meet, or f ends ----------------------------------------------------------------------


def _by_courses(asked: Problem, point: Point) -> Verdict | None:
    """The sign of the slope of f on each curve of the set that ends at the point, pieces of f parted."""
    from mvcalc_cli.symbolic.sameness.bends import bends, has_steps

    trees = (asked.f, *(each.g for each in asked.constraints))
    if any(has_steps(tree) for tree in trees):
        return None
    found = courses(asked, [bend for tree in trees for bend in bends(tree)])
    signs = []
    for course in found or ():
        for end, side in ((course.low, "right"), (course.high, "left")):
            if end in {INFINITY, negative(INFINITY)}:
                continue
            place = place_of_end(asked, course, end)
            if place is None:
                return None
            if not place or not _is_there(place, point):
                continue
            way = _slope(asked, course, end, side)  # type: ignore[arg-type]
            if way is None:
                return None
            signs.append(way)
    return _told(signs) if signs else None


def _is_there(one: Point, other: Point) -> bool:
    return all(abs(a - b) <= 1e-9 * max(1.0, abs(b)) for a, b in zip(one.numbers, other.numbers, strict=True))


def _slope(asked: Problem, course: Course, end: Tree, side: Literal["left", "right"]) -> int | None:
    """1 if f rises on the way from the end into the curve, −1 if it falls; None where that is not known."""
    from mvcalc_cli.calculus.derivative import differentiate

    try:
        slope = differentiate(course.along(asked.names, asked.f), course.parameter).result
    except MvcalcError:
        return None
    limit = limit_at(slope, course.parameter, end, side, {course.parameter: "real"})
    number = None if limit is None else as_number(limit)
    if number is None or not number:
        return None
    way = sign(number) if not isinstance(number, float) else (1 if number > 0 else -1)
    return way if side == "right" else -way
