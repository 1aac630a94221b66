"""Where the search begins: a grid over the box, and the places on it that look like solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.stationary.steps import equilibrated, steps

if TYPE_CHECKING:
    from mvcalc_cli.numeric.program import Array
    from mvcalc_cli.numeric.stationary.equations import Equations

# Places on each axis, by the number of unknowns; with more unknowns there are fewer.
_COUNTS: Final = {1: 6001, 2: 121, 3: 31, 4: 12, 5: 7, 6: 5}
_FEWEST: Final = 3
# Starts: where Newton's step is short, where |F| is least among neighbours, and some all over the box.
_SHORT: Final = 500
_LOW: Final = 300
_ANYWHERE: Final = 120
_MOST_POINTS: Final = 20_000
# A step that is so many times as long as the grid's leads to a solution near by.
_NEAR: Final = 1.5
# About a place where solutions may crowd: so many starts, over so many powers of ten.
_AROUND: Final = 100
_DECADES: Final = 5


def starts(equations: Equations, low: Array, high: Array, seed: int) -> Array:
    """The places to begin at, shape (n, k)."""
    import numpy as np

    points, shape = _grid(low, high)
    spacing = (high - low) / (np.array(shape) - 1)
    values, slopes = equations.values(points), equations.jacobian(points)
    scaled, scales = equilibrated(slopes, spacing)
    merit = np.abs(values.T / scales).max(axis=1)
    length = np.abs(steps(scaled, values.T / scales)[0]).max(axis=1)
    length[~np.isfinite(length)] = np.inf
    merit[~np.isfinite(merit)] = np.inf
    short = np.argsort(length, kind="stable")[:_SHORT]
    short = short[length[short] <= _NEAR]
    least = np.flatnonzero(_lowest(merit.reshape(shape)).reshape(-1) & np.isfinite(merit))
    least = least[np.argsort(merit[least], kind="stable")[:_LOW]]
    changing = _changing(values.reshape(-1, *shape), points)
    return np.concatenate([points[:, short], changing, points[:, least], _anywhere(low, high, seed)], axis=1)


def _grid(low: Array, high: Array) -> tuple[Array, tuple[int, ...]]:
    """Evenly, edges and middle included, shape (n, k), and the places on each axis."""
    import numpy as np

    size = len(low)
    count = _COUNTS.get(size, _FEWEST)
    axes = [np.linspace(*ends, count) for ends in zip(low, high, strict=True)]
    while count**size > _MOST_POINTS:
        count -= 1
        axes = [np.linspace(*ends, count) for ends in zip(low, high, strict=True)]
    return np.stack([axis.reshape(-1) for axis in np.meshgrid(*axes, indexing="ij")]), (count,) * size


def _lowest(merit: Array) -> Any:
    """Where no neighbour along an axis is lower."""
    import numpy as np

    found = np.ones(merit.shape, dtype=bool)
    for axis in range(merit.ndim):
        rows = np.moveaxis(merit, axis, 0)
        kept = np.moveaxis(found, axis, 0)
        kept[1:] &= ~(rows[:-1] < rows[1:])
        kept[:-1] &= ~(rows[1:] < rows[:-1])
    return found


def _changing(values: Array, points: Array) -> Array:
    """The middles of the cells of one unknown in which its equation changes its sign."""
    import numpy as np

    if values.ndim != 2 or values.shape[0] != 1:
        return points[:, :0]
    signs = np.sign(values[0])
    at = np.flatnonzero(signs[1:] * signs[:-1] < 0)[:_SHORT]
    return (points[:, at] + points[:, at + 1]) / 2


def _anywhere(low: Array, high: Array, seed: int) -> Array:
    """Evenly scattered points, and some around 0."""
    import numpy as np

    scattered = low[:, None] + _even(len(low), _ANYWHERE, seed) * (high - low)[:, None]
    return np.concatenate([scattered, around(np.clip(0.0, low, high), low, high, seed)], axis=1)


def around(centre: Array, low: Array, high: Array, seed: int) -> Array:
    """Points about a place, in each coordinate at a distance of its own power of ten, shape (n, k).

    Where several solutions crowd, some of them are met by no grid.
    """
    import numpy as np

    unit = 2 * _even(len(low), _AROUND, seed) - 1
    distance = 10.0 ** (-_DECADES * np.abs(unit)) * (high - low)[:, None] / 2
    return np.clip(centre[:, None] + np.sign(unit) * distance, low[:, None], high[:, None])


def _even(size: int, count: int, seed: int) -> Array:
    """Points of the unit cube, shape (size, count): multiples of the powers of a generalised golden ratio.

    Reference: Roberts 2018, The unreasonable effectiveness of quasirandom sequences.
    """
    import numpy as np

    ratio = 2.0
    for _ in range(40):
        ratio = (1 + ratio) ** (1 / (size + 1))
    return (0.5 + 0.37 * seed + np.outer(ratio ** -np.arange(1.0, size + 1), np.arange(1, count + 1))) % 1
