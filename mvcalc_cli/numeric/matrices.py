"""What sparse matrices of derivatives say: bounds of eigenvalues, determinants, whether a point is critical."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.compiled import Triplets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A slope is 0 up to rounding where it is so small beside what the Hessian makes of a step as long as the point.
_FLAT: Final = 1e-14
_MOST_WORK: Final = 1_000_000  # multiplications in Python: a second
_CLEAR: Final = 1e-9  # what is left of a diagonal entry beside what was taken off; less may be rounding


def row(gradient: Any) -> Triplets:
    """A gradient as a matrix of one row.

    >>> import numpy as np
    >>> row(np.array([1.0, 2.0])).dense().tolist()
    [[1.0, 2.0]]
    """
    import numpy as np

    columns = np.arange(len(gradient))
    return Triplets(np.zeros_like(columns), columns, gradient, (1, len(gradient)))


def determinant(matrix: Triplets) -> float:
    """The determinant of a small square matrix.

    >>> import numpy as np
    >>> determinant(Triplets(np.array([0, 1]), np.array([1, 0]), np.array([2.0, 3.0]), (2, 2)))
    -6.0
    """
    import numpy as np

    with np.errstate(all="ignore"):
        return float(np.linalg.det(matrix.dense()))


def entries(matrix: Triplets) -> NDArray[np.float64]:
    """Row, column (both from 1) and value of each entry, shape (k, 3).

    >>> import numpy as np
    >>> entries(Triplets(np.array([0]), np.array([1]), np.array([2.5]), (2, 2))).tolist()
    [[1.0, 2.0, 2.5]]
    """
    import numpy as np

    return np.column_stack([matrix.rows + 1.0, matrix.columns + 1.0, matrix.values])


def eigenvalue_bounds(matrix: Triplets) -> tuple[float, float]:
    """Two numbers between which all eigenvalues of a symmetric matrix lie (Gershgorin's circles).

    >>> import numpy as np
    >>> eigenvalue_bounds(Triplets(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([4.0, 1, 1, 3]), (2, 2)))
    (2.0, 5.0)
    """
    import numpy as np

    centres = diagonal(matrix)
    size = matrix.shape[0]
    reach = np.bincount(matrix.rows, np.abs(matrix.values), size) - np.abs(centres)
    return float((centres - reach).min()), float((centres + reach).max())


def is_positive_definite(matrix: Triplets) -> bool:
    """Is a large symmetric matrix with a narrow band shown to be positive definite (Cholesky's method)?

    False says that it is not, that it is not clear, or that the band is too wide to find out in a second.

    >>> import numpy as np
    >>> rows, columns, values = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([2.0, 1, 1, 2])
    >>> is_positive_definite(Triplets(rows, columns, values, (2, 2)))
    True
    >>> is_positive_definite(Triplets(rows, columns, np.array([1.0, 2, 2, 1]), (2, 2)))
    False
    """
    import numpy as np

    size = matrix.shape[0]
    width = int((matrix.rows - matrix.columns).max(initial=0))
    if size * (width + 1) ** 2 > _MOST_WORK:
        return False
    below = matrix.rows >= matrix.columns
    band = np.zeros((size, width + 1))
    band[matrix.rows[below], (matrix.rows - matrix.columns)[below]] = matrix.values[below]
    return _has_factor(band.tolist(), width)


def _has_factor(band: list[list[float]], width: int) -> bool:
    """Cholesky's method row by row, in place; entry k of row i stands k columns to the left of the diagonal."""
    for i, row in enumerate(band):
        for k in range(min(i, width), 0, -1):
            other = band[i - k]
            rest = sum(row[k + m] * other[m] for m in range(1, width + 1 - k) if m <= i - k)
            row[k] = (row[k] - rest) / other[0]
        pivot = row[0] - sum(entry * entry for entry in row[1 : min(i, width) + 1])
        if not pivot > _CLEAR * abs(row[0]):
            return False
        row[0] = math.sqrt(pivot)
    return True


def diagonal(matrix: Triplets) -> NDArray[np.float64]:
    """The diagonal of a square matrix, zeros included."""
    import numpy as np

    on = matrix.rows == matrix.columns
    return np.asarray(np.bincount(matrix.rows[on], matrix.values[on], matrix.shape[0]), dtype=np.float64)


def is_critical(matrix: Triplets, gradient: Any, v: Any) -> bool:
    """Is the gradient 0, each entry up to what rounding of the point makes of it?

    Args:
        matrix: The Hessian, shape (n, n).
        gradient: Shape (n,).
        v: The point, shape (n,).

    >>> import numpy as np
    >>> steep = Triplets(np.array([0, 1]), np.array([0, 1]), np.array([1e10, 1.0]), (2, 2))
    >>> is_critical(steep, np.array([1e-5, 0.0]), np.ones(2)), is_critical(steep, np.array([0.0, 1e-5]), np.ones(2))
    (True, False)
    """
    import numpy as np

    steps = np.maximum(np.abs(v), 1.0)[matrix.columns]
    room = _FLAT * np.bincount(matrix.rows, np.abs(matrix.values) * steps, matrix.shape[0])
    return bool((np.abs(gradient) <= room).all())
