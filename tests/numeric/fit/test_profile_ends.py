"""The ends of likelihood intervals against profiles made on dense grids, their linear parameters solved for."""

import math
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.distributions import normal_quantile, t_quantile
from mvcalc_cli.numeric.fit.facts import Facts
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.inference import inference
from mvcalc_cli.numeric.fit.levenberg import levenberg
from mvcalc_cli.numeric.fit.profile import BUDGET, profile_intervals
from mvcalc_cli.numeric.fit.search import fit
from mvcalc_cli.numeric.fit.solution import Ending
from tests.numeric.fit.made import Made

# x, y, σ: a step between x = 2 and x = 6 that any steep curve describes.
STEP = np.array(
    [
        [0.1, 0.13563608195624563, 0.07463177833176128],
        [2.08, -0.19992679164900817, 0.13537697280674094],
        [4.06, -1.2003232518688511, 0.06015638543268454],
        [6.04, -1.5453292505286123, 0.09759773007330318],
        [8.02, -1.7585905053645072, 0.08211415020244013],
        [10.0, -1.5393515839458347, 0.10615242815644747],
    ]
)
HILL = "A*x^n/(K^n + x^n)"
PEAK = "A*exp(-(x - m)^2/(2*s^2)) + a + b*x"
DIP = np.array([
    [0.258, -1.76], [0.563, -1.88], [3.796, -4.9], [3.848, -4.41], [4.135, -3.78], [4.865, -6.71],
    [5.219, -5.42], [6.211, -6.55], [6.426, -6.04], [6.763, -7.08], [7.938, -4.67], [9.495, -5.04],
])  # fmt: skip


class Counted:
    """Residuals that count how often they are asked."""

    def __init__(self, inner: Any) -> None:
        self.inner, self.count = inner, 0

    def __getattr__(self, name: Any) -> Any:
        return getattr(self.inner, name)

    def chi2(self, theta: Any) -> Any:
        self.count += 1
        return self.inner.chi2(theta)

    def linearised(self, theta: Any) -> Any:
        self.count += 1
        return self.inner.linearised(theta)


class Fit(Made):
    """A fit by the search itself."""

    def __init__(  # noqa: PLR0917 - as Made
        self, text: Any, start: Any, x: Any, y: Any, sigma: Any = None, weights: Any = "none"
    ) -> None:
        super().__init__(text, start, {"x": x}, y, sigma, weights, steps=0)
        self.solution = fit(self.model, self.data, start=start, absolute=weights == "absolute")
        assert self.solution.ending.converged

    def profiles(self, **more: Any) -> Any:
        found = profile_intervals(self.residuals, self.solution, self.inference, **more)
        return dict(zip(self.solution.names, found, strict=True))


def left(columns: Any, y: Any) -> Any:
    """‖y − Σ αⱼ φⱼ‖² for the best α, of columns of shape (t, n, k) -> (t,)."""
    q, _ = np.linalg.qr(columns)
    rest = y - np.einsum("tnk,tk->tn", q, np.einsum("tnk,n->tk", q, y))
    return (rest * rest).sum(axis=1)


def hill(power: Any, half: Any) -> Any:
    """chi² of the step with A solved for, n and K broadcast to shape (t, 1)."""
    x, y, s = STEP.T
    with np.errstate(over="ignore"):
        return left((1 / (1 + (half / x) ** power) / s)[:, :, None], y / s)


@pytest.fixture(scope="module")
def step() -> Any:
    return Fit(HILL, {"A": -1.66, "K": 3.3, "n": 4.5}, STEP[:, 0], STEP[:, 1], STEP[:, 2], "absolute")


@pytest.fixture(scope="module")
def of_step(step: Any) -> Any:
    with np.errstate(all="raise"):  # no warning of NumPy's may reach the user
        return step.profiles(level=0.99)


def test_a_profile_in_a_narrow_valley_has_no_end(step: Any, of_step: Any) -> None:
    """As n grows, K must be ever more exact: a refit that misses it is no end."""
    limit = step.solution.chi2 + normal_quantile(0.995) ** 2
    half = np.linspace(3.3, 4.06, 20_001)[:, None]
    for n in (20.0, 50.0, 100.0):
        assert hill(n, half).min() < limit - 3
    found = of_step["n"]
    assert found.interval.high == math.inf
    assert "no upper end" in found.words


