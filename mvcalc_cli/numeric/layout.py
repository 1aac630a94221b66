"""Which variables make up the flat vector v of shape (n,), and where each stands in it.

Variables that differ in a number alone (x1, x2, …) are one block, as are a vector x[1], x[2], … and a matrix A[1,1],
A[1,2], …, row by row: a block is read as an array. The order is that of names everywhere (`language.tree.name_order`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import name_order
from mvcalc_cli.numeric.distinct import distinct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Numbers = NDArray[np.float64]

_NUMBERED: Final = re.compile(r"(.*\D)([1-9]\d{0,8})(\]?)")
_ROW: Final = re.compile(r"(.*)\[([1-9]\d{0,8}),#\]")


class Block(NamedTuple):
    """Variables that are read as one array.

    Attributes:
        name: "x" of a number, a vector or a matrix, "x#" or "x[#]" of numbered variables.
        kind: "number", "vector", "matrix" or "numbered".
        where: Where it stands in v: a slice, or an array of places if other variables stand in between.
        size: How many entries it has.
        numbers: Of numbered variables their numbers, rising, shape (size,).
        shape: Of a matrix its rows and columns.
    """

    name: str
    kind: str
    where: Any
    size: int
    numbers: Any = None
    shape: tuple[int, int] | None = None

    def places(self) -> Integers:
        """The place in v of each entry."""
        import numpy as np

        return np.arange(self.where.start, self.where.stop) if isinstance(self.where, slice) else self.where

    def names(self) -> Iterator[str]:
        """The name of each entry."""
        if self.kind == "number":
            yield self.name
        elif self.kind == "vector":
            yield from (f"{self.name}[{k}]" for k in range(1, self.size + 1))
        elif self.shape is not None:
            rows, columns = self.shape
            yield from (f"{self.name}[{i},{j}]" for i in range(1, rows + 1) for j in range(1, columns + 1))
        else:
            before, _, after = self.name.partition("#")
            yield from (f"{before}{k}{after}" for k in self.numbers.tolist())

    def last(self) -> str:
        """The name of the last entry."""
        if self.kind == "number":
            return self.name
        if self.kind == "vector":
            return f"{self.name}[{self.size}]"
        if self.shape is not None:
            return f"{self.name}[{self.shape[0]},{self.shape[1]}]"
        return self.name.replace("#", str(self.numbers[-1]))


class Layout(NamedTuple):
    """The blocks in order, and the number n of all entries."""

    blocks: tuple[Block, ...]
    size: int

    def names(self) -> tuple[str, ...]:
        """The name of each entry of v.

        >>> Layout((Block("a", "number", slice(0, 1), 1), Block("x", "vector", slice(1, 3), 2)), 3).names()
        ('a', 'x[1]', 'x[2]')
        """
        found = [""] * self.size
        for block in self.blocks:
            for place, name in zip(block.places().tolist(), block.names(), strict=True):
                found[place] = name
        return tuple(found)

    def vector(self, point: Mapping[str, Any]) -> Numbers:
        """The flat vector of a point.

        Args:
            point: A value for each name; a vector takes a sequence, a matrix its rows, or each a number for all of
                its entries; so do numbered variables under the name they share: {"x": 1.2} for x1, x2, ….

        Raises:
            InputError: If a value is missing, or a sequence has the wrong length.
        """
        import numpy as np

        v = np.empty(self.size)
        for block in self.blocks:
            v[block.where] = _block_values(block, point)
        return v

    def point(self, v: Any) -> dict[str, Any]:
        """The flat vector taken apart: a number, or an array for a vector, under each name."""
        found: dict[str, Any] = {}
        for block in self.blocks:
            part = v[block.where]
            if block.kind == "vector":
                found[block.name] = part
            elif block.shape is not None:
                found[block.name] = part.reshape(block.shape)
            else:
                found.update(zip(block.names(), part.tolist(), strict=True))
        return found


def _block_values(block: Block, point: Mapping[str, Any]) -> Any:
    import numpy as np

    shared = block.name.partition("#")[0].rstrip("[_")
    if shared in point and (block.kind != "numbered" or next(block.names()) not in point):
        value = np.asarray(point[shared], dtype=np.float64)
        if value.ndim and value.shape != (block.shape or (block.size,)):
            wanted = _shape(block.shape or (block.size,))
            raise InputError(f"{shared} has {_shape(value.shape)} here, and {wanted} are needed")
        return value.ravel() if value.ndim else value
    missing = [name for name in block.names() if name not in point]
    if missing:
        raise InputError(f"there is no value for {missing[0]}", hint=f"give one: {missing[0]}=…")
    return [float(point[name]) for name in block.names()]


def _shape(shape: tuple[int, ...]) -> str:
    return f"{' × '.join(f'{length:,}' for length in shape)}{' values' if len(shape) == 1 else ''}"


def in_row(family: str) -> tuple[str, int] | None:
    """The matrix and the row that numbered variables stand in.

    >>> in_row("A[2,#]"), in_row("x[#]")
    (('A', 2), None)
    """
    found = _ROW.fullmatch(family)
    return (found[1], int(found[2])) if found else None


def numbered(name: str) -> tuple[str, int] | None:
    """The name with # for its number, and the number.

    >>> numbered("x12"), numbered("x[3]"), numbered("theta"), numbered("x0")
    (('x#', 12), ('x[#]', 3), None, None)
    """
    found = _NUMBERED.fullmatch(name)
    return (f"{found[1]}#{found[3]}", int(found[2])) if found else None


class Members:
    """Collects which variables occur, until they are laid out."""

    def __init__(self) -> None:
        self.single: set[str] = set()
        self.vectors: dict[str, int] = {}
        self.matrices: dict[str, tuple[int, int]] = {}
        self._numbers: dict[str, list[Any]] = {}

    def add(self, names: Iterable[str]) -> None:
        """Variables by name, "x", "x2" or "x[3]"."""
        for name in names:
            found = numbered(name)
            if found is None:
                self.single.add(name)
            else:
                self._numbers.setdefault(found[0], []).append(found[1])

    def add_numbers(self, family: str, numbers: Integers) -> None:
        """Numbered variables by the numbers, in any order."""
        self._numbers.setdefault(family, []).append(numbers)

    def numbers(self) -> dict[str, Integers]:
        """For each family its numbers, rising, each once; what belongs to a vector or a matrix is counted there."""
        import numpy as np

        found: dict[str, Integers] = {}
        for family, parts in self._numbers.items():
            every = distinct(np.concatenate([np.atleast_1d(np.asarray(part, dtype=np.int64)) for part in parts]))
            vector = family[:-3] if family.endswith("[#]") else ""
            row = in_row(family)
            if row and row[0] in self.matrices:
                self.grow(row[0], row[1], int(every[-1]))
            elif vector in self.vectors:
                self.vectors[vector] = max(self.vectors[vector], int(every[-1]))
            else:
                found[family] = every
        return found

    def grow(self, matrix: str, rows: int, columns: int) -> None:
        """A matrix has this many rows and columns, or more."""
        known = self.matrices[matrix]
        self.matrices[matrix] = max(known[0], rows), max(known[1], columns)


def lay_out(
    single: Iterable[str],
    vectors: Mapping[str, int],
    families: Mapping[str, Integers],
    matrices: Mapping[str, tuple[int, int]],
) -> Layout:
    """The blocks in the order of their names."""
    blocks = [Block(name, "number", None, 1) for name in single]
    blocks += [Block(name, "vector", None, size) for name, size in vectors.items() if size]
    blocks += [Block(name, "numbered", None, len(numbers), numbers) for name, numbers in families.items()]
    shaped = [(name, shape, shape[0] * shape[1]) for name, shape in matrices.items()]
    blocks += [Block(name, "matrix", None, size, None, shape) for name, shape, size in shaped if size]
    blocks.sort(key=lambda block: name_order(next(block.names())))
    if any(name_order(a.last()) > name_order(next(b.names())) for a, b in pairwise(blocks)):
        return _interleaved(blocks)
    start, placed = 0, []
    for block in blocks:
        placed.append(block._replace(where=slice(start, start + block.size)))
        start += block.size
    return Layout(tuple(placed), start)


def _interleaved(blocks: list[Block]) -> Layout:
    """x1, x1a, x2: each name at its own place."""
    import numpy as np

    every = sorted((name for block in blocks for name in block.names()), key=name_order)
    place = {name: k for k, name in enumerate(every)}
    placed = [block._replace(where=np.array([place[name] for name in block.names()])) for block in blocks]
    return Layout(tuple(placed), len(every))
