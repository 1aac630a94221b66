"""Powers that are no whole numbers, taken out of a sum: 9x^(−11/20)·y^(11/20) = 11x^(9/20)·y^(−9/20) is 9y = 11x."""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm
from typing import Any, Final

import sympy

from mvcalc_cli.language.tree import Tree, postorder, variables

# Equations are raised to no higher power.
_MOST_DEGREE: Final = 12
_ROOTS: Final = frozenset({"sqrt", "cbrt"})


def has_radicands(tree: Tree) -> bool:
    """Does an expression hold variables below roots, or in powers that are no whole numbers?"""
    return any(
        (node.kind == "call" and node.value in _ROOTS and bool(variables(node)))
        or (node.kind == "power" and bool(variables(node.args[0])) and _is_fractional(node.args[1]))
        for node in postorder(tree)
    )


def _is_fractional(exponent: Tree) -> bool:
    whole = exponent.args[0] if exponent.kind == "negative" else exponent
    return not variables(whole) and not (whole.kind == "number" and isinstance(whole.value, int))


def powers_out(expression: Any) -> Any:
    """An expression that is 0 where this one is, with the lowest power of each base of fractional powers divided out.

    It may be 0 at more places: where a base is 0 or negative the other one need not have a value.

    >>> x, y = sympy.symbols("x y")
    >>> powers_out(9 * y ** sympy.Rational(11, 20) / x ** sympy.Rational(11, 20) - 11 * x ** sympy.Rational(9, 20)
    ...     / y ** sympy.Rational(9, 20))
    -11*x + 9*y
    >>> powers_out(x ** sympy.Rational(3, 2) - x ** sympy.Rational(1, 2))
    x*(x - 1)
    >>> powers_out(x ** sympy.Rational(1, 3) * y ** sympy.Rational(2, 3) - 2)
    x*y**2 - 8
    """
    bases = _bases(expression)
    if not bases:
        return expression
    terms = [_split(term, bases) for term in sympy.Add.make_args(sympy.expand_mul(_apart(expression)))]
    lowest = {base: min(powers.get(base, sympy.Integer(0)) for _, powers in terms) for base in bases}
    kept = sympy.Mul(*(base for base, power in lowest.items() if power > 0))
    rest = [
        (factor, {base: powers.get(base, sympy.Integer(0)) - low for base, low in lowest.items()})
        for factor, powers in terms
    ]
    return kept * (_raised(rest) or sympy.Add(*map(_product, rest)))


def _product(term: tuple[Any, dict[Any, Any]]) -> Any:
    factor, powers = term
    return factor * sympy.Mul(*(base**power for base, power in powers.items()))


def _raised(terms: Sequence[tuple[Any, dict[Any, Any]]]) -> Any:
    """Of two terms with fractional powers: what follows from one being the other's opposite, raised to whole powers."""
    degree = lcm(*(int(power.q) for _, powers in terms for power in powers.values()))
    if len(terms) != 2 or not 1 < degree <= _MOST_DEGREE:
        return None
    first, second = (
        factor**degree * sympy.Mul(*(base ** (degree * power) for base, power in powers.items()))
        for factor, powers in terms
    )
    return first - (-1) ** degree * second


def _apart(expression: Any) -> Any:
    """(b·u)^q as b^q·u^q where that is the same, quotients as products of powers."""
    return sympy.expand_power_base(expression)


def _bases(expression: Any) -> list[Any]:
    """What stands in powers with a fractional exponent, and holds variables."""
    found = {
        power.base
        for power in expression.atoms(sympy.Pow)
        if power.exp.is_Rational and not power.exp.is_Integer and power.base.free_symbols
    }
    return sorted(found, key=sympy.default_sort_key)


def _split(term: Any, bases: list[Any]) -> tuple[Any, dict[Any, Any]]:
    """A product without powers of the bases, and these powers."""
    powers: dict[Any, Any] = {}
    others = []
    for part in sympy.Mul.make_args(term):
        base, power = part.as_base_exp()
        if base in bases and power.is_Rational:
            powers[base] = powers.get(base, sympy.Integer(0)) + power
        else:
            others.append(part)
    return sympy.Mul(*others), powers
