"""Tails and quantiles against mpmath at 30 digits and more: each within 1e-12 of itself, however far out."""

import math
from typing import Any

import mpmath as mp
import pytest

from mvcalc_cli.numeric.fit.distributions import (
    chi2_cdf,
    chi2_quantile,
    chi2_sf,
    f_sf,
    normal_cdf,
    normal_quantile,
    normal_sf,
    t_quantile,
    t_sf,
    t_two_sided,
)
from mvcalc_cli.numeric.fit.incomplete import beta_tails, gamma_tails, log1p_less, stirling_error
from mvcalc_cli.numeric.fit.polygamma import log_less_digamma, trigamma

TOLERANCE = 1e-12
SMALLEST = mp.mpf(10) ** -290


def apart(found: Any, true: Any) -> Any:
    """The relative error."""
    return float(abs(mp.mpf(found) / true - 1))


def series(first: Any, ratio: Any, digits: Any) -> Any:
    """The sum of a positive series, whose terms follow from each other."""
    total, term, k = mp.mpf(0), mp.mpf(first), 0
    while term > mp.mpf(10) ** -digits * (total + 1):
        total += term
        term *= ratio(k)
        k += 1
    return total


def beta_reference(a: Any, b: Any, y: Any) -> Any:
    """I(b, a; y) by a series of positive terms, with as many digits as the complement may need."""
    scale = mp.exp(b * mp.log(y) + a * mp.log(1 - y)) / (b * mp.beta(a, b))
    return scale * series(1, lambda k: (a + b + k) / (b + 1 + k) * y, mp.mp.dps)


def gamma_reference(a: Any, x: Any) -> Any:
    """P(a, x), likewise."""
    scale = mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1))
    return scale * series(1, lambda k: x / (a + 1 + k), mp.mp.dps)


@pytest.mark.parametrize("z", [0, 1e-8, 0.3, 1, 1.96, 5, 12, 25, 36, -0.5, -3, -9, -30])
def test_the_normal_tails(z: Any) -> None:
    with mp.workdps(40):
        assert apart(normal_sf(z), mp.ncdf(-mp.mpf(z))) < TOLERANCE
        assert apart(normal_cdf(-z), mp.ncdf(-mp.mpf(z))) < TOLERANCE


@pytest.mark.parametrize("dof", [1, 2, 3, 7, 30, 1000, 1_000_000, 2.5])
def test_the_tails_of_t(dof: Any) -> None:
    for t in (1e-6, 0.1, 0.9, 1, 1.1, 2, 5, 12, 30, 1e4):
        with mp.workdps(340):
            square = mp.mpf(t) ** 2
            if square / dof > 3:  # the tail itself converges fast
                x = dof / (dof + square)
                true = beta_reference(mp.mpf(1) / 2, mp.mpf(dof) / 2, x)
            else:
                true = 1 - beta_reference(mp.mpf(dof) / 2, mp.mpf(1) / 2, square / (dof + square))
        if true > SMALLEST:
            assert apart(t_two_sided(t, dof), true) < TOLERANCE, t
            assert apart(t_sf(t, dof), true / 2) < TOLERANCE, t
            assert apart(t_sf(-t, dof), 1 - true / 2) < TOLERANCE, t


@pytest.mark.parametrize("dof", [1, 2, 3, 10, 101, 400])
def test_both_tails_of_chi2(dof: Any) -> None:
    for share in (1e-3, 0.3, 0.9, 0.999, 1, 1.001, 1.1, 2, 6, 100):
        with mp.workdps(340):
            x = dof * share
            lower = gamma_reference(mp.mpf(dof) / 2, mp.mpf(x) / 2)
            upper = 1 - lower
        if lower > SMALLEST:
            assert apart(chi2_cdf(x, dof), lower) < TOLERANCE, share
        if upper > SMALLEST:
            assert apart(chi2_sf(x, dof), upper) < TOLERANCE, share


@pytest.mark.parametrize(("d1", "d2"), [(1, 1), (1, 3), (2, 100), (5, 1_000_000), (30, 3), (60, 80)])
def test_the_tail_of_f(d1: Any, d2: Any) -> None:
    for x in (0.01, 0.9, 0.999, 1.0, 1.01, 1.5, 4):
        with mp.workdps(330):
            y = d1 * mp.mpf(x) / (d1 * mp.mpf(x) + d2)
            true = 1 - beta_reference(mp.mpf(d2) / 2, mp.mpf(d1) / 2, y)
        if true > SMALLEST:
            assert apart(f_sf(x, d1, d2), true) < TOLERANCE, x


# By the series of `beta_reference` and `gamma_reference` at 190 and 330 digits, which takes minutes.
MILLION_F = {
    0.99: "0.9999997484883891469212473",
    0.999: "0.6915504831211845916213541",
    1.001: "0.3086255495710974719618254",
    1.01: "3.259790737269810625842246e-7",
    1.05: "9.933686180698924790621258e-132",
}
MILLION_CHI2 = {
    960_000: ("4.518593527222916032311519e-181", "1"),
    999_000: ("0.2398232685401271873135275", "0.7601767314598728126864725"),
    1_000_000: ("0.5001880631966055004839585", "0.4998119368033944995160415"),
    1_001_000: ("0.7603231951744786380785551", "0.2396768048255213619214449"),
    1_010_000: ("0.9999999999990931471176738", "9.068528823262076864170664e-13"),
    1_050_000: ("1", "2.185638417489725995664334e-265"),
}


