"""The derivatives of ln Γ, which the likelihood of the gamma distribution needs."""

from __future__ import annotations

import math

FROM = 10.0  # where the asymptotic series have 14 digits


def log_less_digamma(x: float) -> float:
    """ln x − ψ(x), for x > 0, to 13 digits also where both are large and almost equal.

    Reference: NIST Handbook of Mathematical Functions, 5.11.2 and 5.5.2.

    >>> round(log_less_digamma(1.0), 12)  # Euler's constant
    0.577215664902
    """
    total = 0.0
    while x < FROM:
        total += 1 / x - math.log1p(1 / x)
        x += 1
    w = 1 / (x * x)
    series = 1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - w * 691 / 32760))))
    return total + 0.5 / x + w * series


def trigamma(x: float) -> float:
    """ψ′(x), for x > 0.

    >>> round(trigamma(1.0), 12)  # π²/6
    1.644934066848
    """
    total = 0.0
    while x < FROM:
        total += 1 / (x * x)
        x += 1
    w = 1 / (x * x)
    series = 1 / 6 - w * (1 / 30 - w * (1 / 42 - w * (1 / 30 - w * (5 / 66 - w * 691 / 2730))))
    return total + 1 / x + 0.5 * w + w / x * series
