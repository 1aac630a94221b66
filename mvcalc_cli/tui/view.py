"""What is on the screen at a moment, beside the session itself."""

from __future__ import annotations

from typing import NamedTuple

from mvcalc_cli.quiz.grading.task import Marked
from mvcalc_cli.quiz.variant import VariantPart
from mvcalc_cli.tui.keys import Mode


class Judged(NamedTuple):
    """A verdict that is on the screen, of the part that it is about."""

    marked: Marked
    part: VariantPart


class View(NamedTuple):
    """What is on the screen.

    Attributes:
        mode: What the keys do.
        typed: The answer as far as it is typed.
        judged: The last verdict; None before it.
        stale: The verdict is about an earlier text than the one in the input.
        days: Until the question that is done comes back.
        solved: The solution is shown.
        gave_up: It was asked for before the answer was right.
        notices: Sentences for the learner: warnings of the store, that there are no more hints.
        asks: What the next key decides: whether to leave, whether to see the solution.
        waits: Tenths of a second since something was begun; 0 while nothing is.
        broken: Why the question cannot be asked.
    """

    mode: Mode = "loading"
    typed: str = ""
    judged: Judged | None = None
    stale: bool = False
    days: int | None = None
    solved: bool = False
    gave_up: bool = False
    notices: tuple[str, ...] = ()
    asks: str = ""
    waits: int = 0
    broken: tuple[str, str] = ("", "")
