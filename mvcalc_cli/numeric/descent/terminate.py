"""The tests that end a run, in the order they are made: converged, unbounded, diverged, out of steps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.descent.progress import Progress
from mvcalc_cli.numeric.descent.run import Reason, Stop
from mvcalc_cli.numeric.descent.state import State, Stuck

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective

# f and |∇f| beyond so many times their size at the start: nothing comes back from there.
_BLOWN_UP: Final = 1e6
# Below so many times the size of the problem f has no minimum that anyone asked for.
_BOTTOMLESS: Final = 1e20
# |∇f| of the last steps within this part of itself "stays".
_STAYS: Final = 0.1


class Verdict(NamedTuple):
    """Which test ended the run, and the sentence.

    Attributes:
        reason: See Reason.
        words: As in Ending; of a run that converged without what the point is.
        hint: As in Ending.
    """

    reason: Reason
    words: str
    hint: str = ""


def terminate(objective: Objective, progress: Progress, stop: Stop) -> Verdict | None:
    """The first test that holds; None while the run goes on."""
    state = progress.last
    if state.norm <= stop.tolerance:
        return Verdict("gradient", f"converged {steps_in(state.k)}")
    if state.f < -_BOTTOMLESS * size(progress.first):
        return Verdict("unbounded", f"no minimum: f falls without bound, to {number(state.f)} at step {state.k}")
    if _has_blown_up(progress):
        first = progress.first
        grew = f"|∇f| grew from {number(first.norm)} to {number(state.norm)}"
        return Verdict("diverged", f"diverged at step {state.k}: {grew}")
    if progress.stands:
        short = f"the steps are too short to change the point, and |∇f| is {number(state.norm)}"
        return Verdict("stuck", f"stuck at step {state.k}: {short}", "a larger --rate")
    if state.k >= stop.max_steps:
        return _out_of_steps(objective, progress, stop)
    return None


def size(first: State) -> float:
    """How large the values of a problem are, seen from its start: |f| and the first-order change over v itself."""
    import numpy as np

    return max(1.0, abs(first.f), first.norm * max(1.0, float(np.linalg.norm(first.v))))


def failed(progress: Progress, stuck: Stuck) -> Verdict:
    """The method has found no lower value."""
    last, first = progress.last, progress.first
    if last.norm > _BLOWN_UP * max(1.0, first.norm):
        grew = f"|∇f| grew from {number(first.norm)} to {number(last.norm)}"
        return Verdict("stuck", f"stuck at step {last.k}: {grew}, as at a pole or at the edge of a domain")
    return Verdict("stuck", f"stuck at step {last.k}: {stuck.reason}, and |∇f| is {number(last.norm)}")


def left(progress: Progress, error: UndefinedError) -> Verdict:
    """The step came to a point where f has no value: out of the domain, or beyond the largest number."""
    last, k = progress.last, progress.last.k + 1
    if error.message.startswith("there is no derivative"):
        return Verdict("domain", f"came to a point without a gradient at step {k}: {_part(error)}")
    if not error.overflow:
        return Verdict("domain", f"left the domain at step {k}: {_part(error)}")
    if last.f < -_BLOWN_UP * size(progress.first):
        return Verdict("unbounded", f"no minimum: f falls without bound, to {number(last.f)} at step {last.k}")
    grew = f"f and |∇f| grew from {number(last.f)} and {number(last.norm)} beyond 1e308"
    return Verdict("diverged", f"diverged at step {k}: {grew}")


def is_bottomless(objective: Objective, progress: Progress) -> bool:
    """Whether f falls and falls along the last step, continued as far as numbers reach."""
    import numpy as np

    if progress.step is None:
        return False
    start, f, t = progress.last.v, progress.last.f, 1.0
    bottom = -_BOTTOMLESS * size(progress.first)
    while True:
        v = objective.project(start + t * progress.step)
        lower = objective.lowest(v)
        if not lower < f or not np.all(np.isfinite(v)):
            return False
        if lower < bottom:
            return True
        f, t = lower, 2 * t


def steps_in(k: int) -> str:
    """The number of steps in a sentence.

    >>> steps_in(0), steps_in(1), steps_in(64)
    ('at the start', 'in 1 step', 'in 64 steps')
    """
    return "at the start" if k == 0 else f"in {k} step" + "s" * (k != 1)


def number(value: float) -> str:
    """A size in a sentence: 35.09 is "3.5e+01"."""
    return f"{value:.1e}".replace("-", "−", 1) if value < 0 else f"{value:.1e}"


def _has_blown_up(progress: Progress) -> bool:
    first, last = progress.first, progress.last
    rise = last.f - first.f > _BLOWN_UP * max(1.0, abs(first.f))
    return rise and last.norm > _BLOWN_UP * max(1.0, first.norm)


def _part(error: UndefinedError) -> str:
    """The error's sentence, with the part that has no value."""
    place = error.place
    return error.message if place is None else f"{error.message} in {place.text[place.start : place.end]}"


def _out_of_steps(objective: Objective, progress: Progress, stop: Stop) -> Verdict:
    if is_bottomless(objective, progress):
        return Verdict("unbounded", "no minimum: f falls without bound, along the last step and on")
    said, hint = _habit(progress, stop)
    return Verdict("max-steps", f"did not settle {steps_in(progress.last.k)}: {said}", hint)


def _habit(progress: Progress, stop: Stop) -> tuple[str, str]:
    """What the run was doing when its steps ran out, and what to try."""
    values, norms = list(progress.values), list(progress.norms)
    falls = values[-1] < values[0] - 1e-12 * abs(values[0])
    jumps = progress.turn < -0.5
    stays = max(norms) - min(norms) <= _STAYS * max(norms) and len(norms) > 2
    what = f"|∇f| stays at {norms[-1]:.3g}" if stays else f"|∇f| is {number(norms[-1])}"
    if jumps and not (falls and norms[-1] < 0.9 * norms[0]):
        return f"{what} (jumping across the valley)", "a smaller --rate"
    if falls:
        return f"|∇f| is {number(norms[-1])}, and f is still falling", _more_steps(progress, stop)
    return what, "--method newton"


def _more_steps(progress: Progress, stop: Stop) -> str:
    """As many steps as |∇f| needs if it goes on shrinking as it did; another rate or method if those are too many."""
    norms, k = list(progress.norms), progress.last.k
    shrinks = math.log(norms[0] / norms[-1]) / (len(norms) - 1) if 0 < norms[-1] < norms[0] else 0.0
    needed = math.log(norms[-1] / stop.tolerance) / shrinks if shrinks > 0 and stop.tolerance > 0 else 0.0
    if needed > 100 * max(k, 1):
        return "a larger --rate, or --method newton"
    return f"--max-steps {_round(max(10 * k, 1000, int(1.5 * needed)))}"


def _round(count: int) -> int:
    """The next power of ten, or 2 or 5 times one.

    >>> _round(10000), _round(13000)
    (10000, 20000)
    """
    ten = int(10 ** (len(str(count)) - 1))
    return next(part * ten for part in (1, 2, 5, 10) if part * ten >= count)
