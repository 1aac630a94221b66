"""Where the bins of a histogram begin and end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.values import Array, Moments

MOST = 200
EPSILON = 2.0**-52
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


def edges(moments: Moments, bins: int | None = None) -> tuple[float, ...]:
    """The edges of the bins, ascending, which hold every value.

    Freedman and Diaconis's width (Scott's where half of the values are equal), rounded to 1, 2, 2.5 or 5 times a power
    of ten, at multiples of itself. Values that were rounded when they were measured (heights in whole centimetres)
    get bins of whole steps with their edges between the steps, so that no bin has more of them than its neighbour.

    Args:
        moments: Of the values.
        bins: So many of equal width from the least to the greatest instead.
    """
    low, high = moments.low, moments.high
    if not high > low:
        return low - 0.5 * (abs(low) or 1), low + 0.5 * (abs(low) or 1)
    if bins is not None:
        return (*(low + (high - low) * k / bins for k in range(bins)), high)
    width = _rounded(max(_width(moments), (high - low) / MOST))
    grain = _grain(moments.sample, width)
    if grain:
        return _between_grains(low, high, max(round(width / grain), 1), grain)
    first, last = math.floor(low / width), math.ceil(high / width)
    last += last * width <= high  # the greatest value lies within the last bin, not on its edge
    return tuple(k * width for k in range(first, last + 1))


def counts(values: Array, limits: tuple[float, ...]) -> Array:
    """How many values lie in each bin, the last one closed: shape (bins,)."""
    import numpy as np

    places = np.searchsorted(np.array(limits), values, side="right")
    places = np.minimum(places, len(limits) - 1)
    found: Array = np.bincount(places, minlength=len(limits))[1:].astype(np.float64)
    return found


def _width(moments: Moments) -> float:
    """Freedman and Diaconis (1981); Scott (1979) where the quartiles coincide."""
    spread = _quartile(moments.sample, 0.75) - _quartile(moments.sample, 0.25)
    shrink: float = moments.rows ** (-1 / 3)
    return shrink * (2 * spread if spread > 0 else 3.49 * moments.deviation)


def _quartile(ordered: Array, p: float) -> float:
    place = p * (len(ordered) - 1)
    k = min(int(place), len(ordered) - 2) if len(ordered) > 1 else 0
    upper = float(ordered[min(k + 1, len(ordered) - 1)])
    return float(ordered[k]) + (place - k) * (upper - float(ordered[k]))


def _rounded(width: float) -> float:
    """The nearest of 1, 2, 2.5, 5 times a power of ten, by ratio."""
    power: float = 10.0 ** math.floor(math.log10(width))
    return min((step * power for step in ROUND), key=lambda step: abs(math.log(step / width)))


def _grain(ordered: Array, width: float) -> float | None:
    """The step that the values were rounded to: a power of ten, not much finer than the bins; None if there is none."""
    import numpy as np

    power = math.floor(math.log10(width))
    for exponent in range(power + 1, power - 2, -1):
        grain = 10.0**exponent
        steps = ordered / grain
        blurred = 8 * EPSILON * float(np.abs(steps).max())  # how far rounding takes a multiple from a whole number
        if float(np.abs(steps - np.rint(steps)).max()) <= blurred < 0.01:
            return grain
    return None


def _between_grains(low: float, high: float, steps: int, grain: float) -> tuple[float, ...]:
    """Bins of so many steps each, with edges half a step off the values."""
    first, last = round(low / grain), round(high / grain)
    first -= first % steps
    number = (last - first) // steps + 1
    return tuple((first + k * steps - 0.5) * grain for k in range(number + 1))
