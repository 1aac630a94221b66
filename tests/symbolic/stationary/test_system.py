"""All real solutions: counts that are proved, families, what is dropped, and what only looking finds."""

from __future__ import annotations

import random
from functools import cache
from itertools import product

import pytest

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.stationary import looking, system
from mvcalc_cli.symbolic.stationary.measured import RESIDUAL, as_number, residual
from mvcalc_cli.symbolic.stationary.points import Found, Point
from mvcalc_cli.symbolic.stationary.system import real_points
from mvcalc_cli.symbolic.verify import free_variables


@pytest.fixture(autouse=True)
def algebra_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What algebra says by itself; tests that look put the search back."""
    monkeypatch.setattr(system, "looked", lambda *_: ())


def gradient(text: str) -> tuple[list[Tree], tuple[str, ...], Tree]:
    f = parse(text).tree
    names = free_variables(f)
    return [differentiate(f, name).result for name in names], names, f


def critical(text: str) -> Found:
    equations, names, f = gradient(text)
    return real_points(equations, names, {}, defined=[f])


@cache
def settled(text: str) -> Found:
    """As `critical`, for the tests that do not change what it calls."""
    return critical(text)


def exact(point: Point) -> str:
    return ", ".join("?" if value is None else line(value) for value in point.values)


# --- points that algebra counts ---------------------------------------------------------------------

COUNTED = {
    "x^3 - 3x + y^2": ["−1, 0", "1, 0"],
    "x^4 + y^4 - 4x*y + 1": ["−1, −1", "0, 0", "1, 1"],
    "(1-x)^2 + 100(y-x^2)^2": ["1, 1"],
    "x^3 - 3x*y^2": ["0, 0"],
    "x^2 + y^4": ["0, 0"],
    "2x^3 + 6x*y^2 - 3y^3 - 150x": ["−5, 0", "−3, −4", "3, 4", "5, 0"],
    "x^2*y + y^2*z + z^2 - 2x": ["1, 1, −1/2"],
    "1/x + 1/y + x*y": ["1, 1"],
    "x/(1 + x^2 + y^2)": ["−1, 0", "1, 0"],
    "x*y*exp(-x^2 - y^2)": ["−√2/2, −√2/2", "−√2/2, √2/2", "0, 0", "√2/2, −√2/2", "√2/2, √2/2"],
    "exp(x)*(x^2 - y^2)": ["−2, 0", "0, 0"],
    "exp(2x) - 4exp(x) + y^2": ["log(2), 0"],
    "x*ln(y)": ["0, 1"],
    "x*ln(x)": ["e^(−1)"],
    "x*exp(y) - exp(x)": ["0, 0"],
    "y*ln(x) - x*y^2": ["1, 0", "e², e^(−2)"],
    "sqrt(x^2 + y^2 + 1)": ["0, 0"],
    "abs(x^2 - 1) + y^2": ["0, 0"],
    "cosh(x) + y^2": ["0, 0"],
    "x + y": [],
    "exp(x)*cos(y)": [],
    "sqrt(x^2 + y^2)": [],
    "x^3 - sqrt(2)*x + y^2 + z^2 - z": None,
}


@pytest.mark.parametrize("text", COUNTED)
def test_points_are_counted_and_exact(text: str) -> None:
    found = settled(text)
    assert found.complete
    assert found.families == ()
    assert found.method == "exact"
    expected = COUNTED[text]
    if expected is not None:
        assert [exact(point) for point in found.points] == expected


def test_himmelblau_has_nine() -> None:
    """Four of which `solve` loses."""
    found = critical("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
    assert len(found.points) == 9
    assert found.complete is not None
    assert "9 complex solutions" in found.complete
    assert [exact(point) for point in found.points if point.exact] == ["3, 2"]


def test_points_far_out_and_close_together() -> None:
    found = critical("(x - 1000)^2*(x - 1000.0001)^2 + y^2")
    assert [point.numbers[0] for point in found.points] == pytest.approx([1000, 1000.00005, 1000.0001], abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_systems_with_known_solutions(seed: int) -> None:
    """A grid of solutions, turned by a linear change of variables: each is found and no other."""
    rng = random.Random(seed)
    a, b, c, d = rng.choice([(1, 1, 1, -1), (2, 1, 1, 1), (1, 3, -1, 2), (3, -2, 1, 1)])
    xs, ys = (sorted(rng.sample(range(-4, 5), rng.randint(1, 3))) for _ in range(2))
    u, v = f"({a}x + {b}y)", f"({c}x + {d}y)"
    equations = ["*".join(f"({form} - ({value}))" for value in row) for form, row in ((u, xs), (v, ys))]
    found = real_points([parse(each).tree for each in equations], ("x", "y"), {})
    det = a * d - b * c
    expected = sorted(((d * p - b * q) / det, (a * q - c * p) / det) for p, q in product(xs, ys))
    assert found.complete
    assert [point.numbers for point in found.points] == [pytest.approx(each) for each in expected]


# --- infinitely many --------------------------------------------------------------------------------

FAMILIES: dict[str, tuple[list[str], list[str]]] = {
    "cos(x)": ([], ["πk"]),
    "sin(x)*sin(y)": ([], ["πk, πm", "πk + π/2, πm + π/2"]),
    "x^2 + cos(y)": ([], ["0, πk"]),
    "x*sin(y) + y": ([], ["1, 2πk + π", "−1, 2πk"]),
    "sin(pi*x)*y": ([], ["k, 0"]),
    "cos(x - y) + x^2": ([], ["0, πk"]),
    "x^2*y^2": ([], ["0, y", "x, 0"]),
    "y^2*sin(x)": ([], ["x, 0"]),
    "(x - y^2)^2": ([], ["y², y"]),
    "(x + y)^4": ([], ["−y, y"]),
    "cos(x + y)": ([], ["x, πk − x"]),
    "(x^2 + y^2 - 1)^2": (["0, 0"], ["x, y"]),
    "(x^2 + y^2)^2*(z - 1)^2": ([], ["0, 0, z", "x, y, 1"]),
    "x^3 + y^3 + z^3 - 3x*y*z": ([], ["z, z, z"]),
    "x^2*y*(4 - x - y)": (["2, 1", "4, 0"], ["0, y"]),
    "sin(x*y)": (["0, 0"], ["x, y"]),
}


@pytest.mark.parametrize("text", FAMILIES)
def test_families(text: str) -> None:
    found = settled(text)
    points, families = FAMILIES[text]
    assert [exact(point) for point in found.points] == points
    written = [", ".join(line(value).replace("·", "") for value in each.values) for each in found.families]
    assert sorted(written) == sorted(families)
    assert found.complete


def test_members_inside_the_box() -> None:
    equations, names, _ = gradient("sin(x)")
    found = real_points(equations, names, {}, box={"x": (-5.0, 8.0)})
    (only,) = found.families
    assert only.kind == "periodic"
    assert only.parameters == ("k",)
    assert sorted(round(point.numbers[0], 6) for point in only.inside) == [
        -4.712389,
        -1.570796,
        1.570796,
        4.712389,
        7.853982,
    ]


def test_real_points_of_a_sum_of_squares() -> None:
    """A branch of infinitely many complex solutions and few real ones is counted too."""
    assert [point.numbers for point in critical("(x^2 + y^2)^2").points] == [(0.0, 0.0)]
    assert [point.numbers for point in critical("(x^2 + y^2 + 1)^2").points] == [(0.0, 0.0)]


# --- what is left out -------------------------------------------------------------------------------


def test_where_f_has_no_value() -> None:
    """The gradient of x² + y² − ln(xy) vanishes at four points, f is defined at two of them."""
    assert len(critical("x^2 + y^2 - ln(x*y)").points) == 2


def test_a_point_where_a_denominator_vanishes() -> None:
    found = real_points([parse("(x^2 - x)/x").tree], ("x",), {})
    assert [point.numbers for point in found.points] == [(1.0,)]


def test_kinds() -> None:
    equations, names, _ = gradient("x^4 - 2x^2 + y^2")
    assert [point.numbers for point in real_points(equations, names, {"x": "positive"}).points] == [(1.0, 0.0)]


def test_the_box_that_was_asked_for() -> None:
    equations, names, _ = gradient("x^4 - 2x^2 + y^2")
    found = real_points(equations, names, {}, box={"x": (0.0, 3.0), "y": (-1.0, 1.0)})
    assert [point.numbers for point in found.points] == [(0.0, 0.0), (1.0, 0.0)]
    assert found.notes == ("1 more outside the box",)


# --- numbers ----------------------------------------------------------------------------------------


def test_one_variable_equations_are_solved_each_by_itself() -> None:
    found = critical("x*sin(x) + y^2")
    assert found.complete is None
    assert found.searched == {"x": (-10.0, 10.0), "y": (-10.0, 10.0)}
    assert [round(point.numbers[0], 4) for point in found.points] == [
        -7.9787,
        -4.9132,
        -2.0288,
        0,
        2.0288,
        4.9132,
        7.9787,
    ]
    assert found.method == "mixed"


def test_a_point_that_only_looking_finds_ends_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = Point((None, None), (5.0, 5.0), ("5.0", "5.0"), 0.0)
    monkeypatch.setattr(system, "looked", lambda *_: (extra,))
    found = critical("x^2 + y^2")
    assert found.complete is None
    assert found.method == "mixed"
    assert extra in found.points


def test_a_basis_that_takes_too_long() -> None:
    equations, names, _ = gradient("x^9*y^7*z^3 + x^8 - z^9*y^5*x + y^9*x^5 - x*y*z + z^7*x^3 - y^6 + 3x - 5z")
    found = real_points(equations, names, {}, seconds=0.3)
    assert found.complete is None
    assert "given up: these are numbers" in found.notes[0]


@pytest.mark.parametrize("text", [*COUNTED, *FAMILIES])
def test_every_point_satisfies_the_equations(text: str) -> None:
    """With its 30 digits alone, whatever its exact values are."""
    equations, names, _ = gradient(text)
    for point in settled(text).inside:
        off = residual(equations, dict(zip(names, map(as_number, point.digits), strict=True)))
        assert off is not None
        assert off < 1e-25
        assert point.residual <= RESIDUAL


def test_a_residual_is_relative_to_its_terms() -> None:
    """Where e^(−x²) underflows the equations are as far from 0 as anywhere."""
    equations, names, _ = gradient("x*exp(-x^2)")
    off = residual(equations, {names[0]: as_number("30")})
    assert off is not None
    assert off > 0.1


@pytest.mark.parametrize("text", ["x^4 + y^4", "x^2*y^2", "x*y*exp(-x^2 - y^2)", "sin(x)*sin(y)", "(x^2 + y^2 - 1)^2"])
def test_the_search_finds_nothing_that_algebra_has_not(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does it stop at plateaus, or beside degenerate points."""
    alone = settled(text)
    monkeypatch.setattr(system, "looked", looking.looked)
    assert critical(text) == alone


def test_without_algebra_the_search_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "looked", looking.looked)
    found = critical("x^2 + y^2 - pi*x + x^2*y")
    assert found.method == "numeric"
    assert found.complete is None
    assert [point.numbers for point in found.points] == [pytest.approx((-1.90929774584083, -1.82270894113644))]
