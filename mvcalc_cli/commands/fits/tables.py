"""The tables that are asked for by --residuals, --curve and --trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.fits.run import Run
    from mvcalc_cli.report import Block, Cell

# Rows that a screen shows.
_SHOWN: Final = 40


def series(found: Fitted, run: Run) -> tuple[tuple[Cell, ...], ...]:
    """The rows, their header first; () where none of them is asked for."""
    from mvcalc_cli.commands.fits.pictures import curve_rows
    from mvcalc_cli.commands.fits.scenes import curve_of, scene

    if run.residuals:
        return _residuals(found, run)
    if run.curve:
        return curve_rows(scene(found, run), curve_of(found))
    if run.trace:
        from mvcalc_cli.commands.fits.traces import step_rows

        return step_rows(found)
    return ()


def _residuals(found: Fitted, run: Run) -> tuple[tuple[Cell, ...], ...]:
    """A line for each row, its header first; a long table is gone through chunk by chunk."""
    from mvcalc_cli.commands.fits.pictures import residual_rows
    from mvcalc_cli.commands.fits.scenes import curve_of, scene

    whole, curve = scene(found, run), curve_of(found)
    if not hasattr(found.source, "chunks"):
        return residual_rows(whole, curve)
    parts = [residual_rows(whole._replace(data=chunk), curve) for chunk in found.source.chunks()]
    return (parts[0][0], *(row for part in parts for row in part[1:]))


def series_blocks(found: Fitted, run: Run) -> list[Block]:
    """The rows on a screen: of many the first."""
    from mvcalc_cli.render.numbers import column
    from mvcalc_cli.report import Line, Span, Table

    header, *rows = series(found, run)
    shown = rows[:_SHOWN] if run.residuals else rows[:: max(1, len(rows) // 20)]
    cells = [
        column([value if isinstance(value, (int, float)) else float("nan") for value in each])
        for each in zip(*shown, strict=True)
    ]
    table = Table(
        tuple(map(str, header)),
        tuple(tuple(Span(cell) for cell in row) for row in zip(*cells, strict=True)),
        "r" * len(header),
    )
    more = len(rows) - len(shown)
    if not run.residuals or not more:
        return [table]
    return [table, Line((Span(f"… and {more:,} rows more: --plain or --save FILE.csv", "secondary"),), indent=2)]
