"""Where expressions are defined, and what that says about signs."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.domain import conditions, defined_everywhere
from mvcalc_cli.calculus.signs import Facts, signed_value
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line

CONDITIONS = [
    ("x^2 + 1", []),
    ("1/x", ["x ≠ 0"]),
    ("1/(x^2 + 1)", []),
    ("1/e^x", []),
    ("log(x)", ["x > 0"]),
    ("log(x^2 + 1)", []),
    ("log(x, b)", ["x > 0", "b > 0", "b ≠ 1"]),
    ("sqrt(x - 1)", ["x − 1 ≥ 0"]),
    ("sqrt(|x|)", []),
    ("x^(-2)", ["x ≠ 0"]),
    ("x^(1/3)", ["x ≥ 0"]),
    ("x^(-1/2)", ["x > 0"]),
    ("x^n", []),
    ("tan(x)", ["cos(x) ≠ 0"]),
    ("asin(x)", ["x ≥ −1", "x ≤ 1"]),
    ("acosh(x)", ["x ≥ 1"]),
    ("atanh(x)", ["|x| < 1"]),
    ("root(x, 4)", ["x ≥ 0"]),
    ("root(x, 3)", []),
    ("log(x)/x", ["x > 0", "x ≠ 0"]),
    ("piecewise(x < 0: log(x), 1/x)", []),
    ("piecewise(log(x) < 0: 1, 2)", ["x > 0"]),
    ("atan2(y, x)", ["x² + y² ≠ 0"]),
]


@pytest.mark.parametrize(("text", "expected"), CONDITIONS, ids=[row[0] for row in CONDITIONS])
def test_conditions(text: str, expected: list[str]) -> None:
    assert [line(condition) for condition in conditions(parse(text).tree)] == expected


@pytest.mark.parametrize(
    ("text", "nonzero", "nonnegative"),
    [
        ("e^x", True, True),
        ("x^2", False, True),
        ("x^2 + 1", True, True),
        ("x^4 + y^2", False, True),
        ("-3", True, False),
        ("|x|", False, True),
        ("cosh(x)*2", True, True),
        ("x", False, False),
        ("x*y", False, False),
        ("sqrt(x)", False, True),
        ("1/x", True, False),
        ("e^x/cosh(x)", True, True),
    ],
)
def test_signs_by_structure(text: str, nonzero: bool, nonnegative: bool) -> None:
    tree, facts = parse(text).tree, Facts()
    assert (facts.nonzero(tree), facts.nonnegative(tree)) == (nonzero, nonnegative)


@pytest.mark.parametrize(
    ("known", "question", "answer"),
    [
        ("x > 0", "x != 0", True),
        ("x > 0", "x >= 0", True),
        ("x >= 0", "x > 0", False),
        ("x*y != 0", "y != 0", True),
        ("x/y > 0", "y != 0", True),
        ("x/y > 0", "y > 0", False),
        ("2x >= 0", "x >= 0", True),
        ("sqrt(x) != 0", "x != 0", True),
        ("x > 3", "x > 0", True),
        ("x != 0", "x > 0", False),
        ("x > -1", "x > 0", False),
    ],
)
def test_one_condition_implies_another(known: str, question: str, answer: bool) -> None:
    assert Facts([parse(known).tree]).implies(parse(question).tree) is answer


@pytest.mark.parametrize(
    ("text", "everywhere"),
    [("sin(x)", True), ("1/(x^2 + 1)", True), ("1/x", False), ("x^y", False), ("gamma(x)", False), ("e^(x y)", True)],
)
def test_defined_everywhere(text: str, everywhere: bool) -> None:
    assert defined_everywhere(parse(text).tree, Facts()) is everywhere


@pytest.mark.parametrize(
    ("text", "value"), [("2", "2"), ("-1/2", "-1/2"), ("-(-3)", "3"), ("x", "None"), ("1/0", "None")]
)
def test_signed_value(text: str, value: str) -> None:
    assert str(signed_value(parse(text).tree)) == value
