"""mvcalc taylor: the Taylor polynomial about a point, its error with a bound, the linearisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import At, Draw, Expr, Option, Size, Steps, Window, Wrt, YRange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.taylor_polynomial import Taylor
    from mvcalc_cli.commands.comparison import Comparison
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report
    from mvcalc_cli.symbolic.taylor import Order

_ORDER = 5
_ORDER_OF_SEVERAL = 2


def report(
    reader: Reader,
    expr: Expr,
    *,
    about: Annotated[
        str | None,
        Option("--about", metavar="POINT", help="the centre: 0, pi/4, x=1,y=2, x=a", default="0", complete="point"),
    ] = None,
    order: Annotated[
        int | None,
        Option(
            "--order", "-n", metavar="N", help="highest degree kept", minimum=0, maximum=50,
            default="5; 2 for several variables",
        ),
    ] = None,
    wrt: Wrt = None,
    at: At = None,
    steps: Steps = False,
    linear: Annotated[bool, Option("--linear", help="the linearisation: tangent line or plane")] = False,
    plot: Draw = False,
    over: Window = None,
    y_range: YRange = None,
    size: Size = None,
) -> Report:  # fmt: skip
    """The Taylor polynomial of one expression, or of each entry of a vector."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.centres import read_centre

    tree = _expression(reader, expr)
    centre = read_centre(reader, tree, about, wrt)
    degree = _order(order, linear, len(centre))
    if lower(tree).kind == "vector":
        return _of_vector(reader, tree, centre, degree, alone=not (at or steps or plot or over or y_range or size))
    found = _found(reader, tree, centre, degree)
    measured = _measured(reader, found)
    extra: list[Block] = []
    data: dict[str, object] = {}
    if steps:
        from mvcalc_cli.commands.derivations import derivation

        blocks, rows = derivation(found)
        extra += blocks
        data["steps"] = rows
    compared = _compared(reader, found, at)
    if linear:
        from mvcalc_cli.commands.linearisation import estimate

        blocks, entry = estimate(found)
        extra += blocks
        data |= entry
    if compared is not None:
        extra += compared.blocks(reader.digits)
        data["at"] = compared.data()
    if plot or over or y_range or size:
        from mvcalc_cli.commands.overlays import overlay
        from mvcalc_cli.report import Line

        extra += [Line(), overlay(reader, found, over, y_range, size)]
    return _report(reader, found, measured, extra, data, compared=compared, linear=linear)


