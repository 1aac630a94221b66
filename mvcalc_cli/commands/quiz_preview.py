"""mvcalc quiz preview: all questions of a bank, one variant each, while one writes them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Argument, Option, Seed

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.engine import Server
    from mvcalc_cli.quiz.question import Bank, Question
    from mvcalc_cli.report import Block, Cell, Report

_PAUSE = 0.3  # seconds between two looks at the file
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def report(
    reader: Reader,
    bank: Annotated[str, Argument("BANK", help="a file, an id or a module", complete="file")],
    *,
    seed: Seed = 0,
    answer: Annotated[bool, Option("--answer", help="answers, mistakes, hints and solutions too")] = False,
    watch: Annotated[bool, Option("--watch", help="draw it again when the file changes; Ctrl+C ends")] = False,
) -> Report:
    """The questions; where one cannot be made, what is wrong with it."""
    from mvcalc_cli.commands.bank_files import bank_files
    from mvcalc_cli.errors import InputError

    paths = bank_files(reader, [bank])
    if len(paths) > 1:
        raise InputError(f"{bank} is several banks", hint=f"one of {', '.join(paths)}")
    if not watch:
        return _page(reader, paths[0], seed, answers=answer)
    return _watched(reader, paths[0], seed, answers=answer)


def _page(reader: Reader, path: str, seed: int, *, answers: bool) -> Report:
    """The bank as it is now; raises BankError where its form has mistakes."""
    from mvcalc_cli.errors import FileError
    from mvcalc_cli.quiz.bank import load
    from mvcalc_cli.quiz.engine import Server
    from mvcalc_cli.report import Report

    bank = load(path)
    server = Server()
    try:
        made = [_question(server, bank, question, seed, answers=answers) for question in bank.questions]
    finally:
        server.close()
    broken = any("problem" in data for _, _, data in made)
    return Report(
        "quiz preview",
        blocks=tuple(block for blocks, _, _ in made for block in blocks),
        rows=tuple(row for _, rows, _ in made for row in rows),
        inputs=reader.inputs,
        data={"bank": bank.id, "title": bank.title, "questions": [data for _, _, data in made]},
        exit_code=FileError.exit_code if broken else 0,
    )


def _question(
    server: Server, bank: Bank, question: Question, seed: int, *, answers: bool
) -> tuple[list[Block], tuple[tuple[Cell, ...], ...], dict[str, object]]:
    """A question in its three forms, or what is wrong with it in its place."""
    from mvcalc_cli.commands.question_page import data, page, rows
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.report import Line, Span

    try:
        made = server.variant(question, seed, bank.id)
    except MvcalcError as mistake:
        place = f"{bank.path}:{question.place.line}:{question.place.column}"
        fix = f" ({mistake.hint})" if mistake.hint else ""
        lines: list[Block] = [
            Line((Span(f"{bank.id}/{question.id}", "operator"),)),
            Line((Span(f"{place}: ", "bad"), Span(f"{mistake.message}{fix}")), indent=2),
            Line(),
        ]
        told = f"{mistake.message}{fix}"
        return lines, (("problem", question.id, place, told),), {"id": question.id, "problem": told}
    head = ("question", f"{bank.id}/{question.id}", str(seed))
    return page(bank, made, answers=answers), (head, *rows(made, answers=answers)), data(bank, made, answers=answers)


def _watched(reader: Reader, path: str, seed: int, *, answers: bool) -> Report:
    """Draw it whenever the file changes, until Ctrl+C or until nobody reads.

    Raises:
        FileError: If there is no such file.
    """
    from mvcalc_cli.quiz.bank import read_bytes

    read_bytes(path)  # what is not there yet is a mistake; what goes away later comes back
    seen: tuple[int, int] | None = None
    while True:
        now = _stamp(path)
        if now != seen:
            seen = now
            reader.stream(_screen(reader, path, seed, answers=answers))
        time.sleep(_PAUSE)


def _stamp(path: str) -> tuple[int, int]:
    """When the file was written, and its size; editors that write anew leave a moment without one."""
    import os

    try:
        found = os.stat(path)
    except OSError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size


def _screen(reader: Reader, path: str, seed: int, *, answers: bool) -> str:
    """The whole, over what was there before on a terminal; the mistakes where there is no bank."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.render import emit, show_error

    clear = _CLEAR if reader.output.format == "terminal" and reader.watched else ""
    try:
        return clear + emit(_page(reader, path, seed, answers=answers), reader.output)
    except MvcalcError as mistake:
        return clear + show_error(mistake, reader.output._replace(format="terminal"))
