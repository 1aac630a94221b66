"""A block of rows read cell by cell: what the fast path is measured against, and what finds the place of a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mvcalc_cli.numeric.tables.cells import Cell, rows
from mvcalc_cli.numeric.tables.mistakes import Mistake
from mvcalc_cli.numeric.tables.numbers import exact, is_missing, missing, mistake, value
from mvcalc_cli.numeric.tables.rows import Rows, Wanted

if TYPE_CHECKING:
    from mvcalc_cli.numeric.tables.dialect import Dialect


def read_carefully(block: bytes, dialect: Dialect, wanted: Wanted) -> Rows:
    """The numbers of some whole rows.

    Raises:
        Mistake: For the first cell or row that is wrong.
    """
    import numpy as np

    found: list[list[Any]] = [[] for _ in wanted.places]
    dropped = 0
    for row in rows(block, dialect.separator):
        numbers = _numbers(row.cells, dialect, wanted)
        if numbers is None:
            dropped += 1
            continue
        for column, number in zip(found, numbers, strict=True):
            column.append(number)
    kind = np.longdouble if wanted.exact else np.float64
    return Rows(tuple(np.array(column, dtype=kind) for column in found), dropped)


def kept_cells(block: bytes, dialect: Dialect, wanted: Wanted) -> Iterator[Sequence[Cell]]:
    """The cells of each row of a block that is not dropped."""
    for row in rows(block, dialect.separator):
        if _numbers(row.cells, dialect, wanted) is not None:
            yield row.cells


def _numbers(cells: Sequence[Cell], dialect: Dialect, wanted: Wanted) -> list[Any] | None:
    """The wanted numbers of a row; None where it is to be left out."""
    if len(cells) != dialect.width and _is_short(cells, dialect, wanted):
        return None
    for cell in cells[len(dialect.header) :]:
        if cell.text:
            raise Mistake(cell.offset, "this cell stands in a column without a name", "name it in the first line")
    chosen = [cells[place] for place in wanted.places]
    numbers = [value(cell.text, dialect.decimal) for cell in chosen]
    if None not in numbers:
        return [exact(cell.text) for cell in chosen] if wanted.exact else numbers
    for place, cell, number in zip(wanted.places, chosen, numbers, strict=True):
        if number is None and not is_missing(cell.text):
            raise Mistake(cell.offset, *mistake(cell.text, dialect.header[place], dialect.separator, dialect.decimal))
    if wanted.drop:
        return None
    first = numbers.index(None)
    raise Mistake(chosen[first].offset, *missing(chosen[first].text, dialect.header[wanted.places[first]]))


def _is_short(cells: Sequence[Cell], dialect: Dialect, wanted: Wanted) -> bool:
    """Whether a row lacks cells and may be left out; raises where it may not."""
    count, width = len(cells), dialect.width
    if count < width and wanted.drop:
        return True
    whole = "the header has" if dialect.has_header else "the first row has"
    told = f"this row has {count:,} {'cell' if count == 1 else 'cells'}, and {whole} {width:,}"
    if count < width:
        end = cells[-1].offset + len(cells[-1].text)
        raise Mistake(end, told, "add the missing cells, or leave such rows out with --missing drop")
    raise Mistake(cells[width].offset, told, _fix_of_long(dialect))


def _fix_of_long(dialect: Dialect) -> str:
    if dialect.separator == b",":
        return 'a decimal comma needs ; between the columns; a text with a comma needs quotes: "a, b"'
    if dialect.separator == b" ":
        return 'separate the columns with commas, or put texts with blanks in quotes: "a b"'
    return "put a text that holds the separator in quotes"
