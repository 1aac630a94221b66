"""A table under a thin rule; where it is wider than the terminal, its rows stacked as name and value."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.render.output import Output
from mvcalc_cli.render.segments import Row, Segment, columns, fill, indented, pad, segment, words
from mvcalc_cli.report import Table

_GAP: Final = "   "


def table_rows(table: Table, output: Output) -> list[Row]:
    """The lines of a table, within the width of the output."""
    headers = [words(header, output) for header in table.headers]
    cells = [[segment(span, output) for span in row] for row in table.rows]
    count = max([len(headers), *map(len, cells)])
    widths = [
        max((columns(row[place][0]) for row in _all(headers, cells) if place < len(row)), default=0)
        for place in range(count)
    ]
    if table.indent + sum(widths) + len(_GAP) * (count - 1) > output.width:
        return _stacked(table, headers, cells, output)
    return _aligned(table, headers, cells, widths, output)


def _all(headers: list[str], cells: list[list[Segment]]) -> list[list[Segment]]:
    return [[(header, "secondary") for header in headers], *cells]


def _aligned(
    table: Table, headers: list[str], cells: list[list[Segment]], widths: list[int], output: Output
) -> list[Row]:
    """Header, rule and rows, the columns three apart."""
    rows = [_row(row, widths, table.align) for row in _all(headers, cells)]
    length = max(sum(widths) + len(_GAP) * (len(widths) - 1), 0)
    rule: Row = ((("-" if output.ascii else "─") * length, "secondary"),)
    if not any(headers):
        return [indented(row, table.indent) for row in rows[1:]]
    return [indented(row, table.indent) for row in (rows[0], rule, *rows[1:])]


def _row(cells: list[Segment], widths: list[int], align: str) -> Row:
    parts: list[Segment] = []
    for place, cell in enumerate(cells):
        if place:
            parts.append((_GAP, "text"))
        parts.extend(pad((cell,), widths[place], align[place : place + 1] or "l"))
    return tuple(parts)


def _stacked(table: Table, headers: list[str], cells: list[list[Segment]], output: Output) -> list[Row]:
    """Each row as `name  value` lines, an empty line between rows."""
    indent = min(table.indent, output.width // 10)
    value_at = indent + max(map(columns, headers), default=-2) + 2
    widest = max((columns(text) for row in cells for text, _ in row), default=0)
    beside = value_at + widest <= output.width or value_at <= output.width // 2
    lines: list[Row] = []
    for number, row in enumerate(cells):
        if number and len(headers) > 1:
            lines.append(())
        for place, cell in enumerate(row):
            if place and not cell[0]:  # nothing to say under this name
                continue
            name: Row = ((headers[place] if place < len(headers) else "", "secondary"),)
            if beside:
                row_of = (*pad(name, value_at - indent), cell)
                lines += fill(row_of, output.width, indent=indent, hang=value_at)
            else:
                lines += fill(name, output.width, indent=indent) if name[0][0] else []
                lines += fill((cell,), output.width, indent=indent + 2)
    return lines
