"""Vectors and matrices entry by entry, sets matched both ways, intervals and unions by what lies in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mvcalc_cli.language.tree import Tree, postorder, relation, variable
from mvcalc_cli.symbolic.sameness.conditions import by_truth
from mvcalc_cli.symbolic.sameness.result import Equality, How, Verdict, joined
from mvcalc_cli.symbolic.verify import free_variables, shown

Judge = Callable[[Tree, Tree, How], Equality]

# The number that may lie in an interval.
_MEMBER: Final = "x"
_RANGES: Final = frozenset({"interval", "union"})


def entries(left: Tree, right: Tree, how: How, judge: Judge) -> Equality:
    """Vectors by entries, matrices by rows."""
    if len(left.args) != len(right.args):
        what = "number of rows" if left.kind == "matrix" else "number of entries"
        names = ("on the left", "on the right") if how.sides.second == "" else ("in yours", "in the answer")
        return Equality("different", f"the {what} is {len(left.args)} {names[0]}, {len(right.args)} {names[1]}")
    if not left.args:
        return Equality("equal", "both are empty")
    what = "row" if left.kind == "matrix" else "entry"
    parts = [judge(a, b, how.share(len(left.args))) for a, b in zip(left.args, right.args, strict=True)]
    return joined(parts, [f"{what} {k}" for k in range(1, len(parts) + 1)])


_BEST: Final[tuple[Verdict, ...]] = ("equal", "domain differs", "undecided", "different")


def sets(left: Tree, right: Tree, how: How, judge: Judge) -> Equality:
    """Every element of one is equal to an element of the other; one that stands there twice counts once."""
    share = how.share(len(left.args) * len(right.args))
    found = [[judge(a, b, share) for b in right.args] for a in left.args]
    mine = [best(row) for row in found]
    other = [best([row[k] for row in found]) for k in range(len(right.args))]
    worst = max([*mine, *other], key=lambda one: _BEST.index(one.verdict), default=Equality("equal", "both are empty"))
    if worst.verdict == "different":
        side = 0 if any(one.verdict == "different" for one in mine) else 1
        names = (how.sides.left, how.sides.right)
        return Equality("different", f"an element of {names[side]} is not in {names[1 - side]}")
    if worst.verdict != "equal":
        return worst
    return replace(worst, why="the same elements")


def best(found: list[Equality]) -> Equality:
    """The partner that an element fits best."""
    nobody = Equality("different", "it has no partner")
    return min(found, key=lambda one: _BEST.index(one.verdict), default=nobody)


def ranges(left: Tree, right: Tree, how: How, judge: Judge) -> Equality:
    """Intervals and unions, by their members where the ends are numbers."""
    if free_variables(left, right):
        return _by_ends(left, right, how, judge)
    if left.kind == right.kind == "interval" and left.value != right.value and left.args == right.args:
        return Equality("different", "the ends are not open and closed alike")
    found = by_truth(members(left), members(right), how._replace(domains={}))
    if found.verdict == "different":
        one, other = (how.sides.left, how.sides.right)
        if f"only {one}" not in found.why:
            one, other = other, one
        value = found.where[0][1] if found.where else None
        return replace(found, why=f"{shown(value)} lies in {one}, not in {other}")
    return found if found.verdict != "equal" else replace(found, why="the same numbers lie in both")


def _by_ends(left: Tree, right: Tree, how: How, judge: Judge) -> Equality:
    if left.kind != "interval" or right.kind != "interval":
        return sets(left, right, how, judge)
    if left.value != right.value:
        return Equality("different", "the ends are not open and closed alike")
    parts = [_end(a, b, how, judge) for a, b in zip(left.args, right.args, strict=True)]
    return joined(parts, ("left end", "right end"))


def _end(left: Tree, right: Tree, how: How, judge: Judge) -> Equality:
    if left == right:
        return Equality("equal", "same ends")
    if is_infinite(left) or is_infinite(right):
        return Equality("different", "one end is infinite, the other is another")
    return judge(left, right, how)


def is_infinite(end: Tree) -> bool:
    """∞ or −∞."""
    return any(node.kind == "constant" and node.value == "oo" for node in postorder(end))


def members(tree: Tree, name: str = _MEMBER) -> Tree:
    """The condition that a number lies in an interval, a set or a union of them.

    >>> from mvcalc_cli.language import parse
    >>> members(parse("[0, 1)", answer=True).tree)
    Tree('logic', 'and', …, …)
    """
    member = variable(name)
    if tree.kind == "union":
        return Tree("logic", "or", tuple(members(part, name) for part in tree.args))
    if tree.kind == "set":
        return Tree("logic", "or", tuple(relation("=", member, element) for element in tree.args))
    low, high = tree.args
    brackets = str(tree.value)
    parts = []
    if not is_infinite(low):
        parts.append(relation(">=" if brackets[0] == "[" else ">", member, low))
    if not is_infinite(high):
        parts.append(relation("<=" if brackets[1] == "]" else "<", member, high))
    return Tree("logic", "and", tuple(parts))
