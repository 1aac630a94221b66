"""Decimals in banks: what is worked out from them is written with a point too, wherever that comes to an end.

The value stays exact, and grading never looks at how a number is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.calculus.tidy import Tidier
from mvcalc_cli.language.tree import Decimal, Tree, decimal_like, fold, multiply, number, postorder, variable, variables


def tidied(tree: Tree) -> Tree:
    """The tidied expression; a decimal that takes part keeps its point.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [line(tidied(parse(text).tree)) for text in ("1 - 0.05", "0.2*(-4)", "-0.5x", "0.5/3", "1 - 1/20")]
    ['0.95', '−0.8', '−0.5x', '1/6', '19/20']
    """
    return _Tidier(Facts())(tree)


class _Tidier(Tidier):
    """Tidies as ever; powers too leave a decimal a decimal."""

    def power(self, base: Tree, exponent: Tree) -> Tree:
        """base ^ exponent, both tidied."""
        found = super().power(base, exponent)
        source, parts = self._split(base).coefficient, self._split(found)
        marked = decimal_like(parts.coefficient, source)
        return found if Fraction(marked).denominator == 1 else self._join(parts._replace(coefficient=marked))


def with_points(tree: Tree, sources: Iterable[Tree]) -> Tree:
    """What our mathematics made of decimals alone: its fractions as decimals, but not those in exponents.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(with_points(parse("3x^(1/2)/10 + x/3").tree, [parse("0.2x").tree]))
    '0.3·√x + x/3'
    """
    nodes = [node for source in sources for node in postorder(source)]
    decimals = any(isinstance(node.value, Decimal) for node in nodes)
    return tidied(fold(tree, _pointed)) if decimals and not any(map(_is_fraction, nodes)) else tree


def _is_fraction(node: Tree) -> bool:
    if node.kind == "quotient":
        return node.args[1].kind == "number"
    return type(node.value) is Fraction


def _pointed(node: Tree, args: list[Tree]) -> Tree:
    """x/10 is 0.1x."""
    if node.kind == "number":
        return number(decimal_like(node.value, Decimal(1))) if type(node.value) is Fraction else node
    if node.kind == "power" and not variables(node.args[1]):
        return node.with_args((args[0], node.args[1]))
    if node.kind == "quotient" and type(node.args[1].value) is int and node.args[1].value:
        share = decimal_like(Fraction(1, node.args[1].value), Decimal(1))
        return multiply(number(share), args[0]) if isinstance(share, Decimal) else node.with_args(tuple(args))
    return node.with_args(tuple(args)) if args else node


def without_points(tree: Tree) -> Tree:
    """The same number as a fraction.

    >>> without_points(number(Decimal(19, 20))).value
    Fraction(19, 20)
    """

    def rule(node: Tree, args: list[Tree]) -> Tree:
        if isinstance(node.value, Decimal):
            return number(Fraction(node.value))
        return node.with_args(tuple(args)) if args else node

    return fold(tree, rule)


def plain_with_points(tree: Tree) -> str:
    """In one line that mvcalc reads, decimals with their point.

    >>> from mvcalc_cli.language import parse
    >>> plain_with_points(parse("0.5x^2 - 1/3").tree)
    '0.5*x**2 - 1/3'
    """
    from mvcalc_cli.language.printers import plain

    def rule(node: Tree, args: list[Tree]) -> Tree:
        return _as_name(node) if isinstance(node.value, Decimal) else node.with_args(tuple(args)) if args else node

    return plain(fold(tree, rule))


def _as_name(node: Tree) -> Tree:
    """A decimal as a name, which the printer leaves as it is; one that is too long stays a number."""
    from mvcalc_cli.language.printers.precedence import ATOM, Style, shown_number

    text, rank = shown_number(node.value, Style())
    return variable(text) if rank == ATOM else node
