"""Convex and concave functions by the rules of composition, so that a point that obeys the conditions is an extreme.

After S. Boyd, L. Vandenberghe, "Convex Optimization", 3.2: sums, positive multiples, affine arguments, convex and
non-decreasing functions of convex ones, weighted geometric means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from mvcalc_cli.calculus.signs import Facts, signed_value
from mvcalc_cli.language.tree import E, Tree, call, variables
from mvcalc_cli.symbolic.arithmetic import Unmeasured
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.constrained import Problem
from mvcalc_cli.symbolic.stationary.germ import polynomial_degree

Curving = Literal["affine", "convex", "concave"]

# Function -> how it is curved, and whether it rises (1), falls (−1) or neither (0), wherever it is defined.
_CALLS: Final[dict[str, tuple[Curving, int]]] = {
    "log": ("concave", 1),
    "log2": ("concave", 1),
    "log10": ("concave", 1),
    "sqrt": ("concave", 1),
    "abs": ("convex", 0),
    "cosh": ("convex", 0),
    "relu": ("convex", 1),
    "softplus": ("convex", 1),
}


class Shape(NamedTuple):
    """f as a rising (way 1) or falling function of one that is curved one way on its domain, which is convex."""

    curving: Curving
    way: int
    inside: Tree


def shape(f: Tree, names: Sequence[str], kinds: Mapping[str, str] | None = None) -> Shape | None:
    """What f is a monotone function of, if that is convex or concave; None if it is not known.

    >>> from mvcalc_cli.language import parse
    >>> [shape(parse(each).tree, "xy").curving for each in ("sqrt(x^2 + y^2)", "-x ln(x) - y ln(y)", "x^0.3 y^0.9")]
    ['convex', 'concave', 'concave']
    >>> shape(parse("x y").tree, "xy") is None
    True
    """
    from mvcalc_cli.symbolic.stationary.peeling import peeled

    known = Facts(kinds=kinds or {})
    own = _curving(f, names, known)
    if own is not None:
        return Shape(own, 1, f)
    inside, way = _outer(f), 1
    found = _curving(inside, names, known)
    if found is None:
        further, turn = peeled(inside, {})
        inside, way = further, way * turn
        found = _curving(inside, names, known)
    if found is not None:
        return Shape(found, way, inside)
    if _is_geometric(inside, names, known):
        return Shape("concave", way, call("log", inside))  # Σ a·log u, where it has a value
    return None


def is_convex(asked: Problem) -> bool:
    """Is the set convex: linear equations, g <= 0 with g convex, g >= 0 with g concave?"""
    if any(kind not in {"real", "positive"} for kind in asked.kinds.values()):
        return False
    known = Facts(kinds=asked.kinds)
    for each in asked.constraints:
        found = _curving(each.g, asked.names, known)
        wanted = {0: (), 1: ("convex",), -1: ("concave",)}[each.side]
        if found != "affine" and found not in wanted:
            return False
    return True


def _outer(f: Tree) -> Tree:
    """√u rises with u."""
    while f.kind == "call" and f.value == "sqrt":
        f = f.args[0]
    return f


def _curving(tree: Tree, names: Sequence[str], known: Facts) -> Curving | None:
    """How an expression is curved on its domain; None if it is not known."""
    held = [name for name in names if name in variables(tree)]
    degree = polynomial_degree(tree, held) if held else 0
    if degree is not None and degree <= 1:
        return "affine"
    if degree == 2:
        return _quadratic(tree, held)
    rule = _RULES.get(tree.kind)
    return None if rule is None else rule(tree, names, known)


def _call(tree: Tree, names: Sequence[str], known: Facts) -> Curving | None:
    if tree.value not in _CALLS or len(tree.args) != 1:
        return None
    outer, way = _CALLS[str(tree.value)]
    return _composed(outer, way, _curving(tree.args[0], names, known))


def _together(parts: Sequence[Curving | None]) -> Curving | None:
    kinds = {part for part in parts if part != "affine"}
    return "affine" if not kinds else kinds.pop() if len(kinds) == 1 else None


def _turned(curving: Curving | None, sign: int) -> Curving | None:
    if curving in {None, "affine"} or sign > 0:
        return curving
    return "concave" if curving == "convex" else "convex"


def _composed(outer: Curving, way: int, inner: Curving | None) -> Curving | None:
    """g(u): u affine; or g rises and u is curved the same way; or g falls and u the other."""
    if inner == "affine" or (inner is not None and way and _turned(inner, way) == outer):
        return outer
    return None


def _quadratic(tree: Tree, names: Sequence[str]) -> Curving | None:
    """By the signs of the quadratic form."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.symbolic.bridge import to_sympy
    from mvcalc_cli.symbolic.stationary.far import scaled_terms_of
    from mvcalc_cli.symbolic.stationary.germ import Germ, sign
    from mvcalc_cli.symbolic.stationary.splitting import quadratic_form

    try:
        terms = scaled_terms_of(to_sympy(tree), names)
    except MvcalcError:
        return None
    if terms is None:
        return None
    form = {m: value for m, value in terms.items() if sum(m) == 2}
    signs = {sign(value) for value in quadratic_form(Germ(form, len(names), 2, whole=True))[1]} - {0}
    return "convex" if signs == {1} else "concave" if signs == {-1} else None


