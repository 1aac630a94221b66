"""The conversation of a session in lines: what is said to what is typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

import pytest

from mvcalc_cli.errors import InputError, MvcalcError
from mvcalc_cli.language.printers import line
from mvcalc_cli.quiz.bank import parse
from mvcalc_cli.quiz.bank import parse as parse_bank
from mvcalc_cli.quiz.engine import Here
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.line_mode import Conversation, Said, answer_of, duration
from mvcalc_cli.quiz.plan import Wish, plan
from mvcalc_cli.quiz.question import Bank
from mvcalc_cli.quiz.schedule import EASY
from mvcalc_cli.quiz.session import Sitting
from mvcalc_cli.quiz.variant import variant
from mvcalc_cli.store import Store

BANK = """\
schema: 1
bank: {id: tiny, title: Tiny, module: 1}
questions:
- id: power
  tags: [power]
  variables: {x: real}
  prompt: "Differentiate {x^2}."
  figure: "plot x^2"
  type: expression
  answer: 2x
  hints: [bring it down, "it becomes {2x}"]
  solution: ["the rule gives {2 x}"]
  mistakes: [{answer: x, say: "the 2 comes down", name: lost}]
- id: parts
  prompt: two parts
  parts:
  - {id: h, type: number, label: "h =", answer: "4"}
  - {id: g, type: number, label: "g =", answer: "h + 1", follow: {uses: h}}
- id: choose
  prompt: "which?"
  type: choice
  options: [one, {text: two, say: "two is too much"}]
  answer: one
- {id: word, prompt: "the opposite of easy?", type: text, answer: hard}
- {id: pair, variables: {x: real, y: real}, prompt: "a vector", type: vector, answer: "[1, 2]",
   grade: {by: equivalent, partial: components}}
