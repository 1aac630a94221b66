"""Where a rule does not hold, the function itself decides whether it has a derivative."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.smooth import has_derivative
from mvcalc_cli.cli import run_text
from mvcalc_cli.language import parse

POINTS = [
    ("|x|", 0.0, False, "a kink"),
    ("|x|", 1.0, True, "beside it"),
    ("x*|x|", 0.0, True, "the kink is smoothed"),
    ("max(x, 2)", 2.0, False, "a kink"),
    ("max(x, 2)", 3.0, True, "beside it"),
    ("sign(x)", 0.0, False, "a jump"),
    ("floor(x)", 1.0, False, "a jump"),
    ("floor(x)", 1.5, True, "a step"),
    ("mod(x, 2)", 2.0, False, "a jump"),
    ("acot(x)", 0.0, False, "a jump"),
    ("relu(x)", 0.0, False, "a kink"),
    ("piecewise(x < 1: x, 2x - 1)", 1.0, False, "a seam with a kink"),
    ("piecewise(x < 1: x, x + 1)", 1.0, False, "a seam with a jump"),
    ("piecewise(x < 0: x^2, x^3)", 0.0, True, "a seam without a kink"),
    ("sin(x)", 0.0, True, "no seam at all"),
]


@pytest.mark.parametrize(("text", "x", "smooth", "reason"), POINTS)
def test_has_derivative(text: str, x: float, smooth: bool, reason: str) -> None:
    tree = parse(text).tree
    found = differentiate(tree, "x")
    assert has_derivative(tree, found.result, "x", found.excluded, {"x": x}) is smooth, reason


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", "|x|", "--at", "0"),
        ("diff", "acot(x)", "-n", "2", "--at", "0"),
        ("grad", "max(x, y)", "--at", "1,1"),
        ("grad", "|x| + y^2", "--at", "0,0", "--along", "1,0"),
        ("jacobian", "|x|", "y", "--at", "0,0"),
        ("hessian", "x^2 + y^2 - 3|x|", "--at", "0,0"),
        ("hessian", "piecewise(x > 0: x^2, -x^2) + y^2", "--at", "0,0"),
        ("diff", "atan2(y, x)", "--wrt", "y", "--at", "x=-1,y=0"),
    ],
)
def test_commands_give_no_value_there(arguments: tuple[str, ...]) -> None:
    code, out, err = run_text(arguments)
    assert (code, out) == (3, "")
    assert "has no derivative" in err


def test_branches_keep_their_facts_to_themselves() -> None:
    """√x in one branch says nothing about x in the other."""
    text = "piecewise(x < 0: (x^2)^(1/4), sqrt(x))"
    assert run_text(["diff", text, "--at", "-4"])[1].split("\t")[1].strip() == "-0.25"
