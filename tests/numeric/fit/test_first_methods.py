"""Gauss-Newton and gradient descent: right where they arrive, and named where they do not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.fit.bounded import box
from mvcalc_cli.numeric.fit.gauss_newton import gauss_newton
from mvcalc_cli.numeric.fit.gradient import gradient_descent
from mvcalc_cli.numeric.fit.levenberg import levenberg
from tests.numeric.fit.nist import problem
from tests.numeric.fit.rows import DECAY, X, close, noise, residuals_for

_DECAY = residuals_for("a*exp(-b*x)", "a b", X, DECAY)
_LINE = residuals_for("a*x+b", "a b", X, 2 * X + noise(30))
_BEST = levenberg(_DECAY, [1.0, 1.0]).theta


def test_gauss_newton_solves_a_line_in_one_step() -> None:
    found = gauss_newton(_LINE, [7.0, -3.0])
    assert found.ending.converged
    assert close(found.steps[1].theta, found.theta)


def test_gauss_newton_arrives_from_near() -> None:
    found = gauss_newton(_DECAY, [1.5, 0.5])
    assert found.ending.converged
    assert found.method == "gauss-newton"
    assert close(found.theta, _BEST)
    assert all(step.damping == 0 for step in found.steps)


def test_gauss_newton_diverges_from_far_and_says_so() -> None:
    found = gauss_newton(_DECAY, [1.0, 5.0])
    assert found.ending.reason == "diverged"
    assert not found.ending.converged
    assert "--method lm" in found.ending.hint


def test_halved_steps_arrive_from_far() -> None:
    found = gauss_newton(_DECAY, [1.0, 5.0], halving=True)
    assert found.ending.converged
    assert close(found.theta, _BEST)
    taken = [step.chi2 for step in found.steps if step.accepted]
    assert taken == sorted(taken, reverse=True)


def test_gauss_newton_names_what_is_singular() -> None:
    found = gauss_newton(residuals_for("a*b*x", "a b", X, 2 * X + noise(30)), [1.0, 1.0])
    assert found.ending.reason == "singular"
    assert found.ending.blame == ("a", "b")


@pytest.mark.parametrize("method", [gauss_newton, gradient_descent])
def test_out_of_steps_and_out_of_the_box(method: object) -> None:
    bounds = box(("a", "b"), {"b": (0.0, 0.5)})
    for step in method(_DECAY, [1.0, 0.1], bounds=bounds, max_steps=20).steps:  # type: ignore[operator]
        assert 0.0 <= step.theta[1] <= 0.5
    few = method(_DECAY, [1.5, 0.5], max_steps=2)  # type: ignore[operator]
    assert not few.ending.converged


def test_gradient_descent_takes_the_gradient_of_chi2() -> None:
    """The course's step: −rate times the derivatives of chi², factor 2 and all."""
    start, rate = np.array([1.0, 0.5]), 1e-3
    first = gradient_descent(_DECAY, start, rate=rate, max_steps=1).steps[1]
    slope = [(_DECAY.chi2(start + h) - _DECAY.chi2(start - h)) / 2e-6 for h in np.eye(2) * 1e-6]
    assert close((start - first.theta) / rate, slope, 5)
    assert first.damping == rate


@pytest.mark.parametrize("rate", [None, 1e-3, 1e-2])
def test_gradient_descent_arrives(rate: float | None) -> None:
    found = gradient_descent(_DECAY, [1.0, 0.5], rate=rate)
    assert found.ending.converged
    assert close(found.theta, _BEST, 5)


def test_it_is_slower_than_gauss_newton() -> None:
    """What the trace is there to show."""
    assert len(gradient_descent(_DECAY, [1.5, 0.5]).steps) > 3 * len(gauss_newton(_DECAY, [1.5, 0.5]).steps)


def test_too_large_a_rate_is_named_with_a_safe_one() -> None:
    found = gradient_descent(_LINE, [1.0, 1.0], rate=1.0)
    assert found.ending.reason == "diverged"
    assert "rate 1" in found.ending.words
    safe = float(found.ending.hint.split(":")[1].split()[0])
    assert gradient_descent(_LINE, [1.0, 1.0], rate=safe).ending.converged


@pytest.mark.parametrize("rate", [-1.0, math.inf, math.nan, 0.0])
def test_a_rate_is_positive(rate: float) -> None:
    with pytest.raises(InputError, match="positive"):
        gradient_descent(_LINE, [1.0, 1.0], rate=rate)


def test_no_method_calls_a_wrong_point_converged() -> None:
    """Far starts of NIST, on which the simple methods may fail in any way but this."""
    for name in ("Misra1a", "BoxBOD", "Rat42", "Chwirut2", "DanWood", "MGH09"):
        each = problem(name)
        residuals = residuals_for(each.text, " ".join(each.parameters), each.columns["x"], each.y)
        for method in (gauss_newton, gradient_descent):
            found = method(residuals, list(each.starts[0].values()), max_steps=300)
            if found.ending.converged:
                assert math.isclose(found.chi2, each.rss, rel_tol=1e-6), name
