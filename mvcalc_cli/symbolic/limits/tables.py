"""The table of values on the way to a point, and how numbers are written that no float holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.language.tree import Tree, postorder, variables
from mvcalc_cli.symbolic.arithmetic import Number, Unmeasured, context, inexact
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.limits.approach import DIGITS, place_at, value_at
from mvcalc_cli.symbolic.limits.coefficients import measured
from mvcalc_cli.symbolic.limits.expansion import Approach
from mvcalc_cli.symbolic.limits.values import is_infinite

# Floats are written as such between these powers of 10.
_FLOATS: Final = 300
# What no float holds is shown for its size.
_FAR_DIGITS: Final = 4
# A value that cancels is measured with three times the digits, so often.
_ROUNDS: Final = 3
_GOAL_DIGITS: Final = 90
_PLAIN: Final = frozenset({"number", "negative", "quotient"})


class OutOfReach:
    """The value could not be measured: too large, or too many digits cancel."""


OUT_OF_REACH: Final = OutOfReach()
Value = Number | None | OutOfReach


class Row(NamedTuple):
    """A row of the table: the distance h (or |x| itself, to infinity) as 10^power, values on the sides, and distances.

    A value is None where there is none, or it was not asked for.

    Attributes:
        power: h = 10^power.
        left: The value on the left.
        right: The value on the right.
        distance: The greater of their distances from the limit.
        noise: What rounding leaves: a distance below it is only known to be below it.
    """

    power: int
    left: Value
    right: Value
    distance: Number | None
    noise: Number


def table(tree: Tree, ways: Sequence[Approach], value: Tree | None, count: int = 5) -> tuple[Row, ...]:
    """Values of `tree` at h = 10⁻¹, 10⁻², … from the point, or at ±10, ±100, …; nothing for letters.

    Args:
        tree: An expression of the one variable.
        ways: The sides that are shown.
        value: The limit, for the distances; None or infinite for none.
        count: How many rows.
    """
    if any(variables(tree) not in {(), (way.name,)} or (way.point and variables(way.point)) for way in ways):
        return ()
    finite = value is not None and not is_infinite(value)
    goal = measured(value, _GOAL_DIGITS) if finite and value is not None else None
    return tuple(_row(tree, ways, goal, k) for k in range(1, count + 1))


def _row(tree: Tree, ways: Sequence[Approach], goal: Number | None, k: int) -> Row:
    found = {way.direction: _value(tree, way, k) for way in ways}
    numbers: list[Number] = [v for v in found.values() if v is not None and not isinstance(v, OutOfReach)]
    away: Number = None if goal is None else max([abs(number - goal) for number in numbers], default=None)
    exact = goal is None or all(_is_exact(tree, way, k) for way in ways)
    noise: Number = 0 if exact or goal is None else abs(goal) / context(DIGITS).mpf(10) ** (DIGITS - 10)
    power = k if ways[0].point is None else -k
    return Row(power, found.get(-1), found.get(1), away, noise)


def _is_exact(tree: Tree, way: Approach, k: int) -> bool:
    """Is the value a fraction, without any rounding?"""
    try:
        place = place_at(way, Fraction(1, 10**k), DIGITS, {})
        return isinstance(measure(tree, {way.name: place}, DIGITS), Fraction)
    except Unmeasured:
        return False


def _value(tree: Tree, way: Approach, k: int) -> Value:
    """The value at this distance, with more digits where the first ones cancel."""
    digits = DIGITS + 7 * k
    for _round in range(_ROUNDS):
        try:
            return value_at(tree, way, Fraction(1, 10**k), digits, {})
        except Unmeasured:
            digits *= 3
    try:
        return value_at(tree, way, Fraction(1, 10**k), DIGITS + 7 * k, {}, cancelling=True)
    except Unmeasured:
        return OUT_OF_REACH


def as_float(value: Value) -> float | None:
    """The value as a float: nan where it is out of reach or too large for one."""
    if value is None:
        return None
    try:
        return math.nan if isinstance(value, OutOfReach) else float(value)
    except OverflowError:
        return math.nan


def decimal(value: Number, digits: int) -> str:
    """A number in so many digits, 3.1e-434 among them; 0 is 0 and nothing else.

    >>> decimal(context(30).mpf("0.25"), 10), decimal(context(30).mpf(10) ** -434 / 3, 3)
    ('0.25', '3.33e-435')
    """
    size = _power_of_ten(value)
    if size is None or abs(size) < _FLOATS:
        return f"{float(value):.{digits}g}"
    return _scientific(value, min(digits, _FAR_DIGITS))


def magnitude(value: Number, digits: int) -> str:
    """The same, always with a power of 10: 1.7e-03."""
    size = _power_of_ten(value)
    if size is None:
        return "0"
    return f"{float(value):.{digits - 1}e}" if abs(size) < _FLOATS else _scientific(value, digits)


def _power_of_ten(value: Number) -> int | None:
    """-3 of 0.0017; None of 0."""
    return None if value == 0 else int(context(30).floor(_logarithm(value, 30)))


def _logarithm(value: Number, digits: int) -> Number:
    mp = context(digits)
    return mp.log(abs(inexact(value, digits))) / mp.log(10)


def _scientific(value: Number, digits: int) -> str:
    """By the logarithm: 10^4342944819 written out would take a while."""
    mp = context(DIGITS + 30)
    logarithm = _logarithm(value, DIGITS + 30)
    power = int(mp.floor(logarithm))
    if abs(power) >= 10**30:
        return f"{'-' if value < 0 else ''}10^({decimal(mp.mpf(power), digits)})"
    mantissa = f"{float(mp.mpf(10) ** (logarithm - power)):.{digits - 1}f}"
    if mantissa.startswith("10"):
        mantissa, power = f"{1:.{digits - 1}f}", power + 1
    return f"{'-' if value < 0 else ''}{mantissa}e{power:+03d}"


def beside(value: Tree) -> str:
    """The size of an exact number, 0.3678794412 for 1/e; nothing for one that shows it, ∞, or with letters.

    >>> from mvcalc_cli.language import parse
    >>> [beside(parse(text).tree) for text in ("1/e", "3", "oo", "a")]
    ['0.3678794412', '', '', '']
    """
    if variables(value) or is_infinite(value) or all(node.kind in _PLAIN for node in postorder(value)):
        return ""
    size = measured(value)
    return "" if size is None else decimal(size, 10)
