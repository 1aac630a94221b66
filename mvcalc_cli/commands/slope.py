"""mvcalc slope: rise over run as the run shrinks, its limit, and the tangent line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, NamedTuple

from mvcalc_cli.commands.options import Draw, Expr, Option, Size, Window, YRange

if TYPE_CHECKING:
    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.slope import Secant, Secants
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.runs import Asked
    from mvcalc_cli.commands.secants import Frame
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report, Span

_KINDS = ("forward", "backward", "central")


class _Found(NamedTuple):
    """The derivative there, and the secants that come to it."""

    asked: Asked
    height: float
    derivative: Tree
    slope: float
    check: Check | None
    secants: Secants


def report(
    reader: Reader,
    expr: Expr,
    *,
    at: Annotated[str | None, Option("--at", metavar="POINT", help="where: 2 or x=2", complete="point")] = None,
    kind: Annotated[
        str, Option("--kind", metavar="KIND", help="forward, backward or central", complete=_KINDS)
    ] = "forward",
    points: Annotated[int, Option("--points", metavar="N", help="rows of the table", minimum=1, maximum=17)] = 5,
    wrt: Annotated[
        str | None,
        Option(
            "--wrt", "-w", metavar="VAR", help="the variable that moves", default="the only one", complete="variables"
        ),
    ] = None,
    plot: Draw = False,
    over: Window = None,
    y_range: YRange = None,
    size: Size = None,
) -> Report:
    """Difference quotients at a point, and what they tend to."""
    asked = _asked(reader, expr, at, kind, wrt)
    found = _found(reader, asked)
    frame = _frame(over, y_range, size) if plot or over or y_range or size else None
    if found is None:
        from mvcalc_cli.commands.kinks import no_derivative

        return no_derivative(reader, asked, points, frame)
    picture: list[Block] = []
    if frame is not None:
        from mvcalc_cli.commands.secants import picture_of
        from mvcalc_cli.report import Line

        picture = [Line(), picture_of(reader, found.asked, found.slope, found.height, frame)]
    return _report(reader, found, points, picture)


def _frame(over: str | None, y_range: str | None, size: str | None) -> Frame:
    """What the options say of the picture."""
    from mvcalc_cli.commands.secants import Frame

    return Frame(over, y_range, size)


def _asked(reader: Reader, expr: str, at: str | None, kind: str, wrt: str | None) -> Asked:
    """Read the question.

    Raises:
        InputError: If the point or the variable is missing, or the kind is none of the three.
    """
    from mvcalc_cli.commands.choice import point_variables
    from mvcalc_cli.commands.runs import Asked
    from mvcalc_cli.commands.scalars import scalar
    from mvcalc_cli.errors import InputError

    if kind not in _KINDS:
        raise InputError(f"there is no kind of slope called {kind}", hint=f"--kind {', '.join(_KINDS)}")
    tree = scalar(reader, expr, "slope")
    if at is None:
        raise InputError("slope needs a point", hint="give one: --at 2")
    by = _variable(reader, tree, wrt)
    return Asked(tree, by, reader.point(at, point_variables(tree, (by,))), kind)


def _variable(reader: Reader, tree: Tree, wrt: str | None) -> str:
    from mvcalc_cli.commands.choice import by_variables
    from mvcalc_cli.errors import InputError

    named = by_variables(reader, tree, wrt, 1)
    if len(named) != 1:
        raise InputError("slope moves one variable", hint=f"--wrt {named[0]}")
    return named[0]


def _found(reader: Reader, asked: Asked) -> _Found | None:
    """The derivative by the rules and its secants; None where the function has no derivative.

    Raises:
        DomainError: If the function itself is undefined there.
    """
    from mvcalc_cli.calculus.check import check_derivative
    from mvcalc_cli.calculus.derivative import differentiate
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.calculus.slope import secants
    from mvcalc_cli.calculus.smooth import has_derivative
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.values import values_of
    from mvcalc_cli.errors import DomainError

    (height,) = values_of((), (asked.tree,), asked.point)
    derived = differentiate(asked.tree, asked.by, reader.kinds)
    check = check_derivative(asked.tree, derived.result, asked.by, reader.kinds) if reader.check else None
    screen.refuse_contradicted(check, "a derivative")
    screen.unchecked_note(reader, check)
    try:
        slope = evaluate(derived.result, asked.floats)
    except DomainError:
        return None
    if not has_derivative(asked.tree, derived.result, asked.by, derived.excluded, asked.floats):
        return None
    kind = _KINDS[_KINDS.index(asked.kind)]
    rows = secants(asked.tree, asked.by, asked.floats, slope, kind)  # type: ignore[arg-type]
    return _Found(asked, height, derived.result, slope, check, rows)


def _report(reader: Reader, found: _Found, points: int, picture: list[Block]) -> Report:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.runs import head
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Line, Report

    shown = found.secants.rows[:points]
    return Report(
        "slope",
        blocks=(
            head(found.asked, found.height),
            Line(),
            _table(found, shown),
            Line(),
            *_limit(found),
            _tangent(found),
            *picture,
            *screen.closing(found.check),
        ),
        rows=((found.slope,),) if reader.line is not None else tuple(_row(row) for row in shown),
        answer=found.derivative,
        variables=variables(found.asked.tree),
        inputs=reader.inputs,
        data=_data(found, shown),
        quiet=((found.slope,),),
        check=found.check,
        columns=("h", "left", "right", "slope", "distance"),
    )


def _table(found: _Found, rows: tuple[Secant, ...]) -> Block:
    from mvcalc_cli.commands.runs import coordinates, number
    from mvcalc_cli.report import Span, Table

    asked = found.asked
    ends = {"forward": (" + h",), "backward": (" − h",), "central": (" − h", " + h")}[asked.kind]
    cells = []
    for row in rows:
        values = {"forward": row.values[1:], "backward": row.values[:1], "central": row.values}[asked.kind]
        slope = Span(number(row.slope), "answer") if row.run else Span("h is lost", "secondary")
        distance = Span(_short(row.distance))
        cells.append((Span(number(row.h)), *(Span(number(v)) for v in values), slope, distance))
    headers = ("run  h", *(f"f({coordinates(asked, end)})" for end in ends), "rise / run", "distance to limit")
    return Table(headers, tuple(cells), "r" * len(headers))


def _short(distance: float) -> str:
    return "" if math.isnan(distance) else f"{distance:.1e}"


def _limit(found: _Found) -> list[Block]:
    """What the slopes tend to, how fast, and where rounding ends it."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.runs import coordinates
    from mvcalc_cli.report import Line, Span

    asked = found.asked
    prime = "f′" if len(asked.point) == 1 else f"∂f/∂{screen.show_name(asked.by)}"
    of = f"({', '.join(screen.show_name(name) for name in asked.point)})"
    law = (Span(f"      {prime}{of} = ", "secondary"), Span(found.derivative, "secondary"))
    value = Span(f", {prime}({coordinates(asked)}) = ", "secondary"), Span(found.slope, "secondary")
    blocks: list[Block] = [
        Line((Span("as h → 0 the slope tends to "), Span(found.slope, "answer"), *law, *value), indent=2)
    ]
    return [*blocks, *(Line((Span(text, "secondary"),), indent=2) for text in _speed(found))]


