"""Ways on the set on which f grows without end, or comes near a value that it does not take: by limits along curves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.calculus.tape import program
from mvcalc_cli.language.tree import INFINITY, Tree, negative
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.arithmetic import Number, inexact
from mvcalc_cli.symbolic.stationary.constrained import Problem, place_of, shortened, smooth, standings, value_at
from mvcalc_cli.symbolic.stationary.courses import Course, courses, simple_courses
from mvcalc_cli.symbolic.stationary.far import as_number, limit_at
from mvcalc_cli.symbolic.stationary.measured import WORKING, told
from mvcalc_cli.symbolic.stationary.peeling import peeled
from mvcalc_cli.symbolic.stationary.points import Point
from mvcalc_cli.symbolic.stationary.reasons import text

_SECONDS: Final = 1.2
_MOST_COURSES: Final = 300
_FORMS_SECONDS: Final = 0.3
# Where a curve is looked at before a limit is asked for, and how many limits are asked for.
_STEPS: Final = (30.0, 300.0, 1e4, 1e6)
_MOST_LIMITS: Final = 4


class End(NamedTuple):
    """What f does at one end of a curve on the set.

    Attributes:
        value: The limit.
        number: The same as a number; ±inf as a float.
        said: "f → 0 along (t, 1/t), t → ∞".
        place: The point of the set that the curve leads to, if f has its value there.
    """

    value: Tree
    number: Any
    said: str
    place: Point | None = None


# --- sets that are curves ------------------------------------------------------------------------------


def ends(asked: Problem) -> tuple[End, ...] | None:
    """The limits of f at all the ends of the curves that make up the set; None if one of them is not known.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.symbolic.stationary.constrained import problem
    >>> asked = problem(parse("x e^(-x)").tree, [parse("x >= 0").tree], ["x"], {})
    >>> [each.said for each in ends(asked)]
    ['f → 0 as x → 0 from above', 'f → 0 as x → ∞']
    """
    if not smooth(asked) or any(each.strict for each in asked.constraints):
        return None
    found = courses(asked)
    if found is None:
        return None
    told_: list[End] = []
    for course in found:
        for end, side in ((course.low, "right"), (course.high, "left")):
            at = _end(asked, course, end, side)  # type: ignore[arg-type]
            if at is None:
                return None
            told_.append(at)
    return tuple(told_)


def _end(asked: Problem, course: Course, end: Tree, side: Literal["left", "right"]) -> End | None:
    far = end in {INFINITY, negative(INFINITY)}
    f = course.along(asked.names, asked.f)
    value = limit_at(f, course.parameter, end, None if far else side, {course.parameter: "real"})
    number = None if value is None else as_number(value)
    if value is None or number is None:
        return None
    said = f"f → {text(value)} {_way(asked, course)} → {text(end)}"
    said += "" if far else f" from {'above' if side == 'right' else 'below'}"
    if far:
        return End(value, number, said)
    place = place_of_end(asked, course, end)
    return None if place is None else End(value, number, said, place or None)


def _way(asked: Problem, course: Course) -> str:
    if len(asked.names) == 1:
        return f"as {asked.names[0]}"
    return f"along ({', '.join(map(_shortest, course.values))}), {course.parameter}"


def _shortest(value: Tree) -> str:
    """An expression as it stands, multiplied out or as one fraction: whichever is the shortest to read."""
    import sympy

    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    def forms() -> list[Tree]:
        plain = to_sympy(value)
        return [from_sympy(form(plain)) for form in (sympy.expand, sympy.factor, sympy.cancel)]

    try:
        found = attempt(forms, _FORMS_SECONDS) or []
    except MvcalcError:
        found = []
    return min((text(each) for each in (*found, value)), key=len)


def place_of_end(asked: Problem, course: Course, end: Tree) -> Point | Literal[False] | None:
    """The point of the set at a finite end; False if there is none, or f has no value there; None if not known."""
    from mvcalc_cli.symbolic.arithmetic import Unmeasured
    from mvcalc_cli.symbolic.digits import measure

    values = [course_at(value, course.parameter, end) for value in course.values]
    if any(value is None for value in values):
        limits = [limit_at(each, course.parameter, end) for each in course.values]
        sides = [limit_at(each, course.parameter, end, side) for each in course.values for side in ("left", "right")]
        out = any(value in {INFINITY, negative(INFINITY)} for value in (*limits, *sides))
        return False if out else None
    exact = [value for value in values if value is not None]
    try:
        numbers = [measure(value, {}, WORKING) for value in exact]
    except Unmeasured:
        return None
    if any(each is None for each in numbers):
        return None
    return _place(asked, exact, [each for each in numbers if each is not None])


def _place(asked: Problem, exact: Sequence[Tree], numbers: Sequence[Number]) -> Point | Literal[False] | None:
    """The point if it belongs to the set and f has a value there; False if not; None if not known."""
    there = dict(zip(asked.names, numbers, strict=True))
    positive = (name for name in asked.names if asked.kinds.get(name, "real") == "positive")
    if any(inexact(there[name], WORKING) <= 0 for name in positive):
        return False  # the border x = 0 of x > 0 does not belong to it
    if any(value_at(each.g, there) is None for each in asked.constraints):
        return False  # the border of the domain of a constraint
    equations = [asked.constraints[k].g for k in asked.equalities]
    point = told(equations, asked.names, exact, numbers)
    if point is None or standings(asked, place_of(asked.names, point)) is None:
        return None
    return point if value_at(asked.f, place_of(asked.names, point)) is not None else False


def course_at(value: Tree, letter: str, end: Tree) -> Tree | None:
    """A variable at a finite value of the parameter, as short as algebra makes it at once; None if it has none."""
    from mvcalc_cli.symbolic.arithmetic import Unmeasured
    from mvcalc_cli.symbolic.digits import measure

    there = shortened(value, {letter: end})
    try:
        return there if there is not None and measure(there, {}, WORKING) is not None else None
    except Unmeasured:
        return None


# --- ways to infinity ----------------------------------------------------------------------------------


class Outward(NamedTuple):
    """Why f has no greatest (least) value.

    Attributes:
        infinite: f → ±∞ there, so that it is not bounded.
        said: How that is known.
    """

    infinite: bool
    said: str


def outward(asked: Problem, way: int) -> Outward | None:
    """A curve on the set on which f grows (way 1) or falls (way −1) without end, or only comes near a value.

    A monotone function of u has no greatest value where u is not bounded.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.symbolic.stationary.constrained import problem
    >>> asked = problem(parse("x y z").tree, [parse("x + y + z = 3").tree], ["x", "y", "z"], {})
    >>> outward(asked, 1)
    Outward(infinite=True, said='f → ∞ along (4 − t, −1, t), t → ∞')
    """
    if any(kind not in {"real", "positive"} for kind in asked.kinds.values()):
        return None
    inside, turn = peeled(asked.f, {})
    until = clock.deadline(_SECONDS)
    limits = 0
    for course in islice(_along_borders(asked), _MOST_COURSES):
        if clock.is_over(until) or limits >= _MOST_LIMITS:
            return None
        if not _grows(asked, course, inside, way * turn):
            continue
        limits += 1
        found = _proved(asked, course, inside, way, turn)
        if found is not None:
            return found
    return None


def _along_borders(asked: Problem) -> Iterator[Course]:
    """Curves on the set, then on the border of each inequality."""
    yield from simple_courses(asked)
    for k in asked.inequalities:
        held = [each._replace(side=0) if place == k else each for place, each in enumerate(asked.constraints)]
        yield from islice(simple_courses(asked._replace(constraints=tuple(held))), _MOST_COURSES // 10)


def _grows(asked: Problem, course: Course, inside: Tree, way: int) -> bool:
    """Do samples of the curve lie on the set, with u growing as if it had no end?"""
    letter = [course.parameter]
    points = [program(value, letter) for value in course.values]
    u, f = program(inside, list(asked.names)), program(asked.f, list(asked.names))
    sides = [(each, program(each.g, list(asked.names))) for each in asked.constraints if each.side]
    seen = []
    for t in _STEPS:
        at = [each.value([t]) for each in points]
        if not all(map(math.isfinite, at)):
            return False
        for each, g in sides:
            off = each.side * g.value(at)
            if not (off < 0 or (off <= 0 and not each.strict)):
                return False
        if any(
            asked.kinds.get(name, "real") == "positive" and value <= 0
            for name, value in zip(asked.names, at, strict=True)
        ):
            return False
        value = way * u.value(at)
        if math.isnan(value) or (t == _STEPS[0] and math.isnan(f.value(at))):
            return False
        if math.isinf(value):
            return value > 0
        seen.append(value)
    steps = [b - a for a, b in pairwise(seen)]
    return all(step > 0 for step in steps) and steps[-1] > 0.3 * steps[-2]


def _proved(asked: Problem, course: Course, inside: Tree, way: int, turn: int) -> Outward | None:
    letter, kinds = course.parameter, {course.parameter: "real"}
    course = course._replace(values=tuple(shortened(value, {}) or value for value in course.values))
    for each in asked.constraints:
        g = course.along(asked.names, each.g)
        if each.side and not _stays(g, letter, each.side):
            return None
    infinite = INFINITY if way * turn > 0 else negative(INFINITY)
    if limit_at(course.along(asked.names, inside), letter, INFINITY, None, kinds) != infinite:
        return None
    value = limit_at(course.along(asked.names, asked.f), letter, INFINITY, None, kinds)
    along = f"{_way(asked, course)} → ∞"
    if value == (INFINITY if way > 0 else negative(INFINITY)):
        return Outward(True, f"f → {text(value)} {along}")
    if value is None:
        return None
    verb = "rises" if turn > 0 else "falls"
    said = f"f → {text(value)} {along}, and {verb} with u = {text(inside)}, where u → {text(infinite)} {along}"
    return Outward(False, said)


def _stays(g: Tree, letter: str, side: int) -> bool:
    """Is side·g <= 0 far out? By its limit, beside the samples."""
    from mvcalc_cli.language.tree import variables

    if not variables(g):
        return True
    limit = limit_at(g, letter, INFINITY, None, {letter: "real"})
    number = None if limit is None else as_number(limit)
    return number is not None and side * number <= 0
