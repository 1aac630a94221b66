"""Newton's steps at many points at once: solved where the Jacobian is regular, else the shortest of least squares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mvcalc_cli.numeric.program import Array

# Singular values below this part of the largest are rounding.
_ROUNDING: Final = 1e-13
# What may be left of an equation by a step that solves it.
_SOLVED: Final = 0.1


def equilibrated(jacobian: Array, spacing: Array) -> tuple[Array, Array]:
    """The Jacobian, shape (k, m, n), in units of the spacing with rows of length 1; and what they were divided by."""
    import numpy as np

    with np.errstate(all="ignore"):
        scaled = jacobian * spacing
        scales = np.abs(scaled).max(axis=2)
        scales = np.where((scales > 0) & np.isfinite(scales), scales, 1.0)
        return scaled / scales[:, :, None], scales


def steps(jacobian: Array, values: Array) -> tuple[Array, Any]:
    """−J⁻¹·F for each point, and whether it is one: where J is singular, the shortest step of least squares.

    Args:
        jacobian: Shape (k, m, n), its rows of about one length.
        values: F in the same units, shape (k, m).

    Returns:
        The steps, shape (k, n), nan where J has no value; and for each whether it brings every linearised equation near
        0, shape (k,). A least squares step may leave the smallest of them as they are.
    """
    import numpy as np

    found = np.full((len(jacobian), jacobian.shape[2]), np.nan)
    with np.errstate(all="ignore"):
        known = np.isfinite(jacobian).all(axis=(1, 2)) & np.isfinite(values).all(axis=1)
        if jacobian.shape[1] == jacobian.shape[2]:
            regular = np.flatnonzero(known)
            regular = regular[np.linalg.det(jacobian[regular]) != 0]
            found[regular] = -np.linalg.solve(jacobian[regular], values[regular][:, :, None])[:, :, 0]
        solved = np.asarray(np.isfinite(found).all(axis=1))
        rest = np.flatnonzero(known & ~solved)
        found[rest] = shortest(jacobian[rest], values[rest])
        left = (jacobian[rest] @ found[rest][:, :, None])[:, :, 0] + values[rest]
        solved[rest] = (np.abs(left) <= _SOLVED * np.abs(values[rest])).all(axis=1)
    return found, solved


def shortest(jacobian: Array, values: Array) -> Array:
    """The shortest step of those that lower |F + J·d| most: it does not move along a kernel."""
    import numpy as np

    if not len(jacobian):
        return np.zeros((0, jacobian.shape[2]))
    return -(np.linalg.pinv(jacobian, rcond=_ROUNDING) @ values[:, :, None])[:, :, 0]
