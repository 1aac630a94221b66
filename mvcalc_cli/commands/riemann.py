"""A Riemann sum as a report: the sum, the integral beside it, the order of the error, a picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mvcalc_cli.errors import ContradictedError, DomainError, InputError

if TYPE_CHECKING:
    from mvcalc_cli.calculus.riemann import Strips, Sum
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.ranges import Range
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report
    from mvcalc_cli.symbolic.definite import Definite

_WORDS = {
    "left": "rectangles, heights at their left ends",
    "right": "rectangles, heights at their right ends",
    "mid": "rectangles, heights at their midpoints",
    "trapezium": "trapezia",
    "simpson": "parabolas (Simpson's rule)",
}
# For the exact value beside the sum.
_SECONDS = 3.0


def riemann_sum(
    reader: Reader,
    tree: Tree,
    over: Range,
    *,
    terms: int,
    kind: str,
    looks: tuple[str | None, str | None],
    numeric: bool,
) -> Report:
    """The sum of n terms, and of twice and four times as many."""
    from mvcalc_cli.calculus.riemann import Strips, refined
    from mvcalc_cli.commands.definite import note_upside_down
    from mvcalc_cli.commands.integrals import integral_spans, range_data
    from mvcalc_cli.report import Line, Report, Span

    strips = Strips(tree, over.name, *_ends(tree, over), terms, kind)
    note_upside_down(reader, over)
    integral = _integral(reader, tree, over, numeric=numeric)
    value = math.nan if integral is None else float(integral.value)
    sums = refined(strips, value)
    by = Span(f"   by {terms:,} {_WORDS[kind] if terms != 1 else _single(kind)}")
    batch = reader.line is not None
    rows = tuple(_row(one) for one in (sums[:1] if batch else sums))
    return Report(
        "integrate",
        blocks=(
            Line((*integral_spans(tree, (over,)), by)),
            Line(),
            _table(sums),
            *_integral_line(reader, integral),
            *(() if batch else _picture(reader, over, strips, looks)),
        ),
        rows=rows,
        inputs=reader.inputs,
        data={
            "result": None if integral is None else integral.result,
            "value": None if integral is None else value,
            "over": range_data((over,)),
            "method": "riemann",
            "kind": kind,
            "riemann": [_data(one) for one in sums],
        },
        quiet=((sums[0].value,),),
        check=None if integral is None else integral.check,
    )


def _single(kind: str) -> str:
    return _WORDS[kind].replace("rectangles", "rectangle").replace("trapezia", "trapezium").replace("their", "its")


def _ends(tree: Tree, over: Range) -> tuple[float, float]:
    """Both ends as floats.

    Raises:
        InputError: If an end is infinite, or other variables have no value.
    """
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.language.tree import variables

    letters = sorted({*variables(tree), *variables(over.low), *variables(over.high)} - {over.name})
    if letters:
        raise InputError(f"a sum needs numbers, and {letters[0]} has no value", hint=f"give it: --let {letters[0]}=2")
    try:
        low, high = evaluate(over.low, {}), evaluate(over.high, {})
    except DomainError as error:
        raise InputError(f"an end of this range has no value: {error.message}", place=over.place) from error
    if not (math.isfinite(low) and math.isfinite(high)):
        raise InputError(
            "a Riemann sum needs a finite range: infinitely many strips have no common width",
            hint="without --riemann the integral itself",
            place=over.place,
        )
    if low == high:
        raise InputError("this range is empty: both ends are the same", place=over.place)
    return low, high


def _integral(reader: Reader, tree: Tree, over: Range, *, numeric: bool) -> Definite | None:
    """The integral itself, exact if it can be; None where it has no value."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.symbolic.definite import by_measuring, definite

    opened = lower(tree)
    try:
        if not numeric:
            found = definite(opened, over.name, over.low, over.high, reader.kinds, seconds=_SECONDS)
        else:
            found = by_measuring(opened, over.name, over.low, over.high)
    except ContradictedError:
        found = by_measuring(opened, over.name, over.low, over.high)
    except DomainError:
        return None
    if found.outcome != "value":
        reader.note(f"the integral itself has no value: {found.reason or 'it diverges'}")
        return None
    return found


def _table(sums: list[Sum]) -> Block:
    from mvcalc_cli.report import Span, Table

    known = not math.isnan(sums[0].error)
    headers = ("terms", "sum", "sum − integral", "order") if known else ("terms", "sum")
    rows = []
    for one in sums:
        order = "" if math.isnan(one.order) else f"{one.order:.2f}"
        cells = (Span(f"{one.terms:,}"), Span(one.value, "answer"))
        rows.append((*cells, Span(_signed(one.error), "rule"), Span(order)) if known else cells)
    return Table(headers, tuple(rows), "r" * len(headers))


def _signed(error: float) -> str:
    from mvcalc_cli.render.numbers import minus

    return "0" if error == 0 else minus(f"{error:+.2e}")


def _integral_line(reader: Reader, integral: Definite | None) -> list[Block]:
    from mvcalc_cli.commands.definite import value_block
    from mvcalc_cli.report import Line, Span

    if integral is None:
        return []
    block = value_block(reader, integral)
    spans = block.spans if isinstance(block, Line) else ()
    return [Line(), Line((Span("the integral   ", "secondary"), *spans), indent=2)]


def _row(one: Sum) -> tuple[str | float, ...]:
    """Terms TAB sum TAB error TAB order, as far as they are known."""
    cells: list[str | float] = [str(one.terms), one.value]
    if not math.isnan(one.error):
        cells.append(one.error)
    if not math.isnan(one.order):
        cells.append(one.order)
    return tuple(cells)


def _data(one: Sum) -> dict[str, object]:
    found: dict[str, object] = {"terms": one.terms, "sum": one.value}
    if not math.isnan(one.error):
        found["error"] = one.error
    if not math.isnan(one.order):
        found["order"] = one.order
    return found


def _picture(reader: Reader, over: Range, strips: Strips, looks: tuple[str | None, str | None]) -> tuple[Block, ...]:
    """The terms under the curve, where they are few enough to be seen."""
    from mvcalc_cli.calculus.riemann import outlines
    from mvcalc_cli.commands.areas import MOST_DRAWN, framed_picture
    from mvcalc_cli.plotting.plot import Areas

    if strips.terms > MOST_DRAWN:
        return ()
    areas = Areas(outlines(strips), f"{strips.terms} terms")
    return framed_picture(reader, strips.tree, over, areas, looks)
