"""Derivatives of a graph, written down as more instructions: reverse mode and forward mode.

Reverse mode walks once from the result to the inputs and costs a small multiple of the value, however many inputs
there are; forward mode carries one direction along. Forward over reverse gives Hessian-vector products.

Reference: Griewank & Walther, Evaluating Derivatives, 2nd ed., chapters 3 and 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mvcalc_cli.numeric.graph import Graph
from mvcalc_cli.numeric.partials import FLAT, scaled
from mvcalc_cli.numeric.spaces import Map


def reverse(graph: Graph, seeds: Mapping[int, int], inputs: Sequence[int]) -> list[int]:
    """The adjoints of the inputs.

    Args:
        graph: It grows by the instructions of the derivative.
        seeds: slot -> its adjoint; {result: the slot of 1} for a gradient.
        inputs: Slots of inputs.

    Returns:
        For each input the slot of Σ seed · ∂(slot)/∂(input), of the input's size.
    """
    walk = _Reverse(graph, seeds, inputs)
    for slot in range(max(seeds), -1, -1):
        walk.visit(slot)
    return [graph.assemble(walk.gathered.get(slot, []), graph.space(slot)) for slot in inputs]


class _Reverse:
    """The adjoints on their way from the results to the inputs.

    `waiting` holds what the users of a slot have given to its adjoint so far, `gathered` what they have given along
    maps, to be added up in one go.
    """

    def __init__(self, graph: Graph, seeds: Mapping[int, int], inputs: Sequence[int]) -> None:
        self.graph = graph
        self.active = reaching(graph, inputs, max(seeds))
        self.inputs = set(inputs)
        self.waiting: dict[int, list[int]] = {slot: [seed] for slot, seed in seeds.items()}
        self.gathered: dict[int, list[tuple[int, Map]]] = {}

    def visit(self, slot: int) -> None:
        """Add up the adjoint of a slot, all of whose users are done, and give it on."""
        if slot not in self.active or slot in self.inputs:
            return
        parts, along = self.waiting.pop(slot, []), self.gathered.pop(slot, [])
        self.graph.node = self.graph.code[slot].node
        if along:
            parts.append(self.graph.assemble(along, self.graph.space(slot)))
        adjoint = self.graph.sum(parts)
        if not self.graph.is_number(adjoint, 0.0):
            self._give(slot, adjoint)

    def _give(self, slot: int, adjoint: int) -> None:
        """What the arguments of a slot get from its adjoint."""
        graph, instruction = self.graph, self.graph.code[slot]
        if instruction.operation == "take":
            self.gathered.setdefault(instruction.args[0], []).append((adjoint, instruction.maps[0]))
            return
        if instruction.operation in FLAT:
            return
        for place, arg in enumerate(instruction.args):
            if arg not in self.active:
                continue
            if instruction.operation == "assemble":
                whole = graph.lifted(adjoint, instruction.space)
                given = graph.take(whole, instruction.maps[place], graph.space(arg))
            else:
                given = scaled(graph, slot, place, adjoint)
            self.waiting.setdefault(arg, []).append(given)


def forward(graph: Graph, results: Sequence[int], tangents: Mapping[int, int]) -> list[int]:
    """The tangents of the results.

    Args:
        graph: It grows by the instructions of the derivative.
        results: Slots to differentiate.
        tangents: input slot -> the slot of its tangent.

    Returns:
        For each result the slot of Σ ∂(result)/∂(input) · tangent.
    """
    if not results:
        return []
    last = max(results)
    needed = _needed(graph, results)
    active = reaching(graph, list(tangents), last) & needed
    found = dict(tangents)
    for slot in range(last + 1):
        if slot in active and slot not in found:
            graph.node = graph.code[slot].node
            found[slot] = _tangent(graph, slot, active, found)
    zero = graph.constant(0.0)
    return [found.get(slot, zero) for slot in results]


def _tangent(graph: Graph, slot: int, active: set[int], found: Mapping[int, int]) -> int:
    instruction = graph.code[slot]
    places = [place for place, arg in enumerate(instruction.args) if arg in active]
    if instruction.operation == "take":
        return graph.take(found[instruction.args[0]], instruction.maps[0], instruction.space)
    if instruction.operation == "assemble":
        parts = [(found[instruction.args[place]], instruction.maps[place]) for place in places]
        return graph.assemble(parts, instruction.space)
    if instruction.operation in FLAT:
        return graph.constant(0.0)
    return graph.sum([scaled(graph, slot, place, found[instruction.args[place]]) for place in places])


def reaching(graph: Graph, inputs: Sequence[int], last: int) -> set[int]:
    """The slots up to `last` that depend on the inputs."""
    reached = set(inputs)
    for slot in range(last + 1):
        if not reached.isdisjoint(graph.code[slot].args):
            reached.add(slot)
    return reached


def _needed(graph: Graph, results: Sequence[int]) -> set[int]:
    needed = set(results)
    for slot in range(max(results), -1, -1):
        if slot in needed:
            needed.update(graph.code[slot].args)
    return needed
