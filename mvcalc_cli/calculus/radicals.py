"""Sums over the root of one polynomial, brought over one power of it: 2/√s − x²/s^(3/2) − y²/s^(3/2) is 1/√s."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from mvcalc_cli.calculus.rational import Polynomial, plus, polynomial, times, written_out
from mvcalc_cli.language.tree import Tree, add, divide, fold, multiply, number, postorder, power, size

# Polynomials by the power of the root that they stand with: {−3: x², −1: 2} is x²/r³ + 2/r.
Laurent = dict[int, Polynomial]

_MOST_TERMS: Final = 400
_MOST_NODES: Final = 400
_HIGHEST: Final = 8
_ONE: Final[Polynomial] = {(): Fraction(1)}


def over_one_root(tree: Tree, tidy: Callable[[Tree], Tree]) -> Tree:
    """The same expression over one power of √s, where s is the one sum under its roots; as it is if that is no shorter.

    >>> from mvcalc_cli.calculus.tidy import tidy
    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(over_one_root(parse("2/sqrt(x^2+y^2) - x^2/(x^2+y^2)^(3/2) - y^2/(x^2+y^2)^(3/2)").tree, tidy))
    '1/√(x² + y²)'
    """
    bases = {base for node in postorder(tree) if (base := _rooted(node)) is not None}
    radicand = polynomial(next(iter(bases))) if len(bases) == 1 else None
    if radicand is None or sum(1 for _ in postorder(tree)) > _MOST_NODES:
        return tree
    base = next(iter(bases))
    found = fold(tree, _Reader(base).node)
    if found is None:
        return tree
    parts = [_over(base, _collected(found, radicand, parity)) for parity in (0, 1)]
    result = tidy(add(*parts))
    return result if size(result) < size(tree) else tree


def _rooted(node: Tree) -> Tree | None:
    """The sum under a root, or raised to half an odd number."""
    if node.kind == "call" and node.value == "sqrt" and node.args[0].kind == "sum":
        return node.args[0]
    if node.kind == "power" and node.args[0].kind == "sum":
        exponent = _number(node.args[1])
        return node.args[0] if exponent is not None and exponent.denominator == 2 else None
    return None


def _number(tree: Tree) -> Fraction | None:
    """The value of a number or a negative one."""
    if tree.kind == "negative":
        inner = _number(tree.args[0])
        return None if inner is None else -inner
    if tree.kind == "quotient":
        above, below = (_number(arg) for arg in tree.args)
        return above / below if above is not None and below else None
    return Fraction(tree.value) if tree.kind == "number" and isinstance(tree.value, int | Fraction) else None


class _Reader:
    """Reads an expression as polynomials times powers of r = √base; None for what is none."""

    def __init__(self, base: Tree) -> None:
        self.base = base

    def node(self, node: Tree, parts: list[Laurent | None]) -> Laurent | None:
        """One node, its parts read."""
        if node == self.base:
            return {2: _ONE}
        if _rooted(node) == self.base:
            exponent = Fraction(1, 2) if node.kind == "call" else _number(node.args[1])
            return None if exponent is None else {int(2 * exponent): _ONE}
        if node.kind in {"number", "variable"}:
            found = polynomial(node)
            return None if found is None else {0: found}
        if any(part is None for part in parts):
            return None
        return self._combined(node, [part for part in parts if part is not None])

    def _combined(self, node: Tree, parts: list[Laurent]) -> Laurent | None:
        if node.kind == "sum":
            return _sum(parts)
        if node.kind == "negative":
            return _product({0: {(): Fraction(-1)}}, parts[0])
        if node.kind == "product":
            return _all(parts)
        if node.kind == "quotient":
            below = _inverse(parts[1])
            return None if below is None else _product(parts[0], below)
        return self._power(node, parts[0]) if node.kind == "power" else None

    def _power(self, node: Tree, part: Laurent) -> Laurent | None:
        exponent = _number(node.args[1])
        if exponent is None or exponent.denominator != 1 or abs(exponent) > _HIGHEST:
            return None
        factor = part if exponent >= 0 else _inverse(part)
        return None if factor is None else _all([factor] * abs(int(exponent)))


def _inverse(part: Laurent) -> Laurent | None:
    """1/(c·r^k); None for anything longer."""
    if len(part) != 1:
        return None
    ((exponent, found),) = part.items()
    return {-exponent: {(): 1 / found[()]}} if list(found) == [()] and found[()] else None


def _sum(parts: list[Laurent]) -> Laurent:
    total: Laurent = {}
    for part in parts:
        for exponent, found in part.items():
            total[exponent] = plus([total.get(exponent, {}), found])
    return total


def _product(left: Laurent, right: Laurent) -> Laurent | None:
    result = _sum([{a + b: times(p, q)} for a, p in left.items() for b, q in right.items()])
    return None if sum(map(len, result.values())) > _MOST_TERMS else result


def _all(parts: list[Laurent]) -> Laurent | None:
    result: Laurent | None = {0: _ONE}
    for part in parts:
        result = None if result is None else _product(result, part)
    return result


def _collected(found: Laurent, radicand: Polynomial, parity: int) -> tuple[int, Polynomial]:
    """The terms with even, or with odd powers of r as one polynomial times the highest power that can be taken out."""
    exponents = [exponent for exponent in found if exponent % 2 == parity]
    lowest = min(exponents, default=0)
    total: Polynomial = {}
    for exponent in exponents:
        term = found[exponent]
        for _ in range((exponent - lowest) // 2):
            term = times(term, radicand)
        total = plus([total, term])
    total = {monomial: value for monomial, value in total.items() if value}
    while total and (quotient := _divided(total, radicand)) is not None:
        total, lowest = quotient, lowest + 2
    return lowest, total


def _divided(above: Polynomial, below: Polynomial) -> Polynomial | None:
    """The quotient of two polynomials where it leaves no rest: leading terms one after the other."""
    names = sorted({name for found in (above, below) for monomial in found for name, _ in monomial})

    def key(monomial: tuple[tuple[str, int], ...]) -> tuple[int, ...]:
        powers = dict(monomial)
        return tuple(powers.get(name, 0) for name in names)

    rest, quotient = dict(above), Polynomial()
    leading = max(below, key=key)
    while rest:
        first = max(rest, key=key)
        exponents = [a - b for a, b in zip(key(first), key(leading), strict=True)]
        if min(exponents, default=0) < 0:
            return None
        monomial = tuple((name, exponent) for name, exponent in zip(names, exponents, strict=True) if exponent)
        value = rest[first] / below[leading]
        quotient[monomial] = value
        rest = plus([rest, times({monomial: -value}, below)])
        rest = {kept: number_ for kept, number_ in rest.items() if number_}
    return quotient


def _over(base: Tree, part: tuple[int, Polynomial]) -> Tree:
    """A polynomial times a power of the root of the base."""
    exponent, found = part
    if not found:
        return number(0)
    root = power(base, number(Fraction(abs(exponent), 2)))
    if exponent < 0:
        return divide(written_out(found), root)
    return written_out(found) if not exponent else multiply(written_out(found), root)
