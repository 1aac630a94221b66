"""Robust losses, and the fits with them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.loss import LOSSES, Loss, spread
from mvcalc_cli.numeric.fit.search import fit
from tests.numeric.fit.rows import DECAY, X, close, data_of, model_of, noise

_R = np.array([-30.0, -2.0, -1.0, -0.1, 0.0, 0.3, 1.3, 5.0])
_LINE = model_of("a*x+b", "a b")


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_the_square_of_small_residuals_and_less_of_large_ones(name: str) -> None:
    loss = Loss(name, 2.0)
    assert close(loss.rho(np.array([1e-4])), [1e-8])
    assert (loss.rho(_R) <= _R**2).all()
    assert loss.rho(np.array([30.0]))[0] < 0.3 * 900


@pytest.mark.parametrize("name", LOSSES)
def test_weights_give_its_slope(name: str) -> None:
    """ρ′ = 2·weight·r."""
    loss = Loss(name, 0.7)
    slope = (loss.rho(_R + 1e-6) - loss.rho(_R - 1e-6)) / 2e-6
    assert np.allclose(slope, 2 * loss.weights(_R) ** 2 * _R, atol=1e-6)


@pytest.mark.parametrize("name", LOSSES)
def test_the_linearised_problem_has_its_gradient(name: str) -> None:
    residuals = InMemory(model_of("a*exp(-b*x)", "a b"), data_of(X, DECAY), Loss(name, 0.05))
    theta = np.array([1.7, 0.9])
    gradient = 2 * residuals.linearised(theta).gradient
    for at, step in enumerate(np.eye(2) * 1e-6):
        difference = (residuals.chi2(theta + step) - residuals.chi2(theta - step)) / 2e-6
        assert math.isclose(gradient[at], difference, rel_tol=1e-5)


@pytest.mark.parametrize("name", LOSSES)
def test_without_outliers_the_covariance_is_about_that_of_least_squares(name: str) -> None:
    r = noise(4000, 2.0)
    r -= r.mean()
    assert math.isclose(Loss(name, 2.0).variance(r, 2), 4.0 / 0.95, rel_tol=0.08)


def test_spread() -> None:
    r = noise(4000, 3.0)
    assert math.isclose(spread(r, 1.0), 3.0, rel_tol=0.05)
    assert spread(np.zeros(5), 2.0) > 0, "more than half of the rows exactly on the curve"


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("text", ["a*exp(-b*x)", "a+b*x", "a*cos(b*x)"])
def test_a_few_wild_rows_hardly_move_the_fit(name: str, text: str) -> None:
    model = model_of(text, "a b")
    y = model.values(np.array([2.0, 0.7]), {"x": X}) + noise(30)
    wild = y.copy()
    wild[[4, 17, 25]] += [9.0, 12.0, 7.0]
    plain, robust = fit(model, data_of(X, wild)), fit(model, data_of(X, wild), loss=name)
    assert robust.ending.converged
    assert np.abs(robust.theta - [2.0, 0.7]).max() < 0.1 < np.abs(plain.theta - [2.0, 0.7]).max()


@pytest.mark.parametrize("name", LOSSES)
def test_the_scale_follows_the_units(name: str) -> None:
    y = 2 * X + 1 + noise(30)
    y[3] += 20
    one, other = (fit(_LINE, data_of(X, factor * y), loss=name) for factor in (1.0, 1e6))
    assert close(other.theta, 1e6 * one.theta)
    assert one.variance is not None
    assert other.variance is not None
    assert math.isclose(other.variance, 1e12 * one.variance, rel_tol=1e-5)


def test_huber_line_has_no_slope_left() -> None:
    """Σ ψ(r)·x = 0 with the scale of the residuals themselves: the two conditions that define the estimate."""
    y = 2 * X + 1 + noise(30)
    y[[3, 9]] += [20, -8]
    found = fit(_LINE, data_of(X, y), loss="huber")
    r = y - _LINE.values(found.theta, {"x": X})
    psi = np.clip(r, -1.345 * spread(r, 1.0), 1.345 * spread(r, 1.0))
    assert abs(psi.sum()) < 1e-6
    assert abs(psi @ X) < 1e-6


def test_the_end_is_that_of_the_rows_without_weights() -> None:
    found = fit(_LINE, data_of(X, DECAY), loss="huber")
    slopes = np.column_stack([X, np.ones(30)])
    assert close(found.end.triangle.T @ found.end.triangle, slopes.T @ slopes)
    assert close([found.chi2], [float(((DECAY - slopes @ found.theta) ** 2).sum())])


def test_absolute_sigmas_are_the_scale() -> None:
    """With sigmas far too large nothing is an outlier, and the fit is that of least squares."""
    sigma = np.full(30, 100.0)
    plain, robust = (fit(_LINE, data_of(X, DECAY, sigma), loss=loss, absolute=True) for loss in (None, "huber"))
    assert close(robust.theta, plain.theta)
