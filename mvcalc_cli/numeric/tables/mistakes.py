"""What is wrong with a table, and where: file:line:column, a sentence, the fix."""

from __future__ import annotations

from typing import Final, NamedTuple

from mvcalc_cli.errors import FileError

_LONGEST: Final = 40  # characters of a cell that a message shows


class Mistake(Exception):  # noqa: N818 - on its way to a FileError
    """Something wrong at one byte of a block, before it is known which line of which file that is.

    Args:
        offset: From the beginning of the block.
        sentence: Without the final full stop.
        hint: The fix.
    """

    def __init__(self, offset: int, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.offset, self.sentence, self.hint = offset, sentence, hint


class Unclosed(Mistake):
    """A quote that is not closed, as far as the bytes go that were read."""


class Place(NamedTuple):
    """A place in a file: its line and the character in the line, both from 1."""

    line: int
    column: int


def place_in(block: bytes, offset: int, lines_before: int, newline: bytes = b"\n") -> Place:
    r"""Where a byte of a block stands.

    >>> place_in("é,1\n2,x\n".encode(), 7, 10)
    Place(line=12, column=3)
    """
    start = block.rfind(newline, 0, offset) + 1
    line = lines_before + block.count(newline, 0, offset) + 1
    return Place(line, len(block[start:offset].decode("utf-8", "replace").removeprefix("\ufeff")) + 1)


def at(name: str, place: Place, sentence: str, hint: str | None = None) -> FileError:
    """The error to raise."""
    return FileError(f"{name}:{place.line}:{place.column}: {sentence}", hint=hint)


def shown(cell: bytes) -> str:
    """A cell as a message shows it.

    >>> shown(b"n/a"), shown(b"x" * 99)[-3:]
    ('"n/a"', 'x…"')
    """
    text = " ".join(cell.decode("utf-8", "replace").split())
    return f'"{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"}"'
