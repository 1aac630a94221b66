"""What the place is where a search has stopped: a minimum, a plateau, a valley without an end, or a saddle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from mvcalc_cli.numeric.fit.bounded import inside
from mvcalc_cli.numeric.fit.damped import RANK
from mvcalc_cli.numeric.fit.solution import Ending, Reason, Solution
from mvcalc_cli.numeric.fit.way import Place, Way, norms, rounding, unit

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array

# A search that stalls as near as this to a right angle has met rounding.
_NEAR: Final = 1e-6
# The probes go so far that chi² should rise by this part of the variance: 0.01 standard errors.
_PROBE: Final = 1e-4
# A rise below this part of what was promised is none.
_NO_RISE: Final = 0.01
# A parameter that is not seen is moved by this part of itself.
_STRIDE: Final = 0.1
# A plateau goes on for so many standard errors.
_FAR: Final = (1.0, 10.0, 100.0)
# Parameters whose part of a direction, in lengths of themselves, is within this of the largest are named.
_SHARE: Final = 0.1
# A parameter has run away if its derivative fell to this part of its largest, or it grew so many times.
_FADED: Final = 1e-6
_GREW: Final = 1e3
# Where a search gets stuck, a direction that chi² hardly sees, beside the others, is what holds it up.
_WEAK: Final = 1e-8
# Beyond so many products of rows and directions only the weakest direction is probed.
_WHOLE: Final = 200_000
_DOUBLINGS: Final = 60
# A parameter that moves y by less than this part of it, were it twice as large, is not seen.
_BLIND: Final = 2.0**-46


class Direction(NamedTuple):
    """A way to go, in lengths of one predicted root of chi².

    Attributes:
        along: Of unit length in scaled parameters, shape (p,).
        value: The singular value: chi² should rise by (t·value)².
        lost: Whether that is rounding.
    """

    along: Array
    value: float
    lost: bool


def around(way: Way) -> Place | Ending | None:
    """A lower place beside the last one, or the plateau that it lies on; None where chi² rises to all sides."""
    here = way.here
    for direction in _probed(_directions(here), way.residuals.rows):
        found = _probe(way, direction)
        if isinstance(found, Place):
            return found
        if found == "flat":
            return _flat(way, direction)
    return None


def judged(way: Way, reason: Reason, scale: Array) -> Ending:
    """The ending of a search that has stopped for some reason, with no lower place around.

    Args:
        way: The way.
        reason: Why it stopped.
        scale: The largest ‖∂f/∂θ‖ met, shape (p,): what has faded since then has run away.
    """
    import numpy as np

    ways = _directions(way.here)
    lost = [each for each in ways if each.lost]
    if lost:
        along = np.max(np.abs([each.along for each in lost]), axis=0)
        return _undetermined(way, along, scale)
    if reason in {"stalled", "domain", "max_steps"}:
        unseen = _unseen(way)
        if unseen:
            return _says_nothing(unseen)
        if ways and ways[0].value < _WEAK * ways[-1].value:
            return _undetermined(way, ways[0].along, scale)
    return _named(way, reason)


def known_digits(here: Place) -> float:
    """How many digits of θ rounding leaves; infinite where that are more than ten."""
    import numpy as np

    loose = here.loose
    if not loose.any():
        return math.inf
    norms = unit(here.norms)[loose]
    _, values, turn = np.linalg.svd(here.local.triangle[:, loose] / norms)
    errors = np.sqrt(((turn.T / values) ** 2).sum(axis=1)) / norms
    spread = math.sqrt(here.local.chi2 / max(here.local.rows - len(norms), 1))
    size = np.maximum(np.abs(here.theta[loose]), errors * spread)
    lost = here.rounding * errors
    # A parameter that is 0 but for rounding has no digits that could be wrong.
    worst = float(np.max(np.where(size > lost, lost / np.where(size > 0, size, 1.0), 0.0)))
    digits = -math.log10(worst) if 0 < worst < math.inf else math.inf
    return math.inf if digits > 10 else max(0.0, digits)


def adrift(found: Solution) -> list[str]:
    """The parameters of a perfect fit that rounding alone may move by a tenth of themselves, or of their start."""
    import numpy as np

    local, theta = found.end, np.asarray(found.theta)
    lengths = unit(norms(local))
    _, values, turn = np.linalg.svd(local.triangle / lengths)
    moved = (
        rounding(theta, local) * np.sqrt(((turn.T / np.where(values > 0, values, 1e-300)) ** 2).sum(axis=1)) / lengths
    )
    moved = np.where(norms(local) > 0, moved, np.inf)
    start = np.asarray(found.steps[0].theta) if found.steps else theta
    size = np.maximum(np.abs(theta), np.abs(start))
    held = found.active or (0,) * len(theta)
    loose = [not side for side in held]
    return [
        name
        for name, far, own, free in zip(found.names, moved, size, loose, strict=True)
        if free and far > 0.1 * own > 0
    ]


def _directions(here: Place) -> list[Direction]:
    """The directions of the free parameters, the least determined first."""
    import numpy as np

    loose = here.loose
    if not loose.any():
        return []
    norms = unit(here.norms)[loose]
    _, values, turn = np.linalg.svd(here.local.triangle[:, loose] / norms, full_matrices=False)
    floor = RANK * len(values) * float(values[0])
    found = []
    for value, row in zip(values[::-1], turn[::-1], strict=True):
        along = np.zeros(len(loose))
        along[loose] = row / norms
        found.append(Direction(along, float(value), bool(value <= floor)))
    return found


def _probed(ways: Sequence[Direction], rows: int) -> Sequence[Direction]:
    return ways if rows * len(ways) <= _WHOLE else ways[:1]


def _probe(way: Way, direction: Direction) -> Place | str | None:
    """A lower place to one of both sides; "flat" if chi² does not rise to one of them."""
    here = way.here
    chi2, noise = here.local.chi2, here.noise
    variance = chi2 / max(here.local.rows - len(here.theta), 1)
    least = _least(way, variance)
    goal = max(_PROBE * least, 1e3 * noise)
    blind = direction.lost or goal == 0
    stride = _own_stride(here, direction) if blind else math.sqrt(goal) / direction.value
    for t in (stride, -stride):
        rise = _rise(way, direction, t)
        if rise is not None and rise < -max(_NO_RISE * goal, 10 * noise):
            return _lower(way, direction, t)
    if blind:
        return None
    for t in (stride, -stride):
        rise = _rise(way, direction, t)
        if rise is not None and rise < _NO_RISE * goal and _stays_low(way, direction, t, goal, (variance, least)):
            return "flat"
    return None


def _least(way: Way, variance: float) -> float:
    """The rise of chi² that tells two places apart: a robust loss bends within its own scale, whatever outliers do."""
    loss = getattr(way.residuals, "loss", None)
    return variance if loss is None else min(variance, loss.scale**2)


def _own_stride(here: Place, direction: Direction) -> float:
    """As far as no parameter moves more than a part of itself."""
    import numpy as np

    size = np.abs(here.theta) + (here.theta == 0)
    return _STRIDE / (float(np.max(np.abs(direction.along) / size)) or 1.0)


def _rise(way: Way, direction: Direction, t: float) -> float | None:
    """By how much chi² rises a step away; None where a bound is in the way."""
    import numpy as np

    theta = way.here.theta + t * direction.along
    if not np.array_equal(inside(theta, way.bounds), theta):
        return None
    return way.chi2(theta) - way.here.local.chi2


def _stays_low(way: Way, direction: Direction, t: float, goal: float, sizes: tuple[float, float]) -> bool:
    """Whether chi² goes on without rising, for 100 standard errors; the sizes are the variance and that of a rise."""
    variance, least = sizes
    error = math.sqrt(max(variance, goal) / goal) * t
    rises = [_rise(way, direction, far * error) for far in _FAR]
    return all(rise is not None and rise < max(least, goal) for rise in rises)


def _lower(way: Way, direction: Direction, t: float) -> Place | None:
    """The lowest place of a doubling search along a direction in which chi² falls."""
    best, lowest = None, way.here.local.chi2
    for _ in range(_DOUBLINGS):
        theta = inside(way.here.theta + t * direction.along, way.bounds)
        chi2 = way.chi2(theta)
        if not chi2 < lowest:
            break
        best, lowest = theta, chi2
        t *= 2
    return None if best is None else way.tried(best)


def _flat(way: Way, direction: Direction) -> Ending:
    return _runaway(way, _blamed(way.here, direction.along))


def _blamed(here: Place, along: Array) -> list[int]:
    """The parameters that a direction moves most, in lengths of themselves."""
    import numpy as np

    own = np.abs(along) / (np.abs(here.theta) + (here.theta == 0))
    return [int(at) for at in np.flatnonzero(own >= _SHARE * own.max())]


def _undetermined(way: Way, along: Array, scale: Array) -> Ending:
    """Some parameters cannot be told from the data, here or at all."""
    import numpy as np

    here, names = way.here, way.residuals.names
    norms = here.norms
    seen = np.abs(along) * unit(norms)
    unseen = [int(at) for at in np.flatnonzero((norms == 0) & (seen > _SHARE))]
    blamed = unseen or [int(at) for at in np.flatnonzero(seen >= _SHARE * seen.max())] or list(range(len(names)))
    if any(_ran_away(way, at, norms, scale) for at in blamed):
        return _runaway(way, blamed)
    blame = tuple(names[at] for at in blamed)
    if unseen:
        return _says_nothing(blame)
    words = f"singular: the data do not tell {listed(blame)} apart"
    return Ending(False, "singular", words, f"--fix {blame[-1]}=…, or a model with fewer parameters", blame)


def _says_nothing(blame: tuple[str, ...]) -> Ending:
    words = f"singular: the data say nothing about {listed(blame)}"
    return Ending(False, "singular", words, f"--fix {blame[0]}=…, or another --start", blame)


def _unseen(way: Way) -> tuple[str, ...]:
    """The parameters whose derivatives are nothing but rounding, as that by a of a·x²/a."""
    import numpy as np

    here = way.here
    effect = here.norms * np.abs(here.theta)
    blind = here.loose & (effect > 0) & (effect <= _BLIND * here.local.size)
    return tuple(way.residuals.names[int(at)] for at in np.flatnonzero(blind))


def _ran_away(way: Way, at: int, norms: Array, scale: Array) -> bool:
    faded = norms[at] <= _FADED * scale[at] and scale[at] > 0
    start, end = abs(float(way.first.theta[at])), abs(float(way.here.theta[at]))
    return bool(faded) or end > _GREW * max(start, 1e-300)


def _runaway(way: Way, blamed: Sequence[int]) -> Ending:
    blame = tuple(way.residuals.names[at] for at in blamed)
    values = listed([f"{name} = {way.here.theta[at]:.3g}" for name, at in zip(blame, blamed, strict=True)])
    words = f"no minimum: chi² does not rise as {listed(blame)} {'goes' if len(blame) == 1 else 'go'} on from {values}"
    return Ending(False, "flat", words, f"another --start, --bounds, or --fix {blame[0]}=…", blame)


def _named(way: Way, reason: Reason) -> Ending:
    """The ending of a search at a place where every parameter is determined."""
    here = way.here
    taken, norm = len(way.steps) - 1, way.cosine(here)
    if here.is_drowned:
        words = f"stopped after {taken:,} steps: rounding is as large as the residuals there"
        return Ending(False, "stalled", words, "another --start, or measure x and y from a nearer zero")
    if reason in {"gradient", "step", "exact"} or (reason == "stalled" and norm <= _NEAR):
        return Ending(True, "step" if reason == "stalled" else reason, _arrived(reason, taken))
    right = f"the residuals are not yet at right angles to the derivatives (cosine {norm:.1e})"
    if reason == "max_steps":
        return Ending(False, reason, f"not converged after {taken:,} steps: {right}", "another --start, or --max-steps")
    if reason == "domain":
        words = f"stopped at the edge of the domain after {taken:,} steps: the model has no value where chi² falls"
        return Ending(False, reason, words, "--bounds that keep the model defined, or another --start")
    words = f"stalled after {taken:,} steps: no step lowers chi², and {right}"
    return Ending(False, "stalled", words, "another --start")


def _arrived(reason: str, taken: int) -> str:
    steps = f"in {taken:,} step{'s' if taken != 1 else ''}" if taken else "at the start"
    return f"a perfect fit {steps}: no residual but rounding" if reason == "exact" else f"converged {steps}"


def listed(names: Sequence[str]) -> str:
    """a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