def _expression(reader: Reader, text: str) -> Tree:
    """A scalar or a vector.

    Raises:
        InputError: For an equation, a condition or a matrix.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.scalars import scalar

    tree = reader.expression(text)
    return tree if lower(tree).kind == "vector" else scalar(reader, text, "taylor")


def _order(order: int | None, linear: bool, variables: int) -> int:
    """The order asked for.

    Raises:
        InputError: If --linear stands beside another order.
    """
    from mvcalc_cli.errors import InputError

    if linear:
        if order not in {None, 1}:
            raise InputError("--linear is order 1", hint="leave out --order, or --linear")
        return 1
    return order if order is not None else _ORDER if variables == 1 else _ORDER_OF_SEVERAL


def _found(reader: Reader, tree: Tree, centre: dict[str, Tree], order: int) -> Taylor:
    """The polynomial, with notes on what a person should know."""
    from mvcalc_cli.calculus.taylor import taylor
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.symbolic.zero import vanishes

    found = taylor(tree, centre, order, vanishes=vanishes)
    if found.continued:
        reader.note(f"{line(tree)} is not defined at {found.where}; this is the series of its continuation there")
    if found.side:
        reader.note(f"{line(tree)} is defined on the {found.side} of the centre alone: derivatives from that side")
    return found


def _measured(reader: Reader, found: Taylor) -> Order | None:
    """The order of the error, measured.

    Raises:
        ContradictedError: If the polynomial is wrong.
    """
    if not reader.check:
        return None
    from mvcalc_cli.commands import screen
    from mvcalc_cli.symbolic.taylor import check_taylor

    measured = check_taylor(found)
    screen.refuse_contradicted(measured.check, "a Taylor polynomial")
    screen.unchecked_note(reader, measured.check)
    return measured


def _compared(reader: Reader, found: Taylor, at: str | None) -> Comparison | None:
    if at is None:
        return None
    from mvcalc_cli.commands.comparison import compare

    return compare(reader, found, at)


def _report(
    reader: Reader,
    found: Taylor,
    measured: Order | None,
    extra: list[Block],
    data: dict[str, object],
    *,
    compared: Comparison | None,
    linear: bool,
) -> Report:
    from mvcalc_cli.calculus.radius import radius
    from mvcalc_cli.commands.polynomials import answer_blocks, closing, head, outside, radius_lines, term_data
    from mvcalc_cli.language.printers import plain
    from mvcalc_cli.language.tree import variables, vector
    from mvcalc_cli.report import Report

    circle = radius(found)
    far = outside(found, circle, compared.point) if compared is not None else ""
    if far and reader.output.format in {"plain", "latex", "python"}:
        reader.note(f"{far} the radius of convergence: more terms make it worse")
    polynomial = found.polynomial
    check = measured.check if measured is not None else None
    shown = {
        "result": polynomial,
        "about": {name: plain(value) for name, value in zip(found.names, found.centre, strict=True)},
        "order": found.order,
        "error_order": float(found.error) if found.error is not None else None,
        "terms": term_data(found),
        "radius": plain(circle) if circle is not None else None,
        "continued": found.continued,
    }
    return Report(
        "taylor",
        blocks=(
            head(found, linear=linear),
            *answer_blocks(found, reader.output.width, ascii=reader.output.ascii, linear=linear),
            *extra,
            *radius_lines(found, circle, far),
            *closing(found, measured),
        ),
        rows=(*_step_rows(reader, data), (polynomial, *(compared.cells() if compared is not None else ()))),
        answer=polynomial,
        variables=variables(vector(found.tree, polynomial)),
        inputs=reader.inputs,
        data={**shown, **data},
        quiet=((polynomial, *(compared.cells() if compared is not None else ())),),
        check=check,
        columns=("polynomial",) if compared is None else ("polynomial", "value", "exact", "error", "bound"),
    )


def _step_rows(reader: Reader, data: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    """In a pipe the steps stand above the answer: n, rule, before, after; in a batch there is room for none."""
    steps = data.get("steps")
    if reader.line is not None or not isinstance(steps, list):
        return ()
    return tuple((str(step["k"]), step["rule"], step["derivative"] or "", step["coefficient"]) for step in steps)


def _of_vector(reader: Reader, tree: Tree, centre: dict[str, Tree], order: int, *, alone: bool) -> Report:
    """Entry by entry; tables and pictures are for one function."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.polynomials import vector_closing, vector_head
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.language.printers import plain
    from mvcalc_cli.language.tree import variables, vector
    from mvcalc_cli.report import Formula, Line, Report

    if not alone:
        raise InputError(
            "--at, --steps and --plot go with one function, and this is a vector", hint="one entry at a time"
        )
    entries = lower(tree).args
    found = [_found(reader, entry, centre, order) for entry in entries]
    checks: list[Check] = [m.check for m in (_measured(reader, each) for each in found) if m is not None]
    answer = vector(*(each.polynomial for each in found))
    worst = screen.worst(checks)
    return Report(
        "taylor",
        blocks=(vector_head(tree, found[0]), Line(), Formula(answer), *vector_closing(worst)),
        rows=((answer,),),
        answer=answer,
        variables=variables(vector(tree, answer)),
        inputs=reader.inputs,
        data={
            "result": answer,
            "about": {name: plain(value) for name, value in centre.items()},
            "order": order,
            "error_order": None,
            "terms": [],
            "radius": None,
            "continued": any(each.continued for each in found),
        },
        check=worst,
    )
