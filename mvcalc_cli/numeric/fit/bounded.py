"""Parameters in a box: which are free to move, and the damped step that stays inside."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.damped import DampedStep, damped_step, spectrum

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array, Linearised


def box(names: Sequence[str], bounds: Mapping[str, tuple[float, float]] | None) -> Bounds | None:
    """The bounds of the free parameters as arrays; None where there are none.

    Raises:
        InputError: If a name is no parameter, or its bounds leave no room.

    >>> box(("a", "b"), {"b": (0.0, 2.0)})
    Bounds(lower=array([-inf,   0.]), upper=array([inf,  2.]))
    """
    import numpy as np

    if not bounds:
        return None
    for name, (low, high) in bounds.items():
        if name not in names:
            raise InputError(f"bounds are given for {name}, which is no free parameter of the model")
        if not low < high:
            raise InputError(f"the bounds of {name} leave no room: {low:g} … {high:g}", hint="--fix holds a parameter")
    lower = [bounds.get(name, (-math.inf, math.inf))[0] for name in names]
    upper = [bounds.get(name, (-math.inf, math.inf))[1] for name in names]
    return Bounds(np.array(lower), np.array(upper))


def inside(theta: Array, bounds: Bounds | None) -> Array:
    """The nearest θ in the box."""
    import numpy as np

    return theta if bounds is None else np.clip(theta, bounds.lower, bounds.upper)


def active(theta: Array, gradient: Array, bounds: Bounds | None) -> tuple[int, ...]:
    """For each parameter −1 if it is held by its lower bound, 1 if by its upper, 0 if it is free.

    One that stands at a bound, but would go inwards, is free.
    """
    if bounds is None:
        return (0,) * len(theta)
    low = (theta <= bounds.lower) & (gradient > 0)
    high = (theta >= bounds.upper) & (gradient < 0)
    return tuple(int(each) for each in high.astype(int) - low)


def free(held: Sequence[int]) -> Any:
    """Which parameters may move, shape (p,)."""
    import numpy as np

    return np.array([not each for each in held], dtype=bool)


def boxed_step(local: Linearised, theta: Array, scale: Array, radius: float, bounds: Bounds) -> DampedStep:
    """The damped step of the parameters that no bound holds, in the box.

    Those which would leave it go to their bounds, one after another, and the others make the best of that. δ has
    shape (p,), 0 where a parameter is held.
    """
    import numpy as np

    delta, open_ = np.zeros(len(theta)), free(active(theta, local.gradient, bounds))
    while open_.any():
        c = local.c - local.triangle @ delta
        found = damped_step(spectrum(local.triangle[:, open_], c, scale[open_]), radius)
        trial = delta.copy()
        trial[open_] = found.delta
        beyond = _beyond(theta + trial, bounds) * open_
        if not beyond.any():
            return found._replace(delta=trial)
        worst = int(np.argmax(beyond * scale))
        delta[worst] = inside(theta + trial, bounds)[worst] - theta[worst]
        open_[worst] = False
    return DampedStep(delta, float(np.linalg.norm(scale * delta)), 1.0)


def _beyond(theta: Array, bounds: Bounds) -> Any:
    """How far outside each parameter is, shape (p,)."""
    import numpy as np

    return np.maximum(np.maximum(bounds.lower - theta, theta - bounds.upper), 0.0)
