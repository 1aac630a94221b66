"""What every question of the course's banks owes a learner, held to by counting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations
from math import perm, prod
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.bank import load
from mvcalc_cli.quiz.draw import drawn, stream_of
from mvcalc_cli.quiz.filling import shown
from mvcalc_cli.quiz.question import Bank, Parameter, Part, Question
from mvcalc_cli.quiz.variant import kinds_of, variant

QUIZZES = Path(__file__).parents[2] / "quizzes"
BANKS = {path.stem: load(str(path)) for path in sorted(QUIZZES.glob("module-*.yaml"))}
# Kinds of answer that ask for more than one number or formula.
RICH = {"vector", "matrix", "set", "point-set", "choice", "multi", "order"}
BY_OPTION = {"choice", "multi"}
BY_ALGEBRA = {"number", "expression", "vector", "matrix", "set", "point-set", "equation", "interval"}
VARIANTS = 50
# Questions that are what they are: a bank may hold this share of them without 50 variants.
FIXED = 0.15


class _Asked(NamedTuple):
    bank: Bank
    question: Question


ALL = [_Asked(bank, question) for bank in BANKS.values() for question in bank.questions]


def _named(asked: _Asked) -> str:
    return f"{asked.bank.path.rsplit('/', 1)[-1].removesuffix('.yaml')}/{asked.question.id}"


every_question = pytest.mark.parametrize("asked", ALL, ids=_named)
every_bank = pytest.mark.parametrize("bank", BANKS.values(), ids=BANKS)


def _feedback(part: Part) -> Iterator[str]:
    """What is said to wrong answers."""
    yield from (each.say for each in part.mistakes if each.say)
    yield from (option.say for option in part.options if option.say)


def _is_rich(question: Question) -> bool:
    return len(question.parts) > 1 or any(part.kind in RICH for part in question.parts)


def _differs(question: Question, bank: Bank) -> int:
    """How many draws of the parameters are different, counted up to VARIANTS."""

    def told(_: Any, mistake: Exception) -> Exception:
        return mistake

    question = _without_what_no_condition_needs(question)
    names = [each.name for each in question.parameters if each.kind != "derived"]
    if not question.where:
        return min(VARIANTS, prod(_choices(each) for each in question.parameters))
    seen: set[tuple[Tree | str, ...]] = set()
    for seed in range(6 * VARIANTS):
        values = drawn(question, stream_of(question, seed, bank.id), kinds_of(question), told)  # type: ignore[arg-type]
        seen.add(tuple(values[name] for name in names))
        if len(seen) >= VARIANTS or not names:
            break
    return len(seen)


def _without_what_no_condition_needs(question: Question) -> Question:
    """Derived parameters take nothing from the stream: the others are drawn as ever."""
    needed: set[str] = set()
    texts = list(question.where)
    while texts:
        found = set(re.findall(r"\w+", texts.pop())) - needed
        needed |= found
        texts += [each.text for each in question.parameters if each.kind == "derived" and each.name in found]
    kept = tuple(each for each in question.parameters if each.kind != "derived" or each.name in needed)
    return question._replace(parameters=kept)


def _choices(parameter: Parameter) -> int:
    """How many values a parameter may have."""
    if parameter.kind in {"integer", "real"}:
        return 1 + int((parameter.high - parameter.low) / (parameter.step or 1.0) + 1e-9)
    if parameter.kind == "derived":
        return 1
    return len(parameter.choices) if parameter.kind == "choice" else perm(len(parameter.choices), parameter.size)


@pytest.mark.skipif(len(BANKS) < 7, reason="not every bank is there")
def test_a_bank_for_every_module() -> None:
    assert [bank.module for bank in BANKS.values()] == list(range(1, 8))
    assert len(ALL) >= 210
    ids = Counter(asked.question.id for asked in ALL)
    assert [name for name, times in ids.items() if times > 1] == []


@every_bank
def test_a_bank_is_large_and_varied(bank: Bank) -> None:
    questions = bank.questions
    assert len(questions) >= 30
    assert 2 * sum(map(_is_rich, questions)) >= len(questions)
    levels = Counter(question.difficulty for question in questions)
    assert len(levels) >= 4
    assert max(levels.values()) <= 0.6 * len(questions)
    assert sum(bool(question.figure) for question in questions) >= 3
    assert bank.licence
    assert bank.authors


@every_bank
def test_nearly_every_question_has_fifty_variants(bank: Bank) -> None:
    few = {question.id: count for question in bank.questions if (count := _differs(question, bank)) < VARIANTS}
    assert len(few) <= FIXED * len(bank.questions), few


@every_question
def test_a_question_teaches(asked: _Asked) -> None:
    question = asked.question
    assert question.tags
    assert 1 <= question.difficulty <= 5
    assert question.seconds > 0
    assert sum(len(list(_feedback(part))) for part in question.parts) >= 2, "two mistakes with their own words"
    assert sum(len(part.hints) for part in question.parts) >= 2, "hints from gentle to strong"
    assert len(question.solution) >= 2, "a worked solution"
    assert any("{" in line for line in question.solution) or not question.parameters, "computed from the variant"


@every_question
def test_a_question_is_tested(asked: _Asked) -> None:
    question = asked.question
    kinds = {part.kind for part in question.parts}
    trials = question.trials
    assert any(trial.score == 1 for trial in trials), "a right answer"
    assert any(trial.score is not None and trial.score < 1 for trial in trials), "a wrong one"
    if kinds & BY_ALGEBRA:
        assert any(trial.invalid for trial in trials), "an unreadable one"
    named = {each.name for part in question.parts for each in part.mistakes if each.name}
    assert named <= {trial.mistake for trial in trials}, "each known mistake is tried"
    assert all(each.name for part in question.parts for each in part.mistakes), "each known mistake has a name"


@every_question
def test_every_part_is_answered_rightly_by_a_test(asked: _Asked) -> None:
    right = {part for trial in asked.question.trials if trial.score == 1 for part, _ in trial.given}
    assert {part.id for part in asked.question.parts} <= right


@every_question
def test_a_choice_cannot_be_guessed(asked: _Asked) -> None:
    """At least three options, and a wrong one at least nearly as long as the right one."""
    for part in asked.question.parts:
        if part.kind not in BY_OPTION:
            continue
        assert len(part.options) >= 3
        right = part.answers or (part.answer,)
        wrong = [option.text for option in part.options if option.text not in right]
        if part.kind == "choice":
            assert sum(bool(option.say) for option in part.options) >= 2
            assert max(map(len, wrong)) >= 0.7 * len(right[0]), "the right option is much the longest"


@every_bank
def test_the_longest_option_is_no_clue(bank: Bank) -> None:
    parts = [part for question in bank.questions for part in question.parts if part.kind == "choice"]
    longest = [part.answer == max((option.text for option in part.options), key=len) for part in parts]
    assert sum(longest) <= 0.5 * len(longest) + 1


@every_question
def test_texts_are_clean(asked: _Asked) -> None:
    made = variant(asked.question, 3, asked.bank.id)
    assert len(shown(made.prompt)) <= 600, "a prompt is read on half a small screen"
    texts = [
        asked.question.prompt,
        *asked.question.solution,
        *(each for part in asked.question.parts for each in part.hints),
    ]
    for text in texts:
        assert not re.search(r"\b(TODO|FIXME|XXX)\b|  +\S", text), text
        assert "\t" not in text


@pytest.mark.skipif(len(BANKS) < 2, reason="one bank alone has no twins elsewhere")
def test_no_two_questions_are_twins() -> None:
    """Questions that differ in little more than a word would be the same question asked twice."""
    gists = [(_named(asked), _gist(asked.question)) for asked in ALL]
    twins = [(a, b) for (a, one), (b, other) in combinations(gists, 2) if _alike(one, other)]
    assert twins == []


def _gist(question: Question) -> str:
    """What is asked, of what, and what it comes to."""
    made_of = (each.text for each in question.parameters if each.text)
    return " | ".join((question.prompt, *made_of, *(part.answer for part in question.parts)))


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() > 0.9 and matcher.quick_ratio() > 0.9 and matcher.ratio() > 0.9
