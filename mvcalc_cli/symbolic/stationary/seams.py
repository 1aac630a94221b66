"""What a point on the seams of a function of two variables is: by the slopes of the pieces that meet there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.matrices import hessian
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.arithmetic import context, inexact
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.sameness.bends import bends
from mvcalc_cli.symbolic.stationary.measured import WORKING, number_of
from mvcalc_cli.symbolic.stationary.pieces import piece, seams_of
from mvcalc_cli.symbolic.stationary.points import Point
from mvcalc_cli.symbolic.stationary.reasons import Name
from mvcalc_cli.symbolic.stationary.straight import straightened

# What is smaller, beside the slopes, may be 0: points have 30 digits and more.
_FLAT: Final = 1e-15

Pair = tuple[Any, Any]


class _Local(NamedTuple):
    """A function at a point: gradient and Hessian as numbers."""

    slope: Pair
    second: tuple[Pair, Pair]


def seam_kind(f: Tree, names: Sequence[str], point: Point) -> tuple[Name, str] | None:
    """The kind of a point on one or two seams, and why; None where slopes do not tell.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import ZERO, ONE
    >>> on = Point((ONE, ZERO), (1.0, 0.0), ("1", "0"), 0.0)
    >>> seam_kind(parse("max(x^2 + y^2, (x - 2)^2 + y^2)").tree, ("x", "y"), on)[0]
    'minimum'
    """
    f = straightened(f)
    there = _there(f, names, point)
    if there is None:
        return None
    at, signs, met = there
    try:
        if len(met) == 1:
            return _on_one(f, tuple(names), at, signs, met[0])
        return _on_two(f, tuple(names), at, signs, met) if len(met) == 2 else None
    except (MvcalcError, Unmeasured, ZeroDivisionError):
        return None


def is_crossed(f: Tree, names: Sequence[str], point: Point) -> bool:
    """Is a point on one seam no extreme, as f rises across it or along it, or both ways with different signs?

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import ZERO
    >>> origin = Point((ZERO, ZERO), (0.0, 0.0), ("0", "0"), 0.0)
    >>> [is_crossed(parse(text).tree, ("x", "y"), origin) for text in ("2x + |x| + y^2", "|x| + y^2", "|x| - y^2")]
    [True, False, True]
    """
    f = straightened(f)
    found = seam_kind(f, names, point)
    if found is not None:
        return found[0] == "saddle"
    there = _there(f, names, point)
    if there is None or len(there[2]) != 1:
        return False
    at, signs, (seam,) = there
    try:
        u = _local(seam, tuple(names), at)
        above, below = (_local(piece(f, {**signs, seam: side}), tuple(names), at) for side in (1, -1))
    except (MvcalcError, Unmeasured, ZeroDivisionError):
        return False
    tangent = (-u.slope[1], u.slope[0])
    across = [_dot(each.slope, u.slope) for each in (above, below)]
    return bool(
        abs(_dot(above.slope, tangent)) > _FLAT or (min(map(abs, across)) > _FLAT and across[0] * across[1] > 0)
    )


def _there(f: Tree, names: Sequence[str], point: Point) -> tuple[dict[str, Any], dict[Tree, int], list[Tree]] | None:
    """The place, the signs of the seams beside it, and those that it is on; None where f has other pieces."""
    if len(names) != 2 or not set(bends(f)) <= set(seams_of(f)):
        return None
    at = {name: number_of(value, text) for name, value, text in zip(names, point.values, point.digits, strict=True)}
    try:
        values = {seam: _number(seam, at) for seam in bends(f)}
    except (MvcalcError, Unmeasured, ZeroDivisionError):
        return None
    signs = {seam: 1 if value > 0 else -1 for seam, value in values.items() if abs(value) > _FLAT}
    return at, signs, [seam for seam in values if seam not in signs]


def _on_one(
    f: Tree, names: tuple[str, ...], at: Mapping[str, Any], signs: Mapping[Tree, int], seam: Tree
) -> tuple[Name, str] | None:
    """One seam: what f does across it, and along it by the combination of the pieces that is stationary."""
    u = _local(seam, names, at)
    above, below = (_local(piece(f, {**signs, seam: side}), names, at) for side in (1, -1))
    steep = _dot(u.slope, u.slope)
    across = [_dot(each.slope, u.slope) / steep for each in (above, below)]
    tangent = (-u.slope[1], u.slope[0])
    if abs(_dot(above.slope, tangent)) > _FLAT or any(abs(value) < _FLAT for value in across):
        return None
    if across[0] * across[1] > 0:
        return None  # f rises, or falls, across the seam: no extreme, and ∇f does not come near 0
    part = across[1] / (across[1] - across[0])
    along = part * _bent(above, tangent) + (1 - part) * _bent(below, tangent)
    if abs(along) < _FLAT:
        return None
    way = 1 if across[0] > 0 else -1
    turned = "rises" if way > 0 else "falls"
    if along * way < 0:
        return "saddle", f"f {turned} to both sides of the seam, and does the opposite along it"
    kind: Name = "minimum" if way > 0 else "maximum"
    return kind, f"f {turned} to both sides of the seam, and has a {kind} along it"


def _on_two(
    f: Tree, names: tuple[str, ...], at: Mapping[str, Any], signs: Mapping[Tree, int], met: Sequence[Tree]
) -> tuple[Name, str] | None:
    """Two seams that cross: the slope in every direction lies between those along the seams."""
    normals = [_local(seam, names, at).slope for seam in met]
    if abs(normals[0][0] * normals[1][1] - normals[0][1] * normals[1][0]) < _FLAT:
        return None
    slopes = []
    for place, normal in enumerate(normals):
        for way in (1, -1):
            direction = (-way * normal[1], way * normal[0])
            other = 1 if _dot(normals[1 - place], direction) > 0 else -1
            there = piece(f, {**signs, met[place]: 1, met[1 - place]: other})
            slopes.append(_dot(_local(there, names, at).slope, direction))
    if all(value > _FLAT for value in slopes):
        return "minimum", "f rises along every seam that meets there, and between them"
    if all(value < -_FLAT for value in slopes):
        return "maximum", "f falls along every seam that meets there, and between them"
    if any(value > _FLAT for value in slopes) and any(value < -_FLAT for value in slopes):
        return "saddle", "f rises along one of the seams that meet there, and falls along another"
    return None


def _local(tree: Tree, names: tuple[str, ...], at: Mapping[str, Any]) -> _Local:
    first, second = hessian(tidy(tree), names)
    rows = [tuple(_number(entry, at) for entry in row) for row in (first.rows[0], *second.rows)]
    return _Local((rows[0][0], rows[0][1]), ((rows[1][0], rows[1][1]), (rows[2][0], rows[2][1])))


def _bent(local: _Local, way: Pair) -> Any:
    return sum(way[i] * way[j] * local.second[i][j] for i in range(2) for j in range(2))


def _dot(a: Pair, b: Pair) -> Any:
    return a[0] * b[0] + a[1] * b[1]


def _number(tree: Tree, at: Mapping[str, Any]) -> Any:
    value = measure(tree, at, WORKING)
    if value is None:
        raise Unmeasured
    return context(WORKING).mpf(inexact(value, WORKING))
