"""Contours for critical points: each minimum and maximum has a ring around it, each saddle its own level."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from mvcalc_cli.plotting.plot import Contours, Level
from mvcalc_cli.plotting.surface import Grid, contours, nice_levels

# Where a ring lies between the value of its point and the next critical one: the widest that closes is taken.
_PARTS: Final = (0.5, 0.25, 0.1, 0.03, 0.01)
# This part of the values at both ends is left out.
_TAIL: Final = 0.02
# Contours in one picture, and those of saddles.
_MOST: Final = 9
_MOST_SADDLES: Final = 4
_ENOUGH: Final = 2
# Values nearer to each other than this part of those in the picture are one.
_SAME: Final = 4e-4
# A ring is as wide as this part of the picture at least, so that it is seen beside its point.
_SEEN: Final = 0.03


class Spot(NamedTuple):
    """A critical point in a picture: its kind is "minimum", "maximum", "saddle", or any other word."""

    x: float
    y: float
    value: float
    kind: str


def contours_around(found: Grid, spots: Sequence[Spot]) -> tuple[Contours, tuple[Spot, ...]]:
    """The contours, and the minima and maxima without a ring: it does not close in the picture.

    >>> import numpy as np
    >>> x, y = np.meshgrid(np.linspace(-2, 2, 81), np.linspace(-2, 2, 81))
    >>> bowl = Grid(np.linspace(-2, 2, 81), np.linspace(-2, 2, 81), x**2 + y**2)
    >>> lines, without = contours_around(bowl, [Spot(0.0, 0.0, 0.0, "minimum")])
    >>> len(without), any(_is_around(line, 0.0, 0.0) for level in lines.levels for line in level.lines)
    (0, True)
    """
    import numpy as np

    known = found.values[np.isfinite(found.values)]
    if known.size == 0:
        return Contours(()), tuple(spots)
    # Without the sides of a pole.
    ends = (float(np.quantile(known, _TAIL)), float(np.quantile(known, 1 - _TAIL)))
    levels: list[Level] = []
    without: list[Spot] = []
    for kind in ("minimum", "maximum"):
        for value in dict.fromkeys(spot.value for spot in spots if spot.kind == kind):
            alike = [spot for spot in spots if spot.kind == kind and spot.value == value]
            level, bare = _ring(found, alike, _next(spots, value, ends, up=kind == "minimum"))
            without += bare
            levels += [level] if level is not None else []
    saddles = list(dict.fromkeys(spot.value for spot in spots if spot.kind == "saddle"))[:_MOST_SADDLES]
    every = [*levels, *contours(found, saddles).levels]
    every += contours(found, _outer(found, spots, 1 if len(every) > _ENOUGH else 2)).levels
    return Contours(tuple(sorted(_different(every), key=lambda level: level.value))), tuple(without)


def _outer(found: Grid, spots: Sequence[Spot], count: int) -> list[float]:
    """Round values below and above those of all points, the nearest of them."""
    values = [spot.value for spot in spots] or [0.0]
    nice = sorted(nice_levels(found))
    below, above = ([level for level in nice if way * level > max(way * value for value in values)] for way in (-1, 1))
    return [*below[-count:], *above[:count]]


def _next(spots: Sequence[Spot], value: float, ends: tuple[float, float], *, up: bool) -> float:
    """The critical value above (below) one, or the end of the values in the picture."""
    room = _SAME * (ends[1] - ends[0])
    if up:
        return min(other for other in [*(spot.value for spot in spots), ends[1], math.inf] if other > value + room)
    return max(other for other in [*(spot.value for spot in spots), ends[0], -math.inf] if other < value - room)


def _ring(found: Grid, spots: Sequence[Spot], end: float) -> tuple[Level | None, list[Spot]]:
    """The level whose lines go around the most of some points with one value, and the points without a ring."""
    best: tuple[Level | None, list[Spot]] = (None, list(spots))
    value = spots[0].value
    wide = (float(found.xs[-1] - found.xs[0]), float(found.ys[-1] - found.ys[0]))
    for part in _PARTS if math.isfinite(end) else ():
        at = _rounded(value + part * (end - value), abs(end - value))
        if not min(value, end) < at < max(value, end):
            continue
        level = contours(found, [at]).levels[0]
        seen = [line for line in level.lines if _is_wide(line, wide)]
        bare = [spot for spot in spots if not any(_is_around(line, spot.x, spot.y) for line in seen)]
        if len(bare) < len(best[1]):
            best = (level, bare)
        if not bare:
            break
    return best


def _rounded(value: float, scale: float) -> float:
    """With two digits of what lies between a point and the next critical value."""
    return round(value, 1 - math.floor(math.log10(scale))) if scale else value


def _is_wide(line: tuple[tuple[float, ...], tuple[float, ...]], wide: tuple[float, float]) -> bool:
    return any(max(line[axis]) - min(line[axis]) >= _SEEN * wide[axis] for axis in (0, 1))


def _is_around(line: tuple[tuple[float, ...], tuple[float, ...]], x: float, y: float) -> bool:
    """Whether a closed line goes around a place: a ray from it crosses the line an odd number of times."""
    xs, ys = line
    if (xs[0], ys[0]) != (xs[-1], ys[-1]):
        return False
    inside = False
    for k in range(len(xs) - 1):
        if (ys[k] > y) != (ys[k + 1] > y):
            inside ^= x < xs[k] + (y - ys[k]) * (xs[k + 1] - xs[k]) / (ys[k + 1] - ys[k])
    return inside


def _different(levels: Sequence[Level]) -> list[Level]:
    """Those that are seen, each value once, the most important first."""
    kept: dict[float, Level] = {}
    for level in levels:
        if level.lines:
            kept.setdefault(level.value, level)
    return list(kept.values())[:_MOST]
