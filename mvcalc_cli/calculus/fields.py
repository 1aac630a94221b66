"""Vector fields: divergence, curl and Laplacian, in Cartesian coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.domain import Conditions, conditions
from mvcalc_cli.calculus.radicals import over_one_root
from mvcalc_cli.calculus.rational import joined, neater, pythagorean
from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.calculus.tidy import Tidier
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree, add, negative, size

Kinds = Mapping[str, str]


class Partial(NamedTuple):
    """One partial derivative on the way: of `function` by `variable`, the `count`-th."""

    function: Tree
    variable: str
    result: Tree


class Field(NamedTuple):
    """What became of a field.

    Attributes:
        components: One for a divergence, a Laplacian and a curl in the plane; three for a curl in space.
        partials: Every derivative that was taken, in order.
        excluded: Conditions they ask for.
    """

    components: tuple[Tree, ...]
    partials: tuple[Partial, ...]
    excluded: Conditions


def divergence(field: tuple[Tree, ...], by: tuple[str, ...], kinds: Kinds | None = None) -> Field:
    """∂F₁/∂x₁ + … + ∂Fₙ/∂xₙ: how much flows out of a point.

    Raises:
        InputError: If there are not as many components as variables.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(divergence(parse("[x^2, x y]").tree.args, ("x", "y")).components[0])
    '3x'
    """
    _same_length(field, by, "a divergence")
    work = _Work(kinds)
    return work.field([[(work.partial(f, name), False) for f, name in zip(field, by, strict=True)]], field)


def curl(field: tuple[Tree, ...], by: tuple[str, ...], kinds: Kinds | None = None) -> Field:
    """How a field turns: (∂F₃/∂y − ∂F₂/∂z, ∂F₁/∂z − ∂F₃/∂x, ∂F₂/∂x − ∂F₁/∂y); in the plane its last entry alone.

    Raises:
        InputError: If there are not two components and variables, or three of both.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [line(part) for part in curl(parse("[-y, x, z]").tree.args, ("x", "y", "z")).components]
    ['0', '0', '2']
    """
    _same_length(field, by, "a curl")
    if len(by) not in {2, 3}:
        raise InputError(f"a curl needs 2 or 3 components, and these are {len(by)}")
    work = _Work(kinds)
    planes = [(0, 1)] if len(by) == 2 else [(1, 2), (2, 0), (0, 1)]
    sums = [[(work.partial(field[j], by[i]), False), (work.partial(field[i], by[j]), True)] for i, j in planes]
    return work.field(sums, field)


def laplacian(trees: tuple[Tree, ...], by: tuple[str, ...], kinds: Kinds | None = None) -> Field:
    """∂²f/∂x₁² + … + ∂²f/∂xₙ² of each function.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(laplacian((parse("x^2 + y^3").tree,), ("x", "y")).components[0])
    '6y + 2'
    """
    work = _Work(kinds)
    sums = [[(work.partial(work.partial(tree, name), name), False) for name in by] for tree in trees]
    return work.field(sums, trees)


class _Work:
    """Takes the derivatives and remembers them."""

    def __init__(self, kinds: Kinds | None) -> None:
        self.kinds = kinds
        self.partials: list[Partial] = []
        self.excluded: dict[Tree, None] = {}

    def partial(self, function: Tree, variable: str) -> Tree:
        found = differentiate(function, variable, self.kinds)
        self.excluded.update(dict.fromkeys(found.excluded))
        self.partials.append(Partial(function, variable, found.result))
        return found.result

    def field(self, sums: list[list[tuple[Tree, bool]]], functions: tuple[Tree, ...]) -> Field:
        """Add up the terms of each component; True marks one that is subtracted."""
        tidy = Tidier(Facts(condition for function in functions for condition in conditions(function)))
        components = []
        for terms in sums:
            total = tidy(add(*(negative(term) if minus else term for term, minus in terms)))
            forms = (pythagorean(total, tidy), neater(joined(total, tidy), tidy), over_one_root(total, tidy))
            shown = min((total, *forms), key=size)
            self.excluded.update(dict.fromkeys(_lost((*functions, *(term for term, _ in terms)), shown)))
            components.append(shown)
        return Field(tuple(components), tuple(self.partials), tuple(self.excluded))


def _lost(parts: tuple[Tree, ...], shown: Tree) -> list[Tree]:
    """Conditions of the parts that what is shown no longer asks for, each where those before do not imply it."""
    known = list(conditions(shown))
    count = len(known)
    for condition in (condition for part in parts for condition in conditions(part)):
        if not Facts(known).implies(condition):
            known.append(condition)
    return known[count:]


def _same_length(field: tuple[Tree, ...], by: tuple[str, ...], what: str) -> None:
    if len(field) != len(by):
        raise InputError(
            f"{what} needs as many components as variables: there are {len(field)} and {len(by)} ({', '.join(by)})",
            hint="--wrt x,y,z names the variables",
        )
