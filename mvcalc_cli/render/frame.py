"""From the units of a plot to the dots of a grid: places, lines cut at the edges, dashes.

A cell of a terminal holds 2 by 4 dots of braille, each about as wide as high; in ASCII it is one dot. A
picture of other media counts its own points as dots.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from mvcalc_cli.plotting.plot import Range, Style

Place = tuple[float, float]  # in dots, from the left and from the bottom; whole numbers are centres of dots
Piece = list[Place]
Dot = tuple[int, int]

_A_COLUMN = 32  # points in one column of dots, beyond which the lowest and the highest stand for all
_FAR = 1e9  # dots: lines lead off the picture this far at most
# How long a dash is and after how many dots the next begins; a dash of 1 is one dot.
_PATTERNS: dict[Style, tuple[int, int]] = {"solid": (2, 2), "dashed": (6, 10), "dotted": (1, 4), "thin": (8, 16)}
# In the middle of the gap of a thin line is a short dash more: it differs from dots and dashes without colour, too.
_BETWEEN: Final[dict[Style, tuple[float, float]]] = {"thin": (11.0, 13.0)}


class Frame(NamedTuple):
    """What the axes show, and the grid of dots it is shown on; the ranges' ends are centres of dots."""

    x_range: Range
    y_range: Range
    width: int
    height: int

    def place(self, x: float, y: float) -> Place:
        """Where a finite point lies.

        >>> Frame((0.0, 1.0), (-1.0, 1.0), 11, 5).place(0.5, 0.0)
        (5.0, 2.0)
        """
        return (
            part(x, self.x_range) * (self.width - 1),
            part(y, self.y_range) * (self.height - 1),
        )

    def dot(self, x: float, y: float) -> Dot | None:
        """The dot of a point; None outside, or where a coordinate is not finite."""
        if not (math.isfinite(x) and math.isfinite(y)):
            return None
        u, v = nearest(self.place(x, y))
        return (u, v) if 0 <= u < self.width and 0 <= v < self.height else None

    def at(self, u: float, v: float) -> tuple[float, float]:
        """The point that lies at a place."""
        return _between(self.x_range, u / max(1, self.width - 1)), _between(self.y_range, v / max(1, self.height - 1))


def part(value: float, over: Range) -> float:
    """How far along a range a finite value lies: 0 at the low end, 1 at the high one."""
    return max(-_FAR, min(_FAR, relative(value, over, over[0])))


def relative(value: float, over: Range, start: float = 0.0) -> float:
    """The difference to `start` as a part of a range's length, even where the length overflows."""
    low, high = over
    if math.isinf(high - low) or math.isinf(value - start):
        return (value / 2 - start / 2) / (high / 2 - low / 2 or high - low)
    return (value - start) / (high - low)


def _between(over: Range, share: float) -> float:
    return over[0] * (1 - share) + over[1] * share


def nearest(place: Place) -> Dot:
    """The dot at a place; a place between two goes to the right and up."""
    return math.floor(place[0] + 0.5), math.floor(place[1] + 0.5)


def pieces(xs: Iterable[float], ys: Iterable[float], frame: Frame) -> list[Piece]:
    """The parts of a line within the frame, broken where a coordinate is not finite.

    >>> nan = float("nan")
    >>> pieces([0, 1, nan, 3, 3], [1, 1, 1, 1, 9], Frame((0.0, 4.0), (0.0, 2.0), 5, 3))
    [[(0.0, 1.0), (1.0, 1.0)], [(3.0, 1.0), (3.0, 2.5)]]
    """
    found: list[Piece] = []
    for run in _runs(xs, ys, frame):
        found += _cut(run, frame) if len(run) > 1 else [run] * _inside(run[0], frame)
    return found


def _runs(xs: Iterable[float], ys: Iterable[float], frame: Frame) -> Iterator[Piece]:
    """Unbroken lines, not yet cut, of a million points a few for each column of dots."""
    run: Piece = []
    column: Piece = []
    here = None
    for x, y in zip(xs, ys, strict=True):
        if not (math.isfinite(x) and math.isfinite(y)):
            run += _thinned(column)
            if run:
                yield run
            run, column = [], []
            continue
        place = frame.place(x, y)
        if column and round(place[0]) != here:
            run += _thinned(column)
            column = []
        here = round(place[0])
        column.append(place)
        if len(column) > 2 * _A_COLUMN:
            column = _thinned(column)
    run += _thinned(column)
    if run:
        yield run


def _thinned(column: Piece) -> Piece:
    """The first, the lowest, the highest and the last place of one column, in their order."""
    if len(column) <= _A_COLUMN:
        return column
    heights = [v for _, v in column]
    keep = {0, heights.index(min(heights)), heights.index(max(heights)), len(column) - 1}
    return [column[place] for place in sorted(keep)]


def _inside(place: Place, frame: Frame) -> bool:
    return -0.5 <= place[0] <= frame.width - 0.5 and -0.5 <= place[1] <= frame.height - 0.5


def _cut(run: Piece, frame: Frame) -> list[Piece]:
    """The parts of a line inside the frame."""
    found: list[Piece] = []
    for start, end in pairwise(run):
        shown = clip(start, end, frame)
        if shown is None:
            continue
        if found and found[-1][-1] == shown[0]:
            found[-1].append(shown[1])
        else:
            found.append(list(shown))
    return found


def clip(start: Place, end: Place, frame: Frame) -> tuple[Place, Place] | None:
    """The part of a straight line inside the frame (Liang and Barsky 1984)."""
    if _inside(start, frame) and _inside(end, frame):
        return start, end
    (u, v), (du, dv) = start, (end[0] - start[0], end[1] - start[1])
    enter, leave = 0.0, 1.0
    for step, room in (
        (-du, u + 0.5),
        (du, frame.width - 0.5 - u),
        (-dv, v + 0.5),
        (dv, frame.height - 0.5 - v),
    ):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    if enter > leave:
        return None
    return (u + enter * du, v + enter * dv), (u + leave * du, v + leave * dv)


def dots(piece: Sequence[Place], style: Style = "solid") -> list[Dot]:
    """The dots of a line, the gaps of its style left out; measured along the line, so steep dashes are as long."""
    length, period = _PATTERNS[style]
    low, high = _BETWEEN.get(style, (0.0, 0.0))
    found: list[Dot] = [nearest(piece[0])]
    mark, walked = 0, 0.0
    for start, end in pairwise(piece):
        du, dv = end[0] - start[0], end[1] - start[1]
        steps = max(1, math.ceil(max(abs(du), abs(dv))))
        for k in range(1, steps + 1):
            place = nearest((start[0] + du * k / steps, start[1] + dv * k / steps))
            along = (walked + math.hypot(du, dv) * k / steps) / period
            here = along % 1 * period
            if here < length or low <= here < high if length > 1 else int(along) != mark:
                found.append(place)
            mark = int(along)
        walked += math.hypot(du, dv)
    return found
