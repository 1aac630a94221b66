"""mvcalc jacobian --numeric: the Jacobian at a point, of thousands of variables by its entries."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.commands import numeric_entries, numeric_faults, numeric_point
from mvcalc_cli.commands.numeric_entries import Entries
from mvcalc_cli.report import Line, Report, Span

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.numeric_point import Here
    from mvcalc_cli.commands.problem import Problem
    from mvcalc_cli.numeric.compiled import Triplets
    from mvcalc_cli.report import Block

# The determinant of a larger matrix says little.
_MOST_DETERMINANT_ROWS = 5


def report(reader: Reader, problem: Problem, at: str | None, wrt: str | None) -> Report:
    """The Jacobian of a compiled function, or of several together."""
    from mvcalc_cli.commands.problem import point_data
    from mvcalc_cli.language.tree import variables, vector

    here = numeric_point.point_of(reader, problem, at, wrt)
    started = perf_counter()
    values, whole = _derivatives(here)
    computed = perf_counter()
    check, verdict = _checked(reader, here, whole)
    seconds = {"Jacobian": computed - started, "check": perf_counter() - computed}
    matrix = whole if here.whole else whole.part(range(whole.shape[0]), here.places)
    numbered = [f"{k}" for k in range(1, matrix.shape[0] + 1)]
    found = Entries(matrix, lambda: numbered, here.names, numbered.__getitem__, here.name, "function")
    determinant, lines = _determinant(found)
    data: dict[str, object] = {}
    if numeric_point.wants_data(reader):
        data = {
            **numeric_entries.data(found),
            "wrt": here.short_names(),
            "at": {"point": point_data(problem.numeric, here.v), "value": found.numbers() if found.whole else []},
            "value": values,
            **determinant,
            "excluded": [],
        }
    return Report(
        "jacobian",
        blocks=(
            numeric_point.map_head(here, "J", reader.bindings),
            *numeric_entries.blocks(here, found),
            *lines,
            *verdict,
            *numeric_point.timing(reader, seconds),
        ),
        rows=numeric_entries.plain_rows(found) if numeric_point.wants_rows(reader) else (),
        variables=variables(vector(*problem.trees)),
        inputs=reader.inputs,
        data=data,
        check=check,
        columns=numeric_entries.column_names(found),
        array=numeric_entries.array_of(found) if reader.save else None,
    )


def _derivatives(here: Here) -> tuple[list[float], Triplets]:
    """The values of the functions, and the Jacobian.

    Raises:
        DomainError: If one of them does not exist at the point.
    """
    from mvcalc_cli.numeric.matrices import row
    from mvcalc_cli.numeric.smooth import kink

    numeric = here.problem.numeric
    try:
        if numeric.count is None:
            value, gradient = numeric.gradient(here.v)
            values, matrix = [value], row(gradient)
        else:
            values, matrix = numeric.value(here.v).tolist(), numeric.jacobian(here.v)  # type: ignore[attr-defined]
        numeric_faults.refuse_kink(here, kink(numeric, here.v, here.places), "Jacobian")
    except UndefinedError as error:
        raise numeric_faults.undefined(here, error) from error
    return values, matrix


def _checked(reader: Reader, here: Here, matrix: Triplets) -> tuple[Any, list[Block]]:
    from mvcalc_cli.numeric.check import check_gradients, check_jacobian

    if not reader.check:
        return None, []
    numeric = here.problem.numeric
    many = numeric_point.directions(numeric.size)
    scalar = numeric.count is None
    found = check_gradients(numeric, here.v, many) if scalar else check_jacobian(numeric, here.v, matrix, many)
    return numeric_point.closing(reader, found, "a partial derivative")


def _determinant(found: Entries) -> tuple[dict[str, object], list[Block]]:
    """The determinant of a small square matrix, and what it says."""
    from mvcalc_cli.commands.jacobian import meaning
    from mvcalc_cli.numeric.matrices import determinant

    height, width = found.matrix.shape
    if height != width or not 2 <= height <= _MOST_DETERMINANT_ROWS:
        return {}, []
    value = determinant(found.matrix)
    words = meaning(value, found.numbers(), height)
    line = Line((Span("det J = "), Span(value, "answer"), Span(f"    {words}", "secondary")), indent=2)
    return {"det": {"value": value}}, [Line(), line]
