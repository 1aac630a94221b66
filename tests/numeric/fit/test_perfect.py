"""What is a perfect fit, and what only looks like one; the intervals of distributions fitted to few values."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.facts import Facts
from mvcalc_cli.numeric.fit.histogram import histogram
from mvcalc_cli.numeric.fit.inference import inference
from mvcalc_cli.numeric.fit.linear import solve_linear
from mvcalc_cli.numeric.fit.model import Model, compiled
from mvcalc_cli.numeric.fit.named import named
from mvcalc_cli.numeric.fit.search import fit
from mvcalc_cli.numeric.fit.selection import Candidate, ranked
from mvcalc_cli.numeric.fit.values import Values
from tests.commands.fits.tables import plain

LINE = compiled(parse("a + b*x").tree, ["a", "b"], ["x"])


def _named(name: str) -> Model:
    model = named(name)
    return compiled(model.tree, model.parameters, ("x",))


def _typed(*ys: str) -> Data:
    """Rows at x = 1, 2, 3, … as a text gives them, exact to its last digit."""
    x = np.arange(1.0, len(ys) + 1)
    text = {"x": x.astype(np.longdouble), "": np.array([np.longdouble(y) for y in ys])}
    return Data({"x": x}, text[""].astype(float), None, text)


def test_small_residuals_beside_a_large_offset_are_residuals() -> None:
    """Every number is a double, so that nothing was rounded before: the errors are those of the numbers less 1e15."""
    high = _typed(
        "1000000000000000", "1000000000000001", "1000000000000001.5", "1000000000000003", "1000000000000003.5"
    )
    low = _typed("0", "1", "1.5", "3", "3.5")
    found, there = (inference(solve_linear(LINE, rows), Facts.of(rows), has_constant=True) for rows in (high, low))
    assert found.rss == pytest.approx(0.2, rel=1e-3)
    assert found.errors == pytest.approx(there.errors, rel=1e-3)
    assert found.r2 == pytest.approx(there.r2, rel=1e-3)


@pytest.mark.parametrize(
    "ys", [("0.1", "0.2", "0.30000000000000004", "0.4"), ("3", "5", "7", "9"), ("0.7", "1.4", "2.1", "2.8")]
)
def test_what_double_precision_has_rounded_is_perfect_all_the_same(ys: tuple[str, ...]) -> None:
    assert solve_linear(LINE, _typed(*ys)).ending.reason == "exact"


def test_one_unit_in_the_last_typed_place_is_no_perfect_fit() -> None:
    assert solve_linear(LINE, _typed("3", "5", "7", "9.000000001")).ending.reason == "direct"


CURVED = {
    "gaussian": {"mu", "sigma"}, "hill": {"K", "n"}, "logistic": {"k", "x0"}, "sine": {"omega", "phi"},
    "lorentzian": {"x0", "gamma"}, "weibull": {"lambda", "k"}, "damped-sine": {"gamma", "omega", "phi"},
}  # fmt: skip


@pytest.mark.parametrize("name", CURVED)
def test_a_constant_y_determines_no_shape(name: str) -> None:
    found = fit(_named(name), Data({"x": np.arange(1.0, 8.0)}, np.full(7, 5.0)))
    assert not found.ending.converged
    assert set(found.ending.blame) >= CURVED[name]


@pytest.mark.parametrize("name", ["exp", "power", "michaelis-menten"])
def test_a_parameter_that_is_nothing_may_be_well_determined(name: str) -> None:
    """A·e^(0·x), A·x⁰ and V·x/(0 + x) are the constant 5, and nothing else is."""
    found = fit(_named(name), Data({"x": np.arange(1.0, 8.0)}, np.full(7, 5.0)))
    assert found.ending.converged
    assert found.theta == pytest.approx([5.0, 0.0], abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_noise_at_equal_distances_is_no_sine_of_infinite_height(seed: int) -> None:
    """At one period in two rows a sine may vanish on every row, and its height be anything."""
    rng = np.random.default_rng(seed)
    rows = Data({"x": np.arange(8.0 + seed % 3)}, np.round(rng.normal(size=8 + seed % 3), 2))
    found = fit(_named("sine"), rows)
    assert found.ending.reason != "exact"
    if found.ending.converged:
        assert abs(float(found.theta[0])) < 1e6
        assert found.chi2 > 1e-12


def test_a_model_with_as_many_parameters_as_rows_wins_nothing() -> None:
    y = np.array([2, 3.9, 6.1, 8.3, 9.8, 12.2, 13.9, 16.3])
    rows = Data({"x": np.arange(1.0, 9.0)}, y)
    candidates = []
    for name in ("line", "poly:7"):
        model = _named(name)
        candidates.append(Candidate(name, inference(fit(model, rows), Facts.of(rows), has_constant=True)))
    found = ranked(candidates).models
    assert [row.label for row in found] == ["line", "poly:7"]
    assert found[1].delta is None
    assert "as many parameters as rows" in found[1].words


def test_x_near_the_largest_float() -> None:
    rows = plain("--points", "1e300,1 2e300,2.1 3e300,2.9 4e300,4", "--model", "line")
    near = plain("--points", "1,1 2,2.1 3,2.9 4,4", "--model", "line")
    assert float(rows[1][2]) * 1e300 == pytest.approx(float(near[1][2]))


@pytest.mark.parametrize(("family", "count"), [("normal", 4), ("lognormal", 6), ("exponential", 3)])
def test_intervals_of_few_values_cover_what_they_promise(family: str, count: int) -> None:
    """600 samples: the true parameters lie in 90 of 100 intervals."""
    rng = np.random.default_rng(7)
    inside = np.zeros(2)
    for _ in range(600):
        values = {"normal": rng.normal(2, 3, count), "lognormal": rng.lognormal(2, 3, count)}.get(family)
        values = rng.exponential(0.5, count) if values is None else values
        truth = (2.0,) if family == "exponential" else (2.0, 3.0)
        found = histogram(Values.of(values), family).fit.intervals(0.9)
        for place, (ends, true) in enumerate(zip(found, truth, strict=True)):
            assert ends is not None
            inside[place] += ends[0] <= true <= ends[1]
    for share in inside[: len(truth)] / 600:
        assert abs(share - 0.9) < 4 * math.sqrt(0.09 / 600)


def test_zero_belongs_to_an_exponential_distribution() -> None:
    found = histogram(Values.of(np.array([0.0, 2, 3, 7])), "exponential").fit
    assert found.estimates == pytest.approx((1 / 3,))
    assert found.density(np.array([0.0]))[0] == pytest.approx(1 / 3)


def test_the_sigma_of_a_new_value_may_be_an_expression() -> None:
    points = ("--points", "1,2 2,3.9 3,6.1 4,8.3 5,9.8", "--model", "line", "--predict", "x=3")
    (row,) = plain(*points, "--sigma", "0.1*x")
    half, error = (float(row[6]) - float(row[5])) / 2, float(row[2])
    assert half == pytest.approx(1.959964 * math.hypot(error, 0.3), rel=1e-6)


def test_a_parameter_that_cancels_is_named() -> None:
    """∂/∂a of a·x²/a is rounding, and not 0."""
    model = compiled(parse("a*x^2/a + b*x").tree, ["a", "b"], ["x"])
    found = fit(model, Data({"x": np.arange(1.0, 6.0)}, np.array([2, 3.9, 6.1, 8.3, 9.8])))
    assert (found.ending.reason, found.ending.blame) == ("singular", ("a",))
