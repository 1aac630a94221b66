"""Exact constants with a test for zero: the coefficients of expansions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from mvcalc_cli.calculus.signs import Facts, signed_value
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language.tree import (
    PI,
    ZERO,
    E,
    Tree,
    add,
    call,
    divide,
    multiply,
    negative,
    number,
    postorder,
    power,
    relation,
    subtract,
    variables,
)
from mvcalc_cli.symbolic.arithmetic import context, inexact
from mvcalc_cli.symbolic.digits import Number, Unmeasured, measure, measure_openly

Coefficient = Fraction | Tree

# A constant is measured with so many digits, and is the simple number it equals in all but a few of them.
_DIGITS: Final = 60
_NEAR: Final = 10**-45
_LARGEST_DENOMINATOR: Final = 60
# So many tell e^(−150) from 0, and what rounding leaves from both.
_CERTAIN_DIGITS: Final = 600
_LARGEST_SIMPLE: Final = 10**9
_FAR_DIGITS: Final = (0, 400)


class Unsupported(Exception):  # noqa: N818 - no mistake: another way is tried
    """This way does not reach so far."""


class Undecided(Exception):  # noqa: N818 - the answer depends on it
    """The sign of a parameter decides.

    Attributes:
        tree: What would have to be known to be positive or negative.
    """

    def __init__(self, tree: Tree) -> None:
        super().__init__()
        self.tree = tree


class Field:
    """Arithmetic of constants, which may hold letters.

    Attributes:
        kinds: What is declared of the letters.
        assumed: Conditions (a ≠ 0) that results rest on.
    """

    def __init__(self, kinds: Mapping[str, str] | None = None) -> None:
        self.kinds = dict(kinds or {})
        self.facts = Facts((), self.kinds)
        self.assumed: dict[Tree, None] = {}
        self._zero: dict[Tree, bool] = {}

    def of(self, tree: Tree) -> Coefficient:
        """A constant expression as a coefficient, in its simplest form."""
        tree = tidy(tree, self.facts)
        value = signed_value(tree)
        return value if value is not None else self._simple(tree)

    def _simple(self, tree: Tree) -> Coefficient:
        """cos(π/3) is 1/2, atan(1) is π/4: found with 60 digits, for constants with functions or powers."""
        if variables(tree) or not any(node.kind in {"call", "power"} for node in postorder(tree)):
            return tree
        value = measured(tree)
        if value is None:
            return tree
        for factor, unit in ((Fraction(1), None), (inexact_pi(), PI)):
            near = _near_fraction(value / factor)
            if near is not None and not (near == 0 and unit is PI) and _is_exactly(tree, near, unit):
                return near if unit is None else self.of(multiply(number(near), unit))
        return tree

    def add(self, left: Coefficient, right: Coefficient) -> Coefficient:
        """left + right."""
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return left + right
        return self.of(add(as_tree(left), as_tree(right)))

    def multiply(self, left: Coefficient, right: Coefficient) -> Coefficient:
        """left · right."""
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return left * right
        return self.of(multiply(as_tree(left), as_tree(right)))

    def divide(self, left: Coefficient, right: Coefficient) -> Coefficient:
        """left / right."""
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return left / right
        return self.of(divide(as_tree(left), as_tree(right)))

    def inverse(self, value: Coefficient) -> Coefficient:
        """1 / value."""
        return self.divide(Fraction(1), value)

    def power(self, value: Coefficient, exponent: Fraction) -> Coefficient:
        """value^exponent."""
        if isinstance(value, Fraction) and exponent.denominator == 1:
            return value**exponent.numerator
        return self.of(power(as_tree(value), as_tree(exponent)))

    def exp(self, value: Coefficient) -> Coefficient:
        """e^value."""
        return Fraction(1) if value == 0 else self.of(power(E, as_tree(value)))

    def call(self, name: str, value: Coefficient) -> Coefficient:
        """A function of the value."""
        return self.of(call(name, as_tree(value)))

    def is_zero(self, value: Coefficient) -> bool:
        """Is it 0? Letters: for every value of theirs that was tried."""
        if isinstance(value, Fraction):
            return value == 0
        if value not in self._zero:
            self._zero[value] = _vanishes(value, self.kinds)
        return self._zero[value]

    def assume_nonzero(self, value: Coefficient) -> None:
        """Note that an answer rests on value ≠ 0, where letters decide that."""
        if isinstance(value, Tree) and variables(value) and not self.facts.nonzero(value):
            self.assumed.setdefault(relation("!=", value, ZERO))

    def sign(self, value: Coefficient) -> int:
        """1 or −1 of a value that is not 0.

        Raises:
            Undecided: If letters decide.
        """
        if isinstance(value, Fraction):
            return 1 if value > 0 else -1
        if not variables(value):
            found = measured(value)
            if found is None:
                raise Unsupported
            return 1 if found > 0 else -1
        for sign, tree in ((1, value), (-1, tidy(negative(value)))):
            if self.facts.nonzero(tree) and self.facts.nonnegative(tree):
                return sign
        if value.kind in {"product", "quotient", "negative"}:
            return self._sign_of_product(value)
        raise Undecided(value)

    def _sign_of_product(self, value: Tree) -> int:
        """Letters for themselves, so that only they are asked for: a of a/(2 + √3)."""
        found = -1 if value.kind == "negative" else 1
        for part in value.args:
            found *= self.sign(part)
        return found


def as_tree(value: Coefficient | int) -> Tree:
    """A coefficient as an expression, its minus outermost."""
    if isinstance(value, Tree):
        return value
    return negative(number(-Fraction(value))) if value < 0 else number(Fraction(value))


def measured(tree: Tree, digits: int = _DIGITS) -> Number | None:
    """The real value of a constant; None where it has none, or none within reach.

    >>> round(float(measured(call("sin", number(10**10)))), 12), measured(call("log", ZERO))
    (-0.487506025088, None)
    """
    try:
        value = measure(tree, {}, digits)
    except Unmeasured:
        return _measured_far(tree, digits)
    return None if value is None else inexact(value, digits)


def _measured_far(tree: Tree, digits: int) -> Number | None:
    """What is too large for so many digits, with more of them: sin(10^300) needs 300 before the point."""
    for more in _FAR_DIGITS:
        try:
            value = measure_openly(tree, {}, digits + more)
        except Unmeasured:
            continue
        return None if value is None else inexact(value, digits + more)
    return None


def inexact_pi() -> Number:
    """π in all the digits that constants are measured with."""
    return measured(PI)


def _near_fraction(value: Number) -> Fraction | None:
    if not abs(value) < _LARGEST_SIMPLE:
        return None
    for denominator in (1, 2, 3, 4, 5, 6, 8, 10, 12, 24, _LARGEST_DENOMINATOR):
        nearest = round(value * denominator)
        if abs(value * denominator - nearest) < _NEAR:
            return Fraction(int(nearest), denominator)
    return None


def _is_exactly(tree: Tree, near: Fraction, unit: Tree | None) -> bool:
    """Is it still as near with many more digits? 1 + e^(−150) is no 1."""
    return _stays_zero(subtract(tree, number(near) if unit is None else multiply(number(near), unit)), {})


def _stays_zero(tree: Tree, point: Mapping[str, Number]) -> bool:
    """Is what measures as nothing still nothing in many more digits? e^(−150) is not."""
    try:
        value = measure(tree, point, _CERTAIN_DIGITS)
    except Unmeasured:
        return False
    return value is not None and abs(inexact(value, _CERTAIN_DIGITS)) < context(30).mpf(10) ** (60 - _CERTAIN_DIGITS)


def _vanishes(tree: Tree, kinds: Mapping[str, str]) -> bool:
    names = variables(tree)
    if not names:
        value = measured(tree)
        return value is not None and abs(value) < _NEAR and (value == 0 or _stays_zero(tree, {}))
    from mvcalc_cli.symbolic.verify import points

    found = 0
    for _, point in zip(range(24), points(names, kinds), strict=False):
        try:
            value = measure(tree, point, _DIGITS)
        except Unmeasured:
            continue
        if value is None:
            continue
        size = abs(inexact(value, _DIGITS))
        if size > _NEAR or (size and not _stays_zero(tree, point)):
            return False
        found += 1
    return found >= 3
