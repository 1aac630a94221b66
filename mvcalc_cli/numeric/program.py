"""An expression compiled for NumPy: its values on whole arrays, nan outside of its domain, without warnings.

The values are those of `calculus.evaluate.program` to rounding, and nan exactly where those are. Functions that NumPy
does not have are mapped over the array, one value after the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.calculus.expand import expand
from mvcalc_cli.calculus.slots import Slots
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import E, Tree
from mvcalc_cli.numeric.buffers import Plan, plan
from mvcalc_cli.numeric.chunks import CHUNK, in_chunks
from mvcalc_cli.numeric.operations import array_operations, fast_operations, mapped, nan_passing, over_entries
from mvcalc_cli.numeric.sine import SLOTS, has_fast_tangent, sine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

ArrayOperation = Callable[..., Any]
Instruction = tuple[int, ArrayOperation, tuple[int, ...]]

# An indexed sum with more terms than this has no value here, as in the program for single points.
_MOST_TERMS: Final = 20_000


class ArrayProgram:
    """A compiled expression: `values` on arrays; nan where undefined, never an error or a warning.

    >>> import numpy as np
    >>> from mvcalc_cli.language.tree import call, variable
    >>> array_program(call("log", variable("x")), ["x"]).values([np.array([1.0, 0.0])])
    array([ 0., nan])
    """

    __slots__ = ("_code", "_constants", "_fast", "_last_use", "_passes_nan", "_result", "_size", "names")

    def __init__(self, tape: _Tape, result: int) -> None:
        self.names = tape.names
        self._result = result
        self._constants = tape.constants
        self._size = tape.size
        self._code = _living(tape.code, result)
        self._last_use = {slot: place for place, (_, _, args) in enumerate(self._code) for slot in args}
        self._fast = fast_tape(tape, self._code)
        self._passes_nan = all(function in nan_passing() for _, function, _ in self._fast[0]) if self._fast else True

    def values(self, columns: Sequence[Any], count: int | None = None) -> Array:
        """The values at many points.

        Args:
            columns: One array for each name, all of one shape (any number of axes), or plain numbers.
            count: The number of points, needed only if there are no names.

        Returns:
            An array of that shape, (count,) without names.
        """
        import numpy as np

        arrays = [np.asarray(column, dtype=np.float64) for column in columns]
        shape = np.broadcast_shapes(*(array.shape for array in arrays)) if arrays else (1 if count is None else count,)
        flat = [np.broadcast_to(each, shape).reshape(-1) if each.ndim else each[()] for each in arrays]
        size = math.prod(shape)
        wide = [place for place, each in enumerate(flat) if each.ndim]
        laid_out = plan(*self._fast, wide, self._result) if self._fast else None
        return in_chunks(lambda: self._computer(laid_out, min(size, CHUNK)), flat, size).reshape(shape)

    def _computer(self, laid_out: Plan | None, longest: int) -> Callable[[list[Any], Array], None]:
        """Writes the values of some points: fast where everything is defined, else with care."""
        import numpy as np

        fast = laid_out.runner(longest) if laid_out else None

        def compute(columns: list[Any], found: Array) -> None:
            if fast and (self._passes_nan or all(np.all(np.isfinite(each)) for each in columns)):
                try:
                    with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
                        fast(columns, found)
                    return
                except FloatingPointError:
                    pass
            with np.errstate(all="ignore"):
                found[...] = self._careful(columns)

        return compute

    def _careful(self, columns: list[Any]) -> Any:
        """Each operation once, nan for what is undefined; an array is let go after its last use."""
        import numpy as np

        slots: list[Any] = [*columns, *([None] * (self._size - len(columns)))]
        for slot, value in self._constants.items():
            slots[slot] = np.float64(value)
        for place, (target, function, args) in enumerate(self._code):
            slots[target] = function(*(slots[arg] for arg in args))
            for arg in set(args):
                if self._last_use[arg] == place and arg != self._result:
                    slots[arg] = None
        return slots[self._result]


def fast_tape(tape: _Tape, code: list[Instruction]) -> tuple[list[Instruction], dict[int, float]] | None:
    """The instructions with NumPy's own functions, and their constants; None if one of them has to be careful."""
    if not all(map(math.isfinite, tape.constants.values())):
        return None
    safe, fast = array_operations(), fast_operations()
    swapped = {id(function): (name, fast[name]) for name, function in safe.items()}
    size, constants = tape.size, dict(tape.constants)
    found: list[Instruction] = []
    for target, function, args in code:
        name, operation = swapped.get(id(function), ("", None))
        if operation is None:
            return None
        if name == "sin" and has_fast_tangent():
            more, numbers = sine(target, args[0], size)
            found += more
            constants |= numbers
            size += SLOTS
        else:
            found.append((target, operation, args))
    return found, constants


