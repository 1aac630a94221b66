"""How far a long job is, told now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

# How much is done, of how much, and what: (3_000_000, 10_000_000, "read heights.csv").
Watch = Callable[[int, int, str], None]

_AFTER: Final = 1.0  # seconds: what is done sooner needs no bar
_EVERY: Final = 0.1


class Progress:
    """Passes on how far a job is: nothing in its first second, then at most ten times a second, and the end.

    >>> told = []
    >>> progress = Progress(lambda *far: told.append(far), 100, "read", clock=iter([0, 0.5, 1.5, 1.55, 2.0]).__next__)
    >>> for done in (10, 50, 52):
    ...     progress.at(done)
    >>> progress.end()
    >>> told
    [(50, 100, 'read'), (100, 100, 'read')]
    """

    def __init__(self, watch: Watch | None, total: int, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._watch = watch
        self._total = total
        self._what = what
        self._clock = clock
        self._next = clock() + _AFTER
        self._shown = False

    def at(self, done: int) -> None:
        """So much is done."""
        if self._watch is None:
            return
        now = self._clock()
        if now >= self._next:
            self._next = now + _EVERY
            self._shown = True
            self._watch(done, self._total, self._what)

    def end(self) -> None:
        """All is done; told if anything was."""
        if self._watch is not None and self._shown:
            self._watch(self._total, self._total, self._what)
