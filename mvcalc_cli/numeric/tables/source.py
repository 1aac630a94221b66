"""What a table is made of: a file of one kind or another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from mvcalc_cli.numeric.tables.rows import Rows, Wanted


class Source(Protocol):
    """A file with columns of numbers."""

    @property
    def name(self) -> str:
        """For messages."""
        ...

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        ...

    @property
    def has_header(self) -> bool:
        """Whether the names stand in the file."""
        ...

    @property
    def repeatable(self) -> bool:
        """Whether it can be read more than once."""
        ...

    def read(self, wanted: Wanted, span: Any = None) -> Iterator[Rows]:
        """The rows of a span, or all, some at a time; raises FileError."""
        ...

    def spans(self, size: int) -> Sequence[tuple[Any, int]]:
        """The rows in spans of about so many bytes, and the bytes of each."""
        ...

    def where(self, row: int, column: int, wanted: Wanted, span: Any) -> str:
        """The place of a cell, for messages.

        Args:
            row: The row of the span that is the `row`-th not dropped, from 0.
            column: The place of the column in the file, from 0.
            wanted: What was read.
            span: Of what.
        """
        ...

    def settled(self) -> Source:
        """The same with everything known that its spans need to be read by themselves."""
        ...
