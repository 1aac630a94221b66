"""Edges of a problem: where f or a constraint has a kink, or the domain of one ends; and the problem on such an edge.

An extreme there obeys no condition of derivatives across the edge, but those of what is left on it: on x = 0 the
function |x| + y is y.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.language.tree import (
    TWO,
    ZERO,
    Tree,
    add,
    call,
    divide,
    fold,
    negative,
    number,
    relation,
    subtract,
    variables,
)
from mvcalc_cli.symbolic.stationary.constrained import Constraint, Problem, value_at

_ROOTS: Final = frozenset({"sqrt", "cbrt", "root", "abs", "relu"})
_CHOICES: Final = frozenset({"max", "min"})


class Edge(NamedTuple):
    """An edge.

    Attributes:
        where: What is 0 there.
        active: The place of the inequality whose kink it is, if of nothing else: its own border alone matters.
    """

    where: Tree
    active: int | None = None


def edge_places(asked: Problem) -> tuple[Edge, ...]:
    """The edges of f and of the constraints.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> from mvcalc_cli.symbolic.stationary.constrained import problem
    >>> asked = problem(parse("|x| + y").tree, [parse("sqrt(x - 1) <= y").tree], ["x", "y"], {})
    >>> [line(each.where) for each in edge_places(asked)]
    ['x', 'x − 1']
    """
    from mvcalc_cli.calculus.domain import conditions
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.symbolic.sameness.bends import bends

    found: dict[Tree, int | None] = {}
    for place, tree in enumerate((asked.f, *(each.g for each in asked.constraints)), -1):
        for condition in conditions(tree):
            if condition.kind == "relation" and condition.value in {">=", "<="}:
                found[tidy(subtract(*condition.args))] = None
        for where in map(tidy, bends(tree)):
            if where not in found:
                found[where] = place if place >= 0 and asked.constraints[place].side else None
            elif found[where] != place:
                found[where] = None
    return tuple(Edge(where, active) for where, active in found.items() if variables(where))


def on_edge(asked: Problem, at: Edge) -> Problem | None:
    """The problem with where = 0 as another constraint, and what is known there put in; None if no point is left."""
    from mvcalc_cli.calculus.matrices import jacobian

    where = at.where
    f = _there(asked.f, where)
    kept = []
    for place, one in enumerate(asked.constraints):
        each = one._replace(side=0) if place == at.active else one
        g = _there(each.g, where)
        if variables(g):
            kept.append(each._replace(g=g))
        elif not _holds(each, g):
            return None
    edge = Constraint(relation("=", where, ZERO), where, 0, f"nu_{len(asked.constraints) + 1}")
    rows = jacobian((f, *(each.g for each in (*kept, edge))), asked.names, dict(asked.kinds)).rows
    return asked._replace(f=f, constraints=(*kept, edge), slopes=rows[0], normals=rows[1:])


def _holds(constraint: Constraint, g: Tree) -> bool:
    value = value_at(g, {})
    if value is None:
        return False
    return value == 0 if not constraint.side else constraint.side * float(value) <= 0


def _there(tree: Tree, where: Tree) -> Tree:
    """An expression where another one is 0."""
    from mvcalc_cli.calculus.tidy import tidy

    def made(node: Tree, parts: list[Tree]) -> Tree:
        new = node.with_args(tuple(parts)) if parts else node
        if node.kind == "call" and node.value in _ROOTS and _same(parts[0], where):
            return ZERO
        if node.kind == "call" and node.value in _CHOICES and len(parts) == 2 and _same(subtract(*parts), where):
            return parts[0]
        if node.kind == "power" and _same(parts[0], where) and _is_positive(parts[1]):
            return ZERO
        nothing = ZERO in parts if node.kind == "product" else node.kind == "quotient" and parts[0] == ZERO
        return ZERO if nothing else new

    return tidy(fold(tree, made))


def _is_positive(exponent: Tree) -> bool:
    from mvcalc_cli.calculus.signs import signed_value

    value = signed_value(exponent)
    return value is not None and value > Fraction(0)


def _same(tree: Tree, where: Tree) -> bool:
    """Is it the other one, or its opposite?"""
    from mvcalc_cli.calculus.tidy import tidy

    if not variables(tree):
        return False
    return tidy(subtract(tree, where)) == number(0) or tidy(add(tree, where)) == number(0)


def edges_of(asked: Problem, held: Sequence[Tree]) -> tuple[Edge, ...]:
    """The edges that are not among the constraints already."""
    return tuple(each for each in edge_places(asked) if not any(_same(each.where, other) for other in held))


def without_choices(tree: Tree) -> Tree:
    """max(a, b) as (a + b + |a − b|)/2: equations with |u| are solved, those with choices are not.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(without_choices(parse("max(x, y)").tree))
    '(x + y + |x − y|)/2'
    """

    def made(node: Tree, parts: list[Tree]) -> Tree:
        if node.kind == "call" and node.value in _CHOICES and len(parts) == 2:
            apart = call("abs", subtract(*parts))
            return divide(add(*parts, apart if node.value == "max" else negative(apart)), TWO)
        return node.with_args(tuple(parts)) if parts else node

    return fold(tree, made)
