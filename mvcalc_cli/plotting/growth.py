"""Does a function grow beyond any picture within a range?"""

from __future__ import annotations

import math
from typing import Final

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.plot import Range

_SAMPLES: Final = 401
# On the way from 1 to this an exponential is an upright line on every screen.
_HUGE: Final = 1e60


def grows_beyond(tree: Tree, name: str, over: Range) -> bool:
    """Is the function largest at an end of the range, or where it overflows before that end, and immense there?

    >>> from mvcalc_cli.language import parse
    >>> [grows_beyond(parse(text).tree, "x", (0.0, 1000.0)) for text in ("e^x", "x^3", "log(x)")]
    [True, False, False]
    """
    xs = [over[0] + (over[1] - over[0]) * k / (_SAMPLES - 1) for k in range(_SAMPLES)]
    sizes = [abs(y) if math.isfinite(y) else math.nan for y in program(tree, (name,)).values([xs])]
    known = [k for k, size in enumerate(sizes) if not math.isnan(size)]
    return bool(known) and max(sizes[k] for k in (known[0], known[-1])) > _HUGE
