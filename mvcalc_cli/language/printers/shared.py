"""Names for the parts of an expression that repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from mvcalc_cli.language.tree import Tree, fold, postorder, share, variable

Definition = tuple[str, Tree]

# What may have a name of its own; a number or a sign is not worth one, a relation is no value.
_NAMEABLE: Final = frozenset(("sum", "product", "quotient", "power", "call", "piecewise", "indexed"))


def name_shared(tree: Tree, names: Iterable[str], least: int) -> tuple[Tree, list[Definition]]:
    """The expression with its repeated parts named, and what the names stand for, in order.

    A definition uses only names defined before it.

    Args:
        tree: Any expression; equal parts need not be the same object.
        names: Where the names come from, none of them a variable of the expression.
        least: How many nodes a part must have, itself written with names, to deserve one.

    >>> from mvcalc_cli.language.tree import add, call, exp, multiply
    >>> part = exp(call("sin", variable("x")))
    >>> _, definitions = name_shared(add(part, multiply(part, part)), ["s"], 3)
    >>> [name for name, _ in definitions]
    ['s']
    """
    tree = share(tree)
    repeated = _repeated(tree)
    source = iter(names)
    definitions: list[Definition] = []

    def rewrite(node: Tree, parts: list[tuple[Tree, int]]) -> tuple[Tree, int]:
        new = node.with_args(tuple([part for part, _ in parts]))
        size = 1 + sum([count for _, count in parts])
        if id(node) not in repeated or size < least:
            return new, size
        name = next(source)
        definitions.append((name, new))
        return variable(name), 1

    return fold(tree, rewrite)[0], definitions


def _repeated(tree: Tree) -> set[int]:
    """The nodes (by id) that stand at two places or more and may be named."""
    nodes = list(postorder(tree))
    places = Counter(id(arg) for node in nodes for arg in node.args)
    bound = {str(node.args[1].value) for node in nodes if node.kind == "indexed"}
    tied = _holding(nodes, bound) if bound else set()
    return {id(node) for node in nodes if places[id(node)] > 1 and node.kind in _NAMEABLE and id(node) not in tied}


def _holding(nodes: list[Tree], names: set[str]) -> set[int]:
    """The nodes (by id) in which one of the names stands: an index means nothing outside its sum."""
    found: set[int] = set()
    for node in nodes:
        if (node.kind == "variable" and node.value in names) or any(id(arg) in found for arg in node.args):
            found.add(id(node))
    return found


def fresh_names(taken: Iterable[str], letters: str = "stuvwpq") -> Iterator[str]:
    """s, t, u, …, then s1, s2, …: none that is taken.

    >>> source = fresh_names({"t"})
    >>> [next(source) for _ in range(7)]
    ['s', 'u', 'v', 'w', 'p', 'q', 's1']
    """
    used = set(taken)
    yield from (letter for letter in letters if letter not in used)
    number = 1
    while True:
        if f"{letters[0]}{number}" not in used:
            yield f"{letters[0]}{number}"
        number += 1
