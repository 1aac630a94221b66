"""Limits as Trees: numbers, ∞ and −∞, and whether two are the same."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language.tree import (
    INFINITY,
    ONE,
    ZERO,
    E,
    Tree,
    divide,
    fold,
    multiply,
    negative,
    number,
    postorder,
    power,
    size,
    subtract,
    variables,
)
from mvcalc_cli.symbolic.limits.asymptotic import UNIT, Expansion
from mvcalc_cli.symbolic.limits.coefficients import Field, as_tree, measured

MINUS_INFINITY: Final = negative(INFINITY)


def is_infinite(value: Tree) -> bool:
    """Is it ∞ or −∞?"""
    return value in (INFINITY, MINUS_INFINITY)


def same(field: Field, left: Tree, right: Tree) -> bool:
    """Are two limits equal? Equal infinities are."""
    if is_infinite(left) or is_infinite(right):
        return left == right
    return left == right or field.is_zero(field.of(subtract(left, right)))


def limit_of(found: Expansion, field: Field) -> Tree:
    """The limit that an expansion has.

    Raises:
        Undecided: If a letter decides the sign of an infinity.
    """
    if not found.terms:
        return ZERO
    key, value = found.terms[0]
    if key < UNIT:
        return INFINITY if field.sign(value) > 0 else MINUS_INFINITY
    if key > UNIT:
        field.assume_nonzero(value)
        return ZERO
    return shown(as_tree(value))


def shown(value: Tree) -> Tree:
    """√3/2 for sin(π/3), where constants have such a form, and 1/e for e⁻¹."""
    return over_e(_closed(value))


def over_e(value: Tree) -> Tree:
    """1/e for e^(−1), and −γ for −(−(−γ)): as people write a constant.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [line(over_e(parse(text).tree)) for text in ("e^(-1)", "2 e^(-2)", "e^(-a)", "3 e^(-1)/2")]
    ['1/e', '2/e²', 'e^(−a)', '3/(2·e)']
    """

    def written(node: Tree, args: list[Tree]) -> Tree:
        if node.kind == "negative" and args[0].kind == "negative":
            return args[0].args[0]
        exponent = signed_value(args[1]) if node.kind == "power" and args[0] == E else None
        if exponent is not None and exponent < 0 and exponent.denominator == 1:
            return divide(ONE, E if exponent == -1 else power(E, number(-exponent)))
        if node.kind == "quotient" and args[0].kind == "quotient":
            return divide(args[0].args[0], multiply(args[1], args[0].args[1]))
        over = [arg.args[1] for arg in args if _is_reciprocal(arg)]
        if node.kind != "product" or not over:
            return node.with_args(tuple(args))
        above = [arg for arg in args if not _is_reciprocal(arg)]
        return divide(multiply(*above) if above else ONE, multiply(*over))

    return fold(value, written) if any(node == E for node in postorder(value)) or _is_double(value) else value


def _is_reciprocal(tree: Tree) -> bool:
    return tree.kind == "quotient" and tree.args[0] == ONE


def _is_double(tree: Tree) -> bool:
    return tree.kind == "negative" and tree.args[0].kind == "negative"


def _closed(value: Tree) -> Tree:
    from mvcalc_cli.calculus.exact import as_tree as exact_tree
    from mvcalc_cli.calculus.exact_values import constant
    from mvcalc_cli.calculus.tidy import tidy

    if variables(value) or not any(node.kind == "call" for node in postorder(value)):
        return value
    try:
        found = tidy(exact_tree(constant(value)))
    except (InputError, LimitError, ArithmeticError, ValueError, TypeError):
        return value
    left, right = measured(value), measured(found)
    equal = left is not None and right is not None and abs(left - right) <= abs(left) / 10**45
    return found if equal and size(found) <= 2 * size(value) else value
