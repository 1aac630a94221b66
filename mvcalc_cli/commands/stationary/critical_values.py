"""The value of f at a point, exact where that is short."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.stationary.points import Point

# A value of f this small is 0: it was measured with 30 digits.
_NOTHING = 1e-25
# The size of an exact value that is shown.
_SHORT = 12
# Calls whose value at such a point is read better as a number.
_OPEN = {"sin", "cos", "tan", "sum", "product"}


def value_there(f: Tree, names: Sequence[str], point: Point) -> tuple[float | None, Tree | None]:
    """f at a point: its number, and its exact value where that is short."""
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.language.tree import as_variable, postorder, size, substitute
    from mvcalc_cli.symbolic.digits import Unmeasured, measure
    from mvcalc_cli.symbolic.stationary.measured import number_of

    there = {name: number_of(value, text) for name, value, text in zip(names, point.values, point.digits, strict=True)}
    try:
        number = measure(f, there)
    except Unmeasured:
        number = None
    value = None if number is None else float(number)
    if value is not None and abs(value) < _NOTHING:
        value = 0.0
    put_in = {as_variable(name): value for name, value in zip(names, point.values, strict=True) if value is not None}
    if not point.exact or number is None or value is None or not math.isfinite(value):
        return value, None
    if abs(number - round(number)) < _NOTHING * (1 + abs(value)):
        return value, _whole(round(number))
    exact = tidy(substitute(f, put_in))
    return value, exact if size(exact) <= _SHORT and not _OPEN & {node.value for node in postorder(exact)} else None


def _whole(value: int) -> Tree:
    from mvcalc_cli.language.tree import negative, number

    return number(value) if value >= 0 else negative(number(-value))
