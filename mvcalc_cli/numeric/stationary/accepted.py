"""Which of the ends are solutions: by the sizes of the terms, and by what F does around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mvcalc_cli.numeric.stationary.newton import Ends

if TYPE_CHECKING:
    from mvcalc_cli.numeric.program import Array
    from mvcalc_cli.numeric.stationary.equations import Equations

# F beside its terms, where it is rounding.
_ROUNDING: Final = 1e-12
# A last step so short, in parts of the box, has arrived, whatever the terms are: x⁵ is one term.
_SHORT: Final = 1e-6
# There F is no more than this part of what it is around; where a minimum of |F| is none of its zeros, it is as large.
_QUIET: Final = 1e-9
# F is looked at so far around a point, in parts of the box: on a plateau, where it underflows, it is 0 all around.
_AROUND: Final = 2e-3
_NOTHING: Final = 1e-200
# A little outside of the box is rounding.
_EDGE: Final = 1e-9


def accepted(equations: Equations, ends: Ends, low: Array, high: Array) -> Ends:
    """The ends that are solutions inside the box."""
    import numpy as np

    width = high - low
    near = _EDGE * width
    points = ends.points
    with np.errstate(all="ignore"):
        inside = ((points >= (low - near)[:, None]) & (points <= (high + near)[:, None])).all(axis=0)
        inside &= np.isfinite(ends.step)
        points, step = np.clip(points[:, inside], low[:, None], high[:, None]), ends.step[inside]
        if not len(step):
            return Ends(points, step)
        values, around = np.abs(equations.values(points)), _around(equations, points, width)
        rounding = values <= _ROUNDING * equations.sizes(points)
        quiet = (rounding | (values <= _QUIET * around)).all(axis=0) & (step <= _SHORT)
        flat = (around <= _NOTHING) & ~np.array(equations.constant)[:, None]
        good = (rounding.all(axis=0) | quiet) & ~flat.any(axis=0)
        return Ends(points[:, good], step[good])


def _around(equations: Equations, points: Array, width: Array) -> Array:
    """The largest |F| at some places around each point, shape (m, k)."""
    import numpy as np

    axes, ones = np.eye(len(width)), np.ones((1, len(width)))
    largest = np.zeros((len(equations.constant), points.shape[1]))
    for way in np.concatenate([axes, -axes, ones, -ones]) * width * _AROUND:
        largest = np.fmax(largest, np.abs(equations.values(points + way[:, None])))
    return largest
