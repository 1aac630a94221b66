"""What f does around a point: its rounding, where it is lower, and whether its gradient jumps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.calculus.undefined import UndefinedError

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective
    from mvcalc_cli.numeric.descent.state import State

_EPSILON: Final = 2.0**-52
# How far the neighbours are, beside the size of v.
_RADII: Final = (1e-2, 1e-3, 1e-4)
# Random directions beside those of the axes.
_RANDOM: Final = 24
_AXES: Final = 20


def magnitude(v: Any) -> float:
    """The size of v, at least 1: what "near" and "far" are beside."""
    import numpy as np

    return max(1.0, float(np.linalg.norm(v)))


def rounding(objective: Objective, state: State) -> float:
    """How far f is known: how much it changes as v changes in its last digits."""
    import numpy as np

    # Four fixed changes, as good as random ones: numpy.random takes longer to import than a small run does.
    places = np.arange(1.0, len(state.v) + 1)
    found = _EPSILON * abs(state.f)
    for k in range(1, 5):
        f = objective.lowest(objective.project(state.v * (1 + _EPSILON * np.cos(k * places))))
        found = max(found, abs(f - state.f) if f < np.inf else 0.0)
    return 4 * found


def lower(objective: Objective, state: State, d: Any, near: float, far: float) -> Any:
    """A point along ±d where f is lower, and falls all the way there; None if there is none.

    Args:
        objective: f.
        state: Where to look from.
        d: A direction of length 1, shape (n,).
        near: The distance of the first trial.
        far: The distance of the last: the farthest that is lower counts.
    """
    noise, found = rounding(objective, state), None
    lowest = state.f - noise
    for way in (d, -d):
        t, before = near, state.f + noise
        while t <= far:
            v = objective.project(state.v + t * way)
            f = objective.lowest(v)
            if not f <= before:
                break
            if f < lowest:
                found, lowest = v, f
            before, t = f, 2 * t
    return found


def lower_neighbour(objective: Objective, state: State, more: Iterable[Any] = ()) -> Any:
    """A neighbour that is lower, in the given directions, those of the axes and random ones; None if none is."""
    scale, noise = magnitude(state.v), rounding(objective, state)
    found, lowest = None, state.f - noise
    for d in (*more, *directions(len(state.v))):
        for radius in _RADII:
            for way in (d, -d):
                v = objective.project(state.v + radius * scale * way)
                f = objective.lowest(v)
                if f < lowest:
                    found, lowest = v, f
    return found


def changes(objective: Objective, state: State) -> bool:
    """Whether f has another value anywhere around."""
    scale, noise = magnitude(state.v), rounding(objective, state)
    return any(
        abs(objective.lowest(objective.project(state.v + radius * scale * d)) - state.f) > noise
        for d in directions(len(state.v))
        for radius in _RADII
    )


def directions(size: int) -> Iterator[Any]:
    """Unit vectors: of the first axes, and random ones."""
    import numpy as np

    for k in range(min(size, _AXES)):
        axis = np.zeros(size)
        axis[k] = 1.0
        yield axis
    # As good as random for this, and without the 12 ms that importing numpy.random takes.
    places = np.arange(1.0, size + 1)
    for k in range(_RANDOM if size > 1 else 0):
        d = np.cos((k + 1) * places**2 + 0.5 * k)
        yield d / np.linalg.norm(d)


def slopes(objective: Objective, state: State, radius: float) -> list[Any]:
    """Gradients of neighbours at a distance, where there are any."""
    found = []
    for d in directions(len(state.v)):
        for way in (d, -d):
            try:
                found.append(objective.gradient(objective.project(state.v + radius * way))[1])
            except UndefinedError:
                continue
    return found


def jump(around: list[Any]) -> float:
    """How far the gradients of neighbours lie apart: at a kink their distance does not shrink with the radius."""
    import numpy as np

    return max((float(np.linalg.norm(other - around[0])) for other in around), default=0.0)


def shortest(gradients: list[Any]) -> Any:
    """The shortest vector among the mixtures of gradients: f falls against it at a kink, unless it is 0.

    By the method of Gilbert (1966), enough of it for a direction.

    >>> import numpy as np
    >>> shortest([np.array([2.0, 1.0]), np.array([-2.0, 1.0])]).tolist()
    [0.0, 1.0]
    """
    import numpy as np

    rows = np.array(gradients)
    found = rows.mean(axis=0)
    for _ in range(200):
        corner = rows[int(np.argmin(rows @ found))]
        way = corner - found
        square = float(way @ way)
        part = min(1.0, -float(found @ way) / square) if square else 0.0
        if part <= 1e-12:
            break
        found = found + part * way
    return found
