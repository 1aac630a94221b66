"""Rows of a least squares problem compressed to triangles, which can be put together in any number.

Of [J r], the derivatives with the residuals beside them, the triangle of its QR factorisation is all that a step
needs: p (p + 1) numbers, whatever the number of rows. The triangle of many rows is that of the triangles of its parts.

Reference: Golub and Van Loan, Matrix Computations, 4th ed., sections 5.3 and 6.5.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.fit.residuals import Linearised

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array

# Numbers factored at once, in so many rows as that makes: of longer slabs, OpenBLAS's QR is four times slower a row.
_SLAB: Final = 1 << 15
_TOGETHER: Final = 64  # triangles factored at once


def compressed(whole: Array, chi2: float, size: float = 0.0) -> Linearised:
    """The problem over some rows.

    Args:
        whole: [J r], shape (n, p + 1), all finite; fastest where each column lies in one piece.
        chi2: ‖r‖², or the loss.
        size: ‖y/σ‖.

    >>> import numpy as np
    >>> linear = compressed(np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 6.0]]), 41.0)
    >>> round(float(linear.c[0] / linear.triangle[0, 0]), 12), linear.rows
    (3.0, 3)
    """
    import numpy as np

    rows, width = whole.shape
    slab = max(_SLAB // width, 4 * width)
    slabs = [np.linalg.qr(whole[first : first + slab], mode="r") for first in range(0, rows, slab)]
    triangle = _stacked(slabs, width)
    return Linearised(triangle[:-1, :-1], triangle[:-1, -1], chi2, rows, size)


def joined(parts: Iterable[Linearised]) -> Linearised:
    """The problem over all rows from those over parts of them, in their order: the same parts give the same bits."""
    import numpy as np

    found = list(parts)
    if len(found) == 1:
        return found[0]
    width = len(found[0].c) + 1
    triangle = _stacked([np.column_stack([part.triangle, part.c]) for part in found], width)
    size = math.hypot(*(part.size for part in found))
    rows = sum(part.rows for part in found)
    return Linearised(triangle[:-1, :-1], triangle[:-1, -1], total(part.chi2 for part in found), rows, size)


def total(numbers: Iterable[float]) -> float:
    """The sum, rounded once; infinite where it overflows or a part is."""
    try:
        return math.fsum(numbers)
    except (OverflowError, ValueError):
        return math.inf


def _stacked(triangles: Sequence[Any], width: int) -> Array:
    """The triangle of triangles, shape (width, width); where there are fewer rows, zeros."""
    import numpy as np

    parts = list(triangles)
    while len(parts) > 1:
        groups = [parts[first : first + _TOGETHER] for first in range(0, len(parts), _TOGETHER)]
        parts = [np.linalg.qr(np.concatenate(group), mode="r") for group in groups]
    full = np.zeros((width, width))
    for part in parts:
        full[: len(part)] = part[:width]
    return full
