"""mvcalc hessian: second partial derivatives, eigenvalues, definiteness, and the kind of a critical point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.commands.options import At, Expr, Wrt

if TYPE_CHECKING:
    from fractions import Fraction

    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.matrices import Partials, Rows
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report

# An eigenvalue this small beside the greatest is 0 up to rounding: it decides nothing.
_ZERO = 1e-9
# A gradient this short beside what the Hessian makes of a step as long as the point is 0 up to rounding.
_FLAT = 1e-14
# Up to this size the signs of the eigenvalues of a rational Hessian are counted exactly.
_MOST_EXACT = 10
_MOST_DETERMINANT_ROWS = 4


class _Curvature(NamedTuple):
    """The Hessian as numbers: its eigenvalues, and what they say.

    `gradient` is empty where no point is given (a constant Hessian needs none).
    """

    rows: tuple[tuple[float, ...], ...]
    eigenvalues: tuple[float, ...]
    definiteness: str
    gradient: tuple[float, ...]
    critical: bool


_BOWL = {
    "positive definite": "curves up in every direction, like a bowl",
    "negative definite": "curves down in every direction, like a dome",
    "indefinite": "up in some directions, down in others, like a saddle",
    "positive semidefinite": "an eigenvalue is 0: no verdict",
    "negative semidefinite": "an eigenvalue is 0: no verdict",
    "zero": "all eigenvalues are 0: no verdict",
}
_KINDS = {"positive definite": "minimum", "negative definite": "maximum", "indefinite": "saddle"}
_MARKS = {"minimum": "▾", "maximum": "▴", "saddle": "✕"}


def report(reader: Reader, expr: Expr, *, wrt: Wrt = None, at: At = None) -> Report:
    """The Hessian of one scalar expression."""
    from mvcalc_cli.calculus.matrices import hessian
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.choice import all_variables, point_at
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
        blocks += _curvature_blocks(curvature)
        data |= _curvature_data(curvature)
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


def _curvature(tree: Tree, partials: tuple[Tree, ...], rows: Rows, point: dict[str, Tree] | None) -> _Curvature | None:
    """Numbers at the point, or everywhere if the Hessian is constant; else None."""
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
    signs = _counted(eigenvalues) if exact is None or n > _MOST_EXACT else _exact_signs(exact, n)
    return _Curvature(numbers, eigenvalues, _definiteness(*signs), gradient, critical)


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


def _counted(eigenvalues: tuple[float, ...]) -> tuple[bool, bool, bool]:
    """Are there positive, negative, and zero ones, up to rounding?"""
    size = _ZERO * max(map(abs, eigenvalues))
    up, down = any(v > size for v in eigenvalues), any(v < -size for v in eigenvalues)
    return up, down, any(abs(v) <= size for v in eigenvalues)


def _definiteness(up: bool, down: bool, flat: bool) -> str:
    """The word for the signs of the eigenvalues."""
    if up and down:
        return "indefinite"
    if not up and not down:
        return "zero"
    return f"{'positive' if up else 'negative'} {'semidefinite' if flat else 'definite'}"


def _determinant(rows: Rows, data: dict[str, object]) -> list[Block]:
    from mvcalc_cli.calculus.matrices import determinant
    from mvcalc_cli.report import Formula, Line, Span

    if not 2 <= len(rows) <= _MOST_DETERMINANT_ROWS:
        return []
    value = determinant(rows)
    data["det"] = {"expression": value}
    return [Line(), Formula(value, (Span("det H = "),), "text")]


def _curvature_blocks(found: _Curvature) -> list[Block]:
    from mvcalc_cli.report import Line, Span

    numbers: list[Span] = []
    for place, value in enumerate(found.eigenvalues):
        numbers += [Span(", " * bool(place)), Span(value, "answer")]
    blocks: list[Block] = [
        Line((Span("eigenvalues "), *numbers), indent=2),
        Line((Span(found.definiteness, "rule"), Span(f"   {_BOWL[found.definiteness]}", "secondary")), indent=2),
    ]
    if not found.gradient:
        return blocks
    return [*blocks, Line(), _critical_line(found)]


def _critical_line(found: _Curvature) -> Block:
    """What the point is: critical, and of which kind, or not critical."""
    from mvcalc_cli.report import Line, Span

    if not found.critical:
        norm = math.hypot(*found.gradient)
        return Line((Span("not a critical point: |∇f| = "), Span(norm, "answer")), indent=2)
    kind = _KINDS.get(found.definiteness)
    if kind is None:
        words = " critical point, but the Hessian cannot tell its kind: an eigenvalue is 0"
        return Line((Span("·", "point"), Span(words)), indent=2)
    return Line(
        (Span(f"{_MARKS[kind]} ", "point"), Span(kind, "answer"), Span("   ∇f = 0 here", "secondary")), indent=2
    )


def _curvature_data(found: _Curvature) -> dict[str, object]:
    data: dict[str, object] = {"eigenvalues": list(found.eigenvalues), "definiteness": found.definiteness}
    if found.gradient:
        data["gradient_value"] = list(found.gradient)
        data["critical"] = found.critical
        data["kind"] = _KINDS.get(found.definiteness) if found.critical else None
    return data
