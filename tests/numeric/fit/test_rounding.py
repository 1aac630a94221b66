"""A value and its error are written to the same place, and no digit is written that nobody knows."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.numeric.fit.rounding import rounded, rounded_interval, significant

ROWS = [
    (30.277417, 0.446935, "30.277", "0.447"),
    (174.747258, 0.117392, "174.747", "0.117"),
    (99.9996, 0.09996, "100.000", "0.100"),  # the error becomes longer by rounding
    (0.05, 0.0123, "0.0500", "0.0123"),
    (0.00012345, 1.2e-6, "0.00012345", "0.00000120"),
    (123456789, 12.3, "123456789.0", "12.3"),  # its digits reach the point: no exponent
    (1.23456e9, 4.5e4, "1.2345600e9", "0.0000450e9"),
    (-5.5e-9, 1e-10, "-5.500e-9", "0.100e-9"),
    (1e-12, 1, "0.00", "1.00"),
    (-0.0001, 1, "0.00", "1.00"),  # no −0
    (5, 1e9, "0.00e9", "1.00e9"),
    (3, 0, "3", "0"),  # a perfect fit
    (0.1, 0, "0.1", "0"),
    (3.25, None, "3.25", ""),
    (2.5, math.inf, "2.5", "∞"),
    (2.5, 1e-20, "2.5", "1e-20"),
]


@pytest.mark.parametrize(("value", "error", "first", "second"), ROWS)
def test_together(value: Any, error: Any, first: Any, second: Any) -> None:
    assert rounded(value, error) == (first, second)


@given(st.floats(-1e15, 1e15), st.floats(1e-12, 1e15))
def test_the_texts_are_the_numbers_to_half_a_digit_of_the_error(value: Any, error: Any) -> None:
    first, second = map(float, rounded(value, error))
    assert abs(second - error) <= 0.0051 * error or abs(value) > 1e13 * error
    assert abs(first - value) <= 0.0051 * error + 1e-14 * abs(value)


@pytest.mark.parametrize(
    ("low", "high", "error", "texts"),
    [
        (29.352870, 31.201964, 0.446935, ("29.35", "31.20")),
        (6.6443, 7.1301, 0.117394, ("6.64", "7.13")),
        (-math.inf, 3.2, 0.4, ("−∞", "3.20")),
        (-math.inf, math.inf, 0.4, ("−∞", "∞")),
        (3.0, 3.0, 0.0, ("3", "3")),
        (1.2345678, 2.5, None, ("1.23457", "2.5")),
    ],
)
def test_intervals_have_two_digits_of_the_error(low: Any, high: Any, error: Any, texts: Any) -> None:
    assert rounded_interval(low, high, error) == texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (0.1, "0.1"), (-2.5e-7, "-2.5e-7"), (123456.789, "123500"), (999999.9, "1000000"), (9999999, "1e7"),
        (1e21, "1e21"), (math.nan, "undefined"), (-math.inf, "−∞"), (10.0, "10"), (100, "100"),
    ],
)  # fmt: skip
def test_significant_digits(value: Any, text: Any) -> None:
    assert significant(value, 4) == text
