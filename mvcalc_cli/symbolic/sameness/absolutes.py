"""Real zeros of what holds |u|: case by case, u ≥ 0 and u ≤ 0, so that all of them can be counted."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, NamedTuple

from mvcalc_cli.language.tree import Tree, negative, postorder, substitute
from mvcalc_cli.symbolic.arithmetic import context
from mvcalc_cli.symbolic.digits import Number
from mvcalc_cli.symbolic.sameness.polynomials import DIGITS, polynomial, polynomial_zeros, value_at

# Every |u| doubles the cases.
_MOST: Final = 5


class Cases(NamedTuple):
    """Where |u| bends, and what the expression is on both sides.

    Attributes:
        inner: The coefficients of u, a polynomial.
        above: The expression with u in the place of |u|.
        below: With −u.
    """

    inner: list[Fraction]
    above: Tree
    below: Tree

    def zeros(self, above: tuple[Number, ...], below: tuple[Number, ...], *, exact: bool) -> dict[str, Number]:
        """The zeros of both, each where its case holds."""
        kept = [zero for zero in above if _sign(self.inner, zero, exact=exact) >= 0]
        kept += [zero for zero in below if _sign(self.inner, zero, exact=exact) <= 0]
        return {f"{float(zero):.15g}": zero for zero in kept}

    def bends(self, *, exact: bool) -> list[Number]:
        """The zeros of u."""
        return polynomial_zeros(self.inner, exact=exact) if any(self.inner) else []


def cases(tree: Tree, name: str) -> Cases | None:
    """The two cases of the innermost |u| whose u is a polynomial; None if there is none, or too many.

    >>> from mvcalc_cli.language import parse
    >>> cases(parse("|x - 1| - 20").tree, "x").inner
    [Fraction(-1, 1), Fraction(1, 1)]
    """
    sizes = list(dict.fromkeys(node for node in postorder(tree) if node.kind == "call" and node.value == "abs"))
    if len(sizes) > _MOST:
        return None
    for node in sizes:
        inner = polynomial(node.args[0], name)
        if inner is not None:
            u = node.args[0]
            return Cases(inner, substitute(tree, {node: u}), substitute(tree, {node: negative(u)}))
    return None


def _sign(coefficients: list[Fraction], place: Any, *, exact: bool) -> int:
    """The sign of a polynomial at a place: 0 where it is as good as 0."""
    mp = context(DIGITS)
    if isinstance(place, Fraction):
        value = value_at(coefficients, place)
        found = mp.mpf(value.numerator) / value.denominator
    else:
        found = value_at([mp.mpf(each.numerator) / each.denominator for each in coefficients], place)
    least = mp.mpf(10) ** (-30 if exact else -9)
    return 0 if abs(found) <= least else 1 if found > 0 else -1
