"""Fewer points for the same picture: of each column the first, the lowest, the highest and the last."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby

Point = tuple[float, float]

# Columns of the widest picture. The finest terminal has 2 dots in each of some 250 columns.
COLUMNS = 1200
_ENOUGH = 4 * COLUMNS


def reduced(points: list[Point], low: float, high: float) -> list[Point]:
    """At most some four points a column, and the breaks; few points stay as they are.

    >>> many = [(k / 100_000, k % 7) for k in range(100_001)]
    >>> len(reduced(many, 0.0, 1.0)) < 5000
    True
    """
    if len(points) <= _ENOUGH:
        return points
    width = (high - low) / COLUMNS
    columns = groupby(points, key=lambda point: (math.isnan(point[1]), int((point[0] - low) / width)))
    return [point for (empty, _), column in columns for point in _telling(column, empty=empty)]


def _telling(column: Iterable[Point], *, empty: bool) -> list[Point]:
    """First, lowest, highest and last of neighbours in one column, in their order; one of many without a value."""
    points = list(column)
    if empty:
        return points[:1]
    lowest = min(range(len(points)), key=lambda k: points[k][1])
    highest = max(range(len(points)), key=lambda k: points[k][1])
    return [points[k] for k in sorted({0, lowest, highest, len(points) - 1})]
