"""Families of solutions without the members at which a function has no value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, add, as_variable, multiply, number, substitute
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.stationary.membership import holds
from mvcalc_cli.symbolic.stationary.points import Family, Point
from mvcalc_cli.symbolic.stationary.repeating import repeat

# Every second, third or fourth member may be one where the function has a value.
_MOST_STEPS: Final = 4
_MOST_PARAMETERS: Final = 2


def defined_part(
    family: Family, names: Sequence[str], kept: Sequence[Point], trees: Sequence[Tree]
) -> tuple[Family, ...]:
    """The members of a family where functions have values, as families of their own where that is known of all.

    Args:
        family: The family.
        names: The variables.
        kept: Those of its listed members where the functions have values.
        trees: The functions.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> top = Point((parse("pi/2").tree,), (1.5707963267948966,), ("1.5707963267948966",), 0.0)
    >>> every = Family((parse("pi/2 + pi*k").tree,), ("k",), "periodic", (top, top))
    >>> [line(each.values[0]) for each in defined_part(every, ["x"], [top], [parse("log(sin(x))").tree])]
    ['2π·k + π/2']
    """
    if len(kept) == len(family.inside):
        return (family,)
    if not kept:
        return ()
    parts = None if family.kind == "curve" else _parted(family, names, trees)
    if parts is None:
        return (family._replace(inside=tuple(kept)),)
    return tuple(part._replace(inside=tuple(p for p in kept if holds(part, names, p))) for part in parts)


def is_parted(old: Family, new: Sequence[Family]) -> bool:
    """Is what is left told by families of which every member is one?"""
    return not (len(new) == 1 and new[0].values == old.values and len(new[0].inside) < len(old.inside))


def _parted(family: Family, names: Sequence[str], trees: Sequence[Tree]) -> tuple[Family, ...] | None:
    """Every second (third, …) member, where the functions are seen to repeat themselves so; None where they do not."""
    if not 0 < len(family.parameters) <= _MOST_PARAMETERS:
        return None
    for step in range(2, _MOST_STEPS + 1):
        if repeat(trees, names, _every(family, step, (0,) * len(family.parameters))):
            first = [_every(family, step, start) for start in product(range(step), repeat=len(family.parameters))]
            return tuple(part for part in first if _has_values(part, names, trees))
    return None


def _every(family: Family, step: int, start: Sequence[int]) -> Family:
    """The members with the numbers start + step·k."""
    moved = {
        as_variable(letter): add(multiply(number(step), as_variable(letter)), number(first))
        for letter, first in zip(family.parameters, start, strict=True)
    }
    return family._replace(values=tuple(_short(substitute(value, moved)) for value in family.values), inside=())


def _short(value: Tree) -> Tree:
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    try:
        return attempt(lambda: from_sympy(sympy.expand(to_sympy(value))), 0.5) or tidy(value)
    except MvcalcError:
        return tidy(value)


def _has_values(part: Family, names: Sequence[str], trees: Sequence[Tree]) -> bool:
    return all(value for value in _values(part, names, trees))


def _values(part: Family, names: Sequence[str], trees: Sequence[Tree]) -> Iterator[bool]:
    """Has each function a value at the member with the number 0?"""
    first = {as_variable(letter): number(0) for letter in part.parameters}
    place = {as_variable(n): substitute(v, first) for n, v in zip(names, part.values, strict=True)}
    for tree in trees:
        try:
            yield measure(substitute(tree, place), {}) is not None
        except Unmeasured:
            yield False
