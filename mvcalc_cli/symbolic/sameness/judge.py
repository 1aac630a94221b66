"""The verdict on any two answers, by what they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.sameness import containers
from mvcalc_cli.symbolic.sameness.conditions import by_truth, conditions_same
from mvcalc_cli.symbolic.sameness.result import Equality, How
from mvcalc_cli.symbolic.sameness.scalars import scalars
from mvcalc_cli.symbolic.verify import free_variables

_CONDITIONS: Final = frozenset({"relation", "logic", "boolean"})
_RANGES: Final = frozenset({"interval", "union"})
_WORDS: Final = {
    "interval": "an interval",
    "union": "a union of intervals",
    "relation": "an equation or inequality",
    "logic": "a condition",
    "boolean": "a condition",
    "vector": "a vector",
    "matrix": "a matrix",
    "set": "a set",
}


def judge(left: Tree, right: Tree, how: How = How()) -> Equality:  # noqa: B008 - immutable
    """Compare expressions as functions, conditions by where they hold, everything else part by part.

    >>> from mvcalc_cli.language import parse
    >>> judge(parse("[1, x + x]").tree, parse("[1, 2x]").tree).verdict
    'equal'
    >>> judge(parse("x < 1").tree, parse("x <= 1").tree).why
    'at x = 1 only the right one holds'
    """
    return _judge(lower(left), lower(right), how)


def _judge(left: Tree, right: Tree, how: How) -> Equality:
    kinds = {left.kind, right.kind}
    if kinds <= _CONDITIONS:
        return conditions_same(left, right, how)
    if kinds & _RANGES or ("set" in kinds and kinds & _CONDITIONS):
        return _ranges(left, right, how)
    rule = _PARTS.get(left.kind)
    if rule is not None and left.kind == right.kind:
        return rule(left, right, how, _judge)
    if left.kind in _WORDS or right.kind in _WORDS:
        return Equality("different", f"one is {article(left)}, the other {article(right)}")
    return scalars(left, right, how)


def _ranges(left: Tree, right: Tree, how: How) -> Equality:
    """Intervals and unions beside each other, beside a set, or beside a condition in one variable."""
    if "vector" in (left.kind, right.kind):
        return _with_point(left, right, how)
    if {left.kind, right.kind} <= {*_RANGES, "set"}:
        return containers.ranges(left, right, how, _judge)
    names = free_variables(left, right)
    if len(names) == 1 and {left.kind, right.kind} & _CONDITIONS:
        a, b = (one if one.kind in _CONDITIONS else containers.members(one, names[0]) for one in (left, right))
        return by_truth(a, b, how)
    return Equality("different", f"one is {article(left)}, the other {article(right)}")


def _with_point(left: Tree, right: Tree, how: How) -> Equality:
    """(1, 2) is a point beside a vector, and [0, 1] an interval beside [0, 1)."""
    sides = (left, right)
    if "()" in (left.value, right.value):
        a, b = (Tree("vector", None, one.args) if one.kind == "interval" else one for one in sides)
        return _judge(a, b, how)
    if all(len(one.args) == 2 for one in sides if one.kind == "vector"):
        a, b = (Tree("interval", "[]", one.args) if one.kind == "vector" else one for one in sides)
        return _judge(a, b, how)
    return Equality("different", f"one is {article(left)}, the other {article(right)}")


def article(tree: Tree) -> str:
    """What kind of thing it is: "a vector"."""
    return _WORDS.get(tree.kind, "an expression")


_PARTS: Final[dict[str, Callable[[Tree, Tree, How, containers.Judge], Equality]]] = {
    "vector": containers.entries,
    "matrix": containers.entries,
    "set": containers.sets,
}