"""


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.at = 1_800_000_000_000

    def __call__(self) -> int:
        return self.at


def bank(text: str = BANK) -> Bank:
    return parse(text.encode())


def sitting(only: str, kind: str = "practice", clock: Clock | None = None, settings: str = "{}") -> Sitting:
    """A session of the named questions, in this order."""
    clock = clock or Clock()
    whole = bank()
    planned = plan([whole], Wish(questions=0, seed=1), at=clock(), zone=UTC)
    ordered = [each for name in only.split() for each in planned if each.question_id == name]
    store = Store(None)
    session = store.begin(kind, "tiny", 1, ordered, settings, at=clock())
    return Sitting(store, session, {"tiny": whole}, Here(), clock, UTC)


class Told(list[str]):
    """What was said, as text; mistakes begin with "mistake:"."""

    def __call__(self, said: Said | MvcalcError) -> None:
        if isinstance(said, MvcalcError):
            self.append(f"mistake: {said.message}" + (f" ({said.hint})" if said.hint else ""))
            return
        text = "".join(piece if isinstance(piece, str) else line(piece) for piece in said.pieces)
        sign = {"good": "+ ", "bad": "- ", "open": "? "}.get(said.role, "")
        self.append(sign + text)


def talk(one: Sitting, *typed: str) -> tuple[bool, Told]:
    """The conversation to these lines, then a closed input."""
    lines: Iterator[str] = iter(typed)
    told = Told()

    def ask(prompt: str) -> str | None:
        told.append(prompt)
        return next(lines, None)

    return Conversation(one, told, ask, lambda figure: f"<{figure}>").run(), told


def test_a_question_is_asked_answered_and_scheduled() -> None:
    one = sitting("power")
    finished, told = talk(one, "x", "x + x", "")
    assert finished
    assert told == [
        "", "Tiny   question 1 of 1", "plot shows a picture", "Differentiate x².", "answer> ",
        "you typed   x", "- not yet   at x = 1 yours gives 1, the answer gives 2", "the 2 comes down", "answer> ",
        "you typed   x + x", "+ right   same by algebra", "same as   2x", "next review today",
        "enter ends; again, hard, good or easy rates the last one> ",
    ]  # fmt: skip


def test_hints_come_one_at_a_time() -> None:
    _, told = talk(sitting("power"), "hint", "hint", "HINT", "quit")
    assert [text for text in told if "hint" in text] == [
        "hint: bring it down",
        "hint: it becomes 2x",
        "there are no more hints",
    ]
    _, told = talk(sitting("word"), "hint")
    assert "this question has no hint" in told


def test_an_unreadable_answer_is_told_with_its_place_and_costs_nothing() -> None:
    one = sitting("power")
    _, told = talk(one, "2*(x", "2x", "")
    assert "mistake: this bracket is never closed (close it with ))" in told
    assert one.results()[0].tries == 1


def test_the_solution_ends_a_question_and_shows_the_answer() -> None:
    one = sitting("power parts")
    _, told = talk(one, "solution", "why", "quit")
    assert "the rule gives 2x" in told
    assert "the answer: 2x" in told
    assert told.index("Tiny   question 2 of 2   0 right, 1 wrong") > told.index("the answer: 2x")
    assert told.count("the rule gives 2x") == 2


def test_skip_and_back() -> None:
    one = sitting("power word")
    finished, told = talk(one, "back", "skip", "back", "2x", "quit")
    assert not finished
    assert "there is no question to go back to: only those that were skipped" in told
    assert [text for text in told if text.startswith("Tiny")] == [
        "Tiny   question 1 of 2", "Tiny   question 2 of 2", "Tiny   question 1 of 2",
        "Tiny   question 2 of 2   1 right, 0 wrong",
    ]  # fmt: skip
    assert [item.state for item in one.items] == ["done", "open"]


def test_a_wrong_answer_that_is_skipped_counts_and_comes_again() -> None:
    one = sitting("power word")
    _, told = talk(one, "x", "skip", "back", "skip", "quit")
    assert told.count("what was skipped was not right and comes again: next review today") == 1
    assert "Tiny   question 2 of 2   0 right, 1 wrong" in told
    assert len(one.store.reviews()) == 1


def test_how_one_answers_with_options_is_told() -> None:
    _, told = talk(sitting("choose"), "quit")
    assert told[-2:] == ["type the letter of one", "answer> "]


def test_what_one_cannot_do_here_is_no_advice() -> None:
    _, told = talk(sitting("power"), "d/dx x^2", "foo(x)", "why", "?", "quit")
    assert "mistake: d/dx is not read in an answer (type what comes out of it)" in told
    assert "mistake: unknown function foo (the variables are x)" in told
    assert not [text for text in told if "--" in text or "mvcalc" in text]


def test_after_the_last_question_one_may_go_back_to_what_was_skipped() -> None:
    one = sitting("power")
    finished, _ = talk(one, "skip", "back", "2x", "")
    assert finished
    assert one.results()[0].right


def test_why_says_the_last_verdict_again() -> None:
    _, told = talk(sitting("pair"), "why", "[1, 3]", "why", "quit")
    assert "nothing was answered yet" in told
    assert told.count("entries right: 1; wrong: 2") == 2
    assert "score 0.5" in told


def test_while_there_is_another_try_the_number_is_not_told() -> None:
    one = sitting("parts")
    _, told = talk(one, "1", "why", "-4", "why", "quit")
    assert "- not yet   1 is not it" in told
    assert "1: 1 is not it" in told
    assert "- not yet   the sign is wrong" in told
    assert not any("gives 4" in text for text in told)
    assert one.results()[0].checks == ("the sign is wrong", "")


def test_once_a_part_is_given_up_its_whole_reason_may_be_told() -> None:
    one = sitting("parts")
    talk(one, "1", "solution", "quit")
    assert one.results()[0].checks == ("yours gives 1, the answer gives 4", "")


def test_an_exam_keeps_its_reasons_until_it_is_handed_in() -> None:
    one = sitting("parts", "exam")
    talk(one, "1", "quit")
    assert one.results()[0].checks[0] == "1 is not it"
    one.end()
    assert one.results()[0].checks[0] == "yours gives 1, the answer gives 4"


def test_that_there_is_a_picture_is_said_once() -> None:
    _, told = talk(sitting("power choose"), "hint", "x", "2x", "two", "quit")
    assert told.count("plot shows a picture") == 1
    assert told[told.index("plot shows a picture") - 1].startswith("Tiny   question 1")


def test_the_picture_of_a_question() -> None:
    _, told = talk(sitting("power"), "plot")
    assert "<plot 'x^2'>" in told
    _, told = talk(sitting("word"), "plot")
    assert "this question has no picture" in told


def test_a_picture_that_cannot_be_drawn_is_a_sentence() -> None:
    told = Told()

    def draw(figure: str) -> str:
        raise InputError("no plot", hint=figure)

    lines = iter(["plot"])
    Conversation(sitting("power"), told, lambda _: next(lines, None), draw).run()
    assert "mistake: no plot (plot 'x^2')" in told


def test_parts_have_their_labels() -> None:
    _, told = talk(sitting("parts"), "4", "5", "")
    assert [text for text in told if text.startswith("part ")] == ["part 1 of 2   h =", "part 2 of 2   g ="]


def test_options_have_letters_and_a_wrong_one_its_words() -> None:
    one = sitting("choose")
    letters = {option[0]: "ab"[place] for place, option in enumerate(one.variant.parts[0].options)}
    _, told = talk(one, letters["two"], letters["one"], "")
    assert "two is too much" in told
    assert "you typed   two" in told
    assert "+ right" in told


def test_a_word_of_the_session_may_be_an_answer() -> None:
    one = sitting("power word")
    finished, told = talk(one, "2x", "= hard", "")
    assert finished
    assert one.results()[1].right
    assert "rated hard" not in "".join(told)


def test_ones_own_rating_comes_after_a_question() -> None:
    one = sitting("power word")
    _, told = talk(one, "2x", "easy", "hard", "quit")
    assert any(text.startswith("rated easy: next review in ") for text in told)
    assert any(text.startswith("rated hard") for text in told)
    last = sitting("word")
    talk(last, "= hard", "easy", "")
    assert last.store.reviews()[-1].rating == EASY


def test_the_words_are_answers_before_anything_can_be_rated() -> None:
    one = sitting("word")
    talk(one, "hard", "")
    assert one.results()[0].right


class Undecided(Here):
    """A grader that cannot tell."""

    def grade(self, task: Task, text: str) -> Marked:  # noqa: ARG002 - the other graders need them
        return Marked("undecided", 0.0, "too hard to compare")


@pytest.mark.parametrize(("word", "right"), [("y", True), ("no", False)])
def test_what_cannot_be_decided_is_the_learners_to_mark(word: str, right: bool) -> None:
    one = sitting("power")
    one._engine = Undecided()
    _, told = talk(one, "2x", "perhaps", word, "quit")
    assert "? this could not be decided: too hard to compare" in told
    assert "the answer: 2x" in told
    assert told.count("is yours right? y or n> ") == 2
    assert one.results()[0].right is right


def test_an_exam_says_nothing_until_the_end() -> None:
    one = sitting("power parts", "exam")
    finished, told = talk(one, "hint", "why", "solution", "x", "4", "5", "")
    assert finished
    assert "there are no hints in an exam" in told
    assert "verdicts are told after the exam" in told
    assert "there are no solutions in an exam" in told
    assert not [text for text in told if text.startswith(("+", "-"))]
    assert told.count("noted") == 3
    assert [result.right for result in one.results()] == [False, True]


def test_a_typo_in_an_exam_is_told_and_costs_nothing() -> None:
    one = sitting("power", "exam")
    talk(one, "2*(x", "2x", "")
    assert one.results()[0].right


def test_in_an_exam_an_answer_may_be_changed() -> None:
    one = sitting("power parts", "exam")
    finished, _ = talk(one, "x", "back", "2x", "4", "6", "back", "4", "5", "")
    assert finished
    assert [result.right for result in one.results()] == [True, True]
    kept = sitting("power parts", "exam")
    talk(kept, "2x", "back", "skip", "4", "5", "")
    assert [result.right for result in kept.results()] == [True, True]


def test_what_cannot_be_decided_in_an_exam_is_neither_right_nor_wrong() -> None:
    one = sitting("power", "exam")
    one._engine = Undecided()
    finished, _ = talk(one, "2x", "")
    assert finished
    (result,) = one.results()
    assert (result.right, result.undecided) == (False, True)


def test_an_exam_is_handed_in_by_enter_alone() -> None:
    one = sitting("word", "exam")
    finished, told = talk(one, "easy", "another answer", "quit")
    assert not finished
    assert any(text.startswith("this is no question any more") for text in told)
    finished, _ = talk(one, "")
    assert finished


def test_the_clock_of_an_exam_ends_it() -> None:
    clock = Clock()
    one = sitting("power parts", "exam", clock, '{"time": 600}')
    told = Told()
    lines = iter(["2x", "4"])

    def ask(_: str) -> str | None:
        found = next(lines, None)
        clock.at += 400_000
        return found

    assert Conversation(one, told, ask, lambda _: "").run()
    assert "Tiny   question 1 of 2   10 min left" in told
    assert "Tiny   question 2 of 2   3 min 20 s left" in told
    assert "? the time is over" in told
    assert [result.right for result in one.results()] == [True, False]
    assert one.results()[1].answers == ("", "")  # what came too late does not count


def test_a_closed_input_leaves_the_session_as_it_stands() -> None:
    one = sitting("power word")
    finished, _ = talk(one, "2x")
    assert not finished
    assert [item.state for item in one.items] == ["done", "open"]


def test_a_question_whose_bank_has_a_mistake_is_named_and_skipped() -> None:
    text = BANK.replace("Differentiate {x^2}.", "Differentiate {nosuch}.")
    one = sitting("power word")
    one.banks = {"tiny": parse(text.encode(), "my.yaml")}
    _, told = talk(one, "= hard", "")
    (mistake,) = [said for said in told if said.startswith("mistake")]
    assert mistake.startswith("mistake: my.yaml:4:3: this question cannot be asked: ")
    assert mistake.endswith("mvcalc quiz lint my.yaml)")
    assert [item.state for item in one.items] == ["skipped", "done"]


def test_help_lists_what_may_be_typed() -> None:
    _, told = talk(sitting("power"), "?", "")
    assert any("2*x*y" in text for text in told)
    assert any(text.startswith("again hard good easy") for text in told)
    assert any(text.startswith("type an answer, or one of: ?, hint") for text in told)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (3600, "1 h"), (3661, "1 h 1 min")]
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_an_answer_in_decimals_is_shown_as_one() -> None:
    text = """\
schema: 1
bank: {id: tiny, title: Tiny}
questions:
- {id: q, prompt: p, type: number, answer: -6989/5000, grade: {number: {decimals: 2}}}
- {id: r, prompt: p, type: number, answer: pi^2, grade: {number: {significant: 3}}}
- {id: s, prompt: p, type: number, answer: 1/3}
"""
    shown = [answer_of(variant(question, 1).parts[0]) for question in parse_bank(text.encode()).questions]
    assert [answer[1:] for answer in shown] == [(" ≈ -1.40",), (" ≈ 9.87",), ()]
