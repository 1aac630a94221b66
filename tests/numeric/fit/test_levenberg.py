"""Levenberg-Marquardt and its endings: each with data that lead there."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.bounded import box
from mvcalc_cli.numeric.fit.levenberg import levenberg
from mvcalc_cli.numeric.fit.solution import Step
from tests.numeric.fit.rows import DECAY, X, close, noise, residuals_for

_DECAY = ("a*exp(-b*x)", "a b")


def test_every_step_taken_lowers_chi2_and_is_told() -> None:
    seen: list[Step] = []
    found = levenberg(residuals_for(*_DECAY, X, DECAY), [1.0, 5.0], watch=seen.append)
    assert tuple(seen) == found.steps
    taken = [step.chi2 for step in seen if step.accepted]
    assert all(after <= before * (1 + 1e-14) for before, after in pairwise(taken))
    assert [step.k for step in seen] == list(range(len(seen)))
    assert found.ending.converged
    assert found.end.chi2 == taken[-1]


def test_the_gradient_is_zero_at_the_end() -> None:
    residuals = residuals_for(*_DECAY, X, DECAY)
    found = levenberg(residuals, [1.0, 1.0])
    r, (_, slopes) = residuals.residual_vector(found.theta), residuals.model.jacobian(found.theta, {"x": X})
    assert np.abs(slopes.T @ r).max() <= 1e-9 * np.linalg.norm(slopes) * np.linalg.norm(r)


@pytest.mark.parametrize(("x", "y"), [(1e-6, 1.0), (1e6, 1.0), (1.0, 1e-90), (1.0, 1e90), (1e12, 1e-30)])
def test_units_do_not_matter(x: float, y: float) -> None:
    plain = levenberg(residuals_for(*_DECAY, X, DECAY), [1.0, 1.0])
    other = levenberg(residuals_for(*_DECAY, x * X, y * DECAY), [y, 1 / x])
    assert close([other.theta[0] / y, other.theta[1] * x], plain.theta)
    assert len(other.steps) == len(plain.steps)


def test_sigmas_weigh_the_rows() -> None:
    """A row with a tenth of the sigma counts as a hundred of them."""
    sigma = np.ones(30)
    sigma[3] = 0.1
    weighted = levenberg(residuals_for(*_DECAY, X, DECAY, sigma), [1.0, 1.0])
    again = np.r_[X, np.full(99, X[3])], np.r_[DECAY, np.full(99, DECAY[3])]
    assert close(weighted.theta, levenberg(residuals_for(*_DECAY, *again), [1.0, 1.0]).theta)


_SUDDEN = (X == 0) + noise(30)
_SUDDEN[1] = -0.05


class _Case(NamedTuple):
    """Rows that lead to an ending, and the parameters that it names."""

    why: str
    text: str
    parameters: str
    x: Any
    y: Any
    start: list[float]
    reason: str
    blame: set[str]


_ENDINGS = [
    _Case("only the product counts", "a*b*x", "a b", X, 2 * X + noise(30), [1, 1], "singular", {"a", "b"}),
    _Case("a factor and its exponent", "a*exp(b+c*x)", "a b c", X, DECAY, [1, 0.1, -1], "singular", {"a", "b"}),
    _Case("no row sees b", "a*exp(-b*x)", "a b", 0 * X, 2 + noise(30), [1, 1], "singular", {"b"}),
    _Case("a straight line has no K", "V*x/(K+x)", "V K", X + 1, 2 * X + 2, [5, 1], "flat", {"V", "K"}),
    _Case("a decay too fast to be seen", "a*exp(-b*x)", "a b", X, _SUDDEN, [1, 30], "flat", {"b"}),
    _Case("no residual", "a*exp(-b*x)", "a b", X, 2 * np.exp(-3 * X), [1, 1], "exact", set()),
]


@pytest.mark.parametrize("case", _ENDINGS, ids=[each.why for each in _ENDINGS])
def test_endings(case: _Case) -> None:
    ending = levenberg(residuals_for(case.text, case.parameters, case.x, case.y), case.start).ending
    assert ending.reason == case.reason
    assert ending.converged == (case.reason == "exact")
    assert set(ending.blame) == case.blame
    assert all(name in ending.words for name in case.blame)
    assert ending.hint or ending.converged


def test_running_out_of_steps_is_no_convergence() -> None:
    found = levenberg(residuals_for(*_DECAY, X, DECAY), [1.0, 5.0], max_steps=3)
    assert found.ending.reason == "max_steps"
    assert not found.ending.converged
    assert "not converged after 3 steps" in found.ending.words


def test_a_saddle_is_left() -> None:
    """Midway between two equal peaks the residuals are at right angles to both derivatives, but chi² is not lowest."""
    x = np.linspace(-3, 3, 31)
    y = np.exp(-4 * (x - 2) ** 2) + np.exp(-4 * (x + 2) ** 2)
    start = [float(y @ np.exp(-4 * x**2) / np.sum(np.exp(-8 * x**2))), 0.0]
    residuals = residuals_for("a*exp(-4*(x-m)^2)", "a m", x, y)
    found = levenberg(residuals, start)
    assert found.ending.converged
    assert found.chi2 < 0.6 * residuals.chi2(np.array(start))
    assert close([abs(found.theta[1])], [2.0], 2)


def test_twins_are_told_apart() -> None:
    """From a start where both terms are the same nothing but symmetric steps are seen."""
    y = 3 * np.exp(-X) + 2 * np.exp(-0.2 * X)
    found = levenberg(residuals_for("a*exp(-b*x) + c*exp(-d*x)", "a b c d", X, y), [1.0, 1.0, 1.0, 1.0])
    assert found.ending.reason == "exact"
    assert close(sorted(found.theta), [0.2, 1.0, 2.0, 3.0])


def test_an_undefined_start_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="log of a negative number"):
        levenberg(residuals_for("a*log(x-b)", "a b", X + 1, X), [1.0, 5.0])


def test_steps_out_of_the_domain_are_not_taken() -> None:
    y = 2 * np.log(X + 1 - 0.99) + noise(30)
    found = levenberg(residuals_for("a*log(x-b)", "a b", X + 1, y), [1.0, 0.0])
    assert found.ending.converged
    assert all(np.isfinite(step.chi2) for step in found.steps if step.accepted)


@pytest.mark.parametrize(
    ("bounds", "held", "start"),
    [
        ({"b": (0.0, 0.5)}, (0, 1), [1.0, 0.1]),
        ({"b": (0.9, 5.0)}, (0, -1), [1.0, 2.0]),
        ({"a": (0.0, 1.0), "b": (0.9, 5.0)}, (1, -1), [0.5, 2.0]),
        ({"a": (0.0, 10.0), "b": (0.0, 10.0)}, (0, 0), [1.0, 1.0]),
        ({"a": (0.0, 10.0), "b": (0.5, 10.0)}, (0, 0), [0.0, 0.5]),
    ],
)
def test_bounds(bounds: dict[str, tuple[float, float]], held: tuple[int, ...], start: list[float]) -> None:
    """At a bound chi² falls outwards; the other parameters are at their best with that."""
    residuals = residuals_for(*_DECAY, X, DECAY)
    limits = box(("a", "b"), bounds)
    assert limits is not None
    found = levenberg(residuals, start, bounds=limits)
    assert found.ending.converged
    assert found.active == held
    for at, side in enumerate(held):
        for way in (-1e-4, 1e-4):
            theta = found.theta.copy()
            theta[at] += way
            assert (residuals.chi2(theta) > found.chi2) == (side == 0 or way * side < 0)


def test_no_step_leaves_the_box() -> None:
    limits = Bounds(np.array([0.0, 0.2]), np.array([3.0, 0.5]))
    for step in levenberg(residuals_for(*_DECAY, X, DECAY), [3.0, 0.2], bounds=limits).steps:
        assert ((step.theta >= limits.lower) & (step.theta <= limits.upper)).all()


def test_digits_are_known_where_rounding_takes_them() -> None:
    """With y near 1e9 its seventh decimal is lost; b, of its residuals alone, is known to few digits."""
    y = 1e9 + 1e-3 * np.exp(-0.7 * X)
    found = levenberg(residuals_for("c + a*exp(-b*x)", "c a b", X, y), [1e9, 1e-3, 0.5])
    if found.ending.converged:
        assert found.digits < 5
    assert levenberg(residuals_for(*_DECAY, X, DECAY), [1.0, 1.0]).digits == float("inf")
