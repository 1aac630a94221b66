"""Is the first row of a table a header; and the names of columns that have none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mvcalc_cli.numeric.tables.cells import Cell
from mvcalc_cli.numeric.tables.mistakes import Mistake, shown
from mvcalc_cli.numeric.tables.numbers import is_missing, is_number

_FIX: Final = "write a first line with the name of each column"
_BROKEN_NUMBER: Final = re.compile(rb"[+-]?\.?\d")


def invented(count: int) -> tuple[str, ...]:
    """The names of columns without a header: the last is y.

    >>> invented(1), invented(2), invented(4)
    (('y',), ('x', 'y'), ('x1', 'x2', 'x3', 'y'))
    """
    if count <= 2:
        return ("x", "y")[2 - count :]
    return (*(f"x{place}" for place in range(1, count)), "y")


def header_of(sample: Sequence[Sequence[Cell]], decimal: bytes) -> tuple[str, ...] | None:
    """The names in the first row; None where that row is data.

    A row of numbers (or of cells that say that one is missing) is data; a row without a number is a header. A row with
    both is a header if a name in it stands over a number.

    Raises:
        Mistake: If that cannot be told, or a name is no name.
    """
    first = sample[0]
    words = [cell for cell in first if not is_number(cell.text, decimal) and not is_missing(cell.text)]
    numbers = [cell for cell in first if is_number(cell.text, decimal)]
    if not words and (numbers or all(cell.text for cell in first)):
        return None
    if numbers or all(_BROKEN_NUMBER.match(cell.text) for cell in words):
        _refuse_unclear(sample, words, numbers, decimal)
    return names(first)


def _refuse_unclear(
    sample: Sequence[Sequence[Cell]], words: Sequence[Cell], numbers: Sequence[Cell], decimal: bytes
) -> None:
    """Raise unless a word of the first row stands over a number: then it is a name."""
    first = sample[0]
    for cell, below in zip(first, sample[1] if len(sample) > 1 else (), strict=False):
        if cell in words and not _BROKEN_NUMBER.match(cell.text) and is_number(below.text, decimal):
            return
    if not words or (not numbers and (len(sample) < 2 or not any(is_number(c.text, decimal) for c in sample[1]))):
        return
    told = f"{shown(words[0].text)} is no number"
    beside = f", {shown(numbers[0].text)} beside it is one" if numbers else ""
    raise Mistake(words[0].offset, f"{told}{beside}: is this row a header or data?", _FIX)


def names(first: Sequence[Cell]) -> tuple[str, ...]:
    """The names of a header; an empty one becomes c and the number of its column.

    Raises:
        Mistake: If a name stands there twice, or is no text.
    """
    found: dict[str, Cell] = {}
    for place, cell in enumerate(first, 1):
        name = _name(cell) or f"c{place}"
        if name in found:
            raise Mistake(cell.offset, f"two columns are called {name}", "give each column a name of its own")
        found[name] = cell
    return tuple(found)


def _name(cell: Cell) -> str:
    try:
        name = cell.text.decode("utf-8")
    except UnicodeDecodeError as problem:
        said = "this is not UTF-8 text"
        raise Mistake(cell.offset + problem.start, said, "save the file as UTF-8") from problem
    if not all(char.isprintable() or char.isspace() for char in name):
        raise Mistake(cell.offset, "this name holds a character that cannot be shown", "give the column another name")
    return " ".join(name.split())
