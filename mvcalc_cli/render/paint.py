"""From rows to characters: without colour the bare text, with colour the 16 of the terminal's theme.

The eight codes are written here rather than by Rich, which gives the same bytes (a test compares them)
but takes as long to import as a whole derivative.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from mvcalc_cli.render.segments import Row, Segment
from mvcalc_cli.report import Role


class Style(NamedTuple):
    """One role's look: Rich's name for it, and the terminal's code."""

    name: str
    code: str


# Secondary is bright black, never "dim": dim text is invisible in some themes.
STYLES: Final[dict[Role, Style]] = {
    "text": Style("", ""),
    "answer": Style("bold", "1"),
    "operator": Style("cyan", "36"),
    "rule": Style("magenta", "35"),
    "point": Style("bold yellow", "1;33"),
    "good": Style("bold green", "1;32"),
    "bad": Style("bold red", "1;31"),
    "secondary": Style("bright_black", "90"),
}


def paint(rows: Iterable[Row], *, color: bool) -> str:
    """The text of some rows, each ended by a newline, without spaces at the end of a line."""
    return "".join(_line(row, color) + "\n" for row in rows)


def _line(row: Row, color: bool) -> str:
    row = stripped(row)
    return "".join(_colored(part) for part in row) if color else "".join(text for text, _ in row)


def stripped(row: Row) -> Row:
    """A row without spaces at its end, and without empty segments."""
    parts = list(row)
    while parts:
        text, role = parts.pop()
        if text := text.rstrip(" "):
            return (*(part for part in parts if part[0]), (text, role))
    return ()


def _colored(part: Segment) -> str:
    text, role = part
    code = STYLES[role].code
    return f"\x1b[{code}m{text}\x1b[0m" if code and text.strip() else text
