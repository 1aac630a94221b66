"""Attempts: what SymPy may fail at, and how long it may take before something else is tried.

The worker's deadline ends a command for certain; this ends one attempt, so that roots can still be looked
for with numbers, or the best form found so far be shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from sympy.polys.polyerrors import BasePolynomialError

from mvcalc_cli.symbolic.patience import SECONDS, OutOfPatience, patience

__all__ = ["FAILURES", "SECONDS", "OutOfPatience", "attempt", "patience"]

Found = TypeVar("Found")

# What SymPy's algorithms raise on what they cannot do.
FAILURES: Final = (
    NotImplementedError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    LookupError,
    RecursionError,
    BasePolynomialError,
)


def attempt(action: Callable[[], Found], seconds: float = SECONDS) -> Found | None:
    """What the action finds; None if SymPy fails, or is not done in time.

    >>> import sympy
    >>> attempt(lambda: sympy.solve(sympy.Symbol("x") - 1)), attempt(lambda: [][0])
    ([1], None)
    """
    try:
        with patience(seconds):
            return action()
    except (*FAILURES, OutOfPatience):
        return None
