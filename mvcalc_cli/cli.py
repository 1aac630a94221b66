"""`mvcalc`: the launcher. What needs no engine is answered at once; the rest runs in the worker.

The order matters for speed. A look at the table and at the command's own options tells help, completion and mistakes
on the command line, without Typer and without a process. Then the worker is forked and imports its engine, while this
process imports Typer and lets it read the arguments.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn

from mvcalc_cli.commands.registry import COMMANDS, FAMILIES, Command, Engine, members, named
from mvcalc_cli.commands.streams import Stream, Streams, early_errors, output_fields, process_streams, show
from mvcalc_cli.errors import InputError, MvcalcError

if TYPE_CHECKING:
    from mvcalc_cli.commands.arguments import Line
    from mvcalc_cli.commands.invoke import Request
    from mvcalc_cli.commands.launch import Forked, Here
    from mvcalc_cli.commands.signature import Parameter
    from mvcalc_cli.commands.spawn import Spawned
    from mvcalc_cli.worker import Limits

INTERRUPTED = 130


def main() -> NoReturn:
    """The program: `mvcalc` and `python -m mvcalc_cli`."""
    gc.disable()  # a short life makes little garbage: looking for it costs a tenth of the imports
    try:
        code = launch(sys.argv[1:], process_streams(), worker=True)
    except KeyboardInterrupt:
        code = INTERRUPTED
    # Everything is written; taking the interpreter apart would cost 5 ms, and could fail on a closed stream.
    os._exit(code)


def run(
    argv: Sequence[str],
    stdin: BinaryIO | None = None,
    stdout: BinaryIO | None = None,
    stderr: BinaryIO | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    isatty: bool = False,
    encoding: str = "utf-8",
) -> int:
    """The same in this process, without a worker and its limits, on given streams; the exit code."""
    streams = Streams(stdin, Stream(stdout, encoding, isatty), Stream(stderr, encoding, isatty), environ or {})
    return launch(list(argv), streams, worker=False)


def run_text(
    argv: Sequence[str],
    stdin: str = "",
    environ: Mapping[str, str] | None = None,
    *,
    isatty: bool = False,
    encoding: str = "utf-8",
) -> tuple[int, str, str]:
    """As `run`, on texts: the exit code, stdout, stderr. The home folder is one that does not exist."""
    out, err = io.BytesIO(), io.BytesIO()
    around = {"HOME": "/nonexistent", **(environ or {})}
    code = run(argv, io.BytesIO(stdin.encode()), out, err, around, isatty=isatty, encoding=encoding)
    return code, out.getvalue().decode(encoding), err.getvalue().decode(encoding)


def launch(argv: list[str], streams: Streams, *, worker: bool) -> int:
    """Answer a command line, in a worker or here; the exit code. Every mistake ends as a sentence on stderr."""
    try:
        return _dispatch(argv, streams, worker=worker)
    except MvcalcError as mistake:
        return show(mistake, early_errors(argv, streams), streams)
    except Exception as problem:  # noqa: BLE001 - the launcher's own faults become a sentence as well
        from mvcalc_cli.commands.invoke import internal
        from mvcalc_cli.render.output import Output

        errors = Output(**early_errors(argv, streams))
        streams.write_note(internal(problem, errors, debug="--debug" in argv))
        return 1


def _dispatch(argv: list[str], streams: Streams, *, worker: bool) -> int:
    """Help, version and completion at once; else the command."""
    name = argv[0] if argv else "--help"
    if name in ("--help", "-h", "help"):
        return _help(argv[1:], streams)
    if name == "--version":
        from mvcalc_cli import __version__

        streams.write_answer(f"mvcalc {__version__}\n")
        return 0
    if name == "__complete":
        from mvcalc_cli.commands.complete import complete

        streams.write_answer(complete(argv[1:]))
        return 0
    command, words = named(argv)
    if command is None and name in FAMILIES:
        if len(argv) == 1 or argv[1].startswith("-"):
            return _help([name], streams)
        raise _no_such_verb(name, argv[1])
    if command is None:
        raise _no_such_command(name)
    before = argv[words : argv.index("--")] if "--" in argv else argv[words:]
    if "--help" in before:
        return _help([command.name], streams)
    return _command(command, argv[words:], streams, worker=worker)


def _help(words: Sequence[str], streams: Streams) -> int:
    from mvcalc_cli.commands.help import command_help, family_help, options_help, program_help

    output, _ = output_fields({}, streams)
    names = [word for word in words if not word.startswith("-")]
    if not names:
        page = program_help()
    elif names[0] == "options":
        page = options_help()
    else:
        command, _ = named(" ".join(names).split())
        if command is not None:
            page = command_help(command)
        elif names[0] in FAMILIES:
            page = family_help(names[0])
        else:
            raise _no_such_command(names[0])
    streams.write_answer(page.text(width=output["width"], color=output["color"], ascii=output["ascii"]))
    return 0


def _no_such_verb(family: str, word: str) -> InputError:
    """A second word that is none."""
    from mvcalc_cli.language.names import nearest

    verbs = [command.name.split()[1] for command in members(family)]
    near = nearest(word, verbs)
    hint = f"did you mean mvcalc {family} {near}?" if near else f"there are: {', '.join(verbs)}"
    return InputError(f"no such command: {family} {word}", hint=hint)


def _no_such_command(word: str) -> InputError:
    """Did they mean another command, or did they type an expression?"""
    from mvcalc_cli.commands.synonyms import command_meant

    meant = command_meant(word, COMMANDS)
    if meant:
        return InputError(f"no such command: {word}", hint=f"did you mean {meant}?")
    if word.startswith("--"):
        return InputError(f"no command before {word}", hint="options stand after the command: mvcalc diff EXPR …")
    if named := _command_named(word):
        return InputError(f"no such command: {word}", hint=named)
    if _is_expression(word):
        quoted = "'" + word.replace("'", "'\\''") + "'"
        return InputError(f"no such command: {word}", hint=f"to differentiate it: mvcalc diff {quoted}")
    return InputError(f"no such command: {word}", hint="mvcalc --help lists them")


def _command_named(word: str) -> str:
    """What the mistake in ∫ x^2 dx, d/dx x^2 or limit(…) names; "" for other texts."""
    from mvcalc_cli.language.parser import parse

    try:
        parse(word)
    except MvcalcError as mistake:
        hint = mistake.hint or ""
        named = hint.startswith(("leave ", "to ", "use the command")) and "mvcalc " in hint
        return hint if named and not word.isalpha() else ""
    return ""


def _is_expression(word: str) -> bool:
    from mvcalc_cli.language.parser import parse

    try:
        parse(word)
    except MvcalcError:
        return not word.replace("-", "").replace("_", "").isalpha()
    return True


class _Task(NamedTuple):
    """A command line ready to run."""

    request: Request
    limits: Limits


def _command(command: Command, arguments: list[str], streams: Streams, *, worker: bool) -> int:
    """Run a command: the worker starts as soon as the line has no mistake that can be seen without Typer."""
    from mvcalc_cli.commands.arguments import read_line
    from mvcalc_cli.commands.launch import alone, batch
    from mvcalc_cli.commands.signature import parameters

    declared = parameters(command)
    line = read_line(arguments, declared, command.name)
    engine = _engine(command, line)
    if engine != "none":
        _read_once(command, line, declared, streams)
    data = _data(line, declared, streams) if worker and engine != "none" else None
    asked = _asked(engine, streams, command.ahead, worker=worker and data != _TYPED)
    try:
        task = _task(command, arguments, line, declared, streams)
        if data is not None and data != _TYPED:
            task = task._replace(request=task.request._replace(data=data))
        if "-h" in line.positionals:
            streams.write_note(f"note: -h is read as an expression; help: mvcalc {command.name} --help\n")
        asked.limits = task.limits
        if task.request.lines:
            gc.enable()
            return batch(task.request, streams, asked.ask, engine)
        return alone(task.request, streams, asked.ask)
    finally:
        asked.close()


# Standard input is a terminal: only the process in its foreground may read what is typed.
_TYPED = -1


def _data(line: Line, declared: tuple[Parameter, ...], streams: Streams) -> int | None:
    """Where `-` hands standard input over as a whole, a number under which the worker will have it."""
    from mvcalc_cli.commands.arguments import assigned
    from mvcalc_cli.worker import can_fork

    texts = [text for one, found in assigned(line.positionals, declared) if one.takes_stream for text in found]
    if "-" not in texts or streams.stdin is None:
        return None
    return _TYPED if streams.stdin.isatty() or not can_fork() else os.dup(streams.stdin.fileno())


def _read_once(command: Command, line: Line, declared: tuple[Parameter, ...], streams: Streams) -> None:
    """Find a mistake in an expression before any process is made for it.

    The worker inherits the language that is imported here, so the reading costs nothing. Where names may be
    declared in a setting, the command itself, which knows them, will read.

    Raises:
        ParseError: Where an expression cannot be read.
        LimitError: If it is too long or too deep.
    """
    from mvcalc_cli.commands.arguments import assigned
    from mvcalc_cli.commands.inputs import LONGEST
    from mvcalc_cli.commands.settings import may_declare
    from mvcalc_cli.language.parser import parse
    from mvcalc_cli.language.points import parse_names

    given = {parameter.name: value for parameter, _, value in line.options}
    if "let" in given or may_declare(streams.environ):
        return
    declared_names = given.get("vars")
    names = parse_names(declared_names) if declared_names else None
    for parameter, texts in assigned(line.positionals, declared):
        if getattr(parameter.marker, "lines", False):
            for text in texts:
                if text != "-" and not text.startswith("@") and not (command.takes_long_texts and len(text) > LONGEST):
                    parse(text, names=names, argument=parameter.title)


def _engine(command: Command, line: Line) -> Engine:
    """The command's engine; another where one of its options needs more, or does with less."""
    given = {parameter.name for parameter, _, _ in line.options}
    if given.intersection(command.parent_options):
        return "none"
    several = len(line.positionals) > 1 or any(text.startswith(("[", "@")) for text in line.positionals)
    if given.intersection(command.numeric_options) or (command.grows and several):
        return "numeric"
    if given.intersection(command.plain_options):
        return "calculus"
    return "algebra" if given.intersection(command.algebra_options) else command.engine