def _speed(found: _Found) -> list[str]:
    """The observed order, and where rounding takes over, in words."""
    secants = found.secants
    if _is_exact(found):
        return ["every run gives this slope, but for rounding"]
    if secants.hidden:
        return ["rounding hides how the slopes come to it: the values of f have 16 digits, and their difference few"]
    lines = []
    if secants.order is not None:
        seen = f"{secants.order_at:.0e}".replace("e-0", "e-")
        lines.append(
            f"the distance falls like {_power(secants.order)}   (observed order {secants.order:.2f} at h = {seen})"
        )
    if secants.rounding is not None:
        lines.append(_rounding_text(secants))
    return lines


def _is_exact(found: _Found) -> bool:
    """A straight line has one slope; the central quotients of a parabola are exact as well."""
    from mvcalc_cli.calculus.derivative import differentiate
    from mvcalc_cli.language.tree import ZERO

    bend = differentiate(found.derivative, found.asked.by).result
    if found.asked.kind == "central":
        bend = differentiate(bend, found.asked.by).result
    return bend == ZERO


def _power(order: float) -> str:
    from mvcalc_cli.commands.screen import superscript

    whole = round(order)
    return f"h{superscript(whole)}" if abs(order - whole) < 0.05 and whole > 0 else f"h^{order:.2f}"


def _rounding_text(secants: Secants) -> str:
    """Below h ≈ 1e−8 rounding takes over, and why."""
    rounding = secants.rounding
    assert rounding is not None
    run = f"{rounding.h:.0e}".replace("e-0", "e-")
    reason = "the two values differ in their last digits only, and these are rounded"
    if rounding.shared_digits > 1:
        reason = f"the two values share {rounding.shared_digits} of 16 digits, which their difference loses"
    return f"below h ≈ {run} rounding takes over: {reason}"


def _tangent(found: _Found) -> Block:
    """tangent line   y = 12x − 16, exact where it is rational."""
    from mvcalc_cli.report import Line, Span

    return Line((Span("tangent line   "), *_tangent_spans(found)), indent=2)


def _tangent_spans(found: _Found) -> tuple[Span, ...]:
    from mvcalc_cli.commands.secants import exact_tangent, tangent_text
    from mvcalc_cli.report import Span

    asked = found.asked
    exact = exact_tangent(asked.tree, found.derivative, asked.by, asked.point)
    name = "z" if len(asked.point) > 1 or "y" in asked.point else "y"
    if exact is not None:
        return Span(f"{name} = "), Span(exact, "answer")
    at = asked.floats[asked.by]
    return (Span(f"{name} = "), Span(tangent_text(found.slope, found.height - found.slope * at, asked.by), "answer"))


def _row(row: Secant) -> tuple[float, ...]:
    """h, f at the moved end or both ends, the slope, and the distance to the limit."""
    return (row.h, *row.values, row.slope, row.distance)


def _data(found: _Found, rows: tuple[Secant, ...]) -> dict[str, object]:
    from mvcalc_cli.commands import screen

    secants, rounding = found.secants, found.secants.rounding
    return {
        "result": found.derivative,
        "wrt": found.asked.by,
        "at": {"point": screen.point_data(found.asked.point), "value": found.height},
        "kind": found.asked.kind,
        "secants": [_secant_data(row) for row in rows],
        "limit": found.slope,
        "tangent": {
            "slope": found.slope,
            "intercept": found.height - found.slope * found.asked.floats[found.asked.by],
        },
        "order": secants.order,
        "rounding": None if rounding is None else {"h": rounding.h, "distance": rounding.distance},
    }


def _secant_data(row: Secant) -> dict[str, object]:
    """nan has no JSON form: a slope that does not exist is null."""
    numbers = {"h": row.h, "left": row.values[0], "right": row.values[1], "slope": row.slope, "distance": row.distance}
    return {name: None if math.isnan(value) else value for name, value in numbers.items()}
