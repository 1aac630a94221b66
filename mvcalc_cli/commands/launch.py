"""From a request to what stands on the streams: alone or in a batch, in the worker or in this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from mvcalc_cli.commands.invoke import (
    Answer,
    Request,
    Show,
    answer,
    job,
    packed,
    prepare,
    shown,
    unpacked,
    unpacked_part,
)
from mvcalc_cli.commands.registry import COMMANDS, Engine
from mvcalc_cli.commands.streams import Streams, chunks
from mvcalc_cli.errors import FileError, InputError, LimitError, MvcalcError
from mvcalc_cli.worker import GIB, Limits, NobodyListensError, Worker

SECONDS: Final = 10.0
_LONGEST_LINE: Final = 40_000  # bytes: 10,000 characters
_LONGEST_NUMERIC_LINE: Final = 32_000_000
_LEAST_MEMORY: Final = 1 << 20
_SHOW_AFTER: Final = 0.2  # seconds an answer of a batch waits at most for its neighbours

Ask = Callable[[Request, int | None, bytes], Answer]


def onto(streams: Streams) -> Show:
    """What takes the parts of an answer while the command still runs, and writes them at once."""

    def show(stream: str, text: str) -> None:
        if stream == "err":
            streams.write_note(text)
        elif not streams.write_answer(text):
            raise NobodyListensError

    return show


class Forked:
    """Asks the worker, and puts another one in the place of one that reached a limit."""

    def __init__(self, engine: Engine, show: Show, ahead: Sequence[str] = ()) -> None:
        self.engine = engine
        self._ahead = ahead
        self.limits = Limits()
        self._show = show
        self._worker: Worker | None = self._start()

    def _start(self) -> Worker:
        return Worker(job, lambda: prepare(self.engine, self._ahead))

    def ask(self, request: Request, line: int | None = None, text: bytes = b"") -> Answer:
        """The answer, or a limit that was reached as an answer."""
        if self._worker is None:
            self._worker = self._start()
        try:
            data = self._worker.ask(packed(request, line, text), self.limits, self._part)
            return unpacked(data)
        except MvcalcError as mistake:
            from mvcalc_cli.render.output import Output

            self._worker = None
            _suggest_numbers(mistake, request)
            empty = "" if line is None else "\n"
            return Answer(mistake.exit_code, empty, shown(mistake, Output(**request.errors, line=line)))

    def _part(self, data: bytes) -> None:
        self._show(*unpacked_part(data))

    def close(self) -> None:
        """Leave no process behind."""
        if self._worker is not None:
            self._worker.close()


def _suggest_numbers(mistake: MvcalcError, request: Request) -> None:
    """Where the exact answer took too long, the option that goes without it is named."""
    given = "number" if request.values.get("over") else "numbers" if request.values.get("at") else ""
    if isinstance(mistake, LimitError) and request.values.get("numeric") is False and given:
        mistake.hint = f"--numeric gives the {given} alone, {mistake.hint}"


class Here:
    """Asks this very process: for tests, for commands without an engine, and where there is no fork."""

    def __init__(self, show: Show, streams: Streams | None = None) -> None:
        self.limits = Limits()
        self._show = show
        self._streams = streams

    def ask(self, request: Request, line: int | None = None, text: bytes = b"") -> Answer:
        """The answer."""
        return answer(request, line, text, self._show, self._streams)

    def close(self) -> None:
        """Nothing to leave behind."""


class Cost(NamedTuple):
    """What `--timeout` and `--memory` say."""

    timeout: float | None
    memory: str | None

    def limits(self, engine: Engine) -> Limits:
        """The limits of a job: numeric commands have no clock unless asked for; 0 seconds is no clock."""
        seconds = self.timeout if self.timeout is not None else (None if engine == "numeric" else SECONDS)
        return Limits(seconds or None, 2 * GIB if self.memory is None else _bytes(self.memory))


def _bytes(text: str) -> int:
    """2G, 512M, 1.5GiB, 4000000000."""
    units = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": GIB, "T": GIB << 10}
    number = text.strip().upper().removesuffix("IB").removesuffix("B")
    unit = number[-1:] if number[-1:] in "KMGT" else ""
    digits = number.removesuffix(unit).strip()
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        raise InputError(f"--memory needs a size, not {text}", hint="--memory 512M or --memory 4G")
    size = int(float(digits) * units[unit])
    if size < _LEAST_MEMORY:
        raise InputError(f"--memory {text} is too little to calculate with", hint="--memory 512M or --memory 4G")
    return size


def alone(request: Request, streams: Streams, ask: Ask) -> int:
    """Answer one request; its exit code."""
    try:
        found = ask(request, None, b"")
    except NobodyListensError:
        return 0  # as head does: what was wanted was read
    streams.write_answer(found.out)
    streams.write_note(found.err)
    return found.code


def batch(request: Request, streams: Streams, ask: Ask, engine: Engine) -> int:
    """Answer line after line of stdin: line k of stdout answers line k. The largest exit code."""
    if streams.stdin is None:
        raise FileError("standard input is closed", hint="give the expression as an argument")
    long = engine == "numeric" or COMMANDS[request.command].takes_long_texts
    longest = _LONGEST_NUMERIC_LINE if long else _LONGEST_LINE
    page = _Page(streams)
    code = number = 0
    for lines in chunks(streams.stdin, longest):
        for text in lines:
            number += 1
            found = ask(request, number, text)
            code = max(code, found.code)
            if not page.add(found):
                return code
        if not page.show():
            return code
    return code


class _Page:
    """The answers of a batch that are not shown yet."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._waiting: list[str] = []
        self._shown = time.monotonic()

    def add(self, found: Answer) -> bool:
        """One more answer; False when nobody reads any more."""
        self._waiting.append(found.out)
        if found.err or time.monotonic() - self._shown > _SHOW_AFTER:
            reading = self.show()
            self._streams.write_note(found.err)
            return reading
        return True

    def show(self) -> bool:
        """Write what waits; False when nobody reads any more."""
        text, self._waiting = "".join(self._waiting), []
        self._shown = time.monotonic()
        return self._streams.write_answer(text)


def line_parameter(positionals: Iterable[tuple[str, Any, bool]]) -> str:
    """The name of the argument whose `-` stands for the lines of stdin; "" when there is none.

    Args:
        positionals: Name, typed text or texts, and whether it may read lines.

    Raises:
        InputError: If two would read the same lines.
    """
    found = [
        name
        for name, typed, lines in positionals
        if lines
        for text in (typed if isinstance(typed, list) else [typed])
        if text == "-"
    ]
    if len(found) > 1:
        raise InputError("- stands for standard input, and can be given once")
    return found[0] if found else ""
