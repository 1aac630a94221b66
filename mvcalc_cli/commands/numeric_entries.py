"""Matrices of derivatives at a point, in all forms: small ones whole, large ones by their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mvcalc_cli.commands.numeric_point import Here
    from mvcalc_cli.numeric.compiled import Triplets
    from mvcalc_cli.report import Block, Cell

# Larger matrices are given by their entries: row, column, value.
MOST_WHOLE = 30
_FIRST, _LAST = 6, 3


class Entries(NamedTuple):
    """A matrix and the names of its rows and columns: all of them, and one alone by its number from 0.

    `noun` is what a row is called: a variable of a Hessian, a component of a Jacobian.
    """

    matrix: Triplets
    rows: Callable[[], Sequence[str]]
    columns: Callable[[], Sequence[str]]
    row: Callable[[int], str]
    column: Callable[[int], str]
    noun: str = "row"

    @property
    def whole(self) -> bool:
        """Whether it is small enough to be shown with its zeros."""
        return max(self.matrix.shape) <= MOST_WHOLE

    def numbers(self) -> list[list[float]]:
        """All numbers, zeros included."""
        found: list[list[float]] = self.matrix.dense().tolist()
        return found

    def cells(self) -> list[tuple[Cell, ...]]:
        """A line for each entry: row and column by name, and the value."""
        rows, columns, values = (part.tolist() for part in self.matrix[:3])
        names, others = self.rows(), self.columns()
        return [(names[i], others[j], value) for i, j, value in zip(rows, columns, values, strict=True)]


def array_of(found: Entries) -> Any:
    """What a .npy file holds: the whole matrix, or row, column (from 1) and value of each entry."""
    from mvcalc_cli.numeric.matrices import entries

    return found.matrix.dense() if found.whole else entries(found.matrix)


def column_names(found: Entries) -> tuple[str, ...]:
    """The header of a .csv file."""
    return tuple(found.columns()) if found.whole else ("row", "column", "value")


def blocks(here: Here, found: Entries) -> list[Block]:
    """The matrix in brackets, or a table of its first and last entries and their number."""
    from mvcalc_cli.commands.numeric_point import point_words
    from mvcalc_cli.report import Line, Matrix, Span

    if found.whole:
        at = Line((Span(f"at {point_words(here)}"),), indent=2)
        return [Line(), at, Matrix(tuple(map(tuple, found.numbers())))]
    count = len(found.matrix.values)
    height, width = found.matrix.shape
    share = 100 * count / (height * width)
    words = f"{height:,} × {width:,}, {count:,} entries that may differ from 0 ({share:.2g} %)"
    more = "all of them with --plain, --json or --save FILE.npy"
    return [
        Line(),
        _table(found),
        Line(),
        Line((Span(words),), indent=2),
        Line((Span(more, "secondary"),), indent=2),
    ]


def _table(found: Entries) -> Block:
    """The first and the last entries."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Span, Table

    rows, columns, values = found.matrix[:3]
    count = len(values)
    places = range(count) if count <= _FIRST + _LAST else [*range(_FIRST), None, *range(count - _LAST, count)]
    cells = []
    for k in places:
        if k is None:
            cells.append((Span("…", "secondary"),) * 3)
            continue
        row, column = found.row(int(rows[k])), found.column(int(columns[k]))
        cells.append((Span(show_name(row)), Span(show_name(column)), Span(float(values[k]), "answer")))
    return Table((found.noun, "column" if found.noun == "row" else "variable", "value"), tuple(cells), "llr")


def plain_rows(found: Entries) -> tuple[tuple[Cell, ...], ...]:
    """The rows of the matrix; of a large one an entry a line."""
    return tuple(map(tuple, found.numbers())) if found.whole else tuple(found.cells())


def data(found: Entries) -> dict[str, object]:
    """`result` has the rows of a small matrix, `entries` those of a large one, rows and columns counted from 1."""
    if found.whole:
        return {"result": found.numbers()}
    rows, columns, values = found.matrix[:3]
    return {
        "result": None,
        "entries": {
            "shape": list(found.matrix.shape),
            "rows": (rows + 1).tolist(),
            "columns": (columns + 1).tolist(),
            "values": values.tolist(),
        },
    }
