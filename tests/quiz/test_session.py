"""Sessions: what is kept after each answer, what a rating comes from, and that everything goes on where it stood."""

from __future__ import annotations

from datetime import UTC

import pytest

from mvcalc_cli.language.printers import plain
from mvcalc_cli.quiz.bank import parse
from mvcalc_cli.quiz.engine import Here
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.outcomes import answered
from mvcalc_cli.quiz.plan import Wish, plan
from mvcalc_cli.quiz.question import Bank
from mvcalc_cli.quiz.schedule import AGAIN, EASY, GOOD, HARD, rebuilt, reviewed, waiting
from mvcalc_cli.quiz.session import Feedback, Sitting
from mvcalc_cli.store import Review, Store

BANK = """\
schema: 1
bank: {id: tiny, title: Tiny, module: 1}
questions:
- {id: one, tags: [power], prompt: "d/dx of x^2?", type: expression, answer: 2x, hints: [bring it down, lower it]}
- id: two
  tags: [chain]
  prompt: "two parts"
  parts:
  - {id: h, type: number, answer: "4"}
  - {id: g, type: number, answer: "h + 1", follow: {uses: h}}
- {id: three, difficulty: 3, prompt: "1 + 1?", type: number, answer: "2"}
"""
OTHER = BANK.replace("tiny, title: Tiny, module: 1", "other, title: Other, module: 2")


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.at = 1_800_000_000_000

    def __call__(self) -> int:
        return self.at


class Fake(Here):
    """Right where the text is the answer's; the real grader has tests of its own."""

    def grade(self, task: Task, text: str) -> Marked:
        if text == "?":
            return Marked("invalid", 0.0, "unreadable")
        if text == "m":
            return Marked("undecided", 0.0, "cannot be told")
        assert task.expected is not None
        if task.again is not None and text == plain(task.again):
            return Marked("equal", 1.0, "follows", followed=True)
        right = text == plain(task.expected)
        return Marked("equal" if right else "different", float(right), "compared")


def bank(text: str = BANK) -> Bank:
    return parse(text.encode())


def sitting(store: Store, kind: str = "practice", clock: Clock | None = None, questions: int = 0) -> Sitting:
    clock = clock or Clock()
    planned = plan([bank()], Wish(questions=questions, seed=1), at=clock(), zone=UTC)
    session = store.begin(kind, "tiny", 1, planned, at=clock())
    return Sitting(store, session, {"tiny": bank()}, Fake(), clock, UTC)


def go_to(one: Sitting, question: str) -> None:
    one.place = next(place for place, item in enumerate(one.items) if item.question_id == question)


def test_a_right_answer_is_kept_rated_and_scheduled() -> None:
    one = sitting(Store(None))
    go_to(one, "one")
    found = one.answer("2*x")
    assert found == Feedback(Marked("equal", 1.0, "compared"), True, True, GOOD, found.days)
    ((item, attempt),) = one.store.attempts()
    assert (item.question_id, attempt.raw, attempt.n, attempt.score) == ("one", "2*x", 1, 1.0)
    assert one.store.reviews()[0].rating == GOOD
    assert one.store.cards()[0].question_id == "one"


def test_a_second_try_or_a_hint_make_it_hard_and_giving_up_again() -> None:
    one = sitting(Store(None))
    go_to(one, "one")
    assert one.answer("x") == Feedback(Marked("different", 0.0, "compared"))
    assert one.answer("2*x").rating == HARD
    go_to(one, "three")
    assert one.hint() is None
    assert one.give_up().rating == AGAIN
    two = sitting(Store(None))
    go_to(two, "one")
    assert two.hint() == ("bring it down",)
    assert two.hint() == ("lower it",)
    assert two.hint() is None
    assert two.answer("2*x").rating == HARD


def test_faster_than_half_ones_own_median_is_easy() -> None:
    clock = Clock()
    store = Store(None)
    for _ in range(5):
        earlier = sitting(store, clock=clock)
        store.settle(earlier.item, "done", Review("tiny", "x", 1, "default", GOOD, clock(), 10_000))
    one = sitting(store, clock=clock)
    go_to(one, "one")
    clock.at += 4_000
    assert one.answer("2*x").rating == EASY


def test_an_unreadable_answer_is_kept_and_costs_nothing() -> None:
    one = sitting(Store(None))
    go_to(one, "one")
    assert one.answer("?").marked.verdict == "invalid"
    assert one.answer("2*x").rating == GOOD
    assert [attempt.raw for _, attempt in one.store.attempts()] == ["?", "2*x"]


