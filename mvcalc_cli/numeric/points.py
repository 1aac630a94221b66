"""Points of many variables: values by name, as typed or from a file, into the flat vector v."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.layout import Block, Layout, numbered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def base_name(block: Block) -> str:
    """The name that all entries of a block share: x of x[1], x[2], … and of x1, x2, ….

    >>> base_name(Block("x[#]", "numbered", slice(0, 2), 2)), base_name(Block("y", "number", slice(0, 1), 1))
    ('x', 'y')
    """
    return block.name.partition("#")[0].rstrip("[_")


def in_order(layout: Layout, values: Sequence[float]) -> NDArray[np.float64]:
    """The flat vector of numbers in the order of the variables.

    Raises:
        InputError: If there are more or fewer than variables.
    """
    import numpy as np

    v = np.asarray(values, dtype=np.float64)
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
        name = _name_at(layout, int(missing[0]))
        raise InputError(f"{name} has no value in this point", hint=example(layout))
    return v


def _filling(name: str, value: Any, block: Block) -> Any:
    """A number for all entries of a block, or one for each."""
    import numpy as np

    found = np.asarray(value, dtype=np.float64)
    if found.ndim and (block.kind == "number" or found.shape != (block.size,)):
        wanted = "one number is" if block.size == 1 else f"{block.size:,} are"
        raise InputError(f"{name} has {len(found):,} values here, and {wanted} needed")
    return found


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
    if block.kind == "vector":
        return k - 1 if family == f"{block.name}[#]" and k <= block.size else None
    if family != block.name:
        return None
    place = int(np.searchsorted(block.numbers, k))
    return place if place < block.size and block.numbers[place] == k else None


def _name_at(layout: Layout, place: int) -> str:
    import numpy as np

    for block in layout.blocks:
        rows = np.flatnonzero(block.places() == place)
        if rows.size:
            return next(name for k, name in enumerate(block.names()) if k == int(rows[0]))
    return ""


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
            last = (
                f"{block.name}[{block.size}]"
                if block.kind == "vector"
                else block.name.replace("#", str(block.numbers[-1]))
            )
            parts += [next(block.names()), "…", last]
    return ", ".join([*parts, *(["…"] if len(layout.blocks) > 8 else [])])


def example(layout: Layout) -> str:
    """What a point for these variables looks like.

    >>> example(Layout((Block("x", "vector", slice(0, 3), 3),), 3))
    'x=1 gives all 3 of x this value, x=[1,2,…] each its own'
    """
    if not layout.blocks:
        return "leave the point out: nothing depends on it"
    wide = next((block for block in layout.blocks if block.size > 1), None)
    if layout.size <= 6 and all(block.kind != "vector" for block in layout.blocks):
        return f"write {', '.join(f'{name}=1' for name in layout.names())}"
    if wide is None:
        first = [next(block.names()) for block in layout.blocks[:2]]
        return f"write {', '.join(f'{name}=1' for name in first)} and so on"
    name = base_name(wide)
    return f"{name}=1 gives all {wide.size:,} of {name} this value, {name}=[1,2,…] each its own"
