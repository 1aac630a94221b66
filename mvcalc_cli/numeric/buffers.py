"""A list of array operations laid out over a few buffers, so that what it works on stays in the processor's memory.

Which result goes into which buffer is settled once; a run is then nothing but calls of NumPy that write where they are
told. An operation writes over an argument that is not needed again, else into the buffer that was let go last.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Operation = Callable[..., Any]
Instruction = tuple[int, Operation, tuple[int, ...]]


class Step(NamedTuple):
    """One call. `out` is the cell it writes into; None where it makes its own value, for the cell `target`."""

    operation: Operation
    args: tuple[int, ...]
    out: int | None
    target: int


class Plan(NamedTuple):
    """The calls of one run, over cells: the slots of the list, then the output, then the buffers.

    Attributes:
        steps: In order.
        constants: slot -> number.
        slots: How many cells are slots.
        buffers: How many buffers there are.
        result: The cell where the result is at the end.
    """

    steps: list[Step]
    constants: dict[int, Any]
    slots: int
    buffers: int
    result: int

    def runner(self, longest: int) -> Callable[[Sequence[Any], Array], None]:
        """A function that takes the values of the inputs and writes the result; one for each thread.

        Args:
            longest: The most points of a run.
        """
        import numpy as np

        buffers = [np.empty(longest) for _ in range(self.buffers)]
        cells: list[Any] = [*map(self.constants.get, range(self.slots)), np.empty(0), *buffers]

        def run(inputs: Sequence[Any], found: Array) -> None:
            cells[: len(inputs)] = inputs
            if len(cells[-1]) != len(found):  # the last buffer, or what the last run wrote
                cells[self.slots + 1 :] = [each[: len(found)] for each in buffers]
            cells[self.slots] = found
            for operation, args, out, target in self.steps:
                if out is None:
                    cells[target] = operation(*[cells[arg] for arg in args])
                elif len(args) == 1:
                    operation(cells[args[0]], cells[out])
                else:
                    left, right = args
                    operation(cells[left], cells[right], cells[out])
            if cells[self.result] is not found:
                found[...] = cells[self.result]

        return run


def plan(code: Sequence[Instruction], constants: Mapping[int, float], arrays: Collection[int], result: int) -> Plan:
    """Where each value goes.

    Args:
        code: Operations in order, the last one that of the result: (slot, operation, slots of its arguments).
        constants: slot -> number.
        arrays: The inputs that are arrays; the others are single numbers.
        result: The slot of the result.
    """
    import numpy as np

    last_use = {arg: place for place, (_, _, args) in enumerate(code) for arg in args}
    slots = max([result, *constants, *arrays, *(target for target, _, _ in code)], default=0) + 1
    cell: dict[int, int] = {}
    wide = set(arrays)
    free, cells = [slots], slots + 1
    steps = []
    for place, (target, operation, args) in enumerate(code):
        is_wide = not wide.isdisjoint(args)
        free += [cell[arg] for arg in dict.fromkeys(args) if arg in cell and last_use[arg] == place]
        out = None
        if is_wide:
            wide.add(target)
            if isinstance(operation, np.ufunc):
                out = slots if target == result else free.pop() if free else cells
                cells = max(cells, out + 1)
                cell[target] = out
        steps.append(Step(operation, tuple(cell.get(arg, arg) for arg in args), out, target))
    known = {slot: np.float64(value) for slot, value in constants.items()}
    return Plan(steps, known, slots, cells - slots - 1, cell.get(result, result))
