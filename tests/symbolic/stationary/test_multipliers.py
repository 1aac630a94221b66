"""The method of Lagrange against the table of textbook problems: points, multipliers, kinds, greatest and least."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.calculus.evaluate import evaluate
from mvcalc_cli.language.tree import Tree
from tests.symbolic.reading import tree
from tests.symbolic.stationary import dense
from tests.symbolic.stationary.places import curves, listed, near, on_curves, periodic
from tests.symbolic.stationary.problems import LAGRANGE, Problem

engine = pytest.importorskip("mvcalc_cli.symbolic.stationary.lagrange", reason="there is no method of Lagrange yet")

CLOSE = 1e-6
every_problem = pytest.mark.parametrize("problem", LAGRANGE, ids=[problem.title for problem in LAGRANGE])


# How an answer is read: the only lines that know its fields.


@cache
def solved(problem: Problem) -> Any:
    constraints = [tree(text) for text in problem.constraints]
    return engine.lagrange(tree(problem.f), constraints, problem.names, {}, seconds=3.0)


def told(problem: Problem) -> list[tuple[dense.Array, Any]]:
    """Points and what is said of them, in the box."""
    found = solved(problem)
    pairs = [(np.array(each.point.numbers), each) for each in (*found.solutions, *found.singular)]
    return [(at, each) for at, each in pairs if dense.inside(at[:, None], problem.box)[0]]


def members_told(problem: Problem) -> list[dense.Array]:
    """Points of the families in the answer, in the box."""
    families = getattr(solved(problem), "families", ())
    places = [np.array(point.numbers) for family in families for point in family.inside]
    return [at for at in places if dense.inside(at[:, None], problem.box)[0]]


def multiplier(value: Tree | float) -> float:
    return float(evaluate(value, {})) if isinstance(value, Tree) else float(value)


def plain_kind(kind: str) -> str:
    """Minimum, maximum or saddle."""
    return next((word for word in ("minimum", "maximum") if word in kind), "saddle")


# Laws.


@every_problem
def test_every_point_of_the_table_and_no_other(problem: Problem) -> None:
    every = [at for at, _ in told(problem)] + members_told(problem)
    points = np.array(every).reshape(-1, len(problem.names)).T
    wanted, lines = listed(problem), curves(problem)
    lost = [point.tolist() for point in wanted.T if not near(point, points, CLOSE)]
    invented = [point.tolist() for point in points.T if not near(point, wanted, CLOSE) and not on_curves(point, lines)]
    assert (lost, invented) == ([], [])


@every_problem
def test_every_kind_and_multiplier_of_the_table(problem: Problem) -> None:
    wrong: list[tuple[Any, ...]] = []
    for at, each in told(problem):
        for spot in problem.points:
            if max(abs(at - dense.numbers(spot.at))) > CLOSE:
                continue
            if spot.kind in {"minimum", "maximum", "saddle"} and plain_kind(each.kind) != spot.kind:
                wrong.append((spot.at, each.kind, spot.kind))
            if spot.multipliers is not None:
                said = [multiplier(value) for value in each.multipliers]
                if not np.allclose(said, dense.numbers(spot.multipliers), atol=CLOSE):
                    wrong.append((spot.at, said, spot.multipliers))
    assert wrong == []


@every_problem
def test_greatest_and_least_values(problem: Problem) -> None:
    found = solved(problem)
    for said, end in ((found.least, problem.least), (found.greatest, problem.greatest)):
        if end == "?":
            continue
        if end in {"oo", "-oo"} or end[0] in "<>":
            assert said is None, (said, end)
        else:
            assert said is not None, end
            assert abs(multiplier(said[0]) - dense.number(end)) < CLOSE * (1 + abs(dense.number(end)))


FAMILIES = [problem for problem in LAGRANGE if any(not periodic(spot) for spot in problem.families)]


@pytest.mark.parametrize("problem", FAMILIES, ids=[problem.title for problem in FAMILIES])
def test_a_family_of_solutions_is_told_by_some_of_them(problem: Problem) -> None:
    lines = curves(problem)
    met = [at for at, _ in told(problem)] + members_told(problem)
    assert met
    assert all(on_curves(at, lines) for at in met)
