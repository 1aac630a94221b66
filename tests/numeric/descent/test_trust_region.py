"""Newton's method in a trust region, and the models it minimises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.numeric.descent.run import Stop
from mvcalc_cli.numeric.descent.scale import curvatures
from mvcalc_cli.numeric.descent.state import Stuck
from mvcalc_cli.numeric.descent.subproblem import exact, spectrum, truncated
from mvcalc_cli.numeric.descent.trust_region import TrustRegion
from tests.numeric.descent.runs import CHAIN, HIMMELBLAU, ROSENBROCK, box, objective, run
from tests.numeric.descent.test_quasi_newton import BARRIER, BEALE, WOOD


@settings(deadline=None, max_examples=150)
@given(st.integers(1, 6), st.integers(0, 10**6), st.floats(-3, 3), st.booleans())
def test_the_exact_step_is_the_global_minimum(n: int, seed: int, power: float, hard: bool) -> None:
    """The conditions of Moré and Sorensen: (H + λI)s = −g, H + λI positive semidefinite, λ(radius − |s|) = 0."""
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((n, n))
    h, g, radius = root + root.T, rng.standard_normal(n), 10**power
    model = spectrum(h, g)
    if hard:
        g = g - (model.vectors[:, 0] @ g) * model.vectors[:, 0]
        model = spectrum(h, g)
    step = exact(model, radius)
    length = float(np.linalg.norm(step.s))
    assert length <= radius * (1 + 1e-6)
    shift = -float(step.s @ (h @ step.s + g)) / length**2 if length else 0.0
    size = float(np.abs(h).max())
    assert shift >= -1e-7 * size
    assert model.eigenvalues[0] + shift >= -1e-6 * size
    assert h @ step.s + shift * step.s == pytest.approx(-g, abs=1e-5 * max(size * length, float(np.linalg.norm(g))))
    if step.at_border:
        assert length == pytest.approx(radius, rel=1e-6)
    assert step.curves_down == (model.eigenvalues[0] < 0)


def test_at_a_maximum_the_exact_step_goes_to_the_border() -> None:
    step = exact(spectrum(-np.eye(3), np.zeros(3)), 2.0)
    assert float(np.linalg.norm(step.s)) == pytest.approx(2.0)
    assert step.curves_down


def test_at_a_minimum_there_is_no_step() -> None:
    assert not exact(spectrum(np.eye(3), np.zeros(3)), 2.0).s.any()
    assert not truncated(lambda d: d, np.zeros(3), 2.0, 0.1).s.any()


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 8), st.integers(0, 10**6), st.floats(-2, 3))
def test_the_truncated_step_falls_at_least_as_far_as_along_the_gradient(n: int, seed: int, power: float) -> None:
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((n, n))
    h, g, radius = root + root.T, rng.standard_normal(n), 10**power
    step = truncated(lambda d: h @ d, g, radius, 1e-3)
    assert float(np.linalg.norm(step.s)) <= radius * (1 + 1e-9)
    length, bend = float(np.linalg.norm(g)), float(g @ h @ g)
    rate = min(radius / length, length**2 / bend) if bend > 0 else radius / length
    along = -rate * length**2 + rate**2 / 2 * bend
    assert float(g @ step.s + step.s @ h @ step.s / 2) <= along + 1e-9 * abs(along)


@pytest.mark.parametrize("units", [(1.0, 1.0), (1e6, 1e-6), (1e-3, 1e5)])
def test_steps_are_the_same_in_other_units(units: tuple[float, float]) -> None:
    a, b = units
    text = f"100({b:.17g}*y - ({a:.17g}*x)^2)^2 + (1 - {a:.17g}*x)^2"
    f, newton = objective(text), TrustRegion()
    state = newton.init(f, np.array([-1.2 / a, 1 / b]))
    plain, other = objective(ROSENBROCK), newton.init(objective(ROSENBROCK), np.array([-1.2, 1.0]))
    for _ in range(5):
        state = state._replace(memory=state.memory._replace(radius=1.0))
        other = other._replace(memory=other.memory._replace(radius=1.0))
        state, other = newton.step(f, state), newton.step(plain, other)
        assert state.v * np.array(units) == pytest.approx(other.v, rel=1e-6)


def test_the_scale_covers_the_hessian() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        h = rng.standard_normal((5, 5)) * (rng.random((5, 5)) < 0.5)
        h = h + h.T
        d = curvatures(h)
        assert (np.abs(h) <= np.outer(d, d) * (1 + 1e-12)).all()


@pytest.mark.parametrize(
    ("text", "start", "end", "most"),
    [
        ("(x - 7)^2 + 3(y + 50)^2 + x*y/2", (0, 0), (19.9148936, -51.6595745), 1),
        ("(x - 1e8)^2 + 1e12", (0,), (1e8,), 1),
        (ROSENBROCK, (-1.2, 1), (1, 1), 25),
        (WOOD, (-3, -1, -3, -1), (1, 1, 1, 1), 60),
        (BEALE, (1, 1), (3, 0.5), 10),
        (HIMMELBLAU, (3, -1), (3.584428, -1.848127), 6),
        ("cos(x)", (1.6,), (math.pi,), 6),
    ],
)
def test_minima(text: str, start: tuple[float, ...], end: tuple[float, ...], most: int) -> None:
    done = run(text, start, "newton")
    assert done.ending.nature == "minimum"
    assert done.end.v == pytest.approx(end, rel=1e-5)
    assert done.end.k <= most
    assert done.counts.hessians <= most + 2


@pytest.mark.parametrize("n", [150, 1000])
def test_a_long_chain(n: int) -> None:
    done = run(CHAIN, np.full(n, 1.2), "newton", n=n)
    assert done.ending.converged
    assert done.end.v == pytest.approx(np.ones(n), abs=1e-5)
    assert done.end.k <= 15


@pytest.mark.parametrize("n", [20, 300])
def test_a_badly_scaled_quadratic(n: int) -> None:
    done = run("sum(10^(8(i-1)/(n-1))*x[i]^2, i=1..n)", np.ones(n), "newton", n=n)
    assert done.ending.converged
    assert done.end.k <= 20


def test_a_barrier_is_not_crossed() -> None:
    done = run(BARRIER, np.where(np.arange(12) % 2, 0.001, 2.999), "newton")
    assert done.ending.nature == "minimum"


@pytest.mark.parametrize("start", [(0, 0), (0, 0.5), (0, -1e-9)])
def test_saddles_are_left(start: tuple[float, float]) -> None:
    done = run("x^4 - x^2 + y^2", start, "newton")
    assert done.ending.nature == "minimum"
    assert abs(done.end.v[0]) == pytest.approx(math.sqrt(0.5))
    assert any(state.note == "negative curvature" for state in done.states)


def test_maxima_are_left() -> None:
    done = run("cos(x) + cos(y)", (0, 0), "newton")
    assert done.ending.nature == "minimum"
    assert done.end.f == pytest.approx(-2)


def test_saddles_of_many_variables_are_left() -> None:
    done = run("sum(x[i]^4 - x[i]^2, i=1..n)", np.zeros(500), "newton", n=500)
    assert done.ending.nature == "minimum"
    assert done.end.f == pytest.approx(-125)


def test_downward_curvature_leads_both_ways_where_a_bound_is_in_one() -> None:
    for start in (-1.0, 1.0):
        f = objective("-(x - 1)^2*(x + 1)^2*0 - (x*x - 1)^2 + y^2", box((-1, 1), (-1, 1)))
        newton = TrustRegion()
        after = newton.step(f, newton.init(f, np.array([start, 0.5])))
        assert after.f < 0.25


@pytest.mark.parametrize("n", [3, 300])
def test_where_every_variable_is_held_they_go_to_their_bounds(n: int) -> None:
    f = objective("sum(x[i] + x[i]^2, i=1..n)", box(*[(0, 9)] * n), n=n)
    newton = TrustRegion()
    after = newton.step(f, newton.init(f, np.full(n, 1e-7)))
    assert not after.v.any()
    assert after.norm == 0


def test_where_nothing_curves_it_is_stuck() -> None:
    f, newton = objective("x^3 - 3x*y^2"), TrustRegion()
    with pytest.raises(Stuck, match="no step lowers f"):
        newton.step(f, newton.init(f, np.zeros(2)))


def test_functions_without_second_derivative_there_are_lowered_all_the_same() -> None:
    f, newton = objective("x^(3/2) + (y - 1)^2 - x"), TrustRegion()
    after = newton.step(f, newton.init(f, np.array([0.0, 5.0])))
    assert after.f < 16
    assert after.note == "no Hessian: steepest descent"
    done = run("(x^2)^(3/4) + y^2", (1, 1), "newton", stop=Stop(max_steps=50))
    assert done.end.f < 1e-3


def test_the_radius_is_told() -> None:
    done = run(ROSENBROCK, (-1.2, 1), "newton")
    assert math.isnan(done.states[0].rate)
    assert all(state.rate > 0 for state in done.states[1:])


def test_refused_steps_cost_a_value_each() -> None:
    done = run(ROSENBROCK, (-1.2, 1), "newton")
    assert done.counts.gradients == done.end.k + 1
    assert done.counts.values <= 2 * done.end.k
