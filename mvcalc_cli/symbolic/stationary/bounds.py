"""Bounds of the values of a function, from those of its parts: sin is in [−1, 1], an even power is not negative."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Final

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, fold, subtract

_SECONDS: Final = 0.6

Bound = Fraction | float


def bounds(f: Tree) -> tuple[Bound, Bound]:
    """Numbers that no value of f is below or above, from its parts; ±inf where none is known.

    >>> from mvcalc_cli.language import parse
    >>> bounds(parse("sin(x) cos(y) + 3").tree)
    (Fraction(2, 1), Fraction(4, 1))
    """
    try:
        return fold(f, _bounded)
    except OverflowError:
        return _NOTHING


_NOTHING: Final = (-math.inf, math.inf)
_ONE: Final = (Fraction(-1), Fraction(1))
# Functions that rise everywhere: argument -> value, where both are whole numbers.
_RISING: Final[dict[str, dict[Bound, Bound]]] = {
    "log": {Fraction(1): Fraction(0)},
    "log10": {Fraction(1): Fraction(0), Fraction(10): Fraction(1)},
    "sqrt": {Fraction(k * k): Fraction(k) for k in range(11)},
    "cbrt": {Fraction(k**3): Fraction(k) for k in range(-5, 6)},
    "atan": {Fraction(0): Fraction(0)},
    "sinh": {Fraction(0): Fraction(0)},
}
_CALLS: Final[dict[str, tuple[Bound, Bound]]] = {
    "sin": _ONE,
    "cos": _ONE,
    "tanh": _ONE,
    "cosh": (Fraction(1), math.inf),
    "abs": (Fraction(0), math.inf),
    "sqrt": (Fraction(0), math.inf),
    "sigmoid": (Fraction(0), Fraction(1)),
}


def _bounded(node: Tree, parts: list[tuple[Bound, Bound]]) -> tuple[Bound, Bound]:
    if node.kind == "call":
        rising = _RISING.get(str(node.value))
        known = _CALLS.get(str(node.value), _NOTHING)
        if rising is None or len(parts) != 1:
            return known
        low, high = (rising.get(end) for end in parts[0])
        return known[0] if low is None else low, known[1] if high is None else high
    rule = _RULES.get(node.kind)
    return _NOTHING if rule is None else rule(node, parts)


def _number(node: Tree, _: list[tuple[Bound, Bound]]) -> tuple[Bound, Bound]:
    value = Fraction(node.value)  # type: ignore[arg-type]
    return value, value


def _total(_: Tree, parts: list[tuple[Bound, Bound]]) -> tuple[Bound, Bound]:
    return sum((low for low, _ in parts), Fraction(0)), sum((high for _, high in parts), Fraction(0))


def _times(left: tuple[Bound, Bound], right: tuple[Bound, Bound]) -> tuple[Bound, Bound]:
    corners = [Fraction(0) if not a or not b else a * b for a in left for b in right]
    return min(corners), max(corners)


def _raised(node: Tree, parts: list[tuple[Bound, Bound]]) -> tuple[Bound, Bound]:
    base = parts[0]
    if node.args[0].kind == "constant" and node.args[0].value == "e":
        low, high = parts[1]
        return (Fraction(1) if low == 0 else Fraction(0)), (Fraction(1) if high == 0 else math.inf)
    exponent = node.args[1]
    if exponent.kind != "number" or not isinstance(exponent.value, int) or not 0 < exponent.value <= 20:
        return _NOTHING
    ends = [end**exponent.value for end in base]
    if exponent.value % 2:
        return ends[0], ends[1]
    inside = base[0] <= 0 <= base[1]
    return (Fraction(0) if inside else min(ends)), max(ends)


def _divided(_: Tree, parts: list[tuple[Bound, Bound]]) -> tuple[Bound, Bound]:
    """By what is positive and bounded away from 0."""
    low, high = parts[1]
    if low <= 0 or isinstance(low, float):
        return _NOTHING
    return _times(parts[0], (Fraction(0) if isinstance(high, float) else 1 / high, 1 / low))


_RULES: Final[dict[str, Callable[[Tree, list[tuple[Bound, Bound]]], tuple[Bound, Bound]]]] = {
    "number": _number,
    "negative": lambda _, parts: (-parts[0][1], -parts[0][0]),
    "sum": _total,
    "product": lambda _, parts: reduce(_times, parts),
    "power": _raised,
    "quotient": _divided,
}


def always_true(condition: Tree) -> bool:
    """Does a comparison hold for all values of its variables, by the bounds of its parts?

    >>> from mvcalc_cli.language import parse
    >>> [always_true(parse(text, answer=True).tree) for text in ("2 + sin(x) > 0", "1 + sin(x) > 0", "1 + sin(x) >= 0")]
    [True, False, True]
    """
    if condition.kind != "relation":
        return False
    low, high = bounds(subtract(*condition.args))
    holds = {">": low > 0, ">=": low >= 0, "<": high < 0, "<=": high <= 0, "!=": low > 0 or high < 0}
    return holds.get(str(condition.value), False)


def never_negative(f: Tree, value: Tree, kinds: Mapping[str, str], side: int) -> bool:
    """Is ±(f − value) never negative, by the signs of its parts, as it stands or factored?

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import number
    >>> never_negative(parse("x^2 - 2x + y^4").tree, number(-1), {}, 1)
    False
    >>> never_negative(parse("x^2 - 2x").tree, number(-1), {}, 1)
    True
    """
    import sympy

    from mvcalc_cli.calculus.signs import Facts
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    facts = Facts(kinds=kinds)
    difference = tidy(subtract(f, value) if side > 0 else subtract(value, f))
    if facts.nonnegative(difference):
        return True
    try:
        found = attempt(lambda: from_sympy(sympy.factor(to_sympy(difference, kinds))), _SECONDS)
    except MvcalcError:
        return False
    return found is not None and facts.nonnegative(found)
