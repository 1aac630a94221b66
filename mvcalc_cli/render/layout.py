"""The layout of a picture on a terminal: its size, its ticks, its frame of characters."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from mvcalc_cli.plotting.plot import Plot, Range
from mvcalc_cli.render.frame import Frame, nearest
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.segments import Look, Row, columns, row_width, words
from mvcalc_cli.render.ticks import Tick, Ticks, ticks
from mvcalc_cli.report import Picture

_AROUND: Final = 8  # rows of a screen that are not the drawing: prompts, title, axis, legend, a closing line
_LEAST_ROWS: Final = 5
_LEAST_PANEL: Final = 3
_LEAST_SHARED: Final = _LEAST_ROWS + 1 + _LEAST_PANEL
_LEAST_COLUMNS: Final = 8  # with fewer there are no axes
_LARGEST: Final = 1000
_TINY: Final = 5e-324  # the smallest float
_LEAST_EQUAL: Final = 15  # a picture with equal axes does not shrink below so many columns; its range widens
_ROWS_A_TICK: Final = 3
_COLUMNS_A_TICK: Final = 10


class Layout(NamedTuple):
    """Where everything stands.

    Attributes:
        frame: The dots and the ranges they show.
        columns: Cells of the drawing, without axis and labels.
        rows: The same downwards.
        margin: Columns to the left of the axis; -1 where there is no room for axes.
        x_ticks: Ticks of the horizontal axis.
        y_ticks: Ticks of the vertical axis.
        lower: The same of the panel beneath; None where there is none, or no room for it.
    """

    frame: Frame
    columns: int
    rows: int
    margin: int
    x_ticks: Ticks
    y_ticks: Ticks
    lower: Layout | None = None

    def cell(self, dot: tuple[int, int]) -> tuple[int, int]:
        """The column and the row (from the bottom) of a dot."""
        return dot[0] * self.columns // self.frame.width, dot[1] * self.rows // self.frame.height

    def column(self, at: float) -> int:
        """The column of a part of the horizontal axis."""
        return self.cell(nearest((at * (self.frame.width - 1), 0)))[0]

    def row(self, at: float) -> int:
        """The row, from the bottom, of a part of the vertical axis."""
        return self.cell(nearest((0, at * (self.frame.height - 1))))[1]


def dots_a_cell(output: Output) -> tuple[int, int]:
    """Across and upwards: braille has 2 by 4."""
    return (1, 1) if output.ascii else (2, 4)


def layout(picture: Picture, output: Output, legend: int = 1) -> Layout:
    """The size of a picture and its ticks; `legend` is the number of lines beneath it."""
    plot = picture.plot
    width = min(picture.columns or output.width, _LARGEST)
    rows, beneath = _shared(_rows(picture, output, width, legend), plot, fixed=bool(picture.rows))
    y_ticks = _y_ticks(plot.y_range, rows, output)
    lower_ticks = _y_ticks(plot.panel.y_range, beneath, output) if plot.panel and beneath else Ticks(())
    margin = _margin(Ticks((*y_ticks.ticks, *lower_ticks.ticks)), width)
    columns = max(1, width - margin - 1)
    if not picture.columns and columns > _LEAST_COLUMNS:
        columns -= 1 - columns % 2  # an odd number has a middle
    if plot.equal:
        columns, rows = _shrunk(plot, columns, rows)
    frame = _frame(plot, columns, rows, output)
    while plot.equal:  # the range has widened: other ticks, with longer labels perhaps
        y_ticks = _y_ticks(frame.y_range, rows, output)
        margin = _margin(y_ticks, width)
        if columns <= max(1, width - margin - 1):
            break
        columns = max(1, width - margin - 1)
        frame = _frame(plot, columns, rows, output)
    place = Layout(frame, columns, rows, margin, _x_ticks(frame.x_range, columns, output), y_ticks)
    if not (plot.panel and beneath):
        return place
    lower = frame._replace(y_range=plot.panel.y_range, height=beneath * dots_a_cell(output)[1])
    return place._replace(lower=place._replace(frame=lower, rows=beneath, y_ticks=lower_ticks))


def _rows(picture: Picture, output: Output, width: int, legend: int) -> int:
    """Rows of the drawing: as asked for, else what lets a whole screen be seen; never higher than wide."""
    if picture.rows:
        return max(1, min(picture.rows, _LARGEST) - 2)
    rows = min(output.height - _AROUND - (legend - 1), width // 2)
    return max(_LEAST_ROWS, rows - 1 + rows % 2)


def _shared(rows: int, plot: Plot, *, fixed: bool) -> tuple[int, int]:
    """Rows of the drawing and of the panel beneath: a quarter, an odd number, so that zero is in its middle.

    The name of the panel takes a row. Where the height is not given, two rows are added for the panel.
    """
    if plot.panel is None or plot.equal or (fixed and rows < _LEAST_SHARED):
        return rows, 0
    whole = rows if fixed else max(rows + 2, _LEAST_SHARED)
    beneath = max(_LEAST_PANEL, whole // 4 | 1)
    return whole - 1 - beneath, beneath


def _margin(found: Ticks, width: int) -> int:
    """Columns of the labels: a minus hangs out to the left."""
    margin = 3 + max((len(tick.label.lstrip("−-")) for tick in found.ticks), default=0)
    if width - margin - 1 >= _LEAST_COLUMNS:
        return margin
    return 0 if width - 1 >= _LEAST_COLUMNS else -1


def _shrunk(plot: Plot, columns: int, rows: int) -> tuple[int, int]:
    """The largest size in the same proportions as the ranges; a cell is twice as high as wide."""
    across, up = _span(plot.x_range), _span(plot.y_range)
    wide, high = 2.0 * columns, 4.0 * rows
    if wide * up > high * across:
        wide = high * (across / up)
    else:
        high = wide * (up / across)
    least = min(columns, _LEAST_EQUAL)
    fewer = max(least, min(columns, math.ceil(wide / 2)))
    return fewer - (1 - fewer % 2 if fewer > least else 0), max(_LEAST_ROWS, min(rows, math.ceil(high / 4)))


def _span(over: Range) -> float:
    """The length of a range in a unit in which it cannot overflow; never 0."""
    return over[1] / 8 - over[0] / 8 or _TINY


def _frame(plot: Plot, columns: int, rows: int, output: Output) -> Frame:
    """The dots; where axes are equal, the range that has too much room widens on both sides."""
    across, up = dots_a_cell(output)
    width, height = columns * across, rows * up
    if not plot.equal:
        return Frame(plot.x_range, plot.y_range, width, height)
    wide, high = max(1, width - 1) * 2 / across, max(1, height - 1) * 4 / up  # both in quarters of a row
    unit = max(_span(plot.x_range) / wide, _span(plot.y_range) / high)
    return Frame(_widened(plot.x_range, unit * wide), _widened(plot.y_range, unit * high), width, height)


def _widened(over: Range, span: float) -> Range:
    """A range with the same middle and the span (in eighths, as `_span`); as it is where that overflows."""
    more = (span - _span(over)) * 4
    low, high = over[0] - more, over[1] + more
    return (low, high) if math.isfinite(low) and math.isfinite(high) and low < high else over


def _y_ticks(over: Range, rows: int, output: Output) -> Ticks:
    apart = max(1.0, min(_ROWS_A_TICK, rows / 3), rows / 8)
    return ticks(over, lambda gap, _: gap * rows >= apart, least=1.0 / rows, minus=_minus(output))


def _x_ticks(over: Range, columns: int, output: Output) -> Ticks:
    def fits(gap: float, found: tuple[Tick, ...]) -> bool:
        longest = max(len(tick.label) for tick in found)
        return gap * columns >= max(longest + 2, min(_COLUMNS_A_TICK, columns / 6), columns / 9)

    return ticks(over, fits, least=3.0 / columns, minus=_minus(output))


def _minus(output: Output) -> str:
    return "-" if output.ascii else "−"


def framed(lines: list[Row], beneath: list[Row], plot: Plot, place: Layout, output: Output) -> list[Row]:
    """The drawing and the panel beneath with their axes, their labels and their names."""
    if place.margin < 0:
        return [*lines, *beneath]
    rows = _sided(lines, place, output)
    if plot.panel and place.lower:
        rows.append(_heading(words(plot.panel.name, output), plot.panel.hue, place))
        rows += _sided(beneath, place.lower, output)
    head = y_name(plot, output)
    named = [_heading(head, "secondary", place)] if head else []
    across = x_name(plot, output) if x_name_fits(plot, place, output) else ""
    below: Row = (*_x_labels(place), ("  " + across, "secondary")) if across else _x_labels(place)
    return [*named, *rows, _floor(place, output), below]


def _heading(name: str, look: Look, place: Layout) -> Row:
    """A name above a drawing, cut where the terminal ends."""
    return (((" " * min(2, place.margin) + name)[: place.margin + 1 + place.columns], look),)


def _sided(lines: list[Row], place: Layout, output: Output) -> list[Row]:
    """Rows with the vertical axis and its labels to their left."""
    upright, tick = "|+" if output.ascii else "│┤"
    labels = {place.row(found.at): found.label for found in place.y_ticks.ticks}
    rows: list[Row] = []
    for count, line in enumerate(lines):
        label = labels.get(place.rows - 1 - count)
        left = (label or "").rjust(place.margin - 1) + " " if place.margin else ""
        rows.append(((left + (upright if label is None else tick), "secondary"), *line))
    return rows


def _floor(place: Layout, output: Output) -> Row:
    """The horizontal axis."""
    corner, mark, along = "++-" if output.ascii else "└┬─"
    marks = {place.column(found.at) for found in place.x_ticks.ticks}
    bottom = "".join(mark if column in marks else along for column in range(place.columns))
    return ((" " * place.margin + corner + bottom, "secondary"),)


def x_name(plot: Plot, output: Output) -> str:
    """What the horizontal axis shows, where that is not x."""
    return "" if plot.x_name == "x" or plot.headed else words(plot.x_name, output)


def y_name(plot: Plot, output: Output) -> str:
    """What the vertical axis shows, where that is not y or the values of the functions."""
    return "" if plot.y_name == "y" or plot.headed else words(plot.y_name, output)


def x_name_fits(plot: Plot, place: Layout, output: Output) -> bool:
    """Is there room for the name of the horizontal axis after its last label?"""
    room = place.margin + 1 + place.columns - row_width(_x_labels(place))
    return place.margin >= 0 and columns(x_name(plot, output)) + 2 <= room


def _x_labels(place: Layout) -> Row:
    """Labels centred beneath their ticks, moved inwards at the ends; one that would touch another is left out."""
    width = place.margin + 1 + place.columns
    text = ""
    for found in place.x_ticks.ticks:
        start = place.margin + 1 + place.column(found.at) - len(found.label) // 2
        start = max(0, min(start, width - len(found.label)))
        if not text or start > len(text):
            text = text.ljust(start) + found.label
    return ((text, "secondary"),) if len(text) <= width else ()
