"""The inputs of a graph: how a variable by name, or by name and an array of indices, becomes a slot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.numeric.graph import MOST_ROWS, Graph
from mvcalc_cli.numeric.layout import Layout, Members, lay_out, numbered
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
        lets: Constants: name -> a number or an array of shape (n,).
    """

    def __init__(self, graph: Graph, members: Members, lets: Mapping[str, Any]) -> None:
        self.graph = graph
        self.lets = lets
        self._families = members.numbers()
        self._vectors = members.vectors
        self._single = members.single
        self._spaces: dict[str, Space] = {}
        self.slots: dict[str, int] = {}
        for name in (*self._single, *self._vectors, *self._families):
            size = len(self._families[name]) if name in self._families else self._vectors.get(name, 1)
            self._spaces[name] = Space(size)
            self.slots[name] = graph.input(self._spaces[name])

    def layout(self) -> Layout:
        """Where each variable stands in v, once everything has been read."""
        for name in self._vectors:
            self._vectors[name] = self._spaces[name].size
        return lay_out(self._single, self._vectors, self._families)

    def value(self, name: str) -> Any:
        """The slot of one variable or constant, a tuple of slots for a whole vector; None if there is none."""
        if name in self.lets:
            value = self.lets[name]
            return tuple(map(self.graph.constant, value)) if value.ndim else self.graph.constant(value)
        if name in self._vectors:
            size = range(self._spaces[name].size)
            return tuple(self.graph.take(self.slots[name], Entry(k), self.graph.root) for k in size)
        if name in self._single:
            return self.graph.take(self.slots[name], Entry(0), self.graph.root)
        found = numbered(name)
        return self._numbered_one(*found) if found else None

    def _numbered_one(self, family: str, number: int) -> int | None:
        vector = family[:-3]
        if family.endswith("[#]") and (vector in self._vectors or vector in self.lets):
            import numpy as np

            return self.entries(vector, np.array([float(number)]), None)
        if family not in self._families:
            return None
        place = int(self._families[family].searchsorted(number))
        return self.graph.take(self.slots[family], Entry(place), self.graph.root)

    def members(self, family: str, numbers: Integers, space: Space) -> int:
        """Numbered variables: one of them for each row of the space."""
        vector = family[:-3]
        if family.endswith("[#]") and (vector in self._vectors or vector in self.lets):
            return self.entries(vector, numbers.astype(float), space)
        return self.graph.take(self.slots[family], places(self._families[family].searchsorted(numbers)), space)

    def entries(self, vector: str, indices: Any, space: Space | None) -> int:
        """The components of a vector that the indices name, one for each row of the space (None: the root).

        Raises:
            InputError: If an index is no whole number from 1 on, or leads beyond a vector that is given.
        """
        import numpy as np

        found = np.asarray(indices, dtype=np.float64)
        low, high = float(found.min()), float(found.max())
        if low < 1 or not np.array_equal(found, np.floor(found)):
            wrong = low if low < 1 else float(found[found != np.floor(found)][0])
            raise InputError(f"there is no component {vector}[{wrong:g}]: indices are whole numbers from 1 on")
        if vector in self.lets:
            return self._constants(vector, found, high, space)
        if high > MOST_ROWS:
            raise LimitError(f"{vector} has {high:,.0f} components; {MOST_ROWS:,} is the limit")
        self._spaces[vector].size = max(self._spaces[vector].size, int(high))
        rows = found.astype(np.int64) - 1
        if space is None or space.is_root:
            return self.graph.take(self.slots[vector], Entry(int(rows[0])), self.graph.root)
        return self.graph.take(self.slots[vector], places(rows), space)

    def _constants(self, vector: str, indices: Any, high: float, space: Space | None) -> int:
        import numpy as np

        values = np.asarray(self.lets[vector], dtype=np.float64)
        if high > len(values):
            raise InputError(f"there is no component {vector}[{high:g}]: indices go from 1 to {len(values):,}")
        picked = values[indices.astype(np.int64) - 1]
        return self.graph.constant(picked[0] if space is None or space.is_root else picked, space)
