"""A picture on a terminal: dots packed into braille, with lines, dashes, ticks and colours of our own.

plotext packs dots just so (a test holds ours against it), but its import costs a tenth of a whole command; and its
lines rub out each other's dots where they share a cell, its dashes and ticks cannot be placed, nan aborts it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from mvcalc_cli.plotting.plot import (
    Areas,
    Arrow,
    Arrows,
    Bars,
    Contours,
    Curve,
    Heat,
    Layer,
    Plot,
    Points,
    Scatter,
    Uprights,
)
from mvcalc_cli.render.bars import bars
from mvcalc_cli.render.cells import Cells
from mvcalc_cli.render.frame import Dot, Piece, Place, clip, dots, pieces, relative
from mvcalc_cli.render.heat import heat
from mvcalc_cli.render.ink import Ink
from mvcalc_cli.render.layout import Layout, framed, layout, x_name, x_name_fits, y_name
from mvcalc_cli.render.legend import ASCII_CONTOUR, ASCII_LINES, datum, legend_rows, level_share, marker
from mvcalc_cli.render.levels import put_labels
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.ramps import line_color
from mvcalc_cli.render.segments import Look, Row, Tint, words
from mvcalc_cli.report import Picture

_COMPASS: Final = "→↗↑↖←↙↓↘"
_ASCII_COMPASS: Final = ">/^\\</v\\"
_BESIDE_FRAME: Final = 2  # columns in which a line through zero would double the frame
_DENSE: Final = 1.0  # signs of data for each column, or the lines beneath are not seen
_FILL_APART: Final = 4  # dots between the dots of an area
_NARROW: Final = 5  # dots: an outline no wider has no upright edges, they would fill it


def picture_rows(picture: Picture, output: Output) -> list[Row]:
    """The rows of a picture: the drawing, its axes, its legend."""
    plot = picture.plot
    above = 1 if y_name(plot, output) else 0
    place = layout(picture, output, len(legend_rows(plot, output)) + above)
    beneath = _drawn(plot.panel.layers, place.lower, output) if plot.panel and place.lower else []
    rows = framed(_drawn(plot.layers, place, output), beneath, plot, place, output)
    return [*rows, *legend_rows(plot, output, _notes(plot, place, output))]


def _drawn(layers: Sequence[Layer], place: Layout, output: Output) -> list[Row]:
    """One drawing without its axes: heat, bars, zero lines, data, lines, arrows, signs, each over those before."""
    cells = Cells(place.columns, place.rows, output)
    for layer in layers:
        if isinstance(layer, Heat):
            heat(layer, cells, place)
    for layer in layers:
        if isinstance(layer, Bars):
            bars(layer, cells, place)
    _zero_axes(cells, place, output)
    lines = _lines(layers, cells, place, output)
    _put(_dense(layers, lines, place), cells, place)
    _put(lines, cells, place)
    put_labels(layers, cells, place)
    for layer in layers:
        if isinstance(layer, Arrows):
            _arrows(layer, cells, place, output)
    for layer in layers:
        if isinstance(layer, Points):
            _points(layer, marker(layer.marker, output), cells, place)
        elif isinstance(layer, Scatter) and not _is_dense(layer, place):
            _points(layer, datum(output), cells, place)
    return cells.lines()


def _is_dense(layer: Scatter, place: Layout) -> bool:
    """Would a sign each hide the lines that they lie on?"""
    return len(layer.xs) > _DENSE * place.columns


def _dense(layers: Sequence[Layer], lines: Ink, place: Layout) -> Ink:
    """Data too many for signs: a dot each, beneath the lines, which keep their cells to themselves.

    Where most of the data lie in these cells they would not be seen at all: there the lines take up their dots.
    """
    ink = Ink(place)
    for layer in layers:
        if isinstance(layer, Scatter) and _is_dense(layer, place):
            found = [place.frame.dot(x, y) for x, y in zip(layer.xs, layer.ys, strict=True)]
            dots = [dot for dot in found if dot is not None]
            hidden = [dot for dot in dots if lines.covers(dot)]
            ink.add(dots, layer.hue, ASCII_CONTOUR)
            if 2 * len(hidden) > len(dots):
                lines.add(hidden, layer.hue, ASCII_CONTOUR, background=True)
    return ink


def _put(ink: Ink, cells: Cells, place: Layout) -> None:
    if cells.output.ascii:
        ink.put_signs(cells)
    elif ink.dots:
        ink.put_lines(_braille(ink.dots, place), cells)


def _lines(layers: Sequence[Layer], cells: Cells, place: Layout, output: Output) -> Ink:
    """Everything that is drawn with dots, joined where it crosses."""
    ink = Ink(place)
    for layer in layers:
        if isinstance(layer, Areas):
            _areas(layer, ink, place)
    for layer in layers:
        if isinstance(layer, Contours):
            _contours(layer, ink, place, output._replace(color=output.color and not cells.shaded))
        elif isinstance(layer, Curve):
            spots = [dot for piece in pieces(layer.xs, layer.ys, place.frame) for dot in dots(piece, layer.style)]
            ink.add(spots, layer.hue, ASCII_LINES[layer.style])
        elif isinstance(layer, Uprights):
            _uprights(layer, ink, place)
    return ink


def _uprights(layer: Uprights, ink: Ink, place: Layout) -> None:
    for x, low, high in zip(layer.xs, layer.lows, layer.highs, strict=True):
        for piece in pieces((x, x), (low, high), place.frame):
            ink.add(dots(piece), layer.hue, "|")


# The bit of each dot of a braille character: by column, then by row from the bottom.
_BITS: Final = ((0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08))


def _braille(spots: Iterable[Dot], place: Layout) -> list[str]:
    """Dots as rows of characters, from the top: two columns and four rows of dots in each."""
    rows = [[0] * place.columns for _ in range(place.rows)]
    for u, v in spots:
        rows[v >> 2][u >> 1] |= _BITS[u & 1][v & 3]
    return ["".join(chr(0x2800 + bits) if bits else " " for bits in row) for row in reversed(rows)]


def _notes(plot: Plot, place: Layout, output: Output) -> tuple[str, ...]:
    """What has no room at the axes: a name, and what labels are to be added to where values are too long."""
    axes = [(plot.y_name or "y", place.y_ticks.origin), (plot.x_name, place.x_ticks.origin)]
    if plot.panel and place.lower:
        axes.append((plot.panel.name, place.lower.y_ticks.origin))
    notes = [f"{words(name, output)} = {origin} + the label" for name, origin in axes if origin]
    if x_name(plot, output) and not x_name_fits(plot, place, output):
        notes.append(f"across: {x_name(plot, output)}")
    return tuple(notes)


def _zero_axes(cells: Cells, place: Layout, output: Output) -> None:
    """Thin lines through zero, beneath all else; none along the frame or close beside it, none over a heat map."""
    (left, right), (low, high) = place.frame.x_range, place.frame.y_range
    column = place.cell(place.frame.dot(0, low) or (0, 0))[0] if left < 0 < right else 0
    row = place.cell(place.frame.dot(left, 0) or (0, 0))[1] if low < 0 < high else 0
    column = column if column > _BESIDE_FRAME else 0
    along, upright, cross = "-|+" if output.ascii else "─│┼"
    spots = {(at, row): along for at in range(cells.columns) if row}
    for at in range(cells.rows if column else 0):
        spots[column, at] = cross if (column, at) in spots else upright
    for spot, sign in spots.items():
        if cells.free(*spot):
            cells.put(*spot, sign, "quiet")


def _contours(layer: Contours, ink: Ink, place: Layout, output: Output) -> None:
    """Every level in its colour."""
    for count, level in enumerate(layer.levels):
        look: Look = Tint(line_color(level_share(count, len(layer.levels)), output)) if output.color else "text"
        for xs, ys in level.lines:
            for piece in pieces(xs, ys, place.frame):
                ink.add(dots(piece), look, ASCII_CONTOUR, background=True)


def _points(layer: Points | Scatter, sign: str, cells: Cells, place: Layout) -> None:
    for x, y in zip(layer.xs, layer.ys, strict=True):
        dot = place.frame.dot(x, y)
        if dot is not None:
            cells.put(*place.cell(dot), sign, layer.hue)


def _arrows(layer: Arrows, cells: Cells, place: Layout, output: Output) -> None:
    for arrow in layer.arrows:
        dot = place.frame.dot(arrow.x, arrow.y)
        sign = _compass(arrow, place, output)
        if dot is not None and sign:
            strength = arrow.strength if math.isfinite(arrow.strength) else 1.0
            look: Look = Tint(line_color(strength, output)) if output.color else "text"
            cells.put(*place.cell(dot), sign, look)


def _compass(arrow: Arrow, place: Layout, output: Output) -> str:
    """The arrow nearest to the direction as it is seen, whatever the scales of the axes."""
    across = relative(arrow.dx, place.frame.x_range) * place.columns
    up = relative(arrow.dy, place.frame.y_range) * place.rows * 2  # a cell is twice as high as wide
    if not (math.isfinite(across) and math.isfinite(up)):
        return ""
    if across == up == 0:
        return "." if output.ascii else "·"
    octant = round(math.atan2(up, across) / (math.pi / 4)) % 8
    return (_ASCII_COMPASS if output.ascii else _COMPASS)[octant]


def _areas(layer: Areas, ink: Ink, place: Layout) -> None:
    for outline in layer.outlines:
        closed = [place.frame.place(x, y) for x, y in outline if math.isfinite(x) and math.isfinite(y)]
        if len(closed) > 1:
            if place.frame.width > place.columns:  # with a dot a cell, a filling would be solid
                ink.add(_fill(closed, place), layer.hue, " ", background=True)
            for start, end in _edges([*closed, closed[0]], place):
                upright = abs(end[0] - start[0]) < abs(end[1] - start[1])
                ink.add(dots([start, end]), layer.hue, "|" if upright else "-", background=True)


def _edges(closed: Piece, place: Layout) -> Iterator[tuple[Place, Place]]:
    """The sides of an outline within the frame; only those that lie flat where it is too narrow for a gap."""
    width = max(u for u, _ in closed) - min(u for u, _ in closed)
    narrow = width * 2 * place.columns < _NARROW * place.frame.width
    for start, end in pairwise(closed):
        shown = clip(start, end, place.frame)
        if shown and not (narrow and abs(end[0] - start[0]) < abs(end[1] - start[1])):
            yield shown


def _fill(closed: Piece, place: Layout) -> list[Dot]:
    """Dots spread evenly inside an outline (even and odd crossings), the same grid for all outlines."""
    low = max(0, math.ceil(min(v for _, v in closed)))
    high = min(place.frame.height - 1, math.floor(max(v for _, v in closed)))
    found: list[Dot] = []
    for v in range(low + -low % 2, high + 1, 2):
        shift = _FILL_APART // 2 * (v // 2 % 2)
        crossings = _crossings(closed, v)
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            start = max(0, math.ceil(left))
            end = min(place.frame.width - 1, math.floor(right))
            found += [(u, v) for u in range(start + (shift - start) % _FILL_APART, end + 1, _FILL_APART)]
    return found


def _crossings(closed: Piece, v: float) -> list[float]:
    """Where the sides of an outline cross a level, from left to right."""
    sides = zip(closed, [*closed[1:], closed[0]], strict=True)
    return sorted(a[0] + (v - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in sides if (a[1] <= v) != (b[1] <= v))
