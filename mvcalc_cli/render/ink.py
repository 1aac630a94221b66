"""Dots of many lines on one grid: joined into braille, coloured by whoever fills a cell most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from mvcalc_cli.render.cells import Cells
from mvcalc_cli.render.frame import Dot
from mvcalc_cli.render.layout import Layout
from mvcalc_cli.render.segments import Look


class _Owner(NamedTuple):
    weight: int
    look: Look
    sign: str


class Ink:
    """What has been drawn so far; in ASCII a cell is a dot, and a sign instead of braille."""

    def __init__(self, place: Layout) -> None:
        self.dots: set[Dot] = set()
        self._place = place
        self._owners: dict[tuple[int, int], _Owner] = {}

    def add(self, dots: Iterable[Dot], look: Look, sign: str, *, background: bool = False) -> None:
        """Draw dots; a cell keeps the look of the line with more dots in it, and of the first of two equals."""
        width, height = self._place.frame.width, self._place.frame.height
        fresh = {(u, v) for u, v in dots if 0 <= u < width and 0 <= v < height}
        self.dots |= fresh
        for cell, count in Counter(map(self._place.cell, fresh)).items():
            owner = self._owners.get(cell)
            weight = 0 if background else count
            if owner is None or owner.weight == 0 or weight > owner.weight:
                self._owners[cell] = _Owner(weight, look, sign)

    def covers(self, dot: Dot) -> bool:
        """Is something drawn in the cell of this dot?"""
        return self._place.cell(dot) in self._owners

    def put_signs(self, cells: Cells) -> None:
        """The signs of ASCII."""
        for cell, owner in self._owners.items():
            cells.put(*cell, owner.sign, owner.look)

    def put_lines(self, lines: Iterable[str], cells: Cells) -> None:
        """Rows of braille from the top, in the looks of their cells."""
        for place, line in enumerate(lines):
            for column, sign in enumerate(line):
                cell = column, cells.rows - 1 - place
                if cell in self._owners:
                    cells.put(*cell, sign, self._owners[cell].look)
