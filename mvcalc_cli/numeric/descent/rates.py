"""Which rate would have worked, for the hint of a run whose fixed rate did not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.descent import methods
from mvcalc_cli.numeric.descent.progress import Progress
from mvcalc_cli.numeric.descent.run import Stop
from mvcalc_cli.numeric.descent.state import State, Stuck
from mvcalc_cli.numeric.descent.terminate import terminate

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective
    from mvcalc_cli.numeric.descent.state import Method

# Steps of all trials together, and numbers that may go through them.
_STEPS: Final = 10_000
_WORK: Final = 5_000_000
# Trials at most: down to a ten-thousand-millionth of the rate that was given.
_TRIALS: Final = 30


def working_rate(objective: Objective, method: Method, progress: Progress, stop: Stop) -> float | None:
    """The largest of 1, 2, 5, 10, … times a power of ten, below the rate given, that settles; None if none was found.

    A rate that has not settled when the steps are over, but has stayed on its way down, is second best.
    """
    given = getattr(method, "rate", None)
    if given is None or method.name not in methods.NAMES:
        return None
    left, second = min(_STEPS, _WORK // max(objective.size, 1)), None
    for rate in ladder(given):
        settled, steps = _tried(objective, methods.method(method.name, rate), progress.first, stop, left)
        left -= steps
        if settled:
            return rate
        second = second or (rate if settled is None else None)
        if left <= 0 or (second and rate < second / 100):
            break
    return second


def ladder(rate: float) -> list[float]:
    """1, 2 and 5 times powers of ten below a rate, the largest first.

    >>> ladder(0.05)[:4]
    [0.02, 0.01, 0.005, 0.002]
    """
    ten = math.floor(math.log10(rate))
    steps = (float(f"{digit}e{power}") for power in range(ten, ten - _TRIALS // 3 - 1, -1) for digit in (5, 2, 1))
    return [step for step in steps if step < rate * (1 - 1e-9)]


def _tried(objective: Objective, method: Method, start: State, stop: Stop, most: int) -> tuple[bool | None, int]:
    """Whether a rate settles (None: not yet, but it goes down), and after how many steps that was known."""
    try:
        state = method.init(objective, start.v)
        progress = Progress(state)
        while (verdict := terminate(objective, progress, stop)) is None:
            if progress.last.k >= most:
                return False, progress.last.k
            progress.add(method.step(objective, progress.last))
    except (UndefinedError, Stuck):
        return False, progress.last.k
    last = progress.last
    goes_down = last.f < start.f and last.norm < start.norm and progress.turn > 0
    if verdict.reason == "max-steps" and goes_down:
        return None, last.k
    return verdict.reason == "gradient", last.k
