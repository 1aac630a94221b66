"""Places of a system, and equations that depend on each other, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.roots.linear import dependence
from mvcalc_cli.numeric.roots.trace import place

if TYPE_CHECKING:
    from mvcalc_cli.numeric.roots.system import System

# Weights below this part of the largest are left out of a dependence.
_WEIGHT: Final = 1e-6
_NAMED: Final = 6


def said_dependence(jacobian: Any, *, stationary: bool = False) -> str:
    """Which equations depend on each other there: ": equations 1 and 2 depend on each other"; "" if not known."""
    import numpy as np

    weights = dependence(jacobian)
    if weights is None:
        return ""
    rows = [str(int(k) + 1) for k in np.flatnonzero(np.abs(weights) > _WEIGHT)]
    noun = "row" if stationary else "equation"
    if len(rows) == 1:
        return f": no unknown moves {noun} {rows[0]} there"
    if len(rows) > _NAMED:
        return f": {len(rows)} {noun}s depend on each other there"
    return f": {noun}s {', '.join(rows[:-1])} and {rows[-1]} depend on each other there"


def coordinates(v: Any) -> str:
    """(1, −0.5); of a long vector the first and the last.

    >>> import numpy as np
    >>> coordinates(np.array([1.0, -0.5]))
    '(1, −0.5)'
    """
    texts = [place(float(x)) for x in v]
    if len(texts) > _NAMED:
        texts = [*texts[:3], "…", texts[-1]]
    return f"({', '.join(texts)})"


def where(system: System, v: Any) -> str:
    """(x, y) = (1, −0.5); x = 1 of one unknown."""
    if system.size == 1:
        return f"{system.numeric.names[0]} = {place(float(v[0]))}"
    names = (
        system.numeric.names if system.size <= _NAMED else (*system.numeric.names[:3], "…", system.numeric.names[-1])
    )
    return f"({', '.join(names)}) = {coordinates(v)}"
