"""The value of an expression at one point, for any kind of number.

A part without a value gives an `Undefined` that says why; it travels upwards like a value, and a
piecewise function or an "and" that does not need the part drops it again. So only the branch that is
taken counts, and nothing has to be evaluated twice or out of order.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from mvcalc_cli.calculus.algebra import Algebra, Value
from mvcalc_cli.calculus.arrays import gathered
from mvcalc_cli.calculus.expand import expand
from mvcalc_cli.calculus.undefined import Undefined, UndefinedError, place_of
from mvcalc_cli.errors import LimitError
from mvcalc_cli.language.tree import Tree

# Beyond this an indexed sum is work for the numeric engine: ten million terms take seconds.
MOST_TERMS = 10_000_000


class Pointwise(Algebra[Any]):
    """An algebra whose scalars are numbers, booleans, or Undefined."""

    def __init__(self, point: Mapping[str, Any], text: str | None = None) -> None:
        self.point = point
        self.text = text

    @abstractmethod
    def compute(self, node: Tree, operation: str, parts: Sequence[Any]) -> Any:
        """The operation on values that all exist; Undefined where there is none."""

    @abstractmethod
    def whole(self, value: Any) -> int | None:
        """The integer that the value is, or None."""

    def lookup(self, name: str) -> Value | None:
        """The number, the sequence, or what the components "x[1]", "x[2]", … make together."""
        value = self.point.get(name)
        if value is None:
            return gathered(name, self.point, self.point.__getitem__)
        return _tuples(value)

    def apply(self, node: Tree, operation: str, parts: Sequence[Any]) -> Any:
        """Operations that need only some of their parts look for themselves; the others need all."""
        if operation == "piecewise":
            return self._piecewise(node, parts)
        if operation in {"and", "or"}:
            return self._junction(operation, parts)
        if operation == "pick":
            return self._pick(node, parts)
        for part in parts:
            if part.__class__ is Undefined:
                return part
        return self.compute(node, operation, parts)

    def _piecewise(self, node: Tree, parts: Sequence[Any]) -> Any:
        for place in range(0, len(parts) - 1, 2):
            if parts[place].__class__ is Undefined or parts[place]:
                return parts[place] if parts[place].__class__ is Undefined else parts[place + 1]
        return parts[-1] if len(parts) % 2 else Undefined("none of the cases holds here", node)

    def _junction(self, operation: str, parts: Sequence[Any]) -> Any:
        """From the left, as far as needed: `x > 0 and log(x) > 1` has a value at 0."""
        for part in parts:
            if part.__class__ is Undefined:
                return part
            if bool(part) == (operation == "or"):
                return operation == "or"
        return operation == "and"

    def _pick(self, node: Tree, parts: Sequence[Any]) -> Any:
        index, *entries = parts
        if index.__class__ is Undefined:
            return index
        place = self.whole(index)
        if place is None or not 1 <= place <= len(entries):
            which = place if place is not None else "that is no whole number"
            return Undefined(f"there is no component {which}: indices go from 1 to {len(entries)}", node)
        return entries[place - 1]

    def indexed(self, node: Tree, lower: Any, upper: Any) -> Any:
        """Term after term; an empty sum is 0, an empty product 1."""
        for bound in (lower, upper):
            if bound.__class__ is Undefined:
                return bound
        first, last = self.whole(lower), self.whole(upper)
        if first is None or last is None:
            return Undefined(f"the bounds of this {node.value} are not whole numbers", node)
        if last - first >= MOST_TERMS:
            raise LimitError(
                f"this {node.value} has {last - first + 1:,} terms; {MOST_TERMS:,} is the limit",
                place=place_of(node, self.text),
            )
        return self.terms(node, range(first, last + 1))

    def terms(self, node: Tree, places: range) -> Any:
        """The sum or product of the body at these values of the index."""
        values = []
        for place in places:
            value = self.term(node, place)
            if value.__class__ is Undefined:
                return value
            values.append(value)
        return self.compute(node, "sum" if node.value == "sum" else "product", values)

    def term(self, node: Tree, place: int) -> Any:
        """The body with the index at one place."""
        inner = type(self)({**self.point, str(node.args[1].value): float(place)}, self.text)
        value = expand(node.args[0], inner)
        if value.__class__ is tuple:
            raise self.fault(f"a number is needed here: this {node.value} adds vectors", node)
        return value

    def result(self, root: Tree) -> Value:
        """The value of the expression.

        Raises:
            UndefinedError: If it has none, with the part that has none.
        """
        value = expand(root, self)
        for scalar in _scalars(value):
            if scalar.__class__ is Undefined:
                place = place_of(scalar.node, self.text)
                raise UndefinedError(scalar.reason, scalar.node, hint=scalar.hint, place=place)
        return value


def _tuples(value: Any) -> Value:
    """A sequence of any make (list, array) as a tuple; a number as it is."""
    if not hasattr(value, "__len__"):
        return float(value) if isinstance(value, int) else value
    return tuple(_tuples(entry) for entry in value)


def _scalars(value: Value) -> list[Any]:
    if value.__class__ is not tuple:
        return [value]
    return [scalar for entry in value for scalar in _scalars(entry)]


def determinant(entries: Sequence[Any]) -> Any:
    """The determinant of a square matrix given row by row, by elimination with row exchanges.

    >>> determinant([1.0, 2.0, 3.0, 4.0])
    -2.0
    """
    n = math.isqrt(len(entries))
    rows = [list(entries[k * n : (k + 1) * n]) for k in range(n)]
    value = 1.0
    for k in range(n):
        pivot = max(range(k, n), key=lambda row: abs(rows[row][k]))
        if rows[pivot][k] == 0:
            return 0.0 * value
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            value = -value
        value *= rows[k][k]
        for row in rows[k + 1 :]:
            factor = row[k] / rows[k][k]
            for column in range(k + 1, n):
                row[column] -= factor * rows[k][column]
    return value
