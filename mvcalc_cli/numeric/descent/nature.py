"""What kind of point a run has come to: decided by curvature, Newton's step and what the neighbours say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.descent.curvature import Curvature, curvature
from mvcalc_cli.numeric.descent.neighbours import (
    changes,
    directions,
    jump,
    lower,
    lower_neighbour,
    magnitude,
    rounding,
    shortest,
    slopes,
)
from mvcalc_cli.numeric.descent.run import Nature

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective
    from mvcalc_cli.numeric.descent.state import State

# Newton's step is short up to this part of the size of v.
_SHORT: Final = 1e-2
# The curvature changes by less than this part along Newton's step where the quadratic model is trusted.
_STEADY: Final = 0.2
# Curvature below this part of the largest does not show in the length of H·d; steps below this part of v are rounding.
_HIDDEN: Final = 1e-6
_ROUNDED: Final = 1e-7
# Newton's steps that shrink more slowly than this have no end: those of e^-x do not shrink at all.
_ENDLESS: Final = 0.995
# Newton's steps that end within this distance, or a small part of the size of v, are followed.
_FAR: Final = 1.0
# Curvature that shrinks to this part of itself at the bottom of a valley was that of its wall.
_VANISHED: Final = 0.1
# A fall of this part of what polishing gained is no fall.
_NEGLIGIBLE: Final = 1e-6
# How far from a saddle a lower point is looked for, beside the size of v, and how near.
_FARTHEST: Final = 0.1
_LEAST: Final = _FARTHEST / 2**17
# At a kink the gradients of neighbours this near lie apart by this part of the gradient.
_NEAR: Final = 1e-6
_JUMP: Final = 0.1


class Look(NamedTuple):
    """What is known about a point.

    Attributes:
        nature: What it is.
        curvature: Its second derivatives; None where they were not asked for or do not exist.
        known: How far away the point is that the run is coming to: the distance by Newton's steps; inf where they have
            no end, nan where there is none.
        below: A point further down, shape (n,); None if none was found.
        changes: Whether f has other values around; False on a plateau.
        level: Whether f was seen to be as low along a line.
    """

    nature: Nature
    curvature: Curvature | None = None
    known: float = math.nan
    below: Any = None
    changes: bool = True
    level: bool = False


def look(objective: Objective, state: State, tolerance: float) -> Look:
    """The nature of a point with a small gradient."""
    kink = look_at_kink(objective, state, tolerance) if objective.numeric.kinks(state.v) else None
    if kink is not None:
        return kink
    found = curvature(objective, state)
    if found is None:
        return Look("unknown", below=lower_neighbour(objective, state))
    if found.sign == -1:
        return _curved_down(objective, state, found)
    if found.sign == 0:
        return _singular(objective, state, found)
    if found.sign is None:
        return Look("unknown", found, magnitude(found.newton))
    return _curved_up(objective, state, found)


def look_at_kink(objective: Objective, state: State, tolerance: float) -> Look | None:
    """The nature of a point beside which the gradient jumps; None where it does not."""
    import numpy as np

    around = slopes(objective, state, _NEAR * magnitude(state.v))
    if not around or not max(10 * tolerance, _JUMP * state.norm) < jump(around) < math.inf:
        return None
    try:
        wide = slopes(objective, state, _NEAR / 10 * magnitude(state.v))
    except UndefinedError:
        return None
    # A smooth function that is only steep has gradients that draw together.
    if not wide or jump(wide) < 0.5 * jump(around):
        return None
    way = shortest(around)
    length = float(np.linalg.norm(way))
    more = [way / length] if length > 1e-3 * jump(around) else []
    return Look("kink", None, 10 * _NEAR * magnitude(state.v), lower_neighbour(objective, state, more))


def is_within_rounding(objective: Objective, state: State, found: Look) -> bool:
    """Whether Newton's step would lower f by less than f is known."""
    bent = found.curvature
    if bent is None or bent.sign != 1 or not found.known <= _SHORT * magnitude(state.v):
        return False
    fall = -0.5 * float(objective.projected(state.v, state.gradient) @ bent.newton)
    return fall <= 10 * rounding(objective, state)


