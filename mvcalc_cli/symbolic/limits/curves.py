"""Ways to a point of several variables, and the limits on them: lines, parabolas, curves made for a denominator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import (
    ONE,
    ZERO,
    Tree,
    add,
    as_variable,
    multiply,
    number,
    power,
    substitute,
    variable,
    variables,
)
from mvcalc_cli.symbolic.arithmetic import Unmeasured
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.limit import Limit, limit
from mvcalc_cli.symbolic.limits.coefficients import as_tree, measured
from mvcalc_cli.symbolic.limits.polynomials import exponents_below

# Steps away from the point in terms of t, and an equation (left, right) of the curve in the shifted variables.
Way = tuple[dict[str, Tree], tuple[Tree, Tree]]

_SLOPES: Final = (1, -1, 2, Fraction(-1, 2), 3)
# The curves y = c·xⁿ and x = c·yⁿ.
_CURVES: Final = ((1, 2), (-1, 2), (2, 2), (1, 3), (-1, 3), (1, 4))


class Path(NamedTuple):
    """One way to the point.

    Attributes:
        curve: The variables in terms of t, which goes to 0.
        words: "y = x²", in the shifted variables of the equations below.
        value: The limit on it.
        side: From which side of t = 0, if only one of them matters.
        swings: Whether the values swing there, and this is the limit along some of the points only.
        points: How many values bear the limit out.
    """

    curve: tuple[tuple[str, Tree], ...]
    equation: tuple[Tree, Tree]
    value: Tree | None
    side: str = ""
    swings: bool = False
    points: int = 0


def tried(tree: Tree, point: Mapping[str, Tree], kinds: Mapping[str, str], checked: bool) -> Iterator[Path]:
    """The limits on one curve after the other."""
    fresh = next(name for name in ("t", "s", "u", "v") if name not in {*variables(tree), *point})
    inner = {name: kind for name, kind in kinds.items() if name not in point}
    positive = [name for name in point if kinds.get(name) == "positive"]
    walked: set[tuple[tuple[str, Tree], ...]] = set()
    side: Literal["right"] | None = "right" if positive else None
    for steps, equation in _all_ways(tree, point, fresh):
        if any((measured(substitute(steps[name], {variable(fresh): ONE})) or 0) <= 0 for name in positive):
            continue
        curve = tuple((name, tidy(add(point[name], steps[name]))) for name in point)
        if curve in walked:
            continue
        walked.add(curve)
        along = substitute(tree, {as_variable(name): value for name, value in curve})
        try:
            one = limit(along, fresh, ZERO, side, inner, checked=checked, algebra=False)
        except MvcalcError:
            continue
        yield from _limits(one, curve, equation, checked)


def _limits(
    one: Limit, curve: tuple[tuple[str, Tree], ...], equation: tuple[Tree, Tree], checked: bool
) -> Iterator[Path]:
    """The limit on a curve; of two sides that differ, or where the values swing, each for itself."""
    swings = any(side.swings for side in one.sides)
    if checked and not swings and (one.check is None or one.check.verdict != "agrees"):
        return
    points = 0 if one.check is None else one.check.points
    if one.value is not None:
        yield Path(curve, equation, one.value, one.note and one.note.split()[3], points=points)
        return
    for side in one.sides:
        ends = (side.value,) if side.value is not None else side.swings[:: max(1, len(side.swings) - 1)]
        for value in ends:
            yield Path(curve, equation, value, "right" if side.direction > 0 else "left", side.value is None, points)


def _all_ways(tree: Tree, point: Mapping[str, Tree], fresh: str) -> Iterator[Way]:
    names = tuple(point)
    yield from _ways(names, fresh)
    if len(names) == 2:
        yield from _balanced(substitute(tree, shift(point)), names, variable(fresh))
        yield from _touching(tree, point, variable(fresh))


def shift(point: Mapping[str, Tree]) -> dict[Tree, Tree]:
    """What moves the point to the origin."""
    return {as_variable(n): add(as_variable(n), value) for n, value in point.items() if value != ZERO}


def _balanced(tree: Tree, names: tuple[str, ...], t: Tree) -> Iterator[Way]:
    """The curves on which two terms of the denominator are of one size: x = t³, y = ±t² for x⁴ + y⁶."""
    x, y = names
    for p, q in exponents_below(tree, names):
        if 1 in (p, q) and max(p, q) <= _CURVES[-1][1]:
            continue
        for sign in (1, -1):
            bend = tidy(multiply(number(sign), power(t, number(q))))
            right = tidy(multiply(number(sign**p), power(as_variable(x), number(q))))
            yield {x: power(t, number(p)), y: bend}, (power(as_variable(y), number(p)), right)


def _touching(tree: Tree, point: Mapping[str, Tree], t: Tree) -> Iterator[Way]:
    """Curves that touch those on which the expression has no value: y = −x + x² for x·y/(x + y)."""
    x, y = point
    for times, degree in ((1, 1), (-1, 1), *_CURVES):
        zero = multiply(number(times), power(t, number(degree)))
        if _has_values(substitute(tree, {as_variable(x): add(point[x], t), as_variable(y): add(point[y], zero)}), t):
            continue
        for more in (1, 2, 3):
            bend = add(zero, power(t, number(degree + more)))
            yield {x: t, y: tidy(bend)}, (as_variable(y), tidy(substitute(bend, {t: as_variable(x)})))


def _has_values(tree: Tree, t: Tree) -> bool:
    try:
        return measure(tree, {str(t.value): Fraction(1, 1000)}, 40) is not None
    except Unmeasured:
        return True


def _ways(names: tuple[str, ...], fresh: str) -> Iterator[Way]:
    """Steps away from the point in terms of t, and an equation (left, right) of the path in the shifted variables."""
    t = variable(fresh)
    for axis in names:
        others = [name for name in names if name != axis]
        yield {axis: t, **dict.fromkeys(others, ZERO)}, (as_variable(others[0]), ZERO)
    pairs = [(a, b) for place, a in enumerate(names) for b in names[place + 1 :]]
    for a, b in pairs:
        rest = dict.fromkeys([name for name in names if name not in (a, b)], ZERO)
        for slope in _SLOPES if len(names) == 2 else _SLOPES[:2]:
            factor = as_tree(Fraction(slope))
            yield (
                {**rest, a: t, b: tidy(multiply(factor, t))},
                (
                    as_variable(b),
                    tidy(multiply(factor, as_variable(a))),
                ),
            )
    for a, b in pairs:
        rest = dict.fromkeys([name for name in names if name not in (a, b)], t)
        for first, second in ((a, b), (b, a)):
            for times, degree in _CURVES:
                bend = multiply(number(times), power(t, number(degree)))
                curve = multiply(number(times), power(as_variable(first), number(degree)))
                yield {**rest, first: t, second: tidy(bend)}, (as_variable(second), tidy(curve))
    if len(names) > 2:
        yield dict.fromkeys(names, t), (as_variable(names[0]), as_variable(names[1]))
