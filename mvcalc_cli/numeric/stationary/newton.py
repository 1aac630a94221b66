"""A damped Newton's method from many starts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.numeric.stationary.steps import equilibrated, shortest, steps

if TYPE_CHECKING:
    from mvcalc_cli.numeric.program import Array
    from mvcalc_cli.numeric.stationary.equations import Equations

# At a root of multiplicity 5 a step takes a fifth of the way: these are enough for 7 digits.
_STEPS: Final = 70
_SHORTER: Final = 6
_ENOUGH: Final = 0.05
# A step is at most this part of the box.
_LONGEST: Final = 0.2
# Starts that leave the box by this part of it are given up.
_OUTSIDE: Final = 0.5
# A step so short is rounding; one so short that lowers F no more has arrived.
_CONVERGED: Final = 1e-15
_ARRIVED: Final = 1e-7
_ROUNDING: Final = 1e-13
# Every so many steps starts are given up: whose steps are longer than those to a root of multiplicity 5, and all but
# a few of those that are in one place.
_PRUNED: Final = 10
_CREEPING: Final = 0.3
_TOGETHER: Final = 1e-4
_COMPANY: Final = 3


class Ends(NamedTuple):
    """Where the starts came to.

    Attributes:
        points: Shape (n, k).
        step: The length of the last step of each, in parts of the box, shape (k,): 0 where F is rounding, inf where
            the way was given up.
    """

    points: Array
    step: Array


class _Moved(NamedTuple):
    """Points after a step, the length of Newton's step, and where the way is over."""

    points: Array
    step: Array
    over: Any


def newton(equations: Equations, starts: Array, low: Array, high: Array) -> Ends:
    """Follow every start until its step is rounding, or it is stuck, or outside.

    Args:
        equations: m equations for n unknowns.
        starts: Shape (n, k).
        low: Of the box, shape (n,).
        high: Of the box, shape (n,).
    """
    import numpy as np

    width = high - low
    lowest, highest = (low - _OUTSIDE * width)[:, None], (high + _OUTSIDE * width)[:, None]
    points, step = starts.copy(), np.full(starts.shape[1], np.inf)
    alive = np.arange(points.shape[1])
    with np.errstate(all="ignore"):
        for taken in range(_STEPS):
            if not len(alive):
                break
            moved = _step(equations, points[:, alive], width)
            inside = ((moved.points >= lowest) & (moved.points <= highest)).all(axis=0)
            points[:, alive], step[alive] = moved.points, np.where(inside, moved.step, np.inf)
            alive = alive[inside & ~moved.over]
            if taken % _PRUNED == _PRUNED - 1:
                followed = _promising(points[:, alive] / width[:, None], step[alive], taken)
                step[alive[~followed]] = np.inf
                alive = alive[followed]
    return Ends(points, step)


def _promising(places: Array, step: Array, taken: int) -> Any:
    """Which starts are followed further: those that come nearer to something, a few of those that run together.

    Args:
        places: Where they are, in parts of the box, shape (n, k).
        step: Of each, in the same parts.
        taken: How many steps were taken.
    """
    import numpy as np

    slow = step > _CREEPING * 0.8**taken
    cells = np.round(places / _TOGETHER)
    order = np.lexsort(cells)
    same = (cells[:, order[_COMPANY:]] == cells[:, order[:-_COMPANY]]).all(axis=0)
    crowd = np.zeros(len(step), dtype=bool)
    crowd[order[_COMPANY:]] = same
    return ~slow & ~crowd


def _step(equations: Equations, points: Array, width: Array) -> _Moved:
    """One step from each point, the shortest one where Newton's does not lower F."""
    import numpy as np

    values = equations.values(points).T
    jacobian, scales = equilibrated(equations.jacobian(points), width)
    here = values / scales
    way, solved = steps(jacobian, here)
    step = np.where(solved, np.abs(way).max(axis=1), np.inf)
    moved, stuck = _lowered(equations, points, way, (width, scales, here))
    if stuck.any():
        again = np.flatnonzero(stuck & np.isfinite(way).all(axis=1))
        way = shortest(jacobian[again], here[again])
        second = _lowered(equations, points[:, again], way, (width, scales[again], here[again]))
        moved[:, again], stuck[again] = second
    over = stuck | (step <= _CONVERGED)
    step[stuck & (step > _ARRIVED)] = np.inf
    step[over] = np.where(_is_rounding(equations, points[:, over], values[over].T), 0.0, step[over])
    return _Moved(moved, step, over)


def _is_rounding(equations: Equations, points: Array, values: Array) -> Any:
    """Is F nothing but rounding, beside the terms it is made of?"""
    return (abs(values) <= _ROUNDING * equations.sizes(points)).all(axis=0)


def _lowered(equations: Equations, points: Array, way: Array, units: tuple[Array, Array, Array]) -> tuple[Array, Any]:
    """The first of the shortened steps that lowers F, each equation in units of its own slope; and who found none."""
    import numpy as np

    width, scales, here = units
    before = np.abs(here).max(axis=1)
    way = way * np.minimum(1.0, _LONGEST / np.abs(way).max(axis=1))[:, None] * width
    moved, stuck = points.copy(), ~(before == 0)
    trying = np.flatnonzero(np.isfinite(way).all(axis=1) & stuck)
    factor = 1.0
    for _ in range(_SHORTER):
        if not len(trying):
            break
        trial = points[:, trying] + factor * way[trying].T
        after = np.abs(equations.values(trial).T / scales[trying]).max(axis=1)
        good = after <= (1 - _ENOUGH * factor) * before[trying]
        moved[:, trying[good]] = trial[:, good]
        stuck[trying[good]] = False
        trying = trying[~good]
        factor /= 3
    return moved, stuck
