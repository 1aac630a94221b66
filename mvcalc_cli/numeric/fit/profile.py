"""Intervals from the likelihood itself: how far a parameter may go while the others follow and chi² stays low."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.fit.held import Held, bounds_without
from mvcalc_cli.numeric.fit.intervals import Interval, multiplier

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mvcalc_cli.numeric.descent.objective import Bounds
    from mvcalc_cli.numeric.fit.inference import Inference
    from mvcalc_cli.numeric.fit.residuals import Residuals
    from mvcalc_cli.numeric.fit.solution import Solution

    Array = NDArray[np.float64]

Solve = Callable[..., "Solution"]

REFITS = 60  # allowed on one side
CLOSE = 1e-6  # how near the threshold the end of an interval is brought, relative to it
NARROW = 1e-9  # a bracket that is no longer halved, relative to its distance
FAR = 1e6  # standard errors at which a profile that is still below the threshold counts as open
LOWER = 1e-5  # a fall of chi², in units of s², that is a better minimum and no rounding


class Profile(NamedTuple):
    """The likelihood interval of one parameter.

    Attributes:
        name: Of the parameter.
        interval: Its ends may be infinite, or lie on a bound; None where it could not be found.
        words: What has to be said of it; "" if nothing.
    """

    name: str
    interval: Interval | None
    words: str = ""


class End(NamedTuple):
    """One end of an interval: its value, and what has to be said of it."""

    value: float
    words: str = ""


class Refitted(NamedTuple):
    """Where the other parameters went when one was held a step from its estimate."""

    step: float
    others: Array


class LowerMinimumError(Exception):
    """A refit has found a chi² below that of the fit itself.

    Args:
        name: The parameter that was held.
        value: Where.
    """

    def __init__(self, name: str, value: float) -> None:
        super().__init__(name, value)
        self.words = f"held at {name} = {value:.6g}, the others reach a lower chi²: the fit is not at the minimum"


def profile_intervals(
    residuals: Residuals,
    solution: Solution,
    inference: Inference,
    level: float = 0.95,
    *,
    bounds: Bounds | None = None,
    solve: Solve | None = None,
) -> tuple[Profile, ...]:
    """The values at which a parameter can be held so that chi² exceeds its minimum by no more than t² s².

    Of a linear model these are the t intervals. Of others they need not be symmetric, and where chi² levels off
    below the threshold they have no end.

    Args:
        residuals: By the free parameters.
        solution: The fit.
        inference: What was inferred from it.
        level: Such as 0.95.
        bounds: The box of the fit.
        solve: Levenberg-Marquardt, unless another is given.

    Reference: Bates and Watts, Nonlinear Regression Analysis and Its Applications, section 6.1.2.
    """
    if inference.errors is None or solution.variance is not None:
        words = inference.why or "no profile: a robust loss is no likelihood"
        return tuple(Profile(name, None, words.replace("no errors", "no profile")) for name in solution.names)
    chase = _chase(residuals, solution, inference, bounds, solve)._replace(reach=multiplier(inference, level))
    return tuple(_profile(chase, k) for k in range(len(solution.names)))


def _profile(chase: _Chase, index: int) -> Profile:
    """Both ends of one parameter's interval."""
    name, error = chase.solution.names[index], chase.error(index)
    if error is None:
        return Profile(name, None, "at a bound: no interval")
    if error == 0 or chase.variance == 0:
        return Profile(name, Interval(chase.estimate(index), chase.estimate(index)), "a perfect fit")
    try:
        low, high = (chase.end(index, side * error) for side in (-1, 1))
    except LowerMinimumError as found:
        return Profile(name, None, found.words)
    return Profile(
        name, Interval(low.value, high.value), "; ".join(dict.fromkeys(filter(None, (low.words, high.words))))
    )


