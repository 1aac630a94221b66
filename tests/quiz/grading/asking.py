"""Tasks in one line, for tables."""

from __future__ import annotations

from typing import Any

from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.grading.grade import grade
from mvcalc_cli.quiz.grading.plain_task import task_of
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.question import Grade


def tree(text: str) -> Tree:
    """An expression as an answer is read."""
    return parse(text, answer=True).tree


def task(expected: str, kind: str = "", kinds: dict[str, str] | None = None, **grade_fields: Any) -> Task:
    """What is asked for: the fields of Grade by name."""
    return task_of(expected, kinds or {}, kind, Grade(**grade_fields))


def graded(expected: str, answer: str, kind: str = "", kinds: dict[str, str] | None = None, **fields: Any) -> Marked:
    """The verdict on an answer."""
    return grade(task(expected, kind, kinds, **fields), answer)
