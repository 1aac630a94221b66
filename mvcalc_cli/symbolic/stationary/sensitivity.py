"""What a multiplier means: how fast the extreme value changes as its constraint is moved, checked by solving again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mvcalc_cli.language.tree import Tree, number, subtract
from mvcalc_cli.symbolic.arithmetic import context, inexact
from mvcalc_cli.symbolic.stationary.constrained import Problem, Solution, place_of, problem, value_at
from mvcalc_cli.symbolic.stationary.looking import refined
from mvcalc_cli.symbolic.stationary.measured import WORKING, number_of

# How far a constraint is moved, and how well the difference quotient meets the multiplier: its error is of order h².
_MOVED: Final = Fraction(1, 10**6)
_MEETS: Final = 1e-6


class Sensitivity(NamedTuple):
    """One constraint: g = 0 moved to g = c.

    Attributes:
        place: Which constraint.
        multiplier: Its λ = df/dc.
        measured: (f(h) − f(−h)) / 2h of the problem solved again with c = ±h; None if it could not be.
    """

    place: int
    multiplier: float
    measured: float | None

    @property
    def agrees(self) -> bool | None:
        """Do the two meet? None if it could not be measured."""
        if self.measured is None:
            return None
        return abs(self.measured - self.multiplier) <= _MEETS * max(1.0, abs(self.multiplier))


def sensitivities(
    f: Tree, constraints: Sequence[Tree], names: Sequence[str], kinds: dict[str, str], solution: Solution
) -> tuple[Sensitivity, ...]:
    """df/dc for every active constraint, measured by solving the system again with the constraint moved by ±h.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.symbolic.stationary.lagrange import lagrange
    >>> f, g = parse("x y").tree, parse("x + y = 4").tree
    >>> [found] = lagrange(f, [g], ["x", "y"], {}).solutions
    >>> [(each.multiplier, round(each.measured, 9)) for each in sensitivities(f, [g], ["x", "y"], {}, found)]
    [(2.0, 2.0)]
    """
    asked = problem(f, constraints, names, kinds)
    if not solution.multipliers:
        return ()
    sizes = [_size(each) for each in solution.multipliers]
    return tuple(Sensitivity(k, sizes[k], _measured(asked, solution, sizes, k)) for k in solution.active)


def _size(multiplier: Tree | float) -> float:
    return multiplier if isinstance(multiplier, float) else float(number_of(multiplier, "0"))


def _measured(asked: Problem, solution: Solution, sizes: Sequence[float], place: int) -> float | None:
    more, less = (_moved(asked, solution, sizes, place, way * _MOVED) for way in (1, -1))
    if more is None or less is None:
        return None
    return float((more - less) / (2 * context(WORKING).mpf(inexact(_MOVED, WORKING))))


def _moved(asked: Problem, solution: Solution, sizes: Sequence[float], place: int, by: Fraction) -> Any:
    """f at the solution near by of the problem with this constraint moved."""
    active = [k for k in solution.active if sizes[k] or not asked.constraints[k].side or k == place]
    equations = asked.stationary(active)
    for k in active:
        g = asked.constraints[k].g
        equations.append(subtract(g, number(by)) if k == place else g)
    letters = [asked.constraints[k].multiplier for k in active]
    start = (*solution.point.numbers, *(sizes[k] for k in active))
    if len(equations) != len(start):
        return None
    found = refined(equations, [*asked.names, *letters], start)
    if found is None:
        return None
    size = len(asked.names)
    there = place_of(asked.names, found._replace(values=found.values[:size], digits=found.digits[:size]))
    value = value_at(asked.f, there)
    return None if value is None else context(WORKING).mpf(inexact(value, WORKING))
