"""Intervals from the likelihood itself: how far a parameter may go while the others follow and chi² stays low."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from mvcalc_cli.numeric.fit.chase import Chase, End
from mvcalc_cli.numeric.fit.intervals import Interval, multiplier
from mvcalc_cli.numeric.fit.metered import Metered
from mvcalc_cli.numeric.fit.progress import Progress
from mvcalc_cli.numeric.fit.refits import LowerMinimumError, Refits, slope

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Bounds
    from mvcalc_cli.numeric.fit.inference import Inference
    from mvcalc_cli.numeric.fit.progress import Watch
    from mvcalc_cli.numeric.fit.refits import Array, Solve
    from mvcalc_cli.numeric.fit.residuals import Residuals
    from mvcalc_cli.numeric.fit.solution import Solution

# Evaluations of the model for each end, on average: what one does not need is there for the next.
BUDGET: Final = 700


class Profile(NamedTuple):
    """The likelihood interval of one parameter.

    Attributes:
        name: Of the parameter.
        interval: Its ends may lie on a bound, or be infinite: where chi² stays low however far it goes, and where the
            end was not found, which the words tell apart; None where there is none at all.
        words: What has to be said of it; "" if nothing.
    """

    name: str
    interval: Interval | None
    words: str = ""


def profile_intervals(
    residuals: Residuals,
    solution: Solution,
    inference: Inference,
    level: float = 0.95,
    *,
    bounds: Bounds | None = None,
    solve: Solve | None = None,
    watch: Watch | None = None,
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
        watch: Told how many ends are done.

    Reference: Bates and Watts, Nonlinear Regression Analysis and Its Applications, section 6.1.2.
    """
    import numpy as np

    if inference.errors is None or solution.variance is not None:
        words = inference.why or "no profile: a robust loss is no likelihood"
        return tuple(Profile(name, None, words.replace("no errors", "no profile")) for name in solution.names)
    with np.errstate(all="ignore"):
        profiles = _Profiles(residuals, solution, inference, bounds, solve, multiplier(inference, level))
        return _noted(_each(profiles, watch), profiles.refits)


def _each(profiles: _Profiles, watch: Watch | None) -> list[Profile]:
    """The profiles, one parameter after the other."""
    told = Progress(watch, len(profiles.names), "profile")
    found: list[Profile] = []
    for index, name in enumerate(profiles.names):
        try:
            found.append(profiles.of(index))
        except LowerMinimumError as lower:  # then the thresholds of all of them are wrong
            return [Profile(each, None, lower.words if each == name else "") for each in profiles.names]
        told.at(index + 1)
    told.end()
    return found


class _Profiles:
    """The intervals of one fit, their budget, and the places that were found on the way."""

    def __init__(  # noqa: PLR0917 - what profile_intervals was given
        self,
        residuals: Residuals,
        solution: Solution,
        inference: Inference,
        bounds: Bounds | None,
        solve: Solve | None,
        reach: float,
    ) -> None:
        import numpy as np

        from mvcalc_cli.numeric.fit.levenberg import levenberg

        theta = np.array(solution.theta, dtype=float)
        lowest = residuals.chi2(theta)
        variance = 1.0 if inference.weights == "absolute" else lowest / inference.dof
        self.refits = Refits(Metered(residuals), bounds, solve or levenberg, theta, lowest, variance, [])
        self.names = solution.names
        self.inference = inference
        self.reach = reach
        self.pool: list[Array] = []

    def of(self, index: int) -> Profile:
        """Both ends of one parameter's interval."""
        assert self.inference.errors is not None
        name, error, estimate = self.names[index], self.inference.errors[index], float(self.refits.theta[index])
        if error is None:
            return Profile(name, None, "at a bound: no interval")
        if error == 0 or self.refits.variance == 0:
            return Profile(name, Interval(estimate, estimate), "a perfect fit")
        low, high = (self._end(index, side * error) for side in (-1, 1))
        interval = Interval(
            math.nan if low.kind == "lost" else low.value, math.nan if high.kind == "lost" else high.value
        )
        return Profile(name, interval, _said(name, low, high))

    def _end(self, index: int, unit: float) -> End:
        """One end, with its share of the budget and what was left of the others'."""
        meter = self.refits.metered
        meter.left += BUDGET
        follow = slope(self.names, self.inference.inner, self.inference.covariance, index)
        return Chase(self.refits, index, unit, self.reach, follow, self.pool).end()


def _noted(found: Sequence[Profile], refits: Refits) -> tuple[Profile, ...]:
    """The profiles, the first of which says it where chi² is lower somewhere else."""
    if not refits.elsewhere:
        return tuple(found)
    chi2, theta = min(refits.elsewhere, key=lambda each: each[0])
    place = ", ".join(f"{name} = {value:.4g}" for name, value in zip(refits.metered.names, theta, strict=True))
    words = f"the profiles are of this minimum, and chi² is lower elsewhere: {chi2:.6g} at {place}"
    first = found[0]._replace(words="; ".join(filter(None, (found[0].words, words))))
    return (first, *found[1:])


def _said(name: str, low: End, high: End) -> str:
    """What there is to say of the two ends."""
    words = (_words(name, low, "lower", "down"), _words(name, high, "upper", "up"))
    return "; ".join(filter(None, words))


def _words(name: str, end: End, side: str, way: str) -> str:
    """What there is to say of one end; "" of a crossing."""
    beyond = ", beyond which the model has no value" if end.value else ""
    return {
        "crossed": "",
        "open": f"{name} has no {side} end: the data allow it to go on without end",
        "bound": f"{name} may go {way} to its bound",
        "edge": f"{name} may go {way} to {end.value:.6g}{beyond}",
        "lost": f"the {side} end of {name} was not found: its search ran out near {name} = {end.value:.6g}",
    }[end.kind]
