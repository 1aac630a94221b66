"""The distributions that errors and tests are read from: normal, Student's t, chi² and F.

Tails are asked for by name (`sf` is the upper one, 1 − cdf), because 1 − 0.99999… keeps no digits: each is right to
12 digits however small it is, and up to a million degrees of freedom and more.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from mvcalc_cli.numeric.fit.incomplete import HALF_LOG_2PI, beta_tails, gamma_tails

ROOT2 = math.sqrt(2)


def normal_cdf(z: float) -> float:
    """P(Z ≤ z) of the standard normal distribution.

    >>> round(normal_cdf(1.96), 6)
    0.975002
    """
    return 0.5 * math.erfc(-z / ROOT2)


def normal_sf(z: float) -> float:
    """P(Z > z)."""
    return 0.5 * math.erfc(z / ROOT2)


def normal_quantile(p: float) -> float:
    """The z with P(Z ≤ z) = p; infinite for p of 0 and 1.

    >>> round(normal_quantile(0.975), 12)
    1.95996398454
    """
    return _symmetric(p, normal_sf, lambda z: math.exp(-0.5 * z * z - HALF_LOG_2PI))


def t_sf(t: float, dof: float) -> float:
    """P(T > t) of Student's distribution.

    >>> round(t_sf(1.0, 1), 15)
    0.25
    """
    return 0.5 * t_two_sided(t, dof) if t >= 0 else 1 - 0.5 * t_two_sided(t, dof)


def t_two_sided(t: float, dof: float) -> float:
    """P(|T| > |t|): the p-value of a t test."""
    square = t * t
    if square == math.inf:  # only the leading term is left, and of many degrees of freedom nothing
        return _far_tail(abs(t), dof)
    below = dof + square
    lower, _ = beta_tails(dof / 2, 0.5, dof / below, square / below, 0.5 * dof * (1 - t) * (1 + t) / below)
    return lower


def t_quantile(p: float, dof: float) -> float:
    """The t with P(T ≤ t) = p: 2.228… for a 95 % interval with 10 degrees of freedom.

    >>> round(t_quantile(0.975, 10), 10)
    2.228138852
    """
    return _symmetric(p, lambda t: t_sf(t, dof), lambda t: _t_density(t, dof))


def chi2_cdf(x: float, dof: float) -> float:
    """P(X ≤ x) of the chi² distribution."""
    return gamma_tails(dof / 2, x / 2)[0]


def chi2_sf(x: float, dof: float) -> float:
    """P(X > x): how often chance alone gives a chi² as large.

    >>> round(chi2_sf(3.841458820694124, 1), 12)
    0.05
    """
    return gamma_tails(dof / 2, x / 2)[1]


def chi2_quantile(p: float, dof: float) -> float:
    """The x with P(X ≤ x) = p; 0 for p of 0, infinite for p of 1.

    >>> round(chi2_quantile(0.95, 1), 10)
    3.8414588207
    """
    if not 0 < p < 1:
        return 0.0 if p <= 0 else math.inf
    return _positive(1 - p, lambda x: chi2_sf(x, dof), lambda x: _chi2_density(x, dof), float(dof))


def f_sf(x: float, d1: float, d2: float) -> float:
    """P(F > x) of the F distribution with d1 and d2 degrees of freedom.

    >>> round(f_sf(1.0, 7, 7), 12)
    0.5
    """
    if x <= 0:
        return 1.0
    if x == math.inf:
        return 0.0
    below = d1 * x + d2
    excess = 0.5 * d1 * d2 * (x - 1) / below
    return beta_tails(d1 / 2, d2 / 2, d1 * x / below, d2 / below, excess)[1]


def _far_tail(t: float, dof: float) -> float:
    """P(|T| > t) where t² is beyond all floats: (√dof/t)^dof / (dof/2 · B(dof/2, ½))."""
    log_beta = math.lgamma(dof / 2) + 0.5 * math.log(math.pi) - math.lgamma((dof + 1) / 2)
    return math.exp(dof * (0.5 * math.log(dof) - math.log(t)) - math.log(dof / 2) - log_beta)


def _t_density(t: float, dof: float) -> float:
    constant = math.lgamma((dof + 1) / 2) - math.lgamma(dof / 2) - 0.5 * math.log(dof * math.pi)
    return math.exp(constant - 0.5 * (dof + 1) * math.log1p(t * t / dof))


def _chi2_density(x: float, dof: float) -> float:
    return 0.5 * math.exp((dof / 2 - 1) * math.log(x / 2) - x / 2 - math.lgamma(dof / 2))


def _symmetric(p: float, upper: Callable[[float], float], density: Callable[[float], float]) -> float:
    """The quantile of a distribution that is symmetric about 0."""
    if not 0 < p < 1:
        return -math.inf if p <= 0 else math.inf
    if p == 0.5:
        return 0.0
    return _positive(1 - p, upper, density, 1.0) if p > 0.5 else -_positive(p, upper, density, 1.0)


def _positive(q: float, upper: Callable[[float], float], density: Callable[[float], float], start: float) -> float:
    """The x > 0 whose upper tail is q: Newton's method on ln upper(x) by ln x, kept within a bracket.

    In these coordinates a tail that falls like a power is a straight line, and one like exp(−x²) is nearly so.
    """
    low, high = _bracket(q, upper, start)
    x = math.sqrt(low) * math.sqrt(high)
    for _ in range(200):
        tail = upper(x)
        low, high = (x, high) if tail > q else (low, x)
        slope = density(x) * x
        move = tail / slope * math.log(tail / q) if slope > 0 and tail > 0 else math.inf
        after = x * math.exp(move) if abs(move) < 1 else math.inf
        if not low <= after <= high:
            after = math.sqrt(low) * math.sqrt(high)
        if abs(after - x) <= 2e-16 * x:
            return after
        x = after
    return x


def _bracket(q: float, upper: Callable[[float], float], start: float) -> tuple[float, float]:
    """Two values whose upper tails have q between them."""
    low = high = start
    while upper(high) > q:
        low, high = high, 2 * high
    while upper(low) <= q:
        low, high = low / 2, low
    return low, high
