"""Numbers of the 30-digit check: exact Fractions as long as possible, mpmath numbers where not."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any, Final

from mpmath.ctx_mp import MPContext

# An exact Fraction, or an mpmath number of the context in use. mpmath has no type stubs.
Number = Any

# Digits that a computation may lose before a remainder counts as zero.
SPARE_DIGITS: Final = 8
_LONGEST_FRACTION: Final = 2_000
# Beyond these a number is too long to be shown: exp(10^7) has 4,300,000 digits before the point.
_LARGEST_ARGUMENT: Final = 10**7
_LARGEST_FACTORIAL: Final = 10**5


class Unmeasured(Exception):  # noqa: N818 - no mistake of anyone: the point is skipped
    """This value cannot be measured (too large, or a part that has no numeric meaning)."""


@cache
def context(digits: int) -> Any:
    """A private mpmath context: the global precision is nobody's business here."""
    made = MPContext()
    made.dps = digits
    return made


@cache
def _noise(digits: int) -> Any:
    """Relative size of what rounding leaves of so many digits."""
    return context(digits).mpf(10) ** (SPARE_DIGITS - digits)


def inexact(value: Number, digits: int) -> Any:
    """A Fraction as a number of so many digits, so that it mixes with measured ones; others as they are."""
    return context(digits).mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


class Arithmetic:
    """Numbers of so many digits, real or complex.

    Attributes:
        mp: The mpmath context.
        complex_values: Roots and logarithms of negative numbers have their principal value, instead of none.
        noise: Relative size of what rounding leaves.
    """

    def __init__(self, digits: int, complex_values: bool) -> None:
        self.mp = context(digits)
        self.complex_values = complex_values
        self.noise = _noise(digits)

    def real(self, value: Number) -> Any:
        """The value as a number of the context."""
        return self.mp.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value

    def too_large(self, argument: Number, *, factorial: bool = False) -> bool:
        """Is the argument of a function that grows fast, or swings, out of reach?"""
        return bool(abs(argument) > (_LARGEST_FACTORIAL if factorial else _LARGEST_ARGUMENT))

    def is_complex(self, value: Number) -> bool:
        """Has it an imaginary part?"""
        return isinstance(value, self.mp.mpc)

    def near_zero(self, value: Number, scale: Number) -> bool:
        """Is the value what rounding leaves of numbers as large as `scale`?"""
        return not isinstance(value, Fraction) and bool(abs(value) <= self.noise * scale)

    def whole(self, value: Number) -> Number:
        """The value, exactly an integer if it is one but for rounding.

        >>> Arithmetic(30, False).whole(context(30).mpf(3) - context(30).mpf(10) ** -28)
        Fraction(3, 1)
        """
        if isinstance(value, Fraction):
            return value
        if self.is_complex(value):
            raise ValueError
        nearest = self.mp.nint(value)
        near = abs(value - nearest) <= self.noise * max(1, abs(value))
        return Fraction(int(nearest)) if near and abs(value) < 10**self.mp.dps else value

    def finished(self, value: Number | None) -> Number | None:
        """What counts as a value: finite, real where it must be, a fraction only while it is short."""
        if type(value) is Fraction:  # by far the most, and in need of no other
            return self._short(value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | Fraction):
            return self._short(Fraction(value))
        if not self.mp.isfinite(value):
            return None
        return self._complex(value) if self.is_complex(value) else value

    def _short(self, value: Fraction) -> Number:
        return self.real(value) if length(value) > _LONGEST_FRACTION else value

    def _complex(self, value: Number) -> Number | None:
        if abs(value.imag) <= self.noise * abs(value):
            return value.real
        return value if self.complex_values else None


def length(value: Fraction) -> int:
    """Bits of a fraction."""
    return value.numerator.bit_length() + value.denominator.bit_length()


def fits_exactly(base: Fraction, exponent: Fraction) -> bool:
    """Is base^exponent a fraction, and a short one?"""
    return exponent.denominator == 1 and abs(exponent) * length(base) < _LONGEST_FRACTION
