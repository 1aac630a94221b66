"""The inputs of a graph: how a variable by name, or by name and an array of indices, becomes a slot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.numeric.graph import MOST_ROWS, Graph
from mvcalc_cli.numeric.layout import Layout, Members, in_row, lay_out, numbered
from mvcalc_cli.numeric.spaces import Entry, Space, places

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]


class Inputs:
    """The variables of one graph, and the constant vectors that `--let` binds.

    Args:
        graph: Where readings are written down.
        members: Which variables occur.
        lets: Constants: name -> a number or an array of shape (n,) or (r, c).
    """

    def __init__(self, graph: Graph, members: Members, lets: Mapping[str, Any]) -> None:
        self.graph = graph
        self.lets = lets
        self._families = members.numbers()
        self._vectors = members.vectors
        self._single = members.single
        self._members = members
        self._matrices = dict(members.matrices)  # as they are known so far
        self._spaces: dict[str, Space] = {}
        self.slots: dict[str, int] = {}
        for name in (*self._single, *self._vectors, *self._families, *self._matrices):
            self._spaces[name] = Space(self._size(name))
            self.slots[name] = graph.input(self._spaces[name])

    def _size(self, name: str) -> int:
        if name in self._matrices:
            rows, columns = self._matrices[name]
            return rows * columns
        return len(self._families[name]) if name in self._families else self._vectors.get(name, 1)

    def has_room(self) -> bool:
        """Were the matrices as large as their indices ask for?"""
        return self._members.matrices == self._matrices

    def layout(self) -> Layout:
        """Where each variable stands in v, once everything has been read."""
        for name in self._vectors:
            self._vectors[name] = self._spaces[name].size
        return lay_out(self._single, self._vectors, self._families, self._matrices)

    def value(self, name: str) -> Any:
        """The slot of one variable or constant, a tuple of slots for a whole vector; None if there is none."""
        if name in self.lets:
            value = self.lets[name]
            return self._whole(value)
        if name in self._vectors:
            size = range(self._spaces[name].size)
            return tuple(self.graph.take(self.slots[name], Entry(k), self.graph.root) for k in size)
        if name in self._single:
            return self.graph.take(self.slots[name], Entry(0), self.graph.root)
        found = numbered(name)
        return self._numbered_one(*found) if found else None

    def _whole(self, value: Any) -> Any:
        return tuple(map(self._whole, value)) if value.ndim else self.graph.constant(value)

    def _numbered_one(self, family: str, number: int) -> int | None:
        vector, row = family[:-3], in_row(family)
        if row and (row[0] in self._matrices or row[0] in self.lets):
            return self.entries(row[0], (row[1], number), None)
        if family.endswith("[#]") and (vector in self._vectors or vector in self.lets):
            import numpy as np

            return self.entries(vector, (np.array([float(number)]),), None)
        if family not in self._families:
            return None
        place = int(self._families[family].searchsorted(number))
        return self.graph.take(self.slots[family], Entry(place), self.graph.root)

    def members(self, family: str, numbers: Integers, space: Space) -> int:
        """Numbered variables: one of them for each row of the space."""
        vector, row = family[:-3], in_row(family)
        if row and (row[0] in self._matrices or row[0] in self.lets):
            return self.entries(row[0], (row[1], numbers), space)
        if family.endswith("[#]") and (vector in self._vectors or vector in self.lets):
            return self.entries(vector, (numbers,), space)
        return self.graph.take(self.slots[family], places(self._families[family].searchsorted(numbers)), space)

    def entries(self, name: str, indices: Sequence[Any], space: Space | None) -> int:
        """The components that one or two indices name, one for each row of the space (None: the root).

        Raises:
            InputError: If an index is no whole number from 1 on, or leads beyond what is given.
        """
        import numpy as np

        found = [np.asarray(index, dtype=np.float64) for index in np.broadcast_arrays(*indices)]
        _check_whole(name, found)
        if name in self.lets:
            return self._constants(name, found, space)
        highest = [int(index.max()) for index in found]
        many = math.prod(highest)
        if many > MOST_ROWS:
            raise LimitError(f"{name} has {many:,} components; {MOST_ROWS:,} is the limit")
        rows = found[0].astype(np.int64) - 1
        if len(found) == 2:
            self._members.grow(name, *highest)
            rows = rows * max(self._matrices[name][1], 1) + found[1].astype(np.int64) - 1
        else:
            self._spaces[name].size = max(self._spaces[name].size, many)
        if space is None or space.is_root:
            return self.graph.take(self.slots[name], Entry(int(rows.flat[0])), self.graph.root)
        return self.graph.take(self.slots[name], places(np.broadcast_to(rows, space.size)), space)

    def _constants(self, name: str, indices: Sequence[Any], space: Space | None) -> int:
        import numpy as np

        values = np.asarray(self.lets[name])
        if len(indices) == 1 and values.ndim == 2 and 1 in values.shape:  # a single column or row is a vector as well
            values = values.ravel()
        if values.ndim != len(indices):
            raise InputError(f"{name} is {_KINDS[values.ndim]}, and takes {_INDICES[values.ndim]}")
        for index, length in zip(indices, values.shape, strict=True):
            if index.max() > length:
                wrong = _component(name, indices, int(index.argmax()))
                known = " × ".join(f"{each:,}" for each in values.shape)
                raise InputError(f"there is no component {wrong}: {_goes_to(name, values.shape, known)}")
        picked = values[tuple(index.astype(np.int64) - 1 for index in indices)]
        return self.graph.constant(picked.flat[0] if space is None or space.is_root else picked, space)


_KINDS: Final = ("a number", "a vector", "a matrix")
_INDICES: Final = ("no index", "one index", "two indices: A[i,j]")


def _goes_to(name: str, shape: tuple[int, ...], known: str) -> str:
    return f"indices go from 1 to {known}" if len(shape) == 1 else f"{name} is {known}"


def _component(name: str, indices: Sequence[Any], row: int) -> str:
    return f"{name}[{','.join(f'{index.flat[row]:g}' for index in indices)}]"


def _check_whole(name: str, indices: Sequence[Any]) -> None:
    """Indices are whole numbers from 1 on."""
    import numpy as np

    for index in indices:
        wrong = np.flatnonzero((index < 1) | (index != np.floor(index)))
        if wrong.size:
            component = _component(name, indices, int(wrong[0]))
            raise InputError(f"there is no component {component}: indices are whole numbers from 1 on")
