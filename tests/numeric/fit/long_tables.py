"""Tables for tests of what long tables go through: rows made on the spot, in pieces."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from mvcalc_cli.errors import FileError
from mvcalc_cli.numeric.fit.chunked import Residues
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.form import About


class Columns(NamedTuple):
    columns: Mapping[str, Any]
    dropped: int = 0


class Piece(NamedTuple):
    """Rows from `first` to `last` of y = 2 exp(−x/3) + a wave; a cell of row `bad` is no number."""

    first: int
    last: int
    bad: int = -1
    dropped: int = 0
    unseen: bool = False
    name: str = "long.csv"

    @property
    def size(self) -> int:
        return 36 * (self.last - self.first)

    def read(self, _wanted: Sequence[str]) -> Columns:
        if self.unseen:
            raise FileNotFoundError(2, "No such file or directory")
        if self.first <= self.bad < self.last:
            raise FileError(f"{self.name}:{self.bad + 2}:3: this is no number")
        rows = np.arange(self.first, self.last)
        x = (rows * 7919 % 100_003) / 10_000.0
        return Columns({"x": x, "y": 2 * np.exp(-x / 3) + 0.01 * np.sin(12.9898 * rows)}, self.dropped)

    def where(self, row: int, name: str, _wanted: Sequence[str]) -> str:
        return f"{self.name}:{self.first + row + 2}:{'xy'.index(name) + 1}"


class LongTable:
    """So many rows in pieces of so many."""

    def __init__(
        self, rows: int, each: int, *, bad: int = -1, dropped: int = 0, unseen: bool = False, repeatable: bool = True
    ) -> None:
        self.name = "long.csv"
        self.repeatable = repeatable
        self._pieces = [Piece(first, min(first + each, rows), bad, dropped, unseen) for first in range(0, rows, each)]

    def refuse_unknown(self, _wanted: Sequence[str]) -> None:
        """Both columns are there."""

    def pieces(self) -> list[Piece]:
        return self._pieces

    def chunks(self, wanted: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        return (piece.read(wanted).columns for piece in self._pieces)


class Plain(NamedTuple):
    """Rows made by a function of the columns x and y."""

    make: Callable[[Mapping[Any, Any]], Data]

    def __call__(self, columns: Mapping[Any, Any]) -> Data:
        return self.make(columns)

    def about(self, what: str) -> About:
        return About(what or "y", "x" if what == "x" else "y")


def _as_they_are(columns: Mapping[Any, Any]) -> Data:
    return Data({"x": columns["x"]}, columns["y"])


def _logarithmic(columns: Mapping[Any, Any]) -> Data:
    with np.errstate(all="ignore"):
        y = np.log(columns["y"] - 0.5)
    return Data({"x": columns["x"]}, np.where(np.isfinite(y), y, np.nan))


as_they_are = Plain(_as_they_are)
logarithmic = Plain(_logarithmic)


class Slowly(NamedTuple):
    """A work that takes so long that there is time to kill whoever does it."""

    work: Residues

    def __call__(self, data: Data, request: Any, first: int) -> Any:
        time.sleep(0.05)
        return self.work(data, request, first)
