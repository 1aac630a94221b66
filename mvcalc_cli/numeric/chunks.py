"""Many points at once, chunk by chunk on the machine's cores: NumPy lets other threads run while it computes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

# The chunks that a thread works on (1 MB each) stay in the processor's own memory, and are long enough that a call of
# NumPy, and waiting for Python's lock, cost little beside it. A thread takes a block of neighbouring chunks at a time.
CHUNK: Final = 1 << 17
_BLOCK: Final = 1 << 20
_MOST_THREADS: Final = 8

Compute = Callable[[list[Any], "Array"], None]


def in_chunks(make: Callable[[], Compute], columns: Sequence[Any], count: int) -> Array:
    """The values at `count` points, computed in pieces.

    Args:
        make: Gives each thread its own function, which takes a piece of each column, and where to write the values.
        columns: Arrays of shape (count,), or single numbers.
        count: The number of points.
    """
    import numpy as np

    found = np.empty(count)
    threads = max(min(cores(), _MOST_THREADS, 2 * count // CHUNK), 1)
    block = min(_BLOCK, count // threads + 1)
    blocks = iter(range(0, count, block))  # shared: whoever is free takes the next

    def work(_thread: int) -> None:
        compute = make()
        for first in blocks:
            for start in range(first, min(first + block, count), CHUNK):
                stop = min(start + CHUNK, first + block, count)
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
