"""simplify, expand, factor: readable, never longer, checked, and honest about the domain."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings

from mvcalc_cli.errors import ContradictedError, DomainError, LimitError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.simplify import expand, factor, simplify, weight
from mvcalc_cli.symbolic.verify import compare
from tests.strategies import expressions
from tests.symbolic.reading import tree, written

SIMPLIFIED = [
    ("sin(x)^2 + cos(x)^2", "1", ""),
    ("x/x", "1", "x != 0"),
    ("(x^2 - 1)/(x - 1)", "x + 1", "x != 1"),
    ("(x^2 - 2)/(x^2 - 2)", "1", "x != -sqrt(2), x != sqrt(2)"),
    ("x^2 + 2x + 1", "(x + 1)**2", ""),
    ("sqrt(x) sqrt(x)", "x", "x >= 0"),
    ("sqrt(x^2)", "Abs(x)", ""),
    ("cbrt(x)^3", "x", ""),
    ("(x + y)^2 - (x - y)^2", "4*x*y", ""),
    ("log(x)/log(2)", "log(x)/log(2)", ""),
    ("tan(x) cos(x)", "sin(x)", "cos(x) != 0"),
    ("cos(x)/sin(x)", "cot(x)", ""),
    ("e^x e^y", "exp(x + y)", ""),
    ("2x e^(-x/2) - x^2 e^(-x/2)/2", "x*(4 - x)*exp(-x/2)/2", ""),
    ("sqrt(8)", "2*sqrt(2)", ""),
    ("(1 + sqrt(2))^2", "3 + 2*sqrt(2)", ""),
    ("1/(1 + sqrt(2))", "sqrt(2) - 1", ""),
    ("[x + x, x/x]", "[2*x, 1]", "x != 0"),
]
UNCHANGED = ["log(x^2)", "1/(1 + e^(-x))", "max(x, 0)", "|x|/x", "relu(x) + relu(-x)", "log(x) + log(y)", "1/x + 1/y"]


@pytest.mark.parametrize(("text", "expected", "where"), SIMPLIFIED, ids=[row[0] for row in SIMPLIFIED])
def test_simplify(text: str, expected: str, where: str) -> None:
    answer = simplify(tree(text))
    assert written(answer.tree) == expected
    assert ", ".join(_condition(condition) for condition in answer.where) == where
    assert answer.check.verdict == "agrees"
    assert answer.changed


def _condition(condition: Tree) -> str:
    left, right = condition.args
    return f"{written(left)} {condition.value} {written(right)}"


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_is_short_already_stays_as_it_was_typed(text: str) -> None:
    answer = simplify(tree(text))
    assert answer.tree == tree(text)
    assert not answer.changed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(x + 1)^3", "x**3 + 3*x**2 + 3*x + 1"),
        ("sin(x + y)", "sin(x)*cos(y) + sin(y)*cos(x)"),
        ("sin(2x)", "sin(2*x)"),
        ("x(x + y)", "x**2 + x*y"),
    ],
)
def test_expand(text: str, expected: str) -> None:
    assert written(expand(tree(text)).tree) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^2 - 1", "(x - 1)*(x + 1)"),
        ("x^2 + 1", "x**2 + 1"),
        ("x^2 e^x + x e^x", "x*(x + 1)*exp(x)"),
        ("6x^2 + 12x = 0", "Eq(6*x*(x + 2), 0)"),
    ],
)
def test_factor(text: str, expected: str) -> None:
    assert written(factor(tree(text)).tree) == expected


@pytest.mark.parametrize("text", ["(x + 1)^(10^6)", "(x + y + 1)^1000", "(x + 1)^(10^30)"])
def test_what_would_be_too_long_written_out_is_refused(text: str) -> None:
    with pytest.raises(LimitError):
        expand(tree(text))


@pytest.mark.parametrize("text", ["x^(10^9) - 1", "(x^(10^6) + 1)^2/x"])
def test_polynomials_of_a_huge_degree_fill_no_memory(text: str) -> None:
    with pytest.raises(LimitError):
        factor(tree(text))
    assert simplify(tree(text)).check.verdict == "agrees"


def test_a_wrong_answer_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sympy, "factor", lambda expression: expression + 1)
    with pytest.raises(ContradictedError) as caught:
        factor(tree("x^2 - 1"))
    assert "at x = 0" in caught.value.message
    assert "is 0" in caught.value.message
    assert "is -1" in caught.value.message
    assert caught.value.exit_code == 1


def test_a_wrong_candidate_gives_way_to_a_right_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sympy, "simplify", lambda _: sympy.Integer(7))
    assert simplify(tree("sin(x) + x")).tree == tree("sin(x) + x")


def test_no_form_with_heaviside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sympy, "simplify", lambda _: sympy.Heaviside(sympy.Symbol("x")))
    assert simplify(tree("max(x, 0)")).tree == tree("max(x, 0)")


@given(expressions(max_leaves=6))
@settings(max_examples=30, deadline=None)
def test_simplify_is_the_same_function_and_never_longer(typed: Tree) -> None:
    try:
        answer = simplify(typed)
    except (LimitError, DomainError):
        return
    assert answer.check.verdict != "contradicted"
    assert compare(typed, answer.tree, seed=99).check.verdict != "contradicted"
    assert weight(answer.tree) <= 3 * weight(typed)
