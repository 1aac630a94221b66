"""How measured numbers are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.render.numbers import column, shortest, show


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.1677063269057153, "3.167706"),
        (-2.6877374736816018, "−2.687737"),
        (2.0, "2"),
        (-0.0, "0"),
        (7, "7"),
        (0.5, "0.500000"),
        (2.0000000000000004, "2.000000"),  # not a whole number, and does not pretend to be one
        (999_999_999.0, "999999999"),
        (1e9, "1e+09"),
        (485165195.4097903, "4.851652e+08"),
        (0.000123, "0.000123"),
        (0.0000123, "1.23e-05"),
        (-6.123e-17, "−6.123e-17"),
        (math.nan, "undefined"),
        (-math.inf, "−∞"),
    ],
)
def test_show(value: float, text: str) -> None:
    assert show(value) == text


def test_show_in_ascii() -> None:
    assert [show(value, ascii=True) for value in (-1.5, math.inf, -math.inf)] == ["-1.500000", "inf", "-inf"]


@pytest.mark.parametrize(("decimals", "text"), [(0, "3"), (1, "3.1"), (2, "3.14"), (10, "3.1415926536")])
def test_show_with_decimals(decimals: int, text: str) -> None:
    assert show(math.pi, decimals=decimals) == text


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.8660254, -1.0, 0.5, 1.7320508], ["0.8660", "−1.0000", "0.5000", "1.7321"]),
        ([6.0, -2.0], ["6", "−2"]),
        ([1.0, -6.1e-17, 0.5], ["1.0000", "0.0000", "0.5000"]),  # rounding noise beside its neighbours
        ([0.0, 2e-5], ["0", "2e-05"]),
        ([1e7, 0.5], ["10000000", "0.5000"]),
        ([0.5, math.nan], ["0.5000", "undefined"]),
        ([], []),
    ],
)
def test_numbers_that_stand_together(values: list[float], texts: list[str]) -> None:
    assert column(values) == texts


@given(st.floats(allow_nan=False))
def test_shortest_is_the_same_double(value: float) -> None:
    assert float(shortest(value)) == value


@given(st.floats(), st.integers(0, 15))
def test_ascii_numbers_are_ascii(value: float, decimals: int) -> None:
    assert show(value, ascii=True, decimals=decimals).isascii()


@given(st.floats(-1e12, 1e12))
def test_a_shown_number_is_near_its_value(value: float) -> None:
    assert math.isclose(float(show(value, ascii=True)), value, rel_tol=1e-2, abs_tol=1e-300)
