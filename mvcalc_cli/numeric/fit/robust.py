"""Robust fits: a loss with the scale of the residuals that are no outliers, found along with the parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.fit.loss import Loss, spread
from mvcalc_cli.numeric.fit.solution import Solution

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.in_memory import InMemory
    from mvcalc_cli.numeric.fit.residuals import Array, Residuals

# The scale stands when it changes by less than this part.
_STANDS: Final = 1e-9
_ROUNDS: Final = 60


def robust(
    name: str,
    plain: Solution,
    residuals: Callable[[Loss | None], Residuals],
    rows: InMemory,
    solve: Callable[[Residuals, Array], Solution],
    *,
    absolute: bool = False,
) -> Solution:
    """The fit with a robust loss, from that by least squares.

    The scale is the median of |r| over that of a normal variable, and is found by turns with the parameters under
    Huber's loss; Cauchy's takes it over as it is. Where the sigmas are absolute it is 1.

    The end of the solution is the problem of the rows without the weights of the loss: R of J itself, and chi² their
    sum of squares. Its `variance` is what (RᵀR)⁻¹ is multiplied by for the covariance (see Loss.variance): absolute
    or not, the spread of the residuals is in it.

    Args:
        name: Of the loss.
        plain: The fit by least squares.
        residuals: Over all rows, with a loss.
        rows: The same rows, or a sample of them, for the median.
        solve: Finds the minimum from a start.
        absolute: Whether the scale is that of the sigmas.

    Reference: Huber & Ronchetti, Robust Statistics, 2nd ed., section 7.8.
    """
    if plain.ending.reason in {"singular", "exact"} or not _is_finite(plain.theta):
        return plain
    loss = Loss("huber", 1.0 if absolute else _scale(rows, plain.theta))
    found, tried = solve(residuals(loss), plain.theta), 1
    while not absolute and tried < _ROUNDS:
        before, loss = loss.scale, Loss("huber", _scale(rows, found.theta))
        if abs(loss.scale - before) <= _STANDS * before:
            break
        found, tried = solve(residuals(loss), found.theta), tried + 1
    if name != "huber":
        loss = Loss(name, loss.scale)
        found = solve(residuals(loss), found.theta)
    end = residuals(None).linearised(found.theta)
    variance = loss.variance(rows.residual_vector(found.theta), len(found.names))
    return found._replace(end=end, variance=variance, tried=plain.tried)


def _scale(rows: InMemory, theta: Array) -> float:
    import numpy as np

    r = rows.residual_vector(theta)
    size = rows.data.y if rows.data.sigma is None else rows.data.y / rows.data.sigma
    return spread(r, float(np.sqrt(np.mean(size * size))) or 1.0)


def _is_finite(theta: Any) -> bool:
    import numpy as np

    return bool(np.isfinite(theta).all())
