"""The derivative of y(x) that an equation F(x, y) = 0 defines, of any order."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import NamedTuple

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.calculus.derivative import Derivative, differentiate
from mvcalc_cli.calculus.domain import Conditions, conditions
from mvcalc_cli.calculus.evaluate import Program, program
from mvcalc_cli.calculus.rational import neater
from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.calculus.spread import spread
from mvcalc_cli.calculus.tidy import Tidier
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import (
    ZERO,
    Tree,
    add,
    divide,
    multiply,
    negative,
    relation,
    subtract,
    variable,
    variables,
)


class Implicit(NamedTuple):
    """The derivative of y by x on a curve.

    Attributes:
        result: The derivative asked for, in x and y.
        sides: For left and right: (partial by x, partial by y).
        first: y′ = −F_x/F_y.
        orders: y′, y″, … up to the order asked for.
        excluded: Conditions that do not show in the result.
    """

    result: Tree
    sides: tuple[tuple[Derivative, Derivative], tuple[Derivative, Derivative]]
    first: Tree
    orders: tuple[Tree, ...]
    excluded: Conditions


def implicit_derivative(
    equation: Tree, by: str, of: str, order: int = 1, kinds: Mapping[str, str] | None = None
) -> Implicit:
    """d of / d by, from `equation`.

    Raises:
        InputError: If the equation does not hold both variables.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(implicit_derivative(parse("x^2 + y^2 = 1").tree, "x", "y").result)
    '−x/y'
    """
    left, right = equation.args
    if of not in variables(equation):
        raise InputError(
            f"{of} does not occur in the equation", hint="--of names the variable that depends on the other"
        )
    sides = tuple((differentiate(side, by, kinds), differentiate(side, of, kinds)) for side in (left, right))
    f_x, f_y = (subtract(sides[0][k].result, sides[1][k].result) for k in (0, 1))
    tidy = Tidier(Facts((*conditions(equation), relation("!=", f_y, ZERO)), kinds))
    slope = neater(tidy(negative(divide(tidy(f_x), tidy(f_y)))), tidy)
    orders = [slope]
    while len(orders) < order:
        orders.append(_next_order(orders[-1], slope, by, of, kinds))
    shown = Facts(conditions(slope))
    needed = (c for pair in sides for derivative in pair for c in derivative.excluded)
    excluded = tuple(dict.fromkeys(c for c in needed if not shown.implies(c)))
    return Implicit(orders[-1], sides, slope, tuple(orders), excluded)  # type: ignore[arg-type]


def _next_order(last: Tree, slope: Tree, by: str, of: str, kinds: Mapping[str, str] | None) -> Tree:
    """d/dx of G(x, y(x)) = G_x + G_y·y′, with y′ put in."""
    g_x, g_y = (differentiate(last, name, kinds).result for name in (by, of))
    tidy = Tidier(Facts(conditions(last), kinds))
    return neater(spread(tidy(add(g_x, multiply(g_y, slope))), tidy), tidy)


# How a point on the curve is looked for, and how far the check looks from it.
_TRIES = 200
_POINTS = 6
_NEWTON_STEPS = 40
_STEP = 1e-4
_TOLERANCE = 1e-5


def check_implicit(
    equation: Tree, by: str, of: str, slope: Tree, *, seed: int = 0, quantity: Tree | None = None
) -> Check:
    """Compare the slope of a quantity (y itself, or y′) along the curve with differences.

    y is found by Newton at x − h, x and x + h.
    """
    names = tuple(dict.fromkeys((*variables(equation), by, of)))
    curve = subtract(*equation.args)
    trees = (curve, differentiate(curve, of).result, slope, quantity or variable(of))
    f, f_y, dy, height = (program(tree, names) for tree in trees)
    draw = random.Random(seed)
    x_place, y_place = names.index(by), names.index(of)
    errors: list[float] = []
    for _ in range(_TRIES):
        point = [draw.uniform(-2, 2) * draw.choice((0.5, 1, 2)) for _ in names]
        heights = []
        for shift in (0.0, -_STEP, _STEP):
            moved = list(point)
            moved[x_place] += shift
            y = _on_curve(f, f_y, moved, y_place)
            moved[y_place] = math.nan if y is None else y
            heights.append(height.value(moved))
            if shift == 0 and y is not None:
                point[y_place] = y
        _, below, above = heights
        if any(math.isnan(found) for found in heights):
            continue
        value, measured = dy.value(point), (above - below) / (2 * _STEP)
        if abs(measured) > 1e3 or math.isnan(value):
            continue
        errors.append(abs(value - measured) / (1 + abs(measured)))
        if errors[-1] > _TOLERANCE * 100:
            return Check("contradicted", "differences", errors[-1], len(errors), tuple(zip(names, point, strict=True)))
        if len(errors) == _POINTS:
            break
    if len(errors) < 3:
        return Check("unchecked", "differences", None, len(errors))
    return Check("agrees", "differences", max(errors), len(errors))


def _on_curve(f: Program, f_y: Program, start: list[float], place: int) -> float | None:
    """The y near the start with F(x, y) = 0, by Newton's method."""
    point = list(start)
    for _ in range(_NEWTON_STEPS):
        slope = f_y.value(point)
        if slope == 0 or math.isnan(slope):
            return None
        step = f.value(point) / slope
        point[place] -= step
        if abs(step) <= 1e-13 * (1 + abs(point[place])):
            return point[place] if abs(point[place] - start[place]) < 10 else None
    return None


def both_sides(found: Implicit, of: str) -> Tree:
    """The differentiated equation, with y′ for the unknown slope: 2x + 2y·y′ = 0."""
    prime = variable(f"{of}'")
    tidy = Tidier(Facts())
    left, right = (_side(side[0].result, tidy(multiply(side[1].result, prime))) for side in found.sides)
    return relation("=", left, right)


def _side(by_itself: Tree, through_y: Tree) -> Tree:
    """F_x + F_y·y′, without a 0."""
    terms = [term for term in (by_itself, through_y) if term != ZERO]
    return add(*terms)


def is_equation(tree: Tree) -> bool:
    """Is it left = right?"""
    return tree.kind == "relation" and tree.value == "="
