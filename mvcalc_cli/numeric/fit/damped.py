"""The step of damped least squares: what lowers ‖c − R·δ‖ most within a distance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array

# The length of the step may miss the radius by this part (Moré 1978).
_SLACK: Final = 0.1
_ROUNDS: Final = 30
# Singular values below this part of the largest are rounding.
RANK: Final = 1e-14


class Spectrum(NamedTuple):
    """R·D⁻¹ = U·S·Vᵀ of the free parameters, and c seen from there.

    Attributes:
        values: S, shape (k,), falling.
        u: Uᵀ·c, shape (k,).
        turn: Vᵀ, shape (k, k).
        scale: D of the free parameters, shape (k,).
    """

    values: Array
    u: Array
    turn: Array
    scale: Array

    @property
    def offset(self) -> float:
        """‖u‖: how much of the residuals the derivatives can still take away."""
        return math.sqrt(float(self.u @ self.u))


class DampedStep(NamedTuple):
    """A step.

    Attributes:
        delta: δ, shape (k,).
        length: ‖D·δ‖.
        damping: λ; 0 of the whole Gauss-Newton step.
    """

    delta: Array
    length: float
    damping: float


def spectrum(triangle: Array, c: Array, scale: Array) -> Spectrum:
    """The problem taken apart in scaled parameters; R of shape (k, k) or (p, k), c of shape (k,) or (p,)."""
    import numpy as np

    left, values, turn = np.linalg.svd(triangle / scale, full_matrices=False)
    u = left.T @ c
    # What rounding alone has made is no direction: nothing is taken away along it.
    u[values <= RANK * values[:1]] = 0.0
    return Spectrum(values, u, turn, scale)


def damped_step(taken: Spectrum, radius: float = math.inf) -> DampedStep:
    """The step that minimises ‖c − R·δ‖ within ‖D·δ‖ ≤ radius.

    Reference: Moré, The Levenberg-Marquardt algorithm: implementation and theory (1978), section 5.

    >>> import numpy as np
    >>> taken = spectrum(np.diag([2.0, 1.0]), np.array([4.0, 3.0]), np.ones(2))
    >>> damped_step(taken).delta.tolist(), damped_step(taken).damping
    ([2.0, 3.0], 0.0)
    >>> 0.9 <= damped_step(taken, 1.0).length <= 1.1
    True
    """
    damping = 0.0
    q = _scaled_step(taken, damping)
    length = _length(q)
    for _ in range(_ROUNDS):
        if length <= (1 + _SLACK) * radius:
            break
        damping += _towards(taken, q, length, damping, radius)
        q = _scaled_step(taken, damping)
        length = _length(q)
    return DampedStep((q @ taken.turn) / taken.scale, length, damping)


def _scaled_step(taken: Spectrum, damping: float) -> Any:
    """S·u/(S² + λ), 0 along what is not determined."""
    values, u = taken.values, taken.u
    below = values * values + damping
    return values * u / (below + (below == 0))


def _towards(taken: Spectrum, q: Any, length: float, damping: float, radius: float) -> float:
    """Hebden's correction of λ: Newton's step for 1/‖q(λ)‖ = 1/radius, which never goes too far."""
    below = taken.values * taken.values + damping
    slope = float((q * q / (below + (below == 0))).sum()) / length
    return (length - radius) / radius * length / slope if slope > 0 else length / radius


def _length(q: Any) -> float:
    return math.sqrt(float(q @ q))
