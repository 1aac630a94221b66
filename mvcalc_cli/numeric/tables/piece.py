"""A part of a table that another process, or another machine, can read by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.numeric.tables.rows import Wanted, joined

if TYPE_CHECKING:
    from mvcalc_cli.numeric.tables.source import Source


class Columns(NamedTuple):
    """What a piece holds.

    Attributes:
        columns: An array of shape (rows,) for each wanted name.
        dropped: How many rows were left out.
    """

    columns: Mapping[str, Any]
    dropped: int

    @property
    def rows(self) -> int:
        """How many rows were kept."""
        return len(next(iter(self.columns.values())))


class Piece(NamedTuple):
    """Some whole rows of a file; small, and made of what can be pickled.

    Attributes:
        file: Of which it is a part.
        span: Which part.
        size: Bytes, about.
        drop: Whether rows with a missing cell are left out.
    """

    file: Source
    span: Any
    size: int
    drop: bool = False

    @property
    def name(self) -> str:
        """The name of its file, for messages."""
        return self.file.name

    def read(self, wanted: Sequence[str], exact: bool = False) -> Columns:
        """The numbers of its rows.

        Raises:
            FileError: With the line of the file, for whatever is wrong.
        """
        asked = self._asked(wanted, exact)
        found = joined(list(self.file.read(asked, self.span)), asked)
        return Columns(dict(zip(wanted, found.columns, strict=True)), found.dropped)

    def where(self, row: int, name: str, wanted: Sequence[str]) -> str:
        """Where the cell of a column stands in a row that `read` gave, from 0: file:line:column."""
        return self.file.where(row, self.file.header.index(name), self._asked(wanted, exact=False), self.span)

    def _asked(self, wanted: Sequence[str], exact: bool) -> Wanted:
        return Wanted(tuple(self.file.header.index(name) for name in wanted), self.drop, exact)
