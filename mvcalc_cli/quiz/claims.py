"""Which sessions somebody sits at right now: another `quiz run` must not go on with one of those.

A lock on one byte of a file, at the place that the session's number says. The kernel takes it away with its process,
whatever ended that, so that nothing has to be tidied up after a kill.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

NAME: Final = "sessions.lock"


class Claims:
    """The sessions of one history.

    Args:
        folder: Where its file lies; None where the history is in memory, and nobody else can sit at it.
    """

    def __init__(self, folder: Path | None) -> None:
        self._descriptor = _opened(folder)

    def take(self, session: int) -> bool:
        """Sit down at a session; False if somebody else sits there."""
        if self._descriptor is None:
            return True
        import fcntl

        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, session)
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Stand up."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _opened(folder: Path | None) -> int | None:
    """None where there is no lock to be had: two sessions then share one, and still lose nothing."""
    if folder is None or os.name == "nt":
        return None
    try:
        return os.open(folder / NAME, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError:
        return None
