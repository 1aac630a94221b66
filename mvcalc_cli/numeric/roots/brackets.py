"""Where the sign changes: a growing search for a bracket, bisection in it, and the secant method beside Newton's."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Final, NamedTuple

from mvcalc_cli.numeric.roots.equation import Counted, Equation
from mvcalc_cli.numeric.roots.finish import finished
from mvcalc_cli.numeric.roots.trace import Ending, Iterate, Root, Run, Stop, place
from mvcalc_cli.numeric.roots.verify import Refused, crossing, is_explained, snapped, verified

Watch = Callable[[Iterate], None]

# The search goes out from its centre in an even grid first, then by growing steps.
_EVEN: Final = 40
_STEP: Final = 0.25
_GROWTH: Final = 1.25
_FARTHEST: Final = 1e6
_SQUEEZES: Final = 90
_GOLDEN: Final = (math.sqrt(5) - 1) / 2
_FAR: Final = 1e15


class Bracket(NamedTuple):
    """Two places where f has different signs, and the root between them."""

    low: float
    high: float
    root: float


class Nearest(NamedTuple):
    """Where |f| was smallest in a search that found no root."""

    x: float
    f: float
    reached: float


def search(equation: Equation, centre: float = 0.0) -> Bracket | Nearest | None:
    """The bracket of a root nearest to the centre; where |f| is smallest if the sign does not change.

    A pole or a jump between two signs is no root and passed over. None if f has no value anywhere.

    >>> from mvcalc_cli.language import parse
    >>> search(Equation(parse("1/x + 1").tree, "x"))[:2]
    (-1.0, -0.75)
    >>> search(Equation(parse("x^2 + 1").tree, "x"), 3.0)[:2]
    (0.0, 1.0)
    """
    xs = _places(centre)
    fs = equation.values(xs)
    pairs = [(a, b) for a, b in pairwise(zip(xs, fs, strict=True)) if a[1] * b[1] < 0 or a[1] == 0 or b[1] == 0]
    pairs.sort(key=lambda pair: (min(abs(pair[0][0] - centre), abs(pair[1][0] - centre)), -pair[0][0]))
    for (low, f_low), (high, f_high) in pairs[:_EVEN]:
        found = _root_between(equation, (low, f_low), (high, f_high))
        if found is not None:
            return Bracket(low, high, found)
    known = [(abs(f), x) for x, f in zip(xs, fs, strict=True) if math.isfinite(f)]
    return _nearest(equation, min(known)[1], xs) if known else None


def _root_between(equation: Equation, left: tuple[float, float], right: tuple[float, float]) -> float | None:
    """The root; None at a pole, a jump, or a stretch of zeros."""
    for x, f in (left, right):
        if f == 0:
            found = verified(equation, x, 0.0)
            return found.x if isinstance(found, Root) else None
    between = crossing(equation, left[0], right[0])
    return between.x if isinstance(between, Root) else None


def _places(centre: float) -> list[float]:
    """Evenly around the centre, then further and further, 0 among them."""
    unit = _STEP * max(1.0, abs(centre))
    distances = [unit * k for k in range(1, _EVEN + 1)]
    while distances[-1] < _FARTHEST * unit:
        distances.append(distances[-1] * _GROWTH)
    return sorted({0.0, centre, *(centre + d for d in distances), *(centre - d for d in distances)})


def _nearest(equation: Equation, x: float, xs: list[float]) -> Nearest:
    """The minimum of |f| around a place of the grid, by golden section."""
    at = xs.index(x)
    low, high = xs[max(at - 1, 0)], xs[min(at + 1, len(xs) - 1)]
    for _ in range(_SQUEEZES):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        f_left, f_right = map(abs, equation.values([left, right]))
        if f_left <= f_right:
            high = right
        else:
            low = left
    best = min((x, (low + high) / 2), key=lambda place: abs(equation.values([place])[0]))
    best = float(snapped(equation, best).real)
    return Nearest(best, abs(equation.values([best])[0]), xs[-1])


def bisection(
    equation: Equation, low: float, high: float, stop: Stop | None = None, *, watch: Watch | None = None
) -> Run:
    """Halve a bracket until the tolerance; f must have different signs at its ends.

    Raises:
        InputError: If it has not.

    >>> from mvcalc_cli.language import parse
    >>> run = bisection(Equation(parse("x^2 - 2").tree, "x"), 1.0, 2.0)
    >>> round(run.root.x, 10), run.steps
    (1.4142135624, 39)
    >>> bisection(Equation(parse("tan(x)").tree, "x"), 1.0, 2.0).ending.reason
    'pole'
    """
    stop = stop or Stop()
    counted = Counted(equation)
    f_low, f_high = equation.value(low), equation.value(high)
    _refuse_same_sign(equation, (low, float(f_low.real)), (high, float(f_high.real)))
    iterates: list[Iterate] = []
    for end, f in ((low, f_low), (high, f_high)):
        if f == 0:
            at_end = Iterate(0, end, f, low=low, high=high)
            return finished("bisection", [at_end], verified(equation, end, 0.0), counted)
    while True:
        middle = low + (high - low) / 2
        f = equation.value(middle)
        iterates.append(Iterate(len(iterates), middle, f, low=low, high=high))
        if watch is not None:
            watch(iterates[-1])
        ended = _bisection_end(equation, iterates[-1], stop)
        if ended is not None:
            return finished("bisection", iterates, ended, counted)
        if f.real * f_low.real > 0:
            low, f_low = middle, f
        else:
            high = middle


def _refuse_same_sign(equation: Equation, left: tuple[float, float], right: tuple[float, float]) -> None:
    from mvcalc_cli.errors import InputError

    if not left[1] * right[1] <= 0:
        ends = " and ".join(f"f({place(x)}) = {place(f)}" for x, f in (left, right))
        raise InputError(
            f"a bracket needs different signs at its ends, and {ends}",
            hint=f"another bracket, or look at it: mvcalc plot … --over {equation.name}={left[0]:g}..{right[0]:g}",
        )


def _bisection_end(equation: Equation, last: Iterate, stop: Stop) -> Ending | Refused | Root | None:
    half = (last.high - last.low) / 2
    if not math.isfinite(last.f):
        error = equation.fault(last.x)
        why = f": {error.message}" if error is not None else ""
        return Ending("domain", f"f has no value in the middle of the bracket, {equation.name} = {place(last.x)}{why}")
    if last.f == 0 or is_explained(equation, last.x, last.f, math.nan):
        return verified(equation, last.x, half)
    if half <= stop.tolerance * max(1.0, abs(last.x)) or last.x in {last.low, last.high}:
        return _closed_in(equation, last)
    if last.k >= stop.max_steps:
        return Ending("max-steps", f"no root in {stop.max_steps} steps: the bracket is still {place(2 * half)} wide")
    return None


def _closed_in(equation: Equation, last: Iterate) -> Refused | Root:
    """The middle of the last bracket, if a root is in it."""
    found = crossing(equation, last.low, last.high)
    if not isinstance(found, Root):
        return found
    return found._replace(x=last.x, residual=last.f, uncertainty=max(found.uncertainty, (last.high - last.low) / 2))


def secant(
    equation: Equation, first: float, second: float, stop: Stop | None = None, *, watch: Watch | None = None
) -> Run:
    """The line through the last two points instead of the tangent: no derivative is needed.

    >>> from mvcalc_cli.language import parse
    >>> run = secant(Equation(parse("x^2 - 2").tree, "x"), 1.0, 2.0)
    >>> round(run.root.x, 12), run.order.words
    (1.414213562373, 'order 1.6: each step has 1.6 times the correct digits of the one before')
    """
    stop = stop or Stop()
    counted = Counted(equation)
    iterates = [Iterate(k, x, equation.value(x)) for k, x in enumerate((first, second))]
    while True:
        ended = _secant_end(equation, iterates, stop)
        if ended is not None:
            return finished("secant", iterates, ended, counted)
        before, last = iterates[-2:]
        slope = (last.f - before.f) / (last.x - before.x)
        x = last.x - last.f / slope
        iterates.append(Iterate(last.k + 1, x, equation.value(x), slope))
        if watch is not None:
            watch(iterates[-1])


def _secant_end(equation: Equation, iterates: list[Iterate], stop: Stop) -> Ending | Refused | Root | None:
    before, last = iterates[-2:]
    where = f"{equation.name} = {place(last.x)}"
    if not math.isfinite(last.f):
        error = equation.fault(last.x) if math.isfinite(last.x) else None
        return Ending("domain", f"step {last.k} leaves the domain of f: {where}{f': {error.message}' if error else ''}")
    reach = stop.tolerance * max(1.0, abs(last.x))
    if is_explained(equation, last.x, last.f, math.nan) or abs(last.x - before.x) <= reach:
        return verified(equation, last.x, 4 * reach)
    if last.f == before.f:
        return Ending("flat", f"the secant at {where} is flat, and never meets the axis")
    if abs(last.x) > _FAR * max(1.0, abs(iterates[0].x)):
        return Ending("diverged", f"diverged at step {last.k}: {where}")
    if last.k >= stop.max_steps:
        return Ending("max-steps", f"no root in {stop.max_steps} steps: the last is {where}")
    return None
