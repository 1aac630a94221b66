"""Guesses of any model from the data alone: NIST's problems without a start, units, bounds, fixed parameters."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.levenberg import levenberg
from mvcalc_cli.numeric.fit.model import Model, compiled
from mvcalc_cli.numeric.fit.separable import project, refined, searched
from mvcalc_cli.numeric.fit.starts import guesses
from mvcalc_cli.numeric.fit.units import exponents
from tests.numeric.fit.nist import NAMES, problem


def _model(text: str, parameters: str, predictors: str = "x") -> Model:
    names = [*parameters.split(), *predictors.split()]
    tree = parse(text, names=dict.fromkeys(names, "real")).tree
    return compiled(tree, parameters.split(), predictors.split())


def _chi2(model: Model, data: Data, theta: dict[str, float]) -> float:
    return InMemory(model, data).chi2(np.array([theta[name] for name in model.parameters]))


@pytest.mark.parametrize("name", NAMES)
def test_the_first_guess_leads_to_the_certified_minimum(name: str) -> None:
    given = problem(name)
    tree = parse(given.text, names=dict.fromkeys([*given.parameters, *given.predictors], "real")).tree
    model = compiled(tree, given.parameters, given.predictors)
    data = Data(given.columns, given.y)
    guess = next(iter(guesses(model, data)))
    found = levenberg(InMemory(model, data), np.array([guess[each] for each in model.parameters]))
    # Lanczos1 has no residuals but rounding.
    assert found.chi2 <= (given.rss * (1 + 1e-6) if name != "Lanczos1" else 1e-20)


def _rows(seed: int, count: int = 100) -> tuple[np.ndarray, np.random.Generator]:
    r = np.random.default_rng(seed)
    return 10 * r.random(count), r


# Models as people type them, their parameters in the order of the truth.
TYPED = [
    ("a*exp(-k*x) + c", "a k c", [3.0, 0.7, -20.0]),
    ("a*sin(w*x + p) + c", "a w p c", [2.0, 7.3, 1.0, 4.0]),
    ("a*cos(2*pi*(x - t)/T)", "a t T", [2.0, 0.3, 1.7]),
    ("c + d*x + a*sin(w*x)", "c d a w", [1.0, 2.0, 3.0, 5.0]),
    ("h*exp(-((x - m)/s)^2) + c", "h m s c", [-5.0, 6.5, 0.4, 100.0]),
    ("p*exp(-(x - m)^2/(2*s^2)) + q*exp(-(x - n)^2/(2*r^2))", "p m s q n r", [3.0, 2.0, 0.5, 5.0, 7.0, 0.8]),
    ("a/(1 + exp(-(x - m)/s)) + c", "a m s c", [4.0, 5.0, 0.6, 10.0]),
    ("exp(a + b*x)", "a b", [1.0, -0.5]),
    ("1/(a + b*x)", "a b", [2.0, 0.7]),
    ("a*tanh(b*(x - m))", "a b m", [3.0, 1.5, 4.0]),
    ("a*sqrt(x + b)", "a b", [3.0, 2.0]),
    ("a*atan(x/b)", "a b", [3.0, 2.0]),
    ("a*log(1 + b*x)", "a b", [3.0, 2.0]),
    ("a*abs(x - m) + c", "a m c", [3.0, 4.0, 1.0]),
    ("max(c, a*(x - m) + c)", "c a m", [1.0, 3.0, 4.0]),
    ("a*x/(b + x + x^2/k)", "a b k", [8.0, 1.5, 4.0]),
    ("a*exp(-k*x)*cos(w*x + p) + c", "a k w p c", [4.0, 0.3, 6.0, 0.5, 2.0]),
]


@pytest.mark.parametrize(("text", "parameters", "truth"), TYPED, ids=[row[0] for row in TYPED])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_models_as_typed_are_found_within_the_first_guesses(
    text: str, parameters: str, truth: list[float], seed: int
) -> None:
    model = _model(text, parameters)
    x, r = _rows(seed)
    curve = model.values(truth, {"x": x})
    data = Data({"x": x}, curve + 0.02 * np.ptp(curve) * r.normal(size=len(x)))
    least = InMemory(model, data).chi2(np.array(truth))
    best = math.inf
    for guess in itertools.islice(guesses(model, data), 3):
        best = min(best, levenberg(InMemory(model, data), np.array([guess[n] for n in model.parameters])).chi2)
    assert best <= least


def test_several_predictors() -> None:
    model = _model("a*exp(-k*t)*s^n + c", "a k n c", "t s")
    r = np.random.default_rng(1)
    columns = {"t": 100 * r.random(80), "s": 1 + 4 * r.random(80)}
    y = model.values([3.0, 0.05, 1.7, 2.0], columns)
    guess = next(iter(guesses(model, Data(columns, y))))
    assert [guess[name] for name in "aknc"] == pytest.approx([3.0, 0.05, 1.7, 2.0], rel=1e-3)


def test_a_threshold_is_looked_for_along_x() -> None:
    model = _model("piecewise(x < t: a, b)", "a b t")
    x, _ = _rows(1)
    guess = next(iter(guesses(model, Data({"x": x}, np.where(x < 4, 1.0, 3.0)))))
    assert _chi2(model, Data({"x": x}, np.where(x < 4, 1.0, 3.0)), guess) < 20
    assert guess["t"] == pytest.approx(4.0, abs=0.5)


def test_fixed_parameters_are_no_guess() -> None:
    model = _model("A*exp(-(x - mu)^2/(2*sigma^2))", "A mu sigma").bound({"mu": 3.0})
    x, _ = _rows(1)
    y = 2 * np.exp(-((x - 3) ** 2) / (2 * 0.5**2))
    guess = next(iter(guesses(model, Data({"x": x}, y))))
    assert guess == pytest.approx({"A": 2.0, "sigma": 0.5}, rel=1e-6)


@pytest.mark.parametrize("text", ["A*exp(-(x - mu)^2/(2*sigma^2))", "A*exp(-((x - mu)/sigma)^2/2)"])
def test_bounds_are_kept(text: str) -> None:
    model = _model(text, "A mu sigma")
    x, _ = _rows(1)
    y = 2 * np.exp(-((x - 3) ** 2) / (2 * 0.5**2)) + 1.9 * np.exp(-((x - 8) ** 2) / (2 * 0.5**2))
    bounds = Bounds(np.array([-np.inf, 6.0, 0.3]), np.array([1.5, 10.0, np.inf]))
    for guess in itertools.islice(guesses(model, Data({"x": x}, y), bounds), 4):
        theta = np.array([guess[name] for name in model.parameters])
        assert np.all(theta >= bounds.lower)
        assert np.all(theta <= bounds.upper)
    assert next(iter(guesses(model, Data({"x": x}, y), bounds)))["mu"] == pytest.approx(8.0, abs=0.2)


def test_weights_count() -> None:
    model = _model("a*exp(-k*x) + c*x", "a k c")
    x = np.linspace(0, 10, 60)
    y = model.values([5.0, 1.0, 0.3], {"x": x})
    wrong = np.arange(60) % 3 == 0
    data = Data({"x": x}, np.where(wrong, y + 100, y), np.where(wrong, 1e6, 1.0))
    guess = next(iter(guesses(model, data)))
    assert [guess[name] for name in "akc"] == pytest.approx([5.0, 1.0, 0.3], rel=1e-3)


def test_a_linear_model_has_one_guess_and_it_is_the_solution() -> None:
    model = _model("a + b*x + c*sin(x)", "a b c")
    x, _ = _rows(1)
    found = list(guesses(model, Data({"x": x}, 1 + 2 * x + 3 * np.sin(x))))
    assert len(found) == 1
    assert [found[0][name] for name in "abc"] == pytest.approx([1.0, 2.0, 3.0])


def test_the_same_data_and_seed_give_the_same_guesses() -> None:
    model = _model("a*exp(-k*x) + b*exp(-m*x)", "a k b m")
    x, r = _rows(1)
    data = Data({"x": x}, np.exp(-x) + r.normal(0, 0.1, len(x)))
    one, two = (list(itertools.islice(guesses(model, data, seed=7), 5)) for _ in range(2))
    assert one == two


def test_long_tables_are_thinned_without_hiding_a_wave() -> None:
    model = _model("a*sin(w*x) + b*cos(w*x)", "a b w")
    x = np.linspace(0, 100, 5000)
    data = Data({"x": x}, 2 * np.sin(2 * math.pi * 0.5 * x + 1))
    guess = next(iter(guesses(model, data)))
    assert guess["w"] == pytest.approx(math.pi, rel=1e-6)


HARD = [
    ("one row", [3.0], [2.0]),
    ("all x alike", [2.0] * 6, [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]),
    ("a constant y", [1.0, 2.0, 3.0, 4.0, 5.0], [7.0] * 5),
    ("y = 0", [1.0, 2.0, 3.0, 4.0, 5.0], [0.0] * 5),
    ("x near 1e15", [1e15, 1e15 + 2, 1e15 + 4, 1e15 + 8], [1.0, 2.0, 4.0, 3.0]),
    ("tiny", [1e-200, 2e-200, 3e-200, 4e-200], [1e-200, 2e-200, 4e-200, 3e-200]),
    ("huge", [1e150, 2e150, 3e150, 4e150], [1e150, 2e150, 4e150, 3e150]),
    ("through 0", [-2.0, -1.0, 0.0, 1.0, 2.0], [1.0, 2.0, 4.0, 3.0, 1.0]),
]


@pytest.mark.parametrize(("why", "x", "y"), HARD, ids=[row[0] for row in HARD])
@pytest.mark.parametrize(("text", "parameters"), [row[:2] for row in TYPED], ids=[row[0] for row in TYPED])
def test_hard_rows_give_numbers_or_nothing_and_no_warning(
    why: str, x: list[float], y: list[float], text: str, parameters: str
) -> None:
    model = _model(text, parameters)
    for guess in itertools.islice(guesses(model, Data({"x": np.array(x)}, np.array(y))), 3):
        assert all(math.isfinite(value) for value in guess.values()), why
        assert list(guess) == list(model.parameters)


def test_units_forgive_what_is_not_consistent() -> None:
    tree = parse("a*exp(-x/s) + b*(x + 3)^2").tree
    found = exponents(tree, ["a", "b", "s"], ["x"])
    assert found["a"] == pytest.approx([0, 1], abs=0.01)
    assert found["s"] == pytest.approx([1, 0], abs=0.01)
    assert found["b"] == pytest.approx([-2, 1], abs=0.01)


def test_projection_agrees_with_least_squares_at_every_trial() -> None:
    r = np.random.default_rng(1)
    columns, y = r.normal(size=(3, 20, 40)) * np.array([1e-8, 1.0, 1e8])[:, None, None], r.normal(size=40)
    found = project(list(columns), y)
    for k in range(20):
        wanted, rest, *_ = np.linalg.lstsq(columns[:, k].T * [1e8, 1, 1e-8], y, rcond=None)
        np.testing.assert_allclose(found.coefficients[k] / [1e8, 1, 1e-8], wanted, rtol=1e-8)
        assert found.chi2[k] == pytest.approx(rest[0])


def test_a_column_that_depends_on_others_gets_nothing() -> None:
    x = np.linspace(1, 2, 9)[None]
    found = project([x, 2 * x, np.ones((1, 9))], 3 * x[0] + 1)
    assert found.coefficients[0] == pytest.approx([3.0, 0.0, 1.0])
    assert found.chi2[0] == pytest.approx(0.0, abs=1e-20)


def test_downhill_goes_never_up_and_stays_in_its_box() -> None:
    x = np.linspace(0, 4, 50)
    y = 2 * np.exp(-1.3 * x)
    start = np.array([[0.2], [3.0], [9.0]])

    def reduced(at: np.ndarray):  # type: ignore[no-untyped-def]
        return project([np.exp(-at * x)], y)

    ends = refined(reduced, start, [0.3], 20, (np.array([0.0]), np.array([1.0])))
    assert np.all(ends <= 1.0)
    free = refined(reduced, start, [0.3], 20)
    assert free[:, 0] == pytest.approx([1.3] * 3)
    assert np.all(reduced(free).chi2 <= reduced(start).chi2)


def test_a_search_where_no_trial_has_a_value_says_so() -> None:
    found = searched(lambda k: [np.log(-np.abs(k)) * np.ones(5)], np.ones(5), np.ones((3, 1)), [1.0])
    assert found.chi2 == math.inf
