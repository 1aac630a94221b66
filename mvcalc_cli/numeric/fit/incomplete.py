"""The incomplete gamma and beta functions, both tails, to about 13 digits, in plain Python.

The factor in front of the series or fraction is where digits are lost: x^a of a = 500,000 by logarithms keeps nine
of them. Here it is written about its own peak, as in Loader (2000), "Fast and accurate computation of binomial
probabilities": the exponent is then a sum of terms of one sign, and the constant is Stirling's.
"""

from __future__ import annotations

import math

HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)
TINY = 1e-300  # keeps Lentz's fractions off a division by 0
SMALL = 1e-16  # a term, or a change of a fraction, that no longer counts
STIRLING = (
    1 / 12,
    -1 / 360,
    1 / 1260,
    -1 / 1680,
    1 / 1188,
    -691 / 360360,
    1 / 156,
    -3617 / 122400,
)  # Bernoulli's B(2k)/(2k(2k−1))


def gamma_tails(a: float, x: float) -> tuple[float, float]:
    """P(a, x) and Q(a, x) = 1 − P(a, x), each to its own last digits.

    Args:
        a: Positive.
        x: At least 0; infinity is allowed.

    Reference: NIST Handbook of Mathematical Functions, 8.11.4 and 8.9.2.

    >>> P, Q = gamma_tails(1, 2)  # 1 − exp(−2) and exp(−2)
    >>> round(P, 15), round(Q, 15)
    (0.864664716763387, 0.135335283236613)
    """
    if x <= 0:
        return 0.0, 1.0
    if x == math.inf:
        return 1.0, 0.0
    front = _gamma_front(a, x)
    if x < a + 1:
        lower = front / a * _gamma_series(a, x) if front else 0.0
        return lower, 1 - lower
    upper = front * _gamma_fraction(a, x) if front else 0.0
    return 1 - upper, upper


def beta_tails(a: float, b: float, x: float, y: float, excess: float) -> tuple[float, float]:
    """I(a, b; x) and 1 − I(a, b; x) = I(b, a; y).

    Args:
        a: Positive.
        b: Positive.
        x: Between 0 and 1.
        y: 1 − x, which the caller knows to more digits.
        excess: x b − y a, likewise: how far x is from the mean a/(a + b), times a + b.

    Reference: NIST Handbook of Mathematical Functions, 8.17.22.

    >>> lower, upper = beta_tails(2, 1, 0.5, 0.5, -0.5)  # I(2, 1; x) = x²
    >>> round(lower, 15), round(upper, 15)
    (0.25, 0.75)
    """
    if x <= 0:
        return 0.0, 1.0
    if y <= 0:
        return 1.0, 0.0
    if excess <= 0:  # below the mean, where the fraction converges fast
        lower = _beta_front(a, b, x, y, excess) * _beta_fraction(a, b, x, y, excess)
        return lower, 1 - lower
    upper = _beta_front(b, a, y, x, -excess) * _beta_fraction(b, a, y, x, -excess)
    return 1 - upper, upper


def stirling_error(a: float) -> float:
    """ln Γ(a) − [(a − ½) ln a − a + ½ ln 2π], for a > 0.

    >>> round(stirling_error(1e6) * 12e6, 9)
    1.0
    """
    if a < 15:
        return math.lgamma(a) - (a - 0.5) * math.log(a) + a - HALF_LOG_2PI
    total = 0.0
    for coefficient in reversed(STIRLING):
        total = total / (a * a) + coefficient
    return total / a


def log1p_less(u: float) -> float:
    """ln(1 + u) − u, to the last digits also where u is small.

    >>> log1p_less(1e-9)  # −u²/2 + u³/3
    -4.999999996666666e-19
    """
    if not -0.5 <= u <= 1:
        return math.log1p(u) - u
    r = u / (2 + u)  # ln(1 + u) = 2 artanh r, and 2r − u = −u r
    power, total, odd = 1.0, 0.0, 3
    while power > SMALL:
        total += power / odd
        power *= r * r
        odd += 2
    return r * (2 * r * r * total - u)


def _gamma_front(a: float, x: float) -> float:
    """x^a e^(−x) / Γ(a)."""
    exponent = a * _log_less(x / a, (x - a) / a) - stirling_error(a)
    return math.sqrt(a / (2 * math.pi)) * math.exp(exponent)


def _beta_front(a: float, b: float, x: float, y: float, excess: float) -> float:
    """x^a y^b / B(a, b)."""
    about = a * _log_less(x * (1 + b / a), excess / a) + b * _log_less(y * (1 + a / b), -excess / b)
    constant = stirling_error(a + b) - stirling_error(a) - stirling_error(b)
    return math.sqrt(a / (1 + a / b) / (2 * math.pi)) * math.exp(about + constant)


def _log_less(ratio: float, u: float) -> float:
    """ln(1 + u) − u where ratio = 1 + u: near 1 u has more digits, near 0 the ratio has."""
    return log1p_less(u) if u > -0.5 else math.log(ratio) - u


def _gamma_series(a: float, x: float) -> float:
    """1 + x/(a + 1) + x²/((a + 1)(a + 2)) + …"""
    term = total = 1.0
    while term > total * SMALL:
        a += 1
        term *= x / a
        total += term
    return total


def _gamma_fraction(a: float, x: float) -> float:
    """Γ(a, x) / (x^a e^(−x)), by Lentz's method."""
    b = x + 1 - a
    c = 1 / TINY
    d = value = 1 / b
    k = 0
    while True:
        k += 1
        top = k * (a - k)
        b += 2
        d = 1 / _apart(top * d + b)
        c = _apart(b + top / c)
        value *= c * d
        if abs(c * d - 1) <= 2 * SMALL:
            return value


def _beta_fraction(a: float, b: float, x: float, y: float, excess: float) -> float:
    """I(a, b; x) B(a, b) / (x^a y^b), by Lentz's method; only y knows how near x is to 1.

    Reference: Didonato and Morris (1992), "Algorithm 708", equation 9.
    """
    value = c = (a * (1 - excess)) / (a + 1)
    d = 0.0
    m = 0
    while True:
        m += 1
        middle = a + 2 * m - 1
        top = (a + m - 1) * (a + b + m - 1) * m * (b - m) * (x / middle) ** 2
        under = m + m * (b - m) * x / middle + (a + m) * (1 - excess + m * (1 + y)) / (middle + 2)
        d = 1 / _apart(under + top * d)
        c = _apart(under + top / c)
        value *= c * d
        if abs(c * d - 1) <= 2 * SMALL:
            return 1 / value


def _apart(value: float) -> float:
    """The value, or one that can be divided by."""
    return value if abs(value) > TINY else TINY
