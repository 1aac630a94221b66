"""What a learner can do about an answer that is not read: advice without the command line, which a quiz has not got."""

from __future__ import annotations

import re
from typing import Final

from mvcalc_cli.quiz.grading.task import Marked, Task

# An option, or a command of ours.
_COMMAND: Final = re.compile(r"(?:^|\s)--[a-z]|\bmvcalc\b")
_CALCULATES: Final = re.compile(
    r"is a command here, not part of an expression|is a command, not a function|is not read inside an expression"
)
_RESULT: Final = "type what comes out of it"


def advice(text: str) -> str:
    """The clauses of a sentence that name neither an option nor a command.

    >>> advice("did you mean x*y? if it is one name, declare it: --vars xy")
    ''
    >>> advice("did you mean sin?; if it is one name, declare it: --vars sen")
    'did you mean sin?'
    """
    return "; ".join(clause for clause in text.split("; ") if not _COMMAND.search(clause))


def advised(marked: Marked, task: Task) -> Marked:
    """An answer that was not read, with advice that can be followed where it was typed."""
    if marked.verdict != "invalid" or not _COMMAND.search(f"{marked.why}; {marked.hint}"):
        return marked
    asked, calculates = _CALCULATES.subn("is not read in an answer", marked.why)
    why = advice(asked) or asked.split("; ", maxsplit=1)[0]
    return marked._replace(why=why, hint=advice(marked.hint) or ("" if calculates else _names(task)) or _RESULT)


def _names(task: Task) -> str:
    listed = ", ".join(name for name, _ in task.variables)
    return f"the variables are {listed}" if listed else ""
