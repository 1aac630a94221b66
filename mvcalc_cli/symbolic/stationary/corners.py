"""Extremes of one variable where f has no derivative: |x| at 0, cbrt(x²) at 0."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import (
    ZERO,
    Tree,
    add,
    as_variable,
    divide,
    multiply,
    negative,
    number,
    postorder,
    substitute,
    subtract,
    variable,
    variables,
)
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.sameness.bends import bends
from mvcalc_cli.symbolic.solutions import Root
from mvcalc_cli.symbolic.stationary.far import as_number, limit_at
from mvcalc_cli.symbolic.stationary.germ import DIGITS, sign
from mvcalc_cli.symbolic.stationary.pieces import piece, seams_of
from mvcalc_cli.symbolic.stationary.points import Point
from mvcalc_cli.symbolic.stationary.straight import straightened

Name = Literal["minimum", "maximum", "corner"]

_MOST: Final = 12
# A seam this near to 0 is met.
_ON_IT: Final = 1e-25
# Members of a periodic family of corners on each side of the origin.
_TURNS: Final = 3


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
    f = straightened(f)
    found = {point.numbers: _corner(f, name, point, kinds or {}) for point in _candidates(f, name, kinds or {})}
    return tuple(corner for _, corner in sorted(found.items()) if corner is not None)


def _candidates(f: Tree, name: str, kinds: Mapping[str, str]) -> Iterator[Point]:
    """Where the pieces of f meet, as far as that is known exactly; of a periodic family one member."""
    from mvcalc_cli.symbolic.equation import solve_equation
    from mvcalc_cli.symbolic.stationary.measured import told

    roots_of = [node.args[0] for node in postorder(f) if node.kind == "call" and node.value in {"cbrt", "root"}]
    for bend in dict.fromkeys([*bends(f), *(inside for inside in roots_of if name in variables(inside))]):
        try:
            roots = solve_equation(bend, ZERO, name, dict(kinds)).roots[:_MOST]
        except MvcalcError:
            continue
        for value in islice((member for root in roots for member in _members(root)), _MOST):
            at = as_number(value)
            point = None if at is None else told([bend], [name], [value], [at])
            if point is not None:
                yield point


def _members(root: Root) -> Iterator[Tree]:
    """The exact value of a root; of a periodic one those near the origin."""
    (value,) = root.values
    if value is None:
        return
    for k in sorted(range(-_TURNS, _TURNS + 1), key=abs) if root.period is not None else (0,):
        step = tidy(multiply(number(abs(k)), root.period)) if root.period is not None and k else ZERO
        yield value if not k else tidy(add(value, step if k > 0 else negative(step)))


def _corner(f: Tree, name: str, point: Point, kinds: Mapping[str, str]) -> Corner | None:
    """The slopes left and right; None where one is not known, or they are the same."""
    (at,) = point.values
    if at is None:
        return None
    by_pieces = _slopes_of_pieces(f, name, at)
    left, right = by_pieces or [_slope(f, name, at, side, kinds) for side in ("left", "right")]
    if left is None or right is None or _same(left[1], right[1]):
        return None
    signs = sign(left[1]), sign(right[1])
    kind: Name = "minimum" if signs == (-1, 1) else "maximum" if signs == (1, -1) else "corner"
    if 0 in signs:
        return None
    return Corner(point, kind, f"no derivative there: the slope is {left[0]} on the left and {right[0]} on the right")


def _slopes_of_pieces(f: Tree, name: str, at: Tree) -> list[tuple[str, Any] | None] | None:
    """The slopes of the two smooth pieces that meet; None where more than |u| = ±u would have to be known."""
    from mvcalc_cli.language.printers import line

    seams = bends(f)
    if not set(seams) <= set(seams_of(f)):
        return None
    there = {name: measure(at, {}, DIGITS)}
    values = {seam: measure(seam, there, DIGITS) for seam in seams}
    met = [seam for seam, value in values.items() if value is not None and abs(value) < _ON_IT]
    if len(met) != 1 or None in values.values():
        return None
    rise = measure(gradient(met[0], (name,)).rows[0][0], there, DIGITS)
    if rise is None or abs(rise) < _ON_IT:
        return None
    known = {seam: sign(value) for seam, value in values.items() if seam is not met[0]}
    found: list[tuple[str, Any] | None] = []
    for side in (-1, 1):
        piece_ = tidy(piece(f, {**known, met[0]: side * sign(rise)}))
        slope = tidy(substitute(gradient(piece_, (name,)).rows[0][0], {as_variable(name): at}))
        number_ = measure(slope, {}, DIGITS)
        if number_ is None:
            return None
        whole = number_ == round(number_)
        found.append((str(round(number_)).replace("-", "−") if whole else line(slope), number_))
    return found


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
