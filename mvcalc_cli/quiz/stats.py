"""What a learner's history says: how much was seen, how much was right, what is due, which days were used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from mvcalc_cli.quiz.headings import for_learners
from mvcalc_cli.quiz.outcomes import Went, answered
from mvcalc_cli.quiz.plan import Listed, current, skills
from mvcalc_cli.quiz.schedule import day_of, waiting
from mvcalc_cli.store import Attempt, Card, Item

History = Sequence[tuple[Item, Attempt]]


class Tally(NamedTuple):
    """One row: questions answered, those that were right, and cards that are due.

    Attributes:
        key: The module's number, the tag, or the name of the known mistake.
        title: In words.
        seen: Questions answered; of a mistake, how often it was made.
        right: In the end, as at the end of a session; of a weak skill at the first answer.
        due: Cards to be reviewed today.
        at_once: Right at the first answer to each part.
    """

    key: str
    title: str
    seen: int = 0
    right: int = 0
    due: int = 0
    at_once: int = 0

    @property
    def share(self) -> float | None:
        """Right of seen; None where nothing was seen."""
        return self.right / self.seen if self.seen else None


class Statistics(NamedTuple):
    """The whole of it.

    Attributes:
        rows: By module or tag.
        total: Their sum; each question counts once.
        weakest: Tags with the smallest share of right answers, the weakest first.
        days: Questions answered on each of the last 14 days, today last.
        streak: Days in a row on which something was answered; today may still be open.
    """

    rows: tuple[Tally, ...]
    total: Tally
    weakest: tuple[Tally, ...]
    days: tuple[int, ...]
    streak: int


def statistics(  # noqa: PLR0917
    banks: Sequence[Listed], history: History, cards: Iterable[Card], by: str, at: int, zone: Any = None
) -> Statistics:
    """What is known, by "module" or by "tag".

    Args:
        banks: The banks that are there; questions of others count in the total alone.
        history: Every answer, in order.
        cards: The schedule.
        by: What a row is.
        at: Now, in milliseconds.
        zone: The learner's time zone; None is the computer's.
    """
    waiting_now = waiting(current(cards, banks), at, zone)
    names = _by_module(banks) if by == "module" else _by_tag(banks)
    went = answered(history)
    right, at_once = sum(each.right for each in went), sum(each.at_once for each in went)
    return Statistics(
        _tallies(went, waiting_now, names),
        Tally("all", "all", len(went), right, len(waiting_now), at_once),
        weakest(history, banks),
        days(history, at, zone),
        streak(history, at, zone),
    )


Names = Callable[[tuple[str, str]], Iterable[tuple[str, str]]]  # (bank, question) -> keys and titles of its rows


def _by_module(banks: Sequence[Listed]) -> Names:
    """A module has the titles of its banks; a bank of no module is a row of its own."""
    rows: dict[str, tuple[str, str]] = {}
    titles: dict[int, dict[str, None]] = {}
    for bank in for_learners(banks):
        titles.setdefault(bank.module, {})[bank.title] = None
    for bank in banks:
        title = ", ".join(titles.get(bank.module, {bank.title: None}))
        rows[bank.id] = (str(bank.module), f"{bank.module} {title}") if bank.module else (bank.id, bank.title)
    return lambda key: [rows[key[0]]] if key[0] in rows else []


def _by_tag(banks: Sequence[Listed]) -> Names:
    tags = {(bank.id, question.id): question.tags for bank in banks for question in bank.questions}
    return lambda key: [(tag, tag) for tag in tags.get(key, ())]


def _tallies(went: Iterable[Went], cards: Iterable[Card], names: Names) -> tuple[Tally, ...]:
    found: dict[str, Tally] = {}
    for each in went:
        for key, title in names((each.item.bank, each.item.question_id)):
            row = found.get(key, Tally(key, title))
            right, at_once = row.right + each.right, row.at_once + each.at_once
            found[key] = row._replace(seen=row.seen + 1, right=right, at_once=at_once)
    for card in cards:
        for key, title in names((card.bank, card.question_id)):
            row = found.get(key, Tally(key, title))
            found[key] = row._replace(due=row.due + 1)
    return tuple(sorted(found.values(), key=lambda row: (not row.key.isdigit(), row.key.zfill(3), row.key)))


def weakest(history: History, banks: Sequence[Listed], most: int = 3) -> tuple[Tally, ...]:
    """The tags that went worst: little is known of one that was seen once, so it counts less."""
    found = skills(history, {bank.id: bank for bank in banks})
    ordered = sorted(found.items(), key=lambda pair: (pair[1].share, pair[0]))
    return tuple(Tally(tag, tag, skill.seen, skill.right) for tag, skill in ordered if skill.right < skill.seen)[:most]


def mistakes(history: History) -> tuple[Tally, ...]:
    """Known mistakes, the commonest first; those that were put right later in the same question count as right."""
    mended: Mapping[tuple[int, str], bool] = {
        (item.id, attempt.part): attempt.score >= 1 for item, attempt in history if attempt.verdict != "invalid"
    }
    found: dict[str, Tally] = {}
    for item, attempt in history:
        if attempt.mistake:
            row = found.get(attempt.mistake, Tally(attempt.mistake, attempt.mistake))
            right = row.right + mended.get((item.id, attempt.part), False)
            found[attempt.mistake] = row._replace(seen=row.seen + 1, right=right)
    return tuple(sorted(found.values(), key=lambda row: (-row.seen, row.key)))


def days(history: History, at: int, zone: Any = None, count: int = 14) -> tuple[int, ...]:
    """Questions answered on each of the last days, today last."""
    today = day_of(at, zone)
    items: dict[int, set[int]] = {}
    for item, attempt in history:
        ago = (today - day_of(attempt.at, zone)).days
        if 0 <= ago < count and attempt.verdict != "invalid":
            items.setdefault(ago, set()).add(item.id)
    return tuple(len(items.get(ago, ())) for ago in reversed(range(count)))


def streak(history: History, at: int, zone: Any = None) -> int:
    """Days in a row on which something was answered; it is not broken before today is over."""
    used = {day_of(attempt.at, zone) for _, attempt in history if attempt.verdict != "invalid"}
    day = day_of(at, zone)
    if day not in used:
        day -= timedelta(days=1)
    count = 0
    while day in used:
        day -= timedelta(days=1)
        count += 1
    return count
