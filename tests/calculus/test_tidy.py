"""Tidying: neat, and never another domain."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.domain import conditions
from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import multiply, variable

NEAT = [
    ("1 + 2", "3"),
    ("2*x*3", "6x"),
    ("x*2", "2x"),
    ("x + x", "2x"),
    ("x - x", "0"),
    ("0*x", "0"),
    ("x^1", "x"),
    ("x^0", "1"),
    ("x*x^2", "x³"),
    ("x^2*x^(-3)", "1/x"),
    ("(2x)^2", "4x²"),
    ("(x^2)^3", "x⁶"),
    ("-(-x)", "x"),
    ("-x*-2", "2x"),
    ("x/2*4", "2x"),
    ("2/6*x", "x/3"),
    ("sqrt(4)", "2"),
    ("sqrt(2)", "√2"),
    ("8^(1/3)", "2"),
    ("2^10", "1024"),
    ("2^(-2)", "1/4"),
    ("cos(0) + sin(0)", "1"),
    ("log(1)", "0"),
    ("log(e)", "1"),
    ("e^x*e^x", "e^(2x)"),
    ("e^x/e^x", "1"),
    ("b*a*x", "a·b·x"),
    ("sin(x)*x*2", "2x·sin(x)"),
    ("cos(x)*(x + 1)*y*3", "3y·(x + 1)·cos(x)"),
    ("1 + x + x^2", "x² + x + 1"),
    ("-x + 4", "4 − x"),
    ("-x^2 + 2x - 1", "−x² + 2x − 1"),
    ("y^2 + x^2 + x*y", "x² + x·y + y²"),
    ("sin(x) + x + cos(x) + 2*sin(x)", "3·sin(x) + x + cos(x)"),
    ("2*(x + 1) + x", "3x + 2"),
    ("x - (x + 1)", "−1"),
    ("0.5*x + 0.25*x", "0.75x"),
    ("-0.5*x", "−0.5x"),
    ("-0.5*(1 - x)", "0.5·(x − 1)"),
    ("x/4", "x/4"),
    ("3*x/4", "3x/4"),
    ("max(2, 3)", "3"),
    ("abs(-3)", "3"),
    ("piecewise(x < 0: 1, 1)", "1"),
]

# What must stay, because without it the function would be defined at more points.
DOMAIN_KEPT = [
    ("x/x", "x/x"),
    ("x^2/x", "x²/x"),
    ("sqrt(x)*sqrt(x)", "√x·√x"),
    ("sqrt(x)^2", "(√x)²"),
    ("log(x) - log(x)", "log(x) − log(x)"),
    ("0*log(x)", "0·log(x)"),
    ("1/x - 1/x", "1/x − 1/x"),
    ("(1/x)^(-1)", "1/(1/x)"),
    ("1/(2/x)", "1/(2/x)"),
    ("sqrt(x^2)", "√(x²)"),
    ("(x^2)^(1/2)", "√(x²)"),
    ("0^(-1)", "0^(−1)"),
    ("1/0", "1/0"),
]

# What may go, once a fact says so: (expression, known, tidied).
WITH_FACTS = [
    ("x/x", "x != 0", "1"),
    ("x/x", "x > 0", "1"),
    ("x^2/x", "1/x > 0", "x"),
    ("sqrt(x)*sqrt(x)", "x >= 0", "x"),
    ("x/x", "x*y != 0", "1"),
    ("x/x", "y != 0", "x/x"),
]


@pytest.mark.parametrize(("text", "expected"), NEAT, ids=[row[0] for row in NEAT])
def test_neat(text: str, expected: str) -> None:
    assert line(tidy(parse(text).tree)) == expected


@pytest.mark.parametrize(("text", "expected"), DOMAIN_KEPT, ids=[row[0] for row in DOMAIN_KEPT])
def test_the_domain_stays(text: str, expected: str) -> None:
    assert line(tidy(parse(text).tree)) == expected


@pytest.mark.parametrize(("text", "known", "expected"), WITH_FACTS)
def test_facts_allow_more(text: str, known: str, expected: str) -> None:
    assert line(tidy(parse(text).tree, Facts([parse(known).tree]))) == expected


def test_a_positive_variable_cancels() -> None:
    assert line(tidy(parse("x/x").tree, Facts(kinds={"x": "positive"}))) == "1"


@pytest.mark.parametrize("text", [row[0] for row in NEAT + DOMAIN_KEPT])
def test_tidying_twice_changes_nothing(text: str) -> None:
    once = tidy(parse(text).tree)
    assert tidy(once) == once


@pytest.mark.parametrize("text", [row[0] for row in NEAT + DOMAIN_KEPT])
def test_tidying_asks_for_no_less(text: str) -> None:
    """Every condition of the typed expression still follows from those of the tidied one."""
    tree = parse(text).tree
    shown = Facts(conditions(tidy(tree)))
    assert all(shown.implies(condition) for condition in conditions(tree) if not _constant(condition))


def _constant(condition: object) -> bool:
    from mvcalc_cli.language.tree import Tree, variables

    assert isinstance(condition, Tree)
    return not variables(condition)


def test_long_sums_take_linear_time() -> None:
    text = " + ".join(f"{k}*x_{k}" for k in range(1, 4_000))
    assert len(tidy(parse(text, max_length=10**6).tree).args) == 3_999


def test_a_power_is_not_folded_into_a_monster() -> None:
    assert line(tidy(parse("2^5000").tree)) == "2⁵⁰⁰⁰"


def test_deep_trees_need_no_recursion() -> None:
    tree = variable("x")
    for _ in range(20_000):
        tree = multiply(variable("y"), tree)
    assert line(tidy(tree)) == "x·y²⁰⁰⁰⁰"


@pytest.mark.parametrize("text", ["(x^(1/3))^0", "sqrt(x)^0", "(x^(-1))/(x^(-1))", "x/x^0", "sec((1/x)^(1/4))^0"])
def test_what_may_not_cancel_comes_to_an_end(text: str) -> None:
    once = tidy(parse(text).tree)
    assert tidy(tidy(once)) == tidy(once)
