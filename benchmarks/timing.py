"""Times commands as whole processes, in turn, so that a drifting machine drifts for both."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

RUNS = 9


def python(code: str) -> list[str]:
    """The command line of a one-liner."""
    return [sys.executable, "-c", code]


def mvcalc(*args: str) -> list[str]:
    """The command line of mvcalc as people start it: its installed script."""
    return [os.path.join(os.path.dirname(sys.executable), "mvcalc"), *args]


# A process that may not keep compiled modules would compile ours anew each time, and SymPy's never.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: Sequence[str], stdin: str | None = None) -> float:
    """One run, its output thrown away."""
    start = time.perf_counter()
    quiet = subprocess.DEVNULL
    subprocess.run(command, input=stdin, text=True, stdout=quiet, stderr=quiet, check=False, env=ENVIRONMENT)
    return time.perf_counter() - start


def ratio(ours: Sequence[str], peer: Sequence[str], runs: int = RUNS) -> tuple[float, float, float]:
    """(median of ours / peer pair by pair, median seconds of ours, of peer), after one warm-up of each."""
    seconds(ours)
    seconds(peer)
    pairs = [(seconds(ours), seconds(peer)) for _ in range(runs)]
    return (
        statistics.median(a / b for a, b in pairs),
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
    )


def row(name: str, ours: Sequence[str], peer: Sequence[str], goal: float, runs: int = RUNS) -> None:
    """Print one line: the ratio and its goal."""
    value, mine, theirs = ratio(ours, peer, runs)
    print(f"{name:44} {value:6.2f}   goal <= {goal:<5g} {mine * 1000:7.0f} ms / {theirs * 1000:.0f} ms", flush=True)
