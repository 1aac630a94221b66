"""What is said of a fit: certified errors, what sigmas change, and every case in which nothing may be said."""

import math
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.language.parser import parse
from mvcalc_cli.numeric.fit import covariance as by_covariance
from mvcalc_cli.numeric.fit import facts as by_facts
from mvcalc_cli.numeric.fit import inference as by_inference
from mvcalc_cli.numeric.fit import intervals as by_intervals
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.facts import Facts
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.model import compiled
from mvcalc_cli.numeric.fit.solution import Ending, Solution
from tests.numeric.fit.made import Made
from tests.numeric.fit.nist import NAMES, problem

inference: Any = by_inference.inference  # what may be None is looked into here, where it is known to be there
t_intervals: Any = by_intervals.t_intervals
inverse: Any = by_covariance.inverse
facts: Any = by_facts.facts
X = [1, 2, 3, 4, 5, 6]
Y = [2.1, 3.9, 6.2, 7.8, 10.1, 12.2]
LINE = {"a": 2.0, "b": 0.0}
NEAR = 1e-10


def line(**more: Any) -> Any:
    return Made("a*x + b", LINE, {"x": X}, Y, **more)


@pytest.mark.parametrize("name", NAMES)
def test_the_certified_standard_errors_follow_from_the_certified_estimates(name: Any) -> None:
    certified = problem(name)
    model = compiled(parse(certified.text).tree, certified.parameters, certified.predictors)
    data = Data(certified.columns, certified.y)
    theta = np.array(certified.estimates)
    end = InMemory(model, data).linearised(theta)
    # Eleven digits of the estimates leave residuals of 1e-11 where the certified ones are smaller: their sum is given.
    solution = Solution("lm", certified.parameters, theta, end, Ending(True, "gradient"), chi2_exact=certified.rss)
    found = inference(solution, Facts.of(data), has_constant=model.has_constant)
    assert found.dof == certified.dof
    assert found.s == pytest.approx(certified.sd, rel=1e-9, abs=0)
    assert found.errors == pytest.approx(certified.errors, rel=1e-6, abs=0)


def test_a_line_by_the_formulas_of_the_textbook() -> None:
    found = line().inference
    x, y = np.array(X), np.array(Y)
    sxx = ((x - x.mean()) ** 2).sum()
    slope = ((x - x.mean()) * y).sum() / sxx
    rss = ((y - y.mean() - slope * (x - x.mean())) ** 2).sum()
    s = math.sqrt(rss / 4)
    assert found.estimates == pytest.approx((slope, y.mean() - slope * x.mean()))
    assert found.errors == pytest.approx((s / math.sqrt(sxx), s * math.sqrt(1 / 6 + x.mean() ** 2 / sxx)), rel=NEAR)
    assert found.covariance[0, 1] == pytest.approx(-(s**2) * x.mean() / sxx, rel=NEAR)
    assert (found.rss, found.s, found.dof) == pytest.approx((rss, s, 4))
    assert found.about == "mean"
    assert found.r2 == pytest.approx(1 - rss / ((y - y.mean()) ** 2).sum(), rel=NEAR)
    assert found.adjusted_r2 == pytest.approx(1 - (1 - found.r2) * 5 / 4, rel=NEAR)
    assert (found.why, found.notes, found.chi2_p, found.perfect) == ("", (), None, False)
    low, high = t_intervals(found)[0]
    assert (high - low) / 2 == pytest.approx(2.7764451051977987 * found.errors[0], rel=NEAR)  # t of 4


def test_the_criteria_are_those_of_normal_errors() -> None:
    found = line().inference
    n, k = 6, 3  # the variance counts
    likelihood = -n / 2 * (math.log(2 * math.pi * found.rss / n) + 1)
    assert found.log_likelihood == pytest.approx(likelihood)
    assert found.aic == pytest.approx(2 * k - 2 * likelihood)
    assert found.aicc == pytest.approx(found.aic + 2 * k * (k + 1) / (n - k - 1))
    assert found.bic == pytest.approx(k * math.log(n) - 2 * likelihood)


def test_without_a_constant_r2_is_about_zero() -> None:
    found = Made("a*x", {"a": 2.0}, {"x": X}, Y).inference
    assert found.about == "zero"
    assert found.r2 == pytest.approx(1 - found.rss / np.square(Y).sum())
    assert found.adjusted_r2 == pytest.approx(1 - (1 - found.r2) * 6 / 5)


