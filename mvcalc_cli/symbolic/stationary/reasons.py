"""What is said of a critical point at which the Hessian does not decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from mvcalc_cli.language.tree import ZERO, Tree
from mvcalc_cli.symbolic.stationary.curves import Curve, leading_along
from mvcalc_cli.symbolic.stationary.germ import Germ, spoken
from mvcalc_cli.symbolic.stationary.nearby import Signs

Name = Literal["minimum", "maximum", "saddle", "inflection", "degenerate"]
Decision = tuple[Name, str, bool | None]

FLAT: Final = "f keeps its value along a curve of critical points through p, and bends one way across it"


def told(near: Signs, series: Germ, names: tuple[str, ...], centre: Sequence[Tree]) -> Decision:
    """The kind with its reason, and whether the extreme is strict."""
    shown = spoken(near.shown, names, centre)
    whole = series.whole and len(near.shown) == len(series.terms)
    if len(near.taken) == 2:
        return "saddle", _both_signs(near, series, centre, shown if whole else f"{shown} + …"), None
    (side,) = near.taken
    return ("minimum" if side > 0 else "maximum"), _one_sign(near, side, shown, whole), near.strict


def _one_sign(near: Signs, side: int, shown: str, whole: bool) -> str:
    """Why f − f(p) has one sign around p."""
    more, less = (">", "<") if side > 0 else ("<", ">")
    keeps = f"{more} 0 but at p" if near.strict else f"never {less} 0"
    sentences = {
        "form": f"f − f(p) = {shown}, which is {keeps}"
        if whole
        else f"the lowest terms of f − f(p), {shown}, are {keeps}",
        "means": f"in the lowest terms of f − f(p), {shown}, the pure powers outweigh the others: they are {keeps}",
        "split": f"where f is stationary in the variables in which H is definite, what is left of f − f(p) is {keeps}",
        "branches": f"f − f(p) is {keeps}: no branch of f = f(p) through p is crossed with a change of sign",
    }
    return sentences.get(near.rule, FLAT)


def _both_signs(near: Signs, series: Germ, centre: Sequence[Tree], shown: str) -> str:
    """Two curves on which f rises and falls, where they are known."""
    if near.rule == "odd":
        return (
            f"the lowest terms of f − f(p), {shown.removesuffix(' + …')}, are of odd degree: they change sign with it"
        )
    if len(near.curves) == 2:
        ways = [_along(near.curves[side], series, centre) for side in (1, -1)]
        return f"f − f(p) has both signs near p: {ways[0]}, {ways[1]}"
    return f"f − f(p) = {shown} changes its sign across a branch of f = f(p) through p"


def _along(curve: Curve, series: Germ, centre: Sequence[Tree]) -> str:
    """The first term of f − f(p) along a curve: t⁴ along (t, 0)."""
    parts = []
    for part, at in zip(curve, centre, strict=True):
        moved = spoken(part, ("t",), (ZERO,))
        start = "" if at == ZERO else text(at)
        parts.append(moved if not start else start if not part else f"{start} + {moved}".replace("+ −", "− "))
    power, value = leading_along(series, curve)
    return f"{spoken({(power,): value}, ('t',), (ZERO,))} along ({', '.join(parts)})"


def text(tree: Tree) -> str:
    """An expression in a sentence."""
    from mvcalc_cli.language.printers import line

    return line(tree)