def _asked(engine: Engine, streams: Streams, ahead: Sequence[str], *, worker: bool) -> Forked | Here | Spawned:
    from mvcalc_cli.commands.launch import Forked, Here, onto
    from mvcalc_cli.worker import can_fork

    if not worker or engine == "none":
        return Here(onto(streams), streams)
    if can_fork():
        return Forked(engine, onto(streams), ahead)
    from mvcalc_cli.commands.spawn import Spawned

    return Spawned(engine, onto(streams))


def _task(
    command: Command, arguments: list[str], line: Line, declared: tuple[Parameter, ...], streams: Streams
) -> _Task:
    """Let Typer read the arguments, and make the request of what it found."""
    from mvcalc_cli.commands.application import values_of
    from mvcalc_cli.commands.invoke import Request
    from mvcalc_cli.commands.launch import Cost, line_parameter
    from mvcalc_cli.commands.settings import settings

    own = tuple(one for one in declared if not (one.option and one.option.group))
    preset = settings(declared, streams.environ, (parameter.name for parameter, _, _ in line.options))
    found = values_of(command.name, declared, arguments, preset.values, preset.sources)
    typed = line.typed(own)
    shared = {one.name: found[one.name] for one in declared if one not in own}
    lines = line_parameter(
        (one.name, typed[one.name], getattr(one.marker, "lines", False)) for one in own if one.name in typed
    )
    if shared["save"] is not None:
        _refuse_target(shared, lines)
    output, errors = output_fields(shared, streams)
    if lines and output["format"] == "terminal" and not shared["screen"]:
        output["format"] = "plain"  # line k answers line k, on a terminal too
    values = {one.name: found[one.name] for one in own}
    request = Request(command.name, values, shared, typed, output, errors, lines)
    return _Task(request, Cost(shared.get("timeout"), shared.get("memory")).limits(_engine(command, line)))


def _refuse_target(shared: dict[str, object], lines: str) -> None:
    """Find out before the work whether the answer can be saved."""
    from mvcalc_cli.render import check_target

    if lines:
        raise InputError("--save takes one answer, not a batch", hint="send standard output into a file: > FILE")
    check_target(str(shared["save"]), force=bool(shared["force"]))
