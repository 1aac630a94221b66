"""Fits of a robust loss from anywhere: the lowest of many starts, among them curves through a few rows each.

All of it is done on rows in memory, and gives where a search may start, not yet its end.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.bounded import inside
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.loss import Loss, spread

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array

# Sets of as many rows as parameters: of linear models, and of others, where each takes a search.
_SETS: Final = 300
_SEARCHED_SETS: Final = 12
_SEARCH: Final = 40
# Guesses from all rows, and random halves of them for more.
_GUESSES: Final = 6
_HALVES: Final = 4
# So many of the first starts, and of the others, are followed to a minimum.
_ALWAYS: Final = 3
_FOLLOWED: Final = 4
_ROUNDS: Final = 200
_OUTER: Final = 30
# The second step of a linear model takes back the rounding of the first.
_TWICE: Final = 2
_HALVINGS: Final = 6
# A fall below this part of the loss is rounding.
_NO_FALL: Final = 1e-15
# Directions in which the columns are shorter than this part are left alone.
_DEPENDENT: Final = 1e-13
# Huber's loss with so small a part of the spread is that of least absolute values.
_ABSOLUTE: Final = 1e-8
_SHRINK: Final = 0.1


class Found(NamedTuple):
    """A place, and the loss there.

    Attributes:
        theta: Shape (p,).
        value: The sum of the loss, infinite where the model has no value.
    """

    theta: Array
    value: float


def descended(rows: InMemory, loss: Loss, theta: Any, bounds: Bounds | None = None) -> Found:
    """The minimum of the loss near a place.

    Gauss-Newton, with the linear problem of each step solved for the loss itself: where most rows are outliers, steps
    of weighted least squares come near the minimum too slowly.

    Reference: Huber & Ronchetti, Robust Statistics, 2nd ed., section 7.8.
    """
    here = _found(rows, loss, inside(theta, bounds))
    for _ in range(_TWICE if rows.model.is_linear else _OUTER):
        step = None if here.value == math.inf else _step(rows, loss, here.theta, bounds)
        after = None if step is None else _shortened(rows, loss, here, step, bounds)
        if after is None:
            break
        slow = here.value - after.value <= _NO_FALL * here.value
        here = after
        if slow:
            break
    return here


def least_absolute(rows: InMemory, theta: Any, bounds: Bounds | None = None) -> Found:
    """The place of the least sum of |r|, nearly, by Huber's loss with a vanishing scale; the value is that sum."""
    import numpy as np

    r = rows.residual_vector(theta)
    scale = spread(r, 0.0) or float(np.abs(r).max())
    if not 0 < scale < math.inf:
        return Found(theta, absolute(rows, theta))
    there = descended(rows, Loss("huber", _ABSOLUTE * scale), theta, bounds).theta
    return Found(there, absolute(rows, there))


def absolute(rows: InMemory, theta: Any) -> float:
    """The sum of |r|."""
    import numpy as np

    return _whole(float(np.abs(rows.residual_vector(theta)).sum()))


def lowest(rows: InMemory, loss: Loss, starts: Sequence[Any], bounds: Bounds | None = None) -> Found:
    """The lowest minimum that the first of some starts, and the best few of the others, lead to."""
    tried = [_found(rows, loss, inside(each, bounds)) for each in starts]
    if rows.model.is_linear and loss.is_convex:
        return descended(rows, loss, min(tried, key=lambda each: each.value).theta, bounds)
    others = sorted(tried[_ALWAYS:], key=lambda each: each.value)[:_FOLLOWED]
    ends = [descended(rows, loss, each.theta, bounds) for each in (*tried[:_ALWAYS], *others)]
    return min(ends, key=lambda each: each.value)


def guessed(rows: InMemory, bounds: Bounds | None, seed: int) -> Iterator[Array]:
    """Guesses from all rows, then one from every other row, from those without an end, and from random halves."""
    from itertools import islice

    import numpy as np

    from mvcalc_cli.numeric.fit.starts import guesses

    parts = [(rows.data, _GUESSES), *((_few(rows, where), 1) for where in _parts(rows.rows, len(rows.names), seed))]
    for data, count in parts:
        for guess in islice(guesses(rows.model, data, bounds, seed), count):
            yield np.array([guess[name] for name in rows.names], dtype=np.float64)


