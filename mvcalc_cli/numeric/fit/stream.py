"""A long table that was read once, and is gone through on all cores as often as a fit needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from mvcalc_cli.numeric.fit.closing import Closing
from mvcalc_cli.numeric.fit.pool import Pool
from mvcalc_cli.numeric.fit.progress import Progress, Watch
from mvcalc_cli.numeric.fit.sample import concatenated, sampled

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.chunked import ChunkedResiduals
    from mvcalc_cli.numeric.fit.data import Data
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.spill import Layout, Segment, Store

_SHARE: Final = 16  # chunks
_LARGEST: Final = 16 << 20  # bytes


class Work(Protocol):
    """What is done with a chunk; for a cluster it has to pickle."""

    def __call__(self, data: Data, request: Any, first: int, /) -> Any:
        """What comes of its rows, of what is asked, and of how many rows came before it."""
        ...


class Part(NamedTuple):
    """What became of a piece of a table.

    Attributes:
        segments: Where its rows stand.
        rows: How many there are.
        dropped: How many were left out.
        sample: Some of them; None where there are none.
        layout: Which columns; None where there are no rows.
    """

    segments: Sequence[Segment] = ()
    rows: int = 0
    dropped: int = 0
    sample: Data | None = None
    layout: Layout | None = None


class Streamed:
    """A long table, read: a Source that is gone through on several cores.

    Attributes:
        name: Of the table.
        rows: How many there are.
        dropped: How many were left out for want of a cell.
        sample: Some thousands of them.
    """

    def __init__(self, name: str, parts: Sequence[Part], stores: Sequence[Store], workers: int, watch: Watch | None):
        self.name = name
        self.workers = workers
        self.watch = watch
        self.dropped = sum(part.dropped for part in parts)
        self.sample = sampled(concatenated([part.sample for part in parts if part.sample is not None]))
        self.rows = sum(part.rows for part in parts)
        self._stores = stores
        self._layout = next(part.layout for part in parts if part.layout is not None)
        self._segments = [segment for part in parts for segment in part.segments]
        self._firsts = list(accumulate((segment.rows for segment in self._segments), initial=0))

    @property
    def count(self) -> int:
        """How many chunks there are."""
        return len(self._segments)

    def chunk(self, place: int) -> Data:
        """The rows of one chunk."""
        segment = self._segments[place]
        return self._stores[segment.store].rows(segment, self._layout)

    def chunks(self) -> Iterator[Data]:
        """All rows in their order, chunk by chunk."""
        return map(self.chunk, range(self.count))

    def first(self, place: int) -> int:
        """How many rows come before a chunk."""
        return self._firsts[place]

    def crew(self, work: Work) -> Crew:
        """Processes that do some work on every chunk."""
        return Crew(self, work)

    def close(self) -> None:
        """Give the room back that the rows take."""
        for store in self._stores:
            store.close()

    def residuals(self, model: Model, loss: Any = None) -> ChunkedResiduals:
        """Those of a model over all rows."""
        from mvcalc_cli.numeric.fit.chunked import ChunkedResiduals

        return ChunkedResiduals(model, self, loss)


class Crew(Closing):
    """Does one kind of work on all chunks of a table, again and again; what is asked changes."""

    def __init__(self, source: Streamed, work: Work) -> None:
        self._source = source

        def make(_place: int) -> Callable[[tuple[range, Any]], Any]:
            _keep_freed_memory()

            def done(part: tuple[range, Any]) -> list[Any]:
                places, request = part
                return [work(source.chunk(place), request, source.first(place)) for place in places]

            return done

        self._pool = Pool(make, min(source.workers, source.count))

    def each(self, request: Any, what: str = "") -> list[Any]:
        """What the work gives on each chunk, in the order of the rows.

        Args:
            request: The second argument of the work.
            what: For the bar of progress.
        """
        count = self._source.count
        progress = Progress(self._source.watch, count, what or f"go through {self._source.name}")
        found: list[Any] = []
        for answers in self._pool.each([(places, request) for places in self._shares(count)]):
            found += answers
            progress.at(len(found))
        progress.end()
        return found

    def _shares(self, count: int) -> list[range]:
        """Neighbouring chunks that are asked for at once: few questions, and still nobody waits long at the end."""
        share = max(1, min(_SHARE, count // (4 * self._source.workers)))
        return [range(first, min(first + share, count)) for first in range(0, count, share)]

    def close(self) -> None:
        """End the processes."""
        self._pool.close()


def _keep_freed_memory() -> None:
    """Let this process keep what it frees: the C library otherwise asks the kernel again for each chunk's arrays.

    It learns that from the largest block that was freed. Page faults took two thirds of the time.
    """
    import numpy as np

    np.empty(_LARGEST, dtype=np.uint8)
