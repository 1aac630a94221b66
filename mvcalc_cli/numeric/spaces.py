"""Where the values of a graph live: a space is a number of rows, a map says which row of another each row reads.

A sum over an index, or a group of like terms, is a space with one row a term. A value in a space is an array with
one entry a row, or a single number that stands for all rows. Two operations join spaces: `take` reads along a map,
`add_into` adds along it; each is the adjoint of the other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Numbers = NDArray[np.float64]


class Map(ABC):
    """For each of `size` rows, the row of the source that it reads.

    `key` tells equal maps, so that the same reading is done once.
    """

    size: int
    key: tuple[object, ...]

    @abstractmethod
    def take(self, values: Any) -> Any:
        """The entries of the source that the rows read."""

    @abstractmethod
    def add_into(self, total: Numbers, values: Any) -> None:
        """Add the entry of each row to the row of the source that it reads."""

    @abstractmethod
    def rows(self) -> Integers:
        """The row of the source for each row, shape (size,)."""


class Slice(Map):
    """Rows start, start + step, … of the source."""

    def __init__(self, start: int, size: int, step: int = 1) -> None:
        self.start, self.size, self.step = start, size, step
        stop = start + step * size
        self._slice = slice(start, stop if stop >= 0 else None, step)
        self.key = ("slice", start, size, step)

    def take(self, values: Any) -> Any:
        """What the rows read; a number that stands for all rows is read as itself."""
        return values[self._slice] if values.ndim else values

    def add_into(self, total: Numbers, values: Any) -> None:
        """Add to the rows that are read."""
        total[self._slice] += values

    def rows(self) -> Integers:
        """The rows that are read, one by one."""
        import numpy as np

        return self.start + self.step * np.arange(self.size, dtype=np.int64)


class Entry(Map):
    """One row of the source, read by the single row of the root."""

    def __init__(self, place: int) -> None:
        self.place, self.size = place, 1
        self.key = ("entry", place)

    def take(self, values: Any) -> Any:
        """What the rows read; a number that stands for all rows is read as itself."""
        return values[self.place] if values.ndim else values

    def add_into(self, total: Numbers, values: Any) -> None:
        """Add to the rows that are read."""
        total[self.place] += values

    def rows(self) -> Integers:
        """The rows that are read, one by one."""
        import numpy as np

        return np.array([self.place])


class Index(Map):
    """Any rows of the source, in any order, as often as they like."""

    def __init__(self, places: Integers) -> None:
        from hashlib import blake2b

        self._places = places
        self.size = len(places)
        self.key = ("index", blake2b(places.tobytes(), digest_size=16).digest())

    def take(self, values: Any) -> Any:
        """What the rows read; a number that stands for all rows is read as itself."""
        return values.take(self._places) if values.ndim else values

    def add_into(self, total: Numbers, values: Any) -> None:
        """Add to the rows that are read."""
        import numpy as np

        weights = values if values.ndim else np.broadcast_to(values, self.size)
        total += np.bincount(self._places, weights, len(total))

    def rows(self) -> Integers:
        """The rows that are read, one by one."""
        return self._places


class Everywhere(Map):
    """All rows read the single row of the root."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.key = ("everywhere", size)

    def take(self, values: Any) -> Any:
        """What the rows read; a number that stands for all rows is read as itself."""
        return values

    def add_into(self, total: Numbers, values: Any) -> None:
        """Add to the rows that are read."""
        total += values.sum() if values.ndim else self.size * values

    def rows(self) -> Integers:
        """The rows that are read, one by one."""
        import numpy as np

        return np.zeros(self.size, dtype=np.int64)


class Repeat(Map):
    """Row k of the source is read by `count` rows in a row."""

    def __init__(self, sources: int, count: int) -> None:
        self._sources, self._count = sources, count
        self.size = sources * count
        self.key = ("repeat", sources, count)

    def take(self, values: Any) -> Any:
        """What the rows read; a number that stands for all rows is read as itself."""
        return values.repeat(self._count) if values.ndim else values

    def add_into(self, total: Numbers, values: Any) -> None:
        """Add to the rows that are read."""
        total += values.reshape(self._sources, self._count).sum(axis=1) if values.ndim else self._count * values

    def rows(self) -> Integers:
        """The rows that are read, one by one."""
        import numpy as np

        return np.repeat(np.arange(self._sources, dtype=np.int64), self._count)


def places(found: Integers) -> Map:
    """The map of these rows: a slice where they are evenly spaced."""
    import numpy as np

    if len(found) > 1:
        step = int(found[1] - found[0])
        last = int(found[0]) + step * (len(found) - 1)
        if step and last == found[-1] and np.array_equal(found, np.arange(found[0], last + step, step)[: len(found)]):
            return Slice(int(found[0]), len(found), step)
    return Index(found)


class Space:
    """A number of rows, each belonging to one row of the parent.

    The root has one row, and its values are single numbers (depth 0). Inputs stand outside of this tree (depth −1):
    their rows are read by maps only.
    """

    __slots__ = ("depth", "index", "map", "parent", "size", "term")

    def __init__(self, size: int, parent: Space | None = None, to_parent: Map | None = None) -> None:
        self.size = size
        self.parent = parent
        self.map = to_parent
        self.term: Callable[[int], Any] | None = None  # row -> the term that was typed, in a group of like terms
        self.index: tuple[str, Any] | None = None  # of an indexed sum: its index, and the value in each row
        self.depth: int = parent.depth + 1 if parent else -1

    @classmethod
    def root(cls) -> Space:
        """The space of single numbers."""
        space = cls(1)
        space.depth = 0
        return space

    @property
    def is_root(self) -> bool:
        """Has it a single row, whose values are plain numbers?"""
        return self.depth == 0

    def within(self, count: int) -> Space:
        """A space with `count` rows for each row of this one."""
        return self.along(Everywhere(count) if self.is_root else Repeat(self.size, count))

    def along(self, to_parent: Map) -> Space:
        """A space whose rows belong to rows of this one as the map says."""
        return Space(to_parent.size, self, to_parent)
