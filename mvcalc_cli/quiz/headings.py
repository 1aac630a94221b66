"""What lists, schedules and statistics know of a bank, kept in a cache: reading every bank for it takes too long.

The cache is `banks.json` in $XDG_CACHE_HOME/mvcalc. It holds nothing that the banks do not say: it may be deleted at
any time, and where it cannot be read or written the banks are read instead.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from mvcalc_cli import __version__

if TYPE_CHECKING:
    from mvcalc_cli.quiz.question import Bank, Question

# Shows what a bank may say: nobody is asked from it who does not name it.
_FOR_AUTHORS: Final = "example"
_MOST: Final = 500  # banks that are remembered
# A file written to again within the tick of its clock shows the same time: younger ones are not remembered.
_SETTLED_NS: Final = 2_000_000_000

Named = TypeVar("Named", "Bank", "Heading", "Bank | Heading")
Mark = tuple[int, int, int]  # what changes with a file: its size, its time, its number


class QuestionHeading(NamedTuple):
    """A question as a schedule sees it."""

    id: str
    revision: int
    tags: tuple[str, ...]
    difficulty: int
    parts: int = 1


class Heading(NamedTuple):
    """A bank without its texts; the fields are those of `Bank`."""

    id: str
    title: str
    questions: tuple[QuestionHeading, ...]
    module: int
    licence: str
    path: str
    hash: str


def heading_of(bank: Bank) -> Heading:
    """The heading of a bank."""
    questions = tuple(_question_heading(each) for each in bank.questions)
    return Heading(bank.id, bank.title, questions, bank.module, bank.licence, bank.path, bank.hash)


def for_learners(banks: Sequence[Named]) -> tuple[Named, ...]:
    """Without the example for authors, unless there is nothing else."""
    return tuple(bank for bank in banks if bank.id != _FOR_AUTHORS) or tuple(banks)


def _question_heading(question: Question) -> QuestionHeading:
    return QuestionHeading(question.id, question.revision, question.tags, question.difficulty, len(question.parts))


class Shelf(Mapping[str, "Bank"]):
    """Banks by their ids, each read when it is first opened."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._headings = {each.id: each for each in headings}
        self._opened: dict[str, Bank] = {}

    def __getitem__(self, name: str) -> Bank:
        """The bank; a BankError where its file has got mistakes since."""
        from mvcalc_cli.quiz.bank import load

        if name not in self._opened:
            self._opened[name] = load(self._headings[name].path)
        return self._opened[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._headings)

    def __len__(self) -> int:
        return len(self._headings)


class Catalogue:
    """The headings of files, from the cache where the file is as it was."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._folder = _folder(environ)
        self._known = _read(os.path.join(self._folder, "banks.json"))
        self._changed = False

    def heading(self, path: str) -> Heading:
        """The heading of a bank.

        Raises:
            FileError: If the file cannot be read.
            BankError: With every mistake in it.
        """
        place, mark = os.path.abspath(path), _mark(path)
        known = self._known.get(place)
        if known is not None and known[0] == mark:
            return known[1]._replace(path=path)
        from mvcalc_cli.quiz.bank import load  # with the reader of YAML: 30 ms that a cache saves

        found = heading_of(load(path))
        if mark is not None and mark == _mark(path) and time.time_ns() - mark[1] > _SETTLED_NS:
            self._known[place] = (mark, found)
            self._changed = True
        return found

    def keep(self) -> None:
        """Write what was learnt; a folder that cannot be written to is none of the learner's worries."""
        # A home that is not there is not made.
        if not self._changed or not os.path.isdir(os.path.dirname(os.path.dirname(self._folder))):
            return
        banks = {path: [mark, heading] for path, (mark, heading) in list(self._known.items())[-_MOST:]}
        text = json.dumps({"version": __version__, "banks": banks}, ensure_ascii=False, separators=(",", ":"))
        with suppress(OSError, UnicodeEncodeError):
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            draft = os.path.join(self._folder, f"banks.{os.getpid()}.tmp")
            with open(draft, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(draft, os.path.join(self._folder, "banks.json"))


def _folder(environ: Mapping[str, str]) -> str:
    """$XDG_CACHE_HOME/mvcalc, else ~/.cache/mvcalc."""
    base = environ.get("XDG_CACHE_HOME") or ""
    if not os.path.isabs(base):
        base = os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".cache")
    return os.path.join(base, "mvcalc")


def _mark(path: str) -> Mark | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def _read(path: str) -> dict[str, tuple[Mark, Heading]]:
    """What the cache holds; nothing where it is damaged, or another version wrote it."""
    try:
        with open(path, encoding="utf-8") as file:
            kept = json.load(file)
        if kept["version"] != __version__:
            return {}
        return {str(place): (_mark_of(mark), _heading(fields)) for place, (mark, fields) in kept["banks"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _mark_of(numbers: Any) -> Mark:
    size, changed, inode = map(int, numbers)
    return size, changed, inode


def _heading(fields: Any) -> Heading:
    name, title, questions, module, licence, path, digest = fields
    return Heading(
        str(name), str(title), tuple(map(_question, questions)), int(module), str(licence), str(path), str(digest)
    )


def _question(fields: Any) -> QuestionHeading:
    name, revision, tags, difficulty, parts = fields
    return QuestionHeading(str(name), int(revision), tuple(map(str, tags)), int(difficulty), int(parts))
