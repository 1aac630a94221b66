"""Björck's iterative refinement of a least squares problem: both the solution and the residuals are corrected.

The problem is the augmented system r + A·z = y, Aᵀ·r = 0. A solution by QR in double precision is corrected by what is
left of the right sides, computed in extended precision; each round gains as many digits as QR has right.

Reference: Å. Björck, Iterative refinement of linear least squares solutions I, BIT 7 (1967), 257-278; Numerical Methods
for Least Squares Problems (1996), section 2.9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array

_MOST_ROUNDS: Final = 20
# A round that does not lower the correction to this part of the one before gains nothing more.
_GAIN: Final = 0.25


class Refined(NamedTuple):
    """The solution of the augmented system.

    Attributes:
        z: Shape (p,), long doubles.
        r: y − A·z, shape (n,), long doubles.
        correction: The last correction of z, or the one before, whichever is smaller, shape (p,).
        rounds: How many there were.
    """

    z: Any
    r: Any
    correction: Any
    rounds: int


class Factored(NamedTuple):
    """A = QR in double precision, shapes (n, p) and (p, p)."""

    q: Array
    triangle: Array

    def solved(self, f: Array, g: Array) -> tuple[Array, Array]:
        """z and r of r + A·z = f, Aᵀ·r = g, in double precision."""
        import numpy as np

        steps = self.q.T @ f - np.linalg.solve(self.triangle.T, g)
        return np.asarray(np.linalg.solve(self.triangle, steps), dtype=np.float64), f - self.q @ steps


def refined(matrix: Any, factored: Factored, y: Any) -> Refined:
    """Minimise ‖y − A·z‖ in extended precision.

    Args:
        matrix: A, shape (n, p), long doubles.
        factored: Its QR in double precision, of full rank.
        y: Shape (n,), long doubles.

    >>> import numpy as np
    >>> tilted = np.array([[1.0, 1.0], [1.0, 1 + 1e-9], [1.0, 1 + 2e-9]])
    >>> y = tilted.astype(np.longdouble) @ np.array([1.0, 2.0])
    >>> plain = np.linalg.lstsq(tilted, y.astype(float), rcond=None)[0]
    >>> found = refined(tilted.astype(np.longdouble), Factored(*np.linalg.qr(tilted)), y).z
    >>> bool(abs(plain[1] - 2) > 1e-8), bool(abs(found[1] - 2) < 1e-9)
    (True, True)
    """
    import numpy as np

    z = np.zeros(matrix.shape[1], dtype=np.longdouble)
    r = np.zeros(len(y), dtype=np.longdouble)
    correction = np.full(z.shape, np.inf)
    for rounds in range(1, _MOST_ROUNDS + 1):
        left_f, left_g = y - r - matrix @ z, -(matrix.T @ r)
        change_z, change_r = factored.solved(left_f.astype(np.float64), left_g.astype(np.float64))
        size, before = np.abs(change_z).max(initial=0.0), np.abs(correction).max(initial=0.0)
        if rounds > 2 and size >= _GAIN * before:
            return Refined(z, r, change_z if size < before else correction, rounds)
        correction = change_z
        z += change_z
        r += change_r
    return Refined(z, r, correction, _MOST_ROUNDS)
