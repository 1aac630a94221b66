"""Tables in Parquet files, read by pyarrow, group of rows by group of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import FileError, MissingExtra
from mvcalc_cli.numeric.tables.rows import Rows, Wanted

_BATCH: Final = 1 << 16  # rows


class Groups(NamedTuple):
    """Neighbouring groups of rows: from one up to another, which is not among them."""

    start: int
    stop: int


class ParquetFile(NamedTuple):
    """A Parquet file.

    Attributes:
        name: For messages.
        path: Where it is.
        header: The names of the columns.
        sizes: The bytes of each group of rows.
        has_header: Always: the names are part of the file.
        repeatable: Always.
    """

    name: str
    path: str
    header: tuple[str, ...]
    sizes: tuple[int, ...]
    has_header: bool = True
    repeatable: bool = True

    def read(self, wanted: Wanted, span: Groups | None = None) -> Iterator[Rows]:
        """The rows of some groups, or all, some at a time; raises FileError."""
        for first, columns in self._batches(wanted, span):
            yield self._kept(columns, wanted, first)

    def where(self, row: int, column: int, wanted: Wanted, span: Groups) -> str:
        """The row of the file, from 1, that is the `row`-th of some groups not dropped, from 0, and the column."""
        import numpy as np

        for first, columns in self._batches(wanted, span):
            kept = np.flatnonzero(~_missing(columns))
            if row < len(kept):
                return f"{self.name}: row {first + int(kept[row]) + 1:,}, column {self.header[column]}"
            row -= len(kept)
        raise IndexError(row)

    def spans(self, size: int) -> list[tuple[Groups, int]]:
        """The groups together, so that they have about so many bytes, and the bytes of each."""
        found: list[tuple[Groups, int]] = []
        start = total = 0
        for place, count in enumerate(self.sizes, 1):
            total += count
            if total >= size or place == len(self.sizes):
                found.append((Groups(start, place), total))
                start, total = place, 0
        return found

    def settled(self) -> ParquetFile:
        """Itself."""
        return self

    def _batches(self, wanted: Wanted, span: Groups | None) -> Iterator[tuple[int, list[Any]]]:
        """The wanted columns as floats, nan where nothing stands, and how many rows of the file came before."""
        span = span or Groups(0, len(self.sizes))
        names = [self.header[place] for place in wanted.places]
        with _reading(self.name):
            file = _opened(self.path)
            first = sum(file.metadata.row_group(group).num_rows for group in range(span.start))
            kinds = [self._kind(file.schema_arrow.field(name)) for name in names]
            groups = list(range(span.start, span.stop))
            for batch in file.iter_batches(_BATCH, row_groups=groups, columns=names, use_threads=False):
                columns = [
                    _floats(batch.column(batch.schema.get_field_index(name)), kind, wanted.exact)
                    for name, kind in zip(names, kinds, strict=True)
                ]
                yield first, columns
                first += batch.num_rows

    def _kind(self, field: Any) -> str:
        """ "float", "integer", "decimal"; raises for what is no number."""
        from pyarrow import types

        kind = field.type.value_type if types.is_dictionary(field.type) else field.type
        for word, is_it in (("integer", types.is_integer), ("float", types.is_floating), ("decimal", types.is_decimal)):
            if is_it(kind):
                return word
        hint = "write times as numbers, such as days since the first" if types.is_temporal(kind) else None
        raise FileError(f"{self.name}: column {field.name} holds {kind}, not numbers", hint=hint)

    def _kept(self, columns: Sequence[Any], wanted: Wanted, first: int) -> Rows:
        """The rows that have all their cells."""
        import numpy as np

        for place, column in zip(wanted.places, columns, strict=True):
            if np.isinf(column).any():
                raise self._told(first, int(np.argmax(np.isinf(column))), place, "an infinite value is no number")
        missing = _missing(columns)
        if not missing.any():
            return Rows(tuple(columns), 0)
        if wanted.drop:
            return Rows(tuple(column[~missing] for column in columns), int(missing.sum()))
        row = int(np.argmax(missing))
        place = next(p for p, column in zip(wanted.places, columns, strict=True) if np.isnan(column[row]))
        raise self._told(first, row, place, "the cell is empty", "--missing drop leaves such rows out")

    def _told(self, first: int, row: int, place: int, sentence: str, hint: str | None = None) -> FileError:
        return FileError(f"{self.name}: row {first + row + 1:,}, column {self.header[place]}: {sentence}", hint=hint)


def _missing(columns: Sequence[Any]) -> Any:
    """In which rows a cell is missing."""
    import numpy as np

    return np.logical_or.reduce([np.isnan(column) for column in columns])


def _floats(column: Any, kind: str, exact: bool) -> Any:
    """A column as doubles or long doubles, nan where nothing stands."""
    import numpy as np
    from pyarrow import types

    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    target = np.longdouble if exact else np.float64
    if kind == "decimal":
        texts = ["nan" if cell is None else str(cell) for cell in column.to_pylist()]
        return np.array([np.longdouble(text) if exact else float(text) for text in texts], dtype=target)
    empty = column.is_null().to_numpy(zero_copy_only=False)
    whole = column.fill_null(0).to_numpy(zero_copy_only=False).astype(target)
    whole[empty] = np.nan
    return whole


def parquet_file(path: str) -> ParquetFile:
    """A Parquet file, once its description has been read.

    Raises:
        MissingExtra: If pyarrow is not installed.
        FileError: If the file is damaged, or two columns have one name.
    """
    with _reading(path):
        file = _opened(path)
        header = tuple(file.schema_arrow.names)
        groups = [file.metadata.row_group(place) for place in range(file.metadata.num_row_groups)]
        sizes = tuple(int(group.total_byte_size) for group in groups)
    twice = next((name for place, name in enumerate(header) if name in header[:place]), None)
    if twice is not None:
        raise FileError(f"{path}: two columns are called {twice}", hint="give each column a name of its own")
    if not header:
        raise FileError(f"{path}: there is no column in it")
    return ParquetFile(path, path, header, sizes)


def _opened(path: str) -> Any:
    try:
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("Parquet files need pyarrow", hint="pip install 'mvcalc-cli[cluster]'") from None
    return parquet.ParquetFile(path, pre_buffer=False)  # no threads: the process may be forked


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """What pyarrow says about a damaged file, as a FileError."""
    try:
        yield
    except (FileError, MissingExtra):
        raise
    except (OSError, ValueError, KeyError, TypeError, NotImplementedError, MemoryError) as problem:
        told = str(problem).strip().splitlines()
        why = f": {told[0][:200].rstrip('.')}" if told and told[0] else ""
        raise FileError(f"{name} cannot be read as Parquet{why}", hint="is the file whole?") from None
