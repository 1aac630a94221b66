"""The numbers of one column, in pieces that fit into memory, and their sums."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SAMPLE = 5000  # values that are kept of a long column, for quartiles and tests


class Moments(NamedTuple):
    """What one pass over the values leaves.

    Attributes:
        rows: n.
        mean: Their mean.
        squares: Σ (x − mean)².
        low: The least value.
        high: The greatest.
        sample: All of them in ascending order if they are few, else every so-manieth.
    """

    rows: int
    mean: float
    squares: float
    low: float
    high: float
    sample: Array

    @property
    def deviation(self) -> float:
        """The standard deviation with n − 1, of more than one value."""
        return math.sqrt(self.squares / (self.rows - 1)) if self.rows > 1 else 0.0


class Values:
    """Numbers that can be gone through again and again.

    Args:
        pieces: Starts a new pass: arrays of any length, from the first value to the last.
    """

    def __init__(self, pieces: Callable[[], Iterable[Array]]) -> None:
        self.pieces = pieces

    @classmethod
    def of(cls, values: Array) -> Values:
        """Numbers in memory."""
        return cls(lambda: (values,))

    def sums(self, f: Callable[[Array], Array]) -> Array:
        """Σ f(x), where f gives of a piece, shape (m,), its sums, shape (k,)."""
        import numpy as np

        parts = [f(piece) for piece in self.pieces() if len(piece)]
        return np.array([math.fsum(column) for column in zip(*(part.tolist() for part in parts), strict=True)])

    def moments(self) -> Moments:
        """Mean, squares, range and sample, in one pass; raises ValueError of no values."""
        import numpy as np

        rows, mean, squares, low, high = 0, 0.0, 0.0, math.inf, -math.inf
        sample = Thinned(SAMPLE)
        for piece in filter(len, self.pieces()):
            m = len(piece)
            own, scatter = _about_mean(piece)
            apart = own - mean
            squares += scatter + apart * apart * rows * m / (rows + m)
            mean += apart * m / (rows + m)
            rows += m
            low, high = min(low, float(piece.min())), max(high, float(piece.max()))
            sample.add(piece)
        if not rows:
            raise ValueError("no values")
        return Moments(rows, mean, squares, low, high, np.sort(sample.values()))


def _about_mean(piece: Array) -> tuple[float, float]:
    """The mean of some values, exact where all are equal, and their squares about it; infinite beyond the floats."""
    import numpy as np

    with np.errstate(all="ignore"):
        mean = float(piece[0]) + float((piece - piece[0]).mean())
        return mean, float(((piece - mean) ** 2).sum())


class Thinned:
    """Every 2^k-th of a stream of numbers, with k as small as `most` allows."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.stride = 1
        self.seen = 0
        self.kept: list[Array] = []

    def add(self, piece: Array) -> None:
        """The next numbers of the stream."""
        first = -self.seen % self.stride
        self.kept.append(piece[first :: self.stride].copy())
        self.seen += len(piece)
        while sum(map(len, self.kept)) > self.most:
            self.stride *= 2
            self.kept = [self.values()[::2]]

    def values(self) -> Array:
        """Those kept, in the order of the stream."""
        import numpy as np

        return np.concatenate(self.kept) if self.kept else np.empty(0)
