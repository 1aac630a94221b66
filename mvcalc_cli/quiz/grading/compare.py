"""An answer beside the right one, by the form that is asked for: the value first, then the form."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.grading.numbers import approximation, has_rule, within
from mvcalc_cli.quiz.grading.task import Task
from mvcalc_cli.symbolic.sameness.judge import judge
from mvcalc_cli.symbolic.sameness.result import Equality, How
from mvcalc_cli.symbolic.verify import free_variables

_FORMS: Final = frozenset({"identical", "factored", "expanded", "lowest-terms"})
_ROWS: Final = frozenset({"vector", "matrix", "set"})


def compared(answer: Tree, expected: Tree, task: Task, how: How) -> Equality:
    """The verdict on value and form."""
    found = valued(answer, expected, task, how)
    if found.verdict != "equal" or task.grade.by not in _FORMS:
        return found
    from mvcalc_cli.quiz.grading.forms import missing

    clause = missing(task.grade.by, answer, expected, how.algebra)
    if clause is None:
        return Equality(
            "undecided", f"the value is right; whether it is {task.grade.by} was not found out", proven=False
        )
    words = task.grade.by.replace("-", " ")
    wanted = f"it is not in {words}" if task.grade.by == "lowest-terms" else f"it is not {words}"
    return replace(found, verdict="different", why=f"the value is right, but {wanted}: {clause}") if clause else found


def valued(answer: Tree, expected: Tree, task: Task, how: How) -> Equality:
    """The verdict on the value alone: with what may differ, and how far a number may be off."""
    grade = task.grade
    if grade.by == "antiderivative":
        from mvcalc_cli.quiz.grading.primitive import is_antiderivative

        return is_antiderivative(answer, expected, task, how)
    if grade.by == "up-to":
        from mvcalc_cli.quiz.grading.freedom import up_to

        return up_to(answer, expected, grade.up_to, how)
    if has_rule(grade):
        return _with_rule(answer, expected, task, how)
    found = _settled(answer, expected, how)
    if found.verdict == "different":
        words = approximation(answer, found)
        return replace(found, why=words) if words else found
    return found


def _settled(answer: Tree, expected: Tree, how: How) -> Equality:
    """By structure and values, or with algebra too."""
    if not how.algebra:
        return judge(answer, expected, how)
    from mvcalc_cli.symbolic.equal import settled

    return settled(answer, expected, how)


def _with_rule(answer: Tree, expected: Tree, task: Task, how: How) -> Equality:
    """Numbers by their distance, rows of them entry by entry; anything else as it is."""
    from mvcalc_cli.symbolic.sameness.containers import entries, sets

    def each(a: Tree, b: Tree, inner: How) -> Equality:
        return _with_rule(a, b, task, inner)

    if answer.kind in _ROWS and answer.kind == expected.kind:
        return (sets if answer.kind == "set" else entries)(answer, expected, how, each)
    if {answer.kind, expected.kind} & {"relation", "logic", "interval", "union", "boolean"}:
        return judge(answer, expected, how)
    if free_variables(answer, expected):
        return judge(answer, expected, how)
    return within(answer, expected, task.grade)
