"""One command, run: a request of plain values in, the text for both streams out.

This is what the worker's child does, and what tests call in their own process. What crosses between the processes is
`marshal`, plain values in the form the same interpreter reads back, and costs no import.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from mvcalc_cli.errors import LimitError, MvcalcError
from mvcalc_cli.worker import NobodyListensError

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.registry import Command, Engine
    from mvcalc_cli.commands.streams import Streams
    from mvcalc_cli.render.output import Output
    from mvcalc_cli.report import Report


class Request(NamedTuple):
    """A command line, understood: plain values alone.

    Attributes:
        command: Its name.
        values: The command's own parameters, converted.
        shared: The values of the shared options.
        inputs: The command's own parameters as typed.
        output: The fields of `Output` for stdout.
        errors: The fields of `Output` for stderr.
        lines: The parameter that takes lines of stdin; "" when there is none.
        data: The number under which a worker finds standard input, where the command reads all of it; else None.
    """

    command: str
    values: dict[str, Any]
    shared: dict[str, Any]
    inputs: dict[str, Any]
    output: dict[str, Any]
    errors: dict[str, Any]
    lines: str = ""
    data: int | None = None


class Answer(NamedTuple):
    """What is written on both streams, and the exit code."""

    code: int
    out: str
    err: str


# What is shown while a command still runs: the name of the stream, "out" or "err", and a text.
Show = Callable[[str, str], None]


def job(data: bytes, part: Callable[[bytes], None]) -> bytes:
    """What the worker does: a request with its line (or None) to an answer, parts of it sent ahead."""
    fields, line, text = marshal.loads(data)
    return marshal.dumps(
        tuple(answer(Request(*fields), line, text, lambda stream, shown: part(marshal.dumps((stream, shown)))))
    )


def unpacked_part(data: bytes) -> tuple[str, str]:
    """A part that `job` sent ahead: the name of the stream, and the text."""
    stream, text = marshal.loads(data)
    return stream, text


def packed(request: Request, line: int | None = None, text: bytes = b"") -> bytes:
    """A request for `job`."""
    return marshal.dumps((tuple(request), line, text))


def unpacked(data: bytes) -> Answer:
    """The answer of `job`."""
    return Answer(*marshal.loads(data))


def answer(
    request: Request,
    line: int | None = None,
    text: bytes = b"",
    show: Show | None = None,
    streams: Streams | None = None,
) -> Answer:
    """Run the command; in a batch on one line of stdin. Every mistake becomes text and an exit code.

    Args:
        request: The command line.
        line: The number of the line of stdin.
        text: The line.
        show: Takes what is to be seen while the command runs; None shows none of it.
        streams: For a command that talks with a person; None in the worker, which has none.
    """
    from mvcalc_cli.render.output import Output

    output = Output(**request.output, line=line)
    errors = Output(**request.errors, line=line)
    empty = "\n" if line is not None else ""
    try:
        if line is not None:
            given = _line(text)
            if not given.strip():
                return Answer(0, "\n", "")
            request = _with_line(request, given)
        return _answer(request, output, errors, show, streams)
    except NobodyListensError:
        raise
    except MvcalcError as mistake:
        return Answer(mistake.exit_code, empty, shown(mistake, errors))
    except RecursionError:
        deep = LimitError("the expression is nested too deeply for the calculation", hint="try a simpler one")
        return Answer(deep.exit_code, empty, shown(deep, errors))
    except MemoryError:
        from mvcalc_cli.worker import out_of_memory

        return Answer(LimitError.exit_code, empty, shown(out_of_memory(), errors))
    except Exception as problem:  # noqa: BLE001 - the one place where a fault of ours becomes a sentence
        return Answer(1, empty, internal(problem, errors, debug=request.shared["debug"]))


def shown(mistake: MvcalcError, errors: Output) -> str:
    """The text for stderr."""
    from mvcalc_cli.render import show_error

    return show_error(mistake, errors)


def internal(problem: BaseException, errors: Output, *, debug: bool) -> str:
    """A fault of mvcalc, in a sentence; with `debug`, its traceback."""
    trace = ""
    if debug:
        import traceback

        trace = "".join(traceback.format_exception(problem))
    told = " ".join(str(problem).split())[:200]
    hint = "please report it with the command line; --debug shows more"
    kind = f"internal error: {type(problem).__name__}{': ' if told else ''}{told}"
    return trace + shown(MvcalcError(kind, hint=hint), errors)


def _line(text: bytes) -> str:
    """A line of stdin as text; raises FileError."""
    from mvcalc_cli.commands.files import decoded

    return decoded(text.rstrip(b"\r\n"), "standard input")


def _with_line(request: Request, text: str) -> Request:
    """The request with a line of stdin in the place of `-`."""

    def put(value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return type(value)(map(put, value))
        return text if value == "-" else value

    name = request.lines
    return request._replace(
        values={**request.values, name: put(request.values[name])},
        inputs={**request.inputs, name: put(request.inputs.get(name))},
    )


def _answer(
    request: Request, output: Output, errors: Output, show: Show | None, streams: Streams | None = None
) -> Answer:
    from mvcalc_cli.commands.inputs import LONGEST, LONGEST_NUMERIC, Reader
    from mvcalc_cli.commands.options import Shared
    from mvcalc_cli.commands.registry import COMMANDS
    from mvcalc_cli.render import emit

    command = COMMANDS[request.command]
    shared = Shared(request.shared)
    longest = LONGEST_NUMERIC if command.takes_long_texts else LONGEST
    reader = Reader(shared, output, request.inputs, longest=longest, show=show, errors=errors, streams=streams)
    reader.stdin = _data(request, streams)
    report: Report | str = command.load()(reader, **request.values)  # type: ignore[assignment]
    if isinstance(report, str):  # a script for a shell, a schema: written as it is
        return Answer(0, report, "")
    text = "" if _is_saved_picture(command, shared, output) else emit(report, output)
    notes = _notes(reader, report, errors)
    if shared.save is not None:
        notes += _save(report, shared, output, errors)
    return Answer(report.exit_code, text, notes)


def _data(request: Request, streams: Streams | None) -> BinaryIO | None:
    """Standard input as a whole: the worker has it under a number of its own."""
    if request.data is not None:
        return open(request.data, "rb")
    return None if streams is None else streams.stdin


def _is_saved_picture(command: Command, shared: Any, output: Output) -> bool:
    """A picture that goes into a file does not pour its points into the pipe as well, unless asked to."""
    return command.group == "See" and shared.save is not None and output.format == "plain" and not shared.plain


def _save(report: Report, shared: Any, output: Output, errors: Output) -> str:
    from mvcalc_cli.render import save, show_note

    save(report, shared.save, output, force=shared.force)
    return "" if errors.quiet or errors.format == "json" else show_note(shared.save, errors, label="saved")


def _notes(reader: Reader, report: Report, errors: Output) -> str:
    """Guesses and warnings, each once; -q wants none of them, and JSON has the warnings in itself."""
    from mvcalc_cli.render import show_note

    if errors.quiet:
        return ""
    warnings = () if errors.format == "json" else report.warnings
    return "".join(show_note(text, errors) for text in dict.fromkeys([*reader.notes, *warnings]))


ENGINES: Final[dict[Engine, tuple[str, ...]]] = {
    "none": (),
    "calculus": (),
    "numeric": ("numpy",),
    "algebra": ("sympy", "mvcalc_cli.symbolic.simplify"),
}
_ALWAYS: Final = (
    "mvcalc_cli.commands.inputs",
    "mvcalc_cli.calculus.derivative",
    "mvcalc_cli.calculus.check",
    "mvcalc_cli.render.terminal",
    "mvcalc_cli.render.plain",
)


def prepare(engine: Engine, ahead: Sequence[str] = ()) -> None:
    """Import what the command will need, while the parent still reads the command line.

    Args:
        engine: The command's.
        ahead: Further modules that it always needs.
    """
    import gc
    import os
    from importlib import import_module

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # chunked products ran 250 times slower without
    gc.disable()  # imports make no garbage, and looking for it costs a tenth of their time
    try:
        for module in (*_ALWAYS, *ENGINES[engine], *ahead):
            import_module(module)
    finally:
        gc.freeze()
        gc.enable()
