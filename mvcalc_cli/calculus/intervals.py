"""Intervals of floats, rounded outwards: every result holds all values its arguments allow.

+, −, × and ÷ of floats are correctly rounded, so one float outwards is enough.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final


class Interval:
    """All numbers from low to high, both ends included.

    >>> Interval(1.0, 2.0) * Interval(-1.0, 3.0)
    [-2.0000000000000004, 6.000000000000001]
    """

    __slots__ = ("high", "low")

    def __init__(self, low: float, high: float) -> None:
        self.low = low
        self.high = high

    def __repr__(self) -> str:
        return f"[{self.low!r}, {self.high!r}]"

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval | Fraction | int) -> Interval:
        if not isinstance(other, Interval):
            if not other:
                return self
            other = enclosing(other)
        return outwards(self.low + other.low, self.high + other.high)

    __radd__ = __add__

    def __sub__(self, other: Interval | Fraction | int) -> Interval:
        return self + (-other)

    def __rsub__(self, other: Interval | Fraction | int) -> Interval:
        return -self + other

    def __mul__(self, other: Interval | Fraction | int) -> Interval | Fraction:
        if not isinstance(other, Interval):
            if not other:
                return Fraction(0)
            if other == 1:
                return self
            other = enclosing(other)
        a, b, c, d = self.low, self.high, other.low, other.high
        if a >= 0.0 and c >= 0.0:
            return outwards(a * c, b * d)
        corners = (a * c, a * d, b * c, b * d)
        return outwards(min(corners), max(corners)) if not any(map(math.isnan, corners)) else WHOLE

    __rmul__ = __mul__

    def __truediv__(self, other: Interval | Fraction | int) -> Interval | Fraction:
        other = enclosing(other)
        return self * _reciprocal(other)

    def __rtruediv__(self, other: Fraction | int) -> Interval | Fraction:
        return _reciprocal(self) * other

    @property
    def size(self) -> float:
        """The largest absolute value in it."""
        return max(abs(self.low), abs(self.high))

    @property
    def least(self) -> float:
        """The smallest absolute value in it."""
        return 0.0 if self.low <= 0.0 <= self.high else min(abs(self.low), abs(self.high))


def outwards(low: float, high: float) -> Interval:
    """From one float below to one float above."""
    if low != low or high != high:  # noqa: PLR0124 - nan: ∞ − ∞ or 0·∞
        return WHOLE
    return Interval(math.nextafter(low, -math.inf), math.nextafter(high, math.inf))


WHOLE: Final = Interval(-math.inf, math.inf)


def enclosing(value: Interval | Fraction | int) -> Interval:
    """The interval of a number: a point where a float is exact, else two neighbours."""
    if isinstance(value, Interval):
        return value
    try:
        near = float(value)
    except OverflowError:
        return Interval(1e308, math.inf) if value > 0 else Interval(-math.inf, -1e308)
    return Interval(near, near) if value == near else outwards(near, near)


def _reciprocal(value: Interval) -> Interval:
    if value.low <= 0.0 <= value.high:
        raise ZeroDivisionError
    return outwards(1.0 / value.high, 1.0 / value.low)
