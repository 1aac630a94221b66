"""The texts are the paper's functions: held against residuals in plain NumPy and against what the paper published."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc_cli.numeric.check import check_gradients
from tests.numeric.problems import OTHER_SIZES, PROBLEMS, Problem


def name_of(problem: Problem) -> str:
    return f"{problem.number}-{problem.name}-{problem.n}"


every = pytest.mark.parametrize("problem", PROBLEMS + OTHER_SIZES, ids=name_of)
KNOWN_AT_START = [problem for problem in PROBLEMS + OTHER_SIZES if problem.start_norm is not None]


def test_the_problems_are_all_there() -> None:
    assert [problem.number for problem in PROBLEMS] == list(range(1, 36))


@every
def test_texts_are_the_residuals(problem: Problem) -> None:
    numeric = problem.compiled()
    start, draw = np.array(problem.start, dtype=float), np.random.default_rng(problem.number)
    around = [start * draw.uniform(0.9, 1.1, problem.n) + draw.uniform(0.01, 0.05, problem.n) for _ in range(3)]
    for v in (start, *around):
        value, gradient = numeric.gradient(v)
        expected = problem.gradient(v)
        assert value == pytest.approx(problem.value(v), rel=1e-12)
        assert gradient == pytest.approx(expected, rel=1e-11, abs=1e-11 * np.abs(expected).max())
        assert check_gradients(numeric, v).verdict == "agrees"
    hessian = problem.hessian(around[0])
    assert numeric.hessian(around[0]).dense() == pytest.approx(hessian, rel=1e-5, abs=1e-5 * np.abs(hessian).max())


@pytest.mark.parametrize("problem", KNOWN_AT_START, ids=name_of)
def test_starts_are_the_published_ones(problem: Problem) -> None:
    assert problem.value(problem.start) ** 0.5 == pytest.approx(problem.start_norm, rel=5e-8)


@every
def test_minimisers_have_the_published_values_and_no_slope(problem: Problem) -> None:
    numeric = problem.compiled()
    for point in problem.minimisers:
        v = np.array(point, dtype=float)
        value, gradient = numeric.gradient(v)
        hessian = numeric.hessian(v).dense()
        assert problem.minimum(value)
        # They have about eight digits: Newton's step from there is as short as those of them that are missing.
        step = np.linalg.lstsq(hessian, gradient, rcond=1e-14)[0]
        assert np.linalg.norm(step) <= 1e-5 * max(1.0, float(np.linalg.norm(v)))
        smallest, largest = np.linalg.eigvalsh(hessian)[[0, -1]]
        assert smallest >= -1e-13 * largest


@every
def test_values_at_infinity_are_approached(problem: Problem) -> None:
    for point, value in zip(problem.far, problem.at_infinity, strict=True):
        assert problem.compiled().value(np.array(point)) == pytest.approx(value, rel=1e-5)


def test_two_published_minima_are_saddles() -> None:
    exponentials, almost_linear = (problem for problem in PROBLEMS if problem.saddle is not None)
    v = np.array([1.711415995, 17.683198181, 1.163143661, 5.186561552, 1.711415995, 1.163143661])
    assert exponentials.value(v) == pytest.approx(exponentials.saddle, rel=1e-5)
    assert np.linalg.norm(exponentials.gradient(v)) < 1e-8
    assert np.linalg.eigvalsh(exponentials.hessian(v))[0] == pytest.approx(-0.0098, rel=1e-2)
    v, way = np.array([0.0] * 9 + [11]), np.array([1.0] * 9 + [-10])
    assert almost_linear.value(v) == almost_linear.saddle
    assert not almost_linear.gradient(v).any()
    assert almost_linear.value(v - 0.1 * way) > 1 > almost_linear.value(v + 0.1 * way)
