"""The cells of a picture: a character each, its look, and the colours of a heat map beneath."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mvcalc_cli.render.output import Output
from mvcalc_cli.render.ramps import Rgb, ground, shown
from mvcalc_cli.render.segments import Look, Row, Segment, Tint

_DARK: Final[Rgb] = (16, 16, 28)
_LIGHT: Final[Rgb] = (255, 255, 255)


class Cells:
    """A grid of characters, (0, 0) at the lower left. What is put later covers what was there."""

    def __init__(self, columns: int, rows: int, output: Output) -> None:
        self.columns = columns
        self.rows = rows
        self.output = output
        self.shaded = False  # a heat map of shades lies beneath
        self._signs: dict[tuple[int, int], Segment] = {}
        self._grounds: dict[tuple[int, int], tuple[int, int]] = {}

    def put(self, column: int, row: int, sign: str, look: Look) -> None:
        """Write one character."""
        self._signs[column, row] = sign, look

    def put_ground(self, column: int, row: int, upper: int, lower: int) -> None:
        """Colour the halves of a cell, in steps of the ramp; signs upon it are dark or light, as can be read."""
        self._grounds[column, row] = upper, lower

    def free(self, column: int, row: int) -> bool:
        """Nothing is there yet, no colour either."""
        return (column, row) not in self._signs and (column, row) not in self._grounds

    def lines(self) -> list[Row]:
        """The rows from the top, neighbours of one look in one segment."""
        return [
            joined([self._cell(column, row) for column in range(self.columns)]) for row in reversed(range(self.rows))
        ]

    def _cell(self, column: int, row: int) -> Segment:
        sign, look = self._signs.get((column, row), (" ", "text"))
        steps = self._grounds.get((column, row))
        if steps is None:
            return sign, look
        true = self.output.true_color
        if sign == " ":
            return "▀", Tint(ground(steps[0], true)[0], ground(steps[1], true)[0])
        behind, light = ground(sum(steps) // 2, true)
        return sign, Tint(shown(_DARK if light > _turning(look) else _LIGHT, self.output), behind)


def _turning(look: Look) -> float:
    """The lightness of the ground above which a sign is dark: contours nearly always, paths and points seldom."""
    return 0.17 if isinstance(look, Tint) else 0.62


def joined(cells: Iterable[Segment]) -> Row:
    """Cells side by side, those of one look together."""
    found: list[Segment] = []
    for text, look in cells:
        if found and found[-1][1] == look:
            found[-1] = (found[-1][0] + text, look)
        else:
            found.append((text, look))
    return tuple(found)
