"""Functions of one expression: f = g(u) holds as a law, and their curves of critical points are those of g."""

from __future__ import annotations

import math

import pytest

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import Tree, variable
from mvcalc_cli.language.tree import substitute as put_in
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.composition import Composed, composed, composition
from mvcalc_cli.symbolic.stationary.measured import as_number

NAMES = ("x", "y")

COMPOSED = [
    "sin(x^2 + y^2)",
    "(x^2 + y^2) e^(-x^2 - y^2)",
    "sin(x y)/(x y)",
    "cos(sqrt(x^2 + y^2))",
    "x y e^(-x y)",
    "1/(1 + e^(x - y))",
    "|x^2 - y| + 1",
    "(x + y)^2 e^(x + y)",
    "log(1 + (2x - 3y)^2)",
]
NOT_COMPOSED = ["x y + x", "x^2 y", "sin(x) + y", "e^(x y) + x", "x^y", "sin(x y) + cos(x + y)"]


def tree(text: str) -> Tree:
    return lower(parse(text).tree)


def found(text: str) -> Composed:
    f = tree(text)
    made = composed(f, NAMES, {}, gradient(f, NAMES).rows[0])
    assert made is not None
    return made


@pytest.mark.parametrize("text", COMPOSED)
def test_the_outer_function_of_the_inner_one_is_the_function(text: str) -> None:
    f = tree(text)
    made = composition(f, NAMES)
    assert made is not None
    again = put_in(made.outer, {variable(made.letter): made.inner})
    for x, y in ((0.3, 1.7), (-1.2, 0.4), (2.5, -0.6)):
        at = {"x": as_number(str(x)), "y": as_number(str(y))}
        assert abs(measure(f, at) - measure(again, at)) < 1e-20  # type: ignore[operator]


@pytest.mark.parametrize("text", NOT_COMPOSED)
def test_a_function_of_two_expressions_is_none(text: str) -> None:
    assert composition(tree(text), NAMES) is None


@pytest.mark.parametrize("text", COMPOSED[:6])
def test_the_gradient_is_0_on_the_curves(text: str) -> None:
    made = found(text)
    slopes = gradient(tree(text), NAMES).rows[0]
    members = [point for family in made.found.families for point in family.inside[:3]]
    for point in members:  # a slope that is 0 is measured with many digits: three of each curve are enough
        at = dict(zip(NAMES, map(as_number, point.digits), strict=True))
        assert all(abs(measure(slope, at)) < 1e-12 for slope in slopes)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", COMPOSED)
def test_what_a_curve_is_for_u_it_is_for_f(text: str) -> None:
    f, made = tree(text), found(text)
    for family in made.found.families:
        for point in family.inside[:3]:
            bend = made.bend(NAMES, point)
            at = dict(zip(NAMES, map(as_number, point.digits), strict=True))
            here = measure(f, at)
            for k in range(12):
                way = {"x": as_number(str(math.cos(k))) / 1000, "y": as_number(str(math.sin(k))) / 1000}
                near = measure(f, {name: at[name] + way[name] for name in NAMES})
                assert (near - here) * bend > -1e-18  # type: ignore[operator]


def test_every_curve_of_a_wave_is_told_with_a_whole_number() -> None:
    made = found("sin(x^2 + y^2)")
    assert [point.numbers for point in made.found.points] == [(0.0, 0.0)]
    (family,) = made.found.families
    assert [line(each) for each in family.equations] == ["x² + y² − π·k − π/2"]
    assert family.parameters == ("k", "x", "y")
    assert made.found.complete


def test_a_level_that_u_does_not_reach_makes_no_curve() -> None:
    assert found("(x^2 + y^2 + 1)^2 e^(x^2 + y^2)").found.families == ()


def test_a_gap_of_the_outer_function_makes_no_curve() -> None:
    levels = [abs(float(point.digits[0])) for point in found("sin(x y)/(x y)").levels.points]
    assert min(levels) > 4


def test_a_corner_of_the_outer_function_makes_a_curve() -> None:
    made = found("|x^2 - y| + 1")
    (family,) = made.found.families
    assert [line(each) for each in family.equations] == ["x² − y"]
    assert len(made.on_kinks) == len(family.inside)


def test_what_is_greatest_for_u_is_greatest_for_f() -> None:
    made = found("x y e^(-x y)")
    (family,) = made.found.families
    assert {made.verdict(NAMES, point).kind for point in family.inside} == {"global maximum"}


def test_a_level_far_out_is_not_lost() -> None:
    made = found("(x y - 1000)^2 e^(x y/1000)")
    levels = sorted(round(point.numbers[0]) for point in made.levels.points)
    assert levels == [-1000, 1000]
    assert made.found.complete is None  # no point of these curves is in the box that was searched


def test_waves_far_from_0_are_met_where_u_is() -> None:
    made = found("sin(x^2 + y^2 + 1000)")
    (family,) = made.found.families
    assert family.inside
    assert made.found.complete
