"""Patience: a block of work is interrupted when it takes too long. Without SymPy.

The worker's deadline ends a command for certain; this ends one block, between two instructions of Python, and not a
single long operation on huge integers: for those the worker is there.
"""

from __future__ import annotations

import gc
import math
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from mvcalc_cli.symbolic import clock

# Of the ten seconds that a command has by default.
SECONDS: Final = 4.0


class OutOfPatience(BaseException):
    """The attempt took too long."""


@contextmanager
def patience(seconds: float = SECONDS) -> Iterator[None]:
    """Raise OutOfPatience inside the block after so many seconds, or when a block around this one has used up its own.

    Without such a timer (Windows, a thread, an alarm that is someone else's) the block simply runs.

    >>> with patience(5.0):
    ...     print("done")
    done
    """
    if not _can_interrupt():
        yield
        return

    _deadlines.append(min(clock.deadline(seconds), *(_deadlines[-1:] or [math.inf])))
    _wind()
    try:
        yield
    finally:
        _deadlines.pop()
        _wind()


# Seconds until an alarm that was swallowed rings again: long beside the end of an attempt, which it must not disturb.
_AGAIN: Final = 0.1

# When the blocks that are being run end, the outermost first; in the main thread alone.
_deadlines: Final[list[float]] = []


def _ring(_: int, frame: FrameType | None) -> None:
    """End the attempt, unless Python would swallow that here: then the alarm rings again a little later."""
    if not _swallows(frame):
        raise OutOfPatience


def _swallows(frame: FrameType | None) -> bool:
    """Whether an exception would be lost where the alarm rang: in a finalizer, or a callback.

    So would one that cuts the end of an attempt short.
    """
    silent = {id(call.__code__) for call in gc.callbacks if hasattr(call, "__code__")}
    silent.add(id(patience.__wrapped__.__code__))  # type: ignore[attr-defined]
    while frame is not None:
        if frame.f_code.co_name == "__del__" or id(frame.f_code) in silent or _is_weak_callback(frame):
            return True
        frame = frame.f_back
    return False


def _is_weak_callback(frame: FrameType) -> bool:
    """Whether a weak dictionary or set is told that one of its entries has died."""
    module = frame.f_globals.get("__name__")
    return frame.f_code.co_name in {"remove", "_remove"} and module in {"weakref", "_weakrefset"}


def _wind() -> None:
    """Set the alarm to the innermost deadline, or give it back."""
    if _deadlines:
        signal.signal(signal.SIGALRM, _ring)
        signal.setitimer(signal.ITIMER_REAL, max(_deadlines[-1] - time.monotonic(), 1e-3), _AGAIN)
    else:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _can_interrupt() -> bool:
    """Only the main thread gets signals; an alarm that is someone else's is left alone."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    handler = signal.getsignal(signal.SIGALRM)
    if _deadlines:
        return handler is _ring
    return handler is signal.SIG_DFL and signal.getitimer(signal.ITIMER_REAL)[0] == 0
