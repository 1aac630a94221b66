"""Choices, several, orders and texts."""

from __future__ import annotations

from typing import Any

import pytest

from mvcalc_cli.quiz.grading.grade import grade
from mvcalc_cli.quiz.grading.task import Task
from mvcalc_cli.quiz.question import Grade

OPTIONS = ("a minimum", "a saddle", "a maximum", "none, of these")
CHOICE = Task("choice", texts=("a saddle",), options=OPTIONS)
MULTI = Task("multi", texts=("a minimum", "a maximum"), options=OPTIONS, grade=Grade(partial="components"))
ORDER = Task("order", texts=("a saddle", "a minimum", "a maximum"), options=OPTIONS[:3])
TEXT = Task("text", texts=("gradient", "nabla f"))

ROWS: list[tuple[Task, str, str, float]] = [
    (CHOICE, "b", "equal", 1),
    (CHOICE, " B) ", "equal", 1),
    (CHOICE, "(b)", "equal", 1),
    (CHOICE, "A  SADDLE", "equal", 1),
    (CHOICE, "a", "different", 0),
    (CHOICE, "none, of these", "different", 0),
    (MULTI, "a, c", "equal", 1),
    (MULTI, "ca", "equal", 1),
    (MULTI, "c a", "equal", 1),
    (MULTI, "a minimum, a maximum", "equal", 1),
    (MULTI, "a and c", "equal", 1),
    (MULTI, "a", "different", 0.5),
    (MULTI, "a, b, c", "different", 0.5),
    (MULTI, "b, d", "different", 0),
    (ORDER, "b, a, c", "equal", 1),
    (ORDER, "b > a > c", "equal", 1),
    (ORDER, "bac", "equal", 1),
    (ORDER, "a saddle, a minimum, a maximum", "equal", 1),
    (ORDER, "a, b, c", "different", 0),
    (TEXT, "Gradient", "equal", 1),
    (TEXT, "  nabla   F", "equal", 1),
    (TEXT, "jacobian", "different", 0),
]


@pytest.mark.parametrize(("task", "answer", "verdict", "score"), ROWS)
def test_words(task: Task, answer: str, verdict: str, score: float) -> None:
    found = grade(task, answer)
    assert (found.verdict, found.score) == (verdict, score)


@pytest.mark.parametrize(
    ("task", "answer", "why"),
    [
        (CHOICE, "e", "there is no option e"),
        (CHOICE, "", "there is nothing to read"),
        (CHOICE, "a b", "there is no option a b"),
        (MULTI, "a, a", "an option stands there twice"),
        (ORDER, "a, b", "3 options are to be ordered, not 2"),
        (TEXT, "x" * 10_001, "the answer has 10,001 characters, the limit is 10,000"),
    ],
)
def test_what_is_no_option_is_no_attempt(task: Task, answer: str, why: str) -> None:
    found = grade(task, answer)
    assert (found.verdict, found.why) == ("invalid", why)


def test_components_of_several_and_of_an_order() -> None:
    assert grade(MULTI, "a").components == (True, True, False, True)
    assert grade(MULTI, "a").why == "1 is missing"
    partial: Any = ORDER._replace(grade=Grade(partial="components"))
    found = grade(partial, "b, c, a")
    assert (found.components, found.why) == ((True, False, False), "the order is wrong from place 2 on")
    assert found.score == pytest.approx(1 / 3)


def formulas() -> Task:
    """Three formulas as options, with how they are shown."""
    options = ("2*x**2 + 65*y**2", "x*y - 2", "0.06")
    return Task("order", texts=options[::-1], options=options, shown=("2x² + 65y²", "x·y − 2", "0.06"))


@pytest.mark.parametrize(
    "text",
    [
        "0.06, x·y − 2, 2x² + 65y²",  # as a terminal shows them
        "0.06, x*y - 2, 2*x**2 + 65*y**2",  # as a pipe does
        "0.06; xy - 2; 2x^2 + 65y^2",  # as people type
        "3/50, x y - 2, 65y^2 + 2x^2",
        "c, b, 2x² + 65y²",
        "c < b < a",
        "cba",
    ],
)
def test_options_that_are_formulas_are_taken_as_they_are_shown(text: str) -> None:
    found = grade(formulas(), text)
    assert (found.verdict, found.why) == ("equal", "right")


@pytest.mark.parametrize("text", ["0.06", "3/50", "6/100", ".06", "c"])
def test_a_number_is_taken_however_it_is_written(text: str) -> None:
    asked = Task("choice", texts=("3/50",), options=("2/75", "4/25", "3/50"), shown=("2/75", "4/25", "0.06"))
    assert grade(asked, text).verdict == "equal"


def test_words_are_no_formulas() -> None:
    asked = Task("choice", texts=("listen",), options=("listen", "loud"))
    assert grade(asked, "silent").verdict == "invalid"
    assert grade(asked, "0.06").verdict == "invalid"
