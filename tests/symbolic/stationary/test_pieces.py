"""Seams of functions of two variables: the places where an extreme may be, all exact."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import number
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.directions import edges
from mvcalc_cli.symbolic.stationary.kinds import classified
from mvcalc_cli.symbolic.stationary.pieces import by_pieces, seam_points
from mvcalc_cli.symbolic.stationary.points import Point
from mvcalc_cli.symbolic.stationary.seams import seam_kind
from mvcalc_cli.symbolic.stationary.straight import straightened

SEAMS = [
    ("|x| + |y|", [(0, 0)]),
    ("|x - y| + x^2", [(0, 0)]),
    ("|x - 1| + (y + 2)^2", [(1, -2)]),
    ("max(x^2 + y^2, (x - 2)^2 + y^2)", [(1, 0)]),
    ("|x| + |y - 1| + |x + y|", [(-1, 1), (0, 0), (0, 1)]),
]


@pytest.mark.parametrize(("text", "places"), SEAMS)
def test_places_on_the_seams(text: str, places: list[tuple[float, float]]) -> None:
    found = seam_points(lower(parse(text).tree), ("x", "y"), {})
    assert [point.numbers for point in found] == places
    assert all(point.exact for point in found)


def test_a_smooth_function_has_no_seams() -> None:
    assert seam_points(lower(parse("x^2 + y^2").tree), ("x", "y"), {}) == ()


PIECES = [
    ("|x^2 - 1|", "x", [(0,)]),
    ("|x^3 - 3x|", "x", [(-1,), (1,)]),
    ("x |x - 2|", "x", [(1,)]),
    ("|x|^3", "x", [(0,)]),  # both pieces have the slope 0 on the seam
    ("|x - 1|^3 + |y|", "xy", []),
    ("|x| + y^2", "xy", []),
    ("|x|^3 + (y - 1)^2", "xy", [(0, 1)]),
    ("max(x^2 + y^2, 1 + x)", "xy", []),
]


@pytest.mark.parametrize(("text", "names", "places"), PIECES)
def test_critical_points_of_the_pieces(text: str, names: str, places: list[tuple[float, ...]]) -> None:
    found = by_pieces(lower(parse(text).tree), tuple(names), {})
    assert found is not None
    assert [point.numbers for point in found.points] == places
    assert found.complete


@pytest.mark.parametrize("text", ["x^2", "floor(x)", "|x - 1| + |x + 1|", "max(x, 0)^2", "|sin(x)|", "||x| - 1|"])
def test_what_is_not_solved_by_pieces(text: str) -> None:
    assert by_pieces(lower(parse(text).tree), ("x",), {}) is None


KINDS = [
    ("max(x^2 + y^2, (x - 2)^2 + y^2)", (1, 0), "minimum"),
    ("min(1 - x^2 - y^2, 1 - (x - 2)^2 - y^2)", (1, 0), "maximum"),
    ("|x| - y^2", (0, 0), "saddle"),
    ("|x| + y^2", (0, 0), "minimum"),
    ("-|x - y| - (x + y)^2", (0, 0), "maximum"),
    ("|x| + |y|", (0, 0), "minimum"),
    ("|x| - |y|", (0, 0), "saddle"),
    ("|x| + |y| - x/2", (0, 0), "minimum"),
    ("|x| + |y| - 2x", (0, 0), "saddle"),
    ("-|x| - |x + y|", (0, 0), "maximum"),
    ("|x - y^2| + y^2", (0, 0), "minimum"),  # the seam is curved
    ("|x - y^2| + x/2", (0, 0), "minimum"),
    ("|x - y^2| - x/2", (0, 0), "saddle"),
]


@pytest.mark.parametrize(("text", "place", "kind"), KINDS)
def test_the_kind_on_a_seam_is_that_of_the_values_near_by(text: str, place: tuple[int, int], kind: str) -> None:
    f = lower(parse(text).tree)
    point = Point(tuple(map(number, place)), tuple(map(float, place)), tuple(map(str, place)), 0.0)
    found = seam_kind(f, ("x", "y"), point)
    assert found is not None
    assert found[0] == kind
    here = measure(f, {"x": Fraction(place[0]), "y": Fraction(place[1])})
    ways = [(Fraction(a, 10**4), Fraction(b, 10**4)) for a in range(-9, 10) for b in range(-9, 10) if (a, b) != (0, 0)]
    near = [measure(f, {"x": place[0] + dx, "y": place[1] + dy}) - here for dx, dy in ways]  # type: ignore[operator]
    fine = [Fraction(k, 100) for k in range(-9, 10) if k]
    near += [measure(f, {"x": place[0] + t * t, "y": place[1] + t}) - here for t in fine]  # type: ignore[operator]
    signs = {(value > 0) - (value < 0) for value in near} - {0}
    assert signs == {"minimum": {1}, "maximum": {-1}, "saddle": {1, -1}}[kind]


@pytest.mark.parametrize("text", ["|x| + y", "|x| + 2x + y^2", "floor(x) + y^2", "|x| + y^4"])
def test_slopes_that_do_not_tell(text: str) -> None:
    origin = Point((number(0), number(0)), (0.0, 0.0), ("0", "0"), 0.0)
    assert seam_kind(lower(parse(text).tree), ("x", "y"), origin) is None


def test_a_line_of_critical_points_of_a_piece_that_touches_it_at_one() -> None:
    """∇x² = 0 on the line x = 0, where x² is the greater of x² and y² nowhere but at the origin."""
    found = by_pieces(lower(parse("max(x^2, y^2)").tree), ("x", "y"), {})
    assert found is not None
    assert [point.numbers for point in found.points] == [(0, 0)]
    assert found.complete == "each of the 2 smooth pieces of f is solved"


@pytest.mark.parametrize("text", ["max(x^2, y^2 - 1000)", "max(x^2, 1 - y^2)", "max(x^2, 50 - y^2)"])
def test_a_line_of_critical_points_in_a_part_of_a_piece_is_never_called_all_points(text: str) -> None:
    found = by_pieces(lower(parse(text).tree), ("x", "y"), {})
    assert found is None or found.complete is None


STRAIGHT = [("sqrt(x^2) + y^2", (0, 0)), ("sqrt((x - 1)^2) + (y + 2)^2", (1, -2))]


@pytest.mark.parametrize(("text", "place"), STRAIGHT)
def test_a_root_of_a_square_has_a_seam(text: str, place: tuple[float, float]) -> None:
    f = straightened(lower(parse(text).tree))
    (point,) = seam_points(f, ("x", "y"), {})
    assert point.numbers == place
    assert classified(f, ("x", "y"), point).kind == "minimum"


@pytest.mark.parametrize(
    ("text", "names", "edge"),
    [("sqrt(x^2) + y^2", ("x", "y"), "x"), ("sqrt(x^2 - 2x y + y^2) + x^2", ("x", "y"), "x - y")],
)
def test_the_edge_of_a_root_of_a_square_is_where_its_base_is_0(text: str, names: tuple[str, ...], edge: str) -> None:
    f = lower(parse(text).tree)
    assert [line(each.where).replace("−", "-") for each in edges(f, names)] == [edge]
    assert seam_points(f, names, {}) == seam_points(straightened(f), names, {}) != ()


def test_a_root_of_a_fourth_power_is_smooth() -> None:
    found = by_pieces(lower(parse("sqrt(x^4) + y^2").tree), ("x", "y"), {})
    assert found is not None
    assert [point.numbers for point in found.points] == [(0, 0)]
    assert found.complete
