"""What an answer's domain has gained or lost against the question's, in relations such as x ≠ 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from mvcalc_cli.calculus.domain import conditions
from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import ZERO, Tree, as_variable, relation
from mvcalc_cli.symbolic.calls import MOST_DEGREE
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.from_sympy import from_sympy
from mvcalc_cli.symbolic.sizes import degree_bound
from mvcalc_cli.symbolic.to_sympy import to_sympy
from mvcalc_cli.symbolic.verify import free_variables, points

# A denominator of a higher degree is left as it stands: x⁵ − x − 1 ≠ 0.
_MOST_DEGREE = 4
_TRIES = 40


def lost_conditions(typed: Tree, answer: Tree, kinds: Mapping[str, str] | None = None) -> tuple[Tree, ...]:
    """The conditions under which `typed` is defined and that `answer` does not need any more.

    >>> from mvcalc_cli.language.tree import ONE, divide, variable
    >>> x = variable("x")
    >>> lost_conditions(divide(x, x), ONE) == (relation("!=", x, ZERO),)
    True
    """
    kinds = kinds or {}
    if "complex" in kinds.values():
        return ()
    facts = Facts(conditions(answer), kinds)
    lost: dict[Tree, None] = {}
    for condition in conditions(typed):
        if facts.implies(condition):
            continue
        for piece in _told(condition, kinds):
            if not facts.implies(piece) and _matters(piece, answer, kinds):
                lost.setdefault(piece)
    return tuple(lost)


def excluded_points(tree: Tree, name: str, kinds: Mapping[str, str]) -> tuple[Tree, ...]:
    """Exact values of the variable at which `tree` has no value: the x ≠ … of its conditions.

    >>> from mvcalc_cli.language.tree import ONE, divide, variable
    >>> excluded_points(divide(ONE, variable("x")), "x", {}) == (ZERO,)
    True
    """
    told = [piece for condition in conditions(tree) for piece in _told(condition, kinds)]
    asked = [piece for piece in told if piece.value == "!=" and piece.args[0] == as_variable(name)]
    return tuple(piece.args[1] for piece in asked if not free_variables(piece.args[1]))


def _told(condition: Tree, kinds: Mapping[str, str]) -> tuple[Tree, ...]:
    """x² − 1 ≠ 0 as x ≠ −1 and x ≠ 1; any other condition as it stands."""
    names = free_variables(condition)
    left, right = condition.args
    if condition.value != "!=" or len(names) != 1 or right != ZERO:
        return (condition,)
    try:
        polynomial = to_sympy(left, kinds)
        roots = _real_roots(polynomial, kinds)
    except MvcalcError:
        return (condition,)
    if roots is None:
        return (condition,)
    variable = from_sympy(next(iter(polynomial.free_symbols)))
    return tuple(relation("!=", variable, from_sympy(root)) for root in roots)


def _real_roots(polynomial: Any, kinds: Mapping[str, str]) -> list[Any] | None:
    """The distinct real roots of a polynomial of low degree that have a short form; else None."""
    if len(polynomial.free_symbols) != 1 or not polynomial.is_polynomial() or degree_bound(polynomial) > MOST_DEGREE:
        return None
    (symbol,) = polynomial.free_symbols
    poly = sympy.Poly(polynomial, symbol)
    if all(coefficient.is_Rational for coefficient in poly.coeffs()) and poly.degree() <= _MOST_DEGREE:
        roots = [root for root, _ in poly.real_roots(multiple=False)]
    elif poly.degree() <= 2:
        roots = [root for root in sympy.roots(poly) if root.is_real]
    else:
        return None
    if any(root.has(sympy.CRootOf) for root in roots):
        return None
    return [root for root in roots if _fits(root, kinds.get(symbol.name, "real"))]


def _fits(root: Any, kind: str) -> bool:
    """Can the variable take this value, by its kind?"""
    return bool(root.is_positive) if kind == "positive" else kind != "integer" or bool(root.is_integer)


def _matters(condition: Tree, answer: Tree, kinds: Mapping[str, str]) -> bool:
    """Is there a point where the answer has a value and the condition fails? x ≠ 0 is asked at x = 0."""
    left, right = condition.args
    if not free_variables(condition):
        return _fails(condition)
    if condition.value == "!=" and left.kind in {"variable", "component"}:
        return _defined_at_root(left, right, answer)
    if condition.value == "!=":
        return True  # no sample meets such a point: said rather than kept quiet
    names = free_variables(condition, answer)
    for _, point in zip(range(_TRIES), points(names, kinds), strict=False):
        try:
            if measure(condition, point) is False and measure(answer, point) is not None:
                return True
        except Unmeasured:
            continue
    return False


def _fails(condition: Tree) -> bool:
    """A condition without variables (log 2 ≠ 0): is it false?"""
    try:
        return measure(condition, {}) is not True
    except Unmeasured:
        return False


def _defined_at_root(variable: Tree, value: Tree, answer: Tree) -> bool:
    names = free_variables(variable, answer)
    (name,) = free_variables(variable)
    try:
        at = measure(value, {})
        for _, point in zip(range(_TRIES // 4), points(names, {}), strict=False):
            if at is not None and measure(answer, {**point, name: at}) is not None:
                return True
    except Unmeasured:
        return True
    return False
