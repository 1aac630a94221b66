"""Are two Trees the same function? Measured at seeded points, to 30 digits, on the Trees as typed.

Points are small exact numbers first (0, 1, −1, …: where domains end), then random ones in boxes of
several sizes. What differs at 30 digits is measured again at 60: rounding shrinks, a difference stays.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.language.tree import Tree, component_name, fold, name_order, postorder
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Number, Unmeasured, measure, measure_noting

# What values a variable takes: a kind, or the ends of a range.
Domain = str | tuple[float, float]
Domains = Mapping[str, Domain]
Value = float | complex
# Where something was measured: name -> value, in mvcalc's order of names.
Where = tuple[tuple[str, Value], ...]

_ENOUGH: Final = 16
_MOST_TRIES: Final = 96
_FEWEST: Final = 3
# Relative difference that two 30-digit values of one function may have.
_TOLERANCE: Final = 1e-22
# (x + 1)^1000 multiplied out loses 300 digits at x = −2: a difference must survive more than any sum can lose.
_EVERY_DIGIT: Final = 2_400
# What remains of a rounding error when the digits are doubled.
_SHRINKS: Final = 1e-15
# About as many nodes as are measured in a tenth of a second.
_NODE_BUDGET: Final = 12_000
_NICE: Final = tuple(Fraction(n, d) for n, d in [(0, 1), (1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2), (3, 1)])
_SCALES: Final = (Fraction(1), Fraction(3), Fraction(1, 4), Fraction(10), Fraction(2), Fraction(100))


@dataclass(frozen=True, slots=True)
class Gap:
    """A point where only one of two expressions has a value.

    Attributes:
        where: The point.
        side: The one that is defined there.
        value: Its value.
    """

    where: Where
    side: Literal["left", "right"]
    value: Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """What measuring two expressions found.

    Attributes:
        check: agrees, unchecked or contradicted (method "values").
        where: The point where they differ, if contradicted.
        left: The value of the left one there.
        right: The value of the right one there.
        difference: |left − right| there, where two floats may look the same.
        gap_left: A point where only the left one is defined, if one was met.
        gap_right: A point where only the right one is defined.
    """

    check: Check
    where: Where = ()
    left: Value | None = None
    right: Value | None = None
    difference: float | None = None
    gap_left: Gap | None = None
    gap_right: Gap | None = None


def compare(left: Tree, right: Tree, kinds: Domains | None = None, seed: int = 0) -> Comparison:
    """Measure two scalar expressions at the same points.

    Without variables there is one point, and values may be complex; else variables are real unless a
    kind says complex.

    >>> from mvcalc_cli.language.tree import ONE, call, divide, power, variable, TWO
    >>> x = variable("x")
    >>> compare(call("sqrt", power(x, TWO)), call("abs", x)).check.verdict
    'agrees'
    >>> compare(call("sqrt", power(x, TWO)), x).where
    (('x', -1.0),)
    >>> compare(divide(x, x), ONE).gap_right.where
    (('x', 0.0),)
    """
    kinds = kinds or {}
    names = free_variables(left, right)
    session = Session(left, right, not names or "complex" in kinds.values() or has_i(left, right))
    tries, enough = _effort(left, right)
    for count, point in enumerate(points(names, kinds, seed)):
        if count >= (tries if names else 1) or session.compared >= enough or session.differs(point):
            break
    return session.result(names)


def has_i(*trees: Tree) -> bool:
    """Does i stand in one? Then values on the way are complex: (e^(ix) − e^(−ix))/(2i) is sin x."""
    return any(map(_has_i, trees))


@lru_cache(maxsize=1024)
def _has_i(tree: Tree) -> bool:
    return any(node.kind == "constant" and node.value == "i" for node in postorder(tree))


def compare_at(
    left: Tree, right: Tree, places: Sequence[Mapping[str, Number]], kinds: Domains | None = None
) -> Comparison | None:
    """The comparison at the first of these points where the two differ; None if they differ at none."""
    kinds = kinds or {}
    session = Session(left, right, complex_values="complex" in kinds.values())
    for point in places:
        if all(allowed(value, kinds.get(name, "real")) for name, value in point.items()) and session.differs(point):
            return session.result(free_variables(left, right))
    return None


def _effort(left: Tree, right: Tree) -> tuple[int, int]:
    """Points tried and points wanted: fewer for long expressions."""
    nodes = sum(1 for _ in postorder(left)) + sum(1 for _ in postorder(right))
    fits = max(6, _NODE_BUDGET // nodes)
    return min(_MOST_TRIES, 4 * fits), min(_ENOUGH, fits)


class Session:
    """Point after point, until something is found."""

    def __init__(self, left: Tree, right: Tree, complex_values: bool = False) -> None:
        self.left, self.right, self.complex_values = left, right, complex_values
        self.compared = 0
        self.error = 0.0
        self.found: tuple[Where, Value, Value, float] | None = None
        self.gaps: dict[str, Gap] = {}

    def differs(self, point: Mapping[str, Number]) -> bool:
        """Measure at one more point; True if the two have different values there."""
        try:
            left, right = self._values(point, 30)
            if left is None or right is None:
                self._one_sided(point, left, right)
                return False
            distance = _distance(left, right)
            if (distance > _TOLERANCE and self._stays(point, distance)) or self._exactly_apart(point, left, right):
                self.found = (plain_point(point), plain(left), plain(right), _apart(left, right))
                return True
        except Unmeasured:
            return False
        self.compared += 1
        self.error = max(self.error, min(distance, _TOLERANCE))
        return False

    def _exactly_apart(self, point: Mapping[str, Number], left: Number, right: Number) -> bool:
        """Are they two fractions that no rounding made: x and (1 + 10⁻²⁵)·x?"""
        if not (isinstance(left, Fraction) and isinstance(right, Fraction)) or left == right:
            return False
        # The 0 that cosh(64)² − sinh(64)² leaves is a Fraction too, and made by rounding.
        again = [measure_noting(tree, point, 60, self.complex_values) for tree in (self.left, self.right)]
        return again == [(left, False), (right, False)]

    def meet(self, point: Mapping[str, Number]) -> None:
        """See whether only one has a value there."""
        try:
            self._one_sided(point, *self._values(point, 30))
        except Unmeasured:
            return

    def _values(self, point: Mapping[str, Number], digits: int) -> tuple[Number | None, Number | None]:
        return (
            measure(self.left, point, digits, self.complex_values),
            measure(self.right, point, digits, self.complex_values),
        )

    def _stays(self, point: Mapping[str, Number], distance: float) -> bool:
        """Is the difference still there with twice the digits?

        Where digits were lost to cancelling, it must be there with so many that no sum can cancel them.
        """
        small: Number | None = None
        for digits in (60, _EVERY_DIGIT):
            (left, lost), (right, too) = (
                measure_noting(tree, point, digits, self.complex_values) for tree in (self.left, self.right)
            )
            if left is None or right is None:
                raise Unmeasured
            better = _distance(left, right)
            if not (better > _TOLERANCE and better > _SHRINKS * distance):
                return False
            if small is not None:  # e^-1000 stays what it is, the rest of a rounded 0 does not
                return _distance(small, left if right == 0 else right) < _TOLERANCE
            if _vanishes(left, right):
                small = left if right == 0 else right
            elif not lost and not too:
                return True
        return True

    def _one_sided(self, point: Mapping[str, Number], left: Number | None, right: Number | None) -> None:
        side: Literal["left", "right"] = "right" if left is None else "left"
        if (left is None) == (right is None) or side in self.gaps:
            return
        if self._stays_one_sided(point, side):
            self.gaps[side] = Gap(plain_point(point), side, plain(right if left is None else left))

    def _stays_one_sided(self, point: Mapping[str, Number], side: Literal["left", "right"]) -> bool:
        """Has one no value with more digits too? 1/((1 + e^-200) − 1) has one that 60 digits do not show.

        A zero of 60 digits, as √2 is one here, is none with more of them.
        """
        exact = all(isinstance(value, Fraction) for value in point.values())
        one, other = (self.left, self.right) if side == "left" else (self.right, self.left)
        for digits in (60, _EVERY_DIGIT):
            if measure(one, point, digits, self.complex_values) is None:
                return False
            value, lost = measure_noting(other, point, digits, self.complex_values)
            if value is not None or not lost or not exact:
                return value is None
        return True

    def result(self, names: tuple[str, ...]) -> Comparison:
        """What was found so far."""
        gaps = (self.gaps.get("left"), self.gaps.get("right"))
        if self.found is not None:
            where, left, right, difference = self.found
            example = tuple((name, value) for name, value in where if isinstance(value, float))
            check = Check("contradicted", "values", None, self.compared, example)
            return Comparison(check, where, left, right, difference, *gaps)
        verdict: Literal["agrees", "unchecked"] = (
            "agrees" if self.compared >= min(_FEWEST, 1 if not names else _FEWEST) else "unchecked"
        )
        return Comparison(Check(verdict, "values", self.error, self.compared), (), None, None, None, *gaps)


def _apart(left: Number, right: Number) -> float:
    """|left − right|; 1 for two truth values."""
    if isinstance(left, bool) or isinstance(right, bool):
        return 1.0
    return float(abs(inexact(left, 60) - inexact(right, 60)))


def _distance(left: Number, right: Number) -> float:
    """Relative difference of two measured values."""
    if left == right:
        return 0.0
    if isinstance(left, bool) or isinstance(right, bool):
        return 1.0
    scale = max(abs(inexact(left, 60)), abs(inexact(right, 60)))
    return float(abs(inexact(left, 60) - inexact(right, 60)) / scale)


def _vanishes(left: Number, right: Number) -> bool:
    """One is zero, the other what rounding left of a zero at 60 digits."""
    small, large = sorted((abs(inexact(left, 60)), abs(inexact(right, 60))))
    return bool(small == 0 and large < 1e-40)


def plain(value: Number) -> Value:
    """A measured value as a float, or complex where it is not real."""
    if isinstance(value, Fraction | bool | int):
        try:
            return float(value)
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")
    return complex(value) if hasattr(value, "imag") and value.imag != 0 else float(value.real)


def plain_point(point: Mapping[str, Number]) -> Where:
    """A point as floats, in mvcalc's order of names."""
    return tuple((name, plain(point[name])) for name in sorted(point, key=name_order))


