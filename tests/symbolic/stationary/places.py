"""Where the points of a problem are, as arrays of shape (variables, points)."""

from __future__ import annotations

import itertools

import numpy as np

from tests.symbolic.stationary import dense
from tests.symbolic.stationary.problems import Problem, Spot

CURVE = [{"t": t} for t in np.linspace(-20, 20, 4001)]
PERIODS = [dict(zip("km", pair, strict=True)) for pair in itertools.product(range(-8, 9), repeat=2)]


def periodic(spot: Spot) -> bool:
    """Does the family run through the integers?"""
    return any({"k", "m"} & dense.words(text) for text in spot.at)


def members(problem: Problem, spot: Spot) -> dense.Array:
    """Points of a family in the box."""
    given = PERIODS if periodic(spot) else CURVE
    points = np.array([[dense.quick(text, **values) for text in spot.at] for values in given]).T
    return points[:, dense.inside(points, problem.box)]


def some(spot: Spot) -> list[dense.Array]:
    """A few points of a family."""
    given = [dict(zip("kmt", row, strict=True)) for row in ((0, 0, -0.9), (1, 0, 0.25), (-1, 1, 1))]
    return [np.array([dense.quick(text, **values) for text in spot.at]) for values in given]


def listed(problem: Problem) -> dense.Array:
    """The points that stand alone: those of the table, and of its periodic families those in the box."""
    alone = [dense.numbers(spot.at)[:, None] for spot in problem.points]
    alone += [members(problem, spot) for spot in problem.families if periodic(spot)]
    return np.concatenate([*alone, np.zeros((len(problem.names), 0))], axis=1)


def curves(problem: Problem) -> list[dense.Array]:
    """Close points of every curve."""
    return [members(problem, spot) for spot in problem.families if not periodic(spot)]


def near(point: dense.Array, points: dense.Array, tolerance: float) -> bool:
    """Is one of the points within the tolerance?"""
    return bool(points.size and np.abs(points - point[:, None]).max(axis=0).min() <= tolerance)


def on_curves(point: dense.Array, lines: list[dense.Array]) -> bool:
    """Is the point on one of the curves, as finely as they are drawn?"""
    return any(near(point, line, 0.02) for line in lines)
