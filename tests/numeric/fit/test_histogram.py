"""Distributions fitted to values: closed forms, stationary likelihoods, honest tests, whole or in pieces."""

import math
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from mvcalc_cli.errors import DomainError, InputError
from mvcalc_cli.numeric.fit import goodness
from mvcalc_cli.numeric.fit import histogram as drawn
from mvcalc_cli.numeric.fit.bins import counts, edges
from mvcalc_cli.numeric.fit.families import FAMILIES
from mvcalc_cli.numeric.fit.histogram import compared
from mvcalc_cli.numeric.fit.values import SAMPLE, Thinned, Values

histogram: Any = drawn.histogram  # what may be None is looked into here, where it is known to be there
chi2_test: Any = goodness.chi2_test

RNG = np.random.default_rng(20)
DRAWN = {
    "normal": RNG.normal(175, 7, 1500),
    "lognormal": RNG.lognormal(1, 0.5, 1500),
    "exponential": RNG.exponential(3, 1500),
    "gamma": RNG.gamma(2.5, 3, 1500),
    "weibull": 4 * RNG.weibull(1.7, 1500),
    "logistic": RNG.logistic(5, 2, 1500),
    "uniform": RNG.uniform(2, 5, 1500),
}
TRUTH = {
    "normal": (175, 7),
    "lognormal": (1, 0.5),
    "exponential": (1 / 3,),
    "gamma": (2.5, 3),
    "weibull": (1.7, 4),
    "logistic": (5, 2),
    "uniform": (2, 5),
}
CURVED = [name for name in FAMILIES if name != "uniform"]


def log_likelihood(name: Any, values: Any, theta: Any) -> Any:
    return math.fsum(FAMILIES[name].log_density(values, tuple(theta)).tolist())


@pytest.mark.parametrize("name", CURVED)
def test_the_estimates_are_the_top_of_the_likelihood_and_the_errors_its_curvature(name: Any) -> None:
    values = DRAWN[name]
    fit = histogram(Values.of(values), name).fit
    theta, k = np.array(fit.estimates), len(fit.estimates)
    assert fit.log_likelihood == pytest.approx(log_likelihood(name, values, theta), rel=1e-12)
    steps = [1e-3 * error for error in fit.errors]

    def shifted(*moves: Any) -> Any:
        moved = theta.copy()
        for index, sign in moves:
            moved[index] += sign * steps[index]
        return log_likelihood(name, values, moved)

    top = shifted()
    for i in range(k):  # the slope by a standard error is far below 1
        assert abs(shifted((i, 1)) - shifted((i, -1))) / 2e-3 < 1e-4
    information = np.array(
        [
            [
                -(shifted((i, 1), (j, 1)) - shifted((i, 1), (j, -1)) - shifted((i, -1), (j, 1))
                  + shifted((i, -1), (j, -1))) / (4 * steps[i] * steps[j])
                if i != j else -(shifted((i, 1)) - 2 * top + shifted((i, -1))) / steps[i] ** 2
                for j in range(k)
            ]
            for i in range(k)
        ]
    )  # fmt: skip
    assert np.sqrt(np.diag(np.linalg.inv(information))) == pytest.approx(fit.errors, rel=0.01)


@pytest.mark.parametrize("name", CURVED)
def test_the_truth_lies_within_a_few_errors(name: Any) -> None:
    fit = histogram(Values.of(DRAWN[name]), name).fit
    for found, error, true in zip(fit.estimates, fit.errors, TRUTH[name], strict=True):
        assert abs(found - true) < 4 * error


@pytest.mark.parametrize("name", FAMILIES)
def test_the_density_is_the_slope_of_the_distribution_and_fills_one(name: Any) -> None:
    fit = histogram(Values.of(DRAWN[name]), name).fit
    low, high = np.quantile(DRAWN[name], [0.1, 0.9])
    x = np.linspace(low, high, 7)
    h = 1e-5 * (high - low)
    slopes = [(fit.cdf(v + h) - fit.cdf(v - h)) / (2 * h) for v in x.tolist()]
    assert fit.density(x) == pytest.approx(slopes, rel=1e-6)
    assert fit.cdf(-1e6) == pytest.approx(0, abs=1e-12)
    assert fit.cdf(1e6) == pytest.approx(1)
    assert fit.density(np.array([-1e9, 1e9])).max() < 1e-200
    if FAMILIES[name].positive:
        assert not fit.density(np.array([-2.0] if name == "exponential" else [-2.0, 0.0])).any()


