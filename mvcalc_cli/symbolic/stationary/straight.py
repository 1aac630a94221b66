"""Roots of even powers as what they are: √(x²) is |x|, whose pieces can be solved one by one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import ONE, Tree, call, fold, multiply, number, power, variables

_SECONDS: Final = 0.3


def straightened(f: Tree) -> Tree:
    """The same function, with |u| for the roots of even powers of u.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [line(straightened(parse(text).tree)) for text in ("sqrt(x^2) + y", "(x^2)^(3/2)", "sqrt(x^2 + 2x y + y^2)")]
    ['|x| + y', '|x|³', '|x + y|']
    >>> line(straightened(parse("sqrt(x^4) + sqrt(x^2 + 1)").tree))
    'x² + √(x² + 1)'
    """
    return fold(f, _node)


def _node(node: Tree, parts: list[Tree]) -> Tree:
    made = Tree(node.kind, node.value, tuple(parts)) if parts else node
    if not variables(made):
        return made
    outer = _outer(made)
    if outer is None or outer.denominator % 2:
        return made
    base, scale = _square(made.args[0], outer)
    return made if base is None else multiply(scale, base) if scale != ONE else base


def _outer(node: Tree) -> Fraction | None:
    """The exponent of a root: 1/2 of √u, 3/2 of u^(3/2)."""
    if node.kind == "call" and node.value == "sqrt":
        return Fraction(1, 2)
    value = signed_value(node.args[1]) if node.kind == "power" else None
    if node.kind == "call" and node.value == "root":
        value = signed_value(node.args[1])
        value = None if not value else 1 / value
    return value if value is not None and value > 0 and value.denominator > 1 else None


def _square(radicand: Tree, outer: Fraction) -> tuple[Tree | None, Tree]:
    """|u|^n for the root of a power of u, and the root of a number before it."""
    if radicand.kind == "power":
        inner = signed_value(radicand.args[1])
        if inner is not None and inner > 0 and inner.denominator == 1 and inner.numerator % 2 == 0:
            return _raised(radicand.args[0], inner * outer), ONE
        return None, ONE
    if radicand.kind != "sum" or outer != Fraction(1, 2):
        return None, ONE
    return _factored(radicand)


def _raised(base: Tree, exponent: Fraction) -> Tree | None:
    if exponent.denominator != 1:
        return None
    size = base if exponent % 2 == 0 else call("abs", base)
    return size if exponent == 1 else power(size, number(exponent.numerator))


def _factored(radicand: Tree) -> tuple[Tree | None, Tree]:
    """x² + 2x·y + y² is a square."""
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    def found() -> tuple[Any, Any]:
        expression = to_sympy(radicand)
        if not expression.is_polynomial():
            return None, None
        factor, parts = sympy.Poly(expression).sqf_list()
        if not factor > 0 or not parts or any(times % 2 for _, times in parts):
            return None, None
        return sympy.Mul(*(part.as_expr() ** (times // 2) for part, times in parts)), sympy.sqrt(factor)

    try:
        root, factor = attempt(found, _SECONDS) or (None, None)
        return (None, ONE) if root is None else (call("abs", from_sympy(root)), from_sympy(factor))
    except (MvcalcError, sympy.PolynomialError):
        return None, ONE
