"""The steps of an antiderivative teach: textbook substitutions, letters of their own, true lines."""

from __future__ import annotations

import re

import pytest

from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import variables
from mvcalc_cli.symbolic.antiderivative import IntegralStep, antiderivative
from tests.symbolic.reading import tree, written


def steps_of(text: str, kinds: dict[str, str] | None = None) -> tuple[IntegralStep, ...]:
    """The steps of the antiderivative by x."""
    return antiderivative(tree(text, kinds), "x", kinds).steps


INNER = [
    ("2x cos(x^2)", "x²", "2x", "cos(u)"),
    ("cos(x) e^(sin x)", "sin(x)", "cos(x)", "e^u"),
    ("x e^(x^2)", "x²", "2x", "e^u/2"),
    ("e^x/(1 + e^(2x))", "eˣ", "eˣ", "1/(u² + 1)"),
    ("x^3/(x^2 + 1)", "x²", "2x", "u/(2u + 2)"),
    ("x sqrt(x^2 + 1)", "x² + 1", "2x", "√u/2"),
    ("x/sqrt(1 - x^2)", "1 − x²", "−2x", "−1/(2·√u)"),
    ("log(x)^2/x", "log(x)", "1/x", "u²"),
    ("sin(x)^3 cos(x)", "sin(x)", "cos(x)", "u³"),
    ("cos(log x)/x", "log(x)", "1/x", "cos(u)"),
]


@pytest.mark.parametrize(("text", "inner", "slope", "new"), INNER, ids=[row[0] for row in INNER])
def test_u_is_the_inner_function_of_the_textbook(text: str, inner: str, slope: str, new: str) -> None:
    first = steps_of(text)[0]
    assert first.rule == "substitution"
    assert [(name, line(part)) for name, part in first.letters] == [("u", inner), ("du", slope)]
    assert line(first.after.args[0]) == new


@pytest.mark.parametrize("text", ["x^3/(x^2 + 1)", "1/(1 + e^x)", "e^(sqrt x)", "x e^x", "atan(sqrt x)"])
def test_a_letter_of_a_rule_is_no_letter_of_the_integrand(text: str) -> None:
    for step in steps_of(text):
        taken = set(variables(step.before.args[0])) | {line(step.before.args[1])}
        assert not taken & {name for name, _ in step.letters}, step


def test_the_formula_and_the_letters_are_renamed_together() -> None:
    parts = next(step for step in steps_of("e^(sqrt x)") if step.rule == "integration by parts")
    assert parts.formula == "∫ w dv = w·v − ∫ v dw"
    assert [name for name, _ in parts.letters] == ["w", "dv", "v"]


def test_parameters_are_no_letters_of_rules_either() -> None:
    for text in ("sin(u x)", "c x^2", "x^n/(x + f)", "e^(a x) sin(b x)"):
        for step in steps_of(text):
            tokens = set(re.findall(r"(?<![A-Za-z])d?([A-Za-z])(?![A-Za-z(])", step.formula))
            taken = set(variables(step.before.args[0])) - {line(step.before.args[1])}
            assert step.formula == "" or not tokens & taken, (text, step)


def test_a_rule_is_told_with_the_variable_at_hand() -> None:
    second = steps_of("e^(sqrt x)")[1]
    assert (second.rule, second.formula) == ("constant multiple", "∫ c·f du = c·∫ f du")


def test_bars_stay_away_only_where_the_sign_is_known() -> None:
    (step,) = [step for step in steps_of("1/(1 + e^x)") if line(step.before) == "∫ 1/u du"]
    assert (step.formula, line(step.after)) == ("∫ 1/u du = log(u), u > 0", "log(u)")


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("sqrt(4 - x^2)", "asin(x/2)"),
        ("x^2/sqrt(9 - x^2)", "asin(x/3)"),
        ("sqrt(x^2 + 9)", "atan(x/3)"),
        ("x^2 sqrt(1 - x^2)", "asin(x)"),
    ],
)
def test_roots_of_quadratics_by_an_angle(text: str, inner: str) -> None:
    found = steps_of(text)
    assert found[0].rule == "trigonometric substitution"
    assert line(dict(found[0].letters)["theta"]) == inner
    assert len(found) <= 9


def test_the_answer_of_a_root_is_the_one_that_is_right_everywhere() -> None:
    found = antiderivative(tree("sqrt(4 - x^2)"), "x")
    assert written(found.result) == "x*sqrt(4 - x**2)/2 + 2*asin(x/2)"
    assert found.steps[-1].after == found.result