def test_the_end_at_the_other_side_of_the_valley_is_found(step: Any, of_step: Any) -> None:
    limit = step.solution.chi2 + normal_quantile(0.995) ** 2
    half = np.linspace(1.5, 6, 20_001)[:, None]
    low = of_step["n"].interval.low
    assert hill(low, half).min() == pytest.approx(limit, rel=1e-5)


def test_no_number_is_made_up_where_the_search_fails(step: Any, of_step: Any) -> None:
    """K may go to 4.06 as n goes to infinity, and there chi² jumps."""
    limit = step.solution.chi2 + normal_quantile(0.995) ** 2
    n = np.geomspace(0.5, 300, 20_001)[:, None]
    assert hill(n, 4.03).min() < limit - 3
    found = of_step["K"]
    assert math.isnan(found.interval.high) or 4.05 < found.interval.high < 4.07
    assert "was not found" in found.words
    assert hill(n, found.interval.low).min() == pytest.approx(limit, rel=1e-5)


def test_a_step_between_two_rows_has_no_steepest_curve() -> None:
    x, y = np.arange(1.0, 8), np.array([0.02, -0.03, 0.07, 1.02, 1.07, 0.98, 1.03])
    made = Fit("L/(1 + exp(-k*(x - x0)))", {"L": 1, "k": 4, "x0": 3.4}, x, y, 0.05, "absolute")
    limit = made.solution.chi2 + normal_quantile(0.975) ** 2
    x0 = np.linspace(3, 4, 4001)[:, None]

    def profile(k: Any) -> Any:
        return left(20 / (1 + np.exp(-k * (x - x0)))[:, :, None], 20 * y).min()

    assert all(profile(k) < limit - 3 for k in (10, 30, 100))
    k = made.profiles()["k"].interval
    assert k.high == math.inf
    assert profile(k.low) == pytest.approx(limit, rel=1e-4)


RISE = "V*x/(K + x)"
GROWTH = "A*exp(k*x)"
LEVEL = "A*(1 - exp(-k*x))"
SHAPES: Any = {
    RISE: (lambda x, half: x / (half + x), "V", "K", 2.0),
    GROWTH: (lambda x, k: np.exp(k * x), "A", "k", -0.4),
    LEVEL: (lambda x, k: 1 - np.exp(-k * x), "A", "k", 1.2),
}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("text", SHAPES)
def test_with_one_nonlinear_parameter_the_ends_are_those_of_the_closed_form(text: Any, seed: Any) -> None:
    """The profile is ‖y‖² − (φ·y)²/‖φ‖², and the first crossing is found on a grid, then by halving."""
    shape, linear, name, true = SHAPES[text]
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0.3, 6, 9))
    y = 2 * shape(x, true) + rng.choice([0.05, 0.2, 0.4]) * rng.normal(size=9)
    made = Fit(text, {linear: 2.0, name: true}, x, y)
    at = float(made.solution.theta[made.solution.names.index(name)])
    limit = made.solution.chi2 * (1 + t_quantile(0.975, 7) ** 2 / 7)

    def excess(value: Any) -> Any:
        column = shape(x, np.atleast_1d(value)[:, None])
        return float(y @ y) - (column @ y) ** 2 / (column * column).sum(axis=1) - limit

    found = made.profiles()[name].interval
    for side, end in ((-1, found.low), (1, found.high)):
        edge = 0.99 * x[0] + at if text == RISE and side < 0 else 60.0
        ways = at + side * np.geomspace(1e-4, edge, 4000)
        above = np.flatnonzero(excess(ways) >= 0)
        if len(above):
            inner, outer = (at if above[0] == 0 else ways[above[0] - 1]), ways[above[0]]
            for _ in range(60):
                middle = 0.5 * (inner + outer)
                inner, outer = (middle, outer) if excess(middle)[0] < 0 else (inner, middle)
            assert end == pytest.approx(outer, rel=1e-5, abs=1e-7)
        else:
            assert not math.isfinite(end) or abs(end - at) > 0.98 * edge