def free_variables(*trees: Tree) -> tuple[str, ...]:
    """The free variables of several Trees; the variable of a RootOf is bound.

    >>> from mvcalc_cli.language.tree import call, number, variable
    >>> free_variables(call("RootOf", variable("z"), number(0)), variable("x"))
    ('x',)
    """
    found: frozenset[str] = frozenset().union(*map(_free, trees))
    return tuple(sorted(found, key=name_order)) if len(found) > 1 else tuple(found)


@lru_cache(maxsize=1024)
def _free(tree: Tree) -> frozenset[str]:
    nothing: frozenset[str] = frozenset()

    def free(node: Tree, parts: list[frozenset[str]]) -> frozenset[str]:
        if node.kind == "variable":
            return frozenset((str(node.value),))
        if node.kind == "component" and (name := component_name(node)):
            return frozenset((name,))
        if node.kind == "indexed":
            return (parts[0] - parts[1]) | parts[2] | parts[3]
        return nothing if node.value == "RootOf" or not parts else nothing.union(*parts)

    return fold(tree, free)


def points(names: tuple[str, ...], kinds: Domains, seed: int = 0) -> Iterator[dict[str, Number]]:
    """Endless seeded points: small exact numbers first, then boxes of several sizes, kinds respected.

    >>> stream = points(("x", "n"), {"n": "integer"})
    >>> next(stream)
    {'x': Fraction(0, 1), 'n': Fraction(0, 1)}
    """
    rng = random.Random(seed)
    for value in _NICE:
        point = dict.fromkeys(names, value)
        if all(allowed(value, kinds.get(name, "real")) for name in names):
            yield point
    if len(names) > 1:
        for _ in range(len(_NICE)):
            yield {name: _nice(rng, kinds.get(name, "real")) for name in names}
    while True:
        for scale in _SCALES:
            yield {name: _random(rng, scale, kinds.get(name, "real")) for name in names}


