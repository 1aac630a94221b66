"""Real roots found by looking: sign changes and touching points of a function of one variable.

SymPy loses roots (e^x = x + 2 has two); this finds those with a sign change, whatever the function is,
on a grid that is fine near 0 and coarse far away. It proves nothing about roots it does not meet.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.tape import program
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.digits import Unmeasured, context, measure

# The grid: fine where textbook roots are, then geometric.
_FINE, _FINE_STEPS = 20.0, 4_001
_FAR, _FAR_STEPS = 1e4, 400
# A root is bisected to this many digits.
_DIGITS: Final = 40
# A minimum of |f| this much below its neighbours counts as a touching point.
_TOUCHES: Final = 1e-9

RANGE: Final = (-_FAR, _FAR)
FINE_RANGE: Final = (-_FINE, _FINE)
Float = Callable[[float], float]


class Found(NamedTuple):
    """Roots as 40-digit numbers, in rising order, and stretches on which the function is 0 throughout."""

    roots: tuple[Any, ...]
    flat: tuple[tuple[float, float], ...] = ()


def real_roots(difference: Tree, name: str, *, fine_only: bool = False) -> Found:
    """Roots of a function of one variable.

    Args:
        difference: left − right of the equation.
        name: Its only variable.
        fine_only: Look only from −20 to 20, for functions with infinitely many roots.

    >>> from mvcalc_cli.language.tree import E, TWO, add, negative, power, variable
    >>> x = variable("x")
    >>> [round(float(root), 6) for root in real_roots(add(power(E, x), negative(add(x, TWO))), "x").roots]
    [-1.841406, 1.146193]
    """
    grid = _grid(fine_only)
    compiled = program(difference, [name])
    values = compiled.values([grid], len(grid))
    zeros = [k for k, y in enumerate(values) if y == 0.0 and _vanishes(difference, name, grid[k])]
    flat, alone = _runs(zeros)
    roots: list[Any] = [_precise(grid[k]) for k in alone]
    roots += _crossings(difference, name, grid, values)
    roots += _touching(lambda x: compiled.value([x]), grid, values)
    stretches = tuple((grid[first], grid[last]) for first, last in flat)
    return Found(tuple(_distinct([root for root in roots if root is not None])), stretches)


def _vanishes(difference: Tree, name: str, x: float) -> bool:
    """Is it 0, or does only the float underflow?"""
    try:
        return measure(difference, {name: Fraction(x)}, _DIGITS) == 0
    except Unmeasured:
        return False


def _runs(places: Sequence[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """Neighbouring places as (first, last), and those that stand alone.

    >>> _runs([1, 4, 5, 6, 9])
    ([(4, 6)], [1, 9])
    """
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return [run for run in runs if run[0] != run[1]], [first for first, last in runs if first == last]


def _grid(fine_only: bool) -> list[float]:
    fine = [-_FINE + 2 * _FINE * k / (_FINE_STEPS - 1) for k in range(_FINE_STEPS)]
    if fine_only:
        return fine
    ratio = math.log(_FAR / _FINE) / _FAR_STEPS
    far = [_FINE * math.exp(ratio * k) for k in range(1, _FAR_STEPS + 1)]
    return [-x for x in reversed(far)] + fine + far


def _precise(x: float) -> Any:
    return context(_DIGITS).mpf(x)


def _crossings(difference: Tree, name: str, grid: Sequence[float], values: Sequence[float]) -> list[Any]:
    found = []
    for a, b, left, right in zip(grid, grid[1:], values, values[1:], strict=False):
        if left * right < 0:  # nan compares false
            found.append(_bisected(difference, name, a, b))
    return found


def _bisected(difference: Tree, name: str, a: float, b: float) -> Any:
    """The root between a and b to 40 digits, or None where the sign changes at a pole or a jump."""
    low, high = _precise(a), _precise(b)
    try:
        start, end = _at(difference, name, low), _at(difference, name, high)
        if start is None or end is None or not start * end < 0:
            return None
        first = max(abs(start), abs(end))
        for _ in range(_DIGITS * 10 // 3):
            middle = (low + high) / 2
            value = _at(difference, name, middle)
            if value is None:
                return None
            if value == 0:
                return middle
            if value * start > 0:
                low, start = middle, value
            else:
                high = middle
        return low if abs(start) < 1e-12 * first else None
    except Unmeasured:
        return None


def _at(difference: Tree, name: str, x: Any) -> Any:
    """The value at a 40-digit number; an exact 0 stays 0."""
    value = measure(difference, {name: x}, _DIGITS)
    return context(_DIGITS).mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def _touching(function: Float, grid: Sequence[float], values: Sequence[float]) -> list[Any]:
    """Where |f| comes down to 0 without a change of sign: (x − 1)²·e^x."""
    found = []
    for k in range(1, len(grid) - 1):
        before, here, after = values[k - 1], values[k], values[k + 1]
        if here * before > 0 and here * after > 0 and abs(here) < abs(before) and abs(here) <= abs(after):
            x = _lowest(lambda t: abs(function(t)), grid[k - 1], grid[k + 1])
            if abs(function(x)) <= _TOUCHES * max(abs(before), abs(after)):
                found.append(_precise(x))
    return found


def _lowest(function: Float, a: float, b: float) -> float:
    """The minimum between a and b by golden sections."""
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(60):
        left, right = b - ratio * (b - a), a + ratio * (b - a)
        if function(left) < function(right):
            b = right
        else:
            a = left
    return (a + b) / 2


def _distinct(roots: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for root in sorted(roots):
        if not kept or abs(root - kept[-1]) > 1e-9 * max(1, abs(root)):
            kept.append(root)
    return kept
