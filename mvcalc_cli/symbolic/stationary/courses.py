"""The set of the constraints as curves that are told by one parameter: each variable as an expression in t.

A constraint that holds a variable linearly, or as one pure power, or quadratically is solved for it; the parameter runs
through the intervals between the places where something of this ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, NamedTuple

from mvcalc_cli.language.tree import (
    INFINITY,
    TWO,
    ZERO,
    Tree,
    as_variable,
    divide,
    negative,
    number,
    power,
    substitute,
    subtract,
    variable,
    variables,
)
from mvcalc_cli.symbolic.arithmetic import Number, context
from mvcalc_cli.symbolic.stationary.bounding import bounding_box
from mvcalc_cli.symbolic.stationary.constrained import Problem
from mvcalc_cli.symbolic.stationary.explicit import Graph, measured, solved_for, tidied
from mvcalc_cli.symbolic.stationary.measured import WORKING
from mvcalc_cli.symbolic.stationary.pinning import all_inside
from mvcalc_cli.symbolic.stationary.reduction import solved_linearly

_SECONDS: Final = 1.0


class Course(NamedTuple):
    """An open piece of a curve on the set.

    Attributes:
        values: Each variable in the parameter.
        parameter: Its name.
        low: Where the parameter begins: a number, or −∞.
        high: Where it ends: a number, or ∞.
    """

    values: tuple[Tree, ...]
    parameter: str
    low: Tree
    high: Tree

    def along(self, names: Sequence[str], tree: Tree) -> Tree:
        """A function of the variables as one of the parameter."""
        from mvcalc_cli.calculus.tidy import tidy

        return tidy(substitute(tree, {as_variable(n): v for n, v in zip(names, self.values, strict=True)}))


def parameter_of(names: Sequence[str]) -> str:
    """A letter that no variable has."""
    return next(each for each in ("t", "s", "u", "tau", "sigma") if each not in names)


def courses(asked: Problem, cuts: Sequence[Tree] = ()) -> tuple[Course, ...] | None:
    """Curves that cover the set but for single points at their ends; None if it is no curve, or not covered so.

    Args:
        asked: The problem.
        cuts: A curve ends where one of these is 0, too.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> from mvcalc_cli.symbolic.stationary.constrained import problem
    >>> asked = problem(parse("x").tree, [parse("x y = 1").tree], ["x", "y"], {})
    >>> [(line(each.low), line(each.high), line(each.values[1])) for each in courses(asked)]
    [('−∞', '0', '1/t'), ('0', '∞', '1/t')]
    """
    left = linear_ones_out(asked)
    if left is None:
        return None
    equations, free, solved = left
    if not equations and len(free) == 1:
        parts: list[list[Graph]] | None = [[]]
    elif len(equations) == 1 and len(free) == 2:
        parts = _graphs(equations[0], free)
    elif len(equations) == 2 and len(free) == 3:
        parts = _graphs_of_two(equations, free)
    else:
        return None
    if parts is None:
        return None
    found: list[Course] = []
    for part in parts:
        pieces = _pieces(asked, part, solved, free, cuts)
        if pieces is None:
            return None
        found.extend(pieces)
    return tuple(found)


def linear_ones_out(asked: Problem) -> tuple[list[Tree], list[str], dict[str, Tree]] | None:
    """The equalities without those that hold a variable linearly; the variables that are left; and the others."""
    from mvcalc_cli.calculus.tidy import tidy

    left, free = [asked.constraints[k].g for k in asked.equalities], list(asked.names)
    solved: dict[str, Tree] = {}
    while found := next(solved_linearly(left, free), None):
        g, name, value = found
        put_in = {as_variable(name): value}
        left = [tidy(substitute(other, put_in)) for other in left if other is not g]
        free.remove(name)
        solved = {other: tidy(substitute(tree, put_in)) for other, tree in solved.items()} | {name: value}
    return (left, free, solved) if free else None


def _graphs(g: Tree, free: Sequence[str]) -> list[list[Graph]] | None:
    """g = 0 as graphs over one of its two variables, all of them together the whole curve."""
    for name, other in (tuple(free)[::-1], tuple(free)):
        found = solved_for(g, name, (other,))
        if found is not None and all(_never_both(each, other) for each in found):
            return [[each] for each in found]
    return None


def _graphs_of_two(equations: Sequence[Tree], free: Sequence[str]) -> list[list[Graph]] | None:
    """One equation solved for a variable of three, put into the other."""
    for first, second in (equations, tuple(equations)[::-1]):
        for name in (each for each in free if each in variables(first)):
            others = [each for each in free if each != name]
            found = solved_for(first, name, others)
            if found is None or any(variables(each.rest) and each.nonzero for each in found):
                continue
            parts = []
            for graph in found:
                inner = _graphs(tidied(substitute(second, {as_variable(name): graph.value})), others)
                if inner is None:
                    break
                parts += [[graph, *part] for part in inner]
            else:
                return parts
    return None


def _never_both(graph: Graph, other: str) -> bool:
    """Is there no place where the factor of the variable is 0, and the rest too? The line there would be lost."""
    from mvcalc_cli.symbolic.stationary.system import real_points

    for factor in graph.nonzero:
        if variables(factor) and variables(graph.rest):
            found = real_points([factor, graph.rest], (other,), {}, seconds=_SECONDS)
            if found.complete is None or found.points or found.families:
                return False
    return True


# --- intervals -----------------------------------------------------------------------------------------


def _pieces(
    asked: Problem, part: Sequence[Graph], solved: Mapping[str, Tree], free: Sequence[str], cuts: Sequence[Tree]
) -> list[Course] | None:
    """The intervals of the parameter in which a part of the curve belongs to the set and f has a value."""
    from mvcalc_cli.calculus.domain import conditions

    held = {graph.name for graph in part}
    (runs,) = [name for name in free if name not in held]
    letter = parameter_of(asked.names)
    values: dict[str, Tree] = {runs: variable(letter)}
    for graph in reversed(part):
        values[graph.name] = _put(graph.value, values)
    put_in = {as_variable(name): tree for name, tree in values.items()}
    for name, tree in solved.items():
        values[name] = tidied(substitute(tree, put_in))
    course = Course(tuple(values[name] for name in asked.names), letter, negative(INFINITY), INFINITY)
    positive = [tidied(substitute(each, put_in)) for graph in part for each in graph.positive]
    nonzero = [tidied(substitute(each, put_in)) for graph in part for each in graph.nonzero]
    nonzero += [course.along(asked.names, each) for each in cuts]
    for each in asked.constraints:
        if each.side:
            inside = course.along(asked.names, each.g)
            positive.append(tidied(negative(inside)) if each.side > 0 else inside)
    inequalities = [course.along(asked.names, each.g) for each in asked.constraints if each.side]
    for each_ in (course.along(asked.names, asked.f), *course.values, *inequalities):
        for condition in conditions(each_):
            where = tidied(subtract(*condition.args))
            (nonzero if condition.value == "!=" else positive).append(
                tidied(negative(where)) if condition.value in {"<", "<="} else where
            )
    for name in asked.names:
        if asked.kinds.get(name, "real") == "positive":
            positive.append(values[name])
        elif asked.kinds.get(name, "real") != "real":
            return None
    return intervals(course, positive, nonzero, (bounding_box(asked) or {}).get(runs))


def intervals(
    course: Course, positive: Sequence[Tree], nonzero: Sequence[Tree], span: tuple[float, float] | None = None
) -> list[Course] | None:
    """The parts of a course on which the first are not negative and the others not 0; None if not known.

    Args:
        course: A curve.
        positive: What is not negative on the set.
        nonzero: What is not 0 there.
        span: What is known to hold the parameter.
    """
    held = list(dict.fromkeys(each for each in positive if variables(each)))
    if any((measured(each, {}) or 0) < 0 for each in positive if not variables(each)):
        return []
    ends: list[tuple[Any, Tree]] = []
    for each in dict.fromkeys((*held, *(each for each in nonzero if variables(each)))):
        found = _roots_of(each, course.parameter, span)
        if found is None:
            return None
        ends.extend(found)
    ends.sort(key=lambda pair: pair[0])
    apart = [pair for k, pair in enumerate(ends) if not k or pair[0] - ends[k - 1][0] > 1e-15]
    places = [(None, course.low), *apart, (None, course.high)]
    kept = []
    for (a, low), (b, high) in pairwise(places):
        middle = _between(a, b)
        signs = [measured(each, {course.parameter: middle}) for each in held]
        if any(value is not None and value < 0 for value in signs):
            continue  # what has no value there need not have one
        if any(value is None for value in signs):
            return None
        if all(value > 0 for value in signs if value is not None):
            kept.append(course._replace(low=low, high=high))
    return kept


def _roots_of(tree: Tree, letter: str, span: tuple[float, float] | None = None) -> list[tuple[Any, Tree]] | None:
    """All zeros, with their numbers; None if they are not known to be all."""
    from mvcalc_cli.symbolic.stationary.system import real_points

    box = None if span is None else {letter: span}
    found = real_points([tree], (letter,), {}, seconds=_SECONDS, box=box)
    if found.complete is None or not all(all_inside(family, (letter,), box) for family in found.families):
        return None
    mp = context(WORKING)
    return [
        (mp.mpf(point.digits[0]), point.values[0] if point.values[0] is not None else _decimal(point.digits[0]))
        for point in found.inside
    ]


def _decimal(digits: str) -> Tree:
    value = Fraction(digits)
    return negative(number(-value)) if value < 0 else number(value)


def _between(a: Any, b: Any) -> Number:
    """A number inside an interval; it need not be a simple one."""
    mp = context(WORKING)
    if a is None and b is None:
        return mp.mpf("0.7310585786300048792511592418218362743651")
    if a is None:
        return b - 1 - abs(b) * mp.mpf("0.1")
    if b is None:
        return a + 1 + abs(a) * mp.mpf("0.1")
    return (a + b) / 2


# --- simple curves on a surface ------------------------------------------------------------------------


def simple_courses(asked: Problem) -> Iterator[Course]:
    """Curves on the set for t → ∞, the simplest first, where the equalities are solved for one variable each."""
    left = linear_ones_out(asked)
    if left is None:
        return
    equations, free, solved = left
    letter = parameter_of(asked.names)
    for graphs in _all_graphs(equations, free):
        held = {graph.name for graph in graphs}
        rest = [name for name in free if name not in held]
        for line in _lines(rest, variable(letter)):
            values: dict[str, Tree] = dict(line)
            for graph in reversed(graphs):
                values[graph.name] = _put(graph.value, values)
            for name, tree in solved.items():
                values[name] = _put(tree, values)
            yield Course(tuple(values[name] for name in asked.names), letter, ZERO, INFINITY)


def _put(tree: Tree, values: Mapping[str, Tree]) -> Tree:
    return tidied(substitute(tree, {as_variable(name): value for name, value in values.items()}))


def _all_graphs(equations: Sequence[Tree], free: Sequence[str]) -> Iterator[list[Graph]]:
    """Ways to solve each equation for a variable, one after another."""
    if not equations:
        yield []
        return
    first, rest = equations[0], equations[1:]
    for name in free:
        others = [each for each in free if each != name]
        for graph in (solved_for(first, name, others) or []) if name in variables(first) else []:
            put_in = {as_variable(name): graph.value}
            for more in _all_graphs([tidied(substitute(each, put_in)) for each in rest], others):
                yield [graph, *more]


def _lines(names: Sequence[str], t: Tree) -> Iterator[dict[str, Tree]]:
    """Some of the variables run, as ±t or 1/t, t², the others are 1, 0, −1, 2."""
    from itertools import product

    one = [t, negative(t), divide(number(1), t), negative(divide(number(1), t)), power(t, TWO), negative(power(t, TWO))]
    fixed = [ZERO, number(1), negative(number(1)), TWO]
    order = {**{tree: k for k, tree in enumerate(fixed)}, **{tree: k + 1 for k, tree in enumerate(one)}}
    for chosen in sorted(product([*fixed, *one], repeat=len(names)), key=lambda row: sum(order[each] for each in row)):
        if any(variables(each) for each in chosen):
            yield dict(zip(names, chosen, strict=True))
