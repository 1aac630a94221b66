"""Plot: a picture as a description, in the units of its axes. Renderers draw it; nothing here knows a terminal.

Layers lie one over the other, the first lowest. Numbers may be nan (a curve is broken there) or infinite (not
drawn); the ranges of the axes are always finite and not empty.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Style = Literal["solid", "dashed", "dotted", "thin"]

# What a colour is for, never which: the renderers' themes decide.
Hue = Literal[
    "first",  # the function
    "second",  # what is compared with it: a tangent, an approximation
    "third",
    "fourth",
    "fifth",
    "quiet",  # in the background: axes, contours
    "point",  # a marked point
    "end",  # where something ends: the centre of a series, the minimum
]

Range = tuple[float, float]


class Curve(NamedTuple):
    """A line through points, broken where a coordinate is nan.

    Attributes:
        xs: Abscissas, in the order of drawing.
        ys: Ordinates, as many.
        name: What the legend calls it; "" leaves it out.
        style: How the line differs from others where there is no colour.
        hue: What its colour is for.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    name: str = ""
    style: Style = "solid"
    hue: Hue = "first"


class Points(NamedTuple):
    """Marked points: one character each, over every line."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    marker: str = "●"
    name: str = ""
    hue: Hue = "point"


class Scatter(NamedTuple):
    """Data: a sign each over the lines where there is room for them, else a dot each beneath the lines."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    name: str = ""
    hue: Hue = "point"


class Uprights(NamedTuple):
    """Upright lines, each from its low end to its high one: error bars (`capped`), or stems on a zero line."""

    xs: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    name: str = ""
    hue: Hue = "point"
    capped: bool = False


class Areas(NamedTuple):
    """Closed outlines, lightly filled where the medium can: the rectangles and trapezia of a Riemann sum."""

    outlines: tuple[tuple[tuple[float, float], ...], ...]
    name: str = ""
    hue: Hue = "second"


class Bars(NamedTuple):
    """Bars side by side, standing on zero: those of a histogram.

    Attributes:
        edges: The n + 1 ends of the bars, rising.
        heights: Of each, 0 or more.
        name: What the legend calls them.
        hue: What their colour is for.
    """

    edges: tuple[float, ...]
    heights: tuple[float, ...]
    name: str = ""
    hue: Hue = "point"


class Level(NamedTuple):
    """One contour: where a function has this value. Each line is (xs, ys)."""

    value: float
    lines: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]


class Contours(NamedTuple):
    """Contour lines, from the lowest level to the highest."""

    levels: tuple[Level, ...]
    name: str = ""


class Heat(NamedTuple):
    """Values on an even grid over the box of `x_range` and `y_range`, row by row from the bottom; nan is empty."""

    rows: tuple[tuple[float, ...], ...]
    x_range: Range
    y_range: Range
    name: str = ""


class Arrow(NamedTuple):
    """An arrow centred at (x, y) in the direction (dx, dy); `strength` from 0 to 1 is its colour or length."""

    x: float
    y: float
    dx: float
    dy: float
    strength: float


class Arrows(NamedTuple):
    """A field of arrows."""

    arrows: tuple[Arrow, ...]
    name: str = ""


Layer = Curve | Points | Scatter | Uprights | Areas | Bars | Contours | Heat | Arrows


class Panel(NamedTuple):
    """A low drawing beneath another one, on the same horizontal axis: the residuals beneath a fit.

    Attributes:
        layers: From the lowest to the highest; the name of the panel is their legend.
        y_range: What its vertical axis shows.
        name: What it shows, written above it.
        hue: The colour of the name.
    """

    layers: tuple[Layer, ...]
    y_range: Range
    name: str
    hue: Hue = "second"


class Plot(NamedTuple):
    """A picture.

    Attributes:
        layers: From the lowest to the highest.
        x_range: What the horizontal axis shows; finite, the lower end first, not empty.
        y_range: The same for the vertical axis.
        x_name: The variable of the horizontal axis.
        y_name: The variable of the vertical axis; "" where it shows values of functions.
        equal: A unit is equally long on both axes: circles are circles.
        panel: What is drawn beneath, on the same horizontal axis; None with `equal`.
        headed: The lines above name both axes: a terminal, where they are seen together, does not repeat the names.
    """

    layers: tuple[Layer, ...]
    x_range: Range
    y_range: Range
    x_name: str = "x"
    y_name: str = ""
    equal: bool = False
    panel: Panel | None = None
    headed: bool = False
