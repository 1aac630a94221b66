"""An equation solved for a variable that it holds linearly, as one pure power, or quadratically."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import (
    TWO,
    ZERO,
    Tree,
    add,
    divide,
    multiply,
    negative,
    number,
    power,
    subtract,
    variables,
)
from mvcalc_cli.symbolic.arithmetic import Number, Unmeasured, inexact
from mvcalc_cli.symbolic.stationary.measured import WORKING

_SECONDS: Final = 1.0


class Graph(NamedTuple):
    """A variable as a function of the others on a part of the set.

    Attributes:
        name: The variable.
        value: In the others.
        positive: What is > 0 on this part.
        nonzero: What is not 0: the factor of the variable.
        rest: Of a linear equation: factor·variable + rest = 0.
    """

    name: str
    value: Tree
    positive: tuple[Tree, ...] = ()
    nonzero: tuple[Tree, ...] = ()
    rest: Tree = ZERO


def solved_for(g: Tree, name: str, others: Sequence[str]) -> list[Graph] | None:
    """g = 0 solved for a variable that it holds linearly, as one pure power, or quadratically."""
    rows = _coefficients(g, name)
    if rows is None or max(rows) < 1:
        return None
    degree = max(rows)
    top, low = rows[degree], rows.get(0, ZERO)
    free_of = not any(each in variables(top) for each in others)
    if degree == 1:
        nonzero = () if free_of else (top,)
        return [Graph(name, tidied(divide(negative(low), top)), nonzero=nonzero, rest=low)]
    if not free_of:
        return None
    if set(rows) <= {0, degree}:
        return _roots(name, tidied(divide(negative(low), top)), degree)
    if degree == 2:
        return _quadratic(name, top, rows.get(1, ZERO), low)
    return None


def _coefficients(g: Tree, name: str) -> dict[int, Tree] | None:
    """Powers of the variable -> coefficient, where g is a polynomial in it."""
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, symbol, to_sympy

    letter = symbol(name)

    def read() -> dict[int, Tree] | None:
        expression = sympy.expand(to_sympy(g))
        if not expression.is_polynomial(letter):
            return None
        return {int(m[0]): from_sympy(c) for m, c in sympy.Poly(expression, letter).terms()}

    try:
        return attempt(read, _SECONDS) or None
    except MvcalcError:
        return None


def _roots(name: str, radicand: Tree, degree: int) -> list[Graph]:
    """y^n = r: where r > 0 and, of odd n, where r < 0."""
    exponent = number(Fraction(1, degree))
    if not variables(radicand):
        value = measured(radicand, {})
        if value is None or value <= 0:
            size = [] if value is None or (value < 0 and not degree % 2) else [power(negative(radicand), exponent)]
            return [Graph(name, negative(size[0]) if value else ZERO)] if size else []
        root = power(radicand, exponent)
        return [Graph(name, root), *([] if degree % 2 else [Graph(name, negative(root))])]
    root = power(radicand, exponent)
    if degree % 2:
        below = tidied(negative(radicand))
        return [Graph(name, root, (radicand,)), Graph(name, negative(power(below, exponent)), (below,))]
    return [Graph(name, root, (radicand,)), Graph(name, negative(root), (radicand,))]


def _quadratic(name: str, a: Tree, b: Tree, c: Tree) -> list[Graph]:
    inside = tidied(subtract(power(b, TWO), multiply(number(4), a, c)))
    root = power(inside, number(Fraction(1, 2)))
    return [
        Graph(name, tidied(divide(add(negative(b), way), multiply(TWO, a))), (inside,))
        for way in (root, negative(root))
    ]


def tidied(tree: Tree) -> Tree:
    """The same, shorter."""
    from mvcalc_cli.calculus.tidy import tidy

    return tidy(tree)


def measured(tree: Tree, there: Mapping[str, Number]) -> Any:
    """The value as a number of many digits; None where there is none."""
    from mvcalc_cli.symbolic.digits import measure

    try:
        value = measure(tree, there, WORKING)
    except Unmeasured:
        return None
    return None if value is None else inexact(value, WORKING)
