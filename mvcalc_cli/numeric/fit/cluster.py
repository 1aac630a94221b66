"""Tables on a Dask cluster: its workers read the pieces of the files and keep them; triangles and sums come back.

The pieces, what is done with each, and the order in which it is put together are those of this machine alone, so that
the estimates are the same. A worker that is lost takes its pieces with it: Dask has others read them again.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.errors import FileError, InputError
from mvcalc_cli.numeric.fit.closing import Closing
from mvcalc_cli.numeric.fit.gather import checked, cut, sample_of
from mvcalc_cli.numeric.fit.pool import Failure
from mvcalc_cli.numeric.fit.progress import Watch
from mvcalc_cli.numeric.fit.sample import concatenated, sampled

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.chunked import ChunkedResiduals
    from mvcalc_cli.numeric.fit.data import Data
    from mvcalc_cli.numeric.fit.gather import Form
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.scheduler import Cluster
    from mvcalc_cli.numeric.fit.stream import Work

_COMPILED: Final = 8  # models that a worker keeps ready


class Loaded(NamedTuple):
    """A piece of a table, as a worker keeps it.

    Attributes:
        chunks: Its rows.
        dropped: How many were left out.
    """

    chunks: tuple[Data, ...]
    dropped: int


class Told(NamedTuple):
    """What is told of a piece: rows of each chunk, how many were left out, and a sample."""

    rows: tuple[int, ...]
    dropped: int
    sample: Data | None


class ClusterSource(Closing):
    """A long table, kept by the workers of a cluster: a Source that is gone through by them.

    Attributes:
        name: Of the table.
        rows: How many there are.
        dropped: How many were left out for want of a cell.
        sample: Some thousands of them.
    """

    def __init__(self, name: str, cluster: Cluster, kept: Sequence[Any], told: Sequence[Told]) -> None:
        self.name = name
        self.cluster = cluster
        self.kept = kept
        self.dropped = sum(each.dropped for each in told)
        self.rows = sum(sum(each.rows) for each in told)
        self.sample = sampled(concatenated([each.sample for each in told if each.sample is not None]))
        self.firsts = list(accumulate((sum(each.rows) for each in told), initial=0))

    def chunks(self) -> Iterator[Data]:
        """All rows in their order, chunk by chunk: they travel, so that `crew` is what should be used."""
        for piece in self.kept:
            yield from self.cluster.result(piece).chunks

    def crew(self, work: Work) -> ClusterCrew:
        """The workers, to do some work on every chunk."""
        return ClusterCrew(self, work)

    def residuals(self, model: Model, loss: Any = None) -> ChunkedResiduals:
        """Those of a model over all rows."""
        from mvcalc_cli.numeric.fit.chunked import ChunkedResiduals

        return ChunkedResiduals(model, self, loss)

    def close(self) -> None:
        """Let the workers forget the rows, and go."""
        self.kept = ()
        self.cluster.close()


class ClusterCrew(Closing):
    """Has one kind of work done on all chunks, again and again; what is asked changes."""

    def __init__(self, source: ClusterSource, work: Work) -> None:
        self._source = source
        self._work = pickle.dumps(work, pickle.HIGHEST_PROTOCOL)

    def each(self, request: Any, what: str = "") -> list[Any]:
        """What the work gives on each chunk, in the order of the rows.

        Args:
            request: The second argument of the work.
            what: For the bar of progress.
        """
        source = self._source
        found = source.cluster.each(
            _done,
            [(piece, self._work, request, first) for piece, first in zip(source.kept, source.firsts, strict=False)],
            what or f"go through {source.name}",
        )
        return [answer for answers in found for answer in answers]

    def close(self) -> None:
        """Nothing of it is kept."""


def on_cluster(
    table: Any, wanted: Sequence[str], form: Form, *, scheduler: str | None = None, watch: Watch | None = None
) -> ClusterSource:
    """All rows of a table, read by the workers of a cluster.

    Args:
        table: As `open_table` gives it: files under paths that every worker sees.
        wanted: The columns that are read.
        form: Makes rows of the columns of a chunk, keyed by their names; it has to pickle.
        scheduler: "tcp://host:8786"; None: a cluster on this machine's cores, for as long as the source is open.
        watch: Told how far it is, after a second.

    Raises:
        MissingExtra: If Dask is not installed.
        InputError: If there is no such scheduler, it has no workers, or theirs is another version of mvcalc.
        FileError: If a row cannot be read, or a worker does not see a file.
        DomainError: If something that `form` makes of a row has no value.
    """
    from mvcalc_cli.numeric.fit.scheduler import connected

    if not getattr(table, "repeatable", True):
        raise InputError(f"a cluster cannot read {table.name}", hint="give it files that every worker sees")
    table.refuse_unknown(wanted)
    pieces = table.pieces()
    if not pieces:
        table.columns(wanted)  # raises: it knows why there is nothing
    cluster = connected(scheduler, watch)
    try:
        most = sample_of(len(pieces))
        kept = cluster.keep(_loaded, [(piece, tuple(wanted), form) for piece in pieces])
        told = cluster.each(_told, [(piece, most) for piece in kept], f"read {table.name}")
        if not any(each.rows for each in told):
            table.columns(wanted)  # raises: it knows why there is nothing
        return ClusterSource(table.name, cluster, kept, told)
    except BaseException:
        cluster.close()
        raise


def _loaded(piece: Any, wanted: Sequence[str], form: Form) -> Loaded | Failure:
    """On a worker: a piece, read. A mistake is no failure of the task, which Dask would try again."""
    try:
        return _read(piece, wanted, form)
    except OSError as problem:
        told = problem.strerror or type(problem).__name__
        return Failure.of(
            FileError(
                f"a worker of the cluster cannot read {piece.name}: {told}",
                hint="every worker needs the files under the same path, as on a shared disk",
            )
        )
    except Exception as problem:  # noqa: BLE001 - it is raised again in the process that asked
        return Failure.of(problem)


def _read(piece: Any, wanted: Sequence[str], form: Form) -> Loaded:
    found = piece.read(wanted)
    if not len(next(iter(found.columns.values()))):
        return Loaded((), found.dropped)
    data = checked(form, found.columns, lambda row, name: piece.where(row, name, wanted))
    return Loaded(tuple(cut(data)), found.dropped)


def _told(piece: Loaded | Failure, most: int) -> Told | Failure:
    """On a worker: what the others have to know of a piece."""
    if isinstance(piece, Failure):
        return piece
    sample = sampled(concatenated(piece.chunks), most) if piece.chunks else None
    return Told(tuple(chunk.rows for chunk in piece.chunks), piece.dropped, sample)


def _done(piece: Loaded | Failure, work: bytes, request: Any, first: int) -> list[Any] | Failure:
    """On a worker: the work on each chunk of a piece."""
    if isinstance(piece, Failure):
        return piece
    try:
        firsts = accumulate((chunk.rows for chunk in piece.chunks), initial=first)
        function = _function(work)
        return [function(chunk, request, before) for chunk, before in zip(piece.chunks, firsts, strict=False)]
    except Exception as problem:  # noqa: BLE001 - it is raised again in the process that asked
        return Failure.of(problem)


@lru_cache(maxsize=_COMPILED)
def _function(work: bytes) -> Callable[..., Any]:
    """The work itself, with its model compiled once in each worker."""
    function: Callable[..., Any] = pickle.loads(work)
    return function
