"""Constants such as π as units: with x = u/√π a system has rational coefficients, if its terms let it.

Each variable is u times powers of the constants; the powers follow from linear equations, one a term. As these factors
are positive, real solutions are real solutions, and their number is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sympy

from mvcalc_cli.symbolic.stationary.substitution import substituted


class Rescaled(NamedTuple):
    """A system without the constants, and what its variables are to be multiplied with."""

    expressions: tuple[Any, ...]
    factors: dict[Any, Any]


def rescaled(expressions: Sequence[Any], symbols: Sequence[Any]) -> Rescaled | None:
    """The system with the constants put to 1; None where it has none, or its variables cannot take them up.

    >>> r, h = sympy.symbols("r h", real=True)
    >>> found = rescaled([2 * sympy.pi * r * h + 2 * sympy.pi * r**2 - 100, h - 2 * r], [r, h])
    >>> found.expressions, found.factors
    ((2*h*r + 2*r**2 - 100, h - 2*r), {r: 1/sqrt(pi), h: 1/sqrt(pi)})
    """
    expressions = [_with_sums(each, symbols) for each in expressions]
    constants = _constants(expressions)
    if not constants or any(_is_transcendental(each) for each in expressions):
        return None
    replaced = [each.xreplace(constants) for each in expressions]
    try:
        made = substituted(replaced)
    except NotImplementedError:
        return None
    units = list(constants.values())
    letters = [*made.letters, *symbols]
    systems = [each for each in (*made.polynomials, *made.denominators) if each.free_symbols]
    weights = _weights(systems, letters, units)
    if weights is None:
        return None
    back = {unit: constant.args[0] if isinstance(constant, _Sum) else constant for constant, unit in constants.items()}
    ones = dict.fromkeys(units, sympy.Integer(1))
    factors = {
        each: sympy.Mul(*(back[unit] ** weights[each, unit] for unit in units)) for each in symbols if each in letters
    }
    return Rescaled(tuple(each.xreplace(ones) for each in replaced), factors)


class _Sum(sympy.Function):  # type: ignore[misc]
    """A sum of constants, such as 1 + π², that is one coefficient."""

    is_positive = True
    is_real = True


def _with_sums(expression: Any, symbols: Sequence[Any]) -> Any:
    """A polynomial with the positive sums in its coefficients as units of their own."""
    if not expression.is_polynomial(*symbols) or not expression.free_symbols:
        return expression
    terms = []
    for monomial, coefficient in sympy.Poly(expression, *symbols).terms():
        factors = [_as_unit(each) for each in sympy.Mul.make_args(sympy.factor(coefficient))]
        terms.append(sympy.Mul(*factors, *(each**power for each, power in zip(symbols, monomial, strict=True))))
    return sympy.Add(*terms)


def _as_unit(factor: Any) -> Any:
    base, power = factor.as_base_exp()
    if not base.is_Add or not power.is_Rational:
        return factor
    return (
        _Sum(base) ** power
        if base.is_positive
        else (-1) ** power * _Sum(-base) ** power
        if power.is_Integer
        else factor
    )


def _constants(expressions: Sequence[Any]) -> dict[Any, Any]:
    """π, e, log 2 and others that are positive, each with a letter."""
    found: dict[Any, Any] = {}
    for each in expressions:
        held = each.atoms(sympy.NumberSymbol) | {f for f in each.atoms(sympy.Function) if not f.free_symbols}
        for constant in sorted(held, key=sympy.default_sort_key):
            if constant.is_positive and constant not in found:
                found[constant] = sympy.Dummy(positive=True)
    return found


def _is_transcendental(expression: Any) -> bool:
    """Do variables stand in functions, or in exponents?"""
    waves = any(each.free_symbols for each in expression.atoms(sympy.Function))
    return waves or any(each.exp.free_symbols for each in expression.atoms(sympy.Pow))


def _weights(systems: Sequence[Any], letters: Sequence[Any], units: Sequence[Any]) -> Mapping[Any, Any] | None:
    """For each letter and unit the power with which every polynomial becomes a multiple of one without units."""
    found: dict[Any, Any] = {}
    rows = [list(_terms(each, letters, units)) for each in systems]
    if any(None in each for each in rows):
        return None
    unknown = {letter: sympy.Dummy() for letter in letters}
    levels = [sympy.Dummy() for _ in rows]
    for place, unit in enumerate(units):
        equations = [
            sum((power * unknown[each] for each, power in zip(letters, monomial, strict=True)), powers[place]) - level
            for terms, level in zip(rows, levels, strict=True)
            for monomial, powers in terms
        ]
        solutions = sympy.linsolve(equations, [*unknown.values(), *levels])
        if not solutions:
            return None
        (solution,) = solutions
        free = dict.fromkeys((*unknown.values(), *levels), sympy.Integer(0))
        for letter, value in zip(letters, solution, strict=False):
            found[letter, unit] = value.xreplace(free)
    return found


def _terms(polynomial: Any, letters: Sequence[Any], units: Sequence[Any]) -> Iterator[Any]:
    """Each term as its powers of the letters and of the units; None where a coefficient is a sum of units."""
    if not polynomial.is_polynomial(*letters):
        yield None
        return
    for monomial, coefficient in sympy.Poly(polynomial, *letters).terms():
        factors = coefficient.as_coeff_Mul()[1].as_powers_dict()
        powers = [factors.pop(unit, sympy.Integer(0)) for unit in units]
        if any(base != 1 for base in factors) or not all(power.is_Rational for power in powers):
            yield None
        else:
            yield monomial, powers