def test_a_parameter_is_followed_to_a_bound_of_another() -> None:
    """The slope may fall until the intercept is at its bound, and from there on chi² rises faster."""
    x, y = np.arange(5.0), np.array([0, 1, 2.1, 2.9, 3.9])
    made = Fit("a + b*x", {"a": 0.0, "b": 1.0}, x, y)
    box = Bounds(np.array([-0.1, -np.inf]), np.array([2.0, np.inf]))
    found = made.profiles(bounds=box)
    assert found["a"].interval.low == -0.1
    assert found["a"].words == "a may go down to its bound"
    limit = made.solution.chi2 * (1 + t_quantile(0.975, 3) ** 2 / 3)

    def profile(b: Any) -> Any:
        a = np.clip((y - b * x).mean(), -0.1, 2.0)
        return float(((y - a - b * x) ** 2).sum())

    for end in found["b"].interval:
        assert profile(end) == pytest.approx(limit, rel=1e-6)
    wide = Bounds(np.array([-0.2, -np.inf]), np.array([2.0, np.inf]))  # not reached by the profile
    assert made.profiles(bounds=wide)["a"].interval == pytest.approx(made.profiles()["a"].interval, rel=1e-6)


def test_a_width_does_not_go_through_zero() -> None:
    """σ and −σ are the same curve: the interval is that of one of them."""
    x = np.linspace(0, 10, 12)
    noise = np.array([1, -1, 1, 1, -1, -1, 1, -1, 1, -1, -1, 1])
    y = 2 * np.exp(-((x - 5) ** 2) / 3) + 0.3 * noise
    made = Fit("A*exp(-(x - m)^2/(2*s^2))", {"A": 2.0, "m": 5.0, "s": 1.2}, x, y)
    low = made.profiles(level=0.99)["s"].interval.low
    assert low >= 0 or math.isnan(low)


@pytest.mark.parametrize("weights", ["none", "relative"])
def test_the_budget_is_kept(weights: Any, monkeypatch: Any) -> None:
    """A dip that a parabola describes as well: the valleys go on for ever, and the search does not."""
    monkeypatch.setattr("mvcalc_cli.numeric.fit.profile.BUDGET", 150)
    sigma = None if weights == "none" else np.linspace(0.5, 1.5, 12)
    start = {"A": -3.0, "m": 5.7, "s": 1.5, "a": -1.7, "b": -0.3}
    made = Fit(PEAK, start, DIP[:, 0], DIP[:, 1], sigma, weights)
    counted = Counted(made.residuals)
    found = profile_intervals(counted, made.solution, made.inference)
    # Beside the budget: chi² of the fit, and of every parameter with the other sign.
    assert 500 < counted.count <= len(start) * (2 * 150 + 1) + 1
    assert any("was not found" in one.words for one in found)
    for one in found:
        assert all(math.isfinite(end) or one.words for end in one.interval or ())


def test_the_budget_is_about_a_second() -> None:
    assert BUDGET <= 1000  # evaluations, of 0.2 to 0.5 ms each on a dozen rows


def test_a_lower_place_elsewhere_is_told(monkeypatch: Any) -> None:
    """A spike through one of the rows fits better at the end of σ's interval than what was fitted."""
    monkeypatch.setattr("mvcalc_cli.numeric.fit.profile.BUDGET", 250)
    start = {"A": -3.0, "m": 5.7, "s": 1.5, "a": -1.7, "b": -0.3}
    made = Fit(PEAK, start, DIP[:, 0], DIP[:, 1])
    words = "; ".join(one.words for one in made.profiles().values())
    assert "lower elsewhere" in words or "not at the minimum" in words


