"""A variable that a linear equation gives in terms of the others: z = π − x − y."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy
from sympy.functions.elementary.trigonometric import TrigonometricFunction


def eliminated(expressions: Sequence[Any], symbols: Sequence[Any]) -> tuple[Any, Any, list[Any]] | None:
    """A variable, its value in the others, and the other equations without it.

    Only where algebra needs it: angles that depend on each other, or constants such as π in an equation that is
    otherwise linear. None if there is no such equation.

    >>> from mvcalc_cli.symbolic.to_sympy import symbol
    >>> x, y = symbol("x"), symbol("y")
    >>> eliminated([sympy.sin(x) - sympy.sin(y), x + y - sympy.pi], [x, y])
    (y, pi - x, [0])
    """
    for equation in expressions:
        held = [each for each in symbols if equation.has(each)]
        if not held or len(expressions) < 2 or not _is_linear(equation, held):
            continue
        angles = [each for each in held if _in_angle(each, expressions)]
        if not angles and _has_transcendental(equation) and all(each.is_polynomial(*symbols) for each in expressions):
            angles = held
        elif not angles or (len(held) > 1 and len(angles) < 2 and not _has_constants(equation, held)):
            continue
        chosen = angles[-1]
        slope = equation.coeff(chosen, 1)
        value = sympy.expand((slope * chosen - equation) / slope)
        others = [sympy.expand(each).xreplace({chosen: value}) for each in expressions if each is not equation]
        return chosen, value, others
    return None


def _is_linear(equation: Any, held: Sequence[Any]) -> bool:
    """A sum of variables with constant coefficients, and a constant."""
    if not equation.is_polynomial(*held) or equation.free_symbols != set(held):
        return False
    return bool(sympy.Poly(equation, *held).total_degree() == 1)


def _in_angle(variable: Any, expressions: Sequence[Any]) -> bool:
    return any(angle.has(variable) for each in expressions for angle in each.atoms(TrigonometricFunction))


def _has_transcendental(equation: Any) -> bool:
    """Does it hold π, e or the like? √2 and others become letters."""
    return bool(equation.atoms(sympy.NumberSymbol, sympy.Function, sympy.exp))


def _has_constants(equation: Any, held: Sequence[Any]) -> bool:
    return any(not number.is_Rational for number in sympy.Poly(equation, *held).coeffs())
