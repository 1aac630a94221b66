"""Eigenvalues of a real symmetric matrix."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence


def symmetric_eigenvalues(rows: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """The eigenvalues, greatest first, of a symmetric matrix, shape (n, n).

    Up to 2 rows they are written down (the common case needs no NumPy); beyond that LAPACK has them.

    >>> symmetric_eigenvalues([[2.0, 1.0], [1.0, 2.0]])
    (3.0, 1.0)
    """
    if len(rows) == 1:
        return (rows[0][0],)
    if len(rows) == 2:
        (a, b), (_, d) = rows
        middle, spread = (a + d) / 2, math.hypot((a - d) / 2, b)
        return (middle + spread, middle - spread)
    # More threads than the matrix is worth make small products slower, not faster.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import numpy as np

    return tuple(float(value) for value in np.linalg.eigvalsh(np.array(rows, dtype=float))[::-1])
