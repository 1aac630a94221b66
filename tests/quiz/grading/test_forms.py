"""The form of an answer: identical, factored, expanded, in lowest terms; antiderivatives; what may differ."""

from __future__ import annotations

from typing import Any

import pytest

from tests.quiz.grading.asking import graded

IDENTICAL = [
    ("2x + 1", "1 + 2x", True),
    ("2x + 1", "x*2 + 1", True),
    ("2x + 1", "x + x + 1", False),
    ("2x + 1", "2*1*x + 1", False),
    ("x", "1x", False),
    ("a - b", "-b + a", True),
    ("a - b", "-(b - a)", True),
    ("x y/z", "y x/z", True),
    ("1/2", "2/4", False),
    ("x^2", "x*x", False),
    ("sin(x)cos(x)", "cos(x)sin(x)", True),
    ("e^x", "exp(x)", True),
    ("sqrt(x)", "x^(1/2)", False),
]
FACTORED = [
    ("x^2 - 1", "(x - 1)(x + 1)", True),
    ("2x^2 - 2", "2(x + 1)(x - 1)", True),
    ("2x^2 - 2", "(2x + 2)(x - 1)", False),
    ("2x^2 - 2", "-2(1 - x)(1 + x)", True),
    ("2x^2 - 2", "2(x^2 - 1)", False),
    ("2x^2 - 2", "2x^2 - 2", False),
    ("x^2 + 2x + 1", "(x + 1)^2", True),
    ("x^2 + 2x + 1", "(x + 1)(x + 1)", True),
    ("x^2 + 1", "x^2 + 1", True),
    ("x^2 - 2", "x^2 - 2", True),
    ("x^3 - x", "x(x^2 - 1)", False),
    ("x^3 - x", "x(x - 1)(x + 1)", True),
    ("x^4 + 4", "x^4 + 4", False),
    ("x^4 + 4", "(x^2 + 2x + 2)(x^2 - 2x + 2)", True),
    ("x^4 + 1", "x^4 + 1", True),
    ("x^2 - y^2", "(x - y)(x + y)", True),
    ("x^2 - y^2", "x^2 - y^2", False),
    ("x^2 + y^2", "x^2 + y^2", True),
    ("7", "7", True),
    ("x^2 + x", "x^2 + x", False),
    ("-9h/((x + 4)(x + h + 4))", "9/(x + h + 4) - 9/(x + 4)", False),
    ("-9h/((x + 4)(x + h + 4))", "-(9/(x + 4) - 9/(x + h + 4))", False),
    ("-9h/((x + 4)(x + h + 4))", "-9h/(x + 4)/(x + h + 4)", True),
    ("(x + 1)/x", "1 + 1/x", False),
    ("(x + 1)/x", "1 + x^-1", False),
    ("(x + 1)/x", "(1 + x)x^(-1)", True),
    ("(x + 1)/2", "(x + 1)/2", True),
]
EXPANDED = [
    ("(x + 1)^2", "x^2 + 2x + 1", True),
    ("(x + 1)^2", "x^2 + x + x + 1", True),
    ("(x + 1)^2", "(x + 1)^2", False),
    ("(x + 1)^2", "x(x + 2) + 1", False),
    ("(x + 1)^2", "(x + 1)(x + 1)", False),
    ("-x - 1", "-(x + 1)", False),
    ("2x", "2x", True),
    ("sin(x(x + 1))", "sin(x(x + 1))", True),
]
LOWEST = [
    ("3/2", "3/2", True),
    ("3/2", "6/4", False),
    ("3/2", "1.5", False),
    ("3/2", "1 + 1/2", False),
    ("3/2", "-3/-2", True),
    ("-3/2", "-3/2", True),
    ("-3/2", "3/(-2)", True),
    ("2", "2", True),
    ("2", "4/2", False),
    ("2", "2/1", False),
    ("x/2", "2x/4", False),
    ("x/2", "x/2", True),
    ("sqrt(2)/2", "sqrt(2)/2", True),
    ("sqrt(2)/2", "1/sqrt(2)", False),
    ("sqrt(2)/2", "2sqrt(2)/4", False),
    ("[1/2, 3]", "[1/2, 6/2]", False),
]


@pytest.mark.parametrize(
    ("by", "rows"),
    [("identical", IDENTICAL), ("factored", FACTORED), ("expanded", EXPANDED), ("lowest-terms", LOWEST)],
)
def test_forms(by: str, rows: list[tuple[str, str, bool]]) -> None:
    for expected, answer, fits in rows:
        found = graded(expected, answer, by=by)
        assert found.verdict == ("equal" if fits else "different"), (expected, answer, found.why)
        assert fits or found.why.startswith("the value is right, but it is not "), found.why


@pytest.mark.parametrize("by", ["identical", "factored", "expanded", "lowest-terms"])
def test_every_form_first_asks_for_the_value(by: str) -> None:
    assert graded("x^2 - 1", "(x - 1)(x + 2)", by=by).why == "at x = 0 yours gives -2, the answer gives -1"


