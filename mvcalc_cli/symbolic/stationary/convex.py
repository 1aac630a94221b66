"""Functions that bend one way on their whole domain, as they stand or in the logarithms of their variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, negative, postorder
from mvcalc_cli.symbolic.arithmetic import Unmeasured
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.germ import DIGITS, one_kind, sign

# Functions that may jump where they have values.
_JUMPS: Final = frozenset({"round", "sign", "step", "heaviside", "atan2", "gamma", "factorial"})


def is_posynomial(f: Tree, names: Sequence[str], kinds: Mapping[str, str]) -> bool:
    """Is it a sum of products of powers of the variables with positive coefficients?

    >>> from mvcalc_cli.language import parse
    >>> kinds = {"x": "positive", "y": "positive"}
    >>> is_posynomial(parse("x y + 8/x + 8/y").tree, ("x", "y"), kinds)
    True
    >>> is_posynomial(parse("x y - 8/x").tree, ("x", "y"), kinds)
    False
    """
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import symbol, to_sympy

    letters = {symbol(name, kinds.get(name, "real")) for name in names}

    def holds() -> bool:
        for term in sympy.Add.make_args(sympy.expand(to_sympy(f, kinds))):
            factor, powers = term.as_independent(*letters)
            bases = [part.as_base_exp() for part in sympy.Mul.make_args(powers)]
            if not factor.is_positive or not all(
                base in letters and exponent.is_Rational for base, exponent in bases if base != 1
            ):
                return False
        return True

    try:
        return bool(attempt(holds, 0.5))
    except MvcalcError:
        return False


def bends_one_way(f: Tree, names: tuple[str, ...], kinds: Mapping[str, str], side: int) -> bool:
    """Is ±H positive semidefinite everywhere: constant, or with leading minors that are positive by structure?"""
    from mvcalc_cli.calculus.matrices import determinant, hessian
    from mvcalc_cli.calculus.signs import Facts
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.symbolic.stationary.splitting import diagonalised

    domain = _convex_domain(f, names, kinds)
    if domain is None:
        return False
    try:
        rows = hessian(f if side > 0 else tidy(negative(f)), names)[1].rows
        if not any(variables(entry) for row in rows for entry in row):
            numbers = [[measure(entry, {}, DIGITS) for entry in row] for row in rows]
            return all(sign(value) >= 0 for value in diagonalised(one_kind(numbers))[1])
        facts = Facts(domain, kinds)
        if len(names) == 1:
            return facts.nonnegative(rows[0][0])
        minors = [determinant(tuple(row[:k] for row in rows[:k])) for k in range(1, len(names) + 1)]
    except (MvcalcError, Unmeasured):
        return False
    return all(facts.nonzero(minor) and facts.nonnegative(minor) for minor in minors)


def _convex_domain(f: Tree, names: tuple[str, ...], kinds: Mapping[str, str]) -> tuple[Tree, ...] | None:
    """The inequalities under which f has a value, where these are linear and f is smooth inside; else None."""
    from mvcalc_cli.calculus.domain import conditions
    from mvcalc_cli.calculus.signs import Facts
    from mvcalc_cli.language.tree import subtract
    from mvcalc_cli.symbolic.sameness.bends import bends, has_steps
    from mvcalc_cli.symbolic.stationary.germ import polynomial_degree

    if bends(f) or has_steps(f) or any(kinds.get(name, "real") not in {"real", "positive"} for name in names):
        return None
    if any(node.kind == "piecewise" or node.value in _JUMPS for node in postorder(f)):
        return None
    every = conditions(f)
    sides = tuple(each for each in every if each.kind == "relation" and each.value in {">", ">=", "<", "<="})
    facts = Facts(sides, kinds)
    if any(each not in sides and not facts.implies(each) for each in every):
        return None
    degrees = [polynomial_degree(subtract(*each.args), names) for each in sides]
    return sides if all(degree is not None and degree <= 1 for degree in degrees) else None
