"""Limits of what swings, squeezed between two expansions.

A part that swings for ever stays between two bounds: sine and cosine between −1 and 1, floor(g) between g − 1 and g.
Expansions are ordered by the sign of their leading terms, so that intervals of them can be reckoned with as
intervals of numbers are. Where both ends have one limit, the expression has it (the squeeze theorem); and where no
interval is found (a denominator may vanish, again and again) the values close by prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language.tree import ZERO as ZERO_TREE
from mvcalc_cli.language.tree import E, Tree, call, fold, multiply, variable
from mvcalc_cli.symbolic.limits.asymptotic import ZERO, Expansion, Lost, Oscillation
from mvcalc_cli.symbolic.limits.coefficients import Field, Undecided, Unsupported, as_tree
from mvcalc_cli.symbolic.limits.expansion import Approach, Walker
from mvcalc_cli.symbolic.limits.rules import RISING, opened_tangents
from mvcalc_cli.symbolic.limits.values import MINUS_INFINITY, is_infinite, limit_of, same, shown

_TERMS: Final = 6


class Enclosure(NamedTuple):
    """Two expansions with the value between them, close to the point."""

    low: Expansion
    high: Expansion


def squeezed(tree: Tree, way: Approach, field: Field) -> Tree | None:
    """The limit of an expression that swings, if both of its bounds have it.

    >>> from mvcalc_cli.language import parse
    >>> squeezed(parse("x/(2 + sin(x))").tree, Approach("x", None, 1), Field())
    Tree('constant', 'oo')
    >>> squeezed(parse("sin(x)").tree, Approach("x", None, 1), Field()) is None
    True
    """
    if tree.kind == "power" and signed_value(tree.args[1]) is None:
        return _squeezed_power(tree, way, field)
    try:
        found = Encloser(way, field).enclosure(tidy(fold(tree, opened_tangents), field.facts))
        low, high = (limit_of(end, field) for end in found)
    except (Oscillation, Undecided, Unsupported, Lost, ValueError, ZeroDivisionError):
        return None
    certain = all(end.terms or end.error is None for end in found)
    return low if certain and same(field, low, high) else None


def _squeezed_power(tree: Tree, way: Approach, field: Field) -> Tree | None:
    """u^v = e^(v·log u): exponentials at both ends would be of two orders."""
    base, exponent = tree.args
    found = squeezed(exponent if base == E else multiply(exponent, call("log", base)), way, field)
    if found is None or is_infinite(found):
        return ZERO_TREE if found == MINUS_INFINITY else found
    return shown(as_tree(field.exp(field.of(found))))


class Encloser:
    """Interval arithmetic with expansions."""

    def __init__(self, way: Approach, field: Field) -> None:
        self.walker = Walker(way, field, _TERMS)

    def enclosure(self, tree: Tree) -> Enclosure:
        """The enclosure of a Tree."""
        return fold(tree, self._node)

    def _node(self, node: Tree, parts: list[Enclosure]) -> Enclosure:
        """Where nothing below swings, the expansion itself; else by the rules of intervals."""
        if all(part.low == part.high for part in parts):
            try:
                return _point(self.walker.node(node, [part.low for part in parts]))
            except Oscillation:
                return self._swinging(node, parts)
        rule = _RULES.get(node.kind)
        if rule is not None:
            return rule(self, parts)
        if node.kind == "power":
            return self._power(node, parts)
        if node.kind == "call":
            return self._call(node, parts)
        raise Unsupported

    def _swinging(self, node: Tree, parts: list[Enclosure]) -> Enclosure:
        """Bounds of what swings by itself."""
        one = self.walker.number
        if node.value in {"sin", "cos"}:
            return Enclosure(one(Fraction(-1)), one(Fraction(1)))
        if node.value == "floor":
            return self.sum([parts[0], Enclosure(one(Fraction(-1)), ZERO)])
        if node.value == "ceil":
            return self.sum([parts[0], Enclosure(ZERO, one(Fraction(1)))])
        if node.value == "mod" and self.walker.sign_of(parts[1].low) > 0:
            return Enclosure(ZERO, parts[1].high)
        raise Unsupported

    # --- arithmetic --------------------------------------------------------------------------------

    def sum(self, parts: Sequence[Enclosure]) -> Enclosure:
        """The sum of several."""
        return Enclosure(self.walker.sum([part.low for part in parts]), self.walker.sum([part.high for part in parts]))

    def negative(self, one: Enclosure) -> Enclosure:
        """−one."""
        return Enclosure(self.walker.negative(one.high), self.walker.negative(one.low))

    def product(self, parts: Sequence[Enclosure]) -> Enclosure:
        """The product of several."""
        found = parts[0]
        for part in parts[1:]:
            ends = [self.walker.product(a, b) for a in found for b in part]
            found = Enclosure(self._extreme(ends, -1), self._extreme(ends, 1))
        return found

    def inverse(self, one: Enclosure) -> Enclosure:
        """1/one.

        Raises:
            Unsupported: If it may be 0, again and again.
        """
        if not self._positive(one) and not self._positive(self.negative(one)):
            raise Unsupported
        low, high = (self.walker.power(end, Fraction(-1)) for end in one)
        return Enclosure(high, low)

    def _positive(self, one: Enclosure) -> bool:
        return self.walker.sign_of(one.low) > 0

    def _extreme(self, ends: Sequence[Expansion], sign: int) -> Expansion:
        """The greatest of several, or the least."""
        found = ends[0]
        for end in ends[1:]:
            found = self._further(found, end, sign)
        return found

    def _further(self, one: Expansion, other: Expansion, sign: int) -> Expansion:
        """The greater of two, or the lesser; of two that agree as far as they go, the one that says less: it holds for
        both."""
        try:
            return other if self.walker.sign_of(self.walker.sum((other, self.walker.negative(one)))) == sign else one
        except Lost:
            shorter = one.error is None or (other.error is not None and other.error < one.error)
            return other if shorter else one

    def _power(self, node: Tree, parts: list[Enclosure]) -> Enclosure:
        base, exponent = parts
        value = signed_value(node.args[1])
        if value is None:
            if node.args[0] == E:
                return self._rising(self.walker.exp, exponent)
            if not self._positive(base):
                raise Unsupported
            return self._rising(self.walker.exp, self.product([exponent, self._rising(self.walker.log, base)]))
        if value < 0:
            return self.inverse(self._positive_power(base, -value))
        return self._positive_power(base, value)

    def _positive_power(self, base: Enclosure, value: Fraction) -> Enclosure:
        if value.denominator == 1 and value.numerator % 2 == 0:
            base = self.absolute(base)
        elif value.denominator != 1 and self.walker.sign_of(base.low) < 0:
            raise Unsupported
        return self._rising(lambda end: self.walker.power(end, value), base)

    def absolute(self, one: Enclosure) -> Enclosure:
        """|one|."""
        if self.walker.sign_of(one.low) >= 0:
            return one
        if self.walker.sign_of(one.high) <= 0:
            return self.negative(one)
        return Enclosure(ZERO, self._extreme([self.walker.negative(one.low), one.high], 1))

    # --- functions ---------------------------------------------------------------------------------

    def _rising(self, rule: Callable[[Expansion], Expansion], one: Enclosure) -> Enclosure:
        """A function that only rises, at both ends."""
        return Enclosure(rule(one.low), rule(one.high))

    def _call(self, node: Tree, parts: list[Enclosure]) -> Enclosure:
        name, one = str(node.value), parts[0]
        if name == "abs":
            return self.absolute(one)
        if name in {"sin", "cos"}:
            return Enclosure(self.walker.number(Fraction(-1)), self.walker.number(Fraction(1)))
        if name in {"floor", "ceil"}:
            return self._swinging(node, parts)
        if name in {"min", "max"}:
            return Enclosure(*(self.walker.node(node, list(ends)) for ends in zip(*parts, strict=True)))
        if name not in RISING or len(parts) != 1:
            raise Unsupported
        if name in {"log", "log2", "log10"} and not self._positive(one):
            raise Unsupported
        plain = call(name, variable("z"))
        return self._rising(lambda end: self.walker.node(plain, [end]), one)


def _point(one: Expansion) -> Enclosure:
    return Enclosure(one, one)


_RULES: Final[dict[str, Callable[[Encloser, list[Enclosure]], Enclosure]]] = {
    "sum": lambda encloser, parts: encloser.sum(parts),
    "negative": lambda encloser, parts: encloser.negative(parts[0]),
    "product": lambda encloser, parts: encloser.product(parts),
    "quotient": lambda encloser, parts: encloser.product([parts[0], encloser.inverse(parts[1])]),
}
