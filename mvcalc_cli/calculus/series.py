"""Truncated power series: what they are, over which numbers, and why there may be none."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mvcalc_cli.language.tree import Tree

ZERO: Final = Fraction(0)
ONE: Final = Fraction(1)


class NoSeries(Exception):  # noqa: N818 - a sentence on its way to a DomainError
    """A part has no power series at the centre, and why."""

    def __init__(self, reason: str, node: Tree | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.node = node


class Sides(Exception):  # noqa: N818 - asks the caller for more
    """The answer differs left and right of the centre: take one side at a time."""


class Ramified(Exception):  # noqa: N818 - asks the caller for more
    """A fractional power of w comes up: go on with the root of w of this degree."""

    def __init__(self, degree: int) -> None:
        super().__init__(degree)
        self.degree = degree


class Field(ABC):
    """Numbers for the coefficients; a Fraction is always one of them, and 0 is Fraction(0)."""

    @abstractmethod
    def apply(self, name: str, args: Sequence[Any]) -> Any:
        """The value of a function; ValueError or ZeroDivisionError where it has none."""

    @abstractmethod
    def power(self, base: Any, exponent: Any) -> Any:
        """base^exponent for a base that is not 0."""

    @abstractmethod
    def constant(self, name: str) -> Any:
        """pi or e."""

    @abstractmethod
    def sign(self, value: Any) -> int | None:
        """−1, 0 or 1; None if it is not known."""

    @abstractmethod
    def floor(self, value: Any) -> tuple[int, bool]:
        """The floor, and whether the value is that whole number."""

    def is_zero(self, value: Any) -> bool:
        """Is it 0 for certain?"""
        return isinstance(value, Fraction) and value == 0

    def differs(self, value: Any) -> bool:
        """May a value that is not 0 for certain be taken for different from 0?"""
        return not self.is_zero(value)

    def inverse(self, value: Any) -> Any:
        """1/value; ZeroDivisionError where there is none."""
        return 1 / value


class Series(NamedTuple):
    """w^shift·(terms[0] + terms[1]·w + …), known below w^(shift + len(terms))."""

    shift: int
    terms: tuple[Any, ...]

    @property
    def end(self) -> int:
        """The first power that is not known."""
        return self.shift + len(self.terms)


def coefficient(series: Series, power: int) -> Any:
    """The coefficient of a power below the end."""
    return series.terms[power - series.shift] if power >= series.shift else ZERO


def is_nothing(value: Any) -> bool:
    """Is it the number 0 itself?"""
    return value.__class__ is Fraction and not value


def convolved(left: Sequence[Any], right: Sequence[Any], length: int) -> list[Any]:
    """The first coefficients of a product."""
    found: list[Any] = [ZERO] * length
    others = [(j, b) for j, b in enumerate(right[:length]) if not is_nothing(b)]
    for i, a in enumerate(left[:length]):
        if is_nothing(a):
            continue
        for j, b in others:
            if i + j >= length:
                break
            found[i + j] = found[i + j] + a * b
    return found


def dot(found: Sequence[Any], terms: Sequence[Any], k: int, first: int) -> Any:
    """Σ found[j]·terms[k − j] for first <= j < k."""
    total: Any = ZERO
    for j in range(first, k):
        if not is_nothing(found[j]) and not is_nothing(terms[k - j]):
            total = total + found[j] * terms[k - j]
    return total


def weighted(inner: Sequence[Any], outer: Sequence[Any], k: int, upto: int | None = None) -> Any:
    """Σ j·inner[j]·outer[k − j] for 1 <= j <= upto: k times a coefficient of ∫ inner′·outer."""
    total: Any = ZERO
    for j in range(1, (k if upto is None else upto) + 1):
        if not is_nothing(inner[j]) and not is_nothing(outer[k - j]):
            total = total + inner[j] * outer[k - j] * j
    return total
