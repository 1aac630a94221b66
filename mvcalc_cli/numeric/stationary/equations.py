"""Equations, their Jacobian and the sizes of their terms, as one list of array operations for many points at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from mvcalc_cli.calculus.expand import expand
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree, add, call, divide, fold, multiply, power, variables
from mvcalc_cli.numeric.differentiate import forward
from mvcalc_cli.numeric.graph import Graph
from mvcalc_cli.numeric.opened import opened
from mvcalc_cli.numeric.routine import Routine
from mvcalc_cli.numeric.writer import Writer

if TYPE_CHECKING:
    from mvcalc_cli.numeric.program import Array

# Powers up to this one are taken apart.
_HIGHEST: Final = 50


class Equations:
    """m equations F = 0 for n unknowns; points are columns, shape (n, k).

    Args:
        equations: Each is to be 0.
        names: The unknowns, in the order of the coordinates.
        jacobian: ∂F by each unknown, row by row, where it is known already.

    Attributes:
        names: The unknowns.
        constant: Of each equation, whether it has no unknown at all.

    Raises:
        InputError: If an equation has another variable, or is a vector.
    """

    def __init__(
        self, equations: Sequence[Tree], names: Sequence[str], jacobian: Sequence[Sequence[Tree]] | None = None
    ) -> None:
        self.names = tuple(names)
        trees = [opened(lower(equation)) for equation in equations]
        self.constant = [not variables(tree) for tree in trees]
        graph = Graph()
        self._inputs = [graph.input(graph.root) for _ in self.names]
        writer = Writer(graph, bound=dict(zip(self.names, self._inputs, strict=True)))
        results = [_slot(tree, writer) for tree in trees]
        sizes = [_slot(terms_size(tree), writer) for tree in trees]
        if jacobian is None:
            one = graph.constant(1.0)
            columns = [forward(graph, results, {slot: one}) for slot in self._inputs]
            slopes = [slot for row in zip(*columns, strict=True) for slot in row]
        else:
            slopes = [_slot(opened(lower(slope)), writer) for row in jacobian for slope in row]
        self._values, self._sizes, self._slopes = (Routine(graph, slots) for slots in (results, sizes, slopes))

    def values(self, points: Array) -> Array:
        """F, shape (m, k); nan where it has no value."""
        return self._run(self._values, points)

    def sizes(self, points: Array) -> Array:
        """The sum of the sizes of the terms of each equation, shape (m, k)."""
        return self._run(self._sizes, points)

    def jacobian(self, points: Array) -> Array:
        """∂F, shape (k, m, n)."""
        found = self._run(self._slopes, points)
        return found.reshape(-1, len(self.names), points.shape[1]).transpose(2, 0, 1)

    def _run(self, routine: Routine, points: Array) -> Array:
        import numpy as np

        if not points.shape[1]:
            return np.empty((len(routine.results), 0))
        found = routine.run(dict(zip(self._inputs, points, strict=True)))[0]
        return np.stack([np.broadcast_to(each, points.shape[1:]) for each in found])


def _slot(tree: Tree, writer: Writer) -> int:
    """Where the values of a tree are written."""
    slot = expand(tree, writer)
    if slot.__class__ is tuple:
        raise InputError("an equation is between numbers here, and this is a vector")
    return int(slot)


def terms_size(tree: Tree) -> Tree:
    """The sum of the sizes of the terms, through products, quotients and powers: rounding is a part of it.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(terms_size(parse("x^2 - 2x y").tree))
    '|x|² + |2|·|x|·|y|'
    """
    return fold(tree, _size)


def _size(node: Tree, parts: list[Tree]) -> Tree:
    if node.kind == "sum":
        return add(*parts)
    if node.kind == "product":
        return multiply(*parts)
    if node.kind == "negative":
        return parts[0]
    if node.kind == "quotient":
        return divide(parts[0], call("abs", node.args[1]))
    if node.kind == "power" and _is_whole(node.args[1]):
        return power(parts[0], node.args[1])
    return call("abs", node)


def _is_whole(exponent: Tree) -> bool:
    return exponent.kind == "number" and exponent.value in range(1, _HIGHEST)
