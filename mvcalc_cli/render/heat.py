"""A heat map in the cells of a terminal: half blocks in colour, shades without."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from mvcalc_cli.plotting.plot import Heat
from mvcalc_cli.render.cells import Cells
from mvcalc_cli.render.frame import part
from mvcalc_cli.render.layout import Layout
from mvcalc_cli.render.legend import ASCII_SHADES, SHADES
from mvcalc_cli.render.ramps import has_grounds, line_color
from mvcalc_cli.render.segments import Look, Tint

_LEAST_POWER: Final = 0.25
_LARGEST_POWER: Final = 4.0


class Scale:
    """From values to shares between 0 and 1, the middle value at about a half.

    Most functions lie low over a large part of a box and rise steeply in its corners: evenly spaced
    colours would show the corners alone.
    """

    def __init__(self, rows: Sequence[Sequence[float]]) -> None:
        finite = sorted(value for row in rows for value in row if math.isfinite(value))
        self.low, self.high = (finite[0], finite[-1]) if finite else (0.0, 0.0)
        middle = part(finite[len(finite) // 2], (self.low, self.high)) if self.low < self.high else 0.5
        power = math.log(0.5) / math.log(middle) if 0 < middle < 1 else 1.0
        self._power = max(_LEAST_POWER, min(_LARGEST_POWER, power))

    def share(self, value: float) -> float:
        """Where a value lies; infinities at the ends, nan stays nan."""
        if math.isnan(value):
            return value
        if self.low == self.high:
            return 0.5
        share = part(max(self.low, min(self.high, value)), (self.low, self.high))
        return math.pow(max(0.0, min(1.0, share)), self._power)


def heat(layer: Heat, cells: Cells, place: Layout) -> None:
    """Colour the cells, or fill them with shades."""
    if not layer.rows or not layer.rows[0]:
        return
    many = has_grounds(cells.output)
    scale = Scale(layer.rows)
    across = [_index(layer.x_range, place.frame.at(u, 0)[0], len(layer.rows[0])) for u in _centres(place, halves=1)]
    upward = _centres(place, halves=2 if many else 1, up=True)
    lines = []
    for v in upward:
        index = _index(layer.y_range, place.frame.at(0, v)[1], len(layer.rows))
        lines.append([_value(layer, index, column) for column in across])
    shares = [[scale.share(value) for value in line] for line in lines]
    _colored(shares, cells) if many else _shaded(shares, cells)


def _centres(place: Layout, *, halves: int, up: bool = False) -> list[float]:
    """The middles of the columns, or of the (halves of the) rows, in dots."""
    count, size = (place.rows, place.frame.height) if up else (place.columns, place.frame.width)
    step = size / count / halves
    return [(k + 0.5) * step - 0.5 for k in range(count * halves)]


def _index(over: tuple[float, float], value: float, count: int) -> float:
    """Where a value lies between the `count` nodes of a grid; negative outside."""
    found = part(value, over)
    edge = 0.5 / max(1, count - 1)
    return max(0.0, min(1.0, found)) * (count - 1) if -edge <= found <= 1 + edge else -1.0


def grid_value(layer: Heat, x: float, y: float) -> float:
    """The value at a point, between the nodes of the grid; nan outside it."""
    return _value(layer, _index(layer.y_range, y, len(layer.rows)), _index(layer.x_range, x, len(layer.rows[0])))


def _value(layer: Heat, row: float, column: float) -> float:
    """The value between four nodes; where one of them is not finite, that of the nearest."""
    if row < 0 or column < 0:
        return math.nan
    low, left = int(row), int(column)
    high, right = min(low + 1, len(layer.rows) - 1), min(left + 1, len(layer.rows[0]) - 1)
    up, across = row - low, column - left
    lower = layer.rows[low][left] * (1 - across) + layer.rows[low][right] * across
    upper = layer.rows[high][left] * (1 - across) + layer.rows[high][right] * across
    value = lower * (1 - up) + upper * up
    return value if math.isfinite(value) else layer.rows[round(row)][round(column)]


def _colored(shares: list[list[float]], cells: Cells) -> None:
    for row in range(cells.rows):
        for column in range(cells.columns):
            lower, upper = shares[2 * row][column], shares[2 * row + 1][column]
            if math.isnan(lower):
                lower = upper
            if math.isnan(upper):
                upper = lower
            if not math.isnan(lower):
                cells.put_ground(column, row, round(upper * 255), round(lower * 255))


def _shaded(shares: list[list[float]], cells: Cells) -> None:
    cells.shaded = True
    signs = ASCII_SHADES if cells.output.ascii else SHADES
    for row, line in enumerate(shares):
        for column, share in enumerate(line):
            if not math.isnan(share):
                look: Look = Tint(line_color(share, cells.output)) if cells.output.color else "text"
                cells.put(column, row, signs[min(len(signs) - 1, int(share * len(signs)))], look)
