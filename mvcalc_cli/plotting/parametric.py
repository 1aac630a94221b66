"""Curves in the plane: [x(t), y(t)] sampled along t, more where it bends."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.frame import shown
from mvcalc_cli.plotting.plot import Curve, Range
from mvcalc_cli.plotting.sampling import visible_height

START: Final = 601
_ROUNDS: Final = 5
_MOST: Final = 20_000
_BEND: Final = 1 / 600
# A step over this part of the picture might be a jump; it is one if it stays so when the step is cut again and again.
_FAR: Final = 0.1
_CUTS: Final = 30

Triple = tuple[float, float, float]


def path(components: tuple[Tree, Tree], parameter: str, over: Range, *, points: int = 0, name: str = "") -> Curve:
    """The curve t -> (x(t), y(t)), broken where it jumps and where a component is undefined.

    >>> from mvcalc_cli.language import parse
    >>> circle = path(parse("[cos t, sin t]").tree.args, "t", (0.0, 6.283185307179586))
    >>> max(abs(math.hypot(x, y) - 1) for x, y in zip(circle.xs, circle.ys)) < 1e-12
    True
    """
    found = sampled_path(components, parameter, over, points)
    return Curve(tuple(x for _, x, _ in found), tuple(y for _, _, y in found), name)


def sampled_path(components: tuple[Tree, Tree], parameter: str, over: Range, points: int = 0) -> list[Triple]:
    """(t, x, y) in the order of t; x and y are nan where the curve is broken."""
    programs = [program(tree, (parameter,)) for tree in components]

    def at(ts: list[float]) -> list[Triple]:
        return [_known(*row) for row in zip(ts, *(one.values([ts]) for one in programs), strict=True)]

    low, high = over
    count = points or START
    found = at([low + (high - low) * k / (count - 1) for k in range(count - 1)] + [high])
    size = visible_height([x for _, x, _ in found]), visible_height([y for _, _, y in found])
    for _ in range(0 if points else _ROUNDS):
        bent = _bent_places(found, size)
        if not bent or len(found) + 2 * len(bent) > _MOST:
            break
        new = at([(found[k][0] + found[k + 1][0]) / 2 for k in sorted(bent)])
        found = sorted([*found, *new], key=lambda triple: triple[0])
    return _broken(found, at, size)


def _known(t: float, x: float, y: float) -> Triple:
    return (t, x, y) if math.isfinite(x) and math.isfinite(y) else (t, math.nan, math.nan)


def _bent_places(found: list[Triple], size: tuple[float, float]) -> set[int]:
    """The places before and behind samples where the curve leaves the chord of its neighbours."""
    bent: set[int] = set()
    for k in range(1, len(found) - 1):
        (s, a, b), (t, x, y), (u, c, d) = found[k - 1 : k + 2]
        part = (t - s) / (u - s)
        off = max(abs(x - a - part * (c - a)) / size[0], abs(y - b - part * (d - b)) / size[1])
        if off > _BEND or math.isnan(off):
            bent |= {k - 1, k}
    return {k for k in bent if not (math.isnan(found[k][1]) and math.isnan(found[k + 1][1]))}


def _broken(found: list[Triple], at: Callable[[list[float]], list[Triple]], size: tuple[float, float]) -> list[Triple]:
    """The samples with nan between those of a jump."""
    result = found[:1]
    for left, right in pairwise(found):
        if _apart(left, right, size) > _FAR and _jumps(left, right, at, size):
            result.append(((left[0] + right[0]) / 2, math.nan, math.nan))
        result.append(right)
    return result


def _apart(left: Triple, right: Triple, size: tuple[float, float]) -> float:
    """The distance in parts of the picture; nan where one is undefined."""
    return max(abs(right[1] - left[1]) / size[0], abs(right[2] - left[2]) / size[1])


def _jumps(left: Triple, right: Triple, at: Callable[[list[float]], list[Triple]], size: tuple[float, float]) -> bool:
    start = _apart(left, right, size)
    for _ in range(_CUTS):
        (middle,) = at([(left[0] + right[0]) / 2])
        if math.isnan(middle[1]):
            return True
        left, right = (left, middle) if _apart(left, middle, size) >= _apart(middle, right, size) else (middle, right)
    return _apart(left, right, size) > 0.3 * start


def box_of_path(found: list[Triple]) -> tuple[Range, Range]:
    """The ranges that show a curve in the plane, with some room, clipped where it runs away for a short time."""
    times = tuple(t for t, _, _ in found)
    columns = tuple(x for _, x, _ in found), tuple(y for _, _, y in found)
    ranges = [shown(Curve(times, column), (times[0], times[-1])) or (-1.0, 1.0) for column in columns]
    longest = max(high - low for low, high in ranges) or 2.0
    return _roomy(ranges[0], longest), _roomy(ranges[1], longest)


def _roomy(extent: Range, longest: float) -> Range:
    low, high = extent
    room = 0.06 * longest if high - low > 1e-9 * longest else 0.5 * longest
    return low - room, high + room
