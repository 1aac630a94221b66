"""What algebra says of a system, put back: points, families, and why there are no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.digits import Number
from mvcalc_cli.symbolic.stationary.families import curve_of, families_of, filled
from mvcalc_cli.symbolic.stationary.letters import Outcome, solve_expressions
from mvcalc_cli.symbolic.stationary.matching import readable
from mvcalc_cli.symbolic.stationary.measured import residual, told
from mvcalc_cli.symbolic.stationary.membership import holds
from mvcalc_cli.symbolic.stationary.merging import merged
from mvcalc_cli.symbolic.stationary.points import Box, Family, Point
from mvcalc_cli.symbolic.stationary.resolving import Resolved
from mvcalc_cli.symbolic.to_sympy import symbol, to_sympy

Kinds = Mapping[str, str]
# Solutions are known to hundreds of digits: what misses the equations by more is none.
_NEARLY: Final = 1e-4


class Question(NamedTuple):
    """A system: equations (each = 0), variables and their kinds, the box where members are listed, the typed text."""

    equations: Sequence[Tree]
    names: tuple[str, ...]
    kinds: Kinds
    box: Box
    text: str | None = None

    def holds_at(self, point: Point) -> bool:
        """Is every coordinate of its variable's kind?"""
        return all(_fits(at, self.kinds.get(name, "real")) for name, at in zip(self.names, point.numbers, strict=True))


class Algebra(NamedTuple):
    """Points and families that algebra finds, and why there are no others (None: there may be)."""

    points: tuple[Point, ...] = ()
    families: tuple[Family, ...] = ()
    complete: str | None = None
    notes: tuple[str, ...] = ()


def algebraic(asked: Question) -> Algebra:
    """The real solutions by algebra, each put back.

    Raises:
        NotImplementedError: If the system cannot be made polynomial; what SymPy raises on what it cannot do.

    >>> from mvcalc_cli.language import parse
    >>> equations = [parse("cos x").tree, parse("y - 1").tree]
    >>> found = algebraic(Question(equations, ("x", "y"), {}, {"x": (0, 5), "y": (0, 5)}))
    >>> [point.numbers for point in found.families[0].inside]
    [(1.5707963267948966, 1.0), (4.71238898038469, 1.0)]
    """
    symbols = [symbol(name, asked.kinds.get(name, "real")) for name in asked.names]
    expressions = [to_sympy(each, asked.kinds, asked.text) for each in asked.equations]
    outcome = solve_expressions(expressions, symbols, asked.kinds)
    surfaces = [curve_of(asked.equations, asked.names, asked.box, each) for each in outcome.surfaces]
    points, families, lost = _told(asked, outcome.found)
    every = [*families, *(each for each in surfaces if each is not None)]
    alone = [point for point in points if not any(holds(each, asked.names, point) for each in every)]
    kept = [each for each in every if not any(_covers(other, asked.names, each) for other in every)]
    proved = outcome.proved and not lost
    return Algebra(tuple(alone), tuple(kept), _proof(outcome, len(alone), len(kept)) if proved else None)


def _told(asked: Question, solutions: Sequence[Resolved]) -> tuple[list[Point], list[Family], bool]:
    """Points by themselves and families, each put back; and whether one was lost by that."""
    points: list[Point] = []
    families: list[Family] = []
    lost = False
    for each in merged(solutions):
        if each.relations or any(one.period is not None or one.free for one in each.coordinates):
            together = families_of(asked.equations, asked.names, each, asked.box)
            families += together
            lost = lost or not together
        else:
            row = filled(asked.names, [(one.exact, one.number) for one in each.coordinates], each.coordinates)
            point = told(asked.equations, asked.names, [readable(exact) for exact, _ in row], [at for _, at in row])
            points += [point] if point is not None and asked.holds_at(point) else []
            lost = lost or (point is None and _is_nearly_one(asked, [at for _, at in row]))
    return _distinct(points), families, lost


def _is_nearly_one(asked: Question, numbers: Sequence[Number]) -> bool:
    """Do the equations hold there but for rounding? Where they clearly do not, a step of algebra brought it in."""
    off = residual(asked.equations, dict(zip(asked.names, numbers, strict=True)))
    return off is not None and off < _NEARLY


def _distinct(points: Sequence[Point]) -> list[Point]:
    """Each point once, the one with more exact values."""
    kept: dict[tuple[str, ...], Point] = {}
    for point in sorted(points, key=lambda each: sum(value is None for value in each.values)):
        kept.setdefault(tuple(text[:25] for text in point.digits), point)
    return sorted(kept.values(), key=lambda each: each.numbers)


def _covers(curve: Family, names: Sequence[str], family: Family) -> bool:
    """Does every listed member of a family lie on another one that has more of them?"""
    if curve is family or not family.inside or not all(holds(curve, names, point) for point in family.inside):
        return False
    return not (curve.inside and all(holds(family, names, point) for point in curve.inside))


def _proof(outcome: Outcome, count: int, together: int) -> str:
    """Why there are no others."""
    solved = outcome.counted
    if solved is None:
        return "each equation has one variable, whose roots are counted"
    if outcome.letters:
        return "with its functions as variables the system is polynomial: every real solution is counted"
    if not solved.complex_count and not together:
        return "the equations contradict each other (Gröbner basis 1)"
    if together and not count:
        return "by the factors of the equations every real solution is one of these"
    plural = "" if solved.complex_count == 1 else "s"
    basis = f"a Gröbner basis of {solved.complex_count} complex solution{plural}"
    counted = basis if solved.bases == 1 else f"{solved.bases} Gröbner bases"
    return f"a polynomial system: its real solutions are counted ({counted})"


def _fits(number: float, kind: str) -> bool:
    return number > 0 if kind == "positive" else number == round(number) if kind == "integer" else True
