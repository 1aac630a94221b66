"""Columns that may share one product with a vector: those that never have an entry in the same row.

Reference: Curtis, Powell & Reid (1974); Gebremedhin, Manne & Pothen, SIAM Review 47 (2005), section 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvcalc_cli.numeric.sparsity import Pattern

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]


def colours(pattern: Pattern, count: int) -> Integers:
    """A colour for each column, such that two columns of one colour share no row, shape (count,).

    >>> import numpy as np
    >>> rows, columns = np.nonzero(np.eye(4) + np.eye(4, k=1))
    >>> colours(Pattern(rows, columns), 4).tolist()
    [0, 1, 0, 1]
    """
    banded = _banded(pattern, count)
    return _greedy(pattern, count) if banded is None else banded


def _banded(pattern: Pattern, count: int) -> Any:
    """Columns j by j mod width, where the entries of each row lie within a narrow band; None if they do not."""
    import numpy as np

    if not len(pattern.rows):
        return np.zeros(count, dtype=np.int64)
    starts = np.flatnonzero(np.diff(pattern.rows, prepend=-1))
    ends = np.append(starts[1:], len(pattern.rows)) - 1
    width = int((pattern.columns[ends] - pattern.columns[starts]).max()) + 1
    fewest = int((ends - starts).max()) + 1
    return np.arange(count, dtype=np.int64) % width if width <= 2 * fewest else None


def _greedy(pattern: Pattern, count: int) -> Integers:
    """The first free colour for each column in turn, columns of many entries first."""
    import numpy as np

    order = np.argsort(pattern.columns, kind="stable")
    of_column = np.split(pattern.rows[order], np.searchsorted(pattern.columns[order], np.arange(1, count)))
    found = np.zeros(count, dtype=np.int64)
    taken: list[int] = [0] * (int(pattern.rows.max(initial=-1)) + 1)  # for each row the colours in use, as bits
    for column in sorted(range(count), key=lambda j: -len(of_column[j])):
        rows = of_column[column].tolist()
        used = 0
        for row in rows:
            used |= taken[row]
        free = ~used & (used + 1)
        found[column] = free.bit_length() - 1
        for row in rows:
            taken[row] |= free
    return found


def symmetric_colours(pattern: Pattern, count: int) -> tuple[Integers, NDArray[np.bool_]]:
    """Colours for a symmetric matrix, and its dense columns.

    A column with many entries has a colour of its own; by symmetry it gives its row as well, so that this row does
    not keep the others apart.
    """
    import numpy as np

    entries = np.bincount(pattern.columns, minlength=count)
    usual = float(np.median(entries[entries > 0])) if len(pattern.rows) else 0.0
    is_dense = entries > 10 * usual + 50
    dense = np.flatnonzero(is_dense)
    keep = ~is_dense[pattern.rows] & ~is_dense[pattern.columns]
    found = colours(Pattern(pattern.rows[keep], pattern.columns[keep]), count)
    found[dense] = found.max(initial=-1) + 1 + np.arange(len(dense))
    return found, is_dense
