"""Sums, products, quotients, derivatives and integrals of truncated power series."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mvcalc_cli.calculus.series import (
    ONE,
    ZERO,
    Field,
    NoSeries,
    Series,
    Sides,
    coefficient,
    convolved,
    dot,
    is_nothing,
)
from mvcalc_cli.language.tree import Tree


class Arithmetic:
    """Arithmetic of series.

    Args:
        field: The numbers.
        length: How many coefficients a variable or constant starts with.
        sided: w > 0 is known.
    """

    def __init__(self, field: Field, length: int, *, sided: bool = False) -> None:
        self.field = field
        self.length = length
        self.sided = sided

    def number(self, value: Any) -> Series:
        """A constant."""
        return Series(0, (value, *[ZERO] * (self.length - 1)))

    def add(self, left: Series, right: Series) -> Series:
        """left + right, as far as both are known."""
        low, high = min(left.shift, right.shift), min(left.end, right.end)
        return Series(low, tuple(coefficient(left, k) + coefficient(right, k) for k in range(low, high)))

    def scale(self, series: Series, factor: Any) -> Series:
        """The series times a number."""
        return Series(series.shift, tuple(term * factor if not is_nothing(term) else ZERO for term in series.terms))

    def multiply(self, left: Series, right: Series) -> Series:
        """left · right."""
        length = min(len(left.terms), len(right.terms))
        return Series(left.shift + right.shift, tuple(convolved(left.terms, right.terms, length)))

    def stripped(self, series: Series) -> Series:
        """Without leading zeros; no terms left if all that is known is 0."""
        for place, term in enumerate(series.terms):
            if not self.field.is_zero(term):
                return Series(series.shift + place, series.terms[place:]) if place else series
        return Series(series.end, ())

    def divide(self, above: Series, below: Series) -> Series:
        """above / below; leading zeros of both cancel."""
        bottom = self.stripped(below)
        if not bottom.terms:
            raise ZeroDivisionError
        length = min(len(above.terms), len(bottom.terms))
        lead = bottom.terms[0]
        first = self.field.inverse(lead) if lead != 1 else ONE
        found: list[Any] = []
        for k in range(length):
            rest = above.terms[k] - dot(found, bottom.terms, k, first=0)
            found.append(rest * first if not is_nothing(rest) else ZERO)
        return Series(above.shift - bottom.shift, tuple(found))

    def regular(self, series: Series, why: str = "it has a pole there") -> list[Any]:
        """The coefficients from w⁰ on; a pole is none."""
        if series.shift < 0:
            series = self.stripped(series)
            if series.shift < 0:
                raise NoSeries(why)
        return [*[ZERO] * series.shift, *series.terms]

    def derivative(self, series: Series) -> Series:
        """d/dw."""
        places = range(series.shift, series.end)
        return Series(series.shift - 1, tuple(t * k if k else ZERO for k, t in zip(places, series.terms, strict=True)))

    def integral(self, series: Series, first: Any) -> Series:
        """first + the integral without a constant; a logarithm is no series."""
        found = [ZERO] * len(series.terms)
        for k, term in enumerate(series.terms):
            place = series.shift + k + 1
            if place == 0 and not self.field.is_zero(term):
                raise NoSeries("it has a logarithmic singularity there")
            found[k] = term * Fraction(1, place) if place else ZERO
        result = Series(series.shift + 1, tuple(found))
        if result.shift > 0:
            result = Series(0, (*[ZERO] * result.shift, *result.terms))
        whole = Series(0, (first, *[ZERO] * max(result.end - 1, 0)))
        return self.add(result, whole) if result.end > 0 else result

    def decide(self, series: Series, node: Tree) -> int:
        """The sign near the centre, 0 if it vanishes.

        Raises:
            Sides: If it changes at the centre.
        """
        lead = self.stripped(series)
        if not lead.terms:
            return 0
        if lead.shift % 2 and not self.sided:
            raise Sides
        sign = self.field.sign(lead.terms[0])
        if sign is None:
            raise NoSeries("on which side of its kink or jump the centre lies is not known", node)
        return sign
