"""Real zeros of an expression in one variable: rational ones exactly, all of those of a polynomial."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.evaluate import Program, program
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.arithmetic import context
from mvcalc_cli.symbolic.digits import Number, Unmeasured, measure
from mvcalc_cli.symbolic.sameness.absolutes import cases
from mvcalc_cli.symbolic.sameness.polynomials import DIGITS, between, polynomial, polynomial_zeros, rational

# Where zeros are looked for that no polynomial bounds, and how finely.
_FARTHEST: Final = 25.0
_SAMPLES: Final = 600
# Zeros of these are zeros of their parts.
_FACTORED: Final = frozenset({"product", "quotient", "negative"})
_GRID: Final = tuple(_FARTHEST * math.sinh(5 * (2 * k / _SAMPLES - 1)) / math.sinh(5) for k in range(_SAMPLES + 1))
_FROM_THE_MIDDLE: Final = tuple(sorted(range(_SAMPLES), key=lambda k: abs(2 * k - _SAMPLES)))


class Zeros(NamedTuple):
    """Zeros in rising order.

    Attributes:
        numbers: Fractions where they are rational, else mpmath numbers of 60 digits.
        complete: Whether these are known to be all.
        everywhere: Whether the expression is 0 everywhere.
    """

    numbers: tuple[Number, ...]
    complete: bool
    everywhere: bool = False


def zeros(tree: Tree, name: str, *, exact: bool = True) -> Zeros:
    """The real zeros of an expression in one variable; fractions near them if not `exact`.

    >>> from mvcalc_cli.language import parse
    >>> zeros(parse("(x - 1)(x^2 + 1)(2x + 3)").tree, "x").numbers
    (Fraction(-3, 2), Fraction(1, 1))
    >>> [round(float(zero), 3) for zero in zeros(parse("sin(x)/x").tree, "x").numbers[-2:]]
    [15.708, 18.85]
    """
    coefficients = polynomial(tree, name)
    if coefficients is None:
        return (
            _of_factors(tree, name, exact)
            if tree.kind in _FACTORED or _is_positive_power(tree)
            else _of_cases(tree, name, exact) or _sampled(tree, name, exact)
        )
    if not any(coefficients):
        return Zeros((), complete=True, everywhere=True)
    return Zeros(tuple(polynomial_zeros(coefficients, exact=exact)), complete=True)


def _is_positive_power(tree: Tree) -> bool:
    """u^3 is 0 where u is, and there its zeros are simple."""
    exponent = tree.args[1] if tree.kind == "power" else None
    return exponent is not None and exponent.kind == "number" and Fraction(exponent.value) > 0  # type: ignore[arg-type]


def _of_factors(tree: Tree, name: str, exact: bool) -> Zeros:
    """Those of the factors at which the whole has the value 0."""
    factors = tree.args[:1] if tree.kind in {"quotient", "power"} else tree.args
    found = [zeros(factor, name, exact=exact) for factor in factors]
    distinct = {f"{float(number):.15g}": number for each in found for number in each.numbers}
    value = _at_all_digits(tree, name)
    kept = [number for number in distinct.values() if not exact or value(number) == 0]
    everywhere = any(each.everywhere for each in found)
    return Zeros(tuple(sorted(kept, key=float)), all(each.complete for each in found), everywhere)


def _of_cases(tree: Tree, name: str, exact: bool) -> Zeros | None:
    """Those of something with |u| in it, if all of them can be counted; half an axis of zeros is told by its end."""
    found = cases(tree, name)
    if found is None:
        return None
    above, below = zeros(found.above, name, exact=exact), zeros(found.below, name, exact=exact)
    half = above.everywhere or below.everywhere
    if not half and not (above.complete and below.complete):
        return None
    kept = found.zeros(above.numbers, below.numbers, exact=exact)
    kept |= {f"{float(bend):.15g}": bend for bend in found.bends(exact=exact)} if half else {}
    numbers = tuple(sorted(kept.values(), key=float))
    return Zeros(numbers, complete=not half, everywhere=above.everywhere and below.everywhere)


def _sampled(tree: Tree, name: str, exact: bool) -> Zeros:
    """Zeros at which the sign changes, or |values| touch 0, between −25 and 25."""
    try:
        single = program(tree, (name,))
        values = single.values([_GRID])
    except (MvcalcError, ArithmeticError, ValueError):
        return Zeros((), complete=False)
    search = _Exact(tree, name, single) if exact else _Near(single)
    found: dict[str, Number] = {}
    for k in _FROM_THE_MIDDLE:
        root = _between_samples(search, values, k)
        if root is not None:
            found.setdefault(f"{float(root):.9g}", root)
        if len(found) >= search.most:
            break
    return Zeros(tuple(sorted(found.values(), key=float)), complete=False, everywhere=not any(values))


def _between_samples(search: _Near, values: list[float], k: int) -> Number | None:
    """The zero between two samples, if there is one."""
    a, b = values[k], values[k + 1]
    if a == 0:
        return search.checked(_GRID[k])
    if a * b < 0:
        return search.crossing(_GRID[k], _GRID[k + 1])
    if k and abs(a) < abs(values[k - 1]) and abs(a) < abs(b) and abs(a) < abs(values[k - 1] - 2 * a + b):
        return search.touching(_GRID[k - 1], _GRID[k + 1])
    return None


class _Near:
    """Zeros as floats tell them."""

    # So many are looked for, those nearest to 0 first.
    most = 40

    def __init__(self, single: Program) -> None:
        self.single = single

    def value(self, at: float) -> float:
        """The value in floats."""
        return self.single.value([at])

    def crossing(self, low: float, high: float) -> Number | None:
        """Where the sign changes; nothing at a pole, where it does so too."""
        near = between(self.value, low, high, 1e-14)
        if not abs(self.value(near)) <= min(abs(self.value(low)), abs(self.value(high))):
            return None
        return self.refined(near, low, high)

    def refined(self, near: float, _: float, __: float) -> Number | None:
        """The zero, from an approximation."""
        return rational(Fraction(near), lambda _: True)

    def checked(self, place: float) -> Number | None:
        """A sample at which the value is 0."""
        return rational(Fraction(place), lambda _: True)

    def touching(self, low: float, high: float) -> Number | None:
        """A zero without a change of sign: the least |value|, by thirds."""
        middle = self.least(low, high)
        return rational(Fraction(middle), lambda _: True) if abs(self.value(middle)) < 1e-9 else None

    def least(self, low: float, high: float) -> float:
        """The place of the least |value|."""
        for _ in range(60):
            third = (high - low) / 3
            a, b = abs(self.value(low + third)), abs(self.value(high - third))
            low, high = (low, high - third) if a <= b else (low + third, high)
        return (low + high) / 2


class _Exact(_Near):
    """Zeros to 60 digits, and rational ones exactly."""

    most = 12

    def __init__(self, tree: Tree, name: str, single: Program) -> None:
        super().__init__(single)
        self.mp = context(DIGITS)
        self.function = _at_all_digits(tree, name)

    def refined(self, near: float, low: float, high: float) -> Number | None:
        """At all digits, between two places close by."""
        for width in (1e-12, 1e-8, high - low):
            first, last = self.mp.mpf(max(low, near - width)), self.mp.mpf(min(high, near + width))
            a, b = self.function(first), self.function(last)
            if a is None or b is None or (a != 0 and b != 0 and (a < 0) == (b < 0)):
                continue
            if a == 0 or b == 0:
                return self._sure(first if a == 0 else last)
            found = between(self.function, first, last, self.mp.mpf(10) ** (4 - DIGITS))
            return None if found is None else self._sure(found)
        return None

    def checked(self, place: float) -> Number | None:
        """A sample at which the value is 0, if it is so at all digits."""
        return self._sure(self.mp.mpf(place))

    def _sure(self, root: Any) -> Number | None:
        value = self.function(root)
        if value is not None and abs(value) > self.mp.mpf(10) ** -20:
            return None
        if value is None and self.function(root + self.mp.mpf(10) ** -25) is None:
            return None
        return rational(root, lambda t: self.function(t) == 0)

    def touching(self, low: float, high: float) -> Number | None:
        """A short fraction, or a part of π."""
        middle = self.least(low, high)
        for unit, longest in ((1, 1_000), (self.mp.pi, 24)):
            part = Fraction(middle / float(unit)).limit_denominator(longest)
            place = part if unit == 1 else part.numerator * unit / part.denominator
            if abs(float(place) - middle) < 1e-6 and self.function(place) == 0:
                return place
        return None


def _at_all_digits(tree: Tree, name: str) -> Callable[[Any], Any]:
    """The value at a place to 60 digits; None where there is none."""

    def value(at: Any) -> Any:
        try:
            found = measure(tree, {name: at}, DIGITS)
        except Unmeasured:
            return None
        mp = context(DIGITS)
        return mp.mpf(found.numerator) / found.denominator if isinstance(found, Fraction) else found

    return value
