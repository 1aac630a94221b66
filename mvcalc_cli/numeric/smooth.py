"""Has a function a derivative at a point where a rule does not hold? |x| at 0 has none, x·|x| has."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.numeric.check import Claim, length

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.function import Numeric

# One-sided slopes are taken over these runs: at a kink they stay apart, else they come near the slope as h does.
_STEPS: Final = (1e-3, 1e-5, 1e-7, 1e-9)
_FALLS: Final = 0.3  # |x|^1.2 has a derivative at 0, and its slopes fall by 0.4 only: taken for a kink
_NOTHING: Final = 1e-7
_DIRECTIONS: Final = 3
_UNIT: Final = 1e-16


def kink(numeric: Numeric, v: Any, places: Any = ...) -> Tree | None:
    """The part that makes the function have no derivative at v by some of its variables; None where it has one.

    Args:
        numeric: The compiled function.
        v: The point, shape (n,).
        places: Which variables; all unless given.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> kink(compile_numeric("abs(x) + y"), np.array([0.0, 1.0]))
    Tree('call', 'abs', Tree('variable', 'x'))
    >>> kink(compile_numeric("x*abs(x) + y"), np.array([0.0, 1.0]))
    """
    parts = numeric.kinks(v)
    return None if not parts or _is_smooth(_values(numeric, v), places) else parts[0]


def second_kink(numeric: Numeric, v: Any, places: Any = ...) -> Tree | None:
    """The part that makes the function or its gradient have no derivative at v; None where both have one."""
    parts = numeric.kinks(v)
    if not parts:
        return None
    slopes = Claim(lambda u: numeric.gradient(u)[1], lambda d: numeric.hessian_vector(v, d), v)
    return None if _is_smooth(_values(numeric, v), places) and _is_smooth(slopes, places) else parts[0]


def _values(numeric: Numeric, v: Any) -> Claim:
    if numeric.count is not None:
        return Claim(numeric.value, lambda d: numeric.jacobian_vector(v, d), v)
    _, gradient = numeric.gradient(v)
    return Claim(numeric.value, lambda d: float(gradient @ d), v)


def _is_smooth(claim: Claim, places: Any) -> bool:
    """Do the slopes on both sides of v meet in the one that is claimed, in random directions?"""
    import numpy as np

    draw = np.random.default_rng(1)
    here = claim.function(claim.v)
    size = max(1.0, float(np.abs(claim.v).max(initial=0.0)))
    with np.errstate(all="ignore"):
        for _ in range(_DIRECTIONS):
            d = np.zeros(len(claim.v))
            d[places] = (size * draw.choice([-1.0, 1.0], len(d)) * draw.uniform(0.5, 1.5, len(d)))[places]
            if not _meet(claim, here, d):
                return False
    return True


def _meet(claim: Claim, here: Any, d: Any) -> bool:
    """Do the one-sided slopes come near the slope as the run shrinks?"""
    slope = claim.slope(d)
    off = [_off(claim, here, step * d, slope * step) / step for step in _STEPS]
    room = [8 * _UNIT * length(here) / step + _NOTHING * (1 + length(slope)) for step in _STEPS]
    falls = (near <= max(_FALLS * wide, least) for wide, near, least in zip(off, off[1:], room[1:], strict=False))
    return all(map(math.isfinite, off)) and all(falls)


def _off(claim: Claim, here: Any, move: Any, rise: Any) -> float:
    """How far the worse of both sides is from the rise that the slope says; infinite if a neighbour has no value."""
    import numpy as np

    try:
        ahead, behind = (np.asarray(claim.function(claim.v + each)) for each in (move, -move))
    except MvcalcError:
        return math.inf
    return max(length(ahead - here - rise), length(here - behind - rise))
