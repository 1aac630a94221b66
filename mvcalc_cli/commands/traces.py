"""The steps of a descent: as a table, as rows for a file, in JSON, one line a step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mvcalc_cli.commands.descents import Asked
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.descent.run import Run
    from mvcalc_cli.numeric.descent.state import State
    from mvcalc_cli.report import Cell, Table

# Variables that have a column each.
_COLUMNS: Final = 4
# A run of no more steps is shown step by step.
_SHORT: Final = 8
# A row that is nearer to the last one than this is left out.
_APART: Final = 1.5
# Variables of a function whose trajectory is written out.
_WRITTEN: Final = 1_000
_RESERVED: Final = frozenset({"k", "f", "norm", "step"})


def table(reader: Reader, asked: Asked, run: Run, *, whole: bool) -> Table:
    """k, the variables (the length of the step where they are many), f and |∇f|."""
    from mvcalc_cli.report import Span, Table

    states = list(run.states) if whole else _shown(run)
    tail = [[scientific(asked.f(state), 3), f"{state.norm:.2e}"] for state in states]
    names, columns = _coordinates(reader, asked, states, tail)
    rows = tuple(
        (Span(str(state.k), "secondary"), *(Span(text) for text in row), Span(f, "answer"), Span(norm))
        for state, row, (f, norm) in zip(states, columns, tail, strict=True)
    )
    headers = ("k", *names, "f", "|∇f|")
    return Table(headers, rows, "r" * len(headers))


def _shown(run: Run) -> list[State]:
    """The states at 0, 1, 2, 5, 10, 20, … and the last; all of a short run."""
    from mvcalc_cli.numeric.descent.progress import shown

    last = run.states[-1].k
    if last <= _SHORT:
        return list(run.states)
    return [state for state in run.states if (shown(state.k) and _APART * state.k <= last) or state.k == last]


def _coordinates(
    reader: Reader, asked: Asked, states: Sequence[State], tail: Sequence[Sequence[str]]
) -> tuple[list[str], list[list[str]]]:
    """The columns between k and f: as many variables as there is room for, all or none."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.render.numbers import column

    decimals = 6 if reader.digits is None else min(reader.digits, 17)
    if len(asked.names) <= _COLUMNS:
        points = [state.v.tolist() for state in states]
        found = [column([point[place] for point in points], decimals=decimals) for place in range(len(asked.names))]
        names = [show_name(name) for name in asked.names]
        widths = [max(map(len, [name, *cells])) for name, cells in zip(names, found, strict=True)]
        widths += [max(map(len, cells)) for cells in zip(*tail, strict=True)]
        if 2 + len(str(states[-1].k)) + sum(width + 3 for width in widths) <= reader.output.width:
            return names, [list(row) for row in zip(*found, strict=True)]
        return [], [[] for _ in states]
    return ["step"], [["" if math.isnan(state.length) else f"{state.length:.2e}"] for state in states]


def scientific(value: float, decimals: int) -> str:
    """−1.677e+02: the form of a column of values of very different size."""
    from mvcalc_cli.render.numbers import minus

    return minus(f"{value:.{decimals}e}")


def trajectory_rows(asked: Asked, run: Run) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """The names of the columns and a row for each step that was kept: k, the variables, f, |∇f| and the step's length.

    Of more than 1,000 variables there are k, f, norm and step alone.
    """
    wide = len(asked.names) <= _WRITTEN
    names = ("k", *(asked.names if wide else ()), "f", "norm", "step")
    rows: list[tuple[Cell, ...]] = []
    for state in run.states:
        point: list[float] = state.v.tolist() if wide else []
        rows.append((state.k, *point, asked.f(state), state.norm, 0.0 if math.isnan(state.length) else state.length))
    return names, tuple(rows)


def trajectory_data(asked: Asked, run: Run) -> dict[str, object]:
    """The points of the steps that were kept, and beside them k, f and |∇f|."""
    return {
        "trajectory": [state.v.tolist() for state in run.states],
        "steps": [{"k": state.k, "f": asked.f(state), "norm": state.norm} for state in run.states],
    }


def json_lines(reader: Reader, asked: Asked) -> Callable[[State], None]:
    """What writes one JSON object a step on stdout as it comes.

    The keys are k, the variables (a vector is a list), f, norm and step, its length; a function with a variable that
    is called like one of these has its variables under "point".
    """
    import json

    from mvcalc_cli.commands.problem import point_data

    numeric = asked.problem.numeric
    clash = not _RESERVED.isdisjoint(numeric.layout.point(asked.start))

    def write(state: State) -> None:
        point: dict[str, Any] = point_data(numeric, state.v)
        step = None if math.isnan(state.length) else state.length
        line = {"k": state.k, **({"point": point} if clash else point), "f": asked.f(state)}
        reader.stream(json.dumps({**line, "norm": state.norm, "step": step}, allow_nan=False) + "\n")

    return write
