"""How fits go down: chi² against the step, and the ways of two parameters over the contours of chi²."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from mvcalc_cli.plotting import paths
from mvcalc_cli.plotting.fits import LOOKS
from mvcalc_cli.plotting.plot import Contours, Curve, Plot, Points, Range
from mvcalc_cli.plotting.surface import Box

# A method that needs more steps than this times the quickest is not drawn to its end: the others would be a wall.
_LONGER: Final = 10
_SHORTEST: Final = 10
# Steps that are marked; with more, the marks are a line themselves.
_MARKED: Final = 30
# Points of a curve: more than the columns of any terminal.
_CHARTED: Final = 400
# Samples of chi² for contours; each goes through all rows.
_GRID: Final = (61, 45)
_MOST_WORK: Final = 3e7
# Room around the ways, as a part of their length, and how far they are followed.
_BESIDE: Final = 0.35
_LEAP: Final = 3.0
_MARKS: Final = ("•", "▲", "▼", "◆", "■", "◇")


class Fall(NamedTuple):
    """One method: the numbers of its steps, and chi² after each."""

    name: str
    steps: tuple[int, ...]
    chi2: tuple[float, ...]


def falls_plot(falls: Sequence[Fall]) -> Plot:
    """chi² against the step for each method; the scale is logarithmic where every value is positive and they differ.

    >>> falls_plot([Fall("lm", (0, 1, 2), (100.0, 10.0, 1.0))]).y_name
    'log10 χ²'
    """
    from mvcalc_cli.plotting.frame import comfortable

    last = last_step(falls)
    shown = [_thinned(fall, last) for fall in falls]
    logarithmic = _is_logarithmic(shown)
    curves, marks = [], []
    for fall, (style, hue), sign in zip(shown, LOOKS, _MARKS, strict=False):
        heights = tuple(_height(value, logarithmic=logarithmic) for value in fall.chi2)
        xs = tuple(map(float, fall.steps))
        name = fall.name if len(falls) > 1 else ""
        if len(xs) <= _MARKED:
            curves.append(Curve(xs, heights, "", style, hue))
            marks.append(Points(xs, heights, sign, name, hue))
        else:
            curves.append(Curve(xs, heights, name, style, hue))
    known = [y for curve in curves for y in curve.ys if math.isfinite(y)]
    y_range = comfortable((min(known), max(known)) if known else None)
    name = "log10 χ²" if logarithmic else "χ²"
    return Plot((*curves, *marks), (0.0, float(max(last, 1))), y_range, "step", name)


def last_step(falls: Sequence[Fall]) -> int:
    """Up to where the axis of the steps goes; what is cut off is as long again at least."""
    lengths = [fall.steps[-1] for fall in falls]
    cut = max(_SHORTEST, _LONGER * min(lengths))
    return cut if max(lengths) > 2 * cut else max(lengths)


def _thinned(fall: Fall, last: int) -> Fall:
    """As many steps as a chart can show, up to `last`."""
    kept = [k for k, step in enumerate(fall.steps) if step <= last]
    apart = -(-len(kept) // _CHARTED)
    places = sorted({*kept[::apart], kept[-1]})
    return Fall(fall.name, tuple(fall.steps[k] for k in places), tuple(fall.chi2[k] for k in places))


def _is_logarithmic(falls: Sequence[Fall]) -> bool:
    """Whether chi² is never negative (a loss might be) and falls by half or more."""
    values = [value for fall in falls for value in fall.chi2 if math.isfinite(value)]
    positive = [value for value in values if value > 0]
    return bool(positive) and min(values) >= 0 and max(positive) >= 2 * min(positive)


def _height(value: float, *, logarithmic: bool) -> float:
    if not logarithmic:
        return value
    return math.log10(value) if 0 < value < math.inf else math.nan


class Way(NamedTuple):
    """One method's way: the two parameters after each step."""

    name: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def drawn(self) -> paths.Way:
        """As pictures of descents have it."""
        return paths.Way((self.xs, self.ys), name=self.name or "step")


def ways_plot(
    chi2: Callable[[Any], float], rows: int, ways: Sequence[Way], names: tuple[str, str]
) -> tuple[Plot | None, Box]:
    """The ways over contours of chi², and the box that is shown; None where no way has a place.

    Args:
        chi2: The sum of squares at a point of shape (2,); infinite where undefined.
        rows: How many rows one such sum goes through.
        ways: In the order of the legend.
        names: Of the two parameters.
    """
    drawn = [way.drawn for way in ways if way.xs and all(map(math.isfinite, (*way.xs, *way.ys)))]
    looked = [
        way._replace(marker=sign, hue="point" if len(drawn) == 1 else hue, style=style)
        for way, sign, (style, hue) in zip(drawn, _MARKS, LOOKS, strict=False)
    ]
    box = Box(*(_around([way.places[axis] for way in drawn]) for axis in (0, 1)))
    if not looked:
        return None, box
    lines = _contours(chi2, box) if rows * _GRID[0] * _GRID[1] <= _MOST_WORK else None
    return paths.over_contours(looked, names, box, lines), box


def _around(places: Sequence[Sequence[float]]) -> Range:
    """What holds some ways along one axis; of those that leap far away only the starts and the ends."""
    near = [place for way in places for place in (way[0], way[-1])]
    reach = max(near, default=0.0) - min(near, default=0.0) or max(map(abs, near), default=0.0) or 1.0
    kept = [p for way in places for p in way if min(near) - _LEAP * reach <= p <= max(near) + _LEAP * reach]
    low, high = min(kept, default=0.0), max(kept, default=0.0)
    room = _BESIDE * ((high - low) or reach)
    return low - room, high + room


def _contours(chi2: Callable[[Any], float], box: Box) -> Contours | None:
    import numpy as np

    from mvcalc_cli.plotting.surface import Grid

    xs, ys = np.linspace(*box.x, _GRID[0]), np.linspace(*box.y, _GRID[1])
    values = np.array([[chi2(np.array([x, y])) for x in xs] for y in ys])
    values[~np.isfinite(values)] = np.nan
    lines = paths.contour_lines(Grid(xs, ys, values))
    if lines is None:
        return None
    levels = ", ".join(f"{level.value:.6g}" for level in lines.levels)
    return lines._replace(name=f"contours χ² = {levels}")
