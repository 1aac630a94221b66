"""The estimates of a fit: each with its error and its interval, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Cell, Span, Table


class Estimate(NamedTuple):
    """One parameter.

    Attributes:
        name: As typed.
        value: Its estimate, or the value of --fix; None where the data do not determine it.
        error: The standard error; None where there is none.
        low, high: The ends of the interval; None where there is none.
        state: "free", "fixed", "bound" at an end of its range, or "undetermined".
    """

    name: str
    value: float | None
    error: float | None
    low: float | None
    high: float | None
    state: str


def estimates(found: Fitted) -> tuple[Estimate, ...]:
    """Every parameter, in the order of the model."""
    names = found.solution.names
    return tuple(
        Estimate(name, found.asked.fixed[name], None, None, None, "fixed")
        if name in found.asked.fixed
        else _free(found, name, names.index(name))
        for name in found.asked.parameters
    )


def _free(found: Fitted, name: str, place: int) -> Estimate:
    ending = found.solution.ending
    if ending.reason == "singular" and name in (ending.blame or found.solution.names):
        return Estimate(name, None, None, None, None, "undetermined")
    errors, active = found.inference.errors, found.solution.active
    error = None if errors is None or not found.converged else errors[place]
    interval = found.intervals[place] if found.converged else None
    low, high = (None, None) if interval is None else (_known(interval.low), _known(interval.high))
    state = "bound" if active and active[place] else "free"
    return Estimate(name, float(found.solution.theta[place]), error, low, high, state)


def _known(end: float) -> float | None:
    """None of an end that was not found."""
    return None if end != end else end  # noqa: PLR0124 - nan


def cells(one: Estimate) -> tuple[Cell, ...]:
    """name, estimate, standard error, low and high; a cell without a number is empty."""
    return (one.name, *("" if value is None else value for value in (one.value, one.error, one.low, one.high)))


def level_text(level: float) -> str:
    """95 %.

    >>> level_text(0.95), level_text(0.999)
    ('95 %', '99.9 %')
    """
    return f"{100 * level:.6g} %"


def table(reader: Reader, found: Fitted) -> Table:
    """Estimate ± error, rounded together, and the interval."""
    from mvcalc_cli.report import Table

    every = estimates(found)
    kind = " (profile)" if found.kind == "profile" else ""
    value = "estimate" if found.converged or found.solution.ending.reason == "singular" else "stopped at"
    headers: tuple[str, ...] = ("", value, "std. error", f"{level_text(found.level)} interval{kind}")
    rows = [row(reader, one) for one in every]
    if not any(one.error is not None for one in every):
        headers, rows = ("", value, ""), [(*spans[:2], spans[3]) for spans in rows]
        if not any(spans[2].content for spans in rows):
            headers, rows = headers[:2], [spans[:2] for spans in rows]
    return Table(headers, tuple(rows), "lrrr")


def row(reader: Reader, one: Estimate) -> tuple[Span, ...]:
    """Name, estimate, ± error and interval of one parameter."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Span

    value, error = _rounded(reader, one)
    state = {"fixed": "fixed", "bound": "at its bound", "undetermined": "not determined"}.get(one.state, "")
    return (
        Span(show_name(one.name), "operator"),
        Span(value, "answer"),
        Span(f"± {error}" if error else ""),
        Span(_interval(one), "text") if (one.low, one.high) != (None, None) else Span(state, "secondary"),
    )


def _rounded(reader: Reader, one: Estimate) -> tuple[str, str]:
    """The value and its error; --digits asks for so many decimals."""
    from mvcalc_cli.numeric.fit.rounding import rounded, significant
    from mvcalc_cli.render.numbers import minus, show

    if one.value is None:
        return "–", ""
    if reader.digits is not None:
        digits = min(reader.digits, 17)
        return show(one.value, decimals=digits), "" if one.error is None else show(one.error, decimals=digits)
    if one.state == "fixed":
        return minus(significant(one.value, 15)), ""
    value, error = rounded(one.value, one.error)
    return minus(value), error


def _interval(one: Estimate) -> str:
    from mvcalc_cli.numeric.fit.rounding import rounded_interval
    from mvcalc_cli.render.numbers import minus

    low, high = (float("nan") if end is None else end for end in (one.low, one.high))
    texts = zip((one.low, one.high), rounded_interval(low, high, one.error), strict=True)
    return " … ".join("?" if end is None else minus(text) for end, text in texts)
