"""The plain form, for pipes: one line a result, cells separated by a TAB, ASCII alone."""

from __future__ import annotations

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.render.clean import one_line
from mvcalc_cli.render.numbers import shortest
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.transliterate import to_ascii
from mvcalc_cli.report import Cell, Report


def plain_text(report: Report, output: Output) -> str:
    """The rows of a report; in a batch exactly one line, a matrix or gradient as [a, b; c, d]."""
    rows = report.quiet if output.quiet and report.quiet is not None else report.rows
    if output.line is not None:
        return _batch_line(rows, report.answer) + "\n"
    return "".join("\t".join(map(cell_text, row)) + "\n" for row in rows)


def cell_text(cell: Cell) -> str:
    """A cell without TAB or newline: an expression SymPy reads too, or the shortest text of a number."""
    if isinstance(cell, Tree):
        from mvcalc_cli.language.printers import plain

        return plain(cell)
    if isinstance(cell, str):
        return cell if cell.isascii() and cell.isprintable() else to_ascii(one_line(cell))
    return shortest(cell)


def _batch_line(rows: tuple[tuple[Cell, ...], ...], answer: Tree | None) -> str:
    """Several rows on one line: a gradient by columns, [formulas] TAB [values]; a matrix as it stands."""
    named = bool(rows) and len(rows[0]) > 1 and isinstance(rows[0][0], str) and isinstance(rows[0][1], Tree)
    if len(rows) <= 1 and not (named and answer is not None and answer.kind == "vector"):
        return "\t".join(map(cell_text, rows[0])) if rows else ""
    count = len(answer.args) if answer is not None and answer.kind == "vector" else 0
    entries, further = rows[:count], rows[count:]
    if not count or not all(any(isinstance(cell, Tree) for cell in row) for row in entries):
        return "[" + "; ".join(", ".join(map(cell_text, row)) for row in rows) + "]"
    columns = [column for column in zip(*entries, strict=False) if not isinstance(column[0], str)]
    found = ["[" + ", ".join(map(cell_text, column)) + "]" for column in columns]
    return "\t".join([*found, *(cell_text(cell) for row in further for cell in row)])
