"""The Gamma function and its family, of a real number, to about 14 digits.

Near its zero at 1.46 the error of digamma is small beside 1, not beside the value.

Reference: NIST Digital Library of Mathematical Functions, chapters 5 and 25.
"""

from __future__ import annotations

import math

from mvcalc_cli.calculus.undefined import OutOfDomain, said

# B_2, B_4, …, B_24
_BERNOULLI = (
    1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798,
    -174611 / 330, 854513 / 138, -236364091 / 2730,
)  # fmt: skip
_MANY = 100_000  # the farthest left that polygamma is shifted from


def _is_pole(x: float) -> bool:
    return x <= 0.0 and x == math.floor(x)


def gamma(x: float) -> float:
    """Γ(x)."""
    if _is_pole(x):
        raise OutOfDomain(f"gamma of {said(x)}: it has a pole at 0 and at each negative whole number")
    return math.gamma(x)


def factorial(x: float) -> float:
    """x! = Γ(x + 1), exact for the whole numbers whose factorial a float holds exactly."""
    if x < 0 and x == math.floor(x):
        raise OutOfDomain(f"factorial of a negative whole number ({said(x)})")
    if 0 <= x <= 170 and x == math.floor(x):
        return float(math.factorial(int(x)))
    return math.gamma(x + 1.0)


def beta(x: float, y: float) -> float:
    """B(x, y) = Γ(x)Γ(y)/Γ(x + y)."""
    if math.isnan(x) or math.isnan(y):
        return math.nan
    if _is_pole(x) or _is_pole(y):
        raise OutOfDomain(f"beta of {said(x)} and {said(y)}: it has a pole there")
    if _is_pole(x + y):
        return 0.0
    least, most = min(x, y), max(x, y)
    if least > 0.0 and most > 10.0:
        # B(x, y) = B(x, y + 1)·(x + y)/y brings the smaller one to where Stirling's formula holds.
        factors = []
        while least <= 10.0:
            factors.append((most + least) / least)
            least += 1.0
        return _beta_of_large(least, most) * math.prod(factors)
    if abs(x) + abs(y) <= 170.0:
        return math.gamma(x) * math.gamma(y) / math.gamma(x + y)
    return _sign_of_beta(x, y) * math.exp(math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y))


def _beta_of_large(least: float, most: float) -> float:
    """Stirling's formula with the large parts cancelled by hand (DLMF 5.11.1)."""
    logarithm = -(most - 0.5) * math.log1p(least / most) - least * math.log1p(most / least)
    rest = _stirling(least) + _stirling(most) - _stirling(least + most)
    return math.sqrt(2 * math.pi) * math.exp(logarithm + rest) / math.sqrt(least)


def _stirling(x: float) -> float:
    """log Γ(x) − ((x − 1/2)·log x − x + log(2π)/2) for x > 10."""
    return math.fsum(b / (2 * k * (2 * k - 1) * x ** (2 * k - 1)) for k, b in enumerate(_BERNOULLI[:8], 1))


def _sign_of_beta(x: float, y: float) -> float:
    return math.prod(-1.0 if z < 0 and math.floor(z) % 2 else 1.0 for z in (x, y, x + y))


def binomial(n: float, k: float) -> float:
    """n choose k = Γ(n + 1)/(Γ(k + 1)Γ(n − k + 1)), by its limit where that is 0/0."""
    if k == math.floor(k) and k <= 1000.0:
        return _falling(n, int(k)) if k >= 0 else 0.0
    whole = n == math.floor(n)
    if whole and n < 0:
        raise OutOfDomain(f"binomial of a negative whole number ({said(n)}) and {said(k)}")
    if whole and k == math.floor(k):
        return _falling(n, int(n - k)) if n - k <= 1000.0 else 1.0 / ((n + 1.0) * beta(n - k + 1.0, k + 1.0))
    if _is_pole(n - k + 1.0):
        return 0.0
    return 1.0 / ((n + 1.0) * beta(n - k + 1.0, k + 1.0))


def _falling(n: float, k: int) -> float:
    """n(n − 1)…(n − k + 1)/k!, in integers where n is one."""
    if k < 0:
        return 0.0
    if n == math.floor(n) and abs(n) < 1e15:
        whole = int(n)
        return float(math.comb(whole, k) if whole >= 0 else (-1) ** k * math.comb(k - whole - 1, k))
    value = 1.0
    for step in range(k):
        value *= (n - step) / (step + 1.0)
    return value


def polygamma(n: float, x: float) -> float:
    """The n-th derivative of digamma, ψ(x) = Γ′(x)/Γ(x)."""
    if n < 0 or n != math.floor(n):
        raise OutOfDomain(f"polygamma of order {said(n)}, not 0, 1, 2, …")
    if _is_pole(x):
        raise OutOfDomain(f"polygamma at {said(x)}: it has a pole at 0 and at each negative whole number")
    if n == 0:
        return digamma(x)
    if x < -_MANY:
        raise OutOfDomain(f"polygamma at {said(x)} is too far to the left to be evaluated here")
    order = int(n)
    if order > 169:
        raise OverflowError
    sign = -1.0 if order % 2 == 0 else 1.0
    return sign * float(math.factorial(order)) * _hurwitz_zeta(order + 1, x)


def digamma(x: float) -> float:
    """ψ(x): shifted to x >= 10, then the asymptotic series (DLMF 5.11.2)."""
    if x < 0.0:
        return digamma(1.0 - x) - math.pi / math.tan(math.pi * (x - round(x)))
    terms = []
    while x < 10.0:
        terms.append(-1.0 / x)
        x += 1.0
    terms += [math.log(x), -0.5 / x]
    terms += [-b / (2 * k * x ** (2 * k)) for k, b in enumerate(_BERNOULLI[:8], 1)] if x < 1e15 else []
    return math.fsum(terms)


def _hurwitz_zeta(s: int, x: float) -> float:
    """Σ (x + k)^(−s) by Euler-Maclaurin summation (DLMF 25.11.5)."""
    shift = max(0, math.ceil(10 + s - x)) if math.isfinite(x) else 0
    terms = [(x + k) ** -s for k in range(shift)]
    y = x + shift
    terms += [y ** (1 - s) / (s - 1), 0.5 * y**-s]
    factor = s * y ** (-s - 1) / 2.0  # s(s + 1)…(s + 2j − 2)/(2j)! · y^(−s − 2j + 1)
    for j, b in enumerate(_BERNOULLI, 1):
        terms.append(b * factor)
        factor *= (s + 2 * j - 1) * (s + 2 * j) / ((2 * j + 1) * (2 * j + 2)) / (y * y)
    return math.fsum(terms)
