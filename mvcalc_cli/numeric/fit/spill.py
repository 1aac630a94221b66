"""Rows that may be more than memory holds, kept in a file without a name, which is gone with the process."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from mvcalc_cli.errors import FileError
from mvcalc_cli.numeric.fit.closing import Closing
from mvcalc_cli.numeric.fit.data import Data

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array

IN_MEMORY: Final = 64 << 20  # bytes; what is larger goes to the disk
_NUMBER: Final = 8  # bytes of a float64
_COPIED: Final = 1 << 20  # bytes at once


class Layout(NamedTuple):
    """Which columns stand in a store, in their order; after them y, and sigma where there is one."""

    names: tuple[str, ...]
    has_sigma: bool

    @classmethod
    def of(cls, data: Data) -> Layout:
        """That of some rows."""
        return cls(tuple(data.columns), data.sigma is not None)

    @property
    def width(self) -> int:
        """Numbers in a row."""
        return len(self.names) + 1 + self.has_sigma

    def table(self, data: Data) -> Any:
        """All columns of some rows, shape (width, n)."""
        import numpy as np

        last = [] if data.sigma is None else [data.sigma]
        return np.stack([*(data.columns[name] for name in self.names), data.y, *last])

    def data(self, table: Array) -> Data:
        """The rows of such a table."""
        count = len(self.names)
        return Data(
            dict(zip(self.names, table, strict=False)), table[count], table[count + 1] if self.has_sigma else None
        )


class Segment(NamedTuple):
    """Where some neighbouring rows stand.

    Attributes:
        store: The number of the store.
        offset: Of their first byte there.
        rows: How many they are.
    """

    store: int
    offset: int
    rows: int


class Store:
    """Rows in a file without a name, written by one process, and read by any that was forked after it was opened.

    Args:
        number: Told in the segments, where there are several.
        expected: Bytes; little is kept in memory, much on the disk.

    >>> import numpy as np
    >>> store, layout = Store(), Layout(("x",), has_sigma=False)
    >>> segment = store.add(Data({"x": np.array([1.0, 2.0])}, np.array([3.0, 4.0])), layout)
    >>> store.rows(segment, layout).y
    array([3., 4.])
    """

    def __init__(self, number: int = 0, expected: int = 0) -> None:
        self._number = number
        self._file = _unnamed(expected)
        self._end = 0

    def add(self, data: Data, layout: Layout) -> Segment:
        """Write rows at the end.

        Raises:
            FileError: If there is no room.
        """
        segment = Segment(self._number, self._end, data.rows)
        table = layout.table(data)
        _write(self._file.fileno(), memoryview(table).cast("B"), self._end)
        self._end += table.nbytes
        return segment

    def rows(self, segment: Segment, layout: Layout) -> Data:
        """Read rows again."""
        import numpy as np

        table: Any = np.empty((layout.width, segment.rows))
        view = memoryview(table).cast("B")
        place = 0
        while place < len(view):
            place += os.preadv(self._file.fileno(), [view[place:]], segment.offset + place)
        return layout.data(table)

    def close(self) -> None:
        """Give the room back."""
        self._file.close()

    def __del__(self) -> None:
        self.close()


class Spilled(Closing):
    """The bytes of a stream in a file, so that they can be read again, from any place, by several processes.

    Attributes:
        path: Under which this process, and those that it forks, open it.
        size: Bytes.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._file = _openable()
        self.size = 0
        while data := stream.read(_COPIED):
            _write(self._file.fileno(), memoryview(data), self.size)
            self.size += len(data)
        name = self._file.name
        self.path = name if isinstance(name, str) else f"/proc/self/fd/{self._file.fileno()}"

    def close(self) -> None:
        """Give the room back."""
        self._file.close()


def spilled(stream: BinaryIO) -> Spilled:
    """A stream copied into a file without a name.

    Raises:
        FileError: If there is no room.

    >>> import io
    >>> with spilled(io.BytesIO(b"x,y")) as copy:
    ...     with open(copy.path, "rb") as file:
    ...         file.read()
    b'x,y'
    """
    return Spilled(stream)


def _unnamed(expected: int) -> IO[bytes]:
    """A file that nobody else can open."""
    if expected <= IN_MEMORY and hasattr(os, "memfd_create"):
        return open(os.memfd_create("mvcalc"), "w+b", buffering=0)
    import tempfile

    try:
        return tempfile.TemporaryFile(buffering=0)
    except OSError as problem:
        raise _no_room(problem) from None


def _openable() -> IO[bytes]:
    """A file that this process and its children can open once more; elsewhere than on Linux it needs a name."""
    if os.path.isdir("/proc/self/fd"):
        return _unnamed(IN_MEMORY + 1)
    import tempfile

    return tempfile.NamedTemporaryFile(buffering=0)


def _write(descriptor: int, data: memoryview, offset: int) -> None:
    place = 0
    try:
        while place < len(data):
            place += os.pwrite(descriptor, data[place:], offset + place)
    except OSError as problem:
        raise _no_room(problem) from None


def _no_room(problem: OSError) -> FileError:
    import tempfile

    told = problem.strerror or "unknown reason"
    return FileError(
        f"the rows cannot be kept in {tempfile.gettempdir()}: {told}", hint="TMPDIR names another folder with more room"
    )
