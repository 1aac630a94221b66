"""mvcalc hessian: second partial derivatives, eigenvalues, definiteness, and the kind of a critical point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mvcalc_cli.commands.options import At, Expr, Numeric, Wrt

if TYPE_CHECKING:
    from fractions import Fraction

    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.matrices import Partials, Rows
    from mvcalc_cli.commands.curvature import Curvature
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report

# A gradient this short beside what the Hessian makes of a step as long as the point is 0 up to rounding.
_FLAT = 1e-14
# Up to this size the signs of the eigenvalues of a rational Hessian are counted exactly.
_MOST_EXACT = 10
_MOST_DETERMINANT_ROWS = 4
# With more variables a Hessian is a page of formulas that nobody reads: numbers are computed.
_MOST_FORMULAS = 30


def report(reader: Reader, expr: Expr, *, wrt: Wrt = None, at: At = None, numeric: Numeric = False) -> Report:
    """The Hessian of one scalar expression."""
    from mvcalc_cli.commands.numeric_choice import numbers

    problem = numbers(reader, (expr,), asked=numeric, at=at, wrt=wrt, most=_MOST_FORMULAS)
    if problem is not None:
        from mvcalc_cli.commands import numeric_hessian

        return numeric_hessian.report(reader, problem, at, wrt)
    return _formulas(reader, expr, wrt, at)


def _formulas(reader: Reader, expr: str, wrt: str | None, at: str | None) -> Report:
    """The second derivatives as formulas."""
    from mvcalc_cli.calculus.matrices import hessian
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.choice import all_variables, point_at
    from mvcalc_cli.commands.curvature import curvature_blocks, curvature_data
    from mvcalc_cli.commands.scalars import scalar
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Line, Matrix, Report

    tree = scalar(reader, expr, "hessian", "mvcalc jacobian")
    by = all_variables(reader, (tree,), wrt)
    first, second = hessian(tree, by, reader.kinds)
    check = _checked(reader, tree, by, first, second.rows) if reader.check else None
    screen.refuse_contradicted(check, "a second derivative")
    screen.unchecked_note(reader, check)
    point = point_at(reader, tree, by, at) if at is not None else None
    curvature = _curvature(tree, first.rows[0], second.rows, point)
    if point is not None:
        _refuse_kinks(tree, by, first, second, point)
    blocks: list[Block] = [
        screen.function_head("H", tree, by),
        Line(),
        Matrix(second.rows),
        *screen.excluded_lines(second.excluded),
    ]
    data: dict[str, object] = {"result": screen.as_rows(second.rows), "wrt": list(by), "gradient": list(first.rows[0])}
    if point is not None and curvature is not None:
        blocks += screen.matrix_at(point, curvature.rows)
        data["at"] = {"point": screen.point_data(point), "value": [list(row) for row in curvature.rows]}
    blocks += _determinant(second.rows, data)
    if curvature is not None:
        blocks += curvature_blocks(curvature)
        data |= curvature_data(curvature)
    data["excluded"] = screen.excluded_data(second.excluded)
    return Report(
        "hessian",
        blocks=(*blocks, *screen.closing(check)),
        rows=second.rows if point is None or curvature is None else curvature.rows,
        answer=screen.as_rows(second.rows),
        variables=variables(tree),
        inputs=reader.inputs,
        data=data,
        check=check,
        array=None if point is None or curvature is None else curvature.rows,
    )


def _refuse_kinks(tree: Tree, by: tuple[str, ...], first: Partials, second: Partials, point: dict[str, Tree]) -> None:
    """Neither the function nor its partials may have a kink at the point."""
    from mvcalc_cli.commands.values import refuse_kink

    for name, partial, row in zip(by, first.rows[0], second.rows, strict=True):
        refuse_kink(tree, partial, name, first.excluded, point)
        for other, entry in zip(by, row, strict=True):
            refuse_kink(partial, entry, other, second.excluded, point)


def _checked(reader: Reader, tree: Tree, by: tuple[str, ...], first: Partials, rows: Rows) -> Check | None:
    """The gradient against f, then each row against its partial."""
    from mvcalc_cli.calculus.check import check_derivative
    from mvcalc_cli.commands import screen

    partials = first.rows[0]
    checks = [check_derivative(tree, p, name, reader.kinds) for name, p in zip(by, partials, strict=True)]
    for i, partial in enumerate(partials):
        checks += [check_derivative(partial, rows[i][j], by[j], reader.kinds) for j in range(len(by))]
    return screen.worst(checks)


def _curvature(tree: Tree, partials: tuple[Tree, ...], rows: Rows, point: dict[str, Tree] | None) -> Curvature | None:
    """Numbers at the point, or everywhere if the Hessian is constant; else None."""
    from mvcalc_cli.commands.curvature import Curvature, counted, definiteness
    from mvcalc_cli.commands.screen import as_rows
    from mvcalc_cli.commands.values import values_of
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.numeric.eigenvalues import symmetric_eigenvalues

    if point is None and variables(as_rows(rows)):
        return None
    flat = tuple(entry for row in rows for entry in row)
    slopes = partials if point is not None else ()
    values = values_of((tree,) if point is not None else (), (*flat, *slopes), point or {})
    n = len(rows)
    numbers = tuple(values[k : k + n] for k in range(0, n * n, n))
    eigenvalues = symmetric_eigenvalues(numbers)
    gradient = values[n * n :]
    critical = bool(gradient) and _is_flat(slopes, gradient, numbers, point or {})
    exact = _exactly(flat, point or {})
    signs = counted(eigenvalues) if exact is None or n > _MOST_EXACT else _exact_signs(exact, n)
    return Curvature(numbers, eigenvalues, definiteness(*signs), gradient, critical)


def _exactly(trees: tuple[Tree, ...], point: dict[str, Tree]) -> list[Fraction] | None:
    """The values as fractions, if all are rational."""
    from mvcalc_cli.calculus.signs import signed_value
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.language.tree import as_variable, substitute

    put_in = {as_variable(name): value for name, value in point.items()}
    values = [signed_value(tidy(substitute(tree, put_in))) for tree in trees]
    found = [value for value in values if value is not None]
    return found if len(found) == len(values) else None


def _is_flat(
    slopes: tuple[Tree, ...], gradient: tuple[float, ...], rows: tuple[tuple[float, ...], ...], point: dict[str, Tree]
) -> bool:
    """Is the gradient 0? Exactly, where it is rational; else up to what rounding of the point makes of it."""
    exact = _exactly(slopes, point)
    if exact is not None:
        return not any(exact)
    from mvcalc_cli.commands import screen

    largest = max(abs(entry) for row in rows for entry in row)
    size = max((abs(value) for value in screen.values(point).values()), default=1.0) or 1.0
    return math.hypot(*gradient) <= _FLAT * largest * size


def _exact_signs(flat: list[Fraction], n: int) -> tuple[bool, bool, bool]:
    from mvcalc_cli.numeric.eigenvalues import inertia

    up, zero, down = inertia([flat[k : k + n] for k in range(0, n * n, n)])
    return up > 0, down > 0, zero > 0


def _determinant(rows: Rows, data: dict[str, object]) -> list[Block]:
    from mvcalc_cli.calculus.matrices import determinant
    from mvcalc_cli.report import Formula, Line, Span

    if not 2 <= len(rows) <= _MOST_DETERMINANT_ROWS:
        return []
    value = determinant(rows)
    data["det"] = {"expression": value}
    return [Line(), Formula(value, (Span("det H = "),), "text")]
