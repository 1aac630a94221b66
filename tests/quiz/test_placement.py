"""The first session of someone new: who is placed, by what, and what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from mvcalc_cli.quiz.headings import Heading, QuestionHeading
from mvcalc_cli.quiz.placement import PRACTICE, placement, practice
from mvcalc_cli.quiz.session import Sitting
from mvcalc_cli.store import Planned, Store
from tests.quiz.test_session import OTHER, Clock, Fake, bank


def _bank(module: int, difficulties: Sequence[int] = (1, 2, 2, 3, 4, 5)) -> Heading:
    questions = tuple(QuestionHeading(f"q{place}", 1, (), level) for place, level in enumerate(difficulties))
    return Heading(f"m{module}", f"Module {module}", questions, module, "", "", f"hash{module}")


COURSE = [_bank(module) for module in range(1, 8)]


def _level(planned: Planned) -> int:
    return next(
        q.difficulty
        for each in COURSE
        if each.id == planned.bank
        for q in each.questions
        if q.id == planned.question_id
    )


def _placed(seed: int, right: Mapping[str, bool]) -> dict[tuple[str, str], bool]:
    return {(each.bank, each.question_id): right.get(each.bank, False) for each in placement(COURSE, seed)}


@pytest.mark.parametrize("seed", range(5))
def test_one_question_of_each_module_neither_easy_nor_hard(seed: int) -> None:
    found = placement(COURSE, seed)
    assert [each.bank for each in found] == [each.id for each in COURSE]
    assert {_level(each) for each in found} == {2}
    assert placement(COURSE, seed) == found


def test_other_seeds_give_other_questions() -> None:
    assert len({tuple(each.question_id for each in placement(COURSE, seed)) for seed in range(8)}) > 1


def test_where_no_question_is_of_that_difficulty_the_nearest_serves() -> None:
    found = placement([_bank(1, (5, 4)), _bank(2, (1,)), _bank(3, (3, 5))], 0)
    assert [each.question_id for each in found] == ["q1", "q0", "q0"]


def test_of_two_that_fit_the_shorter_is_asked() -> None:
    long = tuple(QuestionHeading(f"long{k}", 1, (), 2, 4) for k in range(5))
    short = QuestionHeading("short", 1, (), 2, 2)
    banks = [_bank(1)._replace(questions=(*long, short)), *COURSE[1:3]]
    assert {placement(banks, seed)[0].question_id for seed in range(6)} == {"short"}


@pytest.mark.parametrize("banks", [[], COURSE[:2], [_bank(0), _bank(0), COURSE[0]], [_bank(1, ()), *COURSE[1:3]]])
def test_too_few_modules_place_nobody(banks: list[Heading]) -> None:
    assert placement(banks, 1) == ()


def test_what_was_not_right_is_practised_the_easy_questions_first() -> None:
    placed = _placed(3, dict.fromkeys(("m1", "m2", "m4", "m5", "m7"), True))
    found = practice(COURSE, placed, 3)
    assert len(found) == PRACTICE
    assert Counter(each.bank for each in found) == {"m3": 3, "m6": 2}
    assert [_level(each) for each in found[:2]] == [1, 1]
    assert not placed.keys() & {(each.bank, each.question_id) for each in found}


def test_who_knows_everything_gets_harder_questions() -> None:
    found = practice(COURSE, _placed(3, dict.fromkeys((each.id for each in COURSE), True)), 3)
    assert {_level(each) for each in found} == {3}
    assert len({each.bank for each in found}) == PRACTICE


# --- the session -------------------------------------------------------------------------------------


def _sitting(store: Store) -> Sitting:
    """A placement of two modules, one question each, after which come two more."""
    one, two = bank(), bank(OTHER)
    banks = {"tiny": one, "other": two}
    planned = [Planned(each.id, "one", 1, each.hash, 5) for each in banks.values()]
    store.begin("practice", "tiny,other", 1, planned, '{"placement": 2}', at=Clock()())
    return _again(store)


def _again(store: Store) -> Sitting:
    banks = {"tiny": bank(), "other": bank(OTHER)}
    (session,) = store.open_sessions()

    def follow(placed: Mapping[tuple[str, str], bool]) -> list[Planned]:
        wrong = [name for (name, _), right in placed.items() if not right]
        return [Planned(name, "three", 1, "", 5) for name in wrong]

    return Sitting(store, session, banks, Fake(), Clock(), follow=follow)


def test_practice_follows_the_placement() -> None:
    store = Store(None)
    sat = _sitting(store)
    assert sat.placing
    sat.answer("2*x")
    sat.next()
    assert (sat.placing, sat.place, len(sat.items)) == (True, 1, 2)
    sat.answer("7")
    sat.give_up()
    sat.next()
    assert [(item.bank, item.question_id) for item in sat.items[2:]] == [("other", "three")]
    assert (sat.placing, sat.over) == (False, False)
    assert "1 of 2 right at once" in sat.news
    sat.answer("2")
    sat.next()
    assert sat.over
    assert len(sat.items) == 3


def test_a_placement_left_and_gone_on_with_is_followed_too() -> None:
    store = Store(None)
    first = _sitting(store)
    first.answer("2*x")
    second = _again(store)
    assert (second.placing, second.place) == (True, 1)
    second.skip()
    assert [item.question_id for item in second.items] == ["one", "one", "three"]
    assert [item.question_id for item in _again(store).items] == ["one", "one", "three"]
    assert not _again(store).placing


def test_another_session_is_not_followed() -> None:
    store = Store(None)
    planned = [Planned("tiny", "one", 1, "", 5)]
    store.begin("practice", "tiny", 1, planned, "{}", at=Clock()())
    sat = _again(store)
    sat.skip()
    assert sat.over
    assert len(sat.items) == 1
