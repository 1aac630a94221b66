"""The solutions that only one of two lines has: found, put back into the other, and named."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import (
    Decimal,
    Tree,
    add,
    as_variable,
    fold,
    multiply,
    negative,
    number,
    postorder,
    relation,
)
from mvcalc_cli.symbolic.arithmetic import Unmeasured
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.sameness.conditions import truth
from mvcalc_cli.symbolic.solutions import Root, put_back
from mvcalc_cli.symbolic.verify import free_variables

_DIGITS: Final = 50
# Members of a periodic family that are put back.
_TURNS: Final = (0, 1, -1, 2, 3)


class Solution(NamedTuple):
    """A solution: as x = … (and y = …) for the reader, by variable as numbers, and whether these are exact."""

    shown: Tree
    at: Mapping[str, Any]
    exact: bool = True


def apart(before: Tree, after: Tree, kinds: Mapping[str, str]) -> tuple[list[Solution], list[Solution], bool]:
    """The solutions that were lost, those that were gained, and whether all of both lines were looked at.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> lost, gained, _ = apart(parse("x^2 = 3x").tree, parse("x = 2").tree, {})
    >>> [line(each.shown) for each in lost], [line(each.shown) for each in gained]
    (['x = 0', 'x = 3'], ['x = 2'])
    """
    names = free_variables(before, after)
    if not names:
        return [], [], False
    first, every = solutions(before, names, kinds)
    second, each = solutions(after, names, kinds)
    lost = [root for root in first if _holds(after, root) is False]
    gained = [root for root in second if _holds(before, root) is False]
    looked = [_holds(after, root) for root in first] + [_holds(before, root) for root in second]
    return lost, gained, every and each and None not in looked


def solutions(tree: Tree, names: tuple[str, ...], kinds: Mapping[str, str]) -> tuple[list[Solution], bool]:
    """The solutions that can be listed, and whether there are no others."""
    if tree.kind == "boolean":
        return [], tree.value is False
    if len(names) > 1:
        return _of_system(tree, names, kinds)
    if tree.kind == "logic" and tree.value in {"or", "and"}:
        parts = [solutions(part, names, kinds) for part in tree.args]
        found = {root.shown: root for roots, _ in parts for root in roots}
        if tree.value == "or":
            return list(found.values()), all(every for _, every in parts)
        return [root for root in found.values() if _holds(tree, root) is not False], any(every for _, every in parts)
    if tree.kind != "relation" or tree.value != "=" or names[0] not in free_variables(tree):
        return [], False
    return _solved([tree], names, kinds)


def _of_system(tree: Tree, names: tuple[str, ...], kinds: Mapping[str, str]) -> tuple[list[Solution], bool]:
    """Of as many equations as unknowns, joined by and; a set of points joined by or."""
    if tree.kind == "logic" and tree.value == "or":
        parts = [_of_system(part, names, kinds) for part in tree.args]
        return [root for roots, _ in parts for root in roots], all(every for _, every in parts)
    equations = list(tree.args) if tree.kind == "logic" and tree.value == "and" else [tree]
    if len(equations) < len(names) or any(each.kind != "relation" or each.value != "=" for each in equations):
        return [], False
    return _solved(equations, names, kinds)


def _solved(equations: list[Tree], names: tuple[str, ...], kinds: Mapping[str, str]) -> tuple[list[Solution], bool]:
    from mvcalc_cli.symbolic.solve import solve

    try:
        found = solve(equations if len(equations) > 1 else equations[0], names, kinds)
    except MvcalcError:
        return [], False
    roots = [root for each in found.roots for root in _members(names, each)]
    return roots, found.complete is not None and not found.everywhere


def _members(names: tuple[str, ...], root: Root) -> list[Solution]:
    """A root; of a periodic family some members."""
    if any(near is None or isinstance(near, complex) for near in root.numbers):
        return []
    if root.period is None:
        return _solution(names, root.values, root.numbers)
    value = root.values[0]
    if value is None:
        return []
    turns = [tidy(add(value, multiply(_whole(turn), root.period))) for turn in _TURNS]
    return [found for each in turns for found in _solution(names, (each,), (None,))]


def _whole(turn: int) -> Tree:
    return number(turn) if turn >= 0 else negative(number(-turn))


def _solution(names: tuple[str, ...], values: tuple[Tree | None, ...], numbers: tuple[Any, ...]) -> list[Solution]:
    at: dict[str, Any] = {}
    shown: list[Tree] = []
    exact = True
    for name, value, near in zip(names, values, numbers, strict=True):
        try:
            found = None if value is None else measure(value, {}, _DIGITS)
        except Unmeasured:
            return []
        exact = exact and found is not None
        at[name] = Fraction(near) if found is None else found
        readable = value is not None and not any(node.value == "RootOf" for node in postorder(value))
        told = _decimal(value) if readable and value is not None else rounded(float(at[name]))
        shown.append(relation("=", as_variable(name), told))
    return [Solution(shown[0] if len(shown) == 1 else Tree("logic", "and", tuple(shown)), at, exact)]


def _decimal(tree: Tree) -> Tree:
    """11673/10000 as 1.1673."""

    def each(node: Tree, args: list[Tree]) -> Tree:
        value = node.value
        if (
            node.kind == "number"
            and isinstance(value, Fraction)
            and 10 ** len(str(value.denominator)) % value.denominator == 0
        ):
            return number(Decimal(value)) if value.denominator >= 100 else node
        return node.with_args(tuple(args))

    return fold(tree, each)


def rounded(value: float | complex) -> Tree:
    """A number of a point, to ten digits."""
    near = Decimal(Fraction(f"{value.real:.10g}"))
    if near.denominator == 1:
        return _whole(int(near))
    return number(near) if near >= 0 else negative(number(Decimal(-near)))


def _holds(tree: Tree, root: Solution) -> bool | None:
    """Does a condition hold at a solution of another? None where that cannot be measured."""
    if tree.kind == "logic":
        parts = [_holds(part, root) for part in tree.args]
        if None in parts:
            return None
        return not parts[0] if tree.value == "not" else all(parts) if tree.value == "and" else any(parts)
    if tree.kind == "boolean":
        return bool(tree.value)
    if tree.kind == "relation" and tree.value == "=":
        residual, reason = put_back([(tree.args[0], tree.args[1])], root.at)
        return None if residual is None and reason is None else reason is None
    try:
        return truth(tree, root.at)
    except Unmeasured:
        return None


def is_undefined(equation: Tree, root: Solution) -> bool:
    """Whether a side of an equation has no value there."""
    if equation.kind != "relation" or equation.value != "=" or not root.at:
        return False
    return put_back([(equation.args[0], equation.args[1])], root.at)[1] == "the equation is undefined there"
