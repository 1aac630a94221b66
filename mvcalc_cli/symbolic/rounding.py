"""A number by quadrature and its error as texts: no more digits than the error confirms."""

from __future__ import annotations

import math
from typing import Any

from mvcalc_cli.symbolic.digits import context


def rounded(value: Any, error: float, digits: int = 15) -> tuple[str, str]:
    """The value rounded to the decimal place of its error, and that error as a power of ten.

    Args:
        value: A float or an mpmath number.
        error: How far it may be off.
        digits: Never more than these.

    >>> rounded(0.74682413281242702, 2e-16)
    ('0.746824132812427', '1e-15')
    >>> rounded(1234.5678, 3e-3), rounded(0.0, 1e-20)
    (('1234.57', '1e-02'), ('0', '1e-15'))
    """
    size = abs(float(value))
    least = 10.0 ** (math.floor(math.log10(size)) - digits + 1) if size else 10.0**-digits
    place = math.ceil(math.log10(max(error, least, 1e-300)) - 1e-9)
    return _to_place(value, place), f"1e{place:+03d}"


def _to_place(value: Any, place: int) -> str:
    """The value to the decimal place 10^place."""
    size = abs(float(value))
    digits = (math.floor(math.log10(size)) if size else place - 1) - place + 1
    if digits < 1:
        return "0"
    mp = context(digits + 10)
    text = str(mp.nstr(mp.mpf(value), digits, strip_zeros=False, min_fixed=-5, max_fixed=16))
    return text.removesuffix(".0").removesuffix(".") if place >= 0 else text
