"""mvcalc jacobian: the matrix of partial derivatives, and its determinant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.commands.options import At, Exprs, Numeric, Wrt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.matrices import Partials, Rows
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report

# Beyond this many rows the determinant is left out: as a formula it serves nobody.
_MOST_DETERMINANT_ROWS = 5
# With more variables a Jacobian is a page of formulas that nobody reads: numbers are computed.
_MOST_FORMULAS = 30
# A determinant this small beside its entries is 0 up to rounding.
_SINGULAR = 1e-12


class _Point(NamedTuple):
    """The matrix at a point."""

    point: dict[str, Tree]
    rows: tuple[tuple[float, ...], ...]


def report(reader: Reader, exprs: Exprs, *, wrt: Wrt = None, at: At = None, numeric: Numeric = False) -> Report:
    """The Jacobian of the components."""
    from mvcalc_cli.commands.numeric_choice import numbers

    problem = numbers(reader, exprs, asked=numeric, at=at, wrt=wrt, most=_MOST_FORMULAS)
    if problem is not None:
        from mvcalc_cli.commands import numeric_jacobian

        return numeric_jacobian.report(reader, problem, at, wrt)
    return _formulas(reader, exprs, wrt, at)


def _formulas(reader: Reader, exprs: tuple[str, ...], wrt: str | None, at: str | None) -> Report:
    """The partial derivatives as formulas."""
    from mvcalc_cli.calculus.matrices import jacobian
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.choice import all_variables
    from mvcalc_cli.commands.scalars import entries
    from mvcalc_cli.language.tree import variables, vector
    from mvcalc_cli.report import Line, Matrix, Report

    trees = entries(reader, exprs, "jacobian")
    by = all_variables(reader, trees, wrt)
    found = jacobian(trees, by, reader.kinds)
    check = _checked(reader, trees, by, found.rows) if reader.check else None
    screen.refuse_contradicted(check, "a partial derivative")
    screen.unchecked_note(reader, check)
    here = _at(reader, trees, by, found, at)
    determinant = _determinant(found.rows)
    data: dict[str, object] = {"result": screen.as_rows(found.rows), "wrt": list(by)}
    blocks: list[Block] = [_head(trees, by), Line(), Matrix(found.rows), *screen.excluded_lines(found.excluded)]
    if here is not None:
        blocks += screen.matrix_at(here.point, here.rows)
        data["at"] = {"point": screen.point_data(here.point), "value": [list(row) for row in here.rows]}
    if determinant is not None:
        blocks += _determinant_blocks(determinant, here, len(by))
        data["det"] = _determinant_data(determinant, here)
    data["excluded"] = screen.excluded_data(found.excluded)
    return Report(
        "jacobian",
        blocks=(*blocks, *screen.closing(check)),
        rows=found.rows if here is None else here.rows,
        answer=screen.as_rows(found.rows),
        variables=variables(vector(*trees)),
        inputs=reader.inputs,
        data=data,
        check=check,
        array=None if here is None else here.rows,
    )


def _checked(reader: Reader, trees: tuple[Tree, ...], by: tuple[str, ...], rows: Rows) -> Check | None:
    from mvcalc_cli.calculus.check import check_derivative
    from mvcalc_cli.commands import screen

    return screen.worst(
        check_derivative(tree, partial, name, reader.kinds)
        for tree, row in zip(trees, rows, strict=True)
        for name, partial in zip(by, row, strict=True)
    )


def _at(reader: Reader, trees: tuple[Tree, ...], by: tuple[str, ...], found: Partials, at: str | None) -> _Point | None:
    from mvcalc_cli.commands.choice import point_at
    from mvcalc_cli.commands.values import refuse_kink, values_of
    from mvcalc_cli.language.tree import vector

    if at is None:
        return None
    point = point_at(reader, vector(*trees), by, at)
    flat = values_of(trees, tuple(entry for row in found.rows for entry in row), point)
    for tree, row in zip(trees, found.rows, strict=True):
        for name, entry in zip(by, row, strict=True):
            refuse_kink(tree, entry, name, found.excluded, point)
    return _Point(point, tuple(flat[k : k + len(by)] for k in range(0, len(flat), len(by))))


def _head(trees: tuple[Tree, ...], by: tuple[str, ...]) -> Block:
    """J   for   (r, t) ↦ (r·cos(t), r·sin(t))"""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Span

    spans = [Span(f"   for   ({', '.join(screen.show_name(name) for name in by)}) ↦ (")]
    for place, tree in enumerate(trees):
        spans += [Span(", " * bool(place)), Span(tree)]
    return screen.head("J", *spans, Span(")"))


def _determinant(rows: Rows) -> Tree | None:
    from mvcalc_cli.calculus.matrices import determinant

    square = len(rows) == len(rows[0])
    return determinant(rows) if square and 1 < len(rows) <= _MOST_DETERMINANT_ROWS else None


def _determinant_blocks(determinant: Tree, here: _Point | None, size: int) -> list[Block]:
    from mvcalc_cli.report import Formula, Line, Span

    if here is None:
        return [Line(), Formula(determinant, (Span("det J = "),))]
    value = _value(determinant, here)
    spans = (Span("det J = "), Span(determinant, "answer"), Span("        at the point "), Span(value, "answer"))
    return [Line(), Line((*spans, Span(f"    {meaning(value, here.rows, size)}", "secondary")), indent=2)]


def _value(determinant: Tree, here: _Point) -> float:
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.commands import screen

    return evaluate(determinant, screen.values(here.point))


def meaning(value: float, rows: Sequence[Sequence[float]], size: int) -> str:
    """What the determinant says: how small areas or volumes change."""
    from mvcalc_cli.commands.screen import number_text

    what = {2: "areas", 3: "volumes"}.get(size, f"{size}-dimensional volumes")
    largest = max((abs(entry) for row in rows for entry in row), default=0.0)
    if abs(value) <= _SINGULAR * largest**size:
        return f"small {what} collapse: no inverse here"
    return f"small {what} are scaled ×{number_text(abs(value))}, orientation {'kept' if value > 0 else 'reversed'}"


def _determinant_data(determinant: Tree, here: _Point | None) -> dict[str, object]:
    data: dict[str, object] = {"expression": determinant}
    if here is not None:
        data["value"] = _value(determinant, here)
    return data
