"""Solutions met several times are told once; of those that are not alone, some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.stationary.steps import equilibrated

if TYPE_CHECKING:
    from mvcalc_cli.numeric.program import Array
    from mvcalc_cli.numeric.stationary.equations import Equations
    from mvcalc_cli.numeric.stationary.newton import Ends

# Nearer than this, in parts of the box, two points are one; at degenerate ones, where digits are lost.
_SAME: Final = 1e-8
_SAME_DEGENERATE: Final = 2e-4
# Points of a whole curve of solutions stand so far apart, and there are so many.
_APART: Final = 0.05
_MOST_OF_CURVE: Final = 24
_FEWEST_OF_CURVE: Final = 12
# So many are compared before some are chosen.
_PLENTY: Final = 1000
# A singular value below this part of the largest: the Jacobian is singular, or nearly.
_DEGENERATE: Final = 1e-4
# A last step that is longer, in parts of the box, ended at a degenerate point.
_EXACT: Final = 1e-11


def distinct(equations: Equations, ends: Ends, low: Array, high: Array, most: int) -> Array:
    """Each solution once, shape (n, k), in the order of their coordinates; of too many those in the middle."""
    import numpy as np

    if not len(ends.step):
        return ends.points
    width, middle = high - low, (low + high) / 2
    with np.errstate(all="ignore"):
        points, degenerate = _sorted(equations, ends, width)
        regular = _thinned(points[:, ~degenerate], width, _SAME, max(most, _PLENTY))
        others = _thinned(points[:, degenerate], width, _SAME_DEGENERATE, most)
        others = _samples(others[:, ~_is_among(others, regular, width, _SAME_DEGENERATE)], width)
        regular = _snapped(equations, regular, _SAME * width)
        others = _snapped(equations, others, _SAME_DEGENERATE * width)
    found = np.concatenate([regular, others], axis=1)
    found = found[:, np.argsort(np.abs((found - middle[:, None]) / width[:, None]).max(axis=0), kind="stable")[:most]]
    return found[:, np.lexsort(np.round(found[::-1], 9))]


def crowded(equations: Equations, ends: Ends, width: Array) -> Array:
    """The degenerate ones, each once, shape (n, k): near them are others more often than elsewhere."""
    if not len(ends.step):
        return ends.points
    points, degenerate = _sorted(equations, ends, width)
    return _thinned(points[:, degenerate], width, _SAME_DEGENERATE, _MOST_OF_CURVE)


def _sorted(equations: Equations, ends: Ends, width: Array) -> tuple[Array, Any]:
    """The ends, those with the shortest last step first, shape (n, k); and which are degenerate, shape (k,)."""
    import numpy as np

    best = np.argsort(ends.step, kind="stable")
    points = ends.points[:, best]
    return points, _degenerate(equations, points, width) | (ends.step[best] > _EXACT)


def _samples(points: Array, width: Array) -> Array:
    """Not too many points of a curve of solutions, well apart; all of them where they are few."""
    apart, found = _APART, points
    while points.shape[1] > _MOST_OF_CURVE and apart > _SAME_DEGENERATE:
        found = _thinned(points, width, apart, _MOST_OF_CURVE)
        if found.shape[1] >= _FEWEST_OF_CURVE:
            break
        apart /= 2
    return found


def _snapped(equations: Equations, points: Array, reach: Array) -> Array:
    """The point of the fewest decimals within reach where no |F| is larger: digits are lost at degenerate ones."""
    import numpy as np

    found = points.copy()
    if not points.shape[1]:
        return found
    here, todo = np.abs(equations.values(points)), np.ones(points.shape[1], dtype=bool)
    for decimals in range(9):
        near = np.round(points, decimals) + 0.0
        good = todo & (np.abs(near - points) <= reach[:, None]).all(axis=0)
        good &= (np.abs(equations.values(near)) <= here).all(axis=0)
        found[:, good] = near[:, good]
        todo &= ~good
    return found


def _degenerate(equations: Equations, points: Array, width: Array) -> Any:
    import numpy as np

    scaled, _ = equilibrated(equations.jacobian(points), width)
    found = np.ones(points.shape[1], dtype=bool)
    known = np.isfinite(scaled).all(axis=(1, 2))
    if scaled.shape[1] >= scaled.shape[2] and known.any():
        sizes = np.linalg.svd(scaled[known], compute_uv=False)
        found[known] = ~(sizes[:, -1] > _DEGENERATE * sizes[:, 0])
    return found


def _thinned(points: Array, width: Array, apart: float, most: int) -> Array:
    """Points of which no two are nearer, as they come."""
    import numpy as np

    left = points
    kept: list[Any] = []
    while left.shape[1] and len(kept) < most:
        kept.append(left[:, 0])
        left = left[:, ~_is_among(left, left[:, :1], width, apart)]
    return np.array(kept).T if kept else points[:, :0]


def _is_among(points: Array, others: Array, width: Array, apart: float) -> Any:
    """Which points are nearer than so many parts of the box to one of the others, shape (k,)."""
    import numpy as np

    found = np.zeros(points.shape[1], dtype=bool)
    for other in others.T:
        found |= (np.abs(points - other[:, None]) <= apart * width[:, None]).all(axis=0)
    return found
