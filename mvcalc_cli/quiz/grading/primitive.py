"""Antiderivatives: the derivatives agree, one arbitrary constant is added, and the domain is that of the answer."""

from __future__ import annotations

from dataclasses import replace

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.language.tree import ONE, ZERO, Tree, as_variable, postorder, substitute, variables
from mvcalc_cli.quiz.grading.reading import CONSTANTS
from mvcalc_cli.quiz.grading.task import Task
from mvcalc_cli.symbolic.sameness.gaps import gap_between
from mvcalc_cli.symbolic.sameness.judge import judge
from mvcalc_cli.symbolic.sameness.result import Equality, How, gap_of
from mvcalc_cli.symbolic.sameness.screen import screened
from mvcalc_cli.symbolic.verify import free_variables


def is_antiderivative(answer: Tree, expected: Tree, task: Task, how: How) -> Equality:
    """Is the answer as good an antiderivative as the expected one?"""
    by = _variable(expected, task)
    fixed = [name for name in _constants(expected, by, task, []) if not _is_added(expected, name, by)]
    found = _constants(answer, by, task, fixed)
    bare = _with_one(answer, found)
    other = _with_one(expected, _constants(expected, by, task, fixed))
    slopes = judge(_slope(bare, by, how), _slope(other, by, how), how)
    if slopes.verdict == "different":
        return replace(slopes, why=_of_derivatives(slopes.why))
    wrong = _wrong_constant(answer, found, by, task.grade.constant)
    if wrong:
        return Equality("different", wrong)
    if slopes.verdict == "undecided":
        return slopes
    return _narrower(bare, other, how) or Equality("equal", "the derivatives agree", proven=slopes.proven)


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
    return differentiate(tree, by, how.kinds).result


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
    return "" if _is_added(answer, found[0], by) else f"{found[0]} is not an added constant"


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
