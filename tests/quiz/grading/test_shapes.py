"""What is asked for: shapes, names, required forms; and answers that are not expressions."""

from __future__ import annotations

import pytest

from mvcalc_cli.quiz.grading.grade import grade
from tests.quiz.grading.asking import graded, task

INVALID = [
    ("3", "number", "x = 3", "a number is asked for, this is an equation or inequality"),
    ("x", "expression", "[x]", "an expression is asked for, this is a vector"),
    ("x", "expression", "{x}", "an expression is asked for, this is a set"),
    ("[1, 2]", "vector", "3", "a vector is asked for, this is an expression"),
    ("[1, 2]", "vector", "[1, 2, 3]", "a vector of 2 entries is asked for, this is a vector of 3 entries"),
    ("[1, 2; 3, 4]", "matrix", "[1, 2, 3, 4]", "a matrix is asked for, this is a vector"),
    ("[1, 2; 3, 4]", "matrix", "[1, 2]", "a matrix is asked for, this is a vector"),
    ("[1, 2; 3, 4]", "matrix", "[1, 2; 3, 4; 5, 6]", "a 2 by 2 matrix is asked for, this is a 3 by 2 matrix"),
    ("{1, 2}", "set", "1", "a set is asked for, this is an expression"),
    ("{(1, 2)}", "point-set", "(1, 2)", "a set of points is asked for, this is an interval"),
    ("y = x", "equation", "x", "an equation or inequality is asked for, this is an expression"),
    ("[0, 1)", "interval", "x + 1", "an interval is asked for, this is an expression"),
    ("x", "expression", "", "there is nothing to read"),
    ("x", "expression", "(x", "this bracket is never closed"),
]


@pytest.mark.parametrize(("expected", "kind", "answer", "why"), INVALID)
def test_the_wrong_shape_is_no_attempt(expected: str, kind: str, answer: str, why: str) -> None:
    found = graded(expected, answer, kind)
    assert (found.verdict, found.score, found.why) == ("invalid", 0.0, why)


def test_unreadable_answers_have_their_place_and_the_fix() -> None:
    found = graded("x", "x + sinn(x)")
    assert found.place is not None
    assert (found.place.start, found.place.end, found.hint) == (4, 8, "did you mean sin?")


def test_unknown_and_miscased_variables_are_named() -> None:
    kinds = {"x": "real", "y": "real"}
    assert graded("x y", "X y", kinds=kinds).why == "X is not a variable here; did you mean x?"
    found = graded("x y", "x z", kinds=kinds)
    assert (found.verdict, found.why, found.hint) == ("invalid", "z is not a variable here", "the variables are x, y")
    assert found.place is not None
    assert (found.place.start, found.place.end) == (2, 3)
    assert graded("x^2", "X^2").why == "X is not a variable here; did you mean x?"
    assert graded("1", "sin(t)^2 + cos(t)^2", kind="expression").verdict == "equal"


def test_declared_names_are_one_name_each() -> None:
    assert graded("height*x", "x height", kinds={"height": "positive", "x": "real"}).verdict == "equal"


def test_required_forms_are_looked_at_first() -> None:
    exact = task("x/2")._replace(require=(("no", "decimals"),))
    found = grade(exact, "0.5x")
    assert (found.verdict, found.why, found.hint) == (
        "invalid", "no decimals are wanted here", "an exact number, such as 1/2",
    )  # fmt: skip
    assert grade(exact, "x/2").verdict == "equal"
    without = task("x")._replace(require=(("without", "ln"),))
    assert grade(without, "log(e^x)").why == "the answer is wanted without ln"


