"""Tests of residuals: exact where they can be counted, of the right size where they are approximate."""

import math
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.numeric.fit import normality as shape
from mvcalc_cli.numeric.fit import runs as order
from mvcalc_cli.numeric.fit.diagnostics import diagnose
from mvcalc_cli.numeric.fit.normality import anderson_darling, shapiro_wilk
from mvcalc_cli.numeric.fit.runs import EXACT

runs: Any = order.runs  # what may be None is looked into here, where it is known to be there
lag: Any = order.lag
normality: Any = shape.normality


def signs(text: Any) -> Any:
    return np.array([{"+": 1.0, "-": -1.0, "0": 0.0}[sign] for sign in text])


@pytest.mark.parametrize(("above", "below"), [(1, 1), (1, 6), (3, 4), (5, 2), (5, 5)])
def test_the_p_value_of_runs_is_that_of_all_arrangements(above: Any, below: Any) -> None:
    n = above + below
    arrangements = [s for s in product((1.0, -1.0), repeat=n) if s.count(1.0) == above]
    number = [1 + sum(one != other for one, other in pairwise(s)) for s in arrangements]
    for s, r in zip(arrangements, number, strict=True):
        few = sum(each <= r for each in number) / len(number)
        many = sum(each >= r for each in number) / len(number)
        assert runs(np.array(s)).p == pytest.approx(min(1, 2 * min(few, many)), rel=1e-12)
    assert runs(np.array(arrangements[0])).expected == pytest.approx(sum(number) / len(number))


@pytest.mark.parametrize(
    ("text", "count", "zeros", "words"),
    [
        ("++++++++++----------", 2, 0, "misses the shape"),
        ("+-+-+-+-+-+-+-+-+-+-", 20, 0, "more often than by chance"),
        ("++-+--+-++--+-", 10, 0, "look random"),
        ("+0+0-0-", 2, 3, "look random"),  # residuals of 0 have no sign
        ("+++++", 1, 0, "every residual is above the curve"),
        ("----", 1, 0, "every residual is below the curve"),
        ("000", 0, 3, "no residual"),
    ],
)
def test_runs_in_words(text: Any, count: Any, zeros: Any, words: Any) -> None:
    found = runs(signs(text))
    assert (found.runs, found.zeros) == (count, zeros)
    assert words in found.words


def test_many_runs_are_counted_by_the_normal_distribution() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(size=EXACT + 100)
    exact, near = runs(values[:EXACT]), runs(values)
    assert 0.001 < exact.p <= 1
    assert 0.001 < near.p <= 1
    assert runs(np.sort(values)).p < 1e-50


def test_neighbours_that_are_alike() -> None:
    wave = np.sin(np.arange(40) / 4)
    assert lag(wave).value > 0.8
    assert "too small" in lag(wave).words
    assert "alternate" in lag(signs("+-" * 20)).words
    assert "not correlated" in lag(np.random.default_rng(2).normal(size=100)).words
    assert lag(wave[:4], parameters=2) is None


def test_shapiro_and_wilks_own_example() -> None:
    """Weights of eleven men in pounds: W = 0.79 and p between 0.01 and 0.005 in the paper of 1965."""
    w, p = shapiro_wilk([148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236])
    assert w == pytest.approx(0.78881, abs=1e-5)
    assert p == pytest.approx(0.0067, abs=1e-4)


def test_three_values_in_closed_form() -> None:
    for middle in (0.1, 0.5, 0.9):
        values = [0.0, middle, 1.0]
        spread = sum((v - sum(values) / 3) ** 2 for v in values)
        w, p = shapiro_wilk(values)
        assert w == pytest.approx(0.5 / spread)
        assert p == pytest.approx(6 / math.pi * (math.asin(math.sqrt(w)) - math.pi / 3), abs=1e-12)


@pytest.mark.parametrize("n", [3, 4, 5, 6, 10, 11, 12, 30])
def test_normal_numbers_are_doubted_as_often_as_the_p_value_says(n: Any) -> None:
    rng = np.random.default_rng(n)
    p = [shapiro_wilk(sorted(row))[1] for row in rng.normal(size=(1500, n)).tolist()]
    for level in (0.05, 0.3):
        assert abs(np.mean(np.array(p) < level) - level) < 4 * math.sqrt(level * (1 - level) / 1500)


def test_anderson_and_darling_of_many() -> None:
    rng = np.random.default_rng(8)
    p = [anderson_darling(sorted(row))[1] for row in rng.normal(size=(600, 60)).tolist()]
    for level in (0.05, 0.3):
        assert abs(np.mean(np.array(p) < level) - level) < 4 * math.sqrt(level * (1 - level) / 600)
    assert anderson_darling(sorted(rng.exponential(size=300)))[1] < 1e-6
    assert anderson_darling([-1e5, *np.linspace(-1, 1, 50), 1e5])[1] < 1e-6  # tails below the smallest float


@pytest.mark.parametrize(("n", "parameters"), [(6, 3), (8, 3), (12, 5), (10, 2)])
def test_residuals_of_a_fit_are_not_doubted_too_often(n: Any, parameters: Any) -> None:
    rng = np.random.default_rng(n)
    design = np.vander(np.linspace(0, 1, n), parameters)
    project = np.eye(n) - design @ np.linalg.pinv(design)
    p = [normality(row, parameters).p for row in rng.normal(size=(800, n)) @ project]
    assert np.mean(np.array(p) < 0.05) < 0.05 + 3.5 * math.sqrt(0.05 * 0.95 / 800)


def test_the_test_follows_the_number() -> None:
    rng = np.random.default_rng(1)
    assert normality(rng.normal(size=5000)).test == "Shapiro-Wilk"
    assert normality(rng.normal(size=5001)).test == "Anderson-Darling"
    assert normality(rng.exponential(size=200)).p < 1e-6
    assert "so few" in normality(rng.normal(size=5)).words


@pytest.mark.parametrize("values", [[1.0, 2.0], [3.0, 3.0, 3.0]])
def test_too_few_and_all_alike_are_not_tested(values: Any) -> None:
    assert normality(np.array(values)) is None


@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e150])
def test_units_do_not_matter(scale: Any) -> None:
    values = np.random.default_rng(4).normal(size=30)
    assert normality(values * scale).p == pytest.approx(normality(values).p, rel=1e-9)
    assert lag(values * scale).value == pytest.approx(lag(values).value)


def test_perfect_fits_are_not_diagnosed() -> None:
    assert diagnose(np.zeros(9)).words == ()
    assert diagnose(np.random.default_rng(0).normal(size=9) * 1e-16, perfect=True).words == ()
    assert diagnose(np.ones(3), parameters=2).words == ()
    assert len(diagnose(np.random.default_rng(0).normal(size=30), parameters=2).words) == 3
