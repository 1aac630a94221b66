"""What was typed, in two dimensions and in the order typed, at every key. What is not complete is no mistake."""

from __future__ import annotations

from typing import Final, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.advice import advised
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.variant import kinds
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.quiz.question import set_off
from mvcalc_cli.render.segments import Row, fill, words

_LONGEST: Final = 500  # characters that are read at every key
_WIDE: Final = 60  # columns from which on the formula stands well to the right
_CLOSERS: Final = {"(": ")", "[": "]", "{": "}"}
_UNFINISHED: Final = "+-*/^·×−=<>≤≥,;&"
_WAITING: Final = _UNFINISHED + "([{"
WORD_KINDS: Final = frozenset({"choice", "multi", "order", "text"})


class Reading(NamedTuple):
    """An answer as far as it is typed.

    Attributes:
        tree: What can be read of it; None if nothing can.
        note: What is still missing, or why nothing can be read; "".
    """

    tree: Tree | None = None
    note: str = ""


def reading(text: str, task: Task) -> Reading:
    """What was typed so far.

    >>> task = Task("expression")
    >>> reading("2x(", task).note, reading("x +", task).note
    ('a bracket is still open', 'something is still to come after +')
    """
    if not text.strip() or task.kind in WORD_KINDS:
        return Reading()
    if len(text) > _LONGEST:
        return Reading(note="too long to be shown while it is typed")
    try:
        return Reading(_read(text, task))
    except MvcalcError as mistake:
        return _unfinished(text, task) or Reading(note=_told(mistake, task))


def preview_rows(found: Reading, output: Output) -> list[Row]:
    """The reading, and beneath it in the secondary colour what is missing."""
    if found.tree is None and not found.note:
        return []
    rows: list[Row] = [(("  you typed", "secondary"),)]
    if found.tree is not None:
        rows += set_off(found.tree, output, indent=10 if output.width >= _WIDE else 4)
    if found.note:
        dots = "..." if output.ascii else "…"
        row: Row = ((f"{dots} {words(found.note, output)}", "secondary"),)
        rows += fill(row, output.width, indent=4)
    return rows


def _read(text: str, task: Task) -> Tree:
    return parse(text, names=kinds(task.variables), answer=True).tree


def _unfinished(text: str, task: Task) -> Reading | None:
    """The reading with its brackets closed and without the sign that waits for more; None if it is more than that."""
    brackets = _open(text)
    kept = text.rstrip()
    sign = kept[-1] if kept[-1] in _UNFINISHED else ""
    while kept and kept[-1] in _WAITING:
        kept = kept[:-1].rstrip()
    note = f"something is still to come after {sign}" if sign else "a bracket is still open" if brackets else ""
    if not note:
        return None
    try:
        return Reading(_read(kept + _closing(_open(kept)), task), note)
    except MvcalcError:
        return Reading(note=note) if brackets or not kept else None


def _open(text: str) -> list[str]:
    """The brackets that are open at the end, the outermost first."""
    found: list[str] = []
    for char in text:
        if char in _CLOSERS:
            found.append(char)
        elif char in ")]}" and found:  # [0, 1) is an interval: any bracket closes
            found.pop()
    return found


def _closing(brackets: list[str]) -> str:
    return "".join(_CLOSERS[bracket] for bracket in reversed(brackets))


def _told(mistake: MvcalcError, task: Task) -> str:
    marked = advised(Marked("invalid", 0.0, mistake.message, hint=mistake.hint or ""), task)
    return f"{marked.why}: {marked.hint}" if marked.hint else marked.why
