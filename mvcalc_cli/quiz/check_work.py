"""A working, line by line: the first line that does not follow from the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mvcalc_cli.quiz.workings.follows import Link, follows
from mvcalc_cli.quiz.workings.lines import Written

Follows = Callable[[Written, Written, Written, Mapping[str, str]], Link]


class Checked(NamedTuple):
    """One line (or one side of =) of a working, and whether it follows."""

    written: Written
    link: Link


def check_work(
    working: Sequence[Written], kinds: Mapping[str, str] | None = None, follow: Follows = follows, every: bool = False
) -> Iterator[Checked]:
    """The lines with their verdicts, up to the first that does not follow.

    Args:
        working: Its lines.
        kinds: Declared variables.
        follow: Compares two lines.
        every: Go on after a line that does not follow.

    >>> from mvcalc_cli.quiz.workings.lines import read_working
    >>> working = read_working("2(x + 3)\\n= 2x + 3\\n= 3 + 2x", {}, "-")
    >>> [checked.link.verdict for checked in check_work(working)]
    ['start', 'does-not-follow']
    """
    if not working:
        return
    before = base = working[0]
    yield Checked(before, Link("start"))
    for written in working[1:]:
        link = follow(before, written, base, kinds or {})
        yield Checked(written, link)
        if link.verdict == "does-not-follow" and not every:
            return
        base = _next_base(base, before, written, link)
        before = written


def _next_base(base: Written, before: Written, written: Written, link: Link) -> Written:
    """The last line that has the solutions of the first: not one that gained some, nor one after that."""
    if link.gained and link.verdict == "follows":
        return base
    whole = base is before or link.restored or link.verdict == "does-not-follow"
    return written if whole else base
