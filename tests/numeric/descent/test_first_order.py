"""Methods of the first order: minima are reached, fixed rates step as textbooks say, own rates never diverge."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.descent.first_order import rate_along, steady_rate
from mvcalc_cli.numeric.descent.methods import method
from mvcalc_cli.numeric.descent.run import Stop
from mvcalc_cli.numeric.descent.state import Stuck
from tests.numeric.descent.runs import BOOTH, FIRST_ORDER, HIMMELBLAU, ROSENBROCK, box, objective, run

LONG = Stop(1e-6, 30_000)
# text, start, all minima
PROBLEMS = [
    ("x^2 + 4y^2", [3, 2], [[0, 0]]),
    ("x^2 + 100y^2", [3, 2], [[0, 0]]),
    (BOOTH, [0, 0], [[1, 3]]),
    (ROSENBROCK, [-1.2, 1], [[1, 1]]),
    (HIMMELBLAU, [0.5, -0.8], [[3, 2], [3.584428, -1.848127], [-2.805118, 3.131313], [-3.779310, -3.283186]]),
    ("0.26(x^2 + y^2) - 0.48x y", [1, 2], [[0, 0]]),
    ("x - log(x)", [0.1], [[1]]),
    ("exp(x) - 2x", [5], [[np.log(2)]]),
    ("log(1 + x^2) + y^2", [2, 1], [[0, 0]]),
    ("exp(x + 3y - 0.1) + exp(x - 3y - 0.1) + exp(-x - 0.1)", [1, 1], [[-0.346574, 0]]),
    ("(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2", [1, 1], [[3, 0.5]]),
    ("(x-1000)^2", [0], [[1000]]),
]


@pytest.mark.parametrize("name", FIRST_ORDER)
@pytest.mark.parametrize(("text", "start", "minima"), PROBLEMS)
def test_minima_are_reached_without_a_rate(name: str, text: str, start: list[float], minima: list[list[float]]) -> None:
    found = run(text, start, name, stop=LONG)
    assert found.ending.nature == "minimum", found.ending.words
    assert min(np.abs(found.end.v - minimum).max() for minimum in minima) < 1e-4
    assert found.end.norm <= 1e-6
    assert found.end.rate > 0


@pytest.mark.parametrize("name", ["gd", "momentum", "nesterov"])
def test_one_step_of_a_fixed_rate_is_the_formula(name: str) -> None:
    f = objective("x^2 + 4y^2")
    way = method(name, 0.05)
    one = way.step(f, way.init(f, np.array([3.0, 2.0])))
    assert one.v.tolist() == pytest.approx([3 - 0.05 * 6, 2 - 0.05 * 16])
    two = way.step(f, one)
    velocity = one.v - np.array([3.0, 2.0])
    part = 0.0 if name == "gd" else 0.9
    ahead = one.v + (part * velocity if name == "nesterov" else 0)
    expected = one.v + part * velocity - 0.05 * np.array([2, 8]) * ahead
    assert two.v.tolist() == pytest.approx(expected.tolist())
    assert (one.rate, two.rate) == (0.05, 0.05)


def test_steps_of_adam_are_those_of_the_paper() -> None:
    f = objective("x^2 + 4y^2")
    way = method("adam", 0.1)
    state = way.init(f, np.array([3.0, 2.0]))
    v, mean, square = state.v.copy(), np.zeros(2), np.zeros(2)
    for t in range(1, 8):
        slope = np.array([2.0, 8.0]) * v
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        v = v - 0.1 * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
        state = way.step(f, state)
        assert state.v.tolist() == pytest.approx(v.tolist(), rel=1e-12)


@given(
    st.lists(st.floats(0.1, 50), min_size=1, max_size=4),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=12, deadline=None)
def test_random_convex_quadratics(eigenvalues: list[float], seed: int) -> None:
    """½(v − c)·A(v − c) has its minimum at c; f never rises above the start when the rate is chosen."""
    n, draw = len(eigenvalues), np.random.default_rng(seed)
    axes = np.linalg.qr(draw.standard_normal((n, n)))[0]
    a, c = axes @ np.diag(eigenvalues) @ axes.T, draw.uniform(-3, 3, n)
    text = " + ".join(
        f"({float(a[i, j] / 2)!r})*(x{i + 1} - ({c[i]!r}))*(x{j + 1} - ({c[j]!r}))" for i in range(n) for j in range(n)
    )
    text = text.replace("np.float64", "")
    for name in ("gd", "momentum", "nesterov"):
        found = run(text, draw.uniform(-3, 3, n), name, stop=Stop(1e-7, 20_000))
        assert found.ending.converged, (name, found.ending.words)
        assert np.abs(found.end.v - c).max() < 1e-5
        assert all(state.f <= found.states[0].f + 1e-9 for state in found.states)
        assert found.ending.smallest == pytest.approx(min(eigenvalues), rel=1e-6)


def test_gradient_descent_with_its_own_rate_never_rises() -> None:
    for text, start, _ in PROBLEMS:
        values = [state.f for state in run(text, start, stop=LONG).states]
        assert all(after <= before + 1e-15 * abs(before) for before, after in itertools.pairwise(values))


@pytest.mark.parametrize("name", FIRST_ORDER)
@pytest.mark.parametrize("rate", [0.0, -0.1, float("nan"), float("inf")])
def test_a_rate_is_a_positive_number(name: str, rate: float) -> None:
    with pytest.raises(InputError, match="a rate is a positive number"):
        method(name, rate)


def test_first_rates_come_from_the_curvature() -> None:
    f = objective("x^2 + 4y^2")
    state = f.state(np.array([3.0, 0.0]))
    assert rate_along(f, state) == pytest.approx(1 / 2)
    state = f.state(np.array([3.0, 1e-3]))
    assert steady_rate(f, state) == pytest.approx(1 / 8, rel=0.01)
    with pytest.raises(Stuck):
        rate_along(f, f.state(np.zeros(2)))


@pytest.mark.parametrize("name", FIRST_ORDER)
def test_own_rates_stay_in_the_domain(name: str) -> None:
    found = run("x - 10log(x) - log(12 - x)", [0.5], name, stop=LONG)
    assert found.ending.nature == "minimum", found.ending.words


@pytest.mark.parametrize("name", FIRST_ORDER)
@pytest.mark.parametrize("rate", [None, 0.05])
def test_steps_stay_in_the_box(name: str, rate: float | None) -> None:
    inside = box((0, 1), (-0.5, np.inf))
    found = run("(x-3)^2 + (y+1)^2 + x y", [0.5, 0.5], name, rate, stop=LONG, bounds=inside)
    assert all(np.array_equal(np.clip(state.v, *inside), state.v) for state in found.states)
    assert found.ending.nature == "minimum"
    assert found.end.v.tolist() == [1.0, -0.5]
