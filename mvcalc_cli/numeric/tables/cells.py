"""The careful reading of rows: cell by cell, in plain Python, with the place of every mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mvcalc_cli.numeric.tables.mistakes import Mistake, Unclosed

BLANKS = b" "


class Cell(NamedTuple):
    """What stands between two separators, without the blanks and quotes around it.

    Attributes:
        text: Its bytes.
        offset: Of its first byte, from the beginning of the block.
    """

    text: bytes
    offset: int


class Row(NamedTuple):
    """One row: its cells, and where the next one begins."""

    cells: list[Cell]
    end: int


@cache
def comments(separator: bytes) -> re.Pattern[bytes]:
    r"""Lines that begin with # and are left out; #N/A and the like are cells that a spreadsheet wrote.

    >>> comments(b",").sub(b"", b"# a\n1,2\n#N/A,3\n")
    b'1,2\n#N/A,3\n'
    """
    blanks = rb"[ \r]*" if separator == b"\t" else rb"[ \t\r]*"
    return re.compile(rb"^%b#(?!N/A|[A-Z0-9/]+[!?])[^\n]*(?:\n|\Z)" % blanks, re.MULTILINE)


@cache
def _patterns(separator: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """A quoted cell with the blanks around it, and a plain one."""
    blank = rb"[ ]" if separator == b"\t" else rb"[ \t]"
    stop = rb" \t\r" if separator == BLANKS else re.escape(separator)
    quoted = rb'%b*("[^"]*+(?:""[^"]*+)*+")%b*(?=[\r\n%b]|\Z)' % (blank, b"" if separator == BLANKS else blank, stop)
    return re.compile(quoted), re.compile(rb"[^\n%b]*" % stop)


def rows(block: bytes, separator: bytes) -> Iterator[Row]:
    r"""The rows of a block that begins at a row and ends at one; blank lines and lines that begin with # are left out.

    A cell may stand in quotes, which it needs to hold separators, line ends, or quotes, written twice.

    Args:
        block: With "\n" at the end of each line, before which "\r" may stand.
        separator: One byte; a blank stands for runs of blanks and tabs.

    Raises:
        Mistake: If a quote is not closed, or followed by more.

    >>> [[cell.text for cell in row.cells] for row in rows(b'x, y\n# no\n\n"a,\n""b",2', b",")]
    [[b'x', b'y'], [b'a,\n"b', b'2']]
    """
    at = 0
    skipped = b" \r\n" if separator == b"\t" else b" \t\r\n"
    while at < len(block):
        end = block.find(b"\n", at)
        end = len(block) if end < 0 else end
        start = _first(block, at, end, skipped)
        if start == end or (block[start] == 35 and comments(separator).match(block, at)):  # "#"
            at = end + 1
            continue
        if block.find(b'"', start, end) < 0:
            row = Row(_plain_row(block, start if separator == BLANKS else at, end, separator), end + 1)
        else:
            row = _quoted_row(block, start if separator == BLANKS else at, separator)
        yield row
        at = row.end


def _first(block: bytes, at: int, end: int, skipped: bytes) -> int:
    while at < end and block[at] in skipped:
        at += 1
    return at


def _plain_row(block: bytes, at: int, end: int, separator: bytes) -> list[Cell]:
    line = block[at:end]
    if separator == BLANKS:
        return [Cell(found.group(), at + found.start()) for found in re.finditer(rb"[^ \t\r]+", line)]
    cells = []
    for text in line.split(separator):
        cells.append(_stripped(text, at))
        at += len(text) + 1
    return cells


def _stripped(text: bytes, at: int) -> Cell:
    bare = text.strip()
    return Cell(bare, at + text.find(bare) if bare else at)


def _quoted_row(block: bytes, at: int, separator: bytes) -> Row:
    """A row in which quotes stand."""
    cells: list[Cell] = []
    quoted, plain = _patterns(separator)
    while True:
        found = quoted.match(block, at)
        if found is not None:
            cells.append(Cell(found[1][1:-1].replace(b'""', b'"').strip(), found.start(1) + 1))
        else:
            found = plain.match(block, at)
            assert found is not None  # it matches nothing, too
            cells.append(_stripped(found.group(), at))
            _refuse_open(block, cells[-1])
        at = found.end()
        if separator == BLANKS:
            at = _first(block, at, len(block), b" \t\r")
        elif block[at : at + 1] == b"\r" and separator != b"\r":
            at += 1
        if at >= len(block) or block[at] == 10:  # "\n"
            return Row(cells, at + 1)
        if separator != BLANKS:
            at += 1


def _refuse_open(block: bytes, cell: Cell) -> None:
    """A cell that begins with a quote, and is no quoted cell."""
    if not cell.text.startswith(b'"'):
        return
    closing = re.compile(rb'"[^"]*+(?:""[^"]*+)*+"').match(block, cell.offset)
    if closing is None:
        raise Unclosed(cell.offset, "this quote is not closed", 'a quote within a cell is written twice: "5"" pipe"')
    raise Mistake(closing.end(), "more follows the closing quote", 'a quote within a cell is written twice: "5"" pipe"')
