"""The residuals of a model as a function of its free parameters, and all that a solver has to know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Linearised(NamedTuple):
    """A least squares problem at θ, compressed: with r = (y − f)/σ and J = ∂f/∂θ/σ, J = QR.

    The step that minimises ‖r − J δ‖² minimises ‖c − R δ‖², whatever the number of rows; blocks of rows are put
    together by stacking their triangles [R c; 0 √rest] and one more QR.

    Attributes:
        triangle: R, upper triangular, shape (p, p).
        c: Qᵀ r, shape (p,).
        chi2: ‖r‖², at θ (with a robust loss: the loss, and R and c of the rows as weighted).
        rows: How many rows went in.
        size: ‖y/σ‖, which the rounding of the residuals is measured against; 0 where it is not known.
    """

    triangle: Array
    c: Array
    chi2: float
    rows: int
    size: float = 0.0

    @property
    def gradient(self) -> Array:
        """∂(chi2/2)/∂θ = −Jᵀ r, shape (p,)."""
        return -(self.triangle.T @ self.c)


class Residuals(Protocol):
    """The residuals of one model over all rows, in memory, streamed, or on a cluster.

    Attributes:
        names: The free parameters, in the order of θ.
        rows: n.
    """

    names: tuple[str, ...]
    rows: int

    def chi2(self, theta: Array) -> float:
        """‖r‖² (or the loss) at θ, shape (p,); infinite where the model has no finite value on some row."""
        ...

    def linearised(self, theta: Array) -> Linearised:
        """The problem at θ, compressed.

        Raises:
            UndefinedError: If the model or a derivative has no finite value on some row.
        """
        ...
