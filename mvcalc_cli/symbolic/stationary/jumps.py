"""Points of one variable where floor or ceil of it jumps: what f is on both sides."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, fold, number, postorder, variables
from mvcalc_cli.symbolic.arithmetic import Unmeasured, context, inexact
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.sameness.bends import bends
from mvcalc_cli.symbolic.stationary.germ import DIGITS
from mvcalc_cli.symbolic.stationary.reasons import Decision, Name

_STEPS: Final = frozenset({"floor", "ceil"})
_OTHER: Final = frozenset({"mod", "gcd", "round", "sign", "step", "heaviside"})
# Derivatives that are looked at beside the point.
_MOST: Final = 4
_NEAR: Final = 1e-20


def at_jump(f: Tree, name: str, at: Tree) -> Decision | None:
    """The kind of a point by the values and slopes of f on both sides; None where they do not tell.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import ZERO
    >>> at_jump(parse("floor(x) + x^2").tree, "x", ZERO)[:2]
    ('degenerate', 'no extreme: f is less on the left, where it tends to −1, and greater on the right')
    >>> at_jump(parse("x^2 - ceil(x)^2 + 2 ceil(x)").tree, "x", ZERO)[0]
    'minimum'
    """
    nodes = [node for node in postorder(f) if node.kind == "call"]
    if bends(f) or any(node.value in _OTHER for node in nodes) or not any(node.value in _STEPS for node in nodes):
        return None
    try:
        value = _number(f, name, at)
        sides = [_beside(f, name, at, side, value) for side in (-1, 1)]
    except (MvcalcError, Unmeasured):
        return None
    if None in sides:
        return None
    (left, left_goal), (right, right_goal) = (side for side in sides if side is not None)
    told = ", and ".join((_said(left, left_goal, "left"), _said(right, right_goal, "right")))
    if left == right:
        kind: Name = "minimum" if left > 0 else "maximum"
        return kind, f"f is {told}", True
    return "degenerate", f"no extreme: f is {told}", None


def _said(sign: int, goal: Any, side: str) -> str:
    """Less on the left, where it tends to −1."""
    where = "" if goal is None else f", where it tends to {float(goal):.6g}".replace("-", "−")
    return f"{'greater' if sign > 0 else 'less'} on the {side}{where}"


def _number(tree: Tree, name: str, at: Tree) -> Any:
    """The number of an expression at the point.

    Raises:
        Unmeasured: If it has none.
    """
    value = measure(tree, {name: measure(at, {}, DIGITS)}, DIGITS)
    if value is None:
        raise Unmeasured
    return value if isinstance(value, Fraction) else inexact(value, DIGITS)


def _beside(f: Tree, name: str, at: Tree, side: int, value: Any) -> tuple[int, Any] | None:
    """The sign of f − f(p) beside the point, and the value that f tends to if it jumps; None if that is not known."""
    piece = tidy(fold(f, lambda node, parts: _step(node, parts, name, at, side)))
    jump = _number(piece, name, at) - value
    if abs(jump) > _NEAR:
        return (1 if jump > 0 else -1), value + jump
    slope = piece
    for order in range(1, _MOST + 1):
        slope = gradient(slope, (name,)).rows[0][0]
        rise = _number(slope, name, at)
        if abs(rise) > _NEAR:
            return (1 if rise > 0 else -1) * (side if order % 2 else 1), None
    return None


def _step(node: Tree, parts: list[Tree], name: str, at: Tree, side: int) -> Tree:
    """The whole number that floor or ceil is beside the point."""
    made = Tree(node.kind, node.value, tuple(parts)) if parts else node
    if made.kind != "call" or made.value not in _STEPS or not variables(made):
        return made
    inside = made.args[0]
    here = _number(inside, name, at)
    near = Fraction(int(context(DIGITS).nint(inexact(here, DIGITS))))
    if abs(here - near) > _NEAR:
        whole = int(context(DIGITS).floor(inexact(here, DIGITS))) + (1 if made.value == "ceil" else 0)
        return number(whole)
    way = _number(gradient(inside, (name,)).rows[0][0], name, at)
    if abs(way) < _NEAR:
        raise Unmeasured
    rises = (way > 0) == (side > 0)
    down = 0 if rises else 1
    return number(int(near) - down if made.value == "floor" else int(near) + (1 - down))
