"""Runs the tests of a bank over many seeds."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from mvcalc_cli.quiz.examiner import Examiner, Stopped, by_turns, seeds_of
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


def results_of(bank: Bank, seeds: int = SEEDS) -> tuple[Case, ...]:
    """Every test of a bank, in its order."""
    return results_of_all((bank,), seeds)[0]


def results_of_all(
    banks: Sequence[Bank], seeds: int = SEEDS, told: Callable[[str], None] | None = None, jobs: int = 1
) -> tuple[tuple[Case, ...], ...]:
    """Every test of some banks, in their order.

    Args:
        banks: Whose tests.
        seeds: How many variants of each question are made.
        told: Called with the id of each question whose tests were run.
        jobs: How many processes run them; the results are the same.
    """
    asked = [(bank, question) for bank in banks for question in bank.questions]

    def test(examiner: Examiner, number: int) -> list[Case]:
        return _of_question(examiner, *asked[number], seeds)

    def done(number: int) -> None:
        if told is not None:
            told(asked[number][1].id)

    found = iter(by_turns(test, len(asked), jobs, done))
    return tuple(tuple(case for _ in bank.questions for case in next(found)) for bank in banks)


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
