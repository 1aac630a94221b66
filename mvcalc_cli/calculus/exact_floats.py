"""Exact numbers as floats."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

from mvcalc_cli.calculus.exact import Exact
from mvcalc_cli.language.tree import Tree


@cache
def _float(tree: Tree) -> float:
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.errors import MvcalcError

    try:
        return float(evaluate(tree, {}))
    except MvcalcError:
        return math.nan


def as_floats(value: Fraction | Exact) -> tuple[float, float]:
    """The value, nan if letters occur in it, and the sum of the sizes of its terms."""
    if not isinstance(value, Exact):
        return float(value), abs(float(value))
    parts: list[float] = []
    for monomial, coefficient in value.terms.items():
        part = float(coefficient)
        for tree, exponent in monomial:
            base = _float(tree)
            try:
                part *= base ** float(exponent) if base >= 0 or exponent.denominator == 1 else math.nan
            except (OverflowError, ZeroDivisionError):
                return math.nan, math.nan
        parts.append(part)
    return math.fsum(parts), math.fsum(map(abs, parts))