@pytest.mark.parametrize("name", FAMILIES)
def test_each_sample_prefers_its_own_family(name: Any) -> None:
    found = compared(Values.of(DRAWN[name]))
    own = next(d for fit, d in zip(found.fits, found.deltas, strict=True) if fit.name == name)
    assert own <= 2.1  # gamma and weibull hold the exponential, and cost one parameter more
    assert found.deltas[0] == 0
    assert len(found.fits) + len(found.failed) == len(FAMILIES)


def test_what_the_values_forbid_is_named() -> None:
    failed = dict(compared(Values.of(DRAWN["logistic"])).failed)
    assert set(failed) == {"lognormal", "exponential", "gamma", "weibull"}
    assert "values above 0 only" in failed["gamma"]


@pytest.mark.parametrize("name", FAMILIES)
def test_in_pieces_as_in_one(name: Any) -> None:
    values = DRAWN[name]
    whole = histogram(Values.of(values), name)
    pieces = histogram(Values(lambda: np.split(values, [0, 1, 7, 700])), name)
    assert pieces.fit.estimates == pytest.approx(whole.fit.estimates, rel=1e-11)
    assert pieces.fit.log_likelihood == pytest.approx(whole.fit.log_likelihood, rel=1e-12)
    assert (pieces.edges, pieces.counts, pieces.within) == (whole.edges, whole.counts, whole.within)


@pytest.mark.parametrize("name", FAMILIES)
def test_true_families_pass_and_the_bins_hold_every_value(name: Any) -> None:
    found = histogram(Values.of(DRAWN[name]), name)
    assert sum(found.counts) == found.rows == 1500
    assert sum(found.expected) == pytest.approx(1500, rel=0.02)
    for test in found.tests:
        assert 0.001 < test.least_p <= test.p


@pytest.mark.parametrize(("name", "family"), [("exponential", "normal"), ("uniform", "logistic"), ("normal", "gamma")])
def test_a_wrong_family_is_found_out_where_it_differs(name: Any, family: Any) -> None:
    found = histogram(Values.of(DRAWN[name]), family)
    assert (found.tests[0].p < 1e-6) == (name != "normal")  # a gamma of shape 600 is normal to the eye
    assert ("do not follow" in found.tests[0].words) == (name != "normal")


def test_the_normal_in_closed_form_with_its_sigmas() -> None:
    values = DRAWN["normal"]
    found = histogram(Values.of(values))
    sigma = float(np.std(values))
    assert found.fit.estimates == pytest.approx((float(values.mean()), sigma))
    assert found.fit.errors == pytest.approx((sigma / math.sqrt(1500), sigma / math.sqrt(3000)))
    assert found.deviation == pytest.approx(float(np.std(values, ddof=1)))
    for one, share in zip(found.within, (0.6826894921370859, 0.9544997361036416, 0.9973002039367398), strict=True):
        near = int((np.abs(values - values.mean()) <= one.sigmas * sigma).sum())
        assert (one.values, one.share) == (near, near / 1500)
        assert one.expected == pytest.approx(share, rel=1e-12)
    assert histogram(Values.of(values), "logistic").within == ()


def exponential(rate: Any) -> Any:
    return lambda x: 1 - math.exp(-rate * x)


def test_chi2_p_values_hold_between_their_two_bounds() -> None:
    """Of samples that do follow, at most 5 % are doubted by the upper p-value, and at least 5 % by the lower."""
    rng = np.random.default_rng(6)
    tests = []
    for _ in range(500):
        sample = rng.exponential(2, 80)
        rate = 1 / sample.mean()
        limits = tuple(np.linspace(0, 12, 13).tolist())
        tests.append(chi2_test(limits, counts(np.minimum(sample, 12), limits).tolist(), exponential(rate), 1))
    spread = 3 * math.sqrt(0.05 * 0.95 / 500)
    assert np.mean([test.p < 0.05 for test in tests]) < 0.05 + spread
    assert np.mean([test.least_p < 0.05 for test in tests]) > 0.05 - spread


def test_small_bins_are_merged_and_too_few_are_not_tested() -> None:
    found = chi2_test((0.0, 1.0, 2.0, 3.0, 4.0), (10, 10, 10, 10), lambda x: x / 4, 0)
    assert (found.bins, found.statistic, found.p) == (4, 0, 1)
    assert chi2_test((0.0, 1.0, 2.0), (3, 3), lambda x: x / 2, 1) is None


