"""equal: the documented verdicts, and why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.equal import Equality, equal
from tests.strategies import expressions
from tests.symbolic.reading import tree


def judged(left: str, right: str, kinds: dict[str, str] | None = None, answer: bool = False) -> Equality:
    return equal(tree(left, kinds, answer), tree(right, kinds, answer), kinds)


VERDICTS = [
    ("log(x^2)", "2log(x)", "domain differs"),
    ("sqrt(x^2)", "x", "different"),
    ("(-8)^(1/3)", "-2", "different"),
    ("|x|", "sqrt(x^2)", "equal"),
    ("x/x", "1", "domain differs"),
    ("(x^2 - 2)/(x - sqrt(2))", "x + sqrt(2)", "domain differs"),
    ("sin(x)^2 + cos(x)^2", "1", "equal"),
    ("0.333", "1/3", "different"),
    ("0.5", "1/2", "equal"),
    ("(x + 1)^2", "x^2 + 2x + 1", "equal"),
    ("tan(x)", "sin(x)/cos(x)", "equal"),
    ("asin(x) + acos(x)", "pi/2", "domain differs"),
    ("relu(x)", "(x + |x|)/2", "equal"),
    ("max(x, y)", "(x + y + |x - y|)/2", "equal"),
    ("cosh(x)", "(e^x + e^-x)/2", "equal"),
    ("log(x y)", "log(x) + log(y)", "domain differs"),
    ("log(x)", "log(-x)", "different"),
    ("x", "y", "different"),
    ("x^100", "x^100 + 10^-30", "different"),
    ("x = 1", "2x = 2", "equal"),
    ("x = 1", "1 = x", "equal"),
    ("x = 1", "x = 2", "different"),
    ("x^2 = 1", "x = 1", "different"),
    ("x^3 = 1", "x = 1", "equal"),
    ("1/x = 2", "x = 1/2", "equal"),
    ("y = 2x + 1", "2y - 4x = 2", "equal"),
    ("x < 1", "2x < 2", "equal"),
    ("x < 1", "-x > -1", "equal"),
    ("x < 1", "x > 1", "different"),
    ("x < 1", "x <= 1", "different"),
    ("[x, y]", "[x, y + 0]", "equal"),
    ("[x, y]", "[x, 2y]", "different"),
    ("[x]", "[x, y]", "different"),
    ("[1, x; 0, 1]", "[1, x; 0, 2/2]", "equal"),
    ("x", "[x, 1]", "different"),
]


@pytest.mark.parametrize(("left", "right", "verdict"), VERDICTS)
def test_verdicts(left: str, right: str, verdict: str) -> None:
    assert judged(left, right).verdict == verdict


def test_a_counterexample_shows_the_point_and_both_values() -> None:
    found = judged("sqrt(x^2)", "x")
    assert found.why == "at x = -1 the left one is 1, the right one -1"
    assert (found.where, found.left, found.right) == ((("x", -1.0),), 1.0, -1.0)


def test_values_that_look_the_same_are_told_apart() -> None:
    assert judged("cos(x) + 3", "cos(x) + 3 + 10^-12 x").why == (
        "at x = 1 the left one is 3.5403, the right one 3.5403: they differ by 1e-12"
    )


def test_a_difference_of_domains_shows_where_and_under_which_condition() -> None:
    found = judged("x/x", "1")
    assert found.why == "at x = 0 the right one is 1, the left one is undefined"
    assert found.conditions == (tree("x != 0"),)


def test_kinds() -> None:
    assert judged("sqrt(x^2)", "x", {"x": "positive"}).verdict == "equal"
    assert judged("sqrt(z^2)", "z", {"z": "complex"}).verdict == "different"
    assert judged("(-1)^(2n)", "1", {"n": "integer"}).verdict == "equal"


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("{1, 2}", "{2, 4/4}", "equal"),
        ("{1, 2}", "{1, 3}", "different"),
        ("[0, 1)", "[0, 2/2)", "equal"),
        ("[0, 1)", "[0, 1]", "different"),
        ("(-oo, 1)", "(0, 1)", "different"),
    ],
)
def test_sets_and_intervals(left: str, right: str, verdict: str) -> None:
    assert judged(left, right, answer=True).verdict == verdict


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("|x| < 20", "-20 < x and x < 20", "equal"),
        ("sqrt(x) < 20", "0 <= x and x < 400", "equal"),
        ("sqrt(x) < 20", "0 < x and x < 400", "different"),
        ("1/|x| < 1/30", "x < -30 or x > 30", "equal"),
        ("1/|x| < 1/30", "|x| >= 30", "different"),
    ],
)
def test_conditions_are_compared_by_the_sets_where_they_hold(left: str, right: str, verdict: str) -> None:
    assert judged(left, right, answer=True).verdict == verdict
    assert judged(right, left, answer=True).verdict == verdict


def test_points_are_the_evidence_when_algebra_has_no_time() -> None:
    found = equal(tree("sin(x)^2 + cos(x)^2"), tree("1"), seconds=-1.0)
    assert (found.verdict, found.why, found.proven) == ("equal", "same at 40 points", False)


def test_functions_that_bend_are_looked_at_on_every_piece() -> None:
    found = equal(tree("relu(x) + relu(-x)"), tree("|x|"), seconds=-1.0)
    assert (found.verdict, found.proven) == ("equal", False)


@pytest.mark.parametrize(("left", "right"), [("floor(x) + ceil(-x)", "0"), ("|log(x) - 100|", "100 - log(x)")])
def test_where_the_pieces_cannot_be_counted_points_are_no_evidence(left: str, right: str) -> None:
    found = equal(tree(left), tree(right), {"x": "positive"}, seconds=-1.0)
    assert (found.verdict, found.proven) == ("undecided", False)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("max(x, 1000000)", "1000000"),
        ("relu(x - 65)", "0"),
        ("|x - 100|", "100 - x"),
        ("sqrt((x - 100)^2)", "100 - x"),
        ("piecewise(x > 100: 1, 0)", "0"),
        ("floor(x/1000)", "floor(x/1001)"),
    ],
)
def test_a_bend_far_out_is_found(left: str, right: str) -> None:
    assert judged(left, right).verdict == "different"


def test_nothing_to_compare_is_undecided() -> None:
    assert judged("log(-x^2 - 1)", "sqrt(-x^2 - 1)").verdict == "undecided"


@given(expressions(max_leaves=6))
@settings(max_examples=30, deadline=None)
def test_everything_equals_itself(typed: Tree) -> None:
    assert equal(typed, typed).verdict in {"equal", "undecided"}
