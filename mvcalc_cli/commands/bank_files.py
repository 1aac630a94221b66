"""What the commands for authors share: the files that are meant, command lines of pictures, progress."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

from mvcalc_cli.errors import FileError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader

_EXTENSIONS = (".yaml", ".yml")
_PATIENCE = 1.0


def bank_files(reader: Reader, names: Sequence[str]) -> list[str]:
    """The files of the banks that are meant by paths, folders, ids or numbers of modules; a broken one counts too.

    Raises:
        InputError: For a name that is none of these.
        FileError: If there is no such file.
    """
    found: list[str] = []
    for name in names:
        found += _files(reader, name)
    return list(dict.fromkeys(found))


def _files(reader: Reader, name: str) -> list[str]:
    if os.path.isdir(name):
        files = sorted(os.path.join(name, file) for file in os.listdir(name) if file.endswith(_EXTENSIONS))
        if not files:
            raise FileError(f"there is no bank in {name}", hint="banks are files ending in .yaml")
        return files
    if name.endswith(_EXTENSIONS) or os.sep in name or os.path.exists(name):
        return [name]
    from mvcalc_cli.commands.sittings import environment
    from mvcalc_cli.quiz.find import choose, library
    from mvcalc_cli.quiz.nodes import BankError

    try:
        return [bank.path for bank in choose([name], library((), environment(reader)))]
    except BankError as mistakes:
        return [mistakes.findings[0].path]


def check_figure(line: str) -> None:
    """Refuse a command line that draws nothing of ours, or touches files.

    Raises:
        InputError: With the reason; a ParseError where its expression cannot be read.
    """
    from mvcalc_cli.commands.arguments import assigned, read_line
    from mvcalc_cli.commands.options import LIMITS, OUTPUT
    from mvcalc_cli.commands.registry import named
    from mvcalc_cli.commands.signature import parameters
    from mvcalc_cli.language.parser import parse

    words = figure_words(line)
    command, count = named(words)
    if command is None or command.group == "Practise":
        raise InputError(f"{' '.join(words[:1])} is no command that draws", hint="figure: plot {f} --contour")
    declared = parameters(command)
    found = read_line(words[count:], declared, command.name)
    for parameter, spelled, value in found.options:
        if parameter.option is not None and parameter.option.group in (OUTPUT, LIMITS):
            raise InputError(f"{spelled} has no place in a figure", hint="options of the picture alone")
        _refuse_file(value or "")
    draws = command.group == "See" or any(parameter.name == "plot" for parameter, _, _ in found.options)
    if not draws:
        raise InputError(f"{command.name} draws nothing without --plot", hint=f"{command.name} … --plot")
    for parameter, texts in assigned(found.positionals, declared):
        for text in texts:
            _refuse_file(text)
            if getattr(parameter.marker, "lines", False):
                parse(text)


def figure_words(line: str) -> list[str]:
    """The words of a command line of a picture; `mvcalc` itself may stand before them.

    Raises:
        InputError: For a quotation mark that is never closed.

    >>> figure_words("mvcalc plot 'x^2 + y^2' --contour")
    ['plot', 'x^2 + y^2', '--contour']
    """
    try:
        words = shlex.split(line)
    except ValueError:
        raise InputError(f"a quotation mark is never closed: {line}", hint="figure: plot {f} --contour") from None
    return words[1:] if words[:1] == ["mvcalc"] else words


def _refuse_file(text: str) -> None:
    if "@" in text or text == "-":
        raise InputError("a figure reads no files", hint="write the expression itself")


class Progress:
    """Which question is looked at, on stderr, while a person waits; it is gone when the work is over."""

    def __init__(self, reader: Reader) -> None:
        import time

        self._reader = reader
        self._watched = reader.watched and not reader.output.quiet
        self._clock = time.monotonic
        self._next = self._clock() + _PATIENCE
        self._shown = False

    def __call__(self, question: str) -> None:
        """A question begins."""
        if self._watched and self._clock() >= self._next:
            from mvcalc_cli.render.clean import one_line

            self._shown = True
            self._reader.live(f"\r  {one_line(question[:60])}\x1b[K")

    def close(self) -> None:
        """Leave nothing behind."""
        if self._shown:
            self._reader.live("\r\x1b[K")
