"""Every method on every problem of Moré, Garbow and Hillstrom: what is reached, and that nothing untrue is said."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.numeric.descent.loop import descend
from mvcalc_cli.numeric.descent.methods import NAMES, method
from mvcalc_cli.numeric.descent.objective import Objective
from mvcalc_cli.numeric.descent.run import Run, Stop
from tests.numeric.problems import OTHER_SIZES, PROBLEMS, Problem

# Methods that see the gradient alone need thousands of steps in curved valleys: here they show what they say of the
# end of too few.
STEPS = {"gd": 300, "momentum": 300, "nesterov": 300, "adam": 300, "cg": 1000}
EVERY = (*PROBLEMS, *OTHER_SIZES)


@cache
def run_of(name: str, at: int) -> Run:
    problem = EVERY[at]
    stop = Stop(max_steps=STEPS.get(name, 1000))
    return descend(Objective(problem.compiled()), method(name), np.array(problem.start, dtype=float), stop)


def reached(name: str) -> list[int]:
    """The numbers of the problems at whose published minima, those at infinity included, the method ends."""
    runs = [(problem, run_of(name, at).end.f) for at, problem in enumerate(PROBLEMS)]
    return [problem.number for problem, f in runs if problem.published(f)]


@pytest.mark.parametrize(("name", "least"), [("newton", 34), ("bfgs", 32), ("lbfgs", 31), ("cg", 29)])
def test_published_minima_are_reached(name: str, least: int) -> None:
    assert len(reached(name)) >= least


@pytest.mark.parametrize("at", range(len(PROBLEMS), len(EVERY)), ids=lambda at: f"{EVERY[at].number}-{EVERY[at].n}")
def test_newton_reaches_them_at_other_sizes(at: int) -> None:
    assert EVERY[at].minimum(run_of("newton", at).end.f)


@pytest.mark.parametrize("at", range(len(PROBLEMS)), ids=lambda at: str(PROBLEMS[at].number))
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_that_is_not_so(name: str, at: int) -> None:
    check(PROBLEMS[at], run_of(name, at), STEPS.get(name, 1000))


@pytest.mark.parametrize("at", range(len(PROBLEMS), len(EVERY)), ids=lambda at: f"{EVERY[at].number}-{EVERY[at].n}")
@pytest.mark.parametrize("name", ["newton", "bfgs", "lbfgs", "cg"])
def test_nor_at_other_sizes(name: str, at: int) -> None:
    check(EVERY[at], run_of(name, at), STEPS.get(name, 1000))


@pytest.mark.parametrize("at", range(len(PROBLEMS)), ids=lambda at: str(PROBLEMS[at].number))
@pytest.mark.parametrize("name", ["newton", "bfgs", "lbfgs", "cg"])
def test_nor_from_ten_times_as_far(name: str, at: int) -> None:
    problem = PROBLEMS[at]
    start = 10 * np.array(problem.start, dtype=float) if any(problem.start) else np.full(problem.n, 10.0)
    check(problem, descend(Objective(problem.compiled()), method(name), start, Stop(max_steps=150)), 150)


def test_a_saddle_of_high_order_is_no_minimum() -> None:
    problem = PROBLEMS[26]
    draw = np.random.default_rng(0)
    for _ in range(20):
        start = np.array([0.0] * 9 + [11]) + draw.normal(size=10) * 0.05
        run = descend(Objective(problem.compiled()), method("newton"), start)
        assert problem.minimum(run.end.f) or run.ending.nature != "minimum"


def check(problem: Problem, run: Run, most: int) -> None:
    """Hold what a run says against the residuals in plain NumPy."""
    v, ending = run.end.v, run.ending
    assert np.all(np.isfinite(v))
    assert all(0 <= count < math.inf for count in run.counts)
    assert 0 < run.counts.gradients <= run.counts.all
    assert run.end.f == pytest.approx(problem.value(v), rel=1e-6, abs=1e-24 * problem.value(problem.start))
    norm = float(np.linalg.norm(problem.gradient(v)))
    assert run.end.norm == pytest.approx(norm, rel=1e-6, abs=problem.noise(v))
    assert ("converged" in ending.words) == ending.converged
    if ending.converged:
        assert ending.reason in {"gradient", "step"}
    if ending.reason == "gradient":
        assert norm <= Stop().tolerance + problem.noise(v)
    if ending.reason == "step":
        assert problem.minimum(run.end.f) or is_minimum(problem, v)
    if ending.reason == "max-steps":
        assert run.end.k == most
    if ending.reason == "diverged":
        assert run.end.f > 1e3 * problem.value(problem.start)
    assert ending.reason not in {"unbounded", "domain"}
    check_nature(problem, run)


def check_nature(problem: Problem, run: Run) -> None:
    """What the run says of its last point."""
    v, ending = run.end.v, run.ending
    smallest, largest = np.linalg.eigvalsh(problem.hessian(v))[[0, -1]]
    if ending.nature == "minimum":
        assert problem.minimum(run.end.f) or is_minimum(problem, v)
    elif ending.nature == "flat":
        assert smallest >= -1e-6 * largest
        assert ending.known <= 0.1 * max(1.0, float(np.linalg.norm(v)))
    elif ending.nature in {"saddle", "maximum"}:
        assert not ending.converged
        assert smallest <= 1e-3 * largest
        assert lowest(problem, v, ending.direction) < run.end.f
    elif ending.nature == "distant":
        assert not ending.converged
        assert not is_minimum(problem, v, near=1e-3)
        if ending.direction is not None:
            assert lowest(problem, v, ending.direction) < min(run.end.f, problem.value(polished(problem, v)))
    else:
        assert ending.nature == "unknown"
        assert not ending.converged or "could not be decided" in ending.words


def lowest(problem: Problem, v: Any, direction: Any) -> float:
    """The lowest value met along a direction."""
    reach = max(1.0, float(np.linalg.norm(v)))
    return min(problem.value(v + reach * t * direction) for t in np.logspace(-7, 0, 22))


def polished(problem: Problem, v: Any) -> Any:
    """The point after Newton's step in the directions in which f curves, if that is short: f may be level in others."""
    step = np.linalg.lstsq(problem.hessian(v), -problem.gradient(v), rcond=1e-9)[0]
    return v + step if np.linalg.norm(step) <= 1e-3 * max(1.0, float(np.linalg.norm(v))) else v


def is_minimum(problem: Problem, v: Any, near: float = 1e-2) -> bool:
    """Whether v is next to a local minimum: the Hessian is positive definite and Newton's step short.

    Args:
        problem: f.
        v: The point.
        near: How short, beside v.
    """
    hessian, gradient = problem.hessian(v), problem.gradient(v)
    scale = np.sqrt(np.abs(np.diagonal(hessian)))
    if not scale.all() or np.linalg.eigvalsh(hessian / np.outer(scale, scale))[0] < 1e-9:
        return False
    step = np.linalg.solve(hessian / np.outer(scale, scale), gradient / scale) / scale
    return float(np.linalg.norm(step)) <= near * max(1.0, float(np.linalg.norm(v)))
