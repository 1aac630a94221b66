"""Lines of styled text: what every terminal block is made of before it becomes characters.

A segment is a text in one role, a row the segments of one line. Layout happens here, on rows; colour
comes at the very end (`paint`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mvcalc_cli.language.tree import Tree, size
from mvcalc_cli.plotting.plot import Hue
from mvcalc_cli.render.clean import one_line
from mvcalc_cli.render.numbers import show
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.transliterate import to_ascii
from mvcalc_cli.report import Role, Span

Color = int | tuple[int, int, int]  # an index of the 256 of xterm, or 24 bits


class Tint(NamedTuple):
    """A measured colour, of the text and of the ground behind it: heat maps, contour levels, strengths."""

    text: Color | None = None
    ground: Color | None = None


# What a text is; only where the colour itself is the information, a colour.
Look = Role | Hue | Tint
Segment = tuple[str, Look]
Row = tuple[Segment, ...]

_LARGEST_SHOWN = 20_000  # nodes; a shared part can make a small tree write a book
# A line does not end with one of these when it can start with it.
_FIELD_GAP = 2  # spaces that part two things, where a line breaks before it breaks within one
_LEADING = frozenset(("+", "−", "-", "=", "·", "*", "<", ">", "≤", "≥", "≈", "→", "≠", "✓", "✗"))


class _Word(NamedTuple):
    """A word and the spaces before it."""

    gap: str
    parts: Row
    width: int


def columns(text: str) -> int:
    """How many terminal columns a clean text takes.

    >>> columns("sin(x)"), columns("−∇f"), columns("漢")
    (6, 3, 2)
    """
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def row_width(row: Iterable[Segment]) -> int:
    """Columns of a row."""
    return sum(columns(text) for text, _ in row)


def formula(tree: Tree, output: Output) -> str:
    """A formula on one line; one too large to be read is only described."""
    from mvcalc_cli.language.printers import line

    parts = size(tree)
    if parts > _LARGEST_SHOWN:
        return f"(an expression of {parts:,} parts)"
    return line(tree, ascii=output.ascii, short=True)


def segment(span: Span, output: Output) -> Segment:
    """A span in the notation of the output."""
    content = span.content
    if isinstance(content, Tree):
        return formula(content, output), span.role
    if isinstance(content, str):
        return words(content, output), span.role
    decimals = 6 if output.digits is None else output.digits
    return show(content, ascii=output.ascii, decimals=decimals), span.role


def segments(spans: Iterable[Span], output: Output) -> Row:
    """Spans side by side."""
    return tuple(segment(span, output) for span in spans)


def words(text: str, output: Output) -> str:
    """A text made safe, on one line, in ASCII where the stream knows no more."""
    safe = one_line(text)
    return to_ascii(safe) if output.ascii else safe


def pad(row: Row, width: int, align: str = "l") -> Row:
    """A row filled with spaces to a width, its text on the left or on the right."""
    gap = " " * (width - row_width(row))
    if not gap:
        return row
    return ((gap, "text"), *row) if align == "r" else (*row, (gap, "text"))


def indented(row: Row, indent: int) -> Row:
    """A row moved to the right."""
    return ((" " * indent, "text"), *row) if indent and row else row


def fill(row: Row, width: int, *, indent: int = 0, hang: int | None = None) -> list[Row]:
    """A row on as many lines as it needs, broken at spaces, the later ones hanging.

    Spaces within a line stay as they are. A line starts further left when that alone makes a word fit;
    a word wider than the whole terminal stays whole.

    >>> ["".join(text for text, _ in line) for line in fill((("one two three", "text"),), 9, indent=2)]
    ['  one two', '    three']
    """
    if indent + row_width(row) <= width:
        return [indented(row, indent)]
    found = _words(row)
    if not found:
        return [()]
    indent += len(found[0].gap)
    hang = indent + 2 if hang is None else hang
    lines: list[list[_Word]] = []
    used = 0
    for place, word in enumerate(found):
        ahead = word.width if len(word.gap) < _FIELD_GAP else _field_width(found, place)
        if lines and used + len(word.gap) + (ahead if hang + ahead <= width else word.width) <= width:
            lines[-1].append(word)
            used += len(word.gap) + word.width
            continue
        start = _start(lines[-1] if lines else [], word, width, hang)
        used = _length(start)
        left = min(hang if lines else indent, max(0, width - used))
        start[0] = start[0]._replace(gap=" " * left)
        lines.append(start)
        used += left
    return [_joined(line) for line in lines]


def _field_width(found: Sequence[_Word], place: int) -> int:
    """Columns from a word to the next wide gap: what stands together is kept together."""
    end = place + 1
    while end < len(found) and len(found[end].gap) < _FIELD_GAP:
        end += 1
    return _length(found[place:end])


def _length(line: Sequence[_Word]) -> int:
    """Columns from the first word to the last."""
    return sum(word.width for word in line) + sum(len(word.gap) for word in line[1:])


def _start(last: list[_Word], word: _Word, width: int, hang: int) -> list[_Word]:
    """The words of a new line: `word`, and before it what clings to it, taken from the line before."""
    start = [word]
    while len(last) > 1 and _clings(last[-1], start[0]) and hang + _length([last[-1], *start]) <= width:
        start.insert(0, last.pop())
    return start


def _clings(left: _Word, right: _Word) -> bool:
    """No line ends with an operator or an opening bracket, none starts with a closing one."""
    text = "".join(text for text, _ in left.parts)
    return len(right.gap) < _FIELD_GAP and (text in _LEADING or text[-1] in "[(" or right.parts[0][0][0] in "])")


def _joined(line: Sequence[_Word]) -> Row:
    return tuple(part for word in line for part in ((word.gap, _TEXT), *word.parts) if part[0])


_TEXT: Role = "text"


def _words(row: Row) -> list[_Word]:
    """The words of a row; a word may hold several segments, as `d/dx[` does."""
    found: list[_Word] = []
    gap, parts = "", list[Segment]()
    for text, role in row:
        for piece, spaces in _pieces(text):
            if not spaces:
                parts.append((piece, role))
                continue
            if parts:
                found.append(_Word(gap, tuple(parts), row_width(parts)))
                gap, parts = "", []
            gap += piece
    if parts:
        found.append(_Word(gap, tuple(parts), row_width(parts)))
    return found


def _pieces(text: str) -> Iterable[tuple[str, bool]]:
    """Runs of spaces and of other characters, in turn, each with whether it is spaces."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or (text[place] == " ") != (text[start] == " "):
            yield text[start:place], text[start] == " "
            start = place
