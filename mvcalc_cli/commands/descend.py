"""mvcalc descend: down to a minimum step by step, with the trace, the way in a picture, and what the end is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from mvcalc_cli.commands.options import Bounds, Expr, From, Option, Rate, Seed, Size, Window

if TYPE_CHECKING:
    from mvcalc_cli.commands.descent_pictures import Frame
    from mvcalc_cli.commands.descents import Asked, Wish
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.descent.run import Run
    from mvcalc_cli.report import Block, Cell, Report

_METHODS = ("gd", "momentum", "nesterov", "adam", "newton", "bfgs", "lbfgs", "cg")


def report(
    reader: Reader,
    expr: Expr,
    *,
    start: From = None,
    method: Annotated[
        str | None,
        Option(
            "--method",
            metavar="NAME",
            help="gd momentum nesterov adam newton bfgs …",
            complete=_METHODS,
            default="gd",
        ),
    ] = None,
    rate: Rate = None,
    tolerance: Annotated[
        float | None, Option("--tolerance", metavar="SIZE", help="of the gradient at the end", default="1e-6")
    ] = None,
    max_steps: Annotated[
        int | None, Option("--max-steps", metavar="N", help="when to give up", minimum=1, default="1000")
    ] = None,
    bounds: Bounds = None,
    maximise: Annotated[bool, Option("--maximise", help="raise the value instead")] = False,
    starts: Annotated[int | None, Option("--starts", metavar="N", help="from so many random starts", minimum=1)] = None,
    seed: Seed = 1,
    compare: Annotated[
        str | None, Option("--compare", metavar="NAMES", help="several methods: gd,adam,lbfgs,cg", complete=_METHODS)
    ] = None,
    trace: Annotated[bool, Option("--trace", help="every step")] = False,
    jsonl: Annotated[bool, Option("--jsonl", help="one JSON object a step, as it happens")] = False,
    live: Annotated[bool, Option("--live", help="watch it go down")] = False,
    plot: Annotated[bool, Option("--plot/--no-plot", help="the way in a picture", default="on")] = True,
    over: Window = None,
    size: Size = None,
) -> Report:
    """Lower a function from a start, and say what the end is.

    Without --method it is gradient descent, which the course teaches; of more than 100 variables, unless a rate is
    given, L-BFGS, which comes down in a sensible number of steps.
    """
    from mvcalc_cli.commands.descent_pictures import Frame, check_frame, is_wanted
    from mvcalc_cli.commands.descents import Wish, read

    if "start" in reader.inputs:
        reader.inputs["from"] = reader.inputs.pop("start")
    wish = Wish(start, method, rate, tolerance, max_steps, bounds, maximise, compare, starts, seed)
    _refuse_mixed(reader, wish, jsonl=jsonl)
    if live and not reader.watched:
        reader.note("--live needs a terminal to draw on, and standard error is none")
    elif live and (compare is not None or starts is not None):
        option = "--compare" if compare is not None else "--starts"
        reader.note(f"--live follows one run, and {option} makes several: no frames are drawn")
    asked, look = read(reader, expr, wish), Frame(over, size)
    check_frame(reader, asked, look)
    frame = look if is_wanted(reader, plot=plot) else None
    if len(asked.methods) > 1:
        from mvcalc_cli.commands.contests import compared

        return compared(reader, asked, frame)
    if starts is not None:
        from mvcalc_cli.commands.many_starts import from_many

        return from_many(reader, asked, wish, frame)
    return _alone(reader, asked, frame, look if live else None, trace=trace, jsonl=jsonl)


def _refuse_mixed(reader: Reader, wish: Wish, *, jsonl: bool) -> None:
    """Options that exclude each other.

    Raises:
        InputError: If two of them are given.
    """
    from mvcalc_cli.errors import InputError

    if jsonl and reader.output.format == "json":
        raise InputError("--jsonl writes an object a step, --json one for the answer", hint="give one of them")
    if jsonl and reader.line is not None:
        raise InputError("--jsonl has many lines for one expression, and a batch has one", hint="leave --jsonl out")
    if jsonl and (wish.compare is not None or wish.starts is not None):
        option = "--compare" if wish.compare is not None else "--starts"
        raise InputError(f"--jsonl follows one run, and {option} makes several", hint="leave one of them out")


def _alone(
    reader: Reader, asked: Asked, frame: Frame | None, live: Frame | None, *, trace: bool, jsonl: bool
) -> Report:
    """One run of one method."""
    from mvcalc_cli.report import Report

    found = _run(reader, asked, live, jsonl=jsonl)
    if jsonl:
        return _streamed(reader, asked, found)
    from mvcalc_cli.commands.endings import sentence

    one_line, screen = reader.line is not None, reader.output.format == "terminal"
    return Report(
        "descend",
        blocks=_blocks(reader, asked, found, frame, trace=trace) if _is_shown(reader) else (),
        rows=_rows(asked, found, one_line=one_line, trace=trace) if not screen else (),
        quiet=coordinate_rows(asked, found, one_line=True) if one_line else tuple((x,) for x in found.end.v.tolist()),
        inputs=reader.inputs,
        data=_data(asked, found, trace=trace) if _is_saved(reader, ".json") or reader.output.format == "json" else {},
        series=_series(asked, found) if _is_saved(reader, ".csv") else (),
        array=found.end.v,
        warnings=() if found.ending.converged or screen else (sentence(reader, asked, found),),
        exit_code=0 if found.ending.converged else 1,
    )


def _is_saved(reader: Reader, extension: str) -> bool:
    """Whether a file of this kind is wanted: a million variables are not written out for nobody."""
    return (reader.save or "").lower().endswith(extension)


def _rows(asked: Asked, found: Run, *, one_line: bool, trace: bool) -> tuple[tuple[Cell, ...], ...]:
    if one_line or not trace:
        return coordinate_rows(asked, found, one_line=one_line)
    return _series(asked, found)[1:]


def _series(asked: Asked, found: Run) -> tuple[tuple[Cell, ...], ...]:
    """The trajectory, the names of its columns first."""
    from mvcalc_cli.commands.traces import trajectory_rows

    columns, steps = trajectory_rows(asked, found)
    return (columns, *steps)


def _data(asked: Asked, found: Run, *, trace: bool) -> dict[str, Any]:
    from mvcalc_cli.commands.traces import trajectory_data

    return {**run_data(asked, found), **(trajectory_data(asked, found) if trace else {})}


def _is_shown(reader: Reader) -> bool:
    return reader.output.format == "terminal" or reader.save is not None


def _run(reader: Reader, asked: Asked, live: Frame | None, *, jsonl: bool) -> Run:
    """The run, watched by whoever wants to see its steps."""
    from mvcalc_cli.commands.descents import run
    from mvcalc_cli.commands.live import Film, watch_of
    from mvcalc_cli.commands.traces import json_lines

    method = asked.methods[0]
    if jsonl:
        return run(asked, method, asked.start, json_lines(reader, asked))
    if live is None or not reader.watched:
        watch = watch_of(reader, asked)
        try:
            return run(asked, method, asked.start, watch)
        finally:
            if watch is not None:
                watch.close()
    film = Film(reader, asked, live)
    try:
        found = run(asked, method, asked.start, film)
        film.play(found)
    finally:
        film.clear()
    return found


def _streamed(reader: Reader, asked: Asked, found: Run) -> Report:
    """Nothing but the steps on stdout; the verdict is a note."""
    from mvcalc_cli.commands.endings import sentence
    from mvcalc_cli.report import Report

    return Report(
        "descend",
        quiet=(),
        inputs=reader.inputs,
        data=run_data(asked, found) if _is_saved(reader, ".json") else {},
        series=_series(asked, found) if _is_saved(reader, ".csv") else (),
        array=found.end.v,
        warnings=(sentence(reader, asked, found),),
        exit_code=0 if found.ending.converged else 1,
    )


def _blocks(reader: Reader, asked: Asked, found: Run, frame: Frame | None, *, trace: bool) -> tuple[Block, ...]:
    """The screen: the method, the trace, the picture, the end."""
    from mvcalc_cli.commands.endings import closing, next_steps
    from mvcalc_cli.commands.traces import table
    from mvcalc_cli.report import Line

    blocks: list[Block] = [head(asked, found), Line(), table(reader, asked, found, whole=trace)]
    around = None
    if frame is not None:
        from mvcalc_cli.commands.descent_pictures import picture_blocks, runs_blown_up, scene, way

        around = scene(reader, asked, [found.states], frame, blown_up=runs_blown_up([found]))
        blocks += [Line(), *picture_blocks(asked, around, [way(asked, around, found.states)], frame)]
    blocks += [Line(), *closing(reader, asked, found)]
    live = bool(reader.inputs.get("live"))
    return (*blocks, *(next_steps(asked, found, around, live=live) if reader.output.hints else ()))


def head(asked: Asked, found: Run) -> Block:
    """gradient descent   x ← x − 0.01·∇f(x)."""
    from mvcalc_cli.report import Line, Span

    lead = "" if asked.sign > 0 else " of g = −f"
    formula = found.formula if asked.sign > 0 else found.formula.replace("∇f", "∇g").replace("∇²f", "∇²g")
    return Line((Span(found.title, "operator"), Span(f"{lead}   {formula}")))


def coordinate_rows(asked: Asked, found: Run, *, one_line: bool) -> tuple[tuple[Cell, ...], ...]:
    """A line a variable, then f; in a batch the coordinates and f on one line."""
    point: list[float] = found.end.v.tolist()
    if one_line:
        return ((*point, asked.f(found.end)),)
    return (*zip(asked.names, point, strict=True), ("f", asked.f(found.end)))


def run_data(asked: Asked, found: Run) -> dict[str, Any]:
    """A run in JSON; `minimum` (with --maximise `maximum`) is there only where it is proven to be one."""
    import math

    from mvcalc_cli.commands.endings import is_answer, nature, words
    from mvcalc_cli.commands.problem import point_data

    ending = found.ending
    point = point_data(asked.problem.numeric, found.end.v)
    data: dict[str, Any] = {
        "method": found.method,
        "converged": ending.converged,
        "iterations": found.end.k,
        "verdict": {"reason": ending.reason, "nature": nature(asked, found), "words": words(asked, found)},
        "minimum" if asked.sign > 0 else "maximum": point if is_answer(found) else None,
        "end": point,
        "f": asked.f(found.end),
        "norm": found.end.norm,
        "evaluations": found.counts._asdict(),
    }
    if ending.hint:
        data["verdict"]["hint"] = ending.hint
    if math.isfinite(ending.smallest):
        ends = sorted((asked.sign * ending.smallest, asked.sign * ending.largest))
        data["eigenvalues"] = {"smallest": ends[0], "largest": ends[1]}
    if asked.bounds is not None:
        data["at_bounds"] = ending.active
    return data
