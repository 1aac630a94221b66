"""The terminal screen: every block of a Report as lines of styled text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.language.tree import size
from mvcalc_cli.render.matrix import matrix_rows
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.segments import (
    Row,
    Segment,
    columns,
    fill,
    formula,
    indented,
    pad,
    row_width,
    segments,
    words,
)
from mvcalc_cli.render.table import table_rows
from mvcalc_cli.report import Cell, Formula, Line, Matrix, Next, Picture, Report, Span, StepBlock, Table, Verdict

_RULE_AT: Final = 5  # "  1  product rule"
_RULE_WIDTH: Final = 20
_FORMULA_WIDTH: Final = 28
# Lines that a picture leaves room for anyway, and the height below which a terminal's picture does not shrink.
_BESIDE: Final = 4
_LOWEST: Final = 17
_LOWEST_WITH_PANEL: Final = 23
_LEAST_ROOM: Final = 24  # beside its lead, a long formula needs this; else it starts on the next line


def screen(report: Report, output: Output) -> list[Row]:
    """The whole screen of a report; with `quiet` the answer alone."""
    if output.quiet:
        return _quiet(report.rows if report.quiet is None else report.quiet, output)
    pictures = [block for block in report.blocks if isinstance(block, Picture)]
    shown = [None if isinstance(block, Picture) else _BLOCKS[type(block)](block, output) for block in report.blocks]
    beside = sum(len(rows) for rows in shown if rows is not None)
    small = _with_room(output, beside, pictures[0]) if len(pictures) == 1 else output
    lines: list[Row] = []
    for block, rows in zip(report.blocks, shown, strict=True):
        lines += _BLOCKS[type(block)](block, small) if rows is None else rows
    if output.verbose and report.check is not None:
        lines += fill(((_how_checked(report.check), "secondary"),), output.width, indent=2)
    return lines


def _with_room(output: Output, beside: int, picture: Picture) -> Output:
    """A lower terminal for a picture under a table: the first lines of the screen should not scroll away."""
    lower = output.height - max(0, beside - _BESIDE)
    lowest = _LOWEST_WITH_PANEL if picture.plot.panel else _LOWEST
    return output._replace(height=max(lower, min(output.height, lowest)))


def _quiet(rows: tuple[tuple[Cell, ...], ...], output: Output) -> list[Row]:
    """Rows of cells in the terminal's notation."""
    spans = tuple(tuple(Span(cell) for cell in row) for row in rows)
    return table_rows(Table((), spans, "", indent=0), output)


def _how_checked(check: Check) -> str:
    if check.verdict == "unchecked":
        return "could not be checked: too few points where it is real, finite and smooth"
    found = f", largest difference {check.error:.1e}" if check.error is not None else ""
    return f"checked by {check.method} at {check.points} points{found}"


def _line(block: Line, output: Output) -> list[Row]:
    return fill(segments(block.spans, output), output.width, indent=block.indent)


def _formula(block: Formula, output: Output) -> list[Row]:
    """One line where it fits, else broken before + and −, shared parts named beneath."""
    lead = segments(block.lead, output)
    room = output.width - block.indent - row_width(lead)
    if size(block.tree) <= 3 * output.width:  # a larger one cannot fit, and may be huge when written out
        row: Row = (*lead, (formula(block.tree, output), block.role))
        if row_width(row) <= output.width - block.indent:
            return [indented(row, block.indent)]
    if lead and room < max(output.width // 2, _LEAST_ROOM):
        return [*fill(lead, output.width, indent=block.indent), *_long(block, (), output)]
    return _long(block, lead, output)


def _long(block: Formula, lead: Row, output: Output) -> list[Row]:
    from mvcalc_cli.language.printers import wrap

    indent = min(block.indent, output.width // 10)
    room = max(8, output.width - indent - row_width(lead))
    lines, shared = wrap(block.tree, room, ascii=output.ascii, hang=2)
    margin = row_width(lead)
    rows: list[Row] = []
    for place, text in enumerate(lines):
        row: Row = (*(lead if not place else ((" " * margin, "text"),)), (text, block.role))
        rows += fill(row, output.width, indent=indent, hang=indent + margin + 4)
    for place, text in enumerate(shared):
        row = (("where " if not place else "      ", "secondary"), (text, "secondary"))
        rows += fill(row, output.width, indent=indent, hang=indent + 8)
    return rows


def _step(block: StepBlock, output: Output) -> list[Row]:
    """Number, rule, its formula and its letters on one line where they fit; the working beneath."""
    head: Row = ((f"{block.number:>3}", "text"), ("  ", "text"), (words(block.rule, output), "rule"))
    law: Row = ((words(block.formula, output), "secondary"),) if block.formula else ()
    letters = _bindings(block, output)
    rows = _step_head(head, law, letters, output)
    for spans in block.lines:
        rows += fill(segments(spans, output), output.width, indent=_RULE_AT)
    return rows


def _step_head(head: Row, law: Row, letters: Row, output: Output) -> list[Row]:
    with_law: Row = (*_field(head, _RULE_AT + _RULE_WIDTH), *law) if law or letters else head
    whole = (*_field(with_law, _RULE_AT + _RULE_WIDTH + _FORMULA_WIDTH), *letters) if letters else with_law
    if row_width(whole) <= output.width:
        return [whole]
    first = with_law if law and row_width(with_law) <= output.width else head
    beneath = [letters] if first is with_law else [law, letters]
    rows = fill(first, output.width, hang=_RULE_AT)
    for row in beneath:
        rows += fill(row, output.width, indent=_RULE_AT) if row else []
    return rows


def _field(row: Row, width: int) -> Row:
    """A row filled to a column, two spaces at least."""
    return pad(row, max(width, row_width(row) + 2))


def _bindings(block: StepBlock, output: Output) -> Row:
    """What the letters of a rule stand for: u = x²,  v = sin(3x)."""
    parts = [f"{words(name, output)} = {formula(tree, output)}" for name, tree in block.bindings]
    return ((",  ".join(parts), "secondary"),) if parts else ()


def _picture(block: Picture, output: Output) -> list[Row]:
    from mvcalc_cli.render.plot import picture_rows

    return picture_rows(block, output)


def _verdict(block: Verdict, output: Output) -> list[Row]:
    sign: dict[str, Segment] = {
        "good": ("OK:" if output.ascii else "✓", "good"),
        "bad": ("NO:" if output.ascii else "✗", "bad"),
        "open": ("-" if output.ascii else "·", "secondary"),
    }
    said: Row = (sign[block.sign], (" " + words(block.text, output), "text"), *segments(block.rest, output))
    row: Row = (*segments(block.lead, output), *said)
    return fill(row, output.width, indent=2)


def _next(block: Next, output: Output) -> list[Row]:
    if not output.hints:
        return []
    text = f"next: {words(block.text, output)}"
    return fill(((text, "secondary"),), output.width, indent=2, hang=2 + columns("next: "))


# Blocks are looked up by their type: one block, one function.
_BLOCKS: Final[dict[type, Callable[[Any, Output], list[Row]]]] = {
    Line: _line,
    Formula: _formula,
    Matrix: matrix_rows,
    Table: table_rows,
    StepBlock: _step,
    Picture: _picture,
    Verdict: _verdict,
    Next: _next,
}
