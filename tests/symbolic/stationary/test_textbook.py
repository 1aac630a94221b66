"""The engine against the table of textbook problems: every point, every kind, nothing invented."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.symbolic.stationary.points import Found, Point
from tests.symbolic.reading import tree
from tests.symbolic.stationary import dense
from tests.symbolic.stationary.places import curves, listed, members, near, on_curves, periodic
from tests.symbolic.stationary.problems import CRITICAL, Problem

pytest.importorskip("mvcalc_cli.numeric.stationary", reason="nothing looks for points with numbers yet")
systems = pytest.importorskip("mvcalc_cli.symbolic.stationary.system", reason="systems are not solved yet")
kinds = pytest.importorskip("mvcalc_cli.symbolic.stationary.kinds", reason="points are not classified yet")
global_ones = pytest.importorskip("mvcalc_cli.symbolic.stationary.global_ones", reason="no global kinds yet")

CLOSE = 1e-6
every_problem = pytest.mark.parametrize("problem", CRITICAL, ids=[problem.title for problem in CRITICAL])


@cache
def solved(problem: Problem) -> Found:
    """The critical points the engine finds; a family is asked for what it has in the box."""
    f = tree(problem.f)
    box = problem.box if problem.families else None
    found = systems.real_points(gradient(f, problem.names).rows[0], problem.names, {}, box=box, defined=[f])
    assert isinstance(found, Found)
    return found


def inside(problem: Problem, points: tuple[Point, ...]) -> dense.Array:
    """Their numbers, shape (variables, points), of those in the box."""
    numbers = np.array([point.numbers for point in points]).reshape(-1, len(problem.names)).T
    return numbers[:, dense.inside(numbers, problem.box)]


@every_problem
def test_every_point_of_the_table_and_no_other(problem: Problem) -> None:
    found = solved(problem)
    points, wanted, lines = inside(problem, found.inside), listed(problem), curves(problem)
    lost = [point.tolist() for point in wanted.T if not near(point, points, CLOSE) and not on_curves(point, lines)]
    invented = [point.tolist() for point in points.T if not near(point, wanted, CLOSE) and not on_curves(point, lines)]
    assert (lost, invented) == ([], [])
    assert bool(lines) == any(family.kind == "curve" for family in found.families)
    if not problem.families:
        assert len(found.inside) == len(problem.points)


def true_kinds(problem: Problem, point: dense.Array) -> set[str]:
    """What the table says of a point; of a curve's point what it says of the curve, unless the point stands alone."""
    column = {spot: dense.numbers(spot.at)[:, None] for spot in problem.points}
    column |= {spot: members(problem, spot) for spot in problem.families if periodic(spot)}
    alone = {spot.kind for spot, places in column.items() if near(point, places, CLOSE)}
    lines = [spot for spot in problem.families if not periodic(spot)]
    return alone or {spot.kind for spot in lines if on_curves(point, [members(problem, spot)])}


@every_problem
def test_every_kind_of_the_table(problem: Problem) -> None:
    f, wrong = tree(problem.f), []
    for point in solved(problem).inside[:12]:
        true = true_kinds(problem, np.array(point.numbers))
        said = kinds.classified(f, problem.names, point, {})
        if true and said.kind not in true:
            wrong.append((point.numbers, said.kind, true, said.reason))
    assert wrong == []


@every_problem
def test_no_point_is_called_global_that_is_not(problem: Problem) -> None:
    f, found = tree(problem.f), solved(problem)
    complete = None if problem.families else found.complete  # a box leaves points out
    said = global_ones.global_kinds(f, problem.names, found.inside, {}, complete=complete, families=found.families)
    ends = {"global minimum": problem.least, "global maximum": problem.greatest}
    value = dense.field(problem.f, problem.names)
    for point, verdict in zip(found.inside, said.each, strict=True):
        if verdict.kind:
            here = value(np.array(point.numbers, dtype=dense.LONG)[:, None])[0]
            assert abs(float(here) - dense.number(ends[verdict.kind])) < CLOSE, (point.numbers, verdict)
    assert said.below is None or problem.least == "-oo"
    assert said.above is None or problem.greatest == "oo"


@pytest.mark.parametrize("seed", range(20))
def test_random_cubics_have_as_many_critical_points_as_a_dense_search_finds(seed: int) -> None:
    random = np.random.default_rng(seed)
    powers = [(i, j) for i in range(4) for j in range(4 - i) if i + j]
    terms = [f"({int(random.integers(-5, 6))})*x^{i}*y^{j}" for i, j in powers]
    text, box = " + ".join(terms), {"x": (-6.0, 6.0), "y": (-6.0, 6.0)}
    met = dense.candidates(dense.question(text, "xy", ()), box, 15)
    found = systems.real_points(gradient(tree(text), ("x", "y")).rows[0], ("x", "y"), {})
    numbers = np.array([point.numbers for point in found.points]).reshape(-1, 2).T
    numbers = numbers[:, dense.inside(numbers, box)]
    assert numbers.shape[1] <= 4
    assert [point.tolist() for point in met.T if not near(point, numbers, 1e-3)] == []
    assert [point.tolist() for point in numbers.T if not near(point, met, 1e-3)] == []
