"""The models with a name: formulas, words, first guesses that lead to the truth, and one way to write a curve."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import variables
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.levenberg import levenberg
from mvcalc_cli.numeric.fit.model import compiled
from mvcalc_cli.numeric.fit.named import NAMED, NamedModel, find, named, recognised, suggestion

NAMES = [
    "line",
    "poly:N",
    "exp",
    "power",
    "log",
    "logistic",
    "gaussian",
    "gaussian+line",
    "sine",
    "damped-sine",
    "michaelis-menten",
    "hill",
    "weibull",
    "lorentzian",
]

Random = np.random.Generator


class Setting(NamedTuple):
    """x from `low` over `width`, in so many rows; y of about this size, of either sign."""

    size: float
    low: float
    width: float
    rows: int


Draw = Callable[[Random, Setting], list[float]]


def _sign(r: Random) -> float:
    return 1.0 if r.random() < 0.6 else -1.0


def _waves(r: Random, w: float, most: float) -> float:
    """An angular frequency of so many periods over the range, at most."""
    return float(2 * math.pi * r.uniform(1.2, max(1.3, most)) / w)


# A random curve of each family.
DRAWS: dict[str, Draw] = {
    "line": lambda r, s: [s.size, s.size * r.uniform(-3, 3) / s.width],
    "poly:N": lambda r, s: [s.size, s.size * r.uniform(-1, 1) / s.width, s.size * r.uniform(0.3, 1) / s.width**2],
    "exp": lambda r, s: [s.size, _sign(r) * r.uniform(0.3, 6) / s.width],
    "power": lambda r, s: [s.size, _sign(r) * r.uniform(0.3, 3)],
    "log": lambda r, s: [s.size, s.size * r.uniform(0.3, 3)],
    "logistic": lambda r, s: [s.size, _sign(r) * r.uniform(4, 40) / s.width, s.low + s.width * r.uniform(0.1, 0.9)],
    "gaussian": lambda r, s: [s.size, s.low + s.width * r.uniform(0.1, 0.9), s.width * r.uniform(0.08, 0.3)],
    "gaussian+line": lambda r, s: [
        *(s.size, s.low + s.width * r.uniform(0.25, 0.75), s.width * r.uniform(0.08, 0.15)),
        *(s.size * r.uniform(-3, 3), s.size * r.uniform(-3, 3) / s.width),
    ],
    "sine": lambda r, s: [s.size, _waves(r, s.width, s.rows / 5), r.uniform(-3, 3), s.size * r.uniform(-5, 5)],
    "damped-sine": lambda r, s: [
        *(s.size, r.uniform(0.3, 4) / s.width, _waves(r, s.width, s.rows / 8)),
        *(r.uniform(-3, 3), s.size * r.uniform(-3, 3)),
    ],
    "michaelis-menten": lambda r, s: [s.size, s.width * 10 ** r.uniform(-1.3, 0.3)],
    "hill": lambda r, s: [s.size, s.width * r.uniform(0.1, 0.7), r.uniform(0.7, 5)],
    "weibull": lambda r, s: [s.size, s.width * r.uniform(0.15, 0.8), r.uniform(0.6, 4)],
    "lorentzian": lambda r, s: [s.size, s.low + s.width * r.uniform(0.1, 0.9), s.width * r.uniform(0.06, 0.2)],
}
# These have no value, or no meaning, left of 0.
FROM_ZERO = {"power", "log", "michaelis-menten", "hill", "weibull"}


def _rows(name: str, r: Random) -> tuple[np.ndarray, np.ndarray]:
    """Unsorted x, evenly or unevenly spaced, of any scale; and the truth."""
    width, size, count = 10 ** r.uniform(-2, 2), 10 ** r.uniform(-2, 3), int(r.integers(14, 90))
    low = r.choice([0.0, 2.0, -1.5]) * width if name not in FROM_ZERO else 0.02 * width
    x = low + width * (r.random(count) if r.random() < 0.6 else np.linspace(0, 1, count))
    r.shuffle(x)
    return x, np.array(DRAWS[name](r, Setting(_sign(r) * size, float(low), float(width), count)))


def _solved(model: NamedModel, x: np.ndarray, y: np.ndarray) -> tuple[InMemory, dict[str, float], float]:
    """The residuals, what a search from the guess comes to, and its chi²."""
    residuals = InMemory(compiled(model.tree, model.parameters, ["x"]), Data({"x": x}, y))
    guess = model.guess(x, y)
    found = levenberg(residuals, np.array([guess[name] for name in model.parameters]))
    return residuals, dict(zip(model.parameters, found.theta.tolist(), strict=True)), found.chi2


def test_the_names_stand_in_the_order_of_the_page() -> None:
    assert list(NAMED) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_formula_is_read_as_it_is_meant(name: str) -> None:
    model = NAMED[name]
    assert set(variables(model.tree)) == {*model.parameters, "x"}
    assert model.what
    assert model.what[0].islower() or model.what[0] in "μ"
    assert len(model.what) < 80
    found = recognised(model.tree, model.parameters, ["x"])
    assert found is not None
    assert found[0].name == name


@pytest.mark.parametrize("name", NAMES)
def test_random_curves_are_found_again(name: str) -> None:
    model = NAMED[name]
    lost = []
    for seed in range(20):
        r = np.random.default_rng(seed)
        x, truth = _rows(name, r)
        curve = compiled(model.tree, model.parameters, ["x"]).values(truth, {"x": x})
        y = curve + 0.03 * np.ptp(curve) * r.normal(size=len(x))
        residuals, _, chi2 = _solved(model, x, y)
        # At the least chi² less is left than at the truth itself.
        if not chi2 <= residuals.chi2(truth):
            lost.append((seed, chi2, residuals.chi2(truth)))
    assert not lost


@pytest.mark.parametrize("name", NAMES)
def test_without_noise_the_truth_itself_is_found(name: str) -> None:
    model = NAMED[name]
    r = np.random.default_rng(5)
    x, truth = _rows(name, r)
    y = compiled(model.tree, model.parameters, ["x"]).values(truth, {"x": x})
    _, found, _ = _solved(model, x, y)
    wanted = model.normalised(dict(zip(model.parameters, truth.tolist(), strict=True)))
    there = model.normalised(found)
    assert [there[name] for name in model.parameters] == pytest.approx([wanted[name] for name in model.parameters])


HARD = [
    ("one row", [3.0], [2.0]),
    ("two rows", [1.0, 2.0], [2.0, 5.0]),
    ("all x alike", [2.0] * 6, [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]),
    ("a constant y", [1.0, 2.0, 3.0, 4.0, 5.0], [7.0] * 5),
    ("y = 0", [1.0, 2.0, 3.0, 4.0, 5.0], [0.0] * 5),
    ("x near 1e15", [1e15, 1e15 + 2, 1e15 + 4, 1e15 + 8, 1e15 + 16], [1.0, 2.0, 4.0, 3.0, 1.0]),
    ("tiny numbers", [1e-200, 2e-200, 3e-200, 4e-200, 5e-200], [1e-200, 2e-200, 4e-200, 3e-200, 1e-200]),
    ("huge numbers", [1e150, 2e150, 3e150, 4e150, 5e150], [1e150, 2e150, 4e150, 3e150, 1e150]),
    ("negative x", [-5.0, -4.0, -3.0, -2.0, -1.0], [1.0, 2.0, 4.0, 3.0, 1.0]),
    ("x through 0", [-2.0, -1.0, 0.0, 1.0, 2.0], [1.0, 2.0, 4.0, 3.0, 1.0]),
]


@pytest.mark.parametrize(("why", "x", "y"), HARD, ids=[row[0] for row in HARD])
@pytest.mark.parametrize("name", NAMES)
def test_hard_rows_give_numbers_and_no_warning(name: str, why: str, x: list[float], y: list[float]) -> None:
    guess = NAMED[name].guess(np.array(x), np.array(y))
    assert all(math.isfinite(value) for value in guess.values()), why


NORMAL = [
    ("gaussian", {"A": 2.0, "mu": 1.0, "sigma": -3.0}, {"A": 2.0, "mu": 1.0, "sigma": 3.0}),
    ("lorentzian", {"A": -2.0, "x0": 1.0, "gamma": -3.0}, {"A": -2.0, "x0": 1.0, "gamma": 3.0}),
    (
        "sine",
        {"A": -2.0, "omega": 1.0, "phi": 0.5, "C": 0.0},
        {"A": 2.0, "omega": 1.0, "phi": 0.5 - math.pi, "C": 0.0},
    ),
    ("sine", {"A": 2.0, "omega": -1.0, "phi": 0.5, "C": 0.0}, {"A": 2.0, "omega": 1.0, "phi": math.pi - 0.5, "C": 0.0}),
    (
        "sine",
        {"A": 2.0, "omega": 1.0, "phi": 7.0, "C": 0.0},
        {"A": 2.0, "omega": 1.0, "phi": 7 - 2 * math.pi, "C": 0.0},
    ),
    ("sine", {"A": 2.0, "omega": 1.0, "phi": -math.pi, "C": 0.0}, {"A": 2.0, "omega": 1.0, "phi": math.pi, "C": 0.0}),
]


@pytest.mark.parametrize(("name", "theta", "wanted"), NORMAL)
def test_a_curve_is_written_in_one_way(name: str, theta: dict[str, float], wanted: dict[str, float]) -> None:
    assert NAMED[name].normalised(theta) == pytest.approx(wanted)


@pytest.mark.parametrize("name", NAMES)
def test_the_normal_way_is_the_same_curve_and_stays(name: str) -> None:
    model = NAMED[name]
    values = compiled(model.tree, model.parameters, ["x"]).values
    r = np.random.default_rng(3)
    x = np.linspace(0.1, 4, 30)
    for _ in range(20):
        theta = dict(zip(model.parameters, r.normal(0, 3, len(model.parameters)).tolist(), strict=True))
        there = model.normalised(theta)
        before, after = (values([each[name] for name in model.parameters], {"x": x}) for each in (theta, there))
        np.testing.assert_allclose(after, before, rtol=1e-9, atol=1e-9 * np.nanmax(np.abs(before), initial=1.0))
        assert model.normalised(there) == there


def test_what_is_fixed_or_bounded_is_left_as_it_is() -> None:
    theta = {"A": -2.0, "omega": 1.0, "phi": 0.5, "C": 0.0}
    assert named("sine").normalised(theta, kept=["A"]) == theta
    assert named("sine").normalised(theta, kept=["C"])["A"] == 2.0


FOUND = [
    ("line", "a + b*x"),
    ("poly:0", "c0"),
    ("poly:3", "c0 + c1*x + c2*x^2 + c3*x^3"),
    (" Gaussian ", "A*exp(-(x - mu)^2/(2*sigma^2))"),
    ("POLY:1", "c0 + c1*x"),
]


@pytest.mark.parametrize(("text", "formula"), FOUND)
def test_names_are_found(text: str, formula: str) -> None:
    assert named(text).text == formula


@pytest.mark.parametrize("text", ["x^2", "a*x + b", "poly", "poly:N", "poly:-1", "poly:2.5", "poly:99", "", "poly:٣"])
def test_what_is_no_name_is_not_found(text: str) -> None:
    assert find(text) is None


NEAR = [
    ("gausian", "gaussian"),
    ("lin", "line"),
    ("linear", "line"),
    ("quadratic", "poly:2"),
    ("poli:3", "poly:3"),
    ("polynomial:4", "poly:4"),
    ("poly", "poly:2"),
    ("damped_sine", "damped-sine"),
    ("michaelis menten", "michaelis-menten"),
    ("gaussian + line", "gaussian+line"),
    ("sigmoid", "logistic"),
    ("lorentz", "lorentzian"),
    ("sin", "sine"),
]


@pytest.mark.parametrize(("typed", "meant"), NEAR)
def test_did_you_mean(typed: str, meant: str) -> None:
    assert suggestion(typed) == meant
    if find(typed) is None:
        with pytest.raises(InputError) as raised:
            named(typed)
        assert raised.value.hint == f"did you mean {meant}?"


@pytest.mark.parametrize("text", ["poly:-1", "poly:2.5", "poly:99", "poly:x"])
def test_a_degree_that_is_none_is_named(text: str) -> None:
    with pytest.raises(InputError, match="the degree of poly: is a whole number from 0 to 40"):
        named(text)


def test_a_far_word_gets_the_list() -> None:
    with pytest.raises(InputError) as raised:
        named("banana")
    assert raised.value.hint == "all of them: mvcalc fit --models"
