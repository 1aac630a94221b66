"""Families of solutions on a set that bounds some of the variables: of their integers only some are left."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from mvcalc_cli.language.tree import Tree, as_variable, number, substitute, variables
from mvcalc_cli.symbolic.arithmetic import Unmeasured
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.membership import holds
from mvcalc_cli.symbolic.stationary.points import Box, Family

# Values of one integer that are told one by one.
_MOST: Final = 60


def all_inside(family: Family, names: Sequence[str], box: Box | None) -> bool:
    """Does the box bound every variable that runs with a parameter, all of them integers?"""
    if family.kind != "periodic" or box is None:
        return False
    running = [name for name, value in zip(names, family.values, strict=False) if variables(value)]
    return all(name in box for name in running)


def pinned(family: Family, names: Sequence[str], box: Box | None, others: Sequence[str] = ()) -> tuple[Family, ...]:
    """One family for every value of an integer that a bounded variable allows: x = 0 and x = π of x = kπ.

    Args:
        family: Values of the variables, of multipliers after them.
        names: The variables.
        box: What is known to hold them.
        others: The multipliers: these and the variables are no integers.

    >>> from mvcalc_cli.language import parse
    >>> family = Family((parse("pi*k").tree, parse("pi*m").tree), ("k", "m"), "periodic")
    >>> from mvcalc_cli.language.printers import line
    >>> [tuple(map(line, each.values)) for each in pinned(family, ["x", "y"], {"x": (-0.1, 3.5)})]
    [('0', 'π·m'), ('π', 'π·m')]
    """
    for letter in family.parameters:
        alone = [
            (box[name], value)
            for name, value in zip(names, family.values, strict=False)
            if box is not None and name in box and letter not in (*names, *others) and variables(value) == (letter,)
        ]
        if alone:
            span, value = alone[0]
            allowed = _allowed(letter, value, span)
            if allowed is not None and len(allowed) <= _MOST:
                parts = (_at(family, names, letter, k) for k in allowed)
                return tuple(one for part in parts for one in pinned(part, names, box, others))
    return (family,)


def _allowed(letter: str, value: Tree, span: tuple[float, float]) -> list[int] | None:
    """The integers for which an expression that is linear in one lies in a span."""
    try:
        start, following = (float(_measured(value, letter, k)) for k in (0, 1))
    except (Unmeasured, TypeError):
        return None
    step = following - start
    ends = sorted((end - start) / step for end in span)
    return list(range(math.ceil(ends[0] - 1e-9), math.floor(ends[1] + 1e-9) + 1))


def _measured(value: Tree, letter: str, k: int) -> Any:
    return measure(substitute(value, {as_variable(letter): number(k)}), {})


def _at(family: Family, names: Sequence[str], letter: str, k: int) -> Family:
    from mvcalc_cli.calculus.tidy import tidy

    def put(trees: Sequence[Tree]) -> Iterator[Tree]:
        return (tidy(substitute(tree, {as_variable(letter): number(k)})) for tree in trees)

    part = family._replace(
        values=tuple(put(family.values)),
        parameters=tuple(each for each in family.parameters if each != letter),
        equations=tuple(put(family.equations)),
    )
    own = part._replace(values=part.values[: len(names)])
    return part._replace(inside=tuple(point for point in family.inside if _is_of(own, names, point)))


def _is_of(part: Family, names: Sequence[str], point: Any) -> bool:
    from mvcalc_cli.symbolic.stationary.candidates import split

    return holds(part, names, split(point, len(names))[0])
