"""Line searches: the conditions they promise hold, and walls, noise and bounds do not break them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.numeric.descent.line_search import ENOUGH, LOOSE, TIGHT, backtracking, newton_rate, wolfe
from mvcalc_cli.numeric.descent.objective import Objective
from mvcalc_cli.numeric.descent.state import State, Stuck
from tests.numeric.descent.runs import CHAIN, HIMMELBLAU, ROSENBROCK, box, objective

FUNCTIONS = (
    ROSENBROCK,
    HIMMELBLAU,
    "x^4 - 3x^2 + y^2 + x*y",
    "exp(x) + exp(-2x) + cosh(y)",
    "-cos(x)*exp(-y^2/9) + x^2/50 + y^2/50",
    "log(1 + x^2) + sqrt(1 + y^2)",
    "x - log(x + 4) + y - 3log(y + 4)",
    "1e6*(x - 1)^2 + 1e-3*y^2",
)
COMPILED = tuple(objective(text) for text in FUNCTIONS)


def state(f: Objective, *v: float) -> State:
    return f.state(np.array(v, dtype=float))


def downwards(start: State, turn: float) -> Any:
    """A direction at an angle below a right one with −∇f."""
    g = start.gradient
    return -(math.cos(turn) * g + math.sin(turn) * np.array([-g[1], g[0]]))


points = st.tuples(st.floats(-3, 3), st.floats(-3, 3))
turns = st.floats(-1.3, 1.3)
rates = st.floats(-6, 4).map(lambda power: 10**power)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(COMPILED), points, turns, rates, st.sampled_from([LOOSE, TIGHT]))
def test_the_strong_wolfe_conditions_hold(
    f: Objective, v: tuple[float, float], turn: float, first: float, steepness: float
) -> None:
    start = state(f, *v)
    if start.norm < 1e-3:
        return
    direction = downwards(start, turn)
    slope = float(start.gradient @ direction)
    before = f.counts.gradients
    after = wolfe(f, start, direction, first, steepness)
    noise = 1e-14 * abs(start.f)
    assert after.f <= start.f + ENOUGH * after.rate * slope + noise
    assert abs(float(after.gradient @ direction)) <= -steepness * slope * (1 + 1e-9)
    assert after.v == pytest.approx(start.v + after.rate * direction)
    assert after.k == 1
    assert after.norm == pytest.approx(float(np.linalg.norm(after.gradient)))
    assert f.counts.gradients - before <= 40


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(COMPILED), points, turns, rates)
def test_backtracking_falls_enough(f: Objective, v: tuple[float, float], turn: float, first: float) -> None:
    start = state(f, *v)
    if start.norm < 1e-3:
        return
    direction = downwards(start, turn)
    found, rate = backtracking(f, start, direction, first)
    assert 0 < rate <= first
    promised = float(start.gradient @ (found - start.v))
    assert f.value(found) <= start.f + ENOUGH * promised + 1e-14 * abs(start.f)


@settings(deadline=None, max_examples=100)
@given(points, rates)
def test_backtracking_stays_in_the_box(v: tuple[float, float], first: float) -> None:
    bounds = box((-2, 1.5), (0.5, math.inf))
    f = objective(HIMMELBLAU, bounds)
    start = f.state(f.project(np.array(v)))
    if start.norm < 1e-3:
        return
    found, _ = backtracking(f, start, -start.gradient, first)
    assert np.array_equal(f.project(found), found)
    assert f.value(found) < start.f


@pytest.mark.parametrize("first", [1e-3, 1.0, 1e3, 1e9])
def test_walls_are_not_crossed(first: float) -> None:
    f = objective("-log(x) - log(2 - x) - log(y) - log(1 - x*y)")
    start = state(f, 0.01, 0.1)
    after = wolfe(f, start, -start.gradient, first)
    found, _ = backtracking(f, start, -start.gradient, first)
    assert after.f < start.f
    assert f.value(found) < start.f


def test_a_slope_that_falls_up_to_the_wall() -> None:
    f = objective("sqrt(x)")
    after = wolfe(f, state(f, 1.0), np.array([-1.0]), 1.0)
    assert 0 < after.v[0] < 0.2
    assert after.f < 0.4


def test_far_ends_are_found_in_few_trials() -> None:
    f = objective("(x - 1e8)^2")
    after = wolfe(f, state(f, 0.0), np.array([1.0]), 1e-3, TIGHT)
    assert after.v[0] == pytest.approx(1e8, rel=0.1)
    assert f.counts.gradients < 15


def test_values_below_rounding_are_told_apart_by_slopes() -> None:
    f = objective("1e8 + (x - 1)^2")
    start = state(f, 1 + 1e-5)
    assert f.value(np.array([1.0])) == start.f
    assert wolfe(f, start, -start.gradient, 0.5).norm == 0.0
    found, _ = backtracking(f, start, -start.gradient, 0.5)
    assert found[0] == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("direction", [(0.0, 0.0), (1.0, 1.0)])
def test_where_nothing_falls_it_is_stuck(direction: tuple[float, float]) -> None:
    f = objective("x^2 + y^2")
    start = state(f, 1.0, 1.0)
    for search in (backtracking, wolfe):
        with pytest.raises(Stuck):
            search(f, start, np.array(direction), 1.0)


def test_at_a_kink_it_is_stuck() -> None:
    f = objective("abs(x) + abs(y)")
    start = state(f, 0.0, 0.0)._replace(gradient=np.array([1.0, 1.0]))
    for search in (backtracking, wolfe):
        with pytest.raises(Stuck, match="finds no lower value"):
            search(f, start, np.array([-1.0, -1.0]), 1.0)


def test_newtons_rate_is_exact_on_a_parabola() -> None:
    f = objective("(x - 3)^2 + 10y^2")
    start = state(f, 5.0, 0.0)
    assert newton_rate(f, start, -start.gradient) == pytest.approx(0.5)
    assert f.counts.products == 1


def test_newtons_rate_does_not_leap_where_f_hardly_curves() -> None:
    f = objective("cos(x)")
    start = state(f, math.pi / 2 + 1e-9)
    assert newton_rate(f, start, -start.gradient) * start.norm <= 100 * math.pi
    top = state(f, 0.1)
    assert 0 < newton_rate(f, top, -top.gradient) * top.norm <= 1


def test_a_long_chain() -> None:
    f = objective(CHAIN, n=1000)
    start = f.state(np.full(1000, 1.2))
    after = wolfe(f, start, -start.gradient, 1.0)
    assert after.f < 0.1 * start.f
