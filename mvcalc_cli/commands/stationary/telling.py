"""How points and families of points are written, and letters that are no variables refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.stationary.points import Family


def bracketed(parts: Sequence[str]) -> str:
    """(1, 2), and 1 of one variable."""
    return f"({', '.join(parts)})" if len(parts) > 1 else parts[0]


def family_text(names: Sequence[str], kinds: Mapping[str, str], family: Family) -> str:
    """(kπ, 0), k ∈ ℤ; of a curve that is no graph the points with an equation."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.printers import line

    point = bracketed([line(value) for value in family.values])
    whole = [show_name(name) for name in family.parameters if name not in names]
    free = [name for name in family.parameters if name in names]
    real = [show_name(name) for name in free if kinds.get(name, "real") != "positive"]
    above = [f"{show_name(name)} > 0" for name in free if kinds.get(name) == "positive"]
    runs = [f"{', '.join(part)} ∈ {field}" for part, field in ((whole, "ℤ"), (real, "ℝ")) if part] + above
    equations = [f"{line(each)} {'≈' if _is_rounded(each) else '='} 0" for each in family.equations]
    graph = [show_name(name) for name in names] != [line(value) for value in family.values]
    shown = runs if graph or not equations else [*equations, *(run for run in runs if "ℤ" in run)]
    return ",   ".join([point, *shown])


def _is_rounded(equation: Tree) -> bool:
    """Whether a number in it is a decimal: no exact one is known."""
    from mvcalc_cli.language.tree import Decimal, postorder

    return any(isinstance(node.value, Decimal) for node in postorder(equation))


def refuse_letters(others: Sequence[str], names: Sequence[str]) -> None:
    """A point and its kind depend on the values of all letters.

    Raises:
        InputError: If there are letters that are no variables.
    """
    from mvcalc_cli.commands.screen import show_name

    if others:
        shown = " and ".join(show_name(name) for name in others)
        values = " ".join(f"--let {name}=2" for name in others)
        raise InputError(
            f"the points and their kinds depend on {shown}, which --wrt does not name",
            hint=f"give a value: {values}   or make it a variable: --wrt {','.join((*names, *others))}",
        )
