"""The horizontal range that a person would choose."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.window import window
from tests.strategies import expressions

# The function, the least and the greatest range accepted, and why.
RANGES = [
    ("x^2", (-5, 5), (-5, 5), "the usual range"),
    ("1/x", (-5, 5), (-5, 5), "a pole is no reason for another"),
    ("5", (-5, 5), (-5, 5), "nothing happens anywhere"),
    ("log(x)", (0, 5), (0, 10), "begins where it is defined"),
    ("sqrt(x)", (0, 5), (0, 10), "the same"),
    ("sqrt(-x)", (-5, 0), (-10, 0), "ends there"),
    ("sqrt(x - 10)", (10, 20), (9, 30), "far from 0, and found"),
    ("sqrt(x^2 - 10000)", (-120, 120), (-400, 400), "both branches"),
    ("asin(x)", (-1, 1), (-1.2, 1.2), "its whole domain"),
    ("sqrt(1 - x^2)", (-1, 1), (-1.2, 1.2), "the same"),
    ("acosh(x)", (1, 5), (0, 10), "begins at 1"),
    ("x^2 - 100x", (-1, 101), (-50, 150), "both roots"),
    ("(x - 50)^2", (0, 60), (0, 100), "the minimum, and the axis"),
    ("(x - 3)^2", (0, 5), (-5, 10), "the minimum"),
    ("x^3 - 3x", (-2, 2), (-4, 4), "its turning points are to be seen"),
    ("x^4 - 5x^2 + 4", (-2.2, 2.2), (-4, 4), "all four roots"),
    ("sin(x)", (-2 * math.pi, 2 * math.pi), (-2 * math.pi, 2 * math.pi), "two periods"),
    ("sin(50x)", (-0.1, 0.1), (-0.3, 0.3), "two of its own periods"),
    ("sin(2pi x)", (-1, 1), (-1, 1), "periods of 1"),
    ("tan(x)", (-2 * math.pi, 2 * math.pi), (-2 * math.pi, 2 * math.pi), "some branches"),
    ("sin(1/x)", (-5, 5), (-5, 5), "wild in one place, but not a wave"),
    ("sum(sin((2k-1) x)/(2k-1), k=1..40)", (-5, 5), (-7, 7), "a square wave, not its ripples"),
    ("sin(x) + sin(50x)/20", (-5, 5), (-7, 7), "the wave, not its ripples"),
    ("exp(x)", (-3, 3), (-4, 4), "readable on both sides"),
    ("exp(100x)", (-0.04, 0.04), (-0.1, 0.1), "readable"),
    ("exp(-x^2)", (-3, 3), (-5, 5), "the bell, not its flat sides"),
    ("tanh(50x)", (-1, 1), (-2, 2), "where it is not flat"),
    ("x e^(-x)", (-0.1, 4), (-2, 8), "maximum and tail, not the fall on the left"),
    ("x - 7", (0, 8), (-5, 20), "the root"),
    ("log(-1 - x^2)", (-5, 5), (-5, 5), "defined nowhere"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "least", "most", "why"), RANGES)
def test_ranges_that_a_person_would_choose(
    text: str, least: tuple[float, float], most: tuple[float, float], why: str
) -> None:
    low, high = window([parse(text).tree], "x")
    assert most[0] <= low <= least[0], (why, low, high)
    assert least[1] <= high <= most[1], (why, low, high)


def test_several_functions_share_a_range() -> None:
    trees = [parse(text).tree for text in ("asin(x)", "x^2")]
    assert window(trees, "x") == (-5, 5)


def test_the_point_of_a_tangent_is_inside() -> None:
    low, high = window([parse("x^2").tree], "x", (12.0,))
    assert low <= -5
    assert high > 12


@settings(max_examples=100, deadline=None)
@given(expressions(("x",)))
def test_always_a_finite_range(tree: Tree) -> None:
    try:
        low, high = window([tree], "x")
    except MvcalcError:
        return
    assert math.isfinite(low)
    assert math.isfinite(high)
    assert low < high
