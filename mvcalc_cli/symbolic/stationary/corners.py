"""Extremes of one variable where f has no derivative: |x| at 0, cbrt(x²) at 0."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import ZERO, Tree, as_variable, divide, negative, substitute, subtract, variable
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.stationary.far import as_number, limit_at
from mvcalc_cli.symbolic.stationary.germ import DIGITS, sign
from mvcalc_cli.symbolic.stationary.points import Point

Name = Literal["minimum", "maximum", "corner"]

_MOST: Final = 12


class Corner(NamedTuple):
    """A point without a derivative.

    Attributes:
        point: The point.
        kind: "minimum", "maximum"; "corner" where f rises, or falls, on both sides.
        reason: The slopes on both sides.
    """

    point: Point
    kind: Name
    reason: str


def corners(f: Tree, name: str, kinds: Mapping[str, str] | None = None) -> tuple[Corner, ...]:
    """The corners and cusps of a function of one variable, where its slopes on both sides are known and apart.

    >>> from mvcalc_cli.language import parse
    >>> [(one.point.numbers, one.kind) for one in corners(parse("|x^2 - 1|").tree, "x")]
    [((-1.0,), 'minimum'), ((1.0,), 'minimum')]
    >>> corners(parse("x |x|").tree, "x")
    ()
    """
    found = {point.numbers: _corner(f, name, point, kinds or {}) for point in _candidates(f, name, kinds or {})}
    return tuple(corner for _, corner in sorted(found.items()) if corner is not None)


def _candidates(f: Tree, name: str, kinds: Mapping[str, str]) -> Iterator[Point]:
    """Where the pieces of f meet, as far as that is known exactly; of a periodic family one member."""
    from mvcalc_cli.symbolic.equation import solve_equation
    from mvcalc_cli.symbolic.sameness.bends import bends
    from mvcalc_cli.symbolic.stationary.measured import told

    for bend in bends(f):
        try:
            roots = solve_equation(bend, ZERO, name, dict(kinds)).roots[:_MOST]
        except MvcalcError:
            continue
        for root in roots:
            number = None if root.values[0] is None else as_number(root.values[0])
            point = None if number is None else told([bend], [name], root.values, [number])
            if point is not None:
                yield point


def _corner(f: Tree, name: str, point: Point, kinds: Mapping[str, str]) -> Corner | None:
    """The slopes left and right; None where one is not known, or they are the same."""
    (at,) = point.values
    if at is None:
        return None
    left, right = (_slope(f, name, at, side, kinds) for side in ("left", "right"))
    if left is None or right is None or _same(left[1], right[1]):
        return None
    signs = sign(left[1]), sign(right[1])
    kind: Name = "minimum" if signs == (-1, 1) else "maximum" if signs == (1, -1) else "corner"
    if 0 in signs:
        return None
    return Corner(point, kind, f"no derivative there: the slope is {left[0]} on the left and {right[0]} on the right")


def _slope(f: Tree, name: str, at: Tree, side: Any, kinds: Mapping[str, str]) -> tuple[str, Any] | None:
    """The limit of (f(a ± h) − f(a))/(±h), as text and as a number."""
    from mvcalc_cli.language.printers import line

    h = variable("h" if name != "h" else "k")
    moved = subtract(at, h) if side == "left" else Tree("sum", None, (at, h))
    rise = subtract(substitute(f, {as_variable(name): moved}), substitute(f, {as_variable(name): at}))
    value = limit_at(divide(rise, negative(h) if side == "left" else h), str(h.value), ZERO, "right", kinds)
    number = None if value is None else as_number(value)
    return None if value is None or number is None else (line(value), number)


def _same(left: Any, right: Any) -> bool:
    if any(isinstance(value, float) and math.isinf(value) for value in (left, right)):
        return bool(left == right)
    return bool(abs(inexact(left, DIGITS) - inexact(right, DIGITS)) < 1e-30)
