"""Zeros and poles of sin, cos, tan and their reciprocals at multiples of π/2, as a person means them.

The double that is nearest to π has a sine of 1.2e-16, and 1/sin(π) would be 8e15: a number that says nothing. As in the
engine for single points (`calculus.evaluate`), a double within rounding of k·π/2 stands for it.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, Final

from mvcalc_cli.numeric.operations import ArrayOperation, array_operations, fast_operations

_PERIODIC: Final = ("sin", "cos", "tan", "sec", "csc", "cot")
_LARGEST: Final = 1e6  # further out doubles lie too far apart to stand for anything
_ROUNDING: Final = 2 * 2.0**-52
# Up to _LARGEST a zero that is meant comes out below this, and a pole above its inverse.
_TINY: Final = 1e-9


@cache
def safe_operations() -> dict[str, ArrayOperation]:
    """`array_operations`, nan at the poles."""
    return array_operations() | {name: _at_quarters(array_operations()[name], is_fast=False) for name in _PERIODIC}


@cache
def watched_operations() -> dict[str, ArrayOperation]:
    """`fast_operations`; at a pole FloatingPointError, as the processor's flags raise it."""
    return fast_operations() | {name: _at_quarters(fast_operations()[name], is_fast=True) for name in _PERIODIC}


def _at_quarters(function: ArrayOperation, *, is_fast: bool) -> ArrayOperation:
    import numpy as np

    def operation(angle: Any) -> Any:
        value = function(angle)
        size = np.abs(value)
        if np.min(size) >= _TINY and np.max(size) <= 1 / _TINY:
            return value
        meant = _is_quarter(angle)
        if not np.any(meant):
            return value
        poles = meant & ~(size <= 1 / _TINY)
        if is_fast and np.any(poles):
            raise FloatingPointError
        return np.where(poles, np.nan, np.where(meant & (size < _TINY), 0.0, value))[()]

    return operation


def _is_quarter(angle: Any) -> Any:
    """Whether angles are k·π/2 to within rounding."""
    import numpy as np

    nearest = np.round(angle / (math.pi / 2)) * (math.pi / 2)
    return (np.abs(angle) <= _LARGEST) & (np.abs(angle - nearest) <= _ROUNDING * np.abs(angle))
