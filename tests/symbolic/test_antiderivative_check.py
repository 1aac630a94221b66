"""The check of antiderivatives: no wrong one passes, no right one is contradicted."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import pytest

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.language.tree import Tree, call, number, postorder, substitute
from mvcalc_cli.symbolic.antiderivative import antiderivative
from mvcalc_cli.symbolic.integrals.check import check
from tests.symbolic.reading import tree

WRONG = [
    ("1/(x^3 sqrt(x^2 - 16))", "acos(4/x)/128 + sqrt(1 - 16/x^2)/(32x)", "SymPy's: wrong sign for x < -4"),
    ("sqrt(x^2 - 4)/x", "sqrt(x^2 - 4) - 2 acos(2/x)", "a substitution for x > 2 alone"),
    ("1/x", "log(x^2)", "twice as much"),
    ("x^2", "x^3/3 + x/10^9", "wrong by little"),
    ("|x|", "x^2/2", "right for x > 0 alone"),
    ("1/(x sqrt(x^2 - 1))", "asin(1/x)", "the other sign"),
    ("x^n", "x^(n + 1)/n", "a letter wrong"),
    ("sqrt(x^2)", "x^2/2", "right for x > 0 alone"),
    ("sin(40x)", "-cos(40x)/41", "a slip in a number"),
]


@pytest.mark.parametrize(("text", "claimed", "why"), WRONG, ids=[row[2] for row in WRONG])
def test_wrong_ones_are_contradicted(text: str, claimed: str, why: str) -> None:
    verdict = check(tree(text), tree(claimed), "x")
    assert verdict.check.verdict == "contradicted", why
    assert verdict.check.counterexample


RIGHT = [
    ("1/x", "log|x|"),
    ("1/x", "log|3x| + 5"),
    ("1/sqrt(x^2 - 1)", "log|x + sqrt(x^2 - 1)|"),
    ("x^n", "x^(n + 1)/(n + 1)"),
    ("1/(x^2 + a^2)", "atan(x/a)/a"),
    ("asin(10x)", "x asin(10x) + sqrt(1 - 100x^2)/10"),
    ("log(log x)", "x log(log x) - li(x)"),
    ("e^(30x)", "e^(30x)/30"),
    ("(x + 1)^20", "(x + 1)^21/21"),
]


@pytest.mark.parametrize(("text", "claimed"), RIGHT)
def test_right_ones_agree(text: str, claimed: str) -> None:
    verdict = check(tree(text), tree(claimed), "x")
    assert verdict.check.verdict == "agrees"
    assert not verdict.gaps
    assert not verdict.jumps


def test_what_has_no_value_on_a_part_is_a_gap() -> None:
    verdict = check(tree("1/x"), tree("log x"), "x")
    assert verdict.gaps
    assert all(place < 0 for place in verdict.gaps)


def test_jumps_of_the_half_angle() -> None:
    verdict = check(tree("1/(2 + cos x)"), tree("2/sqrt(3) atan(tan(x/2)/sqrt(3))"), "x")
    assert verdict.check.verdict == "agrees"
    assert [round(place / math.pi) for place in verdict.jumps] == [k for k in range(-15, 16) if k % 2]


def test_poles_are_no_jumps() -> None:
    assert not check(tree("1/x^2"), tree("-1/x"), "x").jumps
    assert not check(tree("sec(x)^2"), tree("tan x"), "x").jumps
    assert not check(tree("1/(x - 1)^3"), tree("-1/(2(x - 1)^2)"), "x").jumps


# --- hundreds of wrong answers -----------------------------------------------------------------------

INTEGRANDS = [
    *("x^3", "x e^x", "x^2 sin x", "e^x cos x", "log(x)^2", "1/(x^2 + 4x + 8)", "x/(x^2 + 1)^2", "1/(x^3 - 1)"),
    *("sqrt(x^2 - 4)", "1/(x sqrt(x^2 - 9))", "sqrt(9 - x^2)", "tan(x)^3", "sec(x)^3", "sin(x)^4", "1/(2 + cos x)"),
    *("atan(x)", "x asin(x)", "e^sqrt(x)", "1/(1 + e^x)", "x sqrt(1 + x)", "log(x)/x^3", "1/(x^4 + 1)", "x^2 e^(-x^2)"),
    *("sinh(x)^2", "cos(log x)", "1/(sin x + cos x)", "sqrt((1 - x)/(1 + x))", "|x^2 - 1|", "e^x/x^2", "x^5 cos(x^3)"),
]


def mutants(right: Tree) -> Iterator[Tree]:
    """The answer with one thing changed: a number, a sign, a function."""
    for node in dict.fromkeys(postorder(right)):
        if node.kind == "number" and isinstance(node.value, int | Fraction):
            yield substitute(right, {node: number(node.value + 1)})
            yield substitute(right, {node: number(node.value * 2 + 1)})
        elif node.kind == "negative":
            yield substitute(right, {node: node.args[0]})
        elif node.kind == "call" and node.value in _SWAPPED:
            yield substitute(right, {node: call(_SWAPPED[str(node.value)], *node.args)})
        elif node.kind == "sum":
            yield substitute(right, {node: Tree("sum", None, (*node.args, node.args[0]))})


_SWAPPED = {"sin": "cos", "cos": "sin", "atan": "asinh", "log": "atan", "sqrt": "atan", "asin": "atan", "abs": "sign"}
_PLACES = [-7.31, -5.17, -3.41, -1.83, -0.77, -0.31, 0.23, 0.67, 1.43, 2.87, 3.71, 5.59, 8.13]


def differs(integrand: Tree, claimed: Tree) -> bool:
    """Do differences, of order four and in floats, show that the slope is another somewhere?"""
    h = 1e-3
    f = program(integrand, ("x",)).values([_PLACES])
    values = [program(claimed, ("x",)).values([[place + k * h for place in _PLACES]]) for k in (-2, -1, 1, 2)]
    for height, a, b, c, d in zip(f, *values, strict=True):
        slope = (a - 8 * b + 8 * c - d) / (12 * h)
        if math.isfinite(height) and math.isfinite(slope) and abs(slope - height) > 1e-3 * (1 + abs(height)):
            return True
    return False


@pytest.mark.parametrize("text", INTEGRANDS)
def test_no_wrong_answer_passes(text: str) -> None:
    integrand = tree(text)
    right = antiderivative(integrand, "x").result
    assert right is not None
    assert not differs(integrand, right)
    wrong = [mutant for mutant in mutants(right) if differs(integrand, mutant)]
    assert len(wrong) >= 2
    passed = [mutant for mutant in wrong if check(integrand, mutant, "x").check.verdict == "agrees"]
    assert passed == []
