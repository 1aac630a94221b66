"""A table of text: a .csv or .tsv file, a stream, or bytes in memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple, cast

from mvcalc_cli.errors import FileError
from mvcalc_cli.numeric.tables.blocks import BLOCK, Read, blocks
from mvcalc_cli.numeric.tables.careful import kept_cells, read_carefully
from mvcalc_cli.numeric.tables.dialect import Dialect, decided, dialect_of
from mvcalc_cli.numeric.tables.foreign import refuse_foreign
from mvcalc_cli.numeric.tables.mistakes import Mistake, at, place_in
from mvcalc_cli.numeric.tables.rows import Rows, Wanted

_FIRST: Final = 1 << 18  # bytes in which the header is looked for
_FEW: Final = 1 << 13  # bytes
_SHORT: Final = 1 << 22  # bytes of a stream that are simply kept in memory


class Span(NamedTuple):
    """Some bytes of a file, which are whole rows; `stop` is -1 where they go on to its end."""

    start: int
    stop: int = -1


class TextFile(NamedTuple):
    """A file of rows of text.

    Attributes:
        name: For messages.
        dialect: How it is written.
        path: Where it is; "" where `data` or `stream` holds it.
        data: All of it; of a stream the beginning.
        stream: What follows.
    """

    name: str
    dialect: Dialect
    path: str = ""
    data: bytes = b""
    stream: BinaryIO | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.dialect.header

    @property
    def has_header(self) -> bool:
        """Whether the names stand in the file."""
        return self.dialect.has_header

    @property
    def repeatable(self) -> bool:
        """Whether it can be read more than once: all but a long stream."""
        return self.stream is None

    def read(self, wanted: Wanted, span: Span | None = None) -> Iterator[Rows]:
        """The rows of a span, or all, some at a time; raises FileError."""
        span = span or Span(self.dialect.start)
        dialect = self.dialect
        offset, lines, data = span.start, self._lines_at_start(), b""
        try:
            with self._opened() as file:
                for block in blocks(_within(file, span), dialect.separator, dialect.newline, span.start):
                    lines += data.count(b"\n") if self.stream else 0
                    offset, data = block.offset, _lines(block.data, dialect)
                    dialect = decided(dialect, data)
                    yield read_rows(data, dialect, wanted)
        except Mistake as mistake:
            before = lines if self.stream else self._lines_before(offset)
            raise at(self.name, place_in(data, mistake.offset, before), mistake.sentence, mistake.hint) from None
        except OSError as problem:
            raise unreadable(self.name, problem) from None

    def where(self, row: int, column: int, wanted: Wanted, span: Span) -> str:
        """file:line:column of a cell in the row of a span that is the `row`-th not dropped, from 0."""
        with self._opened() as file:
            for block in blocks(_within(file, span), self.dialect.separator, self.dialect.newline, span.start):
                data = _lines(block.data, self.dialect)
                for cells in kept_cells(data, self.dialect, wanted):
                    if row == 0:
                        place = place_in(data, cells[column].offset, self._lines_before(block.offset))
                        return f"{self.name}:{place.line}:{place.column}"
                    row -= 1
        raise IndexError(row)

    def spans(self, size: int) -> list[tuple[Span, int]]:
        """The rows in spans of about so many bytes, and the bytes of each."""
        cuts = [self.dialect.start]
        with self._opened() as file:
            end = file.seek(0, io.SEEK_END)
            if self._has_quotes(file):
                cuts += self._cuts_by_rows(file, size)
            else:
                cuts += _cuts_by_lines(file, self.dialect, size, end)
        pairs = zip(cuts, [*cuts[1:], end], strict=True)
        return [(Span(start, stop), stop - start) for start, stop in pairs if stop > start]

    def settled(self) -> TextFile:
        """The same with its decimal mark known, wherever in the file that shows itself."""
        if self.dialect.decimal:
            return self
        dialect = self.dialect
        with self._opened() as file:
            for block in blocks(_within(file, Span(dialect.start)), dialect.separator, dialect.newline, dialect.start):
                dialect = decided(dialect, _lines(block.data, dialect))
                if dialect.decimal:
                    break
        return self._replace(dialect=dialect._replace(decimal=dialect.decimal or b"."))

    def _has_quotes(self, file: BinaryIO) -> bool:
        file.seek(self.dialect.start)
        return any(b'"' in data for data in iter(lambda: file.read(BLOCK), b""))

    def _cuts_by_rows(self, file: BinaryIO, size: int) -> list[int]:
        """Where blocks begin: with quotes each row has to be looked at."""
        found = blocks(
            _within(file, Span(self.dialect.start)),
            self.dialect.separator,
            self.dialect.newline,
            self.dialect.start,
            size,
        )
        return [block.offset for block in found][1:]

    def _opened(self) -> BinaryIO:
        if self.path:
            return open(self.path, "rb", buffering=0)
        if self.stream is None:
            return io.BytesIO(self.data)
        return cast("BinaryIO", _Joined(self.data, self.stream))

    def _lines_at_start(self) -> int:
        return self.data.count(self.dialect.newline, 0, self.dialect.start) if self.stream else 0

    def _lines_before(self, offset: int) -> int:
        """How many lines end before a byte: counted only when a mistake is told."""
        with self._opened() as file:
            read = _within(file, Span(0, offset))
            return sum(data.count(self.dialect.newline) for data in iter(lambda: read(BLOCK), b""))


class _Joined(io.RawIOBase):
    """The beginning of a stream, which has been read, and what follows."""

    def __init__(self, data: bytes, stream: BinaryIO) -> None:
        self._first, self._stream = io.BytesIO(data), stream

    def seek(self, offset: int, _whence: int = 0) -> int:
        return self._first.seek(offset)

    def read(self, size: int = -1) -> bytes:
        return self._first.read(size) or _some(self._stream, size)


def read_rows(data: bytes, dialect: Dialect, wanted: Wanted) -> Rows:
    """Some whole rows, fast where nothing is unusual; raises Mistake."""
    if b"\0" in data:
        raise Mistake(data.index(b"\0"), "this is no text: a byte is 0", "save the table as text (CSV, UTF-8)")
    if len(data) > _FEW and not wanted.exact:
        from mvcalc_cli.numeric.tables.fast import read_fast  # few rows are read sooner than it is imported

        fast = read_fast(data, dialect, wanted)
        if fast is not None:
            return fast
    return read_carefully(data, dialect, wanted)


def _lines(data: bytes, dialect: Dialect) -> bytes:
    return data.replace(b"\r", b"\n") if dialect.newline == b"\r" else data


def _within(file: BinaryIO, span: Span) -> Read:
    """Reads of a file from one byte to another."""
    file.seek(span.start)
    if span.stop < 0:
        return file.read
    left = span.stop - span.start

    def read(size: int) -> bytes:
        nonlocal left
        data = file.read(min(size, left))
        left -= len(data)
        return data

    return read


def _cuts_by_lines(file: BinaryIO, dialect: Dialect, size: int, end: int) -> list[int]:
    """The ends of lines nearest after each multiple of a size."""
    cuts = []
    start = dialect.start
    while start + size < end:
        start += size
        file.seek(start)
        while data := file.read(1 << 12):
            found = data.find(dialect.newline)
            if found >= 0:
                start += found + 1
                break
            start += len(data)
        cuts.append(min(start, end))
    return cuts


def text_file(name: str, path: str = "", data: bytes = b"", stream: BinaryIO | None = None) -> TextFile:
    """A file, bytes, or a stream of rows, once the first ones have been looked at.

    Raises:
        FileError: If it cannot be read, or begins with something else than a table.
    """
    if path:
        with open(path, "rb") as file:
            first = file.read(_FIRST + 1)
    else:
        if stream is not None:
            data = _beginning(stream)
            stream = stream if len(data) >= _SHORT else None
        first = data[: _FIRST + 1]
    if len(first) > _FIRST:
        first = first[: max(first.rfind(b"\n"), first.rfind(b"\r")) + 1]
    refuse_foreign(name, first)
    try:
        return TextFile(name, dialect_of(first), path, data, stream)
    except Mistake as mistake:
        raise at(name, place_in(first, mistake.offset, 0), mistake.sentence, mistake.hint) from None


def _beginning(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, which may give them by and by."""
    found: list[bytes] = []
    left = _SHORT
    while left > 0 and (data := _some(stream, left)):
        found.append(data)
        left -= len(data)
    return b"".join(found)


def _some(stream: BinaryIO, size: int) -> bytes:
    """At most so many bytes; none only at the end of a stream."""
    found: bytes | None = stream.read(size)
    if found is None:  # a stream that does not wait: what follows would be lost
        raise BlockingIOError(11, "it does not wait for its data")
    return found


def unreadable(name: str, problem: OSError) -> FileError:
    """What to say when the system refuses."""
    told = problem.strerror or "unknown reason"
    return FileError(f"{name} cannot be read: {told[0].lower()}{told[1:]}")
