"""Putting a solution back: the residual of each equation at 30 digits, relative to the sizes of its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mvcalc_cli.language.tree import Tree, variables
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Number, Unmeasured, context, measure
from mvcalc_cli.symbolic.stationary.points import Point

# A point whose residual is larger is no solution.
RESIDUAL: Final = 1e-10
# Digits that a point is told with, and those it is worked out with.
SHOWN: Final = 30
WORKING: Final = 50


def residual(equations: Sequence[Tree], point: Mapping[str, Number]) -> float | None:
    """The largest |equation| at a point, relative to its terms; None where one is undefined or out of reach.

    >>> from fractions import Fraction
    >>> from mvcalc_cli.language.tree import ONE, add, negative, variable
    >>> residual([add(variable("x"), negative(ONE))], {"x": Fraction(1)})
    0.0
    """
    worst = 0.0
    for equation in equations:
        value = relative(equation, point)
        if value is None:
            return None
        worst = max(worst, value)
    return worst


def relative(equation: Tree, point: Mapping[str, Number]) -> float | None:
    """|equation| relative to the sum of the sizes of its terms, or to 1 if that is larger than them.

    A product that is 0 only because its factors are tiny (x·e^(−x²) far out) is measured factor by factor: each is
    compared with its own terms.
    """
    try:
        value = measure(equation, point, WORKING)
        if value is None:
            return None
        if value == 0:
            return 0.0
        scale = _scale(equation, point)
    except Unmeasured:
        return None
    return float(abs(inexact(value, WORKING)) / scale) if scale else 1.0


def _scale(tree: Tree, point: Mapping[str, Number]) -> Any:
    """The sum of the sizes of the terms, through products and quotients."""
    if tree.kind == "sum":
        return sum((_scale(term, point) for term in tree.args), context(WORKING).zero)
    if tree.kind == "negative":
        return _scale(tree.args[0], point)
    if tree.kind == "product":
        result = context(WORKING).one
        for factor in tree.args:
            result *= _scale(factor, point)
        return result
    if tree.kind == "quotient":
        bottom = _size(tree.args[1], point)
        return _scale(tree.args[0], point) / bottom if bottom else context(WORKING).zero
    return _leaf_scale(tree, point)


def _leaf_scale(tree: Tree, point: Mapping[str, Number]) -> Any:
    """Of what is no sum: its size, or 1 where it may be 0 by itself (a variable, sin x)."""
    if tree.kind == "number" or (tree.kind == "power" and _is_never_0(tree)):
        return _size(tree, point)
    return max(_size(tree, point), context(WORKING).one)


def _is_never_0(raised: Tree) -> bool:
    """e^u, and x^u with a u that runs: they come near 0 and are it nowhere."""
    return raised.args[0].kind == "constant" or bool(variables(raised.args[1]))


def _size(tree: Tree, point: Mapping[str, Number]) -> Any:
    value = measure(tree, point, WORKING)
    return context(WORKING).zero if value is None else abs(inexact(value, WORKING))


def told(
    equations: Sequence[Tree], names: Sequence[str], values: Sequence[Tree | None], numbers: Sequence[Number]
) -> Point | None:
    """The point with its residual; None if it does not satisfy every equation as it was typed."""
    measured = [_exact_number(value, number) for value, number in zip(values, numbers, strict=True)]
    off = residual(equations, dict(zip(names, measured, strict=True)))
    if off is None or off > RESIDUAL:
        return None
    mp = context(WORKING)
    shown = [_clean(mp, inexact(number, WORKING)) for number in measured]
    digits = tuple(str(mp.nstr(number, SHOWN, strip_zeros=True)) for number in shown)
    return Point(tuple(values), tuple(float(number) for number in shown), digits, off)


def _exact_number(value: Tree | None, number: Number) -> Number:
    """What the exact value measures, if there is one: a Fraction keeps arithmetic exact."""
    if value is None:
        return number
    try:
        found = measure(value, {}, WORKING)
    except Unmeasured:
        return number
    return number if found is None else found


def _clean(mp: Any, number: Any) -> Any:
    """What is left of 0 after hundreds of digits is 0."""
    return mp.zero if abs(number) < mp.mpf(10) ** -40 else mp.mpf(number)


def as_number(text: str) -> Any:
    """The number of a decimal text of a Point, at the working digits."""
    return context(WORKING).mpf(text)


def number_of(value: Tree | None, text: str) -> Number:
    """A coordinate to be measured with: what its exact value measures, or its 30 digits."""
    return _exact_number(value, as_number(text))
