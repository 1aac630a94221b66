"""mvcalc quiz show: one question, as a learner sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Argument, Option, Seed
from mvcalc_cli.commands.quiz_run import BankPath

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.headings import Heading
    from mvcalc_cli.report import Cell, Report


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
    from mvcalc_cli.quiz.bank import load
    from mvcalc_cli.quiz.engine import Server
    from mvcalc_cli.report import Report

    heading, name = _sought(reader, question, bank_path)
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
        rows=tuple(tuple(map(_text, row)) for row in rows(made, answers=answer)),
        inputs=reader.inputs,
        data=data(bank, made, answers=answer),
    )


def _text(cell: Cell) -> Cell:
    """A formula as it stands in the other texts of the question: 0.64 is no fraction in a pipe either."""
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.quiz.filling import typed

    return typed((cell,)) if isinstance(cell, Tree) else cell


def _sought(reader: Reader, question: str, paths: tuple[str, ...]) -> tuple[Heading, str]:
    """The bank of the question and its id; banks with mistakes are told where they may matter.

    Raises:
        InputError: If there is none, or several banks have one of this id.
        BankError: If it may stand in the bank that was named, and that cannot be read.
    """
    from os.path import dirname

    from mvcalc_cli.commands.sittings import environment
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.quiz.find import library

    known = library(paths, environment(reader))
    broken = {each.findings[0].path: each for each in known.broken}
    try:
        found = _found(question, known.banks)
    except InputError as unknown:
        named = next((broken[path] for path in paths if path in broken), None)
        if named is not None:
            raise named from None
        left_out = f"; left out, with mistakes: {', '.join(broken)}" if broken else ""
        unknown.hint = f"{unknown.hint}{left_out}"
        raise
    asked = {path.rstrip("/") for path in paths}
    for path in broken:
        if path in asked or dirname(path) in asked:
            reader.note(f"{path} is left out, it has mistakes: mvcalc quiz lint {path}")
    return found


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
