"""The operations of an array program: as those of `calculus/operations.py`, on whole arrays.

nan stands for "undefined". Where the function of single numbers raises (a pole, an overflow, outside of the domain),
these give nan; truth values are 1 and 0, and nan where undecided.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from mvcalc_cli.calculus.operations import OPERATIONS, guarded, nothing

ArrayOperation = Callable[..., Any]


def _defined(function: ArrayOperation) -> ArrayOperation:
    """nan where finite arguments have no finite value: a ufunc gives inf where C's function has an error."""
    import numpy as np

    def operation(*parts: Any) -> Any:
        value = function(*parts)
        lost = ~np.isfinite(value)
        if not np.any(lost):
            return value
        for part in parts:
            lost = lost & np.isfinite(part)
        return np.where(lost, np.nan, value)

    return operation


def _compared(relation: ArrayOperation) -> ArrayOperation:
    import numpy as np

    def operation(left: Any, right: Any) -> Any:
        return np.where(np.isnan(left) | np.isnan(right), np.nan, relation(left, right))

    return operation


def _quotient(above: Any, below: Any) -> Any:
    import numpy as np

    return np.where(below == 0.0, np.nan, above / below)


def _power(base: Any, exponent: Any) -> Any:
    """base^exponent, nan if one is, and where there is no real value."""
    import numpy as np

    value = np.square(base) if np.ndim(exponent) == 0 and exponent == 2.0 else np.power(base, exponent)
    lost = np.isnan(base) | np.isnan(exponent)
    if not (np.ndim(exponent) == 0 and exponent == 2.0):
        lost = lost | (~np.isfinite(value) & np.isfinite(base) & np.isfinite(exponent))
    return np.where(lost, np.nan, value)


def _power_log(power: Any, base: Any, exponent: Any) -> Any:
    """power·log(base), the slope of base^exponent by the exponent: 0 where 0^exponent is 0 whatever the exponent."""
    import numpy as np

    value = power * np.log(base)
    return np.where((base == 0.0) & (exponent > 0.0), 0.0, np.where(np.isfinite(value), value, np.nan))


