"""Values at a point, judged on the expression as it was typed."""

from __future__ import annotations

from collections.abc import Mapping

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.calculus.steps import conditions_text
from mvcalc_cli.errors import DomainError
from mvcalc_cli.language.tree import Tree, relation

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
        raise screen.undefined_at(error, tree, point, existence(typed, results)) from error


def refuse_kink(
    function: Tree, derivative: Tree, by: str, excluded: tuple[Tree, ...], point: Mapping[str, Tree]
) -> None:
    """No value is given where the function has no derivative.

    Raises:
        DomainError: If the point is a kink or a jump.
    """
    from mvcalc_cli.calculus.smooth import has_derivative
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.printers import line

    if not excluded or derivative.kind in {"vector", "matrix"}:
        return
    if not has_derivative(function, derivative, by, excluded, screen.values(point)):
        where = ", ".join(f"{screen.show_name(name)} = {line(value)}" for name, value in point.items())
        texts = ",  ".join(conditions_text(condition) for condition in excluded)
        raise DomainError(
            f"{line(function)} has no derivative by {screen.show_name(by)} at {where}: it has a kink or a jump there",
            hint=f"there is one where {texts}",
        )


def _joined(found: list[Tree]) -> list[Tree]:
    """x ≥ 0 and √x ≠ 0 together are x > 0."""
    known = Facts(found)
    strict = [relation(">", *c.args) if c.value == ">=" and known.implies(relation(">", *c.args)) else c for c in found]
    kept: list[Tree] = []
    for condition in sorted(strict, key=lambda c: c.value != ">"):
        if not Facts(kept).implies(condition):
            kept.append(condition)
    return kept


def existence(typed: tuple[Tree, ...], results: tuple[Tree, ...]) -> str | None:
    """Where functions and their derivatives exist: "it exists where x·y > 0"."""
    from mvcalc_cli.calculus.domain import conditions

    found: list[Tree] = []
    for condition in (c for tree in (*typed, *results) for c in conditions(tree)):
        if not Facts(found).implies(condition):
            found.append(condition)
    texts = [conditions_text(condition) for condition in _joined(found)[:3]]
    return f"it exists where {' and '.join(texts)}" if texts else None