def _parts(rows: int, count: int, seed: int) -> Iterator[list[int]]:
    """Rows of which there are more than parameters; some of these parts may be without an outlier."""
    from random import Random

    if rows < 2 * (count + 1):
        return
    every, third, draw = range(rows), rows // 3, Random(seed)
    for part in (every[::2], every[1::2], every[third:], every[: rows - third]):
        yield list(part)
    for _ in range(_HALVES):
        yield sorted(draw.sample(every, rows // 2))


def elemental(rows: InMemory, theta: Any, bounds: Bounds | None, seed: int) -> Iterator[Array]:
    """The curves through sets of as many rows as there are parameters; some of them meet no outlier.

    Reference: Rousseeuw & Leroy, Robust Regression and Outlier Detection (1987), section 5.1.
    """
    if rows.model.is_linear:
        yield from _solved(rows, theta, _sets(rows.rows, len(theta), _SETS, seed))
        return
    for chosen in _sets(rows.rows, len(theta), _SEARCHED_SETS, seed):
        found = _searched(rows, theta, chosen, bounds)
        if found is not None:
            yield found


def median(rows: InMemory, theta: Any) -> float:
    """The spread of the residuals; infinite where the model has no value."""
    return _whole(spread(rows.residual_vector(theta), 0.0))


def size(rows: InMemory, theta: Any) -> float:
    """About how large the terms are from which the residual of a middling row comes, in units of σ."""
    import numpy as np

    f, slopes = rows.model.jacobian(theta, rows.data.columns, rows.rows)
    terms = np.abs(rows.data.y) + np.abs(f) + np.abs(slopes) @ np.abs(theta)
    terms = np.sort(terms if rows.data.sigma is None else terms / rows.data.sigma)
    return float(terms[len(terms) // 2]) or float(terms[-1]) or 1.0


def linear(matrix: Any, y: Any, loss: Loss) -> Any:
    """The δ of least loss of y − matrix·δ, shape (p,): of Huber's the minimum, of others one near δ = 0.

    >>> import numpy as np
    >>> linear(np.ones((5, 1)), np.array([1.0, 1.0, 1.0, 2.0, 90.0]), Loss("huber", 1e-3)).round(2).tolist()
    [1.0]
    """
    import numpy as np

    lengths = np.hypot.reduce(matrix, axis=0)
    lengths = np.where(lengths > 0, lengths, 1.0)
    left, values, turn = np.linalg.svd(matrix / lengths, full_matrices=False)
    kept = values > _DEPENDENT * values[:1]
    left = left[:, kept]
    at = np.zeros(left.shape[1])
    for each in _narrowing(loss, y):
        at = _minimised(left, y, each, at)
    return (at / values[kept]) @ turn[kept] / lengths


def _narrowing(loss: Loss, r: Any) -> Iterator[Loss]:
    """Huber's loss from a wide scale to its own: each minimum is near the next."""
    import numpy as np

    scale = float(np.abs(r).max(initial=0.0)) if loss.is_convex else 0.0
    while _SHRINK * scale > loss.scale:
        scale *= _SHRINK
        yield loss._replace(scale=scale)
    yield loss


def _minimised(left: Any, y: Any, loss: Loss, at: Any) -> Any:
    """The coefficients of orthonormal columns where the loss is least, near some of them."""
    import numpy as np

    r = y - left @ at
    value = float(loss.rho(r).sum())
    for _ in range(_ROUNDS):
        downhill = left.T @ loss.psi(r)
        for step in _steps(left, loss, r, downhill):
            there = at + step
            rest = y - left @ there
            after = float(loss.rho(rest).sum())
            if after < value:
                break
        else:
            return at
        small = value - after <= _NO_FALL * value and np.abs(step).max() <= 1e-6 * loss.scale
        at, r, value = there, rest, after
        if small:
            return at
    return at


def _steps(left: Any, loss: Loss, r: Any, downhill: Any) -> Iterator[Any]:
    """Newton's step, as far as the loss falls, then that of weighted least squares, which never goes too far."""
    import numpy as np

    for curvature in (np.maximum(loss.slope(r), 0.0), loss.weights(r) ** 2):
        matrix = left.T @ (curvature[:, None] * left)
        try:
            step = np.linalg.solve(matrix + 1e-14 * np.trace(matrix) * np.eye(len(matrix)), downhill)
        except np.linalg.LinAlgError:
            continue
        if not np.isfinite(step).all():
            continue
        if loss.is_convex:
            yield step * _reach(loss, r, left @ step)
        else:
            yield from (step * 0.25**k for k in range(4))


def _reach(loss: Loss, r: Any, along: Any) -> float:
    """The t > 0 of the least Huber loss of r − t·along: its slope is made of straight pieces, and 0 on one of them."""
    import numpy as np

    moved = along != 0
    edges = np.concatenate([(r[moved] - loss.cutoff) / along[moved], (r[moved] + loss.cutoff) / along[moved]])
    edges = np.sort(edges[(edges > 0) & np.isfinite(edges)])

    def slope(t: float) -> float:
        return -float(along @ loss.psi(r - t * along))

    low, high = 0, len(edges)  # the first edge with a slope that is not negative is among edges[low:high + 1]
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if slope(edges[middle]) < 0 else (low, middle)
    if low == len(edges):
        return 1.0
    start, end = float(edges[low - 1]) if low else 0.0, float(edges[low])
    falls, rises = slope(start), slope(end)
    return start + (end - start) * (falls / (falls - rises)) if falls < 0 <= rises else end


def _step(rows: InMemory, loss: Loss, theta: Any, bounds: Bounds | None) -> Any:
    """The step of the linearised model that lowers the loss most, kept in the box; None where there is none."""
    import numpy as np

    f, slopes = rows.model.jacobian(theta, rows.data.columns, rows.rows)
    r = rows.data.y - f
    if rows.data.sigma is not None:
        r, slopes = r / rows.data.sigma, slopes / rows.data.sigma[:, None]
    if not (np.isfinite(r).all() and np.isfinite(slopes).all()):
        return None
    delta, loose = np.zeros(len(theta)), np.ones(len(theta), dtype=bool)
    while loose.any():
        delta[loose] = linear(slopes[:, loose], r - slopes[:, ~loose] @ delta[~loose], loss)
        kept = inside(theta + delta, bounds) - theta
        beyond = loose & (kept != delta) & (np.abs(kept - delta) > 1e-15 * np.abs(theta))
        delta = np.where(beyond, kept, delta)
        loose &= ~beyond
        if not beyond.any():
            break
    return delta


def _shortened(rows: InMemory, loss: Loss, here: Found, step: Any, bounds: Bounds | None) -> Found | None:
    """The first lower place along a step; None if there is none."""
    for k in range(_HALVINGS):
        after = _found(rows, loss, inside(here.theta + step * 0.5 ** (2 * k), bounds))
        if after.value < here.value:
            return after
    return None


def _found(rows: InMemory, loss: Loss, theta: Any) -> Found:
    return Found(theta, _whole(float(loss.rho(rows.residual_vector(theta)).sum())))


def _whole(value: float) -> float:
    return value if math.isfinite(value) else math.inf


def _sets(rows: int, count: int, most: int, seed: int) -> Sequence[tuple[int, ...]]:
    """Sets of `count` rows: all there are, or some drawn at random, the same with every run."""
    from itertools import combinations
    from random import Random

    if math.comb(rows, count) <= most:
        return tuple(combinations(range(rows), count))
    draw = Random(seed)
    return tuple(tuple(sorted(draw.sample(range(rows), count))) for _ in range(most))


def _solved(rows: InMemory, theta: Any, sets: Sequence[tuple[int, ...]]) -> Iterator[Array]:
    """The parameters with which a linear model passes through each set of rows."""
    import numpy as np

    f, slopes = rows.model.jacobian(theta, rows.data.columns, rows.rows)
    lengths = np.hypot.reduce(slopes, axis=0)
    if not (np.isfinite(f).all() and np.isfinite(slopes).all() and lengths.all()):
        return
    chosen = np.array(sets)
    r, slopes = rows.data.y - f, slopes / lengths
    for each in chosen:
        try:
            delta = np.linalg.solve(slopes[each], r[each]) / lengths
        except np.linalg.LinAlgError:  # two rows with the same x
            continue
        if np.isfinite(delta).all():
            yield theta + delta


def _searched(rows: InMemory, theta: Any, chosen: tuple[int, ...], bounds: Bounds | None) -> Array | None:
    """The parameters with which a model comes nearest to a few rows, from a start; None where it has no value."""
    import numpy as np

    from mvcalc_cli.numeric.fit.levenberg import levenberg

    try:
        found = levenberg(InMemory(rows.model, _few(rows, chosen)), theta, bounds=bounds, max_steps=_SEARCH)
    except UndefinedError:
        return None
    return found.theta if np.isfinite(found.theta).all() else None


def _few(rows: InMemory, where: Sequence[int]) -> Data:
    """Some of the rows."""
    import numpy as np

    data, at = rows.data, np.array(where)
    columns = {name: column[at] for name, column in data.columns.items()}
    return Data(columns, data.y[at], None if data.sigma is None else data.sigma[at])
