"""Gradient, Jacobian, Hessian and determinant: derivatives arranged in rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.domain import Conditions, conditions
from mvcalc_cli.calculus.rational import multiplied_out, pythagorean
from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.calculus.spread import spread
from mvcalc_cli.calculus.tidy import Tidier
from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language.tree import ONE, ZERO, Tree, add, multiply, negative, size

Rows = tuple[tuple[Tree, ...], ...]

# Beyond these sizes the symbolic form serves nobody.
MOST_HESSIAN_VARIABLES = 30
MOST_DETERMINANT_ROWS = 8


class Partials(NamedTuple):
    """Derivatives arranged in rows (a gradient is one row), and the conditions they ask for."""

    rows: Rows
    excluded: Conditions


def gradient(tree: Tree, by: tuple[str, ...], kinds: Mapping[str, str] | None = None) -> Partials:
    """The partial derivatives of a scalar, shape (1, n).

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [line(partial) for partial in gradient(parse("x^2 y").tree, ("x", "y")).rows[0]]
    ['2x·y', 'x²']
    """
    return jacobian((tree,), by, kinds)


def jacobian(trees: tuple[Tree, ...], by: tuple[str, ...], kinds: Mapping[str, str] | None = None) -> Partials:
    """Row i holds the partial derivatives of tree i, shape (m, n)."""
    found = [[differentiate(tree, name, kinds) for name in by] for tree in trees]
    rows = tuple(tuple(derivative.result for derivative in row) for row in found)
    excluded = dict.fromkeys(c for row in found for derivative in row for c in derivative.excluded)
    return Partials(rows, tuple(excluded))


def hessian(tree: Tree, by: tuple[str, ...], kinds: Mapping[str, str] | None = None) -> tuple[Partials, Partials]:
    """The gradient (1, n) and the Hessian (n, n); entry (i, j) is the partial by variable j of partial i.

    Mixed partials are equal where they are continuous (Schwarz), so the lower half is the upper half.
    """
    if len(by) > MOST_HESSIAN_VARIABLES:
        raise LimitError(
            f"a symbolic Hessian has {MOST_HESSIAN_VARIABLES} variables at most, not {len(by)}",
            hint="name fewer with --wrt",
        )
    first = gradient(tree, by, kinds)
    entries: dict[tuple[int, int], Tree] = {}
    excluded = dict.fromkeys(first.excluded)
    for i, partial in enumerate(first.rows[0]):
        for j in range(i, len(by)):
            derivative = differentiate(partial, by[j], kinds)
            excluded.update(dict.fromkeys(derivative.excluded))
            entries[i, j] = entries[j, i] = derivative.result
    rows = tuple(tuple(entries[i, j] for j in range(len(by))) for i in range(len(by)))
    return first, Partials(rows, tuple(excluded))


def determinant(rows: Rows) -> Tree:
    """The determinant, expanded along rows with shared minors, tidied; sin² + cos² is joined.

    Raises:
        InputError: If the matrix is not square.
        LimitError: Beyond 8 rows.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> matrix = parse("[cos t, -r sin t; sin t, r cos t]").tree
    >>> line(determinant(tuple(row.args for row in matrix.args)))
    'r'
    """
    count = len(rows)
    if any(len(row) != count for row in rows):
        raise InputError("a determinant needs a square matrix")
    if count > MOST_DETERMINANT_ROWS:
        raise LimitError(f"a symbolic determinant goes up to {MOST_DETERMINANT_ROWS} rows, not {count}")
    tidy = Tidier(Facts(c for row in rows for entry in row for c in conditions(entry)))
    minors: dict[tuple[int, ...], Tree] = {(): ONE}
    # Minors of the last k rows, by the columns they use: each is built from those of k − 1 rows.
    for k in range(1, count + 1):
        row = rows[count - k]
        minors = {columns: _expand(row, columns, minors, tidy) for columns in _subsets(count, k)}
    return _neat(minors[tuple(range(count))], tidy)


def _neat(value: Tree, tidy: Tidier) -> Tree:
    flat = spread(value, tidy)
    candidates = [value, pythagorean(value, tidy), pythagorean(flat, tidy), multiplied_out(value, tidy)]
    return min(candidates, key=size)


def _expand(row: tuple[Tree, ...], columns: tuple[int, ...], minors: dict[tuple[int, ...], Tree], tidy: Tidier) -> Tree:
    terms = []
    for place, column in enumerate(columns):
        entry = row[column]
        if entry == ZERO:
            continue
        rest = columns[:place] + columns[place + 1 :]
        term = multiply(entry, minors[rest])
        terms.append(negative(term) if place % 2 else term)
    return tidy(add(*terms))


def _subsets(count: int, size_: int) -> list[tuple[int, ...]]:
    from itertools import combinations

    return list(combinations(range(count), size_))
