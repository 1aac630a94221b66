"""The legend beneath a picture: what each line, sign and colour is."""

from __future__ import annotations

from itertools import chain
from typing import Final

from mvcalc_cli.plotting.plot import (
    Areas,
    Arrows,
    Bars,
    Contours,
    Curve,
    Heat,
    Layer,
    Plot,
    Points,
    Scatter,
    Style,
    Uprights,
)
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.ramps import ground, has_grounds, line_color
from mvcalc_cli.render.segments import Row, Segment, Tint, columns, fill, words

# A line's sign in the legend, and the character it is drawn with in ASCII.
LINE_SIGNS: Final[dict[Style, str]] = {"solid": "━━", "dashed": "╌╌", "dotted": "··", "thin": "─·"}
ASCII_LINES: Final[dict[Style, str]] = {"solid": "*", "dashed": "=", "dotted": ":", "thin": "~"}
ASCII_CONTOUR: Final = "."
ASCII_BAR: Final = ":"
SHADES: Final = " ░▒▓█"
ASCII_SHADES: Final = " -+x#@"
_ASCII_MARKERS: Final = {
    "●": "@",
    "○": "o",
    "•": "#",
    "★": "X",
    "▲": "^",
    "▼": "v",
    "△": "^",
    "▽": "v",
    "✕": "x",
    "◆": "%",
    "■": "&",
    "◇": "$",
}
_GAP: Final = "   "


def marker(sign: str, output: Output) -> str:
    """A marker as one character of one column.

    >>> marker("★", Output()), marker("★", Output(ascii=True)), marker("two", Output())
    ('★', 'X', 't')
    """
    if output.ascii and sign in _ASCII_MARKERS:
        return _ASCII_MARKERS[sign]
    text = words(sign, output)[:1]
    return text if text.strip() and columns(text) == 1 else ("*" if output.ascii else "●")


def datum(output: Output) -> str:
    """The sign of a row of data: in ASCII not that of a step."""
    return "o" if output.ascii else "•"


def legend_rows(plot: Plot, output: Output, notes: tuple[str, ...] = ()) -> list[Row]:
    """The legend on as many lines as it needs."""
    heat = any(isinstance(layer, Heat) for layer in plot.layers)
    entries = [entry for layer in plot.layers if (entry := _entry(layer, output, heat))]
    entries += [((note, "secondary"),) for note in notes]
    gap: Row = ((_GAP, "text"),)
    row = tuple(chain.from_iterable((*(gap if place else ()), *entry) for place, entry in enumerate(entries)))
    return fill(row, output.width, indent=2, hang=2) if row else []


def _entry(layer: Layer, output: Output, heat: bool) -> Row:
    """Sign and name; nothing for a layer without a name."""
    if isinstance(layer, Heat):
        return (*_scale(output), (" " + words(layer.name, output), "text")) if layer.name else ()
    if not layer.name:
        return ()
    if isinstance(layer, Contours):
        return _levels(layer, output._replace(color=output.color and not heat))
    name = " " + words(layer.name, output)
    if isinstance(layer, Arrows):
        return ("->" if output.ascii else "→", "text"), (name, "text")
    return (_sign(layer, output), layer.hue), (name, layer.hue)


def _sign(layer: Curve | Points | Scatter | Uprights | Areas | Bars, output: Output) -> str:
    if isinstance(layer, Curve):
        return ASCII_LINES[layer.style] * 2 if output.ascii else LINE_SIGNS[layer.style]
    if isinstance(layer, Scatter):
        return datum(output)
    if isinstance(layer, Uprights):
        return "|" if output.ascii else "│"
    if isinstance(layer, Points):
        return marker(layer.marker, output)
    if isinstance(layer, Bars):
        return ASCII_BAR * 2 if output.ascii else "▂▅"
    return "[]" if output.ascii else "▒▒"


def level_share(count: int, levels: int) -> float:
    """The place of a contour's colour on the ramp, by its rank."""
    return count / (levels - 1) if levels > 1 else 0.5


def _levels(layer: Contours, output: Output) -> Row:
    """The name of some contours; a list of their values in it, each in its colour."""
    sign = ASCII_CONTOUR * 2 if output.ascii else "⠤⠤"
    values = words(layer.name, output).split(", ")
    if not output.color or len(values) != len(layer.levels):
        return (sign, "text"), (" " + ", ".join(values), "text")
    looks = [Tint(line_color(level_share(count, len(values)), output)) for count in range(len(values))]
    lead, equals, first = values[0].rpartition(" ")
    row: list[Segment] = [(sign, looks[0]), (" " + lead + equals, "text"), (first, looks[0])]
    for value, look in zip(values[1:], looks[1:], strict=True):
        row += [(", ", "text"), (value, look)]
    return tuple(row)


def _scale(output: Output) -> Row:
    """The colours, or the shades, from low to high."""
    if has_grounds(output):
        return tuple(("█", Tint(ground(k * 255 // 7, output.true_color)[0])) for k in range(8))
    return ((ASCII_SHADES if output.ascii else SHADES, "text"),)
