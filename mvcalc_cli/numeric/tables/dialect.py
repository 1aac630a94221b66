"""How a table is written: its separator, its decimal mark, its line ends, its header; found in its first rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple

from mvcalc_cli.numeric.tables.cells import BLANKS, Cell, rows
from mvcalc_cli.numeric.tables.header import header_of, invented
from mvcalc_cli.numeric.tables.mistakes import Mistake
from mvcalc_cli.numeric.tables.numbers import is_number

SAMPLE: Final = 100  # rows that are looked at
_SEPARATORS: Final = (b"\t", b";", b",", BLANKS)


class Dialect(NamedTuple):
    """How a table is written.

    Attributes:
        separator: One byte; a blank stands for runs of blanks and tabs.
        decimal: "." or ","; empty where ";" separates and no decimals have been seen.
        newline: "\\n", before which "\\r" may stand, or "\\r".
        header: The names of the columns.
        width: Cells of a row: one for each name, and nameless ones at the end that are always empty.
        has_header: Whether the names stand in the file; else they are invented.
        start: The first byte after the header, from the beginning of the file.
    """

    separator: bytes
    decimal: bytes
    newline: bytes
    header: tuple[str, ...]
    width: int
    has_header: bool
    start: int


def dialect_of(first: bytes) -> Dialect:
    """How a table is written that begins with these bytes, cut at the end of a line.

    Raises:
        Mistake: If there is no row, or the first one cannot be read as a header or as numbers.
    """
    newline = b"\r" if b"\n" not in first and b"\r" in first.rstrip(b"\r") else b"\n"
    begin = 3 if first.startswith(b"\xef\xbb\xbf") else 0
    text = b" " * begin + first[begin:]
    if newline == b"\r":
        text = text.replace(b"\r", b"\n")
    separator = _separator(text)
    found = list(islice(rows(text, separator), SAMPLE))
    sample = [row.cells for row in found]
    if not sample:
        raise Mistake(0, "there is no row in it", "a table has a line of names, then a line for each row")
    decimal = _decimal(sample, separator)
    names = header_of(sample, decimal)
    start = begin if names is None else min(found[0].end, len(first))
    width = len(sample[0])
    nameless = _nameless(sample, names is not None)
    header = invented(width - nameless) if names is None else names[: width - nameless]
    return Dialect(separator, decimal, newline, header, width, names is not None, start)


_FIRST_DECIMAL: Final = re.compile(rb'(?:^|[;\n])[ \t"]*[+-]?\d*([.,])\d+(?:[eE][+-]?\d+)?[ \t"]*(?=[;\r\n]|\Z)')


def decided(dialect: Dialect, data: bytes) -> Dialect:
    """The dialect with its decimal mark, if some rows show it; until then there are none, and either will do."""
    if dialect.decimal:
        return dialect
    found = _FIRST_DECIMAL.search(data)
    return dialect._replace(decimal=found[1]) if found else dialect


def _nameless(sample: Sequence[Sequence[Cell]], has_header: bool) -> int:
    """How many cells at the end of the rows have no name and hold nothing: separators that end each line."""
    width = len(sample[0])
    count = 0
    while count < width - 1 and all(not row[width - 1 - count].text for row in sample if len(row) == width):
        count += 1
    return count if has_header or len(sample) > 1 else 0


def _separator(text: bytes) -> bytes:
    """The separator that cuts the first rows into equally many cells, at least two; else one that occurs."""
    best = b","
    most = 0
    for separator in _SEPARATORS:
        widths = _widths(text, separator)
        if len(widths) > 0 and widths[0] > 1 and len(set(widths)) == 1:
            return separator
        cut = sum(width > 1 for width in widths[:2])
        if cut > most and (separator != BLANKS or min(widths[:2]) > 1):
            best, most = separator, cut
    return best


def _widths(text: bytes, separator: bytes) -> list[int]:
    try:
        return [len(row.cells) for row in islice(rows(text, separator), 10)]
    except Mistake:
        return []


def _decimal(sample: Sequence[Sequence[Cell]], separator: bytes) -> bytes:
    """The decimal mark of a table that ";" separates, as its first numbers show it."""
    if separator != b";":
        return b"."
    for row in sample:
        for cell in row:
            if b"," in cell.text and is_number(cell.text, b","):
                return b","
            if b"." in cell.text and is_number(cell.text):
                return b"."
    return b""
