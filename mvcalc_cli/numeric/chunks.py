"""Many points at once, chunk by chunk on the machine's cores: NumPy lets other threads run while it computes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

# A chunk of every intermediate value stays in the processor's own memory.
CHUNK: Final = 1 << 15
_MOST_THREADS: Final = 8


def in_chunks(compute: Callable[[list[Any], Array], None], columns: Sequence[Any], count: int) -> Array:
    """The values at `count` points, computed in pieces.

    Args:
        compute: Takes a piece of each column, and where to write the values.
        columns: Arrays of shape (count,), or single numbers.
        count: The number of points.
    """
    import numpy as np

    found = np.empty(count)
    # Each thread takes every k-th chunk: no queue, and nothing to wait for but the end.
    threads = max(min(cores(), _MOST_THREADS, count // (4 * CHUNK)), 1)

    def work(first: int) -> None:
        for start in range(first * CHUNK, count, threads * CHUNK):
            stop = min(start + CHUNK, count)
            compute([each[start:stop] if each.ndim else each for each in columns], found[start:stop])

    if threads == 1:
        work(0)
        return found
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    return found


def cores() -> int:
    """How many of the machine's cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
