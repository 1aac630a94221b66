"""Solutions met by looking in a box, refined to 30 digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.digits import Unmeasured, context, measure
from mvcalc_cli.symbolic.stationary.measured import WORKING, as_number, residual, told
from mvcalc_cli.symbolic.stationary.points import Box, Point

__all__ = ["default_box", "looked"]

# Where solutions are looked for when nobody says.
REACH: Final = 10.0
# Coordinates of one point; and those of two when all between them satisfies the equations too.
_SAME: Final = 1e-6
_BESIDE: Final = 1e-2
# Relative to their terms the equations are at least so small where a solution is near.
_PROMISING: Final = 1e-6
# A solution moves no farther when it is refined: where e^(xy) underflows Newton's steps are long.
_FARTHEST: Final = 1e-3


def default_box(names: Sequence[str]) -> Box:
    """−10 to 10 for each variable."""
    return dict.fromkeys(names, (-REACH, REACH))


def looked(equations: Sequence[Tree], names: Sequence[str], box: Box, known: Sequence[Point] = ()) -> tuple[Point, ...]:
    """The solutions that a search meets in the box and that are not known, each refined and put back.

    It proves nothing about others.
    """
    from mvcalc_cli.numeric.stationary import search

    found = []
    for start in search(equations, names, box):
        if any(_is_same(equations, names, start, point) for point in known) or not _is_close(equations, names, start):
            continue
        point = refined(equations, names, start)
        if point is not None:
            found.append(point)
    return tuple(found)


def _is_same(equations: Sequence[Tree], names: Sequence[str], start: Sequence[float], known: Point) -> bool:
    """Is it a point that is known? At degenerate ones a search stops a little beside: all between satisfies too."""
    pairs = list(zip(start, known.numbers, strict=True))
    if all(abs(a - b) <= _SAME * max(1.0, abs(b)) for a, b in pairs):
        return True
    if any(abs(a - b) > _BESIDE * max(1.0, abs(b)) for a, b in pairs):
        return False
    between = [(context(WORKING).mpf(a) + as_number(b)) / 2 for a, b in zip(start, known.digits, strict=True)]
    off = residual(equations, dict(zip(names, between, strict=True)))
    return off is not None and off <= _PROMISING


def _is_close(equations: Sequence[Tree], names: Sequence[str], start: Sequence[float]) -> bool:
    """Is every equation there nearly 0 beside its own terms?"""
    mp = context(WORKING)
    off = residual(equations, {name: mp.mpf(at) for name, at in zip(names, start, strict=True)})
    return off is not None and off <= _PROMISING


def refined(equations: Sequence[Tree], names: Sequence[str], start: Sequence[float]) -> Point | None:
    """The solution near a point, by Newton's method at many digits; None if there is none, or it runs away."""
    mp = context(WORKING)

    def values(*at: Any) -> list[Any]:
        point = dict(zip(names, at, strict=True))
        return [_value(mp, equation, point) for equation in equations]

    at = [mp.mpf(number) for number in start]
    try:
        found = mp.findroot(values, at, maxsteps=30, verify=False)
        numbers = list(found) if len(names) > 1 else [found[0] if hasattr(found, "rows") else found]
    except (Unmeasured, ValueError, ZeroDivisionError, TypeError):
        numbers = at
    if any(abs(new - old) > _FARTHEST * max(1, abs(old)) for new, old in zip(numbers, at, strict=True)):
        return None
    return told(equations, names, [None] * len(names), numbers)


def _value(mp: Any, equation: Tree, point: Mapping[str, Any]) -> Any:
    value = measure(equation, point, WORKING)
    if value is None:
        raise Unmeasured
    return mp.mpf(value.numerator) / value.denominator if hasattr(value, "numerator") else value