@pytest.mark.parametrize(
    ("values", "first", "width"),
    [
        (np.arange(0, 100.0), -0.5, 20),  # whole numbers: edges between them
        (np.linspace(0.013, 0.987, 300), 0.0, 0.2),  # round multiples
        (1e15 + np.arange(100.0), 1e15, 20),
    ],
)
def test_the_edges_are_round(values: Any, first: Any, width: Any) -> None:
    limits = edges(Values.of(values).moments())
    assert limits[0] == pytest.approx(first, abs=1e-9)
    assert np.diff(limits) == pytest.approx(np.full(len(limits) - 1, width), rel=1e-3)
    assert counts(values, limits).sum() == len(values)


def test_a_number_of_bins_is_a_wish_that_is_followed() -> None:
    found = histogram(Values.of(DRAWN["gamma"]), "gamma", bins=7)
    assert len(found.counts) == 7
    assert (found.edges[0], found.edges[-1]) == (found.low, found.high)
    assert sum(found.counts) == 1500


@pytest.mark.parametrize("values", [[1.0] * 40 + [2.0] * 3 + [3.5], [0, 0, 0, 1e-9], [1, 2, 3], [-5, 1e150, 2e150]])
def test_odd_values_have_bins_too(values: Any) -> None:
    array = np.array(values, dtype=float)
    limits = edges(Values.of(array).moments())
    assert counts(array, limits).sum() == len(values)
    assert len(limits) < 500


@pytest.mark.parametrize(
    ("values", "family", "words"),
    [
        ([], "normal", "needs at least three values, and height has 0"),
        ([1.0, 2.0], "normal", "needs at least three values, and height has 2"),
        ([4.0] * 9, "normal", "every value of height is 4"),
        ([0.0, 1.0, 2.0], "lognormal", "values above 0 only, and height has 0"),
        ([-5, 1e300, 2e300], "normal", "too large or too small"),
        ([0, 0, 1e-200], "normal", "too large or too small"),
        ([-1.0, 1.0, 2.0], "gamma", "the gamma distribution has values above 0 only"),
    ],
)
def test_values_that_no_distribution_has(values: Any, family: Any, words: Any) -> None:
    with pytest.raises(DomainError, match=words):
        histogram(Values.of(np.array(values)), family, name="height")


def test_unknown_families_and_bins() -> None:
    with pytest.raises(InputError, match="unknown distribution 'nomal'") as caught:
        histogram(Values.of(DRAWN["normal"]), "nomal")
    assert caught.value.hint == "did you mean normal?"
    with pytest.raises(InputError, match="0 bins"):
        histogram(Values.of(DRAWN["normal"]), bins=0)


@pytest.mark.parametrize("name", ["gamma", "weibull", "logistic", "normal", "lognormal"])
@pytest.mark.parametrize(("scale", "spread"), [(1e-100, 1e-3), (1e100, 1e-6), (1.0, 3.0)])
def test_narrow_wide_tiny_and_huge_values_are_fitted_too(name: Any, scale: Any, spread: Any) -> None:
    values = scale * np.exp(spread * np.random.default_rng(7).normal(size=200))
    fit = histogram(Values.of(values), name).fit
    again = histogram(Values.of(values / scale), name).fit
    assert all(math.isfinite(number) for number in (*fit.estimates, *fit.errors, fit.log_likelihood))
    free = {"gamma": 0, "weibull": 0, "lognormal": 1}.get(name)  # the parameter without a unit
    if free is not None:
        assert fit.estimates[free] == pytest.approx(again.estimates[free], rel=1e-6)
    assert fit.log_likelihood + 200 * math.log(scale) == pytest.approx(again.log_likelihood, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("n", [10, SAMPLE, SAMPLE + 1, 7 * SAMPLE])
def test_a_thinned_stream_is_every_so_manieth(n: Any) -> None:
    thinned = Thinned(SAMPLE)
    for piece in np.array_split(np.arange(float(n)), 13):
        thinned.add(piece)
    kept = thinned.values()
    assert len(kept) <= SAMPLE
    assert len(kept) > SAMPLE // 2 or n <= SAMPLE
    assert set(np.diff(kept).tolist()) == {float(thinned.stride)}


def test_gammas_estimate_at_30_digits() -> None:
    values = DRAWN["gamma"]
    with mp.workdps(30):
        mean = mp.fsum(values.tolist()) / len(values)
        logs = mp.fsum(mp.log(mp.mpf(v)) for v in values.tolist()) / len(values)
        shape = mp.findroot(lambda k: mp.log(k) - mp.digamma(k) - mp.log(mean) + logs, 2.5)
    assert histogram(Values.of(values), "gamma").fit.estimates == pytest.approx(
        (float(shape), float(mean / shape)), rel=1e-11
    )
