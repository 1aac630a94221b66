"""One form for expressions that are the same tree up to the order of sums and products, and signs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Any, Final, NamedTuple

from mvcalc_cli.language.tree import Tree, fold


class Form(NamedTuple):
    """A sign, and a key that orders: two expressions are identical if both agree."""

    sign: int
    key: tuple[Any, ...]

    @property
    def whole(self) -> tuple[Any, ...]:
        """The key with its sign."""
        return self.key if self.sign > 0 else ("-", self.key)


@lru_cache(maxsize=512)
def canonical(tree: Tree) -> Form:
    """The form of an expression: x + x is not 2x, 1·x is not x, but 1 + 2x is 2x + 1, and a − b is −(b − a).

    >>> from mvcalc_cli.language import parse
    >>> canonical(parse("1 + 2x").tree) == canonical(parse("x*2 + 1").tree)
    True
    >>> canonical(parse("x + x").tree) == canonical(parse("2x").tree)
    False
    """
    return fold(tree, lambda node, parts: _RULES.get(node.kind, _as_it_stands)(node, parts))


def _as_it_stands(node: Tree, parts: list[Form]) -> Form:
    return Form(1, (node.kind, str(node.value), *(part.whole for part in parts)))


def _number(node: Tree, _: list[Form]) -> Form:
    value = Fraction(node.value)  # type: ignore[arg-type]
    return Form(-1 if value < 0 else 1, _fraction(abs(value)))


def _fraction(value: Fraction) -> tuple[Any, ...]:
    return ("number", str(value))


def _negative(_: Tree, parts: list[Form]) -> Form:
    return Form(-parts[0].sign, parts[0].key)


def _sum(_: Tree, parts: list[Form]) -> Form:
    """Terms in order; the sign of the first one is that of the sum."""
    terms: list[Form] = []
    for part in parts:
        if part.key[0] == "sum":
            terms.extend(Form(sign * part.sign, key) for sign, key in part.key[1:])
        else:
            terms.append(part)
    terms.sort(key=lambda term: (repr(term.key), term.sign))
    same = sum(term.sign for term in terms if term.key == terms[0].key)
    lead = -1 if same < 0 or (same == 0 and terms[0].sign < 0) else 1
    return Form(lead, ("sum", *sorted(((lead * term.sign, term.key) for term in terms), key=repr)))


def _factors(form: Form) -> list[tuple[Any, ...]]:
    return list(form.key[1:]) if form.key[0] == "product" else [form.key]


def _product(_: Tree, parts: list[Form]) -> Form:
    sign = 1
    for part in parts:
        sign *= part.sign
    return _joined(sign, [factor for part in parts for factor in _factors(part)])


def _quotient(node: Tree, parts: list[Form]) -> Form:
    """A product with inverses; 2/3 is a number, 2/4 is not."""
    above, below = parts
    sign = above.sign * below.sign
    if node.args[0].kind == node.args[1].kind == "number":
        top, bottom = (Fraction(arg.value) for arg in node.args)  # type: ignore[arg-type]
        if top.denominator == bottom.denominator == 1 and bottom and gcd(int(top), int(bottom)) == 1:
            return Form(sign, _fraction(abs(top / bottom)))
    inverses = [("inverse", factor) for factor in _factors(below)]
    over = [] if node.args[0].kind == "number" and node.args[0].value == 1 else _factors(above)
    return _joined(sign, [*over, *inverses])


def _joined(sign: int, factors: list[tuple[Any, ...]]) -> Form:
    if len(factors) == 1 and factors[0][0] != "inverse":
        return Form(sign, factors[0])
    return Form(sign, ("product", *sorted(factors, key=repr)))


_RULES: Final[dict[str, Callable[[Tree, list[Form]], Form]]] = {
    "number": _number,
    "negative": _negative,
    "sum": _sum,
    "product": _product,
    "quotient": _quotient,
}
