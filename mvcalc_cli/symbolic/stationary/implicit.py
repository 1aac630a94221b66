"""Functions on constraints near a regular point: the constraints solved for some variables as power series.

By the implicit function theorem m constraints with independent gradients give m of the variables as series of the
others; put into f they leave a function of fewer variables, whose first terms decide as those of a free function do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, NamedTuple

from mvcalc_cli.language.tree import TWO, ZERO, Tree, add, negative, power, variable
from mvcalc_cli.symbolic.arithmetic import Number, context, inexact
from mvcalc_cli.symbolic.stationary.constrained import Candidate, Problem
from mvcalc_cli.symbolic.stationary.germ import (
    DIGITS,
    Germ,
    Terms,
    composed,
    constant_free,
    germ,
    one_kind,
    plus,
    polynomial_degree,
    unit,
)
from mvcalc_cli.symbolic.stationary.points import Point

# Degrees of the series, one after another: of one free variable, and of several.
_ORDERS_OF_ONE: Final = (4, 8, 13)
_ORDERS: Final = (4, 6)
# A determinant of the gradients that is smaller beside its row is taken as 0: another one is chosen, or none.
_SMALL: Final = 1e-20

# Series of no more terms are asked whether they are the whole.
_SHORT: Final = 6

Verdict = tuple[str, str]


class Chart(NamedTuple):
    """The set near a point, by the variables that are free.

    Attributes:
        names: All the variables, those for slacks behind the others.
        centre: The exact point.
        free: The places of those that are free.
        steps: Each variable's distance from the point, as a series of the free ones.
        order: Terms of a higher degree are not known.
        whole: The series are polynomials: there are no such terms.
    """

    names: tuple[str, ...]
    centre: dict[str, Tree]
    free: tuple[int, ...]
    steps: tuple[Terms, ...]
    order: int
    whole: bool = False

    def on(self, tree: Tree) -> Germ | None:
        """A function on the set: its series without the constant."""
        found = germ(tree, self.centre, self.order)
        if found is None:
            return None
        whole = self.whole and _is_short(tree, self.names, self.order)
        rows = alike([constant_free(found).terms, *self.steps])
        terms = composed(rows[0], rows[1:], len(self.free), None if whole else self.order)
        return Germ(terms, len(self.free), self.order, whole)


def charts(asked: Problem, point: Point, held: Sequence[int], loose: Sequence[int] = ()) -> Iterator[Chart]:
    """The set near an exact point, by longer and longer series; `held` constraints hold with equality.

    An inequality that is loose is held with a square for its slack: g + s² = 0. The set on its right side is what all
    small s together reach.
    """
    if not point.exact or len(held) >= len(asked.names):
        return
    centre = {name: value for name, value in zip(asked.names, point.values, strict=True) if value is not None}
    equations = [asked.constraints[k].g for k in held]
    for k, name in zip(loose, slacks(asked, loose), strict=True):
        each = asked.constraints[k]
        equations.append(add(each.g if each.side > 0 else negative(each.g), power(variable(name), TWO)))
        centre[name] = ZERO
    for order in _ORDERS_OF_ONE if len(centre) - len(equations) == 1 else _ORDERS:
        found = _chart(equations, centre, order)
        if found is None:
            return
        yield found


def slacks(asked: Problem, loose: Sequence[int]) -> list[str]:
    """Names for the roots of slacks that no variable has."""
    letter = next(each for each in ("s", "w", "sigma") if all(not name.startswith(each) for name in asked.names))
    return [letter if len(loose) == 1 else f"{letter}_{k + 1}" for k in range(len(loose))]


def _chart(equations: Sequence[Tree], centre: dict[str, Tree], order: int) -> Chart | None:
    size = len(centre)
    series = [germ(each, centre, order) for each in equations]
    rows = [constant_free(each).terms for each in series if each is not None]
    if len(rows) < len(equations):
        return None
    *rows, one = alike([*rows, {(0,): Fraction(1)}])
    slopes = [[row.get(unit(k, size), one[0,] * 0) for k in range(size)] for row in rows]
    chosen = _basic(slopes, size)
    if chosen is None:
        return None
    basic, inverse = chosen
    free = tuple(k for k in range(size) if k not in basic)
    steps: list[Terms] = [{} for _ in range(size)]
    for place, k in enumerate(free):
        steps[k] = {unit(place, len(free)): one[0,]}
    for _ in range(order):
        off = [composed(row, steps, len(free), order) for row in rows]
        if not any(off):
            break
        for k, line in zip(basic, inverse, strict=True):
            pulls = [{m: -share * v for m, v in part.items()} for share, part in zip(line, off, strict=True) if share]
            steps[k] = plus([steps[k], *pulls])
    exact = all(_is_short(each, tuple(centre), order) for each in equations)
    whole = (
        exact and all(len(step) <= _SHORT for step in steps) and not any(_missed(row, steps, len(free)) for row in rows)
    )
    return Chart(tuple(centre), centre, free, tuple(steps), order, whole)


def _is_short(tree: Tree, names: Sequence[str], order: int) -> bool:
    """Is it a polynomial of no higher degree than this?"""
    degree = polynomial_degree(tree, names)
    return degree is not None and degree <= order


def _missed(row: Terms, steps: Sequence[Terms], size: int) -> Terms:
    """What a constraint is on the series, to every degree."""
    return composed(row, steps, size)


def alike(rows: Sequence[Terms]) -> list[Terms]:
    """The same polynomials, all in Fractions or all in numbers of many digits."""
    if all(isinstance(value, Fraction) for row in rows for value in row.values()):
        return list(rows)
    mp = context(DIGITS)
    return [{m: mp.mpf(inexact(value, DIGITS)) for m, value in row.items()} for row in rows]


def _basic(slopes: Sequence[Sequence[Number]], size: int) -> tuple[tuple[int, ...], list[list[Number]]] | None:
    """Columns that are independent, and the inverse of their matrix; Fractions rather than numbers."""
    found = []
    for columns in combinations(range(size), len(slopes)):
        inverse = inverted([[row[k] for k in columns] for row in slopes])
        if inverse is not None:
            found.append((columns, inverse))
    if not found:
        return None
    return min(found, key=lambda each: (not _is_exact(each[1]), _largest(each[1])))


def _is_exact(matrix: Sequence[Sequence[Number]]) -> bool:
    return all(isinstance(value, Fraction) for row in matrix for value in row)


def _largest(matrix: Sequence[Sequence[Number]]) -> float:
    return max((_magnitude(value) for row in matrix for value in row), default=0.0)


def _magnitude(value: Number) -> float:
    return float(abs(inexact(value, DIGITS)))


def inverted(matrix: Sequence[Sequence[Number]]) -> list[list[Number]] | None:
    """By elimination; None if the matrix is singular."""
    size = len(matrix)
    rows: list[list[Any]] = one_kind(
        [[*row, *(Fraction(int(i == k)) for k in range(size))] for i, row in enumerate(matrix)]
    )
    largest = _largest(matrix)
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: _magnitude(rows[i][k]))
        if _magnitude(rows[pivot][k]) <= _SMALL * largest:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[size:] for row in rows]


# --- kinds ---------------------------------------------------------------------------------------------


def kind_along(asked: Problem, candidate: Candidate, held: Sequence[int], loose: Sequence[int] = ()) -> Verdict | None:
    """The kind of f on the set, where these constraints hold with equality; None if its series does not tell.

    Args:
        asked: The problem.
        candidate: A point where the gradients of the constraints are independent.
        held: The constraints that hold with equality.
        loose: Inequalities that are active there and leave one side.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.symbolic.stationary.lagrange import lagrange
    >>> [found] = lagrange(parse("x").tree, [parse("x^3 + y^3 = 1").tree], ["x", "y"], {}).solutions
    >>> found.kind, found.reason
    ('saddle', 'along the constraint f − f(p) = −y³/3 + …, of odd order: f falls through the point as y grows')
    """
    from mvcalc_cli.symbolic.stationary.nearby import signs
    from mvcalc_cli.symbolic.stationary.reasons import told

    for chart in charts(asked, candidate.point, held, loose):
        found = chart.on(asked.f)
        if found is None:
            return None
        if found.degree is None:
            if found.whole:
                return "degenerate", "f is constant"
            continue
        if len(chart.free) == 1:
            return _of_one(chart, found)
        near = signs(found)
        if near is not None:
            names = tuple(chart.names[k] for k in chart.free)
            kind, reason, _ = told(near, found, names, tuple(chart.centre[name] for name in names))
            return kind, f"on the set, as a function of {_listed(names, chart.names[len(asked.names) :])}: {reason}"
    return None


def _listed(names: Sequence[str], roots: Sequence[str]) -> str:
    shown = [name.replace("sigma", "σ") for name in names]
    said = [f"{root}² is the slack of a constraint" for root in roots if root in names]
    return " and ".join(shown) + (f" ({', '.join(said)})" if said else "")


def _of_one(chart: Chart, found: Germ) -> Verdict:
    from mvcalc_cli.symbolic.stationary.germ import spoken

    order = found.degree or 0
    value = found.terms[order,]
    name = chart.names[chart.free[0]]
    first = spoken(found.form(order), (name,), (chart.centre[name],))
    shown = f"along the constraint f − f(p) = {first} + …"
    if order % 2:
        verb = "rises" if value > 0 else "falls"
        return "saddle", f"{shown}, of odd order: f {verb} through the point as {name} grows"
    return ("minimum" if value > 0 else "maximum"), f"{shown}, of even order"
