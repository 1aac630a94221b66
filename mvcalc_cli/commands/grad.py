"""mvcalc grad: partial derivatives, steepest ascent, directional derivative, tangent plane."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.commands.options import Along, At, Expr, Numeric, Wrt

if TYPE_CHECKING:
    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.matrices import Partials
    from mvcalc_cli.commands.ascent import Extra
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report, Span

# With more variables a gradient is a page of formulas that nobody reads: numbers are computed.
_MOST_FORMULAS = 50


class _Gradient(NamedTuple):
    """A gradient, and what is known of it at a point (values empty without one)."""

    tree: Tree
    by: tuple[str, ...]
    partials: tuple[Tree, ...]
    point: dict[str, Tree] | None
    values: tuple[float, ...]
    height: float


def report(
    reader: Reader, expr: Expr, *, wrt: Wrt = None, at: At = None, along: Along = None, numeric: Numeric = False
) -> Report:
    """The gradient of one scalar expression."""
    from mvcalc_cli.commands.numeric_choice import numbers

    problem = numbers(reader, (expr,), asked=numeric, at=at, wrt=wrt, most=_MOST_FORMULAS)
    if problem is not None:
        from mvcalc_cli.commands import numeric_gradient

        return numeric_gradient.report(reader, problem, at, wrt, along)
    return _formulas(reader, expr, wrt, at, along)


def _formulas(reader: Reader, expr: str, wrt: str | None, at: str | None, along: str | None) -> Report:
    """The partial derivatives as formulas."""
    from mvcalc_cli.calculus.matrices import gradient
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.ascent import Extra, ascent, tangent
    from mvcalc_cli.commands.choice import all_variables
    from mvcalc_cli.commands.scalars import scalar
    from mvcalc_cli.language.tree import variables, vector
    from mvcalc_cli.report import Report

    tree = scalar(reader, expr, "grad", "mvcalc jacobian")
    by = all_variables(reader, (tree,), wrt)
    found = gradient(tree, by, reader.kinds)
    check = _checked(reader, tree, by, found) if reader.check else None
    screen.refuse_contradicted(check, "a partial derivative")
    screen.unchecked_note(reader, check)
    here = _at(reader, tree, by, found, at)
    point = here.point
    extras = (
        Extra() if point is None else ascent(here.by, here.values),
        _direction(reader, here, along),
        Extra() if point is None else tangent(here.by, here.values, here.height, point),
    )
    rows = (*_rows(here), *(row for extra in extras for row in extra.rows))
    return Report(
        "grad",
        blocks=(
            *_table(here),
            *screen.excluded_lines(found.excluded),
            *(block for extra in extras for block in extra.blocks),
            *screen.closing(check),
        ),
        rows=rows,
        answer=vector(*here.partials),
        variables=variables(tree),
        inputs=reader.inputs,
        data={
            **_data(here),
            "excluded": screen.excluded_data(found.excluded),
            **{key: value for extra in extras for key, value in extra.data},
        },
        quiet=tuple(row[-1:] for row in rows),
        check=check,
        columns=("variable", "partial") if at is None else ("variable", "partial", "value"),
        array=here.values or None,
    )


def _checked(reader: Reader, tree: Tree, by: tuple[str, ...], found: Partials) -> Check | None:
    from mvcalc_cli.calculus.check import check_derivative
    from mvcalc_cli.commands import screen

    pairs = zip(by, found.rows[0], strict=True)
    return screen.worst(check_derivative(tree, partial, name, reader.kinds) for name, partial in pairs)


def _at(reader: Reader, tree: Tree, by: tuple[str, ...], found: Partials, at: str | None) -> _Gradient:
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.choice import point_at
    from mvcalc_cli.commands.values import refuse_kink, values_of

    if at is None:
        return _Gradient(tree, by, found.rows[0], None, (), math.nan)
    point = point_at(reader, tree, by, at)
    values = values_of((tree,), found.rows[0], point)
    for name, partial in zip(by, found.rows[0], strict=True):
        refuse_kink(tree, partial, name, found.excluded, point)
    return _Gradient(tree, by, found.rows[0], point, values, evaluate(tree, screen.values(point)))


def _table(here: _Gradient) -> list[Block]:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Span, Table

    headers: tuple[str, ...] = ("partial", "expression")
    if here.point is not None:
        headers = (*headers, f"at {screen.point_tuple(here.point, tuple(here.point))}")
    rows = []
    for k, (name, partial) in enumerate(zip(here.by, here.partials, strict=True)):
        value = tuple(Span(v, "answer") for v in here.values[k : k + 1])
        shown = Span(partial) if value else Span(partial, "answer")
        rows.append((Span(f"∂f/∂{screen.show_name(name)}", "operator"), shown, *value))
    return [
        screen.function_head("∇f", here.tree, here.by),
        Line(),
        Table(headers, tuple(rows), "llr"[: len(headers)]),
    ]


def _rows(here: _Gradient) -> tuple[tuple[str | float | Tree, ...], ...]:
    return tuple(
        (name, partial, *here.values[k : k + 1])
        for k, (name, partial) in enumerate(zip(here.by, here.partials, strict=True))
    )


def _data(here: _Gradient) -> dict[str, object]:
    from mvcalc_cli.commands import screen

    data: dict[str, object] = {
        "result": [{"variable": n, "expression": p} for n, p in zip(here.by, here.partials, strict=True)],
        "wrt": list(here.by),
    }
    if here.point is not None:
        data["at"] = {"point": screen.point_data(here.point), "value": list(here.values)}
        data["norm"] = math.hypot(*here.values)
    return data


def _direction(reader: Reader, here: _Gradient, along: str | None) -> Extra:
    """The directional derivative ∇f · û."""
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.commands.ascent import Extra
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.language.tree import TWO, add, call, divide, multiply, power
    from mvcalc_cli.report import Formula, Line, Span

    if along is None:
        return Extra()
    direction = reader.vector(along, "--along")
    if len(direction) != len(here.by):
        raise InputError(
            f"--along has {len(direction)} entries for {len(here.by)} variables ({', '.join(here.by)})",
            hint="give one entry for each variable, as in --along 3,4",
        )
    length = tidy(call("sqrt", add(*(power(entry, TWO) for entry in direction))))
    if _is_zero(direction):
        raise InputError("--along is the zero vector, which has no direction", hint="as in --along 3,4")
    slope = tidy(divide(add(*(multiply(e, p) for e, p in zip(direction, here.partials, strict=True))), length))
    head = (Span("along "), *_unit_spans(direction, length), Span("   "))
    if here.point is None:
        blocks: tuple[Block, ...] = (Line(), Formula(slope, head))
        return Extra(blocks, (("along", {"direction": list(direction), "expression": slope}),), (("along", slope),))
    value = _dot(direction, here.values)
    tail = Span("   directional derivative ∇f · û", "secondary")
    return Extra(
        (Line((*head, Span(value, "answer"), tail), indent=2),),
        (("along", {"direction": list(direction), "expression": slope, "value": value}),),
        (("along", slope, value),),
    )


def _is_zero(direction: tuple[Tree, ...]) -> bool:
    from mvcalc_cli.calculus.evaluate import evaluate

    return all(evaluate(entry, {}) == 0 for entry in direction)


def _dot(direction: tuple[Tree, ...], values: tuple[float, ...]) -> float:
    from mvcalc_cli.calculus.evaluate import evaluate

    numbers = [evaluate(entry, {}) for entry in direction]
    return math.fsum(a * b for a, b in zip(numbers, values, strict=True)) / math.hypot(*numbers)


def _unit_spans(direction: tuple[Tree, ...], length: Tree) -> tuple[Span, ...]:
    """(3, 4)/5."""
    from mvcalc_cli.language.tree import ONE
    from mvcalc_cli.report import Span

    spans = [Span("(")]
    for place, entry in enumerate(direction):
        spans += [Span(", " * bool(place)), Span(entry)]
    return (*spans, Span(")")) if length == ONE else (*spans, Span(")/"), Span(length))
