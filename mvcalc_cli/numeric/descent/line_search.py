"""How far to go along a direction: backtracking by values, and a line search with the strong Wolfe conditions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.descent.state import State, Stuck

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective

# What part of the fall that the slope promises must come true (Armijo).
ENOUGH: Final = 1e-4
# Differences of f below this part of f may be rounding: there the slopes decide.
ROUNDING: Final = 1e-14
# What part of the first slope may be left at the end of a step: loose for quasi-Newton directions, which are long
# enough by themselves; conjugate directions need the bottom of the line.
LOOSE: Final = 0.9
TIGHT: Final = 0.1
_MOST_TRIALS: Final = 60
# Squares of larger numbers, added up, leave the range of floats.
_LARGEST: Final = 1e140


def backtracking(objective: Objective, state: State, direction: Any, first: float) -> tuple[Any, float]:
    """Shorten a step until f falls enough; where f has no value counts as infinitely high.

    Under bounds every trial is projected on the box, and the fall is compared with what the slope promises on the
    way that is left (Bertsekas 1976).

    Args:
        objective: f and its bounds.
        state: Where the step starts.
        direction: The direction d, shape (n,), downwards: ∇f·d < 0.
        first: The rate that is tried first.

    Returns:
        The new point, shape (n,), and the rate α of v + α·d.

    Raises:
        Stuck: If no rate lowers f, down to steps that do not change v any more.

    Reference: Nocedal & Wright, Numerical Optimization, 2nd ed., algorithm 3.1, with quadratic interpolation (3.58).
    """
    import numpy as np

    rate = first
    with np.errstate(all="ignore"):
        while True:
            v = objective.project(state.v + rate * direction)
            if np.array_equal(v, state.v) or not rate > 0:
                raise Stuck("the line search finds no lower value")
            promised = float(state.gradient @ (v - state.v))
            f = objective.lowest(v) if promised < 0 else math.inf
            if f <= state.f + ENOUGH * promised and f < state.f:
                return v, rate
            if _drowned(f, state.f, promised) and _is_flatter(objective, state, v):
                return v, rate
            rate *= _shorter(f - state.f, promised)


def _shorter(rise: float, promised: float) -> float:
    """By how much to shorten: the minimum of the parabola through both values, kept from extremes."""
    if rise == math.inf:
        return 0.1
    return min(max(-promised / (2 * (rise - promised)), 0.1), 0.5) if rise > promised else 0.5


def _drowned(f: float, before: float, promised: float) -> bool:
    """Whether the fall of f cannot be told from its rounding."""
    noise = ROUNDING * max(abs(before), abs(f))
    return math.isfinite(f) and abs(promised) <= noise and abs(f - before) <= noise


def _is_flatter(objective: Objective, state: State, v: Any) -> bool:
    """Whether the gradient is shorter at v: what decides where values cannot."""
    try:
        return objective.state(v, state).norm < 0.999 * state.norm
    except UndefinedError:
        return False


class _Trial(NamedTuple):
    """A point v + rate·d on the line; f is inf where it has no value."""

    rate: float
    f: float
    slope: float
    v: Any = None
    gradient: Any = None


class _Line:
    """f along a line, and the conditions that a step on it must meet."""

    def __init__(self, objective: Objective, state: State, direction: Any, steepness: float) -> None:
        self.objective, self.before, self.direction = objective, state, direction
        self.start = _Trial(0.0, state.f, float(state.gradient @ direction), state.v, state.gradient)
        self.noise = ROUNDING * abs(state.f)
        self.flat = -steepness * self.start.slope
        self.trials = 0

    def at(self, rate: float) -> _Trial:
        """Value and slope at a rate."""
        import numpy as np

        self.trials += 1
        v = self.before.v + rate * self.direction
        if not np.isfinite(v).all():
            return _Trial(rate, math.inf, math.nan)
        try:
            f, gradient = self.objective.gradient(v)
        except UndefinedError:
            return _Trial(rate, math.inf, math.nan)
        return _Trial(rate, f, float(gradient @ self.direction), v, gradient)

    def falls(self, trial: _Trial) -> bool:
        """Armijo's condition; within the rounding of f the slope stands for it (Hager & Zhang 2005, (4.1))."""
        if trial.f <= self.start.f + ENOUGH * trial.rate * self.start.slope:
            return trial.f < self.start.f or self._as_low(trial)
        return self._as_low(trial)

    def _as_low(self, trial: _Trial) -> bool:
        return trial.f <= self.start.f + self.noise and trial.slope <= -0.8 * self.start.slope

    def holds(self, trial: _Trial) -> bool:
        """Whether a step that falls is long enough too: the slope is nearly gone."""
        return abs(trial.slope) <= self.flat

    def state(self, trial: _Trial) -> State:
        """The state at the end of a step."""
        import numpy as np

        length = float(np.linalg.norm(trial.v - self.before.v))
        if not length:
            raise Stuck("the line search finds no lower value")
        norm = float(np.linalg.norm(self.objective.projected(trial.v, trial.gradient)))
        return State(self.before.k + 1, trial.v, trial.f, trial.gradient, norm, length, trial.rate)


