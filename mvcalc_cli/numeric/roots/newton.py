"""Newton's method for one equation, real or complex: x ← x − λ·f(x)/f′(x), λ = 1 where that brings f nearer to 0."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from mvcalc_cli.language.printers import line
from mvcalc_cli.numeric.roots.equation import Counted, Equation, Number
from mvcalc_cli.numeric.roots.finish import finished
from mvcalc_cli.numeric.roots.trace import Ending, Iterate, Root, Run, Stop, place
from mvcalc_cli.numeric.roots.verify import Refused, is_explained, snapped, verified

Watch = Callable[[Iterate], None]

# The part of the promised fall of |f| that must come true, and how often a step is halved for it.
_ENOUGH: Final = 0.1
_HALVINGS: Final = 40
# Iterates further out than this have run away.
_FAR: Final = 1e15
_LONGEST_CYCLE: Final = 8
# Iterates of a cycle agree to this, and differ among themselves by more than that.
_AGREES: Final = 1e-9
_DIFFERS: Final = 1e-6
# Steps that grow so often one after the other run away.
_GROWING: Final = 8
_LATE: Final = 8


def newton(
    equation: Equation, start: Number, stop: Stop | None = None, *, damped: bool = True, watch: Watch | None = None
) -> Run:
    """Look for a root from a start.

    Args:
        equation: f and f′.
        start: The first x; complex for a ComplexEquation.
        stop: Tolerance and steps.
        damped: Halve a step until |f| falls, and f has a value; else every step is a full one.
        watch: Is told each iterate as it comes.

    Reference: Deuflhard, Newton Methods for Nonlinear Problems, 2011, section 3.

    >>> from mvcalc_cli.language import parse
    >>> run = newton(Equation(parse("x^3 - 2x - 5").tree, "x"), 2.0)
    >>> run.root.x, run.steps, run.order.words
    (2.0945514815423265, 4, 'correct digits double each step (quadratic)')
    >>> newton(Equation(parse("x^3 - 2x + 2").tree, "x"), 0.0, damped=False).ending.words
    'the steps go round in a cycle: x = 0, 1, 0, 1, …'
    """
    stop = stop or Stop()
    counted = Counted(equation)
    iterates = [_first(equation, start)]
    while True:
        if watch is not None:
            watch(iterates[-1])
        ended = _terminate(equation, iterates, stop)
        if ended is None:
            ended = _step(equation, iterates, stop, damped=damped)
        if ended is not None:
            return finished("newton", iterates, ended, counted)


def _first(equation: Equation, start: Number) -> Iterate:
    f = equation.value(start)
    if not cmath.isfinite(f):
        error = equation.fault(start)
        raise error if error is not None else _unbounded(equation, start)
    return Iterate(0, start, f, equation.slope(start))


def _unbounded(equation: Equation, start: Number) -> Exception:
    from mvcalc_cli.errors import DomainError

    return DomainError(f"{line(equation.tree)} has no finite value at {equation.name} = {place(start)}")


def _terminate(equation: Equation, iterates: list[Iterate], stop: Stop) -> Ending | Refused | Root | None:
    """Whether the last iterate is an end: a root, or a place from which no step leads on."""
    last = iterates[-1]
    if is_explained(equation, last.x, last.f, last.slope):
        return verified(equation, last.x, _reach(last, stop))
    if not cmath.isfinite(last.slope) or (last.slope == 0 and not equation.is_smooth(last.x)):
        where = f"{equation.name} = {place(last.x)}"
        return Ending("kink", f"f has no derivative at {where}, so there is no tangent to follow")
    if last.slope == 0:
        where = f"{equation.name} = {place(last.x)}"
        return Ending("flat", f"the tangent is flat at {where}: f′ = 0, and it never meets the axis")
    if abs(last.f / last.slope) <= _reach(last, stop):
        return verified(equation, last.x, 4 * _reach(last, stop), _multiplicity(iterates))
    return _repeated(equation, iterates, stop)


def _reach(last: Iterate, stop: Stop) -> float:
    return stop.tolerance * max(1.0, float(abs(last.x)))


def _multiplicity(iterates: list[Iterate]) -> int:
    """What the last full steps show: each keeps 1 − 1/m of the one before."""
    steps = [abs(it.f / it.slope) for it in iterates[-3:] if it.slope]
    if len(steps) < 2 or not 0.4 < steps[-1] / steps[-2] < 0.95:
        return 1
    return round(1 / (1 - float(steps[-1] / steps[-2])))


def _repeated(equation: Equation, iterates: list[Iterate], stop: Stop) -> Ending | None:
    """Whether the iterates go round in a cycle, run away, or are too many."""
    cycle = _cycle(iterates)
    if cycle:
        shown = ", ".join(place(it.x) for it in (iterates[-cycle - 1 : -1] * 2)[:6])
        return Ending("cycle", f"the steps go round in a cycle: {equation.name} = {shown}, …")
    if _runs_away(iterates, stop):
        first, last = iterates[0], iterates[-1]
        falls = f"where |f| has fallen to {place(abs(last.f))} without reaching 0"
        to = falls if abs(last.f) < abs(first.f) else f"where f = {place(last.f)}"
        went = f"{equation.name} went from {place(first.x)} to {place(last.x)}"
        return Ending("diverged", f"diverged at step {last.k}: {went}, {to}")
    if iterates[-1].k >= stop.max_steps:
        nearest = min(iterates, key=lambda it: abs(it.f))
        where = f"{place(abs(nearest.f))}, at {equation.name} = {place(nearest.x)}"
        return Ending("max-steps", f"no root in {stop.max_steps} steps: |f| came down to {where}")
    return None


def _cycle(iterates: list[Iterate]) -> int:
    """The length of the cycle that the last iterates went round twice; 0 if there is none."""
    for length in range(2, _LONGEST_CYCLE + 1):
        if len(iterates) <= 2 * length:
            return 0
        last = [it.x for it in iterates[-2 * length :]]
        scale = max(map(abs, last))
        agree = all(abs(a - b) <= _AGREES * scale for a, b in zip(last[:length], last[length:], strict=True))
        if agree and max(abs(a - last[0]) for a in last) > _DIFFERS * scale:
            return length
    return 0


def _runs_away(iterates: list[Iterate], stop: Stop) -> bool:
    """Far out, or out of steps after steps that grew and grew."""
    last = iterates[-1]
    if abs(last.x) > _FAR * max(1.0, abs(iterates[0].x)):
        return True
    late = [abs(it.x) for it in iterates[-_LATE:]]
    outwards = len(late) == _LATE and all(a < b for a, b in pairwise(late))
    lengths = [b - a for a, b in pairwise(late)]
    return last.k >= stop.max_steps and outwards and min(lengths) > 0.1 * max(lengths)


def _step(equation: Equation, iterates: list[Iterate], stop: Stop, *, damped: bool) -> Ending | Refused | Root | None:
    """The next iterate, or why there is none."""
    last = iterates[-1]
    step, factor, halvings = last.f / last.slope, 1.0, 0
    while True:
        x = last.x - factor * step
        f = equation.value(x) if cmath.isfinite(x) else math.nan
        # Steps into the far are shortened as often as it takes, and where f is huge its fall may not show.
        far = abs(factor * step) > max(1.0, abs(last.x))
        if not damped or (abs(f) <= (1 - _ENOUGH * factor) * abs(last.f) and (far or abs(f) < abs(last.f))):
            break
        halvings += cmath.isfinite(f) and not far
        factor /= 2
        if halvings > _HALVINGS or x == last.x:
            return _stuck(equation, last, stop)
    if not cmath.isfinite(f):
        return _left(equation, last, x)
    iterates.append(Iterate(last.k + 1, x, f, equation.slope(x), factor))
    return None


def _stuck(equation: Equation, last: Iterate, stop: Stop) -> Ending | Refused | Root:
    """No shorter step lowers |f|: rounding, a kink or a minimum of |f|."""
    found = verified(equation, last.x, 4 * _reach(last, stop))
    if isinstance(found, Root) or found.reason != "nearest":
        return found
    x = snapped(equation, last.x)
    f = place(abs(equation.value_to_check(x)))
    return Ending("nearest", f"f comes no nearer to 0 than {f}, at {equation.name} = {place(x)}: no root there")


def _left(equation: Equation, last: Iterate, x: Number) -> Ending:
    """The step went where f has no value."""
    error = equation.fault(x) if cmath.isfinite(x) else None
    if not cmath.isfinite(x) or (error is not None and error.overflow):
        why = f"{equation.name} = {place(x)}" if cmath.isfinite(x) else "beyond all floats"
        return Ending("diverged", f"diverged at step {last.k + 1}: it leads to {why}, where f overflows")
    why = f": {error.message}" if error is not None else ""
    words = f"step {last.k + 1} leaves the domain of f: {equation.name} = {place(x)}{why}"
    return Ending("domain", words)
