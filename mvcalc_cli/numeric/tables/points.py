"""Points that are typed on the command line."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from mvcalc_cli.errors import InputError, Place
from mvcalc_cli.numeric.tables.numbers import value

_ARGUMENT: Final = "--points"
_POINT: Final = re.compile(r"[^\s;]+")
_FIX: Final = "write points as 1,2 2,3.9 3,6.1: blanks between points, commas within"


def checked(text: str) -> bytes:
    r"""The points as rows of a table.

    Raises:
        InputError: If a point is none, or they are not all alike.

    >>> checked("1,2; 2,3.9")
    b'1,2\n2,3.9\n'
    >>> checked("(1,2) (2,3.9)")
    b'1,2\n2,3.9\n'
    """
    tight = re.sub(r",\s+", lambda found: "," + "\0" * (len(found[0]) - 1), text)  # "1, 2" is one point
    points: list[list[str]] = []
    for found in _POINT.finditer(tight):
        points.append(_numbers(found[0], found.span(), text))
        if len(points[-1]) != len(points[0]):
            told = f"this point has {_numbered(len(points[-1]))}, and the first has {len(points[0])}"
            _refuse(told, text, found.span())
    if not points:
        raise InputError("there is no point", hint=_FIX, place=Place(text, 0, len(text), _ARGUMENT))
    return "".join(",".join(point) + "\n" for point in points).encode("ascii")


def _numbers(point: str, span: tuple[int, int], text: str) -> list[str]:
    """The numbers of one point."""
    bare = point[1:-1] if point[0] == "(" and point[-1] == ")" else point
    numbers = [number.strip("\0") for number in bare.split(",")]
    for number in numbers:
        if not number.isascii() or value(number.encode()) is None:
            _refuse(f"{number} is no number" if number else "a number is missing here", text, span)
    return numbers


def _numbered(count: int) -> str:
    return f"{count} number{'s' if count > 1 else ''}"


def _refuse(sentence: str, text: str, span: tuple[int, int]) -> NoReturn:
    raise InputError(sentence, hint=_FIX, place=Place(text, *span, _ARGUMENT))
