"""--trace: the steps of a fit, with chi² falling, as a table and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.fits.run import Run
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.fit.solution import Step
    from mvcalc_cli.report import Block, Cell, Table

# A way of no more steps is shown step by step; and parameters that have a column each.
_SHORT: Final = 12
_COLUMNS: Final = 4


def trace_blocks(reader: Reader, found: Sequence[Fitted], run: Run) -> list[Block]:
    """The table of one fit's steps, and the picture of chi² falling; of two parameters also the way."""
    from mvcalc_cli.commands.fits import pictures
    from mvcalc_cli.numeric.fit.search import residuals_of
    from mvcalc_cli.report import Line, Span

    walked = [one for one in found if one.solution.steps]
    if not walked:
        return [Line((Span("a linear model is solved at once: there are no steps", "secondary"),), indent=2)]
    blocks: list[Block] = [table(walked[0])] if len(found) == 1 else []
    if not pictures.is_wanted(reader, plot=run.plot):
        return blocks
    ways = [(one.solution.method, one.solution.steps) for one in walked]
    names = walked[0].solution.names
    blocks += [Line(), *pictures.trace_blocks(ways, size=run.size)]
    if len(names) == 2:
        blocks += [
            Line(),
            *pictures.ways_blocks(
                residuals_of(walked[0].model, walked[0].source), (names[0], names[1]), ways, size=run.size
            ),
        ]
    return blocks


def table(found: Fitted) -> Table:
    """k, the parameters, chi², the scaled gradient and the damping."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.render.numbers import column, minus
    from mvcalc_cli.report import Span, Table

    steps = _shown(found.solution.steps)
    names = found.solution.names if len(found.solution.names) <= _COLUMNS else ()
    places = [column([float(step.theta[k]) for step in steps]) for k in range(len(names))]
    damped = any(step.damping for step in steps)
    rows = tuple(
        (
            Span(f"{step.k}" if step.accepted else f"({step.k})", "secondary"),
            *(Span(cells[place]) for cells in places),
            Span(minus(f"{step.chi2:.5e}"), "answer" if step.accepted else "secondary"),
            Span(f"{step.norm:.1e}"),
            *((Span(f"{step.damping:.1e}", "secondary"),) if damped else ()),
        )
        for place, step in enumerate(steps)
    )
    last = ("rate" if found.solution.method == "gd" else "λ",) if damped else ()
    headers = ("k", *map(show_name, names), "χ²", "gradient", *last)
    return Table(headers, rows, "r" * len(headers))


def _shown(steps: Sequence[Step]) -> list[Step]:
    """All of a short way, else those at 0, 1, 2, 5, 10, 20, … and the last."""
    if len(steps) <= _SHORT:
        return list(steps)
    from mvcalc_cli.numeric.descent.progress import shown

    taken = [step for step in steps if step.accepted]
    return [step for step in taken if shown(step.k)] + ([taken[-1]] if not shown(taken[-1].k) else [])


def step_rows(found: Fitted) -> tuple[tuple[Cell, ...], ...]:
    """The names of the columns, and a row for each step: k, the parameters, chi2, gradient, damping, accepted."""
    header = ("k", *found.solution.names, "chi2", "gradient", "damping", "accepted")
    return (header, *(_row(step) for step in found.solution.steps))


def _row(step: Step) -> tuple[Cell, ...]:
    theta: list[float] = [float(value) for value in step.theta]
    return (step.k, *theta, step.chi2, step.norm, step.damping, int(step.accepted))


def step_data(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The steps in JSON."""
    return [
        {
            "k": step.k,
            "parameters": [float(value) for value in step.theta],
            "chi2": float(step.chi2),
            "gradient": float(step.norm),
            "damping": float(step.damping),
            "accepted": step.accepted,
        }
        for step in steps
    ]
