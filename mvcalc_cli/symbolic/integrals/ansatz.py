"""Undetermined coefficients: g with D g + a·g = R, g and R rational in one generator t with D t given."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Poly

_MOST_UNKNOWNS = 40


def exponential_part(target: Any, t: Any, slope: Any, rate: Any) -> Any:
    """The rational g(t) with slope·g′(t) + rate·g = target; None if there is none.

    Args:
        target: A rational function of t.
        t: The generator.
        slope: Its derivative by x, a polynomial in t.
        rate: The derivative of the exponent, a rational function of t.

    >>> x = sympy.Symbol("x")
    >>> exponential_part(1 / x - 1 / x**2, x, sympy.Integer(1), sympy.Integer(1))
    1/x
    """
    top, bottom = sympy.fraction(sympy.cancel(sympy.together(target)))
    denominator = _denominator(bottom, t, slope)
    degree = max(sympy.degree(top, t), 0) + sympy.degree(denominator, t) + 2
    if degree > _MOST_UNKNOWNS:
        return None
    unknowns = tuple(sympy.Dummy() for _ in range(degree + 1))
    numerator = sum(c * t**k for k, c in enumerate(unknowns))
    g = numerator / denominator
    equation = sympy.fraction(sympy.together(slope * sympy.diff(g, t) + rate * g - top / bottom))[0]
    solution = _solved(equation, t, unknowns)
    if solution is None:
        return None
    return sympy.cancel(g.subs(solution))


def _denominator(bottom: Any, t: Any, slope: Any) -> Any:
    """Each factor once less; as often where it divides the derivative of t (1 + t² of a tangent)."""
    result = sympy.Integer(1)
    for factor, power in sympy.factor_list(bottom, t)[1]:
        special = sympy.rem(Poly(slope, t), Poly(factor, t)).is_zero
        result *= factor ** (power if special else power - 1)
    return result


def _solved(equation: Any, t: Any, unknowns: Any) -> Any:
    rows = Poly(sympy.expand(equation), t).all_coeffs()
    found = sympy.linsolve(rows, *unknowns)
    if not found:
        return None
    (values,) = found
    free = dict.fromkeys(unknowns, 0)
    return {unknown: value.subs(free) for unknown, value in zip(unknowns, values, strict=True)}
