"""What all members of a periodic family share: f and its slopes from one member to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import sympy

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, add, as_variable, multiply, number, substitute
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.bridge import from_sympy, symbol, to_sympy
from mvcalc_cli.symbolic.stationary.constrained import shortened
from mvcalc_cli.symbolic.stationary.points import Family

_SECONDS: Final = 0.5


def repeat(trees: Sequence[Tree], names: Sequence[str], family: Family) -> bool:
    """Have these the same value a period further, everywhere?

    >>> from mvcalc_cli.language import parse
    >>> family = Family((parse("pi/2 + pi*k").tree,), ("k",), "periodic")
    >>> [repeat([parse(each).tree], ["x"], family) for each in ("sin(x)^2", "sin(x)", "x")]
    [True, False, False]
    """
    rises = [_rise(tree, names, family, letter) for tree in trees for letter in _integers(family, names)]
    return all(rise == 0 for rise in rises)


def along(f: Tree, names: Sequence[str], family: Family) -> Tree | None:
    """f at the members of a family, as an expression of its integers; None where it is not known.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> family = Family((parse("pi/2 + 2pi*k").tree,), ("k",), "periodic")
    >>> line(along(parse("x + sin(x)").tree, ["x"], family))
    '2π·k + 1 + π/2'
    """
    letters = _integers(family, names)
    rises = [_rise(f, names, family, letter) for letter in letters]
    first = {as_variable(letter): number(0) for letter in letters}
    values = [substitute(value, first) for value in family.values[: len(names)]]
    start = shortened(f, dict(zip(names, values, strict=True)))
    if start is None or any(rise is None for rise in rises):
        return None
    steps = [
        multiply(from_sympy(rise), as_variable(k)) for rise, k in zip(rises, letters, strict=True) if rise is not None
    ]
    return shortened(add(start, *steps), {}) if any(rises) else start


def _integers(family: Family, names: Sequence[str]) -> list[str]:
    return [letter for letter in family.parameters if letter not in names]


def _rise(tree: Tree, names: Sequence[str], family: Family, letter: str) -> Any:
    """By how much an expression rises from one member to the next, if that is a number; else None."""

    def difference() -> Any:
        period = dict(_period(names, family, letter))
        expression = to_sympy(tree)
        moved = _expanded(expression.xreplace({each: each + step for each, step in period.items()}))
        rise = sympy.expand(moved - _expanded(expression))
        rise = rise if not rise.free_symbols else sympy.simplify(rise)
        return None if rise.free_symbols or any(step.free_symbols for step in period.values()) else rise

    try:
        return attempt(difference, _SECONDS)
    except MvcalcError:
        return None


def _period(names: Sequence[str], family: Family, letter: str) -> Iterator[tuple[Any, Any]]:
    for name, value in zip(names, family.values, strict=False):
        there = to_sympy(value, {each: "integer" for each in family.parameters if each not in names})
        k = next((each for each in there.free_symbols if each.name == letter), None)
        yield symbol(name), sympy.Integer(0) if k is None else sympy.expand(there.xreplace({k: k + 1}) - there)


def _expanded(expression: Any) -> Any:
    """With the arguments of functions as sums, so that whole turns are seen."""
    waves = {each: each.func(*map(sympy.expand, each.args)) for each in expression.atoms(sympy.Function)}
    return expression.xreplace(waves)
