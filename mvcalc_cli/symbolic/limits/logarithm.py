"""The limit of a product of powers by its logarithm: x!/x^x, (x!)^(1/x)/x, where exponentials of two orders meet."""

from __future__ import annotations

from mvcalc_cli.language.tree import (
    INFINITY,
    ONE,
    TWO,
    ZERO,
    E,
    Tree,
    add,
    call,
    divide,
    multiply,
    subtract,
)
from mvcalc_cli.symbolic.limits.asymptotic import Oscillation
from mvcalc_cli.symbolic.limits.coefficients import Field, Unsupported, as_tree
from mvcalc_cli.symbolic.limits.expansion import Approach, leading
from mvcalc_cli.symbolic.limits.rules import log_binomial, log_factorial
from mvcalc_cli.symbolic.limits.values import MINUS_INFINITY, limit_of, shown


def by_logarithm(tree: Tree, way: Approach, field: Field) -> Tree | None:
    """The limit of a positive product, quotient or power; None if that is out of reach.

    >>> from mvcalc_cli.language import parse
    >>> by_logarithm(parse("x!/x^x").tree, Approach("x", None, 1), Field())
    Tree('number', 0)
    """
    if tree.kind not in {"product", "quotient", "power"}:
        return None
    try:
        found = limit_of(leading(_log(tree, way), way, field), field)
    except (Unsupported, Oscillation, ValueError, ZeroDivisionError):
        return None
    if found in (INFINITY, MINUS_INFINITY):
        return INFINITY if found == INFINITY else ZERO
    return shown(as_tree(field.exp(field.of(found))))


def _log(tree: Tree, way: Approach) -> Tree:
    """log of a tree, taken apart; of n! by Stirling's series."""
    if tree.kind == "product":
        return add(*(_log(arg, way) for arg in tree.args))
    if tree.kind == "quotient":
        return subtract(_log(tree.args[0], way), _log(tree.args[1], way))
    if tree.kind == "power":
        base, exponent = tree.args
        return exponent if base == E else multiply(exponent, _log(base, way))
    return _log_of_call(tree, way) if tree.kind == "call" else call("log", tree)


def _log_of_call(tree: Tree, way: Approach) -> Tree:
    first = tree.args[0]
    if tree.value == "sqrt":
        return divide(_log(first, way), TWO)
    if way.point is None and tree.value in {"factorial", "gamma"}:
        return log_factorial(first if tree.value == "factorial" else subtract(first, ONE))
    if way.point is None and tree.value == "binomial":
        return log_binomial(*tree.args)
    return call("log", tree)
