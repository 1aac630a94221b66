"""Solutions of systems met by a dense search: all of those that are known, and none that is not there."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.errors import InputError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.numeric.stationary import search

Point = tuple[float, ...]


def solved(equations: list[str], names: str, reach: float = 10.0) -> tuple[Point, ...]:
    trees = [parse(equation).tree for equation in equations]
    return search(trees, names.split(), dict.fromkeys(names.split(), (-reach, reach)))


def gradient(text: str, names: str) -> list[Tree]:
    return [differentiate(parse(text).tree, name).result for name in names.split()]


def stationary(text: str, names: str = "x y", reach: float = 10.0) -> tuple[Point, ...]:
    return search(gradient(text, names), names.split(), dict.fromkeys(names.split(), (-reach, reach)))


def agree(found: tuple[Point, ...], expected: list[Point], within: float = 1e-9) -> bool:
    near = [min(found, key=lambda point: math.dist(point, other), default=None) for other in expected]
    pairs = zip(near, expected, strict=True)
    return len(found) == len(expected) and all(a is not None and math.dist(a, b) <= within for a, b in pairs)


ROOT_HALF = math.sqrt(0.5)

# f and its critical points from −10 to 10, worked out by hand.
CRITICAL = [
    ("x^2 + y^2", "x y", [(0.0, 0.0)]),
    ("100(y - x^2)^2 + (1 - x)^2", "x y", [(1.0, 1.0)]),
    ("x^4 + y^4 - 4x y + 1", "x y", [(-1.0, -1.0), (0.0, 0.0), (1.0, 1.0)]),
    ("x y exp(-x^2 - y^2)", "x y", [(0.0, 0.0), *product((-ROOT_HALF, ROOT_HALF), repeat=2)]),
    ("exp(-x^2 - y^2)", "x y", [(0.0, 0.0)]),  # small far out, but nowhere 0
    ("log(x) - x", "x", [(1.0,)]),  # no value on half of the box
    ("1/x + x", "x", [(-1.0,), (1.0,)]),
    ("x^x", "x", [(math.exp(-1),)]),
    ("sqrt(1 - x^2 - y^2)", "x y", [(0.0, 0.0)]),
    ("1/x + 1/y + x y", "x y", [(1.0, 1.0)]),
    ("x^2 + 10^-4 x^4 + 10^6 y^2", "x y", [(0.0, 0.0)]),
    ("x^2 - 0.001x", "x", [(0.0005,)]),
    ("x^3 - 3*10^-6 x", "x", [(-1e-3,), (1e-3,)]),  # nearer than any grid
    ("x^2 + y^2 + z^2 - 2x y z", "x y z", [(0.0, 0.0, 0.0), (1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]),
    ("x^4 + y^4 + z^4 - 4x y z", "x y z", [(0.0, 0.0, 0.0), (1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]),
    ("x + y", "x y", []),
    ("exp(x + y)", "x y", []),
    ("x^3 + x + y^2", "x y", []),
]


@pytest.mark.parametrize(("text", "names", "points"), CRITICAL, ids=lambda part: str(part)[:30])
def test_critical_points(text: str, names: str, points: list[Point]) -> None:
    assert agree(stationary(text, names), points)


def test_himmelblau_has_nine() -> None:
    found = stationary("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
    assert len(found) == 9
    assert (3.0, 2.0) in found


def test_all_of_a_chequered_plane() -> None:
    peaks = product([(k + 0.5) * math.pi for k in range(-3, 3)], repeat=2)
    saddles = product([k * math.pi for k in range(-3, 4)], repeat=2)
    assert agree(stationary("sin(x) sin(y)"), [*peaks, *saddles])


# The Jacobian is singular there.
DEGENERATE = [
    ("x^4 + y^4", "x y", (0.0, 0.0)),
    ("x^3 - 3x y^2", "x y", (0.0, 0.0)),
    ("(x - 1)^6 + (y - 2)^6", "x y", (1.0, 2.0)),
    ("(x - y)^4 + (x + y)^2", "x y", (0.0, 0.0)),
    ("x^2 + y^4 + z^6", "x y z", (0.0, 0.0, 0.0)),
    ("x^6", "x", (0.0,)),
    ("x^3", "x", (0.0,)),
    ("(x - 1)^5", "x", (1.0,)),
    ("x^3 - 3x^2 + 3x - 1", "x", (1.0,)),  # multiplied out: half of the digits are lost
    ("x^2 + y^3", "x y", (0.0, 0.0)),
    ("cos(x) - 1 + x^2/2", "x", (0.0,)),
    ("8x^2 y - 9x y z - 10x + 7x z - 9x y^2 + 8y^3", "x y z", (0.0, 0.0, 10 / 7)),  # and a regular one far off
]


@pytest.mark.parametrize(("text", "names", "point"), DEGENERATE, ids=lambda part: str(part)[:24])
def test_degenerate_points_are_met_once(text: str, names: str, point: Point) -> None:
    met = [other for other in stationary(text, names) if math.dist(other, point) < 1]
    assert agree(tuple(met), [point], within=1e-5)


CURVES = [("x^2 y^2", 12), ("(x^2 + y^2 - 1)^2", 12), ("(x - y)^2", 12), ("sin(x - y)", 12)]


@pytest.mark.parametrize(("text", "least"), CURVES)
def test_of_a_curve_some_points_are_told(text: str, least: int) -> None:
    found = stationary(text)
    slopes = gradient(text, "x y")
    assert least <= len(found) <= 30
    assert all(abs(at) < 1e-7 for tree in slopes for at in _values(tree, found))


def _values(tree: Tree, points: tuple[Point, ...]) -> list[float]:
    from mvcalc_cli.numeric.program import array_program

    values: list[float] = array_program(tree, ["x", "y"]).values(list(np.array(points).T)).tolist()
    return values


SYSTEMS = [
    # ∇exp(xy) underflows almost everywhere on the curve: no false points there.
    (["y exp(x y) - 3a x^2", "x exp(x y) - 3a y^2", "x^3 + y^3 - 16"], "x y a", [(2.0, 2.0, math.exp(4) / 6)]),
    (["2x - 2a x", "4y - 2a y", "x^2 + y^2 - 1"], "x y a", [(1, 0, 1), (-1, 0, 1), (0, 1, 2), (0, -1, 2)]),
    (["x^2 + y^2 - 1", "x - y", "x^2 - 1/2"], "x y", [(ROOT_HALF, ROOT_HALF), (-ROOT_HALF, -ROOT_HALF)]),
    (["x^2 + y^2 - 1", "x - y", "x - 1/2"], "x y", []),  # three equations that contradict each other
    (["x^2 + y^2 + 1", "y"], "x y", []),
    (["x^2 + 10^-9", "y"], "x y", []),
    (["exp(-x^2)", "y"], "x y", []),
    (["exp(-10^3 x^2 y^2)", "x - y"], "x y", []),  # underflows to 0
    (["x - 1", "0"], "x", [(1.0,)]),
    (["x - 1", "1"], "x", []),
    (["sqrt(y)", "x/(2sqrt(y))"], "x y", []),  # ∇(x√y): no value at the edge, where it seems to lead
    (["log(x)", "sqrt(y) - 2"], "x y", [(1.0, 4.0)]),
]


@pytest.mark.parametrize(("equations", "names", "points"), SYSTEMS, ids=lambda part: str(part)[:30])
def test_systems(equations: list[str], names: str, points: list[Point]) -> None:
    assert agree(solved(equations, names), points, within=1e-8)


def test_six_unknowns() -> None:
    found = solved(["a^2 - 1", "b^2 - 1", "c - a", "d - b", "p - 2a", "q^3 - 8"], "a b c d p q")
    assert agree(found, [(a, b, a, b, 2 * a, 2.0) for a in (-1, 1) for b in (-1, 1)])


def test_the_box_is_closed_and_nothing_outside_is_told() -> None:
    trees = [parse("x^2 - 1").tree, parse("y").tree]
    assert search(trees, ["x", "y"], {"x": (0.0, 1.0), "y": (-1.0, 1.0)}) == ((1.0, 0.0),)


def test_a_known_jacobian_is_taken() -> None:
    rows = [[parse("2x").tree]]
    assert search([parse("x^2 - 4").tree], ["x"], {"x": (0.0, 5.0)}, jacobian=rows) == ((2.0,),)


def test_no_more_than_asked_for() -> None:
    few = search([parse("sin(x)").tree], ["x"], {"x": (-100.0, 100.0)}, most=7)
    assert agree(few, [(k * math.pi,) for k in range(-3, 4)])
    assert len(search([parse("sin(x)").tree], ["x"], {"x": (-100.0, 100.0)})) == 63


def test_the_same_each_time() -> None:
    assert stationary("sin(x) + cos(x y)") == stationary("sin(x) + cos(x y)")


def test_other_variables_are_refused() -> None:
    with pytest.raises(InputError):
        solved(["x - a"], "x")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=2, unique=True), st.integers(-9, 9), st.integers(1, 5))
def test_products_of_lines(roots: list[int], other: int, factor: int) -> None:
    first, second = roots
    found = solved([f"{factor}(x - ({first})) (x - ({second}))", f"(y - ({other})) (x + 20)"], "x y")
    assert agree(found, [(float(first), float(other)), (float(second), float(other))])
