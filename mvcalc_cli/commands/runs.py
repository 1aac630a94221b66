"""What is asked of slope, and how its numbers are written: shared by its two answers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block

# Digits of the values in the table: enough to see the slope settle, few enough for 80 columns.
_DIGITS = 10


class Asked(NamedTuple):
    """What is asked: a function, the variable that moves, and where."""

    tree: Tree
    by: str
    point: dict[str, Tree]
    kind: str

    @property
    def floats(self) -> dict[str, float]:
        """The point in numbers."""
        from mvcalc_cli.commands import screen

        return screen.values(self.point)

    @property
    def place(self) -> Tree:
        """Where the variable that moves stands."""
        return self.point[self.by]


def head(asked: Asked, height: float) -> Block:
    """rise over run for x³ at x = 2     f(2) = 8"""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Span

    where = screen.point_spans(asked.point)
    value = (Span(f"     f({coordinates(asked)}) = ", "secondary"), Span(height))
    return screen.head("rise over run", Span(" for "), Span(asked.tree), Span(" at "), *where, *value)


def coordinates(asked: Asked, moved: str = "") -> str:
    """2 + h, or 2 + h, 3 where another variable stands still."""
    from mvcalc_cli.language.printers import line

    return ", ".join(f"{line(value)}{moved if name == asked.by else ''}" for name, value in asked.point.items())


def number(value: float) -> str:
    """Ten significant digits, none that says nothing: 12.0601."""
    from mvcalc_cli.render.numbers import minus

    if math.isnan(value):
        return "undefined"
    return minus(f"{value:.{_DIGITS}g}" if abs(value) >= 1e-4 or not value else f"{value:.6g}")
