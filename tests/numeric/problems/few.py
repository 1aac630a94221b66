"""Problems 1 to 12: two and three variables."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.numeric.problems.problem import Problem

BARD = (0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39)
NORMAL = (0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521)
GAUSSIAN = (*NORMAL, 0.3989, *reversed(NORMAL))
MEYER = (34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872)


def rosenbrock(x: Any) -> Any:
    return np.array([10 * (x[1] - x[0] ** 2), 1 - x[0]])


def freudenstein_roth(x: Any) -> Any:
    a, b = x
    return np.array([-13 + a - 2 * b + 5 * b**2 - b**3, -29 + a - 14 * b + b**2 + b**3])


def powell_badly_scaled(x: Any) -> Any:
    return np.array([1e4 * x[0] * x[1] - 1, np.exp(-x).sum() - 1.0001])


def brown_badly_scaled(x: Any) -> Any:
    return np.array([x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2])


def beale(x: Any) -> Any:
    return np.array([y - x[0] * (1 - x[1] ** k) for k, y in ((1, 1.5), (2, 2.25), (3, 2.625))])


def jennrich_sampson(x: Any) -> Any:
    i = np.arange(1, 11)
    return 2 + 2 * i - np.exp(x[0]) ** i - np.exp(x[1]) ** i


def helical_valley(x: Any) -> Any:
    a, b, c = x
    turn = np.arctan(b / a) / (2 * np.pi) + (0.5 if np.real(a) < 0 else 0.0)
    return np.array([10 * (c - 10 * turn), 10 * (np.sqrt(a**2 + b**2) - 1), c])


def bard(x: Any) -> Any:
    u = np.arange(1, 16)
    v = u[::-1]
    return np.array(BARD) - x[0] - u / (v * x[1] + np.minimum(u, v) * x[2])


def gaussian(x: Any) -> Any:
    t = np.linspace(3.5, -3.5, 15)
    return x[0] * np.exp(-x[1] / 2 * (t - x[2]) ** 2) - np.array(GAUSSIAN)


def meyer(x: Any) -> Any:
    return x[0] * np.exp(x[1] / (np.linspace(50, 125, 16) + x[2])) - np.array(MEYER)


def gulf(x: Any) -> Any:
    t = np.arange(1, 100) / 100
    distance = 25 + np.cbrt((50 * np.log(t)) ** 2) - x[1]
    distance = np.where(np.real(distance) < 0, -distance, distance)
    return np.exp(-(distance ** x[2]) / x[0]) - t


def box(x: Any) -> Any:
    t = np.arange(1, 11) / 10
    return np.exp(-t * x[0]) - np.exp(-t * x[1]) - x[2] * (np.exp(-t) - np.exp(-10 * t))


PROBLEMS = (
    Problem(
        1,
        "Rosenbrock",
        2,
        "100*(x2 - x1^2)^2 + (1 - x1)^2",
        rosenbrock,
        start=(-1.2, 1),
        start_norm=4.9193496,
        minima=(0,),
        minimisers=((1, 1),),
    ),
    Problem(
        2,
        "Freudenstein and Roth",
        2,
        "(-13 + x1 + ((5 - x2)*x2 - 2)*x2)^2 + (-29 + x1 + ((x2 + 1)*x2 - 14)*x2)^2",
        freudenstein_roth,
        start=(0.5, -2),
        start_norm=20.012496,
        minima=(0, 48.9842),
        minimisers=((5, 4), (11.412779, -0.89680525)),
    ),
    Problem(
        3,
        "Powell badly scaled",
        2,
        "(10^4*x1*x2 - 1)^2 + (e^(-x1) + e^(-x2) - 1.0001)^2",
        powell_badly_scaled,
        start=(0, 1),
        start_norm=1.0654866,
        minima=(0,),
        minimisers=((1.0981593e-5, 9.1061467),),
    ),
    Problem(
        4,
        "Brown badly scaled",
        2,
        "(x1 - 10^6)^2 + (x2 - 2*10^-6)^2 + (x1*x2 - 2)^2",
        brown_badly_scaled,
        start=(1, 1),
        minima=(0,),
        minimisers=((1e6, 2e-6),),
    ),
    Problem(
        5,
        "Beale",
        2,
        "sum((y[i] - x1*(1 - x2^i))^2, i=1..3)",
        beale,
        start=(1, 1),
        minima=(0,),
        minimisers=((3, 0.5),),
        lets={"y": (1.5, 2.25, 2.625)},
    ),
    Problem(
        6,
        "Jennrich and Sampson",
        2,
        "sum((2 + 2i - (exp(i*x1) + exp(i*x2)))^2, i=1..m)",
        jennrich_sampson,
        start=(0.3, 0.4),
        start_norm=64.585650,
        minima=(124.362,),
        minimisers=((0.257825, 0.257825),),
        lets={"m": 10},
    ),
    Problem(
        7,
        "Helical valley",
        3,
        "100*((x3 - 10*piecewise(x1 > 0: atan(x2/x1)/(2*pi), atan(x2/x1)/(2*pi) + 1/2))^2"
        " + (sqrt(x1^2 + x2^2) - 1)^2) + x3^2",
        helical_valley,
        start=(-1, 0, 0),
        start_norm=50,
        minima=(0,),
        minimisers=((1, 0, 0),),
    ),
    Problem(
        8,
        "Bard",
        3,
        "sum((y[i] - (x1 + i/((16 - i)*x2 + min(i, 16 - i)*x3)))^2, i=1..m)",
        bard,
        start=(1, 1, 1),
        start_norm=6.4561363,
        minima=(8.21487e-3,),
        minimisers=((0.082410577, 1.1330367, 2.3436946),),
        at_infinity=(17.4286,),
        far=((0.84066667, -1.5884803e8, -1.6437867e8),),
        lets={"m": 15, "y": BARD},
    ),
    Problem(
        9,
        "Gaussian",
        3,
        "sum((x1*exp(-x2/2*((8 - i)/2 - x3)^2) - y[i])^2, i=1..m)",
        gaussian,
        start=(0.4, 1, 0),
        minima=(1.12793e-8,),
        minimisers=((0.39895614, 1.0000191, 0),),
        lets={"m": 15, "y": GAUSSIAN},
    ),
    Problem(
        10,
        "Meyer",
        3,
        "sum((x1*exp(x2/(45 + 5i + x3)) - y[i])^2, i=1..m)",
        meyer,
        start=(0.02, 4000, 250),
        start_norm=41153.467,
        minima=(87.9458,),
        minimisers=((5.6096365e-3, 6181.3463, 345.22363),),
        lets={"m": 16, "y": MEYER},
    ),
    Problem(
        11,
        "Gulf research and development",
        3,
        "sum((exp(-abs(25 + (-50*log(i/100))^(2/3) - x2)^x3/x1) - i/100)^2, i=1..m)",
        gulf,
        start=(5, 2.5, 0.15),
        minima=(0,),
        minimisers=((50, 25, 1.5),),
        lets={"m": 99},
    ),
    Problem(
        12,
        "Box three-dimensional",
        3,
        "sum((exp(-i*x1/10) - exp(-i*x2/10) - x3*(exp(-i/10) - exp(-i)))^2, i=1..m)",
        box,
        start=(0, 10, 20),
        start_norm=32.111584,
        minima=(0,),
        minimisers=((1, 10, 1), (10, 1, -1), (2, 2, 0)),
        lets={"m": 10},
    ),
)
