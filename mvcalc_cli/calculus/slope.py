"""Rise over run as the run shrinks: difference quotients, how fast they settle, and where rounding ends it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from mvcalc_cli.calculus.evaluate import evaluate, program
from mvcalc_cli.calculus.special import EPSILON
from mvcalc_cli.errors import DomainError
from mvcalc_cli.language.tree import Tree

Kind = Literal["forward", "backward", "central"]
KINDS: Final[tuple[Kind, ...]] = ("forward", "backward", "central")

# h = 1, 0.1, … 1e-16: at the last, 1 + h is 1.
SMALLEST: Final = 16
# A distance this many times what rounding may cause says something about the formula.
_CLEAR: Final = 100.0
# Up to this many times, it says nothing: two roundings, and a few ulps of the function itself.
_HIDDEN: Final = 8.0
# One-sided slopes that differ less than this from one run to the next have settled.
_SETTLED: Final = 1e-6
# A slope that grows this much with every tenth of the run has no bound: cbrt(x) at 0 gives 10^(2/3).
_GROWS: Final = 1.2


class Secant(NamedTuple):
    """The line through two points of the graph.

    Attributes:
        h: The run, as asked for.
        values: f at the ends of the run, the left one first.
        slope: Rise over run; nan where an end is outside the domain.
        distance: |slope − derivative|; nan without a derivative.
        noise: What rounding of the two values may do to the slope.
        run: The run as floats have it, (a + h) − a; 0 where a + h is a.
    """

    h: float
    values: tuple[float, float]
    slope: float
    distance: float
    noise: float
    run: float


class Rounding(NamedTuple):
    """Where rounding takes over: the best run, the distance there, and the digits that its two values share."""

    h: float
    distance: float
    shared_digits: int


class Secants(NamedTuple):
    """Difference quotients for h = 1, 0.1, … 1e-16.

    Attributes:
        kind: On which side the second point lies.
        rows: One secant a run.
        order: The observed p in "the distance falls like h^p"; None where it cannot be seen.
        order_at: The smallest run at which it was seen.
        hidden: Whether no distance can be told from rounding, at any run.
        rounding: Where making h smaller no longer helps; None where that is not seen.
    """

    kind: Kind
    rows: tuple[Secant, ...]
    order: float | None
    order_at: float
    hidden: bool
    rounding: Rounding | None


class OneSided(NamedTuple):
    """What the slopes on one side tend to: a number, ±inf, or nan where they do not settle."""

    rows: tuple[Secant, ...]
    limit: float


def secants(
    tree: Tree, variable: str, point: Mapping[str, float], derivative: float = math.nan, kind: Kind = "forward"
) -> Secants:
    """The difference quotients of a function at a point.

    Args:
        tree: A scalar expression.
        variable: The variable that moves; the others stay at the point.
        point: A value for every variable.
        derivative: The exact slope, for distances; nan if there is none.
        kind: forward (f(a + h) − f(a))/h, backward (f(a) − f(a − h))/h, central (f(a + h) − f(a − h))/2h.

    Reference: Burden & Faires, Numerical Analysis, 9th ed., section 4.1 (orders, and the best h under rounding).

    >>> from mvcalc_cli.language import parse
    >>> cube = parse("x^3").tree
    >>> [round(row.slope, 6) for row in secants(cube, "x", {"x": 2.0}, 12.0).rows[:3]]
    [19.0, 12.61, 12.0601]
    >>> forward, central = (secants(cube, "x", {"x": 2.0}, 12.0, kind) for kind in ("forward", "central"))
    >>> round(forward.order, 2), round(central.order, 2)
    (1.0, 2.0)
    """
    runs = [_ends(point[variable], 10.0**-k, kind) for k in range(SMALLEST + 1)]
    wobble = iter(_wobble(tree, variable, point, [x for ends in runs for x in ends]))
    rows = []
    for k, ends in enumerate(runs):
        low, high = (_value(tree, {**point, variable: x}) for x in ends)
        rows.append(_secant(10.0**-k, ends, (low, high), next(wobble) + next(wobble), derivative))
    known = [row for row in rows if not math.isnan(row.distance)]
    hidden = bool(known) and all(row.distance <= _HIDDEN * row.noise for row in known)
    order, at = _order(rows)
    return Secants(kind, tuple(rows), order, at, hidden, None if hidden else _rounding(known))


def one_sided(tree: Tree, variable: str, point: Mapping[str, float], kind: Literal["forward", "backward"]) -> OneSided:
    """The slopes on one side, where there is no derivative to compare them with.

    >>> from mvcalc_cli.language import parse
    >>> [one_sided(parse("abs(x)").tree, "x", {"x": 0.0}, kind).limit for kind in ("backward", "forward")]
    [-1.0, 1.0]
    """
    rows = secants(tree, variable, point, kind=kind).rows
    return OneSided(rows, _settled([row.slope for row in rows[:9]]))


def _ends(at: float, h: float, kind: Kind) -> tuple[float, float]:
    """The abscissas of a run, the left one first."""
    return at - h if kind != "forward" else at, at + h if kind != "backward" else at


def _secant(h: float, ends: tuple[float, float], values: tuple[float, float], wobble: float, limit: float) -> Secant:
    """Rise over the run as floats have it: (a + h) − a, which is not quite h."""
    run = ends[1] - ends[0]
    if not run > 0:
        return Secant(h, values, math.nan, math.nan, math.inf, 0.0)
    slope = (values[1] - values[0]) / run
    return Secant(h, values, slope, abs(slope - limit), wobble / run + EPSILON * abs(slope), run)


def _value(tree: Tree, point: Mapping[str, float]) -> float:
    try:
        return evaluate(tree, point)
    except DomainError:
        return math.nan


def _wobble(tree: Tree, variable: str, point: Mapping[str, float], places: Sequence[float]) -> list[float]:
    """How far rounding inside the function may have moved its values; at least half an ulp of them."""
    names = (variable, *(name for name in point if name != variable))
    code = program(tree, names, fold=False)
    columns = [list(places), *([point[name]] * len(places) for name in names[1:])]
    moved = code.spread(columns, len(places))
    values = code.values(columns, len(places))
    return [
        max(EPSILON * abs(value), width if math.isfinite(width) else 0.0)
        for width, value in zip(moved, values, strict=True)
    ]


def _order(rows: Sequence[Secant]) -> tuple[float | None, float]:
    """How much nearer a shorter run brings the slope, at the smallest runs that rounding leaves alone."""
    found, at = None, math.nan
    for wide, narrow in pairwise(rows):
        if narrow.distance > _CLEAR * narrow.noise and wide.distance > 0 and wide.run > narrow.run > 0:
            found, at = math.log(wide.distance / narrow.distance) / math.log(wide.run / narrow.run), narrow.h
    return found, at


def _rounding(rows: Sequence[Secant]) -> Rounding | None:
    """The run where formula and rounding together err least; a lucky hit at a smaller run does not count."""
    if not rows:
        return None
    best = min(rows, key=lambda row: max(row.distance, row.noise))
    if not any(row.h < best.h for row in rows) or best.distance > _CLEAR * best.noise:
        return None
    low, high = best.values
    size = max(abs(low), abs(high))
    shared = 0 if low == high or not size else int(max(0.0, -math.log10(abs(high - low) / size)))
    return Rounding(best.h, best.distance, shared)


def _settled(slopes: Sequence[float]) -> float:
    """What a sequence of slopes tends to, by extrapolation of its error, which falls like a power of h."""
    if any(map(math.isnan, slopes[3:])):
        return math.nan
    tail = [slope for slope in slopes[3:] if math.isfinite(slope)]
    if len(tail) < 4:
        return math.nan
    steps = list(pairwise(tail))
    if all(abs(b) > _GROWS * abs(a) and (a > 0) == (b > 0) for a, b in steps):
        return math.copysign(math.inf, tail[-1])
    apart, guess = min((abs(b - a), b) for guesses in (_linear(steps), _geometric(tail)) for a, b in pairwise(guesses))
    if apart > _SETTLED * (1 + abs(guess)):
        return math.nan
    near = round(guess, 6) + 0.0  # no −0
    return near if abs(near - guess) <= _SETTLED else guess


def _linear(steps: Sequence[tuple[float, float]]) -> list[float]:
    """The limit that each pair of slopes points to, where the error falls like h (Richardson)."""
    return [(10 * b - a) / 9 for a, b in steps]


def _geometric(slopes: Sequence[float]) -> list[float]:
    """The limit that each three slopes point to, whatever the power of h (Aitken)."""
    found = []
    for a, b, c in zip(slopes, slopes[1:], slopes[2:], strict=False):
        bend = (c - b) - (b - a)
        found.append(c - (c - b) ** 2 / bend if bend else c)
    return found
