"""Like terms of a long sum or product, as one vector operation: a template, and a column of values for each leaf.

`3*x1^2 + 5*x2^2 + …` has the template a·x^2 with the columns (3, 5, …) and (x1, x2, …). Terms are alike when they
differ in their numbers and in the numbers of their variables alone; exponents must be equal as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.expand import expand
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree, add, multiply, substitute, variable
from mvcalc_cli.numeric.layout import numbered

if TYPE_CHECKING:
    from mvcalc_cli.numeric.graph import Graph
    from mvcalc_cli.numeric.spaces import Space
    from mvcalc_cli.numeric.writer import Writer

# A shorter text is read by the parser in a few milliseconds.
SHORTEST: Final = 1_000
# Shorter sums and smaller groups are not worth an array.
LEAST_TERMS: Final = 16
LEAST_ROWS: Final = 8


class Column(NamedTuple):
    """What stands at one leaf in each row: numbers, or the numbers of variables of one family."""

    family: str | None
    values: Any


class Group:
    """Like terms, and how they are written down.

    Attributes:
        count: How many terms there are for each row of the space around.
        tree: The template, in which variables named "#…" stand for columns and groups.
        columns: Name -> column.
        groups: Groups inside the template.
        kind: "sum" or "product".
        term: Row -> the term as it was typed, for messages.
    """

    def __init__(
        self,
        count: int,
        tree: Tree,
        columns: dict[str, Column],
        term: Callable[[int], Tree | None],
        groups: Mapping[str, Group] | None = None,
        *,
        kind: str = "sum",
    ) -> None:
        self.count = count
        self.kind = kind
        self.columns = columns
        self.term = term
        rows = len(next(iter(columns.values())).values) if columns else count
        self.tree, found = grouped(tree, columns, rows)
        self.groups = {**(groups or {}), **found}

    def write(self, writer: Writer) -> int:
        """The sum or product of the terms, in the space around."""
        space = writer.space.within(self.count)
        space.term = self.term
        bound = {name: _written(column, writer, space) for name, column in self.columns.items()}
        inner = writer.inside(space, bound)
        inner.groups = {**inner.groups, **self.groups}
        body = expand(self.tree, inner)
        if body.__class__ is tuple:
            raise InputError(f"a number is needed here, and this is a {self.kind} of vectors")
        if self.kind == "product":
            return writer.multiplied(writer.graph.lifted(body, space), space)
        return writer.graph.total(body, space)

    def every(self) -> Iterator[Group]:
        """This group and those inside it."""
        yield self
        for group in self.groups.values():
            yield from group.every()


def _written(column: Column, writer: Writer, space: Space) -> int:
    graph: Graph = writer.graph
    values = column.values
    if column.family is None:
        same = bool((values == values[0]).all())
        return graph.constant(values[0] if same else values, space)
    assert writer.inputs is not None
    return writer.inputs.members(column.family, values, space)


def grouped(tree: Tree, columns: Mapping[str, Column], rows: int = 1) -> tuple[Tree, dict[str, Group]]:
    """The expression with a variable "#…" for each group of like terms in its long sums and products, and these groups.

    Args:
        tree: The expression, or the template of a group around.
        columns: The columns that the tree uses.
        rows: How many rows these have.
    """
    groups: dict[str, Group] = {}
    replaced: dict[Tree, Tree] = {}
    for node in _long(tree):
        replaced[node] = _with_groups(node, columns, rows, groups)
    return substitute(tree, replaced), groups


def _long(tree: Tree) -> Iterator[Tree]:
    """The outermost sums and products of many terms, not those inside an indexed sum."""
    stack, seen = [tree], set()
    while stack:
        node = stack.pop()
        if id(node) in seen or node.kind == "indexed":
            continue
        seen.add(id(node))
        if node.kind in {"sum", "product"} and len(node.args) >= LEAST_TERMS:
            yield node
        else:
            stack.extend(node.args)


def _with_groups(node: Tree, columns: Mapping[str, Column], rows: int, groups: dict[str, Group]) -> Tree:
    alike: dict[tuple[object, ...], list[tuple[Tree, list[Tree]]]] = {}
    for term in node.args:
        key, leaves = _shape(term, columns)
        alike.setdefault(key, []).append((term, leaves))
    terms = []
    for members in alike.values():
        if len(members) < LEAST_ROWS or not members[0][1]:
            terms += [term for term, _ in members]
        else:
            name = f"#g{len(columns)}.{node.start}.{len(groups)}"
            groups[name] = _group(members, columns, rows, node.kind)
            terms.append(variable(name))
    return (add if node.kind == "sum" else multiply)(*terms)


def _group(members: list[tuple[Tree, list[Tree]]], columns: Mapping[str, Column], rows: int, kind: str) -> Group:
    count = len(members[0][1])
    own = {f"#{len(columns)}.{k}": _column([leaves[k] for _, leaves in members], columns, rows) for k in range(count)}
    template = _template(members[0][0], iter(own), columns)
    if rows > 1:
        return Group(len(members), template, own, lambda _: None, kind=kind)
    return Group(len(members), template, own, lambda row: members[row][0], kind=kind)


def _column(leaves: Sequence[Tree], columns: Mapping[str, Column], rows: int) -> Column:
    """What the leaves are in each row of the space around, then in the next: shape (rows·leaves,)."""
    import numpy as np

    found = [_leaf(leaf, columns) for leaf in leaves]
    if rows == 1:
        return Column(found[0].family, np.array([column.values for column in found]).ravel())
    wide = [np.broadcast_to(column.values, rows) for column in found]
    return Column(found[0].family, np.stack(wide, axis=1).ravel())


def _leaf(leaf: Tree, columns: Mapping[str, Column]) -> Column:
    if leaf.kind == "number":
        try:
            return Column(None, float(leaf.value))  # type: ignore[arg-type]
        except OverflowError:
            return Column(None, float("nan"))
    known = columns.get(str(leaf.value))
    if known is not None:
        return known
    family = numbered(str(leaf.value))
    assert family is not None
    return Column(*family)


def _shape(term: Tree, columns: Mapping[str, Column]) -> tuple[tuple[object, ...], list[Tree]]:
    """What like terms have in common, and the leaves in which they differ."""
    key: list[object] = []
    leaves: list[Tree] = []
    stack = [term]
    while stack:
        node = stack.pop()
        kind = node.kind
        if kind in {"number", "variable"}:
            token = "#" if kind == "number" else _family(str(node.value), columns)
            key.append(token or node.value)
            if token:
                leaves.append(node)
        elif kind == "indexed":
            key.append(node)
        else:
            key.append((kind, node.value, len(node.args)))
            if kind == "power" and node.args[1].kind == "number":
                key.append(node.args[1].value)
            stack.extend(reversed(node.args))
    return tuple(key), leaves


def _family(name: str, columns: Mapping[str, Column]) -> str | None:
    """The family of a variable, "#" for a column of numbers, None for any other variable."""
    column = columns.get(name)
    if column is not None:
        return column.family or "#"
    found = numbered(name) if not name.startswith("#") else None
    return found[0] if found else None


def _template(term: Tree, names: Iterator[str], columns: Mapping[str, Column]) -> Tree:
    """The term with a variable for each of its leaves; without recursion, and no part shared."""
    nodes, stack = [], [term]
    while stack:
        node = stack.pop()
        nodes.append(node)
        if node.kind != "indexed":
            stack.extend(reversed(node.args))
    places = {}
    for place, node in enumerate(nodes):
        if node.kind == "number" or (node.kind == "variable" and _family(str(node.value), columns)):
            places[place] = next(names)
    results: list[Tree] = []
    for place in range(len(nodes) - 1, -1, -1):
        node = nodes[place]
        if place in places:
            results.append(Tree("variable", places[place], (), node.start, node.end))
        elif node.kind == "indexed" or not node.args:
            results.append(node)
        else:
            results.append(node.with_args(tuple(results.pop() for _ in node.args)))
    return results[0]
