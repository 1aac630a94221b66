"""--method gd,gauss-newton,lm: one model by several methods from the same start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.fits.question import Asked
    from mvcalc_cli.commands.fits.run import Run
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Block, Cell, Report, Role


def contest(reader: Reader, asked: Asked, source: Any, run: Run) -> Report:
    """Every method from one start: steps, chi², and where each ended. Exit code 0 if one of them converged."""
    from mvcalc_cli.commands.fits.data import summary
    from mvcalc_cli.commands.fits.shown import formula, start_note
    from mvcalc_cli.commands.fits.traces import step_data
    from mvcalc_cli.report import Report

    runs = _runs(reader, asked, source, run)
    best = _best(runs)
    start_note(reader, runs[0])
    return Report(
        "fit",
        blocks=_blocks(reader, runs, best, run),
        rows=tuple(_row(one) for one in runs),
        columns=("method", "steps", "chi2", "gradient", "converged", "verdict"),
        answer=formula(reader, best) if best.converged else None,
        variables=tuple(asked.predictors),
        inputs=reader.inputs,
        data={
            **summary(best),
            "runs": [
                {**summary(one), **({"steps": step_data(one.solution.steps)} if run.trace else {})} for one in runs
            ],
        },
        quiet=((best.solution.method,),) if best.converged else (),
        exit_code=0 if best.converged else 1,
    )


def _runs(reader: Reader, asked: Asked, source: Any, run: Run) -> list[Fitted]:
    """The methods in their order; the start of the first is that of all."""
    from mvcalc_cli.commands.fits.answer import fitted

    runs = [fitted(reader, asked, source, run, run.methods[0])]
    steps = runs[0].solution.steps
    start = dict(zip(runs[0].solution.names, map(float, steps[0].theta), strict=True)) if steps else asked.start
    runs += [fitted(reader, asked._replace(start=start), source, run, method) for method in run.methods[1:]]
    return [runs[0], *(one._replace(asked=asked) for one in runs[1:])]


def _best(runs: Sequence[Fitted]) -> Fitted:
    """The lowest chi² of those that converged, of all if none did."""
    found = [one for one in runs if one.converged] or list(runs)
    return min(found, key=lambda one: (one.solution.chi2, len(one.solution.steps)))


def _row(one: Fitted) -> tuple[Cell, ...]:
    return (
        _name(one),
        _steps(one),
        one.solution.chi2,
        _norm(one),
        "yes" if one.converged else "no",
        one.solution.ending.reason,
    )


def _name(one: Fitted) -> str:
    return one.method if one.method != "auto" else one.solution.method


def _steps(one: Fitted) -> int:
    return sum(step.accepted for step in one.solution.steps[1:])


def _norm(one: Fitted) -> float:
    return one.solution.steps[-1].norm if one.solution.steps else 0.0


def _blocks(reader: Reader, runs: Sequence[Fitted], best: Fitted, run: Run) -> tuple[Block, ...]:
    from mvcalc_cli.commands.fits.estimates import table
    from mvcalc_cli.commands.fits.heads import head
    from mvcalc_cli.commands.fits.traces import trace_blocks
    from mvcalc_cli.commands.fits.verdicts import closing
    from mvcalc_cli.render.numbers import minus
    from mvcalc_cli.report import Line, Span, Table

    cells = [
        (_name(one), f"{_steps(one):,}", minus(f"{one.solution.chi2:.6e}"), f"{_norm(one):.1e}", _end(reader, one))
        for one in runs
    ]
    rows = tuple(
        tuple(Span(text, _role(place, one)) for place, text in enumerate(row))
        for row, one in zip(cells, runs, strict=True)
    )
    compared = Table(("method", "steps", "χ²", "gradient", "end"), rows, "lrrrl")
    blocks: list[Block] = [head(best), Line(), compared, *trace_blocks(reader, runs, run)]
    return (*blocks, Line(), table(reader, best), Line(), *closing(reader, best))


def _role(place: int, one: Fitted) -> Role:
    if place == 4:
        return "good" if one.converged else "bad"
    return "answer" if place == 2 else "text"


def _end(reader: Reader, one: Fitted) -> str:
    """✓ converged; ✗ max steps."""
    signs = ("OK", "NO") if reader.output.ascii else ("✓", "✗")
    return f"{signs[0]} converged" if one.converged else f"{signs[1]} {one.solution.ending.reason.replace('_', ' ')}"
