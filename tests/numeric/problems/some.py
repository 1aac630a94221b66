"""Problems 13 to 19: four to eleven variables."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.numeric.problems.problem import Problem

KOWALIK = (0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246)
KOWALIK_AT = (4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625)
# fmt: off
OSBORNE_1 = (
    0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628, 0.603,
    0.580, 0.558, 0.538, 0.522, 0.506, 0.490, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.420, 0.414, 0.411,
    0.406,
)
OSBORNE_2 = (
    1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608, 0.655, 0.616, 0.606,
    0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661, 0.612, 0.558, 0.533, 0.495, 0.500, 0.423,
    0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668,
    0.645, 0.632, 0.591, 0.559, 0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098,
    0.054,
)
OSBORNE_2_AT = (
    1.3099766, 0.43155248, 0.63366126, 0.59942856, 0.75417977, 0.90430008, 1.3657995, 4.8237320, 2.3986848, 4.5688755,
    5.6753421,
)
# fmt: on


def powell_singular(x: Any) -> Any:
    a, b, c, d = x
    return np.array([a + 10 * b, 5**0.5 * (c - d), (b - 2 * c) ** 2, 10**0.5 * (a - d) ** 2])


def wood(x: Any) -> Any:
    a, b, c, d = x
    valleys = [10 * (b - a**2), 1 - a, 90**0.5 * (d - c**2), 1 - c]
    return np.array([*valleys, 10**0.5 * (b + d - 2), (b - d) / 10**0.5])


def kowalik_osborne(x: Any) -> Any:
    u = np.array(KOWALIK_AT)
    return np.array(KOWALIK) - x[0] * (u**2 + u * x[1]) / (u**2 + u * x[2] + x[3])


def brown_dennis(x: Any) -> Any:
    t = np.arange(1, 21) / 5
    return (x[0] + t * x[1] - np.exp(t)) ** 2 + (x[2] + x[3] * np.sin(t) - np.cos(t)) ** 2


def osborne_1(x: Any) -> Any:
    t = 10 * np.arange(33)
    return np.array(OSBORNE_1) - (x[0] + x[1] * np.exp(-t * x[3]) + x[2] * np.exp(-t * x[4]))


def biggs(x: Any) -> Any:
    t = np.arange(1, 14) / 10
    y = np.exp(-t) - 5 * np.exp(-10 * t) + 3 * np.exp(-4 * t)
    return x[2] * np.exp(-t * x[0]) - x[3] * np.exp(-t * x[1]) + x[5] * np.exp(-t * x[4]) - y


def osborne_2(x: Any) -> Any:
    t = np.arange(65) / 10
    peaks = [x[k] * np.exp(-((t - x[7 + k]) ** 2) * x[4 + k]) for k in (1, 2, 3)]
    return np.array(OSBORNE_2) - x[0] * np.exp(-t * x[4]) - sum(peaks)


PROBLEMS = (
    Problem(
        13,
        "Powell singular",
        4,
        "(x1 + 10*x2)^2 + 5*(x3 - x4)^2 + (x2 - 2*x3)^4 + 10*(x1 - x4)^4",
        powell_singular,
        start=(3, -1, 0, 1),
        start_norm=14.662878,
        minima=(0,),
        minimisers=((0, 0, 0, 0),),
    ),
    Problem(
        14,
        "Wood",
        4,
        "100*(x2 - x1^2)^2 + (1 - x1)^2 + 90*(x4 - x3^2)^2 + (1 - x3)^2 + 10*(x2 + x4 - 2)^2 + (x2 - x4)^2/10",
        wood,
        start=(-3, -1, -3, -1),
        minima=(0,),
        minimisers=((1, 1, 1, 1),),
    ),
    Problem(
        15,
        "Kowalik and Osborne",
        4,
        "sum((y[i] - x1*(u[i]^2 + u[i]*x2)/(u[i]^2 + u[i]*x3 + x4))^2, i=1..m)",
        kowalik_osborne,
        start=(0.25, 0.39, 0.415, 0.39),
        start_norm=7.2891510e-2,
        minima=(3.07505e-4,),
        minimisers=((0.19280693, 0.19128233, 0.12305650, 0.13606233),),
        at_infinity=(1.02734e-3,),
        far=((7.2867547e5, -14.075880, -3.2977798e7, -2.0571594e7),),
        lets={"m": 11, "y": KOWALIK, "u": KOWALIK_AT},
    ),
    Problem(
        16,
        "Brown and Dennis",
        4,
        "sum(((x1 + i/5*x2 - exp(i/5))^2 + (x3 + x4*sin(i/5) - cos(i/5))^2)^2, i=1..m)",
        brown_dennis,
        start=(25, 5, -5, -1),
        start_norm=2815.4384,
        minima=(85822.2,),
        minimisers=((-11.594440, 13.203630, -0.40343949, 0.23677877),),
        lets={"m": 20},
    ),
    Problem(
        17,
        "Osborne 1",
        5,
        "sum((y[i] - (x1 + x2*exp(-10*(i - 1)*x4) + x3*exp(-10*(i - 1)*x5)))^2, i=1..m)",
        osborne_1,
        start=(0.5, 1.5, -1, 0.01, 0.02),
        start_norm=0.93756402,
        minima=(5.46489e-5,),
        minimisers=((0.37541005, 1.9358469, -1.4646871, 0.012867535, 0.022122700),),
        lets={"m": 33, "y": OSBORNE_1},
    ),
    Problem(
        18,
        "Biggs EXP6",
        6,
        "sum((x3*exp(-i*x1/10) - x4*exp(-i*x2/10) + x6*exp(-i*x5/10)"
        " - (exp(-i/10) - 5*exp(-i) + 3*exp(-2i/5)))^2, i=1..m)",
        biggs,
        start=(1, 2, 1, 1, 1, 1),
        minima=(0,),
        minimisers=((1, 10, 1, 5, 4, 3),),
        # The paper's 5.65565e-3 is lowest only among points with x1 = x5 and x3 = x6, where the standard start lies
        # and which no gradient leaves: the smallest eigenvalue of the Hessian there is −0.0098.
        saddle=5.65565e-3,
        lets={"m": 13},
    ),
    Problem(
        19,
        "Osborne 2",
        11,
        "sum((y[i] - x[1]*exp(-(i - 1)/10*x[5]) - sum(x[j+1]*exp(-((i - 1)/10 - x[j+8])^2*x[j+5]), j=1..3))^2, i=1..m)",
        osborne_2,
        start=(1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5),
        start_norm=1.4468654,
        minima=(4.01377e-2,),
        minimisers=(OSBORNE_2_AT,),
        lets={"m": 65, "y": OSBORNE_2},
    ),
)
