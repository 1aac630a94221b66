"""What every pass of reading shares: the text, what has been declared, and the notes and mistakes about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from mvcalc_cli.errors import LimitError, ParseError, Place

# Brackets, powers, signs and functions without brackets may stand inside each other this deep.
MAX_NESTING: Final = 60

_LONGEST_QUOTE: Final = 40


class Note(NamedTuple):
    """A guess that was made in reading `text[start:end]`, told in one sentence."""

    message: str
    start: int
    end: int


class Reading:
    """One text while it is read: it collects notes, and makes errors that know their place.

    Args:
        text: What was typed.
        names: Declared names and their kinds; they win over every other reading.
        argument: The argument or option that held the text ("EXPR").
        line: The line of a file or of standard input, counted from 1.
        answer: True for a quiz answer, which may be a set, an interval or a condition.
    """

    __slots__ = ("_notes", "answer", "argument", "line", "names", "text")

    def __init__(
        self,
        text: str,
        *,
        names: Mapping[str, str] | None = None,
        argument: str | None = None,
        line: int | None = None,
        answer: bool = False,
    ) -> None:
        self.text = text
        self.names: Mapping[str, str] = names or {}
        self.argument = argument
        self.line = line
        self.answer = answer
        self._notes: dict[str, Note] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes in the order of the text; the same words are said once."""
        return tuple(sorted(self._notes.values(), key=lambda note: (note.start, note.end)))

    def note(self, message: str, start: int, end: int) -> None:
        """Tell of a guess; a guess made again in the same words is told once."""
        if message not in self._notes:
            self._notes[message] = Note(message, start, end)

    def error(
        self, message: str, start: int, end: int, hint: str | None = None, aside: str | None = None
    ) -> ParseError:
        """The mistake at `text[start:end]`, to be raised by the caller."""
        return ParseError(message, hint=hint, place=self.place(start, end), aside=aside)

    def limit(self, message: str, start: int, end: int, hint: str | None = None) -> LimitError:
        """The limit met at `text[start:end]`, to be raised by the caller."""
        return LimitError(message, hint=hint, place=self.place(start, end))

    def place(self, start: int, end: int) -> Place:
        """The place of `text[start:end]`."""
        return Place(self.text, start, end, self.argument, self.line)

    def quote(self, start: int, end: int) -> str:
        """`text[start:end]` for a message: white space made one blank, the middle of a long one left out."""
        words = " ".join(self.text[start : min(end, start + 4 * _LONGEST_QUOTE)].split())
        if len(words) <= _LONGEST_QUOTE and end - start <= 4 * _LONGEST_QUOTE:
            return words
        half = _LONGEST_QUOTE // 2 - 1
        return f"{words[:half]}…{self.text[end - half : end]}"

    def too_deep(self, start: int, end: int) -> LimitError:
        """The limit of nesting, met at `text[start:end]`."""
        message = f"this is nested deeper than {MAX_NESTING} levels"
        return self.limit(message, start, end, "brackets, powers and signs count; terms and factors do not")
