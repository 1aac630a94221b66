"""The tests of banks: typed as learners type, over many seeds; and their report as JUnit XML."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from mvcalc_cli.quiz.bank import parse
from mvcalc_cli.quiz.engine import Here
from mvcalc_cli.quiz.junit import junit_xml
from mvcalc_cli.quiz.question import Bank, Trial
from mvcalc_cli.quiz.testing import results_of
from mvcalc_cli.quiz.trial import answer_text, tried
from mvcalc_cli.quiz.variant import variant

HEAD = "schema: 1\nbank: {id: tiny, title: Tiny}\nquestions:\n"
TWO = """\
- id: q
  variables: {x: real}
  params: {a: {integer: [2, 5]}}
  prompt: "p"
  parts:
  - id: h
    type: number
    answer: 2 a
    weight: 3
    mistakes: [{answer: a, say: "Twice.", score: 0.5, name: half}]
  - {id: g, type: expression, answer: "(h + 1) x", follow: {uses: h}}
"""


def bank(tests: str = "", body: str = TWO) -> Bank:
    return parse((HEAD + body + (f"  tests: [{tests}]\n" if tests else "")).encode(), "b.yaml")


@pytest.mark.parametrize(
    ("test", "got"),
    [
        ("{h: 2 a, g: (2 a + 1) x, score: 1}", ""),
        ("{h: 2 a, score: 1}", ""),
        ("{h: 2 a, g: x, score: 0.75}", ""),
        ("{h: a, score: 0.5, mistake: half}", ""),
        ("{h: a, mistake: half}", ""),
        ("{h: 100, g: 101 x, score: 0.25}", ""),  # right with the value given before
        ("{h: '2 +', invalid: true}", ""),
        ("{h: x, invalid: true}", ""),
        ("{h: 2 a, score: 0}", "score 1: "),
        ("{h: '2 +', score: 0}", "not read: "),
        ("{h: 1, mistake: half}", "no known mistake, score 0"),
        ("{h: 2 a, invalid: true}", "it is read, and gets score 1"),
    ],
)
def test_what_comes_of_a_test(test: str, got: str) -> None:
    (question,) = bank(test).questions
    for seed in range(4):
        outcome = tried(variant(question, seed), question.trials[0], 0, Here())
        assert outcome.passed == (not got), outcome
        assert outcome.got.startswith(got or "the same")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("2 a", "2*3"),
        ("a x + x", "3*x + x"),
        ("x  +  0.50", "x  +  0.50"),  # as it stands: no parameter is in it
        ("diff(a x^2, x)", "6*x"),
        ("h + 1", "6 + 1"),
        ("[2*a", "[2*a"),
        ("__import__('os')", "__import__('os')"),
    ],
)
def test_what_is_typed(text: str, typed: str) -> None:
    (question,) = bank(body=TWO.replace("[2, 5]", "[3, 3]")).questions
    made = variant(question, 0)
    assert answer_text(made, made.parts[1], text) == typed


def test_all_seeds_and_named_ones() -> None:
    cases = results_of(bank("{seed: any, h: 2 a, score: 1}, {seed: 99, h: 6, score: 1}, {h: '4', score: 1}"), 12)
    assert [(case.number, case.seeds) for case in cases] == [(1, 13), (2, 1), (3, 13)]
    assert cases[0].passed
    failed = cases[2]
    assert 0 < len(failed.failures) < 13
    first = failed.failures[0]
    assert (first.given, first.expected) == ("h: 4", "score 1")
    assert first.got.startswith("score 0: ")
    assert failed.place.line == 15


def test_a_question_that_cannot_be_asked_is_an_error() -> None:
    (case,) = results_of(bank("{h: 1, score: 1}", TWO.replace('"p"', '"{b}"')), 3)
    assert case.problem.startswith("cannot be asked at seed 0: b in {b} is neither")
    assert not case.passed


def test_junit() -> None:
    body = bank("{h: 2 a, score: 1}, {h: '4', score: 1}").questions
    own = bank()._replace(questions=body, path="a <b> & \x00.yaml")
    root = ET.fromstring(junit_xml([(own, results_of(own, 5))]))
    assert root.tag == "testsuites"
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("2", "1", "0")
    (suite,) = root
    assert (suite.get("name"), suite.get("file")) == ("tiny", "a <b> & \ufffd.yaml")
    good, bad = suite
    assert (good.get("classname"), good.get("name"), len(good)) == ("tiny.q", "test 1", 0)
    (failure,) = bad
    assert failure.tag == "failure"
    assert "expected score 1" in str(failure.get("message"))
    assert "given h: 4" in str(failure.text)


def test_a_trial_of_nothing_scores_nothing() -> None:
    (question,) = bank().questions
    outcome = tried(variant(question, 0), Trial(None, (("g", "x"),), score=0.0), 0, Here())
    assert outcome.passed
