"""The screen of a session: Textual, loaded when a learner sits down at a terminal and not before."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


def possible(environ: Mapping[str, str] | None = None) -> bool:
    """Whether there is a terminal to draw on: all three streams, and one that can move its cursor."""
    around = os.environ if environ is None else environ
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)  # it is drawn on stderr, and read from stdin
    return around.get("TERM", "dumb") not in {"dumb", "", "unknown"} and all(
        stream is not None and not stream.closed and stream.isatty() for stream in streams
    )
