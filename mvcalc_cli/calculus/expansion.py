"""The expansion of an expression about a point.

Several variables are one: f(a + t·Δ) is a power series in t whose k-th coefficient is the homogeneous part of
degree k. Where the answer depends on the side (|x|, √(x²)), both sides are expanded and compared: as far as they
agree the derivatives exist.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from mvcalc_cli.calculus.exact import Exact, atom
from mvcalc_cli.calculus.exact_field import ExactField
from mvcalc_cli.calculus.exact_floats import as_floats
from mvcalc_cli.calculus.exact_fractions import gathered
from mvcalc_cli.calculus.exact_values import constant
from mvcalc_cli.calculus.jets import Jets
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.series import NoSeries, Ramified, Series, Sides
from mvcalc_cli.calculus.taylor_polynomial import Exponents, Taylor, Value, place_of
from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import DomainError, MvcalcError
from mvcalc_cli.language.tree import Tree, as_variable, variable, variables

# So many powers beyond the order are looked at for the next term, which gives the order of the error.
_AHEAD = 4
_MOST_ROUNDS = 4
_HIGHEST_DEGREE = 12
_ZERO = Fraction(0)
_POLE = "it has a pole there"
_OTHER_CENTRE = "choose another centre: --about"


class _Side(NamedTuple):
    """The expansion on one side: coefficients by exponent (fractional ones where roots come up), or why not."""

    terms: dict[Fraction, Value]
    known: Fraction
    why: NoSeries | None


class Expansion:
    """The expansion of one expression about one point."""

    def __init__(self, tree: Tree, centre: Mapping[str, Tree], order: int, field: ExactField) -> None:
        self.typed = tree
        self.tree = lower(tree)
        self.names = tuple(centre)
        self.centre = tuple(centre.values())
        self.order = order
        self.field = field
        self.several = len(centre) > 1
        self.letters = [variable(f"\N{GREEK CAPITAL LETTER DELTA}{k}") for k in range(len(centre))]

    def run(self) -> Taylor:
        """The polynomial."""
        try:
            values = [constant(value) for value in self.centre]
        except (ZeroDivisionError, ValueError) as error:
            raise DomainError("the centre has no value") from error
        value = self._value_there()
        degree = 1
        while True:
            try:
                found, following, side = self._expanded(values, degree, value)
                break
            except Ramified as more:
                degree *= more.degree
                if degree > _HIGHEST_DEGREE:
                    raise self.refusal(NoSeries("it holds a root of too high a degree there")) from None
            except NoSeries as why:
                raise self.refusal(why) from None
        terms = self._by_exponents(found)
        continued = isinstance(value, UndefinedError)
        return Taylor(self.typed, self.names, self.centre, self.order, terms, following, continued, side)

    # --- the two ways -----------------------------------------------------------------------------

    def _expanded(
        self, values: list[Value], degree: int, value: float | UndefinedError | None
    ) -> tuple[dict[int, Value], Fraction | None, str]:
        if degree == 1:
            try:
                whole = self._one(values, 1, 1, sided=False)
                if whole.why is not None:
                    raise whole.why
                self._refuse_jump(whole, value)
                return self._kept(whole.terms), self._next(whole), ""
            except Sides:
                pass
        if self.several:
            raise NoSeries("it is not smooth there: it has a kink or a jump")
        right, left = (self._one(values, degree, sign, sided=True) for sign in (1, -1))
        return self._joined(right, left, value)

    def _one(self, values: list[Value], degree: int, sign: int, *, sided: bool) -> _Side:
        """The expansion in w, x = a ± w^degree; more terms again if a division lost some."""
        length = (self.order + _AHEAD) * degree + 1
        for _round in range(_MOST_ROUNDS):
            try:
                series = Jets(self.field, length, sided=sided).run(
                    self.tree, self._variables(values, degree, sign, length)
                )
            except NoSeries as why:
                return _Side({}, _ZERO, why)
            if series.end > self.order * degree + degree:
                return self._side(series, degree, sign)
            length += (self.order + 1) * degree - series.end + degree + 1
        return _Side({}, _ZERO, NoSeries("too many of its first coefficients cancel there", self.tree))

    def _side(self, series: Series, degree: int, sign: int) -> _Side:
        terms: dict[Fraction, Value] = {}
        for place, term in enumerate(series.terms):
            if self.field.is_zero(term):
                continue
            exponent = Fraction(series.shift + place, degree)
            coefficient = gathered(term) if exponent <= self.order else term
            if exponent < 0:
                reason = _POLE if not self.several else "it is not defined there"
                return _Side({}, _ZERO, NoSeries(reason, self.tree))
            terms[exponent] = coefficient * sign ** int(exponent) if exponent.denominator == 1 else coefficient
            if exponent > self.order and exponent.denominator == 1:
                break  # the next term is found
        return _Side(terms, Fraction(series.end, degree), None)

    def _variables(self, values: list[Value], degree: int, sign: int, length: int) -> dict[Tree, Series]:
        known = {}
        for name, value, letter in zip(self.names, values, self.letters, strict=True):
            terms: list[Value] = [value, *[_ZERO] * (max(length, degree + 1) - 1)]
            terms[degree] = atom(letter) if self.several else Fraction(sign)
            known[as_variable(name)] = Series(0, tuple(terms))
        return known

    def _joined(
        self, right: _Side, left: _Side, value: float | UndefinedError | None
    ) -> tuple[dict[int, Value], Fraction | None, str]:
        if right.why is not None and left.why is not None:
            raise right.why
        side = "right" if left.why is not None else "left" if right.why is not None else ""
        first = right if right.why is None else left
        self._refuse_jump(first, value)
        highest = self._smooth(first, left if not side else first)
        if highest is not None and highest < self.order:
            kink = highest == 0 and not side and Fraction(1) in {*right.terms, *left.terms}
            raise _NotSmooth(highest, kink=kink)
        return self._kept(first.terms), self._next(right, left), side

    def _smooth(self, right: _Side, left: _Side) -> int | None:
        """The highest derivative that exists at the centre; None if no end of them is seen."""
        for exponent in sorted({*right.terms, *left.terms}):
            if exponent.denominator > 1:
                return math.floor(exponent)
            if not self.field.is_zero(right.terms.get(exponent, _ZERO) - left.terms.get(exponent, _ZERO)):
                return int(exponent) - 1
        return None

    def _kept(self, terms: Mapping[Fraction, Value]) -> dict[int, Value]:
        return {int(k): value for k, value in terms.items() if k <= self.order and k.denominator == 1}

    def _next(self, *sides: _Side) -> Fraction | None:
        later = [exponent for side in sides for exponent in side.terms if exponent > self.order]
        return min(later, default=None)

    # --- the value at the centre ------------------------------------------------------------------

    def _value_there(self) -> float | UndefinedError | None:
        """f(a), the error where it is undefined, None where letters are left or it is too large."""
        from mvcalc_cli.calculus.evaluate import evaluate

        if set(variables(self.tree)) - set(self.names):
            return None
        try:
            point = {name: evaluate(value, {}) for name, value in zip(self.names, self.centre, strict=True)}
            return float(evaluate(self.tree, point))
        except UndefinedError as error:
            return None if error.overflow else error
        except MvcalcError:
            return None

    def _refuse_jump(self, side: _Side, value: float | UndefinedError | None) -> None:
        if not isinstance(value, float):
            return
        limit, room = as_floats(side.terms.get(_ZERO, _ZERO))
        if abs(limit - value) > 1e-6 * max(1.0, room, abs(value)):
            raise NoSeries("it jumps there: its value differs from its limit", self.tree)

    def refusal(self, why: NoSeries) -> DomainError:
        """The sentence that says why there is no series here."""
        from mvcalc_cli.language.printers import line

        where = place_of(self.names, self.centre)
        if isinstance(why, _NotSmooth):
            return why.error(line(self.typed), where)
        value = self._value_there()
        if isinstance(value, UndefinedError):
            pole = " (a pole)" if why.reason == _POLE else ""
            reason = f"{line(value.node)} is undefined there{pole}: {value.message}"
        elif why.reason.startswith("it "):
            reason = f"{line(why.node or self.typed)} {why.reason.removeprefix('it ')}"
        else:
            reason = f"{why.reason}, in {line(why.node or self.typed)}"
        return DomainError(f"no Taylor series about {where}, because {reason}", hint=_OTHER_CENTRE)

    # --- several variables ------------------------------------------------------------------------

    def _by_exponents(self, found: Mapping[int, Value]) -> dict[Exponents, Value]:
        """The homogeneous parts taken apart into monomials; x² before x·y before y²."""
        if not self.several:
            return {(k,): value for k, value in sorted(found.items())}
        parts: dict[Exponents, Value] = {}
        for value in found.values():
            for monomial, coefficient in value.terms.items() if isinstance(value, Exact) else [(frozenset(), value)]:
                exponents = dict(monomial)
                key = tuple(int(exponents.pop(letter, 0)) for letter in self.letters)
                rest: Value = coefficient if not exponents else Exact({frozenset(exponents.items()): coefficient})
                parts[key] = parts.get(key, _ZERO) + rest
        kept = {key: gathered(value) for key, value in parts.items()}
        shown = {key: value for key, value in kept.items() if not self.field.is_zero(value)}
        return dict(sorted(shown.items(), key=lambda item: (sum(item[0]), [-k for k in item[0]])))


_ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth")


class _NotSmooth(NoSeries):
    """Only so many derivatives exist at the centre."""

    def __init__(self, highest: int, *, kink: bool) -> None:
        super().__init__("it is not smooth there")
        self.highest = highest
        self.kink = kink

    def error(self, shown: str, where: str) -> DomainError:
        """What fails, and up to which order there is a polynomial."""
        if self.highest < 0:
            return DomainError(f"no Taylor series about {where}, because {shown} jumps there", hint=_OTHER_CENTRE)
        order = self.highest + 1
        ordinal = _ORDINALS[order] if order < len(_ORDINALS) else f"{order}th"
        reason = f"the {ordinal} derivative of {shown} does not exist there{' (a kink)' if self.kink else ''}"
        hint = f"up to the order that exists: --order {self.highest}" if self.highest else _OTHER_CENTRE
        return DomainError(f"no Taylor series about {where}, because {reason}", hint=hint)
