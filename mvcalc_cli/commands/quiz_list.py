"""mvcalc quiz list: the banks, how many questions they have, how many are seen and due."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.commands.quiz_run import BankPath, Profile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.headings import Heading
    from mvcalc_cli.quiz.nodes import BankError
    from mvcalc_cli.report import Block, Report
    from mvcalc_cli.store import Store


def report(reader: Reader, *, profile: Profile = "default", bank_path: BankPath = ()) -> Report:
    """A table of the banks; a file with mistakes is named with all of them, and the exit code is 4."""
    from mvcalc_cli.commands.sittings import environment, profile_of
    from mvcalc_cli.errors import FileError
    from mvcalc_cli.quiz.find import library
    from mvcalc_cli.report import Report
    from mvcalc_cli.store import store_to_read

    found = library(bank_path, environment(reader))
    store = store_to_read(environment(reader))
    for text in store.warnings:
        reader.note(text)
    counted = [_counts(bank, store, profile_of(profile)) for bank in found.banks]
    _tell(reader, found.broken)
    return Report(
        "quiz list",
        blocks=_blocks(counted),
        rows=tuple(
            (one.id, str(one.module or "-"), str(one.questions), str(one.seen), str(one.due), one.title)
            for one in counted
        ),
        columns=("id", "module", "questions", "seen", "due", "title"),
        inputs=reader.inputs,
        data={"banks": [_data(one) for one in counted], "broken": [_broken(bank) for bank in found.broken]},
        quiet=tuple((one.id,) for one in counted),
        exit_code=FileError.exit_code if found.broken else 0,
    )


class Counted(NamedTuple):
    """A bank with how far somebody is in it; `module` 0 is none."""

    id: str
    title: str
    module: int
    questions: int
    seen: int
    due: int
    path: str
    licence: str


def _counts(bank: Heading, store: Store, profile: str) -> Counted:
    from mvcalc_cli.quiz.plan import current
    from mvcalc_cli.quiz.schedule import waiting
    from mvcalc_cli.store import now

    cards = [card for card in store.cards(profile) if card.bank == bank.id]
    known = {card.question_id for card in cards}
    seen = sum(question.id in known for question in bank.questions)
    due = len(waiting(current(cards, [bank]), now()))
    return Counted(bank.id, bank.title, bank.module, len(bank.questions), seen, due, bank.path, bank.licence)


def _data(one: Counted) -> dict[str, object]:
    return {**one._asdict(), "module": one.module or None}


def _tell(reader: Reader, broken: Iterable[BankError]) -> None:
    """Every mistake of every file, on stderr."""
    from mvcalc_cli.render import show_error

    for mistakes in broken:
        if reader.errors is not None:
            reader.live(show_error(mistakes, reader.errors))


def _broken(mistakes: BankError) -> dict[str, object]:
    return {"path": mistakes.findings[0].path, "mistakes": [finding.text() for finding in mistakes.findings]}


def _blocks(counted: list[Counted]) -> tuple[Block, ...]:
    from mvcalc_cli.report import Line, Next, Span, Table

    if not counted:
        return (Line((Span("there are no banks"),), 2), Next("mvcalc quiz new FILE"))
    rows = tuple(
        (
            Span(one.id, "answer"),
            Span(str(one.module or "–")),
            Span(f"{one.seen} of {one.questions}"),
            Span(str(one.due or "–")),
            Span(one.title),
        )
        for one in counted
    )
    table = Table(("bank", "module", "seen", "due", "title"), rows, "lrrrl")
    due = any(one.due for one in counted)
    return (table, Line(), Next("mvcalc quiz review" if due else "mvcalc quiz run"))
