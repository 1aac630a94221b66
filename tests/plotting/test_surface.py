"""Contours, heat maps, arrows and boxes of functions of two variables."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.surface import Box, arrows, box_of, contours, grid, heat, nice_levels, solutions_box
from tests.strategies import expressions

SQUARE = Box((-3.0, 3.0), (-3.0, 3.0))
NAMES = ("x", "y")


def tree(text: str) -> Tree:
    return parse(text).tree


@pytest.mark.parametrize("text", ["x^2 + x y + 2y^2", "sin(x) cos(y)", "x y", "x^3 - 3x + y^2", "exp(-x^2 - y^2)"])
def test_points_of_a_contour_have_its_value(text: str) -> None:
    found = grid(tree(text), NAMES, SQUARE)
    spacing = 6 / 200
    value = program(tree(text), NAMES).value
    lines = contours(found, nice_levels(found))
    assert sum(len(level.lines) for level in lines.levels) >= 3
    for level in lines.levels:
        for xs, ys in level.lines:
            for x, y in zip(xs, ys, strict=True):
                slope = math.hypot(
                    value([x + 1e-6, y]) - value([x - 1e-6, y]), value([x, y + 1e-6]) - value([x, y - 1e-6])
                )
                assert abs(value([x, y]) - level.value) <= slope / 2e-6 * spacing / 2 + 20 * spacing**2


def test_no_contour_along_a_pole() -> None:
    found = grid(tree("1/x"), NAMES, Box((-3.0, 3.1), (-3.0, 3.0)))
    assert contours(found, (0.0,)).levels[0].lines == ()


def test_undefined_regions_are_left_out() -> None:
    found = grid(tree("log(x) + y"), NAMES, SQUARE)
    lines = contours(found, (0.0, 1.0))
    assert all(x > 0 for level in lines.levels for xs, _ in level.lines for x in xs)


@pytest.mark.parametrize(
    "text", ["x^2 + y^2", "x y", "x", "sin(x) cos(y)", "1/x", "100 - x^2 - y^2", "1e9 x", "1e-9 x"]
)
def test_levels_are_few_plain_and_inside(text: str) -> None:
    found = grid(tree(text), NAMES, SQUARE)
    levels = nice_levels(found)
    assert 3 <= len(levels) <= 7
    assert list(levels) == sorted(levels)
    assert all(
        len(f"{abs(level):.4g}".replace("0.", "").replace(".", "").strip("0").split("e")[0]) <= 3 for level in levels
    )


def test_a_bowl_has_lines_near_its_bottom() -> None:
    levels = nice_levels(grid(tree("x^2 + y^2"), NAMES, SQUARE))
    assert levels[0] <= 2
    assert levels[-1] >= 6


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("x^2 + y^2", (2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0)),
        ("x^2 - y^2", (-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0)),
        ("x + y", (-4.0, -2.0, 0.0, 2.0, 4.0)),
        ("(x^2 + y^2)^2", (0.1, 1.0, 10.0, 100.0)),
    ],
)
def test_levels_are_even_and_nice_unless_the_values_span_decades(text: str, levels: tuple[float, ...]) -> None:
    assert nice_levels(grid(tree(text), NAMES, SQUARE)) == levels


def test_a_constant_has_no_levels() -> None:
    assert nice_levels(grid(tree("7 + 0x"), NAMES, SQUARE)) == ()
    assert nice_levels(grid(tree("log(-1 - x^2 y^2)"), NAMES, SQUARE)) == ()


def test_a_pole_does_not_take_all_colours() -> None:
    rows = heat(tree("1/(x^2 + y^2)"), NAMES, SQUARE).rows
    assert max(value for row in rows for value in row) < 1000


def test_heat_is_undefined_where_the_function_is() -> None:
    rows = heat(tree("sqrt(x)"), NAMES, SQUARE).rows
    assert math.isnan(rows[0][0])
    assert rows[0][-1] == pytest.approx(math.sqrt(3))


def test_arrows_point_along_the_field() -> None:
    found = arrows((tree("-y"), tree("x")), NAMES, SQUARE).arrows
    assert all(abs(arrow.x * arrow.dx + arrow.y * arrow.dy) < 1e-12 for arrow in found)
    assert all(0 < arrow.strength <= 1 for arrow in found)
    assert all(abs(arrow.x) < 3 and abs(arrow.y) < 3 for arrow in found)


def test_a_field_without_length_has_no_arrows() -> None:
    assert arrows((tree("0"), tree("0")), NAMES, SQUARE).arrows == ()


BOXES = [
    ("x^2 + y^2", 2, 5, "the usual box"),
    ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", 4, 8, "all four minima"),
    ("log(x - 20) + y", 20, 200, "where it is defined"),
    ("sin(x) cos(y)", 2, 7, "waves everywhere"),
    ("(x - 7)^2 + y^2", 7, 12, "the minimum"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "least", "most", "why"), BOXES)
def test_boxes_that_a_person_would_choose(text: str, least: float, most: float, why: str) -> None:
    box = box_of(tree(text), NAMES)
    assert least < box.x[1] <= most, (why, box)


@pytest.mark.parametrize("radius", [0.5, 1, 2, 25, 400])
def test_the_box_of_an_equation_holds_its_curve(radius: float) -> None:
    box = solutions_box(tree(f"x^2 + y^2 - {radius}^2"), NAMES)
    assert radius < box.x[1] < 2 * radius
    assert radius < box.y[1] < 2 * radius


@settings(max_examples=60, deadline=None)
@given(expressions())
def test_any_expression_makes_a_picture(found: Tree) -> None:
    try:
        box = box_of(found, NAMES)
        values = grid(found, NAMES, box)
        contours(values, nice_levels(values))
        heat(found, NAMES, box)
        arrows((found, found), NAMES, box)
    except MvcalcError:
        return
    assert all(low < high and math.isfinite(high - low) for low, high in box)
