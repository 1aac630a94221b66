"""Numbers from files: points, vectors and matrices as .csv, .json and .npy."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NoReturn, TypeGuard, cast

from mvcalc_cli.commands.files import read_text
from mvcalc_cli.errors import FileError

LONGEST: Final = 512_000_000  # characters; 10^7 numbers with all their digits are 200 million
_EXTENSIONS: Final = (".csv", ".tsv", ".json", ".npy")
# One rule for numbers, ASCII alone: 1, -2.5, .5, 1e-3.
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)

# A point by name, a number, a vector or a matrix each; or its numbers in order; or the rows of a matrix.
Numbers = Mapping[str, Any] | Sequence[Any]


def is_number_file(text: str) -> bool:
    """Whether `@FILE` names a file of numbers, by its extension."""
    return text.startswith("@") and os.path.splitext(text)[1].lower() in _EXTENSIONS


def read_vector(path: str) -> Sequence[float]:
    """The numbers of a file, in order.

    Raises:
        FileError: If it cannot be read, holds something else, or is empty.
    """
    found = read_array(path)
    if is_matrix(found):
        raise FileError(f"{path} is {size_of(found)}, and one row of numbers is wanted here")
    return found


def read_array(path: str) -> Sequence[Any]:
    """The numbers of a file: a vector, or the rows of a matrix.

    Raises:
        FileError: If it cannot be read, holds something else, or is empty.
    """
    found = read_numbers(path)
    if isinstance(found, Mapping):
        raise FileError(f"{path} has names, and numbers alone are wanted here", hint="write the numbers alone")
    if not len(found):
        raise FileError(f"{path} holds no number")
    return found


def is_matrix(found: Numbers) -> TypeGuard[Sequence[Any]]:
    """Whether these are the rows of a matrix."""
    return not isinstance(found, Mapping) and len(found) > 0 and hasattr(found[0], "__len__")


def size_of(found: Sequence[Any]) -> str:
    """Of a matrix: "a matrix of 2 rows and 3 columns"."""
    return f"a matrix of {len(found):,} rows and {len(found[0]):,} columns"


def point_text(found: Numbers) -> str:
    """The numbers of a file as a point is typed.

    >>> point_text({"x": [1.0, 1e-05], "a": 2.5}), point_text([1.0, -2.0])
    ('x=[1.0, 0.00001], a=2.5', '1.0, -2.0')
    >>> point_text({"A": [[1.0, 2.0], [3.0, 4.0]]}), point_text([[1.0, 2.0], [3.0, 4.0]])
    ('A=[1.0, 2.0; 3.0, 4.0]', '1.0, 2.0, 3.0, 4.0')
    """
    if isinstance(found, Mapping):
        return ", ".join(f"{name}={_typed(value)}" for name, value in found.items())
    return ", ".join(_typed(entry).strip("[]") for entry in found)


def _typed(value: Any) -> str:
    """Decimals without an exponent, which is a guess in a formula; a list in brackets."""
    from decimal import Decimal

    if hasattr(value, "__len__"):
        between = "; " if is_matrix(value) else ", "
        return f"[{between.join(_typed(entry).strip('[]') for entry in value)}]"
    return format(Decimal(repr(float(value))), "f")


def read_numbers(path: str) -> Numbers:
    """What a file of numbers holds.

    `.csv`: a column or a row of numbers, under a header or not; rows of numbers are a matrix; a header of names over
    one row, or rows of name and number, give values by name. `.json`: a list, or an object whose values are numbers or
    lists; a list of equally long lists is a matrix. `.npy`: an array of one axis or two.

    Raises:
        FileError: If it cannot be read or holds something else, with the line.
    """
    extension = os.path.splitext(path)[1].lower()
    if extension == ".npy":
        return _array(path)
    text = read_text(path, LONGEST)
    return _json(text, path) if extension == ".json" else _csv(text, path)


def _array(path: str) -> Sequence[float]:
    from mvcalc_cli.numeric.arrays import load

    found: Any = load(path)
    return cast("Sequence[float]", found)


def _json(text: str, path: str) -> Numbers:
    import json

    def refuse(word: str) -> NoReturn:
        raise ValueError(f"{word} is no number")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError("a name is given twice")
        return found

    try:
        found = json.loads(text, parse_constant=refuse, object_pairs_hook=once)
    except (ValueError, RecursionError) as problem:
        raise FileError(f"{path} cannot be read as JSON: {problem}") from problem
    if isinstance(found, list):
        return _list(found, path, "")
    if isinstance(found, dict):
        return {name: _value(value, path, name) for name, value in found.items()}
    raise FileError(f"{path} holds neither a list nor an object", hint='{"x": [1, 2, 3]} or [1, 2, 3]')


def _value(value: Any, path: str, name: str) -> Any:
    return _list(value, path, name) if isinstance(value, list) else _floats([value], path, name)[0]


def _list(values: list[Any], path: str, name: str) -> list[Any]:
    """A list of numbers, or of rows of them, all of one length."""
    if not values or not all(isinstance(row, list) for row in values):
        return _floats(values, path, name)
    rows = [_floats(row, path, f"{name}[{place}]" if name else f"row {place}") for place, row in enumerate(values, 1)]
    _even([len(row) for row in rows], path, "row")
    return rows


def _even(lengths: list[int], path: str, what: str) -> None:
    """The rows of a matrix are equally long, and not empty."""
    place = next((k for k, length in enumerate(lengths) if length != lengths[0] or not length), None)
    if place is not None:
        found = f"{what} {place + 1:,} of {path} has {lengths[place]:,} numbers"
        raise FileError(f"{found}, and row 1 has {lengths[0]:,}" if lengths[0] else f"{found}: a matrix needs some")


def _floats(values: list[Any], path: str, name: str) -> list[float]:
    found = []
    for place, value in enumerate(values, 1):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not _is_finite(value):
            where = f"{name}[{place}]" if name else f"entry {place:,}"
            raise FileError(f"{where} of {path} is not a finite number")
        found.append(float(value))
    return found


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _csv(text: str, path: str) -> Numbers:
    """The numbers of a table: one column, one row, or names and numbers."""
    rows = [(k, _cells(line)) for k, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not rows:
        raise FileError(f"{path} is empty")
    first = rows[0][1]
    if all(map(_is_number, first)):
        return _plain(rows, path)
    if len(first) > 1 and len(rows) == 2 and not any(map(_is_number, first)):
        return _by_name(first, [_number(cell, path, rows[1][0]) for cell in rows[1][1]], path)
    if len(first) == 2:
        named = rows[1:] if not _is_number(first[1]) else rows
        return _by_name([row[0] for _, row in named], [_number(_second(r, path, k), path, k) for k, r in named], path)
    if len(first) == 1:
        return _plain(rows[1:], path)  # a header over a column
    _number(next(cell for cell in first if not _is_number(cell)), path, rows[0][0])
    raise FileError(f"{path} is no column of numbers")


def _plain(rows: list[tuple[int, list[str]]], path: str) -> list[Any]:
    """A column of numbers, one row, or the rows of a matrix."""
    if len(rows) > 1 and any(len(row) > 1 for _, row in rows):
        _even([len(row) for _, row in rows], path, "row")
        return [[_number(cell, path, k) for cell in row] for k, row in rows]
    return [_number(cell, path, k) for k, row in rows for cell in row]


def _second(row: list[str], path: str, k: int) -> str:
    if len(row) != 2:
        raise FileError(f"line {k:,} of {path} is not a name and a number")
    return row[1]


def _by_name(names: list[str], values: list[float], path: str) -> dict[str, float]:
    if len(names) != len(values):
        raise FileError(f"{path} has {len(names)} names and {len(values)} numbers")
    if len(set(names)) < len(names):
        doubled = next(name for name in names if names.count(name) > 1)
        raise FileError(f"{path} gives {doubled} twice")
    return dict(zip(names, values, strict=True))


def _cells(line: str) -> list[str]:
    """The cells between tabs, semicolons or commas; a decimal comma only beside semicolons."""
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    if ";" in line:
        return [cell.strip().replace(",", ".") for cell in line.split(";")]
    return [cell.strip().strip('"') for cell in line.split(",")]


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _number(cell: str, path: str, k: int) -> float:
    if not cell:
        raise FileError(f"a number is missing in line {k:,} of {path}")
    if not _is_number(cell) or not math.isfinite(float(cell)):
        raise FileError(f"line {k:,} of {path} holds {cell[:40]}, which is not a finite number")
    return float(cell)
