"""What a history says: first answers, weak skills, days that end at four, streaks."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mvcalc_cli.quiz.bank import parse
from mvcalc_cli.quiz.schedule import day_end, day_of
from mvcalc_cli.quiz.stats import Tally, days, mistakes, statistics, streak, weakest
from mvcalc_cli.store import Attempt, Card, Item

BANK = parse(b"""
schema: 1
bank: {id: b, title: B, module: 3}
questions:
- {id: q, tags: [chain, power], prompt: p, type: number, answer: "1"}
- {id: r, tags: [power], prompt: p, type: number, answer: "1"}
""")
LOOSE = BANK._replace(id="loose", title="Loose", module=0)
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo | None = None) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone or UTC).timestamp() * 1000)


def item(number: int, question: str = "q", bank: str = "b") -> Item:
    return Item(number, 1, number, bank, question, 1, "", 1, "done")


def attempt(  # noqa: PLR0917
    number: int, score: float, when: int = 0, n: int = 1, verdict: str = "", mistake: str = "", part: str = "a"
) -> Attempt:
    verdict = verdict or ("equal" if score >= 1 else "different")
    return Attempt(number, part, n, "x", "x", verdict, score, mistake, 0, 1000, "1", when)


NOON = at("2026-03-10T12:00")


def test_a_question_is_right_if_its_parts_were_in_the_end_and_the_first_answers_are_told_beside() -> None:
    history = [
        (item(1), attempt(1, 0)), (item(1), attempt(1, 1, n=2)),
        (item(2), attempt(2, 1)), (item(2), attempt(2, 0, part="b")),
        (item(3), attempt(3, 1)), (item(3), attempt(3, 1, part="b")),
        (item(4), attempt(4, 0, verdict="invalid")), (item(5), attempt(5, 0, verdict="undecided")),
        (item(6), attempt(6, 0, verdict="undecided")), (item(6), attempt(6, 1)),
        (item(7), attempt(7, 0)), (item(7), attempt(7, 0, n=2, verdict="gave-up")),
        (item(8)._replace(state="skipped"), attempt(8, 1)),  # another part of it was not answered
        (item(9)._replace(state="open"), attempt(9, 0)),  # it is still on
    ]  # fmt: skip
    found = statistics([BANK], history, [], "module", NOON, UTC)
    assert found.rows == (Tally("3", "3 B", 6, 3, 0, 2),)
    assert found.total == Tally("all", "all", 6, 3, 0, 2)


def test_a_bank_of_no_module_is_a_row_of_its_own_and_a_lost_one_counts_in_the_total() -> None:
    history = [(item(1), attempt(1, 1)), (item(2, bank="loose"), attempt(2, 0)), (item(3, bank="gone"), attempt(3, 1))]
    found = statistics([LOOSE, BANK], history, [], "module", NOON, UTC)
    assert [(row.key, row.seen) for row in found.rows] == [("3", 1), ("loose", 1)]
    assert found.total.seen == 3


def test_due_counts_cards_of_this_revision_until_four_in_the_morning() -> None:
    cards = [
        Card("b", "q", 1, "default", "{}", NOON), Card("b", "r", 1, "default", "{}", day_end(NOON, UTC)),
        Card("b", "r", 2, "default", "{}", NOON), Card("gone", "q", 1, "default", "{}", NOON),
    ]  # fmt: skip
    found = statistics([BANK], [], cards, "tag", NOON, UTC)
    assert [(row.key, row.due) for row in found.rows] == [("chain", 1), ("power", 1)]
    assert found.total.due == 1


def test_the_weakest_skills_come_first_and_those_always_right_not_at_all() -> None:
    history = [(item(1), attempt(1, 0)), (item(2, "r"), attempt(2, 1)), (item(3, "r"), attempt(3, 1))]
    assert [(row.key, row.right, row.seen) for row in weakest(history, [BANK])] == [("chain", 0, 1), ("power", 2, 3)]
    assert weakest(history[1:], [BANK]) == ()


def test_mistakes_are_counted_and_so_is_what_was_put_right() -> None:
    history = [
        (item(1), attempt(1, 0, mistake="swapped")), (item(1), attempt(1, 1, n=2)),
        (item(2), attempt(2, 0, mistake="swapped")), (item(3), attempt(3, 0, mistake="sign")),
    ]  # fmt: skip
    assert [(row.key, row.seen, row.right) for row in mistakes(history)] == [("swapped", 2, 1), ("sign", 1, 0)]


def test_days_end_at_four_in_the_morning() -> None:
    late, early = at("2026-03-10T03:59"), at("2026-03-10T04:00")
    history = [(item(1), attempt(1, 1, late)), (item(2), attempt(2, 1, early)), (item(2), attempt(2, 1, early, 2))]
    assert days(history, NOON, UTC)[-2:] == (1, 1)
    assert len(days(history, NOON, UTC)) == 14
    assert days(history, at("2026-04-10T12:00"), UTC) == (0,) * 14


def test_a_day_is_as_long_as_the_clock_says() -> None:
    night = at("2026-03-29T12:00", BERLIN)  # the night before it was an hour short
    assert day_end(at("2026-03-28T23:00", BERLIN), BERLIN) == at("2026-03-29T04:00", BERLIN)
    assert day_end(night, BERLIN) == at("2026-03-30T04:00", BERLIN)
    assert day_of(at("2026-10-25T03:30", BERLIN), BERLIN).isoformat() == "2026-10-24"


def test_a_streak_is_not_broken_before_today_is_over() -> None:
    def on(*dates: str) -> list[tuple[Item, Attempt]]:
        return [(item(1), attempt(1, 1, at(f"2026-03-{date}T10:00"))) for date in dates]

    assert streak(on("08", "09", "10"), NOON, UTC) == 3
    assert streak(on("08", "09"), NOON, UTC) == 2
    assert streak(on("07", "08"), NOON, UTC) == 0
    assert streak(on("06", "08", "09", "10"), NOON, UTC) == 3
    assert streak([], NOON, UTC) == 0
