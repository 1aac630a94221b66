"""Small plots made by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

from mvcalc_cli.plotting.plot import (
    Areas,
    Arrow,
    Arrows,
    Contours,
    Curve,
    Heat,
    Hue,
    Level,
    Plot,
    Points,
    Range,
    Style,
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

ALL = {"taylor": TAYLOR, "field": FIELD, "heat": HEAT, "circle": CIRCLE, "riemann": RIEMANN}
