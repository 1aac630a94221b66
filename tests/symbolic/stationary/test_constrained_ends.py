"""Greatest and least values on constraints, taken or not, each with its proof; and where there is none to be had."""

from __future__ import annotations

import pytest

from mvcalc_cli.symbolic.stationary.constrained import Extreme, LagrangeFound, problem
from mvcalc_cli.symbolic.stationary.courses import courses
from mvcalc_cli.symbolic.stationary.lagrange import lagrange
from tests.symbolic.reading import tree, written

UNBOUNDED = "oo"


def solved(f: str, *constraints: str) -> LagrangeFound:
    text = " ".join((f, *constraints))
    names = [name for name in ("x", "y", "z") if name in text.replace("exp", "")]
    return lagrange(tree(f), [tree(each) for each in constraints], names, {})


# f, constraints, greatest, least: a value that is taken and proved; "oo" not bounded; "< 1" near 1 and never there.
PROVED = [
    ("x", ("x y = 1",), "oo", "oo"),
    ("x + y", ("x y = 1",), "oo", "oo"),
    ("1/x", ("x >= 1",), "1", "> 0"),
    ("x exp(-x)", ("x >= 0",), "exp(-1)", "0"),
    ("exp(-x - y)", ("x y >= 1",), "oo", "> 0"),
    ("x^2 + y^2", ("x y = 1",), "oo", "2"),
    ("atan(x)", ("y = 0",), "< pi/2", "> -pi/2"),
    ("x y", ("x + y = 2",), "1", "oo"),
    ("x y z", ("x + y + z = 3",), "oo", "oo"),
    ("ln(x)", ("x + y = 1",), "oo", "oo"),
    ("y - x", ("x^2 - y^2 = 1",), "oo", "oo"),
    ("1/(1 + x^2 + y^2)", ("x + y = 1",), "2/3", "> 0"),
    ("x + y", ("x^3 + y^3 = 1",), "2**(2/3)", "> 0"),
    ("y", ("x^2 y = 1",), "oo", "> 0"),
    ("x + 2y", ("x >= 0", "y >= 0"), "oo", "0"),
    ("x + y", ("x y >= 4", "x >= 0"), "oo", "4"),
    ("1/x + 1/y", ("x + y = 1",), "oo", "oo"),
    ("exp(x y)", ("x^3 + y^3 = 16",), "exp(4)", "> 0"),
    ("exp(x^3)", ("x^3 + y^3 = 16",), "oo", "> 0"),
    ("x exp(-x y)", ("x + y = 1",), "oo", "oo"),
    ("sqrt(x) + sqrt(y)", ("x + y = 4",), "2*sqrt(2)", "2"),
    ("x y + y z", ("x^2 + y^2 = 2", "y z = 1"), "2", "0"),
    ("x y z", ("x + y + z = 6", "x y + y z + z x = 9"), "4", "0"),
    ("sin(x) sin(y)", ("x + y = pi",), "1", "0"),
]


@pytest.mark.parametrize(
    ("f", "constraints", "greatest", "least"), PROVED, ids=[f"{r[0]} on {r[1][0]}" for r in PROVED]
)
def test_values_that_are_taken_and_those_that_are_not(
    f: str, constraints: tuple[str, ...], greatest: str, least: str
) -> None:
    found = solved(f, *constraints)
    _judge(found.greatest, found.no_greatest or "", greatest)
    _judge(found.least, found.no_least or "", least)


def _judge(extreme: Extreme | None, none: str, wanted: str) -> None:
    if wanted == UNBOUNDED:
        assert extreme is None
        assert none.startswith("f is not bounded "), none
        assert "not proved" not in none
    elif wanted[0] in "<>":
        assert extreme is None
        assert none.startswith("f has no "), none
        limit = wanted[2:].replace("pi", "π").replace("-", "−")
        assert f"f → {limit} " in none, none
    else:
        assert extreme is not None, none
        assert written(extreme.value) == wanted  # type: ignore[arg-type]
        assert extreme.proved, extreme.reason


def test_what_samples_show_is_told_as_no_more() -> None:
    found = solved("x", "x^3 + x + sin(y) = 2y")  # a curve that no equation here is solved for
    for extreme, none in ((found.greatest, found.no_greatest), (found.least, found.no_least)):
        assert extreme is None or not extreme.proved
        assert none is None or none.startswith("not known") or "→" in none or "not proved" in none, none


def test_a_curve_that_is_lost_where_a_factor_is_zero_is_not_covered_without_it() -> None:
    asked = problem(tree("x"), [tree("x^2 y = x")], ["x", "y"], {})  # x = 0 and y = 1/x
    found = courses(asked)
    assert found is None or any(each.values[0].kind == "number" for each in found)


def test_pieces_of_a_curve_that_the_inequalities_leave() -> None:
    asked = problem(tree("x"), [tree("x + y = 1"), tree("x y >= -2")], ["x", "y"], {})
    found = courses(asked)
    assert found is not None
    assert [(written(each.low), written(each.high)) for each in found] == [("-1", "2")]


def test_the_border_of_a_positive_variable_does_not_belong_to_the_set() -> None:
    kinds = {"x": "positive", "y": "positive"}
    found = lagrange(tree("x y"), [tree("x + y = 4")], ("x", "y"), kinds)
    assert (found.no_least or "").startswith("f has no least value: f → 0 ")
    assert found.greatest is not None
    assert found.greatest.proved
    low = lagrange(tree("x + y + z"), [tree("x y z = 1")], ("x", "y", "z"), {**kinds, "z": "positive"}).least
    assert low is not None
    assert written(low.value) == "3"  # type: ignore[arg-type]
