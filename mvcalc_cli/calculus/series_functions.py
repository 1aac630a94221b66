"""Elementary functions of truncated power series, each by the recurrence of its differential equation.

Reference: Griewank & Walther, Evaluating Derivatives, 2nd ed., chapter 13.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final

from mvcalc_cli.calculus.series import (
    ONE,
    ZERO,
    NoSeries,
    Ramified,
    Series,
    Sides,
    convolved,
    is_nothing,
    weighted,
)
from mvcalc_cli.calculus.series_arithmetic import Arithmetic

_MOST_SQUARINGS: Final = 1_000


class Elementary(Arithmetic):
    """exp, log, powers, sin and cos, tan of series."""

    def exponential(self, u: Series) -> Series:
        """e^u."""
        terms = self.regular(u, "it has an essential singularity there")
        found = [self.field.apply("exp", [terms[0]])]
        for k in range(1, len(terms)):
            found.append(weighted(terms, found, k) * Fraction(1, k))
        return Series(0, tuple(found))

    def logarithm(self, u: Series) -> Series:
        """log u for u₀ > 0."""
        lead = self.stripped(u)
        if lead.shift or not lead.terms:
            raise NoSeries("what stands in the logarithm is 0 there" if lead.shift >= 0 else "it has a pole there")
        terms = lead.terms
        first = self.field.apply("log", [terms[0]])
        inverse = self.field.inverse(terms[0])
        found = [first]
        for k in range(1, len(terms)):
            inner = weighted(found, terms, k, upto=k - 1) if k > 1 else ZERO
            found.append((terms[k] - inner * Fraction(1, k)) * inverse)
        return Series(0, tuple(found))

    def power(self, u: Series, exponent: Any) -> Series:
        """u^exponent for a constant exponent, a Fraction or another number of the field."""
        if isinstance(exponent, Fraction) and exponent.denominator == 1 and abs(exponent) <= _MOST_SQUARINGS:
            whole = self._whole(u, abs(int(exponent)))
            return whole if exponent >= 0 else self.divide(self.number(ONE), whole)
        lead = self.stripped(u)
        if not lead.terms:
            return self._power_of_nothing(lead, exponent)
        if lead.shift:
            self._check_valuation(lead.shift, exponent)
        if self.field.sign(lead.terms[0]) == -1:
            if lead.shift % 2 and not self.sided:
                raise Sides
            raise NoSeries("a negative number to a fractional power is not real")
        terms = self._power_terms(lead.terms, exponent, self.field.power(lead.terms[0], exponent))
        return Series(int(lead.shift * exponent) if lead.shift else 0, terms)

    def _whole(self, u: Series, exponent: int) -> Series:
        result: Series | None = None
        while exponent:
            if exponent & 1:
                result = u if result is None else self.multiply(result, u)
            exponent >>= 1
            if exponent:
                u = self.multiply(u, u)
        return result or self.number(ONE)

    def _power_of_nothing(self, lead: Series, exponent: Any) -> Series:
        if not isinstance(exponent, Fraction):
            raise NoSeries("it is 0 to a power that is no number there")
        if exponent < 0:
            raise ZeroDivisionError
        return Series(0, (ZERO,) * max(1, math.floor(lead.shift * exponent)))

    def _check_valuation(self, shift: int, exponent: Any) -> None:
        """(c·w^v)^q needs w > 0, and a root of w unless v·q is whole."""
        if not isinstance(exponent, Fraction):
            raise NoSeries("it is 0 to a power that is not whole there")
        if not self.sided:
            raise Sides
        degree = (shift * exponent).denominator
        if degree > 1:
            raise Ramified(degree)

    def _power_terms(self, terms: Sequence[Any], exponent: Any, first: Any) -> tuple[Any, ...]:
        inverse = self.field.inverse(terms[0])
        found = [first]
        for k in range(1, len(terms)):
            total: Any = ZERO
            for j in range(1, k + 1):
                if not is_nothing(terms[j]) and not is_nothing(found[k - j]):
                    total = total + terms[j] * found[k - j] * (exponent * j - (k - j))
            found.append(total * inverse * Fraction(1, k) if not is_nothing(total) else ZERO)
        return tuple(found)

    def real_root(self, u: Series, degree: int) -> Series:
        """The real root of odd degree, of negative numbers as well."""
        lead = self.stripped(u)
        if not lead.terms:
            return Series(0, (ZERO,) * max(1, lead.shift // degree))
        if lead.shift % degree:
            if not self.sided:
                raise Sides
            raise Ramified(degree // math.gcd(lead.shift, degree))
        sign = self.field.sign(lead.terms[0])
        if sign == -1:
            return self.scale(self.real_root(self.scale(u, -ONE), degree), -ONE)
        first = self.field.power(lead.terms[0], Fraction(1, degree)) if sign else None
        if first is None:
            raise NoSeries("the sign under the root is not known there")
        return Series(lead.shift // degree, self._power_terms(lead.terms, Fraction(1, degree), first))

    def sine_cosine(self, u: Series, names: tuple[str, str], sign: int) -> tuple[Series, Series]:
        """sin and cos, or with sign 1 sinh and cosh."""
        terms = self.regular(u, "it oscillates without end there" if sign < 0 else "it has an essential singularity")
        sines, cosines = ([self.field.apply(name, [terms[0]])] for name in names)
        for k in range(1, len(terms)):
            sine = weighted(terms, cosines, k) * Fraction(1, k)
            cosines.append(weighted(terms, sines, k) * Fraction(sign, k))
            sines.append(sine)
        return Series(0, tuple(sines)), Series(0, tuple(cosines))

    def riccati(self, u: Series, first: Any, sign: int) -> Series:
        """r′ = u′·(1 + sign·r²): tan and tanh."""
        terms = self.regular(u)
        found = [first]
        squares: list[Any] = []
        for k in range(1, len(terms)):
            place = k - 1
            square = convolved(found, found, k)[place] * sign
            squares.append(square + 1 if place == 0 else square)
            found.append(weighted(terms, squares, k) * Fraction(1, k))
        return Series(0, tuple(found))

    def composed(self, derivatives: Callable[[int], Any], u: Series) -> Series:
        """Σ derivatives(k)/k!·(u − u₀)^k, by Horner."""
        terms = self.regular(u)
        inner = Series(0, (ZERO, *terms[1:]))
        result = Series(0, (ZERO,) * len(terms))
        for k in range(len(terms) - 1, -1, -1):
            result = self.multiply(result, inner)
            result = self.add(result, self.number(derivatives(k) * Fraction(1, math.factorial(k))))
        return result
