"""Decimals in banks keep their point; values and verdicts are the same with and without."""

from __future__ import annotations

import pytest

from mvcalc_cli.language.parser import parse as read
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import number
from mvcalc_cli.quiz.bank import parse
from mvcalc_cli.quiz.derive import Scope
from mvcalc_cli.quiz.filling import typed
from mvcalc_cli.quiz.grading.grade import grade
from mvcalc_cli.quiz.variant import Variant, variant

H = read("0.05").tree

# What stands between braces, with h = 0.05, and what is shown.
SHOWN = [
    ("1 - h", "0.95"),
    ("-h", "−0.05"),
    ("1.0*(5 - 2.23*3/10)", "4.331"),
    ("0.2*(-4)", "−0.8"),
    ("0.5*3 + 3", "4.5"),
    ("1/8 - 3h", "−0.025"),
    ("(h - 1)^2", "0.9025"),
    ("(2 - 2.5)^2", "0.25"),
    ("-0.5x", "−0.5x"),
    ("0.2x - 0.5x", "−0.3x"),
    ("(h x)^2", "0.0025x²"),
    ("e^(-0.2x)", "e^(−0.2x)"),
    ("diff(-0.3x^2, x)", "−0.6x"),
    ("diff(e^(-0.2x), x)", "−0.2·e^(−0.2x)"),
    ("integrate(0.2x^3, x)", "0.05x⁴"),
    ("at(x^2, x, -0.5)", "0.25"),
    ("-0.5/3", "−1/6"),  # no end
    ("1 - 1/20", "19/20"),  # no decimal takes part
    ("x/4 - 0.5", "x/4 − 0.5"),
    ("diff(x^2/4, x)", "x/2"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_a_decimal_that_takes_part_keeps_its_point(text: str, shown: str) -> None:
    assert line(Scope({"x": "real"}, {"h": H}).tree(text)) == shown


@pytest.mark.parametrize(("text", "_"), SHOWN)
def test_what_is_typed_reads_as_the_same_value(text: str, _: str) -> None:
    tree = Scope({"x": "real"}, {"h": H}).tree(text)
    assert Scope({"x": "real"}, {}).tree(f"({typed((tree,))}) - ({text.replace('h', '(0.05)')})") == number(0)


def made(rest: str) -> Variant:
    text = (
        "schema: 1\nbank: {id: tiny, title: Tiny}\nquestions:\n- {id: q, prompt: p, params: {h: {choice: ['0.05']}}, "
    )
    return variant(parse(f"{text}{rest}}}\n".encode()).questions[0], 0)


@pytest.mark.parametrize("rest", ["require: [{no: decimals}]", "grade: {by: lowest-terms}"])
def test_where_decimals_are_not_wanted_the_answer_is_a_fraction(rest: str) -> None:
    (part,) = made(f'type: number, answer: "1 - h", {rest}').parts
    assert part.task.expected is not None
    assert line(part.task.expected) == "19/20"


@pytest.mark.parametrize("text", ["0.95", "19/20", "1 - 1/20"])
def test_grading_does_not_look_at_the_point(text: str) -> None:
    (part,) = made('type: number, answer: "1 - h"').parts
    assert grade(part.task, text).verdict == "equal"


def test_options_are_typed_as_they_are_shown() -> None:
    (part,) = made('type: choice, answer: "{h}", options: ["{h}", "{1 - h}"]').parts
    assert sorted(part.task.options) == ["0.05", "0.95"]
    assert grade(part.task, "0.05").verdict == "equal"


def test_half_and_a_half_do_not_share_an_answer() -> None:
    assert line(Scope({"x": "real"}, {"a": H}).tree("diff(a x^2, x)")) == "0.1x"
    other = Scope({"x": "real"}, {"a": Scope({}, {}).tree("1/20")})
    assert line(other.tree("diff(a x^2, x)")) == "x/10"


@pytest.mark.parametrize("text", ["[1, 3]", "1 <= x <= 3", "[1, 2] U [2, 3]"])
def test_a_closed_interval_is_an_interval(text: str) -> None:
    (part,) = made('type: interval, answer: "[1, 3]", mistakes: [{answer: "[1, 2]", say: no}]').parts
    assert part.task.expected is not None
    assert [part.task.expected.kind, *(known.answer.kind for known in part.task.mistakes)] == ["interval", "interval"]
    assert grade(part.task, text).verdict == "equal"
    assert grade(part.task, "[1, 2]").say == "no"
