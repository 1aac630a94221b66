"""Likelihood intervals: the t intervals where the model is linear, and the truth where it is not."""

import math
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.distributions import t_quantile
from mvcalc_cli.numeric.fit.held import Held
from mvcalc_cli.numeric.fit.intervals import t_intervals
from mvcalc_cli.numeric.fit.profile import profile_intervals
from tests.numeric.fit.made import Made, solved

X = np.array([1.0, 2, 3, 4, 5, 6, 7, 8])
Y = np.array([2.9, 3.4, 4.5, 4.7, 6.1, 6.3, 7.6, 7.7])


def profiles(made: Any, **more: Any) -> Any:
    return profile_intervals(made.residuals, made.solution, made.inference, **more)


@pytest.mark.parametrize("weights", ["none", "relative", "absolute"])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
def test_of_a_linear_model_they_are_the_t_intervals(weights: Any, level: Any) -> None:
    sigma = None if weights == "none" else np.linspace(0.2, 0.6, 8)
    made = Made("a*x^2 + b*x + c", {"a": 0.0, "b": 1.0, "c": 2.0}, {"x": X}, Y, sigma, weights)
    for found, expected in zip(profiles(made, level=level), t_intervals(made.inference, level), strict=True):
        assert found.interval == pytest.approx(expected, rel=1e-5)
        assert found.words == ""


def test_the_ends_are_where_chi2_has_risen_by_the_threshold() -> None:
    made = Made("A*exp(k*x)", {"A": 2.7, "k": 0.13}, {"x": X}, Y)
    rise = 1 + t_quantile(0.975, 6) ** 2 / 6
    for index, found in enumerate(profiles(made)):
        for end in found.interval:
            held = Held(made.residuals, index, end)
            least = solved(held, np.delete(made.solution.theta, index), steps=60)
            assert held.chi2(least.theta) / made.solution.chi2 == pytest.approx(rise, rel=1e-5)


def test_the_interval_of_a_function_of_a_parameter_is_the_function_of_its_interval() -> None:
    line = Made("a*x + 2", {"a": 0.7}, {"x": X}, Y)
    bent = Made("exp(q)*x + 2", {"q": -0.3}, {"x": X}, Y)
    (straight,), (curved,) = profiles(line), profiles(bent)
    assert np.exp(curved.interval) == pytest.approx(straight.interval, rel=1e-6)
    (symmetric,) = t_intervals(bent.inference)
    assert curved.interval != pytest.approx(symmetric, rel=1e-3)  # which the t interval does not know


def test_a_profile_that_levels_off_has_no_end() -> None:
    """Rates so large that the curve is flat from the first row on fit as well as an infinite one."""
    y = [0.9, 1.1, 1.02, 0.97, 1.05, 0.96, 1.03, 1.0]
    made = Made("A*(1 - exp(-k*x))", {"A": 1.0, "k": 2.5}, {"x": X}, y, steps=60)
    _, rate = profiles(made)
    assert rate.interval.high == math.inf
    assert 0 < rate.interval.low < made.solution.theta[1]
    assert "without end" in rate.words


def test_an_interval_stops_at_a_bound() -> None:
    made = Made("a*x + b", {"a": 1.0, "b": 2.0}, {"x": X}, Y)
    (free, _), top = profiles(made), float(made.solution.theta[0]) + 0.01
    box = Bounds(np.array([-np.inf, -np.inf]), np.array([top, np.inf]))
    slope, _ = profiles(made, bounds=box)
    assert slope.interval == pytest.approx((free.interval.low, top), rel=1e-6)
    assert "bound" in slope.words


def test_a_parameter_at_a_bound_has_no_profile() -> None:
    made = Made("a*x + b", {"a": 1.0, "b": 2.0}, {"x": X}, Y, active=(0, 1))
    assert [one.interval is None for one in profiles(made)] == [False, True]


def test_one_parameter_needs_no_refit() -> None:
    made = Made("a*x", {"a": 1.0}, {"x": X}, Y)
    assert profiles(made)[0].interval == pytest.approx(t_intervals(made.inference)[0], rel=1e-6)


def test_a_fit_that_is_not_at_the_minimum_is_found_out() -> None:
    made = Made("a*x + b", {"a": 1.0, "b": 2.0}, {"x": X}, Y)
    beside = np.add(made.solution.theta, [0.05, 0.0])
    made.solution = made.solution._replace(theta=beside, end=made.residuals.linearised(beside))
    found = profiles(made)
    assert any(one.interval is None and "not at the minimum" in one.words for one in found)


def test_without_errors_and_of_a_robust_loss_there_is_none() -> None:
    two = Made("a*x + b", {"a": 1.0, "b": 2.0}, {"x": X[:2]}, Y[:2])
    assert all(one.interval is None and "as many parameters" in one.words for one in profiles(two))
    robust = Made("a*x + b", {"a": 1.0, "b": 2.0}, {"x": X}, Y, variance=0.1)
    assert all(one.interval is None and "robust" in one.words for one in profiles(robust))


def test_a_perfect_fit_has_an_interval_of_no_length() -> None:
    made = Made("a*x + b", {"a": 1.0, "b": 2.0}, {"x": X}, 2 * X + 1)
    assert profiles(made)[0].interval == pytest.approx((2, 2))


def test_the_end_of_the_domain_is_an_end() -> None:
    """ln(x − c) has no value from c = 1 on, and the likelihood would allow more."""
    y = np.log(X - 0.5) + np.array([0.6, -0.5, 0.4, 0, 0.1, -0.2, 0, 0])
    made = Made("ln(x - c) + b", {"c": 0.2, "b": 0.0}, {"x": X}, y, steps=80)
    low, high = profiles(made)[0].interval
    assert high <= 1
    assert low < made.solution.theta[0]
