"""Eigenvalues of a real symmetric matrix."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise


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
        far = middle + math.copysign(spread, middle)
        near = (a * d - b * b) / far if far else 0.0  # not middle − spread, which cancels
        return (max(far, near), min(far, near))
    # More threads than the matrix is worth make small products slower, not faster.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import numpy as np

    return tuple(float(value) for value in np.linalg.eigvalsh(np.array(rows, dtype=float))[::-1])


def inertia(rows: Sequence[Sequence[Fraction]]) -> tuple[int, int, int]:
    """How many eigenvalues of a rational symmetric matrix are positive, zero, negative: exactly.

    The characteristic polynomial comes from the recursion of Faddeev and Le Verrier; all its roots are
    real, so by Descartes' rule its changes of sign count the positive ones.

    >>> inertia([[Fraction(1), Fraction(0)], [Fraction(0), Fraction(-1, 10**17)]])
    (1, 0, 1)
    """
    size = len(rows)
    coefficients = [Fraction(1)]
    product = [list(row) for row in rows]
    for k in range(1, size + 1):
        coefficients.append(-sum((product[i][i] for i in range(size)), Fraction(0)) / k)
        shifted = [[product[i][j] + coefficients[-1] * (i == j) for j in range(size)] for i in range(size)]
        product = [
            [sum((rows[i][m] * shifted[m][j] for m in range(size)), Fraction(0)) for j in range(size)]
            for i in range(size)
        ]
    zeros = next((k for k in range(size + 1) if coefficients[size - k] != 0), size)
    signs = [c > 0 for c in coefficients if c != 0]
    positive = sum(a != b for a, b in pairwise(signs))
    return positive, zeros, size - positive - zeros
