"""A matrix in tall brackets; one too large for the terminal by its corners, or entry by entry."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.render.numbers import column
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.segments import Row, columns, fill, formula, indented, pad, row_width, segments
from mvcalc_cli.report import Matrix

_LARGEST: Final = 8  # rows or columns; beyond, corner blocks
_LISTED: Final = 16  # entries; up to here a matrix too wide is listed whole
_CORNER: Final = 3  # rows and columns in each corner
_ENTRY_GAP: Final = 3  # between expressions; numbers and single letters stand two apart

Texts = list[list[str]]


def matrix_rows(matrix: Matrix, output: Output) -> list[Row]:
    """The lines of a matrix, within the width of the output wherever that is possible."""
    texts = cell_texts(matrix, output)
    label = segments(matrix.label, output)
    height, width = len(texts), len(texts[0]) if texts else 0
    small = height <= _LARGEST and width <= _LARGEST
    if small and (drawn := _fitting(texts, label, matrix, output)):
        return drawn
    if height * width <= _LISTED:
        return _listed(texts, label, matrix, output)
    return _corners(texts, label, matrix, output)


def cell_texts(matrix: Matrix, output: Output) -> Texts:
    """Every cell as text; the measured numbers of one matrix all in one form."""
    measured = [cell for row in matrix.rows for cell in row if not isinstance(cell, Tree)]
    decimals = 4 if output.digits is None else output.digits
    numbers = iter(column(measured, ascii=output.ascii, decimals=decimals))
    return [[formula(cell, output) if isinstance(cell, Tree) else next(numbers) for cell in row] for row in matrix.rows]


def _fitting(texts: Texts, label: Row, matrix: Matrix, output: Output) -> list[Row]:
    """The matrix drawn with its label at the left or above; empty when it is too wide."""
    body = _drawn(texts, matrix, output)
    widest = max(map(row_width, body), default=0)
    if matrix.indent + row_width(label) + widest <= output.width:
        return _beside(body, label, matrix.indent)
    indent = matrix.indent if matrix.indent + widest <= output.width else 0
    if indent + widest > output.width:
        return []
    above = fill(label, output.width, indent=indent) if label else []
    return [*above, *(indented(row, indent) for row in body)]


def _drawn(texts: Texts, matrix: Matrix, output: Output) -> list[Row]:
    """Brackets and aligned cells."""
    measured = all(not isinstance(cell, Tree) for row in matrix.rows for cell in row)
    lines = _aligned(texts, measured)
    drawn = zip(lines, _brackets(lines, output), strict=True)
    return [((left + line + right, matrix.role),) for line, (left, right) in drawn]


def _brackets(lines: list[str], output: Output) -> list[tuple[str, str]]:
    """The left and right piece for every line."""
    if len(lines) <= 1:
        return [("[", "]")] * len(lines)
    if output.ascii:
        return [("[", "]"), *[("|", "|")] * (len(lines) - 2), ("[", "]")]
    return [("⎡", "⎤"), *[("⎢", "⎥")] * (len(lines) - 2), ("⎣", "⎦")]


def _aligned(texts: Texts, measured: bool) -> list[str]:
    """The cells of each row, right-aligned (numbers on the decimal point)."""
    if not texts or not texts[0]:
        return [""] * len(texts)
    by_column = [_on_the_point([row[place] for row in texts]) for place in range(len(texts[0]))]
    widths = [max(map(columns, cells)) for cells in by_column]
    if measured:
        widths = [max(widths)] * len(widths)
    gap = " " * (_ENTRY_GAP if max(widths) > 4 and not measured else 2)
    return [
        gap.join(
            " " * (width - columns(cells[row])) + cells[row] for cells, width in zip(by_column, widths, strict=True)
        )
        for row in range(len(texts))
    ]


def _on_the_point(cells: list[str]) -> list[str]:
    """Decimal numbers of one column, filled on the right so that their points stand together."""
    behind = [len(cell.partition(".")[2]) if _is_decimal(cell) else None for cell in cells]
    if None in behind or not any(behind):
        return cells
    longest = max(length or 0 for length in behind)
    fill_by = [longest - (length or 0) + (1 if not length else 0) for length in behind]
    return [cell + " " * more for cell, more in zip(cells, fill_by, strict=True)]


def _is_decimal(text: str) -> bool:
    return text.lstrip("-−").replace(".", "", 1).isdigit()


def _beside(body: list[Row], label: Row, indent: int) -> list[Row]:
    """The label on the middle line, the body to its right."""
    width, middle = row_width(label), (len(body) - 1) // 2
    return [indented((*pad(label if place == middle else (), width), *row), indent) for place, row in enumerate(body)]


def _listed(texts: Texts, label: Row, matrix: Matrix, output: Output) -> list[Row]:
    """Entry by entry: `[1,2] = …`, each on as many lines as it needs."""
    indent = min(matrix.indent, output.width // 10)
    lines = fill(label, output.width, indent=indent) if label else []
    for i, row in enumerate(texts, 1):
        for j, text in enumerate(row, 1):
            entry: Row = ((f"[{i},{j}]", "secondary"), (" = ", "text"), (text, matrix.role))
            lines += fill(entry, output.width, indent=indent)
    return lines


def _corners(texts: Texts, label: Row, matrix: Matrix, output: Output) -> list[Row]:
    """The four corners with … between, and how to get the rest."""
    height, width = len(texts), len(texts[0])
    dots = "..." if output.ascii else "…"
    body: list[Row] = []
    for keep in range(_CORNER, 0, -1):
        rows = _ends(list(range(height)), keep, _LARGEST)
        places = _ends(list(range(width)), keep, min(_LARGEST, 2 * keep))
        limit = None if keep > 1 else max(1, (output.width - 2 - _ENTRY_GAP * (len(places) - 1)) // len(places))
        shown = [[_cell(texts, i, j, dots, limit) for j in places] for i in rows]
        if body := _fitting(shown, label, matrix, output):
            break
    text = f"{height} {'x' if output.ascii else '×'} {width}, whole with --json or --save FILE.csv"
    return [*body, *fill(((text, "secondary"),), output.width, indent=min(matrix.indent, output.width // 10))]


def _ends(places: list[int], keep: int, most: int) -> list[int | None]:
    """All places when they are few, else the first and last `keep` with None between."""
    if len(places) <= most:
        return list(places)
    return [*places[:keep], None, *places[-keep:]]


def _cell(texts: Texts, row: int | None, place: int | None, dots: str, limit: int | None) -> str:
    text = dots if row is None or place is None else texts[row][place]
    if limit is None or columns(text) <= limit:
        return text
    return text[: max(0, limit - len(dots))] + dots[:limit]
