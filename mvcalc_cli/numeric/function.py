"""Text or Tree -> a compiled function of many variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from mvcalc_cli.calculus.expand import expand
from mvcalc_cli.calculus.undefined import place_of
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.tree import Tree, number, substitute, variable
from mvcalc_cli.numeric.compiled import Numeric, Triplets
from mvcalc_cli.numeric.graph import Graph
from mvcalc_cli.numeric.groups import SHORTEST, Group, grouped
from mvcalc_cli.numeric.inputs import Inputs
from mvcalc_cli.numeric.layout import Members, numbered
from mvcalc_cli.numeric.opened import opened
from mvcalc_cli.numeric.writer import Writer

__all__ = ["LONGEST", "Numeric", "Triplets", "compile_numeric"]

# A text of a sum with 100,000 terms is 4 MB.
LONGEST = 32_000_000


def compile_numeric(
    expression: Tree | str,
    names: Mapping[str, str] | None = None,
    lets: Mapping[str, Any] | None = None,
    *,
    sizes: Mapping[str, int] | None = None,
    text: str | None = None,
) -> Numeric:
    """Compile a scalar, or a vector of scalars, for values and derivatives at points of many variables.

    Args:
        expression: A text, or a Tree.
        names: Declared names and their kinds, for reading a text.
        lets: Constants by name: a number, a sequence of shape (n,) for a vector, of shape (r, c) for a matrix.
        sizes: The length of vector variables, where it is not the largest index reached.
        text: The typed text of a Tree, for the places of mistakes.

    Raises:
        ParseError: Where a text cannot be read.
        InputError: If bounds or indices are not known, or shapes do not fit.
        LimitError: Beyond 50,000,000 terms.

    >>> import numpy as np
    >>> f = compile_numeric("sum(x[i]^2, i=1..n)", lets={"n": 3})
    >>> value, gradient = f.gradient(np.array([1.0, 2.0, 3.0]))
    >>> float(value), gradient.tolist()
    (14.0, [2.0, 4.0, 6.0])
    """
    lets = {name: _constant(name, value) for name, value in (lets or {}).items()}
    groups: dict[str, Group] = {}
    if isinstance(expression, str):
        text = expression
        expression, groups = _read(text, {**dict.fromkeys(lets, "real"), **(names or {})})
    if expression.kind in {"relation", "logic", "set", "interval", "union"}:
        raise InputError("a number is needed here, and this is a condition or a set", place=place_of(expression, text))
    fixed = {variable(name): number(Fraction(float(lets[name]))) for name in lets if numbered(name)}
    tree, more = grouped(opened(substitute(expression, fixed)), {})
    groups |= more
    members = _members(tree, groups, lets, sizes or {})
    while True:
        graph = Graph()
        inputs = Inputs(graph, members, lets)
        value = expand(tree, Writer(graph, inputs, groups=groups, text=text))
        if inputs.has_room():  # how wide a matrix is can only be told when all of its indices have been seen
            return Numeric(graph, inputs, value, text)


def _constant(name: str, value: Any) -> Any:
    """A constant as a NumPy number or an array of one or two axes."""
    import numpy as np

    try:
        found = np.asarray(value, dtype=np.float64)[()]
    except (TypeError, ValueError):
        raise InputError(f"{name} must be a number, a vector or a matrix of numbers") from None
    if found.ndim > 2 or not found.size:
        raise InputError(f"{name} has {found.ndim} axes; two are the most" if found.size else f"{name} has no entries")
    if not np.all(np.isfinite(found)):
        raise InputError(f"{name} {'has an entry that is' if found.ndim else 'is'} not a finite number")
    return found


def _read(text: str, names: Mapping[str, str]) -> tuple[Tree, dict[str, Group]]:
    """A text by its like terms if it has many, else by the parser."""
    found = None
    if SHORTEST <= len(text) <= LONGEST and not any(numbered(name) for name in names):
        from mvcalc_cli.numeric.templates import read_terms

        found = read_terms(text, names)
    return found or (parse(text, names=names, max_length=LONGEST).tree, {})


def _members(tree: Tree, groups: Mapping[str, Group], lets: Mapping[str, Any], sizes: Mapping[str, int]) -> Members:
    """The variables that occur, in the expression and in its groups."""
    members = Members()
    members.vectors.update(sizes)
    every = [inner for group in groups.values() for inner in group.every()]
    for part in (tree, *(group.tree for group in every)):
        _scan(part, members, lets)
    for group in every:
        for column in group.columns.values():
            if column.family is not None and column.family.partition("[")[0] not in lets:
                members.add_numbers(column.family, column.values)
    for name in members.vectors.keys() & members.matrices.keys():
        raise InputError(f"{name} has one index in one place, and two in another")
    for name in members.single & members.matrices.keys():
        raise InputError(
            f"{name} stands here as a whole matrix, and its components beside it", hint=f"write {name}[i,j]"
        )
    for name in members.single & members.vectors.keys():
        if name not in sizes:
            raise InputError(f"{name} stands here as a whole vector, and how long it is must be known")
        members.single.discard(name)
    return members


def _scan(tree: Tree, members: Members, lets: Mapping[str, Any]) -> None:
    names = set()
    for node, bound in _leaves(tree):
        name = str(node.value)
        if node.kind == "call":
            if name[:-2] not in lets and len(node.args) == 1:
                members.vectors.setdefault(name[:-2], 0)
            elif name[:-2] not in lets:
                members.matrices.setdefault(name[:-2], (0, 0))
        elif name not in bound and not name.startswith("#") and name.partition("[")[0] not in lets:
            names.add(name)
    members.add(names)


def _leaves(tree: Tree) -> Iterator[tuple[Tree, frozenset[str]]]:
    """Variables and readings of vectors, with the indices bound there."""
    stack: list[tuple[Tree, frozenset[str]]] = [(tree, frozenset())]
    seen = set()
    while stack:
        node, bound = stack.pop()
        if (id(node), bound) in seen:
            continue
        seen.add((id(node), bound))
        if node.kind == "variable" or (node.kind == "call" and str(node.value).endswith("[]")):
            yield node, bound
        if node.kind == "indexed":
            body, index, low, high = node.args
            stack += [(body, bound | {str(index.value)}), (low, bound), (high, bound)]
        else:
            stack.extend((arg, bound) for arg in node.args)