def _curved_up(objective: Objective, state: State, found: Curvature) -> Look:
    """All eigenvalues are positive: a minimum is near if Newton's steps come to an end."""
    import numpy as np

    length = float(np.linalg.norm(found.newton))
    if _is_steady(objective, state, found.newton) and not _creeps(objective, state, found, length):
        return _where_newton_holds(objective, state, found, length)
    known = _distance(objective, state, found.newton, length)
    if not known <= max(_FAR, _SHORT * magnitude(state.v)):
        return Look("distant", found, known)
    return _at_the_bottom(objective, state, found, known)


def _where_newton_holds(objective: Objective, state: State, found: Curvature, length: float) -> Look:
    """The quadratic model is right: its minimum is one of f, unless it is far, is a whole line, or f jumps."""
    if length > _SHORT * magnitude(state.v):
        return Look("distant", found, length)
    if not _stays_curved(objective, state, found):
        return Look("flat", found, length)
    below = _next_door(objective, state, found.newton)
    return Look("minimum" if below is None else "unknown", found, length, below)


def _is_steady(objective: Objective, state: State, newton: Any) -> bool:
    """Whether the curvature along Newton's step stays as it is: then it ends at the minimum, else on the way."""
    import numpy as np

    try:
        here = objective.hessian_vector(state.v, newton)
        there = objective.hessian_vector(objective.project(state.v + newton), newton)
    except UndefinedError:
        return False
    change = there - here
    in_energy = abs(float(newton @ change)) <= _STEADY * float(newton @ here)
    return in_energy and bool(np.linalg.norm(change) <= _STEADY * np.linalg.norm(here))


def _stays_curved(objective: Objective, state: State, found: Curvature) -> bool:
    """Whether the smallest curvature is still there at the end of Newton's step: that of (x² + y² - 1)² is not."""
    d = found.direction
    try:
        here = objective.hessian_vector(state.v, d)
        there = objective.hessian_vector(objective.project(state.v + found.newton), d)
    except UndefinedError:
        return False
    return float(d @ there) >= 0.5 * float(d @ here)


def _next_door(objective: Objective, state: State, newton: Any) -> Any:
    """A neighbour that is lower than any minimum near may be: f jumps there, as floor(x) does; None if none is."""
    import numpy as np

    fall = -float(state.gradient @ newton)
    lowest = state.f - rounding(objective, state) - fall
    radius = max(1e-6 * magnitude(state.v), 10 * float(np.linalg.norm(newton)))
    for d in directions(len(state.v)):
        for way in (d, -d):
            v = objective.project(state.v + radius * way)
            if objective.lowest(v) < lowest:
                return v
    return None


def _creeps(objective: Objective, state: State, found: Curvature, length: float) -> bool:
    """Whether the next of Newton's steps is hardly shorter: the steps of x⁹ or x⁴, where y² hides their curvature."""
    hidden = found.smallest < _HIDDEN * found.largest and length > _ROUNDED * magnitude(state.v)
    return hidden and not _distance(objective, state, found.newton, length) <= 2 * length


def _distance(objective: Objective, state: State, newton: Any, length: float) -> float:
    """How far Newton's steps lead if each is shorter than the one before by the same factor: those of x⁴ are."""
    import numpy as np

    try:
        after = objective.state(objective.project(state.v + newton), state)
    except UndefinedError:
        return math.inf
    bent = curvature(objective, after)
    if bent is None or bent.sign != 1:
        return math.inf
    shrinks = float(np.linalg.norm(bent.newton)) / length
    return length / (1 - shrinks) if shrinks < _ENDLESS else math.inf


