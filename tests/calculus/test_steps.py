"""Steps: in the order typed, each rule named, ending in the very answer."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.steps import Shown, conditions_text, listed
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import postorder

# (expression, the rules in order)
RULES = [
    ("5", ["constant rule"]),
    ("x", ["identity rule"]),
    ("3x", ["constant multiple"]),
    ("x^2", ["power rule"]),
    ("x^2 + 7", ["sum rule", "power rule", "constant rule", "put together"]),
    ("x^2 sin(3x)", ["product rule", "power rule", "chain rule", "put together"]),
    ("x/(x + 1)", ["quotient rule", "identity rule", "sum rule", "put together"]),
    ("1/sin(x)", ["reciprocal rule", "sine rule", "put together"]),
    ("e^x", ["exponential rule"]),
    ("2^x", ["exponential rule"]),
    ("e^(x^2)", ["chain rule", "power rule", "put together"]),
    ("log(x)", ["logarithm rule"]),
    ("x^x", ["general power rule", "identity rule", "put together"]),
    ("sin(x^2)", ["chain rule", "power rule", "put together"]),
    ("asin(x)", ["inverse sine rule"]),
    ("tanh(x)", ["hyperbolic tangent rule"]),
    ("|x|", ["absolute value rule"]),
    ("log(x, 2)", ["change of base", "constant multiple", "logarithm rule", "put together", "put together"]),
    ("max(x, x^2)", ["maximum rule", "identity rule", "power rule", "put together"]),
    ("piecewise(x < 0: -x, x^2)", ["piece by piece", "constant multiple", "power rule", "put together"]),
    ("[x, x^2]", ["entry by entry", "identity rule", "power rule", "put together"]),
    ("sin(x)*sin(x)", ["product rule", "sine rule", "put together"]),
]  # fmt: skip


def steps(text: str) -> tuple[Shown, ...]:
    return listed(differentiate(parse(text).tree, "x").step)


@pytest.mark.parametrize(("text", "rules"), RULES, ids=[row[0] for row in RULES])
def test_the_rules_in_order(text: str, rules: list[str]) -> None:
    without_repeats = [shown.rule for shown in steps(text)]
    assert [r for r in without_repeats if r] == without_repeats
    assert without_repeats == list(dict.fromkeys(rules)) or without_repeats == rules


@pytest.mark.parametrize("text", [row[0] for row in RULES])
def test_the_last_step_is_the_answer(text: str) -> None:
    found = differentiate(parse(text).tree, "x")
    assert listed(found.step)[-1].working[-1] == found.result


@pytest.mark.parametrize("text", [row[0] for row in RULES])
def test_numbers_count_up_and_every_rule_has_a_formula(text: str) -> None:
    shown = steps(text)
    assert [entry.number for entry in shown] == list(range(1, len(shown) + 1))
    assert all(entry.formula for entry in shown if entry.rule != "put together")


def test_every_derivative_that_a_step_leaves_open_is_worked_out_later() -> None:
    shown = steps("x sin(x^2) + e^x/(1 + log(x))")
    done = {entry.before for entry in shown}
    for entry in shown:
        left_open = {node.args[0] for side in entry.working for node in postorder(side) if node.kind == "derivative"}
        assert all(part in done or len(entry.working) > 1 for part in left_open)


def test_the_chain_rule_works_out_a_plain_inside_at_once() -> None:
    (_, _, chain, _) = steps("x^2 sin(3x)")
    assert [line(side) for side in chain.working] == ["cos(3x) · d/dx[ 3x ]", "3·cos(3x)"]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("sin(3x)", "(sin w)′ = cos(w)·w′"),
        ("sin(x)", "(sin x)′ = cos(x)"),
        ("(x^2 + 1)^3", "(wⁿ)′ = n·wⁿ⁻¹·w′"),
        ("e^(3x)", "(eʷ)′ = eʷ·w′"),
        ("2^(3x)", "(aʷ)′ = aʷ·log(a)·w′"),
        ("tanh(3x)", "(tanh w)′ = (1 − tanh(w)²)·w′"),
        ("x sin(x) e^x", "(u·v·w)′ = u′·v·w + u·v′·w + u·v·w′"),
    ],
)
def test_formulas(text: str, formula: str) -> None:
    assert steps(text)[0].formula == formula


@pytest.mark.parametrize(("text", "words"), [("floor(x)", "x is not a whole number"), ("|x|", "x ≠ 0")])
def test_conditions_in_words(text: str, words: str) -> None:
    (condition,) = differentiate(parse(text).tree, "x").excluded
    assert conditions_text(condition) == words
