"""What an examiner of many years would try: wrong answers that look right, right ones that look wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.quiz.grading.constants import is_any_number, jump
from mvcalc_cli.quiz.grading.grade import grade
from mvcalc_cli.quiz.grading.task import Task
from mvcalc_cli.symbolic.sameness.result import How
from tests.quiz.grading.asking import graded, tree

# Expected, answer, verdict.
JUMPS = [
    ("x^2/2 + C", "x^2/2 + floor(x) + C", "different"),
    ("x^2/2 + C", "x^2/2 + sign(x) + C", "different"),
    ("x^2/2 + C", "x^2/2 + sign(x - 7777) + C", "different"),
    ("x^2/2 + C", "x^2/2 + C + floor(x) - floor(x)", "equal"),
    ("x^2/2 + C", "x^2/2 + C + relu(x - 1000)", "different"),
    ("-1/x + C", "sign(x) - 1/x + C", "equal"),
    ("-1/x + C", "2sign(x - 1) - 1/x + C", "different"),
    ("ln|x| + C", "ln|x| + sign(x) + C", "equal"),
    ("tan(x) + C", "tan(x) + floor(x/pi + 1/2) + C", "equal"),
    ("|x| + C", "max(x, -x) + C", "equal"),
    ("|x| + C", "|x| + sign(x) + C", "different"),
    ("asinh(x) + C", "ln(x + sqrt(x^2 + 1)) + C", "equal"),
    ("atan(x) + C", "sign(x) acos(1/sqrt(1 + x^2)) + C", "equal"),
    ("atan(x) + C", "acos(1/sqrt(1 + x^2)) + C", "different"),
    ("x^2/2 + C", "x^2/2 + log(C)", "equal"),
    ("x^2/2 + C", "x^2/2 + C/3 + 1", "equal"),
    ("x^2/2 + C", "x^2/2 + e^C", "different"),
    ("x^2/2 + C", "x^2/2 + sin(C)", "different"),
    ("x^2/2 + C", "x^2/2 + C^2", "different"),
]


@pytest.mark.parametrize(("expected", "answer", "verdict"), JUMPS)
def test_antiderivatives_differ_by_one_number_that_can_be_any(expected: str, answer: str, verdict: str) -> None:
    found = graded(expected, answer, by="antiderivative", wrt="x")
    assert (found.verdict, found.why) == (verdict, found.why)


def test_what_is_said_of_jumps_and_constants() -> None:
    def why(answer: str) -> str:
        return graded("x^2/2 + C", answer, by="antiderivative", wrt="x").why

    assert why("x^2/2 + sign(x - 2) + C") == "the derivatives agree, but yours jumps at x = 2, the answer does not"
    assert why("x^2/2 + e^C") == "what is added cannot be any number: write + C"


def test_a_jump_is_looked_for_on_the_declared_domain() -> None:
    answer, expected = tree("x + sign(x)"), tree("x")
    assert jump(answer, expected, "x", How()) == pytest.approx(0, abs=1e-8)
    assert jump(answer, expected, "x", How({"x": "positive"})) is None
    assert jump(answer, expected, "x", How({"x": (1.0, 2.0)})) is None
    assert jump(tree("x y + sign(x - y)"), tree("x y"), "x", How()) == pytest.approx(0.7)


def test_any_number() -> None:
    told = {text: is_any_number(tree(text), "C") for text in ("C", "C^3", "1/C", "log|C|", "|C|", "C^2 + x", "atan(C)")}
    assert told == {
        "C": True, "C^3": True, "1/C": True, "log|C|": True, "|C|": False, "C^2 + x": False, "atan(C)": False,
    }  # fmt: skip


def test_a_constant_and_a_variable_side_by_side_are_a_product() -> None:
    found = graded("x^2/2 + C", "x^2/2 + Cx", kinds={"x": "real"}, by="antiderivative")
    assert (found.verdict, found.reading) == ("different", "x**2/2 + C*x")


ORDERS = [
    ("[1, 2]", "[-2, -1]", ("sign", "order"), "equal"),
    ("[1, 2]", "[-2, 1]", ("sign", "order"), "different"),
    ("[1, 2]", "[4, 2]", ("scale", "order"), "equal"),
    ("[1, 2]", "[3, 4]", ("scale", "order"), "different"),
    ("[1, 2]", "[2, -4]", ("scale", "order"), "different"),
    ("[1, 2]", "[2, 2]", ("scale", "order"), "different"),
    ("[1, 2]", "[0, 0]", ("scale", "order"), "different"),
    ("[0, 1, 2]", "[4, 0, 2]", ("scale", "order"), "equal"),
    ("[x, y]", "[2y, 2x]", ("scale", "order"), "equal"),
    ("[x, y]", "[y^2, x y]", ("scale", "order"), "different"),
    ("[1, 2; 3, 4]", "[6, 8; 2, 4]", ("scale", "order"), "equal"),
    ("[1, 2; 3, 4]", "[6, 8; 1, 2]", ("scale", "order"), "different"),
]


@pytest.mark.parametrize(("expected", "answer", "freedoms", "verdict"), ORDERS)
def test_one_factor_and_one_sign_for_all_entries(
    expected: str, answer: str, freedoms: tuple[str, ...], verdict: str
) -> None:
    assert graded(expected, answer, by="up-to", up_to=freedoms).verdict == verdict


SMALL = [
    ("0", "e^-1000", "different"),
    ("0", "10^-1000", "different"),
    ("0", "e^(pi sqrt(163)) - 640320^3 - 744", "different"),
    ("0", "sqrt(2)^2 - 2", "equal"),
    ("0", "sqrt(5 + 2sqrt(6)) - sqrt(2) - sqrt(3)", "equal"),
    ("1", "1 + 10^-49", "different"),
    ("0", "exp(-(x - 300)^2)", "different"),
    ("0", "exp(-10^6 (x - 1/7)^2)", "different"),
]


@pytest.mark.parametrize(("expected", "answer", "verdict"), SMALL)
def test_a_small_number_is_not_0(expected: str, answer: str, verdict: str) -> None:
    assert graded(expected, answer, kind="expression").verdict == verdict


def test_lost_digits_are_no_gap() -> None:
    assert graded("cosh(3x)", "(1/((e^(-3x) + 1) - 1) + e^(-3x))/2").verdict == "equal"
    assert graded("1", "x + 1 - (x^2 - 2)/(x^2 - 2) - x + 1", kind="expression").verdict == "domain-differs"


INFINITE = [
    ("0", "oo*0", "invalid"),
    ("oo", "oo + 1", "invalid"),
    ("oo", "-oo", "different"),
    ("oo", "∞", "equal"),
    ("7", "oo", "different"),
]


@pytest.mark.parametrize(("expected", "answer", "verdict"), INFINITE)
def test_nobody_calculates_with_infinity(expected: str, answer: str, verdict: str) -> None:
    assert graded(expected, answer).verdict == verdict


def test_an_infinite_sum_is_not_called_wrong() -> None:
    assert graded("1", "sum(1/2^n, n=1..oo)").verdict in {"equal", "undecided"}


def test_i_on_the_way_to_a_real_value() -> None:
    assert graded("sin(x)", "(e^(i x) - e^(-i x))/(2i)", kinds={"x": "real"}).verdict == "equal"
    assert graded("sinh(x)", "-i sin(i x)", kinds={"x": "real"}).verdict == "equal"
    assert graded("cos(x)", "(e^(i x) - e^(-i x))/(2i)", kinds={"x": "real"}).verdict == "different"


PLANE = [
    ("x^2 + y^2 < 1", "x^2 + y^2 < 1 or (x - 5)^2 + (y - 5)^2 < 1/100", "different"),
    ("x^2 + y^2 < 1", "x^2 + y^2 < 1 or (x = 2 and y = 3)", "different"),
    ("x^2 + y^2 < 1", "x^2 + y^2 < 1 and (x - 1/3)^2 + (y - 1/7)^2 > 0", "different"),
    ("x^2 + y^2 < 1", "x^2 + y^2 < 1 and x < 100", "equal"),
    ("y = 2x + 1", "(y - 1)/x = 2", "different"),
    ("x = 1 and y = 2", "y = 2 and x = 1", "equal"),
    ("x = 1 and y = 2", "x + y = 3 and x - y = -1", "equal"),
    ("x = 1 and y = 2", "x + y = 3 and x - y = 1", "different"),
    ("x = 1 and y = 2", "x = 1 and y = 3", "different"),
    ("x = 0 or y = 0", "x y = 0", "equal"),
    ("0 <= x <= 1 and 0 <= y <= x", "0 <= y <= 1 and y <= x <= 1", "equal"),
    ("0 <= x <= 1 and 0 <= y <= x", "0 <= y <= 1 and 0 <= x <= y", "different"),
    ("x^2/4 + y^2/9 = 1", "|y| = 3sqrt(1 - x^2/4)", "equal"),
]


@pytest.mark.parametrize(("expected", "answer", "verdict"), PLANE)
def test_conditions_in_the_plane(expected: str, answer: str, verdict: str) -> None:
    found = graded(expected, answer, kinds={"x": "real", "y": "real"})
    assert (found.verdict, found.why) == (verdict, found.why)


RANGES = [
    ("(2, oo)", "2 < x < oo", "equal"),
    ("(-oo, oo)", "-oo < x", "equal"),
    ("(2, oo)", "x > oo", "different"),
    ("{1}", "x = 1", "equal"),
    ("{1}", "x^2 = 1", "different"),
    ("{}", "x < 0 and x > 0", "equal"),
    ("{}", "x^2 < 0", "equal"),
    ("{}", "x^2 <= 0", "different"),
]


@pytest.mark.parametrize(("expected", "answer", "verdict"), RANGES)
def test_conditions_beside_intervals_and_sets(expected: str, answer: str, verdict: str) -> None:
    assert graded(expected, answer, kind="interval", kinds={"x": "real"}).verdict == verdict


def test_options_with_commas_and_arrows() -> None:
    several = Task("multi", texts=("x > 0, y > 0", "z"), options=("x > 0, y > 0", "x and y", "z"))
    for text in ("a, c", "a & c", "x > 0, y > 0, z", "z; X > 0, y > 0"):
        assert grade(several, text).score == 1, text
    assert grade(several, "x and y").why == "2 are missing and 1 is wrong"
    order = Task("order", texts=("b1", "a1", "c1"), options=("a1", "b1", "c1"))
    for text in ("b, a, c", "b -> a -> c", "b → a → c", "b < a < c", "bac", "b1, a1, c1"):
        assert grade(order, text).score == 1, text
    assert grade(Task("multi", options=("p", "q")), "none").score == 1


LINES: list[tuple[dict[str, Any], str]] = [
    ({"type": {}}, 'unknown "type": {}'),
    ({"type": ["number"]}, "unknown \"type\": ['number']"),
    ({"type": "equation"}, "the expected answer is not an equation or inequality"),
    ({"type": "number", "expected": "x"}, "the expected answer is not a number"),
    ({"by": "antiderivative", "wrt": "y", "expected": "x^2"}, "y does not stand in the expected answer (it holds x)"),
    ({"options": {"exact": "no"}}, "exact is true or false"),
]


@pytest.mark.parametrize(("fields", "why"), LINES)
def test_lines_that_ask_for_nothing_sensible(fields: dict[str, Any], why: str) -> None:
    line = json.dumps({"id": 1, "answer": "3", "expected": "3", **fields})
    found = json.loads(run_text(["quiz", "grade", "-"], stdin=line)[1])
    assert (found["verdict"], found["why"][: len(why)]) == ("invalid", why)
