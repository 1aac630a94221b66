"""Ticks of an axis: even steps of 1, 2 or 5 times a power of ten, labels with the same decimals.

All is exact arithmetic: a range of a billionth around a million and one up to the largest float get true
ticks, each at the place of its label.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from mvcalc_cli.plotting.plot import Range

_MOST_DIGITS = 7  # a label with more is written as a difference, or with an exponent
_LARGEST = 10**6
_MOST_TICKS = 16
_ALMOST = Fraction(1, 10**9)  # of a step: 0.1 is a tick of a range that starts at the float 0.1


class Tick(NamedTuple):
    """A labelled place: `at` is 0 at the low end of the axis, 1 at the high end."""

    at: float
    label: str


class Ticks(NamedTuple):
    """The ticks of an axis, from low to high; labels are differences from `origin` where it is not ""."""

    ticks: tuple[Tick, ...]
    origin: str = ""


# Whether ticks this far apart (a part of the axis), with these labels, have room.
Fits = Callable[[float, tuple[Tick, ...]], bool]


def ticks(over: Range, fits: Fits, *, least: float = 0.0, minus: str = "−") -> Ticks:
    """The closest ticks that have room; two that are `least` apart rather than one.

    >>> [tick.label for tick in ticks((-12.0, 12.0), lambda gap, _: gap > 0.2).ticks]
    ['−10', '−5', '0', '5', '10']
    >>> found = ticks((1e6, 1e6 + 1e-6), lambda gap, _: gap > 0.4)
    >>> found.origin, [tick.label for tick in found.ticks]
    ('1000000', ['0', '5e−7', '1.0e−6'])
    """
    low, high = map(Fraction, over)
    spare = Ticks(())
    for step in islice(_steps((high - low) / _MOST_TICKS), 9):
        found = _at_step(low, high, step, minus)
        gap = float(step / (high - low))
        if len(found.ticks) < 2:
            return spare if spare.ticks else found
        if fits(gap, found.ticks):
            return found
        if gap >= least:
            spare = found
    return spare


def _steps(least: Fraction) -> Iterator[Fraction]:
    """1, 2, 5, 10, 20, 50 … times a power of ten, from about `least` on."""
    unit = _power(_exponent(least))
    while True:
        yield from (unit, 2 * unit, 5 * unit)
        unit *= 10


def _power(exponent: int) -> Fraction:
    """A power of ten."""
    power = int("1" + "0" * abs(exponent))
    return Fraction(power) if exponent >= 0 else Fraction(1, power)


def _exponent(number: Fraction) -> int:
    """The power of ten of a positive number's first digit.

    >>> _exponent(Fraction(999)), _exponent(Fraction(1, 8))
    (2, -1)
    """
    guess = math.floor(math.log10(number.numerator) - math.log10(number.denominator))
    return guess + (number >= _power(guess + 1)) - (number < _power(guess))


def _at_step(low: Fraction, high: Fraction, step: Fraction, minus: str) -> Ticks:
    first, last = math.ceil(low / step - _ALMOST), math.floor(high / step + _ALMOST)
    values = [k * step for k in range(first, last + 1)]
    origin, labels = _labels(values, step)
    marks = tuple(
        Tick(max(0.0, min(1.0, float((value - low) / (high - low)))), label.replace("-", minus))
        for value, label in zip(values, labels, strict=True)
    )
    return Ticks(marks, origin.replace("-", minus))


def _labels(values: list[Fraction], step: Fraction) -> tuple[str, list[str]]:
    """What the labels are counted from ("" for zero), and the labels."""
    last = _exponent(step)
    largest = max((abs(value) for value in values), default=Fraction(0))
    digits = _exponent(largest) - last + 1 if largest else 1
    if digits > _MOST_DIGITS:
        origin = _round_origin(values)
        return _decimal(origin), _labels([value - origin for value in values], step)[1]
    if largest >= _LARGEST or last < -_MOST_DIGITS + 2:
        return "", [_scientific(value, last) for value in values]
    return "", [f"{float(value):.{max(0, -last)}f}" for value in values]


def _round_origin(values: list[Fraction]) -> Fraction:
    """A round number among the values, or the next beneath them."""
    unit = _power(_exponent(values[-1] - values[0]) + 1) if len(values) > 1 else abs(values[0])
    inside = math.floor(values[-1] / unit) * unit
    return Fraction(inside if inside >= values[0] else math.floor(values[0] / unit) * unit)


def _decimal(number: Fraction) -> str:
    """A number whose decimals end, with all its digits or in scientific form.

    >>> _decimal(Fraction(10**6)), _decimal(Fraction(1, 8)), _decimal(Fraction(123 * 10**30))
    ('1000000', '0.125', '1.23e32')
    """
    exponent = _exponent(abs(number)) if number else 0
    if exponent > 15 or exponent < -5:
        mantissa = _decimal(number / _power(exponent))
        return f"{mantissa}e{exponent}"
    digits = 0
    while (number * 10**digits).denominator != 1:
        digits += 1
    whole = abs(int(number * 10**digits))
    text = str(whole).rjust(digits + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


def _scientific(value: Fraction, last: int) -> str:
    """A number to the decimal place `last`, with an exponent: 1.5e−7."""
    if not value:
        return "0"
    exponent = _exponent(abs(value))
    mantissa = value / _power(exponent)
    return f"{float(mantissa):.{exponent - last}f}e{exponent}"
