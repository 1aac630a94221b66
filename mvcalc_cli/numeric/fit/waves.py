"""First guesses for oscillations, through a periodogram that takes x as they lie: sine, damped-sine.

Reference: Lomb, Least-squares frequency analysis of unequally spaced data, Astrophysics and Space Science 39 (1976);
with a constant fitted along, as in Zechmeister & Kürster, Astronomy & Astrophysics 496 (2009).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mvcalc_cli.numeric.fit.separable import crossed, searched

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array


# Distances that differ by no more than this part of themselves are equal.
_EVEN = 1e-3
# Of rows at equal distances: the part of the highest frequency up to which amplitudes can be told.
_BELOW = 0.98


def sine(x: Array, y: Array) -> list[float]:
    """A, ω, φ, C of A·sin(ω·x + φ) + C."""
    import numpy as np

    middle, width = _span(x)
    t = x - middle
    found = searched(
        lambda omega: [np.ones((1, len(x))), np.sin(omega * t), np.cos(omega * t)],
        y,
        frequencies(x)[:, None],
        [0.3 / width],
    )
    (omega,), (level, sines, cosines) = found.nonlinear, found.linear
    return [math.hypot(sines, cosines), omega, math.atan2(cosines, sines) - omega * middle, level]


def damped_sine(x: Array, y: Array) -> list[float]:
    """A, γ, ω, φ, C of A·exp(−γ·x)·sin(ω·x + φ) + C."""
    import numpy as np

    _, width = _span(x)
    begin = float(x.min())
    t = x - begin

    def basis(gamma: Any, omega: Any) -> list[Any]:
        fading = np.exp(-gamma * t)
        return [np.ones((1, len(x))), fading * np.sin(omega * t), fading * np.cos(omega * t)]

    trials = crossed(np.array([0.0, 0.7, 2.0, 5.0, 12.0, -1.5]) / width, frequencies(x))
    found = searched(basis, y, trials, [0.3 / width, 0.3 / width])
    (gamma, omega), (level, sines, cosines) = found.nonlinear, found.linear
    height = math.hypot(sines, cosines) * math.exp(min(max(gamma * begin, -700.0), 700.0))
    return [height, gamma, omega, math.atan2(cosines, sines) - omega * begin, level]


def frequencies(x: Array) -> Any:
    """Angular frequencies from a fraction of one period over the range up to one period in two rows.

    Of rows at equal distances the last of these, at which every row may lie on a zero of the sine, is left out.
    """
    import numpy as np

    _, width = _span(x)
    steps = np.diff(np.sort(x))
    steps = steps[steps > 0]
    most = max((1 + len(steps)) // 2, 2)
    found = 2 * math.pi / width * np.concatenate(([0.1, 0.2, 0.35], np.arange(0.5, most + 0.25, 0.2)))
    if len(steps) < 3 or steps.max() > (1 + _EVEN) * steps.min():
        return found
    return found[found < _BELOW * math.pi / steps.max()]


def _span(x: Array) -> tuple[float, float]:
    low, high = float(x.min()), float(x.max())
    return (low + high) / 2, high - low or 1.0
