"""mvcalc quiz next: how much is due, or when something will be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.commands.quiz_run import BankPath, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.headings import Heading
    from mvcalc_cli.report import Report
    from mvcalc_cli.store import Card, Store


def report(reader: Reader, *, profile: Profile = "default", bank_path: BankPath = ()) -> Report:
    """What is due today by bank, else the day on which something is."""
    from mvcalc_cli.commands.sittings import environment, profile_of, the_library
    from mvcalc_cli.store import store_to_read

    store = store_to_read(environment(reader))
    for text in store.warnings:
        reader.note(text)
    return next_report(reader, "quiz next", store, the_library(reader, bank_path).banks, profile_of(profile))


class Coming(NamedTuple):
    """What is due.

    Attributes:
        today: Bank id -> cards that are due today.
        days: Until the next card is due; 0 today, None where nothing is scheduled.
        cards: Due on that day.
        at: The moment, in milliseconds.
    """

    today: dict[str, int]
    days: int | None
    cards: tuple[Card, ...]
    at: int


def coming(cards: Sequence[Card], at: int) -> Coming:
    """When something is due, and what."""
    from mvcalc_cli.quiz.schedule import days_until, waiting

    now_due = waiting(cards, at)
    if now_due or not cards:
        counts: dict[str, int] = {}
        for card in now_due:
            counts[card.bank] = counts.get(card.bank, 0) + 1
        return Coming(counts, 0 if now_due else None, now_due, min((card.due for card in now_due), default=0))
    first = min(card.due for card in cards)
    days = min(days_until(card, at) for card in cards)
    return Coming({}, days, tuple(card for card in cards if days_until(card, at) == days), first)


def next_report(reader: Reader, command: str, store: Store, banks: Sequence[Heading], profile: str) -> Report:
    """The report, also of a review that has nothing to ask."""
    from mvcalc_cli.quiz.plan import current
    from mvcalc_cli.report import Line, Next, Report, Span
    from mvcalc_cli.store import now

    at = now()
    found = coming(current(store.cards(profile), banks), at)
    sentence = _sentence(found)
    hint = "mvcalc quiz review" if found.today else "mvcalc quiz run"
    listed = ", ".join(f"{bank} {count}" for bank, count in sorted(found.today.items()))
    return Report(
        command,
        blocks=(Line((Span(sentence),), 2), *((Line((Span(listed, "secondary"),), 2),) if listed else ()), Next(hint)),
        rows=((sentence,),),
        inputs=reader.inputs,
        data={
            "due": sum(found.today.values()),
            "next": None
            if found.days is None
            else {"days": found.days, "date": _date(found.at), "cards": len(found.cards), "banks": _banks(found)},
        },
        quiet=((str(sum(found.today.values())),),),
    )


def _banks(found: Coming) -> list[str]:
    return sorted({card.bank for card in found.cards})


def _date(at: int) -> str:
    """The learner's day on which it is due."""
    from mvcalc_cli.quiz.schedule import day_of

    return day_of(at).isoformat()


def _sentence(found: Coming) -> str:
    if found.days is None:
        return "nothing is scheduled yet: what is practised comes back"
    count = len(found.cards)
    cards = "1 card is" if count == 1 else f"{count} cards are"
    if found.days == 0:
        return f"{cards} due today"
    when = "tomorrow" if found.days == 1 else f"in {found.days} days"
    return f"nothing is due: {cards} due {when}, on {_date(found.at)} ({', '.join(_banks(found))})"
