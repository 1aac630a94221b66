"""Are two Trees the same function? No right pair is contradicted, no wrong one agrees."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mvcalc_cli.language.tree import Tree, add, multiply, number
from mvcalc_cli.symbolic.verify import compare, free_variables, points, shown, spoken
from tests.strategies import expressions
from tests.symbolic.reading import tree

SAME = [
    ("sin(x)^2 + cos(x)^2", "1"),
    ("x^2 - 1", "(x - 1)(x + 1)"),
    ("cosh(x)^2 - sinh(x)^2", "1"),
    ("2log(x)", "log(x^2)"),
    ("sqrt(1 - sin(x)^2 - cos(x)^2)", "0"),
    ("e^(x + y)", "e^x e^y"),
    ("acosh(x + 1)", "log(x + 1 + sqrt((x + 1)^2 - 1))"),
    ("log(x - 50)", "log(2x - 100) - log(2)"),
    ("e^(100x) - e^(100x)", "0"),
    ("floor(x) + ceil(-x)", "0"),
    ("(x + 10^12)^2 - 10^24 - 2*10^12 x", "x^2"),
]
DIFFERENT = [
    ("x", "x + 10^-9"),
    ("e^(e^3)", "e^(e^3) + 10^-12"),
    ("sqrt(x^2)", "x"),
    ("floor(x)", "ceil(x) - 1"),
    ("sin(x)", "x - x^3/6 + x^5/120"),
    ("(-8)^(1/3)", "-2"),
    ("0.333", "1/3"),
    ("e^(100x)", "e^(100x) + e^(50x)"),
    ("atan(x) + atan(1/x)", "pi/2"),
    ("log(x - 50)", "log(x - 51)"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_the_same_agree(left: str, right: str) -> None:
    found = compare(tree(left), tree(right))
    assert (found.check.verdict, found.where) == ("agrees", ())


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_the_different_are_contradicted_with_both_values(left: str, right: str) -> None:
    found = compare(tree(left), tree(right))
    assert found.check.verdict == "contradicted"
    assert found.difference


def test_a_counterexample_is_a_small_number_where_one_does() -> None:
    assert compare(tree("sqrt(x^2)"), tree("x")).where == (("x", -1.0),)


def test_a_point_where_only_one_is_defined_is_a_gap_not_a_contradiction() -> None:
    found = compare(tree("x/x"), tree("1"))
    assert found.check.verdict == "agrees"
    assert found.gap_right is not None
    assert found.gap_right.where == (("x", 0.0),)
    assert found.gap_left is None


def test_nowhere_defined_is_unchecked() -> None:
    assert compare(tree("log(-x^2 - 1)"), tree("sqrt(-x^2 - 1)")).check.verdict == "unchecked"


@pytest.mark.parametrize(
    ("left", "right", "kinds", "verdict"),
    [
        ("sqrt(x^2)", "x", {"x": "positive"}, "agrees"),
        ("(-1)^(2n)", "1", {"n": "integer"}, "agrees"),
        ("sin(n pi)", "0", {"n": "integer"}, "agrees"),
        ("sqrt(z^2)", "z", {"z": "complex"}, "contradicted"),
        ("(z + 1)^2", "z^2 + 2z + 1", {"z": "complex"}, "agrees"),
    ],
)
def test_kinds_are_respected(left: str, right: str, kinds: dict[str, str], verdict: str) -> None:
    assert compare(tree(left, kinds), tree(right, kinds), kinds).check.verdict == verdict


def test_the_same_seed_gives_the_same_points() -> None:
    streams = [points(("x", "y"), {}, seed) for seed in (1, 1, 2)]
    first, again, other = ([next(stream) for _ in range(30)] for stream in streams)
    assert first == again != other


def test_free_variables_know_what_is_bound() -> None:
    assert free_variables(tree("RootOf(t^5 - t - 1, 0) + x")) == ("x",)
    assert free_variables(tree("sum(i^2, i=1..n)")) == ("n",)


def test_values_in_sentences() -> None:
    assert spoken((("x", -1.0), ("y", 0.5))) == " at x = -1, y = 0.5"
    assert shown(None) == "undefined"
    assert shown(1 - 2j) == "1 - 2i"


@given(expressions(max_leaves=8))
@settings(max_examples=60, deadline=None)
def test_what_is_slightly_wrong_never_agrees(typed: Tree) -> None:
    # A value beyond 10^15 swallows nothing at 30 digits: the factor is wrong wherever there is a value.
    found = compare(typed, multiply(typed, number(3)))
    assert found.check.verdict != "agrees" or found.check.error == 0.0
    shifted = compare(typed, add(typed, number(1)))
    assert shifted.check.verdict != "agrees" or _huge(typed)


def _huge(typed: Tree) -> bool:
    """Values so large that adding 1 is below the tolerance."""
    found = compare(typed, number(0))
    return found.left is not None and abs(found.left) > 1e20
