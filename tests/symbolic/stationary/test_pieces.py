"""Seams of functions of two variables: the places where an extreme may be, all exact."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import number
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.pieces import by_pieces, seam_points
from mvcalc_cli.symbolic.stationary.points import Point
from mvcalc_cli.symbolic.stationary.seams import seam_kind

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
