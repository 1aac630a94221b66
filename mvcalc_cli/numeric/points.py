"""Points of many variables: values by name, as typed or from a file, into the flat vector v."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.layout import Block, Layout, in_row, numbered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def base_name(block: Block) -> str:
    """The name that all entries of a block share: x of x[1], x[2], … and of x1, x2, ….

    >>> base_name(Block("x[#]", "numbered", slice(0, 2), 2)), base_name(Block("y", "number", slice(0, 1), 1))
    ('x', 'y')
    >>> base_name(Block("A[2,#]", "numbered", slice(0, 2), 2))
    'A'
    """
    inside = in_row(block.name)
    return inside[0] if inside else block.name.partition("#")[0].rstrip("[_")


def in_order(layout: Layout, values: Sequence[float]) -> NDArray[np.float64]:
    """The flat vector of numbers in the order of the variables.

    Raises:
        InputError: If there are more or fewer than variables.
    """
    import numpy as np

    v = np.asarray(values, dtype=np.float64)
    if v.ndim == 2 and 1 not in v.shape and [v.shape] != [block.shape for block in layout.blocks]:
        given = " × ".join(f"{length:,}" for length in v.shape)
        raise InputError(f"the point is {given}, and the variables are {listed(layout)}", hint=example(layout))
    v = v.ravel()
    if v.shape != (layout.size,):
        given = "1 number" if len(v) == 1 else f"{len(v):,} numbers"
        wanted = "1 variable" if layout.size == 1 else f"{layout.size:,} variables"
        raise InputError(f"the point has {given}, the expression {wanted}: {listed(layout)}", hint=example(layout))
    return v


def by_name(layout: Layout, values: Mapping[str, Any]) -> NDArray[np.float64]:
    """The flat vector of values by name.

    A number under a name that several entries share fills them all, a sequence gives each its own; an entry that is
    named itself (x[3], x7) takes precedence.

    Raises:
        InputError: If a value is missing, a name is unknown, or a sequence has the wrong length.

    >>> layout = Layout((Block("x", "vector", slice(0, 3), 3),), 3)
    >>> by_name(layout, {"x": 1.5, "x[2]": 0.0}).tolist()
    [1.5, 0.0, 1.5]
    """
    import numpy as np

    v = np.full(layout.size, np.nan)
    unused = set(values)
    for block in layout.blocks:
        places = block.places()
        shared = base_name(block)
        if shared in values:
            unused.discard(shared)
            v[places] = _filling(shared, values[shared], block)
        for name in [name for name in unused if name != shared]:
            row = _row(block, name)
            if row is not None:
                unused.discard(name)
                v[places[row]] = _single(name, values[name])
    if unused:
        raise InputError(f"{min(unused)} is not in the expression", hint=f"the variables are {listed(layout)}")
    missing = np.flatnonzero(np.isnan(v))
    if missing.size:
        name = name_at(layout, int(missing[0]))
        raise InputError(f"{name} has no value in this point", hint=example(layout))
    return v


def places(layout: Layout, names: Sequence[str] | None) -> NDArray[np.int64]:
    """Where the named entries stand in the flat vector, in the order of the names; None asks for all entries.

    The name of a vector stands for all of its entries: x for x[1], x[2], ….

    Raises:
        InputError: If a name is unknown, or an entry is named twice.

    >>> layout = Layout((Block("x", "vector", slice(0, 3), 3), Block("y", "number", slice(3, 4), 1)), 4)
    >>> places(layout, ["y", "x[2]"]).tolist(), places(layout, ["x"]).tolist()
    ([3, 1], [0, 1, 2])
    """
    import numpy as np

    if names is None:
        return np.arange(layout.size)
    found = np.concatenate([_places(layout, name) for name in names])
    if len(np.unique(found)) < len(found):
        doubled = np.flatnonzero(np.bincount(found) > 1)[0]
        raise InputError(f"{name_at(layout, int(doubled))} is named twice")
    return found


def _places(layout: Layout, name: str) -> NDArray[np.int64]:
    """The places of one name."""
    for block in layout.blocks:
        if base_name(block) == name:
            return block.places()
        row = _row(block, name)
        if row is not None:
            return block.places()[row : row + 1]
    raise InputError(f"{name} is not in the expression", hint=f"the variables are {listed(layout)}")


def _filling(name: str, value: Any, block: Block) -> Any:
    """A number for all entries of a block, or one for each."""
    import numpy as np

    found = np.asarray(value, dtype=np.float64)
    if block.shape is not None:
        return _rows(name, found, block.shape)
    inside = in_row(block.name)
    if inside is not None:
        return _some_of_row(name, found, inside[1], block.numbers)
    if found.ndim and (block.kind == "number" or found.shape != (block.size,)):
        wanted = "one number is" if block.size == 1 else f"{block.size:,} are"
        raise InputError(f"{name} has {len(found):,} values here, and {wanted} needed")
    return found


def _rows(name: str, values: Any, shape: tuple[int, int]) -> Any:
    """The entries of a matrix, row by row."""
    if values.ndim and values.shape != shape:
        given = " × ".join(f"{length:,}" for length in values.shape)
        raise InputError(
            f"{name} is {given} here, and {shape[0]:,} × {shape[1]:,} is needed"
            if values.ndim == 2
            else f"{name} is a matrix of {shape[0]:,} rows and {shape[1]:,} columns, and {given} numbers are given",
            hint=f"write {name}=[1,2;3,4], a row after each semicolon",
        )
    return values.ravel() if values.ndim else values


def _some_of_row(name: str, values: Any, row: int, columns: Any) -> Any:
    """The entries of one row of a matrix of which only some occur."""
    if not values.ndim:
        return values
    if values.ndim != 2 or values.shape[0] < row or values.shape[1] < columns[-1]:
        given = " × ".join(f"{length:,}" for length in values.shape)
        raise InputError(
            f"{name}[{row},{columns[-1]}] has no value: {name} has {given} here",
            hint=f"write {name}=[1,2;3,4], a row after each semicolon",
        )
    return values[row - 1, columns - 1]


def _single(name: str, value: Any) -> float:
    import numpy as np

    if np.ndim(value):
        raise InputError(f"{name} is one number, and a vector is given")
    return float(value)


def _row(block: Block, name: str) -> int | None:
    """Which entry of a block has this name."""
    import numpy as np

    if block.kind == "number":
        return None
    found = numbered(name)
    if found is None:
        return None
    family, k = found
    if block.shape is not None:
        inside = in_row(family)
        fits = inside is not None and inside[0] == block.name and inside[1] <= block.shape[0] and k <= block.shape[1]
        return (inside[1] - 1) * block.shape[1] + k - 1 if inside is not None and fits else None
    if block.kind == "vector":
        return k - 1 if family == f"{block.name}[#]" and k <= block.size else None
    if family != block.name:
        return None
    place = int(np.searchsorted(block.numbers, k))
    return place if place < block.size and block.numbers[place] == k else None


def name_at(layout: Layout, place: int) -> str:
    """The name of one entry of the flat vector: of 10⁶ names those few that are shown."""
    import numpy as np

    for block in layout.blocks:
        rows = np.flatnonzero(block.places() == place)
        if rows.size:
            return _entry_name(block, int(rows[0]))
    return ""


def _entry_name(block: Block, k: int) -> str:
    """The name of entry k, from 0.

    >>> _entry_name(Block("A", "matrix", slice(0, 6), 6, None, (2, 3)), 4)
    'A[2,2]'
    """
    if block.shape is not None:
        return f"{block.name}[{k // block.shape[1] + 1},{k % block.shape[1] + 1}]"
    if block.kind == "vector":
        return f"{block.name}[{k + 1}]"
    return block.name.replace("#", str(block.numbers[k])) if block.kind == "numbered" else block.name


def listed(layout: Layout) -> str:
    """The variables in a sentence: x, y; or x[1], …, x[10000].

    >>> listed(Layout((Block("a", "number", slice(0, 1), 1), Block("x", "vector", slice(1, 10001), 10000)), 10001))
    'a, x[1], …, x[10000]'
    """
    parts = []
    for block in layout.blocks[:8]:
        if block.size <= 4:
            parts += list(block.names())
        else:
            parts += [next(block.names()), "…", block.last()]
    return ", ".join([*parts, *(["…"] if len(layout.blocks) > 8 else [])])


def example(layout: Layout) -> str:
    """What a point for these variables looks like.

    >>> example(Layout((Block("x", "vector", slice(0, 3), 3),), 3))
    'x=1 gives all 3 of x this value, x=[1,2,…] each its own'
    """
    if not layout.blocks:
        return "leave the point out: nothing depends on it"
    wide = next((block for block in layout.blocks if block.size > 1), None)
    if layout.size <= 6 and all(block.kind not in {"vector", "matrix"} for block in layout.blocks):
        return f"write {', '.join(f'{name}=1' for name in layout.names())}"
    if wide is None:
        first = [next(block.names()) for block in layout.blocks[:2]]
        return f"write {', '.join(f'{name}=1' for name in first)} and so on"
    name = base_name(wide)
    if wide.shape is not None:
        return f"{name}=1 gives all {wide.size:,} of {name} this value, {name}=[1,2;3,4] each its own"
    return f"{name}=1 gives all {wide.size:,} of {name} this value, {name}=[1,2,…] each its own"


def assigned(layout: Layout, value: str = "1") -> str:
    """A point in words that --at takes: a value for each name, one for all entries of a vector.

    >>> assigned(Layout((Block("a", "number", slice(0, 1), 1), Block("x[#]", "numbered", slice(1, 3), 2)), 3))
    'a=1,x=1'
    """
    bases = dict.fromkeys(base_name(block) for block in layout.blocks)
    return ",".join(f"{name}={value}" for name in bases) if len(bases) <= 4 else "@point.csv"
