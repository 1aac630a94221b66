"""Both ends of a conversation in lines: what is said is shown at once, what is typed comes from the keyboard."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from mvcalc_cli.errors import MvcalcError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.line_mode import Said
    from mvcalc_cli.render.output import Output
    from mvcalc_cli.report import Block

_LONGEST: Final = 40_000  # bytes of an answer: what is longer is refused by the grader


class Page:
    """Where a conversation is written and read.

    On stdout; where that belongs to a JSON object or to a bare answer, on stderr.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        talks = reader.output.format in {"terminal", "plain"} and not reader.output.quiet
        shown = reader.output if talks else (reader.errors or reader.output)._replace(format="plain", quiet=False)
        self.output: Output = shown._replace(quiet=False)
        self._send: Callable[[str], None] = reader.stream if talks else reader.live
        self._talks = talks

    @property
    def has_person(self) -> bool:
        """Whether somebody sits at the keyboard, and sees what is said."""
        streams = self._reader.streams
        return self._talks and streams is not None and streams.stdout.isatty and _is_terminal(streams.stdin)

    def say(self, said: Said | MvcalcError) -> None:
        """Show a line, or a mistake with its place."""
        if isinstance(said, MvcalcError):
            from mvcalc_cli.render import show_error

            plain = self.output.format != "terminal"
            shown = self.output._replace(format="terminal", ascii=self.output.ascii or plain)
            self._send(show_error(said, shown))
            return
        from mvcalc_cli.commands.question_screen import blocks_of

        self.show(blocks_of(said, self.output))

    def show(self, blocks: tuple[Block, ...]) -> None:
        """Blocks, at once."""
        from mvcalc_cli.render import emit
        from mvcalc_cli.report import Report

        self._send(emit(Report("quiz run", blocks), self.output))

    def warn(self, text: str) -> None:
        """Something that has to be known, on stderr."""
        from mvcalc_cli.render import show_note

        errors = self._reader.errors
        if errors is not None:
            self._reader.live(show_note(text, errors._replace(format="terminal"), label="warning"))

    def ask(self, prompt: str) -> str | None:
        """What is typed; None when the input is closed. Without a keyboard the line is shown, for the record."""
        if self.has_person and self._is_process_input():
            return _typed(prompt)
        self._send(prompt)
        line = self._line()
        if line is None:
            self._send("\n")
        elif not self.has_person:
            from mvcalc_cli.render.segments import words

            self._send(words(line, self.output._replace(ascii=self.output.format != "terminal")) + "\n")
        return line

    def _is_process_input(self) -> bool:
        streams = self._reader.streams
        return streams is not None and sys.stdin is not None and streams.stdin is sys.stdin.buffer

    def _line(self) -> str | None:
        streams = self._reader.streams
        if streams is None or streams.stdin is None:
            return None
        data = streams.stdin.readline(_LONGEST)
        rest = data
        while rest and not rest.endswith(b"\n"):
            rest = streams.stdin.readline(_LONGEST)
        return data.decode("utf-8", "replace").rstrip("\r\n") if data else None


def _is_terminal(stdin: object) -> bool:
    try:
        return bool(stdin.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError):
        return False


def _typed(prompt: str) -> str | None:
    """A line with the keys of readline, where it is there."""
    with suppress(ImportError):
        import readline  # noqa: F401 - input() edits with it
    try:
        return input(prompt)
    except EOFError:
        sys.stdout.write("\n")
        sys.stdout.flush()
        return None
    except UnicodeDecodeError:
        return "\ufffd"
