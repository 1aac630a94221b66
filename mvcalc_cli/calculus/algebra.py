"""What an engine that gives an expression values must offer: floats, complex numbers, a tape."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from mvcalc_cli.calculus.undefined import place_of
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree

S = TypeVar("S")
Value = Any  # S, or a tuple of Values: a recursive generic type that mypy cannot say


class Algebra(ABC, Generic[S]):
    """What an engine does with scalars.

    `apply` meets these operations: sum, negative, product, quotient, power, piecewise (condition, value,
    …, [default]), pick (index, entries…), det (the entries row by row), norm (the entries), the
    relations = != < <= > >=, and, or, not, and the names of the functions.
    """

    text: str | None = None

    @abstractmethod
    def leaf(self, node: Tree) -> S:
        """The value of a number, a constant or a boolean."""

    @abstractmethod
    def lookup(self, name: str) -> Value | None:
        """The value of the variable "x" (a tuple if it is a vector) or "x[3]"; None if there is none."""

    @abstractmethod
    def apply(self, node: Tree, operation: str, parts: Sequence[S]) -> S:
        """The operation on scalars; `node` is the part of the expression that asks for it."""

    @abstractmethod
    def indexed(self, node: Tree, lower: S, upper: S) -> S:
        """The sum or product of `node.args[0]` over the index from lower to upper."""

    def fault(self, message: str, node: Tree, hint: str | None = None) -> InputError:
        """What is wrong with the expression itself, with its place."""
        return InputError(message, hint=hint, place=place_of(node, self.text))

    def variable(self, node: Tree) -> Value:
        """The value of a variable that must have one."""
        value = self.lookup(str(node.value))
        if value is None:
            raise self.fault(f"there is no value for {node.value}", node, hint=f"give one: {node.value}=…")
        return value
