"""Triangles in extended precision: Householder's QR on long doubles, a column at a time.

Reference: Golub & Van Loan, Matrix Computations, 4th ed., algorithm 5.2.1.
"""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def rounding() -> float:
    """The rounding unit of a long double: 5.4e-20 on x86, that of a double where there is nothing better."""
    import numpy as np

    return float(np.finfo(np.longdouble).eps) / 2


def exact_triangle(matrix: Any) -> Any:
    """R of a matrix of long doubles, shape (n, p) -> (min(n, p), p).

    >>> import numpy as np
    >>> matrix = np.array([[3.0, 1.0], [4.0, 2.0]], dtype=np.longdouble)
    >>> np.abs(exact_triangle(matrix)).astype(float).round(6).tolist()
    [[5.0, 2.2], [0.0, 0.4]]
    """
    import numpy as np

    rest = np.array(matrix, order="F")
    rows, columns = rest.shape
    for k in range(min(rows - 1, columns)):
        column = rest[k:, k].copy()
        largest = np.abs(column).max()
        if largest == 0:
            continue
        column /= largest
        length = np.sqrt(column @ column)
        length = -length if column[0] > 0 else length
        column[0] -= length
        rest[k:, k + 1 :] -= np.outer(column, (column @ rest[k:, k + 1 :]) / -(length * column[0]))
        rest[k, k], rest[k + 1 :, k] = length * largest, 0
    return np.triu(rest[: min(rows, columns)])


def back_substituted(triangle: Any, right: Any) -> Any:
    """x with R·x = right, shape (p, k), in the precision of the two."""
    import numpy as np

    found = np.array(right)
    for k in range(len(triangle) - 1, -1, -1):
        found[k] = (found[k] - triangle[k, k + 1 :] @ found[k + 1 :]) / triangle[k, k]
    return found
