"""Antiderivatives: the derivatives agree, one arbitrary constant is added, and the domain is that of the answer."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Final

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.language.tree import ONE, ZERO, Tree, as_variable, postorder, substitute, variables
from mvcalc_cli.quiz.grading.constants import is_any_number, jump
from mvcalc_cli.quiz.grading.reading import CONSTANTS
from mvcalc_cli.quiz.grading.task import Task
from mvcalc_cli.symbolic.digits import Number
from mvcalc_cli.symbolic.sameness.bends import bends
from mvcalc_cli.symbolic.sameness.gaps import gap_between
from mvcalc_cli.symbolic.sameness.judge import judge
from mvcalc_cli.symbolic.sameness.lines import cuts
from mvcalc_cli.symbolic.sameness.result import Equality, How, gap_of
from mvcalc_cli.symbolic.sameness.screen import screened
from mvcalc_cli.symbolic.verify import compare_at, free_variables, points, shown

# So far beside a bend its two sides are looked at; no whole number is met.
_BESIDE: Final = Fraction(1, 1013)
_POINTS: Final = 24


def is_antiderivative(answer: Tree, expected: Tree, task: Task, how: How) -> Equality:
    """Is the answer as good an antiderivative as the expected one?"""
    by = _variable(expected, task)
    fixed = [name for name in _constants(expected, by, task, []) if not _is_added(expected, name, by)]
    found = _constants(answer, by, task, fixed)
    bare = _with_one(answer, found)
    other = _with_one(expected, _constants(expected, by, task, fixed))
    slopes = _same_slopes(_slope(bare, by, how), _slope(other, by, how), bends(bare, other), how)
    if slopes.verdict == "different":
        return replace(slopes, why=_of_derivatives(slopes.why))
    wrong = _wrong_constant(answer, found, by, task.grade.constant)
    if wrong:
        return Equality("different", wrong)
    if slopes.verdict == "undecided":
        return slopes
    return (
        _narrower(bare, other, how)
        or _jumping(bare, other, by, how)
        or Equality("equal", "the derivatives agree", proven=slopes.proven)
    )


def lacks_constant(answer: Tree, wrong: Tree, expected: Tree, task: Task, how: How) -> bool:
    """Is the known mistake that there is no constant of integration, and is it made here with another number?"""
    by = _variable(expected, task)
    anyone = task._replace(grade=task.grade._replace(constant="optional"))
    fixed = [name for name in _constants(expected, by, anyone, []) if not _is_added(expected, name, by)]
    if any(_constants(tree, by, anyone, fixed) for tree in (answer, wrong)):
        return False
    return all(is_antiderivative(tree, expected, anyone, how).verdict == "equal" for tree in (answer, wrong))


def _jumping(answer: Tree, expected: Tree, by: str, how: How) -> Equality | None:
    """sign(x) and floor(x) have the derivative 0, and are no constants."""
    place = jump(answer, expected, by, how)
    if place is None:
        return None
    return Equality(
        "different", f"the derivatives agree, but yours jumps at {by} = {shown(place)}, the answer does not"
    )


def _same_slopes(left: Tree, right: Tree, parts: tuple[Tree, ...], how: How) -> Equality:
    """Do the derivatives agree? What one is just where |x| or max bends does not count."""
    found = judge(left, right, how)
    if found.verdict != "different" or not parts:
        return found
    names = free_variables(left, right)
    beside = [{name: Fraction(str(value)) + side for name, value in found.where} for side in (_BESIDE, -_BESIDE)]
    usual = [{name: _real(value) + _BESIDE for name, value in point.items()} for point in _points(names, how)]
    pieces = [point for cut in cuts(parts, names, how.seed, exact=False) for point in cut.pieces(how.domains)]
    if compare_at(left, right, [*beside, *pieces, *usual], how.domains) is not None:
        return found
    return Equality("equal", "same beside the bends", proven=False)


def _points(names: tuple[str, ...], how: How) -> list[dict[str, Number]]:
    return list(islice(points(names, how.domains, how.seed), _POINTS))


def _real(value: Number) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(float(value.real))


def _of_derivatives(why: str) -> str:
    """at x = 2 the derivative of yours gives 7, that of the answer gives 9."""
    return why.replace("yours gives", "the derivative of yours gives").replace(
        "the answer gives", "that of the answer gives"
    )


def _variable(expected: Tree, task: Task) -> str:
    """The variable of integration: told, or the only one."""
    if task.grade.wrt:
        return task.grade.wrt
    declared = [name for name, _ in task.variables if name not in CONSTANTS and name != task.grade.constant]
    names = [name for name in variables(expected) if name not in CONSTANTS]
    return next(iter([*(name for name in declared if name in names), *names, *declared]), "x")


def _slope(tree: Tree, by: str, how: How) -> Tree:
    return _differentiated(tree, by, tuple(sorted(how.kinds.items())))


@lru_cache(maxsize=256)
def _differentiated(tree: Tree, by: str, kinds: tuple[tuple[str, str], ...]) -> Tree:
    """Kept: the same answer is held against the right one and against each known mistake."""
    return differentiate(tree, by, dict(kinds)).result


def _constants(tree: Tree, by: str, task: Task, fixed: list[str]) -> list[str]:
    """The letters of an answer that may be constants of integration; those that are `fixed` are parameters."""
    if task.grade.constant not in {"required", "optional"}:
        return [name for name in variables(tree) if name == task.grade.constant]
    declared = {name for name, _ in task.variables if name != "C"}
    taken = {by, *declared, *fixed}
    return [name for name in variables(tree) if name in CONSTANTS and name not in taken]


def _with_one(tree: Tree, names: list[str]) -> Tree:
    """The same with these letters 1: C, log C and 1/C have a value there."""
    return substitute(tree, {as_variable(name): ONE for name in names})


def _wrong_constant(answer: Tree, found: list[str], by: str, rule: str) -> str:
    """What is wrong with the constant of integration; "" if nothing is."""
    if not found:
        name = "C" if rule == "required" else rule
        return "" if rule == "optional" else f"the constant of integration is missing: + {name}"
    if len(found) > 1:
        return "one constant of integration is enough"
    if not _is_added(answer, found[0], by):
        return f"{found[0]} is not an added constant"
    return "" if is_any_number(answer, found[0]) else f"what is added cannot be any number: write + {found[0]}"


def _is_added(tree: Tree, name: str, by: str) -> bool:
    """Does the letter change the value by an amount that depends on nothing else, and can be any?"""
    slope = differentiate(tree, name, {}).result
    return slope != ZERO and name != by and not set(free_variables(slope)) - {name}


def _narrower(answer: Tree, expected: Tree, how: How) -> Equality | None:
    """Where the expected one has a value and the answer has none: log(u) in the place of log|u|."""
    found = screened(answer, expected, how.domains, how.seed).gap_right
    if found is None:
        met = gap_between(answer, expected, how)
        found = met if met is not None and met.side == "right" else None
    if found is None:
        return None
    told = gap_of(found, how.sides)
    if _has_size(expected) and not _has_size(answer):
        return replace(told, why=f"{told.why}: log|u| has a value where u is negative, log(u) has none")
    return told


def _has_size(tree: Tree) -> bool:
    return any(node.kind == "call" and node.value == "abs" for node in postorder(tree))
