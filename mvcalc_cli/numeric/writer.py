"""Tree -> graph: what each part of an expression asks of arrays.

An indexed sum becomes a space with a row for each value of its index, and its body is written down once; so does a
group of like terms (`groups.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from mvcalc_cli.calculus.algebra import Algebra, Value
from mvcalc_cli.calculus.expand import expand
from mvcalc_cli.calculus.undefined import place_of
from mvcalc_cli.errors import LimitError, MvcalcError
from mvcalc_cli.language.tree import E, Tree
from mvcalc_cli.numeric.graph import MOST_ROWS, Graph
from mvcalc_cli.numeric.spaces import Index, Map, Space
from mvcalc_cli.numeric.sum_bounds import given, shown, word, wrong_bounds

if TYPE_CHECKING:
    from mvcalc_cli.numeric.groups import Group
    from mvcalc_cli.numeric.inputs import Inputs


_CONSTANTS: Final = {"pi": math.pi, "e": math.e, "oo": math.inf, "i": math.nan}
_MOST_DETERMINANT: Final = 8


class Writer(Algebra[int]):
    """The algebra whose scalars are slots of a graph.

    Args:
        graph: Where the instructions go.
        inputs: The variables.
        bound: Names that stand for slots: indices, arguments of a slope, columns of a group.
        groups: Names that stand for groups of like terms.
        space: Where the expression stands.
        text: The typed text, for the places of mistakes.
        node: The part of the typed expression that a slope belongs to, for messages.
    """

    def __init__(
        self,
        graph: Graph,
        inputs: Inputs | None = None,
        *,
        node: Tree | None = None,
        bound: Mapping[str, int] | None = None,
        groups: Mapping[str, Group] | None = None,
        space: Space | None = None,
        text: str | None = None,
    ) -> None:
        self.graph = graph
        self.node = node
        self.inputs = inputs
        self.bound = bound or {}
        self.groups = groups or {}
        self.space = space or graph.root
        self.text = text

    def inside(self, space: Space, bound: Mapping[str, int]) -> Writer:
        """The same for a part that stands in a space inside this one, where more names are bound."""
        together = {**self.bound, **bound}
        return Writer(self.graph, self.inputs, bound=together, groups=self.groups, space=space, text=self.text)

    def leaf(self, node: Tree) -> int:
        """The slot of a number or a constant."""
        self.graph.node = self.node or node
        if node.kind == "constant":
            return self.graph.constant(_CONSTANTS[str(node.value)])
        try:
            return self.graph.constant(float(node.value))  # type: ignore[arg-type]
        except OverflowError:
            return self.graph.constant(math.nan)

    def lookup(self, name: str) -> Value | None:
        """The slot of a bound name, of a group of like terms, or of a variable."""
        if name in self.bound:
            return self.bound[name]
        if name in self.groups:
            return self.groups[name].write(self)
        return self.inputs.value(name) if self.inputs else None

    def apply(self, node: Tree, operation: str, parts: Sequence[int]) -> int:
        """The slot of an operation; what NumPy has no single operation for is written as several."""
        self.graph.node = self.node or node
        if operation.endswith("[]"):
            return self._entry(node, operation[:-2], parts)
        rule = self._rules.get(operation)
        return rule(self, node, parts) if rule else self.graph.apply(operation, *parts)

    def _entry(self, node: Tree, name: str, parts: Sequence[int]) -> int:
        """x[i + 1] or A[i, j] for each row of a space."""
        if name in self.bound or self.inputs is None:
            raise self.fault(f"{name} has no components", node)
        if len(parts) > 2:
            raise self.fault("a component has one index or two", node)
        space = max((self.graph.space(part) for part in parts), key=lambda each: each.depth)
        values = [self.graph.value(self.graph.lifted(part, space)) for part in parts]
        if any(value is None for value in values):
            hint = "an index is bound by its sum: sum(x[i], i=1..n)"
            raise self.fault("an index must be a number, or made of bound indices", node, hint=hint)
        try:
            return self.inputs.entries(name, values, space)
        except MvcalcError as error:
            error.place = place_of(node, self.text)
            raise

    def _power(self, node: Tree, parts: Sequence[int]) -> int:
        if node.kind == "power" and node.args[0] == E:
            return self.graph.apply("exp", parts[1])
        return self.graph.power(parts[0], parts[1])

    def _sum(self, _node: Tree, parts: Sequence[int]) -> int:
        return self.graph.sum(parts)

    def _product(self, _node: Tree, parts: Sequence[int]) -> int:
        total = parts[0]
        for part in parts[1:]:
            total = self.graph.product(total, part)
        return total

    def _log(self, _node: Tree, parts: Sequence[int]) -> int:
        logs = [self.graph.apply("log", part) for part in parts]
        return logs[0] if len(logs) == 1 else self.graph.apply("quotient", *logs)

    def _pairwise(self, node: Tree, parts: Sequence[int]) -> int:
        """max and min of any number, two at a time."""
        total = parts[0]
        for part in parts[1:]:
            total = self.graph.apply(str(node.value), total, part)
        return total

    def _piecewise(self, _node: Tree, parts: Sequence[int]) -> int:
        """Cases from the last to the first, each a choice between its value and the rest."""
        rest = list(parts[-1:]) if len(parts) % 2 else []
        for place in range(len(parts) // 2 * 2 - 2, -2, -2):
            rest = [self.graph.apply("piecewise", parts[place], parts[place + 1], *rest)]
        return rest[0]

    def _norm(self, _node: Tree, parts: Sequence[int]) -> int:
        if len(parts) == 1:
            return self.graph.apply("abs", parts[0])
        return self.graph.apply("sqrt", self.graph.sum([self.graph.apply("square", part) for part in parts]))

    def _pick(self, node: Tree, parts: Sequence[int]) -> int:
        """One of several entries: at once if the index is one number, else a choice in each row."""
        import numpy as np

        index, *entries = parts
        value = self.graph.value(index)
        if value is not None and not np.all((value == np.floor(value)) & (value >= 1) & (value <= len(entries))):
            raise self.fault(f"there is no such component: indices go from 1 to {len(entries)}", node)
        if value is not None and not value.ndim:
            return entries[int(value) - 1]
        constants = [self.graph.value(entry) for entry in entries]
        if value is not None and all(constant is not None and not constant.ndim for constant in constants):
            table = np.array(constants)
            return self.graph.constant(table[value.astype(np.int64) - 1], self.graph.space(index))
        chosen = [self.graph.apply("=", index, self.graph.constant(place)) for place in range(1, len(entries) + 1)]
        pairs = [part for pair in zip(chosen, entries, strict=True) for part in pair]
        return self._piecewise(node, pairs)

    def _det(self, node: Tree, parts: Sequence[int]) -> int:
        """Along the rows with shared minors, as `calculus.matrices.determinant` does."""
        from itertools import combinations

        count = math.isqrt(len(parts))
        if count > _MOST_DETERMINANT:
            raise LimitError(f"a determinant goes up to {_MOST_DETERMINANT} rows here", place=place_of(node, self.text))
        minors: dict[tuple[int, ...], int] = {(): self.graph.constant(1.0)}
        for size in range(1, count + 1):
            row = parts[(count - size) * count : (count - size + 1) * count]
            minors = {columns: self._minor(row, columns, minors) for columns in combinations(range(count), size)}
        return minors[tuple(range(count))]

    def _minor(self, row: Sequence[int], columns: tuple[int, ...], minors: Mapping[tuple[int, ...], int]) -> int:
        terms = []
        for place, column in enumerate(columns):
            term = self.graph.product(row[column], minors[columns[:place] + columns[place + 1 :]])
            terms.append(self.graph.apply("negative", term) if place % 2 else term)
        return self.graph.sum(terms)

    def indexed(self, node: Tree, lower: int, upper: int) -> int:
        """The body once, over all values of the index in all rows of this space."""
        # A bound may belong to a sum further out: both are needed in every row of this space.
        low, high = (self.graph.value(self.graph.lifted(each, self.space)) for each in (lower, upper))
        if low is None or high is None:
            raise self.fault(f"the bounds of this {word(node)} must be numbers", node, hint="give them: --let n=10")
        space, index = self._index_space(node, low, high)
        space.index = str(node.args[1].value), self.graph.value(index)
        if not space.size:
            return self.graph.constant(0.0 if node.value == "sum" else 1.0)
        body = expand(node.args[0], self.inside(space, {str(node.args[1].value): index}))
        if body.__class__ is tuple:
            raise self.fault(f"a number is needed here, and this is a {word(node)} of vectors", node)
        self.graph.node = node
        if node.value == "sum":
            return self.graph.total(body, space)
        return self.multiplied(self.graph.lifted(body, space), space)

    def _index_space(self, node: Tree, low: Any, high: Any) -> tuple[Space, int]:
        """A row for each value of the index, and the slot of these values."""
        import numpy as np

        for bound in (low, high):
            every = np.ravel(bound)
            wrong = every[~np.isfinite(every) | (every != np.floor(every))]
            if wrong.size:
                said = "the bounds of this {} are not whole numbers: {}"
                raise wrong_bounds(said, node, (low, high), self._lets(), wrong=float(wrong[0]), text=self.text)
        counts = np.maximum(np.asarray(high - low) + 1, 0)
        many = float(counts * self.space.size) if not counts.ndim else float(counts.sum())
        if many > MOST_ROWS:
            hint = given(node, self._lets()) or "shorten it"
            said = f"this {word(node)} has {shown(many)} terms; {MOST_ROWS:,} is the limit"
            raise LimitError(said, hint=hint, place=place_of(node, self.text))
        if not counts.ndim and not counts:
            raise wrong_bounds("this {} has no terms: {}", node, (low, high), self._lets(), text=self.text)
        if not counts.ndim and not np.ndim(low):
            space = self.space.within(int(counts))
            values = np.tile(np.arange(float(low), float(high) + 1), self.space.size)
            return space, self.graph.constant(values, space)
        return self._ragged(np.broadcast_to(low, self.space.size), np.broadcast_to(counts, self.space.size))

    def _lets(self) -> Mapping[str, Any]:
        return self.inputs.lets if self.inputs else {}

    def _ragged(self, low: Any, counts: Any) -> tuple[Space, int]:
        """Rows of different lengths, such as those of a triangle."""
        import numpy as np

        lengths = counts.astype(np.int64)
        owners = np.repeat(np.arange(len(lengths)), lengths)
        first = np.repeat(np.cumsum(lengths) - lengths, lengths)
        space = self.space.along(Index(owners))
        return space, self.graph.constant(np.arange(len(owners)) - first + low[owners], space)

    def multiplied(self, slot: int, space: Space) -> int:
        """The product over the rows of each parent row: neighbours two by two, until one row is left of each."""
        import numpy as np

        parent = space.parent
        assert parent is not None
        assert space.map is not None
        owners = space.map.rows()
        while True:
            lengths = np.bincount(owners, minlength=parent.size)
            place = np.arange(len(owners)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            if not len(owners) or int(place.max()) == 0:
                break
            left = np.flatnonzero(place % 2 == 0)
            alone = place[left] + 1 == lengths[owners[left]]
            owners = owners[left]
            halved = parent.along(Index(owners))
            first = self.graph.take(slot, Index(left), halved)
            second = self.graph.take(slot, Index(np.where(alone, left, left + 1)), halved)
            if alone.any():
                one = self.graph.constant(1.0)
                second = self.graph.apply("piecewise", self.graph.constant(alone, halved), one, second)
            slot, space = self.graph.product(first, second), halved
            slot = self.graph.lifted(slot, space)
        empty = self.graph.constant(
            (lengths == 0).astype(float) if not parent.is_root else float(lengths[0] == 0), parent
        )
        along: Map = Index(owners)
        return self.graph.sum([self.graph.assemble([(slot, along)], parent), empty])

    _rules: ClassVar[dict[str, Callable[[Writer, Tree, Sequence[int]], int]]] = {
        "sum": _sum,
        "product": _product,
        "power": _power,
        "log": _log,
        "max": _pairwise,
        "min": _pairwise,
        "piecewise": _piecewise,
        "norm": _norm,
        "pick": _pick,
        "det": _det,
    }
