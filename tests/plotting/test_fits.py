"""Pictures of fits as descriptions: which rows are drawn, what the axes show, what lies beneath."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.plotting.falls import Fall, Way, falls_plot, last_step, ways_plot
from mvcalc_cli.plotting.fits import (
    BARRED,
    MOST,
    Rows,
    drawn_rows,
    error_bars,
    fit_plot,
    interval,
    is_wide,
    residual_panel,
    span,
    spread,
)
from mvcalc_cli.plotting.functions import graph
from mvcalc_cli.plotting.histograms import histogram_plot
from mvcalc_cli.plotting.plot import Bars, Contours, Curve, Plot, Points, Scatter, Uprights


def rows(count: int = 5, *, off: float = 0.1, sigma: float | None = None) -> Rows:
    """Points about the line y = 2x, above and below it in turn."""
    xs = tuple(map(float, range(count)))
    fitted = tuple(2 * x for x in xs)
    ys = tuple(f + off * (-1) ** k for k, f in enumerate(fitted))
    return Rows(xs, ys, fitted, None if sigma is None else (sigma,) * count)


def line(count: int = 5) -> Curve:
    return graph(lambda xs: [2 * x for x in xs], (0.0, count - 1.0))


@given(st.integers(0, 10**7), st.integers(1, 2000))
def test_places_are_spread_over_all_rows(count: int, most: int) -> None:
    """Rising, different, at most as many as wanted, one in every part."""
    places = spread(count, most)
    assert len(places) == min(count, most)
    assert all(0 <= place < count for place in places)
    assert places == sorted(set(places))
    if count > most:
        assert max(b - a for a, b in zip([0, *places], [*places, count], strict=True)) <= 2 * count / most + 1


@pytest.mark.parametrize("period", [2, 10, 50, 100, 1000])
def test_data_with_a_period_are_met_at_all_its_phases(period: int) -> None:
    phases = {place % period * 10 // period for place in spread(100_000, MOST)}
    assert len(phases) == min(period, 10)


def test_of_many_rows_some_are_drawn_and_those_furthest_off() -> None:
    x = np.arange(100_000.0)
    y = np.zeros(100_000)
    y[[12_345, 67_890]] = 5.0, -7.0
    found = drawn_rows(x, y, np.zeros(100_000))
    assert MOST <= len(found.xs) <= MOST + 2
    assert {12_345.0, 67_890.0} <= set(found.xs)
    assert (max(found.residuals), min(found.residuals)) == (5.0, -7.0)
    panel = residual_panel(found)
    assert isinstance(panel.layers[0], Scatter)
    assert {5.0, -7.0} <= set(panel.layers[0].ys)


def test_the_picture_holds_every_row_and_its_error_bar() -> None:
    data = rows(sigma=3.0)
    plot = fit_plot(data, [line()], (0.0, 4.0), ("t", "count"))
    low, high = plot.y_range
    assert all(low < y - 3 and y + 3 < high for y in data.ys)
    assert plot.x_range == pytest.approx((-0.08, 4.08))
    assert (plot.x_name, plot.y_name, plot.headed) == ("t", "count", True)
    bars = plot.layers[0]
    assert isinstance(bars, Uprights)
    assert bars.capped
    assert bars.lows == tuple(y - 3 for y in data.ys)


def test_residuals_are_stems_about_a_zero_in_the_middle() -> None:
    panel = residual_panel(rows(off=0.5))
    assert panel.name == "residuals"
    assert panel.y_range[0] == -panel.y_range[1]
    stems = panel.layers[0]
    assert isinstance(stems, Uprights)
    assert stems.lows == (0.0,) * 5
    assert stems.highs == pytest.approx((0.5, -0.5, 0.5, -0.5, 0.5))
    assert 0.5 < panel.y_range[1] < 0.6


def test_residuals_with_known_sigmas_are_counted_in_them() -> None:
    panel = residual_panel(rows(off=0.5, sigma=0.25))
    assert panel.name == "residuals / σ"
    assert isinstance(panel.layers[0], Uprights)
    assert panel.layers[0].highs == pytest.approx((2.0, -2.0, 2.0, -2.0, 2.0))


@pytest.mark.parametrize("off", [0.0, 1e-16])
def test_rounding_is_not_blown_up_to_a_shape(off: float) -> None:
    assert residual_panel(rows(off=off)).y_range == (-1.0, 1.0)


def test_more_rows_than_can_be_told_apart_have_neither_bars_nor_stems() -> None:
    few, many = rows(BARRED, sigma=1.0), rows(BARRED + 1, sigma=1.0)
    assert len(error_bars(few)) == 1
    assert isinstance(residual_panel(few).layers[0], Uprights)
    assert not error_bars(many)
    assert isinstance(residual_panel(many).layers[0], Scatter)


@pytest.mark.parametrize(
    "xs", [(), (2.0,), (0.0, 0.0), (1e15, 1e15), (math.nan, 3.0), (-1e308, 1e308), (math.inf, -math.inf)]
)
def test_some_range_is_always_found(xs: tuple[float, ...]) -> None:
    low, high = span(xs)
    assert math.isfinite(low)
    assert math.isfinite(high)
    assert low < high


@pytest.mark.parametrize(("half", "wide"), [(0.01, False), (1.0, True), (math.nan, False)])
def test_an_interval_is_drawn_where_it_is_seen(half: float, wide: bool) -> None:
    band = interval(lambda xs: ([2 * x - half for x in xs], [2 * x + half for x in xs]), (0.0, 4.0), "95 %")
    assert math.isnan(band.ys[len(band.ys) // 2])
    assert is_wide(band, rows()) == wide


def test_a_histogram_of_even_bins_counts_and_scales_the_density() -> None:
    """Ten values in bins of width 2: a density of 0.25 is 5 values a bin."""
    plot = histogram_plot([0.0, 2.0, 4.0], [4.0, 6.0], [("uniform", lambda xs: [0.25] * len(xs))], "x")
    bars, curve = plot.layers
    assert isinstance(bars, Bars)
    assert isinstance(curve, Curve)
    assert (bars.heights, plot.y_name) == ((4.0, 6.0), "count")
    assert set(curve.ys) == {5.0}
    assert curve.name == ""  # told of above
    assert plot.y_range[0] == 0.0
    assert 6.0 < plot.y_range[1] < 7.0


def test_uneven_bins_have_areas_and_not_heights_in_proportion() -> None:
    plot = histogram_plot([0.0, 1.0, 4.0], [3.0, 3.0], [], "x")
    assert isinstance(plot.layers[0], Bars)
    assert plot.layers[0].heights == pytest.approx((0.5, 1 / 6))
    assert plot.y_name == "density"


def test_a_density_with_a_pole_does_not_flatten_the_bars() -> None:
    plot = histogram_plot([0.0, 1.0, 2.0], [5.0, 1.0], [("w", lambda xs: [1 / x if x else math.inf for x in xs])], "x")
    assert plot.y_range[1] < 10


def test_several_densities_are_told_apart() -> None:
    curves = [(name, lambda xs: [0.5] * len(xs)) for name in ("normal", "gamma")]
    plot = histogram_plot([0.0, 1.0, 2.0], [5.0, 1.0], curves, "x")
    drawn = [layer for layer in plot.layers if isinstance(layer, Curve)]
    assert [curve.name for curve in drawn] == ["normal", "gamma"]
    assert len({curve.style for curve in drawn}) == 2


def fall(name: str, count: int, ratio: float) -> Fall:
    return Fall(name, tuple(range(count)), tuple(1000.0 * ratio**k for k in range(count)))


def test_chi2_falls_on_a_logarithmic_scale() -> None:
    plot = falls_plot([fall("lm", 5, 0.1)])
    assert plot.y_name == "log10 χ²"
    assert isinstance(plot.layers[0], Curve)
    assert plot.layers[0].ys == pytest.approx((3.0, 2.0, 1.0, 0.0, -1.0))
    assert isinstance(plot.layers[1], Points)


def test_a_last_value_of_zero_breaks_the_line_and_one_below_needs_a_plain_scale() -> None:
    plot = falls_plot([Fall("lm", (0, 1, 2), (10.0, 1.0, 0.0))])
    assert isinstance(plot.layers[0], Curve)
    assert math.isnan(plot.layers[0].ys[2])
    assert falls_plot([Fall("lm", (0, 1), (10.0, -1.0))]).y_name == "χ²"


@pytest.mark.parametrize(
    ("quick", "slow", "last"), [(8, 71, 70), (8, 141, 140), (8, 142, 70), (2, 12, 11), (2, 22, 10)]
)
def test_a_method_is_cut_off_where_much_of_it_would_be(quick: int, slow: int, last: int) -> None:
    assert last_step([fall("lm", quick, 0.1), fall("gd", slow, 0.99)]) == last


def test_a_slow_method_does_not_squeeze_a_quick_one() -> None:
    falls = [fall("lm", 8, 0.1), fall("gd", 1001, 0.99)]
    assert last_step(falls) == 70
    plot = falls_plot(falls)
    assert plot.x_range == (0.0, 70.0)
    assert [layer.name for layer in plot.layers if layer.name] == ["gd", "lm"]


def bowl(at: np.ndarray) -> float:
    return float((at[0] - 200) ** 2 + 1e4 * (at[1] - 0.5) ** 2 + 1)


def over_bowl(*ways: Way, rows: int = 20) -> Plot:
    plot, _ = ways_plot(bowl, rows, ways, ("a", "b"))
    assert plot is not None
    return plot


def test_ways_of_two_parameters_lie_over_contours_of_chi2() -> None:
    plot = over_bowl(Way("lm", (150.0, 190.0, 200.0), (0.1, 0.4, 0.5)))
    assert plot.x_range == pytest.approx((132.5, 217.5))
    assert plot.y_range == pytest.approx((-0.04, 0.64))
    assert any(isinstance(layer, Contours) and layer.name.startswith("contours χ² = ") for layer in plot.layers)


def test_contours_of_very_many_rows_are_left_out() -> None:
    plot = over_bowl(Way("lm", (150.0, 200.0), (0.1, 0.5)), rows=10**6)
    assert not any(isinstance(layer, Contours) for layer in plot.layers)


def test_a_leap_far_away_does_not_decide_the_frame() -> None:
    plot = over_bowl(Way("gn", (150.0, 1e9, 190.0, 200.0), (0.1, -1e6, 0.4, 0.5)))
    assert plot.x_range[1] < 1000
    assert ways_plot(bowl, 20, [Way("gd", (math.nan,), (1.0,))], ("a", "b"))[0] is None


def test_a_start_at_the_minimum_has_a_frame_too() -> None:
    plot = over_bowl(Way("lm", (0.0,), (0.5,)))
    assert plot.x_range[0] < 0 < plot.x_range[1]
