"""Constraints solved for one variable each, so that a function of fewer variables without constraints is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mvcalc_cli.language.tree import Tree, as_variable, divide, negative, postorder, substitute, variables
from mvcalc_cli.symbolic.stationary.constrained import Candidate, Problem
from mvcalc_cli.symbolic.stationary.points import Point


class Reduced(NamedTuple):
    """f on the constraints, as a function of the variables that are free, and the others as functions of these."""

    f: Tree
    names: tuple[str, ...]
    put_in: dict[str, Tree]


def reduced(f: Tree, equations: Sequence[Tree], names: Sequence[str]) -> Reduced | None:
    """f with one variable a constraint put in; None if a constraint does not hold one linearly, by a constant.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(reduced(parse("y").tree, [parse("y - x^4").tree], ["x", "y"]).f)
    'x⁴'
    """
    from mvcalc_cli.calculus.tidy import tidy

    left, free = list(equations), list(names)
    solved: dict[str, Tree] = {}
    while left:
        found = min(solved_linearly(left, free), key=lambda each: _cost(f, each[1]), default=None)
        if found is None:
            return None
        g, name, value = found
        put_in = {as_variable(name): value}
        left = [tidy(substitute(other, put_in)) for other in left if other is not g]
        f = tidy(substitute(f, put_in))
        free.remove(name)
        solved = {other: tidy(substitute(tree, put_in)) for other, tree in solved.items()} | {name: value}
    return Reduced(f, tuple(free), solved)


def contradict(equations: Sequence[Tree], names: Sequence[str]) -> bool:
    """Do the equations that hold variables linearly, put into one another, leave a number that is not 0?

    >>> from mvcalc_cli.language import parse
    >>> contradict([parse("x").tree, parse("x - pi").tree], ["x"])
    True
    """
    from mvcalc_cli.calculus.tidy import tidy

    left = [each for each in equations if variables(each)]
    while True:
        found = next(solved_linearly(left, names), None)
        if found is None:
            return False
        g, name, value = found
        left = [tidy(substitute(other, {as_variable(name): value})) for other in left if other is not g]
        if any(_is_not_zero(each) for each in left if not variables(each)):
            return True
        left = [each for each in left if variables(each)]


def _is_not_zero(constant: Tree) -> bool:
    from mvcalc_cli.symbolic.arithmetic import Unmeasured
    from mvcalc_cli.symbolic.digits import measure

    try:
        return bool(measure(constant, {}))
    except Unmeasured:
        return False


def _cost(f: Tree, name: str) -> int:
    """How hard f is to read when something is put in for a variable: functions and powers count more."""
    holding = [node for node in postorder(f) if name in variables(node)]
    return sum(
        1 + 9 * (node.kind == "call" or (node.kind == "power" and name in variables(node.args[1]))) for node in holding
    )


def solved_linearly(left: Sequence[Tree], free: Sequence[str]) -> Iterator[tuple[Tree, str, Tree]]:
    """Each constraint with each variable that it can be solved for."""
    for g in left:
        for name in free:
            value = _solved(g, name)
            if value is not None:
                yield g, name, value


def _solved(g: Tree, name: str) -> Tree | None:
    """The variable from g = 0, where g holds it linearly with a constant factor."""
    from mvcalc_cli.calculus.derivative import differentiate
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.language.tree import ZERO

    if name not in variables(g):
        return None
    try:
        slope = differentiate(g, name).result
    except MvcalcError:
        return None
    if variables(slope) or (slope.kind == "number" and not slope.value):
        return None
    rest = substitute(g, {as_variable(name): ZERO})
    return tidy(divide(negative(rest), slope))


def classified_on(asked: Problem, candidate: Candidate) -> tuple[str, str] | None:
    """The kind by the function that is left when the active constraints are solved for variables."""
    from mvcalc_cli.symbolic.stationary.kinds import classified
    from mvcalc_cli.symbolic.stationary.reasons import text

    left = reduced(asked.f, [asked.constraints[k].g for k in candidate.active], asked.names)
    if left is None or not left.names:
        return None
    places = [asked.names.index(name) for name in left.names]
    whole = candidate.point
    point = Point(
        tuple(whole.values[k] for k in places),
        tuple(whole.numbers[k] for k in places),
        tuple(whole.digits[k] for k in places),
        whole.residual,
    )
    found = classified(left.f, left.names, point, asked.kinds)
    kind = "saddle" if found.kind == "inflection" else found.kind
    return kind, f"on the constraint f = {text(left.f)}: {found.reason}"