@pytest.mark.parametrize("x", MILLION_F)
def test_f_of_a_million_degrees_of_freedom(x: Any) -> None:
    assert apart(f_sf(x, 1e6, 1e6), mp.mpf(MILLION_F[x])) < TOLERANCE


@pytest.mark.parametrize("x", MILLION_CHI2)
def test_chi2_of_a_million_degrees_of_freedom(x: Any) -> None:
    lower, upper = map(mp.mpf, MILLION_CHI2[x])
    assert apart(chi2_cdf(x, 1e6), lower) < TOLERANCE
    assert apart(chi2_sf(x, 1e6), upper) < TOLERANCE


def test_the_two_tails_make_a_whole() -> None:
    for a, b, x in ((0.5, 0.5, 0.3), (2, 9, 0.9), (40, 3, 0.02)):
        lower, upper = beta_tails(a, b, x, 1 - x, x * b - (1 - x) * a)
        assert lower + upper == pytest.approx(1, abs=1e-14)
        mirrored = beta_tails(b, a, 1 - x, x, (1 - x) * a - x * b)
        assert mirrored == pytest.approx((upper, lower), rel=1e-13, abs=0)


@pytest.mark.parametrize("p", [1e-290, 1e-30, 1e-6, 0.025, 0.3, 0.499, 0.501, 0.9, 0.975, 1 - 1e-9])
def test_a_quantile_is_where_the_probability_is(p: Any) -> None:
    with mp.workdps(40):
        z = mp.findroot(lambda z: mp.log(mp.ncdf(z) / mp.mpf(p)), normal_quantile(p))
        assert apart(normal_quantile(p), z) < TOLERANCE
    tail = min(p, 1 - p)
    for dof in (1, 2, 5, 1000, 1_000_000):
        assert t_sf(abs(t_quantile(p, dof)), dof) == pytest.approx(tail, rel=1e-11, abs=0)
        assert t_quantile(p, dof) * (p - 0.5) > 0
    if p > 1e-17:  # below, 1 − p is 1, and the quantile of chi² 0
        assert chi2_cdf(chi2_quantile(p, 3), 3) == pytest.approx(p, rel=1e-9, abs=0)


@pytest.mark.parametrize(
    ("level", "dof", "value"),
    [
        (0.975, 1, math.tan(0.475 * math.pi)),
        (0.975, 2, 0.95 * math.sqrt(2 / (1 - 0.95**2))),
        (0.975, 1e12, 1.959963984542426),  # z + z(z² + 1)/(4 dof)
    ],
)
def test_quantiles_of_t_in_closed_form(level: Any, dof: Any, value: Any) -> None:
    assert t_quantile(level, dof) == pytest.approx(value, rel=1e-12)


def test_the_ends() -> None:
    assert (normal_quantile(0), normal_quantile(0.5), normal_quantile(1)) == (-math.inf, 0, math.inf)
    assert (t_quantile(0, 3), t_quantile(0.5, 3), t_quantile(1, 3)) == (-math.inf, 0, math.inf)
    assert (chi2_quantile(0, 3), chi2_quantile(1, 3)) == (0, math.inf)
    assert (t_two_sided(0, 5), t_two_sided(math.inf, 5), t_sf(0, 5)) == (1, 0, 0.5)
    assert (chi2_sf(0, 4), chi2_sf(math.inf, 4), chi2_cdf(-1, 4)) == (1, 0, 0)
    assert (f_sf(0, 2, 3), f_sf(math.inf, 2, 3)) == (1, 0)
    assert chi2_sf(1e6, 3) == 0  # below the smallest float


def test_a_tail_that_is_a_power_goes_on_where_its_square_overflows() -> None:
    for t in (1e150, 1e155, 1e200):
        assert t_sf(t, 1) == pytest.approx(1 / (math.pi * t), rel=TOLERANCE, abs=0)
    assert t_sf(1e200, 10) == 0


@pytest.mark.parametrize("a", [0.01, 0.5, 1, 14.9, 15.1, 300, 1e6, 1e12])
def test_stirlings_error(a: Any) -> None:
    with mp.workdps(60):
        x = mp.mpf(a)
        true = mp.loggamma(x) - (x - 0.5) * mp.log(x) + x - mp.log(2 * mp.pi) / 2
    assert stirling_error(a) == pytest.approx(float(true), abs=2e-14)


@pytest.mark.parametrize("u", [-0.99, -0.5, -0.1, -1e-5, -1e-12, 1e-15, 1e-6, 0.3, 1, 7])
def test_log1p_less(u: Any) -> None:
    with mp.workdps(60):
        assert apart(log1p_less(u), mp.log1p(mp.mpf(u)) - mp.mpf(u)) < 1e-14


@pytest.mark.parametrize("x", [1e-3, 0.4, 1, 9.9, 10.1, 500, 1e8])
def test_the_derivatives_of_log_gamma(x: Any) -> None:
    with mp.workdps(60):
        assert apart(log_less_digamma(x), mp.log(x) - mp.digamma(mp.mpf(x))) < TOLERANCE
        assert apart(trigamma(x), mp.polygamma(1, mp.mpf(x))) < TOLERANCE


@pytest.mark.parametrize(("a", "x"), [(0.01, 0.5), (0.01, 1.1), (3.3, 1e-5), (1e5, 1e5), (0.5, 600.0)])
def test_the_incomplete_gamma_function_of_any_shape(a: Any, x: Any) -> None:
    with mp.workdps(340):
        lower = gamma_reference(mp.mpf(a), mp.mpf(x))
    found = gamma_tails(a, x)
    assert apart(found[0], lower) < TOLERANCE
    assert apart(found[1], 1 - lower) < TOLERANCE
