"""Functions of intervals.

√ of floats is correctly rounded, so one float outwards is enough. The functions of the C library are not: they are
right to about one unit in the last place (glibc states 1 to 2 for these), and four are allowed for.
Our own series (Γ, polygamma, W) are right to some 10⁻¹⁴ and get 10⁻¹².
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from mvcalc_cli.calculus import gammas, special
from mvcalc_cli.calculus.intervals import Interval, outwards

_ULPS: Final = 4
_OWN_ERROR: Final = 1e-12
# Beyond this the place within a period is not trusted.
_LARGEST_ANGLE: Final = 1e8
_ANGLE_ROOM: Final = 1e-7
_GAMMA_LEAST: Final = (1.46163, 0.88560319)


def _wider(low: float, high: float) -> Interval:
    """Four units in the last place outwards."""
    below = low - _ULPS * math.ulp(low) if math.isfinite(low) else low
    above = high + _ULPS * math.ulp(high) if math.isfinite(high) else high
    return Interval(below, above)


def _safe(function: Callable[[float], float], x: float) -> float:
    """The value at an end, infinite where it overflows."""
    try:
        return function(x)
    except OverflowError:
        return math.copysign(math.inf, x)


def _rising(
    function: Callable[[float], float], low: float = -math.inf, high: float = math.inf
) -> Callable[[Interval], Interval]:
    """A function that rises on [low, high], by its values at the ends."""

    def rule(u: Interval) -> Interval:
        if not (low <= u.low and u.high <= high):
            raise ValueError
        return _wider(_safe(function, u.low), _safe(function, u.high))

    return rule


def exponential(u: Interval) -> Interval:
    """e^u; an overflow is infinite, an underflow 0."""
    low = math.exp(u.low) if u.low < 709.0 else 8e307
    high = math.exp(u.high) if u.high < 709.0 else math.inf
    found = _wider(low, high)
    return Interval(max(found.low, 0.0), found.high)


def logarithm(u: Interval) -> Interval:
    """log u for u > 0."""
    if u.low <= 0.0:
        raise ValueError
    return _wider(math.log(u.low), math.log(u.high) if u.high < math.inf else math.inf)


def _holds_turn(u: Interval, offset: float, period: float) -> bool:
    """May u hold offset + k·period for a whole k?"""
    low, high = (u.low - offset) / period - _ANGLE_ROOM, (u.high - offset) / period + _ANGLE_ROOM
    return math.floor(high) >= math.ceil(low)


def _wave(function: Callable[[float], float], top: float) -> Callable[[Interval], Interval]:
    """sin or cos: the ends, and ±1 where a crest or trough lies between."""

    def rule(u: Interval) -> Interval:
        if not max(abs(u.low), abs(u.high)) < _LARGEST_ANGLE or u.high - u.low >= 2 * math.pi:
            return Interval(-1.0, 1.0)
        ends = (function(u.low), function(u.high))
        found = _wider(min(ends), max(ends))
        low = -1.0 if _holds_turn(u, top + math.pi, 2 * math.pi) else max(found.low, -1.0)
        high = 1.0 if _holds_turn(u, top, 2 * math.pi) else min(found.high, 1.0)
        return Interval(low, high)

    return rule


def _tangent(u: Interval) -> Interval:
    if not max(abs(u.low), abs(u.high)) < _LARGEST_ANGLE or _holds_turn(u, math.pi / 2, math.pi):
        raise ZeroDivisionError
    return _wider(math.tan(u.low), math.tan(u.high))


def _hyperbolic_cosine(u: Interval) -> Interval:
    found = _wider(_cosh(u.least), _cosh(u.size))
    return Interval(max(found.low, 1.0), found.high)


def _cosh(x: float) -> float:
    return math.cosh(x) if x < 710.0 else math.inf


def _roughly(low: float, high: float) -> Interval:
    """What our own series are trusted to."""
    room = _OWN_ERROR * max(abs(low), abs(high), 1e-300)
    return Interval(low - room - _OWN_ERROR * abs(low), high + room + _OWN_ERROR * abs(high))


def _gamma(u: Interval) -> Interval:
    if u.low <= 0.0 or u.high > 170.0:
        raise ValueError
    at, least = _GAMMA_LEAST
    ends = (gammas.gamma(u.low), gammas.gamma(u.high))
    low = least if u.low <= at + 1e-4 and u.high >= at - 1e-4 else min(ends)
    return _roughly(low, max(ends))


def polygamma(order: int, u: Interval) -> Interval:
    """ψ⁽ᵐ⁾(u) for u > 0: rising for even m, falling for odd m."""
    if u.low <= 0.0 or not math.isfinite(u.high):
        raise ValueError
    ends = (gammas.polygamma(order, u.low), gammas.polygamma(order, u.high))
    found = _roughly(min(ends), max(ends))
    return Interval(found.low - _OWN_ERROR, found.high + _OWN_ERROR) if order == 0 else found


def _lambert(u: Interval) -> Interval:
    if u.low <= -0.367:
        raise ValueError
    return _roughly(special.lambert_w(u.low), special.lambert_w(u.high))


def lower_branch_of_w(u: Interval) -> Interval:
    """The branch −1 of W, which falls on (−1/e, 0)."""
    if u.low <= -0.367 or u.high > -1e-300:
        raise ValueError
    return _roughly(special.lambert_w(u.high, -1), special.lambert_w(u.low, -1))


def square_root(u: Interval) -> Interval:
    """√u for u > 0; the square root of a float is correctly rounded."""
    if u.low <= 0.0:
        raise ValueError
    return outwards(math.sqrt(u.low), math.sqrt(u.high))


FUNCTIONS: Final[dict[str, Callable[[Interval], Interval]]] = {
    "exp": exponential,
    "log": logarithm,
    "sqrt": square_root,
    "sin": _wave(math.sin, math.pi / 2),
    "cos": _wave(math.cos, 0.0),
    "tan": _tangent,
    "sinh": _rising(math.sinh),
    "cosh": _hyperbolic_cosine,
    "tanh": _rising(math.tanh),
    "asin": _rising(math.asin, -1.0, 1.0),
    "atan": _rising(math.atan),
    "asinh": _rising(math.asinh),
    "acosh": _rising(math.acosh, 1.0),
    "erf": _rising(math.erf),
    "gamma": _gamma,
    "W": _lambert,
}
