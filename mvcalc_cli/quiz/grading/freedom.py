"""Answers that are right up to something: an added constant, a factor, a sign, the order of entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from mvcalc_cli.language.tree import Tree, as_variable, multiply, negative, number, substitute, subtract
from mvcalc_cli.symbolic.arithmetic import Number
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.sameness.judge import judge
from mvcalc_cli.symbolic.sameness.result import Equality, How
from mvcalc_cli.symbolic.verify import free_variables, points

_ROWS: Final = frozenset({"vector", "matrix"})


def up_to(answer: Tree, expected: Tree, freedoms: tuple[str, ...], how: How) -> Equality:
    """Compare two answers of which something may differ: constant, scale, sign, order.

    >>> from mvcalc_cli.language import parse
    >>> up_to(parse("[2, -4]").tree, parse("[-1, 2]").tree, ("scale",), How()).verdict
    'equal'
    """
    found = judge(answer, expected, how)
    if found.verdict == "equal":
        return found
    for freedom, way in _WAYS.items():
        if freedom in freedoms:
            other = way(answer, expected, freedoms, how)
            if other.verdict == "equal":
                return other
            found = found if other.verdict == "different" else other
    return found


def _by_constant(answer: Tree, expected: Tree, freedoms: tuple[str, ...], how: How) -> Equality:
    """Both less what they are at one point."""
    if {answer.kind, expected.kind} & _ROWS:
        return _entrywise(answer, expected, freedoms, how)
    at = _common_point(answer, expected, how)
    if at is None:
        return Equality("undecided", "no point was found where both have a value", proven=False)
    first, second = (subtract(tree, substitute(tree, at)) for tree in (answer, expected))
    rest = tuple(freedom for freedom in freedoms if freedom != "constant")
    return _said(up_to(first, second, rest, how), "up to a constant")


def _entrywise(answer: Tree, expected: Tree, freedoms: tuple[str, ...], how: How) -> Equality:
    from mvcalc_cli.symbolic.sameness.containers import entries

    return entries(answer, expected, how, lambda a, b, inner: up_to(a, b, freedoms, inner))


def _common_point(left: Tree, right: Tree, how: How) -> dict[Tree, Tree] | None:
    """Exact values of the variables where both have a value."""
    names = free_variables(left, right)
    for point in islice(points(names, how.domains, how.seed), 60):
        try:
            if measure(left, point) is not None and measure(right, point) is not None:
                return {as_variable(name): number(value) for name, value in point.items()}
        except Unmeasured:
            continue
    return None


class _Pair(NamedTuple):
    """Two entries in the same place."""

    answer: Tree
    expected: Tree


def _by_scale(answer: Tree, expected: Tree, _: tuple[str, ...], how: How) -> Equality:
    """One factor, not 0, for all entries: a·E₀ = e·A₀ in each, A₀ and E₀ being values of one of them."""
    pairs = list(_pairs(answer, expected))
    found = next((values for pair in pairs if (values := _values(pair, how)) is not None), None)
    if found is None or _shape(answer) != _shape(expected):
        return Equality("different", "neither is a multiple of the other")
    at, a, e = found
    mine, other = (substitute(tree, at) for tree in (a, e))
    for pair in pairs:
        one = judge(multiply(pair.answer, other), multiply(pair.expected, mine), how)
        if one.verdict != "equal":
            return one if one.verdict != "different" else Equality("different", "neither is a multiple of the other")
    return Equality("equal", "a multiple of the answer")


def _values(pair: _Pair, how: How) -> tuple[dict[Tree, Tree], Tree, Tree] | None:
    """A point where neither of the two is 0."""
    names = free_variables(*pair)
    for point in islice(points(names, how.domains, how.seed), 60 if names else 1):
        try:
            a, e = (measure(tree, point, complex_values=True) for tree in pair)
        except Unmeasured:
            continue
        if _counts(a) and _counts(e):
            return {as_variable(name): number(value) for name, value in point.items()}, *pair
    return None


def _counts(value: Number | None) -> bool:
    return value is not None and value != 0


def _pairs(answer: Tree, expected: Tree) -> Iterator[_Pair]:
    if answer.kind in _ROWS and expected.kind in _ROWS:
        for a, e in zip(answer.args, expected.args, strict=False):
            yield from _pairs(a, e)
    else:
        yield _Pair(answer, expected)


def _shape(tree: Tree) -> object:
    return [_shape(arg) for arg in tree.args] if tree.kind in _ROWS else 0


def _by_sign(answer: Tree, expected: Tree, freedoms: tuple[str, ...], how: How) -> Equality:
    rest = tuple(freedom for freedom in freedoms if freedom != "sign")
    return _said(up_to(_turned(answer), expected, rest, how), "up to the sign")


def _turned(tree: Tree) -> Tree:
    if tree.kind in _ROWS:
        return tree.with_args(tuple(_turned(arg) for arg in tree.args))
    return negative(tree)


def _by_order(answer: Tree, expected: Tree, freedoms: tuple[str, ...], how: How) -> Equality:
    """Each entry fits another one, the same entries as often; one factor for all where a factor may differ."""
    if answer.kind not in _ROWS or expected.kind != answer.kind or len(answer.args) != len(expected.args):
        return Equality("different", "the entries are not the same")
    found = _matched(answer.args, expected.args, how)
    if found.verdict == "equal" or "scale" not in freedoms:
        return found
    for pair in [_Pair(a, e) for entry in answer.args for other in expected.args for a, e in _pairs(entry, other)]:
        values = _values(pair, how)
        if values is None:
            continue
        at, a, e = values
        mine, other = (substitute(tree, at) for tree in (a, e))
        scaled = [[_times(tree, factor) for tree in row.args] for row, factor in ((answer, other), (expected, mine))]
        if _matched(scaled[0], scaled[1], how).verdict == "equal":
            return Equality("equal", "a multiple of the answer, in another order")
    return found


def _matched(mine: Sequence[Tree], others: Sequence[Tree], how: How) -> Equality:
    left, unsure = list(others), None
    for k, entry in enumerate(mine, 1):
        found = [judge(entry, other, how) for other in left]
        fits = next((place for place, one in enumerate(found) if one.verdict == "equal"), None)
        if fits is None:
            unsure = next((one for one in found if one.verdict != "different"), None)
            return unsure or Equality("different", f"entry {k} is not among those of the answer")
        left.pop(fits)
    return Equality("equal", "the same entries in another order")


def _times(tree: Tree, factor: Tree) -> Tree:
    if tree.kind in _ROWS:
        return tree.with_args(tuple(_times(arg, factor) for arg in tree.args))
    return multiply(tree, factor)


def _said(found: Equality, words: str) -> Equality:
    return Equality("equal", f"right {words}", proven=found.proven) if found.verdict == "equal" else found


_WAYS: Final = {"sign": _by_sign, "scale": _by_scale, "order": _by_order, "constant": _by_constant}
