"""Verdicts on pairs made by rewriting: no different pair is accepted, no equal one called different."""

from __future__ import annotations

from collections import Counter

import pytest

from mvcalc_cli.language.parser import parse
from mvcalc_cli.quiz.grading.grade import grade
from mvcalc_cli.quiz.grading.task import Task
from tests.quiz.grading.pairs import Pair, pairs

ALLOWED = {
    "equal": {"equal", "undecided"},
    # Two domains that were to differ may be the same after all.
    "domain": {"domain-differs", "equal", "undecided"},
    "different": {"different", "undecided"},
}


def verdict(pair: Pair) -> str:
    return grade(Task("expression", parse(pair.expected).tree), pair.answer).verdict


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_no_pair_gets_a_wrong_verdict(seed: int) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for pair in pairs(120, seed):
        told = verdict(pair)
        assert told in ALLOWED[pair.truth], pair
        found[pair.truth, told] += 1
    equal = sum(count for (truth, _), count in found.items() if truth == "equal")
    assert found["equal", "undecided"] * 200 <= equal
    assert found["domain", "domain-differs"] * 10 >= 8 * sum(n for (truth, _), n in found.items() if truth == "domain")


def test_the_pairs_come_from_the_seed() -> None:
    assert list(pairs(5, 3)) == list(pairs(5, 3)) != list(pairs(5, 4))
