"""What is said to an answer that cannot be read: nothing that can only be done on a command line."""

from __future__ import annotations

import pytest

from mvcalc_cli.quiz.advice import advice, advised
from mvcalc_cli.quiz.grading.grade import grade
from mvcalc_cli.quiz.grading.task import Marked, Task
from tests.quiz.grading.asking import task


@pytest.mark.parametrize(
    ("typed", "why", "hint"),
    [
        ("foo(x)", "unknown function foo", "the variables are x, y"),
        ("sen(x)", "unknown function sen", "did you mean sin?"),
        ("d/dx x^2", "d/dx is not read in an answer", "type what comes out of it"),
        ("lim x->0 x", "lim is not read in an answer", "type what comes out of it"),
        ("diff(x^2, x)", "diff is not read in an answer", "type what comes out of it"),
        ("x_", "unknown name x_", "the variables are x, y"),
        ("2x +", "", ""),
    ],
)
def test_advice_can_be_followed_where_the_answer_is_typed(typed: str, why: str, hint: str) -> None:
    asked = task("x*y", kinds={"x": "real", "y": "real"})
    found = advised(grade(asked, typed), asked)
    assert found.verdict == "invalid"
    assert "--" not in found.why + found.hint
    assert "mvcalc" not in found.why + found.hint
    if why:
        assert (found.why, found.hint) == (why, hint)


def test_a_marked_answer_keeps_its_words() -> None:
    marked = Marked("different", 0.0, "x -- y", hint="--vars x")
    assert advised(marked, Task("expression")) == marked


def test_of_several_clauses_those_that_can_be_followed_stay() -> None:
    assert advice("did you mean sin?; if it is one name, declare it: --vars sen") == "did you mean sin?"
    assert advice("x --- y is no name") == "x --- y is no name"
