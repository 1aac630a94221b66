"""An expression compiled once, evaluated at many points: a flat list of operations over columns.

A column holds the values of one part at all points. One operation is one `map` of a C function over its
columns, which costs about as much per value as an addition in Python costs, and nothing per node beyond
that. A value that does not exist is nan; where a C function raises, the column is done again one by one.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any, ClassVar

from mvcalc_cli.calculus.expand import expand
from mvcalc_cli.calculus.noise import Noise
from mvcalc_cli.calculus.operations import OPERATIONS, Operation, guarded, is_exact, is_whole, nothing, power
from mvcalc_cli.calculus.slots import Slots
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import E, Tree

Instruction = tuple[int, Operation, tuple[int, ...]]

# An indexed sum with more terms than this is not worth a check: its value is nan.
_MOST_TERMS = 20_000
_NOISY_RUNS = 5


class Program:
    """A compiled expression: `value` at one point, `values` at many; nan where undefined, never an error.

    >>> from mvcalc_cli.language.tree import call, variable
    >>> logarithm = program(call("log", variable("x")), ["x"])
    >>> logarithm.value([1.0]), logarithm.values([[1.0, 0.0]])
    (0.0, [0.0, nan])
    """

    __slots__ = ("_code", "_folded", "_result", "_template", "names")

    def __init__(self, tape: _Tape, result: int) -> None:
        self.names = tape.names
        self._result = result
        self._code = _living(tape.code, result)
        self._template = tape.columns
        self._folded = tape.folded

    @property
    def constant(self) -> float | None:
        """The value, if it was found to be the same everywhere while compiling."""
        slot = self._result - len(self.names)
        column = self._template[slot] if slot >= 0 else None
        return None if column is None else next(column)

    def value(self, values: Sequence[float]) -> float:
        """The value at one point, given in the order of `names`."""
        return self.values([[value] for value in values], 1)[0]

    def values(self, columns: Sequence[Sequence[float]], count: int | None = None) -> list[float]:
        """The values at many points: one column for each name.

        `count` is the number of points, needed only if there are no names.
        """
        if count is None:
            count = len(columns[0]) if columns else 1
        slots: list[Any] = [*columns, *(self._template if self._folded else self._constants(count))]
        for target, function, args in self._code:
            parts = [slots[arg] for arg in args]
            try:
                slots[target] = list(map(function, *parts))
            except (ArithmeticError, ValueError):
                slots[target] = [guarded(function, values) for values in zip(*parts, strict=False)]
        result = slots[self._result]
        return [next(result) for _ in range(count)] if isinstance(result, repeat) else list(result)

    def spread(self, columns: Sequence[Sequence[float]], count: int) -> list[float]:
        """How far rounding may have moved each value: the largest change over a few noisy evaluations.

        In each, every result is moved by an ulp or two, at random (stochastic arithmetic, as in CADNA), but
        for those that are exact: |x|, floor, and sums and products of whole numbers. Compile with
        `fold=False`, or the rounding of constants is not seen.
        """
        exact = self.values(columns, count)
        noise = Noise(count)
        widest = [0.0] * count
        for _ in range(_NOISY_RUNS):
            for place, value in enumerate(self._noisy(columns, count, noise)):
                change = abs(value - exact[place])
                if math.isnan(change):  # over the edge of the domain
                    change = math.inf
                widest[place] = max(widest[place], change)
        return widest

    def _constants(self, count: int) -> list[list[float] | None]:
        """The template with columns of finite length: where nothing is folded, all parts may be constant."""
        return [None if column is None else [next(column)] * count for column in self._template]

    def _noisy(self, columns: Sequence[Sequence[float]], count: int, noise: Noise) -> list[float]:
        constants = self._constants(count)
        moved = (column and [noise.moved(value, is_whole(value)) for value in column] for column in constants)
        slots: list[Any] = [*columns, *moved]
        for target, function, args in self._code:
            rows = zip(*[slots[arg] for arg in args], strict=True)
            slots[target] = [noise.moved(guarded(function, row), is_exact(function, row)) for row in rows]
        return list(slots[self._result])


def program(tree: Tree, names: Sequence[str], *, fold: bool = True) -> Program:
    """Compile a scalar expression.

    Args:
        tree: A number at each point; a condition gives True and False.
        names: The variables in the order in which values will be given; "x[3]" for a component.
        fold: Work out what is constant at once.

    Raises:
        InputError: If a variable is not among the names, or the shapes of vectors do not fit.
    """
    tape = _Tape(tuple(names), fold)
    result = expand(tree, tape)
    if result.__class__ is tuple:
        raise InputError("a number is needed here, and this is a vector")
    return Program(tape, result)


def _living(code: list[Instruction], result: int) -> list[Instruction]:
    """The instructions on which the result depends."""
    needed = {result}
    living = []
    for instruction in reversed(code):
        if instruction[0] in needed:
            needed.update(instruction[2])
            living.append(instruction)
    living.reverse()
    return living


class _Tape(Slots):
    """The algebra whose scalars are slots: inputs first, then constants and results."""

    def __init__(self, names: tuple[str, ...], folded: bool) -> None:
        self.names = names
        self.folded = folded
        self.code: list[Instruction] = []
        self.columns: list[repeat[float] | None] = []
        self._slots = {name: slot for slot, name in enumerate(names)}
        self._constants: dict[int, float] = {}
        self._of_constant: dict[tuple[type, float], int] = {}
        self._known: dict[tuple[Operation, tuple[int, ...]], int] = {}
        self._negated: dict[int, int] = {}

    def constant(self, value: float) -> int:
        """The slot of a number that is the same at all points."""
        key = (type(value), value)  # True and 1.0 are equal, and not the same
        found = self._of_constant.get(key) if value else None  # 0.0 and -0.0 are equal, and not the same
        if found is None:
            found = self._new(repeat(value))
            self._constants[found] = value
            self._of_constant[key] = found
        return found

    def _new(self, column: repeat[float] | None = None) -> int:
        self.columns.append(column)
        return len(self.names) + len(self.columns) - 1

    def emit(self, function: Operation, *slots: int) -> int:
        """The slot of function(slots): one that is there, a constant, or a new instruction."""
        key = (function, slots)
        found = self._known.get(key)
        if found is None:
            if (self.folded or not slots) and self._constants.keys() >= set(slots):
                found = self.constant(guarded(function, tuple(self._constants[slot] for slot in slots)))
            else:
                found = self._new()
                self.code.append((found, function, slots))
            self._known[key] = found
        return found

    def apply(self, node: Tree, operation: str, parts: Sequence[int]) -> int:
        rule = self._rules.get(operation)
        if rule is not None:
            return rule(self, node, parts)
        return self.emit(OPERATIONS.get(operation, nothing), *parts)

    def _negative(self, _: Tree, parts: Sequence[int]) -> int:
        slot = self.emit(operator.neg, parts[0])
        self._negated[slot] = parts[0]
        return slot

    def _log(self, _: Tree, parts: Sequence[int]) -> int:
        return self.emit(math.log if len(parts) == 1 else OPERATIONS["log"], *parts)

    def _sum(self, _: Tree, parts: Sequence[int]) -> int:
        total = parts[0]
        for part in parts[1:]:
            subtracted = self._negated.get(part)
            if subtracted is None:
                total = self.emit(operator.add, total, part)
            else:
                total = self.emit(operator.sub, total, subtracted)
        return total

    def _product(self, _: Tree, parts: Sequence[int]) -> int:
        total = parts[0]
        for part in parts[1:]:
            total = self.emit(operator.mul, total, part)
        return total

    def _power(self, node: Tree, parts: Sequence[int]) -> int:
        base, exponent = parts
        if node.kind == "power" and node.args[0] == E:
            return self.emit(math.exp, exponent)
        times = self._constants.get(exponent, 0.0)
        if times == 2.0:
            return self.emit(operator.mul, base, base)
        # pow(nan, 0) and pow(1, nan) are 1: with a constant that is neither, the C function is right.
        plain = abs(times) > 0.0 or abs(self._constants.get(base, 1.0) - 1.0) > 0.0
        return self.emit(math.pow if plain else power, base, exponent)

    def indexed(self, node: Tree, lower: int, upper: int) -> int:
        """The body becomes a program of its own, in which the index is one more variable."""
        body, index = node.args[0], str(node.args[1].value)
        names = tuple(name for name in self.names if name != index)
        inner = program(body, (index, *names))
        combine = math.fsum if node.value == "sum" else math.prod
        return self.emit(_Indexed(inner, combine), lower, upper, *(self._slots[name] for name in names))

    _rules: ClassVar[dict[str, Callable[[_Tape, Tree, Sequence[int]], int]]] = {
        "sum": _sum,
        "product": _product,
        "power": _power,
        "negative": _negative,
        "log": _log,
    }


class _Indexed:
    """An indexed sum or product at one point: bounds, then the values of the outer variables."""

    def __init__(self, body: Program, combine: Callable[[Iterable[float]], float]) -> None:
        self.body = body
        self.combine = combine

    def __call__(self, lower: float, upper: float, *outer: float) -> float:
        if not (math.floor(lower) == lower and math.floor(upper) == upper and upper - lower < _MOST_TERMS):
            return math.nan
        places = [float(place) for place in range(int(lower), int(upper) + 1)]
        columns = [places, *([value] * len(places) for value in outer)]
        return self.combine(self.body.values(columns, len(places)))
