"""A look at a question: variants that come out alike are looked at once, and told as if each had been."""

from __future__ import annotations

from typing import Any

import pytest

from mvcalc_cli.quiz import examine
from mvcalc_cli.quiz.bank import parse
from mvcalc_cli.quiz.examine import Look, Looks, looked_at
from mvcalc_cli.quiz.question import Question
from mvcalc_cli.quiz.variant import Variant

BANK = b"""
schema: 1
bank: {id: few, title: Few}
questions:
- id: two
  variables: {x: real}
  params: {a: {integer: [2, 3]}, f: a x^2}
  prompt: "{f}"
  parts:
  - id: slope
    type: expression
    answer: "diff(f, x)"
    mistakes: [{answer: "2 f", say: no, name: kept}]
  - {id: kind, type: choice, answer: left, options: [left, right, neither]}
  tests:
  - {seed: any, slope: "2 a x", kind: left, score: 1}
  - {seed: any, slope: "2 f", kind: left, mistake: kept}
  - {seed: 4, slope: "4 x", kind: left, score: 1}
- id: none
  variables: {x: real}
  params: {a: {integer: [0, 1]}}
  prompt: "{a}"
  parts: [{id: value, type: number, answer: "1/a"}]
"""
QUESTIONS = parse(BANK).questions
SEEDS = range(12)


@pytest.mark.parametrize("tests_alone", [False, True])
@pytest.mark.parametrize("question", QUESTIONS, ids=[question.id for question in QUESTIONS])
def test_what_is_found_is_the_same(question: Question, tests_alone: bool) -> None:
    looks = Looks()
    for seed in SEEDS:
        alone = looked_at(question, seed, "few", lambda _: None, tests_alone=tests_alone)
        assert looked_at(question, seed, "few", lambda _: None, tests_alone=tests_alone, looks=looks) == alone


def test_few_variants_are_few_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    whole = examine._found

    def counted(variant: Variant, *rest: Any) -> Look:
        made.append(variant.seed)
        return whole(variant, *rest)

    monkeypatch.setattr(examine, "_found", counted)
    looks = Looks()
    for _ in range(2):
        for seed in SEEDS:
            looked_at(QUESTIONS[0], seed, "few", lambda _: None, looks=looks)
    assert len(set(made)) <= 2 * 3 * 2 + 1  # two values, six orders of three options, and the seed that a test names
    assert made.count(4) == 2
    assert len(made) == len(set(made)) + 1
