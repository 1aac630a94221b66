"""A picture as SVG: true lines, dashes, arrows and text, light or dark as the reader's page is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import Any, Final, NamedTuple

from mvcalc_cli.plotting.plot import (
    Areas,
    Arrows,
    Bars,
    Contours,
    Curve,
    Heat,
    Layer,
    Panel,
    Plot,
    Points,
    Range,
    Scatter,
    Uprights,
)
from mvcalc_cli.render.clean import one_line
from mvcalc_cli.render.frame import Frame, pieces, relative
from mvcalc_cli.render.heat import Scale, grid_value
from mvcalc_cli.render.ramps import GROUND, LINE, Rgb, ramp
from mvcalc_cli.render.shapes import dots_shape, marker_shape
from mvcalc_cli.render.svg_style import css, line_look, rgb
from mvcalc_cli.render.ticks import Tick, Ticks, ticks
from mvcalc_cli.report import Picture

_WIDTH: Final = 760
_HEIGHT: Final = 420  # of the drawing alone
_CELL: Final = (10, 20)  # points for a column and a row that were asked for
_RIGHT: Final = 24
_TOP: Final = 14
_LETTER: Final = 8.0  # points of a letter's width at most, on the average
_BOLD: Final = 9  # the same of the title
_LINE_HEIGHT: Final = 22
_NAME_HEIGHT: Final = 34  # between a drawing and the panel beneath, for the panel's name
_MANY: Final = 300  # data drawn with small see-through discs
_HEAT_CELLS: Final = 120  # rectangles along the longer side
_TINY: Final = 5e-324  # the smallest float
_FAR: Final = 1e5
_DATUM: Final = "•"  # the sign of a row of data
_CAP: Final = 3  # points to each side, at the ends of an error bar
_ARROW: Final = 24.0  # the longest


class Sheet(NamedTuple):
    """Where the drawing lies on the sheet, in points from its upper left corner."""

    frame: Frame
    left: int
    top: int
    x_ticks: Ticks
    y_ticks: Ticks

    def xy(self, place: tuple[float, float]) -> tuple[float, float]:
        """The point of a place in the frame; y downwards."""
        return self.left + place[0], self.top + self.frame.height - 1 - place[1]

    @property
    def bottom(self) -> int:
        """The lower edge of the drawing."""
        return self.top + self.frame.height


def svg_pictures(title: str, pictures: Sequence[Picture]) -> str:
    """One SVG of some pictures, one beneath the other, under a title."""
    text = one_line(title)
    drawn = [_picture(picture, count) for count, picture in enumerate(pictures)]
    width = max((wide for _, wide, _ in drawn), default=0)
    head, height = _title(text, width)
    parts: list[str] = []
    for body, _, high in drawn:
        parts.append(f'<g transform="translate(0 {height})">\n{body}</g>\n')
        height += high
    told = escape("; ".join(_described(picture.plot) for picture in pictures), quote=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img">\n<title>{escape(text or "picture", quote=False)}</title>\n'
        f'<desc>{told}</desc>\n<style>\n{css()}</style>\n<rect class="paper" width="100%" height="100%"/>\n'
        f"{head}{''.join(parts)}</svg>\n"
    )


def _title(text: str, width: int) -> tuple[str, int]:
    """The title, on as many lines as it needs, and its height."""
    lines = wrap(text, max(20, (width - 40) // _BOLD))
    shown = [
        f'<text x="20" y="{26 + _LINE_HEIGHT * place}" class="title">{escape(line, quote=False)}</text>\n'
        for place, line in enumerate(lines)
    ]
    return "".join(shown), 34 + _LINE_HEIGHT * (len(lines) - 1) if lines else 0


def _described(plot: Plot) -> str:
    """The picture in words, for those who do not see it."""
    names = ", ".join(one_line(layer.name) for layer in plot.layers if layer.name) or "a picture"
    ranges = [(plot.x_name or "x", plot.x_range), (plot.y_name or "y", plot.y_range)]
    if plot.panel:
        ranges.append((one_line(plot.panel.name), plot.panel.y_range))
    return f"{names}; " + ", ".join(f"{name} from {low:.6g} to {high:.6g}" for name, (low, high) in ranges)


def _picture(picture: Picture, count: int) -> tuple[str, int, int]:
    """The drawing and the panel beneath, their width and their height."""
    plot = picture.plot
    sheet = _sheet(picture)
    body = _drawn(plot.layers, sheet, f"clip-{count}") + _upright_axis(sheet, plot.y_name)
    lowest = sheet
    if plot.panel and not plot.equal:
        lowest = _lower(sheet, plot.panel)
        body += _drawn(plot.panel.layers, lowest, f"clip-{count}-panel") + _upright_axis(lowest, "")
        body += _text(20, lowest.top - 9, plot.panel.name, look=f' class="fill-{plot.panel.hue}"')
    width = max(sheet.left + sheet.frame.width + _RIGHT, 320)
    legend, height = _legend(plot, sheet, lowest, width)
    return f"{body}{_level_axis(lowest, plot.x_name)}{legend}", width, height


def _drawn(layers: Sequence[Layer], sheet: Sheet, clip: str) -> str:
    """What lies within one frame, over its grid; signs are not cut at its edges."""
    heat = any(isinstance(layer, Heat) for layer in layers)
    edge = f'x="{sheet.left}" y="{sheet.top}" width="{sheet.frame.width}" height="{sheet.frame.height}"'
    layers = sorted(layers, key=lambda layer: _ORDER[type(layer)])
    under = "".join(_heat(layer, sheet) for layer in layers if isinstance(layer, Heat))
    drawn = "".join(_DRAW[type(layer)](layer, sheet, heat) for layer in layers if type(layer) in _DRAW)
    points = "".join(_points(layer, sheet) for layer in layers if isinstance(layer, Points))
    data = "".join(_scatter(layer, sheet) for layer in layers if isinstance(layer, Scatter))
    return (
        f'<clipPath id="{clip}"><rect {edge}/></clipPath>\n{"" if heat else _grid(sheet)}'
        f'<g clip-path="url(#{clip})">\n{under}{drawn}</g>\n{data}{points}'
    )


def _sheet(picture: Picture) -> Sheet:
    """The size of the drawing and its ticks."""
    plot = picture.plot
    width = picture.columns * _CELL[0] if picture.columns else _WIDTH
    height = max(60, picture.rows * _CELL[1] if picture.rows else _HEIGHT)
    y_ticks = _y_ticks(plot.y_range, height)
    labels = [tick.label for tick in y_ticks.ticks]
    if plot.panel and not plot.equal:
        labels += [tick.label for tick in _y_ticks(plot.panel.y_range, _panel_height(height)).ticks]
    left = 24 + round(_LETTER * max(map(len, labels), default=0))
    width = max(60, min(width, 10_000) - left - _RIGHT)
    height = min(height, 10_000)
    if plot.equal:
        width, height = _proportional(plot.x_range, plot.y_range, width, height)

    def fits(gap: float, found: tuple[Tick, ...]) -> bool:
        return gap * width >= max(84, _LETTER * max(len(tick.label) for tick in found) + 16)

    x_ticks = ticks(plot.x_range, fits, least=30 / width)
    top = _TOP + (16 if plot.y_name else 0)
    return Sheet(Frame(plot.x_range, plot.y_range, width, height), left, top, x_ticks, y_ticks)


def _y_ticks(over: Range, height: int) -> Ticks:
    return ticks(over, lambda gap, _: gap * height >= min(56, height / 3), least=18 / height)


def _panel_height(height: int) -> int:
    return max(60, round(height * 0.28))


def _lower(sheet: Sheet, panel: Panel) -> Sheet:
    """The place of a panel: beneath the drawing, as wide, with its name between them."""
    height = _panel_height(sheet.frame.height)
    frame = sheet.frame._replace(y_range=panel.y_range, height=height)
    return sheet._replace(frame=frame, top=sheet.bottom + _NAME_HEIGHT, y_ticks=_y_ticks(panel.y_range, height))


def _proportional(x_range: Range, y_range: Range, width: int, height: int) -> tuple[int, int]:
    across, up = (over[1] / 2 - over[0] / 2 or _TINY for over in (x_range, y_range))
    if width * up > height * across:
        return max(20, round(height * (across / up))), height
    return width, max(20, round(width * (up / across)))


def _grid(sheet: Sheet) -> str:
    """Light lines at the ticks, darker ones through zero."""
    frame = sheet.frame
    lines: list[str] = []
    for tick in sheet.x_ticks.ticks:
        x = sheet.left + tick.at * (frame.width - 1)
        lines.append(_straight(x, sheet.top, x, sheet.bottom, "grid"))
    for tick in sheet.y_ticks.ticks:
        y = sheet.bottom - 1 - tick.at * (frame.height - 1)
        lines.append(_straight(sheet.left, y, sheet.left + frame.width, y, "grid"))
    if frame.x_range[0] < 0 < frame.x_range[1]:
        x, _ = sheet.xy(frame.place(0, frame.y_range[0]))
        lines.append(_straight(x, sheet.top, x, sheet.bottom, "axis"))
    if frame.y_range[0] < 0 < frame.y_range[1]:
        _, y = sheet.xy(frame.place(frame.x_range[0], 0))
        lines.append(_straight(sheet.left, y, sheet.left + frame.width, y, "axis"))
    return "".join(lines)


def _straight(x: float, y: float, to_x: float, to_y: float, look: str) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" class="{look}"/>\n'


def _upright_axis(sheet: Sheet, name: str) -> str:
    """The left side of a frame with its labels and its name."""
    parts = [_straight(sheet.left, sheet.top, sheet.left, sheet.bottom, "axis")]
    for tick in sheet.y_ticks.ticks:
        y = sheet.bottom - 1 - tick.at * (sheet.frame.height - 1)
        parts.append(_straight(sheet.left - 5, y, sheet.left, y, "axis"))
        parts.append(_text(sheet.left - 9, y + 5, tick.label, "end"))
    if name:
        fits = _LETTER * len(name) <= sheet.left - 9
        parts.append(_text(sheet.left - 9 if fits else 4, sheet.top - 12, name, "end" if fits else "start"))
    return "".join(parts)


def _level_axis(sheet: Sheet, name: str) -> str:
    """The lower side of the lowest frame with its labels and its name."""
    right = sheet.left + sheet.frame.width
    parts = [_straight(sheet.left, sheet.bottom, right, sheet.bottom, "axis")]
    for tick in sheet.x_ticks.ticks:
        x = sheet.left + tick.at * (sheet.frame.width - 1)
        parts.append(_straight(x, sheet.bottom, x, sheet.bottom + 5, "axis"))
        parts.append(_text(x, sheet.bottom + 21, tick.label, "middle"))
    parts.append(_text(right, sheet.bottom + 38, name, "end"))
    return "".join(parts)


def _text(x: float, y: float, text: str, anchor: str = "start", look: str = "") -> str:
    said = escape(one_line(text), quote=False)
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{look}>{said}</text>\n'


def _path(places: Iterable[tuple[float, float]], sheet: Sheet) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(sheet.xy, places))


def _curve(layer: Curve, sheet: Sheet, heat: bool) -> str:
    found = pieces(layer.xs, layer.ys, sheet.frame)
    data = "".join(_path(piece if len(piece) > 1 else [*piece, *piece], sheet) for piece in found)
    if not data:
        return ""
    halo = f'<path d="{data}" class="line halo" style="stroke-width: 4"/>\n' if heat else ""
    return f'{halo}<path d="{data}" {line_look(layer.style, layer.hue)}/>\n'


def _contours(layer: Contours, sheet: Sheet, heat: bool) -> str:
    parts: list[str] = []
    for count, level in enumerate(layer.levels):
        found = [piece for xs, ys in level.lines for piece in pieces(xs, ys, sheet.frame) if len(piece) > 1]
        color = "rgb(16 16 28 / 70%)" if heat else rgb(_level_color(count, layer))
        if found:
            data = "".join(_path(piece, sheet) for piece in found)
            parts.append(f'<path d="{data}" class="line fine" style="stroke: {color}; stroke-width: 1.5"/>\n')
    return "".join(parts)


def _level_color(count: int, layer: Contours) -> Rgb:
    return ramp(LINE, count / (len(layer.levels) - 1) if len(layer.levels) > 1 else 0.5)


def _areas(layer: Areas, sheet: Sheet, _: bool) -> str:
    parts: list[str] = []
    for outline in layer.outlines:
        closed = [_near(sheet.frame.place(x, y)) for x, y in outline if math.isfinite(x) and math.isfinite(y)]
        if len(closed) > 1:
            parts.append(f"{_path(closed, sheet)}Z")
    data = "".join(parts)
    return f'<path d="{data}" class="area {layer.hue} fill-{layer.hue}"/>\n' if data else ""


def _bars(layer: Bars, sheet: Sheet, heat: bool) -> str:
    outlines = tuple(
        ((left, 0.0), (left, height), (right, height), (right, 0.0))
        for (left, right), height in zip(pairwise(layer.edges), layer.heights, strict=True)
        if height > 0
    )
    return _areas(Areas(outlines, "", layer.hue), sheet, heat)


def _near(place: tuple[float, float]) -> tuple[float, float]:
    """A place not so far off that a reader of SVG loses count."""
    u, v = (max(-_FAR, min(_FAR, at)) for at in place)
    return u, v


def _arrows(layer: Arrows, sheet: Sheet, heat: bool) -> str:
    """Lines with a head, longer where the field is stronger."""
    frame = sheet.frame
    parts: list[str] = []
    for arrow in layer.arrows:
        across = relative(arrow.dx, frame.x_range) * frame.width
        up = relative(arrow.dy, frame.y_range) * frame.height
        if frame.dot(arrow.x, arrow.y) is None or not (math.isfinite(across) and math.isfinite(up)):
            continue
        length = math.hypot(across, up)
        strength = max(0.0, min(1.0, arrow.strength)) if math.isfinite(arrow.strength) else 1.0
        reach = _ARROW * (0.4 + 0.6 * strength) / 2
        cos, sin = (across / length, -up / length) if 0 < length < math.inf else (0.0, 0.0)
        color = "#10101c" if heat else rgb(ramp(LINE, strength))
        parts.append(_arrow(*sheet.xy(frame.place(arrow.x, arrow.y)), cos * reach, sin * reach, color))
    return "".join(parts)


def _arrow(x: float, y: float, dx: float, dy: float, color: str) -> str:
    if dx == dy == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.5" style="fill: {color}"/>\n'
    length = math.hypot(dx, dy)
    back, side = (dx / length * 5, dy / length * 5), (-dy / length * 3, dx / length * 3)
    tip = x + dx, y + dy
    head = "L".join(
        f"{tip[0] - back[0] + sign * side[0]:.1f} {tip[1] - back[1] + sign * side[1]:.1f}" for sign in (1, -1)
    )
    return (
        f'<path d="M{x - dx:.1f} {y - dy:.1f}L{tip[0]:.1f} {tip[1]:.1f}M{tip[0]:.1f} {tip[1]:.1f}L{head}Z"'
        f' style="stroke: {color}; fill: {color}; stroke-width: 1.5"/>\n'
    )


def _points(layer: Points, sheet: Sheet) -> str:
    parts = [
        marker_shape(layer.marker, *sheet.xy(sheet.frame.place(x, y)), layer.hue)
        for x, y in zip(layer.xs, layer.ys, strict=True)
        if sheet.frame.dot(x, y) is not None
    ]
    return "".join(parts)


def _scatter(layer: Scatter, sheet: Sheet) -> str:
    """A disc each; many of them on one path, small and see-through, so that the line beneath is seen."""
    places = [
        sheet.xy(sheet.frame.place(x, y))
        for x, y in zip(layer.xs, layer.ys, strict=True)
        if sheet.frame.dot(x, y) is not None
    ]
    if len(places) > _MANY:
        return dots_shape(places, layer.hue)
    return "".join(marker_shape(_DATUM, x, y, layer.hue) for x, y in places)


def _uprights(layer: Uprights, sheet: Sheet, _: bool) -> str:
    """Error bars with caps; stems without."""
    parts: list[str] = []
    for x, low, high in zip(layer.xs, layer.lows, layer.highs, strict=True):
        for piece in pieces((x, x), (low, high), sheet.frame):
            places = [sheet.xy(place) for place in piece]
            parts.append(_path(piece if len(piece) > 1 else [*piece, *piece], sheet))
            parts += [f"M{u - _CAP:.1f} {v:.1f}h{2 * _CAP}" for u, v in places if layer.capped]
    look = f'class="line {layer.hue}"' + (' style="stroke-width: 1.2"' if layer.capped else "")
    return f'<path d="{"".join(parts)}" {look}/>\n' if parts else ""


def _heat(layer: Heat, sheet: Sheet) -> str:
    """Rectangles, neighbours of one colour in one."""
    if not layer.rows or not layer.rows[0]:
        return ""
    frame = sheet.frame
    scale = Scale(layer.rows)
    across = min(_HEAT_CELLS, frame.width)
    up = max(1, round(across * frame.height / frame.width))
    wide, high = frame.width / across, frame.height / up
    parts: list[str] = []
    for row in range(up):
        y = frame.at(0, (row + 0.5) * high - 0.5)[1]
        colors = [
            _heat_color(scale.share(grid_value(layer, frame.at((column + 0.5) * wide - 0.5, 0)[0], y)))
            for column in range(across)
        ]
        for start, end in _runs(colors):
            if colors[start]:
                box = f'x="{sheet.left + start * wide:.1f}" y="{sheet.bottom - (row + 1) * high:.1f}"'
                size = f'width="{(end - start) * wide:.1f}" height="{high:.1f}"'
                parts.append(f'<rect {box} {size} fill="{colors[start]}"/>\n')
    return f'<g shape-rendering="crispEdges">\n{"".join(parts)}</g>\n'


def _heat_color(share: float) -> str:
    """One of 64 colours: more are not told apart, fewer rectangles are written."""
    return "" if math.isnan(share) else rgb(ramp(GROUND, round(share * 63) / 63))


def _runs(colors: Sequence[str]) -> Iterable[tuple[int, int]]:
    """From where to where neighbours are equal."""
    start = 0
    for place in range(1, len(colors) + 1):
        if place == len(colors) or colors[place] != colors[start]:
            yield start, place
            start = place


def _legend(plot: Plot, sheet: Sheet, lowest: Sheet, width: int) -> tuple[str, int]:
    """The legend beneath the lowest drawing, and the height of the whole."""
    x, y = 20.0, lowest.bottom + 62.0
    parts: list[str] = []
    for layer in plot.layers:
        if not layer.name:
            continue
        sign = 84 if isinstance(layer, Heat) else 34
        need = sign + _LETTER * len(layer.name) + 22
        if x > 20 and x + need > width:
            x, y = 20.0, y + _LINE_HEIGHT
        parts.append(_sign(layer, x, y - 5))
        parts.append(_text(x + sign, y, layer.name))
        x += need
    origins = [(plot.y_name or "y", sheet.y_ticks.origin), (plot.x_name, sheet.x_ticks.origin)]
    if plot.panel and lowest is not sheet:
        origins.append((plot.panel.name, lowest.y_ticks.origin))
    for name, origin in origins:
        if origin:
            y += _LINE_HEIGHT if parts else 0
            parts.append(_text(20, y, f"{name} = {origin} + the label"))
    return "".join(parts), round(y) + 18 if parts else lowest.bottom + 46


def _sign(layer: Layer, x: float, y: float) -> str:
    """A layer's sign: a piece of line, a marker, a patch, the colours from low to high."""
    if isinstance(layer, Curve):
        return f'<path d="M{x:.1f} {y:.1f}h28" {line_look(layer.style, layer.hue)}/>\n'
    if isinstance(layer, (Points, Scatter)):
        return marker_shape(layer.marker if isinstance(layer, Points) else _DATUM, x + 14, y, layer.hue)
    if isinstance(layer, Uprights):
        return f'<path d="M{x + 14:.1f} {y - 7:.1f}v14" class="line {layer.hue}"/>\n'
    if isinstance(layer, (Areas, Bars)):
        return f'<rect x="{x:.1f}" y="{y - 6:.1f}" width="28" height="12" class="area {layer.hue} fill-{layer.hue}"/>\n'
    if isinstance(layer, Arrows):
        return _arrow(x + 14, y, 12, 0, rgb(LINE[0]))
    return _colors(layer, x, y)