def test_what_cannot_be_decided_is_marked_by_the_learner() -> None:
    one = sitting(Store(None))
    go_to(one, "one")
    found = one.answer("m")
    assert (found.marked.verdict, found.question_done) == ("undecided", False)
    assert one.mark(True).rating == GOOD


def test_the_end_of_a_session_and_the_history_count_alike() -> None:
    one = sitting(Store(None))
    for question, answers in (("one", ("x", "2*x")), ("two", ("4",)), ("three", ("m",))):
        go_to(one, question)
        for text in answers:
            one.answer(text)
    one.mark(True)
    go_to(one, "two")
    one.skip()
    results = one.results()
    assert {each.question.id: each.outcome for each in results} == {"one": "right", "two": "wrong", "three": "right"}
    went = answered(one.store.attempts())
    assert sum(each.right for each in went) == sum(each.right for each in results) == 2
    assert sum(each.at_once for each in went) == sum(each.at_once for each in results) == 1
    assert len(went) == len(results)


def test_what_was_answered_wrongly_and_skipped_comes_again() -> None:
    store = Store(None)
    one = sitting(store)
    go_to(one, "one")
    one.answer("x")
    assert one.skip() == 0
    (review,) = store.reviews()
    assert (review.rating, review.attempt_id) == (AGAIN, store.attempts()[-1][1].id)
    assert [card.question_id for card in waiting(store.cards(), one.session.started_at, UTC)] == ["one"]
    assert rebuilt(store.reviews()) == store.cards()


def test_a_skip_is_rated_once_for_each_wrong_answer_and_not_without_one() -> None:
    clock = Clock()
    store = Store(None)
    one = sitting(store, clock=clock)
    go_to(one, "one")
    assert one.skip() is None
    go_to(one, "one")
    one.answer("x")
    one.skip()
    go_to(one, "one")
    assert one.skip() is None
    assert len(store.reviews()) == 1
    again = Sitting(store, one.session, {"tiny": bank()}, Fake(), clock, UTC)
    go_to(again, "one")
    assert again.skip() is None
    go_to(again, "one")
    clock.at += 5_000
    assert again.answer("2*x").rating == HARD
    assert [review.rating for review in store.reviews()] == [AGAIN, HARD]


def test_after_a_skip_no_earlier_question_is_rated() -> None:
    one = sitting(Store(None))
    go_to(one, "one")
    one.answer("2*x")
    assert one.rated
    go_to(one, "two")
    one.skip()
    assert not one.rated


def test_a_part_that_was_right_does_not_save_a_question_that_is_skipped() -> None:
    one = sitting(Store(None))
    go_to(one, "two")
    one.answer("4")
    assert one.skip() is None  # the other part was not tried
    go_to(one, "two")
    one.answer("9")
    assert one.skip() == 0
    assert [review.rating for review in one.store.reviews()] == [AGAIN]


@pytest.mark.parametrize("kind", ["exam", "cram"])
def test_where_nothing_is_scheduled_a_skip_is_not_rated(kind: str) -> None:
    one = sitting(Store(None), kind)
    go_to(one, "one")
    one.answer("x")
    one.skip()
    assert one.store.reviews() == ()


def test_parts_follow_with_the_learners_own_value() -> None:
    one = sitting(Store(None))
    go_to(one, "two")
    assert not one.answer("7").part_done
    assert one.answer("4").part_done
    assert one.part.part.id == "g"
    assert one.answer("5").question_done
    exam = sitting(Store(None), "exam")
    go_to(exam, "two")
    exam.answer("7")
    assert exam.answer("8").marked.followed


def test_a_question_of_parts_is_rated_by_its_worst() -> None:
    one = sitting(Store(None))
    go_to(one, "two")
    one.answer("4")
    one.answer("9")
    assert one.answer("5").rating == HARD


def test_a_skipped_question_is_not_rated_and_can_be_gone_back_to() -> None:
    one = sitting(Store(None))
    first = one.item.question_id
    one.skip()
    assert one.item.question_id != first
    assert one.store.reviews() == ()
    assert one.back()
    assert one.item.question_id == first
    assert not one.back()


