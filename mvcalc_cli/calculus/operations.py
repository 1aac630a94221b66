"""The operations of a tape: functions of floats that let nan through.

nan stands for "undefined" and must not get lost: a comparison with it is undecided (nan), and a piecewise
function with an undecided condition has no value.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, Final

from mvcalc_cli.calculus.functions import ROWS
from mvcalc_cli.calculus.pointwise import determinant

Operation = Callable[..., float]

_EXACT = 2.0**53


def guarded(function: Operation, values: tuple[float, ...]) -> float:
    """The value of the function, nan where it has none."""
    try:
        return function(*values)
    except (ArithmeticError, ValueError):
        return math.nan


def power(base: float, exponent: float) -> float:
    """base^exponent, nan if one is: pow(nan, 0) and pow(1, nan) are 1."""
    return math.nan if math.isnan(base) or math.isnan(exponent) else math.pow(base, exponent)


def nothing(*_: float) -> float:
    """A function that has no values as floats."""
    return math.nan


def _compare(relation: Callable[[Any, Any], bool]) -> Operation:
    def compared(left: float, right: float) -> float:
        return math.nan if math.isnan(left) or math.isnan(right) else relation(left, right)

    return compared


def _piecewise(*parts: float) -> float:
    for place in range(0, len(parts) - 1, 2):
        if math.isnan(parts[place]):
            return math.nan
        if parts[place]:
            return parts[place + 1]
    return parts[-1] if len(parts) % 2 else math.nan


def _and(*parts: float) -> float:
    for part in parts:
        if math.isnan(part) or not part:
            return part
    return True


def _or(*parts: float) -> float:
    for part in parts:
        if part:  # nan is true, and undecided
            return part
    return False


def _not(part: float) -> float:
    return part if math.isnan(part) else not part


def _pick(index: float, *entries: float) -> float:
    place = int(index)
    return entries[place - 1] if place == index and 1 <= place <= len(entries) else math.nan


OPERATIONS: Final[dict[str, Operation]] = {
    **{name: row.value for name, row in ROWS.items()},
    "quotient": operator.truediv,
    "=": _compare(operator.eq),
    "!=": _compare(operator.ne),
    "<": _compare(operator.lt),
    "<=": _compare(operator.le),
    ">": _compare(operator.gt),
    ">=": _compare(operator.ge),
    "and": _and,
    "or": _or,
    "not": _not,
    "piecewise": _piecewise,
    "pick": _pick,
    "det": lambda *entries: determinant(entries),
    "norm": math.hypot,
}

# What is exact whatever it is given.
_WITHOUT_ROUNDING: Final = frozenset(
    OPERATIONS[name]
    for name in (
        *("=", "!=", "<", "<=", ">", ">=", "and", "or", "not", "piecewise", "pick"),
        *("abs", "sign", "floor", "ceil", "min", "max", "mod", "gcd", "relu"),
    )
) | {operator.neg}
# What is exact on whole numbers if the result is one. erf(9) = 1.0 is not exact, nor is 10⁶·0.1691.
_EXACT_ON_INTEGERS: Final = frozenset((operator.add, operator.sub, operator.mul, operator.truediv, math.pow, power)) | {
    OPERATIONS[name] for name in ("factorial", "binomial")
}


def is_whole(value: float) -> bool:
    """Is it an integer that a float holds exactly?"""
    return float(value).is_integer() and abs(value) < _EXACT


def is_exact(function: Operation, args: tuple[float, ...]) -> bool:
    """Does the operation not round? Sums and products of whole numbers do not."""
    if function in _WITHOUT_ROUNDING:
        return True
    return function in _EXACT_ON_INTEGERS and all(map(is_whole, args)) and is_whole(guarded(function, args))
