"""Tables of numbers: columns by name, in pieces that fit into memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO, Final

from mvcalc_cli.errors import FileError
from mvcalc_cli.language.names import nearest
from mvcalc_cli.numeric.tables.piece import Piece
from mvcalc_cli.numeric.tables.rows import Wanted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mvcalc_cli.numeric.tables.source import Source

    Array = NDArray[np.float64]

_CHUNK: Final = 1 << 16  # rows
_PIECE: Final = 1 << 22  # bytes
_MOST_NAMES: Final = 12  # in a sentence


class Table:
    """A table of one file or of several with the same columns.

    Attributes:
        name: For messages: "heights.csv", "data/*.csv", "standard input", "--points".
        header: The names of the columns.
        has_header: Whether these stand in the file; else they are invented: x, y, or x1, x2, …, y.
        repeatable: Whether it can be gone through more than once; a long stream cannot.
        rows: How many there are, dropped ones not counted; None before they have been gone through.
        dropped: How many rows the last way through left out.
    """

    def __init__(self, name: str, files: Sequence[Source], *, drop: bool = False) -> None:
        self.name = name
        self.header = files[0].header
        self.has_header = files[0].has_header
        self.repeatable = all(file.repeatable for file in files)
        self.rows: int | None = None
        self.dropped = 0
        self._files = files
        self._drop = drop

    def chunks(self, wanted: Sequence[str], exact: bool = False) -> Iterator[Mapping[str, Array]]:
        """The rows from the first to the last, some at a time: an array of shape (n,) for each wanted column.

        Args:
            wanted: The names of columns, each once.
            exact: Whether as long doubles, read from the text itself.

        Raises:
            FileError: If there is no such column, a cell is no number, or there are no rows.
        """
        self.refuse_unknown(wanted)
        self.rows, rows, self.dropped = None, 0, 0
        for file in self._files:
            places = tuple(file.header.index(name) for name in wanted)
            for found in file.read(Wanted(places, self._drop, exact)):
                self.dropped += found.dropped
                count = len(found.columns[0])
                rows += count
                for first in range(0, count, _CHUNK):
                    columns = [column[first : first + _CHUNK] for column in found.columns]
                    yield dict(zip(wanted, columns, strict=True))
        self.rows = rows
        if not rows:
            raise self._empty(wanted)

    def columns(self, wanted: Sequence[str], exact: bool = False) -> Mapping[str, Array]:
        """Whole columns, each of shape (rows,); raises as `chunks` does."""
        import numpy as np

        found = list(self.chunks(wanted, exact))
        return {name: np.concatenate([chunk[name] for chunk in found]) for name in wanted}

    def pieces(self, size: int = _PIECE) -> Sequence[Piece]:
        """The rows in pieces of about so many bytes, which can be read in any order, by any process.

        Raises:
            FileError: If the table can be read only once.
        """
        if not self.repeatable:
            raise FileError(f"{self.name} can be read only once", hint="save it in a file")
        files = [file.settled() for file in self._files]
        return [Piece(file, span, count, self._drop) for file in files for span, count in file.spans(size)]

    def where(self, row: int, name: str, wanted: Sequence[str]) -> str:
        """Where the cell of a column stands in a row that `columns` gave, from 0: file:line:column."""
        for piece in self.pieces():
            count = piece.read(wanted).rows
            if row < count:
                return piece.where(row, name, wanted)
            row -= count
        raise IndexError(row)

    def refuse_unknown(self, wanted: Sequence[str]) -> None:
        """Raise FileError where a column is wanted that the table does not have."""
        for name in wanted:
            if name not in self.header:
                near = nearest(name, self.header)
                hint = f"did you mean {near}?" if near else f"the columns are: {listed(self.header)}"
                raise FileError(f"{self.name} has no column {name}", hint=hint)

    def _empty(self, wanted: Sequence[str]) -> FileError:
        if self.dropped:
            told = f"{self.dropped:,} row{'s' if self.dropped > 1 else ''} of {self.name}"
            return FileError(f"nothing is left: each of the {told} lacks a cell in {', '.join(wanted)}")
        return FileError(f"{self.name} has a header and no rows", hint="add a line of numbers for each row")


def listed(names: Sequence[str]) -> str:
    """The names of columns in a sentence; of many the first."""
    return ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")


def open_table(
    path: str | Sequence[str], *, missing: str = "refuse", text: bytes | None = None, stream: BinaryIO | None = None
) -> Table:
    """The table in a file, or in several with the same columns.

    Args:
        path: "heights.csv", "data/*.csv", "points.parquet", or several of these; "-" is standard input.
        missing: What to do about rows with an empty cell or NA in a wanted column: "refuse" or "drop" them.
        text: The bytes themselves, which `path` then only names.
        stream: What to read them from.

    Raises:
        FileError: If there is no such file, or it holds no table.
    """
    from mvcalc_cli.numeric.tables.opening import from_stream, opened, standard_input
    from mvcalc_cli.numeric.tables.text_file import text_file

    drop = missing == "drop"
    if path == "-" and text is None:
        return Table("standard input", [from_stream("standard input", stream or standard_input())], drop=drop)
    if text is not None or stream is not None:
        name = "standard input" if path == "-" else str(path)
        return Table(name, [text_file(name, data=text or b"", stream=stream)], drop=drop)
    patterns = [path] if isinstance(path, str) else list(path)
    return Table(", ".join(patterns), opened(patterns), drop=drop)


def points_table(text: str) -> Table:
    """The table of points typed as `1,2 2,3.9 3,6.1`.

    Raises:
        InputError: If something else is typed.

    >>> points_table("1,2 2,3.9").columns(["x", "y"])["y"].tolist()
    [2.0, 3.9]
    """
    from mvcalc_cli.numeric.tables.points import checked
    from mvcalc_cli.numeric.tables.text_file import text_file

    return Table("--points", [text_file("--points", data=checked(text))])
