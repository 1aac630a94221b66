"""Answers from a file: JSON lines that name their question, or one answer a line in the order of the bank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.engine import Engine
    from mvcalc_cli.quiz.question import Bank, Part, Question
    from mvcalc_cli.quiz.session import Sitting

_LONGEST: Final = 4 << 20
_KEYS: Final = ("id", "part", "answer", "seed")


class Given(NamedTuple):
    """One question with its answers.

    Attributes:
        bank: Its bank.
        question: The question.
        answers: Part id -> what was typed.
        seed: Of the variant that is answered.
    """

    bank: Bank
    question: Question
    answers: dict[str, str]
    seed: int


def read_answers(reader: Reader, path: str, banks: Sequence[Bank], seed: int, most: int | None) -> tuple[Given, ...]:
    """The answers in a file, or in standard input for "-".

    Args:
        reader: Whose standard input.
        path: The file.
        banks: That they answer.
        seed: Of the variants, where a line says none.
        most: How many questions are asked; None: of JSON lines those that they name, else all of the banks.

    Raises:
        FileError: With path:line, for a line that cannot be read, or that answers nothing that is asked.
    """
    lines = _text(reader, path).splitlines()
    first = next((line.strip() for line in lines if line.strip()), "")
    if not first:
        raise FileError(f"{path}: there are no answers in it", hint='one a line, or JSON lines {"id", "answer"}')
    found = _named(path, lines, banks, seed) if first.startswith("{") else _in_order(path, lines, banks, seed, most)
    return found[:most] if most is not None else found


def _text(reader: Reader, path: str) -> str:
    from mvcalc_cli.commands.files import decoded, read_text

    if path != "-":
        return read_text(path, _LONGEST)
    stdin = reader.streams.stdin if reader.streams is not None else None
    if stdin is None:
        raise FileError("standard input is closed", hint="--answers FILE")
    return decoded(stdin.read(_LONGEST), "standard input")


def _named(path: str, lines: Sequence[str], banks: Sequence[Bank], seed: int) -> tuple[Given, ...]:
    """JSON lines {"id", "part", "answer", "seed"}: `part` where a question has several, `seed` where it has its own."""
    found: dict[tuple[str, str], Given] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        fields = _fields(where, line)
        bank, question = _question(where, fields["id"], banks)
        part = _part(where, question, fields.get("part"))
        own = fields.get("seed", seed)
        given = found.setdefault((bank.id, question.id), Given(bank, question, {}, own))
        if part.id in given.answers:
            raise FileError(f"{where}: {question.id} is answered twice", hint="one line for each answer")
        given.answers[part.id] = fields["answer"]
    return tuple(found.values())


def _fields(where: str, line: str) -> dict[str, Any]:
    """The object of a line, checked."""
    import json

    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as problem:
        column = getattr(problem, "colno", 1)
        raise FileError(f"{where}:{column}: this is no JSON", hint='{"id": "…", "answer": "…"}') from None
    if not isinstance(fields, dict) or not isinstance(fields.get("id"), str) or "answer" not in fields:
        raise FileError(f"{where}: a line needs an id and an answer", hint='{"id": "…", "answer": "…"}')
    unknown = [key for key in fields if key not in _KEYS]
    if unknown:
        raise FileError(f"{where}: unknown key {unknown[0]}", hint=f"there are: {', '.join(_KEYS)}")
    answer, seed = fields["answer"], fields.get("seed", 0)
    if isinstance(answer, bool) or not isinstance(answer, (str, int, float)):
        raise FileError(f"{where}: an answer is a text", hint='"answer": "2x"')
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 1 << 53:
        raise FileError(f"{where}: a seed is a whole number", hint='"seed": 7')
    return {**fields, "answer": str(answer)}


def _question(where: str, name: str, banks: Sequence[Bank]) -> tuple[Bank, Question]:
    """By its id, or BANK/ID where two banks have the same."""
    from mvcalc_cli.language.names import nearest

    bank_name, _, own = name.rpartition("/")
    matching = [
        (bank, question)
        for bank in banks
        if bank_name in {"", bank.id}
        for question in bank.questions
        if question.id == own
    ]
    if len(matching) == 1:
        return matching[0]
    if matching:
        hint = " or ".join(f"{bank.id}/{own}" for bank, _ in matching)
        raise FileError(f"{where}: two banks have a question {own}", hint=hint)
    near = nearest(own, [question.id for bank in banks for question in bank.questions])
    hint = f"did you mean {near}?" if near else "mvcalc quiz list"
    raise FileError(f"{where}: no question has the id {name}", hint=hint)


def _part(where: str, question: Question, name: object) -> Part:
    names = [part.id for part in question.parts]
    if name is None and len(names) == 1:
        return question.parts[0]
    if name not in names:
        told = f"has no part {name}" if name is not None else "has several parts"
        raise FileError(f"{where}: {question.id} {told}", hint=f"part is one of: {', '.join(names)}")
    return question.parts[names.index(str(name))]


def _in_order(path: str, lines: Sequence[str], banks: Sequence[Bank], seed: int, most: int | None) -> tuple[Given, ...]:
    """Line k answers the k-th part of the questions in the order of the banks; an empty line, or none, is no answer."""
    asked = [(bank, question) for bank in banks for question in bank.questions][:most]
    places = [(place, part.id) for place, (_, question) in enumerate(asked) for part in question.parts]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    if len(lines) > len(places):
        raise FileError(f"{path}:{len(places) + 1}: there are only {len(places)} answers to give", hint="one a line")
    answers: list[dict[str, str]] = [{} for _ in asked]
    for (place, part), line in zip(places, lines, strict=False):
        if line.strip():
            answers[place][part] = line.strip()
    return tuple(Given(bank, question, answers[place], seed) for place, (bank, question) in enumerate(asked))


def graded(given: Sequence[Given], mathematics: Engine, seed: int) -> tuple[Sitting, tuple[str, ...]]:
    """Every answer graded, in a session that nobody keeps; and what was wrong with the banks."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.quiz.line_mode import unaskable
    from mvcalc_cli.quiz.session import Sitting
    from mvcalc_cli.store import Planned, Store

    store = Store(None)
    plan = [Planned(one.bank.id, one.question.id, one.question.revision, one.bank.hash, one.seed) for one in given]
    session = store.begin("exam", ",".join(dict.fromkeys(one.bank.id for one in given)), seed, plan)
    sitting = Sitting(store, session, {one.bank.id: one.bank for one in given}, mathematics)
    faults = []
    for one in given:
        try:
            _grade(sitting, one.answers)
        except MvcalcError as mistake:
            faults.append(unaskable(sitting, mistake).message)
            sitting.skip()
    return sitting, tuple(faults)


def _grade(sitting: Sitting, answers: dict[str, str]) -> None:
    """The question that is on: every part is answered, or left out."""
    for part in sitting.variant.parts:
        text = answers.get(part.part.id)
        if text is None:
            sitting.pass_over()
            continue
        found = sitting.answer(text)
        if found.marked.verdict == "invalid":
            sitting.pass_over(found.marked, text)
    sitting.next()
