"""Problems 20 to 35: as many variables as one likes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.polynomial import chebyshev

from tests.numeric.problems.problem import Problem

WATSON = {6: 2.28767e-3, 9: 1.39976e-6, 12: 4.72238e-10}
# fmt: off
WATSON_AT = {
    6: (-1.5725086e-2, 1.0124349, -0.23299163, 1.2604301, -1.5137289, 0.99299643),
    9: (-1.5307039e-5, 0.99978970, 1.4763964e-2, 0.14634233, 1.0008211, -2.6177311, 4.1044032, -3.1436123, 1.0526264),
    12: (-6.6255830e-9, 1.000001644, -5.639233290e-4, 0.3478203505, -0.1567297570, 1.052806415, -3.247244658,
         7.288384407, -10.27178715, 9.074068102, -4.541356378, 1.012008447),
}
BOUNDARY_AT = (-4.3164983e-2, -8.1577157e-2, -0.11448571, -0.14097358, -0.15990870, -0.16987720, -0.16908998,
               -0.15524954, -0.12535589, -7.5416534e-2)
TRIDIAGONAL_AT = (-0.57072213, -0.68180695, -0.70221008, -0.70551063, -0.70490616, -0.70149661, -0.69188932,
                  -0.66579651, -0.59603511, -0.41641226)
BANDED_AT = (-0.42830286, -0.47659642, -0.51965246, -0.55809932, -0.59250616, -0.62450368, -0.62323947, -0.62139384,
             -0.62045360, -0.58646927)
CHEBYQUAD_AT = {
    8: (4.3152761e-2, 0.19309084, 0.26632871, 0.5, 0.5, 0.73367129, 0.80690916, 0.95684724),
    9: (4.4205346e-2, 0.19949067, 0.23561911, 0.41604691, 0.5, 0.58395309, 0.76438089, 0.80050933, 0.95579465),
    10: (5.9619900e-2, 0.16670828, 0.23917066, 0.39888429, 0.39888429, 0.60111571, 0.60111571, 0.76082934, 0.83329172,
         0.94038010),
}
PENALTY_2_AT = {
    4: (0.19999933, 0.19131670, 0.48010149, 0.51884540),
    10: (0.19998361, 1.0350648e-2, 1.9604934e-2, 3.2089067e-2, 4.9932677e-2, 7.6513995e-2, 0.11862407, 0.19214487,
         0.34732059, 0.36916437),
}
TRIGONOMETRIC_AT = (5.5150904e-2, 5.6840617e-2, 5.8764002e-2, 6.0990609e-2, 6.3626214e-2, 6.6843179e-2, 0.20816152,
                    0.16436310, 8.5006896e-2, 9.1431451e-2)
# fmt: on


def watson(n: int) -> Problem:
    def residuals(x: Any) -> Any:
        t, j = np.arange(1, 30)[:, None] / 29, np.arange(n)
        curve, slope = t**j @ x, (j[1:] * t ** (j[1:] - 1)) @ x[1:]
        return np.array([*(slope - curve**2 - 1), x[0], x[1] - x[0] ** 2 - 1])

    return Problem(
        20,
        "Watson",
        n,
        "sum((sum((j - 1)*(i/29)^(j - 2)*x[j], j=2..n) - sum((i/29)^(j - 1)*x[j], j=1..n)^2 - 1)^2, i=1..29)"
        " + x[1]^2 + (x[2] - x[1]^2 - 1)^2",
        residuals,
        start=(0,) * n,
        start_norm=5.4772256,
        minima=(WATSON[n],),
        minimisers=(WATSON_AT[n],),
        lets={"n": n},
    )


def extended_rosenbrock(n: int) -> Problem:
    return Problem(
        21,
        "Extended Rosenbrock",
        n,
        "sum(100*(x[2i] - x[2i-1]^2)^2 + (1 - x[2i-1])^2, i=1..n/2)",
        lambda x: np.concatenate([10 * (x[1::2] - x[::2] ** 2), 1 - x[::2]]),
        start=(-1.2, 1) * (n // 2),
        minima=(0,),
        minimisers=((1,) * n,),
        lets={"n": n},
    )


def extended_powell(n: int) -> Problem:
    def residuals(x: Any) -> Any:
        a, b, c, d = x.reshape(-1, 4).T
        return np.concatenate([a + 10 * b, 5**0.5 * (c - d), (b - 2 * c) ** 2, 10**0.5 * (a - d) ** 2])

    return Problem(
        22,
        "Extended Powell singular",
        n,
        "sum((x[4i-3] + 10*x[4i-2])^2 + 5*(x[4i-1] - x[4i])^2 + (x[4i-2] - 2*x[4i-1])^4 + 10*(x[4i-3] - x[4i])^4,"
        " i=1..n/4)",
        residuals,
        start=(3, -1, 0, 1) * (n // 4),
        minima=(0,),
        minimisers=((0,) * n,),
        lets={"n": n},
    )


def penalty_1(n: int) -> Problem:
    return Problem(
        23,
        "Penalty I",
        n,
        "sum((x[i] - 1)^2, i=1..n)/10^5 + (sum(x[i]^2, i=1..n) - 1/4)^2",
        lambda x: np.array([*(1e-5**0.5 * (x - 1)), x @ x - 0.25]),
        start=tuple(range(1, n + 1)),
        minima=({4: 2.24997e-5, 10: 7.08765e-5}[n],),
        minimisers=(({4: 0.25000750, 10: 0.158122301}[n],) * n,),
        lets={"n": n},
    )


def penalty_2(n: int) -> Problem:
    def residuals(x: Any) -> Any:
        y, grown = np.exp(np.arange(1, n + 1) / 10), np.exp(x / 10)
        pairs = grown[1:] + grown[:-1] - y[1:] - y[:-1]
        rest = 1e-5**0.5 * np.concatenate([pairs, grown[1:] - np.exp(-0.1)])
        return np.array([x[0] - 0.2, *rest, np.arange(n, 0, -1) @ x**2 - 1])

    return Problem(
        24,
        "Penalty II",
        n,
        "(x[1] - 0.2)^2 + (sum((exp(x[i]/10) + exp(x[i-1]/10) - exp(i/10) - exp((i - 1)/10))^2, i=2..n)"
        " + sum((exp(x[i]/10) - exp(-1/10))^2, i=2..n))/10^5 + (sum((n - i + 1)*x[i]^2, i=1..n) - 1)^2",
        residuals,
        start=(0.5,) * n,
        minima=({4: 9.37629e-6, 10: 2.93660e-4}[n],),
        minimisers=(PENALTY_2_AT[n],),
        lets={"n": n},
    )


def variably_dimensioned(n: int) -> Problem:
    def residuals(x: Any) -> Any:
        weighted = np.arange(1, n + 1) @ (x - 1)
        return np.array([*(x - 1), weighted, weighted**2])

    return Problem(
        25,
        "Variably dimensioned",
        n,
        "sum((x[i] - 1)^2, i=1..n) + sum(i*(x[i] - 1), i=1..n)^2 + sum(i*(x[i] - 1), i=1..n)^4",
        residuals,
        start=tuple(1 - i / n for i in range(1, n + 1)),
        minima=(0,),
        minimisers=((1,) * n,),
        lets={"n": n},
    )


def trigonometric(n: int) -> Problem:
    return Problem(
        26,
        "Trigonometric",
        n,
        "sum((n - sum(cos(x[j]), j=1..n) + i*(1 - cos(x[i])) - sin(x[i]))^2, i=1..n)",
        lambda x: n - np.cos(x).sum() + np.arange(1, n + 1) * (1 - np.cos(x)) - np.sin(x),
        start=(1 / n,) * n,
        start_norm=8.4117534e-2,
        minima=(0, 2.79506e-5),
        minimisers=((0,) * n, TRIGONOMETRIC_AT) if n == 10 else ((0,) * n,),
        lets={"n": n},
    )


def brown_almost_linear(n: int) -> Problem:
    return Problem(
        27,
        "Brown almost-linear",
        n,
        "sum((x[i] + sum(x[j], j=1..n) - (n + 1))^2, i=1..n-1) + (prod(x[j], j=1..n) - 1)^2",
        lambda x: np.array([*(x[:-1] + x.sum() - (n + 1)), np.prod(x) - 1]),
        start=(0.5,) * n,
        start_norm={10: 16.530216, 30: 83.476044}[n],
        minima=(0,),
        minimisers=((1,) * n, _almost_ones(n)),
        # The paper's 1 at (0, …, 0, n + 1) is no minimum for even n: at (c, …, c, n + 1 − nc) f is 1 − 2(n + 1)c^(n−1)
        # up to higher powers, above 1 on one side and below on the other.
        saddle=1,
        lets={"n": n},
    )


def _almost_ones(n: int) -> tuple[float, ...]:
    """The other minimiser (a, …, a, a^(1−n)) with n·a^n − (n + 1)·a^(n−1) + 1 = 0."""
    a = {10: 0.97943030, 30: 0.99775422}[n]
    return (*(a,) * (n - 1), n + 1 - n * a)


def _inner(n: int) -> tuple[float, ...]:
    """The start t(t − 1) at the n inner points of a grid."""
    return tuple(i / (n + 1) * (i / (n + 1) - 1) for i in range(1, n + 1))


def boundary_value(n: int) -> Problem:
    def residuals(x: Any) -> Any:
        h, padded = 1 / (n + 1), np.array([0, *x, 0])
        t = np.arange(1, n + 1) * h
        return 2 * x - padded[:-2] - padded[2:] + h**2 * (x + t + 1) ** 3 / 2

    return Problem(
        28,
        "Discrete boundary value",
        n,
        "(2*x[1] - x[2] + h^2/2*(x[1] + h + 1)^3)^2"
        " + sum((2*x[i] - x[i-1] - x[i+1] + h^2/2*(x[i] + i*h + 1)^3)^2, i=2..n-1)"
        " + (2*x[n] - x[n-1] + h^2/2*(x[n] + n*h + 1)^3)^2",
        residuals,
        start=_inner(n),
        start_norm=2.8080582e-2 if n == 10 else None,
        minima=(0,),
        minimisers=(BOUNDARY_AT,) if n == 10 else (),
        lets={"n": n, "h": 1 / (n + 1)},
    )


def integral_equation(n: int) -> Problem:
    def residuals(x: Any) -> Any:
        t = np.arange(1, n + 1) / (n + 1)
        kernel = np.minimum(t, t[:, None]) * (1 - np.maximum(t, t[:, None]))
        return x + kernel @ (x + t + 1) ** 3 / (2 * (n + 1))

    return Problem(
        29,
        "Discrete integral equation",
        n,
        "sum((x[i] + h/2*((1 - i*h)*sum(j*h*(x[j] + j*h + 1)^3, j=1..i)"
        " + i*h*sum((1 - j*h)*(x[j] + j*h + 1)^3, j=i+1..n)))^2, i=1..n)",
        residuals,
        start=_inner(n),
        start_norm=0.25182701 if n == 10 else None,
        minima=(0,),
        minimisers=(BOUNDARY_AT,) if n == 10 else (),
        lets={"n": n, "h": 1 / (n + 1)},
    )


def broyden_tridiagonal(n: int) -> Problem:
    def residuals(x: Any) -> Any:
        padded = np.array([0, *x, 0])
        return 3 * x - 2 * x**2 - padded[:-2] - 2 * padded[2:] + 1

    return Problem(
        30,
        "Broyden tridiagonal",
        n,
        "((3 - 2*x[1])*x[1] - 2*x[2] + 1)^2 + sum(((3 - 2*x[i])*x[i] - x[i-1] - 2*x[i+1] + 1)^2, i=2..n-1)"
        " + ((3 - 2*x[n])*x[n] - x[n-1] + 1)^2",
        residuals,
        start=(-1,) * n,
        start_norm=4.5825757 if n == 10 else None,
        minima=(0,),
        minimisers=(TRIDIAGONAL_AT,) if n == 10 else (),
        lets={"n": n},
    )


def broyden_banded(n: int) -> Problem:
    def residuals(x: Any) -> Any:
        padded = np.array([0] * 5 + [y * (1 + y) for y in x] + [0])
        return x * (2 + 5 * x**2) + 1 - sum(padded[k : k + n] for k in (0, 1, 2, 3, 4, 6))

    return Problem(
        31,
        "Broyden banded",
        n,
        "sum((x[i]*(2 + 5*x[i]^2) + 1 + x[i]*(1 + x[i]) - sum(x[j]*(1 + x[j]), j=max(1, i-5)..min(n, i+1)))^2, i=1..n)",
        residuals,
        start=(-1,) * n,
        start_norm=18.973666 if n == 10 else None,
        minima=(0,),
        minimisers=(BANDED_AT,) if n == 10 else (),
        lets={"n": n},
    )


def full_rank(n: int, m: int) -> Problem:
    return Problem(
        32,
        "Linear, full rank",
        n,
        "sum((x[i] - 2/m*sum(x[j], j=1..n) - 1)^2, i=1..n) + sum((-2/m*sum(x[j], j=1..n) - 1)^2, i=n+1..m)",
        lambda x: np.concatenate([x, np.zeros(m - n)]) - 2 / m * x.sum() - 1,
        start=(1,) * n,
        minima=(m - n,),
        minimisers=((-1,) * n,),
        lets={"n": n, "m": m},
    )


def rank_one(n: int, m: int) -> Problem:
    return Problem(
        33,
        "Linear, rank 1",
        n,
        "sum((i*sum(j*x[j], j=1..n) - 1)^2, i=1..m)",
        lambda x: np.arange(1, m + 1) * (np.arange(1, n + 1) @ x) - 1,
        start=(1,) * n,
        minima=(m * (m - 1) / (2 * (2 * m + 1)),),
        minimisers=((3 / (2 * m + 1), *(0,) * (n - 1)),),  # any x with Σ j·x[j] = 3/(2m + 1)
        lets={"n": n, "m": m},
    )


def rank_one_with_zeros(n: int, m: int) -> Problem:
    def residuals(x: Any) -> Any:
        weighted = np.arange(2, n) @ x[1:-1]
        return np.array([-1, *(np.arange(1, m - 1) * weighted - 1), -1])

    return Problem(
        34,
        "Linear, rank 1 with zero columns and rows",
        n,
        "2 + sum(((i - 1)*sum(j*x[j], j=2..n-1) - 1)^2, i=2..m-1)",
        residuals,
        start=(1,) * n,
        minima=((m**2 + 3 * m - 6) / (2 * (2 * m - 3)),),
        minimisers=((0, 3 / (2 * (2 * m - 3)), *(0,) * (n - 2)),),  # any x with Σ j·x[j] = 3/(2m − 3)
        lets={"n": n, "m": m},
    )


def _chebyshev(i: int) -> str:
    """The Chebyshev polynomial Tᵢ of 2x[j] − 1, nested: its formula cos(i·acos(…)) ends at the bounds of [0, 1]."""
    first, *rest = (int(c) for c in reversed(chebyshev.cheb2poly([0] * i + [1])))
    text = str(first)
    for coefficient in rest:
        text = f"({text})*(2*x[j] - 1)" + (f" + {coefficient}" if coefficient > 0 else f" - {-coefficient}")
    return text


def chebyquad(n: int) -> Problem:
    def residuals(x: Any) -> Any:
        means = np.array([(chebyshev.chebval(2 * x - 1, [0] * i + [1])).mean() for i in range(1, n + 1)])
        integrals = np.array([-1 / (i**2 - 1) if i % 2 == 0 else 0 for i in range(1, n + 1)])
        return means - integrals

    terms = (
        f"(sum({_chebyshev(i)}, j=1..n)/n" + (f" + 1/{i**2 - 1})^2" if i % 2 == 0 else ")^2") for i in range(1, n + 1)
    )
    return Problem(
        35,
        "Chebyquad",
        n,
        " + ".join(terms),
        residuals,
        start=tuple(j / (n + 1) for j in range(1, n + 1)),
        start_norm={8: 0.19651386, 9: 0.16994993, 10: 0.18374783}[n],
        minima=({8: 3.51687e-3, 9: 0, 10: 6.50395e-3}[n],),
        minimisers=(CHEBYQUAD_AT[n],),
        lets={"n": n},
    )
