"""Samples of a function: more where it bends, broken where it is, right up to the ends of its domain."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from mvcalc_cli.plotting.breaks import BEYOND, edge, gap, peak, removable

Values = Callable[[Sequence[float]], list[float]]
Point = tuple[float, float]

# Samples to begin with: two to a dot of the finest terminal canvas of 200 columns.
START = 801
# Where the curve bends, each round cuts its pieces in two; oscillations are filled up to so many samples.
_ROUNDS = 7
_MOST = 24_000
# Pieces are cut where the curve leaves its chord by this part of the picture's height: half a dot of 100 rows.
_BEND = 1 / 800
# Not at the half: a wave as long as two steps has its zeros there too.
_CUT = 0.4375
# A rise over one step by this part of the height might be a jump.
_STEEP = 0.02
# A height that is a smaller part of the values is rounding, not a shape.
_ROUNDING = 1e-9
# All suspects are halved so often at once before the few that are left are looked at one by one.
_LOOKS = 8
# With more sharp tops than this the function oscillates, and only those far outside of the picture may be poles.
_MOST_TOPS = 200
_OUTSIDE = 5.0
# With more breaks than a picture has columns nobody sees one of them: they are not looked for one by one.
_MOST_BREAKS = 1_000


def sampled(values: Values, low: float, high: float, points: int = 0) -> list[Point]:
    """Samples from low to high in order; a nan ordinate breaks the curve there.

    Args:
        values: The function on a column of numbers, nan where undefined.
        low: Where to begin.
        high: Where to end.
        points: So many even samples; 0 takes as many as the curve needs.
    """
    count = points or START
    xs = [low + (high - low) * k / (count - 1) for k in range(count - 1)] + [high]
    found = list(zip(xs, _finite(values(xs)), strict=True))
    height = visible_height([y for _, y in found])
    if not points:
        # Even samples alone may all be zeros of a wave.
        between = values([a + _CUT * (b - a) for a, b in pairwise(xs)])
        height = visible_height([*(y for _, y in found), *between])
        found = _refined(values, found, height)
    return broken(found, values, height)


def _finite(ys: Sequence[float]) -> list[float]:
    return [y if math.isfinite(y) else math.nan for y in ys]


def visible_height(ys: Sequence[float]) -> float:
    """The height of the picture as far as samples at even distances tell: without the extreme tenth."""
    known = sorted(y for y in ys if math.isfinite(y))
    if not known:
        return 1.0
    tail = len(known) // 20
    height = known[len(known) - 1 - tail] - known[tail]
    largest = max(abs(known[0]), abs(known[-1]))
    rounding = _ROUNDING * max(abs(known[tail]), abs(known[len(known) - 1 - tail]))
    return (height if height > rounding else 0.0) or rounding or (known[-1] - known[0]) or largest or 1.0


def _refined(values: Values, points: list[Point], height: float) -> list[Point]:
    """More points where the curve leaves its chords."""
    active = [True] * (len(points) - 1)
    for _ in range(_ROUNDS):
        places = [k for k, wanted in enumerate(active) if wanted]
        if not places or len(points) + len(places) > _MOST:
            break
        xs = [points[k][0] + _CUT * (points[k + 1][0] - points[k][0]) for k in places]
        found = dict(zip(places, zip(xs, _finite(values(xs)), strict=True), strict=True))
        points, active = _with(points, found, height)
    return points


def _with(points: list[Point], found: dict[int, Point], height: float) -> tuple[list[Point], list[bool]]:
    """The points and the new ones in their places, and which pieces are to be cut again."""
    merged, active = [points[0]], []
    for k, right in enumerate(points[1:]):
        new = found.get(k)
        if new is not None and _bent(points[k], new, right, height):
            merged += [new, right]
            active += [True, True]
        else:
            merged.append(right)
            active.append(False)
    return merged, active


def _bent(left: Point, new: Point, right: Point, height: float) -> bool:
    """Does the curve leave its chord visibly at the new point? The edge of a domain is followed elsewhere."""
    if math.isnan(new[1]) or math.isnan(left[1]) or math.isnan(right[1]):
        return not math.isnan(new[1]) and math.isnan(left[1]) and math.isnan(right[1])
    chord = left[1] + _CUT * (right[1] - left[1])
    off = abs(new[1] - chord)
    # Far outside the picture only a part of the distance matters.
    return off > _BEND * max(height, 0.1 * min(abs(left[1]), abs(right[1])))


def broken(points: list[Point], values: Values, height: float) -> list[Point]:
    """The points with nan where the curve is broken, and with the points that lead to the breaks.

    A gap in the domain is drawn up to its ends, one missing point (sin(x)/x at 0) is passed over, jumps and poles
    are found between samples.
    """

    def f(x: float) -> float:
        return values([x])[0]

    points = _with_poles(points, f, height)
    suspects = _suspects(points, values, height)
    unseen = len(suspects) > _MOST_BREAKS
    found: list[Point] = []
    for k, point in enumerate(points):
        if math.isnan(point[1]):
            found += _hole(points, k, f, height)
            continue
        found.append(point)
        opening = gap(f, point, points[k + 1], height) if k in suspects and not unseen else None
        if opening is not None:
            middle = (opening.left[-1][0] + opening.right[0][0]) / 2
            found += [*opening.left[1:], (middle, math.nan), *opening.right[:-1]]
        elif unseen and k in suspects:
            found.append(((point[0] + points[k + 1][0]) / 2, math.nan))
    return found


def without_lone_points(points: list[Point]) -> list[Point]:
    """Points that have no neighbour on the curve, as of x^x at −3, are no part of a line: nan in their place.

    >>> without_lone_points([(-3.0, -0.04), (-2.9, math.nan), (0.1, 0.8), (0.2, 0.7)])[0]
    (-3.0, nan)
    """
    ys = [math.nan, *(y for _, y in points), math.nan]
    lone = [math.isnan(before) and math.isnan(after) for before, after in zip(ys, ys[2:], strict=False)]
    return [(x, math.nan if alone else y) for (x, y), alone in zip(points, lone, strict=True)]


def _suspects(points: list[Point], values: Values, height: float) -> set[int]:
    """The places before steep pieces whose rise does not fall when they are halved a few times."""
    steep = {
        k: (a, b) for k, (a, b) in enumerate(pairwise(points)) if abs(b[1] - a[1]) > _STEEP * height
    }  # nan is not steep
    narrowed = dict(steep)
    for _ in range(_LOOKS):
        if not narrowed:
            break
        xs = [(a[0] + b[0]) / 2 for a, b in narrowed.values()]
        middles = list(zip(xs, _finite(values(xs)), strict=True))
        halves = {k: _steeper(*narrowed[k], middle) for k, middle in zip(narrowed, middles, strict=True)}
        narrowed = {k: half for k, half in halves.items() if not _fell(*half, *steep[k])}
    return set(narrowed)


def _steeper(left: Point, right: Point, middle: Point) -> tuple[Point, Point]:
    """The half with the larger rise; the whole piece if there is no value in the middle."""
    if math.isnan(middle[1]):
        return left, right
    return (left, middle) if abs(middle[1] - left[1]) >= abs(right[1] - middle[1]) else (middle, right)


def _fell(left: Point, right: Point, first: Point, last: Point) -> bool:
    """Is the rise much smaller than that of the piece at the start? A jump keeps it, a cube root a sixth."""
    return abs(right[1] - left[1]) < 0.3 * abs(last[1] - first[1])


def _with_poles(points: list[Point], f: Callable[[float], float], height: float) -> list[Point]:
    """The points, and one without a value at each pole where the curve goes to the same infinity on both sides."""
    tops = [k for k in range(1, len(points) - 1) if _is_sharp(points[k - 1][1], points[k][1], points[k + 1][1], height)]
    if len(tops) > _MOST_TOPS:
        tops = [k for k in tops if abs(points[k][1]) > _OUTSIDE * height]
    around = [(points[k - 1][0], points[k], points[k + 1][0]) for k in tops[:_MOST_TOPS]]
    poles = [peak(f, left, top, right) for left, top, right in around]
    if not any(place is not None for place in poles):
        return points
    return sorted([*points, *((place, math.nan) for place in poles if place is not None)], key=lambda p: p[0])


def _is_sharp(before: float, here: float, after: float, height: float) -> bool:
    """Higher than both neighbours, or lower, and by so much that there may be no end to it?"""
    if any(here * beside < 0 and min(abs(here), abs(beside)) > height for beside in (before, after)):
        return False  # a pole with a change of sign: steep, and found as such
    up, down = here - before, here - after
    return up * down > 0 and max(abs(up), abs(down)) > _STEEP * height


def _hole(points: list[Point], k: int, f: Callable[[float], float], height: float) -> list[Point]:
    """What stands for a sample without a value: nothing, or a break and the way to it from both sides."""
    x = points[k][0]
    before = points[k - 1] if k else (x, math.nan)
    after = points[k + 1] if k + 1 < len(points) else (x, math.nan)
    known = [not math.isnan(before[1]), not math.isnan(after[1])]
    if all(known) and removable(f, before[0], x, after[0]):
        return []
    to = edge(f, before, x) if known[0] else ()
    back = edge(f, after, x)[::-1] if known[1] else ()
    limit = BEYOND * height
    tame = [[point for point in side if abs(point[1]) <= limit] for side in (to, back)]
    return [*tame[0], (x, math.nan), *tame[1]]
