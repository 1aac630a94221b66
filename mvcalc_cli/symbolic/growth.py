"""How fast an integrand grows towards a point or at infinity: the exponents that decide convergence."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.symbolic.digits import Unmeasured, context
from mvcalc_cli.symbolic.pieces import DIGITS, high_value

# |f| is measured at distances 2^-k, in pairs that tell the exponent and the power of the logarithm apart.
_NEAR: Final = (40, 80)
_FAR: Final = (60, 120)
# Depths, no two at the same phase of a wave of 1/x or log x, at which changes of sign are counted.
_WAVES: Final = tuple(4 + 1.618 * k for k in range(21))
_FIRST: Final = (4, 6, 8, 10, 12, 14, 16, 20)
# How near an exponent must be to 1 to count as 1: measured on |log x|^b with b up to 3.
_ONE: Final = 2e-3
# The same where no logarithm is in it: 60 digits tell 1/x^1.0001 from 1/x.
_NO_LOGARITHM: Final = 1e-6
_SHARP_ONE: Final = 1e-8

Outcome = Literal["converges", "diverges", "undecided"]


class Growth(NamedTuple):
    """|f| ~ h^−exponent·|log h|^−logarithm at a distance h of a point; at infinity with x in the place of 1/h.

    Attributes:
        outcome: Whether the integral converges there.
        exponent: nan where it was not measured.
        logarithm: The exponent of the logarithm, where it matters.
        sign: +1, −1, or 0 where the sign is not known.
    """

    outcome: Outcome
    exponent: float = 0.0
    logarithm: float = 0.0
    sign: int = 0


def near(tree: Any, name: str, at: Any, side: int, room: Any) -> Growth:
    """The growth at distances room·2^-k of a point; `side` is +1 to its right, −1 to its left.

    >>> from mvcalc_cli.language import parse
    >>> [near(parse(text).tree, "x", 0, 1, 1).outcome for text in ("1/x", "1/sqrt(x)", "1/(x log(x)^2)", "log(x)")]
    ['diverges', 'converges', 'converges', 'converges']
    """
    mp = context(DIGITS)

    def size(k: int) -> Any:
        return high_value(tree, name, mp.mpf(at) + side * mp.mpf(room) * mp.mpf(2) ** -k)

    return _judged(size, _NEAR, towards=1)


def swings(tree: Any, name: str, at: Any, side: int, room: Any) -> float | None:
    """The exponent of the growth of an integrand that changes its sign again and again towards a point, else None.

    >>> from mvcalc_cli.language import parse
    >>> [swings(parse(text).tree, "x", 0, 1, 1) for text in ("cos(log(x))", "1/x", "x")]
    [0.0, None, None]
    >>> round(swings(parse("sin(1/x)/x").tree, "x", 0, 1, 1))
    1
    """
    mp = context(DIGITS)
    found = []
    for k in _WAVES:
        try:
            value = high_value(tree, name, mp.mpf(at) + side * mp.mpf(room) * mp.mpf(2) ** -k)
        except Unmeasured:
            break
        if value:
            found.append((k, value))
    changes = sum(1 for (_, u), (_, v) in pairwise(found) if u * v < 0)
    if changes < 5:
        return None
    third = len(found) // 3
    (early, low), (late, high) = (
        max(((k, float(mp.log(abs(value), 2))) for k, value in part), key=lambda one: one[1])
        for part in (found[:third], found[-third:])
    )
    return max(0.0, round((high - low) / (late - early), 1))


def far(tree: Any, name: str, side: int) -> Growth:
    """The growth at ±2^k; converges where it falls faster than 1/x.

    >>> from mvcalc_cli.language import parse
    >>> [far(parse(text).tree, "x", 1).outcome for text in ("1/x", "1/x^2", "1/(x log(x)^2)", "x", "e^-x")]
    ['diverges', 'converges', 'converges', 'diverges', 'converges']
    """
    mp = context(DIGITS)

    def size(k: int) -> Any:
        return high_value(tree, name, side * mp.mpf(2) ** k)

    return _judged(size, _FAR, towards=-1)


def _judged(size: Callable[[int], Any], depths: tuple[int, int], towards: int) -> Growth:
    """Decide from |f| at two depths, and at the next one after each."""
    try:
        found = [size(k) for depth in depths for k in (depth, depth + 1)]
    except Unmeasured:
        return _by_first(size)
    if any(value is None for value in found):
        return Growth("undecided", math.nan)
    if any(value == 0 for value in found):
        return Growth("converges" if found[-1] == 0 else "undecided")
    logs = [float(context(DIGITS).log(abs(value), 2)) for value in found]
    slopes = [towards * (logs[1] - logs[0]), towards * (logs[3] - logs[2])]
    rises = [math.log2(1 + 1 / depth) for depth in depths]
    # log2|f| rises by exponent − logarithm·log2(1 + 1/k) from depth k to k + 1 (at infinity with the other sign).
    logarithm = (slopes[1] - slopes[0]) / (rises[0] - rises[1])
    exponent = slopes[1] + logarithm * rises[1]
    if towards < 0:
        logarithm = -logarithm
        exponent = slopes[1] - logarithm * rises[1]
    sign = 1 if found[-1] > 0 else -1
    return Growth(_outcome(exponent, logarithm, towards), exponent, logarithm, sign)


def _outcome(exponent: float, logarithm: float, towards: int) -> Outcome:
    excess = towards * (exponent - 1)
    one = _ONE if abs(logarithm) > _NO_LOGARITHM else _SHARP_ONE
    if excess > one:
        return "diverges"
    if excess < -one:
        return "converges"
    if logarithm > 1.1:
        return "converges"
    return "diverges" if logarithm < 1.02 else "undecided"


def _by_first(size: Callable[[int], Any]) -> Growth:
    """Where |f| soon is too large or too small for any number: does it rise or fall as far as it can be seen?"""
    seen: list[Any] = []
    for k in _FIRST:
        try:
            value = size(k)
        except Unmeasured:
            break
        if value is None:
            return Growth("undecided", math.nan)
        seen.append(value)
    if len(seen) < 2:
        return Growth("undecided", math.nan)
    rises = abs(seen[-1]) > abs(seen[-2])
    return Growth("diverges" if rises else "converges", math.inf if rises else 0.0, 0.0, 1 if seen[-1] > 0 else -1)
