"""Where the cells of a block of rows are, found for all of them at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.numeric.tables.cells import BLANKS, comments
from mvcalc_cli.numeric.tables.digits import PADDING

if TYPE_CHECKING:
    from mvcalc_cli.numeric.tables.dialect import Dialect

_NEWLINE: Final = 10
_QUOTE: Final = 34
_BLANK: Final = 32
_SMALL_E: Final = 101
_CAPITAL_E: Final = 69
_MOST_BLANKS: Final = 16  # before a cell; one with more is read by itself


class Cells(NamedTuple):
    """The cells of one column, each array of shape (rows,); places are those of the buffer.

    Attributes:
        starts: The first byte of each cell.
        marks: Of the decimal mark; where there is none, `stops`.
        stops: The byte after the mantissa.
        ends: The byte after the cell; the same array as `stops` where no cell has an exponent.
    """

    starts: Any
    marks: Any
    stops: Any
    ends: Any


class Layout(NamedTuple):
    """The wanted columns of some rows, and the bytes in which they stand, with PADDING before them."""

    buffer: Any
    columns: list[Cells]


class _Marks(NamedTuple):
    """What cuts the bytes of some rows into cells and their parts, in its order.

    Attributes:
        at: The places of ends of cells, decimal marks and exponents.
        kinds: The bytes there.
        decimal: The decimal mark.
        has_exponents: Whether there are any.
    """

    at: Any
    kinds: Any
    decimal: int
    has_exponents: bool


def lay_out(data: bytes, dialect: Dialect, places: Sequence[int]) -> Layout | None:
    """Where the cells of these columns are; None where the rows are not all alike.

    Args:
        data: Whole rows.
        dialect: How they are written.
        places: The wanted columns, from 0.
    """
    text = _plain(data, dialect.separator)
    if not text or not text.strip():
        return None
    found = _laid_out(text, dialect, places)
    if found is None and b'"' not in text and b"\n\n" in b"\n" + text:  # blank lines: looked for where rows are uneven
        found = _laid_out(re.sub(rb"\n\n+", b"\n", text).lstrip(b"\n"), dialect, places)
    return found


def _laid_out(text: bytes, dialect: Dialect, places: Sequence[int]) -> Layout | None:
    import numpy as np

    buffer = np.empty(PADDING + len(text), dtype=np.uint8)
    buffer[:PADDING] = _BLANK
    buffer[PADDING:] = np.frombuffer(text, dtype=np.uint8)
    if dialect.separator == BLANKS:
        buffer = _single_blanks(buffer)
    is_end = _ends(buffer, text, ord(dialect.separator))
    return None if is_end is None else _cells(buffer, is_end, text, dialect, places)


def _plain(data: bytes, separator: bytes) -> bytes | None:
    """The same rows without comments and carriage returns; None where quotes make that doubtful."""
    text = data.replace(b"\r\n", b"\n") if b"\r" in data else data
    if not text.endswith(b"\n"):
        text += b"\n"
    comment = comments(separator)
    commented = b"#" in text and comment.search(text) is not None
    if b'"' in text and (commented or separator == BLANKS):
        return None
    if separator == BLANKS and b"\r" in text:  # a blank, too, though a rare one
        return None
    return comment.sub(b"", text) if commented else text


def _single_blanks(buffer: Any) -> Any:
    """Each run of blanks and tabs as one blank, and none at the ends of a line."""
    import numpy as np

    buffer[buffer == 9] = _BLANK
    blank = buffer == _BLANK
    keep = np.ones(len(buffer), dtype=bool)
    keep[PADDING:-1] = ~(blank[PADDING:-1] & (blank[PADDING + 1 :] | (buffer[PADDING + 1 :] == _NEWLINE)))
    buffer = buffer[keep]
    first = np.flatnonzero((buffer[PADDING:] == _BLANK) & (buffer[PADDING - 1 : -1] == _NEWLINE))
    if buffer[PADDING] == _BLANK:
        first = np.append(first, 0)
    return np.delete(buffer, PADDING + first) if len(first) else buffer


def last_end(data: bytes, separator: bytes) -> int | None:
    r"""How many of some bytes are whole rows; None where that takes a look at each cell.

    >>> last_end(b'1,"a\nb"\n2,"c\nd', b",")
    8
    """
    import numpy as np

    buffer = np.frombuffer(data, dtype=np.uint8)
    quotes = buffer == _QUOTE
    outside = np.flatnonzero((buffer == _NEWLINE) & ((np.cumsum(quotes, dtype=np.uint8) & 1) == 0))
    end = int(outside[-1]) + 1 if len(outside) else 0
    whole = data[:end].replace(b"\r\n", b"\n")
    padded = np.frombuffer(b"\n" * PADDING + whole, dtype=np.uint8)
    return end if end and _ends(padded, whole, ord(separator)) is not None else None


def _ends(buffer: Any, text: bytes, separator: int) -> Any:
    """Where cells end, as a mask of the buffer; None where a quote stands within a cell."""
    import numpy as np

    is_end = (buffer == separator) | (buffer == _NEWLINE)
    is_end[:PADDING] = False
    if b'"' not in text:
        return is_end
    quotes = buffer == _QUOTE
    at = np.flatnonzero(quotes)
    before, after = buffer[at[0::2] - 1], buffer[at[1::2] + 1]
    opens = (before == separator) | ((before == _BLANK) & (buffer[at[0::2] - 2] == separator))
    opens |= (before == _NEWLINE) | (before == _QUOTE) | (at[0::2] == PADDING)
    closes = (after == separator) | (after == _NEWLINE) | (after == _QUOTE)
    if len(at) % 2 or not opens.all() or not closes.all():
        return None
    is_end &= (np.cumsum(quotes, dtype=np.uint8) & 1) == 0
    return is_end


def _cells(buffer: Any, is_end: Any, text: bytes, dialect: Dialect, places: Sequence[int]) -> Layout | None:
    import numpy as np

    decimal = ord(dialect.decimal or b".")
    exponents = b"e" in text or b"E" in text
    is_mark = is_end | (buffer == decimal)
    if exponents:
        is_mark |= (buffer | 32) == _SMALL_E
    at = np.flatnonzero(is_mark)
    kinds = buffer.take(at)
    if exponents:
        kinds[kinds == _CAPITAL_E] = _SMALL_E
    marks = _Marks(at, kinds, decimal, exponents)
    columns = _alike(marks, dialect, places)
    if columns is None:
        columns = _scattered(buffer, marks, dialect, places)
    return None if columns is None else Layout(buffer, [_trimmed(buffer, column, text) for column in columns])


def _alike(marks: _Marks, dialect: Dialect, places: Sequence[int]) -> list[Cells] | None:
    """The columns of rows that all have the same marks in the same order; None if they have not."""
    rows = int((marks.kinds == _NEWLINE).sum())
    each = len(marks.at) // max(rows, 1)
    if not rows or each * rows != len(marks.at):
        return None
    kinds = marks.kinds.reshape(rows, each)
    if not (kinds == kinds[0]).all():
        return None
    first = kinds[0].tolist()
    ends = [place for place, kind in enumerate(first) if kind in {ord(dialect.separator), _NEWLINE}]
    if len(ends) != dialect.width or first.index(_NEWLINE) != each - 1 or len(dialect.header) < dialect.width:
        return None
    table = marks.at.reshape(rows, each)
    columns = [_column(table, first, ends, place, marks.decimal) for place in places]
    known = [column for column in columns if column is not None]
    return known if len(known) == len(columns) else None


def _column(table: Any, kinds: Sequence[int], ends: Sequence[int], place: int, decimal: int) -> Cells | None:
    """One column of rows with the same marks, shape (rows, marks)."""
    import numpy as np

    before = ends[place - 1] if place else -1
    within = kinds[before + 1 : ends[place]]
    if within not in ([], [decimal], [_SMALL_E], [decimal, _SMALL_E]):
        return None
    starts = np.empty(len(table), dtype=np.int64)
    if place:
        starts[:] = table[:, before]
    else:
        starts[0], starts[1:] = PADDING - 1, table[:-1, -1]
    starts += 1
    end = np.ascontiguousarray(table[:, ends[place]])
    stop = np.ascontiguousarray(table[:, ends[place] - 1]) if _SMALL_E in within else end
    return Cells(starts, np.ascontiguousarray(table[:, before + 1]) if decimal in within else stop, stop, end)


def _scattered(buffer: Any, marks: _Marks, dialect: Dialect, places: Sequence[int]) -> list[Cells] | None:
    """The columns of rows whose cells have marks or have none; None where the rows have not all their cells."""
    import numpy as np

    which = np.flatnonzero((marks.kinds == _NEWLINE) | (marks.kinds == ord(dialect.separator)))
    ends = marks.at.take(which)
    starts = np.empty_like(ends)
    starts[:1], starts[1:] = PADDING, ends[:-1] + 1
    if not _is_regular(buffer, starts, ends, dialect):
        return None
    tables = [each.reshape(-1, dialect.width) for each in (starts, ends, which)]
    return [_marked(marks, *(np.ascontiguousarray(table[:, place]) for table in tables)) for place in places]


def _is_regular(buffer: Any, starts: Any, ends: Any, dialect: Dialect) -> bool:
    """Whether each row has its number of cells, and those without a name are empty."""
    width, named = dialect.width, len(dialect.header)
    if len(ends) % width:
        return False
    is_newline = (buffer.take(ends) == _NEWLINE).reshape(-1, width)
    if not is_newline[:, -1].all() or is_newline[:, :-1].any():
        return False
    return named == width or bool((starts == ends).reshape(-1, width)[:, named:].all())


def _marked(marks: _Marks, starts: Any, ends: Any, which: Any) -> Cells:
    """The decimal mark and the exponent of each cell: the last ones before its end, which is mark `which`."""
    import numpy as np

    before = which - 1
    stops = ends
    if marks.has_exponents:
        has_exponent = marks.kinds.take(before) == _SMALL_E
        stops = np.where(has_exponent, marks.at.take(before), ends)
        before = before - has_exponent
    return Cells(starts, np.where(marks.kinds.take(before) == marks.decimal, marks.at.take(before), stops), stops, ends)


def _trimmed(buffer: Any, cells: Cells, text: bytes) -> Cells:
    """The cells without the blanks around them, and without their quotes."""
    if b" " not in text and b'"' not in text:
        return cells
    starts, ends = cells.starts, cells.ends
    for _ in range(_MOST_BLANKS):
        blank = (buffer.take(starts) == _BLANK) & (starts < ends)
        if not blank.any():
            break
        starts = starts + blank
    cut = (buffer.take(ends - 1) == _BLANK) & (starts < ends)
    quoted = (buffer.take(starts) == _QUOTE) & (buffer.take(ends - 1) == _QUOTE) & (ends - starts > 1)
    return _shortened(cells, starts + quoted, cut | quoted)


def _shortened(cells: Cells, starts: Any, cut: Any) -> Cells:
    """The cells from other starts on, without the last byte where `cut` says so."""
    import numpy as np

    if not cut.any():
        return cells._replace(starts=starts)
    ends = cells.ends - cut
    stops = ends if cells.stops is cells.ends else np.minimum(cells.stops, ends)
    return Cells(starts, np.minimum(cells.marks, stops), stops, ends)
