"""The table of textbook problems against a dense search that shares no code with the engine."""

from __future__ import annotations

import itertools

import mpmath
import numpy as np
import pytest

from tests.symbolic.stationary import dense
from tests.symbolic.stationary.places import curves, listed, near, on_curves, some
from tests.symbolic.stationary.problems import CRITICAL, LAGRANGE, Problem, Spot

COUNTS = {1: 120, 2: 15, 3: 8}
PROBLEMS = CRITICAL + LAGRANGE
every_problem = pytest.mark.parametrize("problem", PROBLEMS, ids=[problem.title for problem in PROBLEMS])


def asked(problem: Problem) -> dense.Question:
    return dense.question(problem.f, problem.names, problem.constraints)


@every_problem
def test_the_dense_search_finds_the_points_of_the_table_and_no_others(problem: Problem) -> None:
    question, count = asked(problem), COUNTS[len(problem.names)]
    found = dense.candidates(question, problem.box, count)
    if problem.constraints:
        found = np.concatenate([found, dense.singular(question, problem.box, count)], axis=1)
    wanted, lines = listed(problem), curves(problem)
    lost = [point.tolist() for point in wanted.T if not near(point, found, 1e-3)]
    invented = [point.tolist() for point in found.T if not near(point, wanted, 1e-3) and not on_curves(point, lines)]
    assert (lost, invented) == ([], [])


@every_problem
def test_kinds_are_what_neighbours_say(problem: Problem) -> None:
    question = asked(problem)
    said = [(spot.at, dense.kind(question, dense.numbers(spot.at)), spot.kind) for spot in problem.points]
    for spot in problem.families:
        said += [(spot.at, dense.kind(question, point), spot.kind) for point in some(spot)]
    names = {"inflection": "saddle"}
    assert [row for row in said if row[1] != names.get(row[2], row[2])] == []


@every_problem
def test_gradients_are_what_the_multipliers_say_in_thirty_digits(problem: Problem) -> None:
    with mpmath.workdps(60):
        for spot in problem.points + problem.families:
            for values in ({"k": 0, "m": 0, "t": 0.25}, {"k": 2, "m": -1, "t": -1.5}):
                _holds(problem, spot, [dense.exact(text, values) for text in spot.at])


def _holds(problem: Problem, spot: Spot, point: list[object]) -> None:
    sides = [dense.relation(text) for text in problem.constraints]
    tolerance = 1e-6 if any(len(text.partition(".")[2]) > 5 for text in spot.at) else 1e-25
    for side in sides:
        value = dense.exact_value(side.side, problem.names, point)
        assert value * side.direction <= tolerance if side.direction else abs(value) <= tolerance
    if spot.multipliers is None:
        return
    slope = dense.exact_gradient(problem.f, problem.names, point)
    assert len(spot.multipliers) == len(sides)
    for text, side in zip(spot.multipliers, sides, strict=True):
        multiplier = dense.exact(text, {})
        assert not multiplier or abs(dense.exact_value(side.side, problem.names, point)) <= tolerance
        pull = dense.exact_gradient(side.side, problem.names, point)
        slope = [part - multiplier * by for part, by in zip(slope, pull, strict=True)]
    assert max(abs(part) for part in slope) <= tolerance, (spot, slope)


@every_problem
def test_least_and_greatest_values_bound_every_feasible_sample(problem: Problem) -> None:
    question = asked(problem)
    size = max(abs(end) for end in problem.interval)
    samples = [dense.values(question, size * scale) for scale in (1, 10, 100)]
    points = np.concatenate([listed(problem), *curves(problem)], axis=1).astype(dense.LONG)
    at_points = question.f(points).astype(float)
    slack = 1e-3 if any(spot.multipliers is None for spot in problem.points) else 1e-9
    _bounded(problem.least, samples, at_points, slack)
    flipped = {"<": ">", "o": "-oo", "?": "?"}.get(problem.greatest[0])
    end = f"-({problem.greatest})" if flipped is None else flipped
    end = f"> -({problem.greatest[1:]})" if flipped == ">" else end
    _bounded(end, [-part for part in samples], -at_points, slack)


def _bounded(least: str, samples: list[dense.Array], at_points: dense.Array, slack: float) -> None:
    """Is this the greatest lower bound, and attained just where it says so?"""
    lowest = [float(part.min()) for part in samples if part.size]
    if least == "?":
        return
    if least == "-oo":
        assert all(lower < low - 0.3 or lower <= -1e300 for low, lower in itertools.pairwise(lowest)), lowest
        return
    bound = dense.number(least.removeprefix(">"))
    assert min(lowest) >= bound - slack * (1 + abs(bound))
    if least.startswith(">"):
        assert min(lowest) < bound + 0.05
        assert not (at_points <= bound).any()
    else:
        assert abs(at_points.min() - bound) < 1e-9 * (1 + abs(bound))
