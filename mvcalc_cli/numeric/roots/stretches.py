"""Roots of a system where its Jacobian is singular: whole stretches where an equation says nothing, and flat roots."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.roots.system_words import where
from mvcalc_cli.numeric.roots.trace import Ending, Root

if TYPE_CHECKING:
    from mvcalc_cli.numeric.compiled import Triplets
    from mvcalc_cli.numeric.roots.system import System

# How far around a root an equation must have left 0, beside max(1, |v|), and where it is looked at.
_AROUND: Final = 0.125
_LOOKS: Final = 8
# How far away the number of fewer decimals may be that is the root.
_NEAR: Final = 1e-6
_DECIMALS: Final = 12


def on_plateau(system: System, v: Any, jacobian: Triplets) -> Ending | None:
    """Why this is no root, if an equation stays 0 up to rounding on one side: tanh(x) − 1 beyond x = 19.

    Args:
        system: F.
        v: Where F is 0 up to rounding, shape (n,).
        jacobian: The Jacobian there.
    """
    import numpy as np

    scale = np.maximum(1.0, np.abs(v))
    noise = system.noise(v, jacobian)
    moves = np.bincount(jacobian.rows, np.abs(jacobian.values) * scale[jacobian.columns], system.size)
    level, still = _AROUND * moves <= noise, np.zeros(system.size, dtype=bool)
    random = np.random.default_rng(2)
    for _ in range(_LOOKS if level.any() else 0):
        value = system.value_or_none(v + _AROUND * scale * random.choice([-1.0, 1.0], system.size))
        if value is not None:
            still |= level & (np.abs(value) <= noise)
    if not still.any():
        return None
    first = int(np.flatnonzero(still)[0]) + 1
    said = f"equation {first} is 0 up to rounding on a whole stretch at {where(system, v)}: no single root stands out"
    return Ending("plateau", said)


def rounded_root(system: System, v: Any) -> Root | None:
    """The root that a place is but for its last decimals: (0, 0) for (4e−29, 3e−12), where y⁴ is nearly flat."""
    import numpy as np

    for decimals in range(_DECIMALS):
        near = np.round(v, decimals) + 0.0
        if np.abs(near - v).max(initial=0.0) > _NEAR:
            continue
        value = system.value_or_none(near)
        if value is not None and not value.any():
            return Root(near, 0.0, max(float(np.abs(near - v).max(initial=0.0)), math.ulp(1.0)))
    return None
