"""Terms and factors: a tidied expression as coefficient · base^exponent · …, and back."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.language.tree import (
    ONE,
    ZERO,
    Decimal,
    E,
    Tree,
    call,
    decimal_like,
    multiply,
    name_order,
    negative,
    number,
    power,
)

Rational = int | Fraction
HALF = Fraction(1, 2)
# A power of numbers is folded while its value stays below this many bits (LANGUAGE: 13,000 is refused).
FOLD_BITS = 1_000
# Beyond this many factors a power of a product is left as it stands.
MOST_FACTORS = 200


class Factor(NamedTuple):
    """base ^ exponent; the exponent is a number, or for base e a Tree."""

    base: Tree
    exponent: Rational | Tree


class Term(NamedTuple):
    """coefficient · product of factors."""

    coefficient: Rational
    factors: tuple[Factor, ...]


def negated(tree: Tree) -> Tree:
    """−tree, without a double minus."""
    if tree.kind == "negative":
        return tree.args[0]
    if tree.kind == "number" and isinstance(tree.value, int | Fraction) and tree.value <= 0:
        return number(decimal_like(-tree.value, tree.value))
    return negative(tree)


def signed(value: Fraction | int) -> Tree:
    """A number as a Tree, its minus outside."""
    return negative(number(-value)) if value < 0 else number(value)


def as_factor(tree: Tree) -> Factor:
    """A tidied expression as one factor: √u is u^(1/2)."""
    if tree.kind == "power":
        base, exponent = tree.args
        if base == E:
            return Factor(E, exponent)
        value = signed_value(exponent)
        if value:  # u^0 that could not be folded stays whole
            return Factor(base, plain_number(value))
    if tree == E:
        return Factor(E, ONE)
    if tree.kind == "call" and tree.value == "sqrt":
        return Factor(tree.args[0], HALF)
    return Factor(tree, 1)


def as_tree(factor: Factor) -> Tree:
    """The natural form of a factor."""
    base, exponent = factor
    if isinstance(exponent, Tree):
        return E if exponent == ONE else power(base, exponent)
    if exponent == 1:
        return base
    if exponent == HALF:
        return call("sqrt", base)
    return power(base, number(exponent) if exponent >= 0 else negative(number(-exponent)))


def plain_number(value: Fraction) -> Rational:
    """An int, where it is whole."""
    return value.numerator if value.denominator == 1 else value


def numerator_denominator(coefficient: Rational, *, whole: bool) -> tuple[Rational, Rational]:
    """3/4·x is 3x/4; a lone number, and a decimal, stay one number."""
    if whole or isinstance(coefficient, int | Decimal):
        return coefficient, 1
    return coefficient.numerator, coefficient.denominator


def in_order(coefficient: Rational, factors: list[Factor]) -> Tree:
    """The product: the number first, then the factors in their order."""
    trees = [as_tree(factor) for factor in sorted(factors, key=_factor_order)]
    if coefficient != 1 or not trees:
        trees.insert(0, number(coefficient))
    return multiply(*trees)


def _factor_order(factor: Factor) -> tuple[int, tuple[tuple[int, int, str, int], ...]]:
    """Constants, variables by name, general powers, brackets, e^…, functions; ties as they came."""
    base, exponent = factor
    if isinstance(exponent, Tree):
        return (5, ())
    if base.kind in {"number", "constant"}:
        return (0, ())
    if base.kind == "variable" and exponent == int(exponent):
        return (1, name_order(str(base.value)))
    if exponent == HALF:
        return (2, ())
    return ({"variable": 2, "component": 2, "power": 3, "sum": 4}.get(base.kind, 6), ())


def total(coefficients: list[Rational]) -> Rational:
    """The sum of coefficients; decimals stay decimals."""
    total = sum(coefficients)
    return total if all(type(c) is int for c in coefficients) else decimal_like(total, *coefficients)


def scaled(left: Rational, right: Rational) -> Rational:
    """left · right; decimals stay decimals."""
    value = left * right
    return value if type(value) is int else decimal_like(value, left, right)


def divided(left: Rational, right: Rational) -> Rational:
    """left / right; decimals stay decimals."""
    return decimal_like(plain_number(Fraction(left) / Fraction(right)), left, right)


def cancelling(coefficients: list[Rational]) -> tuple[Rational, Rational]:
    """c and −c, for terms that cancel and whose domain must stay: 1/x − 1/x."""
    size = sum(c for c in coefficients if c > 0) or Fraction(1)
    return size, -size


def bits(value: Rational) -> int:
    """The length of the longer of numerator and denominator."""
    fraction = Fraction(value)
    return max(fraction.numerator.bit_length(), fraction.denominator.bit_length())


def number_power(base: Fraction, exponent: Fraction, base_tree: Tree, exponent_tree: Tree) -> Tree:
    """A power of numbers, folded where it is exact and short; left as it stands where it is undefined."""
    stands = call("sqrt", base_tree) if exponent == HALF else power(base_tree, exponent_tree)
    if base == 0:
        return ZERO if exponent > 0 else stands
    if exponent.denominator != 1:
        root = _exact_root(base, exponent.denominator) if base > 0 else None
        if root is None:
            return stands
        base, exponent = root, Fraction(exponent.numerator)
    if bits(base) * abs(exponent) > FOLD_BITS:
        return stands
    return signed(decimal_like(plain_number(base**exponent.numerator), base_tree.value))


def _exact_root(value: Fraction, degree: int) -> Fraction | None:
    if degree > 64:
        return None
    parts = []
    for whole in (value.numerator, value.denominator):
        guess = round(whole ** (1 / degree)) if whole.bit_length() < 1000 else 0
        exact = next((g for g in (guess - 1, guess, guess + 1) if g >= 0 and g**degree == whole), None)
        if exact is None:
            return None
        parts.append(exact)
    return Fraction(*parts)
