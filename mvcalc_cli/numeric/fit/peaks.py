"""First guesses for peaks and dips: gaussian, gaussian+line, lorentzian."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from mvcalc_cli.numeric.fit.separable import Separated, crossed, searched

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array

# exp(−745) is the least number that is not 0.
_FARTHEST = 745.0


def gaussian(x: Array, y: Array) -> list[float]:
    """A, μ, σ of A·exp(−(x − μ)²/(2σ²))."""
    found = _searched(x, y, lambda mu, sigma: [_bell(x, mu, sigma)])
    return [*found.linear, *found.nonlinear]


def gaussian_and_line(x: Array, y: Array) -> list[float]:
    """A, μ, σ, a, b of A·exp(−(x − μ)²/(2σ²)) + a + b·x."""
    import numpy as np

    middle = float(x.mean())
    found = _searched(x, y, lambda mu, sigma: [np.ones((1, len(x))), (x - middle)[None], _bell(x, mu, sigma)])
    level, slope, height = found.linear
    return [height, *found.nonlinear, level - slope * middle, slope]


def lorentzian(x: Array, y: Array) -> list[float]:
    """A, x0, γ of A·γ²/((x − x0)² + γ²)."""
    found = _searched(x, y, lambda place, half: [1 / (1 + ((x - place) / half) ** 2)])
    return [*found.linear, *found.nonlinear]


def _bell(x: Array, mu: Any, sigma: Any) -> Any:
    import numpy as np

    return np.exp(-np.minimum(((x - mu) / sigma) ** 2 / 2, _FARTHEST))


def _searched(x: Array, y: Array, basis: Callable[..., Sequence[Any]]) -> Separated:
    import numpy as np

    width = float(np.ptp(x)) or 1.0
    widths = width * 0.5 ** np.arange(-1, 9)
    found = searched(basis, y, crossed(places(x, y), widths), [width / 50, width / 50], keep=8)
    return found._replace(nonlinear=[found.nonlinear[0], abs(found.nonlinear[1])])


def places(x: Array, y: Array) -> Any:
    """Where a peak or a dip may stand: along x, somewhat beyond its ends, and where y is largest and least."""
    import numpy as np

    low, high = float(x.min()), float(x.max())
    width = high - low
    order = np.argsort(x, kind="stable")
    extremes = [x[order][_extremes(y[order], wide)] for wide in (1, 3, 7)]
    beyond = [low - width / 2, low - width / 6, high + width / 6, high + width / 2]
    return np.concatenate((np.linspace(low, high, 25), beyond, *extremes))


def _extremes(y: Array, wide: int) -> list[int]:
    """Where the running mean of so many y is largest and least."""
    import numpy as np

    if len(y) < wide:
        return []
    mean = np.convolve(y, np.ones(wide) / wide, mode="valid")
    return [int(mean.argmax()) + wide // 2, int(mean.argmin()) + wide // 2]
