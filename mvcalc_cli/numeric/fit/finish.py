"""The end of a way as a solution."""

from __future__ import annotations

import math

from mvcalc_cli.numeric.fit.solution import Ending, Reason, Solution
from mvcalc_cli.numeric.fit.verdict import around, judged, known_digits
from mvcalc_cli.numeric.fit.way import Place, Way


def finished(method: str, way: Way, ended: Reason | Ending) -> Solution:
    """The solution of a method that goes nowhere else once it has stopped."""
    return solution(method, way, ended if isinstance(ended, Ending) else _judged(way, ended))


def solution(method: str, way: Way, ending: Ending) -> Solution:
    """The last place of a way."""
    here = way.here
    digits = known_digits(here) if ending.converged else math.inf
    steps = tuple(way.steps)
    return Solution(method, way.residuals.names, here.theta, here.local, ending, steps, digits, here.held)


def _judged(way: Way, reason: Reason) -> Ending:
    found = around(way) if reason in {"gradient", "step", "exact"} else None
    if not isinstance(found, Place):
        return found or judged(way, reason, way.first.norms)
    words = "stopped at a point that is no minimum: chi² falls beside it"
    return Ending(False, "stalled", words, "--method lm goes on from there, or another --start")
