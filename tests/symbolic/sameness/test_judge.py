"""The engine beneath equal and grading: structure, values, pieces, domains, conditions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mvcalc_cli.language.tree import Tree, add, number
from mvcalc_cli.symbolic.sameness.canonical import canonical
from mvcalc_cli.symbolic.sameness.judge import judge
from mvcalc_cli.symbolic.sameness.result import YOURS, How, kinds_of
from tests.strategies import expressions
from tests.symbolic.reading import tree


def verdict(left: str, right: str, how: How | None = None) -> str:
    return judge(tree(left, answer=True), tree(right, answer=True), how or How()).verdict


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("piecewise(x > 100: 1, 0)", "0", "different"),
        ("piecewise(x = 3: 5, x)", "x", "different"),
        ("max(x, y, 3)", "max(3, max(x, y))", "equal"),
        ("max(x, y)", "max(x, y, -50)", "different"),
        ("|x - 1| + |x + 1|", "max(2, |2x|)", "equal"),
        ("|x - 1| + |x + 1|", "|2x|", "different"),
        ("|sin(x)|", "sqrt(1 - cos(x)^2)", "equal"),
        ("sqrt(x^2 + 2x y + y^2)", "|x + y|", "equal"),
        ("sqrt(x^2 + 2x y + y^2)", "x + y", "different"),
        ("acos(cos(x))", "|x|", "different"),
        ("acos(cos(x))", "x", "different"),
        ("atan(1/(x - 30)) + atan(x - 30)", "-pi/2", "different"),
        ("x", "x + 10^-25 x", "different"),
        ("x^2", "(1 + 10^-40) x^2", "different"),
        ("e^(pi sqrt(163))", "262537412640768744", "different"),
        ("floor(x) + ceil(-x)", "0", "undecided"),
        ("|log(x) - 100|", "100 - log(x)", "undecided"),
        ("1/(x^2 - 7)", "(x^2 - 5)/((x^2 - 7)(x^2 - 5))", "domain differs"),
        ("y", "y (x - y - 4)/(x - y - 4)", "domain differs"),
        ("(0, 2)", "(0, 1) U [1, 2)", "equal"),
        ("(0, 2)", "(0, 1) U (1, 2)", "different"),
        ("(y - x^2)(y + 100) = 0", "y = x^2", "different"),
        ("1/x > 0", "x > 0", "equal"),
        ("x/x = 1", "x != 0", "equal"),
        ("log(x) < 0", "x < 1", "different"),
        ("|x| < 20", "-20 < x < 20", "equal"),
        ("|x| < 20", "-20 < x <= 20", "different"),
        ("|x| < 20", "-20 < x < 20.01", "different"),
        ("|x - 50| >= 30", "x <= 20 or x >= 80", "equal"),
        ("|x - 50| > 30", "x <= 20 or x > 80", "different"),
        ("|x| + |x - 40| < 100", "-30 < x < 70", "equal"),
        ("||x| - 50| < 20", "30 < |x| < 70", "equal"),
        ("||x| - 50| < 20", "30 < x < 70", "different"),
        ("|x^2 - 500| <= 400", "10 <= |x| <= 30", "equal"),
        ("|x| (|x| - 90) < 0", "-90 < x < 90 and x != 0", "equal"),
        ("|x| <= x + 60", "x >= -30", "equal"),
        ("|x| <= x", "x >= 0", "equal"),
        ("|log(x)| < 20", "e^(-20) < x < e^20", "undecided"),
    ],
)
def test_verdicts(left: str, right: str, expected: str) -> None:
    assert verdict(left, right) == expected
    turned = verdict(right, left)
    assert turned == expected


def test_ranges_as_domains() -> None:
    near = How({"x": (0.0, 1.0)}, sides=YOURS)
    assert judge(tree("|x - 1|"), tree("1 - x"), near).verdict == "equal"
    assert judge(tree("sqrt(x^2)"), tree("x"), How({"x": (0.0, float("inf"))})).verdict == "equal"
    assert judge(tree("|x|"), tree("-x"), How({"x": (float("-inf"), 0.0)})).verdict == "equal"
    assert judge(tree("|x - 1|"), tree("1 - x"), How({"x": (0.0, 2.0)})).verdict == "different"


def test_domains_as_kinds() -> None:
    assert kinds_of({"x": (0.0, 1.0), "y": (1.0, 2.0), "n": "integer"}) == {
        "x": "real", "y": "positive", "n": "integer",
    }  # fmt: skip


@given(expressions(max_leaves=8, functions=("sin", "cos", "abs", "sqrt", "log", "atan", "max")))
@settings(max_examples=60, deadline=None)
def test_nothing_equals_itself_and_a_little(typed: Tree) -> None:
    assert judge(typed, typed).verdict == "equal"
    assert judge(typed, add(typed, number(1))).verdict != "equal"


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("a - b", "-(b - a)", True),
        ("x - x", "0", False),
        ("a b/c", "b (a/c)", True),
        ("x + y + z", "z + (y + x)", True),
        ("-(-x)", "x", True),
        ("(a - b)(c - d)", "(b - a)(d - c)", True),
        ("(a - b)^2", "(b - a)^2", False),
        ("2/3", "4/6", False),
    ],
)
def test_the_canonical_form(left: str, right: str, same: bool) -> None:
    assert (canonical(tree(left)) == canonical(tree(right))) == same
