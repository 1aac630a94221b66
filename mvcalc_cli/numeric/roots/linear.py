"""Systems of linear equations with a sparse matrix: dense where small, in a band after reordering where large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.errors import LimitError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mvcalc_cli.numeric.compiled import Triplets

    Vector = NDArray[np.float64]
    Integers = NDArray[np.int64]

# Up to here LAPACK's dense solution is the fastest.
DENSE: Final = 300
# The largest matrix that is opened: 6,000 rows are 288 MB.
LARGEST_DENSE: Final = 6_000
# Beside this part of the rows a band is worth its loop.
_NARROW: Final = 0.1
# A pivot this small beside the largest entry of its row is 0 up to rounding.
_SINGULAR: Final = 1e-14


class SingularError(Exception):
    """The matrix is singular, up to rounding."""


def solve(matrix: Triplets, right: Vector) -> Vector:
    """The x of A·x = b.

    Up to 300 rows (6,000 where the matrix has no narrow band) it is solved by LAPACK; beyond that rows and columns
    are put into the order of Cuthill and McKee, and the band that is left is eliminated with row exchanges.

    Args:
        matrix: A, shape (n, n).
        right: b, shape (n,).

    Raises:
        SingularError: If A is singular up to rounding.
        LimitError: If A has more than 6,000 rows and no narrow band.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.compiled import Triplets
    >>> solve(Triplets(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([2.0, 1.0, 4.0]), (2, 2)), np.array([4.0, 8]))
    array([1., 2.])
    """
    size = matrix.shape[0]
    if size <= DENSE:
        return _dense(matrix, right)
    order = reordered(matrix)
    lower, upper = _band(matrix, order)
    if lower + upper <= _NARROW * size or (size > LARGEST_DENSE and 2 * lower + upper <= LARGEST_DENSE // 4):
        return _banded(matrix, right, order, lower, upper)
    if size > LARGEST_DENSE:
        raise LimitError(
            f"{size:,} unknowns hang together too closely: their Jacobian has no narrow band",
            hint=f"up to {LARGEST_DENSE:,} unknowns any system is solved",
        )
    return _dense(matrix, right)


def _dense(matrix: Triplets, right: Vector) -> Vector:
    """By LAPACK; rows are scaled first, so that their units do not matter."""
    import numpy as np

    full = matrix.dense()
    scale = np.abs(full).max(axis=1)
    if not np.all(scale > 0):
        raise SingularError
    full /= scale[:, None]
    try:
        found = np.linalg.solve(full, right / scale)
    except np.linalg.LinAlgError as error:
        raise SingularError from error
    if not np.all(np.isfinite(found)) or _is_singular(full):
        raise SingularError
    return found


def _is_singular(full: Any) -> bool:
    """Whether the smallest singular value is rounding, rows and columns scaled."""
    import numpy as np

    columns = np.abs(full).max(axis=0)
    if not np.all(columns > 0):
        return True
    return len(full) <= DENSE and float(np.linalg.cond(full / columns, 1)) > 1 / _SINGULAR


def reordered(matrix: Triplets) -> Integers:
    """Cuthill and McKee's order, reversed: neighbours in the matrix stand near each other.

    Reference: Cuthill & McKee, Reducing the bandwidth of sparse symmetric matrices, 1969.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.compiled import Triplets
    >>> chain = np.array([0, 2, 2, 1]), np.array([2, 0, 1, 2])
    >>> reordered(Triplets(*chain, np.ones(4), (3, 3))).tolist()
    [1, 2, 0]
    """
    import numpy as np

    size = matrix.shape[0]
    starts, neighbours = _adjacency(matrix)
    degrees = np.diff(starts)
    seen = np.zeros(size, dtype=bool)
    order: list[int] = []
    for first in np.argsort(degrees, kind="stable").tolist():
        if seen[first]:
            continue
        seen[first] = True
        place = len(order)
        order.append(first)
        while place < len(order):
            near = neighbours[starts[order[place]] : starts[order[place] + 1]]
            near = near[~seen[near]]
            seen[near] = True
            order.extend(near[np.argsort(degrees[near], kind="stable")].tolist())
            place += 1
    return np.array(order[::-1], dtype=np.int64)


def _adjacency(matrix: Triplets) -> tuple[Integers, Integers]:
    """The neighbours of each unknown, in rows or columns: where they begin, and which they are."""
    import numpy as np

    size = matrix.shape[0]
    pairs = np.unique(
        np.concatenate([matrix.rows * size + matrix.columns, matrix.columns * size + matrix.rows]).astype(np.int64)
    )
    rows, columns = np.divmod(pairs, size)
    rows, columns = rows[rows != columns], columns[rows != columns]
    return np.searchsorted(rows, np.arange(size + 1)), columns


def _band(matrix: Triplets, order: Integers) -> tuple[int, int]:
    """How far the entries reach below and above the diagonal, in this order."""
    import numpy as np

    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    distance = place[matrix.columns] - place[matrix.rows]
    return max(0, -int(distance.min(initial=0))), max(0, int(distance.max(initial=0)))


def _banded(matrix: Triplets, right: Vector, order: Integers, lower: int, upper: int) -> Vector:
    """Gaussian elimination with row exchanges inside of the band; exchanges widen it above by `lower`.

    Row i is kept from column i − lower on, so that the rows of one step start each one place earlier.
    """
    import numpy as np

    size, width = len(order), 2 * lower + upper + 1
    place = np.empty_like(order)
    place[order] = np.arange(size)
    rows, columns = place[matrix.rows], place[matrix.columns]
    band = np.zeros((size, width + 1))  # the last column takes b
    band[rows, columns - rows + lower] = matrix.values
    scale = np.abs(band).max(axis=1)
    if not np.all(scale > 0):
        raise SingularError
    band /= scale[:, None]
    b = right[order] / scale
    # All rows of a step begin at its column: they are moved to the left as they are reached.
    wide = np.zeros((size + lower, width))
    for i in range(size):
        shift = max(0, lower - i)
        wide[i, : width - shift] = band[i, shift:width]
    return _eliminated(wide, b, size, lower)[place]


def _eliminated(wide: Any, b: Vector, size: int, lower: int) -> Vector:
    """Forward and back. Row i of `wide` starts at column max(0, i − lower)."""
    import numpy as np

    b = b.copy()
    for k in range(size):
        last = min(size, k + lower + 1)
        block = wide[k:last]
        best = int(np.argmax(np.abs(block[:, 0])))
        if not abs(block[best, 0]) > _SINGULAR:
            raise SingularError
        if best:
            wide[[k, k + best]] = wide[[k + best, k]]
            b[[k, k + best]] = b[[k + best, k]]
        factors = wide[k + 1 : last, 0] / wide[k, 0]
        wide[k + 1 : last, :-1] = wide[k + 1 : last, 1:] - factors[:, None] * wide[k, 1:]
        wide[k + 1 : last, -1] = 0.0
        b[k + 1 : last] -= factors * b[k]
    return _back(wide, b, size)


def _back(wide: Any, b: Vector, size: int) -> Vector:
    """Row k of the triangle starts at column k."""
    import numpy as np

    width = wide.shape[1]
    x = np.zeros(size + width)
    for k in range(size - 1, -1, -1):
        x[k] = (b[k] - wide[k, 1:] @ x[k + 1 : k + width]) / wide[k, 0]
    found: Vector = x[:size]
    return found


def least_squares(matrix: Triplets, right: Vector) -> Vector:
    """The shortest x that brings A·x nearest to b: a step where A is singular; up to 300 rows."""
    import numpy as np

    found: Vector = np.asarray(np.linalg.lstsq(matrix.dense(), right, rcond=1e-10)[0], dtype=np.float64)
    return found


def dependence(matrix: Triplets) -> Vector | None:
    """The weights w of w·A = 0, the largest 1: which rows depend on each other. None if A is regular or large.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.compiled import Triplets
    >>> dependence(Triplets(np.array([0, 1]), np.array([0, 0]), np.array([1.0, 2.0]), (2, 2))).round(6).tolist()
    [1.0, -0.5]
    """
    import numpy as np

    if matrix.shape[0] > DENSE:
        return None
    full = matrix.dense()
    sizes = np.linalg.svd(full.T * _over(np.abs(full).max(axis=1)), compute_uv=False)
    if sizes[-1] > 1e-8 * max(float(sizes[0]), 1e-300):
        return None
    _, _, turned = np.linalg.svd(full.T)
    weights: Vector = turned[-1] / turned[-1][np.argmax(np.abs(turned[-1]))]
    return weights


def _over(scale: Vector) -> Vector:
    import numpy as np

    return 1 / np.where(scale > 0, scale, 1.0)