def _colors(layer: Contours | Heat, x: float, y: float) -> str:
    """Pieces of line, or patches, from low to high."""
    if isinstance(layer, Contours):
        colors = [_level_color(count, layer) for count in range(len(layer.levels))] or [LINE[0]]
        step = 28 / len(colors)
        return "".join(
            f'<path d="M{x + k * step:.1f} {y:.1f}h{step:.1f}" style="stroke: {rgb(color)}; stroke-width: 2"/>\n'
            for k, color in enumerate(colors)
        )
    return "".join(
        f'<rect x="{x + 8 * k:.1f}" y="{y - 6:.1f}" width="8.2" height="12" fill="{rgb(ramp(GROUND, k / 8))}"/>\n'
        for k in range(9)
    )


_ORDER: Final[dict[type[Layer], int]] = {
    Heat: 0,
    Areas: 1,
    Bars: 1,
    Uprights: 2,
    Contours: 2,
    Curve: 2,
    Arrows: 3,
    Scatter: 4,
    Points: 4,
}
_DRAW: Final[dict[type[Layer], Callable[[Any, Sheet, bool], str]]] = {
    Areas: _areas,
    Bars: _bars,
    Uprights: _uprights,
    Contours: _contours,
    Curve: _curve,
    Arrows: _arrows,
}
