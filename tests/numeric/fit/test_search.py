"""`fit`: which way a model takes, how many starts, and what is said of other minima."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import DomainError, InputError
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.polish import polish
from mvcalc_cli.numeric.fit.search import fit, sample, whole
from mvcalc_cli.numeric.fit.solution import Step
from tests.numeric.fit.rows import DECAY, X, close, data_of, model_of, noise

_DECAY = model_of("a*exp(-b*x)", "a b")
_ROWS = data_of(X, DECAY)
_LINE = model_of("a*x+b", "a b")


class _Pieces:
    """A source of two chunks, which counts its passes."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.rows = data.rows
        self.sample = sample(data)
        self.passes = 0

    def chunks(self) -> Iterator[Data]:
        self.passes += 1
        for where in (slice(0, 10), slice(10, None)):
            columns = {name: each[where] for name, each in self.data.columns.items()}
            yield Data(columns, self.data.y[where])


def test_linear_models_are_solved_not_searched() -> None:
    found = fit(_LINE, _ROWS)
    assert (found.method, found.ending.reason, found.steps) == ("qr", "direct", ())
    searched = fit(_LINE, _ROWS, method="lm")
    assert searched.method == "lm"
    assert close(searched.theta, found.theta)


def test_all_methods_find_the_same() -> None:
    best = fit(_DECAY, _ROWS).theta
    for method in ("lm", "gauss-newton", "gauss-newton-halving", "gd"):
        assert close(fit(_DECAY, _ROWS, method=method, start={"a": 1.5, "b": 0.5}).theta, best, 5)


def test_starts_in_part_and_whole() -> None:
    best = fit(_DECAY, _ROWS)
    for start in ({"b": 1.0}, {"a": 3.0}, {"a": 1.0, "b": 4.0}):
        found = fit(_DECAY, _ROWS, start=start)
        assert close(found.theta, best.theta)
        assert found.steps[0].theta[0] == start.get("a", found.steps[0].theta[0])


def test_fixed_parameters_are_no_parameters() -> None:
    found = fit(_DECAY, _ROWS, fixed={"b": 0.7})
    weights = np.exp(-0.7 * X)
    assert found.names == ("a",)
    assert close(found.theta, [weights @ DECAY / (weights @ weights)])
    nothing = fit(_DECAY, _ROWS, fixed={"a": 2.0, "b": 0.7})
    assert nothing.names == ()
    assert math.isclose(nothing.chi2, float(((DECAY - 2 * weights) ** 2).sum()))


