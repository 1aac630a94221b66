"""A computation written down as a list of array operations, each distinct one once.

A slot is the place of one value. An instruction computes a slot from earlier ones: an operation entry by entry, a
reading along a map (`take`), or a sum along maps (`assemble`). Derivatives are more instructions on the same list
(`differentiate.py`), so that what a function and its derivatives share is computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.errors import LimitError
from mvcalc_cli.numeric.operations import mapped
from mvcalc_cli.numeric.quarters import safe_operations
from mvcalc_cli.numeric.spaces import Everywhere, Map, Space

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree

# Rows of one space: an array of them is 400 MB.
MOST_ROWS = 50_000_000


class Instruction(NamedTuple):
    """How one slot is computed.

    Attributes:
        operation: The name of an operation entry by entry, "take", "assemble", "input" or "constant".
        args: The slots it is computed from.
        maps: Of take and assemble: one map for each argument.
        space: Where the value lives.
        node: The part of the expression that asks for it, for messages.
        value: Of a constant.
    """

    operation: str
    args: tuple[int, ...]
    space: Space
    node: Tree | None
    maps: tuple[Map, ...] = ()
    value: Any = None


class Graph:
    """The list, and the ways to add to it. Slots are numbers; constants are worked out at once."""

    def __init__(self) -> None:
        self.root = Space.root()
        self.code: list[Instruction] = []
        self.node: Tree | None = None
        self._known: dict[tuple[object, ...], int] = {}
        self._operations = safe_operations()

    def space(self, slot: int) -> Space:
        """Where a slot lives."""
        return self.code[slot].space

    def value(self, slot: int) -> Any:
        """The value of a constant: an array or a NumPy number; None of any other slot."""
        return self.code[slot].value

    def is_number(self, slot: int, number: float) -> bool:
        """Is the slot this number, in all rows?"""
        value = self.code[slot].value
        return value is not None and not value.ndim and bool(value == number)

    def input(self, space: Space) -> int:
        """The slot of values given at each run, shape (size of the space,)."""
        return self._append(Instruction("input", (), space, None))

    def constant(self, value: Any, space: Space | None = None) -> int:
        """The slot of a number, or of one number for each row."""
        import numpy as np

        array = np.float64(value) if np.ndim(value) == 0 else np.asarray(value, dtype=np.float64)
        where = space or self.root
        key = ("constant", array.tobytes(), np.ndim(array), id(where) if array.ndim else 0)
        if array.ndim and array.size > 1000:
            return self._append(Instruction("constant", (), where, self.node, (), array))
        return self._once(key, Instruction("constant", (), where if array.ndim else self.root, self.node, (), array))

    def apply(self, operation: str, *slots: int) -> int:
        """An operation entry by entry, in the innermost space of its arguments."""
        space = self.root
        for slot in slots:
            if self.code[slot].space.depth > space.depth:
                space = self.code[slot].space
        if space.depth:
            slots = tuple([self.lifted(slot, space) for slot in slots])
        key = (operation, slots)
        found = self._known.get(key)
        if found is None:
            values = [self.code[slot].value for slot in slots]
            if all(value is not None for value in values):
                found = self._folded(operation, slots, values, space)
            else:
                found = self._append(Instruction(operation, slots, space, self.node))
            self._known[key] = found
        return found

    def _folded(self, operation: str, slots: tuple[int, ...], values: list[Any], space: Space) -> int:
        """A constant worked out; where it is undefined, the instruction stays, so that it can say why."""
        import numpy as np

        with np.errstate(all="ignore"):
            value = (self._operations.get(operation) or mapped(operation))(*values)
        if not np.all(np.isfinite(value)):
            return self._append(Instruction(operation, slots, space, self.node))
        return self.constant(value, space)

    def take(self, slot: int, along: Map, space: Space) -> int:
        """The rows of another space that the rows of `space` read."""
        value = self.code[slot].value
        if value is not None:
            return self.constant(along.take(value), space)
        key = ("take", slot, along.key, id(space))
        return self._once(key, Instruction("take", (slot,), space, self.node, (along,)))

    def assemble(self, parts: Sequence[tuple[int, Map]], space: Space) -> int:
        """The sum of values along maps into `space`: the adjoint of take."""
        slots = tuple(slot for slot, _ in parts)
        maps = tuple(along for _, along in parts)
        key = ("assemble", slots, tuple(along.key for along in maps), id(space))
        return self._once(key, Instruction("assemble", slots, space, self.node, maps))

    def lifted(self, slot: int, space: Space) -> int:
        """The value of an outer space as seen from a space inside it."""
        have = self.code[slot].space
        if have is space or (have.is_root and self.code[slot].value is not None):
            return slot
        if have.is_root:
            return self.take(slot, Everywhere(space.size), space)
        path = []
        at: Space = space
        while at is not have:
            assert at.parent is not None
            path.append(at)
            at = at.parent
        for inner in reversed(path):
            assert inner.map is not None
            slot = self.take(slot, inner.map, inner)
        return slot

    def total(self, slot: int, space: Space) -> int:
        """The sum over the rows of `space` that belong to each row of its parent."""
        assert space.parent is not None
        assert space.map is not None
        if self.is_number(slot, 0.0):
            return slot
        return self.assemble([(self.lifted(slot, space), space.map)], space.parent)

    def sum(self, slots: Sequence[int]) -> int:
        """The sum of several slots; zeros are left out."""
        terms = [slot for slot in slots if not self.is_number(slot, 0.0)]
        return self.apply("terms", *terms) if len(terms) > 1 else terms[0] if terms else self.constant(0.0)

    def product(self, left: int, right: int) -> int:
        """left · right; a factor 1 is left out."""
        if self.is_number(left, 1.0):
            return right
        return left if self.is_number(right, 1.0) else self.apply("product", left, right)

    def power(self, base: int, exponent: int) -> int:
        """base ^ exponent; small whole exponents by multiplication."""
        value = self.code[exponent].value
        plain = value is not None and not value.ndim
        if plain and value == 1.0:
            return base
        if plain and value == 2.0:
            return self.apply("square", base)
        if plain and value == 3.0:
            return self.apply("product", self.apply("square", base), base)
        if plain and value == 4.0:
            return self.apply("square", self.apply("square", base))
        return self.apply("power", base, exponent)

    def _once(self, key: tuple[object, ...], instruction: Instruction) -> int:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._append(instruction)
        return found

    def _append(self, instruction: Instruction) -> int:
        if instruction.space.size > MOST_ROWS and instruction.operation != "constant":
            raise LimitError(f"this has {instruction.space.size:,} terms; {MOST_ROWS:,} is the limit")
        self.code.append(instruction)
        return len(self.code) - 1
