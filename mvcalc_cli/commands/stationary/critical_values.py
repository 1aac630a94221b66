"""The value of f at a point, and the eigenvalues of its Hessian, exact where that is short."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.stationary.kinds import Kind
    from mvcalc_cli.symbolic.stationary.points import Point

# A value of f this small is 0: it was measured with 30 digits.
_NOTHING = 1e-25
# The size of an exact value that is shown.
_SHORT = 12
# Calls whose value at such a point is read better as a number.
_OPEN = {"sin", "cos", "tan", "sum", "product"}


def value_there(f: Tree, names: Sequence[str], point: Point) -> tuple[float | None, Tree | None]:
    """f at a point: its number, and its exact value where that is short."""
    from mvcalc_cli.language.tree import as_variable, substitute
    from mvcalc_cli.symbolic.digits import Unmeasured, measure
    from mvcalc_cli.symbolic.short_forms import shortest
    from mvcalc_cli.symbolic.stationary.measured import number_of

    there = {name: number_of(value, text) for name, value, text in zip(names, point.values, point.digits, strict=True)}
    try:
        number = measure(f, there)
    except Unmeasured:
        number = None
    value = None if number is None else float(number)
    if value is not None and abs(value) < _NOTHING:
        value = 0.0
    put_in = {as_variable(name): at for name, at in zip(names, point.values, strict=True) if at is not None}
    if not point.exact or number is None or value is None or not math.isfinite(value):
        return value, None
    if abs(number - round(number)) < _NOTHING * (1 + abs(value)):
        return value, _whole(round(number))
    return value, _if_short(shortest(substitute(f, put_in), value))


def _if_short(exact: Tree | None) -> Tree | None:
    from mvcalc_cli.language.tree import postorder, size

    if exact is None or size(exact) > _SHORT or _OPEN & {node.value for node in postorder(exact)}:
        return None
    return exact


def bent(kind: Kind) -> tuple[tuple[Tree | None, ...], Tree | None]:
    """The eigenvalues of a Hessian that is known exactly, and its determinant; None of those that are not short."""
    from mvcalc_cli.symbolic.short_forms import short_eigenvalues

    rows, values = kind.hessian, kind.eigenvalues
    if rows is None or not values or not math.isfinite(kind.determinant):
        return tuple(None for _ in values), None
    found, determinant = short_eigenvalues(rows, values, kind.determinant)
    return tuple(map(_if_short, found)), _if_short(determinant)


def _whole(value: int) -> Tree:
    from mvcalc_cli.language.tree import negative, number

    return number(value) if value >= 0 else negative(number(-value))
