"""Values at a point, judged on the expression as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.errors import DomainError

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree


Value = float | list[float] | list[list[float]]


def value_of(typed: Tree, result: Tree, point: Mapping[str, Tree]) -> Value:
    """The value of a derivative: the typed function must be defined there as well.

    A vector has a list of values, a matrix a list of rows.

    Raises:
        DomainError: With the part that is undefined, the point, and where it would be defined.
    """
    opened = lower(typed)
    parts = opened.args if opened.kind == "vector" else (typed,)
    if result.kind == "matrix":
        rows = [row.args for row in result.args]
        return [list(values_of(parts if opened.kind != "matrix" else (), row, point)) for row in rows]
    if result.kind == "vector":
        return list(values_of(parts, result.args, point))
    return values_of(parts, (result,), point)[0]


def values_of(typed: tuple[Tree, ...], results: tuple[Tree, ...], point: Mapping[str, Tree]) -> tuple[float, ...]:
    """The values of several derivatives at one point; see `value_of`."""
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.commands import screen

    coordinates = screen.values(point)
    tree = (*typed, *results)[0]
    try:
        for tree in typed:
            evaluate(lower(tree), coordinates)
        return tuple(evaluate(tree := result, coordinates) for result in results)
    except DomainError as error:
        raise screen.undefined_at(error, tree, point, _hint(typed, results)) from error


def _hint(typed: tuple[Tree, ...], results: tuple[Tree, ...]) -> str | None:
    """f and f′ exist where x·y > 0."""
    from mvcalc_cli.calculus.domain import conditions
    from mvcalc_cli.calculus.signs import Facts
    from mvcalc_cli.calculus.steps import conditions_text

    found: list[Tree] = []
    for condition in (c for tree in (*typed, *results) for c in conditions(tree)):
        if not Facts(found).implies(condition):
            found.append(condition)
    texts = [conditions_text(condition) for condition in found[:3]]
    return f"it exists where {' and '.join(texts)}" if texts else None
