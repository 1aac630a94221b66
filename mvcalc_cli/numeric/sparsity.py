"""Which entries of a Jacobian or Hessian can differ from zero, from the structure of a graph alone.

A set of variables is kept for each row of each space: an array of shape (rows, width), or (width,) where all rows
have the same set; −1 fills up rows with fewer. Entries (i, j) of a Hessian come from operations that are not linear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.errors import LimitError
from mvcalc_cli.numeric.distinct import distinct
from mvcalc_cli.numeric.graph import Graph, Instruction
from mvcalc_cli.numeric.partials import FLAT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

# 800 MB of indices.
_MOST_PAIRS: Final = 50_000_000
_LINEAR: Final = frozenset({"terms", "negative"})


class Pattern(NamedTuple):
    """Rows and columns of the entries that may differ from zero, by row, then column; shapes (k,)."""

    rows: Integers
    columns: Integers


def hessian_pattern(graph: Graph, result: int, inputs: Mapping[int, Any], count: int) -> Pattern:
    """Where the Hessian of one slot may differ from zero.

    Args:
        graph: The value; later instructions are not looked at.
        result: Its slot.
        inputs: input slot -> where its entries stand in v.
        count: The length n of v.
    """
    import numpy as np

    codes: list[Integers] = []
    _dependencies(graph, [result], inputs, lambda slot, sets: codes.extend(_pairs(graph.code[slot], sets, count)))
    every = distinct(np.concatenate(codes)) if codes else np.zeros(0, dtype=np.int64)
    return Pattern(every // max(count, 1), every % max(count, 1))


def jacobian_pattern(graph: Graph, result: int, inputs: Mapping[int, Any], count: int) -> Pattern:
    """Where the Jacobian of a slot with a row for each entry may differ from zero."""
    import numpy as np

    sets = _dependencies(graph, [result], inputs, lambda _slot, _sets: None)[result]
    rows = graph.space(result).size
    wide = np.broadcast_to(sets, (rows, sets.shape[-1]))
    places = np.repeat(np.arange(rows), wide.shape[1])
    known = wide.ravel() >= 0
    every = distinct(places[known] * max(count, 1) + wide.ravel()[known])
    return Pattern(every // max(count, 1), every % max(count, 1))


def _dependencies(graph: Graph, results: Sequence[int], inputs: Mapping[int, Any], meet: Any) -> dict[int, Any]:
    """The variables on which each slot depends; `meet(slot, sets of its arguments)` at each operation."""
    import numpy as np

    needed = set(results)
    for slot in range(max(results), -1, -1):
        if slot in needed:
            needed.update(graph.code[slot].args)
    nothing = np.zeros(0, dtype=np.int64)
    found: dict[int, Any] = {}
    for slot in sorted(needed):
        instruction = graph.code[slot]
        if slot in inputs:
            found[slot] = inputs[slot][:, None]
        elif instruction.value is not None or instruction.operation == "input" or instruction.operation in FLAT:
            found[slot] = nothing
        else:
            sets = [found[arg] for arg in instruction.args]
            meet(slot, sets)
            found[slot] = _depends(instruction, sets)
    return found


def _depends(instruction: Instruction, sets: list[Any]) -> Any:
    import numpy as np

    if instruction.operation == "take":
        (below,) = sets
        if below.ndim == 1:
            return below
        taken = below[instruction.maps[0].rows()]
        return taken[0] if instruction.space.is_root else taken
    if instruction.operation == "assemble":
        return _gathered(instruction, sets)
    some = [each for each in sets if each.shape[-1]]
    if not some:
        return np.zeros(0, dtype=np.int64)
    return _union(some, instruction.space.size)


def _union(sets: list[Any], rows: int) -> Any:
    """The sets of several arguments together, row by row; equal columns once."""
    import numpy as np

    if len(sets) == 1 or all(each is sets[0] for each in sets):
        return sets[0]
    if all(each.ndim == 1 for each in sets):
        return distinct(np.concatenate(sets))
    wide = [np.broadcast_to(each, (rows, each.shape[-1])) for each in sets]
    return _narrowed(np.concatenate(wide, axis=1))


def _narrowed(wide: Any) -> Any:
    """Each row sorted, doubles replaced by −1, and columns that hold nothing left out."""
    import numpy as np

    if wide.size > _MOST_PAIRS:
        raise _too_many(wide.size)
    wide = np.sort(wide, axis=1)
    wide[:, 1:][wide[:, 1:] == wide[:, :-1]] = -1
    wide = np.sort(wide, axis=1)
    return wide[:, (wide >= 0).any(axis=0)]


def _gathered(instruction: Instruction, sets: list[Any]) -> Any:
    """The sets of the rows that are added up."""
    import numpy as np

    size = instruction.space.size
    if instruction.space.is_root:
        return distinct(np.concatenate([each[each >= 0] for each in sets]))
    owners, variables = [], []
    for along, each in zip(instruction.maps, sets, strict=True):
        wide = np.broadcast_to(each, (along.size, each.shape[-1]))
        owners.append(np.repeat(along.rows(), wide.shape[1]))
        variables.append(wide.ravel())
    return _ragged(np.concatenate(owners), np.concatenate(variables), size)


def _ragged(owners: Integers, variables: Integers, size: int) -> Any:
    """Sets given as (owner, variable) pairs, as an array filled up with −1."""
    import numpy as np

    keep = variables >= 0
    owners, variables = owners[keep], variables[keep]
    order = np.lexsort((variables, owners))
    owners, variables = owners[order], variables[order]
    fresh = np.ones(len(owners), dtype=bool)
    fresh[1:] = (owners[1:] != owners[:-1]) | (variables[1:] != variables[:-1])
    owners, variables = owners[fresh], variables[fresh]
    counts = np.bincount(owners, minlength=size)
    width = int(counts.max(initial=0))
    if width * size > _MOST_PAIRS:
        raise _too_many(width * size)
    wide = np.full((size, width), -1, dtype=np.int64)
    wide[owners, np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)] = variables
    return wide


def _pairs(instruction: Instruction, sets: list[Any], count: int) -> list[Integers]:
    """The entries i·n + j that one operation brings into the Hessian."""
    operation = instruction.operation
    if operation in _LINEAR or operation in {"take", "assemble"}:
        return []
    if operation == "product":
        crossed = [(sets[0], sets[1])]
    elif operation == "quotient":
        crossed = [(sets[0], sets[1]), (sets[1], sets[1])]
    elif operation in {"piecewise", "max", "min"}:
        crossed = []
    else:
        together = _depends(instruction, sets)
        crossed = [(together, together)]
    return [codes for left, right in crossed for codes in _crossed(left, right, count)]


def _crossed(left: Any, right: Any, count: int) -> list[Integers]:
    """All pairs of the two sets of each row, both ways round."""
    if not left.shape[-1] or not right.shape[-1]:
        return []
    rows = max(len(each) if each.ndim == 2 else 1 for each in (left, right))
    if rows * left.shape[-1] * right.shape[-1] > _MOST_PAIRS:
        raise _too_many(rows * left.shape[-1] * right.shape[-1])
    first, second = left[..., :, None], right[..., None, :]
    known = (first >= 0) & (second >= 0)
    ahead = (first * count + second)[known]
    return [ahead] if left is right else [ahead, (second * count + first)[known]]


def _too_many(entries: int) -> LimitError:
    return LimitError(
        f"this matrix would have {entries:,} entries that differ from 0; {_MOST_PAIRS:,} is the limit",
        hint="products of the Hessian with a vector need none of them",
    )
