"""The bars of a histogram in the cells of a terminal: blocks, their tops in eighths of a row."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from mvcalc_cli.plotting.plot import Bars
from mvcalc_cli.render.cells import Cells
from mvcalc_cli.render.layout import Layout
from mvcalc_cli.render.legend import ASCII_BAR

_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"


def bars(layer: Bars, cells: Cells, place: Layout) -> None:
    """Fill each column of cells as high as the bar that its middle lies in."""
    step = place.frame.width / place.columns
    zero = _rows(0.0, place)
    for column in range(place.columns):
        height = _height(layer, place.frame.at((column + 0.5) * step - 0.5, 0)[0])
        if height > 0:
            _column(column, zero, _rows(height, place), layer, cells)


def _height(layer: Bars, x: float) -> float:
    """The height of the bar over a place; 0 beside them."""
    found = bisect_right(layer.edges, x) - 1
    return layer.heights[found] if 0 <= found < len(layer.heights) else 0.0


def _rows(y: float, place: Layout) -> float:
    """How many rows of cells lie beneath a height."""
    low, high = place.frame.y_range
    share = (max(low, min(high, y)) / 2 - low / 2) / (high / 2 - low / 2)
    return (share * (place.frame.height - 1) + 0.5) * place.rows / place.frame.height


def _column(column: int, zero: float, top: float, layer: Bars, cells: Cells) -> None:
    for row in range(int(zero), cells.rows):
        eighths = min(8, round(8 * (top - row)))
        if row == int(zero):
            eighths = max(1, eighths)  # one value is seen, too
        if eighths <= 0:
            return
        cells.put(column, row, ASCII_BAR if cells.output.ascii else _EIGHTHS[eighths], layer.hue)
