"""Roots of one equation of one variable as coordinates, and other expressions at them."""

from __future__ import annotations

from typing import Any, Final

import sympy

from mvcalc_cli.symbolic.digits import context
from mvcalc_cli.symbolic.solutions import Root
from mvcalc_cli.symbolic.stationary.looking import refined
from mvcalc_cli.symbolic.stationary.matching import many_digits
from mvcalc_cli.symbolic.stationary.measured import as_number
from mvcalc_cli.symbolic.stationary.quotient import DIGITS
from mvcalc_cli.symbolic.stationary.resolving import Coordinate
from mvcalc_cli.symbolic.to_sympy import to_sympy

# What is larger than this with 30 digits is not 0.
_CLEARLY: Final = 1e-15


def value_at(value: Any, running: Any, at: Coordinate) -> Coordinate:
    """The value of a variable where t is known."""
    exact = None if at.exact is None else value.xreplace({running: at.exact})
    number = value.xreplace({running: sympy.Float(at.number, 60)}) if exact is None else exact
    return Coordinate(exact, many_digits(number))


def is_zero(expression: Any, unknown: Any, at: Coordinate) -> bool:
    """Does an equation of one variable hold at a root of another one?"""
    value = sympy.N(expression.xreplace({unknown: sympy.Float(at.number, 40)}), 30)
    return bool(value.is_number and abs(value) < 1e-20)


def coordinate(tree: Any, name: str, root: Root) -> Coordinate | None:
    """A root as a coordinate; None for a complex one."""
    number = digits_of(tree, name, root.numbers[0])
    value = None if root.values[0] is None else to_sympy(root.values[0])
    period = None if root.period is None else to_sympy(root.period)
    if number is None:
        return None
    return Coordinate(value, number if value is None else many_digits(value), period)


def digits_of(tree: Any, name: str, number: Any) -> Any:
    """A root of one equation to 30 digits and more."""
    if isinstance(number, complex):
        return None
    point = refined([tree], [name], [float(number)])
    return None if point is None else context(DIGITS).mpf(as_number(point.digits[0]))


def is_identity(expression: Any) -> bool:
    """Does it hold everywhere, as cos² + sin² = 1 does? One place where it does not is enough to know."""
    if expression == 0 or not expression.free_symbols:
        return bool(expression == 0)
    held = sorted(expression.free_symbols, key=str)
    at = {each: sympy.Rational(3 * k + 2, 7 * k + 11) for k, each in enumerate(held)}
    there = sympy.N(expression.xreplace(at), 30)
    if there.is_number and there.is_finite and abs(there) > _CLEARLY:
        return False
    return bool(expression.equals(0))
