"""Has a function a derivative at a point where a rule does not hold? |x| at 0 has none, x·|x| has."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from mvcalc_cli.calculus.evaluate import evaluate
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree

# One-sided slopes are taken over these distances; at a kink they stay apart, else they meet in the derivative.
_STEPS = (1e-4, 1e-6)
# How far apart they may be over the last of them: a bent x·|x| has slopes ±h there.
_TOLERANCE = 1e-3


def has_derivative(
    function: Tree, derivative: Tree, by: str, excluded: Iterable[Tree], point: Mapping[str, float]
) -> bool:
    """Is the value of `derivative` at the point the derivative of `function` there?

    Where every excluded condition holds the rules answer for it; elsewhere the slopes on both sides must
    meet in its value.

    >>> from mvcalc_cli.calculus.derivative import differentiate
    >>> from mvcalc_cli.language import parse
    >>> def smooth_at_0(text):
    ...     tree = parse(text).tree
    ...     found = differentiate(tree, "x")
    ...     return has_derivative(tree, found.result, "x", found.excluded, {"x": 0.0})
    >>> smooth_at_0("abs(x)"), smooth_at_0("x*abs(x)"), smooth_at_0("floor(x)")
    (False, True, False)
    """
    if all(_holds(condition, point) for condition in excluded):
        return True
    try:
        value = float(evaluate(derivative, point))
        slopes = [_slope(lower(function), by, point, sign * _STEPS[-1]) for sign in (-1, 1)]
        wider = [_slope(lower(function), by, point, sign * _STEPS[0]) for sign in (-1, 1)]
    except MvcalcError:
        return False
    room = _TOLERANCE * (1 + abs(value))
    near = all(math.isfinite(slope) and abs(slope - value) <= room for slope in slopes)
    return near and all(abs(slope - value) <= 100 * room for slope in wider)


def _holds(condition: Tree, point: Mapping[str, float]) -> bool:
    try:
        return bool(evaluate(condition, point))
    except MvcalcError:
        return False


def _slope(function: Tree, by: str, point: Mapping[str, float], step: float) -> float:
    """Rise over run from the point."""
    there = {**point, by: point[by] + step}
    return (evaluate(function, there) - evaluate(function, point)) / (there[by] - point[by])