def allowed(value: Number, kind: Domain) -> bool:
    """Can a variable of this domain take the value?"""
    if not isinstance(kind, str):
        return bool(kind[0] <= value <= kind[1])
    if kind == "positive":
        return bool(value > 0)
    return kind != "integer" or (isinstance(value, Fraction) and value.denominator == 1)


def _nice(rng: random.Random, kind: Domain) -> Number:
    """A small exact number that the variable can take."""
    fitting = [value for value in _NICE if allowed(value, kind)]
    return rng.choice(fitting) if fitting else _random(rng, Fraction(1), kind)


def _random(rng: random.Random, scale: Fraction, kind: Domain) -> Number:
    """A number of the kind between −scale and scale, with a denominator that hits no special point."""
    if not isinstance(kind, str):
        return _between(rng, *kind, scale)
    if kind == "integer":
        return Fraction(rng.randint(-max(3, int(scale)), max(3, int(scale))))
    value = scale * Fraction(rng.randint(-9699, 9699) or 1, 9700)
    if kind == "complex":
        from mvcalc_cli.symbolic.digits import context

        mp = context(60)
        other = scale * Fraction(rng.randint(-9699, 9699) or 1, 9700)
        return mp.mpc(mp.mpf(value.numerator) / value.denominator, mp.mpf(other.numerator) / other.denominator)
    return abs(value) if kind == "positive" else value


def _between(rng: random.Random, low: float, high: float, scale: Fraction) -> Fraction:
    """A number of a range; of one without an end, as far from the other end as the scale says."""
    part = Fraction(rng.randint(1, 9699), 9700)
    if math.isinf(low) and math.isinf(high):
        return scale * (2 * part - 1)
    if math.isinf(low):
        return Fraction(high) - scale * part
    return Fraction(low) + (scale if math.isinf(high) else Fraction(high) - Fraction(low)) * part


def spoken(where: Where) -> str:
    """A point in a sentence: " at x = 1, y = -0.5"."""
    return " at " + ", ".join(f"{name} = {shown(value)}" for name, value in where) if where else ""


def shown(value: float | complex | None) -> str:
    """A measured value in a sentence: six digits.

    >>> shown(-2.0), shown(1 + 1.7320508j)
    ('-2', '1 + 1.73205i')
    """
    if value is None:
        return "undefined"
    if isinstance(value, complex):
        sign = "-" if value.imag < 0 else "+"
        return f"{value.real:.6g} {sign} {abs(value.imag):.6g}i"
    return f"{value:.6g}"
