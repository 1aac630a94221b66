"""Definite integrals by quadrature: on the pieces between kinks, jumps and singular points, with an error estimate.

Whether an improper integral converges is decided first, from how fast the integrand grows (`growth.py`) and how its
tail behaves (`tails.py`); then each piece is measured (`gauss.py`), in floats where they will do, else in 60 digits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.tape import program
from mvcalc_cli.errors import DomainError
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    Tree,
    add,
    as_variable,
    divide,
    negative,
    power,
    substitute,
    subtract,
)
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.digits import Unmeasured, context
from mvcalc_cli.symbolic.gauss import Area, adaptive, exp_sinh, tanh_sinh
from mvcalc_cli.symbolic.growth import Growth, near, swings
from mvcalc_cli.symbolic.pieces import DIGITS, Break, breaks, high_value, recognised
from mvcalc_cli.symbolic.tails import Tail, tail

# A float piece this good needs no second measurement, relative to the integral of |f|.
_GOOD: Final = 2e-14
# One of many pieces is good enough with this: many digits for each of them take too long.
_GOOD_OF_MANY: Final = 1e-11
# Float pieces to begin with: a peak narrower than a panel must not be missed.
_PANELS: Final = 12
# Digits that a piece with a singular end can give from 60: half of them for 1/√x.
MOST_DIGITS: Final = 40
SECONDS: Final = 2.0
# So many pieces are measured again in many digits where the last digit matters.
_FEW: Final = 12
# More kinks than this before an infinite end are taken to go on for ever.
_MOST_BEFORE_A_TAIL: Final = 40
# A smaller exponent is what measuring leaves of 0.
_UNBOUNDED: Final = 1e-4
# Waves that grow no faster than 1/x^0.3 are measured as they are.
_GENTLE: Final = 0.3
# A growth like 1/x^0.8, or faster: beyond the smallest numbers lies a part of the integral that counts.
_STEEP: Final = 0.8

Outcome = Literal["converges", "diverges", "undecided"]


class Quadrature(NamedTuple):
    """What measuring a definite integral found.

    Attributes:
        outcome: Whether the integral has a value.
        value: The value, an mpmath number or a float; nan where there is none.
        error: How far it may be off.
        scale: The integral of |f|, to which errors are compared.
        reason: Why it diverges, or could not be decided: "at x = 0 the integrand grows like 1/x".
        sign: Where it diverges to: +1 for ∞, −1 for −∞, 0 where it has no limit at all.
        interior: Does it diverge at an inner point, on both sides with different signs?
        conditional: Does only the integral itself converge, not that of |f|?
    """

    outcome: Outcome
    value: Any = math.nan
    error: float = math.inf
    scale: float = math.nan
    reason: str = ""
    sign: int = 0
    interior: bool = False
    conditional: bool = False


class UndefinedPartError(DomainError):
    """The integrand has no value on a part of the range.

    Attributes:
        low: Where the part begins.
        high: Where it ends.
    """

    def __init__(self, message: str, low: Any, high: Any, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.low = low
        self.high = high


def end_value(tree: Tree) -> Any:
    """An end of a range as a 60-digit number, possibly ±∞.

    Raises:
        DomainError: If it has no real value.

    >>> from mvcalc_cli.language.tree import INFINITY, PI, negative
    >>> float(end_value(PI)), float(end_value(negative(INFINITY)))
    (3.141592653589793, -inf)
    """
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.symbolic.arithmetic import inexact
    from mvcalc_cli.symbolic.digits import measure

    mp = context(DIGITS)
    try:
        value = measure(tree, {}, DIGITS)
    except Unmeasured:
        value = mp.mpf(evaluate(tree, {}))
    if value is None:
        evaluate(tree, {})  # says why
        raise DomainError("an end of the range has no real value")
    return mp.mpf(inexact(value, DIGITS))


def quadrature(
    tree: Tree,
    name: str,
    low: Any,
    high: Any,
    *,
    digits: int = 15,
    seconds: float = SECONDS,
    panels: int = _PANELS,
    precise: bool = False,
) -> Quadrature:
    """The integral of an expression of one variable from low to high.

    Args:
        tree: The integrand; no other variable may be left in it.
        name: The variable.
        low: The lower end, an mpmath number or ±∞.
        high: The upper end; below the lower one the integral changes its sign.
        digits: Digits wanted.
        seconds: After this, what is not good enough yet is left as it is.
        panels: Into how many panels each piece is cut to begin with.
        precise: Measure a few pieces in many digits even where floats will do: the last digit is to be shown.

    Raises:
        UndefinedPartError: If the integrand has no real value on a part of the range.

    >>> from mvcalc_cli.language import parse
    >>> found = quadrature(parse("sin(x)/x").tree, "x", context(60).zero, context(60).inf)
    >>> found.outcome, round(float(found.value), 10), found.conditional
    ('converges', 1.5707963268, True)
    """
    mp = context(DIGITS)
    low, high = mp.mpf(low), mp.mpf(high)
    if low == high:
        return Quadrature("converges", mp.zero, 0.0, 0.0)
    if low > high:
        found = quadrature(tree, name, high, low, digits=digits, seconds=seconds, panels=panels, precise=precise)
        return found._replace(value=-found.value, sign=-found.sign)
    work = _Measurement(lower(tree), name, digits=digits, seconds=seconds, panels=panels, precise=precise)
    return work.over(low, high)


class _Measurement:
    """One integral on its way: the integrand compiled, and what is known of the range."""

    def __init__(self, tree: Tree, name: str, *, digits: int, seconds: float, panels: int, precise: bool) -> None:
        self.tree = tree
        self.name = name
        self.digits = min(digits, MOST_DIGITS)
        self.deadline = clock.deadline(seconds)
        self.panels = panels
        self.precise = precise
        self.many = False
        self.waves: dict[tuple[Any, int], Tail] = {}
        self.compiled = program(tree, (name,))

    def over(self, low: Any, high: Any) -> Quadrature:
        inner = _without_far_kinks(breaks(self.tree, self.name, low, high), low, high)
        cuts = _with_tails([low, *(one.at for one in inner), high])
        self.many = len(cuts) > _FEW
        self.precise = self.precise and not self.many
        self._refuse_undefined(cuts)
        singular = self._singular(cuts, inner)
        if isinstance(singular, Quadrature):
            return singular
        tails = self._tails(cuts, inner)
        if isinstance(tails, Quadrature):
            return tails
        finite = [
            self._piece(a, b, singular.get(a), singular.get(b))
            for a, b in pairwise(cuts)
            if not math.isinf(a) and not math.isinf(b)
        ]
        return self._together([*finite, *(one.area for one in tails)], any(one.conditional for one in tails))

    def _together(self, areas: Sequence[Area], conditional: bool) -> Quadrature:
        mp = context(DIGITS)
        value = mp.fsum(mp.mpf(area.value) for area in areas)
        error = math.fsum(area.error for area in areas)
        scale = math.fsum(area.scale for area in areas)
        if not all(area.found for area in areas) or not math.isfinite(error):
            return Quadrature("undecided", value, math.inf, scale, "the numbers do not settle")
        return Quadrature("converges", value, error, scale, conditional=conditional)

    # --- where it has no value ---------------------------------------------------------------------

    def _refuse_undefined(self, cuts: Sequence[Any]) -> None:
        """A piece without a value at any of its inner points is outside the domain."""
        spans = list(pairwise(cuts))
        empty = [not self._somewhere(a, b) for a, b in spans]
        if not any(empty):
            return
        first = empty.index(True)
        last = next((k for k in range(first, len(empty)) if not empty[k]), len(empty)) - 1
        low, high = spans[first][0], spans[last][1]
        words = f"{spoken(low)} < {self.name} < {spoken(high)}"
        raise UndefinedPartError(f"the integrand has no real value for {words}", low, high)

    def _somewhere(self, a: Any, b: Any) -> bool:
        """Has it a value at one of the points inside?"""
        inside = _inner_points(a, b)
        values = self.compiled.values([inside], len(inside))
        return all(math.isfinite(y) for y in values) or any(map(self._has_value, inside))

    def _has_value(self, x: float) -> bool:
        try:
            return high_value(self.tree, self.name, x, 30) is not None
        except Unmeasured:
            return True  # too large or too small to tell, but there

    # --- where it is singular ----------------------------------------------------------------------

    def _singular(self, cuts: Sequence[Any], inner: Sequence[Break]) -> dict[Any, Growth] | Quadrature:
        """Cut -> growth where the integrand is not bounded; or the verdict that the integral diverges."""
        kinds = {one.at: one.kinds for one in inner}
        found: dict[Any, Growth] = {}
        for place, at in enumerate(cuts):
            if math.isinf(at) or (at in kinds and kinds[at] <= {"kink", "step", "peak"} and self._bounded(at)):
                continue
            sides = [(side, cuts[place + side]) for side in (-1, 1) if 0 <= place + side < len(cuts)]
            growths = [near(self.tree, self.name, at, side, _room(at, other)) for side, other in sides]
            growths = [
                self._calmed(growth, at, side, other) for growth, (side, other) in zip(growths, sides, strict=True)
            ]
            bad = [growth for growth in growths if growth.outcome == "diverges"]
            if bad:
                return self._diverges(at, bad, interior=len(sides) == 2)
            worst = max(growths, key=lambda growth: growth.exponent if growth.exponent == growth.exponent else -1.0)
            if worst.exponent > _UNBOUNDED:
                found[at] = worst
        return found

    def _calmed(self, growth: Growth, at: Any, side: int, other: Any) -> Growth:
        """Waves ever faster towards the point are no growth: sin(1/x)/x; they are summed with 1/x in the place of x."""
        # Four values of a wave give any exponent: one that a power of x would have needs no second look.
        usual = growth.exponent <= 0 and abs(12 * growth.exponent - round(12 * growth.exponent)) < _UNBOUNDED
        if growth.outcome == "converges" and usual:
            return growth
        exponent = swings(self.tree, self.name, at, side, _room(at, other))
        if exponent is None:
            return growth
        if exponent < _GENTLE:
            return Growth("converges", exponent)
        found = self._waves(at, side, other)
        if found.outcome == "undecided" and exponent < _STEEP:
            return Growth("converges", exponent)
        self.waves[at, side] = found
        return Growth(found.outcome, 0.0 if found.outcome == "converges" else math.inf)

    def _waves(self, at: Any, side: int, other: Any) -> Tail:
        """The integral from the point to the next cut, as one to infinity over y with x = point ± 1/y."""
        exact, y = recognised(at), as_variable(self.name)
        if exact is None or math.isinf(other):
            return Tail("undecided")
        inverse = divide(ONE, y)
        moved = substitute(self.tree, {y: add(exact, inverse) if side > 0 else subtract(exact, inverse)})
        return tail(divide(moved, power(y, TWO)), self.name, 1 / abs(other - at))

    def _bounded(self, at: Any) -> bool:
        try:
            return high_value(self.tree, self.name, at, 30) is not None
        except Unmeasured:
            return False

    def _diverges(self, at: Any, bad: Sequence[Growth], *, interior: bool) -> Quadrature:
        signs = {growth.sign for growth in bad}
        sign = signs.pop() if len(signs) == 1 else 0
        where = f"{self.name} = {spoken(at)}"
        if any(one.outcome == "diverges" for (place, _), one in self.waves.items() if place == at):
            return Quadrature("diverges", reason=f"at {where} the integrand oscillates, and its waves do not fade")
        reason = f"at {where} the integrand grows {_like(bad[0], self.name, at)}"
        return Quadrature("diverges", reason=reason, sign=sign, interior=interior and sign == 0)

    # --- the tails ---------------------------------------------------------------------------------

    def _tails(self, cuts: list[Any], inner: Sequence[Break]) -> list[Tail] | Quadrature:
        """The integrals beyond the last cuts; `cuts` loses nothing but may gain a cut where a tail begins."""
        found: list[Tail] = []
        for side, end, start in ((-1, cuts[0], cuts[1]), (1, cuts[-1], cuts[-2])):
            if not math.isinf(end):
                continue
            tree = self.tree if side > 0 else _mirrored(self.tree, self.name)
            one = tail(tree, self.name, side * start, _beyond(inner, side))
            if one.outcome != "converges":
                word = "∞" if side > 0 else "−∞"
                reason = f"as {self.name} → {word} {one.reason}"
                return Quadrature(one.outcome, reason=reason, sign=one.sign)
            if (self.precise or one.area.error > _GOOD * one.area.scale) and not one.oscillates:
                one = one._replace(area=self._far_piece(tree, side * start, one.area))
            found.append(one)
        return found

    def _far_piece(self, tree: Tree, start: Any, area: Area) -> Area:
        """A tail by the exp-sinh rule, where floats were not good enough."""
        if clock.is_over(self.deadline) or (area.error <= 1e-12 * area.scale and not self.precise):
            return area
        try:
            better = exp_sinh(lambda x: high_value(tree, self.name, x), start, DIGITS, self.digits + 2)
        except (Unmeasured, ArithmeticError):
            return area
        return better if better.found and better.error < area.error else area

    # --- the pieces --------------------------------------------------------------------------------

    def _piece(self, a: Any, b: Any, left: Growth | None, right: Growth | None) -> Area:
        """One finite piece, in floats first unless its singular end is not at 0, where floats are too coarse."""
        waves = [one.area for one in (self.waves.get((a, 1)), self.waves.get((b, -1))) if one is not None]
        if waves:
            both = len(waves) > 1 or left is not None or right is not None
            return Area(math.nan, math.inf, math.nan, found=False) if both else waves[0]
        if any(growth is not None and growth.exponent > _STEEP for growth in (left, right)):
            steep = self._steep(a, b, left, right)
            if steep is not None:
                return steep
        hard = (left is not None and a != 0) or (right is not None and b != 0)
        area = Area(math.nan, math.inf, math.nan, found=False)
        if not hard or left is None or right is None:
            late = clock.is_over(self.deadline)
            area = self._floats(float(a), float(b), few=hard or late)
        good = area.found and area.error <= (_GOOD_OF_MANY if self.many else _GOOD) * area.scale and not hard
        if (good and self.digits <= 15 and not self.precise) or clock.is_over(self.deadline):
            return area
        precise = self._digits(a, b)
        better = precise is not None and precise.found and precise.error < area.error
        return precise if better and precise is not None else area

    def _steep(self, a: Any, b: Any, left: Growth | None, right: Growth | None) -> Area | None:
        """A piece with an end where the integrand grows nearly like 1/x; None if that cannot be seen closely enough."""
        middle = (a + b) / 2
        halves = [
            self._logarithmic(at, middle)
            if growth is not None and growth.exponent > _STEEP
            else self._digits(at, middle)
            for at, growth in ((a, left), (b, right))
        ]
        if halves[0] is None or halves[1] is None or not (halves[0].found and halves[1].found):
            return None
        first, second = halves[0], halves[1]
        return Area(first.value - second.value, first.error + second.error, first.scale + second.scale)

    def _logarithmic(self, at: Any, other: Any) -> Area | None:
        """The integral from a singular end to another point, with x = end ± e^(−u), however small e^(−u) is."""
        from mvcalc_cli.calculus.tidy import tidy

        mp = context(DIGITS)
        exact, x = recognised(at), as_variable(self.name)
        if exact is None:
            return None
        moved = tidy(substitute(self.tree, {x: add(exact, x) if other > at else subtract(exact, x)}))
        try:
            far = [high_value(moved, self.name, mp.mpf(2) ** -k) for k in (900, 901)]
            if None in far or not 1 < abs(far[1] / far[0]) < 4:  # the end is still subtracted: its digits are lost
                return None
            area = exp_sinh(
                lambda u: high_value(moved, self.name, mp.exp(-u)) * mp.exp(-u),
                -mp.log(abs(other - at)),
                DIGITS,
                self.digits + 2,
            )
        except (Unmeasured, ArithmeticError, TypeError):
            return None
        return area._replace(value=area.value if other > at else -area.value)

    def _floats(self, a: float, b: float, *, few: bool) -> Area:
        edges = _edges(a, b, self.panels)
        return adaptive(lambda xs: self.compiled.values([xs], len(xs)), edges, most=6_000 if few else 200_000)

    def _digits(self, a: Any, b: Any) -> Area | None:
        try:
            return tanh_sinh(lambda x, *_: high_value(self.tree, self.name, x), a, b, DIGITS, self.digits + 2)
        except (Unmeasured, ArithmeticError):
            return None


def _with_tails(cuts: list[Any]) -> list[Any]:
    """One more cut before each infinite end, so that no piece is singular at one end and infinite at the other."""
    if math.isinf(cuts[-1]):
        cuts.insert(-1, cuts[-2] + 1 if not math.isinf(cuts[-2]) else context(DIGITS).zero)
    if math.isinf(cuts[0]):
        cuts.insert(1, cuts[1] - 1)
    return cuts


def _edges(a: float, b: float, panels: int) -> list[float]:
    """Even panels, and ever smaller ones towards both ends."""
    width = b - a
    inner = [a + width * k / panels for k in range(1, panels)]
    small = [width / panels * 10.0**-k for k in (1, 2, 4, 6)]
    edges = {a, b, *inner, *(a + s for s in small), *(b - s for s in small)}
    return sorted(edges)


def _inner_points(a: Any, b: Any) -> list[float]:
    """Points inside a piece, which may be infinite."""
    low = float(a) if not math.isinf(a) else min(float(b), 0.0) - 40.0 if not math.isinf(b) else -40.0
    high = float(b) if not math.isinf(b) else max(float(a), 0.0) + 40.0 if not math.isinf(a) else 40.0
    return [low + (high - low) * t for t in (0.0312, 0.13, 0.291, 0.5023, 0.689, 0.871, 0.9787)]


def _room(at: Any, other: Any) -> Any:
    """How much room there is to the next cut, 1 at most."""
    return min(abs(other - at), 1)


def _mirrored(tree: Tree, name: str) -> Tree:
    """f(−x)."""
    return substitute(tree, {as_variable(name): negative(as_variable(name))})


def _without_far_kinks(inner: Sequence[Break], low: Any, high: Any) -> Sequence[Break]:
    """Where kinks go on and on towards an infinite end, the tail begins early, for octaves to be seen in it."""
    for side, end in ((-1, low), (1, high)):
        if math.isinf(end) and _beyond(inner, side):
            outside = [one for one in inner if one.at * side > 0]
            last = sorted(abs(one.at) for one in outside)[_MOST_BEFORE_A_TAIL]
            if not any("pole" in one.kinds for one in outside):
                inner = [one for one in inner if one.at * side <= last]
    return inner


def _beyond(inner: Sequence[Break], side: int) -> bool:
    """Are there so many breaks on this side that the tail may have them too?"""
    return sum(1 for one in inner if one.at * side > 0 and one.kinds - {"peak"}) > _MOST_BEFORE_A_TAIL


def spoken(value: Any) -> str:
    """A break point in a sentence: −1, π/2, 0.7391."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    from mvcalc_cli.language.printers import line

    exact = recognised(value)
    return line(exact) if exact is not None else f"{float(value):.6g}".replace("-", "−")


def _like(growth: Growth, name: str, at: Any) -> str:
    """Like 1/|x|, in words: "like 1/|x − 1|^2"."""
    exponent = growth.exponent
    if not math.isfinite(exponent):
        return "without any bound"
    base = name if at == 0 else f"{name} {'−' if at > 0 else '+'} {spoken(abs(at))}"
    nearest = round(exponent * 12) / 12
    if abs(nearest - exponent) > 0.01:
        return "too fast"
    if abs(nearest - 1) < 1e-6 and growth.logarithm > 0.5:
        return f"like 1/(|{base}|·|log|{base}||)"
    power = "" if abs(nearest - 1) < 1e-6 else f"^{_fraction(nearest)}"
    return f"like 1/|{base}|{power}"


def _fraction(value: float) -> str:
    from fractions import Fraction

    found = Fraction(value).limit_denominator(12)
    return str(found.numerator) if found.denominator == 1 else f"({found})"
