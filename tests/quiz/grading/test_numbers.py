"""Numbers: exact, or as near as a rule says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.quiz.grading.asking import graded

RULES: list[tuple[str, str, dict[str, Any], str]] = [
    ("1/3", "1/3", {}, "equal"),
    ("1/3", "2/6", {}, "equal"),
    ("1/3", "0.333", {}, "different"),
    ("1/3", "0.3333333333333333333333333333333333333333333333333333333333333333333", {}, "different"),
    ("1/3", "1/3 + 10^-60", {}, "different"),
    ("1/2", "0.5", {}, "equal"),
    ("1/2", "0.5", {"exact": True}, "equal"),
    ("1/3", "0.333", {"exact": True}, "different"),
    ("sqrt(2)", "1.41421356237309504880168872420969807856967187537694807317667973799", {}, "equal"),
    ("sqrt(2)", "1.4142135623730950488016887242097", {}, "different"),
    ("pi", "3.14159", {}, "different"),
    ("3.2", "3.21", {"absolute": 0.01}, "equal"),
    ("3.2", "3.19", {"absolute": 0.01}, "equal"),
    ("3.2", "3.2101", {"absolute": 0.01}, "different"),
    ("0.333", "0.334", {"absolute": 0.001}, "equal"),
    ("1000", "1001", {"relative": 1e-3}, "equal"),
    ("1000", "1001.1", {"relative": 1e-3}, "different"),
    ("-1000", "-999", {"relative": 1e-3}, "equal"),
    ("0", "10^-9", {"relative": 1e-3}, "different"),
    ("pi", "3.14", {"significant": 3}, "equal"),
    ("pi", "3.1", {"significant": 3}, "different"),
    ("pi", "22/7", {"significant": 3}, "equal"),
    ("314159", "314000", {"significant": 3}, "equal"),
    ("314159", "313000", {"significant": 3}, "different"),
    ("0.00123456", "0.00123", {"significant": 3}, "equal"),
    ("9.996", "10.0", {"significant": 3}, "equal"),
    ("1000", "1004", {"significant": 3}, "equal"),
    ("1000", "1006", {"significant": 3}, "different"),
    ("0", "0", {"significant": 3}, "equal"),
    ("2.345", "2.35", {"decimals": 2}, "equal"),
    ("2.345", "2.34", {"decimals": 2}, "equal"),
    ("2.345", "2.3399", {"decimals": 2}, "different"),
    ("2/3", "1", {"decimals": 0}, "equal"),
    ("pi", "3.14", {"decimals": 2, "relative": 1e-6}, "different"),
    ("3 + 4i", "3.001 + 4i", {"absolute": 0.01}, "equal"),
    ("1/0", "1", {"absolute": 0.01}, "different"),
    ("[1, pi]", "[1, 3.14]", {"decimals": 2}, "equal"),
    ("[1, pi]", "[1.1, 3.14]", {"decimals": 2}, "different"),
    ("{1, pi}", "{3.14, 1}", {"decimals": 2}, "equal"),
    ("10^30 + 1", "10^30", {}, "different"),
    ("2^100", "1267650600228229401496703205376", {}, "equal"),
]


@pytest.mark.parametrize(("expected", "answer", "rules", "verdict"), RULES)
def test_rules(expected: str, answer: str, rules: dict[str, Any], verdict: str) -> None:
    assert graded(expected, answer, **rules).verdict == verdict


def test_an_approximation_is_called_one() -> None:
    assert graded("1/3", "0.333").why == "0.333 is an approximation, the exact value is asked for"
    assert graded("x/3", "0.333x").why.startswith("0.333 is an approximation, the exact number is asked for: at x = ")
    assert graded("1/3", "0.5").why == "yours gives 0.5, the answer gives 0.333333"


def test_how_far_it_is_off() -> None:
    assert graded("pi", "3", decimals=2).why == "it is off by 0.141593, and 0.005 is allowed"


def test_a_number_has_no_variables_and_no_equals_sign() -> None:
    assert graded("1/3", "x").why == "a number is asked for, x is a variable"
    assert graded("3", "x = 3").hint == "type the number alone, such as 3/4"
