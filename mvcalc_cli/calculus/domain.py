"""Where an expression is defined, and what that tells about the signs of its parts.

`conditions` lists the relations under which the expression, *as typed*, has a real value. `Facts` turns
such relations into answers to "can this be zero? negative?", which is what tidying must know before it
may cancel x/x.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from mvcalc_cli.language.tree import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Tree,
    add,
    call,
    divide,
    negative,
    postorder,
    power,
    relation,
)

Conditions = tuple[Tree, ...]


def _greater(left: Tree, right: Tree = ZERO) -> Tree:
    return relation(">", left, right)


def _at_least(left: Tree, right: Tree = ZERO) -> Tree:
    return relation(">=", left, right)


def _unequal(left: Tree, right: Tree = ZERO) -> Tree:
    return relation("!=", left, right)


def not_integer(tree: Tree) -> Tree:
    """The condition "tree is not an integer", written `tree != floor(tree)`."""
    return _unequal(tree, call("floor", tree))


def _log(u: Tree, base: Tree | None = None) -> Conditions:
    return (_greater(u),) if base is None else (_greater(u), _greater(base), _unequal(base, ONE))


def _within(u: Tree) -> Conditions:
    return (_at_least(u, MINUS_ONE), relation("<=", u, ONE))


def _root(u: Tree, n: Tree) -> Conditions:
    even = isinstance(n.value, int) and n.value % 2 == 0
    return (_at_least(u),) if even else () if n.kind == "number" else (_unequal(n),)


# Function -> the conditions on its arguments; a function that is not here is defined everywhere.
_CALLS: dict[str, Callable[..., Conditions]] = {
    "log": _log,
    "log2": _log,
    "log10": _log,
    "sqrt": lambda u: (_at_least(u),),
    "root": _root,
    "tan": lambda u: (_unequal(call("cos", u)),),
    "sec": lambda u: (_unequal(call("cos", u)),),
    "cot": lambda u: (_unequal(call("sin", u)),),
    "csc": lambda u: (_unequal(call("sin", u)),),
    "asin": _within,
    "acos": _within,
    "asec": lambda u: (_at_least(call("abs", u), ONE),),
    "acsc": lambda u: (_at_least(call("abs", u), ONE),),
    "coth": lambda u: (_unequal(u),),
    "csch": lambda u: (_unequal(u),),
    "acosh": lambda u: (_at_least(u, ONE),),
    "atanh": lambda u: (relation("<", call("abs", u), ONE),),
    "acoth": lambda u: (_greater(call("abs", u), ONE),),
    "asech": lambda u: (_greater(u), relation("<=", u, ONE)),
    "acsch": lambda u: (_unequal(u),),
    "mod": lambda _u, m: (_unequal(m),),
    "atan2": lambda y, x: (_unequal(add(power(x, TWO), power(y, TWO))),),
    "Ei": lambda u: (_unequal(u),),
    "Ci": lambda u: (_greater(u),),
    "li": lambda u: (_greater(u), _unequal(u, ONE)),
    "W": lambda u, _k=None: (_at_least(u, negative(power(Tree("constant", "e"), MINUS_ONE))),),
}


def _power(base: Tree, exponent: Tree) -> Conditions:
    value = signed_value(exponent)
    if value is None:
        return ()  # x^n: a real power where x > 0, more where n is an integer: nothing general to say
    if value.denominator == 1:
        return (_unequal(base),) if value < 0 else ()
    return (_greater(base),) if value < 0 else (_at_least(base),)


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


def _own(node: Tree) -> Conditions:
    if node.kind == "call":
        rule = _CALLS.get(str(node.value))
        return rule(*node.args) if rule else ()
    if node.kind == "quotient":
        return (_unequal(node.args[1]),)
    if node.kind == "power":
        return _power(*node.args)
    return ()


def conditions(tree: Tree) -> Conditions:
    """The relations under which `tree` has a real value, in the order of the text.

    What holds always (cosh x ≠ 0, 3 > 0) is left out; a branch of `piecewise` and the body of an indexed
    sum say nothing, because they need not be reached.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [line(condition) for condition in conditions(parse("log(x)/(x - 2)").tree)]
    ['x > 0', 'x − 2 ≠ 0']
    """
    found: dict[Tree, None] = {}
    nothing = Facts()
    for node in _reached(tree):
        for condition in _own(node):
            if not nothing.implies(condition):
                found.setdefault(condition)
    return tuple(found)


def _reached(tree: Tree) -> Iterable[Tree]:
    """The nodes that every evaluation meets: the first condition of a piecewise, no branch of it."""
    hidden: set[int] = set()
    nodes = list(postorder(tree))
    for node in reversed(nodes):
        if id(node) in hidden or node.kind in {"piecewise", "indexed"}:
            hidden.update(id(arg) for arg in node.args)
    if not hidden:
        return nodes
    # A node that is hidden in one place may be reached in another: walk again from the top.
    seen: set[int] = set()
    stack = [tree]
    order: list[Tree] = []
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        order.append(node)
        if node.kind == "piecewise":
            stack.append(node.args[0])
        elif node.kind != "indexed":
            stack.extend(node.args)
    return reversed(order)


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
                self._learn(_greater(Tree("variable", name)))
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


def defined_everywhere(tree: Tree, facts: Facts) -> bool:
    """Has `tree` a real value wherever the facts hold?

    >>> from mvcalc_cli.language import parse
    >>> defined_everywhere(parse("sin(x)/(x^2 + 1)").tree, Facts())
    True
    """
    if any(node.kind in {"piecewise", "indexed", "component"} for node in postorder(tree)):
        return False
    return all(facts.implies(condition) for node in postorder(tree) for condition in _total(node))


def _total(node: Tree) -> Conditions:
    """As `_own`, but strict where `_own` has nothing general to say."""
    if node.kind == "power" and signed_value(node.args[1]) is None:
        return (_greater(node.args[0]),)
    if node.kind == "call" and node.value in {"gamma", "factorial", "binomial", "beta", "polygamma", "gcd", "RootOf"}:
        return (_unequal(ZERO),)  # poles that no sign rules out: never known to be defined
    return _own(node)


def quotient_condition(numerator: Tree, denominator: Tree) -> Tree:
    """The condition that numerator/denominator is not an integer (the jumps of mod)."""
    return not_integer(divide(numerator, denominator))
