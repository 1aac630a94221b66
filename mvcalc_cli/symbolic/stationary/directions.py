"""Ways on which a function grows without bound, and places where it may have extremes that ∇f = 0 does not show."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import INFINITY, ZERO, Tree, add, as_variable, negative, postorder, substitute, variable
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.bridge import to_sympy
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.stationary.far import limit_at, terms_of
from mvcalc_cli.symbolic.stationary.germ import DIGITS, Terms, number_tree, polynomial_tree, settled, sign

_SECONDS: Final = 0.8
# Where f is measured along a line before a limit is looked for: towards ∞, and (their reciprocals) towards 0.
_PROBES: Final = (Fraction(10), Fraction(100), Fraction(1000))
_WEIGHTS: Final = (0, 1, 2, 3)
# Values of the other variables on lines; where f has waves further ones, at which these have other signs.
_LEVELS: Final = (1, 0, -1)
_FURTHER: Final = (3, -3, 2, -2, 5, -5)
# Poles that are looked at.
_MOST_POLES: Final = 3
_STEPS: Final = (0, 1, -1, 2, -2)
_MOST_CURVES: Final = 3_000


class Edge(NamedTuple):
    """Where f may have an extreme that no equation ∇f = 0 shows.

    Attributes:
        where: An expression that is 0 there.
        reason: What happens there: a sentence without its full stop.
    """

    where: Tree
    reason: str


def edges(f: Tree, names: Sequence[str], box: Mapping[str, tuple[float, float]] | None = None) -> tuple[Edge, ...]:
    """Kinks of f, the edges of its domain, and the sides of the box.

    >>> from mvcalc_cli.language import parse
    >>> [edge.reason for edge in edges(parse("|x| + y^2").tree, "xy")]
    ['f may have no gradient where x = 0: an extreme there is not among the points']
    """
    from mvcalc_cli.calculus.domain import conditions
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.symbolic.sameness.bends import bends
    from mvcalc_cli.symbolic.stationary.straight import straightened

    f = straightened(f)
    found: dict[Tree, str] = {}
    for condition in conditions(f):
        if condition.kind == "relation" and condition.value in {">=", "<="}:
            where = _difference(condition)
            found[where] = f"f ends where {line(where)} = 0: an extreme on that edge is not among the points"
    for bend in bends(f):
        reason = f"f may have no gradient where {line(bend)} = 0: an extreme there is not among the points"
        found.setdefault(bend, reason)
    known = [Edge(where, reason) for where, reason in found.items()]
    return (*known, *_sides(names, box or {}))


def _difference(condition: Tree) -> Tree:
    from mvcalc_cli.calculus.tidy import tidy

    left, right = condition.args
    return left if right == ZERO else tidy(add(left, negative(right)))


def _sides(names: Sequence[str], box: Mapping[str, tuple[float, float]]) -> Iterator[Edge]:
    for name in names:
        for end in box.get(name, ()):
            if math.isfinite(end):
                at = Fraction(str(end))
                where = add(variable(name), number_tree(-at)) if at else variable(name)
                yield Edge(
                    where, f"on the side {name} = {end:g} of the box f may be greater or less than at the points"
                )


# --- unbounded -----------------------------------------------------------------------------------------


class Ways(NamedTuple):
    """Why f is unbounded below and above; None where that is not known."""

    below: str | None
    above: str | None


def unbounded(f: Tree, names: Sequence[str], kinds: Mapping[str, str] | None = None) -> Ways:
    """Ways on which f → −∞ and f → ∞, looked for on simple curves.

    >>> from mvcalc_cli.language import parse
    >>> unbounded(parse("x^3 - 3x + y^2").tree, "xy")
    Ways(below='f → −∞ along (−t, 0), t → ∞', above='f → ∞ along (0, t), t → ∞')
    """
    given = kinds or {}
    if all(given.get(name, "real") == "real" for name in names):
        terms = _polynomial(f, names)
        if terms is not None:
            return _by_polynomial(terms, names)
    return _by_limits(f, tuple(names), given)


def _polynomial(f: Tree, names: Sequence[str]) -> Terms | None:
    try:
        return attempt(lambda: terms_of(to_sympy(f), names), _SECONDS)
    except MvcalcError:
        return None


def _by_polynomial(terms: Terms, names: Sequence[str]) -> Ways:
    """The highest power of t on curves (a·t, b·t²), (a, b·t): its sign."""
    seen: dict[int, str] = {}
    for tries, (weights, direction) in enumerate(_curves(len(names))):
        top = _top(terms, weights, direction)
        if top and top not in seen:
            parts = [
                polynomial_tree({(w,): Fraction(v)} if v else {}, [variable("t")])
                for w, v in zip(weights, direction, strict=True)
            ]
            seen[top] = _told(top, names, parts, INFINITY)
        if len(seen) == 2 or tries > _MOST_CURVES:
            break
    return Ways(seen.get(-1), seen.get(1))


def _curves(size: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    directions = sorted(product(_STEPS, repeat=size), key=lambda d: (sum(map(abs, d)), [v < 0 for v in d]))
    for weights in sorted(product(_WEIGHTS, repeat=size), key=lambda w: sum(w) + (2 if 0 in w else 0)):
        for direction in directions:
            moving = any(w and v for w, v in zip(weights, direction, strict=True))
            if moving and all(w == 1 for w, v in zip(weights, direction, strict=True) if not v):
                yield weights, direction


def _top(terms: Terms, weights: Sequence[int], direction: Sequence[int]) -> int:
    """The sign of the highest power of t on a curve; 0 for a constant."""
    total: dict[int, Any] = {}
    for monomial, value in terms.items():
        factor = value
        for p, v in zip(monomial, direction, strict=True):
            factor = factor * v**p
        power = sum(p * w for p, w in zip(monomial, weights, strict=True))
        total[power] = total.get(power, 0) + factor
    kept = settled({(power,): value for power, value in total.items()})
    highest = max(kept, default=(0,))
    return sign(kept[highest]) if highest[0] > 0 else 0


def _told(side: int, names: Sequence[str], parts: Sequence[Tree], end: Tree) -> str:
    """Along (1, −t), t → ∞; of one variable as x → −∞."""
    from mvcalc_cli.language.printers import line

    grown = f"f → {'∞' if side > 0 else '−∞'}"
    if len(names) == 1:
        goals = ("∞", "−∞") if end == INFINITY else ("0 from above", "0 from below")
        return f"{grown} as {names[0]} → {goals[parts[0].kind == 'negative']}"
    return f"{grown} along ({', '.join(map(line, parts))}), t → {'∞' if end == INFINITY else '0 from above'}"


def _by_limits(f: Tree, names: tuple[str, ...], kinds: Mapping[str, str]) -> Ways:
    """Limits on straight lines: far out, and towards places where f has no value."""
    until = clock.deadline(_SECONDS)
    seen: dict[int, str] = dict(_at_poles(f, names[0], kinds)) if len(names) == 1 else {}
    for parts, end, side in _lines(f, names, kinds):
        if len(seen) == 2 or clock.is_over(until):
            break
        tree = substitute(f, {as_variable(name): part for name, part in zip(names, parts, strict=True)})
        seems = _seems_to_grow(tree, towards_zero=end == ZERO)
        if not seems - set(seen):
            continue
        value = limit_at(tree, "t", end, side, {"t": "real"})
        found = 1 if value == INFINITY else -1 if value == negative(INFINITY) else 0
        if found and found not in seen:
            seen[found] = _told(found, names, parts, end)
    return Ways(seen.get(-1), seen.get(1))


def _at_poles(f: Tree, name: str, kinds: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """The signs with which a function of one variable grows towards places where it has no value."""
    from mvcalc_cli.calculus.domain import conditions
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.symbolic.equation import solve_equation

    places: list[Tree] = []
    for condition in conditions(f):
        if condition.kind == "relation" and condition.value in {"!=", ">", "<"}:
            try:
                roots = solve_equation(_difference(condition), ZERO, name, dict(kinds)).roots
            except MvcalcError:
                continue
            places += [root.values[0] for root in roots if root.values[0] is not None]
    told: set[int] = set()
    for place in dict.fromkeys(places[:_MOST_POLES]):
        for side, word in (("right", "above"), ("left", "below")):
            if not _has_value_beside(f, name, place, 1 if side == "right" else -1):
                continue
            value = limit_at(f, name, place, side, kinds)
            found = 1 if value == INFINITY else -1 if value == negative(INFINITY) else 0
            if found and found not in told:
                told.add(found)
                yield found, f"f → {'∞' if found > 0 else '−∞'} as {name} → {line(place)} from {word}"


def _has_value_beside(f: Tree, name: str, place: Tree, side: int) -> bool:
    """Has f values near a place, on one side of it?"""
    try:
        at = measure(place, {}, DIGITS)
        if at is None:
            return False
        return measure(f, {name: at + side * Fraction(1, 1000)}, DIGITS) is not None
    except Unmeasured:
        return False


def _has_waves(f: Tree) -> bool:
    return any(node.kind == "call" and node.value in {"sin", "cos"} for node in postorder(f))


def _seems_to_grow(tree: Tree, *, towards_zero: bool) -> set[int]:
    """The signs with which f may grow along t, by a few values: where they fall a limit is not worth its time."""
    values: list[Any] = []
    for probe in _PROBES:
        try:
            value = measure(tree, {"t": 1 / probe if towards_zero else probe})
        except Unmeasured:
            return {1, -1}  # too large to be measured
        number = None if value is None else inexact(value, DIGITS)
        if number is None or (values and not abs(number) > abs(values[-1])):
            return set()
        values.append(number)
    return {1} if values[-1] > 0 else {-1}


Line = tuple[tuple[Tree, ...], Tree, Literal["left", "right"] | None]


def _lines(f: Tree, names: tuple[str, ...], kinds: Mapping[str, str]) -> Iterator[Line]:
    """x = ±t, the others 1, 0 or −1, t → ∞; then t → 0 from above."""
    from mvcalc_cli.calculus.domain import conditions

    positive = {name for name in names if kinds.get(name, "real") == "positive"}
    if any(kinds.get(name, "real") not in {"real", "positive"} for name in names):
        return
    t = variable("t")
    ends: list[tuple[Tree, Literal["left", "right"] | None]] = [(INFINITY, None)]
    if conditions(f) or positive:
        ends.append((ZERO, "right"))
    for end, side in ends:
        for level in (*_LEVELS, *(_FURTHER if _has_waves(f) else ())):
            for moving in names:
                for way in (1, -1):
                    if (way < 0 and moving in positive) or (level <= 0 and positive - {moving}):
                        continue
                    line = t if way > 0 else negative(t)
                    yield (
                        tuple(line if name == moving else number_tree(Fraction(level)) for name in names),
                        end,
                        side,
                    )
            if len(names) == 1:
                break