def test_refits_that_do_not_converge_are_no_ends() -> None:
    x = np.arange(1.0, 9)
    y = np.array([2.9, 3.4, 4.5, 4.7, 6.1, 6.3, 7.6, 7.7])
    made = Fit("A*exp(k*x)", {"A": 2.7, "k": 0.13}, x, y)

    def lost(residuals: Any, start: Any, **more: Any) -> Any:
        found = levenberg(residuals, start, **more)
        return found._replace(ending=Ending(False, "stalled"))

    box = Bounds(np.full(2, -1e9), np.full(2, 1e9))  # with bounds every refit is the solver's
    for one in made.profiles(solve=lost, bounds=box).values():
        assert all(map(math.isnan, one.interval))
        assert one.words.count("was not found") == 2


def test_a_refit_that_fails_is_repeated_from_its_neighbour() -> None:
    """A solver that stays where it was put at every third call gives the same ends."""
    x = np.arange(1.0, 9)
    y = np.array([2.9, 3.4, 4.5, 4.7, 6.1, 6.3, 7.6, 7.7])
    made = Fit("A*exp(k*x)", {"A": 2.7, "k": 0.13}, x, y)
    calls = []

    def flaky(residuals: Any, start: Any, **more: Any) -> Any:
        calls.append(start)
        found = levenberg(residuals, start, **more)
        if len(calls) % 3:
            return found
        start = np.asarray(start) * 1.01
        return found._replace(
            theta=start, end=residuals.linearised(start), ending=Ending(False, "stalled"), chi2_exact=None
        )

    box = Bounds(np.full(2, -1e9), np.full(2, 1e9))
    expected = made.profiles()
    for name, one in made.profiles(solve=flaky, bounds=box).items():
        for end, right in zip(one.interval, expected[name].interval, strict=True):
            assert not math.isfinite(end) or end == pytest.approx(right, rel=1e-5)


def test_of_a_fit_beside_the_minimum_no_interval_is_given() -> None:
    y = [2.9, 3.4, 4.5, 4.7, 6.1, 6.3, 7.6, 7.7]
    made = Made("a*x + b", {"a": 0.7, "b": 2.0}, {"x": np.arange(1.0, 9)}, y)
    beside = np.add(made.solution.theta, [0.05, 0.0])
    made.solution = made.solution._replace(theta=beside, end=made.residuals.linearised(beside))
    found = profile_intervals(made.residuals, made.solution, made.inference)
    assert all(one.interval is None for one in found)
    assert sum("not at the minimum" in one.words for one in found) == 1


def test_progress_is_told_of_a_long_one(monkeypatch: Any) -> None:
    monkeypatch.setattr("mvcalc_cli.numeric.fit.progress._AFTER", -1.0)
    told: list[Any] = []
    made = Made("a*x + b", {"a": 1.0, "b": 2.0}, {"x": np.arange(5.0)}, [2.1, 2.9, 4.2, 4.8, 6.1])
    profile_intervals(made.residuals, made.solution, made.inference, watch=lambda *far: told.append(far))
    assert told[-1] == (2, 2, "profile")


def test_rows_that_are_not_in_memory_need_no_guesses() -> None:
    """A source without its model and rows at hand is profiled by its chi² and triangles alone."""
    x = np.arange(1.0, 9)
    y = np.array([2.9, 3.4, 4.5, 4.7, 6.1, 6.3, 7.6, 7.7])
    made = Fit("A*exp(k*x)", {"A": 2.7, "k": 0.13}, x, y)

    class Far:
        names, rows = made.residuals.names, made.residuals.rows
        chi2, linearised = made.residuals.chi2, made.residuals.linearised

    far: Any = Far()
    found = profile_intervals(far, made.solution, made.inference)
    for one, other in zip(found, made.profiles().values(), strict=True):
        assert one.interval == pytest.approx(other.interval, rel=1e-6)


def test_columns_that_are_far_from_zero_do_not_divide_by_it() -> None:
    x = np.arange(1.0, 9)
    y = 1e12 + 1e-1 * np.array([2.9, 3.4, 4.5, 4.7, 6.1, 6.3, 7.6, 7.7])
    data = Data({"x": x}, y, None)
    made = Made("a + b*x", {"a": 1e12, "b": 0.07}, {"x": x}, y)
    found = inference(made.solution, Facts.of(data), has_constant=True, weights="none")
    assert len(profile_intervals(InMemory(made.model, data), made.solution, found)) == 2
