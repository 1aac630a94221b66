"""Which critical points are global: only with a proof, of the function's bounds or of what it does far out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.language.tree import Tree, as_variable, negative, postorder, substitute
from mvcalc_cli.symbolic.arithmetic import Number, Unmeasured, context, inexact
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.bounds import bounds, never_negative
from mvcalc_cli.symbolic.stationary.convex import bends_one_way, is_posynomial
from mvcalc_cli.symbolic.stationary.counted import all_zeros
from mvcalc_cli.symbolic.stationary.directions import Ways, unbounded
from mvcalc_cli.symbolic.stationary.far import Far, far
from mvcalc_cli.symbolic.stationary.germ import DIGITS
from mvcalc_cli.symbolic.stationary.points import Family, Point

GlobalName = Literal["global minimum", "global maximum"]

# Values that differ by less than this, relative to 1 or their size, are one value.
_SAME: Final = 1e-20
# Members of a periodic family that are looked at: −3, …, 3 for each parameter.
_MEMBERS: Final = range(-3, 4)


class Verdict(NamedTuple):
    """Whether a point is global, and why, or why that is not known."""

    kind: GlobalName | None
    reason: str


class Globals(NamedTuple):
    """What is known of the least and the greatest value.

    Attributes:
        each: A verdict for every point.
        below: Why f is unbounded below; None if it is not known to be.
        above: Why f is unbounded above; None if it is not known to be.
        far: What f does far out, where that is known: "f → ∞ far out".
    """

    each: tuple[Verdict, ...]
    below: str | None
    above: str | None
    far: str | None = None


def global_kinds(
    f: Tree,
    names: Sequence[str],
    points: Sequence[Point],
    kinds: Mapping[str, str] | None = None,
    *,
    complete: str | None = None,
    families: Sequence[Family] = (),
    local: Sequence[str] | None = None,
    level: bool = False,
) -> Globals:
    """Which of the critical points are global minima and maxima.

    Args:
        f: A scalar expression.
        names: Its variables.
        points: Its critical points, members of families among them.
        kinds: name -> "real", "positive", ….
        complete: Why there are no other critical points; None if there may be.
        families: Infinitely many critical points told together.
        local: The kind of each point, "minimum", "saddle", …: a reason is given for what it could be alone.
        level: Has f one value on each family that is a curve, that of its members among the points?

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import ONE
    >>> point = Point((ONE, ONE), (1.0, 1.0), ("1", "1"), 0.0)
    >>> global_kinds(parse("(1 - x)^2 + 100 (y - x^2)^2").tree, "xy", [point]).each[0].kind
    'global minimum'
    """
    names, kinds = tuple(names), dict(kinds or {})
    whole = far(f, names, kinds)
    ways = _ways(f, names, kinds, whole)
    values = [_value(f, names, point) for point in points]
    members = list(_members(f, names, families))
    curves = any(
        family.kind == "curve" and not (_is_one(family, names) and (level or _is_connected(family, names)))
        for family in families
    )
    if complete is None and len(names) == 1 and not families:
        complete = all_zeros(f, names[0], kinds, points)
    known = _Known(f, names, kinds, whole, None if curves else complete)
    sides = [_Side(known, side) for side in (1, -1)]
    each = []
    for place, (point, value) in enumerate(zip(points, values, strict=True)):
        below, above = (side.verdict(point, value, (*values, *members)) for side in sides)
        if ways.below is not None:
            below = Verdict(None, f"f is unbounded below: {ways.below}")
        if ways.above is not None:
            above = Verdict(None, f"f is unbounded above: {ways.above}")
        each.append(_chosen(below, above, None if local is None else local[place]))
    return Globals(tuple(each), ways.below, ways.above, None if whole is None else whole.reason)


def _chosen(below: Verdict, above: Verdict, local: str | None) -> Verdict:
    """The verdict that concerns a point of this kind."""
    if below.kind or above.kind:
        return below if below.kind else above
    if local in {"minimum", "maximum"}:
        return below if local == "minimum" else above
    if local in {"saddle", "inflection"}:
        return Verdict(None, "")
    return Verdict(None, "; ".join(dict.fromkeys(one.reason for one in (below, above) if one.reason)))


def _ways(f: Tree, names: tuple[str, ...], kinds: Mapping[str, str], whole: Far | None) -> Ways:
    """Unbounded below and above: by what f does far out, else by looking along curves."""
    if whole is None:
        return unbounded(f, names, kinds)
    if not whole.limits:
        return Ways(None, None)
    below = [place for place, value in enumerate(whole.limits) if _is_infinite(value) and value < 0]
    above = [place for place, value in enumerate(whole.limits) if _is_infinite(value) and value > 0]
    return Ways(_said(whole, below), _said(whole, above))


def _is_infinite(value: Any) -> bool:
    return isinstance(value, float) and math.isinf(value)


def _said(whole: Far, places: Sequence[int]) -> str | None:
    """What is said of some of the limits; None if there are none of them."""
    if not places:
        return None
    return ", ".join(whole.ends[place] for place in places) if whole.ends else whole.reason


def _value(f: Tree, names: tuple[str, ...], point: Point) -> Number | None:
    """f at a point, as exactly as the point is known."""
    mp = context(DIGITS)
    try:
        there = {
            name: mp.mpf(text) if value is None else measure(value, {}, DIGITS)
            for name, value, text in zip(names, point.values, point.digits, strict=True)
        }
        return measure(f, there, DIGITS)
    except Unmeasured:
        return None


def _members(f: Tree, names: tuple[str, ...], families: Sequence[Family]) -> Iterator[Number]:
    """Values of f at members of the periodic families."""
    for family in families:
        if family.kind != "periodic":
            continue
        tree = substitute(f, {as_variable(name): value for name, value in zip(names, family.values, strict=True)})
        for numbers in product(_MEMBERS, repeat=len(family.parameters)):
            try:
                value = measure(tree, dict(zip(family.parameters, map(Fraction, numbers), strict=True)), DIGITS)
            except Unmeasured:
                continue
            if value is not None:
                yield value


def _is_one(family: Family, names: Sequence[str]) -> bool:
    """Is it one curve, not one for every whole number, and a member of it known?"""
    return bool(family.inside) and set(family.parameters) <= set(names)


def _is_connected(family: Family, names: Sequence[str]) -> bool:
    """Is it the graph of polynomials in free variables? f has one value on it, that of each of its members."""
    whole = {"number", "variable", "sum", "product", "negative", "power"}
    nodes = [node for value in family.values for node in postorder(value)]
    powers = [node.args[1] for node in nodes if node.kind == "power"]
    return (
        any(value != as_variable(name) for name, value in zip(names, family.values, strict=True))
        and all(node.kind in whole for node in nodes)
        and all(exponent.kind == "number" and isinstance(exponent.value, int) for exponent in powers)
    )


class _Known(NamedTuple):
    """What the proofs start from: the function, what it does far out, and why there are no other critical points."""

    f: Tree
    names: tuple[str, ...]
    kinds: Mapping[str, str]
    far: Far | None
    complete: str | None


class _Side:
    """The search for proofs that a value is the least (side 1) or the greatest (side −1)."""

    def __init__(self, known: _Known, side: int) -> None:
        self.f, self.names, self.kinds, self.whole, self.complete = known
        self.side = side
        self.kind: GlobalName = "global minimum" if side > 0 else "global maximum"
        self.word = "least" if side > 0 else "greatest"
        low, high = bounds(self.f)
        self.bound = low if side > 0 else high
        self._bent: bool | None = None

    def verdict(self, point: Point, value: Number | None, others: Sequence[Number | None]) -> Verdict:
        """Is the value at this point the least of all?"""
        if value is None:
            return Verdict(None, "")
        if any(other is not None and self._beats(other, value) for other in others):
            return Verdict(None, "")  # another point is lower: nothing to explain
        reason = self._by_sign(point) or self._by_bending() or self._by_bound(point, value) or self._by_powers()
        reason = reason or self._by_inside(point)
        if reason is not None:
            return Verdict(self.kind, reason)
        return self._by_far(value)

    def _by_inside(self, point: Point) -> str | None:
        """f rises (falls) with u, which has its least (greatest) value there of all."""
        from mvcalc_cli.language.printers import line
        from mvcalc_cli.symbolic.stationary.peeling import monotone

        inside, way = monotone(self.f)
        if inside == self.f or _value(inside, self.names, point) is None:
            return None
        side = _Side(_Known(inside, self.names, self.kinds, None, None), self.side * way)
        reason = side.by_parts(point)
        return _told_of_inside(line(inside), way, reason)

    def by_parts(self, point: Point) -> str | None:
        """Why the value at this point is the least of all, by the parts of f."""
        value = _value(self.f, self.names, point)
        if value is None:
            return None
        return self._by_sign(point) or self._by_bending() or self._by_bound(point, value)

    def _beats(self, other: Number, value: Number) -> bool:
        """Is another value clearly lower?"""
        a, b = inexact(other, DIGITS), inexact(value, DIGITS)
        return bool((b - a) * self.side > _SAME * max(1, abs(a), abs(b)))

    def _by_bound(self, point: Point, value: Number) -> str | None:
        """No value is lower than this, by the bounds of the parts of f."""
        if isinstance(self.bound, float) or not (point.exact or isinstance(value, Fraction)):
            return None
        if abs(inexact(value, DIGITS) - inexact(self.bound, DIGITS)) > 1e-40:
            return None
        return f"no value of f is {'less' if self.side > 0 else 'greater'}: its terms are bounded"

    def _by_bending(self) -> str | None:
        """f is convex (concave) everywhere."""
        if self._bent is None:
            self._bent = bends_one_way(self.f, self.names, self.kinds, self.side)
        if not self._bent:
            return None
        return f"f is {'convex' if self.side > 0 else 'concave'}: every critical point is a {self.kind}"

    def _by_powers(self) -> str | None:
        """f is made of powers of positive variables with positive coefficients."""
        if not all(self.kinds.get(name) == "positive" for name in self.names):
            return None
        if not is_posynomial(self.f if self.side > 0 else negative(self.f), self.names, self.kinds):
            return None
        bent = "convex" if self.side > 0 else "concave"
        return f"in the logarithms of the variables f is {bent}: every critical point is a {self.kind}"

    def _by_sign(self, point: Point) -> str | None:
        """f − f(p) is a sum of what is never negative, as it stands or factored."""
        if not point.exact:
            return None
        put_in = {as_variable(n): v for n, v in zip(self.names, point.values, strict=True) if v is not None}
        if not never_negative(self.f, substitute(self.f, put_in), self.kinds, self.side):
            return None
        return f"f − f(p) is never {'<' if self.side > 0 else '>'} 0: it is made of even powers and positive parts"

    def _by_far(self, value: Number) -> Verdict:
        """The least of all critical values, and nothing is lower far out."""
        if self.whole is None:
            return Verdict(None, "whether it is global is not known")
        lower = [end for end in self.whole.limits if self._is_lower(end, value)]
        if lower:
            return Verdict(None, f"not global: {self.whole.reason}, which is {'less' if self.side > 0 else 'greater'}")
        if self.complete is None:
            return Verdict(None, f"the {self.word} value of the points found; there may be others")
        return Verdict(
            self.kind, f"{self.whole.reason}, and no critical value is {'less' if self.side > 0 else 'greater'}"
        )

    def _is_lower(self, end: Any, value: Number) -> bool:
        if isinstance(end, float) and math.isinf(end):
            return end * self.side < 0
        return self._beats(end, value)


def _told_of_inside(inside: str, way: int, reason: str | None) -> str | None:
    if reason is None:
        return None
    told = re.sub(r"\bf\b", "u", reason)
    return f"f {'rises' if way > 0 else 'falls'} with u = {inside}: {told}"
