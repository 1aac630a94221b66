"""Ratings from behaviour, days that end at four, cards that the reviews alone make anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mvcalc_cli.quiz.schedule import (
    AGAIN,
    EASY,
    GOOD,
    HARD,
    Effort,
    day_end,
    days_until,
    due,
    rating,
    rebuilt,
    retrievability,
    reviewed,
    usual_time,
)
from mvcalc_cli.store import Review


def at(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp() * 1000)  # type: ignore[misc,arg-type]


def review(rating_: int, when: int, question: str = "q", revision: int = 1) -> Review:
    return Review("b", question, revision, "default", rating_, when, 5_000)


@pytest.mark.parametrize(
    ("effort", "usual", "expected"),
    [
        (Effort(False), None, AGAIN),
        (Effort(True, gave_up=True), None, AGAIN),
        (Effort(True, tries=2), None, HARD),
        (Effort(True, hints=1), None, HARD),
        (Effort(True, tries=2, ms=1), 100, HARD),  # fast, but not at the first try
        (Effort(True), None, GOOD),
        (Effort(True, ms=51), 100, GOOD),
        (Effort(True, ms=49), 100, EASY),
        (Effort(True, ms=49), None, GOOD),  # no median of one's own yet
    ],
)
def test_ratings(effort: Effort, usual: float | None, expected: int) -> None:
    assert rating([effort], usual) == expected


def test_a_question_is_rated_by_its_worst_part() -> None:
    assert rating([Effort(True), Effort(True, tries=3), Effort(True)]) == HARD
    assert rating([]) == AGAIN


def test_the_usual_time_needs_five_right_answers() -> None:
    some = [review(GOOD, k)._replace(ms=1_000 * k) for k in range(1, 6)]
    assert usual_time(some[:4]) is None
    assert usual_time(some) == 3_000
    assert usual_time([*some, review(AGAIN, 9)._replace(ms=99_000)]) == 3_000


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ((2026, 3, 1, 3, 59), (2026, 3, 1, 4)),
        ((2026, 3, 1, 4, 0), (2026, 3, 2, 4)),
        ((2026, 3, 1, 23, 0), (2026, 3, 2, 4)),
        ((2026, 12, 31, 12, 0), (2027, 1, 1, 4)),
    ],
)
def test_a_day_ends_at_four(moment: tuple[int, ...], end: tuple[int, ...]) -> None:
    assert day_end(at(*moment), UTC) == at(*end)


def test_a_day_ends_at_four_where_the_learner_is() -> None:
    there = timezone(timedelta(hours=9))
    assert day_end(at(2026, 3, 1, 18, 0), there) == at(2026, 3, 1, 19, 0)  # 03:00 there, ends at 04:00


def test_the_same_reviews_make_the_same_cards() -> None:
    start = at(2026, 3, 1, 12)
    day = 86_400_000
    reviews = [
        review(GOOD, start),
        review(GOOD, start + day),
        review(AGAIN, start + 4 * day, "r"),
        review(EASY, start + 9 * day),
    ]
    card = None
    for each in reviews[:2]:
        card = reviewed(card, each)
    assert card is not None
    assert {one.question_id for one in rebuilt(reviews)} == {"q", "r"}
    assert rebuilt(reviews[:2]) == (card,) == rebuilt(reviews[:2])
    assert 0 < retrievability(card, start + 30 * day) < retrievability(card, start + 2 * day) <= 1


def test_better_ratings_wait_longer() -> None:
    start = at(2026, 3, 1, 12)
    waits = [reviewed(None, review(each, start)).due for each in (AGAIN, HARD, GOOD, EASY)]
    assert waits == sorted(waits)
    assert waits[0] < waits[3]
    assert days_until(reviewed(None, review(EASY, start)), start, UTC) >= 1
    assert days_until(reviewed(None, review(AGAIN, start)), start, UTC) == 0


def test_a_revised_question_begins_anew() -> None:
    start = at(2026, 3, 1, 12)
    old = reviewed(reviewed(None, review(EASY, start)), review(EASY, start + 10**9))
    fresh = reviewed(None, review(GOOD, start + 2 * 10**9, revision=2))
    assert reviewed(old, review(GOOD, start + 2 * 10**9, revision=2)) == fresh


def test_the_nearest_to_being_forgotten_comes_first() -> None:
    start = at(2026, 3, 1, 12)
    day = 86_400_000
    weak, strong = reviewed(None, review(HARD, start, "weak")), reviewed(None, review(EASY, start, "strong"))
    later = start + 40 * day
    assert [card.question_id for card in due([strong, weak], later, UTC)] == ["weak", "strong"]
    assert due([strong], start, UTC) == ()
