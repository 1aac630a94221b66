"""What somebody may be told who can try again: where to look, never the number that is to be found."""

from __future__ import annotations

from typing import Any

import pytest

from tests.quiz.grading.asking import graded

# Kind, expected, answer, what is said.
NUMBERS = [
    ("number", "4/25", "1", "1 is not it"),
    ("number", "4/25", "3/4", "3/4 is not it"),
    ("number", "4/25", "-0.16", "the sign is wrong"),
    ("number", "4/25", "1.6", "ten times too large"),
    ("number", "4/25", "0.0016", "a hundred times too small"),
    ("number", "4/25", "1/0", "yours has no value"),
    ("number", "4/25", "oo", "this is not it"),
    ("number", "oo", "5", "this is not it"),
    ("number", "0", "1", "1 is not it"),
    ("number", "2 + 3i", "2 - 3i", "2 - 3·i is not it"),
    ("number", "1/3", "0.33", "0.33 is an approximation, the exact value is asked for"),
    ("expression", "3", "x", "this is not it"),
    ("expression", "3", "3x/x", "the two do not have a value at the same places"),
]
SEVERAL = [
    ("vector", "[1, 2]", "[1, 3]", "entry 2: 3 is not it"),
    ("vector", "[1, 2]", "[1, -2]", "entry 2: the sign is wrong"),
    ("vector", "[x, 2]", "[2x, 3]", "entry 2: 3 is not it"),
    ("vector", "[x, 2]", "[2x, 2]", "entry 1: at x = 1 yours gives 2, the answer gives 1"),
    ("matrix", "[1, 2; 3, 4]", "[1, 2; 3, 5]", "row 2: entry 2: 5 is not it"),
    ("set", "{1, 2}", "{1, 3}", "an element of yours is not in the answer"),
    ("set", "{1, 2}", "{1}", "an element of the answer is not in yours"),
    ("interval", "[1, 3]", "[2, 3]", "the left end is not right"),
    ("interval", "[1, 3]", "[0, 4]", "neither end is right"),
    ("interval", "[x, 3]", "[x, 2]", "the right end is not right"),
    ("interval", "[x, 3]", "[2x, 3]", "left end: at x = 1 yours gives 2, the answer gives 1"),
    ("interval", "[1, 3]", "[1, 3)", "the ends are not open and closed alike"),
    ("interval", "[1, 3]", "x > 1", "the same numbers do not lie in yours and in the answer"),
    ("equation", "x = 3", "x = 4", "it does not hold at the same places as the answer"),
    ("equation", "x < 3", "x <= 3", "it does not hold at the same places as the answer"),
    ("equation", "x = 1 and y = 2", "x = 1 and y = 3", "it does not hold at the same places as the answer"),
]


@pytest.mark.parametrize(("kind", "expected", "answer", "told"), [*NUMBERS, *SEVERAL])
def test_constants_are_not_told(kind: str, expected: str, answer: str, told: str) -> None:
    assert graded(expected, answer, kind).guarded.why == told


@pytest.mark.parametrize(
    ("kind", "expected", "answer"),
    [
        ("expression", "2x", "x"),
        ("expression", "1/x", "log(x)"),
        ("vector", "[x, x^2]", "[x, x^3]"),
        ("equation", "y = 2x + 1", "y = 3x + 1"),
        ("number", "4/25", "0.16"),
    ],
)
def test_counterexamples_of_functions_and_right_answers_are_told_in_full(kind: str, expected: str, answer: str) -> None:
    found = graded(expected, answer, kind)
    assert found.guarded == found


@pytest.mark.parametrize(
    ("rule", "expected", "answer", "told"),
    [
        ({"absolute": 0.001}, "0.16", "0.165", "near, but not as near as is asked for"),
        ({"absolute": 0.001}, "0.16", "1", "1 is not it"),
        ({"absolute": 0.1}, "0.16", "0.5", "1/2 is not it"),
        ({"significant": 4}, "pi", "31.416", "ten times too large"),
        ({"decimals": 2}, "pi", "-3.14", "the sign is wrong"),
        ({"by": "up-to", "up_to": ("scale",)}, "[1, 2]", "[1, 3]", "this is not it, even up to a factor"),
        ({"by": "lowest-terms"}, "1/2", "3/4", "3/4 is not it"),
    ],
)
def test_with_rules(rule: dict[str, Any], expected: str, answer: str, told: str) -> None:
    assert graded(expected, answer, **rule).guarded.why == told.replace("1/2", "0.5")


def test_a_form_that_is_missing_is_told() -> None:
    found = graded("1/2", "2/4", by="lowest-terms")
    assert found.guarded.why == found.why
