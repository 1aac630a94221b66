"""Reading a written-out sum of thousands of like terms: one of each kind by the parser, the others by their digits.

The parser takes a microsecond or two a character. Here the text is cut into terms, and terms that are equal but for
digits (`skeleton.py`) are alike. One of them is read by the parser, which alone decides what a term means; where each
of its digits ended up in the Tree says what those of the others are. A long sum in brackets inside a term is read in
the same way, and stands in the term as one name while the parser reads it. Whatever is not plain (a guess that asks
for a note, digits that did not become a leaf, a character out of the ordinary) leaves the whole text to the parser.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.tree import Tree, add, fold, multiply, postorder, variable
from mvcalc_cli.numeric.groups import LEAST_ROWS, LEAST_TERMS, SHORTEST, Column, Group
from mvcalc_cli.numeric.layout import numbered
from mvcalc_cli.numeric.opened import opened
from mvcalc_cli.numeric.skeleton import KNOWN, Part, Parts, Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

# When more than this share of a text has to be read by the parser, the parser reads all of it.
_MOST_READ: Final = 0.3
# The parser counts the levels of the whole text, to 60; here it meets them in pieces.
_DEEPEST: Final = 20

_FOREIGN: Final = re.compile(rf"[^{KNOWN}]|iecewise|Matrix|hole_")
# What binds an index is read by itself, with all that is in it.
_BINDING: Final = re.compile(r"sum|prod|[=]|\.\.")
# An exponent in brackets may hold digits that were taken out; x^-1, x^(1/2) and x^(-0.5) do not.
_UNSURE: Final = re.compile(r"(?:\^|\*\*)(?!-?[0-9A-Za-z]|\(-?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?\))|" + _BINDING.pattern)

# In the whole text these take in the other terms as well.
_NO_TERMS: Final = frozenset({"relation", "logic", "set", "interval", "union"})


class _NotPlainError(Exception):
    """The text is to be read by the parser."""


def read_terms(text: str, names: Mapping[str, str]) -> tuple[Tree, dict[str, Group]] | None:
    """The expression with a variable "#…" for each group of like terms; None if the parser is to read the text.

    Args:
        text: As typed.
        names: Declared names.
    """
    if len(text) < SHORTEST or _FOREIGN.search(text):
        return None
    reader = _Reader(Skeleton(text), names)
    if reader.skeleton.deepest > _DEEPEST or not reader.skeleton.is_clear:
        return None
    whole = reader.skeleton.whole
    try:
        tree, groups = reader.expression(whole, None)
        reader.check_families(tree, groups)
    except (_NotPlainError, MvcalcError):
        return None
    return tree, groups


class _Reader:
    """Reads the parts of one skeleton.

    A part is read for one row (`firsts` None: its digits stay in the Tree), or for many rows with this skeleton:
    `firsts` says which digits are the first of each row, shape (rows,), and digits become columns.
    """

    def __init__(self, skeleton: Skeleton, names: Mapping[str, str]) -> None:
        self.skeleton = skeleton
        self.names = names
        self.read = 0
        self.columns: dict[str, Column] = {}

    def expression(self, part: Part, firsts: Integers | None) -> tuple[Tree, dict[str, Group]]:
        """A sum, term by term, or a product, factor by factor: like terms as groups."""
        alike = self.skeleton.terms(part)
        groups: dict[str, Group] = {}
        if sum(map(len, alike.values())) >= LEAST_TERMS:
            return add(*self._each(alike, part, firsts, groups, "sum")), groups
        if len(alike) == 1 and part.end - part.start > SHORTEST:
            alike = self.skeleton.factors(part)
            if sum(map(len, alike.values())) >= LEAST_TERMS:
                return multiply(*self._each(alike, part, firsts, groups, "product")), groups
        return self._term(part, firsts, groups), groups

    def _each(
        self, alike: dict[str, Parts], part: Part, firsts: Integers | None, groups: dict[str, Group], kind: str
    ) -> list[Tree]:
        trees: list[Tree] = []
        for plain, parts in alike.items():
            if not plain:
                raise _NotPlainError
            if len(parts) < LEAST_ROWS or "#" not in plain or _UNSURE.search(plain):
                trees += [self._term(each, firsts, groups) for each in parts]
            else:
                name = f"#t{part.start}.{len(groups)}"
                groups[name] = self._group(parts, part, firsts, kind)
                trees.append(variable(name))
        return trees

    def _group(self, parts: Parts, whole: Part, firsts: Integers | None, kind: str) -> Group:
        """Like terms: the first of them stands for all."""
        own = parts.firsts
        rows = own if firsts is None else (firsts[:, None] + (own - whole.first)[None, :]).ravel()
        outer, self.columns = self.columns, {}
        groups: dict[str, Group] = {}
        template = self._term(parts[0], rows, groups)
        columns, self.columns = self.columns, outer
        term: Callable[[int], Tree | None] = (lambda row: self._alone(parts[row])) if firsts is None else _no_term
        return Group(len(parts), template, columns, term, groups, kind=kind)

    def _alone(self, part: Part) -> Tree | None:
        """One term by itself, for a message."""
        try:
            return _moved(
                parse(self.skeleton.typed(part), names=self.names, max_length=len(self.skeleton.text)).tree,
                _after(self.skeleton.place(part.start)),
            )
        except MvcalcError:
            return None

    def _term(self, part: Part, firsts: Integers | None, groups: dict[str, Group]) -> Tree:
        """One term by the parser, with a name for each long sum in it."""
        if firsts is not None and _UNSURE.search(self.skeleton.plain, part.start, part.end):
            raise _NotPlainError
        holes = self._holes(part)
        shell, at, origin = self._shell(part, holes)
        self.read += len(shell)
        if self.read > _MOST_READ * len(self.skeleton.text) + SHORTEST:
            raise _NotPlainError
        declared = {**self.names, **{f"hole_{k}": "real" for k in range(len(holes))}} if holes else self.names
        parsed = parse(shell, names=declared, max_length=len(shell))
        if parsed.notes or parsed.tree.kind in _NO_TERMS:
            raise _NotPlainError
        tree = opened(_moved(parsed.tree, lambda place: place + origin[bisect_right(at, place) - 1]))
        for k, hole in enumerate(holes):
            inner = None if firsts is None else firsts + (hole.first - part.first)
            content, more = self.expression(hole, inner)
            groups.update(more)
            tree = fold(tree, _exchange(f"hole_{k}", content))
        return tree if firsts is None else self._template(tree, part, holes, firsts)

    def _holes(self, part: Part) -> list[Part]:
        """The long sums and products in brackets inside a term, none where an index is bound."""
        if part.end - part.start <= SHORTEST or _BINDING.search(self.skeleton.plain, part.start, part.end):
            return []
        return [hole for hole in self.skeleton.long_parts(part, LEAST_TERMS) if hole != part]

    def _shell(self, part: Part, holes: list[Part]) -> tuple[str, list[int], list[int]]:
        """The text of a term with a name for each hole, and how far its pieces stand from their places in the text."""
        place = self.skeleton.place
        pieces: list[str] = []
        at, origin, length, start = [], [], 0, place(part.start)
        for k, hole in enumerate(holes):
            pieces += [self.skeleton.text[start : place(hole.start)], f"hole_{k}"]
            at.append(length)
            origin.append(start - length)
            length += len(pieces[-2]) + len(pieces[-1])
            start = place(hole.end)
        at.append(length)
        origin.append(start - length)
        pieces.append(self.skeleton.text[start : place(part.end)])
        return "".join(pieces), at, origin

    def _template(self, tree: Tree, part: Part, holes: list[Part], firsts: Integers) -> Tree:
        """The tree with a variable for each leaf whose digits were taken out, and their columns."""
        inside = {number for hole in holes for number in range(hole.first, hole.first + self.skeleton.count(hole))}
        numbers = [
            number for number in range(part.first, part.first + self.skeleton.count(part)) if number not in inside
        ]
        spans = {end: (number, start) for number in numbers for start, end in [self.skeleton.span(number)]}
        before = len(self.columns)

        def replaced(node: Tree, args: list[Tree]) -> Tree:
            if node.kind not in {"number", "variable"} or str(node.value).startswith("#"):
                return node.with_args(tuple(args))
            span = spans.get(node.end) or (spans.get(node.end - 1) if node.kind == "variable" else None)
            return node if span is None else self._leaf(node, span[1], span[0], firsts + (span[0] - part.first))

        found = fold(tree, replaced)
        if len(self.columns) - before != len(numbers):
            raise _NotPlainError
        return found

    def _leaf(self, node: Tree, start: int, number: int, rows: Integers) -> Tree:
        """A leaf as a variable that stands for the column of its digits."""
        import numpy as np

        name = f"#{number}"
        values = self.skeleton.digits[rows]
        found = numbered(str(node.value)) if node.kind == "variable" else None
        if name in self.columns or (found is None) != (node.start == start):
            raise _NotPlainError
        if found is None:
            self.columns[name] = Column(None, values)
        elif found[1] == self.skeleton.digits[number]:
            self.columns[name] = Column(found[0], values.astype(np.int64))
        else:
            raise _NotPlainError
        return Tree("variable", name, (), node.start, node.end)

    def check_families(self, tree: Tree, groups: Mapping[str, Group]) -> None:
        """x1 beside x_1 asks for a note."""
        every = [inner for group in groups.values() for inner in group.every()]
        families = {column.family for group in every for column in group.columns.values()}
        for part in (tree, *(group.tree for group in every)):
            families |= {found[0] for name in _names(part) if (found := numbered(name))}
        if any(family and "_#" in family and family.replace("_#", "#") in families for family in families):
            raise _NotPlainError


def _no_term(_row: int) -> None:
    return None


def _after(start: int) -> Callable[[int], int]:
    return lambda place: place + start


def _moved(tree: Tree, place: Callable[[int], int]) -> Tree:
    """The tree at its places in the whole text."""
    return fold(tree, lambda node, args: Tree(node.kind, node.value, tuple(args), place(node.start), place(node.end)))


def _exchange(name: str, content: Tree) -> Callable[[Tree, list[Tree]], Tree]:
    def exchange(node: Tree, args: list[Tree]) -> Tree:
        return content if node.kind == "variable" and node.value == name else node.with_args(tuple(args))

    return exchange


def _names(tree: Tree) -> Iterator[str]:
    return (str(node.value) for node in postorder(tree) if node.kind == "variable" and "#" not in str(node.value))
