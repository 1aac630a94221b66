"""Robust fits: the lowest minimum of the loss, whatever outliers do, and what is inferred from it."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.numeric.fit.facts import Facts
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.inference import inference
from mvcalc_cli.numeric.fit.loss import LOSSES, Loss
from mvcalc_cli.numeric.fit.prediction import predict
from mvcalc_cli.numeric.fit.resistant import descended, linear
from mvcalc_cli.numeric.fit.search import fit
from tests.numeric.fit.rows import X, close, data_of, model_of, noise

LINE = model_of("a + b*x", "a b")
LOG = model_of("a + b*log(x)", "a b")
EIGHT = np.arange(1.0, 9)

# Seven rows on −13501.0038525612 − 6736.74507684542·log(x), and the first far above.
AT_THE_END = (
    np.linspace(0.1, 10, 8),
    (
        38096.67451639231,
        -16296.37480511192,
        -20739.7357176437,
        -23394.132668321236,
        -25293.28079668629,
        -26773.09818788758,
        -27985.677370642086,
        -29012.932641806485,
    ),
)
# Seven rows on 0.1134 − 0.9756·log(x), the fourth far above, and the smallest sigma is its.
SIGMA = np.array([2.2048e-3, 1.4536e-3, 4.0557e-4, 1.3572e-4, 3.0193e-3, 3.8388e-3, 1.2140e-3, 1.5251e-3])
OF_ALL_WEIGHT = (
    np.linspace(0.1, 10, 8),
    (
        2.359739795997489,
        -0.2914044644355344,
        -0.9348631364644334,
        -0.5333787811926012,
        -1.5942779639480245,
        -1.8085755085616348,
        -1.9841733512812185,
        -2.1329337886235686,
    ),
)


def lowest(matrix: Any, y: Any, loss: Loss) -> float:
    """The least loss of a linear model: from the curve through every set of rows, by weighted least squares."""
    sets = np.array(list(combinations(range(len(y)), matrix.shape[1])))
    theta = np.linalg.solve(matrix[sets], y[sets][..., None])[..., 0]
    for _ in range(300):
        weighted = loss.weights(y - theta @ matrix.T)[..., None] ** 2 * matrix
        theta = np.linalg.solve(matrix.T @ weighted, np.einsum("snp,n->sp", weighted, y)[..., None])[..., 0]
    return float(loss.rho(y - theta @ matrix.T).sum(axis=1).min())


def with_outliers(count: int, seed: int) -> tuple[Any, Any]:
    """A line with some noise and outliers on one side, one of them at the end."""
    x = np.linspace(0.5, 6, count)
    y = 1 + 2 * x + noise(count, 0.1, seed)
    y[[0, count // 2, count - 2]] += np.array([15, 8, 30.0])
    return x, y


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("sigma", [None, 0.1, 1e-4])
def test_nothing_is_lower_than_the_minimum(name: str, seed: int, sigma: float | None) -> None:
    x, y = with_outliers(11, seed)
    found = fit(
        LINE, data_of(x, y, None if sigma is None else np.full(11, sigma)), loss=name, absolute=sigma is not None
    )
    scale = found.scale if sigma is None else 1.0
    assert scale is not None
    size = 1.0 if sigma is None else sigma
    matrix, loss = np.column_stack([np.ones(11), x]) / size, Loss(name, scale)
    value = float(loss.rho(y / size - matrix @ found.theta).sum())
    assert found.ending.converged
    assert value <= (1 + 1e-9) * lowest(matrix, y / size, loss)


@pytest.mark.parametrize("name", LOSSES)
def test_the_minimum_of_one_parameter_is_that_of_a_fine_grid(name: str) -> None:
    x, y = EIGHT, 2 * EIGHT + noise(8, 0.2)
    y[[1, 6]] += [-9.0, 25.0]
    found = fit(model_of("a*x", "a"), data_of(x, y, np.full(8, 0.2)), loss=name, absolute=True)
    grid = np.linspace(-5, 8, 200_001)
    values = sum(Loss(name).rho((each - grid * at) / 0.2) for at, each in zip(x, y, strict=True))
    assert found.theta[0] == pytest.approx(grid[int(np.argmin(values))], abs=1e-4)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("outliers", [1, 3])
@pytest.mark.parametrize(
    ("text", "names", "theta"),
    [
        ("a + b*x", "a b", [1.0, -3.0]),
        ("a + b*x + c*x^2 + d*x^3", "a b c d", [0.1, 1.4, 1.8, -0.4]),
        ("a*x^b", "a b", [-0.69, 0.74]),
        ("a*exp(b*x)", "a b", [2.0, -0.6]),
        ("a*x/(b + x)", "a b", [4.0, 1.5]),
    ],
)
def test_rows_on_a_curve_give_it_whatever_a_few_others_say(
    name: str, outliers: int, text: str, names: str, theta: Any
) -> None:
    model, x = model_of(text, names), np.linspace(0.2, 6, 20)
    y = model.values(np.array(theta), {"x": x})
    y[[5, 11, 16][:outliers]] += [7.0, -4.0, 11.0][:outliers]
    found = fit(model, data_of(x, y), loss=name)
    assert found.ending.converged
    assert close(found.theta, theta, 8)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("factor", [1e6, 1e-9])
@pytest.mark.parametrize("sigma", [None, 1e-7])
def test_the_unit_of_y_is_of_no_account(name: str, factor: float, sigma: float | None) -> None:
    x, y = with_outliers(15, 4)
    one, other = (
        fit(LINE, data_of(x, size * y, sigma and np.full(15, size * sigma)), loss=name, absolute=sigma is not None)
        for size in (1.0, factor)
    )
    assert one.ending.converged
    assert other.ending.converged
    assert close(other.theta / factor, one.theta)


def test_cauchy_is_not_turned_by_an_outlier_at_the_end() -> None:
    found = fit(LOG, data_of(*AT_THE_END), loss="cauchy")
    assert close(found.theta, [-13501.0038525612, -6736.74507684542], 11)


def test_cauchy_is_not_caught_by_the_row_of_most_weight() -> None:
    found = fit(LOG, data_of(*OF_ALL_WEIGHT, SIGMA), loss="cauchy", absolute=True)
    assert found.theta == pytest.approx([0.1134, -0.9756], abs=1e-4)


def test_guesses_that_an_outlier_has_caught() -> None:
    """Least squares follow the last row to infinity: the robust fit does not begin there."""
    x = np.array([1.3548743, 2.21550347, 3.03790191, 4.97918509, 7.11063323, 8.50965807, 8.60055513, 9.65579107])
    y = 0.63 * np.exp(0.18 * x)
    y[-1] -= 11
    model = model_of("a*exp(b*x)", "a b")
    assert not fit(model, data_of(x, y)).ending.converged
    for name in LOSSES:
        found = fit(model, data_of(x, y, np.full(8, 1e-3)), loss=name, absolute=True)
        assert found.ending.converged
        assert close(found.theta, [0.63, 0.18], 2)


@pytest.mark.parametrize(
    ("model", "x", "y", "theta"),
    [
        (model_of("a*x", "a"), [1, 2, 3, 4, 5], [1, 2, 7, 1, 3], [0.6]),
        (LINE, [1, 2, 3, 4, 5, 6], [1, 2.1, 2.9, 4.2, 5, 9], [-1 / 15, 16 / 15]),
    ],
)
def test_a_convex_loss_has_its_minimum_with_any_sigma(model: Any, x: Any, y: Any, theta: Any) -> None:
    for sigma in (1e-3, 1e-6, 1e-9):
        found = fit(model, data_of(x, y, np.full(len(x), sigma)), loss="huber", absolute=True)
        assert found.ending.converged
        assert found.theta == pytest.approx(theta, abs=2e3 * sigma)


def inferred(found: Any, data: Any, weights: Any = "none") -> Any:
    return inference(found, Facts.of(data), has_constant=True, weights=weights)


def test_a_minimum_that_no_row_is_near_has_no_errors() -> None:
    """Between 2 and 3 the sum of |r| is the same everywhere: it has a minimum, and nothing says how sharp it is."""
    data = data_of([1, 2, 3, 4], [1, 2, 3, 4], np.full(4, 1e-9))
    found = fit(model_of("a", "a"), data, loss="huber", absolute=True)
    assert found.ending.converged
    assert 2 - 1e-8 <= found.theta[0] <= 3 + 1e-8
    said = inferred(found, data, "absolute")
    assert (said.errors, said.covariance) == (None, None)
    assert said.why.startswith("no errors: too few rows lie within the cutoff")


def test_a_bound_that_keeps_all_rows_off_the_curve_leaves_no_errors() -> None:
    model, x = model_of("V*x/(K + x)", "V K"), np.linspace(0.1, 5, 12)
    data = data_of(x, 4 * x / (1 + x), np.full(12, 1e-9))
    found = fit(model, data, loss="huber", absolute=True, bounds={"V": (1.0, 3.0)})
    said = inferred(found, data, "absolute")
    assert found.active == (1, 0)
    assert said.errors is None
    assert "cutoff of the loss" in said.why


def test_as_many_rows_as_parameters_leave_no_errors() -> None:
    data = data_of([1, 2], [1, 4], np.full(2, 0.1))
    found = fit(LINE, data, loss="huber", absolute=True)._replace(variance=float("inf"))
    assert "as many parameters as rows" in inferred(found, data, "absolute").why


def test_the_outlier_is_in_no_number_that_is_shown() -> None:
    data = data_of(EIGHT, [2, 3.9, 6.1, 8.3, 9.8, 12.2, 13.9, 50])
    found = fit(LINE, data, loss="huber")
    said = inferred(found, data)
    assert (said.r2, said.adjusted_r2, said.aic) == (None, None, None)
    assert said.s == pytest.approx(0.266, abs=0.001)
    assert found.scale == pytest.approx(0.2304, abs=0.001)
    at = predict(LINE, said, Facts.of(data), {"x": 5.0})
    assert at.new is not None
    assert (at.new.low, at.new.high) == pytest.approx((9.40, 10.84), abs=0.01)


@pytest.mark.parametrize("name", LOSSES)
def test_the_errors_of_rows_on_a_curve_are_no_smaller_than_rounding(name: str) -> None:
    y = 1 + 2 * EIGHT
    y[5] += 40
    data = data_of(EIGHT, y)
    errors = inferred(fit(LINE, data, loss=name), data).errors
    assert all(1e-13 < each < 1e-9 for each in errors)


@pytest.mark.parametrize("name", LOSSES)
def test_intervals_hold_as_often_as_they_say(name: str) -> None:
    """Of 15 tables with two outliers each the curve is in its interval, and 95 % of new values in theirs."""
    x, held, new = np.linspace(0, 10, 20), 0, []
    for seed in range(15):
        y = 1 + 2 * x + noise(20, 1.0, seed + 1)
        y[[seed % 20, (3 * seed + 7) % 20]] += 30
        data = data_of(x, y)
        at = predict(LINE, inferred(fit(LINE, data, loss=name), data), Facts.of(data), {"x": 4.0})
        assert at.mean is not None
        assert at.new is not None
        held += at.mean.low < 9 < at.mean.high
        there = 9 + noise(200, 1.0, 40 + seed)
        new.append(float(((at.new.low < there) & (there < at.new.high)).mean()))
    assert held >= 12
    assert 0.9 < float(np.mean(new)) < 0.99


def test_a_linear_problem_of_huber_has_no_slope_left() -> None:
    """Σ ψ(r)·x = 0, with a scale at which most rows are outliers, and columns of very different sizes."""
    x, y = with_outliers(30, 2)
    matrix, loss = np.column_stack([np.ones(30), 1e9 * x]), Loss("huber", 1e-3)
    psi = loss.psi(y - matrix @ linear(matrix, y, loss))
    assert np.abs(matrix.T @ psi / [1, 1e9]).max() < 1e-9


@pytest.mark.parametrize("name", LOSSES)
def test_the_way_down_stays_in_the_box(name: str) -> None:
    from mvcalc_cli.numeric.descent.objective import Bounds

    x, y = with_outliers(15, 1)
    rows, box = InMemory(LINE, data_of(x, y)), Bounds(np.array([-np.inf, 0.0]), np.array([np.inf, 1.5]))
    found = descended(rows, Loss(name), np.array([0.0, 1.0]), box)
    assert found.theta[1] == 1.5
    others = [descended(rows, Loss(name), np.array([each, 1.5]), box).value for each in (-3.0, 0.0, 3.0, 6.0)]
    assert found.value <= min(others) * (1 + 1e-9)


def test_long_tables_begin_at_the_end_of_a_sample() -> None:
    x = np.linspace(0, 10, 12_000)
    y = 1 + 2 * x + np.tile(noise(1000, 0.1), 12)
    y[::7] += 30
    found = fit(LINE, data_of(x, y), loss="cauchy")
    assert found.ending.converged
    assert found.theta == pytest.approx([1, 2], abs=0.02)


def test_two_runs_are_the_same() -> None:
    x, y = with_outliers(40, 3)
    model = model_of("a + b*x + c*x^2 + d*x^3", "a b c d")
    one, other = (fit(model, data_of(x, y), loss="cauchy", seed=3) for _ in range(2))
    assert one.theta.tolist() == other.theta.tolist()


def test_plain_rows_are_fitted_as_before() -> None:
    """Without outliers all but a few rows have the whole weight."""
    y = 1 + 2 * X + noise(30)
    plain, robust = fit(LINE, data_of(X, y)), fit(LINE, data_of(X, y), loss="huber")
    assert np.abs(plain.theta - robust.theta).max() < 0.02
