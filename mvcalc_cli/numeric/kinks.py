"""Where a function has a value but its rules of differentiation do not hold: kinks and jumps.

The gradient goes on there with one of the slopes (that of |x| at 0 is 0), which is what a descent needs; who wants to
say that there is no derivative asks here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from mvcalc_cli.calculus.expand import expand
from mvcalc_cli.calculus.rules import ARGUMENTS, RULES, where
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.numeric.differentiate import reaching
from mvcalc_cli.numeric.graph import Graph
from mvcalc_cli.numeric.writer import Writer

_SEAMS: Final = frozenset({"max", "min", "<", "<=", ">", ">="})


class Condition(NamedTuple):
    """A slot that must be true in every row for the rule of a part to hold."""

    slot: int
    node: Tree


def smooth_where(graph: Graph, inputs: Sequence[int], last: int) -> list[Condition]:
    """What must hold for each operation up to a slot: u ≠ 0 for |u|, u ≠ v for max(u, v) and for u < v."""
    found: dict[int, Condition] = {}
    for slot in sorted(reaching(graph, inputs, last)):
        instruction = graph.code[slot]
        if instruction.node is None:
            continue
        graph.node = instruction.node
        for condition in _conditions(graph, slot):
            found.setdefault(condition, Condition(condition, instruction.node))
    return list(found.values())


def _conditions(graph: Graph, slot: int) -> list[int]:
    operation, args = graph.code[slot].operation, graph.code[slot].args
    if operation in _SEAMS:
        return [graph.apply("!=", *args)]
    if operation not in RULES:
        return []
    writer = Writer(graph, bound=dict(zip(ARGUMENTS, args, strict=False)), node=graph.node)
    return [expand(condition, writer) for condition in where(operation)]
