"""How a function bends across a curve or surface of critical points: the eigenvalues of its Hessian there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, Final

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, add, as_variable, substitute, variables
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.stationary.points import Family

_SECONDS: Final = 0.5
# A surface with so many directions across it is looked at.
_MOST_ACROSS: Final = 3


def given_on(names: Sequence[str], family: Family) -> dict[Tree, Tree]:
    """What is put in for the variables on the curve."""
    return {as_variable(name): value for name, value in zip(names, family.values, strict=True)}


def sums_of_minors(f: Tree, names: tuple[str, ...], family: Family, across: int) -> tuple[Tree, ...]:
    """The first elementary symmetric functions of the eigenvalues on the curve; the others are 0 there."""
    from mvcalc_cli.calculus.matrices import determinant, hessian

    if not 0 < across <= _MOST_ACROSS:
        return ()
    try:
        rows = hessian(f, names)[1].rows
    except MvcalcError:
        return ()
    given = given_on(names, family)
    there = [[substitute(entry, given) for entry in row] for row in rows]
    found = []
    for size in range(1, across + 1):
        parts = [
            determinant(tuple(tuple(there[i][j] for j in chosen) for i in chosen))
            for chosen in combinations(range(len(names)), size)
        ]
        found.append(tidy(add(*parts)) if len(parts) > 1 else parts[0])
    return tuple(found)


def shortened_on(tree: Tree, family: Family) -> Tree | None:
    """Simplified, and by the equations of a curve that is no graph."""
    import sympy

    from mvcalc_cli.symbolic.bridge import from_sympy, symbol, to_sympy

    integers = dict.fromkeys([k for k in family.parameters if as_variable(k) not in family.values], "integer")

    def found() -> Tree:
        expression = to_sympy(tree, integers)
        free = len(set(family.values)) == len(family.values) and all(v.kind == "variable" for v in family.values)
        equations = [to_sympy(each, integers) for each in family.equations] if free else []
        letters = [symbol(name) for name in variables(Tree("product", None, (tree, *family.equations)))]
        if equations and letters and all(each.is_polynomial(*letters) for each in (expression, *equations)):
            expression = sympy.reduced(expression, equations, *letters, order="grevlex")[1]
        for each in equations:
            expression = _put_in(expression, each)
        shorter = sympy.simplify(expression)
        return from_sympy(min((shorter, expression), key=lambda each: each.count_ops()))

    try:
        return attempt(found, _SECONDS) or tidy(tree)
    except (MvcalcError, sympy.PolynomialError):
        return tidy(tree)


def _put_in(expression: Any, equation: Any) -> Any:
    """With a variable, or its highest power, by an equation = 0 in which its factor is a number."""
    import sympy

    for letter in sorted(equation.free_symbols, key=str):
        if not equation.is_polynomial(letter):
            continue
        poly = sympy.Poly(equation, letter)
        if poly.degree() > 0 and poly.LC().is_number and len(poly.terms()) <= 2 and poly.TC() != 0:
            return expression.subs(letter ** poly.degree(), -poly.TC() / poly.LC())
    return expression
