"""Runs the tests of a bank over many seeds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, NamedTuple

from mvcalc_cli.quiz.examiner import Examiner, Stopped, seeds_of
from mvcalc_cli.quiz.question import Bank, Question, Span
from mvcalc_cli.quiz.trial import Outcome

SEEDS: Final = 50


class Case(NamedTuple):
    """One test of a question, at all its seeds.

    Attributes:
        question: The id of the question.
        number: Which of its tests, from 1.
        place: Where it stands.
        given: What was typed: at the first seed, or at the first that failed.
        expected: In words.
        failures: The outcomes that are not as expected.
        seeds: How many were tried.
        seconds: What the question took, its tests sharing it.
        problem: Why it could not be run; "".
    """

    question: str
    number: int
    place: Span
    given: str
    expected: str
    failures: tuple[Outcome, ...]
    seeds: int
    seconds: float
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether every seed came out as expected."""
        return not self.failures and not self.problem


def results_of(bank: Bank, seeds: int = SEEDS, told: Callable[[str], None] | None = None) -> tuple[Case, ...]:
    """Every test of a bank, in its order."""
    examiner = Examiner()
    found: list[Case] = []
    try:
        for question in bank.questions:
            if told is not None:
                told(question.id)
            found += _of_question(examiner, bank, question, seeds)
    finally:
        examiner.close()
    return tuple(found)


def _of_question(examiner: Examiner, bank: Bank, question: Question, seeds: int) -> list[Case]:
    if not question.trials:
        return []
    start = time.monotonic()
    outcomes: list[Outcome] = []
    problem = ""
    for seed in seeds_of(question, seeds):
        look = examiner.look(question, seed, bank.id, tests_alone=True)
        if isinstance(look, Stopped):
            problem = f"stopped at seed {seed}: {look.message}"
            break
        if look.remarks:
            problem = f"cannot be asked at seed {seed}: {look.remarks[0].message}"
            break
        outcomes += look.outcomes
    seconds = (time.monotonic() - start) / len(question.trials)
    return [_tested(question, number, outcomes, seconds, problem) for number in range(len(question.trials))]


def _tested(question: Question, number: int, outcomes: list[Outcome], seconds: float, problem: str) -> Case:
    trial = question.trials[number]
    own = [outcome for outcome in outcomes if outcome.number == number]
    failures = tuple(outcome for outcome in own if not outcome.passed)
    first = (failures or tuple(own))[:1]
    written = "; ".join(text for _, text in trial.given)
    return Case(
        question.id,
        number + 1,
        trial.place,
        first[0].given if first else written,
        first[0].expected if first else "",
        failures,
        len(own),
        seconds,
        problem,
    )
