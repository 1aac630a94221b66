"""The degree of an expression as a polynomial."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.language.tree import Tree, as_variable, fold


def degree_in(tree: Tree, names: Sequence[str]) -> int | None:
    """The degree if the expression is a polynomial in these variables as typed, else None.

    >>> from mvcalc_cli.language import parse
    >>> degree_in(parse("x^2 y - 3").tree, ("x", "y")), degree_in(parse("1/x").tree, ("x",))
    (3, None)
    """
    wanted = {as_variable(name) for name in names}

    def node(part: Tree, parts: list[int | None]) -> int | None:
        if part in wanted:
            return 1
        degrees = [degree for degree in parts if degree is not None]
        if len(degrees) < len(parts):
            return None
        rule = _DEGREES.get(part.kind)
        return 0 if not any(degrees) else rule(part, degrees) if rule is not None else None

    return fold(lower(tree), node)


def _degree_of_power(node: Tree, degrees: list[int]) -> int | None:
    exponent = signed_value(node.args[1])
    return degrees[0] * int(exponent) if exponent is not None and natural(node.args[1]) else None


_DEGREES: Final[dict[str, Callable[[Tree, list[int]], int | None]]] = {
    "sum": lambda _, degrees: max(degrees),
    "negative": lambda _, degrees: max(degrees),
    "product": lambda _, degrees: sum(degrees),
    "quotient": lambda _, degrees: degrees[0] if not degrees[1] else None,
    "power": _degree_of_power,
}


def natural(tree: Tree) -> bool:
    """Is it one of 0, 1, 2, …?"""
    value = signed_value(tree)
    return value is not None and value.denominator == 1 and value >= 0
