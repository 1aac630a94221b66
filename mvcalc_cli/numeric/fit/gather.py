"""From a table of any length to the rows of a fit: in memory where it is short, kept out of the way where it is long.

Each piece of a long file is parsed by whichever process is free, which keeps what it found in a file without a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from mvcalc_cli.errors import DomainError, FileError
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.sample import SAMPLE, concatenated, rows_between, sampled

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.form import About
    from mvcalc_cli.numeric.fit.progress import Watch
    from mvcalc_cli.numeric.fit.spill import Store
    from mvcalc_cli.numeric.fit.stream import Part, Streamed


class Form(Protocol):
    """Makes rows of the columns of a chunk, keyed by their names."""

    def __call__(self, columns: Mapping[Any, Any], /) -> Data:
        """The rows."""
        ...

    def about(self, what: str, /) -> About:
        """What a message says of y (""), of "sigma" or of a predictor."""
        ...


# The place of a cell, for messages, from its row (from 0) and the name of its column.
Where = Callable[[int, str], str]
CHUNK: Final = 1 << 15  # rows: what is computed on them stays in the processor's own memory
SHORT: Final = 4 << 20  # bytes of text; a table up to this is simply kept in memory
_MOST_EXACT: Final = 20_000  # rows that are worth long doubles
_MOST_PROCESSES: Final = 16


def gathered(
    table: Any,
    wanted: Sequence[str],
    form: Form,
    *,
    watch: Watch | None = None,
    workers: int | None = None,
    exact: bool = False,
) -> Data | Streamed:
    """All rows of a table, ready for a fit.

    Args:
        table: As `open_table` gives it.
        wanted: The columns that are read.
        form: Makes rows of the columns of a chunk, keyed by their names; with `exact`, ("exact", name)
            may be there too.
        watch: Told how far it is, after a second.
        workers: Processes; None: as many as there are cores.
        exact: Whether a short table is to be read as long doubles too.

    Raises:
        FileError: If a row cannot be read: the first of them.
        DomainError: If something that `form` makes of a row has no value.
        FileError: If a standard deviation is not positive.
    """
    table.refuse_unknown(wanted)
    if not getattr(table, "repeatable", True):
        return _of_stream(table, wanted, form, watch)
    pieces = table.pieces()
    if sum(piece.size for piece in pieces) <= SHORT:
        return _in_memory(table, wanted, form, exact=exact)
    return _of_pieces(table, pieces, wanted, form, watch=watch, workers=workers or _cores())


def _in_memory(table: Any, wanted: Sequence[str], form: Form, *, exact: bool) -> Data:
    columns: dict[Any, Any] = dict(table.columns(wanted))
    if exact and table.rows <= _MOST_EXACT:
        columns |= {("exact", name): column for name, column in table.columns(wanted, exact=True).items()}
    return checked(form, columns, lambda row, name: table.where(row, name, wanted))


def _of_pieces(
    table: Any, pieces: Sequence[Any], wanted: Sequence[str], form: Form, *, watch: Watch | None, workers: int
) -> Streamed:
    from mvcalc_cli.numeric.fit.pool import Pool
    from mvcalc_cli.numeric.fit.progress import Progress
    from mvcalc_cli.numeric.fit.spill import Store
    from mvcalc_cli.numeric.fit.stream import Streamed

    size = sum(piece.size for piece in pieces)
    processes = min(workers, len(pieces))
    stores = [Store(number, size) for number in range(processes)]
    most = sample_of(len(pieces))
    progress, read = Progress(watch, size, f"read {table.name}"), 0
    parts = []
    with Pool(lambda place: lambda number: kept(pieces[number], wanted, form, stores[place], most), processes) as pool:
        for piece, part in zip(pieces, pool.each(range(len(pieces))), strict=True):
            parts.append(part)
            read += piece.size
            progress.at(read)
    progress.end()
    if not any(part.rows for part in parts):
        table.columns(wanted)  # raises: it knows why there is nothing
    return Streamed(table.name, parts, stores, workers, watch)


def kept(piece: Any, wanted: Sequence[str], form: Form, store: Store, most: int) -> Part:
    """Read a piece, and put its rows into a store."""
    from mvcalc_cli.numeric.fit.stream import Part

    found = piece.read(wanted)
    if not len(next(iter(found.columns.values()))):
        return Part(dropped=found.dropped)
    data = checked(form, found.columns, lambda row, name: piece.where(row, name, wanted))
    return stored(data, store, most)._replace(dropped=found.dropped)


def stored(data: Data, store: Store, most: int) -> Part:
    """Put rows into a store, chunk by chunk."""
    from mvcalc_cli.numeric.fit.spill import Layout
    from mvcalc_cli.numeric.fit.stream import Part

    layout = Layout.of(data)
    segments = [store.add(chunk, layout) for chunk in cut(data)]
    return Part(segments, data.rows, 0, sampled(data, most), layout)


def cut(data: Data) -> Iterator[Data]:
    """Rows in chunks."""
    return (rows_between(data, first, first + CHUNK) for first in range(0, data.rows, CHUNK))


def sample_of(pieces: int) -> int:
    """How many rows of each piece stand for it, so that all of them together are enough."""
    return 2 * SAMPLE // pieces + 2


def _of_stream(table: Any, wanted: Sequence[str], form: Form, watch: Watch | None) -> Data | Streamed:
    """What can be read but once: in memory until it is long."""
    from mvcalc_cli.numeric.fit.spill import IN_MEMORY, Store
    from mvcalc_cli.numeric.fit.stream import Streamed

    short: list[Data] = []
    parts: list[Part] = []
    store: Store | None = None
    rows = 0
    for columns in table.chunks(wanted):
        data = checked(form, columns, _rows_of(table.name, rows))
        rows += data.rows
        short.append(data)
        if rows * len(wanted) * 8 > SHORT:
            store = store or Store(0, IN_MEMORY + 1)
            parts.append(stored(concatenated(short), store, SAMPLE))
            short = []
    if store is None:
        return concatenated(short)
    if short:
        parts.append(stored(concatenated(short), store, SAMPLE))
    return Streamed(table.name, parts, [store], _cores(), watch)


def checked(form: Form, columns: Mapping[Any, Any], where: Where) -> Data:
    """The rows of some columns, if everything in them has a value.

    Args:
        form: Makes the rows.
        columns: Of what.
        where: Names the place of a cell, by its row and its column.

    Raises:
        DomainError: If something has no value: on the first such row.
        FileError: If a standard deviation is not positive.
    """
    import numpy as np

    data = form(columns)
    for name, column in {**data.columns, "": data.y}.items():
        if not np.isfinite(column).all():
            row, about = int(np.argmin(np.isfinite(column))), form.about(name)
            told = f"{about.label} has no value there{_because(columns, row)}"
            raise DomainError(f"{where(row, about.header)}: {told}")
    if data.sigma is not None and not (np.isfinite(data.sigma) & (data.sigma > 0)).all():
        row, about = int(np.argmin(np.isfinite(data.sigma) & (data.sigma > 0))), form.about("sigma")
        told = f"{about.label} is {data.sigma[row]:.6g}".replace("-", "−")
        raise FileError(
            f"{where(row, about.header)}: {told}, and a standard deviation has to be positive",
            hint="correct the cell, or leave the row out",
        )
    return data


def _rows_of(name: str, before: int = 0) -> Where:
    """Names rows where their lines are not known."""
    return lambda row, header: f"{name}: row {before + row + 1:,}, column {header}"


def _because(columns: Mapping[Any, Any], row: int) -> str:
    from mvcalc_cli.calculus.undefined import said

    told = ", ".join(
        f"{name} = {said(float(column[row]))}" for name, column in columns.items() if isinstance(name, str)
    )
    return f", with {told}"


def _cores() -> int:
    from mvcalc_cli.numeric.chunks import cores

    return min(cores(), _MOST_PROCESSES)
