"""Graphs of functions: every point lies on the function, no segment spans a pole, gaps are drawn up to their ends."""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.frame import y_range_of
from mvcalc_cli.plotting.functions import curve, framed
from mvcalc_cli.plotting.plot import Areas, Curve, Points
from tests.strategies import expressions

# Where a function is broken between −5.03 and 5.01: no even sample meets these places by chance.
POLES: dict[str, Sequence[float]] = {
    "1/x": [0], "1/x^2": [0], "1/(x - 1)": [1], "1/(x - 1)^2": [1], "1/(x-0.3)^4": [0.3], "x/(x^2 - 4)": [-2, 2],
    "tan(x)": [-math.pi * 1.5, -math.pi / 2, math.pi / 2, math.pi * 1.5], "1/sin(x)": [-math.pi, 0, math.pi],
    "sec(x)": [-math.pi * 1.5, -math.pi / 2, math.pi / 2, math.pi * 1.5], "coth(x)": [0], "1/(x^3 - x)": [-1, 0, 1],
    "log(abs(x))": [0], "log(abs(x - 2))": [2], "floor(x)": range(-5, 6), "ceil(x/2)": [-4, -2, 0, 2, 4],
    "sign(x)": [0], "x + sign(x)": [0], "atan(1/x)": [0], "abs(x)/x": [0],
    "piecewise(x < 1: x, x + 3)": [1], "piecewise(x < 0: -x, x^2 + 1)": [0], "mod(x, 2)": [-4, -2, 0, 2, 4],
    "gamma(x)": [-5, -4, -3, -2, -1, 0], "1/(e^x - 1)": [0], "1/abs(x)^(1/2)": [0],
}  # fmt: skip
UNBROKEN = [
    "x", "x^3", "sin(x)", "tanh(50x)", "atan(1000x)", "tanh(1e6 x)", "cbrt(x)", "abs(x)", "exp(-100x^2)", "root(x, 5)",
    "1/(x^2 + 1e-6)", "sin(20x)", "x sin(1/x)", "sin(x)/x", "(x^2 - 1)/(x - 1)", "(1 - cos(x))/x^2", "max(x, 0)",
    "sigmoid(30x)", "erf(40x)", "100x", "exp(x)", "1/(1 + 100(x - 2)^2)", "7", "abs(x)^(1/3)", "x^101",
    "piecewise(x < 0: 0, x)", "(e^x - 1)/x", "softplus(x)", "sin(x)^2 + cos(x)^2", "1e-9 x", "1e12 + x",
]  # fmt: skip
LOW, HIGH = -5.03, 5.01


def tree(text: str) -> Tree:
    return parse(text).tree


def graph(text: str, low: float = LOW, high: float = HIGH, points: int = 0) -> Curve:
    return curve(tree(text), "x", (low, high), points=points)


def segments(drawn: Curve) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    points = list(zip(drawn.xs, drawn.ys, strict=True))
    return [(a, b) for a, b in pairwise(points) if not math.isnan(a[1]) and not math.isnan(b[1])]


@pytest.mark.parametrize("text", POLES)
@pytest.mark.parametrize("ends", [(LOW, HIGH), (-5.0, 5.0), (-4.9, 5.3)])
def test_no_segment_spans_a_pole_or_a_jump(text: str, ends: tuple[float, float]) -> None:
    found = segments(graph(text, *ends))
    for place in POLES[text]:
        if ends[0] + 0.01 < place < ends[1] - 0.01:
            # The break itself may be a rounding error wide.
            spanning = [(a, b) for a, b in found if a[0] < place - 1e-9 and place + 1e-9 < b[0]]
            assert not spanning, (place, spanning)


@pytest.mark.parametrize("text", UNBROKEN)
@pytest.mark.parametrize("ends", [(LOW, HIGH), (-5.0, 5.0)])
def test_continuous_functions_are_not_broken(text: str, ends: tuple[float, float]) -> None:
    assert not any(map(math.isnan, graph(text, *ends).ys))


@pytest.mark.parametrize("text", [*POLES, *UNBROKEN, "sqrt(x)", "log(x)", "asin(x)", "sin(1/x)", "x^x"])
def test_every_point_lies_on_the_function(text: str) -> None:
    drawn = graph(text)
    values = program(tree(text), ("x",)).values([drawn.xs])
    for y, value in zip(drawn.ys, values, strict=True):
        assert math.isnan(y) or y == value


@pytest.mark.parametrize(
    ("text", "end"),
    [("sqrt(x)", 0), ("log(x)", 0), ("sqrt(2 - x)", 2), ("asin(x)", 1), ("asin(x)", -1), ("sqrt(x - 4.99)", 4.99),
     ("x^0.5", 0), ("acosh(x)", 1), ("sqrt(x^2 - 4)", 2), ("sqrt(x^2 - 4)", -2)],
)  # fmt: skip
def test_the_curve_goes_up_to_the_ends_of_its_domain(text: str, end: float) -> None:
    drawn = graph(text)
    known = [x for x, y in zip(drawn.xs, drawn.ys, strict=True) if not math.isnan(y)]
    assert min(abs(x - end) for x in known) < 1e-9


def test_a_bent_curve_gets_more_points_and_a_straight_one_none() -> None:
    assert len(graph("x").xs) == 801
    assert len(graph("sin(1/x)", -1, 1).xs) > 2000


@pytest.mark.parametrize("text", ["sin(1000x)", "sin(160pi x)", "cos(1e4 x)"])
def test_fast_oscillations_fill_the_picture(text: str) -> None:
    drawn = graph(text, -5, 5)
    assert min(drawn.ys) < -0.95
    assert max(drawn.ys) > 0.95
    assert len(drawn.xs) < 10_000


