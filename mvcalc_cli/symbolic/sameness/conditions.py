"""Are two conditions true at the same points? Equations, inequalities, and what and, or, not make of them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from typing import Final

from mvcalc_cli.calculus.domain import conditions as domain_of
from mvcalc_cli.language.tree import Tree, as_variable, fold, multiply, number, postorder, substitute, subtract
from mvcalc_cli.symbolic.digits import Number, Unmeasured, measure
from mvcalc_cli.symbolic.sameness.bends import has_steps, is_tame
from mvcalc_cli.symbolic.sameness.canonical import canonical
from mvcalc_cli.symbolic.sameness.lines import Cut, cuts, difference
from mvcalc_cli.symbolic.sameness.meetings import meetings
from mvcalc_cli.symbolic.sameness.result import Equality, How
from mvcalc_cli.symbolic.sameness.scalars import holds_infinity
from mvcalc_cli.symbolic.sameness.screen import screened
from mvcalc_cli.symbolic.verify import allowed, free_variables, plain_point, points, spoken

FLIPPED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_COMPARE: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
_DIGITS: Final = 50
_POINTS: Final = 24

Point = Mapping[str, Number]


def conditions_same(left: Tree, right: Tree, how: How) -> Equality:
    """Relations that are multiples of each other, else truth at boundaries, between them, and at points."""
    if left == right or _form(left) == _form(right):
        return Equality("equal", "the same condition")
    if left.kind == right.kind == "relation" and is_multiple(left, right, how):
        return Equality("equal", "one is a multiple of the other")
    return by_truth(left, right, how)


def _form(tree: Tree) -> object:
    """The canonical form, without the order of what stands beside `and` and `or`."""
    if tree.kind != "logic":
        return canonical(tree)
    return tree.value, sorted((_form(arg) for arg in tree.args), key=repr)


def without_infinity(tree: Tree) -> Tree:
    """x < ∞ is true of every number, and x > ∞ of none."""

    def rule(node: Tree, parts: list[Tree]) -> Tree:
        ends = [_end(part) for part in parts] if node.kind == "relation" else []
        if any(ends):
            low, high = (Fraction(end) for end in ends)
            return Tree("boolean", _COMPARE[str(node.value)](low, high))
        return node.with_args(tuple(parts)) if parts else node

    return fold(tree, rule) if holds_infinity(tree) else tree


def _end(tree: Tree) -> int:
    """1 for ∞, -1 for −∞, 0 for what is finite."""
    if tree.kind == "negative":
        return -_end(tree.args[0])
    return int(tree.kind == "constant" and tree.value == "oo")


def is_multiple(left: Tree, right: Tree, how: How) -> bool:
    """Is left − right of one a constant times that of the other, and a positive one for an inequality?"""
    if holds_infinity(left) or holds_infinity(right):
        return False
    if right.value not in (left.value, FLIPPED[str(left.value)]):
        return False
    first, second = subtract(*left.args), subtract(*right.args)
    found = ratio(first, second, how)
    if found is None:
        return False
    above, below = found
    turned = (above > 0) != (below > 0)
    if left.value not in {"=", "!="} and turned != (right.value != left.value):
        return False
    same = screened(multiply(first, number(below)), multiply(second, number(above)), how.domains, how.seed)
    return same.check.verdict == "agrees" and same.gap_left is None and same.gap_right is None


def ratio(first: Tree, second: Tree, how: How) -> tuple[Number, Number] | None:
    """The values of both at a point where neither is 0, if these are exact there."""
    for point in islice(points(free_variables(first, second), how.domains, how.seed), 40):
        try:
            a, b = measure(first, point), measure(second, point)
        except Unmeasured:
            continue
        if a and b and hasattr(a, "numerator") and hasattr(b, "numerator"):
            return a, b
    return None


def by_truth(left: Tree, right: Tree, how: How) -> Equality:
    """A place where only one of them holds; without one, whether every piece was seen."""
    left, right = without_infinity(left), without_infinity(right)
    names = free_variables(left, right)
    seen = _Seen(left, right)
    for point in islice(points(names, how.domains, how.seed), _POINTS if names else 1):
        if seen.apart(point):
            return seen.told(point, how)
    parts = _parts(left) + _parts(right)
    found = cuts(parts, names, how.seed) if names else []
    for cut in found:
        for point in [*cut.boundaries(how.domains), *cut.pieces(how.domains)]:
            if seen.apart(point):
                return seen.told(point, how)
    for point in meetings(parts, names, how.seed) if len(names) > 1 else ():
        if all(allowed(point[name], how.domains.get(name, "real")) for name in names) and seen.apart(point):
            return seen.told(point, how)
    if not names or (_settled(found, parts, seen) and not has_steps(left, right)):
        return Equality("equal", f"they hold at the same places, of {seen.count} looked at")
    return Equality("undecided", "no difference was found, and no proof", proven=False)


def _settled(found: list[Cut], parts: list[Tree], seen: _Seen) -> bool:
    """Was every piece of an axis seen, or something that holds for both, and nothing that may change far out?"""
    if len(found) == 1 and found[0].complete:
        return True
    return seen.holding >= 1 and (len(found) > 1 or all(map(is_tame, parts)))


class _Seen:
    """The points at which two conditions were looked at."""

    def __init__(self, left: Tree, right: Tree) -> None:
        self.left, self.right = left, right
        self.count = self.holding = 0
        self.mine = False

    def apart(self, point: Point) -> bool:
        """Does only one of them hold here?"""
        try:
            mine, other = truth(self.left, point), truth(self.right, point)
        except Unmeasured:
            return False
        self.count += 1
        self.holding += mine and other
        self.mine = mine
        return mine != other

    def told(self, point: Point, how: How) -> Equality:
        """The verdict, with the place."""
        side = how.sides.left if self.mine else how.sides.right
        where = plain_point(point)
        return Equality("different", f"{spoken(where)} only {side} holds".lstrip(), where)


def truth(tree: Tree, point: Point) -> bool:
    """Does the condition hold? What has no value does not hold."""
    if tree.kind == "logic":
        parts = [truth(arg, point) for arg in tree.args]
        return not parts[0] if tree.value == "not" else all(parts) if tree.value == "and" else any(parts)
    return measure(tree, point, _DIGITS) is True


def _parts(tree: Tree) -> list[Tree]:
    """What is 0 where the condition may change: both sides' difference, and the ends of their domains."""
    return list(_changes(tree))


def _changes(tree: Tree) -> Iterator[Tree]:
    for node in postorder(tree):
        if node.kind == "relation":
            yield difference(*node.args)
            for side in node.args:
                yield from (difference(*end.args) for end in domain_of(side))


def renamed(tree: Tree, old: str, new: str) -> Tree:
    """The condition in another variable."""
    return substitute(tree, {as_variable(old): as_variable(new)})
