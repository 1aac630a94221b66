"""Ticks of an axis."""

from __future__ import annotations

import math
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.plotting.plot import Range
from mvcalc_cli.render.ticks import Tick, ticks


def labels(over: Range, gap: float = 0.2) -> list[str]:
    return [tick.label for tick in ticks(over, lambda found, _: found >= gap).ticks]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ((-4.0, 4.0), ["−4", "−2", "0", "2", "4"]),
        ((0.0, 1.0), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        ((-0.45, 1.2), ["0.0", "0.5", "1.0"]),
        ((0.1, 0.3), ["0.10", "0.15", "0.20", "0.25", "0.30"]),
        ((-1e-7, 2e-7), ["−1e−7", "0", "1e−7", "2e−7"]),
        ((0.0, 4e7), ["0", "1e7", "2e7", "3e7", "4e7"]),
        ((1.4e7, 1.6e7), ["1.40e7", "1.45e7", "1.50e7", "1.55e7", "1.60e7"]),
        ((123456.0, 123457.0), ["123456.0", "123456.2", "123456.4", "123456.6", "123456.8", "123457.0"]),
        ((999999.0, 1000001.0), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
        ((-sys.float_info.max, sys.float_info.max), ["−1e308", "0", "1e308"]),
    ],
)
def test_labels_have_the_digits_they_need(over: Range, expected: list[str]) -> None:
    assert labels(over) == expected


def test_long_labels_are_differences() -> None:
    found = ticks((1e6, 1e6 + 1e-6), lambda gap, _: gap >= 0.4)
    assert found.origin == "1000000"
    assert [tick.label for tick in found.ticks] == ["0", "5e−7", "1.0e−6"]
    assert ticks((999999.0, 1000001.0), lambda gap, _: gap >= 0.2).origin == "1000000"
    down = ticks((-1e6, -1e6 + 1e-6), lambda gap, _: gap >= 0.4)
    assert down.origin.startswith("−")


def test_two_ticks_rather_than_one() -> None:
    assert [tick.label for tick in ticks((0.1, 0.9), lambda gap, _: gap > 0.7, least=0.2).ticks] == [
        "0.2",
        "0.4",
        "0.6",
        "0.8",
    ]
    assert ticks((0.1, 0.9), lambda gap, _: gap > 2, least=2).ticks == (Tick(0.5, "0.5"),)


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(FINITE, FINITE, st.floats(0.05, 0.5))
def test_ticks_lie_where_their_labels_say(one: float, other: float, gap: float) -> None:
    low, high = sorted((one, other))
    if low == high:
        return
    found = ticks((low, high), lambda step, _: step >= gap, least=gap, minus="-")
    places = [tick.at for tick in found.ticks]
    assert places == sorted(set(places))
    assert all(0 <= place <= 1 for place in places)
    steps = [after - before for before, after in pairwise(places)]
    assert not steps or math.isclose(min(steps), max(steps), rel_tol=1e-6, abs_tol=1e-9)
    assert len({tick.label for tick in found.ticks}) == len(places)
    if not found.origin and high - low < math.inf:
        for tick in found.ticks:
            value = float(tick.label)
            assert abs((value - low) / (high - low) - tick.at) < 1e-6 or high - low < 1e-300
