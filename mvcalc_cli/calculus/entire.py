"""Entire functions: no singularity anywhere in the complex plane."""

from __future__ import annotations

import math
from typing import Final

from mvcalc_cli.calculus.degree import natural
from mvcalc_cli.calculus.exact_floats import as_floats
from mvcalc_cli.calculus.exact_values import constant
from mvcalc_cli.language.tree import E, Tree, fold, variables

_ENTIRE: Final = frozenset({"sin", "cos", "sinh", "cosh", "erf", "erfc", "erfi", "Si"})


def entire(tree: Tree) -> bool:
    """Is it built from polynomials and entire functions alone?"""

    def node(part: Tree, parts: list[bool]) -> bool:
        if part.kind == "constant":
            return part.value in {"pi", "e"}
        if not all(parts) or part.kind in {"quotient", "power", "call"}:
            return all(parts) and _entire_node(part)
        return part.kind in {"number", "variable", "sum", "negative", "product"}

    return fold(tree, node)


def _entire_node(part: Tree) -> bool:
    """A quotient, power or call of entire parts."""
    if part.kind == "quotient":
        return is_constant(part.args[1])
    if part.kind == "call":
        return part.value in _ENTIRE or is_constant(part)
    base, exponent = part.args
    positive = is_constant(base) and as_floats(constant(base))[0] > 0
    return base == E or natural(exponent) or positive


def is_constant(tree: Tree) -> bool:
    """Has it a value, without any variable?"""
    return not variables(tree) and not math.isnan(as_floats(constant(tree))[0])
