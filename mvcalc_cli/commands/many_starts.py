"""One method from many random starts: the different ends, how often each was found, the lowest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvcalc_cli.commands.descent_pictures import Frame
    from mvcalc_cli.commands.descents import Asked, Wish
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.descent.objective import Objective
    from mvcalc_cli.numeric.descent.run import Run
    from mvcalc_cli.numeric.descent.starts import Runs
    from mvcalc_cli.report import Block, Report, Span, Table

# Ends that a table lists; ways that a picture can tell apart.
_LISTED: Final = 20
_DRAWN: Final = 5
_COLUMNS: Final = 4


def from_many(reader: Reader, asked: Asked, wish: Wish, frame: Frame | None) -> Report:
    """The ends of runs from random starts. The exit code is 0 if any of them converged."""
    from mvcalc_cli.commands.descend import coordinate_rows, run_data
    from mvcalc_cli.commands.traces import trajectory_rows
    from mvcalc_cli.report import Line, Report, Span

    runs = _runs(reader, asked, wish)
    best = runs.best
    middle: list[Block] = [Line(), _table(reader, asked, runs)] if runs.ends else []
    middle += [] if frame is None else [Line(), *_picture(reader, asked, runs, frame)]
    told = _failures(runs)
    columns, steps = trajectory_rows(asked, best)
    return Report(
        "descend",
        blocks=(
            Line((Span(best.title, "operator"), Span(f"   {_source(asked, wish)}"))),
            *middle,
            Line(),
            *_closing(reader, asked, wish, runs),
        ),
        rows=coordinate_rows(asked, best, one_line=reader.line is not None),
        quiet=tuple((x,) for x in best.end.v.tolist()) if reader.line is None else None,
        inputs=reader.inputs,
        data={**run_data(asked, best), **_data(asked, wish, runs)},
        series=(columns, *steps),
        array=best.end.v,
        warnings=() if reader.output.format == "terminal" or not told else (told,),
        exit_code=0 if best.ending.converged else 1,
    )


def _runs(reader: Reader, asked: Asked, wish: Wish) -> Runs:
    from mvcalc_cli.commands.descents import made
    from mvcalc_cli.commands.live import counter
    from mvcalc_cli.numeric.descent.starts import from_starts, random_starts

    count = wish.starts or 1
    starts = random_starts(asked.start, count, wish.seed, asked.bounds)
    progress = counter(reader, f"start {{:,}} of {count:,}")
    objective: Callable[[], Objective] = asked.objective if progress is None else _counted(asked, progress.next)
    try:
        return from_starts(objective, lambda: made(asked, asked.methods[0]), starts, asked.stop)
    finally:
        if progress is not None:
            progress.close()


def _counted(asked: Asked, tell: Callable[[], None]) -> Callable[[], Objective]:
    def objective() -> Objective:
        tell()
        return asked.objective()

    return objective


def _source(asked: Asked, wish: Wish) -> str:
    from mvcalc_cli.commands.problem import shown

    return f"from {wish.starts:,} starts around {shown(asked.problem.numeric, asked.start)}, seed {wish.seed}"


def _table(reader: Reader, asked: Asked, runs: Runs) -> Table:
    """Each end: how often it was found, where it is, what it is; the best first."""
    from mvcalc_cli.commands.endings import nature, sure_nature
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Span, Table

    wide = len(asked.names) <= _COLUMNS
    shown = runs.ends[:_LISTED]
    columns = _points(reader, [end.run for end in shown]) if wide else [[] for _ in shown]
    values = _values([asked.f(end.run.end) for end in shown])
    rows: list[tuple[Span, ...]] = []
    for end, point, value in zip(shown, columns, values, strict=True):
        kind = sure_nature(end.run.ending.nature, nature(asked, end.run))
        f = Span(value, "answer")
        rows.append((Span(f"{end.count:,}"), *map(Span, point), f, Span(f"{end.run.end.norm:.1e}"), Span(kind)))
    names = [show_name(name) for name in asked.names] if wide else []
    return Table(("found", *names, "f", "|∇f|", "end"), tuple(rows), "r" * (3 + len(names)) + "l")


def _values(values: list[float]) -> list[str]:
    """f of each end: fixed decimals tell equal ones from others, unless they are too small for it."""
    from mvcalc_cli.commands.traces import scientific
    from mvcalc_cli.render.numbers import column

    if all(1e-4 <= abs(value) < 1e6 or value == 0 for value in values):
        return column(values, decimals=6)
    return [scientific(value, 3) for value in values]


def _points(reader: Reader, runs: list[Run]) -> list[list[str]]:
    from mvcalc_cli.render.numbers import column

    points = [run.end.v.tolist() for run in runs]
    decimals = 6 if reader.digits is None else reader.digits
    columns = [
        column([_rounded(x, decimals) for x in values], decimals=decimals) for values in zip(*points, strict=True)
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _rounded(x: float, decimals: int) -> float:
    """Without the rounding that would make a column of zeros one of 1e-9."""
    return round(x, decimals) if abs(x) < 10.0**-decimals else x


def _picture(reader: Reader, asked: Asked, runs: Runs, frame: Frame) -> list[Block]:
    """A way to each of the best ends."""
    from mvcalc_cli.commands.descent_pictures import looks, picture_blocks, scene, way

    drawn = [end.run for end in runs.ends[:_DRAWN]] or [runs.best]
    around = scene(reader, asked, [run.states for run in drawn], frame, blown_up=not runs.ends)
    names = [f"end {k}" for k in range(1, len(drawn) + 1)] if len(drawn) > 1 else ["step"]
    return picture_blocks(asked, around, looks([way(asked, around, run.states) for run in drawn], names), frame)


def _closing(reader: Reader, asked: Asked, wish: Wish, runs: Runs) -> list[Block]:
    from mvcalc_cli.commands.endings import name_of, point_text, value_text
    from mvcalc_cli.report import Line, Span, Verdict

    best, told = runs.best, _failures(runs)
    if not runs.ends:
        return [Verdict(f"no run converged: {told}", "bad")]
    ends = "one end" if len(runs.ends) == 1 else f"{len(runs.ends):,} different ends"
    came = sum(end.count for end in runs.ends)
    extreme = "lowest" if asked.sign > 0 else "highest"
    place = f"f = {value_text(reader, asked, best)} at {point_text(reader, asked, best)}"
    text = f"{came:,} of {wish.starts:,} runs converged, to {ends}   {extreme} {name_of(asked, best)}found: {place}"
    more = [f"{len(runs.ends) - _LISTED:,} more ends are not listed"] if len(runs.ends) > _LISTED else []
    lines = [*([told] if told else []), *more]
    return [Verdict(text), *(Line((Span(line, "secondary"),), indent=4) for line in lines)]


def _failures(runs: Runs) -> str:
    """What became of the others: 2 diverged, 1 ran out of steps."""
    parts = [f"{count:,} {_REASONS.get(why, why)}" for why, count in runs.failed.items()]
    if runs.refused:
        parts.append(f"{runs.refused:,} began outside the domain of f")
    return ", ".join(parts)


_REASONS: Final = {
    "max-steps": "ran out of steps",
    "domain": "left the domain of f",
    "unbounded": "fell without bound",
    "stuck": "got stuck",
    "distant": "came nowhere near a minimum",
    "saddle": "ended at a saddle",
    "maximum": "ended at a maximum",
    "flat": "ended on a plateau",
    "kink": "ended at a kink",
}


def _data(asked: Asked, wish: Wish, runs: Runs) -> dict[str, Any]:
    from mvcalc_cli.commands.endings import nature
    from mvcalc_cli.commands.problem import point_data

    ends = [
        {
            "end": point_data(asked.problem.numeric, end.run.end.v),
            "f": asked.f(end.run.end),
            "nature": nature(asked, end.run),
            "count": end.count,
        }
        for end in runs.ends
    ]
    return {"starts": wish.starts, "seed": wish.seed, "ends": ends, "failed": runs.failed, "refused": runs.refused}