def array_program(tree: Tree, names: Sequence[str]) -> ArrayProgram:
    """Compile a scalar expression for arrays.

    Args:
        tree: A number at each point; a condition gives 1 and 0.
        names: The variables in the order in which arrays will be given; "x[3]" for a component.

    Raises:
        InputError: If a variable is not among the names, or the shapes of vectors do not fit.
    """
    tape = _Tape(tuple(names))
    result = expand(tree, tape)
    if result.__class__ is tuple:
        raise InputError("a number is needed here, and this is a vector")
    return ArrayProgram(tape, result)


def _living(code: list[Instruction], result: int) -> list[Instruction]:
    """The instructions on which the result depends."""
    needed = {result}
    living = []
    for instruction in reversed(code):
        if instruction[0] in needed:
            needed.update(instruction[2])
            living.append(instruction)
    return living[::-1]


class _Tape(Slots):
    """The algebra whose scalars are slots: inputs first, then constants and results."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.code: list[Instruction] = []
        self.constants: dict[int, float] = {}
        self.size = len(names)
        self._slots = {name: slot for slot, name in enumerate(names)}
        self._known: dict[tuple[ArrayOperation, tuple[int, ...]], int] = {}
        self._negated: dict[int, int] = {}
        self._operations = array_operations()

    def constant(self, value: float) -> int:
        """The slot of a number that is the same at all points."""
        self.size += 1
        self.constants[self.size - 1] = float(value)
        return self.size - 1

    def emit(self, function: ArrayOperation, *slots: int) -> int:
        """The slot of function(slots): one that is there, or a new instruction."""
        key = (function, slots)
        found = self._known.get(key)
        if found is None:
            found = self.size
            self.size += 1
            self.code.append((found, function, slots))
            self._known[key] = found
        return found

    def apply(self, node: Tree, operation: str, parts: Sequence[int]) -> int:
        if operation == "power" and node.kind == "power" and node.args[0] == E:
            operation, parts = "exp", parts[1:]
        elif operation == "power" and self.constants.get(parts[1]) == 2.0:
            operation, parts = "square", parts[:1]
        if operation in {"sum", "product"}:
            return self._joined(operation, parts)
        if operation == "negative":
            slot = self.emit(self._operations[operation], parts[0])
            self._negated[slot] = parts[0]
            return slot
        if operation == "log" and len(parts) == 2:
            return self.emit(mapped("log"), *parts)
        function = self._operations.get(operation)
        return self.emit(function if function is not None else mapped(operation), *parts)

    def _joined(self, operation: str, parts: Sequence[int]) -> int:
        total = parts[0]
        for part in parts[1:]:
            if operation == "sum" and part in self._negated:
                total = self.emit(self._operations["difference"], total, self._negated[part])
            else:
                total = self.emit(self._operations[operation], total, part)
        return total

    def indexed(self, node: Tree, lower: int, upper: int) -> int:
        """The body becomes a program of its own, in which the index is one more variable."""
        index = str(node.args[1].value)
        names = tuple(name for name in self.names if name != index)
        first, last = self.constants.get(lower), self.constants.get(upper)
        outer = tuple(self._slots[name] for name in names)
        if first is None or last is None:
            return self.emit(_each_indexed(node, names), lower, upper, *outer)
        if not (math.floor(first) == first and math.floor(last) == last and last - first < _MOST_TERMS):
            return self.constant(math.nan)
        return self.emit(_accumulated(node, names, range(int(first), int(last) + 1)), *outer)


def _accumulated(node: Tree, names: tuple[str, ...], places: range) -> ArrayOperation:
    """A sum or product over a fixed range, term by term on whole arrays."""
    body = array_program(node.args[0], (str(node.args[1].value), *names))

    def operation(*outer: Any) -> Any:
        import numpy as np

        total: Any = np.float64(0.0 if node.value == "sum" else 1.0)
        for place in places:
            term = body.values([np.float64(place), *outer])
            total = total + term if node.value == "sum" else total * term
        return total

    return operation


def _each_indexed(node: Tree, names: tuple[str, ...]) -> ArrayOperation:
    """A sum or product whose bounds change from point to point: each point by itself, as a program for floats does."""
    body = program(node.args[0], (str(node.args[1].value), *names))
    combine: Callable[[list[float]], float] = math.fsum if node.value == "sum" else math.prod

    def value(lower: float, upper: float, *outer: float) -> float:
        if not (math.floor(lower) == lower and math.floor(upper) == upper and upper - lower < _MOST_TERMS):
            return math.nan
        places = [float(place) for place in range(int(lower), int(upper) + 1)]
        return combine(body.values([places, *([entry] * len(places) for entry in outer)], len(places)))

    return over_entries(value)
