"""Exact powers, roots, exponentials and logarithms: √8 is 2·√2, log(8) is 3·log(2), e^(log 2) is 2."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

from mvcalc_cli.calculus.exact import Exact, as_tree, atom, inverse, read
from mvcalc_cli.calculus.exact_floats import as_floats
from mvcalc_cli.errors import LimitError
from mvcalc_cli.language.tree import E, Tree, call, number, power

Value = Fraction | Exact

# Primes up to here are found by trial; what is left of a longer number stays whole.
_MOST_TRIALS: Final = 10_000
_MOST_BITS: Final = 13_000


def reciprocal(value: Value) -> Value:
    """1/value.

    Raises:
        ZeroDivisionError: If it is 0.
    """
    return inverse(value) if isinstance(value, Exact) else 1 / value


def exponential(value: Value) -> Value:
    """e^value, sums taken apart: e^(1 + log 2) is 2e."""
    if not value:
        return Fraction(1)
    terms = value.terms if isinstance(value, Exact) else {frozenset[tuple[Tree, Fraction]](): value}
    result: Value = Fraction(1)
    for monomial, coefficient in terms.items():
        if not monomial:
            result = result * atom(E, coefficient)
            continue
        inner = as_tree(Exact({monomial: Fraction(1)}))
        if inner.kind == "call" and inner.value == "log" and len(inner.args) == 1:
            result = result * rational_power(read(inner.args[0]), coefficient)
        else:
            result = result * atom(power(E, inner), coefficient)
    return result


def general_power(base: Value, exponent: Value) -> Value:
    """base^exponent for exact numbers."""
    if isinstance(exponent, Fraction):
        return rational_power(base, exponent)
    return exponential(exponent * logarithm(base))


def rational_power(base: Value, exponent: Fraction) -> Value:
    """base^exponent for a rational exponent; of a negative number only whole ones.

    Raises:
        ZeroDivisionError: 0 to a negative power.
        ValueError: A negative number to a fractional power.
    """
    if exponent.denominator == 1:
        _check_size(base, abs(exponent.numerator))
        size = abs(exponent.numerator)
        result: Value = base**size if isinstance(base, Fraction) else _whole(base, size)
        return reciprocal(result) if exponent < 0 else result
    if isinstance(base, Fraction):
        return _root_of_rational(base, exponent)
    if len(base.terms) == 1 and all(_is_positive(tree) for m in base.terms for tree, _ in m):
        ((monomial, coefficient),) = base.terms.items()
        if coefficient > 0:
            result = _root_of_rational(coefficient, exponent)
            for tree, inner in monomial:
                result = result * atom(tree, inner * exponent)
            return result
    return atom(as_tree(base), exponent)


def _check_size(base: Value, exponent: int) -> None:
    bits = base.numerator.bit_length() + base.denominator.bit_length() if isinstance(base, Fraction) else 1
    if bits * exponent > _MOST_BITS:
        raise LimitError("a power in this expression has too many digits for an exact series")


def _whole(base: Exact, exponent: int) -> Value:
    if exponent > 200:
        raise LimitError("a power in this expression is too high for an exact series")
    result: Value = Fraction(1)
    for _ in range(exponent):
        result = result * base
    return result


def _is_positive(tree: Tree) -> bool:
    return tree.kind in {"number", "constant"} or (tree.kind == "power" and tree.args[0] == E) or tree == E


def _root_of_rational(base: Fraction, exponent: Fraction) -> Value:
    if base < 0:
        raise ValueError
    if base == 0:
        if exponent < 0:
            raise ZeroDivisionError
        return Fraction(0)
    _check_size(base, math.ceil(abs(exponent)))
    result: Value = Fraction(1)
    for whole, sign in ((base.numerator, 1), (base.denominator, -1)):
        for prime, count in _factored(whole).items():
            result = result * atom(number(prime), sign * count * exponent)
    return result


def _factored(whole: int) -> dict[int, int]:
    """Prime factors; a large rest stays whole."""
    found: dict[int, int] = {}
    prime = 2
    while prime * prime <= whole and prime < _MOST_TRIALS:
        while whole % prime == 0:
            found[prime] = found.get(prime, 0) + 1
            whole //= prime
        prime += 1 if prime == 2 else 2
    if whole > 1:
        found[whole] = found.get(whole, 0) + 1
    return found


def logarithm(value: Value) -> Value:
    """The natural logarithm: log(8) is 3·log(2), log(e²) is 2.

    Raises:
        ZeroDivisionError: Of 0.
        ValueError: Of a negative number.
    """
    if isinstance(value, Exact):
        return _logarithm_of_exact(value)
    if value == 0:
        raise ZeroDivisionError
    if value < 0:
        raise ValueError
    if value == 1:
        return Fraction(0)
    if value.numerator == 1:
        return -logarithm(1 / value)
    counts = {**_factored(value.numerator), **{p: -c for p, c in _factored(value.denominator).items()}}
    common = math.gcd(*counts.values())
    base = Fraction(1)
    for prime, count in counts.items():
        base *= Fraction(prime) ** (count // common)
    return atom(call("log", number(base))) * common


def _logarithm_of_exact(value: Exact) -> Value:
    sign = sign_of(value)
    if sign is not None and sign < 0:
        raise ValueError
    if len(value.terms) == 1:
        ((monomial, coefficient),) = value.terms.items()
        if coefficient > 0 and all(t == E or (t.kind == "power" and t.args[0] == E) for t, _ in monomial):
            total = logarithm(coefficient)
            for tree, exponent in monomial:
                total = (exponent if tree == E else read(tree.args[1]) * exponent) + total
            return total
    return atom(call("log", as_tree(value)))


def sign_of(value: Value) -> int | None:
    """The sign, None if it is not certain."""
    if not isinstance(value, Exact):
        return (value > 0) - (value < 0)
    size, room = as_floats(value)
    if math.isnan(size) or abs(size) <= 1e-9 * room:
        return None
    return 1 if size > 0 else -1