@pytest.mark.parametrize("sigma", [0.1, [0.1, 0.2, 0.1, 0.3, 0.2, 0.1]])
def test_absolute_sigmas_are_errors_and_relative_ones_are_ratios(sigma: Any) -> None:
    absolute = line(sigma=sigma, weights="absolute").inference
    relative = line(sigma=sigma, weights="relative").inference
    assert relative.errors == pytest.approx([e * absolute.s for e in absolute.errors], rel=NEAR)
    assert relative.chi2_p is None
    assert 0 < absolute.chi2_p < 1
    tenfold = np.multiply(sigma, 10)
    assert line(sigma=tenfold, weights="relative").inference.errors == pytest.approx(relative.errors, rel=NEAR)
    assert line(sigma=tenfold, weights="absolute").inference.errors == pytest.approx(
        [10 * e for e in absolute.errors], rel=NEAR
    )


def test_equal_relative_sigmas_change_nothing_but_their_unit() -> None:
    plain, weighted = line().inference, line(sigma=3.0, weights="relative").inference
    for name in ("errors", "r2", "adjusted_r2", "log_likelihood", "aic", "bic"):
        assert getattr(weighted, name) == pytest.approx(getattr(plain, name), rel=NEAR), name


def test_r2_is_about_the_weighted_mean() -> None:
    sigma = np.array([0.1, 0.2, 0.1, 0.3, 0.2, 0.1])
    found = line(sigma=sigma, weights="relative").inference
    w = sigma**-2
    mean = (w * Y).sum() / w.sum()
    assert found.r2 == pytest.approx(1 - found.rss / (w * (Y - mean) ** 2).sum(), rel=NEAR)


def test_intervals_of_absolute_sigmas_use_the_normal_distribution() -> None:
    found = line(sigma=0.1, weights="absolute").inference
    low, high = t_intervals(found)[0]
    assert (high - low) / 2 == pytest.approx(1.959963984540054 * found.errors[0], rel=NEAR)


def test_as_many_rows_as_parameters_leave_no_errors() -> None:
    two = {"x": [1, 2]}, [3.0, 7.5]
    found = Made("a*x + b", LINE, *two).inference
    assert (found.dof, found.errors, found.covariance, found.s, found.adjusted_r2) == (0, None, None, None, None)
    assert "as many parameters as rows" in found.why
    assert t_intervals(found) == (None, None)
    absolute = Made("a*x + b", LINE, *two, sigma=0.5, weights="absolute").inference
    assert absolute.errors == pytest.approx((0.5 * math.sqrt(2), 0.5 * math.sqrt(5)))  # the sigmas are known
    assert absolute.chi2_p is None
    assert "chi² says nothing" in absolute.notes[0]


def test_a_perfect_fit_has_errors_of_zero() -> None:
    found = Made("a*x + b", LINE, {"x": X}, [3 * x + 1 for x in X]).inference
    assert found.perfect
    assert found.errors == (0, 0)
    assert found.correlation is None
    assert (found.aic, found.log_likelihood) == (None, None)  # without bound
    assert found.r2 == pytest.approx(1)
    assert t_intervals(found)[0] == pytest.approx((3, 3))


@pytest.mark.parametrize("at", [1e15, -4e15])
def test_scatter_of_a_few_units_on_numbers_of_1e15_is_no_perfect_fit(at: Any) -> None:
    assert not Made("a*x + b", LINE, {"x": X}, [at + y for y in (0, 9, 1, 12, 0, 7)]).inference.perfect


@pytest.mark.parametrize(
    ("text", "start", "columns"),
    [
        ("a*x + b*x + c", {"a": 1.0, "b": 1.0, "c": 0.0}, {"x": X}),  # only a + b
        ("a*x + b*z + c", {"a": 1.0, "b": 1.0, "c": 0.0}, {"x": X, "z": [3 * x - 1 for x in X]}),  # collinear
        ("a*x + b", LINE, {"x": [2] * 6}),  # equal x
        ("a*x + b*0*x", {"a": 1.0, "b": 1.0}, {"x": X}),  # a parameter without effect
    ],
)
def test_a_singular_fit_shows_no_covariance_whatever_the_solver_says(text: Any, start: Any, columns: Any) -> None:
    made = Made(text, start, columns, Y, steps=1)
    assert made.inference.covariance is None
    assert made.inference.errors is None
    assert "do not determine" in made.inference.why
    told = made.solution._replace(ending=Ending(False, "singular", blame=("a", "b")))
    made.solution = told
    assert made.inference.why == "no errors: the data do not determine a and b"


