"""What the values of each function are: the other half of the table in `calculus/rules.py`.

A row gives the value of a real number as a float, and where it exists. A function of the language with
no row here (dot, det, …) is opened or worked out by `calculus/expand.py`; tests hold the tables together.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from mvcalc_cli.calculus import gammas, special
from mvcalc_cli.calculus.undefined import OVERFLOW, OutOfDomain, said


class Interval(NamedTuple):
    """Numbers from low to high; an end belongs to it if it is closed."""

    low: float
    high: float
    closed: tuple[bool, bool] = (False, False)

    def holds(self, x: float) -> bool:
        """Does x lie in it?

        >>> Interval(0.0, math.inf).holds(0.0)
        False
        """
        above = x >= self.low if self.closed[0] else x > self.low
        return above and (x <= self.high if self.closed[1] else x < self.high)

    def __str__(self) -> str:
        left, right = "[" if self.closed[0] else "(", "]" if self.closed[1] else ")"
        return f"{left}{said(self.low)}, {said(self.high)}{right}"


class Row(NamedTuple):
    """The values of one function.

    Attributes:
        value: From floats to a float; raises ValueError or ArithmeticError where there is none, and of
            nan gives nan.
        domain: Where the (first) argument may lie; () if everywhere, or if the function itself says why not.
        noun: What it is called in "… of a negative number".
    """

    value: Callable[..., float]
    domain: tuple[Interval, ...] = ()
    noun: str = ""


_ALL = math.inf
_POSITIVE: Final = (Interval(0.0, _ALL),)
_NOT_NEGATIVE: Final = (Interval(0.0, _ALL, (True, False)),)
_NOT_ZERO: Final = (Interval(-_ALL, 0.0), Interval(0.0, _ALL))
_UNIT: Final = (Interval(-1.0, 1.0, (True, True)),)
_OPEN_UNIT: Final = (Interval(-1.0, 1.0),)
_BEYOND_UNIT: Final = (Interval(-_ALL, -1.0, (False, True)), Interval(1.0, _ALL, (True, False)))
_WELL_BEYOND: Final = (Interval(-_ALL, -1.0), Interval(1.0, _ALL))


def _over_cosh(x: float) -> float:
    small = math.exp(-abs(x))
    return 2.0 * small / (1.0 + small * small)


def _over_sinh(x: float) -> float:
    return math.copysign(2.0 * math.exp(-abs(x)) / -math.expm1(-2.0 * abs(x)), x)


def _acoth(x: float) -> float:
    return 0.5 * math.log1p(2.0 / (x - 1.0)) if x > 1.0 else -0.5 * math.log1p(2.0 / (-x - 1.0))


def _sign(x: float) -> float:
    return 1.0 if x > 0.0 else -1.0 if x < 0.0 else x


def _floor(x: float) -> float:
    return float(math.floor(x)) if abs(x) < 1e16 else x


def _ceil(x: float) -> float:
    return float(math.ceil(x)) if abs(x) < 1e16 else x


def _minimum(*values: float) -> float:
    return math.nan if any(map(math.isnan, values)) else min(values)


def _maximum(*values: float) -> float:
    return math.nan if any(map(math.isnan, values)) else max(values)


def _log(x: float, base: float | None = None) -> float:
    return math.log(x) if base is None else special.log_to_base(x, base)


def _relu(x: float) -> float:
    return 0.0 if x <= 0.0 else x  # not max(): nan must come through


ROWS: Final[dict[str, Row]] = {
    "sin": Row(math.sin),
    "cos": Row(math.cos),
    "tan": Row(math.tan),
    "sec": Row(lambda x: 1.0 / math.cos(x)),
    "csc": Row(lambda x: 1.0 / math.sin(x), _NOT_ZERO),
    "cot": Row(lambda x: 1.0 / math.tan(x), _NOT_ZERO),
    "asin": Row(math.asin, _UNIT),
    "acos": Row(math.acos, _UNIT),
    "atan": Row(math.atan),
    "asec": Row(lambda x: math.acos(1.0 / x), _BEYOND_UNIT),
    "acsc": Row(lambda x: math.asin(1.0 / x), _BEYOND_UNIT),
    "acot": Row(lambda x: math.atan(1.0 / x) if x else math.pi / 2),
    "sinh": Row(math.sinh),
    "cosh": Row(math.cosh),
    "tanh": Row(math.tanh),
    "sech": Row(_over_cosh),
    "csch": Row(_over_sinh, _NOT_ZERO),
    "coth": Row(lambda x: 1.0 / math.tanh(x), _NOT_ZERO),
    "asinh": Row(math.asinh),
    "acosh": Row(math.acosh, (Interval(1.0, _ALL, (True, False)),)),
    "atanh": Row(math.atanh, _OPEN_UNIT),
    "asech": Row(lambda x: math.acosh(1.0 / x), (Interval(0.0, 1.0, (False, True)),)),
    "acsch": Row(lambda x: math.asinh(1.0 / x), _NOT_ZERO),
    "acoth": Row(_acoth, _WELL_BEYOND),
    "exp": Row(math.exp),
    "log": Row(_log, _POSITIVE, "log"),
    "log2": Row(math.log2, _POSITIVE, "log2"),
    "log10": Row(math.log10, _POSITIVE, "log10"),
    "sqrt": Row(math.sqrt, _NOT_NEGATIVE, "square root"),
    "cbrt": Row(math.cbrt),
    "root": Row(special.root),
    "abs": Row(abs),
    "sign": Row(_sign),
    "floor": Row(_floor),
    "ceil": Row(_ceil),
    "min": Row(_minimum),
    "max": Row(_maximum),
    "mod": Row(special.modulo),
    "gcd": Row(special.greatest_common_divisor),
    "factorial": Row(gammas.factorial),
    "binomial": Row(gammas.binomial),
    "atan2": Row(special.atan2),
    "gamma": Row(gammas.gamma),
    "beta": Row(gammas.beta),
    "erf": Row(math.erf),
    "erfc": Row(math.erfc),
    "erfi": Row(special.erfi),
    "Ei": Row(special.exponential_integral),
    "Si": Row(special.sine_integral),
    "Ci": Row(special.cosine_integral),
    "li": Row(special.logarithmic_integral),
    "polygamma": Row(gammas.polygamma),
    "W": Row(special.lambert_w),
    "relu": Row(_relu),
    "sigmoid": Row(special.sigmoid),
    "softplus": Row(special.softplus),
}


def complaint(name: str, args: tuple[float, ...], error: Exception) -> str:
    """Why a function has no value there, in words.

    >>> complaint("asin", (2.0,), ValueError())
    'asin of 2, outside [−1, 1]'
    """
    row = ROWS[name]
    x = args[0]
    if isinstance(error, OutOfDomain):
        return str(error)
    if row.domain and not any(interval.holds(x) for interval in row.domain):
        return _outside(name, row, x)
    if isinstance(error, OverflowError):
        return OVERFLOW
    return f"{name} of {', '.join(said(arg) for arg in args)}"


def _outside(name: str, row: Row, x: float) -> str:
    if row.noun:
        return f"{row.noun} of a negative number ({said(x)})" if x < 0.0 else f"{row.noun} of {said(x)}"
    if row.domain is _NOT_ZERO:
        return f"{name} of 0"
    if len(row.domain) == 2:
        hole = Interval(-1.0, 1.0, (not row.domain[0].closed[1], not row.domain[1].closed[0]))
        return f"{name} of {said(x)}, inside {hole}"
    return f"{name} of {said(x)}, outside {row.domain[0]}"
