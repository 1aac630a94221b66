"""What an answer that is not right is worth: known mistakes, follow-through, right entries; and what else is right."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.language.tree import Tree, substitute, variable
from mvcalc_cli.quiz.grading.apart import surely_apart
from mvcalc_cli.quiz.grading.compare import compared, valued
from mvcalc_cli.quiz.grading.numbers import has_rule
from mvcalc_cli.quiz.grading.reading import expected_shape
from mvcalc_cli.quiz.grading.task import KnownMistake, Task
from mvcalc_cli.symbolic.digits import Unmeasured
from mvcalc_cli.symbolic.sameness.conditions import truth
from mvcalc_cli.symbolic.sameness.judge import judge
from mvcalc_cli.symbolic.sameness.result import How
from mvcalc_cli.symbolic.verify import free_variables

# Forms in which answers of different values are the same.
_LENIENT: Final = frozenset({"antiderivative", "up-to"})
# What `Grade.accept` calls the answer.
ANSWER: Final = "answer"


def accepted(answer: Tree, task: Task, how: How) -> bool:
    """Does the condition that makes an answer right hold for this one?"""
    if task.accept is None:
        return False
    return _holds(lower(substitute(task.accept, {variable(ANSWER): answer})), how)


def _holds(condition: Tree, how: How) -> bool:
    """Equations as identities, inequalities at the one point that there is without variables."""
    if condition.kind == "logic":
        parts = [_holds(part, how) for part in condition.args]
        return not parts[0] if condition.value == "not" else all(parts) if condition.value == "and" else any(parts)
    if condition.kind == "relation" and condition.value == "=":
        left, right = condition.args
        return judge(left, right, how).verdict == "equal"
    if free_variables(condition):
        return False
    try:
        return truth(condition, {})
    except Unmeasured:
        return False


def known_mistake(answer: Tree, task: Task, how: How) -> KnownMistake | None:
    """The first known mistake that the answer is, by value."""
    for mistake in task.mistakes:
        if _is_like(answer, expected_shape(task, mistake.answer), task, how):
            return mistake
    return None


def _is_like(answer: Tree, wrong: Tree, task: Task, how: How) -> bool:
    """The same mistake: as it is, up to what may differ, or within what a number may be off."""
    if not surely_apart(answer, wrong, how) and judge(answer, wrong, how).verdict == "equal":
        return True
    if task.grade.by not in _LENIENT and not has_rule(task.grade):
        return how.algebra and valued(answer, wrong, task, how).verdict == "equal"
    if valued(answer, wrong, task, how).verdict == "equal":
        return True
    return task.grade.by == "antiderivative" and _lacks_constant(answer, wrong, task, how)


def _lacks_constant(answer: Tree, wrong: Tree, task: Task, how: How) -> bool:
    """One antiderivative in the place of all of them: the same mistake, whichever it is."""
    from mvcalc_cli.quiz.grading.primitive import lacks_constant

    assert task.expected is not None
    return lacks_constant(answer, wrong, expected_shape(task, task.expected), task, how)


def follows(answer: Tree, task: Task, how: How) -> bool:
    """Is it right with the learner's own value of an earlier part?"""
    if task.again is None:
        return False
    return compared(answer, expected_shape(task, task.again), task, how).verdict == "equal"


def components(answer: Tree, expected: Tree, task: Task, how: How) -> tuple[tuple[bool, ...], float]:
    """Which entries are right, and their share."""
    if answer.kind != expected.kind or answer.kind not in {"vector", "matrix", "set"}:
        return (), 0.0
    if answer.kind == "set":
        return _of_set(answer, expected, task, how)
    pairs = zip(_entries(answer), _entries(expected), strict=False)
    right = tuple(compared(a, e, task, how).verdict == "equal" for a, e in pairs)
    return right, sum(right) / max(1, len(_entries(expected)))


def _entries(tree: Tree) -> list[Tree]:
    return [entry for row in tree.args for entry in row.args] if tree.kind == "matrix" else list(tree.args)


def _of_set(answer: Tree, expected: Tree, task: Task, how: How) -> tuple[tuple[bool, ...], float]:
    """Each typed element is right if it is one of the answer's; too many of them count against the share."""
    fits = [
        [place for place, e in enumerate(expected.args) if compared(a, e, task, how).verdict == "equal"]
        for a in answer.args
    ]
    found = {place for places in fits for place in places}
    wrong = sum(not places for places in fits)
    return tuple(bool(places) for places in fits), len(found) / max(1, len(expected.args) + wrong)
