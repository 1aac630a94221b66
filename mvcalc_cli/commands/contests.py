"""Several runs beside each other: methods compared from one start, and one method from several starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.descent_pictures import Frame
    from mvcalc_cli.commands.descents import Asked
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.descent.run import Run
    from mvcalc_cli.report import Block, Report, Role, Table


def compared(reader: Reader, asked: Asked, frame: Frame | None) -> Report:
    """Every method from the same start: one table, one picture. The exit code is 0 if any of them found an answer."""
    from mvcalc_cli.report import Line, Report, Span

    runs = [_run(reader, asked, method) for method in asked.methods]
    picture: list[Block] = [] if frame is None else [Line(), *_picture(reader, asked, runs, frame)]
    best = _best(runs)
    return Report(
        "descend",
        blocks=(
            Line((Span(_title(asked), "operator"), Span(f"   from {_start(asked)}"))),
            Line(),
            _table(reader, asked, runs),
            *picture,
            Line(),
            *_closing(reader, asked, runs),
        ),
        rows=tuple(_row(asked, run) for run in runs) if reader.line is None else (tuple(_words(runs)),),
        columns=_COLUMNS if reader.line is None else (),
        inputs=reader.inputs,
        data=_data(asked, runs),
        quiet=((best.method,),) if best is not None else (),
        exit_code=0 if best is not None else 1,
    )


_COLUMNS = ("method", "steps", "evaluations", "seconds", "f", "norm", "converged", "verdict")


def _run(reader: Reader, asked: Asked, method: str) -> Run:
    from mvcalc_cli.commands.descents import run
    from mvcalc_cli.commands.live import watch_of

    progress = watch_of(reader, asked, method)
    try:
        return run(asked, method, asked.start, progress)
    finally:
        if progress is not None:
            progress.close()


def _best(runs: Sequence[Run]) -> Run | None:
    """The run with the best answer, of equal ones that with the fewest evaluations; None if none found any."""
    found = [run for run in runs if run.ending.converged]
    if not found:
        return None
    lowest = min(run.end.f for run in found)
    near = [run for run in found if run.end.f <= lowest + 1e-6 * max(1.0, abs(lowest))]
    return min(near, key=lambda run: run.counts.all)


def _title(asked: Asked) -> str:
    return f"{len(asked.methods)} methods" + ("" if asked.sign > 0 else " that raise f")


def _start(asked: Asked) -> str:
    from mvcalc_cli.commands.problem import shown

    return shown(asked.problem.numeric, asked.start)


def _table(reader: Reader, asked: Asked, runs: Sequence[Run]) -> Table:
    """One row a method; what is evaluated counts values, gradients, Hessians and products together."""
    from mvcalc_cli.commands.endings import nature
    from mvcalc_cli.commands.traces import scientific
    from mvcalc_cli.report import Span, Table

    cells = [
        (
            run.method,
            f"{run.end.k:,}",
            f"{run.counts.all:,}",
            _time(run.seconds),
            scientific(asked.f(run.end), 3),
            f"{run.end.norm:.1e}",
            f"{_sign(reader, run)} {_short(run, nature(asked, run))}",
        )
        for run in runs
    ]
    kept = _fitting(cells, reader.output.width)
    rows = tuple(
        tuple(Span(row[place], _role(place, converged=run.ending.converged)) for place in kept)
        for row, run in zip(cells, runs, strict=True)
    )
    return Table(tuple(_HEADERS[place] for place in kept), rows, "".join("lrrrrrl"[place] for place in kept))


_HEADERS = ("method", "steps", "evaluations", "time", "f", "|∇f|", "end")
# Columns that a narrow terminal goes without, the first of them first.
_SPARE = (5, 3, 2, 4)


def _fitting(cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """The columns that fit into the width."""
    widths = [max(map(len, column)) for column in zip(_HEADERS, *cells, strict=True)]
    kept = list(range(len(widths)))
    for spare in _SPARE:
        if 2 + sum(widths[place] + 3 for place in kept) - 3 <= width:
            break
        kept.remove(spare)
    return kept


def _role(place: int, *, converged: bool) -> Role:
    """f stands out, and so does whether the method converged."""
    if _HEADERS[place] == "end":
        return "good" if converged else "bad"
    return "answer" if _HEADERS[place] == "f" else "text"


def _sign(reader: Reader, run: Run) -> str:
    good = run.ending.converged
    return ("OK" if good else "NO") if reader.output.ascii else ("✓" if good else "✗")


def _short(run: Run, nature: str) -> str:
    """One or two words for an ending."""
    if run.ending.converged:
        from mvcalc_cli.commands.endings import sure_nature

        return sure_nature(run.ending.nature, nature)
    return nature if nature not in {"unknown", "minimum", "maximum"} else run.ending.reason.replace("-", " ")


def _time(seconds: float) -> str:
    """Two digits: 3.4 ms."""
    if seconds < 1:
        return f"{1e3 * seconds:.2g} ms" if seconds < 0.0995 else f"{1e3 * seconds:.0f} ms"
    return f"{seconds:.2f} s"


def _picture(reader: Reader, asked: Asked, runs: Sequence[Run], frame: Frame) -> list[Block]:
    from mvcalc_cli.commands.descent_pictures import looks, picture_blocks, runs_blown_up, scene, way

    ways = [run.states for run in runs]
    around = scene(reader, asked, ways, frame, blown_up=runs_blown_up(runs))
    drawn = looks([way(asked, around, states) for states in ways], [run.method for run in runs])
    return picture_blocks(asked, around, drawn, frame)


def _closing(reader: Reader, asked: Asked, runs: Sequence[Run]) -> list[Block]:
    """Which method was the best, and the places to which the others came."""
    from mvcalc_cli.commands.endings import is_elsewhere, name_of, point_text, value_text
    from mvcalc_cli.report import Next, Verdict

    best = _best(runs)
    if best is None:
        return [Verdict("none of the methods converged", "bad")]
    found = [run for run in runs if run.ending.converged]
    many = "all methods" if len(found) == len(runs) else f"{len(found)} of {len(runs)} methods"
    place = f"{name_of(asked, best)}f = {value_text(reader, asked, best)} at {point_text(reader, asked, best)}"
    elsewhere = [run.method for run in found if is_elsewhere(run, best)]
    other = f"; another end: {', '.join(elsewhere)}" if elsewhere else ""
    fewest = f", with the fewest evaluations by {best.method}" if len(found) > 1 else f" by {best.method}"
    return [
        Verdict(f"{many} converged   {place}{fewest}{other}"),
        Next(f"--method {best.method} --trace"),
    ]


def _row(asked: Asked, run: Run) -> tuple[str | float, ...]:
    from mvcalc_cli.commands.endings import words

    found = "yes" if run.ending.converged else "no"
    numbers = (run.end.k, run.counts.all, run.seconds, asked.f(run.end), run.end.norm)
    return (run.method, *numbers, found, words(asked, run))


def _words(runs: Sequence[Run]) -> list[str]:
    return [f"{run.method} {_short(run, run.ending.nature)}" for run in runs]


def _data(asked: Asked, runs: Sequence[Run]) -> dict[str, object]:
    from mvcalc_cli.commands.descend import run_data

    best = _best(runs)
    ended = best or min(runs, key=lambda run: run.end.f)
    return {**run_data(asked, ended), "converged": best is not None, "runs": [run_data(asked, run) for run in runs]}
