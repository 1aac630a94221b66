"""A graph made ready to run: the instructions that its results need, in order, with NumPy's functions in place.

A run is fast first: NumPy watches the processor's flags, and the first operation without a value (log of a negative,
0/0, overflow) stops it. Then it is done again with operations that say nan for "undefined", since what is undefined
may belong to a branch that is not taken. Only what remains undefined in the result is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mvcalc_cli.numeric.graph import Graph, Instruction
from mvcalc_cli.numeric.operations import mapped
from mvcalc_cli.numeric.quarters import safe_operations, watched_operations
from mvcalc_cli.numeric.spaces import Map, Space

Step = tuple[int, Callable[..., Any], tuple[int, ...], tuple[int, ...]]


class Routine:
    """Computes some slots of a graph, given the values of its inputs.

    Args:
        graph: What was written down; it may grow afterwards.
        results: The slots to compute.
    """

    def __init__(self, graph: Graph, results: Sequence[int]) -> None:
        self.graph = graph
        self.results = tuple(results)
        self._size = len(graph.code)
        self._order = _living(graph, results)
        self._constants = {slot: graph.code[slot].value for slot in self._order if graph.code[slot].value is not None}
        self._fast: list[Step] | None = None
        self._safe: list[Step] | None = None

    def run(self, inputs: dict[int, Any]) -> tuple[list[Any], bool]:
        """The results, and whether all went well; else some may be nan.

        Args:
            inputs: slot -> array, for each input.
        """
        import numpy as np

        if self._fast is None:
            self._fast = self._steps(watched_operations())
        try:
            with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
                return self._run(self._fast, inputs), True
        except FloatingPointError:
            return self.run_safely(inputs), False

    def run_safely(self, inputs: dict[int, Any]) -> list[Any]:
        """The results with nan for what is undefined."""
        import numpy as np

        if self._safe is None:
            self._safe = self._steps(safe_operations())
        with np.errstate(all="ignore"):
            return self._run(self._safe, inputs)

    def trace(self, inputs: dict[int, Any]) -> dict[int, Any]:
        """The value of every slot, nan where undefined: to find out what went wrong."""
        import numpy as np

        slots: list[Any] = self._slots(inputs)
        with np.errstate(all="ignore"):
            for target, function, args, _ in self._steps(safe_operations()):
                slots[target] = function(*[slots[arg] for arg in args])
        return {slot: slots[slot] for slot in self._order}

    def _slots(self, inputs: dict[int, Any]) -> list[Any]:
        slots: list[Any] = [None] * self._size
        for slot, value in self._constants.items():
            slots[slot] = value
        for slot, value in inputs.items():
            slots[slot] = value
        return slots

    def _run(self, steps: list[Step], inputs: dict[int, Any]) -> list[Any]:
        """Each step once; an array is let go after its last use."""
        slots = self._slots(inputs)
        for target, function, args, dead in steps:
            if len(args) == 1:
                slots[target] = function(slots[args[0]])
            elif len(args) == 2:
                slots[target] = function(slots[args[0]], slots[args[1]])
            else:
                slots[target] = function(*[slots[arg] for arg in args])
            for arg in dead:
                slots[arg] = None
        return [slots[slot] for slot in self.results]

    def _steps(self, operations: dict[str, Callable[..., Any]]) -> list[Step]:
        steps = []
        seen = set(self.results) | self._constants.keys()
        for slot in reversed(self._order):
            instruction = self.graph.code[slot]
            if instruction.value is not None or instruction.operation == "input":
                continue
            dead = tuple(arg for arg in dict.fromkeys(instruction.args) if arg not in seen)
            seen.update(dead)
            steps.append((slot, _function(instruction, operations), instruction.args, dead))
        steps.reverse()
        return steps


def _living(graph: Graph, results: Sequence[int]) -> list[int]:
    """The slots on which the results depend, in order."""
    needed = set(results)
    living = []
    for slot in range(len(graph.code) - 1, -1, -1):
        if slot in needed:
            needed.update(graph.code[slot].args)
            living.append(slot)
    return living[::-1]


def _function(instruction: Instruction, operations: dict[str, Callable[..., Any]]) -> Callable[..., Any]:
    operation = instruction.operation
    if operation == "take":
        return instruction.maps[0].take
    if operation == "assemble":
        return _assembled(instruction.maps, instruction.space)
    return operations.get(operation) or _watched(mapped(operation), operations is watched_operations())


def _watched(function: Callable[..., Any], is_fast: bool) -> Callable[..., Any]:
    """Functions that NumPy does not have raise no flags: nan is looked for."""
    if not is_fast:
        return function

    def watched(*parts: Any) -> Any:
        import numpy as np

        value = np.asarray(function(*parts))[()]
        if not np.all(np.isfinite(value)):
            raise FloatingPointError
        return value

    return watched


def _assembled(maps: tuple[Map, ...], space: Space) -> Callable[..., Any]:
    import numpy as np

    def assembled(*parts: Any) -> Any:
        total = np.zeros(space.size)
        for along, values in zip(maps, parts, strict=True):
            along.add_into(total, values)
        return total[0] if is_root else total

    is_root = space.is_root
    return assembled
