"""A million samples in bounded memory: chunk by chunk, of each column only what can be seen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mvcalc_cli.plotting.plot import Range
from mvcalc_cli.plotting.reduce import COLUMNS

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree

Point = tuple[float, float]

_CHUNK = 1 << 16


def extremes(tree: Tree, variable: str, over: Range, points: int) -> list[Point]:
    """First, lowest, highest and last of even samples in each column; a nan between where some have no value."""
    import numpy as np

    from mvcalc_cli.numeric.program import array_program

    program = array_program(tree, (variable,))
    low, high = over
    found: list[Point] = []
    per_column = max(points // COLUMNS, 1)
    chunk = max(_CHUNK // per_column, 1) * per_column
    for start in range(0, points, chunk):
        places = np.arange(start, min(start + chunk, points))
        xs = low + (high - low) * (places / (points - 1))
        ys = program.values([xs])
        for at in range(0, len(xs), per_column):
            found += _telling(xs[at : at + per_column], ys[at : at + per_column])
    return found


def _telling(xs: Any, ys: Any) -> list[Point]:
    """The points of one column: shapes (n,)."""
    import numpy as np

    known = np.flatnonzero(np.isfinite(ys))
    if len(known) == 0:
        return [(float(xs[0]), math.nan)]
    inside = ys[known]
    picked = {int(known[0]), int(known[inside.argmin()]), int(known[inside.argmax()]), int(known[-1])}
    holes = np.flatnonzero(~np.isfinite(ys))
    marks = {int(holes[0]), int(holes[-1])} if len(holes) else set()
    return [(float(xs[k]), float(ys[k]) if k in picked else math.nan) for k in sorted(picked | marks)]
