"""Text from files: `@FILE` in the place of any argument."""

from __future__ import annotations

import os
from itertools import pairwise

from mvcalc_cli.errors import FileError, InputError, Place


def argument_text(text: str, argument: str, limit: int) -> str:
    """The argument itself, or for `@FILE` what the file holds.

    Args:
        text: What was typed.
        argument: The name of the argument, for messages.
        limit: Characters allowed.

    Raises:
        FileError: If the file cannot be read, is too long, or is no UTF-8 text.
        InputError: If the argument itself is no UTF-8 text.
    """
    if text.startswith("@"):
        return _one_expression(read_text(text[1:], limit).strip(), text[1:])
    refuse_bytes(text, argument)
    return text


# A line that ends or begins so goes on: a long sum may be broken wherever a person would break it.
_GOES_ON = "+-*/^,;(=[{<>|&·−×"
_GOES_BACK = "+-*/^,;)=]}<>|&·−×"


def _one_expression(text: str, path: str) -> str:
    """The text of a file, if its lines are one expression and not several."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for above, below in pairwise(lines):
        if above[-1] not in _GOES_ON and below[0] not in _GOES_BACK:
            raise FileError(
                f"{path} has {len(lines):,} lines, and one expression is wanted here",
                hint=f"one by one: mvcalc COMMAND - < {path}",
            )
    return text


def refuse_bytes(text: str, argument: str) -> None:
    """Raise if the argument held bytes that are not UTF-8; Python hands them on as lone surrogates."""
    for place, char in enumerate(text):
        if "\ud800" <= char <= "\udfff":
            raise InputError(
                f"character {place + 1} is not UTF-8 text",
                hint="type the expression in UTF-8, or in ASCII",
                place=Place(text, place, place + 1, argument),
            )


def read_text(path: str, limit: int) -> str:
    """The text of a file, without a byte order mark; raises FileError."""
    if not path:
        raise FileError("@ needs the name of a file", hint="@FILE")
    try:
        # Opened without blocking, so that a pipe nobody writes into cannot hold us.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            data = file.read(4096) or b""
            if b"\0" not in data:  # /dev/zero is not read to the end
                data += file.read(4 * limit + 4 - len(data)) or b""
    except (OSError, ValueError) as problem:
        told = getattr(problem, "strerror", None) or "the name is not allowed"
        raise FileError(f"{path} cannot be read: {told[0].lower()}{told[1:]}") from problem
    text = decoded(data, path)
    if len(text) > limit:
        raise FileError(f"{path} is too long: {limit:,} characters are read at most")
    return text


def decoded(data: bytes, name: str) -> str:
    """UTF-8 text, a byte order mark taken off; raises FileError for anything else."""
    if b"\0" in data:
        raise FileError(f"{name} is not a text file: byte {data.index(0) + 1:,} is NUL")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        where = f" (line {line:,})" if line > 1 else ""
        raise FileError(f"{name} is not UTF-8 text{where}", hint="save it as UTF-8") from problem
