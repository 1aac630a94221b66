"""The damped step, and its box."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.bounded import active, box, boxed_step, inside
from mvcalc_cli.numeric.fit.damped import damped_step, spectrum
from mvcalc_cli.numeric.fit.residuals import Linearised

_R = np.triu([[3.0, 1.0, 2.0], [0.0, 2.0, -1.0], [0.0, 0.0, 1e-3]])
_C = np.array([1.0, -2.0, 0.5])


def test_without_a_radius_it_is_the_solution() -> None:
    step = damped_step(spectrum(_R, _C, np.ones(3)))
    assert np.allclose(_R @ step.delta, _C)
    assert step.damping == 0


@pytest.mark.parametrize("radius", [1e-6, 1e-2, 1.0, 100.0])
@pytest.mark.parametrize("scale", [np.ones(3), np.array([1e-3, 1.0, 1e4])])
def test_in_a_radius_it_solves_the_damped_equations(radius: float, scale: np.ndarray) -> None:
    step = damped_step(spectrum(_R, _C, scale), radius)
    assert step.length <= 1.1 * radius + 1e-12
    if step.damping:
        assert step.length >= 0.9 * radius
    left = (_R.T @ _R + step.damping * np.diag(scale**2)) @ step.delta
    assert np.allclose(left, _R.T @ _C, rtol=1e-6, atol=1e-8)


def test_along_what_is_not_determined_it_does_not_move() -> None:
    """Two equal columns share the step; one of zeros stands."""
    same = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    step = damped_step(spectrum(same, np.array([2.0, 0.0, 0.0]), np.ones(3)))
    assert np.allclose(step.delta, [1.0, 1.0, 0.0])


def test_steps_are_the_same_in_other_units() -> None:
    units = np.array([1e-6, 1.0, 1e6])
    one = damped_step(spectrum(_R, _C, np.array([1.0, 2.0, 3.0])), 0.1)
    other = damped_step(spectrum(_R * units, _C, units * [1.0, 2.0, 3.0]), 0.1)
    assert np.allclose(one.delta, other.delta * units)


def test_a_box_of_names() -> None:
    assert box(("a",), None) is None
    with pytest.raises(InputError, match="c, which is no free parameter"):
        box(("a",), {"c": (0, 1)})
    with pytest.raises(InputError, match="leave no room"):
        box(("a",), {"a": (1, 1)})


def test_a_bound_holds_only_what_would_go_beyond_it() -> None:
    bounds = Bounds(np.array([0.0, 0.0, 0.0]), np.array([1.0, 1.0, 1.0]))
    theta = np.array([0.0, 1.0, 0.0])
    assert active(theta, np.array([1.0, -1.0, -1.0]), bounds) == (-1, 1, 0)
    assert active(theta, np.array([1.0, -1.0, -1.0]), None) == (0, 0, 0)
    assert inside(np.array([-1.0, 0.5, 2.0]), bounds).tolist() == [0.0, 0.5, 1.0]


def test_the_step_in_a_box_is_the_best_one_there() -> None:
    """Against a fine grid over the box."""
    triangle, c = np.array([[2.0, 1.0], [0.0, 1.0]]), np.array([3.0, 2.0])
    bounds = Bounds(np.array([-0.5, -1.0]), np.array([0.25, 1.0]))
    local = Linearised(triangle, c, 20.0, 5)
    step = boxed_step(local, np.zeros(2), np.ones(2), math.inf, bounds)
    grid = np.stack(np.meshgrid(np.linspace(-0.5, 0.25, 301), np.linspace(-1, 1, 301)), -1).reshape(-1, 2)
    best = ((c - grid @ triangle.T) ** 2).sum(axis=1).min()
    assert ((c - triangle @ step.delta) ** 2).sum() <= best + 1e-9