@pytest.mark.parametrize("text", ["tan(x)", "sqrt(sin(x))", "1/x", "floor(3x)", "exp(x)", "log(x)"])
def test_a_million_samples_make_the_same_picture(text: str) -> None:
    few, many = graph(text), graph(text, points=1_000_000)
    assert len(many.xs) < 9_000
    assert framed([many], (LOW, HIGH)).y_range == pytest.approx(framed([few], (LOW, HIGH)).y_range, abs=1.0)
    for place in POLES.get(text, ()):
        assert not [1 for a, b in segments(many) if a[0] < place - 1e-9 and place + 1e-9 < b[0]]


def test_a_million_samples_are_taken_in_bounded_memory() -> None:
    graph("sin(x)", points=100_000)  # imports
    tracemalloc.start()
    graph("sin(x) exp(-x^2/10)", points=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000  # all samples at once would be 16 MB for x and y alone, and as much for each part


def test_so_many_points_as_asked_for() -> None:
    assert graph("x^2", -1, 1, points=5).xs == (-1.0, -0.5, 0.0, 0.5, 1.0)


@settings(max_examples=150, deadline=None)
@given(expressions(("x",)), st.sampled_from([(-5.0, 5.0), (0.0, 1e-6), (-1e9, 1e9), (3.0, 3.5)]))
def test_any_expression_makes_a_picture(found: Tree, over: tuple[float, float]) -> None:
    try:
        drawn = curve(found, "x", over)
    except MvcalcError:
        return
    plot = framed([drawn], over)
    assert all(map(math.isfinite, plot.y_range))
    assert plot.y_range[0] < plot.y_range[1]
    assert all(a <= b for a, b in pairwise(drawn.xs))
    assert not any(map(math.isinf, drawn.ys))
    assert len(drawn.xs) == len(drawn.ys) < 12_000


# y ranges: the function over a range, what a person would see, and why.
Y_RANGES = [
    ("sin(x)", (-6, 6), (-1.3, -1.0), (1.0, 1.3), "whole, with room"),
    ("x^2", (-5, 5), (-3, 0), (25, 30), "whole: it is no more than a parabola"),
    ("exp(-100x^2)", (-5, 5), (-0.2, 0), (1, 1.3), "a narrow peak is the point of the picture"),
    ("1/x", (-5, 5), (-8, -3), (3, 8), "clipped on both sides alike"),
    ("tan(x)", (-7, 7), (-9, -4), (4, 9), "as high as wide"),
    ("1/(x-1)^2", (-5, 5), (-2, 0), (5, 15), "clipped above alone"),
    ("exp(x)", (-10, 10), (-400, 0), (1000, 8000), "out of proportion: the last tenth is not shown"),
    ("5", (-5, 5), (0, 0), (10, 10), "a constant stands in the middle, above zero"),
    ("0", (-5, 5), (-1, -1), (1, 1), "zero too"),
    ("-3", (-5, 5), (-6, -6), (0, 0), "and below"),
    ("1e12 + x", (-5, 5), (0, 1e12), (1e12, 3e12), "what differs by rounding is a constant"),
    ("100 + sin(x)", (-5, 5), (98, 99.1), (100.9, 102), "zero is too far to be shown"),
    ("3 + 2 sin(x)", (-5, 5), (-0.6, 0), (5, 5.6), "zero is near and is shown"),
    ("sin(x)^2 + cos(x)^2", (-5, 5), (0, 0), (2, 2.1), "a constant but for rounding"),
    ("log(x)", (0, 5), (-5, -2), (1.6, 2.2), "its pole is clipped"),
    ("1e200 x", (-5, 5), (-7e200, -5e200), (5e200, 7e200), "large numbers are numbers"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "over", "low", "high", "why"), Y_RANGES)
def test_vertical_ranges_that_a_person_would_choose(
    text: str, over: tuple[float, float], low: tuple[float, float], high: tuple[float, float], why: str
) -> None:
    found = framed([curve(tree(text), "x", over)], over).y_range
    assert low[0] <= found[0] <= low[1], (why, found)
    assert high[0] <= found[1] <= high[1], (why, found)


def test_marked_points_and_areas_are_inside() -> None:
    line = Curve((0.0, 1.0), (0.0, 1.0))
    assert y_range_of([line, Points((0.5,), (7.0,))], (0, 1))[1] > 7
    assert y_range_of([line, Areas((((0.0, -4.0), (1.0, 0.0)),))], (0, 1))[0] < -4


def test_other_curves_widen_the_range_by_a_half() -> None:
    first, other = Curve((0.0, 1.0), (0.0, 1.0)), Curve((0.0, 1.0), (0.0, 100.0), hue="second")
    assert y_range_of([first, other], (0, 1)) == pytest.approx((-0.09, 1.59))


def test_nothing_at_all_has_a_range() -> None:
    assert framed([], (0, 1)).y_range == (-1.0, 1.0)
    assert framed([Curve((0.0,), (math.nan,))], (0, 1)).y_range == (-1.0, 1.0)
    assert framed([Curve((0.0, 1.0), (math.inf, -math.inf))], (0, 1)).y_range == (-1.0, 1.0)


def test_thousands_of_poles_are_not_looked_for_one_by_one() -> None:
    """Nobody sees a single one of them; the time of the processor stays that of an ordinary picture, a few times."""
    import time

    tree = parse("tan(1/x^2)/x").tree
    start = time.process_time()
    found = curve(tree, "x", (-0.5, 0.5))
    assert time.process_time() - start < 3
    assert any(math.isnan(y) for y in found.ys)