def test_a_parameter_that_moves_nothing_is_named() -> None:
    made = Made("a*x + b*0*x", {"a": 1.0, "b": 1.0}, {"x": X}, Y, steps=1)
    assert made.inference.why.endswith("determine b")
    assert made.inference.condition == math.inf


@pytest.mark.parametrize("reason", ["max_steps", "flat", "stalled", "diverged", "domain"])
def test_what_has_not_converged_has_no_errors(reason: Any) -> None:
    found = line(ending=Ending(False, reason)).inference
    assert (found.errors, found.covariance) == (None, None)
    assert "not converged" in found.why


def test_a_parameter_at_a_bound_has_no_error_and_counts_as_fixed() -> None:
    found = line(active=(0, 1)).inference
    held = Made("a*x + 0", {"a": 2.0}, {"x": X}, Y).inference
    assert found.errors[1] is None
    assert found.inner == ("a",)
    assert found.covariance.shape == (1, 1)
    assert found.dof == 5
    assert found.errors[0] / found.s == pytest.approx(held.errors[0] / held.s)  # as though b were fixed
    assert t_intervals(found)[1] is None
    assert "b is at its upper bound" in found.notes[0]
    assert "every parameter is at a bound" in line(active=(-1, 1)).inference.why


def test_a_constant_y_has_no_r2() -> None:
    found = Made("a*x + b", LINE, {"x": X}, [5.0] * 6).inference
    assert found.r2 is None
    assert found.perfect


def test_a_model_worse_than_the_mean_is_told() -> None:
    made = line()
    made.solution = made.solution._replace(chi2_exact=1e4)
    assert made.inference.r2 < 0
    assert "below 0" in made.inference.notes[0]


def test_a_robust_loss_brings_its_own_variance_and_has_no_likelihood() -> None:
    found = line(variance=0.25).inference
    plain = line().inference
    assert found.errors == pytest.approx([e / plain.s * 0.5 for e in plain.errors])
    assert (found.aic, found.bic, found.log_likelihood) == (None, None, None)


@pytest.mark.parametrize("scale", [1e-150, 1e-8, 1.0, 1e8, 1e150])
def test_units_do_not_matter(scale: Any) -> None:
    found = inverse(np.array([[3.0, 1.0], [0.0, 2.0]]) * [1.0, scale], [0, 1])
    assert found.condition == pytest.approx(inverse(np.array([[3.0, 1.0], [0.0, 2.0]]), [0, 1]).condition)
    assert found.root[1, 1] * scale == pytest.approx(0.5)


class Pieces:
    """A source in pieces of three rows."""

    def __init__(self, data: Any) -> None:
        self.data = data

    def chunks(self) -> Any:
        for start in range(0, self.data.rows, 3):
            rows = slice(start, start + 3)
            sigma = None if self.data.sigma is None else self.data.sigma[rows]
            yield Data({name: c[rows] for name, c in self.data.columns.items()}, self.data.y[rows], sigma)


@pytest.mark.parametrize("shift", [0.0, 1e9])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_sums_of_pieces_are_those_of_the_whole(shift: Any, weighted: Any) -> None:
    rng = np.random.default_rng(3)
    sigma = rng.uniform(0.5, 2, 20) if weighted else None
    data = Data({"x": rng.normal(size=20), "z": rng.normal(size=20)}, shift + rng.normal(size=20), sigma)
    whole, added = Facts.of(data), facts(Pieces(data))
    assert added.ranges == whole.ranges
    for name in ("rows", "weight", "mean", "about_mean", "about_zero", "log_sigma"):
        assert getattr(added, name) == pytest.approx(getattr(whole, name), rel=1e-13 + 1e-16 * shift), name
    w = np.ones(20) if sigma is None else sigma**-2
    assert whole.mean == pytest.approx((w * data.y).sum() / w.sum(), rel=1e-14)
    assert Facts().merged(whole) == whole == whole.merged(Facts())
