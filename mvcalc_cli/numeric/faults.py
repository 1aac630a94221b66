"""Why a result has no value: the first operation without one, its place in the text, and the row it stood in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from mvcalc_cli.calculus.evaluate import evaluate
from mvcalc_cli.calculus.undefined import OVERFLOW, UndefinedError, place_of
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, call, constant, number
from mvcalc_cli.numeric.graph import Instruction
from mvcalc_cli.numeric.routine import Routine
from mvcalc_cli.numeric.spaces import Space

_KINDS = {"negative", "product", "quotient", "power"}
_SAME = {"terms": "sum", "chained": "product", "divided": "quotient"}


def fault(
    routine: Routine, inputs: Mapping[int, Any], point: Mapping[str, Any], text: str | None, primal: int
) -> UndefinedError:
    """The error to raise where a result of the routine is not finite.

    Args:
        routine: What was run.
        inputs: What it was run on.
        point: The same by name, for a term to be evaluated by itself.
        text: The typed text.
        primal: Slots from here on belong to derivatives.
    """
    import numpy as np

    values = routine.trace(dict(inputs))
    bad = next((slot for slot in routine.results if not np.all(np.isfinite(values[slot]))), routine.results[0])
    slot, row, term = _culprit(routine, values, bad)
    if term is not None:
        try:
            evaluate(term, point, text=text)
        except UndefinedError as error:
            return error
        except MvcalcError:
            pass
    instruction = routine.graph.code[slot]
    parts = [_at(values[arg], row) for arg in instruction.args] if not instruction.maps else []
    node = term or instruction.node or constant("oo")
    reason = _reason(instruction, parts) + _where(instruction.space, row)
    said = f"there is no derivative here: {reason}" if slot >= primal and not reason.startswith("overflow") else reason
    return UndefinedError(said, node, place=place_of(node, text))


def _where(space: Space, row: int) -> str:
    """The indices of a row: ", where i = 3, j = 2"; nothing outside of indexed sums."""
    found: list[str] = []
    at: Space | None = space
    while at is not None and at.map is not None:
        if at.index is not None:
            name, values = at.index
            found.insert(0, f"{name} = {_at(values, row):g}".replace("-", "−"))
        row, at = int(at.map.rows()[row]), at.parent
    return f", where {', '.join(found)}" if found else ""


def _at(value: Any, row: int) -> float:
    return float(value[min(row, len(value) - 1)]) if getattr(value, "ndim", 0) else float(value)


def _culprit(routine: Routine, values: Mapping[int, Any], slot: int) -> tuple[int, int, Tree | None]:
    """The operation whose arguments all have values, the row in which it has none, and the term typed there."""
    row, term = _first_bad(values[slot]), None
    while True:
        instruction = routine.graph.code[slot]
        if instruction.space.term is not None and instruction.operation != "take":
            term = instruction.space.term(row) or term
        step = _worse_argument(instruction, values, row)
        if step is None:
            return slot, row, term
        slot, row = step


def _first_bad(value: Any) -> int:
    import numpy as np

    bad = np.flatnonzero(~np.isfinite(value))
    return int(bad[0]) if len(bad) else 0


def _worse_argument(instruction: Instruction, values: Mapping[int, Any], row: int) -> tuple[int, int] | None:
    """The first argument that has no value in this row, and the row there."""
    import numpy as np

    if instruction.operation == "take":
        arg, inner = instruction.args[0], int(instruction.maps[0].rows()[row])
        return None if math.isfinite(_at(values[arg], inner)) else (arg, inner)
    for place, arg in enumerate(instruction.args):
        if instruction.operation == "assemble":
            read = np.flatnonzero(instruction.maps[place].rows() == row)
            found = np.broadcast_to(values[arg], instruction.maps[place].size)[read]
            if not np.all(np.isfinite(found)):
                return arg, int(read[_first_bad(found)])
        elif not math.isfinite(_at(values[arg], row)) and _counts(instruction, values, place, row):
            return arg, row
    return None


def _counts(instruction: Instruction, values: Mapping[int, Any], place: int, row: int) -> bool:
    """Does this argument matter in this row? Of a choice only the branch that is taken."""
    if instruction.operation != "piecewise" or place == 0:
        return True
    return bool(_at(values[instruction.args[0]], row)) == (place == 1)


def _reason(instruction: Instruction, parts: list[float]) -> str:
    """What the engine for single points says about the same operation on the same numbers."""
    if instruction.operation == "piecewise":
        return "none of the cases holds here"
    if instruction.operation == "constant":
        return "i is not a real number" if instruction.node and instruction.node.value == "i" else OVERFLOW
    if not all(map(math.isfinite, parts)):
        return "∞ − ∞, 0·∞ or ∞/∞"
    if instruction.maps:  # finite terms, added up
        return OVERFLOW
    try:
        evaluate(_alone(instruction.operation, parts), {})
    except UndefinedError as error:
        return error.message
    except MvcalcError:
        pass
    return OVERFLOW


def _alone(operation: str, parts: list[float]) -> Tree:
    numbers = tuple(number(Fraction(part)) for part in parts)
    if operation == "square":
        return Tree("power", None, (numbers[0], number(2)))
    if operation == "exp":
        return Tree("power", None, (constant("e"), numbers[0]))
    kind = _SAME.get(operation, operation)
    return Tree(kind, None, numbers) if kind in _KINDS or kind == "sum" else call(operation, *numbers)
