"""How the screen is divided: which part gets how many lines, and Textual's style sheet for it."""

from __future__ import annotations

from typing import Final, NamedTuple

LOW: Final = 16  # lines of a terminal below which frames and blank lines are left out
NARROW: Final = 62  # columns below which the foot has two lines, if there are as many as
SHORT: Final = 12
ROOMY: Final = 20  # lines from which on it has one more: no key is left out

CSS: Final = """
Screen { background: ansi_default; color: ansi_default; overflow: hidden; layout: vertical; }
Screen > * { width: 100%; background: ansi_default; color: ansi_default; }
VerticalScroll { scrollbar-size: 0 0; height: auto; }
VerticalScroll > Static { width: 100%; height: auto; }
Static { text-wrap: nowrap; text-overflow: clip; }
#answer { height: 3; border: round ansi_cyan; padding: 0 1; margin: 0 1; width: 1fr; }
#answer, #answer:focus { background: ansi_default; color: ansi_default; background-tint: transparent; }
#answer:focus { border: round ansi_cyan; }
#answer.low { border: none; height: 1; margin: 0; }
#answer.ascii { border: ascii ansi_cyan; }
#answer.bare { border: round ansi_default; }
#answer.ascii.bare { border: ascii ansi_default; }
#answer.low, #answer.low:focus, #answer.low.bare, #answer.low.ascii, #answer.low.ascii.bare { border: none; }
#answer.low, #answer.low:focus { border-left: round ansi_cyan; }
#answer.low.bare { border-left: round ansi_default; }
#answer.low.ascii, #answer.low.ascii.bare { border-left: ascii ansi_default; }
#answer > .input--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
#said { height: 1fr; }
#page { height: 1fr; display: none; }
"""


def foot_lines(width: int, height: int) -> int:
    """How many lines the keys may fill.

    >>> foot_lines(80, 24), foot_lines(60, 20), foot_lines(60, 12), foot_lines(80, 12)
    (2, 3, 2, 1)
    """
    return 1 + (width < NARROW and height >= SHORT) + (height >= ROOMY)


class Shares(NamedTuple):
    """Lines of the question, of the options, and of what is said beneath."""

    question: int
    options: int
    said: int


def shares(room: int, question: int, options: int, said: int, *, after: bool) -> Shares:
    """How many lines each part gets of `room`.

    Args:
        room: Lines that there are.
        question: Lines that it would fill; likewise `options` and `said`.
        after: An answer was marked: what is said is what one wants to read.

    >>> shares(16, 4, 0, 5, after=False)
    Shares(question=4, options=0, said=12)
    >>> shares(10, 30, 0, 6, after=True)
    Shares(question=4, options=0, said=6)
    """
    room = max(0, room)
    if question + options + said <= room:
        return Shares(question, options, room - question - options)
    listed = min(options, room, max(1, room // 2))
    left = room - listed
    least = min(question, left, max(1, left // 3 if after else left // 2))
    told = min(said, left - least)
    return Shares(min(question, left - told), listed, max(told, left - question))
