"""All real solutions of a system of equations: by algebra where it can, cross-checked by looking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.attempts import FAILURES, OutOfPatience, patience
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.stationary.algebra import Algebra, Question, algebraic
from mvcalc_cli.symbolic.stationary.defined import defined_part, is_parted
from mvcalc_cli.symbolic.stationary.looking import default_box, looked
from mvcalc_cli.symbolic.stationary.measured import number_of
from mvcalc_cli.symbolic.stationary.membership import holds
from mvcalc_cli.symbolic.stationary.points import Box, Family, Found, Method, Point
from mvcalc_cli.symbolic.stationary.quotient import MOST_SOLUTIONS, TooManyError

Kinds = Mapping[str, str]
# What a search meets beside a family belongs to it: at degenerate points it stops a little too early.
_BESIDE: Final = 1e-2
_SOME_MEMBERS: Final = "the function has no value at other members of a family than those listed"


def real_points(
    equations: Sequence[Tree],
    names: Sequence[str],
    kinds: Kinds,
    *,
    box: Box | None = None,
    seconds: float = 4.0,
    text: str | None = None,
    defined: Sequence[Tree] = (),
) -> Found:
    """Every real solution of a system that can be found.

    Args:
        equations: Each = 0.
        names: The variables.
        kinds: name -> "real" (default), "positive", "integer".
        box: Only solutions inside are wanted (default: all; looking goes from −10 to 10).
        seconds: How long algebra may take.
        text: The typed text, for the place of a LimitError.
        defined: What must have a value at a solution: the function whose gradient the equations are.

    >>> from mvcalc_cli.language.tree import ONE, TWO, negative, power, add, variable
    >>> x, y = variable("x"), variable("y")
    >>> found = real_points([add(power(x, TWO), negative(ONE)), add(y, negative(x))], ["x", "y"], {})
    >>> [point.numbers for point in found.points], found.complete
    ([(-1.0, -1.0), (1.0, 1.0)], 'a polynomial system: its real solutions are counted (2 Gröbner bases)')
    """
    where = {**default_box(names), **(box or {})}
    names = tuple(names)
    asked = Question([lower(equation) for equation in equations], names, kinds, where, text)
    algebra = _algebra(asked, seconds)
    listed = [*algebra.points, *(point for family in algebra.families for point in family.inside)]
    met = looked(asked.equations, names, where, listed)
    beside = [point for point in met if asked.holds_at(point)]
    new = [p for p in beside if not any(holds(family, names, p, _BESIDE) for family in algebra.families)]
    return _within(_defined(_assembled(asked, algebra, new), defined), box)


def _algebra(asked: Question, seconds: float) -> Algebra:
    """What algebra finds in time."""
    try:
        with patience(seconds):
            return algebraic(asked)
    except OutOfPatience:
        return Algebra(notes=("the algebra took too long and was given up: these are numbers",))
    except TooManyError:
        return Algebra(notes=(f"more than {MOST_SOLUTIONS} complex solutions: these are numbers",))
    except FAILURES:
        return Algebra()


def _assembled(asked: Question, algebra: Algebra, new: Sequence[Point]) -> Found:
    """Algebra's points and those that only looking meets, which end every proof."""
    complete = None if new else algebra.complete
    certain = [
        point for point in algebra.points if complete or point.exact or _is_inside(point, asked.names, asked.box)
    ]
    found = bool(certain or algebra.families or complete)
    looked_for = new or (complete is None and not all(point.exact for point in certain))
    method: Method = "numeric" if not found else "mixed" if looked_for else "exact"
    points = tuple(sorted((*certain, *new), key=lambda point: point.numbers))
    kept = [(each, tuple(point for point in each.inside if asked.holds_at(point))) for each in algebra.families]
    # A curve of which no point fits the kinds of the variables is none: x = 0 for a positive x.
    families = tuple(each._replace(inside=inside) for each, inside in kept if inside or not each.inside)
    return Found(asked.names, points, families, complete, method, None if complete else asked.box, algebra.notes)


def _defined(found: Found, trees: Sequence[Tree]) -> Found:
    """Without the points where one of the trees has no value."""

    def kept(points: Sequence[Point]) -> tuple[Point, ...]:
        return tuple(point for point in points if all(_has_value(tree, found.names, point) for tree in trees))

    families: list[Family] = []
    notes: list[str] = []
    for each in found.families:
        parts = defined_part(each, found.names, kept(each.inside), trees)
        families += parts
        notes += [] if is_parted(each, parts) else [_SOME_MEMBERS]
    notes = [note for note in dict.fromkeys(notes) if note not in found.notes]
    return found._replace(points=kept(found.points), families=tuple(families), notes=(*found.notes, *notes))


def _has_value(tree: Tree, names: Sequence[str], point: Point) -> bool:
    at = [number_of(value, text) for value, text in zip(point.values, point.digits, strict=True)]
    try:
        return measure(tree, dict(zip(names, at, strict=True))) is not None
    except Unmeasured:
        return True


def _within(found: Found, box: Box | None) -> Found:
    """Only the points in the box that was asked for."""
    if box is None:
        return found
    inside = tuple(point for point in found.points if _is_inside(point, found.names, box))
    outside = len(found.points) - len(inside)
    notes = (*found.notes, *((f"{outside} more outside the box",) if outside else ()))
    return found._replace(points=inside, notes=notes)


def _is_inside(point: Point, names: Sequence[str], box: Box) -> bool:
    spans = [box.get(name, (float("-inf"), float("inf"))) for name in names]
    return all(
        low - 1e-12 * abs(low) <= at <= high + 1e-12 * abs(high)
        for at, (low, high) in zip(point.numbers, spans, strict=True)
    )
