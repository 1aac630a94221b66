"""BFGS and L-BFGS: the secant equation, ends of runs, bounds, and how much they cost."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.numeric.descent.methods import method
from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.descent.quasi_newton import BFGS, LBFGS, Pair, two_loops
from mvcalc_cli.numeric.descent.run import Stop
from mvcalc_cli.numeric.descent.state import Stuck
from tests.numeric.descent.runs import CHAIN, HIMMELBLAU, ROSENBROCK, box, objective, run

WOOD = "100(b-a^2)^2 + (1-a)^2 + 90(d-c^2)^2 + (1-c)^2 + 10(b+d-2)^2 + (b-d)^2/10"
BEALE = "(1.5-x+x*y)^2 + (2.25-x+x*y^2)^2 + (2.625-x+x*y^3)^2"
BARRIER = "sum(x[i]^2*i/9 - log(x[i]) - log(3 - x[i]), i=1..12)"
BOTH = ("bfgs", "lbfgs")


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(
    ("text", "start", "end", "most"),
    [
        (ROSENBROCK, (-1.2, 1), (1, 1), 60),
        (WOOD, (-3, -1, -3, -1), (1, 1, 1, 1), 130),
        (BEALE, (1, 1), (3, 0.5), 30),
        (HIMMELBLAU, (0.5, -0.8), (3.584428, -1.848127), 25),
        ("cosh(x - 1) + y^4 + y^2", (20, -5), (1, 0), 60),
    ],
)
def test_minima(name: str, text: str, start: tuple[float, ...], end: tuple[float, ...], most: int) -> None:
    done = run(text, start, name)
    assert done.ending.nature == "minimum"
    assert done.end.v == pytest.approx(end, abs=1e-5)
    assert done.counts.all <= most


@pytest.mark.parametrize("name", BOTH)
def test_a_chain_of_a_thousand(name: str) -> None:
    done = run(CHAIN, np.full(1000, 1.2), name, n=1000)
    assert done.ending.converged
    assert done.end.v == pytest.approx(np.ones(1000), abs=1e-5)
    assert done.counts.all < 120


@pytest.mark.parametrize("name", BOTH)
def test_a_barrier_is_not_crossed(name: str) -> None:
    done = run(BARRIER, np.where(np.arange(12) % 2, 0.001, 2.999), name)
    assert done.ending.nature == "minimum"
    assert done.counts.all < 250


def test_the_secant_equation() -> None:
    f = objective(WOOD)
    bfgs = BFGS()
    before = bfgs.init(f, np.array([-3.0, -1.0, -3.0, -1.0]))
    for _ in range(30):
        after = bfgs.step(f, before)
        s, y = after.v - before.v, after.gradient - before.gradient
        assert after.memory @ y == pytest.approx(s, rel=1e-6, abs=1e-9 * float(np.linalg.norm(s)))
        assert after.memory == pytest.approx(after.memory.T)
        assert np.linalg.eigvalsh(after.memory)[0] > 0
        before = after


def test_limited_memory_is_bfgs_while_all_is_remembered() -> None:
    rng = np.random.default_rng(4)
    spread = np.diag(rng.uniform(1, 9, 6))
    pairs = [Pair(s, spread @ s) for s in rng.standard_normal((4, 6))]
    g = rng.standard_normal(6)
    s, y = pairs[-1]
    h = np.eye(6) * (s @ y) / (y @ y)
    for s, y in pairs:
        left = np.eye(6) - np.outer(s, y) / (s @ y)
        h = left @ h @ left.T + np.outer(s, s) / (s @ y)
    assert two_loops(g, pairs) == pytest.approx(h @ g)
    assert two_loops(pairs[-1].y, pairs) == pytest.approx(pairs[-1].s)


def test_ten_steps_are_remembered() -> None:
    f, lbfgs = objective(ROSENBROCK), LBFGS()
    state = lbfgs.init(f, np.array([-1.2, 1.0]))
    for k in range(15):
        state = lbfgs.step(f, state)
        assert len(state.memory) == min(k + 1, 10)


@pytest.mark.parametrize("n", [2, 5, 10])
def test_quadratic_functions_end_after_few_steps_more_than_variables(n: int) -> None:
    done = run("sum(i*(x[i] - i)^2, i=1..n)", np.zeros(n), "bfgs", n=n)
    assert done.ending.nature == "minimum"
    assert done.end.k <= 2 * n + 5


def test_a_badly_scaled_quadratic() -> None:
    done = run("sum(10^(8(i-1)/(n-1))*x[i]^2, i=1..n)", np.ones(20), "bfgs", n=20)
    assert done.ending.nature == "minimum"
    assert done.end.norm <= 1e-6


BOXES: list[tuple[str, tuple[float, ...], Bounds]] = [
    (ROSENBROCK, (-1.2, 1), box((-2, 0.5), (-2, 2))),
    (ROSENBROCK, (-1.2, 1), box((1.5, 3), (-math.inf, math.inf))),
    (ROSENBROCK, (-1.2, 1), box((-3, 3), (-3, 3))),
    (HIMMELBLAU, (0, 0), box((0, 2.5), (-5, math.inf))),
    ("x + 2y + x*y/9", (2, 2), box((-1, 3), (-1, 3))),
    (WOOD, (-3, -1, -3, -1), box((-10, 0.9), (-10, 10), (-10, 10), (-10, 10))),
]


@pytest.mark.parametrize("name", [*BOTH, "cg", "newton"])
@pytest.mark.parametrize(("text", "start", "bounds"), BOXES)
def test_minima_in_a_box(name: str, text: str, start: Any, bounds: Bounds) -> None:
    done = run(text, start, name, bounds=bounds)
    v, g = done.end.v, done.end.gradient
    assert done.ending.converged
    inside = (v > bounds.lower) & (v < bounds.upper)
    # The conditions of Karush, Kuhn and Tucker.
    assert np.abs(g[inside]).max(initial=0) <= 1e-6
    assert (g[v == bounds.lower] >= -1e-6).all()
    assert (g[v == bounds.upper] <= 1e-6).all()
    assert ((v >= bounds.lower) & (v <= bounds.upper)).all()
    assert done.counts.all < 500


@pytest.mark.parametrize("name", [*BOTH, "cg", "newton"])
def test_a_long_box(name: str) -> None:
    lower = np.where(np.arange(300) % 3 == 0, 1.1, -3.0)
    done = run(CHAIN, np.full(300, 1.2), name, bounds=Bounds(lower, np.full(300, 3.0)), n=300)
    assert done.ending.converged
    assert done.end.norm <= 1e-6
    assert done.end.v[0] == 1.1


@pytest.mark.parametrize("name", BOTH)
def test_no_step_is_left_at_the_end(name: str) -> None:
    f = objective("x^2 + y^2")
    found = method(name).init(f, np.zeros(2))
    with pytest.raises(Stuck, match="the gradient is 0"):
        method(name).step(f, found)


def test_a_memory_that_leads_nowhere_is_dropped() -> None:
    f, bfgs = objective(ROSENBROCK), BFGS()
    state = bfgs.init(f, np.array([-1.2, 1.0]))._replace(memory=-np.eye(2))
    after = bfgs.step(f, state)
    assert after.note == "restart"
    assert after.f < state.f


@pytest.mark.parametrize("name", [*BOTH, "cg"])
def test_huge_gradients_do_not_overflow(name: str) -> None:
    done = run("cosh(x) + y^2", (690, 1), name, stop=Stop(max_steps=5))
    assert done.end.k == 5
    assert done.end.f < done.states[0].f


@pytest.mark.parametrize("name", [*BOTH, "cg", "newton"])
def test_a_rate_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="takes no --rate") as caught:
        method(name, 0.1)
    assert caught.value.hint is not None
    assert "gd, momentum, nesterov" in caught.value.hint


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(LimitError, match="6,000") as caught:
        run(CHAIN, np.zeros(6000), "bfgs", n=6000)
    assert caught.value.hint == "--method lbfgs keeps the last ten steps instead"
