"""The quadratic terms split off: a function near a point as a sum of squares and a function of fewer variables.

Reference: Poston & Stewart, Catastrophe Theory and its Applications, section 4.5 (the splitting lemma).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.symbolic.arithmetic import Number
from mvcalc_cli.symbolic.stationary.germ import Germ, Monomial, Terms, composed, one_kind, plus, slope, unit

# A stationary sheet is put back into a polynomial when it is no longer than this.
_SHORT: Final = 6
# What elimination leaves of a 0 in numbers of 60 digits, beside the largest entry.
_ROUNDED: Final = 1e-40


def quadratic_form(found: Germ) -> tuple[list[list[Number]], list[Number]]:
    """A basis in which the quadratic terms are a sum of squares, and their coefficients."""
    size = found.size
    return diagonalised([[_entry(found.terms, i, j) for j in range(size)] for i in range(size)])


def _entry(terms: Terms, i: int, j: int) -> Number:
    size = len(next(iter(terms)))
    monomial: Monomial = tuple(a + b for a, b in zip(unit(i, size), unit(j, size), strict=True))
    value = terms.get(monomial, Fraction(0))
    return value if i == j else value / 2


def diagonalised(matrix: Sequence[Sequence[Number]]) -> tuple[list[list[Number]], list[Number]]:
    """A basis (columns) in which a symmetric matrix is diagonal, and the diagonal: as many signs as its eigenvalues.

    >>> diagonalised([[Fraction(0), Fraction(1)], [Fraction(1), Fraction(0)]])[1]
    [Fraction(2, 1), Fraction(-1, 2)]
    """
    size = len(matrix)
    rows = one_kind(matrix)
    columns: list[list[Number]] = [[Fraction(int(i == k)) for i in range(size)] for k in range(size)]
    diagonal: list[Number] = []
    left = list(range(size))
    while left:
        _make_pivot(rows, columns, left)
        pivot = max(left, key=lambda k: abs(rows[k][k]))
        left.remove(pivot)
        value = rows[pivot][pivot]
        diagonal.append(value)
        if value:
            _clear(rows, columns, pivot, left)
        columns.append(columns[pivot])
    return columns[size:], diagonal


def _make_pivot(rows: list[list[Number]], columns: list[list[Number]], left: Sequence[int]) -> None:
    """Where the diagonal is 0 but something beside it is not: one vector is added to another."""
    if any(rows[k][k] for k in left):
        return
    pair = next(((i, j) for i in left for j in left if rows[i][j]), None)
    if pair is not None:
        _add(rows, columns, *pair, Fraction(1))


def _clear(rows: list[list[Number]], columns: list[list[Number]], pivot: int, left: Sequence[int]) -> None:
    largest = max(abs(entry) for row in rows for entry in row)
    for k in left:
        if rows[k][pivot]:
            _add(rows, columns, k, pivot, -rows[k][pivot] / rows[pivot][pivot])
    for i in left:
        for j in left:
            if not isinstance(rows[i][j], Fraction) and abs(rows[i][j]) < largest * _ROUNDED:
                rows[i][j] = rows[i][j] * 0


def _add(rows: list[list[Number]], columns: list[list[Number]], to: int, other: int, factor: Number) -> None:
    """Vector `to` becomes itself + factor·`other`."""
    rows[to] = [a + factor * b for a, b in zip(rows[to], rows[other], strict=True)]
    for row in rows:
        row[to] = row[to] + factor * row[other]
    columns[to] = [a + factor * b for a, b in zip(columns[to], columns[other], strict=True)]


class Sheet(NamedTuple):
    """Where a function is stationary in the variables in which its quadratic form is definite.

    Attributes:
        turned: The function in the new variables.
        inner: The new variables as series of the free ones; those are themselves.
        free: How many variables are free.
        slopes: The derivatives by the others, in the new variables.
    """

    turned: Terms
    inner: list[Terms]
    free: int
    slopes: list[Terms]


def sheet(found: Germ, columns: Sequence[Sequence[Number]], diagonal: Sequence[Number]) -> Sheet:
    """The stationary sheet as series up to the order of the germ, by repeated substitution."""
    size = found.size
    bent = [k for k in range(size) if diagonal[k]]
    free = [k for k in range(size) if not diagonal[k]]
    turned = composed(found.terms, [{unit(k, size): columns[k][i] for k in range(size)} for i in range(size)], size)
    inner: list[Terms] = [{} for _ in range(size)]
    for place, k in enumerate(free):
        inner[k] = {unit(place, len(free)): Fraction(1)}
    slopes = {k: slope(turned, k) for k in bent}
    for _ in range(found.order):
        before = list(inner)
        for k in bent:
            off = composed(slopes[k], before, len(free), found.order)
            inner[k] = plus([before[k], {m: -v / (2 * diagonal[k]) for m, v in off.items()}])
        if inner == before:
            break
    return Sheet(turned, inner, len(free), list(slopes.values()))


def reduced(found: Germ, columns: Sequence[Sequence[Number]], diagonal: Sequence[Number]) -> Germ:
    """The function of the free variables that is left on the stationary sheet."""
    on = sheet(found, columns, diagonal)
    short = found.whole and all(len(part) <= _SHORT for part in on.inner)
    whole = short and all(not composed(part, on.inner, on.free) for part in on.slopes)
    terms = composed(on.turned, on.inner, on.free, None if whole else found.order)
    return Germ(terms, on.free, found.order, whole)
