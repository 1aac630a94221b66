"""Variable projection: the parameters in which a model is linear are solved for, exactly, at every trial of the others.

A model Σ αⱼ φⱼ(x; β) is fitted to y at many trials of β at once. What is left of y then depends on β alone, and a
search has to look only there.

Reference: Golub & Pereyra, The differentiation of pseudo-inverses and nonlinear least squares problems whose
variables separate, SIAM J. Numer. Anal. 10 (1973).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array

# A column of which less than this part stands at right angles to the others before it adds nothing to them.
_DEPENDENT: Final = 1e-9
# The part of a trial's scale by which it is moved for a slope.
_NUDGE: Final = 1e-6
# The dampings that are tried at once, relative to the one that was best before.
_DAMPINGS: Final = (1e-3, 0.1, 10.0, 1e3)
# A step from which no trial gains more than this part is the last.
_SLOW: Final = 1e-3
# How far ahead on a step its bend is measured.
_AHEAD: Final = 0.1


class Projection(NamedTuple):
    """What is left of y at each of t trials, after the linear parameters took their part.

    Attributes:
        coefficients: The best α, shape (t, k); 0 for a column that depends on the ones before it.
        residuals: y − Σ αⱼ φⱼ, shape (t, n).
        chi2: The squares of these, summed up, shape (t,); infinite where a column is not finite.
    """

    coefficients: Array
    residuals: Array
    chi2: Array


# β at t trials, shape (t, d) -> what is left of y at each.
Reduced = Callable[[Any], Projection]


def project(columns: Sequence[Any], y: Any) -> Projection:
    """Fit y by a sum of columns, at many trials at once (modified Gram-Schmidt).

    Args:
        columns: φⱼ at each trial and row, each of a shape that broadcasts to (t, n).
        y: What is explained, shape (n,), or (t, n).

    >>> import numpy as np
    >>> x = np.array([[0.0, 1.0, 2.0]])
    >>> project([np.ones((1, 3)), x], np.array([1.0, 3.0, 5.0])).coefficients.round(12).tolist()
    [[1.0, 2.0]]
    """
    import numpy as np

    shape = np.broadcast_shapes((1, 1), np.shape(y), *(np.shape(column) for column in columns))
    with np.errstate(all="ignore"):
        left = np.array(np.broadcast_to(y, shape), dtype=np.float64)
        directions, rows, sizes = _orthogonal(columns, shape)
        parts = []
        for direction in directions:
            parts.append(np.einsum("tn,tn->t", direction, left))
            left -= parts[-1][:, None] * direction
        chi2 = np.einsum("tn,tn->t", left, left)
        coefficients = _substituted(rows, parts) / sizes if directions else np.zeros((shape[0], 0))
    good = np.isfinite(chi2) & np.isfinite(coefficients).all(axis=1)
    return Projection(coefficients, left, np.where(good, chi2, np.inf))


def _orthogonal(columns: Sequence[Any], shape: tuple[int, ...]) -> tuple[list[Any], Any, Any]:
    """Directions at right angles, each (t, n); R (t, k, k) of the columns over their sizes; the sizes (t, k)."""
    import numpy as np

    count = len(columns)
    rows, sizes = np.zeros((shape[0], count, count)), np.ones((shape[0], count))
    directions: list[Any] = []
    for j, column in enumerate(columns):
        size = np.abs(column).max(axis=-1, keepdims=True)
        size = np.where(size > 0, size, 1.0)
        rest = np.array(np.broadcast_to(column / size, shape))
        sizes[:, j] = np.broadcast_to(size, (shape[0], 1))[:, 0]
        first = np.sqrt(np.einsum("tn,tn->t", rest, rest))
        for i, direction in enumerate(directions):
            rows[:, i, j] = np.einsum("tn,tn->t", direction, rest)
            rest -= rows[:, i, j, None] * direction
        length = np.sqrt(np.einsum("tn,tn->t", rest, rest))
        apart = ~(length <= _DEPENDENT * first)
        rows[:, j, j] = np.where(apart, length, np.inf)
        directions.append(np.where(apart[:, None], rest / np.where(apart, length, 1.0)[:, None], 0.0))
    return directions, rows, sizes


def _substituted(rows: Any, parts: list[Any]) -> Any:
    """R α = parts solved backwards, shape (t, k)."""
    import numpy as np

    found = np.zeros(rows.shape[:2])
    for i in reversed(range(len(parts))):
        known = sum(rows[:, i, j] * found[:, j] for j in range(i + 1, len(parts)))
        found[:, i] = (parts[i] - known) / rows[:, i, i]
    return found


def refined(reduced: Reduced, trials: Any, scales: Any, steps: int = 8, box: tuple[Any, Any] | None = None) -> Any:
    """Trials of the nonlinear parameters moved downhill, all at once, by damped Gauss-Newton steps of what is left.

    Every step is tried with several dampings, straight and bent along the valley, and the best of them is taken.

    Args:
        reduced: The problem.
        trials: Where to begin, shape (t, d).
        scales: How far each of them is a little, shape (d,) or (t, d).
        steps: How many steps at most.
        box: The lower and upper bounds, each of shape (d,).

    Returns:
        The trials, shape (t, d), none of them with a larger chi² than before.

    Reference: Transtrum & Sethna, Improvements to the Levenberg-Marquardt algorithm (2012), for the bend.
    """
    import numpy as np

    now = _State(np.array(trials, dtype=np.float64), None, np.full(len(trials), 1e-2))
    now = now._replace(left=reduced(now.at))
    for _ in range(steps):
        with np.errstate(all="ignore"):
            moves = _moves(reduced, now, np.broadcast_to(scales, now.at.shape))
        then = _best_of(reduced, now, now.at[:, None] + moves, box)
        slow = then.left.chi2 >= (1 - _SLOW) * now.left.chi2
        now = then
        if slow.all():
            break
    return now.at


class _State(NamedTuple):
    """Where the trials are, (t, d), what is left there, and the damping that was best for each, (t,)."""

    at: Any
    left: Any
    damping: Any


def _best_of(reduced: Reduced, now: _State, there: Any, box: tuple[Any, Any] | None) -> _State:
    """Each trial at the best of its places, (t, c, d), or where it was."""
    import numpy as np

    if box is not None:
        there = np.clip(there, *box)
    count, choices, size = there.shape
    then = reduced(there.reshape(-1, size))
    each, best = np.arange(count), then.chi2.reshape(count, choices).argmin(axis=1)
    place = each * choices + best
    lower = then.chi2[place] < now.left.chi2
    factors = np.array(_DAMPINGS)[best % len(_DAMPINGS)]
    damping = np.clip(now.damping * np.where(lower, factors, 100.0), 1e-10, 1e10)
    left = [
        np.where(lower.reshape(-1, *[1] * (old.ndim - 1)), new[place], old)
        for new, old in zip(then, now.left, strict=True)
    ]
    return _State(np.where(lower[:, None], there[each, best], now.at), Projection(*left), damping)


def _moves(reduced: Reduced, now: _State, scales: Any) -> Any:
    """Steps from each trial, straight and bent, one of each for each damping, shape (t, 2·dampings, d)."""
    import numpy as np

    count, size = now.at.shape
    residuals = np.where(np.isfinite(now.left.residuals), now.left.residuals, 0.0)
    nudge = _NUDGE * np.maximum(scales, np.abs(now.at) * 1e-3)
    beside = now.at[:, None] + np.eye(size) * nudge[:, None, :]
    near = reduced(beside.reshape(-1, size)).residuals.reshape(count, size, -1)
    slopes = (near - now.left.residuals[:, None]) * (scales / nudge)[..., None]
    slopes = np.where(np.isfinite(slopes), slopes, 0.0)
    damped = _damped(np.einsum("tin,tjn->tij", slopes, slopes), now.damping)
    straight = _solved(damped, -np.einsum("tin,tn->ti", slopes, residuals)[:, None])
    # The second derivative along the step, from a look ahead by a tenth of it.
    ahead = reduced((now.at[:, None] + _AHEAD * straight * scales[:, None]).reshape(-1, size)).residuals
    along = np.einsum("tcd,tdn->tcn", straight, slopes)
    bend = ((ahead.reshape(along.shape) - residuals[:, None]) / _AHEAD - along) * (2 / _AHEAD)
    half = _solved(damped, -np.einsum("tin,tcn->tci", slopes, np.where(np.isfinite(bend), bend, 0.0))) / 2
    straight *= scales[:, None]
    return np.concatenate((straight, straight + half * scales[:, None]), axis=1)


def _damped(matrix: Any, damping: Any) -> Any:
    """JᵀJ + λ diag(JᵀJ) for each damping, shape (t, dampings, d, d), never singular."""
    import numpy as np

    diagonal = np.einsum("tii->ti", matrix)
    diagonal = diagonal + 1e-12 * diagonal.max(axis=1, keepdims=True) + 1e-300
    factors = damping[:, None] * np.array(_DAMPINGS) + 1e-14
    return matrix[:, None] + factors[..., None, None] * (diagonal[:, None, :, None] * np.eye(matrix.shape[1]))


def _solved(damped: Any, right: Any) -> Any:
    """The steps, shape (t, dampings, d); 0 where there is none."""
    import numpy as np

    wanted = np.broadcast_to(right, damped.shape[:3])[..., None]
    try:
        found = np.linalg.solve(damped, wanted)[..., 0]
    except np.linalg.LinAlgError:  # one of them without a pivot: no step for any
        return np.zeros(damped.shape[:3])
    return np.where(np.isfinite(found), found, 0.0)


class Separated(NamedTuple):
    """The best trial that a search found.

    Attributes:
        nonlinear: β, shape (d,).
        linear: α, shape (k,).
        chi2: The squares of what is left, summed up; infinite if no trial was any good.
    """

    nonlinear: list[float]
    linear: list[float]
    chi2: float


def searched(basis: Callable[..., Sequence[Any]], y: Any, trials: Any, scales: Any, keep: int = 6) -> Separated:
    """The best of some trials, after the best few of them went downhill.

    Args:
        basis: The columns φⱼ for β₁, β₂, …, each an array of shape (t, 1); each column of shape (t, n).
        y: What is explained, shape (n,).
        trials: β to try, shape (t, d).
        scales: How far each of β is a little, shape (d,).
        keep: How many of the trials are followed.
    """
    import numpy as np

    def reduced(at: Any) -> Projection:
        with np.errstate(all="ignore"):
            columns = basis(*at.T[:, :, None])
        return project([np.broadcast_to(column, (len(at), len(y))) for column in columns], y)

    trials = np.asarray(trials, dtype=np.float64)
    best = np.argsort(reduced(trials).chi2, kind="stable")[:keep]
    ends = refined(reduced, trials[best], scales)
    found = reduced(ends)
    place = int(found.chi2.argmin())
    return Separated(ends[place].tolist(), found.coefficients[place].tolist(), float(found.chi2[place]))


def crossed(*axes: Any) -> Any:
    """Every combination of the axes' values, shape (t, d)."""
    import numpy as np

    return np.stack([each.ravel() for each in np.meshgrid(*axes, indexing="ij")], axis=1)
