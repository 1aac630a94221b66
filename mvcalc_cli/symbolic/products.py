"""Expressions as products, and the factors that are never 0."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import sympy

from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import Tree, variables
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy
from mvcalc_cli.symbolic.simplify import factor
from mvcalc_cli.symbolic.verify import compare

# Each expression is factored in so many seconds.
_SECONDS: Final = 0.5
# What is not longer than this is read at once.
_SHORT: Final = 24
# Polynomials of a higher degree are not looked at.
_DEGREE: Final = 12


def product_of(tree: Tree) -> Tree:
    """As a product, where algebra is quick about it; angles are taken apart where that gives one."""

    def found() -> Tree:
        made = factor(tree, {}).tree
        raw = to_sympy(made)
        if raw.is_Add and raw.has(sympy.sin, sympy.cos):
            raw = sympy.factor(sympy.expand_trig(raw))
        if raw.is_Add:
            return tree
        other = from_sympy(sympy.powsimp(raw, combine="exp"))
        return other if compare(tree, other, {}).check.verdict == "agrees" else made

    return attempt(found, _SECONDS) or tree


@lru_cache(maxsize=64)
def shorter(tree: Tree) -> Tree:
    """What is long to read, as a product where that is shorter."""
    if len(line(tree)) <= _SHORT:
        return tree
    made = product_of(tree)
    return made if len(line(made)) < len(line(tree)) else tree


def factors(product: Tree, names: Sequence[str]) -> list[Tree]:
    """The factors that hold a variable, powers without their exponents; of a fraction those above."""
    if product.kind in {"product", "quotient"}:
        parts = product.args if product.kind == "product" else product.args[:1]
        found = [factor for part in parts for factor in factors(part, names)]
    elif product.kind == "negative" or _is_whole_power(product):
        found = factors(product.args[0], names)
    else:
        found = [product] if set(variables(product)) & set(names) else []
    return list(dict.fromkeys(found))


def _is_whole_power(tree: Tree) -> bool:
    """x², whose zeros are those of x; not 1/x and no eˣ."""
    return tree.kind == "power" and tree.args[1].kind == "number" and tree.args[1].value is not None


def never_zero(tree: Tree) -> bool:
    """Whether a factor is proved to be 0 nowhere: e^u, x^(−2), x² + 1, a number."""
    if not variables(tree):
        return tree.kind == "number" and bool(tree.value)
    if tree.kind == "power" and (tree.args[0].kind == "constant" or tree.args[1].kind == "negative"):
        return True
    if tree.kind == "call" and tree.value in {"exp", "cosh"}:
        return True
    return _has_no_root(tree)


def _has_no_root(tree: Tree) -> bool:
    """A polynomial without a real zero: counted in one variable; in several a sum of even powers and a number > 0."""
    made = polynomial(tree)
    if made is None:
        return False
    if len(made.gens) == 1:
        return not made.count_roots()
    terms = made.terms()
    even = all(not power % 2 for powers, _ in terms for power in powers)
    return even and all(number > 0 for _, number in terms) and any(not any(powers) for powers, _ in terms)


def polynomial(tree: Tree) -> Any:
    """A polynomial with fractions as its numbers; None of what is none."""

    def made() -> Any:
        expression = to_sympy(tree)
        held = sorted(expression.free_symbols, key=str)
        if not held or not expression.is_polynomial(*held):
            return None
        found = sympy.Poly(expression, *held)
        return found if found.domain.is_ZZ or found.domain.is_QQ else None

    found = attempt(made, _SECONDS)
    return found if found is not None and found.total_degree() <= _DEGREE else None


def solved_for(tree: Tree, names: Sequence[str]) -> tuple[str, Tree, Tree | None] | None:
    """A variable and its value, where tree = 0 gives it: y = x²; of x²·y − 8 = 0 y = 8/x² with x², which is not 0.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import plain
    >>> name, value, below = solved_for(parse("x^2 y - 8").tree, "xy")
    >>> name, plain(value), plain(below)
    ('y', '8/x**2', 'x**2')
    """
    made = polynomial(tree)
    if made is None:
        return None
    for variable in sorted(made.gens, key=lambda each: list(names).index(str(each)), reverse=True):
        slope = sympy.diff(made.as_expr(), variable)
        rest = sympy.expand(slope * variable - made.as_expr())
        if slope.is_Rational and slope:
            return str(variable), from_sympy(sympy.expand(rest / slope)), None
        # With a number beside it the product is not 0, so that neither of its parts is.
        if rest.is_Rational and rest and not slope.has(variable):
            return str(variable), from_sympy(rest / slope), from_sympy(slope)
    return None
