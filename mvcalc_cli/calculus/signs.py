"""What is known of signs: can this be zero? negative? By structure, by relations that hold, by declared kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from mvcalc_cli.language.tree import ZERO, Tree, postorder, relation


def signed_value(tree: Tree) -> Fraction | None:
    """The value of a number, however it is written: 2, −2, 1/2, −1/2; None for anything else."""
    sign = 1
    while tree.kind == "negative":
        sign, tree = -sign, tree.args[0]
    if tree.kind == "number":
        return sign * Fraction(tree.value)  # type: ignore[arg-type]
    if tree.kind == "quotient":
        top, bottom = (signed_value(arg) for arg in tree.args)
        if top is not None and bottom:
            return sign * top / bottom
    return None


class _Sign(NamedTuple):
    """What is known of a value wherever it is defined: it is never 0; it is never negative."""

    nonzero: bool
    nonnegative: bool


_UNKNOWN = _Sign(nonzero=False, nonnegative=False)
_POSITIVE = _Sign(nonzero=True, nonnegative=True)
_NOT_NEGATIVE = _Sign(nonzero=False, nonnegative=True)

_SIGN_OF_CALL: dict[str, _Sign] = {
    "cosh": _POSITIVE,
    "sech": _POSITIVE,
    "sigmoid": _POSITIVE,
    "softplus": _POSITIVE,
    "erfc": _POSITIVE,
    "acot": _Sign(nonzero=True, nonnegative=False),
    "sec": _Sign(nonzero=True, nonnegative=False),
    "csc": _Sign(nonzero=True, nonnegative=False),
    "csch": _Sign(nonzero=True, nonnegative=False),
    "coth": _Sign(nonzero=True, nonnegative=False),
    "gamma": _Sign(nonzero=True, nonnegative=False),
    "factorial": _Sign(nonzero=True, nonnegative=False),
    "relu": _NOT_NEGATIVE,
    "norm": _NOT_NEGATIVE,
    "acos": _NOT_NEGATIVE,
    "acosh": _NOT_NEGATIVE,
}


class Facts:
    """What is known of the signs of expressions: from relations that hold, and from declared kinds.

    `used` collects the bases whose sign was taken from a relation (not from the structure), so that an
    answer that rests on them can say so.
    """

    def __init__(self, known: Iterable[Tree] = (), kinds: Mapping[str, str] | None = None) -> None:
        self._nonzero: set[Tree] = set()
        self._nonnegative: set[Tree] = set()
        self._signs: dict[Tree, _Sign] = {}
        self.used: set[Tree] = set()
        for name, kind in (kinds or {}).items():
            if kind == "positive":
                self._learn(relation(">", Tree("variable", name), ZERO))
        for condition in known:
            self._learn(condition)

    def _learn(self, condition: Tree) -> None:
        if condition.kind != "relation":
            return
        left, right = condition.args
        bound = signed_value(right)
        if bound is None:
            return
        if (condition.value == "!=" and bound == 0) or (condition.value == ">" and bound >= 0):
            self._learn_nonzero(left)
        if condition.value == ">=" and bound > 0:
            self._learn_nonzero(left)
        if condition.value in {">", ">="} and bound >= 0:
            self._learn_nonnegative(left)

    def _learn_nonzero(self, tree: Tree) -> None:
        """A product is not 0 only if no factor is."""
        stack = [tree]
        while stack:
            part = stack.pop()
            self._nonzero.add(part)
            if part.kind in {"product", "quotient", "negative"}:
                stack.extend(part.args)
            elif part.kind == "power" or (
                part.kind == "call" and part.value in {"abs", "sqrt", "cbrt", "sinh", "tanh"}
            ):
                stack.append(part.args[0])

    def _learn_nonnegative(self, tree: Tree) -> None:
        self._nonnegative.add(tree)
        if tree.kind == "product":  # 2x ≥ 0 tells that x ≥ 0
            rest = [arg for arg in tree.args if not ((value := signed_value(arg)) and value > 0)]
            if len(rest) == 1:
                self._nonnegative.add(rest[0])
        elif tree.kind == "quotient" and (value := signed_value(tree.args[1])) and value > 0:
            self._nonnegative.add(tree.args[0])

    def learned(self, tree: Tree) -> bool:
        """Was the sign of `tree` learned from a relation?"""
        return tree in self._nonzero or tree in self._nonnegative

    def nonzero(self, tree: Tree) -> bool:
        """Is `tree` never 0 where it is defined?"""
        if self._sign(tree).nonzero:
            return True
        if tree in self._nonzero:
            self.used.add(tree)
            return True
        return False

    def nonnegative(self, tree: Tree) -> bool:
        """Is `tree` never negative where it is defined?"""
        if self._sign(tree).nonnegative:
            return True
        if tree in self._nonnegative:
            self.used.add(tree)
            return True
        return False

    def implies(self, condition: Tree) -> bool:
        """Does `condition` hold wherever the known ones do?"""
        if condition.kind != "relation":
            return False
        left, right = condition.args
        if (low := signed_value(left)) is not None and (high := signed_value(right)) is not None:
            return _holds(str(condition.value), low, high)
        if signed_value(right) != 0:
            return False
        if condition.value == "!=":
            return self.nonzero(left)
        if condition.value == ">=":
            return self.nonnegative(left)
        return condition.value == ">" and self.nonzero(left) and self.nonnegative(left)

    def _sign(self, tree: Tree) -> _Sign:
        """The sign by structure alone, each distinct expression once."""
        found = self._signs.get(tree)
        if found is None:
            for node in postorder(tree):
                if node not in self._signs:
                    self._signs[node] = self._judge(node)
            found = self._signs[tree]
        return found

    def _judge(self, node: Tree) -> _Sign:
        value = signed_value(node)
        if value is not None:
            return _Sign(nonzero=value != 0, nonnegative=value >= 0)
        judge = _JUDGES.get(node.kind)
        if judge is None:
            return _UNKNOWN
        return judge(node, [self._known(arg) for arg in node.args])

    def _known(self, node: Tree) -> _Sign:
        """Structure and relations together, for the parts of a larger expression."""
        sign = self._signs[node]
        return _Sign(sign.nonzero or node in self._nonzero, sign.nonnegative or node in self._nonnegative)


def _holds(operator: str, low: Fraction, high: Fraction) -> bool:
    return {
        "=": low == high,
        "!=": low != high,
        "<": low < high,
        "<=": low <= high,
        ">": low > high,
        ">=": low >= high,
    }[operator]


def _judge_power(node: Tree, parts: list[_Sign]) -> _Sign:
    exponent = node.args[1]
    if parts[0] == _POSITIVE:
        return _POSITIVE
    value = signed_value(exponent)
    if value is None:
        return _UNKNOWN
    even = value.denominator == 1 and value.numerator % 2 == 0
    fractional = value.denominator != 1
    return _Sign(nonzero=parts[0].nonzero or value <= 0, nonnegative=even or fractional or parts[0].nonnegative)


def _judge_call(node: Tree, parts: list[_Sign]) -> _Sign:
    if node.value in {"abs", "sqrt"}:
        return _Sign(nonzero=parts[0].nonzero, nonnegative=True)
    if node.value in {"sinh", "tanh", "atan", "asinh", "asin", "cbrt"}:  # odd, zero at 0 alone
        return parts[0]
    if node.value in {"max", "min"} and parts:
        enough = any if node.value == "max" else all
        return _Sign(enough(p == _POSITIVE for p in parts), enough(p.nonnegative for p in parts))
    return _SIGN_OF_CALL.get(str(node.value), _UNKNOWN)


_JUDGES: dict[str, Callable[[Tree, list[_Sign]], _Sign]] = {
    "constant": lambda node, _: _POSITIVE if node.value in {"e", "pi"} else _UNKNOWN,
    "negative": lambda _, parts: _Sign(nonzero=parts[0].nonzero, nonnegative=False),
    "product": lambda _, parts: _Sign(all(p.nonzero for p in parts), all(p.nonnegative for p in parts)),
    "quotient": lambda _, parts: _Sign(parts[0].nonzero, all(p.nonnegative for p in parts)),
    "sum": lambda _, parts: _Sign(
        nonzero=all(p.nonnegative for p in parts) and any(p.nonzero for p in parts),
        nonnegative=all(p.nonnegative for p in parts),
    ),
    "power": _judge_power,
    "call": _judge_call,
}
