"""The vertical range that a person would choose."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from mvcalc_cli.plotting.plot import Areas, Curve, Layer, Points, Range, Scatter, Uprights

Weighted = tuple[float, float]  # a value, and for how much of the width it is taken

# A part of the height left free above and below.
_PADDING: Final = 0.06
# The part of the width whose values may lie outside of the picture, where a curve has poles or grows.
_TAIL: Final = 0.1
# A curve that reaches so many times the height of its middle parts has grown out of proportion.
_GROWN: Final = 6.0
# How much further than without poles the curve is shown on its way to them.
_TOWARDS_POLES: Final = 1.6
# Other curves than the first may widen the range by this part of its height at each end.
_WIDER: Final = 0.5
# The same for a function of equal rank.
_MUCH_WIDER: Final = 1.5
# Zero is shown if it is no further off than this part of the height.
_NEAR_ZERO: Final = 0.35


def y_range_of(layers: Sequence[Layer], over: Range) -> Range:
    """The range of the vertical axis; finite, never empty."""
    curves = [layer for layer in layers if isinstance(layer, Curve)]
    first = [layer for layer in curves if layer.hue == "first"] or curves
    wanted = _joined(shown(layer, over) for layer in first)
    wanted = _widened(wanted, _joined(shown(layer, over) for layer in curves if layer not in first))
    return comfortable(_joined([wanted, _extent(layers)]))


def whole(layers: Sequence[Curve], over: Range) -> Range:
    """The range for functions beside each other: the first as it needs, the others as far as they leave it visible."""
    first = shown(layers[0], over)
    return comfortable(_widened(first, _joined(shown(layer, over) for layer in layers[1:]), _MUCH_WIDER))


def comfortable(extent: Range | None) -> Range:
    """A range with some room around it, with zero where it is near; some range even where there is nothing.

    >>> comfortable((1.0, 9.0)), comfortable(None), comfortable((0.0, 0.0))
    ((-0.54, 9.54), (-1.0, 1.0), (-1.0, 1.0))
    """
    if extent is None:
        return -1.0, 1.0
    low, high = extent
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        return _around_constant((low + high) / 2)
    if 0 < low <= _NEAR_ZERO * (high - low):
        low = 0.0
    if 0 < -high <= _NEAR_ZERO * (high - low):
        high = 0.0
    room = _PADDING * (high - low)
    return low - room, high + room


def _around_constant(value: float) -> Range:
    if value == 0.0 or abs(value) < 1e-300:
        return -1.0, 1.0
    return (0.0, 2 * value) if value > 0 else (2 * value, 0.0)


def _joined(ranges: Iterable[Range | None]) -> Range | None:
    known = [found for found in ranges if found is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if known else None


def _widened(inner: Range | None, outer: Range | None, part: float = _WIDER) -> Range | None:
    """The inner range, extended towards the outer one at each end by not more than a part of its height."""
    if inner is None or outer is None:
        return inner or outer
    room = part * ((inner[1] - inner[0]) or (outer[1] - outer[0]))
    return min(inner[0], max(outer[0], inner[0] - room)), max(inner[1], min(outer[1], inner[1] + room))


def _extent(layers: Sequence[Layer]) -> Range | None:
    """From the lowest to the highest of points, uprights and areas."""
    ys = [y for layer in layers if isinstance(layer, (Points, Scatter)) for y in layer.ys]
    ys += [y for layer in layers if isinstance(layer, Uprights) for y in (*layer.lows, *layer.highs)]
    ys += [y for layer in layers if isinstance(layer, Areas) for outline in layer.outlines for _, y in outline]
    known = [y for y in ys if math.isfinite(y)]
    return (min(known), max(known)) if known else None


def shown(layer: Curve, over: Range) -> Range | None:
    """What is to be seen of one curve, without room around it; None if there is nothing."""
    pieces = _pieces(layer, over)
    values = sorted(value for piece in pieces for value in _weighted(piece))
    if not values:
        return None
    lowest, highest = values[0][0], values[-1][0]
    ends = [end[1] for piece in pieces for end in (piece[0], piece[-1])]
    up, down = _is_out(highest, values, ends, 1), _is_out(lowest, values, ends, -1)
    if not up and not down:
        return lowest, highest
    low = _within(values, _TAIL / (1 + (up and down))) if down else lowest
    high = _within(values, 1 - _TAIL / (1 + (up and down))) if up else highest
    extent = _towards(low, high, up=up, down=down)
    extent = _as_wide(extent, over[1] - over[0], up=up, down=down)
    return (max(extent[0], lowest) if down else lowest), (min(extent[1], highest) if up else highest)


def _towards(low: float, high: float, *, up: bool, down: bool) -> Range:
    """A clipped range, somewhat higher at the clipped ends."""
    more = (_TOWARDS_POLES - 1) * (high - low) / (1 + (up and down))
    return (low - more if down else low), (high + more if up else high)


def _as_wide(extent: Range, width: float, *, up: bool, down: bool) -> Range:
    """As high as wide, where it is nearly so: units of one length are the ones of graph paper."""
    height = extent[1] - extent[0]
    if not 0.5 * width <= height <= 2 * width:
        return extent
    more = (width - height) / (1 + (up and down))
    return (extent[0] - more if down else extent[0]), (extent[1] + more if up else extent[1])


def _pieces(layer: Curve, over: Range) -> list[list[tuple[float, float]]]:
    """The unbroken pieces of a curve inside the range."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(layer.xs, layer.ys, strict=True):
        if not math.isfinite(y) or abs(y) > 1e300 or not over[0] <= x <= over[1]:
            pieces.append([])
        else:
            pieces[-1].append((x, y))
    return [piece for piece in pieces if piece]


def _weighted(piece: list[tuple[float, float]]) -> list[Weighted]:
    """Each ordinate with the width it stands for."""
    xs = [x for x, _ in piece]
    bounds = [xs[0], *((a + b) / 2 for a, b in pairwise(xs)), xs[-1]]
    return [(y, max(b - a, 0.0)) for (_, y), (a, b) in zip(piece, pairwise(bounds), strict=True)]


def _within(values: list[Weighted], part: float) -> float:
    """The value below which this part of the width lies."""
    wanted = part * sum(width for _, width in values)
    reached = 0.0
    for value, width in values:
        reached += width
        if reached >= wanted:
            return value
    return values[-1][0]


def _is_out(extreme: float, values: list[Weighted], ends: list[float], sign: int) -> bool:
    """Does the curve leave the picture there: is its extreme at an end of a piece, and far beyond the middle parts?

    A narrow peak inside of a piece is shown whole, however high.
    """
    if not any(abs(end - extreme) <= 1e-9 * abs(extreme) for end in ends):
        return False
    low, high = _within(values, _TAIL), _within(values, 1 - _TAIL)
    middle = high - low
    beyond = (extreme - high) if sign > 0 else (low - extreme)
    return middle > 1e-12 * max(abs(low), abs(high)) and beyond > (_GROWN - 1) / 2 * middle