def _piecewise(*parts: Any) -> Any:
    import numpy as np

    value = parts[-1] if len(parts) % 2 else np.nan
    for place in range(len(parts) // 2 * 2 - 2, -2, -2):
        condition = parts[place]
        value = np.where(np.isnan(condition), np.nan, np.where(condition != 0.0, parts[place + 1], value))
    return value


def _and(*parts: Any) -> Any:
    import numpy as np

    value = parts[-1]
    for part in reversed(parts[:-1]):
        value = np.where(np.isnan(part) | (part == 0.0), part, value)
    return value


def _or(*parts: Any) -> Any:
    import numpy as np

    value = parts[-1]
    for part in reversed(parts[:-1]):
        value = np.where(part != 0.0, part, value)  # nan is true, and undecided
    return value


def _not(part: Any) -> Any:
    import numpy as np

    return np.where(np.isnan(part), np.nan, part == 0.0)


def _pick(index: Any, *entries: Any) -> Any:
    import numpy as np

    value: Any = np.float64(np.nan)
    for place, entry in enumerate(entries, 1):
        value = np.where(index == place, entry, value)
    return value


def _folded(function: ArrayOperation) -> ArrayOperation:
    def operation(*parts: Any) -> Any:
        value = parts[0]
        for part in parts[1:]:
            value = function(value, part)
        return value

    return operation


def _rounded(function: ArrayOperation) -> ArrayOperation:
    import numpy as np

    def operation(part: Any) -> Any:
        return np.where(np.isfinite(part), function(part), part)

    return operation


def _plain_functions() -> dict[str, ArrayOperation]:
    """What NumPy has, or is one line of it."""
    import numpy as np

    return {
        "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan,
        "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "asinh": np.arcsinh, "acosh": np.arccosh,
        "atanh": np.arctanh, "exp": np.exp, "log": np.log, "log2": np.log2, "log10": np.log10, "sqrt": np.sqrt,
        "sec": lambda x: 1.0 / np.cos(x), "csc": lambda x: 1.0 / np.sin(x), "cot": lambda x: 1.0 / np.tan(x),
        "coth": lambda x: 1.0 / np.tanh(x), "asec": lambda x: np.arccos(1.0 / x), "acsc": lambda x: np.arcsin(1.0 / x),
        "asech": lambda x: np.arccosh(1.0 / x), "acsch": lambda x: np.arcsinh(1.0 / x),
    }  # fmt: skip


@cache
def array_operations() -> dict[str, ArrayOperation]:
    """The table by name; what is not in it is mapped over the entries."""
    import numpy as np

    return {
        **{name: _defined(function) for name, function in _plain_functions().items()},
        "sum": np.add,
        "difference": np.subtract,
        "terms": _added,
        "product": np.multiply,
        "square": np.square,
        "chained": _chained,
        "divided": _divided,
        "negative": np.negative,
        "quotient": _quotient,
        "power": _power,
        "power_log": _power_log,
        "=": _compared(np.equal),
        "!=": _compared(np.not_equal),
        "<": _compared(np.less),
        "<=": _compared(np.less_equal),
        ">": _compared(np.greater),
        ">=": _compared(np.greater_equal),
        "and": _and,
        "or": _or,
        "not": _not,
        "piecewise": _piecewise,
        "pick": _pick,
        "norm": _folded(np.hypot),
        "cbrt": np.cbrt,
        "abs": np.abs,
        "sign": np.sign,
        "floor": _rounded(np.floor),
        "ceil": _rounded(np.ceil),
        "min": _folded(np.minimum),
        "max": _folded(np.maximum),
        "relu": lambda x: np.where(x <= 0.0, 0.0, x),
        "sigmoid": _sigmoid,
        "softplus": lambda x: np.logaddexp(0.0, x),
    }


@cache
def fast_operations() -> dict[str, ArrayOperation]:
    """The same without care for what is undefined: the processor's flags are watched instead."""
    import numpy as np

    return array_operations() | {
        **_plain_functions(),
        "quotient": np.divide,
        "divided": np.divide,
        "chained": np.multiply,
        "power": np.power,
        "power_log": lambda power, base, _exponent: power * np.log(base),
        "=": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
        "and": _folded(np.logical_and), "or": _folded(np.logical_or), "not": np.logical_not,
        "piecewise": _fast_piecewise,
        "floor": np.floor,
        "ceil": np.ceil,
        "relu": lambda x: np.maximum(x, 0.0),
    }  # fmt: skip


@cache
def nan_passing() -> frozenset[ArrayOperation]:
    """Fast operations that give nan of nan; a comparison does not, nor does nan^0."""
    import numpy as np

    known = [np.add, np.subtract, np.multiply, np.negative, np.divide, np.square, np.abs, *_plain_functions().values()]
    return frozenset(function for function in known if isinstance(function, np.ufunc))


def _fast_piecewise(*parts: Any) -> Any:
    import numpy as np

    cases = len(parts) // 2 * 2
    if len(parts) == cases and not np.all(_folded(np.logical_or)(*parts[::2])):  # none of the cases holds somewhere
        raise FloatingPointError
    value = parts[-1]
    for place in range(cases - 2, -2, -2):
        value = np.where(parts[place], parts[place + 1], value)[()]
    return value


def _added(*parts: Any) -> Any:
    """The sum of all parts; a long one in place, as long as no part is wider than it."""
    total = parts[0] + parts[1]
    shape = getattr(total, "shape", ())
    for part in parts[2:]:
        if shape and getattr(part, "shape", ()) in {shape, ()}:
            total += part
        else:
            total = total + part
            shape = getattr(total, "shape", ())
    return total


def _chained(outer: Any, inner: Any) -> Any:
    """outer · inner, 0 where nothing asks for the slope inside: in a branch that is not taken."""
    import numpy as np

    return np.where(outer == 0.0, 0.0, outer * inner)


def _divided(outer: Any, inner: Any) -> Any:
    import numpy as np

    return np.where(outer == 0.0, 0.0, _quotient(outer, inner))


def _sigmoid(x: Any) -> Any:
    import numpy as np

    small = np.exp(-np.abs(x))
    return np.where(x >= 0.0, 1.0 / (1.0 + small), small / (1.0 + small))


_MAPPED: dict[str, ArrayOperation] = {}


def mapped(name: str) -> ArrayOperation:
    """The operation of single numbers, done for each entry of arrays."""
    if name not in _MAPPED:
        _MAPPED[name] = over_entries(OPERATIONS.get(name, nothing))
    return _MAPPED[name]


def over_entries(function: Callable[..., float]) -> ArrayOperation:
    """The operation on arrays that does `function` entry by entry, nan where it has no value."""

    def operation(*arrays: Any) -> Any:
        import numpy as np

        columns = np.broadcast_arrays(*arrays)
        flat = zip(*(column.ravel().tolist() for column in columns), strict=True)
        found = np.fromiter((guarded(function, row) for row in flat), np.float64, columns[0].size)
        return found.reshape(columns[0].shape)

    return operation
