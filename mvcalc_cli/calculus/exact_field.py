"""Exact numbers as the coefficients of a series."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from mvcalc_cli.calculus.exact import Exact, as_tree, atom
from mvcalc_cli.calculus.exact_floats import as_floats
from mvcalc_cli.calculus.exact_fractions import gathered
from mvcalc_cli.calculus.exact_powers import general_power, rational_power, reciprocal, sign_of
from mvcalc_cli.calculus.exact_values import value_of
from mvcalc_cli.calculus.series import Field, NoSeries
from mvcalc_cli.language.tree import PI, E, Tree, as_variable, variables

Value = Fraction | Exact

_NEAR: Final = 1e-9


class ExactField(Field):
    """Exact numbers; letters stay letters.

    Args:
        vanishes: Decides whether a number that is 0 as a float is 0, with more digits; without it, it is not.
    """

    def __init__(self, vanishes: Callable[[Tree], bool] | None = None) -> None:
        self.vanishes = vanishes

    def apply(self, name: str, args: Sequence[Value]) -> Value:
        """The value of a function."""
        found = value_of(name, list(args))
        if isinstance(found, Exact) and math.isnan(as_floats(found)[0]) and not variables(as_tree(found)):
            raise ValueError
        return found

    def power(self, base: Value, exponent: Value) -> Value:
        """base^exponent."""
        return rational_power(base, exponent) if isinstance(exponent, Fraction) else general_power(base, exponent)

    def constant(self, name: str) -> Value:
        """pi, e or a letter."""
        return atom({"pi": PI, "e": E}.get(name) or as_variable(name))

    def sign(self, value: Value) -> int | None:
        """The sign where it is certain."""
        return sign_of(value)

    def floor(self, value: Value) -> tuple[int, bool]:
        """The floor, and whether the value is that whole number."""
        if isinstance(value, Fraction):
            return math.floor(value), value.denominator == 1
        size = as_floats(value)[0]
        if math.isnan(size) or abs(size - round(size)) <= _NEAR * max(1.0, abs(size)):
            raise NoSeries("which whole numbers it lies between is not known")
        return math.floor(size), False

    def is_zero(self, value: Value) -> bool:
        """Is it 0?"""
        if not isinstance(value, Exact):
            return not value
        size, room = as_floats(value)
        if abs(size) > _NEAR * room:
            return False
        value = gathered(value)
        if not isinstance(value, Exact):
            return not value
        size, room = as_floats(value)
        if self.vanishes is None or not abs(size) <= _NEAR * room or len(value.terms) < 2:
            return False
        return self.vanishes(as_tree(value))

    def inverse(self, value: Value) -> Value:
        """1/value."""
        return reciprocal(value)
