"""Small plots made by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

from mvcalc_cli.plotting.plot import (
    Areas,
    Arrow,
    Arrows,
    Bars,
    Contours,
    Curve,
    Heat,
    Hue,
    Level,
    Panel,
    Plot,
    Points,
    Range,
    Scatter,
    Style,
    Uprights,
)


def even(low: float, high: float, count: int) -> tuple[float, ...]:
    return tuple(low + (high - low) * k / (count - 1) for k in range(count))


def graph(
    f: Callable[[float], float],
    over: Range,
    name: str = "",
    style: Style = "solid",
    hue: Hue = "first",
    *,
    count: int = 241,
) -> Curve:
    xs = even(*over, count)
    return Curve(xs, tuple(map(f, xs)), name, style, hue)


def circle(radius: float, count: int = 181) -> tuple[tuple[float, ...], tuple[float, ...]]:
    turns = [2 * math.pi * k / (count - 1) for k in range(count)]
    return tuple(radius * math.cos(t) for t in turns), tuple(radius * math.sin(t) for t in turns)


TAYLOR = Plot(
    (
        graph(math.sin, (-4, 4), "sin x"),
        graph(lambda x: x, (-4, 4), "T₁", "dotted", "quiet"),
        graph(lambda x: x - x**3 / 6, (-4, 4), "T₃", "dashed", "fifth"),
        graph(lambda x: x - x**3 / 6 + x**5 / 120, (-4, 4), "T₅", "thin", "second"),
        Points((0.0,), (0.0,), "●", "centre", "end"),
    ),
    (-4.0, 4.0),
    (-2.0, 2.0),
)

_RINGS = Contours(tuple(Level(r * r, (circle(r),)) for r in (1.0, 2.0, 3.0)), "f = 1, 4, 9")
_ARROWS = tuple(
    Arrow(x, y, x, y, math.hypot(x, y) / 4) for x in (-2.5, 0.0, 2.5) for y in (-2.0, 0.0, 2.0) if (x, y) != (0, 0)
)
FIELD = Plot((_RINGS, Arrows(_ARROWS, "∇f")), (-4.0, 4.0), (-3.0, 3.0), "x", "y")

HEAT = Plot(
    (
        Heat(tuple(tuple(x * x + y * y for x in even(-3, 3, 25)) for y in even(-3, 3, 25)), (-3, 3), (-3, 3), "f"),
        Contours((Level(4.0, (circle(2.0),)),), "f = 4"),
        Points((1.0,), (1.0,), "★", "here"),
    ),
    (-3.0, 3.0),
    (-3.0, 3.0),
    "x",
    "y",
)

CIRCLE = Plot((Curve(*circle(1.0), name="x² + y² = 1"),), (-1.2, 1.2), (-1.2, 1.2), "x", "y", equal=True)

RIEMANN = Plot(
    (
        Areas(tuple(((k, 0), (k + 1, 0), (k + 1, (k + 0.5) ** 2), (k, (k + 0.5) ** 2)) for k in range(4)), "4 parts"),
        graph(lambda x: x * x, (0, 4), "f"),
    ),
    (-0.5, 4.5),
    (-2.0, 18.0),
)

_X = tuple(map(float, range(13)))
_OFF = (0.5, -1.0, 0.2, 1.4, -0.6, -0.3, 1.0, -2.0, 0.4, 0.9, -0.2, -1.1, 0.6)
_Y = tuple(x * x / 8 + off for x, off in zip(_X, _OFF, strict=True))
FIT = Plot(
    (
        Uprights(_X, tuple(y - 1.2 for y in _Y), tuple(y + 1.2 for y in _Y), "± σ", capped=True),
        graph(lambda x: x * x / 8, (0, 12)),
        Scatter(_X, _Y),
    ),
    (-0.24, 12.24),
    (-2.0, 20.0),
    "time",
    "height",
    panel=Panel((Uprights(_X, (0.0,) * 13, _OFF, hue="second"),), (-2.2, 2.2), "residuals"),
    headed=True,
)
_MANY = even(0, 12, 400)
CLOUD = FIT._replace(
    layers=(
        graph(lambda x: x * x / 8, (0, 12), "fit"),
        Scatter(_MANY, tuple(x * x / 8 + math.sin(37 * k) * 3 for k, x in enumerate(_MANY))),
    ),
    panel=Panel((Scatter(_MANY, tuple(math.sin(37 * k) for k in range(400)), hue="second"),), (-1.1, 1.1), "residuals"),
)
HISTOGRAM = Plot(
    (
        Bars((0.0, 1.0, 2.0, 3.0, 4.0, 5.0), (2.0, 7.0, 12.0, 0.0, 1.0)),
        graph(lambda x: 12 * math.exp(-((x - 2.2) ** 2)), (0, 5), "normal"),
    ),
    (-0.1, 5.1),
    (0.0, 13.0),
    "height",
    "count",
)

ALL = {
    "taylor": TAYLOR,
    "field": FIELD,
    "heat": HEAT,
    "circle": CIRCLE,
    "riemann": RIEMANN,
    "fit": FIT,
    "cloud": CLOUD,
    "histogram": HISTOGRAM,
}
