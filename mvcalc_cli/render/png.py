"""A picture as PNG, drawn by matplotlib (the only importer of it; an extra)."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from textwrap import wrap
from typing import Any, Final

from mvcalc_cli.errors import MissingExtra
from mvcalc_cli.plotting.plot import (
    Areas,
    Arrows,
    Bars,
    Contours,
    Curve,
    Heat,
    Hue,
    Layer,
    Plot,
    Points,
    Range,
    Scatter,
    Style,
    Uprights,
)
from mvcalc_cli.render.clean import one_line
from mvcalc_cli.render.heat import Scale
from mvcalc_cli.render.ramps import GROUND, LINE, Rgb, ramp
from mvcalc_cli.report import Picture

_INCHES: Final = (7.6, 4.8)
_DOTS_AN_INCH: Final = 150
_TITLE: Final = 80  # letters of a line of the title
_LARGEST: Final = 1e300  # matplotlib's own arithmetic overflows near the largest float
_MANY: Final = 300  # data drawn with small see-through discs
_INK: Final = "#10101cc0"  # of what lies over a heat map
_COLORS: Final[dict[Hue, str]] = {
    "first": "#00657f",
    "second": "#8a2a9b",
    "third": "#1d6f2f",
    "fourth": "#2a55c8",
    "fifth": "#a04a00",
    "quiet": "#6b7076",
    "point": "#8a5a00",
    "end": "#b3261e",
}
_STYLES: Final[dict[Style, tuple[str, float]]] = {
    "solid": ("-", 1.8),
    "dashed": ("--", 1.8),
    "dotted": (":", 1.8),
    "thin": ("-.", 1.2),
}
_MARKERS: Final = {
    "●": "o",
    "•": ".",
    "·": ".",
    "○": "o",
    "★": "*",
    "▲": "^",
    "▴": "^",
    "▼": "v",
    "▾": "v",
    "✕": "x",
    "+": "+",
    "◆": "D",
    "■": "s",
    "◇": "d",
}


def require_matplotlib() -> None:
    """Find out whether pictures can be written as .png; raises MissingExtra where matplotlib is not installed."""
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise MissingExtra("pictures as .png need matplotlib", hint="pip install 'mvcalc-cli[plots]'")


def png_pictures(title: str, pictures: Sequence[Picture]) -> bytes:
    """One PNG of some pictures, one beneath the other, under a title."""
    require_matplotlib()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    wide, high = _INCHES
    heights = [part for picture in pictures for part in _heights(picture.plot)]
    figure = Figure(figsize=(wide, high * sum(heights)), dpi=_DOTS_AN_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    grid = figure.add_gridspec(len(heights), 1, height_ratios=heights)
    place = 0
    for picture in pictures:
        parts = _heights(picture.plot)
        _draw([figure.add_subplot(grid[place + count]) for count in range(len(parts))], picture.plot)
        place += len(parts)
    if title:
        figure.suptitle("\n".join(wrap(_plain(title), _TITLE)))
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def _plain(text: str) -> str:
    """A text of which no part is read as TeX."""
    return one_line(text).replace("$", r"\$")


def _heights(plot: Plot) -> tuple[float, ...]:
    """Of the drawing and of the panel beneath, in heights of a usual picture."""
    return (0.9, 0.3) if plot.panel and not plot.equal else (1.0,)


def _draw(parts: Sequence[Any], plot: Plot) -> None:
    """A picture on its axes, and its panel on the ones beneath."""
    upper, lowest = parts[0], parts[-1]
    _fill(upper, plot.layers, plot.x_range, plot.y_range)
    upper.set_ylabel(_plain(plot.y_name))
    if plot.panel and lowest is not upper:
        _fill(lowest, plot.panel.layers, plot.x_range, plot.panel.y_range)
        lowest.set_title(_plain(plot.panel.name), loc="left", fontsize="medium", color=_COLORS[plot.panel.hue])
        upper.tick_params(labelbottom=False)
    lowest.set_xlabel(_plain(plot.x_name))
    if plot.equal:
        upper.set_aspect("equal")
    found = upper.get_legend_handles_labels()
    if found[1]:
        beneath = -0.14 if lowest is upper else -0.5
        lowest.legend(*found, loc="upper center", bbox_to_anchor=(0.5, beneath), ncols=3, frameon=False)


def _fill(axes: Any, layers: Sequence[Layer], x_range: Range, y_range: Range) -> None:
    """Layers within one frame, over its grid."""
    axes.set_axisbelow(True)
    (left, right), (low, high) = x_range, y_range
    heat = any(isinstance(layer, Heat) for layer in layers)
    if not heat:
        axes.grid(color="#e3e5e8", linewidth=0.8)
    if left < 0 < right and not heat:
        axes.axvline(0, color="#80868b", linewidth=0.9, zorder=1.5)
    if low < 0 < high and not heat:
        axes.axhline(0, color="#80868b", linewidth=0.9, zorder=1.5)
    for layer in layers:
        _DRAW[type(layer)](axes, layer, heat)
    axes.set_xlim(*_bounded(left, right))
    axes.set_ylim(*_bounded(low, high))
    axes.spines[["top", "right"]].set_visible(False)


def _bounded(low: float, high: float) -> tuple[float, float]:
    return max(low, -_LARGEST), min(high, _LARGEST)


def _finite(numbers: Sequence[float]) -> list[float]:
    """Numbers that matplotlib can draw; the others break a line."""
    return [number if abs(number) < _LARGEST else math.nan for number in numbers]


def _name(layer: Any) -> str | None:
    return _plain(layer.name) or None


def _curve(axes: Any, layer: Curve, _: bool) -> None:
    dash, width = _STYLES[layer.style]
    color = _COLORS[layer.hue]
    axes.plot(_finite(layer.xs), _finite(layer.ys), dash, linewidth=width, color=color, label=_name(layer))


def _points(axes: Any, layer: Points, _: bool) -> None:
    face = "white" if layer.marker == "○" else _COLORS[layer.hue]
    marker = _MARKERS.get(layer.marker, "o")
    look = {"markerfacecolor": face, "markeredgecolor": _COLORS[layer.hue], "zorder": 4, "markersize": 8}
    axes.plot(_finite(layer.xs), _finite(layer.ys), marker, linestyle="none", label=_name(layer), **look)


def _scatter(axes: Any, layer: Scatter, _: bool) -> None:
    size, alpha = (3, 0.45) if len(layer.xs) > _MANY else (5, 1)
    look = {"color": _COLORS[layer.hue], "markersize": size, "alpha": alpha, "markeredgewidth": 0, "zorder": 4}
    axes.plot(_finite(layer.xs), _finite(layer.ys), "o", linestyle="none", label=_name(layer), **look)


def _uprights(axes: Any, layer: Uprights, _: bool) -> None:
    color, ends = _COLORS[layer.hue], (_finite(layer.lows), _finite(layer.highs))
    axes.vlines(_finite(layer.xs), *ends, color=color, linewidth=1.0 if layer.capped else 1.8, label=_name(layer))
    for heights in ends if layer.capped else ():
        axes.plot(_finite(layer.xs), heights, "_", linestyle="none", color=color, markersize=5)


def _areas(axes: Any, layer: Areas, _: bool) -> None:
    label = _name(layer)
    for outline in layer.outlines:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        if xs and all(map(math.isfinite, (*_finite(xs), *_finite(ys)))):
            color = _COLORS[layer.hue]
            axes.fill(xs, ys, facecolor=color + "26", edgecolor=color, linewidth=0.8, label=label)
            label = None


def _bars(axes: Any, layer: Bars, _: bool) -> None:
    edges, color = _finite(layer.edges), _COLORS[layer.hue]
    widths = [right - left for left, right in pairwise(edges)]
    look = {"align": "edge", "facecolor": color + "26", "edgecolor": color, "linewidth": 0.8, "label": _name(layer)}
    if widths:
        axes.bar(edges[:-1], _finite(layer.heights), widths, **look)


def _contours(axes: Any, layer: Contours, heat: bool) -> None:
    values = layer.name.rpartition(" = ")[2].split(", ")
    single = heat or len(values) != len(layer.levels)
    label = _name(layer)
    for count, level in enumerate(layer.levels):
        color = _INK if heat else _hex(ramp(LINE, count / max(1, len(layer.levels) - 1)))
        if not single:  # a list of values: each level has an entry in its colour
            lead = layer.name.rpartition(" = ")[0]
            label = _plain(f"{lead} = {values[count]}" if lead else values[count])
        for xs, ys in level.lines:
            axes.plot(_finite(xs), _finite(ys), linewidth=1.2, color=color, label=label)
            label = None


def _hex(color: Rgb) -> str:
    return "#" + "".join(f"{part:02x}" for part in color)


def _arrows(axes: Any, layer: Arrows, heat: bool) -> None:
    shown = [arrow for arrow in layer.arrows if all(map(math.isfinite, arrow)) and math.hypot(arrow.dx, arrow.dy)]
    if not shown:
        return
    lengths = [math.hypot(arrow.dx, arrow.dy) for arrow in shown]
    reach = [0.4 + 0.6 * max(0.0, min(1.0, arrow.strength)) for arrow in shown]
    axes.quiver(
        [arrow.x for arrow in shown],
        [arrow.y for arrow in shown],
        [arrow.dx / length * part for arrow, length, part in zip(shown, lengths, reach, strict=True)],
        [arrow.dy / length * part for arrow, length, part in zip(shown, lengths, reach, strict=True)],
        color=_INK if heat else [_hex(ramp(LINE, arrow.strength)) for arrow in shown],
        angles="xy",
        pivot="mid",
        scale=28,
        width=0.003,
    )
    axes.plot([], [], ">", linestyle="none", color=_INK if heat else _hex(LINE[0]), label=_name(layer))


def _heat(axes: Any, layer: Heat, _: bool) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    if not layer.rows or not layer.rows[0]:
        return
    scale = Scale(layer.rows)
    shares = [[scale.share(value) for value in row] for row in layer.rows]
    colors = LinearSegmentedColormap.from_list("ground", [_hex(color) for color in GROUND])
    box = (*layer.x_range, *layer.y_range)
    look = {"cmap": colors, "vmin": 0, "vmax": 1, "aspect": "auto", "interpolation": "bilinear", "zorder": 0.5}
    image = axes.imshow(shares, origin="lower", extent=box, **look)
    bar = axes.figure.colorbar(image, ax=axes, ticks=[0, 1], label=_plain(layer.name), pad=0.02)
    bar.set_ticklabels([f"{scale.low:.4g}", f"{scale.high:.4g}"])


_DRAW: Final[dict[type, Callable[[Any, Any, bool], None]]] = {
    Curve: _curve,
    Points: _points,
    Scatter: _scatter,
    Uprights: _uprights,
    Areas: _areas,
    Bars: _bars,
    Contours: _contours,
    Arrows: _arrows,
    Heat: _heat,
}
