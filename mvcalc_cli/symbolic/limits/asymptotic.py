"""Asymptotic expansions: sums of c·Wᵃ·tᵇ·L⁻ᶜ·M⁻ᵈ as t falls to 0, in which every limit can be read off.

t > 0 is the distance to the point (or 1/|x| on the way to infinity); L = log(1/t) and M = log L grow more
slowly than any power of t; W = e^(−h) with one h that grows faster than L. A key holds the four exponents, so
that a term with a greater key is smaller. Coefficients are exact: Fractions, or Trees whose zeros are found with
numbers. What is left out is carried as `error`, so a sum that cancels is noticed and never taken for 0.

Reference: D. Gruntz, On Computing Limits in a Symbolic Manipulation System, 1996, chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.symbolic.limits.coefficients import Coefficient, Field, Unsupported

Key = tuple[Fraction, Fraction, Fraction, Fraction]

_0: Final = Fraction(0)
# Powers up to this one are products: nothing need be divided by a letter that may be 0.
_SMALL_POWER: Final = 8
UNIT: Final[Key] = (_0, _0, _0, _0)
SMALL: Final[Key] = (_0, Fraction(1), _0, _0)
LOG: Final[Key] = (_0, _0, Fraction(-1), _0)
LOG_LOG: Final[Key] = (_0, _0, _0, Fraction(-1))


class Lost(Exception):  # noqa: N818 - no mistake: more terms are needed
    """Every term that was kept has cancelled."""


class Oscillation(Exception):  # noqa: N818 - a finding
    """A part swings for ever: sine or cosine of what grows without bound, or floor of it."""


class Expansion(NamedTuple):
    """The terms, the largest first, and the key of what is left out (None: nothing is)."""

    terms: tuple[tuple[Key, Coefficient], ...]
    error: Key | None = None


ZERO: Final = Expansion(())


class Algebra:
    """Arithmetic with expansions of at most `most` terms.

    Attributes:
        field: Arithmetic of the coefficients.
        most: How many terms are kept.
        exponent: h of W = e^(−h), once an exponential has been met.
    """

    def __init__(self, field: Field, most: int) -> None:
        self.field = field
        self.most = most
        self.exponent: Expansion | None = None

    def number(self, value: Coefficient) -> Expansion:
        """A constant."""
        return self.made({UNIT: value}, None)

    def made(self, terms: Mapping[Key, Coefficient], error: Key | None) -> Expansion:
        """The expansion of these terms: zeros and what the error covers left out, the largest first."""
        kept = sorted(key for key, value in terms.items() if (error is None or key < error) and value != 0)
        found: list[tuple[Key, Coefficient]] = []
        for key in kept:
            if self.field.is_zero(terms[key]):
                continue
            if len(found) == self.most:
                return Expansion(tuple(found), key)
            found.append((key, terms[key]))
        return Expansion(tuple(found), error)

    def lead(self, one: Expansion) -> tuple[Key, Coefficient] | None:
        """The largest term; None for exactly 0.

        Raises:
            Lost: If only the error is left.
        """
        if one.terms:
            return one.terms[0]
        if one.error is not None:
            raise Lost
        return None

    def sum(self, parts: Iterable[Expansion]) -> Expansion:
        """The sum of several."""
        total: dict[Key, Coefficient] = {}
        error: Key | None = None
        for part in parts:
            error = _least(error, part.error)
            for key, value in part.terms:
                total[key] = self.field.add(total[key], value) if key in total else value
        return self.made(total, error)

    def scaled(self, one: Expansion, factor: Coefficient, by: Key = UNIT) -> Expansion:
        """One expansion times one term."""
        terms = {_plus(key, by): self.field.multiply(value, factor) for key, value in one.terms}
        return self.made(terms, None if one.error is None else _plus(one.error, by))

    def product(self, left: Expansion, right: Expansion) -> Expansion:
        """The product of two; 0 times anything is 0."""
        if ZERO in (left, right):
            return ZERO
        total: dict[Key, Coefficient] = {}
        for one, value in left.terms:
            for other, factor in right.terms:
                key, product = _plus(one, other), self.field.multiply(value, factor)
                total[key] = self.field.add(total[key], product) if key in total else product
        return self.made(total, _least(_times_error(left, right), _times_error(right, left)))

    def split_lead(self, one: Expansion) -> tuple[Key, Coefficient, Expansion]:
        """one = c·key·(1 + r): the key, c, and r, which is small.

        Raises:
            ZeroDivisionError: For exactly 0, which has no leading term.
        """
        found = self.lead(one)
        if found is None:
            raise ZeroDivisionError
        key, value = found
        self.field.assume_nonzero(value)
        rest = Expansion(one.terms[1:], one.error)
        return key, value, self.scaled(rest, self.field.inverse(value), _minus(key))

    def series(self, coefficients: Sequence[Coefficient], small: Expansion) -> Expansion:
        """a₀ + a₁·r + a₂·r² + … for a small r; the coefficients go on after the last given."""
        if small == ZERO:
            return self.number(coefficients[0])
        first = small.terms[0][0] if small.terms else small.error
        assert first is not None
        total = ZERO
        for value in reversed(coefficients):  # Horner
            total = self.sum((self.product(total, small), self.number(value)))
        return self.made(dict(total.terms), _least(total.error, _multiple(first, len(coefficients))))

    def power(self, base: Expansion, exponent: Fraction) -> Expansion:
        """base^exponent; a negative base only for a whole exponent.

        Raises:
            ValueError: If the base is negative, so that there is no real power.
        """
        if exponent == 0:
            return self.number(Fraction(1))
        if base == ZERO and exponent > 0:
            return base
        if exponent.denominator == 1 and 0 < exponent <= _SMALL_POWER:
            found = base
            for _ in range(exponent.numerator - 1):
                found = self.product(found, base)
            return found
        key, value, rest = self.split_lead(base)
        if exponent.denominator != 1 and self.field.sign(value) < 0:
            raise ValueError
        coefficients = [Fraction(1)]
        for n in range(1, self.most if rest.terms or rest.error else 1):
            coefficients.append(coefficients[-1] * (exponent - n + 1) / n)
        ended = exponent.denominator == 1 and exponent > 0 and exponent < len(coefficients)
        found = self._polynomial(coefficients, rest) if ended else self.series(coefficients, rest)
        return self.scaled(found, self.field.power(value, exponent), _multiple(key, exponent))

    def _polynomial(self, coefficients: Sequence[Coefficient], small: Expansion) -> Expansion:
        total = ZERO
        for value in reversed(coefficients):
            total = self.sum((self.product(total, small), self.number(value)))
        return total

    def quotient(self, above: Expansion, below: Expansion) -> Expansion:
        """The quotient of two."""
        return self.product(above, self.power(below, Fraction(-1)))

    def parts(self, one: Expansion) -> tuple[Expansion, Coefficient, Expansion]:
        """What grows without bound, the constant, and what is small.

        Raises:
            Lost: If so much is left out that the constant is not known.
        """
        if one.error is not None and one.error <= UNIT:
            raise Lost
        large = tuple(term for term in one.terms if term[0] < UNIT)
        constant = next((value for key, value in one.terms if key == UNIT), _0)
        return Expansion(large), constant, Expansion(tuple(term for term in one.terms if term[0] > UNIT), one.error)

    # --- exponentials and logarithms -----------------------------------------------------------------

    def log(self, one: Expansion) -> Expansion:
        """The logarithm.

        Raises:
            ValueError: If it is not of a positive value.
            Unsupported: If it needs log log log.
        """
        key, value, rest = self.split_lead(one)
        if self.field.sign(value) < 0:
            raise ValueError
        w, t, p, m = key
        if m:
            raise Unsupported
        pieces = [Expansion(((LOG, -t),) if t else ()), Expansion(((LOG_LOG, -p),) if p else ())]
        if w and self.exponent is not None:
            pieces.append(self.scaled(self.exponent, -w))
        coefficients = [_0, *(Fraction((-1) ** (n + 1), n) for n in range(1, self.most + 1))]
        constant = self.number(self.field.call("log", value))
        return self.sum((*pieces, constant, self.series(coefficients, rest)))

    def exp(self, one: Expansion) -> Expansion:
        """The exponential.

        Raises:
            Unsupported: If it is of another order than the first one met.
        """
        large, constant, small = self.parts(one)
        key = self._grown(large)
        coefficients: list[Fraction] = [Fraction(1)]
        for n in range(1, self.most + 1):
            coefficients.append(coefficients[-1] / n)
        return self.scaled(self.series(coefficients, small), self.field.exp(constant), key)

    def _grown(self, large: Expansion) -> Key:
        """The key of e^(what grows without bound)."""
        rest = dict(large.terms)
        t, p = (_taken_out(rest, key) for key in (LOG, LOG_LOG))
        if not rest:
            return (_0, -t, -p, _0)
        first = min(rest)
        if first >= LOG or first[0] != 0:
            raise Unsupported
        ordered = Expansion(tuple((key, rest[key]) for key in sorted(rest)))
        return (self._multiple_of_exponent(ordered), -t, -p, _0)

    def _multiple_of_exponent(self, large: Expansion) -> Fraction:
        """w with e^large = W^w."""
        if self.exponent is None:
            grows = self.field.sign(large.terms[0][1]) > 0
            self.exponent = large if grows else self.scaled(large, Fraction(-1))
            return Fraction(-1 if grows else 1)
        ratio = self.field.divide(large.terms[0][1], self.exponent.terms[0][1])
        if not isinstance(ratio, Fraction) or self.sum((large, self.scaled(self.exponent, -ratio))) != ZERO:
            raise Unsupported
        return -ratio


def _taken_out(terms: dict[Key, Coefficient], key: Key) -> Fraction:
    """The rational coefficient at a key, no longer among the terms."""
    value = terms.get(key, _0)
    if not isinstance(value, Fraction):
        return _0
    terms.pop(key, None)
    return value


def _plus(one: Key, other: Key) -> Key:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3])


def _minus(one: Key) -> Key:
    return (-one[0], -one[1], -one[2], -one[3])


def _multiple(one: Key, factor: Fraction | int) -> Key:
    return (one[0] * factor, one[1] * factor, one[2] * factor, one[3] * factor)


def _least(one: Key | None, other: Key | None) -> Key | None:
    return min((key for key in (one, other) if key is not None), default=None)


def _times_error(left: Expansion, right: Expansion) -> Key | None:
    """The size of (all of left) · (what right leaves out)."""
    if right.error is None:
        return None
    first = left.terms[0][0] if left.terms else left.error
    return None if first is None else _plus(first, right.error)
