"""A least squares problem with one of its parameters held at a value: what a likelihood profile is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mvcalc_cli.numeric.descent.objective import Bounds
    from mvcalc_cli.numeric.fit.residuals import Linearised, Residuals

    Array = NDArray[np.float64]


class Held:
    """Residuals by all parameters but one.

    Works on the compressed problem alone, and so of rows in memory, streamed and on a cluster alike.

    Args:
        residuals: By all the free parameters.
        index: Which one is held.
        value: Where.
    """

    def __init__(self, residuals: Residuals, index: int, value: float) -> None:
        self.residuals = residuals
        self.index = index
        self.value = value
        self.names = without(residuals.names, index)
        self.rows = residuals.rows

    def chi2(self, theta: Array) -> float:
        """‖r‖² at θ, shape (p − 1,)."""
        return self.residuals.chi2(self.whole(theta))

    def linearised(self, theta: Array) -> Linearised:
        """The problem at θ, less the column of the held parameter, which is triangular again after one more QR."""
        import numpy as np

        at = self.residuals.linearised(self.whole(theta))
        q, r = np.linalg.qr(np.delete(at.triangle, self.index, axis=1))
        return at._replace(triangle=r, c=q.T @ at.c)

    def whole(self, theta: Array) -> Array:
        """All the parameters, shape (p,)."""
        import numpy as np

        return np.insert(np.asarray(theta, dtype=float), self.index, self.value)


def without(names: tuple[str, ...], index: int) -> tuple[str, ...]:
    """All but one."""
    return names[:index] + names[index + 1 :]


def bounds_without(bounds: Bounds | None, index: int) -> Bounds | None:
    """The box of the others."""
    import numpy as np

    return (
        None
        if bounds is None
        else bounds._replace(lower=np.delete(bounds.lower, index), upper=np.delete(bounds.upper, index))
    )
