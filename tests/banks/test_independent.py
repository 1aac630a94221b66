"""Every answer of the banks, worked out a second time; and the bench itself, which must see what is wrong."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from mvcalc_cli.quiz.bank import load, parse
from mvcalc_cli.quiz.question import Bank, Question
from mvcalc_cli.quiz.variant import variant
from tests.banks.independent import Given, Primitive, Region, Zero, disagreement, slope

QUIZZES = Path(__file__).parents[2] / "quizzes"
SEEDS = (0, 31)
# Bank -> the module with its checks.
BANKS = {
    path.stem: f"tests.banks.check_{path.stem.replace('-', '_')}" for path in sorted(QUIZZES.glob("module-*.yaml"))
}


def _questions() -> list[Any]:
    return [
        pytest.param(name, question.id, id=f"{name}/{question.id}")
        for name in BANKS
        for question in load(str(QUIZZES / f"{name}.yaml")).questions
    ]


_LOADED: dict[str, tuple[Bank, dict[str, Question]]] = {}


def _loaded(name: str) -> tuple[Bank, dict[str, Question]]:
    if name not in _LOADED:
        bank = load(str(QUIZZES / f"{name}.yaml"))
        _LOADED[name] = bank, {question.id: question for question in bank.questions}
    return _LOADED[name]


@pytest.mark.parametrize(("name", "question"), _questions())
def test_an_answer_is_what_numbers_say(name: str, question: str) -> None:
    bank, questions = _loaded(name)
    checks = import_module(BANKS[name])
    asked = questions[question]
    for seed in SEEDS:
        made = variant(asked, seed, bank.id)
        found = checks.CHECKS[question](Given(made))
        expected = found if isinstance(found, dict) else {made.parts[0].part.id: found}
        excused = set(checks.BY_READING.get(question, ()))
        for part in made.parts:
            if part.part.id in expected:
                assert disagreement(made, part, expected[part.part.id]) == "", (seed, part.part.id, made.values)
            else:
                assert part.part.id in excused, f"{part.part.id} is checked by nobody"


@pytest.mark.parametrize("name", BANKS)
def test_no_check_is_left_of_a_question_that_is_gone(name: str) -> None:
    _, questions = _loaded(name)
    checks = import_module(BANKS[name])
    assert checks.CHECKS.keys() == questions.keys()
    assert checks.BY_READING.keys() <= questions.keys()


BENCH = """
schema: 1
bank: {id: bench, title: Bench}
questions:
- id: all
  variables: {x: real, y: real}
  params: {a: {integer: [2, 2]}, f: a x^2}
  prompt: "{f}"
  parts:
  - {id: number, type: number, answer: "3/2"}
  - {id: function, type: expression, answer: "2 a x"}
  - {id: vector, type: vector, answer: "[x y, 1]"}
  - {id: matrix, type: matrix, answer: "[1, x; 0, 2]"}
  - {id: set, type: set, answer: "{1, -1}"}
  - {id: points, type: point-set, answer: "{(1, 2), (0, 0)}"}
  - {id: line, type: equation, answer: "y = a x + 1"}
  - {id: range, type: interval, answer: "[-1, 2)"}
  - {id: primitive, type: expression, answer: "a x^3/3 + C", grade: {by: antiderivative, wrt: x}}
  - {id: direction, type: vector, answer: "[1, 2]", grade: {by: {up-to: [scale]}}}
  - {id: kind, type: choice, answer: left, options: [left, right]}
"""

RIGHT: dict[str, Any] = {
    "number": 1.5,
    "function": lambda x, **_: 4 * x,
    "vector": [lambda x, y: x * y, 1],
    "matrix": [[1, lambda x, **_: x], [0, 2]],
    "set": {-1, 1},
    "points": {(0, 0), (1, 2)},
    "line": Zero(lambda x, y: 2 * x - y + 1),
    "range": Region(lambda x, **_: -1 <= x < 2),
    "primitive": Primitive(lambda x, **_: 2 * x**2),
    "direction": [-2, -4],
    "kind": "left",
}
WRONG: dict[str, Any] = {
    "number": 1.5 + 1e-6,
    "function": lambda x, **_: 4 * x + 1e-6,
    "vector": [lambda x, y: x + y, 1],
    "matrix": [[1, lambda x, **_: x], [0, 3]],
    "set": {1, 2},
    "points": {(0, 0)},
    "line": Zero(lambda x, y: 2 * x + y + 1),
    "range": Region(lambda x, **_: -1 < x < 2),
    "primitive": Primitive(lambda x, **_: 2 * x),
    "direction": [2, 1],
    "kind": "right",
}


@pytest.mark.parametrize("part", RIGHT)
def test_the_bench_takes_what_is_right_and_sees_what_is_wrong(part: str) -> None:
    question = parse(BENCH.encode()).questions[0]
    made = variant(question, 0, "bench")
    asked = next(each for each in made.parts if each.part.id == part)
    assert disagreement(made, asked, RIGHT[part]) == ""
    assert disagreement(made, asked, WRONG[part]) != ""


def test_given_parameters_are_numbers_and_functions() -> None:
    made = variant(parse(BENCH.encode()).questions[0], 0, "bench")
    given = Given(made)
    assert (given.a, given["f"](3)) == (2, 18)
    assert abs(slope(given.f, "x", x=3) - 12) < 1e-12
