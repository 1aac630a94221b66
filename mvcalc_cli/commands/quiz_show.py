"""mvcalc quiz show: one question, as a learner sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Argument, Option, Seed
from mvcalc_cli.commands.quiz_run import BankPath

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.headings import Heading
    from mvcalc_cli.report import Report


def report(
    reader: Reader,
    question: Annotated[str, Argument("ID", help="bank/question, or the question alone")],
    *,
    seed: Seed = 0,
    answer: Annotated[bool, Option("--answer", help="its answers, mistakes, hints and solution too")] = False,
    bank_path: BankPath = (),
) -> Report:
    """The variant that a seed makes."""
    from mvcalc_cli.commands.question_page import data, page, rows
    from mvcalc_cli.commands.sittings import the_library
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.quiz.bank import load
    from mvcalc_cli.quiz.engine import Server
    from mvcalc_cli.report import Report

    library = the_library(reader, bank_path)
    try:
        heading, name = _found(question, library.banks)
    except InputError:
        broken = next((each for each in library.broken if each.findings[0].path in bank_path), None)
        if broken is not None:  # the question may stand in the bank that was named, and that cannot be read
            raise broken from None
        raise
    bank = load(heading.path)
    found = next(each for each in bank.questions if each.id == name)
    server = Server()
    try:
        made = server.variant(found, seed, bank.id)
    finally:
        server.close()
    return Report(
        "quiz show",
        blocks=tuple(page(bank, made, answers=answer)),
        rows=rows(made, answers=answer),
        inputs=reader.inputs,
        data=data(bank, made, answers=answer),
    )


def _found(name: str, banks: Iterable[Heading]) -> tuple[Heading, str]:
    """The bank of the question that is meant, and the question's id.

    Raises:
        InputError: If there is none, or several banks have one of this id.
    """
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.language.names import nearest

    known = list(banks)
    of_bank, slash, of_question = name.rpartition("/")
    found = [
        (bank, question.id)
        for bank in known
        if not slash or bank.id == of_bank
        for question in bank.questions
        if question.id == of_question
    ]
    if len(found) > 1:
        full = ", ".join(f"{bank.id}/{question}" for bank, question in found)
        raise InputError(f"several banks have a question {name}", hint=f"one of {full}")
    if not found:
        ids = [f"{bank.id}/{question.id}" if slash else question.id for bank in known for question in bank.questions]
        near = nearest(name[:80], ids)
        raise InputError(f"no question is called {name}", hint=f"did you mean {near}?" if near else "mvcalc quiz list")
    return found[0]
