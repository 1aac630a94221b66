"""What is asked of a block of rows, and what is read from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Wanted(NamedTuple):
    """What of each row is to be read.

    Attributes:
        places: The columns, from 0.
        drop: Whether a row is left out where one of these cells is missing; else that is a mistake.
        exact: Whether as long doubles.
    """

    places: tuple[int, ...]
    drop: bool = False
    exact: bool = False


class Rows(NamedTuple):
    """Some rows that were read.

    Attributes:
        columns: An array of shape (rows,) for each wanted column.
        dropped: How many rows were left out.
    """

    columns: tuple[Any, ...]
    dropped: int


def joined(parts: Sequence[Rows], wanted: Wanted) -> Rows:
    """Rows that were read part by part, as one."""
    import numpy as np

    kind = np.longdouble if wanted.exact else np.float64
    whole = [np.concatenate(columns) for columns in zip(*(part.columns for part in parts), strict=True)]
    empty = [np.empty(0, dtype=kind)] * len(wanted.places)
    return Rows(tuple(whole or empty), sum(part.dropped for part in parts))
