"""Is a point one of a family?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import context, measure
from mvcalc_cli.symbolic.stationary.measured import WORKING, as_number, residual
from mvcalc_cli.symbolic.stationary.points import Family, Point
from mvcalc_cli.symbolic.verify import free_variables

# Coordinates this close are the same; those of a search have ten digits and more.
NEAR: Final = 1e-9


def holds(told_together: Family, names: Sequence[str], point: Point, near: float = NEAR) -> bool:
    """Is the point one of the family?

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import variable
    >>> line = Family((parse("2k").tree, variable("y")), ("k", "y"), "curve")
    >>> holds(line, ["x", "y"], Point((None, None), (4.0, 0.3), ("4", "0.3"), 0.0))
    True
    """
    at = dict(zip(names, (as_number(text) for text in point.digits), strict=True))
    if told_together.equations:
        return all(_satisfies(each, at, told_together.parameters, near) for each in told_together.equations)
    integers = [each for each in told_together.parameters if each not in names]
    known: dict[str, Any] = {each: at[each] for each in told_together.parameters if each in at}
    rows = sorted(zip(told_together.values, at.values(), strict=True), key=lambda row: len(_held(row[0], integers)))
    return all(_is_member(value, number, integers, known, near) for value, number in rows)


def _held(value: Tree, integers: Sequence[str]) -> list[str]:
    return [each for each in integers if each in free_variables(value)]


def _is_member(value: Tree, at: Any, integers: Sequence[str], known: dict[str, Any], near: float) -> bool:
    """Has the coordinate this value, for the integers that are known, or for one that is found so?"""
    unknown = [each for each in _held(value, integers) if each not in known]
    if len(unknown) > 1:
        return False
    start, following = (_value(value, known | dict.fromkeys(unknown, Fraction(k))) for k in (0, 1))
    if start is None or following is None:
        return False
    turns = context(WORKING).nint((at - start) / (following - start)) if unknown else 0
    known |= {each: Fraction(int(turns)) for each in unknown}
    return bool(abs(at - start - turns * (following - start)) <= near * max(1, abs(at)))


def _value(tree: Tree, at: Mapping[str, Any]) -> Any:
    value = measure(tree, at, WORKING)
    return None if value is None else context(WORKING).mpf(inexact(value, WORKING))


def _satisfies(equation: Tree, at: dict[str, Any], parameters: Sequence[str], near: float) -> bool:
    """Does the equation hold, for some integer where it has one?"""
    integers = [each for each in parameters if each not in at and each in free_variables(equation)]
    if not integers:
        off = residual([equation], at)
        return off is not None and off <= near
    first, second = (measure(equation, at | dict.fromkeys(integers, Fraction(k)), WORKING) for k in (0, 1))
    if first is None or second is None:
        return False
    turns = inexact(first, WORKING) / (inexact(first, WORKING) - inexact(second, WORKING))
    return bool(abs(turns - context(WORKING).nint(turns)) <= near * max(1, abs(turns)))
