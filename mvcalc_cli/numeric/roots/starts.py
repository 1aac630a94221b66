"""Starts: one that is chosen, one that works where another did not, and many for many roots."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from mvcalc_cli.calculus.noise import Noise
from mvcalc_cli.errors import DomainError
from mvcalc_cli.numeric.roots.brackets import Bracket, Nearest, search
from mvcalc_cli.numeric.roots.equation import Equation
from mvcalc_cli.numeric.roots.newton import newton
from mvcalc_cli.numeric.roots.trace import Root, Run, Stop

# Roots of several starts are the same if they differ by less, beside max(1, |x|).
_SAME: Final = 1e-7
_MOST_DIGITS: Final = 12
_USUAL: Final = 1.0


class Chosen(NamedTuple):
    """A start, and why: the sign changes near it, or |f| is small there."""

    x: float
    changes: bool


class Several(NamedTuple):
    """The roots that several starts led to.

    Attributes:
        roots: Each once, by size; with the number of starts that led to it.
        failed: Starts that led to none.
        runs: Of the starts that led to a root, in their order.
    """

    roots: tuple[tuple[Root, int], ...]
    failed: int
    runs: tuple[Run, ...]


def chosen(equation: Equation) -> Chosen | None:
    """A start for an equation without one: near a change of sign; None if f has no value anywhere.

    >>> from mvcalc_cli.language import parse
    >>> chosen(Equation(parse("x^3 - 2x - 5").tree, "x"))
    Chosen(x=2.0, changes=True)
    """
    found = search(equation)
    if found is None:
        return None
    if isinstance(found, Bracket):
        return Chosen(_short(found), changes=True)
    usual = equation.values([_USUAL])[0]
    return Chosen(_USUAL if math.isfinite(usual) else found.x, changes=False)


def _short(bracket: Bracket) -> float:
    """The shortest number in a bracket, that is not the root itself."""
    for digits in range(1, _MOST_DIGITS):
        for x in (bracket.root, bracket.low, bracket.high, (bracket.low + bracket.high) / 2):
            near = float(f"{x:.{digits}g}")
            if bracket.low <= near <= bracket.high and near != bracket.root:
                return near
    return bracket.low


def working(equation: Equation, near: float, stop: Stop, *, damped: bool) -> float | None:
    """A start from which the method does find a root; None if none is known.

    >>> from mvcalc_cli.language import parse
    >>> working(Equation(parse("x^3 - 2x + 2").tree, "x"), 0.0, Stop(), damped=False)
    -2.0
    """
    found = search(equation, near)
    if not isinstance(found, Bracket):
        return None
    for start in (_short(found), found.low, found.high):
        try:
            if start != found.root and newton(equation, start, stop, damped=damped).root is not None:
                return start
        except DomainError:
            continue
    return None


def nearest(equation: Equation, near: float) -> Nearest | None:
    """Where |f| is smallest, if no sign change was found around a place; None if one was, or f has no values."""
    found = search(equation, near)
    return found if isinstance(found, Nearest) else None


def several(
    equation: Equation, over: tuple[float, float], count: int, seed: int, stop: Stop, *, damped: bool = True
) -> Several:
    """Newton's method from starts drawn at random from a range, its middle more often than its ends.

    Complex starts come from the square over it.

    >>> from mvcalc_cli.language import parse
    >>> found = several(Equation(parse("x^3 - x").tree, "x"), (-3.0, 3.0), 20, 1, Stop())
    >>> [root.x for root, _ in found.roots]
    [-1.0, 0.0, 1.0]
    """
    noise = Noise(seed)
    middle, half = (over[0] + over[1]) / 2, (over[1] - over[0]) / 2
    runs: list[Run] = []
    for _ in range(count):
        start: float | complex = middle + half * _inwards(noise.uniform())
        if equation.has_complex:
            start = complex(start.real, half * _inwards(noise.uniform()))
        try:
            runs.append(newton(equation, start, stop, damped=damped))
        except DomainError:
            continue
    good = [run for run in runs if run.root is not None]
    return Several(_distinct([run.root for run in good if run.root is not None]), count - len(good), tuple(good))


def _inwards(uniform: float) -> float:
    """A number of [0, 1) as one of [−1, 1) that is mostly near 0."""
    u = 2 * uniform - 1
    return u * abs(u)


def _distinct(roots: list[Root]) -> tuple[tuple[Root, int], ...]:
    """Each root once, the one of the smallest uncertainty, with how often it was found."""
    kept: list[tuple[Root, int]] = []
    for root in sorted(roots, key=lambda root: root.uncertainty):
        for place, (known, times) in enumerate(kept):
            if abs(root.x - known.x) <= _apart(root, known):
                kept[place] = (known, times + 1)
                break
        else:
            kept.append((root, 1))
    return tuple(sorted(kept, key=lambda pair: (round(pair[0].x.real, 9), round(pair[0].x.imag, 9))))


def _apart(a: Root, b: Root) -> float:
    return max(_SAME * max(1.0, abs(b.x)), 4 * (a.uncertainty + b.uncertainty)) if math.isfinite(abs(b.x)) else 0.0
