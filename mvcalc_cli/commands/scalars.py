"""What an expression must be for a command: a scalar, or several of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree

_NAMES = {
    "vector": "a vector",
    "matrix": "a matrix",
    "relation": "an equation or inequality",
    "logic": "a condition",
    "boolean": "a truth value",
}


def scalar(reader: Reader, text: str, command: str, instead: str = "") -> Tree:
    """Read an expression that must be one number at each point.

    Raises:
        InputError: If it is a vector, a matrix or an equation.
    """
    from mvcalc_cli.calculus.lower import lower

    tree = reader.expression(text)
    kind = lower(tree).kind
    if kind in _NAMES:
        hint = f"for a vector: {instead}" if kind == "vector" and instead else None
        raise InputError(
            f"{command} needs a scalar expression, and this is {_NAMES[kind]}",
            hint=hint,
            place=reader.place(tree, reader.typed(tree) or text),
        )
    return tree


def entries(reader: Reader, texts: tuple[str, ...], command: str) -> tuple[Tree, ...]:
    """Read the components of a vector function: several arguments, or one `[…]`.

    Raises:
        InputError: If a component is no scalar.
    """
    from mvcalc_cli.calculus.lower import lower

    found: list[Tree] = []
    for text in texts:
        tree = reader.expression(text)
        opened = lower(tree)
        parts = opened.args if opened.kind == "vector" else (tree,)
        for part in parts:
            if part.kind in _NAMES:
                raise InputError(
                    f"{command} needs scalar components, and this is {_NAMES[part.kind]}",
                    place=reader.place(part, reader.typed(tree) or text),
                )
        found.extend(parts)
    return tuple(found)
