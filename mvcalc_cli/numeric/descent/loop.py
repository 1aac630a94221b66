"""The one loop of every method: init, step, terminate, postprocess."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.descent.curvature import curvature
from mvcalc_cli.numeric.descent.postprocess import postprocess
from mvcalc_cli.numeric.descent.progress import Progress, Trace
from mvcalc_cli.numeric.descent.run import Run, Stop
from mvcalc_cli.numeric.descent.state import State, Stuck
from mvcalc_cli.numeric.descent.terminate import Verdict, failed, left, terminate

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective
    from mvcalc_cli.numeric.descent.state import Method


def descend(
    objective: Objective,
    method: Method,
    start: Any,
    stop: Stop = Stop(),  # noqa: B008 - frozen
    watch: Callable[[State], None] | None = None,
) -> Run:
    """Go down from a start until a test ends it, and say what the end is.

    Args:
        objective: f, and the box it is kept in.
        method: How to step.
        start: Shape (n,); it is moved to the nearest point of the box.
        stop: When to end.
        watch: Is called with each state as it comes, the start included.

    Raises:
        UndefinedError: If f has no value or no gradient at the start. Later steps that leave the domain end the run.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.descent.methods import method
    >>> from mvcalc_cli.numeric.descent.objective import Objective
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> booth = Objective(compile_numeric("(x + 2y - 7)^2 + (2x + y - 5)^2"))
    >>> run = descend(booth, method("gd"), np.array([0.0, 0.0]))
    >>> run.ending.nature, run.end.v.round(6).tolist()
    ('minimum', [1.0, 3.0])
    """
    import numpy as np

    began, before = perf_counter(), objective.counts
    with np.errstate(all="ignore"):
        state = init(objective, method, start)
        progress, trace = Progress(state), Trace(state)
        if watch:
            watch(state)
        while (verdict := terminate(objective, progress, stop)) is None or (
            state.k < stop.max_steps and _leaves(objective, method, state, verdict)
        ):
            moved = step(objective, method, progress)
            if isinstance(moved, Verdict):
                # A method that leaves saddles and did not: this was an end by the gradient after all.
                verdict = verdict or moved
                break
            state = moved
            progress.add(state)
            trace.add(state)
            if watch:
                watch(state)
        counts, seconds = objective.counts.since(before), perf_counter() - began
        ending = postprocess(objective, method, progress, verdict, stop)
    states = trace.states()
    return Run(method.name, method.title, method.formula, states, states[-1], ending, counts, seconds)


def init(objective: Objective, method: Method, start: Any) -> State:
    """The first state, in the box; raises UndefinedError, and InputError if the start is no point."""
    import numpy as np

    v = np.array(start, dtype=np.float64)
    if v.shape != (objective.size,) or not np.isfinite(v).all():
        raise InputError(f"a start is a point of {objective.size:,} finite numbers")
    return method.init(objective, objective.project(v))


def step(objective: Objective, method: Method, progress: Progress) -> State | Verdict:
    """The next state, or why there is none."""
    try:
        return method.step(objective, progress.last)
    except Stuck as stuck:
        return failed(progress, stuck)
    except UndefinedError as error:
        return left(progress, error)


def _leaves(objective: Objective, method: Method, state: State, verdict: Verdict) -> bool:
    """Whether the gradient is small at a saddle or a maximum, and the method knows how to leave it."""
    if verdict.reason != "gradient" or not getattr(method, "leaves_saddles", False):
        return False
    bent = curvature(objective, state)
    return bent is not None and bent.sign == -1
