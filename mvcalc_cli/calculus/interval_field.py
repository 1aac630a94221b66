"""Intervals as the coefficients of a series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from mvcalc_cli.calculus.interval_functions import (
    FUNCTIONS,
    exponential,
    logarithm,
    lower_branch_of_w,
    polygamma,
    square_root,
)
from mvcalc_cli.calculus.intervals import WHOLE, Interval, enclosing, outwards
from mvcalc_cli.calculus.series import Field, NoSeries

# Functions that jump where the table of slopes sees nothing: not across 0.
_JUMP_AT_ZERO: Final = frozenset({"acot", "sign"})


class IntervalField(Field):
    """Intervals as the coefficients of a series.

    A function that is only known by its slope has any real value: that bounds every coefficient but the first.
    """

    def apply(self, name: str, args: Sequence[Interval | Fraction]) -> Interval:
        """The value of a function."""
        values = [enclosing(arg) for arg in args]
        if name == "polygamma":
            return polygamma(int(args[0]), values[1])  # type: ignore[arg-type]
        if name == "W" and len(args) > 1:
            return lower_branch_of_w(values[0])
        rule = FUNCTIONS.get(name)
        if rule is not None:
            return rule(values[0])
        if name == "atan2" and 0.0 in values[0] and values[1].low <= 0.0:
            raise ValueError
        if name in _JUMP_AT_ZERO and 0.0 in values[0]:
            raise ValueError
        return WHOLE

    def power(self, base: Interval | Fraction, exponent: Interval | Fraction) -> Interval:
        """base^exponent."""
        value = enclosing(base)
        if exponent == Fraction(1, 2):
            return square_root(value)
        return exponential(enclosing(logarithm(value) * exponent))

    def constant(self, name: str) -> Interval:
        """pi, e or a letter."""
        known = {"pi": math.pi, "e": math.e}.get(name)
        if known is None:
            raise NoSeries(f"{name} has no value")
        return outwards(known, known)

    def sign(self, value: Interval | Fraction) -> int | None:
        """The sign where it is certain."""
        found = enclosing(value)
        if found.low > 0.0:
            return 1
        if found.high < 0.0:
            return -1
        return 0 if found.low == found.high == 0.0 else None

    def floor(self, value: Interval | Fraction) -> tuple[int, bool]:
        """The floor, and whether the value is that whole number."""
        found = enclosing(value)
        if (
            not math.isfinite(found.size)
            or math.floor(found.low) != math.floor(found.high)
            or found.low == math.floor(found.low)
        ):
            raise NoSeries("a whole number lies in the interval")
        return math.floor(found.low), False

    def differs(self, value: Interval | Fraction) -> bool:
        """Is it certainly not 0?"""
        return 0.0 not in enclosing(value)