def test_bounds_on_linear_models() -> None:
    found = fit(_LINE, data_of(X, 2 * X + 1), bounds={"a": (0.0, 1.0)})
    assert found.active == (1, 0)
    assert close(found.theta, [1.0, float((2 * X + 1 - X).mean())])
    free = fit(_LINE, data_of(X, 2 * X + 1 + noise(30)), bounds={"a": (0.0, 10.0)})
    assert free.method == "qr"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"start": {"c": 1.0}}, "c, which is no free parameter"),
        ({"start": {"a": 1.0}, "fixed": {"a": 1.0}}, "a, which is no free parameter"),
        ({"bounds": {"c": (0, 1)}}, "c, which is no free parameter"),
        ({"start": {"a": 5.0}, "bounds": {"a": (0, 1)}}, "the start a = 5 is outside its bounds 0 … 1"),
        ({"method": "gd", "rate": -1.0}, "the rate must be a positive number"),
    ],
)
def test_mistakes(options: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        fit(_DECAY, _ROWS, **options)


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_squares_that_are_no_floats_are_refused(size: float) -> None:
    """r² would be 0, and any curve a perfect fit; or infinite."""
    with pytest.raises(DomainError, match="sums of its squares leave the range of floats"):
        fit(_DECAY, data_of(X, size * DECAY))


def test_fewer_rows_than_parameters() -> None:
    found = fit(_DECAY, data_of([1.0], [2.0]))
    assert found.ending.reason == "singular"
    assert "1 row cannot determine 2 parameters" in found.ending.words
    assert np.isnan(found.theta).all()


def test_as_many_rows_as_parameters() -> None:
    assert fit(_DECAY, data_of([0.0, 1.0], [2.0, 1.0])).ending.reason == "exact"


def test_a_start_without_a_value_is_an_error() -> None:
    model = model_of("a*log(x-b)", "a b")
    with pytest.raises(UndefinedError):
        fit(model, data_of(X + 1, X), start={"a": 1.0, "b": 9.0})


def test_a_wave_of_the_wrong_length_is_not_the_answer() -> None:
    """From this start the search ends in a local minimum; another start has a lower one, which is returned."""
    wave = model_of("a*sin(b*x)", "a b")
    y = 2 * np.sin(3.1 * X) + noise(30)
    found = fit(wave, data_of(X, y), start={"a": 1.0, "b": 7.0})
    assert close(np.abs(found.theta), [2.0, 3.1], 1)
    assert found.tried > 1
    assert "the lowest minimum of" in found.ending.words


def test_a_plateau_is_not_converged() -> None:
    found = fit(model_of("V*x/(K+x)", "V K"), data_of(X + 1, 2 * X + 2), start={"V": 5.0, "K": 1.0})
    assert not found.ending.converged
    assert set(found.ending.blame) == {"V", "K"}


def test_y_of_zeros_and_of_one_value() -> None:
    zeros = fit(_DECAY, data_of(X, 0 * X))
    assert zeros.ending.blame == ("b",)
    assert not zeros.ending.converged
    same = fit(_DECAY, data_of(X, 0 * X + 3))
    assert close(same.theta + 1, [4.0, 1.0])
    assert same.ending.reason == "exact"


def test_long_tables_are_fitted_by_a_sample_first() -> None:
    x = np.linspace(0, 5, 20_000)
    data = data_of(x, 2 * np.exp(-0.7 * x) + noise(20_000))
    seen: list[Step] = []
    found = fit(_DECAY, data, watch=seen.append)
    assert sample(data).rows <= 5_000
    assert found.end.rows == 20_000
    assert len(seen) <= 6, "the steps over all rows, from where the sample has led"
    direct = fit(_DECAY, data, method="gauss-newton", start={"a": 2.0, "b": 0.7})
    assert close(found.theta, direct.theta)


def test_a_source_of_chunks() -> None:
    source = _Pieces(_ROWS)
    assert close(fit(_DECAY, source).theta, fit(_DECAY, _ROWS).theta)
    assert source.passes
    assert close(whole(source).y, DECAY)
    assert close(fit(_DECAY, source, loss="huber").theta, fit(_DECAY, _ROWS, loss="huber").theta)


def test_no_warning_and_the_same_twice() -> None:
    """Warnings are errors in these tests."""
    one, other = (fit(_DECAY, _ROWS, start={"a": 1e8, "b": 500.0}) for _ in range(2))
    assert one.ending == other.ending
    assert one.theta.tolist() == other.theta.tolist()


def test_the_polish_leaves_alone_what_needs_none() -> None:
    found = fit(_DECAY, _ROWS)
    assert polish(_DECAY, _ROWS, found) is found
    assert found.chi2_exact is None


@pytest.mark.skipif(bool(np.finfo(np.longdouble).eps > 1e-18), reason="no numbers longer than float here")
def test_the_polish_sees_residuals_below_rounding() -> None:
    """With errors of 3e-14 chi² is what they leave at right angles to the derivatives; of floats it is rounding too."""
    x, errors = X.astype(np.longdouble), noise(30, 3e-14).astype(np.longdouble)
    y = 2 * np.exp(-np.longdouble("0.7") * x) + errors
    data = Data({"x": X}, y.astype(np.float64), None, {"x": x, "": y})
    found = fit(_DECAY, data)
    q, _ = np.linalg.qr(_DECAY.jacobian(np.array([2.0, 0.7]), {"x": X})[1])
    left = errors.astype(np.float64) - q @ (q.T @ errors.astype(np.float64))
    assert found.chi2_exact is not None
    wanted = float(left @ left)
    floats = InMemory(_DECAY, data).chi2(found.theta)
    assert abs(found.chi2 - wanted) < 1e-4 * wanted < abs(floats - wanted)
