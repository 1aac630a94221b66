"""Numbers and their errors, rounded together: 30.277 ± 0.447."""

from __future__ import annotations

import math

WIDE = 6  # powers of ten beyond which a number is written with an exponent
FULL = 15  # digits that every float carries; most carry one more


def rounded(value: float, error: float | None, digits: int = 3) -> tuple[str, str]:
    """A value and its standard error, to the same decimal place.

    Args:
        value: The estimate.
        error: Its standard error; None, 0 or infinity where it tells nothing of the digits.
        digits: The significant digits of the error.

    >>> rounded(30.277417, 0.446935)
    ('30.277', '0.447')
    >>> rounded(1234567.0, 8910.0)
    ('1234570', '8910')
    >>> rounded(2.5e-9, 3.21e-11)
    ('2.5000e-9', '0.0321e-9')
    >>> rounded(2.5, 1e-20)  # an error that no digit of the value knows of
    ('2.5', '1e-20')
    """
    if error is None or not math.isfinite(error) or not math.isfinite(value):
        return significant(value, 6), "" if error is None else significant(error, digits)
    if error == 0:
        return significant(value, FULL), "0"
    if _is_below(value, error):
        return significant(value, FULL), significant(error, digits)
    place = _last_place(value, error, digits)
    power = _power(value, error, place)
    return _written(value, place, power), _written(error, place, power)


def rounded_interval(low: float, high: float, error: float | None) -> tuple[str, str]:
    """Both ends of an interval, to two digits of the standard error.

    >>> rounded_interval(29.35287, 31.20196, 0.446935)
    ('29.35', '31.20')
    >>> rounded_interval(1.25, float("inf"), 0.4)
    ('1.25', '∞')
    """
    known = [abs(end) for end in (low, high) if math.isfinite(end)]
    if error is None or not math.isfinite(error) or error == 0 or not known:
        return significant(low, 6), significant(high, 6)
    largest = max(known)
    if _is_below(largest, error):
        return significant(low, FULL + 1), significant(high, FULL + 1)
    place = _last_place(largest, error, 2)
    power = _power(largest, error, place)
    return _end(low, place, power), _end(high, place, power)


def significant(value: float, digits: int) -> str:
    """A number to so many significant digits, without an exponent where it needs none, and no zeros at its end.

    >>> significant(0.0012345678, 4), significant(1e20, 4), significant(3.0, 6)
    ('0.001235', '1e20', '3')
    """
    if not math.isfinite(value):
        return "undefined" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    power = _exponent(value, digits)
    text = _written(value, power - digits + 1, power if _apart(power) else 0)
    mantissa, e, rest = text.partition("e")
    return (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa) + e + rest


def _is_below(value: float, error: float) -> bool:
    """Is the error smaller than the last digit that a value carries?"""
    return value != 0 and _exponent(error, 1) < _exponent(value, FULL) - FULL


def _last_place(value: float, error: float, digits: int) -> int:
    """The power of ten of the last digit shown: the error's, but none that a float does not carry."""
    return max(_exponent(error, digits) - digits + 1, _exponent(value or error, FULL) - FULL)


def _power(value: float, error: float, place: int) -> int:
    """The exponent that both are written with; 0 where they need none, or where its digits reach the point anyway."""
    power = max(_exponent(value or error, FULL), _exponent(error, FULL))
    return power if _apart(power) and not (power > 0 >= place) else 0


def _apart(power: int) -> bool:
    """Is a number of this size written with an exponent?"""
    return power > WIDE or power < -4


def _exponent(value: float, digits: int) -> int:
    """The power of ten of the first digit, after rounding to so many: 0.9996 to three digits is 1.00."""
    return int(f"{value:.{digits - 1}e}".partition("e")[2])


def _written(value: float, place: int, power: int) -> str:
    """The value to the decimal place 10^place, times 10^−power with the exponent behind."""
    decimals = max(power - place, 0)
    if power == 0 and place > 0:
        value = round(value, -place)
    text = f"{value / 10.0**power:.{decimals}f}" if power else f"{value:.{decimals}f}"
    text = text.removeprefix("-") if float(text) == 0 else text
    return f"{text}e{power}" if power else text


def _end(value: float, place: int, power: int) -> str:
    return _written(value, place, power) if math.isfinite(value) else "∞" if value > 0 else "−∞"
