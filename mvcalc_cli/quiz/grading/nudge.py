"""Why an answer is not right, for somebody who may try again: where to look, and never what the answer is.

A counterexample of a function is a help: "at x = 2 yours gives 7, the answer gives 9". Of a number it would be the
answer itself: there the sign, the size, or which entry is wrong may be told, and no more.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import Tree, postorder
from mvcalc_cli.quiz.grading.numbers import approximation, distance, has_rule, is_near, nearness
from mvcalc_cli.quiz.grading.task import Task
from mvcalc_cli.quiz.question import Grade
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Number, Unmeasured, measure
from mvcalc_cli.symbolic.sameness.result import Equality
from mvcalc_cli.symbolic.sameness.scalars import holds_infinity
from mvcalc_cli.symbolic.verify import free_variables, plain

_DIGITS: Final = 60
_ROWS: Final = frozenset({"vector", "matrix"})
_CONDITIONS: Final = frozenset({"relation", "logic", "boolean"})
_RANGES: Final = frozenset({"interval", "union"})
# Reasons that tell no value: of the form alone, of sets.
_SAFE: Final = ("the value is right", "an element of ")
_NOT_IT: Final = "this is not it"
_ELSEWHERE: Final = "it does not hold at the same places as the answer"
_FREEDOMS: Final = {"constant": "a constant", "scale": "a factor", "sign": "the sign", "order": "the order"}
# What a power of ten is called; beyond these nobody sees it as one.
_TENS: Final = {1: "ten", 2: "a hundred", 3: "a thousand", 4: "ten thousand", 5: "100,000", 6: "a million"}
# Near is what is off by so many times the distance that is allowed, and by no larger share of the answer.
_NEAR: Final = 10
_SHARE: Final = 0.1
_LONGEST: Final = 24  # of an answer that is said again


def nudge(answer: Tree, expected: Tree, why: str, task: Task) -> str:
    """What may be said instead of `why`; "" where `why` gives no constant away.

    >>> from mvcalc_cli.language import parse
    >>> def told(answer, expected, kind="number"):
    ...     right = parse(expected, answer=True).tree
    ...     return nudge(parse(answer, answer=True).tree, right, "", Task(kind, right))
    >>> told("1", "0.16"), told("-4", "4"), told("1.6", "4/25")
    ('1 is not it', 'the sign is wrong', 'ten times too large')
    >>> told("[1, 3]", "[1, 2]", "vector"), told("x", "2x", "expression")
    ('entry 2: 3 is not it', '')
    """
    if why.startswith(_SAFE):
        return ""
    if answer.kind in _ROWS and answer.kind == expected.kind:
        return _of_rows(answer, expected, task)
    if expected.kind in _CONDITIONS:
        return _ELSEWHERE if _names_a_place(expected) else ""
    if expected.kind in _RANGES or answer.kind in _RANGES:
        return _of_ranges(answer, expected)
    return "" if free_variables(expected) else _of_constants(answer, expected, task)


def _of_constants(answer: Tree, expected: Tree, task: Task) -> str:
    """A set, or a number."""
    if expected.kind == answer.kind == "set":
        return "an element is not it"
    return _even_up_to(task.grade) if task.grade.by == "up-to" else _of_numbers(answer, expected, task.grade)


def _names_a_place(condition: Tree) -> bool:
    """x = 3 and x < 3 hold a number that was to be found; y = 2x + 1 is a curve."""
    relations = [node for node in postorder(condition) if node.kind == "relation"]
    return len(free_variables(condition)) <= 1 or any(
        node.value == "=" and len(free_variables(node)) == 1 for node in relations
    )


def _of_rows(answer: Tree, expected: Tree, task: Task) -> str:
    """The first entry that is a number, and a wrong one; what is said of the others gives nothing away."""
    if task.grade.by == "up-to":
        return "" if _varies(expected) else _even_up_to(task.grade)
    what = "row" if answer.kind == "matrix" else "entry"
    for place, (mine, right) in enumerate(zip(answer.args, expected.args, strict=False), 1):
        if right.kind in _ROWS:
            found = _of_rows(mine, right, task)
        else:
            found = "" if free_variables(right) or _is_it(mine, right, task.grade) else nudge(mine, right, "", task)
        if found:
            return f"{what} {place}: {found}"
    return ""


def _varies(expected: Tree) -> bool:
    return bool(expected.args) and all(
        _varies(entry) if entry.kind in _ROWS else bool(free_variables(entry)) for entry in expected.args
    )


def _even_up_to(grade: Grade) -> str:
    """[1, 2] is not [1, 3], and no multiple of it either."""
    return f"{_NOT_IT}, even up to {' and '.join(_FREEDOMS[freedom] for freedom in grade.up_to)}"


def _of_ranges(answer: Tree, expected: Tree) -> str:
    """Which end is wrong, of those that are numbers."""
    if answer.kind != expected.kind or answer.kind != "interval":
        return "the same numbers do not lie in yours and in the answer"
    wrong = [
        end
        for end, mine, right in zip(("left", "right"), answer.args, expected.args, strict=True)
        if not free_variables(right) and mine != right and not _is_it(mine, right, Grade())
    ]
    if not wrong:
        return "" if free_variables(expected) else "the ends are not open and closed alike"
    return "neither end is right" if len(wrong) == 2 else f"the {wrong[0]} end is not right"


# --- one number ------------------------------------------------------------------------------------


def _value(tree: Tree) -> Number | None:
    try:
        return measure(tree, {}, _DIGITS, complex_values=True)
    except Unmeasured:
        return None


def _is_it(answer: Tree, expected: Tree, grade: Grade) -> bool:
    """Whether an entry is right; one with variables in it is none of the numbers."""
    if free_variables(answer):
        return False
    a, e = _value(answer), _value(expected)
    return answer == expected if a is None or e is None else is_near(a, e, grade)


def _of_numbers(answer: Tree, expected: Tree, grade: Grade) -> str:
    if free_variables(answer) or answer.kind in _CONDITIONS:
        return _NOT_IT
    a, e = _value(answer), _value(expected)
    if a is None or e is None:
        return _NOT_IT if e is None or holds_infinity(answer) else "yours has no value"
    return _of_rounding(answer, a, e, grade) or _of_sign_and_size(a, e, grade) or _is_not_it(answer)


def _is_not_it(answer: Tree) -> str:
    """3/4 is not it."""
    text = line(answer).replace("−", "-")
    return f"{text} is not it" if len(text) <= _LONGEST else _NOT_IT


def _of_rounding(answer: Tree, a: Number, e: Number, grade: Grade) -> str:
    """An approximation where the exact value is asked for, or one that is not good enough."""
    if not has_rule(grade):
        return approximation(answer, Equality("different", "", left=plain(a), right=plain(e)))
    near = nearness(a, e, grade) <= _NEAR and is_near(a, e, Grade(relative=_SHARE))
    return "near, but not as near as is asked for" if near else ""


def _of_sign_and_size(a: Number, e: Number, grade: Grade) -> str:
    """The sign is wrong, ten times too large; "" where there is more to it."""
    if not a or not e or distance(a, e) == 0:
        return ""
    if is_near(-a, e, grade):
        return "the sign is wrong"
    for power, word in _TENS.items():
        ten = Fraction(10) ** power
        if is_near(_times(a, ten), e, grade):
            return f"{word} times too small"
        if is_near(_times(a, 1 / ten), e, grade):
            return f"{word} times too large"
    return ""


def _times(value: Number, factor: Fraction) -> Number:
    return value * factor if isinstance(value, Fraction) else value * inexact(factor, _DIGITS)
