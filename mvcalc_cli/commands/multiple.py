"""The integral over several ranges as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.ranges import Range
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Report


def multiple(reader: Reader, tree: Tree, typed: tuple[Range, ...], *, numeric: bool) -> Report:
    """∫∫ f dy dx: the first range is the outermost, unless its ends use another's variable."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.definite import divergence, note_upside_down, plain_number, value_block, value_row
    from mvcalc_cli.commands.integrals import integral_spans, range_data
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Line, Report, Span
    from mvcalc_cli.symbolic.iterated import MOST_RANGES, iterated, ordered

    if lower(tree).kind == "vector":
        raise InputError("over several ranges integrate needs a scalar", hint="one entry at a time")
    if len(typed) > MOST_RANGES:
        raise InputError(f"{MOST_RANGES} ranges are the most, and here are {len(typed)}", place=typed[-1].place)
    ranges = ordered(typed)
    for one in ranges:
        note_upside_down(reader, one)
    found = iterated(tree, ranges, reader.kinds, numeric=numeric)
    head = Line(integral_spans(tree, ranges))
    if found.outcome != "value":
        word, words = divergence(found)
        blocks = (head, Line(), Line((Span(word, "answer"), Span(f": {words}")), indent=2))
        data: dict[str, object] = {"result": None, "over": range_data(ranges), "method": "none", "reason": words}
        return Report("integrate", blocks, ((word, words),), inputs=reader.inputs, data=data, exit_code=1)
    check = found.check if reader.check else None
    screen.unchecked_note(reader, check)
    data = {
        "result": found.result,
        "value": plain_number(found.value),
        "over": range_data(ranges),
        "method": found.method,
        "converges": True,
        **({} if found.error is None else {"error_estimate": float(found.error)}),
    }
    row = value_row(reader, found)
    return Report(
        "integrate",
        blocks=(head, Line(), value_block(reader, found), *screen.closing(check)),
        rows=(row,),
        answer=found.result,
        variables=() if found.result is None else variables(found.result),
        inputs=reader.inputs,
        data=data,
        quiet=(row[:1],),
        check=check,
    )