class _Chase(NamedTuple):
    """The search for the ends of the intervals of one fit."""

    residuals: Residuals
    solution: Solution
    inference: Inference
    bounds: Bounds | None
    solve: Solve
    theta: Array
    lowest: float
    variance: float
    reach: float = 0.0

    def estimate(self, index: int) -> float:
        return float(self.theta[index])

    def error(self, index: int) -> float | None:
        assert self.inference.errors is not None
        return self.inference.errors[index]

    def end(self, index: int, unit: float) -> End:
        """Where τ = √((chi² − minimum)/s²) reaches t, going from the estimate by `unit`, a signed standard error.

        τ of a linear model is the distance in standard errors, so that the first trial is the end; of others it is
        nearly so, and interpolation finds the end in a few refits.
        """
        limit, distance = self._limit(index, unit), self.reach
        low, tau_low, high, tau_high = 0.0, 0.0, math.inf, math.inf
        last, sure = None, True
        for _ in range(REFITS):
            distance = min(distance, limit)
            tau, last, sure = self._tau(index, distance * unit, last)
            if abs(tau - self.reach) <= CLOSE * self.reach:
                break
            if tau < self.reach:
                low, tau_low = distance, tau
            else:
                high, tau_high = distance, tau
            if low >= min(limit, FAR):
                return self._open(index, unit, limit, sure=sure)
            if high < math.inf and high - low <= NARROW * high:
                break
            distance = _next(low, tau_low, high, tau_high, self.reach)
        words = "" if sure else "the refit at one end of its profile did not converge: that end is approximate"
        return End(self.estimate(index) + distance * unit, words)

    def _limit(self, index: int, unit: float) -> float:
        """How many units away the bound is."""
        if self.bounds is None:
            return math.inf
        bound = float((self.bounds.upper if unit > 0 else self.bounds.lower)[index])
        return (bound - self.estimate(index)) / unit

    def _open(self, index: int, unit: float, limit: float, *, sure: bool) -> End:
        """The end of a profile that stays below the threshold."""
        name = self.solution.names[index]
        if limit <= FAR:
            return End(self.estimate(index) + limit * unit, f"{name} may go up to its bound")
        if not sure:
            return End(math.copysign(math.inf, unit), f"no end was found for {name}, and its refits do not converge")
        return End(math.copysign(math.inf, unit), f"the data allow {name} to go on without end")

    def _tau(self, index: int, step: float, last: Refitted | None) -> tuple[float, Refitted | None, bool]:
        """τ with the parameter held a step from its estimate, where the others went, and whether they arrived."""
        value = self.estimate(index) + step
        held = Held(self.residuals, index, value)
        best, arrived, sure = math.inf, last, False
        for start in self._starts(index, step, last):
            chi2, theta, done = self._refit(held, index, start)
            if chi2 < best:
                best, arrived, sure = chi2, Refitted(step, theta), done
            if done:
                break
        excess = (best - self.lowest) / self.variance
        if excess < -LOWER:
            raise LowerMinimumError(self.solution.names[index], value)
        return math.sqrt(max(excess, 0.0)), arrived, sure or best == math.inf

    def _starts(self, index: int, step: float, last: Refitted | None) -> list[Array]:
        """Where the others are likely to be: further along their way, as the covariance says, where they were last."""
        import numpy as np

        fitted = np.delete(self.theta, index)
        starts = [fitted + self._slope(index) * step]
        if last is not None:
            starts = [fitted + (last.others - fitted) * (step / last.step), *starts, last.others]
        starts.append(fitted)
        return [start if self.bounds is None else self._clipped(index, start) for start in starts]

    def _slope(self, index: int) -> Array:
        """How the others follow, per unit of the held one, to first order: cov(others, k)/cov(k, k)."""
        import numpy as np

        covariance, names = self.inference.covariance, self.inference.inner
        slope = np.zeros(len(self.theta))
        if covariance is not None:
            k = names.index(self.solution.names[index])
            for row, name in enumerate(names):
                slope[self.solution.names.index(name)] = covariance[row, k] / covariance[k, k]
        return np.delete(slope, index)

    def _clipped(self, index: int, start: Array) -> Array:
        import numpy as np

        box = bounds_without(self.bounds, index)
        return start if box is None else np.clip(start, box.lower, box.upper)

    def _refit(self, held: Held, index: int, start: Array) -> tuple[float, Array, bool]:
        """The lowest chi² of the others from one start; infinite where the model has no value."""
        if not held.names:
            return held.chi2(start), start, True
        try:
            found = self.solve(held, start, bounds=bounds_without(self.bounds, index))
        except UndefinedError:
            return math.inf, start, False
        return min(held.chi2(found.theta), found.end.chi2), found.theta, found.ending.converged


def _chase(
    residuals: Residuals, solution: Solution, inference: Inference, bounds: Bounds | None, solve: Solve | None
) -> _Chase:
    """The search, before it knows the level; chi² is measured in units of s², or of 1 where the sigmas are absolute."""
    import numpy as np

    from mvcalc_cli.numeric.fit.levenberg import levenberg

    theta = np.array(solution.theta, dtype=float)
    lowest = residuals.chi2(theta)
    variance = 1.0 if inference.weights == "absolute" else lowest / inference.dof
    return _Chase(residuals, solution, inference, bounds, solve or levenberg, theta, lowest, variance)


def _next(low: float, tau_low: float, high: float, tau_high: float, reach: float) -> float:
    """The next distance: on the straight line between both sides of the threshold, or further out."""
    if high == math.inf:
        return low * min(max(1.05 * reach / tau_low, 1.1), 3.0) if tau_low > 0 else 2 * low
    middle = 0.5 * (low + high)
    if tau_high == math.inf:
        return middle
    line = low + (reach - tau_low) / (tau_high - tau_low) * (high - low)
    margin = 1e-3 * (high - low)
    return line if low + margin < line < high - margin else min(max(line, low + margin), high - margin)
