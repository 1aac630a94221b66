"""Descent in a box: the ends satisfy the conditions of Karush, Kuhn and Tucker; free variables alone are judged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.numeric.descent.methods import NAMES
from mvcalc_cli.numeric.descent.run import Run, Stop
from tests.numeric.descent.runs import HIMMELBLAU, ROSENBROCK, box, objective, run

INF = np.inf
LONG = Stop(1e-6, 20_000)

# text, start, box, minimum, variables at a bound
PROBLEMS = [
    ("(x-3)^2 + (y+1)^2", [0.5, 1], [(0, 1), (0, INF)], [1, 0], 2),
    ("(x-3)^2 + (y+1)^2", [0.5, 1], [(0, 1), (-INF, INF)], [1, -1], 1),
    ("(x-3)^2 + (y+1)^2", [0.5, 1], [(0, 9), (-5, INF)], [3, -1], 0),
    ("-x^2", [0.5], [(-1, 1)], [1], 1),
    ("log(x)", [1], [(0.1, 2)], [0.1], 1),
    (ROSENBROCK, [-1.2, 1], [(-2, 0.5), (-2, 2)], [0.5, 0.25], 1),
    (HIMMELBLAU, [1, 1], [(0, 2), (0, 5)], [2, 2.436492], 1),
    ("x^2 + x y + y^2 - 3x", [0, 1], [(0, 4), (0, 4)], [1.5, 0], 1),
    ("(x-1)^2 + (y-2)^2", [5, 5], [(3, 3), (-9, 9)], [3, 2], 1),
]


def assert_stationary(found: Run, low: np.ndarray, high: np.ndarray) -> None:
    """∇f ≥ 0 at lower bounds, ≤ 0 at upper ones, 0 between."""
    v, slope = found.end.v, found.end.gradient
    assert np.all((low <= v) & (v <= high))
    between = (v > low) & (v < high)
    assert np.linalg.norm(slope[between]) <= 1e-6
    assert np.all(slope[(v <= low) & (v < high)] >= -1e-6)
    assert np.all(slope[(v >= high) & (v > low)] <= 1e-6)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("text", "start", "ranges", "minimum", "active"), PROBLEMS)
def test_minima_in_a_box(
    name: str, text: str, start: list[float], ranges: list[tuple[float, float]], minimum: list[float], *, active: int
) -> None:
    inside = box(*ranges)
    found = run(text, start, name, stop=LONG, bounds=inside)
    assert found.ending.nature == "minimum", found.ending.words
    assert found.ending.active == active
    assert found.end.v.tolist() == pytest.approx(minimum, abs=1e-5)
    assert_stationary(found, *inside)


@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_random_quadratics_in_a_box(n: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    root = draw.standard_normal((n, n))
    a, c = root @ root.T + np.eye(n), draw.uniform(-3, 3, n)
    terms = (
        f"({a[i, j].item()!r})*(x{i + 1}-({c[i].item()!r}))*(x{j + 1}-({c[j].item()!r}))"
        for i in range(n)
        for j in range(n)
    )
    low = draw.uniform(-2, 0, n)
    inside = box(*zip(low, low + draw.uniform(0.1, 3, n), strict=True))
    found = run(" + ".join(terms), draw.uniform(-3, 3, n), stop=LONG, bounds=inside)
    assert found.ending.nature == "minimum", found.ending.words
    assert_stationary(found, *inside)


@pytest.mark.parametrize("name", NAMES)
def test_a_linear_function_ends_in_a_corner(name: str) -> None:
    found = run("x + y", [1, 1], name, stop=LONG, bounds=box((0, 2), (-3, 2)))
    assert (found.ending.nature, found.ending.active) == ("minimum", 2)
    assert found.end.v.tolist() == [0.0, -3.0]


def test_the_projected_gradient() -> None:
    f = objective("x + y - z", box((0, 1), (0, 1), (0, 1)))
    v = np.array([0.0, 0.5, 1.0])
    assert f.projected(v, f.gradient(v)[1]).tolist() == [0.0, 1.0, 0.0]
    assert f.state(v).norm == 1.0


def test_a_maximum_at_a_bound_is_left_into_the_box() -> None:
    found = run("-x^2", [0.0], bounds=box((0, 1)))
    assert found.ending.nature == "maximum"
    assert found.ending.hint.startswith("--from 0.")


def test_curvature_of_held_variables_does_not_count() -> None:
    """x² − y² has a minimum at (0, 1) in 0 ≤ y ≤ 1, although its Hessian has a negative eigenvalue."""
    found = run("x^2 - y^2", [1, 0.5], bounds=box((-INF, INF), (0, 1)))
    assert found.ending.nature == "minimum"
    assert (found.ending.smallest, found.ending.largest) == (2.0, 2.0)
