"""How long searches may take: shares of the seconds that a command has, on one clock."""

from __future__ import annotations

import time

# All shares are stretched by this. Tests raise it, so that a busy machine does not change what is found.
pace = 1.0


def deadline(seconds: float) -> float:
    """The moment when so many seconds will have passed.

    >>> 0 < left(deadline(60.0)) <= 60.0 * pace
    True
    """
    return time.monotonic() + seconds * pace


def left(until: float) -> float:
    """Seconds until a deadline, at the pace that shares are given in; negative after it."""
    return (until - time.monotonic()) / pace


def is_over(until: float) -> bool:
    """Has the deadline passed?"""
    return time.monotonic() > until
