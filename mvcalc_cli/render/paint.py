"""From rows to characters: without colour the bare text, with colour the 16 of the terminal's theme.

The eight codes are written here rather than by Rich, which gives the same bytes (a test compares them)
but takes as long to import as a whole derivative.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from mvcalc_cli.plotting.plot import Hue
from mvcalc_cli.render.segments import Color, Look, Row, Segment, Tint
from mvcalc_cli.report import Role


class Style(NamedTuple):
    """One role's look: Rich's name for it, and the terminal's code."""

    name: str
    code: str


# Secondary is bright black, never "dim": dim text is invisible in some themes.
STYLES: Final[dict[Role | Hue, Style]] = {
    "text": Style("", ""),
    "answer": Style("bold", "1"),
    "operator": Style("cyan", "36"),
    "rule": Style("magenta", "35"),
    "point": Style("bold yellow", "1;33"),
    "good": Style("bold green", "1;32"),
    "bad": Style("bold red", "1;31"),
    "secondary": Style("bright_black", "90"),
    "first": Style("cyan", "36"),
    "second": Style("magenta", "35"),
    "third": Style("green", "32"),
    "fourth": Style("bright_blue", "94"),
    "fifth": Style("yellow", "33"),
    "quiet": Style("bright_black", "90"),
    "end": Style("bold red", "1;31"),
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
    text, look = part
    code = look_code(look)
    return f"\x1b[{code}m{text}\x1b[0m" if code and text.strip() else text


def look_code(look: Look) -> str:
    """The terminal's code of a look; "" for plain text.

    >>> look_code("good"), look_code(Tint(4, (10, 20, 30)))
    ('1;32', '34;48;2;10;20;30')
    """
    if not isinstance(look, Tint):
        return STYLES[look].code
    codes = (_color_code(look.text, 30), _color_code(look.ground, 40))
    return ";".join(code for code in codes if code)


def _color_code(color: Color | None, base: int) -> str:
    """A colour of the text (base 30) or of the ground (40): 16, 256 or 24-bit."""
    if color is None:
        return ""
    if isinstance(color, tuple):
        return f"{base + 8};2;" + ";".join(map(str, color))
    return str(base + color) if color < 8 else f"{base + 8};5;{color}"
