"""From what is typed to files: one, several that a pattern names, a stream; whether of text or Parquet."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO, Final

from mvcalc_cli.errors import FileError
from mvcalc_cli.language.names import nearest
from mvcalc_cli.numeric.tables.text_file import TextFile, text_file, unreadable

if TYPE_CHECKING:
    from mvcalc_cli.numeric.tables.source import Source

_PATTERN: Final = frozenset("*?[")
_MOST_FILES: Final = 20_000  # of a folder, in which a name is looked for
_PARQUET: Final = b"PAR1"


def opened(patterns: Sequence[str]) -> list[Source]:
    """The files that names and patterns stand for, each once, patterns in the order of their names.

    Raises:
        FileError: If there is none, one cannot be read, or their columns differ.
    """
    paths = list(dict.fromkeys(path for pattern in patterns for path in _matching(pattern)))
    files = [_opened(path) for path in paths]
    for file in files[1:]:
        if set(file.header) != set(files[0].header):
            _refuse_other(file, files[0])
    return files


def _refuse_other(file: Source, first: Source) -> None:
    """Raise for a file whose columns are not those of the first one."""
    lacks = [name for name in first.header if name not in file.header]
    told = f"lacks the column {lacks[0]}" if lacks else f"has a column {_more(file, first)}"
    raise FileError(
        f"{file.name} {told}, unlike {first.name}", hint="files that are read together have the same columns"
    )


def _more(file: Source, first: Source) -> str:
    return next(name for name in file.header if name not in first.header)


def _matching(pattern: str) -> list[str]:
    """The files that a pattern names; a name itself, whether or not there is such a file."""
    if os.path.exists(pattern) or not _PATTERN & set(pattern):
        return [pattern]
    from glob import glob

    found = sorted(path for path in glob(pattern, recursive=True) if not os.path.isdir(path))
    if not found:
        raise FileError(f"no file matches {pattern}", hint=_there_is(pattern))
    return found


def _opened(path: str) -> Source:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise FileError(f"{path} is a folder", hint=f"all its tables: '{path.rstrip('/')}/*.csv'")
        if not stat.S_ISREG(mode):
            return _pipe(path)
        if _is_parquet(path):
            from mvcalc_cli.numeric.tables.parquet import parquet_file

            return parquet_file(path)
        return text_file(path, path)
    except FileNotFoundError:
        raise FileError(f"{path} cannot be read: no such file or directory", hint=_there_is(path)) from None
    except (OSError, ValueError) as problem:
        if isinstance(problem, OSError):
            raise unreadable(path, problem) from None
        raise FileError(f"{path!r} is no name of a file") from None


def _pipe(path: str) -> Source:
    """A named pipe, which is closed where it has been read to its end."""
    stream = open(path, "rb")  # noqa: SIM115 - a long one is read later
    file = from_stream(path, stream)
    if file.stream is None:
        stream.close()
    return file


def _is_parquet(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read(4) == _PARQUET


def _there_is(path: str) -> str | None:
    """The file that was probably meant."""
    folder, name = os.path.split(path)
    try:
        names = sorted(entry for entry in os.listdir(folder or ".")[:_MOST_FILES] if not entry.startswith("."))
    except OSError:
        return f"there is no folder {folder}" if folder and not os.path.exists(folder) else None
    near = nearest(name, names) or next((each for each in names if os.path.splitext(each)[0] == name), None)
    return f"did you mean {os.path.join(folder, near)}?" if near else None


def from_stream(name: str, stream: BinaryIO) -> TextFile:
    """A stream; where it is a file in truth, that file, which can be read again, and by several processes."""
    path = _path_of(stream)
    try:
        return text_file(name, path) if path else text_file(name, stream=stream)
    except OSError as problem:
        raise unreadable(name, problem) from None


def _path_of(stream: BinaryIO) -> str:
    try:
        number = stream.fileno()
        is_file = stat.S_ISREG(os.fstat(number).st_mode) and stream.tell() == 0
    except (OSError, ValueError):
        return ""
    path = f"/proc/self/fd/{number}"
    return path if is_file and os.path.exists(path) else ""


def standard_input() -> BinaryIO:
    """The bytes of standard input.

    Raises:
        FileError: If it is closed.
    """
    import sys

    if sys.stdin is None:
        raise FileError("standard input is closed", hint="give the name of a file")
    return sys.stdin.buffer
