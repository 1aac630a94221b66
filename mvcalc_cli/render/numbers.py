"""How a measured number is written."""

from __future__ import annotations

import math

MINUS = "−"
_LARGEST_WHOLE = 1e9  # above, a whole number is clearer in scientific form
_LARGEST_FIXED = 1e6


def show(value: float, *, ascii: bool = False, decimals: int = 6) -> str:
    """A number for people: whole, with fixed decimals, or in scientific form.

    >>> show(3.16770632690), show(-2.0), show(0.0)
    ('3.167706', '−2', '0')
    >>> show(-2.68773747, ascii=True), show(1.677e-7), show(float("nan")), show(float("inf"))
    ('-2.687737', '1.677e-07', 'undefined', '∞')
    """
    if math.isnan(value):
        return "undefined"
    size = abs(value)
    text = _magnitude(size, decimals, ascii)
    return (("-" if ascii else MINUS) if value < 0 else "") + text


def minus(text: str) -> str:
    """A formatted number with the minus of mathematics before it; the exponent keeps the form that can be typed.

    >>> minus("-6.1e-01"), minus("7.0e+00")
    ('−6.1e-01', '7.0e+00')
    """
    return MINUS + text[1:] if text.startswith("-") else text


def _magnitude(size: float, decimals: int, ascii: bool) -> str:
    if math.isinf(size):
        return "inf" if ascii else "∞"
    if size < _LARGEST_WHOLE and size == int(size):
        return str(int(size))
    if _smallest_fixed(decimals) <= size < _LARGEST_FIXED:
        return f"{size:.{decimals}f}"
    return scientific(size, decimals)


def _smallest_fixed(decimals: int) -> float:
    """The least number that fixed decimals show with three digits (one, where decimals are few)."""
    return min(100 * 10.0**-decimals, max(10.0**-decimals, 0.01))


def scientific(size: float, decimals: int) -> str:
    """A positive number as 1.677e+02, without trailing zeros."""
    mantissa, _, exponent = f"{size:.{decimals}e}".partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{exponent}"


def shortest(value: float) -> str:
    """The shortest text of the same double, for pipes and JSON.

    >>> shortest(3.1677063269057153), shortest(2.0), shortest(2)
    ('3.1677063269057153', '2.0', '2')
    """
    return str(value) if isinstance(value, int) else repr(float(value))


def column(values: list[float], *, ascii: bool = False, decimals: int = 4) -> list[str]:
    """Numbers that stand together, all in one form so that their points align.

    What is negligible beside its neighbours is written as zero (0.0000).

    >>> column([0.5, -1.0]), column([2.0, -1.0]), column([1.0, 1e-17]), column([1e-7])
    (['0.5000', '−1.0000'], ['2', '−1'], ['1.0000', '0.0000'], ['1e-07'])
    """
    finite = [value for value in values if math.isfinite(value)]
    largest = max((abs(value) for value in finite), default=0.0)
    whole = all(value == int(value) for value in finite)
    if whole or not _smallest_fixed(decimals) <= largest < _LARGEST_FIXED:
        return [show(value, ascii=ascii, decimals=decimals) for value in values]
    return [_fixed(value, ascii, decimals) for value in values]


def _fixed(value: float, ascii: bool, decimals: int) -> str:
    if not math.isfinite(value):
        return show(value, ascii=ascii)
    text = f"{abs(value):.{decimals}f}"
    negative = value < 0 and float(text) != 0  # what rounds to zero has no sign
    return (("-" if ascii else MINUS) if negative else "") + text
