"""A compiled function of many variables: value, gradient, Jacobian and Hessian from one graph of array operations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.differentiate import forward, reverse
from mvcalc_cli.numeric.graph import Graph
from mvcalc_cli.numeric.inputs import Inputs
from mvcalc_cli.numeric.layout import Layout
from mvcalc_cli.numeric.routine import Routine
from mvcalc_cli.numeric.spaces import Entry, Map, Space

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mvcalc_cli.language.tree import Tree

    Vector = NDArray[np.float64]


class Triplets(NamedTuple):
    """A sparse matrix: its entries, by row, then column.

    Attributes:
        rows: Row of each entry, from 0, shape (k,).
        columns: Column of each entry, shape (k,).
        values: Shape (k,).
        shape: Rows and columns of the matrix.
    """

    rows: Any
    columns: Any
    values: Any
    shape: tuple[int, int]

    def dense(self) -> NDArray[np.float64]:
        """The whole matrix, zeros included."""
        import numpy as np

        matrix = np.zeros(self.shape)
        matrix[self.rows, self.columns] = self.values
        return matrix

    def times(self, d: Any) -> NDArray[np.float64]:
        """The product with a vector of shape (columns,)."""
        import numpy as np

        found = np.bincount(self.rows, self.values * np.asarray(d)[self.columns], self.shape[0])
        return np.asarray(found, dtype=np.float64)

    def part(self, rows: Any, columns: Any) -> Triplets:
        """The matrix of some rows and columns, given by their numbers, in that order.

        >>> import numpy as np
        >>> whole = Triplets(np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([1.0, 2.0, 3.0]), (2, 2))
        >>> whole.part([1], [1, 0]).dense().tolist()
        [[3.0, 2.0]]
        """
        row, column = _renumbered(rows, self.shape[0]), _renumbered(columns, self.shape[1])
        kept = ((row[self.rows] >= 0) & (column[self.columns] >= 0)).nonzero()[0]
        at, along = row[self.rows[kept]], column[self.columns[kept]]
        order = (at * max(len(columns), 1) + along).argsort()
        return Triplets(at[order], along[order], self.values[kept[order]], (len(rows), len(columns)))


def _renumbered(places: Any, size: int) -> NDArray[np.int64]:
    """For each of `size` numbers its place among `places`, −1 where it is not there."""
    import numpy as np

    found = np.full(size, -1, dtype=np.int64)
    found[np.asarray(places, dtype=np.int64)] = np.arange(len(places))
    return found


class Numeric:
    """A compiled function of v, shape (n,); see `compile_numeric`.

    Attributes:
        layout: Which variables v is made of.
        count: The number m of entries of a vector function; None of a scalar one.

    Everything raises UndefinedError where there is no finite value, with the part of the text that has none.
    """

    def __init__(self, graph: Graph, inputs: Inputs, value: Any, text: str | None) -> None:
        self.layout: Layout = inputs.layout()
        self.text = text
        self.count = len(value) if value.__class__ is tuple else None
        self._graph = graph
        self._primal = len(graph.code)
        self._blocks = [(block, inputs.slots[block.name]) for block in self.layout.blocks]
        self._space = Space(self.layout.size)
        self._result = self._vector_of(value) if self.count is not None else int(value)
        self._routines: dict[str, Routine] = {}
        self._tangents: dict[int, int] = {}
        self._adjoints: list[int] = []
        self._hessian: tuple[Any, Any, Any] | None = None
        self._smooth: tuple[Routine, list[Tree]] | None = None
        self._jacobian: tuple[Any, Any, Any] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each entry of v."""
        return self.layout.names()

    @property
    def size(self) -> int:
        """How many entries v has."""
        return self.layout.size

    def _vector_of(self, value: tuple[Any, ...]) -> int:
        """The entries of a vector function as one array."""
        if any(entry.__class__ is tuple for entry in value):
            raise InputError("a number or a vector is needed here, and this is a matrix")
        parts: list[tuple[int, Map]] = [(slot, Entry(place)) for place, slot in enumerate(value)]
        return self._graph.assemble(parts, Space(len(value)))

    def value(self, v: Any) -> float:
        """f(v); of a vector function the array (m,)."""
        (found,) = self._run("value", v)
        return found if self.count is not None else float(found)

    def gradient(self, v: Any) -> tuple[float, Vector]:
        """f(v) and its gradient, shape (n,)."""
        self._scalar()
        value, *parts = self._run("gradient", v)
        return float(value), self._joined(parts)

    def hessian_vector(self, v: Any, d: Any) -> Vector:
        """The Hessian at v times d, shape (n,)."""
        self._scalar()
        return self._joined(self._run("hessian_vector", v, d)[1:])

    def jacobian_vector(self, v: Any, d: Any) -> Vector:
        """The Jacobian at v times d, shape (m,)."""
        import numpy as np

        return np.array(np.broadcast_to(self._run("jacobian_vector", v, d)[1], self.count or 1))

    def vector_jacobian(self, v: Any, w: Any) -> Vector:
        """w times the Jacobian at v, shape (n,)."""
        return self._joined(self._run("vector_jacobian", v, w)[1:])

    def kinks(self, v: Any) -> tuple[Tree, ...]:
        """The parts whose rule of differentiation does not hold at v: |x| at 0, max(x, y) where x = y.

        The gradient takes one of the slopes there; branches that are not taken are not told apart.
        """
        import numpy as np

        from mvcalc_cli.numeric.kinks import smooth_where

        if self._smooth is None:
            conditions = smooth_where(self._graph, self._slots(), self._primal - 1)
            self._smooth = Routine(self._graph, [each.slot for each in conditions]), [each.node for each in conditions]
        routine, nodes = self._smooth
        held = routine.run_safely(self._inputs(v))
        return tuple(dict.fromkeys(node for node, hold in zip(nodes, held, strict=True) if np.any(hold == 0.0)))

    def hessian(self, v: Any) -> Triplets:
        """The Hessian at v: the entries that may differ from zero, of both triangles, by row and column."""
        import numpy as np

        from mvcalc_cli.numeric.colouring import symmetric_colours
        from mvcalc_cli.numeric.sparsity import hessian_pattern

        self._scalar()
        if self._hessian is None:
            pattern = hessian_pattern(self._graph, self._result, self._places(), self.size)
            self._hessian = (pattern, *symmetric_colours(pattern, self.size))
        (rows, columns), colour, is_dense = self._hessian
        products = self._products(self.hessian_vector, v, colour, self.size)
        # The entry of a dense row stands in the column of that row's own colour.
        swap = is_dense[rows] & ~is_dense[columns]
        read, along = np.where(swap, columns, rows), np.where(swap, rows, columns)
        return Triplets(rows, columns, products[colour[along], read], (self.size, self.size))

    def jacobian(self, v: Any) -> Triplets:
        """The Jacobian at v of a vector function, shape (m, n): the entries that may differ from zero."""
        from mvcalc_cli.numeric.colouring import colours
        from mvcalc_cli.numeric.sparsity import Pattern, jacobian_pattern

        if self.count is None:
            raise InputError("a single function has a gradient, not a Jacobian")
        if self._jacobian is None:
            pattern = jacobian_pattern(self._graph, self._result, self._places(), self.size)
            order = (pattern.columns * max(self.count, 1) + pattern.rows).argsort()
            turned = Pattern(pattern.columns[order], pattern.rows[order])
            self._jacobian = pattern, colours(pattern, self.size), colours(turned, self.count)
        (rows, columns), by_column, by_row = self._jacobian
        if by_column.max(initial=0) <= by_row.max(initial=0):
            values = self._products(self.jacobian_vector, v, by_column, self.count)[by_column[columns], rows]
        else:
            values = self._products(self.vector_jacobian, v, by_row, self.size)[by_row[rows], columns]
        return Triplets(rows, columns, values, (self.count, self.size))

    def _places(self) -> dict[int, Any]:
        return {slot: block.places() for block, slot in self._blocks}

    def _products(self, product: Callable[[Any, Any], Vector], v: Any, colour: Any, size: int) -> NDArray[np.float64]:
        """The product with the sum of the unit vectors of each colour, shape (colours, size)."""
        import numpy as np

        self.value(v)
        count = int(colour.max(initial=-1)) + 1
        found = np.empty((count, size))
        for each in range(count):
            found[each] = product(v, (colour == each).astype(np.float64))
        return found

    def _scalar(self) -> None:
        if self.count is not None:
            raise InputError(f"a vector of {self.count} functions has a Jacobian, not a gradient")

    def _joined(self, parts: Sequence[Any]) -> Vector:
        import numpy as np

        found = np.empty(self.size)
        for part, (block, _) in zip(parts, self._blocks, strict=True):
            found[block.where] = part
        return found

    def _run(self, what: str, v: Any, *others: Any) -> list[Any]:
        import numpy as np

        routine = self._routines.get(what) or self._written(what)
        inputs = self._inputs(v)
        for other in others:
            inputs |= self._others(what, np.ascontiguousarray(other, dtype=np.float64))
        found, well = routine.run(inputs)
        if not well or not all(np.all(np.isfinite(part)) for part in found):
            found = found if not well else routine.run_safely(inputs)
            if not all(np.all(np.isfinite(part)) for part in found):
                if not all(np.all(np.isfinite(part)) for part in inputs.values()):
                    raise self._not_finite(v)
                from mvcalc_cli.numeric.faults import fault

                raise fault(routine, inputs, self.layout.point(np.asarray(v)), self.text, self._primal)
        return found

    def _not_finite(self, v: Any) -> InputError:
        import numpy as np

        wrong = np.flatnonzero(~np.isfinite(np.asarray(v, dtype=np.float64)))
        if not wrong.size:
            return InputError("the direction has an entry that is not finite")
        return InputError(f"{self.names[int(wrong[0])]} is not a finite number in this point")

    def _inputs(self, v: Any) -> dict[int, Any]:
        """What each block reads of v."""
        import numpy as np

        v = np.ascontiguousarray(v, dtype=np.float64)
        if v.shape != (self.size,):
            raise InputError(f"a point of {self.size:,} numbers is needed, not one of shape {v.shape}")
        return {slot: v[block.where] for block, slot in self._blocks}

    def _others(self, what: str, other: Any) -> dict[int, Any]:
        if what == "vector_jacobian":
            return {self._tangents[-1]: other}
        return {self._tangents[slot]: other[block.where] for block, slot in self._blocks}

    def _written(self, what: str) -> Routine:
        """The routine of one of the four questions, written down when it is first asked."""
        build = {
            "value": list,
            "gradient": self._reversed,
            "hessian_vector": lambda: forward(self._graph, self._reversed(), self._directions()),
            "jacobian_vector": lambda: forward(self._graph, [self._result], self._directions()),
            "vector_jacobian": self._weighted,
        }
        # The value always comes along: where it is undefined, nothing else is right.
        routine = self._routines[what] = Routine(self._graph, [self._result, *build[what]()])
        return routine

    def _slots(self) -> list[int]:
        return [slot for _, slot in self._blocks]

    def _reversed(self) -> list[int]:
        if not self._adjoints:
            self._adjoints = reverse(self._graph, {self._result: self._graph.constant(1.0)}, self._slots())
        return self._adjoints

    def _directions(self) -> dict[int, int]:
        for slot in self._slots():
            if slot not in self._tangents:
                self._tangents[slot] = self._graph.input(self._graph.space(slot))
        return {slot: self._tangents[slot] for slot in self._slots()}

    def _weighted(self) -> list[int]:
        self._tangents[-1] = self._graph.input(self._graph.space(self._result))
        return reverse(self._graph, {self._result: self._tangents[-1]}, self._slots())