def _at_the_bottom(objective: Objective, state: State, found: Curvature, known: float) -> Look:
    """Where Newton's steps grow shorter slowly: does f rise beyond their end (x⁴), fall (x³), or stay (exp(-x²))?"""
    import numpy as np

    way = found.newton * (known / float(np.linalg.norm(found.newton)))
    bottom, *beyond = (objective.project(state.v + part * way) for part in (1.0, 2.0, 3.0, 4.0))
    lowest = objective.lowest(bottom)
    clear = 0.1 * abs(state.f - lowest) + rounding(objective, state)
    values = [objective.lowest(v) for v in beyond]
    if min(values) < lowest - clear:
        return Look("saddle", found, known, beyond[values.index(min(values))])
    return Look("flat" if max(values) > lowest + clear else "distant", found, known)


def _singular(objective: Objective, state: State, found: Curvature) -> Look:
    """Up to rounding the smallest eigenvalue is 0."""
    import numpy as np

    scale = magnitude(state.v)
    # What Newton's step gains in the directions that curve is no falling on in the others.
    polished = _polished(objective, state, found.newton)
    negligible, state = _NEGLIGIBLE * (state.f - polished.f), polished
    ways = [found.direction]
    if state.norm > 0:
        ways.append(-objective.projected(state.v, state.gradient) / state.norm)
    lower_points = (lower(objective, state, d, _LEAST * scale, _FARTHEST * scale) for d in ways)
    below = next((v for v in lower_points if v is not None), None)
    if below is None:
        below = lower_neighbour(objective, state)
    if below is not None and state.f - objective.lowest(below) <= negligible:
        below = None
    length = float(np.linalg.norm(found.newton))
    if below is None:
        return Look("flat", found, length, changes=changes(objective, state), level=_is_level(objective, state, found))
    if length > _SHORT * scale or _slopes_down(objective, state, below):
        return Look("distant", found, math.inf, below)
    return Look("saddle", found, length, below)


def _is_level(objective: Objective, state: State, found: Curvature) -> bool:
    """Whether f is the same along a line, as (x + y)² is: along x⁴ it rises."""
    noise, radius = rounding(objective, state), _FARTHEST * _FARTHEST * magnitude(state.v)
    moved = (objective.project(state.v + way * radius * found.direction) for way in (1, -1))
    return any(abs(objective.lowest(v) - state.f) <= noise for v in moved)


def _polished(objective: Objective, state: State, newton: Any) -> State:
    """The state after Newton's step, where that is short and leads down; else the state itself."""
    import numpy as np

    if not float(np.linalg.norm(newton)) <= _SHORT * magnitude(state.v):
        return state
    try:
        after = objective.state(objective.project(state.v + newton), state)
    except UndefinedError:
        return state
    return after if after.f < state.f else state


def _slopes_down(objective: Objective, state: State, below: Any) -> bool:
    """Whether f falls to a lower point at the slope it has here, as on a gentle slant and not as from a saddle."""
    promised = float(state.gradient @ (below - state.v))
    return promised < 0 and objective.lowest(below) - state.f > 2 * promised


def _curved_down(objective: Objective, state: State, found: Curvature) -> Look:
    """There is a negative eigenvalue: a saddle or a maximum if that is near, else a slope that is nearly level."""
    import numpy as np

    scale, length = magnitude(state.v), float(np.linalg.norm(found.newton))
    bottom = _polished(objective, state, found.steep)
    bent = curvature(objective, bottom) if bottom is not state else None
    # Beside a valley that is curved, (x² + y² − 1)², f curves down along it, but not at its bottom.
    if bent is not None and bent.smallest > _VANISHED * found.smallest:
        return _singular(objective, bottom, bent)
    below = lower(objective, state, _way_down(found), _LEAST * scale, _FARTHEST * scale)
    if below is None:
        return Look("unknown", found, length)
    if not length <= _SHORT * scale or not _is_steady(objective, state, found.newton):
        return Look("distant", found, math.inf, below)
    return Look("maximum" if found.highest == -1 else "saddle", found, length, below)


def _way_down(found: Curvature) -> Any:
    """The direction that curves down most; at a maximum, where all do, one along which no variable stays behind."""
    import numpy as np

    if found.highest != -1:
        return found.direction
    way = np.linspace(1.0, 1.5, len(found.direction))
    return way / np.linalg.norm(way)
