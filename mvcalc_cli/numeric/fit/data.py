"""The rows that a model is fitted to, whole or in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Data(NamedTuple):
    """Some rows: n numbers of each column.

    Attributes:
        columns: The predictors by the name that the model has for them, each of shape (n,).
        y: What is explained, shape (n,).
        sigma: The standard deviation of each y, shape (n,), positive; None where all are alike.
        exact: The same columns and, under "", y, as long doubles read from the text itself; None of long tables.
    """

    columns: Mapping[str, Array]
    y: Array
    sigma: Array | None = None
    exact: Mapping[str, Any] | None = None

    @property
    def rows(self) -> int:
        """How many rows these are."""
        return len(self.y)


class Source(Protocol):
    """All the rows, which can be gone through again and again.

    Attributes:
        rows: How many there are.
        sample: At most some thousands of them, spread over the whole, in their order: for first guesses and pictures.
    """

    rows: int
    sample: Data

    def chunks(self) -> Iterator[Data]:
        """The rows from the first to the last, in pieces that fit into memory."""
        ...
