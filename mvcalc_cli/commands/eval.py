"""mvcalc eval: values at a point or in a table, exact where they are rational, to many digits on request."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import At, Exprs, Option
from mvcalc_cli.errors import DomainError, InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report, Span

_MOST_ROWS = 100_000
# What a float is good for; more digits than this are computed as such.
_FLOAT_DIGITS = 15
_SCALAR_KINDS = frozenset({"vector", "matrix"})


def report(
    reader: Reader,
    exprs: Exprs,
    *,
    at: At = None,
    table: Annotated[
        str | None, Option("--table", metavar="RANGE", help="a table of values, e.g. x=0..1", complete="point")
    ] = None,
    points: Annotated[int, Option("--points", metavar="N", help="rows of the table", minimum=1)] = 11,
) -> Report:
    """The value of each expression, or a table of all of them."""
    from mvcalc_cli.commands.several import together

    trees = [reader.expression(text) for text in exprs]
    if table is not None:
        return _table(reader, trees, table, points, at)
    return together("eval", [_one(reader, tree, at) for tree in trees], reader.inputs)


def _one(reader: Reader, tree: Tree, at: str | None) -> Report:
    """The value of one expression."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Line, Report, Span

    point = _point(reader, tree, at)
    opened = lower(tree)
    where = (Span("   at "), *screen.point_spans(point)) if point else ()
    head: list[Block] = [Line((Span(tree), *where)), Line()]
    exact = _exact(opened, point)
    data: dict[str, object] = {}
    if opened.kind in _SCALAR_KINDS:
        blocks, rows, value = _array(opened, point)
    else:
        blocks, rows, value = _number(reader, tree, opened, point, exact)
    if exact is not None:
        data["result"] = exact
    data["at"] = {"point": screen.point_data(point), "value": value}
    return Report(
        "eval",
        blocks=(*head, *blocks),
        rows=rows,
        answer=exact if exact is not None else tree,
        variables=() if exact is not None else variables(tree),
        inputs=reader.inputs,
        data=data,
    )


def _point(reader: Reader, tree: Tree, at: str | None) -> dict[str, Tree]:
    """The point of --at; an expression without variables needs none.

    Raises:
        InputError: If a variable has no value.
    """
    from mvcalc_cli.language.tree import variables

    names = variables(tree)
    if at is not None:
        return reader.point(at, names)
    if names:
        example = ",".join(f"{name}=1" for name in names[:4])
        raise InputError(
            f"{' and '.join(names[:4])} {'has' if len(names) == 1 else 'have'} no value",
            hint=f"give it: --at {example}",
        )
    return {}


def _exact(tree: Tree, point: Mapping[str, Tree]) -> Tree | None:
    """The value as a number if it is rational and short: 1/3 + 1/4 is 7/12."""
    from mvcalc_cli.calculus.signs import signed_value
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.language.tree import as_variable, substitute

    put_in = tidy(substitute(tree, {as_variable(name): value for name, value in point.items()}))
    return put_in if signed_value(put_in) is not None else None


def _number(
    reader: Reader, tree: Tree, opened: Tree, point: Mapping[str, Tree], exact: Tree | None
) -> tuple[list[Block], tuple[tuple[str | float | Tree, ...], ...], object]:
    """One value: real, complex, a truth value, or to many digits."""
    from mvcalc_cli.report import Line, Span

    if reader.digits is not None and reader.digits > _FLOAT_DIGITS:
        from mvcalc_cli.symbolic.decimals import many_digits

        text = many_digits(opened, point, reader.digits)
        return [Line((Span(text, "answer"),), indent=2)], ((text,),), text
    if reader.complex or is_complex(opened):
        return _complex(tree, opened, point)
    value = _real(reader, tree, opened, point)
    if exact is not None:
        value = _nearest(exact, value)
    if opened.kind in {"relation", "logic", "boolean"}:
        word = "true" if value else "false"
        return [Line((Span(word, "answer"),), indent=2)], ((word,),), bool(value)
    spans = [Span(value, "answer")] if exact is None or reader.digits else [Span(exact, "answer")]
    if exact is not None and _needs_decimals(exact):
        spans = [Span(exact, "answer"), Span("   ≈ ", "secondary"), Span(value)]
    return [Line(tuple(spans), indent=2)], ((value,),), value


def _needs_decimals(exact: Tree) -> bool:
    """7/12 has its decimals beside it; −4 and 0.3 have not."""
    from mvcalc_cli.calculus.signs import signed_value
    from mvcalc_cli.language.tree import Decimal

    fraction = signed_value(exact)
    number = exact.args[0] if exact.kind == "negative" else exact
    return fraction is not None and fraction.denominator != 1 and not isinstance(number.value, Decimal)


def _nearest(exact: Tree, value: float) -> float:
    """The double nearest to an exact value: 7/12, where adding 1/3 and 1/4 as floats is one unit off."""
    from mvcalc_cli.calculus.signs import signed_value

    fraction = signed_value(exact)
    if fraction is None or isinstance(value, bool):
        return value
    try:
        return float(fraction)
    except OverflowError:
        return value


def is_complex(tree: Tree) -> bool:
    """Does the imaginary unit stand in it?"""
    from mvcalc_cli.language.tree import I, postorder

    return any(node == I for node in postorder(tree))


