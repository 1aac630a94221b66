"""The ways of descents as pictures: over contours, on a curve, or f against the steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from mvcalc_cli.plotting.plot import Contours, Curve, Hue, Layer, Plot, Points, Range, Style
from mvcalc_cli.plotting.surface import Box, Grid

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree

Numbers = Sequence[float]

# Room around a way: its reach from the origin, or its length, times this.
_ROOM: Final = 1.3
# A way shorter than this part of its distance from the origin is looked at by itself.
_SHORT: Final = 0.15
# Both axes show as much, unless one way is so many times longer.
_UNEQUAL: Final = 5.0
# The height of a way, and so much of it above and below, is seen of a curve.
_ABOVE: Final = 0.5
# A way that blows up is shown up to so many times the size of its start.
_BLOWN_UP: Final = 6.0
_ROUND: Final = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
# Marks that fall on one spot of such a raster are one mark.
_RASTER: Final = (240, 160)
# Marks that need no entry in the legend where there are none.
_UNNAMED: Final = ("", "step", "end")
# The lowest samples that are worth a try as another valley.
_VALLEYS: Final = 4


class Way(NamedTuple):
    """One run in a picture.

    Attributes:
        places: Its coordinates: two columns over contours, x and f on a curve, k and f in a chart.
        marker: The sign of a step.
        name: What the legend calls a step.
        hue: The colour of the steps.
        style: The line in a chart.
    """

    places: tuple[Numbers, Numbers]
    marker: str = "•"
    name: str = "step"
    hue: Hue = "point"
    style: Style = "solid"


def box_around(ways: Sequence[tuple[Numbers, Numbers]], *, blown_up: bool = False) -> Box:
    """The box that shows some ways with their surroundings: a square where that is possible, its ends round numbers.

    >>> box_around([((0.5, 1.3, 3.6), (-0.8, -0.7, -1.8))])
    Box(x=(-5.0, 5.0), y=(-5.0, 5.0))
    >>> box_around([((100.0, 101.0), (200.0, 201.5))])
    Box(x=(98.5, 102.5), y=(198.8, 202.8))
    """
    columns = [[place for way in ways for place in way[axis]] for axis in (0, 1)]
    if blown_up:
        limit = _BLOWN_UP * max(1.0, *(abs(way[axis][0]) for way in ways for axis in (0, 1)))
        columns = [[place for place in column if abs(place) <= limit] or [0.0] for column in columns]
    (x, wide), (y, high) = _around(columns[0]), _around(columns[1])
    if max(wide, high) <= _UNEQUAL * min(wide, high):
        wide = high = max(wide, high)
    return Box((x - wide, x + wide), (y - high, y + high))


def range_around(places: Numbers, *, blown_up: bool = False) -> Range:
    """The same for one variable.

    >>> range_around((0.0, 2.0, 3.0))
    (-4.0, 4.0)
    """
    return box_around([(places, places)], blown_up=blown_up).x


def _around(places: Numbers) -> tuple[float, float]:
    """Where the middle of an axis is, and how far it goes: about the origin, or about a way far away from it."""
    low, high = min(places), max(places)
    reach = max(abs(low), abs(high))
    if high == low or high - low >= _SHORT * reach:
        return 0.0, _rounded_up(_ROOM * reach) if reach else 1.0
    half = _rounded_up(_ROOM * (high - low))
    step = half / 5
    return round((low + high) / 2 / step) * step, half


def _rounded_up(size: float) -> float:
    power = 10.0 ** math.floor(math.log10(size))
    return next(part * power for part in _ROUND if part * power >= size * (1 - 1e-12))


def over_contours(ways: Sequence[Way], names: tuple[str, str], box: Box, lines: Contours | None) -> Plot:
    """Ways over contours; start and end are marked."""
    layers: list[Layer] = [*_marks(ways, box)]
    if lines is not None and lines.levels:
        layers.append(lines)
    return Plot(tuple(layers), box.x, box.y, *names)


def on_curve(ways: Sequence[Way], graph: Curve, over: Range) -> Plot:
    """Ways on the graph of a function of one variable; the ways decide how much of its height is seen."""
    from mvcalc_cli.plotting.frame import comfortable

    heights = [y for way in ways for _, y in _within(way.places, over)]
    known = [y for y in graph.ys if math.isfinite(y)]
    if not heights or not known:
        return Plot((graph, *_marks(ways, Box(over, (-1.0, 1.0)))), over, comfortable((min(known), max(known))))
    low, high = min(heights), max(heights)
    room = _ABOVE * (high - low) if high > low else max(known) - min(known)
    y_range = comfortable((max(min(known), low - room), min(max(known), high + room)))
    return Plot((graph, *_marks(ways, Box(over, y_range))), over, y_range)


def _within(places: tuple[Numbers, Numbers], over: Range) -> list[tuple[float, float]]:
    return [(x, y) for x, y in zip(*places, strict=True) if over[0] <= x <= over[1]]


def against_steps(ways: Sequence[Way], what: str = "f") -> Plot:
    """f against the number of steps, as a logarithm where every value is positive."""
    from mvcalc_cli.plotting.frame import comfortable

    logarithmic = is_logarithmic(ways)
    curves = [_chart(way, logarithmic=logarithmic) for way in ways]
    last = max(max(curve.xs) for curve in curves)
    known = [y for curve in curves for y in curve.ys if math.isfinite(y)]
    y_range = comfortable((min(known), max(known)) if known else None)
    return Plot(tuple(curves), (0.0, max(last, 1.0)), y_range, "k", f"log10 {what}" if logarithmic else what)


def is_logarithmic(ways: Sequence[Way]) -> bool:
    """Whether f is positive all the way (0 at the end alone) and falls over more than a decade."""
    values = [value for way in ways for value in way.places[1]]
    positive = [value for value in values if value > 0]
    return bool(positive) and min(values) >= 0 and max(positive) > 10 * min(positive)


def _chart(way: Way, *, logarithmic: bool) -> Curve:
    ks, values = way.places
    if logarithmic:
        values = [math.log10(value) if value > 0 else math.nan for value in values]
    name = way.name if way.name != "step" else ""
    return Curve(tuple(ks), tuple(values), name, way.style, way.hue)


def _marks(ways: Sequence[Way], box: Box) -> list[Layer]:
    """Steps of every way, then the starts, then the ends, so that these are seen."""
    starts = list(dict.fromkeys((way.places[0][0], way.places[1][0]) for way in ways))
    ends = list(dict.fromkeys((way.places[0][-1], way.places[1][-1]) for way in ways if len(way.places[0]) > 1))
    steps = [(way, _spots([*zip(*way.places, strict=True)][1:-1], {*starts, *ends}, box)) for way in ways]
    layers: list[Layer] = [Points(*_columns(starts), "○", "start", "point")]
    layers += [Points(*_columns(spots), way.marker, way.name, way.hue) for way, spots in steps]
    # The start is drawn before the steps for the legend's sake, and once more, unnamed, over them.
    layers += [Points(*_columns(starts), "○", "", "point"), Points(*_columns(ends), "★", "end", "end")]
    # A method that needs a single step has no marks between, and stands in the legend all the same.
    return [layer for layer in layers if isinstance(layer, Points) and (layer.xs or layer.name not in _UNNAMED)]


def _columns(spots: Sequence[tuple[float, float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(x for x, _ in spots), tuple(y for _, y in spots)


def _spots(
    places: Sequence[tuple[float, float]], taken: set[tuple[float, float]], box: Box
) -> list[tuple[float, float]]:
    """The steps inside the box, one a spot of the raster, none on a start or an end."""
    full = {_cell(place, box) for place in taken}
    found = []
    for place in places:
        cell = _cell(place, box)
        if cell is not None and cell not in full:
            full.add(cell)
            found.append(place)
    return found


def _cell(place: tuple[float, float], box: Box) -> tuple[int, ...] | None:
    parts = [(at - low) / (high - low) for at, (low, high) in zip(place, box, strict=True)]
    if not all(0 <= part <= 1 for part in parts):
        return None
    return tuple(int(part * count) for part, count in zip(parts, _RASTER, strict=True))


def outside(ways: Sequence[Way], box: Box) -> int:
    """How many places of some ways are not in the picture."""
    return sum(_cell(place, box) is None for way in ways for place in zip(*way.places, strict=True))


def contour_lines(found: Grid) -> Contours | None:
    """The contours of a picture of descent; None where the function is constant or undefined."""
    from mvcalc_cli.plotting.surface import contours, rings

    levels = rings(found)
    if not levels:
        return None
    drawn = contours(found, levels)
    return drawn._replace(levels=tuple(level for level in drawn.levels if level.lines))


def valleys(found: Grid) -> list[tuple[float, float]]:
    """The inner samples lower than their eight neighbours, the lowest first: where other minima may be."""
    import numpy as np

    values = found.values
    n, m = values.shape
    centre = values[1:-1, 1:-1]
    lowest = np.ones_like(centre, dtype=bool)
    for i, j in [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]:
        lowest &= centre < values[1 + i : n - 1 + i, 1 + j : m - 1 + j]
    places = sorted((float(centre[i, j]), int(j), int(i)) for i, j in zip(*np.nonzero(lowest), strict=True))
    return [(float(found.xs[j + 1]), float(found.ys[i + 1])) for _, j, i in places[:_VALLEYS]]


def plain_place(place: tuple[float, float], box: Box) -> tuple[float, float]:
    """A place near another one that is short to type: two digits of the box.

    >>> plain_place((-2.83, 3.11), Box((-5.0, 5.0), (-5.0, 5.0)))
    (-3.0, 3.0)
    """
    steps = (10.0 ** math.floor(math.log10((high - low) / 8)) for low, high in box)
    x, y = (float(f"{round(at / step) * step:.6g}") for at, step in zip(place, steps, strict=True))
    return x, y


def frames(count: int, most: int) -> list[int]:
    """How many steps each frame of an animation shows: all, or fewer the further it comes; the last is `count`.

    >>> frames(4, 10), frames(1000, 5)
    ([1, 2, 3, 4], [40, 160, 360, 640, 1000])
    """
    if count <= most:
        return list(range(1, count + 1))
    shown = [round(count * (k / most) ** 2) for k in range(1, most + 1)]
    return [k for k, after in pairwise([*shown, count + 1]) if 0 < k < after]


def surface_grid(tree: Tree, names: tuple[str, str], box: Box) -> Grid:
    """The values for contours."""
    from mvcalc_cli.plotting.surface import grid

    return grid(tree, names, box, (_SAMPLES, _SAMPLES))


# Half the samples of a plot: the way is the subject, and the picture is drawn with every run.
_SAMPLES: Final = 101
