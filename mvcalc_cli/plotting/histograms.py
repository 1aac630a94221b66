"""Histograms: bars from edge to edge, with densities over them in the bars' unit."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from mvcalc_cli.plotting.fits import LOOKS, with_room
from mvcalc_cli.plotting.plot import Bars, Curve, Hue, Layer, Plot, Style

Density = Callable[[Sequence[float]], list[float]]

# Room above the highest bar.
_ABOVE: Final = 1.08
# A density that goes to infinity at an end is shown up to so many times the highest bar.
_TOWARDS_POLE: Final = 1.5
# Bins are equally wide up to rounding.
_EQUAL: Final = 1e-6
_FINE: Final = 401


def histogram_plot(
    edges: Sequence[float], counts: Sequence[float], curves: Sequence[tuple[str, Density]], x_name: str
) -> Plot:
    """Bars of the counts where all bins are equally wide, else of the density; the densities of `curves` over them.

    Args:
        edges: The n + 1 ends of the bins, rising.
        counts: How many values lie in each.
        curves: Names and probability densities; their unit becomes that of the bars.
        x_name: What the values are.

    >>> histogram_plot([0.0, 1.0, 2.0], [3, 1], [], "height").y_name
    'count'
    """
    widths = [b - a for a, b in pairwise(edges)]
    rows, equal = sum(counts), max(widths) - min(widths) <= _EQUAL * max(widths)
    # One value in a bin stands for so much height, one of density for `unit`.
    heights = [count if equal else count / (rows * width) for count, width in zip(counts, widths, strict=True)]
    unit = rows * sum(widths) / len(widths) if equal else 1.0
    drawn = [_density(edges, unit, *one, look) for one, look in zip(curves, LOOKS, strict=False)]
    layers: list[Layer] = [Bars(tuple(edges), tuple(heights)), *(drawn if len(drawn) > 1 else _unnamed(drawn))]
    x_range = with_room((edges[0], edges[-1]))
    return Plot(tuple(layers), x_range, (0.0, _top(heights, drawn)), x_name, "count" if equal else "density")


def _density(edges: Sequence[float], unit: float, name: str, density: Density, look: tuple[Style, Hue]) -> Curve:
    low, high = edges[0], edges[-1]
    xs = [low + (high - low) * k / (_FINE - 1) for k in range(_FINE)]
    ys = tuple(unit * y for y in density(xs))
    return Curve(tuple(xs), ys, name, *look)


def _unnamed(curves: Sequence[Curve]) -> list[Curve]:
    """A single density is told of above the picture."""
    return [curve._replace(name="") for curve in curves]


def _top(heights: Sequence[float], curves: Sequence[Curve]) -> float:
    """The upper end of the vertical axis."""
    highest = max(heights, default=0.0)
    peaks = [y for curve in curves for y in curve.ys if math.isfinite(y)]
    return _ABOVE * (min(max([highest, *peaks]), _TOWARDS_POLE * highest) or 1.0)
