"""mvcalc hessian --numeric: the Hessian at a point, of thousands of variables by its entries."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.commands import numeric_entries, numeric_faults, numeric_point
from mvcalc_cli.commands.curvature import Curvature, counted, curvature_blocks, curvature_data, definiteness
from mvcalc_cli.commands.numeric_entries import Entries
from mvcalc_cli.errors import InputError
from mvcalc_cli.report import Report

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.numeric_point import Here
    from mvcalc_cli.commands.problem import Problem
    from mvcalc_cli.numeric.compiled import Triplets

# Up to this size all eigenvalues are computed; it takes a second.
_MOST_EIGENVALUES = 1_000
# Bounds of eigenvalues say their signs only where they keep so far from 0, beside the largest.
_CLEAR = 1e-9


def report(reader: Reader, problem: Problem, at: str | None, wrt: str | None) -> Report:
    """The Hessian of a compiled scalar function."""
    from mvcalc_cli.commands.problem import point_data
    from mvcalc_cli.language.tree import variables, vector

    if problem.numeric.count is not None:
        raise InputError(
            "hessian needs a scalar expression, and this is a vector", hint="for a vector: mvcalc jacobian --numeric"
        )
    here = numeric_point.point_of(reader, problem, at, wrt)
    started = perf_counter()
    height, gradient, whole = _derivatives(here)
    computed = perf_counter()
    check, verdict = _checked(reader, here, whole)
    checked = perf_counter()
    matrix = whole if here.whole else whole.part(here.places, here.places)
    slopes = gradient[here.places]
    found = Entries(matrix, here.names, here.names, here.name, here.name)
    curvature = _curvature(here, matrix, slopes)
    seconds = {"Hessian": computed - started, "check": checked - computed, "eigenvalues": perf_counter() - checked}
    data: dict[str, object] = {}
    if numeric_point.wants_data(reader):
        rows = found.numbers() if found.whole else []
        data = {
            **numeric_entries.data(found),
            "wrt": here.short_names(),
            "gradient": [],
            "at": {"point": point_data(problem.numeric, here.v), "value": rows},
            "value": height,
            **curvature_data(curvature),
            "excluded": [],
        }
    return Report(
        "hessian",
        blocks=(
            numeric_point.head(here, "H", reader.bindings),
            *numeric_entries.blocks(here, found),
            *_curvature_lines(curvature),
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


def _derivatives(here: Here) -> tuple[float, Any, Triplets]:
    """f, its gradient and its Hessian.

    Raises:
        DomainError: If one of them does not exist at the point.
    """
    from mvcalc_cli.numeric.smooth import second_kink

    numeric = here.problem.numeric
    try:
        height, gradient = numeric.gradient(here.v)
        numeric_faults.refuse_kink(here, second_kink(numeric, here.v, here.places), "second derivative")
        return height, gradient, numeric.hessian(here.v)
    except UndefinedError as error:
        raise numeric_faults.undefined(here, error) from error


def _checked(reader: Reader, here: Here, matrix: Triplets) -> tuple[Any, list[Any]]:
    """The gradient against differences of f, and the Hessian against differences of the gradient."""
    from mvcalc_cli.numeric.check import check_gradients, check_hessian, worse

    if not reader.check:
        return None, []
    numeric = here.problem.numeric
    many = numeric_point.directions(numeric.size)
    found = worse(check_gradients(numeric, here.v, many), check_hessian(numeric, here.v, matrix, many))
    return numeric_point.closing(reader, found, "a second derivative")


def _curvature(here: Here, matrix: Triplets, slopes: Any) -> Curvature:
    """Eigenvalues of a matrix that is not too large; of a larger one what bounds of them say."""
    from mvcalc_cli.numeric.eigenvalues import symmetric_eigenvalues
    from mvcalc_cli.numeric.matrices import is_critical

    critical = is_critical(matrix, slopes, here.v[here.places])
    gradient = tuple(slopes.tolist())
    if here.size <= _MOST_EIGENVALUES:
        eigenvalues = symmetric_eigenvalues(matrix.dense().tolist())
        return Curvature((), eigenvalues, definiteness(*counted(eigenvalues)), gradient, critical, rounded=True)
    return Curvature((), (), _large_definiteness(matrix), gradient, critical, rounded=True)


def _large_definiteness(matrix: Triplets) -> str:
    """The word for a matrix too large for its eigenvalues, where it can be shown; else ""."""
    from mvcalc_cli.numeric.matrices import diagonal, eigenvalue_bounds, is_positive_definite

    low, high = eigenvalue_bounds(matrix)
    room = _CLEAR * max(abs(low), abs(high))
    if low > room or high < -room:
        return definiteness(low > room, high < -room, flat=False)
    centres = diagonal(matrix)
    if centres.max() > 0 > centres.min():
        return "indefinite"
    for sign, word in ((1, "positive definite"), (-1, "negative definite")):
        if sign * centres.min() > 0 and is_positive_definite(matrix._replace(values=sign * matrix.values)):
            return word
    return ""


def _curvature_lines(found: Curvature) -> list[Any]:
    from mvcalc_cli.report import Line

    lines = curvature_blocks(found)
    return lines if isinstance(lines[0], Line) and not lines[0].spans else [Line(), *lines]
