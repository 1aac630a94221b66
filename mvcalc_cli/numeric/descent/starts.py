"""Many starts: random ones, the runs from them, and the different ends they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.descent.loop import descend
from mvcalc_cli.numeric.descent.run import Run, Stop

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Bounds, Objective
    from mvcalc_cli.numeric.descent.state import Method

# How far from the start random starts lie in each variable, at least.
_REACH: Final = 5.0
# Ends nearer than this part of their size are one and the same.
_SAME: Final = 1e-4


@dataclass(frozen=True, slots=True)
class End:
    """An end that runs came to.

    Attributes:
        run: The run that came lowest there.
        count: How many runs came there.
    """

    run: Run
    count: int


class Runs(NamedTuple):
    """What runs from many starts came to.

    Attributes:
        best: The converged run with the lowest f; if none converged, the run with the lowest f.
        ends: The different ends of converged runs, the lowest first.
        failed: Why the others ended, and how many did: {"diverged": 3}.
        refused: How many starts lay outside the domain of f.
    """

    best: Run
    ends: tuple[End, ...]
    failed: dict[str, int]
    refused: int


def random_starts(around: Any, count: int, seed: int, bounds: Bounds | None = None) -> Iterator[Any]:
    """Starts, each of shape (n,): `around` itself, then random ones, the same for the same seed on every machine.

    A variable between two bounds is drawn evenly from between them; another one evenly from ±5 around `around`, or as
    far as that is from 0 if it is farther.

    Args:
        around: The first start, shape (n,).
        count: How many starts.
        seed: Of the random numbers.
        bounds: The box.

    Raises:
        InputError: If `count` is less than 1.

    >>> import numpy as np
    >>> [v.round(3).tolist() for v in random_starts(np.array([1.0, 2.0]), 3, seed=1)]
    [[1.0, 2.0], [1.118, 6.505], [-2.558, 6.486]]
    """
    import numpy as np

    if count < 1:
        raise InputError(f"at least 1 start is needed, not {count}", hint="--starts 20")
    around = np.array(around, dtype=np.float64)
    reach = np.maximum(_REACH, np.abs(around))
    lower, upper = around - reach, around + reach
    if bounds is not None:
        between = np.isfinite(bounds.lower) & np.isfinite(bounds.upper)
        lower = np.where(between, bounds.lower, np.clip(lower, *bounds))
        upper = np.where(between, bounds.upper, np.clip(upper, *bounds))
        around = np.clip(around, *bounds)
    return _drawn(around, lower, upper, count, seed)


def _drawn(around: Any, lower: Any, upper: Any, count: int, seed: int) -> Iterator[Any]:
    import numpy as np

    draw = np.random.default_rng(seed)
    yield around
    for _ in range(count - 1):
        yield lower + (upper - lower) * draw.random(len(around))


def from_starts(
    objective: Callable[[], Objective],
    method: Callable[[], Method],
    starts: Iterable[Any],
    stop: Stop = Stop(),  # noqa: B008 - frozen
) -> Runs:
    """Descend from every start.

    Args:
        objective: Makes the function; each run counts its own evaluations.
        method: Makes the method.
        starts: Points, each of shape (n,).
        stop: When a run ends.

    Raises:
        UndefinedError: If every start lies outside the domain of f.

    >>> from mvcalc_cli.numeric.descent.methods import method
    >>> from mvcalc_cli.numeric.descent.objective import Objective
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> f = compile_numeric("x^4 - 2x^2 + x/4")
    >>> runs = from_starts(lambda: Objective(f), lambda: method("gd"), random_starts([0.0], 10, seed=0))
    >>> [(round(float(end.run.end.v[0]), 3), end.count) for end in runs.ends]
    [(-1.03, 4), (0.967, 6)]
    """
    ends: list[End] = []
    failed: dict[str, int] = {}
    refused, undefined, lost = 0, None, None
    for start in starts:
        try:
            run = descend(objective(), method(), start, stop)
        except UndefinedError as error:
            refused, undefined = refused + 1, undefined or error
            continue
        if run.ending.converged:
            _join(ends, run)
            continue
        why = _why(run)
        failed[why] = failed.get(why, 0) + 1
        lost = run if lost is None or run.end.f < lost.end.f else lost
    ends.sort(key=lambda end: end.run.end.f)
    best = ends[0].run if ends else lost
    if best is None:
        raise undefined or InputError("at least 1 start is needed")
    return Runs(best, tuple(ends), failed, refused)


def _why(run: Run) -> str:
    """Why a run did not converge: the test that ended it, or what it found."""
    return run.ending.nature if run.ending.reason == "gradient" else run.ending.reason


def _join(ends: list[End], run: Run) -> None:
    """Count the run to the end it came to."""
    for k, end in enumerate(ends):
        if _is_same(end.run, run):
            ends[k] = End(min(end.run, run, key=lambda each: each.end.f), end.count + 1)
            return
    ends.append(End(run, 1))


def _is_same(one: Run, other: Run) -> bool:
    """Whether two runs came to one place, as far as each knows where it is."""
    import numpy as np

    size = max(1.0, float(np.linalg.norm(one.end.v)))
    known = sum(run.ending.known for run in (one, other) if run.ending.known < np.inf)
    return float(np.linalg.norm(one.end.v - other.end.v)) <= _SAME * size + 2 * known
