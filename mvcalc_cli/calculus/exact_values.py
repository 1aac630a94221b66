"""Exact values of functions at exact numbers: sin(π/3) is √3/2, log(8) is 3·log(2), e^(log 2) is 2."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from mvcalc_cli.calculus.exact import Exact, as_tree, atom
from mvcalc_cli.calculus.exact_powers import (
    exponential,
    general_power,
    logarithm,
    rational_power,
    reciprocal,
    sign_of,
)
from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.errors import LimitError
from mvcalc_cli.language.tree import PI, E, Tree, call, component_name, fold, postorder, variable

Value = Fraction | Exact

_HALF: Final = Fraction(1, 2)


def constant(tree: Tree) -> Value:
    """The exact value of an expression without the variables of the series; letters stay letters.

    >>> from mvcalc_cli.language import parse
    >>> constant(parse("sqrt(8)/2 + sin(pi/6)").tree)
    sqrt(2) + 1/2
    """
    return fold(tree, _node)


def _node(node: Tree, parts: list[Value]) -> Value:
    rule = _KINDS.get(node.kind)
    if rule is not None:
        return rule(node, parts)
    return atom(node.with_args(tuple(map(as_tree, parts))))


def _component(node: Tree, parts: list[Value]) -> Value:
    return atom(node if component_name(node) else node.with_args(tuple(map(as_tree, parts))))


def _sum(_: Tree, parts: list[Value]) -> Value:
    total: Value = Fraction(0)
    for part in parts:
        total = part + total
    return total


def _product(_: Tree, parts: list[Value]) -> Value:
    result: Value = Fraction(1)
    for part in parts:
        result = result * part
    return result


def value_of(name: str, args: list[Value]) -> Value:
    """The value of a function of the language at exact arguments.

    Raises:
        ZeroDivisionError: At a pole.
        ValueError: Outside the domain.
    """
    if name == "W" and args[0] == -atom(E, -1):
        return Fraction(-1)  # where both branches meet
    if name == "acot" and not args[0]:
        return _PI * _HALF
    rule = _RULES.get(name)
    if rule is not None and len(args) == 1:
        return rule(args[0])
    if name == "atan2" and sign_of(args[1]) == 1:
        return value_of("atan", [args[0] * reciprocal(args[1])])
    return _opaque(name, args)


def _opaque(name: str, args: list[Value]) -> Value:
    from mvcalc_cli.calculus.tidy import tidy

    tree = tidy(call(name, *map(as_tree, args)))
    if (value := signed_value(tree)) is not None:
        return value
    return atom(tree) if tree.kind == "call" else constant(tree)


def turns(value: Value) -> Fraction | None:
    """q if the value is q·π."""
    if not isinstance(value, Exact):
        return Fraction(0) if value == 0 else None
    if len(value.terms) != 1:
        return None
    ((monomial, coefficient),) = value.terms.items()
    return coefficient if monomial == frozenset({(PI, Fraction(1))}) else None


def _sine_of_turns(q: Fraction) -> Value:
    """sin(q·π), by the first quadrant."""
    q %= 2
    if q >= 1:
        return -_sine_of_turns(q - 1)
    if q > _HALF:
        q = 1 - q
    known = _SINES.get(q)
    if known is not None:
        return rational_power(known[0], _HALF) * known[1]
    if q == Fraction(1, 12) or q == Fraction(5, 12):
        side = 1 if q == Fraction(5, 12) else -1
        return (rational_power(Fraction(6), _HALF) + rational_power(Fraction(2), _HALF) * side) * Fraction(1, 4)
    if q > Fraction(1, 4):
        return atom(call("cos", as_tree(atom(PI) * (_HALF - q))))
    return atom(call("sin", as_tree(atom(PI) * q)))


# q -> (radicand, factor): sin(q·π) = factor·√radicand
_SINES: Final = {
    Fraction(0): (Fraction(0), Fraction(1)),
    Fraction(1, 6): (Fraction(1), _HALF),
    Fraction(1, 4): (Fraction(2), _HALF),
    Fraction(1, 3): (Fraction(3), _HALF),
    Fraction(1, 2): (Fraction(1), Fraction(1)),
}


def sine(value: Value) -> Value:
    """sin of an exact number."""
    q = turns(value)
    if q is not None:
        return _sine_of_turns(q)
    return -_call("sin", -value) if _is_minus(value) else _call("sin", value)


def cosine(value: Value) -> Value:
    """cos of an exact number."""
    q = turns(value)
    if q is not None:
        return _sine_of_turns(_HALF - q)
    return _call("cos", -value if _is_minus(value) else value)


def _is_minus(value: Value) -> bool:
    """Does it begin with a minus, all its terms?"""
    if not isinstance(value, Exact):
        return value < 0
    return all(coefficient < 0 for coefficient in value.terms.values())


def _call(name: str, value: Value) -> Value:
    return atom(call(name, as_tree(value)))


def _tangent(value: Value) -> Value:
    q = turns(value)
    if q is None:
        return -_call("tan", -value) if _is_minus(value) else _call("tan", value)
    return sine(value) * reciprocal(cosine(value))


def _odd(name: str, at: dict[Value, Value]) -> Callable[[Value], Value]:
    def rule(value: Value) -> Value:
        if not value:
            return Fraction(0)
        if value in at:
            return at[value]
        if _is_minus(value):
            return -rule(-value)
        return _call(name, value)

    return rule


def _even(name: str) -> Callable[[Value], Value]:
    def rule(value: Value) -> Value:
        if not value:
            return Fraction(1)
        return _call(name, -value if _is_minus(value) else value)

    return rule


_PI: Final = atom(PI)
_SQRT2: Final = rational_power(Fraction(2), _HALF)
_SQRT3: Final = rational_power(Fraction(3), _HALF)
_ARCSINES: Final[dict[Value, Value]] = {
    Fraction(1): _PI * _HALF,
    _HALF: _PI * Fraction(1, 6),
    _SQRT2 * _HALF: _PI * Fraction(1, 4),
    _SQRT3 * _HALF: _PI * Fraction(1, 3),
}
_ARCTANGENTS: Final[dict[Value, Value]] = {
    Fraction(1): _PI * Fraction(1, 4),
    _SQRT3: _PI * Fraction(1, 3),
    _SQRT3 * Fraction(1, 3): _PI * Fraction(1, 6),
}


def _arcsine(value: Value) -> Value:
    if not isinstance(value, Exact) and abs(value) > 1:
        raise ValueError
    return _odd("asin", _ARCSINES)(value)


def _arccosine(value: Value) -> Value:
    found = _arcsine(value)
    tree = as_tree(found)
    if "pi" in {node.value for node in _nodes(tree)} or not found:
        return _PI * _HALF - found
    return _call("acos", value)


def _nodes(tree: Tree) -> list[Tree]:

    return list(postorder(tree))


def _gamma(value: Value) -> Value:
    if isinstance(value, Fraction) and value.denominator == 1:
        if value <= 0:
            raise ZeroDivisionError
        if value > 1_000:
            raise LimitError("this Gamma function has too many digits for an exact series")
        return Fraction(math.factorial(int(value) - 1))
    if isinstance(value, Fraction) and value.denominator == 2 and abs(value) < 200:
        result: Value = atom(PI, _HALF)
        at = _HALF
        while at < value:
            result, at = result * at, at + 1
        while at > value:
            at -= 1
            result = result * (1 / at)
        return result
    return _call("gamma", value)


def _cube_root(value: Value) -> Value:
    if not isinstance(value, Exact) and value < 0:
        return -rational_power(-value, Fraction(1, 3))
    if isinstance(value, Exact) and sign_of(value) != 1:
        return _call("cbrt", value)
    return rational_power(value, Fraction(1, 3))


def _lambert(value: Value) -> Value:
    if value == atom(E):
        return Fraction(1)
    return Fraction(0) if not value else _call("W", value)


_RULES: Final[dict[str, Callable[[Value], Value]]] = {
    "sin": sine,
    "cos": cosine,
    "tan": _tangent,
    "exp": exponential,
    "log": logarithm,
    "log2": lambda value: logarithm(value) * reciprocal(logarithm(Fraction(2))),
    "log10": lambda value: logarithm(value) * reciprocal(logarithm(Fraction(10))),
    "sqrt": lambda value: rational_power(value, _HALF),
    "cbrt": _cube_root,
    "asin": _arcsine,
    "acos": _arccosine,
    "atan": _odd("atan", _ARCTANGENTS),
    "sinh": _odd("sinh", {}),
    "cosh": _even("cosh"),
    "tanh": _odd("tanh", {}),
    "asinh": _odd("asinh", {}),
    "atanh": _odd("atanh", {}),
    "erf": _odd("erf", {}),
    "erfi": _odd("erfi", {}),
    "Si": _odd("Si", {}),
    "gamma": _gamma,
    "W": _lambert,
}

_KINDS: Final[dict[str, Callable[[Tree, list[Value]], Value]]] = {
    "number": lambda node, _: Fraction(node.value),  # type: ignore[arg-type]
    "constant": lambda node, _: atom(node),
    "variable": lambda node, _: atom(variable(str(node.value))),
    "component": _component,
    "sum": _sum,
    "negative": lambda _, parts: -parts[0],
    "product": _product,
    "quotient": lambda _, parts: parts[0] * reciprocal(parts[1]),
    "power": lambda node, parts: exponential(parts[1]) if node.args[0] == E else general_power(*parts),
    "call": lambda node, parts: value_of(str(node.value), parts),
}
