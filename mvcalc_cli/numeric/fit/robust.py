"""Robust fits: a loss with the scale of the residuals that are no outliers, found along with the parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.loss import Loss, smallest, spread
from mvcalc_cli.numeric.fit.resistant import (
    absolute,
    descended,
    elemental,
    guessed,
    least_absolute,
    lowest,
    median,
    size,
)
from mvcalc_cli.numeric.fit.solution import Solution

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.in_memory import InMemory
    from mvcalc_cli.numeric.fit.residuals import Array, Residuals

# The scale stands when it changes by less than this part.
_STANDS: Final = 1e-9
_TURNS: Final = 60
# Outliers at the ends of a table turn Huber's curve with them: another curve is nearer to half of the rows by this.
_NEARER: Final = 0.5
# Two losses are the same if they agree to this part.
_SAME: Final = 1e-13


class Start(NamedTuple):
    """Where the search with a loss begins.

    Attributes:
        theta: Shape (p,).
        loss: With its scale.
    """

    theta: Array
    loss: Loss


def robust(
    name: str,
    plain: Solution,
    residuals: Callable[[Loss | None], Residuals],
    rows: InMemory,
    solve: Callable[[Residuals, Array], Solution],
    *,
    known: bool = False,
    bounds: Bounds | None = None,
    seed: int = 1,
) -> Solution:
    """The fit with a robust loss: the lowest minimum of many starts.

    The scale is the median of |r| over that of a normal variable, found by turns with the parameters; where the
    sigmas are absolute it is known, 1. Cauchy's loss takes that of Huber's, unless some curve is far nearer to half
    of the rows: then the scale is that of its own minimum.

    The end of the solution is the problem of the rows without the weights of the loss: R of J itself, and chi² their
    sum of squares. Its `variance` is what (RᵀR)⁻¹ is multiplied by for the covariance (see Loss.variance): absolute
    or not, the spread of the residuals is in it.

    Args:
        name: Of the loss.
        plain: The fit by least squares.
        residuals: Over all rows, with a loss.
        rows: The same rows, or a sample of them, for the starts and the scale.
        solve: Finds the minimum from a start.
        known: Whether the scale is that of the sigmas.
        bounds: The box of the parameters.
        seed: Of the starts.

    Reference: Huber & Ronchetti, Robust Statistics, 2nd ed., section 7.8.
    """
    import numpy as np

    hopeless = plain.ending.reason == "singular" and rows.model.is_linear
    if hopeless or plain.ending.reason == "exact" or not np.isfinite(plain.theta).all():
        return plain
    start = _begun(name, rows, _starts(rows, plain, bounds, seed), bounds, known=known)
    over = residuals(start.loss)
    few = over.rows == rows.rows and plain.ending.converged
    found = _ended(over, solve, plain.theta if few else None, start.theta)
    r = rows.residual_vector(found.theta)
    return found._replace(
        end=residuals(None).linearised(found.theta),
        variance=max(start.loss.variance(r, len(found.names)), smallest(size(rows, found.theta)) ** 2),
        scale=_scale(rows, found.theta) if known else start.loss.scale,
        tried=plain.tried,
    )


def _ended(over: Residuals, solve: Callable[..., Solution], first: Array | None, best: Array) -> Solution:
    """The search from the fit by least squares, if it ends as low as that from the best start."""
    if first is None:
        return solve(over, best)
    found = solve(over, first)
    if found.ending.converged and found.end.chi2 <= (1 + _SAME) * over.chi2(best):
        return found
    other = solve(over, best)
    return found if found.end.chi2 < other.end.chi2 and found.ending.converged else other


def _starts(rows: InMemory, plain: Solution, bounds: Bounds | None, seed: int) -> Sequence[Array]:
    """The place of the least sum of |r|, the fit by least squares, guesses, and curves through a few rows each."""
    found = [plain.theta]
    if not rows.model.is_linear:
        found += guessed(rows, bounds, seed)
    straight = _straight(rows, found, bounds)
    found += elemental(rows, straight, bounds, seed)
    return [min((straight, *found), key=lambda theta: absolute(rows, theta)), straight, *found]


def _straight(rows: InMemory, starts: Sequence[Array], bounds: Bounds | None) -> Array:
    """The place of the least sum of |r|, from the first starts and the best of the others."""
    tried = [*starts[:2], *sorted(starts[2:], key=lambda theta: absolute(rows, theta))[:2]]
    return min((least_absolute(rows, theta, bounds) for theta in tried), key=lambda each: each.value).theta


def _begun(name: str, rows: InMemory, starts: Sequence[Array], bounds: Bounds | None, *, known: bool) -> Start:
    """The lowest minimum of the loss, and its scale."""
    if known:
        return Start(lowest(rows, Loss(name), starts, bounds).theta, Loss(name))
    huber = _turned(rows, Start(starts[0], Loss("huber", _scale(rows, starts[0]))), bounds)
    if name == "huber":
        return huber
    loss = Loss(name, _taken_over(name, rows, starts, huber, bounds))
    return Start(lowest(rows, loss, [huber.theta, *starts], bounds).theta, loss)


def _turned(rows: InMemory, start: Start, bounds: Bounds | None) -> Start:
    """Parameters and scale by turns, until the scale stands."""
    for _ in range(_TURNS):
        theta = descended(rows, start.loss, start.theta, bounds).theta
        before, scale = start.loss.scale, _scale(rows, theta)
        if abs(scale - before) <= _STANDS * before:
            return start._replace(theta=theta)
        start = Start(theta, start.loss._replace(scale=scale))
    return start._replace(theta=descended(rows, start.loss, start.theta, bounds).theta)


def _taken_over(name: str, rows: InMemory, starts: Sequence[Array], huber: Start, bounds: Bounds | None) -> float:
    """The scale for a loss that has other minima.

    Reference: Rousseeuw & Leroy, Robust Regression and Outlier Detection (1987), section 5.1, for the correction.
    """
    near = min(starts, key=lambda theta: median(rows, theta))
    scale = _scale(rows, near) * (1 + 5 / max(rows.rows - len(near), 1))
    if scale >= _NEARER * huber.loss.scale:
        return huber.loss.scale
    return _turned(rows, Start(near, Loss(name, scale)), bounds).loss.scale


def _scale(rows: InMemory, theta: Any) -> float:
    return spread(rows.residual_vector(theta), size(rows, theta))
