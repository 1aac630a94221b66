"""Is a function continuous between two points? Jumps, poles and the ends of its domain, found by bisection.

A steep rise and a jump look the same at any one distance. Halving the distance tells them apart: the rise of a
continuous function falls with it, a jump stays, and a pole grows.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

Function = Callable[[float], float]
Point = tuple[float, float]

# As often as a double can be halved between two points of usual size, and some more towards zero.
HALVINGS = 120
# The rise over neighbouring doubles, as a part of the rise at the start, that is still a jump: the steepest root
# of the usual ones, a cube root, keeps 1e-5 of it.
_JUMP = 0.01
# Near a pole the curve is followed so far beyond its visible height: enough for any sensible frame.
BEYOND = 1e6


class Gap(NamedTuple):
    """Where a curve is broken: the points that lead to the break from the left, and on from it to the right."""

    left: tuple[Point, ...]
    right: tuple[Point, ...]


def gap(f: Function, left: Point, right: Point, height: float) -> Gap | None:
    """The break of f between two points where it is finite; None if it is continuous.

    Args:
        f: From floats to floats, nan where undefined.
        left: A point (x, f(x)).
        right: A point further right.
        height: How high the visible part of the curve is: near a pole the curve ends far outside of it.

    >>> gap(math.floor, (0.5, 0.0), (1.2, 1.0), 1.0).right[0]
    (1.0, 1)
    >>> gap(lambda x: math.tanh(50 * x), (-0.5, -1.0), (0.7, 1.0), 1.0) is None
    True
    """
    rise = abs(right[1] - left[1])
    lefts, rights = [left], [right]
    for _ in range(HALVINGS):
        (a, fa), (b, fb) = lefts[-1], rights[-1]
        middle = a + (b - a) / 2
        if not a < middle < b:
            break
        value = f(middle)
        if not math.isfinite(value):
            return _around(f, lefts, rights, middle, height)
        if abs(value - fa) >= abs(fb - value):
            rights.append((middle, value))
        else:
            lefts.append((middle, value))
        if abs(rights[-1][1] - lefts[-1][1]) < _JUMP * rise:
            return None
    return Gap(_tame(lefts, height), _tame(rights, height)[::-1])


def _around(f: Function, lefts: list[Point], rights: list[Point], hole: float, height: float) -> Gap | None:
    """The break at a hole of the domain that was met on the way; None if the curve goes on behind it as before."""
    if removable(f, lefts[-1][0], hole, rights[-1][0]):
        return None
    before = edge(f, lefts[-1], hole)
    after = edge(f, rights[-1], hole)
    return Gap(_tame([*lefts, *before], height), _tame([*rights, *after], height)[::-1])


def removable(f: Function, left: float, hole: float, right: float) -> bool:
    """Do the values on both sides of one missing point tend to one limit, as those of sin(x)/x at 0 do?

    Values at a distance, a quarter and a sixteenth of it: near a limit they change less and less, near a pole
    more and more, and near a logarithm's always by the same. Nearer still, rounding would speak.
    """
    step = min(hole - left, right - hole)
    sides = [[f(hole + sign * step / part) for part in (1.0, 4.0, 16.0)] for sign in (-1.0, 1.0)]
    if not all(map(math.isfinite, (*sides[0], *sides[1]))):
        return False
    change = max(abs(side[1] - side[0]) for side in sides)
    size = max(map(abs, (*sides[0], *sides[1])))
    if any(abs(side[2] - side[1]) > 0.75 * change + 1e-9 * size for side in sides):
        return False
    return abs(sides[0][2] - sides[1][2]) <= 0.75 * max(abs(sides[0][0] - sides[1][0]), change) + 1e-9 * size


def edge(f: Function, inside: Point, outside: float) -> tuple[Point, ...]:
    """The points that lead from one where f is finite to the end of its domain, before `outside` where it is not.

    >>> edge(lambda x: math.sqrt(x) if x >= 0 else math.nan, (0.25, 0.5), -1.0)[-1]
    (0.0, 0.0)
    """
    found: list[Point] = []
    a, b = inside[0], outside
    for _ in range(HALVINGS):
        middle = a + (b - a) / 2
        if middle in (a, b):
            break
        value = f(middle)
        if math.isfinite(value):
            found.append((middle, value))
            a = middle
        else:
            b = middle
    # The end itself: bisection comes near to 0 but seldom meets it.
    if abs(a) < 1e-9 * abs(inside[0] - outside) and a != 0.0 and math.isfinite(f(0.0)):
        found.append((0.0, f(0.0)))
    return tuple(found)


def _tame(points: list[Point], height: float) -> tuple[Point, ...]:
    """The points as far as they are not immensely far outside the picture; the first stays."""
    limit = BEYOND * height + abs(points[0][1])
    return (points[0], *(point for point in points[1:] if abs(point[1]) <= limit))


def peak(f: Function, left: float, top: Point, right: float) -> float | None:
    """The pole near a point that is higher, or lower, than its neighbours; None if the peak is finite.

    The neighbourhood is narrowed around the highest point. At a peak it gets flat, even at a cusp such as that of
    √|x|; at a pole such as that of 1/(x − 1)², or of a logarithm, it never does.

    >>> round(peak(lambda x: -1 / (x - 1) ** 2 if x != 1 else math.nan, 0.5, (0.9, -100.0), 1.5), 12)
    1.0
    """
    sign = 1.0 if top[1] > max(f(left), f(right)) else -1.0
    low, here, high = (left, sign * f(left)), (top[0], sign * top[1]), (right, sign * f(right))
    first = here[1] - min(low[1], high[1])
    for _ in range(HALVINGS):
        xs = (low[0] + (here[0] - low[0]) / 2, here[0] + (high[0] - here[0]) / 2)
        if not low[0] < xs[0] < here[0] < xs[1] < high[0]:
            break
        before, after = ((x, sign * f(x)) for x in xs)
        if not (math.isfinite(before[1]) and math.isfinite(after[1])):
            return after[0] if math.isfinite(before[1]) else before[0]
        low, here, high = _narrowed((low, before, here, after, high))
        if here[1] - min(low[1], high[1]) < _JUMP * first:
            return None
    return here[0]


def _narrowed(points: tuple[Point, Point, Point, Point, Point]) -> tuple[Point, Point, Point]:
    """The highest of the three in the middle, with its neighbours."""
    place = max((2, 1, 3), key=lambda k: points[k][1])
    return points[place - 1], points[place], points[place + 1]
