"""Points where conditions in several variables may change: on the border of one part, and where two borders meet.

A line through the plane misses a point and a small circle; a search for the zeros of what is compared does not.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from mvcalc_cli.calculus.evaluate import Program, program
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.digits import Number

_STARTS: Final = 3
_STEPS: Final = 60
_MOST_PARTS: Final = 6
_MOST_POINTS: Final = 160
_LONGEST: Final = 1_000
_BESIDE: Final = (1e-2, -1e-2, 1e-4, -1e-4)

Point = dict[str, Number]
Vector = list[float]


def meetings(parts: Sequence[Tree], names: Sequence[str], seed: int) -> list[Point]:
    """Points where one or two of the parts are 0, as short fractions, and points close to them.

    >>> from mvcalc_cli.language import parse
    >>> {"x": Fraction(2), "y": Fraction(3)} in meetings([parse("x - 2").tree, parse("y - 3").tree], "xy", 0)
    True
    """
    found: dict[tuple[Fraction, ...], None] = {}
    programs = list(_programs(parts, names))
    systems = [*combinations(programs, 2), *((one,) for one in programs)]
    rng = random.Random(seed)
    for _ in range(_STARTS):
        start = [rng.uniform(-3, 3) for _ in names]
        for system in systems:
            place = _zero(system, start)
            if place is not None:
                found.update(dict.fromkeys(_near(system, place)))
    return [dict(zip(names, place, strict=True)) for place in list(found)[:_MOST_POINTS]]


def _programs(parts: Sequence[Tree], names: Sequence[str]) -> Iterator[Program]:
    for part in list(dict.fromkeys(parts))[:_MOST_PARTS]:
        try:
            yield program(part, tuple(names))
        except (MvcalcError, ArithmeticError, ValueError):
            continue


def _zero(system: Sequence[Program], start: Vector) -> Vector | None:
    """The zero that Newton's steps of least length lead to; None where they lead nowhere."""
    place = start
    for _ in range(_STEPS):
        step = _step(system, place)
        if step is None or not all(map(math.isfinite, step)):
            return None
        place = [a - b for a, b in zip(place, step, strict=True)]
        if max(map(abs, step)) <= 1e-13 * max(1.0, *map(abs, place)):
            break
    values = [one.value(place) for one in system]
    return place if all(abs(value) < 1e-6 for value in values) else None


def _step(system: Sequence[Program], place: Vector) -> Vector | None:
    """Jᵀ(JJᵀ)⁻¹f for one or two functions."""
    values = [one.value(place) for one in system]
    slopes = [_slope(one, place) for one in system]
    if not any(values):
        return [0.0] * len(place)
    products = [[_dot(a, b) for b in slopes] for a in slopes]
    if len(system) == 1:
        size = products[0][0]
        return [values[0] * g / size for g in slopes[0]] if size > 1e-280 else [0.0] * len(place)
    (p, q), (_, r) = products
    determinant = p * r - q * q
    if abs(determinant) <= 1e-12 * abs(p * r) or determinant == 0:
        return None
    s, t = (values[0] * r - values[1] * q) / determinant, (values[1] * p - values[0] * q) / determinant
    return [s * a + t * b for a, b in zip(*slopes, strict=True)]


def _dot(first: Vector, second: Vector) -> float:
    return math.fsum(a * b for a, b in zip(first, second, strict=True))


def _slope(one: Program, place: Vector) -> Vector:
    """The gradient, by central differences."""
    found = []
    for k, at in enumerate(place):
        h = 1e-6 * max(1.0, abs(at))
        ahead, behind = (one.value([*place[:k], at + side, *place[k + 1 :]]) for side in (h, -h))
        found.append((ahead - behind) / (2 * h))
    return found


def _near(system: Sequence[Program], place: Vector) -> Iterator[tuple[Fraction, ...]]:
    """The place as short fractions, and places beside it, across the border."""
    yield tuple(Fraction(value).limit_denominator(_LONGEST) for value in place)
    for one in system:
        slope = _slope(one, place)
        size = math.hypot(*slope)
        if not size or not math.isfinite(size):
            slope, size = [1.0] * len(place), math.sqrt(len(place))
        for part in _BESIDE:
            yield tuple(
                Fraction(a + part * g / size).limit_denominator(10**9) for a, g in zip(place, slope, strict=True)
            )
