"""A Taylor polynomial: its terms, its centre, how its error begins."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from mvcalc_cli.calculus.exact import Exact, as_tree
from mvcalc_cli.language.tree import Tree, add, as_variable, negative, number, power

Value = Fraction | Exact
Exponents = tuple[int, ...]


class Taylor(NamedTuple):
    """A Taylor polynomial.

    Attributes:
        tree: The function.
        names: The variables it is expanded in, in order.
        centre: Their values at the centre, expressions.
        order: The highest total degree kept.
        terms: Exponents of the (x − a), one a variable -> coefficient; zeros left out; by rising degree.
        error: The degree of the next term that is not 0, 7/2 for x^(7/2); None if none was found.
        continued: The function itself is undefined at the centre: this is the series of its continuation.
        side: "right" or "left" if it is defined on that side of the centre alone.
    """

    tree: Tree
    names: tuple[str, ...]
    centre: tuple[Tree, ...]
    order: int
    terms: dict[Exponents, Value]
    error: Fraction | None
    continued: bool
    side: str

    @property
    def polynomial(self) -> Tree:
        """The polynomial in powers of (x − a), by rising degree.

        >>> from mvcalc_cli.calculus.taylor import taylor
        >>> from mvcalc_cli.language import parse
        >>> from mvcalc_cli.language.printers import line
        >>> line(taylor(parse("sin(x)").tree, {"x": number(0)}, 5).polynomial)
        'x − x³/6 + x⁵/120'
        """
        return self.up_to(self.order)

    @property
    def where(self) -> str:
        """x = 0, or (0, 0)."""
        return place_of(self.names, self.centre)

    def up_to(self, order: int) -> Tree:
        """The polynomial of a lower order."""
        trees: list[Tree] = []
        for exponents, value in self.terms.items():
            if sum(exponents) <= order:
                tree = as_tree(value, *self._powers(exponents))
                # f(a) may be a sum of its own; x − 1 keeps its brackets.
                trees += tree.args if tree.kind == "sum" and not any(exponents) else (tree,)
        return add(*trees)

    def _powers(self, exponents: Exponents) -> list[Tree]:
        distances = self.distances
        pairs = zip(distances, exponents, strict=True)
        return [base if k == 1 else power(base, number(k)) for base, k in pairs if k]

    @property
    def distances(self) -> tuple[Tree, ...]:
        """x − a for each variable; x itself where a is 0."""
        return tuple(distance(name, value) for name, value in zip(self.names, self.centre, strict=True))


def place_of(names: Sequence[str], centre: Sequence[Tree]) -> str:
    """x = 0, or (0, 0)."""
    from mvcalc_cli.language.printers import line

    if len(names) > 1:
        return f"({', '.join(line(value) for value in centre)})"
    return f"{line(as_variable(names[0]))} = {line(centre[0])}"


def distance(name: str, value: Tree) -> Tree:
    """x − a, as a person writes it."""
    x = as_variable(name)
    if value == number(0):
        return x
    return add(x, value.args[0] if value.kind == "negative" else negative(value))
