"""The covariance of the estimates, from the triangle that a fit ends with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Inverse(NamedTuple):
    """R⁻¹ of the parameters that are free to move, and how well it is known.

    Attributes:
        root: R⁻¹, so that (JᵀJ)⁻¹ = root rootᵀ, shape (q, q); None where R is singular to working precision.
        condition: Of R with its columns brought to length 1; infinite where a column is 0.
        blind: The columns of R that are 0: parameters that move no row.
    """

    root: Array | None
    condition: float
    blind: tuple[int, ...] = ()


def inverse(triangle: Array, kept: Sequence[int]) -> Inverse:
    """R⁻¹ of the kept columns.

    The columns are scaled first, so that parameters of very different sizes cost no digits (van der Sluis, 1969).

    Args:
        triangle: R, shape (p, p).
        kept: The columns of the parameters that are not held at a bound, q of them.
    """
    import numpy as np

    if not kept:
        return Inverse(None, 1.0)
    columns = triangle[:, list(kept)]
    lengths = np.hypot.reduce(columns, axis=0)
    if not np.isfinite(lengths).all():
        return Inverse(None, math.inf)
    if not lengths.all():
        return Inverse(None, math.inf, tuple(int(k) for k in np.flatnonzero(lengths == 0)))
    r: Array = np.asarray(np.linalg.qr(columns / lengths, mode="r"))
    condition = _condition(r)
    if condition * len(lengths) * np.finfo(float).eps >= 1:
        return Inverse(None, condition)
    return Inverse(np.linalg.solve(r, np.eye(len(lengths))) / lengths[:, None], condition)


def correlation(root: Array) -> Array | None:
    """The covariance L Lᵀ divided by the standard errors; None where an error is 0."""
    import numpy as np

    errors = np.hypot.reduce(root, axis=1)
    if not (errors > 0).all():
        return None
    directions = root / errors[:, None]
    scaled: Array = np.clip(directions @ directions.T, -1.0, 1.0)
    np.fill_diagonal(scaled, 1.0)
    return scaled


def _condition(r: Array) -> float:
    import numpy as np

    singular = np.linalg.svd(r, compute_uv=False)
    return float(singular[0] / singular[-1]) if singular[-1] > 0 else math.inf
