"""Pictures of integrals: the area under a curve, and the terms of a Riemann sum."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.ranges import Range
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.plotting.plot import Areas, Curve
    from mvcalc_cli.report import Block

_POINTS = 400
# So many times higher than usual is out of proportion.
_GROWN = 6
# More terms than this are not told apart in a picture.
MOST_DRAWN = 200


def area_picture(reader: Reader, tree: Tree, over: Range, y_range: str | None, size: str | None) -> tuple[Block, ...]:
    """The area between the curve and the axis, from end to end; an infinite range is shown in part."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.calculus.tape import program
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.plotting.plot import Areas

    if {*variables(tree), *variables(over.low), *variables(over.high)} - {over.name}:
        raise InputError("a picture needs numbers", hint="give the other variables a value: --let a=2")
    low, high = shown_range(over)
    xs = [low + (high - low) * k / _POINTS for k in range(_POINTS + 1)]
    ys = program(lower(tree), (over.name,)).values([xs], len(xs))
    points = [(x, y) for x, y in zip(xs, ys, strict=True) if math.isfinite(y)]
    outline = ((low, 0.0), *points, (high, 0.0))
    return framed_picture(reader, tree, over, Areas((outline,), "the integral"), (y_range, size))


def framed_picture(
    reader: Reader,
    tree: Tree,
    over: Range,
    areas: Areas,
    looks: tuple[str | None, str | None],
) -> tuple[Block, ...]:
    """The areas, and the curve over them, wide enough to see both ends."""
    from mvcalc_cli.commands.pictures import picture, y_limits
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.plotting.functions import curve, framed
    from mvcalc_cli.report import Line

    low, high = shown_range(over)
    margin = (high - low) * 0.05
    wide = (low - margin, high + margin)
    graph = curve(tree, over.name, wide, name=line(tree))
    plot = framed(
        (areas, graph), wide, y_range=y_limits(reader, looks[0]) or _tall(areas, graph, (low, high)), x_name=over.name
    )
    return Line(), picture(plot, looks[1])


def _tall(areas: Areas, graph: Curve, over: tuple[float, float]) -> tuple[float, float] | None:
    """From 0 to the highest of the areas and of the curve above them, unless one is out of all proportion."""
    heights = sorted(y for outline in areas.outlines for _, y in outline)
    if not heights:
        return None
    low, high = min(heights[0], 0.0), max(heights[-1], 0.0)
    typical = heights[int(len(heights) * 0.95)] - heights[int(len(heights) * 0.05)]
    if high - low > _GROWN * typical > 0 or high == low:
        return None
    low, high = _with_curve(low, high, graph, over)
    margin = (high - low) * 0.06
    return low - (margin if low < 0 else 0.0), high + (margin if high > 0 else 0.0)


def _with_curve(low: float, high: float, graph: Curve, over: tuple[float, float]) -> tuple[float, float]:
    """The whole curve from end to end is seen; one with a pole as far as the areas reach."""
    ys = [y for x, y in zip(graph.xs, graph.ys, strict=True) if over[0] <= x <= over[1]]
    if not ys or not all(map(math.isfinite, ys)) or max(ys) - min(ys) > _GROWN * (high - low):
        return low, high
    return min(low, *ys), max(high, *ys)


def shown_range(over: Range) -> tuple[float, float]:
    """The ends as floats, the lower first; an infinite one is drawn to a few units beyond the other."""
    from mvcalc_cli.calculus.evaluate import evaluate

    low, high = sorted((evaluate(over.low, {}), evaluate(over.high, {})))
    if math.isinf(low):
        low = -6.0 if math.isinf(high) else high - 10.0
    if math.isinf(high):
        high = 6.0 if low == -6.0 else low + 10.0
    return low, high
