"""The three streams of the process, and how an answer is to look on them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final, NamedTuple, TextIO

from mvcalc_cli.errors import FileError, InputError, MvcalcError

_CHUNK: Final = 1 << 16
_WIDTH: Final = 80
_HEIGHT: Final = 24


class Stream(NamedTuple):
    """One stream: its bytes, its encoding, and whether a person looks at it."""

    file: BinaryIO | None
    encoding: str = "utf-8"
    isatty: bool = False

    @property
    def ascii(self) -> bool:
        """Whether it cannot carry mathematics."""
        return not self.encoding.lower().replace("-", "").replace("_", "").startswith(("utf", "cp65001"))

    def write(self, text: str) -> None:
        """All of the text, at once; raises OSError."""
        if self.file is not None:
            self.file.write(text.encode(self.encoding, "replace"))
            self.file.flush()


class Streams(NamedTuple):
    """Everything of the outside world that a command line needs."""

    stdin: BinaryIO | None
    stdout: Stream
    stderr: Stream
    environ: Mapping[str, str]

    def write_answer(self, text: str) -> bool:
        """Write on stdout; False when nobody reads any more.

        Raises:
            FileError: If it cannot be written.
        """
        if not text:
            return True
        if self.stdout.file is None:
            raise FileError("the answer cannot be written: standard output is closed")
        try:
            self.stdout.write(text)
        except BrokenPipeError:
            return False
        except OSError as problem:
            told = problem.strerror or "unknown reason"
            raise FileError(f"the answer cannot be written: {told[0].lower()}{told[1:]}") from problem
        return True

    def write_note(self, text: str) -> None:
        """Write on stderr; that it cannot be written can be told nowhere."""
        if text:
            try:
                self.stderr.write(text)
            except OSError:
                return


def process_streams() -> Streams:
    """The streams of this process. A closed one stays closed: its number is kept from pipes of ours."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    return Streams(stdin, _stream(sys.stdout), _stream(sys.stderr), os.environ)


def _stream(text: TextIO | None) -> Stream:
    if text is None:
        return Stream(None)
    return Stream(text.buffer, text.encoding or "ascii", text.isatty())


def chunks(stdin: BinaryIO, longest: int) -> Iterator[list[bytes]]:
    """The lines of a stream, in lists of those that were there at once; longer ones are cut a little too long."""
    rest = b""
    while data := stdin.read1(_CHUNK) if hasattr(stdin, "read1") else stdin.readline():
        *lines, rest = (rest + data).split(b"\n")
        rest = rest[: longest + 1]
        yield [line[: longest + 1] for line in lines]
    if rest:
        yield [rest]


def _decimals(digits: object) -> int | None:
    """More decimals than a float has are not shown; `eval` computes them another way."""
    return min(digits, 17) if isinstance(digits, int) else None


def output_fields(shared: Mapping[str, Any], streams: Streams) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of `Output` for stdout and for stderr, from flags, environment and streams.

    Raises:
        InputError: If two formats are asked for.
    """
    shape = _format(shared, streams.stdout)
    common = {
        "quiet": bool(shared.get("quiet")),
        "verbose": bool(shared.get("verbose")),
        "digits": _decimals(shared.get("digits")),
    }
    output = {
        **common,
        "format": shape,
        "width": _width(streams.environ, streams.stdout),
        "ascii": bool(shared.get("ascii")) or streams.stdout.ascii or streams.environ.get("TERM") == "dumb",
        "height": _height(streams.environ, streams.stdout),
        "color": shape == "terminal" and _color(shared, streams.environ, streams.stdout),
        "many_colors": "256" in streams.environ.get("TERM", ""),
        "true_color": streams.environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"},
        "hints": bool(shared.get("next_line", True)),
    }
    errors = {
        **common,
        "format": "json" if shape == "json" else "terminal",
        "width": _width(streams.environ, streams.stderr),
        "ascii": bool(shared.get("ascii")) or streams.stderr.ascii,
        "height": _height(streams.environ, streams.stderr),
        "watched": streams.stderr.isatty and streams.environ.get("TERM") != "dumb",
        "color": _color(shared, streams.environ, streams.stderr),
    }
    return output, errors


def _format(shared: Mapping[str, Any], stdout: Stream) -> str:
    chosen = [name for name in ("json", "plain", "latex", "python", "screen") if shared.get(name)]
    if len(chosen) > 1:
        raise InputError(f"--{chosen[0]} and --{chosen[1]} exclude each other", hint="give one of them")
    if chosen:
        return "terminal" if chosen[0] == "screen" else chosen[0]
    return "terminal" if stdout.isatty else "plain"


def _color(shared: Mapping[str, Any], environ: Mapping[str, str], stream: Stream) -> bool:
    """--color and --no-color, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal that can."""
    wish = shared.get("color")
    if wish is not None:
        return bool(wish)
    if environ.get("NO_COLOR"):
        return False
    force = environ.get("FORCE_COLOR")
    if force:
        return force != "0"
    return stream.isatty and environ.get("TERM") != "dumb"


def _width(environ: Mapping[str, str], stream: Stream) -> int:
    """COLUMNS, else the terminal's own width, else 80."""
    return _told(environ, "COLUMNS") or _measured(stream)[0] or _WIDTH


def _height(environ: Mapping[str, str], stream: Stream) -> int:
    """LINES, else the terminal's own height, else 24."""
    return _told(environ, "LINES") or _measured(stream)[1] or _HEIGHT


def _told(environ: Mapping[str, str], name: str) -> int:
    """The number that a variable of the environment gives, 0 if none."""
    told = environ.get(name, "")
    return int(told[:6]) if told.isascii() and told.isdigit() else 0


def _measured(stream: Stream) -> tuple[int, int]:
    """Columns and rows of the terminal; 0 where it does not say."""
    if not stream.isatty or stream.file is None:
        return 0, 0
    try:
        return os.get_terminal_size(stream.file.fileno())
    except (OSError, ValueError):
        return 0, 0


def early_errors(arguments: list[str], streams: Streams) -> dict[str, Any]:
    """The fields of `Output` for a mistake in the command line itself, whose options are not known yet."""
    flags = {name: True for name in ("json", "ascii", "quiet") if f"--{name}" in arguments}
    if "--no-color" in arguments:
        flags["color"] = False
    return output_fields(flags, streams)[1]


def show(mistake: MvcalcError, errors: Mapping[str, Any], streams: Streams) -> int:
    """Write a mistake on stderr; its exit code."""
    from mvcalc_cli.render import show_error
    from mvcalc_cli.render.output import Output

    streams.write_note(show_error(mistake, Output(**errors)))
    return mistake.exit_code
