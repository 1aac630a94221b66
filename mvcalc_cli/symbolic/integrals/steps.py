"""Workings of the search as steps over Trees, each checked with numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import sympy

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, add, as_variable, divide, fold, multiply, substitute, variable
from mvcalc_cli.symbolic.arithmetic import Unmeasured, inexact
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.from_sympy import from_sympy
from mvcalc_cli.symbolic.integrals.search import Working

_PLACES: Final = (0.37, 0.81, 1.29, 2.63, 5.17, -0.43, -1.57, -3.91, 12.3, -13.7)
_LETTERS: Final = (1.31, 0.73, 2.19, 0.57, 1.83)


def tree_of(expression: Any) -> Tree:
    """The Tree of an expression that may hold integrals still to be worked out."""
    integrals = sorted(expression.atoms(sympy.Integral), key=sympy.default_sort_key)
    if not integrals:
        return from_sympy(expression)
    stand_ins = {integral: sympy.Symbol(f"integral_{k}", real=True) for k, integral in enumerate(integrals)}
    body = from_sympy(expression.xreplace(stand_ins))
    written = {variable(symbol.name): integral_tree(*_open(integral)) for integral, symbol in stand_ins.items()}
    return fold(substitute(body, written), _integral_last)


def _integral_last(node: Tree, args: list[Tree]) -> Tree:
    """1/2·∫ x dx for ∫ x dx/2, which could be read as another variable."""
    new = node.with_args(tuple(args))
    if node.kind == "quotient":
        factors = args[0].args if args[0].kind == "product" else (args[0],)
        integrals = [factor for factor in factors if factor.kind == "integral"]
        if integrals:
            return multiply(divide(multiply(*_others(factors)), args[1]), *integrals)
    elif node.kind == "product":
        integrals = [factor for factor in args if factor.kind == "integral"]
        return multiply(*_others(args), *integrals) if integrals else new
    return new


def _others(factors: Sequence[Tree]) -> list[Tree]:
    return [factor for factor in factors if factor.kind != "integral"]


def _open(integral: Any) -> tuple[Any, Any]:
    return integral.function, integral.limits[0][0]


def integral_tree(integrand: Any, x: Any) -> Tree:
    """∫ integrand dx, still to be worked out."""
    return Tree("integral", None, (from_sympy(integrand), as_variable(str(x.name))))


def holds(step: Working) -> bool:
    """Is the derivative of what comes after that of what stood before, wherever both can be measured?"""
    try:
        slope = _slope(step)
        integrand = from_sympy(step.integrand)
    except MvcalcError:
        return False
    x = step.variable
    agreeing = 0
    for place in _PLACES:
        if x.is_positive and place < 0:
            continue
        point = _point(step, x, place)
        try:
            left, right = measure(integrand, point), measure(slope, point)
            if left is None or right is None:
                continue
            a, b = inexact(left, 30), inexact(right, 30)
            if abs(a - b) > 1e-15 * max(abs(a), abs(b), 1e-9):
                return False
        except (Unmeasured, TypeError, OverflowError):
            continue
        agreeing += 1
        if agreeing >= 4:
            break
    return agreeing > 0


def _point(step: Working, x: Any, place: float) -> dict[str, Fraction]:
    letters = sorted(step.integrand.free_symbols | step.after.free_symbols, key=str)
    point = {str(letter.name): Fraction(_LETTERS[k % 5]).limit_denominator(100) for k, letter in enumerate(letters)}
    stand_ins = {f"integral_{k}": Fraction(1) for k in range(len(step.after.atoms(sympy.Integral)))}
    return {**point, **stand_ins, str(x.name): Fraction(place).limit_denominator(100)}


def _slope(step: Working) -> Tree:
    """The derivative of `after` by the variable, an integral's being its integrand."""
    x = step.variable
    integrals = list(step.after.atoms(sympy.Integral))
    stand_ins = {integral: sympy.Symbol(f"integral_{k}", real=True) for k, integral in enumerate(integrals)}
    plain = step.after.xreplace(stand_ins)
    slope = differentiate(from_sympy(plain), str(x.name)).result
    inner = [
        from_sympy(sympy.diff(plain, symbol) * _inner_slope(step, x, *_open(integral)))
        for integral, symbol in stand_ins.items()
    ]
    return add(slope, *inner)


def _inner_slope(step: Working, x: Any, integrand: Any, u: Any) -> Any:
    if u == x:
        return integrand
    inner = dict(step.letters)[str(u)]
    return integrand.subs(u, inner) * sympy.diff(inner, x)


def checked(workings: Sequence[Working]) -> bool:
    """Do all steps hold?"""
    return all(holds(step) for step in workings)