def wolfe(objective: Objective, state: State, direction: Any, first: float, steepness: float = LOOSE) -> State:
    """A step that meets the strong Wolfe conditions: f falls enough, and its slope along the line is nearly gone.

    A point where f has no value is a wall: the step ends before it, if need be with a slope that still falls.

    Args:
        objective: f; its bounds are not looked at.
        state: Where the step starts.
        direction: The direction d, shape (n,), downwards: ∇f·d < 0.
        first: The rate that is tried first.
        steepness: What part of the first slope may be left.

    Returns:
        The state at v + α·d; value and gradient there are evaluated once.

    Raises:
        Stuck: If no rate lowers f.

    Reference: Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 3.5 and 3.6.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        line = _Line(objective, state, direction, steepness)
        if not line.start.slope < 0 or not first > 0:
            raise Stuck("the direction does not go down")
        last, trial = line.start, line.at(first)
        while line.falls(trial) and not _is_higher(line, trial, last):
            if line.holds(trial) or line.trials > _MOST_TRIALS:
                return line.state(trial)
            if trial.slope >= 0:
                return line.state(_zoomed(line, trial, last))
            last, trial = trial, line.at(_farther(last, trial))
        return line.state(_zoomed(line, last, trial))


def _is_higher(line: _Line, trial: _Trial, last: _Trial) -> bool:
    """Whether f rose beyond rounding since the last trial that fell."""
    return last.rate > 0 and trial.f >= last.f + line.noise and trial.f > last.f


def _farther(last: _Trial, trial: _Trial) -> float:
    """The next rate outwards: where the slope would be gone, but from two to ten times as far."""
    change = trial.slope - last.slope
    guess = trial.rate - trial.slope * (trial.rate - last.rate) / change if change > 0 else math.inf
    return min(max(guess, 2 * trial.rate), 10 * trial.rate)


def _zoomed(line: _Line, low: _Trial, high: _Trial) -> _Trial:
    """Narrow an interval which holds a step that meets the conditions; `low` is its lower end that falls."""
    for _ in range(_MOST_TRIALS):
        trial = line.at(_between(low, high))
        if not line.falls(trial) or trial.f > low.f + line.noise:
            high = trial
        elif line.holds(trial):
            return trial
        else:
            if trial.slope * (high.rate - low.rate) >= 0:
                high = low
            low = trial
        if _is_over(low, high):
            break
    if low.rate > 0:
        return low
    raise Stuck("the line search finds no lower value")


def _is_over(low: _Trial, high: _Trial) -> bool:
    """Whether the interval is too short to go on, or a wall is so near that the step may end before it."""
    width = abs(high.rate - low.rate)
    return width <= 1e-15 * max(low.rate, high.rate) or (high.f == math.inf and width < 0.1 * low.rate)


def _between(low: _Trial, high: _Trial) -> float:
    """A rate inside: the minimum of the cubic through values and slopes at both ends ((3.59)), kept from the ends."""
    width = high.rate - low.rate
    if not math.isfinite(high.f):
        return low.rate + 0.25 * width
    share = _share(low, high)
    return low.rate + min(max(share, 0.05), 0.95) * width if math.isfinite(share) else low.rate + 0.5 * width


def _share(low: _Trial, high: _Trial) -> float:
    """Where between both ends the cubic has its minimum, as a share of the way; nan where it has none."""
    width = high.rate - low.rate
    first = low.slope + high.slope - 3 * (high.f - low.f) / width
    root = first * first - low.slope * high.slope
    if not root >= 0:
        return math.nan
    second = math.copysign(math.sqrt(root), width)
    bottom = high.slope - low.slope + 2 * second
    return 1 - (high.slope + second - first) / bottom if bottom else math.nan


def search(objective: Objective, state: State, direction: Any, first: float, steepness: float = LOOSE) -> State:
    """The step along a direction: with the strong Wolfe conditions where v may go anywhere, projected under bounds."""
    if objective.bounds is None:
        return wolfe(objective, state, direction, first, steepness)
    v, rate = backtracking(objective, state, direction, first)
    return objective.state(v, state, rate=rate)


def newton_rate(objective: Objective, state: State, direction: Any) -> float:
    """The rate that is exact for a quadratic function, −∇f·d / d·∇²f·d, for one product with the Hessian.

    It goes at most a hundred times as far as |v|, or 100; where f curves downwards about as far as the step before.

    Reference: Daniel 1967, The conjugate gradient method for linear and nonlinear operator equations, SIAM J. Numer.
    Anal. 4.
    """
    import numpy as np

    length = float(np.linalg.norm(direction))
    try:
        curvature = float(direction @ objective.hessian_vector(state.v, direction))
    except UndefinedError:
        curvature = 0.0
    farthest = 100 * max(1.0, float(np.linalg.norm(state.v))) / length
    if curvature > 0:
        return min(-float(state.gradient @ direction) / curvature, farthest)
    return (state.length if state.length > 0 else min(1.0, length)) / length


def downhill(gradient: Any) -> Any:
    """−∇f, shape (n,); shortened to length 1 along its largest part where products with it would overflow."""
    import numpy as np

    largest = float(np.abs(gradient).max(initial=0.0))
    return -gradient / largest if largest > _LARGEST else -gradient
