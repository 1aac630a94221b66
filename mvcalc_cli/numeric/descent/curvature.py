"""The curvature at a point: eigenvalues of the Hessian with a sign that holds, and Newton's step.

Up to 500 variables the whole matrix is taken apart; beyond, products with vectors do (Lanczos, conjugate gradients).
Under bounds all this is about the free variables: those that do not press against a bound.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.descent.lanczos import extremes, solve

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective
    from mvcalc_cli.numeric.descent.state import State

# Up to so many variables the Hessian is taken apart as a matrix.
_DENSE: Final = 500
# Eigenvalues below this part of the largest are rounding: of the matrix, and of products with vectors.
_ROUNDING: Final = 1e-12
_LOOSE: Final = 1e-9
# Directions that curve up by this part of the steepest count as steep.
_STEEP: Final = 1e-6


class Curvature(NamedTuple):
    """The Hessian at a point, of the free variables.

    Attributes:
        smallest: Its smallest eigenvalue; nan if there is no free variable.
        largest: Its largest.
        sign: Of the smallest eigenvalue: 1, 0 (rounding), −1; None where it could not be decided.
        highest: The sign of the largest.
        direction: Where f curves least, shape (n,), length 1.
        newton: Newton's step, shape (n,), of the directions that are not flat.
        steep: Newton's step, shape (n,), of the directions alone that curve up about as much as any does; 0 where they
            were not taken apart.
    """

    smallest: float
    largest: float
    sign: int | None
    highest: int
    direction: Any
    newton: Any
    steep: Any = 0.0


def curvature(objective: Objective, state: State) -> Curvature | None:
    """The curvature at a state; None where f has no second derivative."""
    import numpy as np

    free = np.flatnonzero(free_variables(objective, state))
    if not len(free):
        return Curvature(math.nan, math.nan, 1, 1, np.zeros_like(state.v), np.zeros_like(state.v))
    try:
        return (_dense if objective.size <= _DENSE else _by_products)(objective, state, free)
    except (UndefinedError, np.linalg.LinAlgError):
        return None


def free_variables(objective: Objective, state: State) -> Any:
    """Which variables do not press against a bound: True and False, shape (n,)."""
    import numpy as np

    loose = (objective.projected(state.v, state.gradient) != 0) | (state.gradient == 0)
    if objective.bounds is not None:
        loose &= objective.bounds.lower < objective.bounds.upper
    return np.asarray(loose)


def _dense(objective: Objective, state: State, free: Any) -> Curvature:
    """By eigenvalues, of the matrix itself and of it with a unit diagonal.

    The scaled matrix has the same signs (Sylvester's law of inertia), and shows those of a sum of 10⁶x² and 10⁻⁶y².
    """
    import numpy as np

    matrix = objective.hessian(state.v).dense()[np.ix_(free, free)]
    scale = _scale(matrix)
    values, vectors = np.linalg.eigh(matrix / np.outer(scale, scale))
    flat = _ROUNDING * float(np.abs(values).max())
    curved = np.abs(values) > flat
    weights = -(vectors.T @ (state.gradient[free] / scale))[curved] / values[curved]
    newton = vectors[:, curved] @ weights / scale
    plain, axes = np.linalg.eigh(matrix)
    sign = _sign(float(values[0]), flat)
    # Of a matrix that is badly scaled only the scaled one knows the direction.
    least = axes[:, 0] if sign >= 0 or plain[0] < 0 else vectors[:, 0] / scale
    ends = float(plain[0]), float(plain[-1])
    up = plain > _STEEP * float(np.abs(plain).max())
    steep = axes[:, up] @ (-(axes.T @ state.gradient[free])[up] / plain[up])
    moves = (_put(objective, free, part) for part in (_unit(least), newton, steep))
    return Curvature(*ends, sign, _sign(float(values[-1]), flat), *moves)


def _unit(d: Any) -> Any:
    """The vector of length 1 along another."""
    import numpy as np

    return d / np.linalg.norm(d)


def _scale(matrix: Any) -> Any:
    """The square roots of the diagonal; of the largest entry of a row whose diagonal is 0 beside it."""
    import numpy as np

    diagonal, largest = np.abs(np.diag(matrix)), np.abs(matrix).max(axis=1)
    found = np.where(diagonal > _ROUNDING * largest, diagonal, largest)
    return np.sqrt(np.where(found > 0, found, 1.0))


def _by_products(objective: Objective, state: State, free: Any) -> Curvature:
    """By products with vectors."""

    def product(d: Any) -> Any:
        return objective.hessian_vector(state.v, _put(objective, free, d))[free]

    ends = extremes(product, len(free))
    flat = _LOOSE * max(abs(ends.smallest), abs(ends.largest))
    sign = _sign(ends.smallest, flat)
    newton = solve(product, -state.gradient[free])
    return Curvature(
        ends.smallest,
        ends.largest,
        sign if sign < 0 or ends.sure else None,
        _sign(ends.largest, flat),
        _put(objective, free, ends.direction),
        _put(objective, free, newton),
    )


def _sign(value: float, rounding: float) -> int:
    return 0 if abs(value) <= rounding else 1 if value > 0 else -1


def _put(objective: Objective, free: Any, part: Any) -> Any:
    """A vector of the free variables as one of all, zeros elsewhere."""
    import numpy as np

    whole = np.zeros(objective.size)
    whole[free] = part
    return whole
