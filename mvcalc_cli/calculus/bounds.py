"""Linear conditions put plainly: 1 − a > 0 is a < 1, 2m + 2n ≠ 0 is m + n ≠ 0; what others say is dropped."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Final

from mvcalc_cli.calculus.rational import Polynomial, plus, polynomial, times, written_out
from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language.tree import ZERO, Tree, as_variable, negative, number, relation

_MIRRORED: Final = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "!=": "!=", "=": "="}
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "!=": operator.ne, "=": operator.eq,
}  # fmt: skip


def joined(conditions: Iterable[Tree]) -> tuple[Tree, ...]:
    """The same conditions put plainly, none that follows from the others.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [line(c) for c in joined(parse(t, answer=True).tree for t in ("-a > 0", "1 - a > 0", "2m + 2n != 0"))]
    ['a < 0', 'm + n ≠ 0']
    """
    found = list(dict.fromkeys(plainly(condition) for condition in conditions))
    found = [_strict(condition, found) for condition in found]
    kept: list[Tree] = []
    for place, condition in enumerate(found):
        others = [*kept, *found[place + 1 :]]
        if not Facts(others).implies(condition) and not any(_implies(other, condition) for other in others):
            kept.append(condition)
    return tuple(dict.fromkeys(kept))


def plainly(condition: Tree) -> Tree:
    """A linear condition solved for its only letter, or divided by what its coefficients share."""
    if condition.kind != "relation":
        return condition
    left, right = condition.args
    if condition.value == "!=" and right == ZERO:
        left = _unrooted(left)
    found = polynomial(left)
    other = polynomial(right)
    if found is None or other is None:
        return relation(str(condition.value), left, right)
    total = {key: value for key, value in plus([found, times({(): Fraction(-1)}, other)]).items() if value}
    letters = [key for key in total if key]
    if not letters or any(sum(power for _, power in key) != 1 for key in letters):
        return relation(str(condition.value), left, right)
    return _solved(str(condition.value), total, letters)


def _unrooted(tree: Tree) -> Tree:
    """What must not be 0 where its root or power must not be."""
    while (tree.kind == "call" and tree.value == "sqrt") or (
        tree.kind == "power" and tree.args[1].kind == "number" and Fraction(tree.args[1].value) > 0  # type: ignore[arg-type]
    ):
        tree = tree.args[0]
    return tree


def _solved(sign: str, total: Polynomial, letters: list[tuple[tuple[str, int], ...]]) -> Tree:
    """The letter alone on the left; several letters with coefficients that share nothing."""
    first = total[letters[0]]
    scale = 1 / first
    if len(letters) > 1:
        bottom = lcm(*(value.denominator for value in total.values()))
        shared = gcd(*(int(value * bottom) for value in total.values()))
        scale = Fraction(bottom, shared) * (1 if first > 0 else -1)
    sign = sign if scale > 0 else _MIRRORED[sign]
    scaled = {key: value * scale for key, value in total.items()}
    if len(letters) > 1:
        return relation(sign, tidy(written_out(scaled)), ZERO)
    bound = -scaled.get((), Fraction(0))
    return relation(sign, as_variable(letters[0][0][0]), _signed(bound))


def _signed(value: Fraction) -> Tree:
    return negative(number(-value)) if value < 0 else number(value)


def _bound(condition: Tree) -> tuple[Tree, str, Fraction] | None:
    """The letter, the sign and the number of `a < 1`."""
    if condition.kind != "relation" or condition.args[0].kind != "variable":
        return None
    right = condition.args[1]
    minus = right.kind == "negative"
    inner = right.args[0] if minus else right
    if inner.kind != "number" or not isinstance(inner.value, int | Fraction):
        return None
    return condition.args[0], str(condition.value), Fraction(-inner.value if minus else inner.value)


def _strict(condition: Tree, others: list[Tree]) -> Tree:
    """a ≥ 0 beside a ≠ 0 is a > 0."""
    found = _bound(condition)
    if found is None or found[1] not in {">=", "<="}:
        return condition
    apart = relation("!=", *condition.args)
    return relation(found[1][0], *condition.args) if apart in others else condition


def _implies(known: Tree, condition: Tree) -> bool:
    """Does one bound of a letter follow from another?"""
    left, right = _bound(known), _bound(condition)
    if left is None or right is None or left[0] != right[0] or known == condition:
        return False
    (_, sign, at), (_, wanted, bound) = left, right
    if wanted == "!=":
        return not _COMPARE[sign](bound, at)
    if sign[0] != wanted[0] or sign not in {">", ">=", "<", "<="}:
        return False
    further = at > bound if sign[0] == ">" else at < bound
    return further or (at == bound and (len(sign) == 1 or len(wanted) == 2))