ROWS = [
    ("[1, 2]", "(1, 2)", "equal"),
    ("[1, 2]", "[1; 2]", "equal"),
    ("[2, 4]", "2*[1, 2]", "equal"),
    ("[x, y]", "[y, x]", "different"),
    ("[x, y]", "[x, 1*y]", "equal"),
    ("[1, 2; 3, 4]", "[[1, 2], [3, 4]]", "equal"),
    ("[1, 2; 3, 4]", "[1, 3; 2, 4]", "different"),
    ("[1; 2]", "(1, 2)", "equal"),
    ("{1, 2}", "{2, 1}", "equal"),
    ("{1, 2}", "{2, 1, 1}", "equal"),
    ("{1, 2}", "{1}", "different"),
    ("{1, 2}", "{1, 2, 3}", "different"),
    ("{1, 2}", "{1} U {2}", "equal"),
    ("{}", "{}", "equal"),
    ("{}", "{1}", "different"),
    ("{sqrt(2), -sqrt(2)}", "{-2/sqrt(2), 2^0.5}", "equal"),
    ("{1 + x, x}", "{x, x + 1}", "equal"),
    ("{(1, 2), (0, 0)}", "{(0, 0), (1, 2)}", "equal"),
    ("{(1, 2), (0, 0)}", "{[0, 0], [1, 2]}", "equal"),
    ("{(1, 2), (0, 0)}", "{(2, 1), (0, 0)}", "different"),
    ("y = 2x + 1", "y - 2x = 1", "equal"),
    ("y = 2x + 1", "2y = 4x + 2", "equal"),
    ("y = 2x + 1", "0 = 2x + 1 - y", "equal"),
    ("y = 2x + 1", "y = 2x", "different"),
    ("y = 2x + 1", "x = (y - 1)/2", "equal"),
    ("x^2 + y^2 = 1", "y = sqrt(1 - x^2)", "different"),
    ("x^2 + y^2 = 1", "y^2 = 1 - x^2", "equal"),
    ("x^2 = 1", "x = 1 or x = -1", "equal"),
    ("x^2 = 1", "|x| = 1", "equal"),
    ("x^2 = 1", "x = 1", "different"),
    ("e^x = 2", "x = ln 2", "equal"),
    ("sin(x) = 0", "tan(x) = 0", "equal"),
    ("sin(x) = 0", "sin(x)*(x - 1000) = 0", "different"),
    ("x < 1", "2x < 2", "equal"),
    ("x < 1", "-x > -1", "equal"),
    ("x < 1", "x <= 1", "different"),
    ("x < 1", "x > 1", "different"),
    ("x^2 < 1", "-1 < x < 1", "equal"),
    ("x^2 < 1", "|x| < 1", "equal"),
    ("x^2 < 1", "x < 1", "different"),
    ("x^2 >= 1", "x <= -1 or x >= 1", "equal"),
    ("x^2 > 2", "not -sqrt(2) <= x <= sqrt(2)", "equal"),
    ("x != 1", "x < 1 or x > 1", "equal"),
    ("x > 0 and y > 0", "y > 0 and x > 0", "equal"),
    ("x y > 0", "x > 0 and y > 0", "different"),
    ("[0, 1)", "[0, 1)", "equal"),
    ("[0, 1)", "[0, 1]", "different"),
    ("[0, 1]", "[0, 1]", "equal"),
    ("(0, 1)", "(0, 1)", "equal"),
    ("[0, 1)", "0 <= x < 1", "equal"),
    ("[0, 1)", "0 <= t < 1", "equal"),
    ("[0, 1)", "[0, 1/2] U (1/2, 1)", "equal"),
    ("[0, 1)", "[0, 1/2) U (1/2, 1)", "different"),
    ("{-5, 2}", "2, -5", "equal"),
    ("{-5, 2}", "2, 5", "different"),
    ("{(1, 2), (0, 0)}", "(0, 0), (1, 2)", "equal"),
    ("{-5, 2}", "2, -5,", "invalid"),
    ("(-oo, 2)", "(-oo, 2)", "equal"),
    ("(-oo, 2)", "x < 2", "equal"),
    ("(-oo, 2) U (3, oo)", "(3, oo) U (-oo, 2)", "equal"),
    ("(-oo, 0) U (0, oo)", "x != 0", "equal"),
    ("[0, sqrt(2)]", "[0, 2/sqrt(2)]", "equal"),
    ("(a, a + 1)", "(a, 1 + a)", "equal"),
]


@pytest.mark.parametrize(("expected", "answer", "verdict"), ROWS)
def test_rows_sets_equations_and_intervals(expected: str, answer: str, verdict: str) -> None:
    kind = "interval" if expected in {"(0, 1)", "[0, 1]", "[0, sqrt(2)]", "(-oo, 2)", "(a, a + 1)"} else ""
    found = graded(expected, answer, kind)
    assert (found.verdict, found.why) == (verdict, found.why)


def test_what_is_said_of_them() -> None:
    assert graded("x < 1", "x <= 1").why == "at x = 1 only yours holds"
    assert graded("[0, 1)", "[0, 1]").why == "the ends are not open and closed alike"
    assert graded("[0, 1)", "[0, 2)").why == "1 lies in yours, not in the answer"
    assert graded("{1, 2}", "{1}").why == "an element of the answer is not in yours"
    assert graded("[x, y]", "[x, x]").why.startswith("entry 2: at x = ")