ANTIDERIVATIVES: list[tuple[str, str, dict[str, Any], str]] = [
    ("x^2/2 + C", "x^2/2 + C", {}, "equal"),
    ("x^2/2", "x^2/2 + C", {}, "equal"),
    ("x^2/2 + C", "x^2/2 + c", {}, "equal"),
    ("x^2/2 + C", "x^2/2 - K", {}, "equal"),
    ("x^2/2 + C", "(x^2 + C)/2", {}, "equal"),
    ("x^2/2 + C", "x^2/2 + 7 + C", {}, "equal"),
    ("x^2/2 + C", "x^2/2", {}, "different"),
    ("x^2/2 + C", "x^2/2 + 1", {}, "different"),
    ("x^2/2 + C", "x^2 + C", {}, "different"),
    ("x^2/2 + C", "C x^2/2", {}, "different"),
    ("x^2/2 + C", "x^2/2 + C x", {}, "different"),
    ("x^2/2 + C", "x^2/2 + C + K", {}, "different"),
    ("x^2/2 + C", "x^2/2", {"constant": "optional"}, "equal"),
    ("x^2/2 + C", "x^2/2 + C", {"constant": "optional"}, "equal"),
    ("x^2/2 + K", "x^2/2 + K", {"constant": "K"}, "equal"),
    ("x^2/2 + K", "x^2/2 + C", {"constant": "K"}, "different"),
    ("sin(x)^2/2 + C", "-cos(x)^2/2 + C", {}, "equal"),
    ("sin(x)^2/2 + C", "-cos(2x)/4 + C", {}, "equal"),
    ("log|x| + C", "log(x) + C", {}, "domain-differs"),
    ("log|x| + C", "ln|x| + C", {}, "equal"),
    ("log|x| + C", "log|3x| + C", {}, "equal"),
    ("log|x| + C", "log(x^2)/2 + C", {}, "equal"),
    ("log(x^2 + 1) + C", "log|x^2 + 1| + C", {}, "equal"),
    ("log(x) + C", "log|x| + C", {}, "equal"),
    ("log|x| + C", "log(x)", {}, "different"),
    ("log|x + 1| - log|x - 1| + C", "log|(x + 1)/(x - 1)| + C", {}, "equal"),
    ("atan(x) + C", "-atan(1/x) + C", {}, "domain-differs"),
    ("x log(x) - x + C", "x(log(x) - 1) + C", {}, "equal"),
    ("x log(x) - x + C", "x log(x) + C", {}, "different"),
    ("e^(2x)/2 + C", "2e^(2x) + C", {}, "different"),
    ("asin(x) + C", "-acos(x) + C", {}, "equal"),
    ("-cos(x) + C", "cos(x) + C", {}, "different"),
    ("k x^2/2 + C", "k x^2/2 + C", {"wrt": "x"}, "equal"),
    ("k x^2/2 + C", "k^2 x^2/2 + C", {"wrt": "x"}, "different"),
    ("a x^3/3 + C", "a x^3/3 + C", {"wrt": "x"}, "equal"),
    ("x y^2/2 + C", "x y^2/2 + C", {"wrt": "y"}, "equal"),
]


@pytest.mark.parametrize(("expected", "answer", "fields", "verdict"), ANTIDERIVATIVES)
def test_antiderivatives(expected: str, answer: str, fields: dict[str, Any], verdict: str) -> None:
    found = graded(expected, answer, by="antiderivative", **fields)
    assert (found.verdict, found.why) == (verdict, found.why)


def test_antiderivatives_on_a_declared_domain() -> None:
    found = graded("log|x| + C", "log(x) + C", kinds={"x": "positive"}, by="antiderivative")
    assert found.verdict == "equal"


def test_what_is_said_of_antiderivatives() -> None:
    def why(answer: str, **fields: Any) -> str:
        return graded("x^3/3 + C", answer, by="antiderivative", **fields).why

    assert why("x^3/3") == "the constant of integration is missing: + C"
    assert why("x^3/3", constant="K") == "the constant of integration is missing: + K"
    assert why("C x^3/3") == "C is not an added constant"
    assert why("x^3 + C") == "at x = 1 the derivative of yours gives 3, that of the answer gives 1"
    assert "log|u|" in graded("log|x| + C", "log(x) + C", by="antiderivative").why


FREEDOMS: list[tuple[str, str, tuple[str, ...], str]] = [
    ("x^2", "x^2 + 5", ("constant",), "equal"),
    ("x^2", "2x^2 + 5", ("constant",), "different"),
    ("x^2", "2x^2 + 5", ("constant", "scale"), "equal"),
    ("[1, 2]", "[2, 4]", ("scale",), "equal"),
    ("[1, 2]", "(-1/2, -1)", ("scale",), "equal"),
    ("[1, 2]", "[sqrt(2), 2sqrt(2)]", ("scale",), "equal"),
    ("[1, 2]", "[0, 0]", ("scale",), "different"),
    ("[1, 2]", "[2, 1]", ("scale",), "different"),
    ("[0, 1]", "[0, -3]", ("scale",), "equal"),
    ("[0, 1]", "[1, 0]", ("scale",), "different"),
    ("x - y", "2y - 2x", ("scale",), "equal"),
    ("x - y", "x(x - y)", ("scale",), "different"),
    ("x - y", "y - x", ("sign",), "equal"),
    ("x - y", "2y - 2x", ("sign",), "different"),
    ("[1, -1]", "[-1, 1]", ("sign",), "equal"),
    ("[1, -1]", "[-1, -1]", ("sign",), "different"),
    ("[1, 2, 2]", "[2, 1, 2]", ("order",), "equal"),
    ("[1, 2, 2]", "[2, 1, 1]", ("order",), "different"),
    ("[x, y]", "[-y, -x]", ("order", "sign"), "equal"),
]


@pytest.mark.parametrize(("expected", "answer", "freedoms", "verdict"), FREEDOMS)
def test_what_may_differ(expected: str, answer: str, freedoms: tuple[str, ...], verdict: str) -> None:
    assert graded(expected, answer, by="up-to", up_to=freedoms).verdict == verdict


def test_a_sum_that_is_left_is_told_apart_from_a_product() -> None:
    found = graded("-9h/((x + 4)(x + h + 4))", "9/(x + h + 4) - 9/(x + 4)", by="factored")
    assert found.why == "the value is right, but it is not factored: a sum is left, 9/(x + h + 4) - 9/(x + 4)"
