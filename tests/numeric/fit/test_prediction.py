"""Predictions: the textbook's formulas, between the data and beyond, and what is not known."""

import math
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.errors import DomainError, InputError
from mvcalc_cli.numeric.fit import prediction as by_prediction
from mvcalc_cli.numeric.fit.distributions import t_quantile
from mvcalc_cli.numeric.fit.prediction import predict
from tests.numeric.fit.made import Made

band: Any = by_prediction.band  # what may be None is looked into here, where it is known to be there
X = np.array([1.0, 2, 3, 4, 5, 6])
Y = np.array([2.1, 3.9, 6.2, 7.8, 10.1, 12.2])


def line(**more: Any) -> Any:
    return Made("a*x + b", {"a": 2.0, "b": 0.0}, {"x": X}, Y, **more)


def at(made: Any, x: Any, **more: Any) -> Any:
    return predict(made.model, made.inference, made.facts, {"x": x}, **more)


@pytest.mark.parametrize("x", [1.5, 3.5, 6.0, 40.0])
def test_a_line_by_the_formulas_of_the_textbook(x: Any) -> None:
    made = line()
    found, s = at(made, x), made.inference.s
    leverage = 1 / 6 + (x - 3.5) ** 2 / 17.5
    t = t_quantile(0.975, 4)
    assert found.error == pytest.approx(s * math.sqrt(leverage))
    assert found.mean == pytest.approx((found.value - t * found.error, found.value + t * found.error))
    assert found.new.high - found.value == pytest.approx(t * s * math.sqrt(1 + leverage))
    assert found.outside == (("x",) if x > 6 else ())
    assert ("extrapolation" in " ".join(found.words)) == (x > 6)


def test_the_error_of_a_function_of_the_parameters() -> None:
    """f = A exp(k x) at x = 0 is A, whose error is A's."""
    made = Made("A*exp(k*x)", {"A": 2.0, "k": 0.3}, {"x": X}, Y, steps=40)
    assert at(made, 0.0).error == pytest.approx(made.inference.errors[0])


def test_sigmas_say_what_a_new_observation_scatters() -> None:
    absolute, relative = (line(sigma=0.2, weights=weights) for weights in ("absolute", "relative"))
    assert at(absolute, 3.5).new is None
    assert "its own sigma is not known" in at(absolute, 3.5).words[0]
    found = at(absolute, 3.5, sigma=0.5)
    assert found.new.high - found.value == pytest.approx(1.959963984540054 * math.hypot(found.error, 0.5))
    # equal relative sigmas are as good as none
    assert at(relative, 3.5, sigma=0.2).new == pytest.approx(at(line(), 3.5).new)


def test_the_level_widens() -> None:
    made = line()
    assert at(made, 3.0, level=0.99).mean.high > at(made, 3.0).mean.high > at(made, 3.0, level=0.5).mean.high


def test_a_parameter_at_a_bound_adds_no_error() -> None:
    made = line(active=(0, 1))
    assert at(made, 3.0).error == pytest.approx(3 * made.inference.errors[0])


def test_without_errors_there_is_a_value_and_a_reason() -> None:
    made = Made("a*x + b", {"a": 2.0, "b": 0.0}, {"x": X[:2]}, Y[:2])
    found = at(made, 1.5)
    assert found.value == pytest.approx(3.0)
    assert (found.error, found.mean, found.new) == (None, None, None)
    assert "no interval: as many parameters as rows" in found.words[0]


def test_two_predictors_are_both_looked_at() -> None:
    made = Made("a*x + b*z", {"a": 1.0, "b": 1.0}, {"x": X, "z": X**2}, Y)
    found = predict(made.model, made.inference, made.facts, {"x": 2.0, "z": 50.0})
    assert found.outside == ("z",)
    assert "z = 50 lies outside the data, 1 … 36" in found.words[0]


@pytest.mark.parametrize(
    ("point", "words"), [({}, "needs a value of x"), ({"x": 1.0, "t": 2.0}, "does not depend on t")]
)
def test_a_point_that_does_not_fit_the_model(point: Any, words: Any) -> None:
    made = line()
    with pytest.raises(InputError, match=words):
        predict(made.model, made.inference, made.facts, point)


def test_a_point_where_the_model_has_no_value() -> None:
    made = Made("a*ln(x) + b", {"a": 2.0, "b": 0.0}, {"x": X}, Y)
    with pytest.raises(DomainError, match="no value at x = -1"):
        at(made, -1.0)


def test_a_band_is_its_predictions_and_nan_where_there_is_no_value() -> None:
    made = Made("a*ln(x) + b", {"a": 2.0, "b": 0.0}, {"x": X}, Y)
    found = band(made.model, made.inference, {"x": np.array([-1.0, 2.0, 5.0])})
    assert math.isnan(found.values[0])
    assert math.isnan(found.mean[0][0])
    for k, x in ((1, 2.0), (2, 5.0)):
        assert (found.mean[0][k], found.mean[1][k]) == pytest.approx(at(made, x).mean)
        assert (found.new[0][k], found.new[1][k]) == pytest.approx(at(made, x).new)


def test_a_model_of_a_constant_alone() -> None:
    made = Made("c + 0*x", {"c": 5.0}, {"x": X}, Y)
    assert at(made, 2.0).error == pytest.approx(np.std(Y, ddof=1) / math.sqrt(6))


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_the_intervals_cover_as_often_as_they_say(level: Any) -> None:
    rng = np.random.default_rng(11)
    hits = new = 0
    for _ in range(400):
        made = Made("a*x + b", {"a": 1.0, "b": 1.0}, {"x": X}, X + 1 + rng.normal(size=6), steps=2)
        found = at(made, 4.5, level=level)
        hits += found.mean.low <= 5.5 <= found.mean.high
        new += found.new.low <= 5.5 + rng.normal() <= found.new.high
    spread = 3.5 * math.sqrt(level * (1 - level) / 400)
    assert abs(hits / 400 - level) < spread
    assert abs(new / 400 - level) < spread