def _real(reader: Reader, tree: Tree, opened: Tree, point: Mapping[str, Tree]) -> float:
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.commands import screen

    try:
        return evaluate(opened, screen.values(point), text=reader.typed(tree))
    except DomainError as error:
        raise screen.undefined_at(error, tree, point) from error


def _complex(
    tree: Tree, opened: Tree, point: Mapping[str, Tree]
) -> tuple[list[Block], tuple[tuple[str | float | Tree, ...], ...], object]:
    from mvcalc_cli.calculus.evaluate import evaluate_complex
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line

    try:
        coordinates = {name: evaluate_complex(value, {}) for name, value in point.items()}
        value = evaluate_complex(opened, coordinates)
    except DomainError as error:
        raise screen.undefined_at(error, tree, point) from error
    return [Line(_complex_spans(value), indent=2)], ((complex_text(value),),), {"re": value.real, "im": value.imag}


def _complex_spans(value: complex) -> tuple[Span, ...]:
    from mvcalc_cli.report import Span

    sign = " − " if value.imag < 0 else " + "
    return (Span(value.real, "answer"), Span(sign), Span(abs(value.imag), "answer"), Span("·i"))


def complex_text(value: complex) -> str:
    """1.0 + 1.7320508075688772*i, as mvcalc reads it back."""
    sign = "-" if value.imag < 0 else "+"
    return f"{value.real!r} {sign} {abs(value.imag)!r}*i"


def _array(
    opened: Tree, point: Mapping[str, Tree]
) -> tuple[list[Block], tuple[tuple[str | float | Tree, ...], ...], object]:
    """A vector or matrix, entry by entry."""
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Matrix

    coordinates = screen.values(point)
    lines = opened.args if opened.kind == "matrix" else (opened,)
    try:
        rows = tuple(tuple(evaluate(entry, coordinates) for entry in line.args) for line in lines)
    except DomainError as error:
        raise screen.undefined_at(error, opened, point) from error
    value: object = [list(row) for row in rows] if opened.kind == "matrix" else list(rows[0])
    return [Matrix(rows)], rows, value


def _table(reader: Reader, trees: list[Tree], table: str, points: int, at: str | None) -> Report:
    """A column for the variable, then one for each expression."""
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.ranges import parse_range
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import variables, vector
    from mvcalc_cli.report import Report

    if points > _MOST_ROWS:
        raise LimitError(f"a table has {_MOST_ROWS:,} rows at most, not {points:,}")
    name, low, high = parse_range(table, reader)
    others = tuple(v for v in variables(vector(*trees)) if v != name)
    fixed = reader.point(at, others) if at is not None else _no_others(others)
    coordinates = screen.values(fixed)
    start, stop = evaluate(low, {}), evaluate(high, {})
    rows: list[tuple[float, ...]] = []
    problems: list[str] = []
    for k in range(points):
        x = stop if k == points - 1 > 0 else start + (stop - start) * k / max(points - 1, 1)
        rows.append((x, *(_cell(tree, {**coordinates, name: x}, name, x, problems) for tree in trees)))
    headers = (screen.show_name(name), *(line(tree) for tree in trees))
    return Report(
        "eval",
        blocks=_table_blocks(trees, headers, rows, fixed),
        rows=tuple(rows),
        answer=vector(*trees) if len(trees) > 1 else trees[0],
        variables=variables(vector(*trees)),
        inputs=reader.inputs,
        data={"columns": list(headers), "table": [list(row) for row in rows]},
        warnings=tuple(problems[:3]) + ((f"and {len(problems) - 3} more",) if len(problems) > 3 else ()),
    )


def _no_others(others: tuple[str, ...]) -> dict[str, Tree]:
    if others:
        raise InputError(
            f"{' and '.join(others)} {'has' if len(others) == 1 else 'have'} no value",
            hint=f"give it: --at {','.join(f'{name}=1' for name in others)}",
        )
    return {}


def _cell(tree: Tree, point: Mapping[str, float], name: str, x: float, problems: list[str]) -> float:
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.calculus.lower import lower

    try:
        return float(evaluate(lower(tree), point))
    except DomainError as error:
        problems.append(f"undefined at {name} = {x:.6g}: {error.message}")
        return float("nan")


def _table_blocks(
    trees: list[Tree], headers: tuple[str, ...], rows: list[tuple[float, ...]], fixed: Mapping[str, Tree]
) -> tuple[Block, ...]:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.render.numbers import minus
    from mvcalc_cli.report import Line, Span, Table

    head: list[Span] = []
    for place, tree in enumerate(trees):
        head += [Span(", " * bool(place)), Span(tree)]
    where = (Span("   at "), *screen.point_spans(fixed)) if fixed else ()
    cells = tuple(
        (
            Span(minus(f"{row[0]:.6g}")),
            *(Span("undefined", "secondary") if math.isnan(v) else Span(v, "answer") for v in row[1:]),
        )
        for row in rows
    )
    short = headers if sum(map(len, headers)) < 60 else (headers[0], *(f"f{k}" for k in range(1, len(headers))))
    return (Line((*head, *where)), Line(), Table(short, cells, "r" * len(headers)))