def _multiple(tree: Tree, names: Sequence[str], known: Facts) -> Curving | None:
    """c·u; u·log u; c/u of an affine u that is nowhere negative where it is used."""
    factor, rest = _factor(tree)
    if factor is None or rest == [tree]:
        return None
    if len(rest) == 1:
        return _turned(_curving(rest[0], names, known), factor)
    if len(rest) == 2:
        logs = [part for part in rest if part.kind == "call" and part.value in {"log", "log2", "log10"}]
        others = [part for part in rest if part not in logs]
        if len(logs) == 1 and others == [logs[0].args[0]] and _curving(others[0], names, known) == "affine":
            return _turned("convex", factor)
    return None


def _factor(tree: Tree) -> tuple[int | None, list[Tree]]:
    """The sign of the constant factor of a product or quotient, and the factors with variables."""
    parts = [tree]
    sign, rest = 1, []
    while parts:
        part = parts.pop()
        if part.kind == "negative":
            sign, parts = -sign, [*parts, part.args[0]]
        elif part.kind == "product" or (part.kind == "quotient" and not variables(part.args[1])):
            parts += part.args
        elif variables(part):
            rest.append(part)
        else:
            value = _number(part)
            if not value:
                return None, []
            sign = sign if value > 0 else -sign
    return sign, rest


def _number(tree: Tree) -> float:
    try:
        value = measure(tree, {})
    except Unmeasured:
        return 0.0
    return float(value) if value is not None else 0.0


def _power(tree: Tree, names: Sequence[str], known: Facts) -> Curving | None:
    """e^u, and powers of an affine u."""
    base, exponent = tree.args
    if base == E:
        return "convex" if _curving(exponent, names, known) in {"affine", "convex"} else None
    value = signed_value(exponent)
    inner = _curving(base, names, known)
    if value is None or inner is None:
        return None
    if value.denominator == 1:
        even = value > 0 and value % 2 == 0
        rises = inner == "convex" and known.nonnegative(base)
        return "convex" if even and (inner == "affine" or rises) else None  # others are defined for negative u too
    if 0 < value < 1:
        return _composed("concave", 1, inner)
    # Where a convex u may be negative its power is not defined there, and what is left need not be a convex set.
    rises = value > 1 and inner == "convex" and known.nonnegative(base)
    return "convex" if inner == "affine" or rises else None


_Rule = Callable[[Tree, Sequence[str], Facts], "Curving | None"]
_RULES: Final[dict[str, _Rule]] = {
    "sum": lambda tree, names, known: _together([_curving(part, names, known) for part in tree.args]),
    "negative": lambda tree, names, known: _turned(_curving(tree.args[0], names, known), -1),
    "product": _multiple,
    "quotient": _multiple,
    "power": _power,
    "call": _call,
}


def _is_geometric(tree: Tree, names: Sequence[str], known: Facts) -> bool:
    """A positive multiple of powers of affine parts with positive exponents, each of which has to be ≥ 0?"""
    factor, rest = _factor(tree)
    if factor != 1 or len(rest) < 2:
        return False
    for part in rest:
        base, power = part, Fraction(1)
        if part.kind == "power":
            base, power = part.args[0], signed_value(part.args[1]) or Fraction(0)
        elif part.kind == "call" and part.value == "sqrt":
            base, power = part.args[0], Fraction(1, 2)
        if power <= 0 or _curving(base, names, known) != "affine":
            return False
        if power.denominator == 1 and not known.nonnegative(base):
            return False
    return True
