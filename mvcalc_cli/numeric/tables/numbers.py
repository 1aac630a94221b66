"""One rule for numbers, ASCII alone: 1, -2.5, .5, 1e-3; what marks a missing one; what to say of everything else."""

from __future__ import annotations

import math
import re
from typing import Final

from mvcalc_cli.numeric.tables.mistakes import shown

NUMBER: Final = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA: Final = re.compile(rb"[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?")
# What programs write where nothing was measured, in small letters.
_MISSING: Final = frozenset(
    [b"", b"na", b"n/a", b"#n/a", b"nan", b"-nan", b"+nan", b"null", b"none", b"nil", b"-", b"--", b"?", b".", b"<na>"]
)
_WORD_OF_DROP: Final = "--missing drop leaves such rows out"


def is_missing(cell: bytes) -> bool:
    """Whether a cell is empty, or says that there is nothing: NA, nan, null, -, ?."""
    return len(cell) <= 5 and cell.lower() in _MISSING


def is_number(cell: bytes, decimal: bytes = b".") -> bool:
    """Whether a cell is a number by the rule, large ones included.

    >>> is_number(b"1e-3"), is_number(b"1,5"), is_number(b"1,5", b","), is_number(b"1_0"), is_number(b"inf")
    (True, False, True, False, False)
    """
    rule = _COMMA if decimal == b"," else NUMBER
    return rule.fullmatch(cell) is not None


def value(cell: bytes, decimal: bytes = b".") -> float | None:
    """The number nearest to what is written; None where a cell is no finite number."""
    if not is_number(cell, decimal):
        return None
    found = float(cell.replace(b",", b"."))
    return found if math.isfinite(found) else None


def exact(cell: bytes) -> object:
    """The long double nearest to what is written in a cell that is a number."""
    import numpy as np

    return np.longdouble(cell.replace(b",", b".").decode("ascii"))


def missing(cell: bytes, column: str) -> tuple[str, str]:
    """The sentence about a cell without a number, and the fix."""
    if not cell:
        return f"the cell of {column} is empty", _WORD_OF_DROP
    return f"{shown(cell)} in column {column} says that a value is missing", _WORD_OF_DROP


def mistake(cell: bytes, column: str, separator: bytes, decimal: bytes) -> tuple[str, str]:
    """The sentence about a cell that is neither a number nor missing, and the fix."""
    text = cell.decode("utf-8", "replace")
    if is_number(cell, decimal):
        return f"{shown(cell)} in column {column} is too large for a number", "numbers reach 1.8e308"
    if text.lower().lstrip("+-") in {"inf", "infinity", "∞"}:
        return f"{shown(cell)} in column {column} is no finite number", "correct the cell, or put # before its line"
    return f"{shown(cell)} in column {column} is no number", _fix(text, separator, decimal)


def _fix(text: str, separator: bytes, decimal: bytes) -> str:
    for fix in (_either_mark, _other_mark, _other_minus, _grouped, _other_exponent, _date, _unit):
        told = fix(text, separator, decimal)
        if told:
            return told
    return "only the columns that the model uses must be numbers: --x and --y choose them; or put # before its line"


def _written(text: str) -> bool:
    return text.isascii() and is_number(text.encode())


def _either_mark(text: str, _separator: bytes, decimal: bytes) -> str | None:
    """1,200 is 1200 to some and 1.2 to others."""
    mark = "." if decimal == b"," else ","
    if not re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}\{mark}\d{{3}}", text):
        return None
    decimal_mark = "," if mark == "." else "."
    return f"write {text.replace(mark, '')} if the {mark} parts the thousands, else {text.replace(mark, decimal_mark)}"


def _other_mark(text: str, separator: bytes, decimal: bytes) -> str | None:
    """1,5 where the point is the decimal mark; 1.5 where it is the comma."""
    if decimal == b"," and _written(text):
        return f"this file writes decimals with a comma: {text.replace('.', ',')}"
    if decimal != b"," and text.isascii() and is_number(text.encode(), b","):
        also = "" if separator == b";" else ", or put ; between the columns"
        return f"write {text.replace(',', '.')}{also}"
    return None


def _other_minus(text: str, *_: bytes) -> str | None:
    bare = text.replace("−", "-").replace("–", "-")
    return f"write the minus sign as -: {bare}" if bare != text and _written(bare.replace(",", ".")) else None


def _grouped(text: str, *_: bytes) -> str | None:
    """1,234.5; 1 234,5; 1_000; 1'000."""
    grouped = r"[+-]?\d{1,3}([,.'’_\s\u202f]\d{3})+([.,]\d*)?|\d+(_\d+)+"
    if not text.strip("+-")[:1].isascii() or not re.fullmatch(grouped, text):
        return None
    return "write numbers without marks between the thousands"


def _other_exponent(text: str, *_: bytes) -> str | None:
    bare = re.sub("[dD]", "e", text)
    return f"write {bare}" if bare != text and _written(bare) else None


def _date(text: str, *_: bytes) -> str | None:
    if re.match(r"\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{2,4}|\d\d?:\d\d", text):
        return "write times as numbers, such as days or seconds since the first row"
    return None


def _unit(text: str, *_: bytes) -> str | None:
    """12 %, 5 kg, $5."""
    found = re.fullmatch(r"\W{0,2}?([+-]?(?:\d+\.?\d*|\.\d+))\s?[^\d\s]{1,8}|[^\w\s+-]{1,3}\s?(\d+\.?\d*)", text)
    return f"write the number alone: {found[1] or found[2]}" if found and text.isprintable() else None
