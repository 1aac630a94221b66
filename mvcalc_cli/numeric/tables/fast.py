"""A block of rows read at once: every cell by the same few operations on whole arrays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.tables.decimals import decimals
from mvcalc_cli.numeric.tables.digits import digits
from mvcalc_cli.numeric.tables.layout import Cells, lay_out
from mvcalc_cli.numeric.tables.numbers import is_missing, value
from mvcalc_cli.numeric.tables.rows import Rows, Wanted

if TYPE_CHECKING:
    from mvcalc_cli.numeric.tables.dialect import Dialect

_MINUS: Final = 45
_PLUS: Final = 43
_MOST_DIGITS: Final = 19  # that fit into 64 bits
_MOST_EXPONENT: Final = 4  # digits; cells with more are read by themselves


def read_fast(data: bytes, dialect: Dialect, wanted: Wanted) -> Rows | None:
    """The numbers of some whole rows; None where anything is unusual, and the careful path has to look.

    Each number is the one that `float` reads from its cell.
    """
    import numpy as np

    layout = lay_out(data, dialect, wanted.places)
    if layout is None:
        return None
    columns, missing = [], []
    with np.errstate(all="ignore"):
        for cells in layout.columns:
            values, doubtful = _numbers(layout.buffer, cells)
            gaps = _settle(layout.buffer, cells, values, np.flatnonzero(doubtful), dialect)
            if gaps is None:
                return None
            columns.append(values)
            missing += gaps
    if not missing:
        return Rows(tuple(columns), 0)
    # A blank line of a table of one column is no row, and looks like an empty cell here.
    return _without(columns, missing) if wanted.drop and dialect.width > 1 else None


def _without(columns: Sequence[Any], rows: Sequence[int]) -> Rows:
    """The columns without some rows."""
    import numpy as np

    keep = np.ones(len(columns[0]), dtype=bool)
    keep[rows] = False
    return Rows(tuple(column[keep] for column in columns), int(len(keep) - keep.sum()))


def _numbers(buffer: Any, cells: Cells) -> tuple[Any, Any]:
    """The value of each cell, and where it is not known to be what the cell says."""
    import numpy as np

    first = buffer.take(cells.starts)
    negative = first == _MINUS
    signed = negative | (first == _PLUS)
    has_sign = bool(signed.any())
    before = cells.marks - cells.starts
    if has_sign:
        before -= signed
    whole = digits(buffer, cells.marks, before)
    m, doubtful, power = whole.values, whole.doubtful, np.zeros(len(first), dtype=np.int64)
    if cells.marks is cells.stops:
        doubtful |= (before < 1) | (before > _MOST_DIGITS)
    else:
        after = cells.stops - cells.marks
        after -= after > 0  # the mark itself
        part = digits(buffer, cells.stops, after)
        both = before + after
        doubtful |= part.doubtful | (both < 1) | ((both > _MOST_DIGITS) & (m != 0))
        m = m * _tens().take(np.minimum(after, _MOST_DIGITS)) + part.values
        power -= after
    if cells.stops is not cells.ends:
        power += _exponents(buffer, cells, doubtful)
    values, also = decimals(m, power)
    doubtful |= also
    if has_sign:
        np.negative(values, out=values, where=negative)
    return values, doubtful


def _exponents(buffer: Any, cells: Cells, doubtful: Any) -> Any:
    """The exponent of each cell, 0 where there is none."""
    import numpy as np

    has = cells.stops != cells.ends
    first = buffer.take(np.where(has, cells.stops + 1, 0))
    count = cells.ends - cells.stops - 1 - ((first == _MINUS) | (first == _PLUS))
    doubtful |= has & ((count < 1) | (count > _MOST_EXPONENT))
    found = digits(buffer, cells.ends, np.where(has, np.clip(count, 0, _MOST_EXPONENT), 0))
    doubtful |= found.doubtful
    power = found.values.astype(np.int64)
    return np.where(first == _MINUS, -power, power)


@cache
def _tens() -> Any:
    import numpy as np

    return np.array([10**k for k in range(_MOST_DIGITS + 1)], dtype=np.uint64)


def _settle(buffer: Any, cells: Cells, values: Any, places: Any, dialect: Dialect) -> list[int] | None:
    """Read the doubtful cells one by one; the rows of missing ones, or None if a mistake is among them."""
    missing: list[int] = []
    for place in places.tolist():
        text = buffer[int(cells.starts[place]) : int(cells.ends[place])].tobytes().strip()
        number = value(text, dialect.decimal)
        if number is not None:
            values[place] = number
        elif is_missing(text):
            missing.append(place)
        else:
            return None
    return missing
