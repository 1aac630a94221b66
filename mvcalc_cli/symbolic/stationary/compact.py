"""Is the set closed and bounded? By one constraint that grows without end, or by the directions that lead out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from mvcalc_cli.language.tree import negative
from mvcalc_cli.symbolic.stationary.constrained import Problem
from mvcalc_cli.symbolic.stationary.far import far, smooth_everywhere, terms_of

Row = tuple[Fraction, ...]


def compact(asked: Problem) -> str | None:
    """Why the set of the constraints is closed and bounded; None if that is not known."""
    if any(kind != "real" for kind in asked.kinds.values()):
        return None
    if not smooth_everywhere(asked.f) or not all(smooth_everywhere(each.g) for each in asked.constraints):
        return None
    for each in asked.constraints:
        whole = far(each.g, asked.names)
        ends = set() if whole is None else {value for value in whole.limits if isinstance(value, float)}
        if whole is None or not whole.limits or len(ends) != len(set(map(float, whole.limits))):
            continue
        sides = (1.0, -1.0) if not each.side else (float(each.side),)
        if any(ends == {side * float("inf")} for side in sides):
            return "left − right of a constraint grows without end far out"
    return _by_directions(asked)


def _by_directions(asked: Problem) -> str | None:
    """A point far out on the set lies in a direction d in which the terms of highest degree allow it: is there one?

    Rows that every such d has to satisfy: row·d ≤ 0. Of squares with positive coefficients that are ≤ a linear
    function each must vanish, and the linear function is nowhere negative on the set.
    """
    rows: list[Row] = []
    for each in asked.constraints:
        for way in (1, -1) if not each.side else (each.side,):
            rows.extend(_rows(each.g, way, asked.names))
    size = len(asked.names)
    units = [tuple(Fraction(sign * int(i == k)) for i in range(size)) for k in range(size) for sign in (1, -1)]
    if any(_solvable([*rows, *_at_least_one(unit)]) for unit in units):
        return None
    return "its constraints leave no direction to infinity"


def _at_least_one(unit: Row) -> list[tuple[Fraction, ...]]:
    return [(*(-each for each in unit), Fraction(-1))]


def _rows(g: Any, way: int, names: Sequence[str]) -> Iterator[Row]:
    """From way·g ≤ 0."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.symbolic.bridge import to_sympy

    try:
        terms = terms_of(to_sympy(g if way > 0 else negative(g)), names)
    except MvcalcError:
        return
    if terms is None or not all(isinstance(value, Fraction) for value in terms.values()):
        return
    size = len(names)
    linear = {m: v for m, v in terms.items() if sum(m) == 1}
    higher = {m: v for m, v in terms.items() if sum(m) > 1}
    squares = all(v > 0 and all(not e % 2 for e in m) for m, v in higher.items())
    if not squares:
        return
    yield tuple(linear.get(_unit(k, size), Fraction(0)) for k in range(size))
    for monomial in higher:
        held = [k for k, e in enumerate(monomial) if e]
        if len(held) == 1:
            for sign in (1, -1):
                yield tuple(Fraction(sign * int(k == held[0])) for k in range(size))


def _unit(place: int, size: int) -> tuple[int, ...]:
    return tuple(int(k == place) for k in range(size))


def _solvable(rows: Sequence[tuple[Fraction, ...]]) -> bool:
    """Is there d with row·d ≤ right for all rows? By the elimination of Fourier and Motzkin.

    The last entry of a longer row is its right side; that of the others is 0.
    """
    size = max(map(len, rows)) - 1
    left = [(row[:size], row[size] if len(row) > size else Fraction(0)) for row in rows]
    for k in range(size):
        below = [each for each in left if each[0][k] < 0]
        above = [each for each in left if each[0][k] > 0]
        rest = [each for each in left if not each[0][k]]
        if len(below) * len(above) > 400:
            return True
        for low, right_low in below:
            for high, right_high in above:
                p, q = high[k], -low[k]
                row = tuple(p * a + q * b for a, b in zip(low, high, strict=True))
                rest.append((row, p * right_low + q * right_high))
        left = list(dict.fromkeys(rest))
    return all(right >= 0 for _, right in left)
