"""Robust losses: rows far from the curve count less, instead of as their squares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array

# Where a loss leaves the square, in standard deviations: 95 % as good as least squares where the errors are normal.
_CUTOFF: Final = {"huber": 1.345, "cauchy": 2.385}
LOSSES: Final = tuple(_CUTOFF)
# The median of |z| of a standard normal z.
_MEDIAN: Final = 0.6744897501960817
# A scale below this part of y is rounding.
_SMALLEST: Final = 1e-12


class Loss(NamedTuple):
    """ρ(r) in place of r²: like it for small residuals, slower for large ones.

    Huber's grows like |r|, and has one minimum where the model is linear; Cauchy's like log r², which all but
    ignores outliers, but may have several minima.

    Attributes:
        name: "huber" or "cauchy".
        scale: The standard deviation of the residuals that are no outliers; 1 where the sigmas are absolute.

    Reference: Huber & Ronchetti, Robust Statistics, 2nd ed., chapter 7.

    >>> import numpy as np
    >>> Loss("huber").rho(np.array([1.0, 10.0])).round(3).tolist()
    [1.0, 25.091]
    """

    name: str
    scale: float = 1.0

    @property
    def cutoff(self) -> float:
        """The residual at which the loss leaves the square."""
        return _CUTOFF[self.name] * self.scale

    @property
    def is_convex(self) -> bool:
        """Whether a linear model has no minimum but the lowest."""
        return self.name == "huber"

    def rho(self, r: Array) -> Array:
        """The loss of each residual, shape (n,)."""
        import numpy as np

        z = np.abs(r) / self.cutoff
        found = np.log1p(z * z) if self.name == "cauchy" else np.where(z <= 1, z * z, 2 * z - 1)
        return np.asarray(found * self.cutoff**2)

    def weights(self, r: Array) -> Array:
        """The square roots of the weights with which Σ weight·r² has the gradient of Σ ρ, shape (n,)."""
        import numpy as np

        z = np.abs(r) / self.cutoff
        found = 1 / np.sqrt(1 + z * z) if self.name == "cauchy" else 1 / np.sqrt(np.maximum(1.0, z))
        return np.asarray(found)

    def variance(self, r: Array, parameters: int) -> float:
        """What (JᵀJ)⁻¹ is multiplied by for the covariance: Σψ²/(n − p) over the square of the mean of ψ′.

        ψ = ρ′/2 and J of the rows without the weights of the loss. With Huber's correction for few rows. Infinite
        where no more rows than parameters are within the cutoff: the slope of ψ is not known from so few.

        Reference: Huber & Ronchetti, equations (7.81) to (7.83).

        >>> import numpy as np
        >>> round(Loss("huber").variance(np.array([-1.0, 1.0, 1.0, -1.0]), 1), 4)
        1.3333
        """
        psi, slope = self.psi(r), self.slope(r)
        mean = float(slope.mean())
        if mean <= 0 or int((slope > 0).sum()) <= parameters:
            return float("inf")
        few = 1 + parameters / len(r) * float(slope.var()) / mean**2
        return few**2 * float(psi @ psi) / (len(r) - parameters) / mean**2

    def psi(self, r: Array) -> Any:
        """ψ = ρ′/2 of each residual, shape (n,)."""
        return r * self.weights(r) ** 2

    def slope(self, r: Array) -> Any:
        """ψ′ of each residual, shape (n,)."""
        import numpy as np

        z = np.abs(r) / self.cutoff
        return (1 - z * z) / (1 + z * z) ** 2 if self.name == "cauchy" else (z <= 1).astype(float)


def spread(r: Array, size: float) -> float:
    """The standard deviation of the residuals that are no outliers: the median of |r| over that of a normal variable.

    Args:
        r: Shape (n,).
        size: About how large y is: below its rounding there is no scale.

    >>> import numpy as np
    >>> round(spread(np.array([-1.0, 1.0, -1.0, 1.0, 1000.0]), 1.0), 4)
    1.4826
    """
    import numpy as np

    inner = np.sort(np.abs(r))
    middle = len(inner) // 2
    median = float(inner[middle] if len(inner) % 2 else 0.5 * (inner[middle - 1] + inner[middle]))
    return max(median / _MEDIAN, smallest(size))


def smallest(size: float) -> float:
    """The scale below which residuals are the rounding of terms of some size."""
    return _SMALLEST * size