def test_ones_own_rating_takes_the_place_of_ours() -> None:
    clock = Clock()
    one = sitting(Store(None), clock=clock)
    go_to(one, "one")
    one.answer("2*x")
    days = one.rate(EASY)
    assert days is not None
    expected = reviewed(None, Review("tiny", "one", 1, "default", EASY, clock(), 0))
    assert one.store.cards() == (expected,)
    from mvcalc_cli.quiz.schedule import rebuilt

    assert rebuilt(one.store.reviews()) == (expected,)


@pytest.mark.parametrize("kind", ["cram", "exam"])
def test_cramming_and_exams_leave_the_schedule_alone(kind: str) -> None:
    one = sitting(Store(None), kind)
    go_to(one, "one")
    assert one.answer("2*x").rating is None
    assert one.store.cards() == ()


def test_in_an_exam_there_is_one_answer_and_no_hint() -> None:
    one = sitting(Store(None), "exam")
    go_to(one, "one")
    assert one.hint() is None
    assert one.answer("x").question_done
    (result,) = (each for each in one.results() if each.item.question_id == "one")
    assert (result.right, result.score, result.answers) == (False, 0.0, ("x",))


def test_a_session_goes_on_where_it_stood() -> None:
    store = Store(None)
    one = sitting(store)
    go_to(one, "two")
    one.answer("3")
    one.answer("4")
    where = one.place
    session = store.unfinished()
    assert session is not None
    again = Sitting(store, session, {"tiny": bank()}, Fake(), Clock(), UTC)
    again.place = where
    assert again.part.part.id == "g"
    assert again.of(again.variant.parts[0]).tries == 2
    assert again.variant.prompt == one.variant.prompt
    assert again.answer("5").rating == HARD


def test_questions_that_are_gone_are_left_out() -> None:
    store = Store(None)
    planned = plan([bank()], Wish(questions=0, seed=1))
    session = store.begin("practice", "tiny", 1, planned)
    smaller = bank()._replace(questions=bank().questions[:1])
    one = Sitting(store, session, {"tiny": smaller}, Fake())
    assert [item.question_id for item in one.items] == ["one"]


def test_the_score_of_a_session_weighs_parts() -> None:
    one = sitting(Store(None), "exam")
    go_to(one, "two")
    one.answer("4")
    one.answer("9")
    result = next(each for each in one.results() if each.item.question_id == "two")
    assert (result.score, result.right) == (0.5, False)


def test_plans_are_reproducible_and_mix_modules() -> None:
    banks = [bank(), bank(OTHER)]
    first = plan(banks, Wish(questions=4, seed=3))
    assert first == plan(banks, Wish(questions=4, seed=3))
    assert [each.bank for each in first] == ["tiny", "other", "tiny", "other"]
    assert len({plan(banks, Wish(questions=6, seed=seed)) for seed in range(10)}) > 5


def test_what_is_due_comes_first_and_review_has_nothing_else() -> None:
    at = Clock()()
    day = 86_400_000
    card = reviewed(None, Review("other", "three", 1, "default", GOOD, at - 60 * day, 0))
    fresh = reviewed(None, Review("tiny", "one", 1, "default", EASY, at, 0))
    banks = [bank(), bank(OTHER)]
    planned = plan(banks, Wish(questions=0, seed=1), [card, fresh], at=at, zone=UTC)
    assert (planned[0].bank, planned[0].question_id) == ("other", "three")
    assert (planned[-1].bank, planned[-1].question_id) == ("tiny", "one")
    only = plan(banks, Wish(questions=0, review=True), [card, fresh], at=at, zone=UTC)
    assert [(each.bank, each.question_id) for each in only] == [("other", "three")]
    crammed = plan(banks, Wish(questions=0, cram=True), [card, fresh], at=at, zone=UTC)
    assert len(crammed) == 6


def test_a_revised_question_is_new_again() -> None:
    at = Clock()()
    old = reviewed(None, Review("tiny", "one", 1, "default", EASY, at, 0))
    revised = bank(BANK.replace("{id: one,", "{id: one, revision: 2,"))
    planned = plan([revised], Wish(questions=0, seed=1), [old], at=at, zone=UTC)
    assert next(each for each in planned if each.question_id == "one").revision == 2
    assert planned[-1].question_id != "one"


def test_tags_and_weak_skills() -> None:
    assert {each.question_id for each in plan([bank()], Wish(tags=("chain",)))} == {"two"}
    one = sitting(Store(None))
    go_to(one, "two")
    one.answer("1")
    go_to(one, "one")
    one.answer("2*x")
    planned = plan([bank()], Wish(questions=0, weak=True, seed=1), history=one.store.attempts())
    assert planned[0].question_id == "two"
