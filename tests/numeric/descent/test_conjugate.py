"""Nonlinear conjugate gradients."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc_cli.numeric.descent.conjugate import ConjugateGradient
from mvcalc_cli.numeric.descent.state import Stuck
from tests.numeric.descent.runs import CHAIN, HIMMELBLAU, ROSENBROCK, objective, run
from tests.numeric.descent.test_quasi_newton import BARRIER, BEALE, WOOD


@pytest.mark.parametrize(
    ("text", "start", "end", "most"),
    [
        (ROSENBROCK, (-1.2, 1), (1, 1), 110),
        (WOOD, (-3, -1, -3, -1), (1, 1, 1, 1), 400),
        (BEALE, (1, 1), (3, 0.5), 50),
        (HIMMELBLAU, (0.5, -0.8), (3.584428, -1.848127), 40),
    ],
)
def test_minima(text: str, start: tuple[float, ...], end: tuple[float, ...], most: int) -> None:
    done = run(text, start, "cg")
    assert done.ending.nature == "minimum"
    assert done.end.v == pytest.approx(end, abs=1e-5)
    assert done.counts.all <= most


@pytest.mark.parametrize("n", [2, 5, 10, 30])
def test_quadratic_functions_end_after_n_steps(n: int) -> None:
    done = run("sum(i*(x[i] - i)^2, i=1..n) + x[1]*x[2]", np.zeros(n), "cg", n=n)
    assert done.ending.nature == "minimum"
    assert done.end.k <= n + 2


def test_directions_are_conjugate_on_a_quadratic() -> None:
    f, cg = objective("sum(i^2*(x[i] - i)^2, i=1..5) + x[1]*x[3] + x[2]*x[5]"), ConjugateGradient()
    state = cg.init(f, np.zeros(5))
    hessian = f.hessian(state.v).dense()
    ways = []
    for _ in range(5):
        after = cg.step(f, state)
        ways.append((after.v - state.v) / after.length)
        state = after
    crossed = np.array(ways) @ hessian @ np.array(ways).T
    assert crossed == pytest.approx(np.diag(np.diagonal(crossed)), abs=1e-8 * np.abs(crossed).max())


def test_a_badly_scaled_quadratic() -> None:
    done = run("sum(10^(8(i-1)/(n-1))*x[i]^2, i=1..n)", np.ones(20), "cg", n=20)
    assert done.ending.nature == "minimum"


def test_a_chain_of_a_thousand() -> None:
    done = run(CHAIN, np.full(1000, 1.2), "cg", n=1000)
    assert done.ending.converged
    assert done.end.v == pytest.approx(np.ones(1000), abs=1e-5)
    assert done.counts.all < 300


def test_a_barrier_is_not_crossed() -> None:
    done = run(BARRIER, np.where(np.arange(12) % 2, 0.001, 2.999), "cg")
    assert done.ending.nature == "minimum"


def test_a_direction_that_leads_nowhere_is_dropped() -> None:
    f, cg = objective(ROSENBROCK), ConjugateGradient()
    first = cg.step(f, cg.init(f, np.array([-1.2, 1.0])))
    wrong = first._replace(memory=first.memory._replace(direction=first.gradient))
    after = cg.step(f, wrong)
    assert after.note == "restart"
    assert after.f < first.f


def test_no_step_is_left_at_the_end() -> None:
    f, cg = objective("x^2 + y^2"), ConjugateGradient()
    with pytest.raises(Stuck, match="the gradient is 0"):
        cg.step(f, cg.init(f, np.zeros(2)))
