"""Removable holes: single points without a value through which the curve would go on, as of (x² − 1)/(x − 1)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from mvcalc_cli.calculus.domain import conditions
from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.breaks import removable
from mvcalc_cli.plotting.plot import Range

Function = Callable[[float], float]

_SAMPLES: Final = 801
_HALVINGS: Final = 80
# More than so many are the zeros of an oscillation, and marks would cover the curve.
_MOST: Final = 12
# How far beside a hole the curve is compared, and where its height is taken, as parts of the picture's width.
_BESIDE: Final = 1e-3
_NEAR: Final = 1e-6


def holes(tree: Tree, name: str, over: Range) -> list[tuple[float, float]]:
    """Where the function has no value but a limit, and that limit.

    The places are where a condition of its domain, u ≠ 0, is not met; at a pole there is no limit.

    >>> from mvcalc_cli.language import parse
    >>> holes(parse("(x^2 - 1)/(x - 1)").tree, "x", (-5.0, 5.0))
    [(1.0, 2.0)]
    >>> holes(parse("1/x").tree, "x", (-5.0, 5.0))
    []
    """
    f = _function(tree, name)
    width = over[1] - over[0]
    found: dict[float, float] = {}
    for condition in conditions(tree):
        if condition.kind != "relation" or condition.value not in {"!=", "≠"}:
            continue
        for place in _zeros(condition.args, name, over):
            if math.isfinite(f(place)) or not removable(f, place - _BESIDE * width, place, place + _BESIDE * width):
                continue
            found[place] = _plain((f(place - _NEAR * width) + f(place + _NEAR * width)) / 2)
    return sorted(found.items()) if len(found) <= _MOST else []


def _function(tree: Tree, name: str) -> Function:
    values = program(tree, (name,)).values
    return lambda x: float(values([[x]])[0])


def _zeros(sides: tuple[Tree, ...], name: str, over: Range) -> Iterator[float]:
    """Where the two sides of u ≠ v meet inside the range: between samples of different sign, or where they touch."""
    left, right = (_function(side, name) for side in sides)

    def u(x: float) -> float:
        return left(x) - right(x)

    xs = [over[0] + (over[1] - over[0]) * k / (_SAMPLES - 1) for k in range(_SAMPLES)]
    points = [(_plain(x), u(_plain(x))) for x in xs]
    for (a, at_a), (b, at_b) in pairwise(points):
        if at_a == 0 and over[0] < a < over[1]:
            yield a
        elif at_a * at_b < 0:
            yield _plain(_root(u, a, b, at_a))


def _root(u: Function, a: float, b: float, at_a: float) -> float:
    for _ in range(_HALVINGS):
        middle = a + (b - a) / 2
        at_middle = u(middle)
        if middle in (a, b) or at_middle == 0:
            return middle
        if at_a * at_middle < 0:
            b = middle
        else:
            a, at_a = middle, at_middle
    return a


def _plain(x: float) -> float:
    """A number found by bisection as it was meant: 0.9999999999999999 is 1."""
    return float(f"{x:.12g}") if abs(x) > 1e-12 else 0.0
