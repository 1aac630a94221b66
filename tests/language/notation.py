"""A Tree as one line of prefix notation, in which nothing is left to precedence: `(+ (* 2 x) 1)`.

Constants are marked: #pi, #e, #i, #oo, so that the variable e is not the number.
"""

from __future__ import annotations

from mvcalc_cli.language.tree import Tree, fold

_SIGNS = {"sum": "+", "product": "*", "quotient": "/", "power": "^", "negative": "-"}
_BY_VALUE = ("call", "relation", "logic", "indexed")


def prefix(tree: Tree) -> str:
    """The Tree in prefix notation."""
    return fold(tree, _write)


def _write(node: Tree, parts: list[str]) -> str:
    if node.kind == "constant":
        return f"#{node.value}"
    if node.kind in ("number", "variable", "boolean"):
        return str(node.value)
    if node.kind == "interval":
        return f"(interval{node.value} {' '.join(parts)})"
    head = str(node.value) if node.kind in _BY_VALUE else _SIGNS.get(node.kind, node.kind)
    return f"({' '.join([head, *parts])})"
