"""Where a function has a value but its rules of differentiation do not hold: kinks and jumps.

The gradient goes on there with one of the slopes (that of |x| at 0 is 0), which is what a descent needs; who wants to
say that there is no derivative asks here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.expand import expand
from mvcalc_cli.calculus.rules import ARGUMENTS, RULES, where
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.numeric.differentiate import reaching
from mvcalc_cli.numeric.graph import Graph
from mvcalc_cli.numeric.writer import Writer

_SEAMS: Final = frozenset({"max", "min", "=", "!=", "<", "<=", ">", ">="})
# Where a value stands on an infinite slope. Of cbrt(x)·cbrt(x²) at 0 the product rule then makes 0·∞, which counts as
# nothing (a branch that is not taken asks for nothing either), and the slope is 1.
_STEEP: Final = {
    **dict.fromkeys(("cbrt", "root"), "u != 0"),
    **dict.fromkeys(("asin", "acos", "asec", "acsc", "asech"), "abs(u) != 1"),
}


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
    if operation == "power":
        return [graph.apply("!=", args[0], graph.constant(0.0))] if _may_be_steep(graph.value(args[1])) else []
    if operation not in RULES:
        return []
    writer = Writer(graph, bound=dict(zip(ARGUMENTS, args, strict=False)), node=graph.node)
    return [expand(condition, writer) for condition in (*where(operation), *_steep(operation))]


def _may_be_steep(exponent: Any) -> bool:
    """Has x to this exponent an infinite slope at 0? None stands for one that changes."""
    return exponent is None or bool(((exponent > 0.0) & (exponent < 1.0)).any())


@cache
def _steep(name: str) -> tuple[Tree, ...]:
    return (parse(_STEEP[name], names=dict.fromkeys(ARGUMENTS, "real")).tree,) if name in _STEEP else ()
