"""mvcalc grad --numeric: the gradient at a point, of thousands of variables."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.commands import numeric_faults, numeric_point
from mvcalc_cli.errors import InputError
from mvcalc_cli.report import Line, Report, Span, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.ascent import Extra
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.numeric_point import Here
    from mvcalc_cli.commands.problem import Problem
    from mvcalc_cli.report import Block, Cell

# Longer gradients show their first and last entries.
_MOST_ROWS = 12
_FIRST, _LAST = 5, 3
# Up to so many variables the screen and JSON say what a gradient of few variables says.
_FEW = 6


class _Found(NamedTuple):
    """A gradient at a point: f there, the gradient, shape (n,), and the part asked for, shape (k,)."""

    here: Here
    height: float
    gradient: Any
    values: Any
    norm: float


def report(reader: Reader, problem: Problem, at: str | None, wrt: str | None, along: str | None) -> Report:
    """The gradient of a compiled scalar function."""
    from mvcalc_cli.language.tree import variables, vector

    if problem.numeric.count is not None:
        raise InputError(
            "grad needs a scalar expression, and this is a vector", hint="for a vector: mvcalc jacobian --numeric"
        )
    here = numeric_point.point_of(reader, problem, at, wrt)
    started = perf_counter()
    found = _gradient(here)
    computed = perf_counter()
    check, verdict = _checked(reader, found)
    seconds = {"gradient": computed - started, "check": perf_counter() - computed}
    extras = _extras(reader, found, along)
    rows = _rows(reader, found, extras) if numeric_point.wants_rows(reader) else ()
    return Report(
        "grad",
        blocks=(
            numeric_point.head(here, "∇f", reader.bindings),
            Line(),
            _table(found),
            *_summary(found, extras),
            *(block for extra in extras for block in extra.blocks),
            *verdict,
            *numeric_point.timing(reader, seconds),
        ),
        rows=rows,
        variables=variables(vector(*problem.trees)),
        inputs=reader.inputs,
        data=_data(found, extras) if numeric_point.wants_data(reader) else {},
        quiet=tuple(row[-1:] for row in rows) if reader.output.quiet else None,
        check=check,
        columns=("variable", "value") if along is None else (),
        array=found.values,
    )


def _gradient(here: Here) -> _Found:
    """Value and gradient.

    Raises:
        DomainError: If the function has no value or no derivative at the point.
    """
    from mvcalc_cli.numeric.check import length
    from mvcalc_cli.numeric.smooth import kink

    numeric = here.problem.numeric
    try:
        height, gradient = numeric.gradient(here.v)
        numeric_faults.refuse_kink(here, kink(numeric, here.v, here.places), "gradient")
    except UndefinedError as error:
        raise numeric_faults.undefined(here, error) from error
    values = gradient if here.whole else gradient[here.places]
    return _Found(here, height, gradient, values, length(values))


def _checked(reader: Reader, found: _Found) -> tuple[Any, list[Block]]:
    from mvcalc_cli.numeric.check import check_gradients

    if not reader.check:
        return None, []
    numeric = found.here.problem.numeric
    checked = check_gradients(numeric, found.here.v, numeric_point.directions(numeric.size))
    return numeric_point.closing(reader, checked, "a gradient")


def _rows(reader: Reader, found: _Found, extras: Sequence[Extra]) -> tuple[tuple[Cell, ...], ...]:
    """A line for each variable: its name, a TAB, the value; of a batch all values on one line."""
    from mvcalc_cli.render.numbers import shortest

    values = found.values.tolist()
    more = [row for extra in extras for row in extra.rows]
    if reader.line is not None:
        return ((f"[{', '.join(map(shortest, values))}]", *(row[-1] for row in more)),)
    return (*zip(found.here.names(), values, strict=True), *more)


def _table(found: _Found) -> Table:
    """Each partial derivative; of thousands the first and the last."""
    from mvcalc_cli.commands.screen import show_name

    size = len(found.values)
    shown = range(size) if size <= _MOST_ROWS else [*range(_FIRST), None, *range(size - _LAST, size)]
    rows = []
    for k in shown:
        if k is None:
            rows.append((Span("…", "secondary"), Span("…", "secondary")))
        else:
            rows.append(
                (Span(f"∂f/∂{show_name(found.here.name(k))}", "operator"), Span(float(found.values[k]), "answer"))
            )
    return Table(("partial", f"at {numeric_point.point_words(found.here)}"), tuple(rows), "lr")


def _summary(found: _Found, extras: Sequence[Extra]) -> list[Block]:
    """The value, the norm unless the steepest ascent says it, and where the rest of a long gradient is to be had."""
    said = any(key == "direction" for extra in extras for key, _ in extra.data)
    norm = () if said else (Span("   |∇f| = "), Span(found.norm, "answer"))
    blocks: list[Block] = [Line(), Line((Span("f = "), Span(found.height, "answer"), *norm), indent=2)]
    if len(found.values) > _MOST_ROWS:
        words = f"{len(found.values):,} entries; all of them with --plain, --json or --save G.npy"
        blocks.append(Line((Span(words, "secondary"),), indent=2))
    return blocks


def _extras(reader: Reader, found: _Found, along: str | None) -> list[Extra]:
    """What the gradient of few variables says, as the exact one does, and the slope along a direction."""
    from mvcalc_cli.commands.ascent import ascent, tangent

    here = found.here
    extras = [] if along is None else [_along(reader, found, along)]
    if here.size > _FEW or len(here.v) > _FEW:
        return extras
    by, values = here.names(), found.values.tolist()
    return [ascent(by, values), *extras, tangent(by, values, found.height, here.coordinates())]


def _along(reader: Reader, found: _Found, along: str) -> Extra:
    """The directional derivative ∇f · û.

    Raises:
        InputError: If the direction has the wrong length, or is zero.
    """
    from mvcalc_cli.commands.ascent import Extra
    from mvcalc_cli.commands.problem import vector_of
    from mvcalc_cli.numeric.check import length
    from mvcalc_cli.render.numbers import show

    direction = vector_of(reader, along, "--along")
    size = len(found.values)
    if len(direction) != size:
        raise InputError(
            f"--along has {_counted(len(direction), 'entry', 'entries')} for {_counted(size, 'variable', 'variables')}",
            hint="give one entry for each variable, as in --along 3,4 or --along @direction.csv",
        )
    long = length(direction)
    if not long:
        raise InputError("--along is the zero vector, which has no direction", hint="as in --along 3,4")
    slope = float(found.values @ direction) / long
    few = ", ".join(show(entry) for entry in direction[:_FEW])
    spans = (
        Span(f"along ({few}{', …' if size > _FEW else ''})   "),
        Span(slope, "answer"),
        Span("   directional derivative ∇f · û", "secondary"),
    )
    data = {"direction": list(direction), "value": slope}
    return Extra((Line(spans, indent=2),), (("along", data),), (("along", slope),))


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _data(found: _Found, extras: Sequence[Extra]) -> dict[str, object]:
    from mvcalc_cli.commands.problem import point_data

    here = found.here
    values = found.values.tolist()
    named = (
        point_data(here.problem.numeric, found.gradient) if here.whole else dict(zip(here.names(), values, strict=True))
    )
    return {
        "result": named,
        "wrt": here.short_names(),
        "at": {"point": point_data(here.problem.numeric, here.v), "value": values},
        "value": found.height,
        "norm": found.norm,
        "excluded": [],
        **{key: value for extra in extras for key, value in extra.data},
    }
