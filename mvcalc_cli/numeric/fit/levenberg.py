"""Levenberg-Marquardt: Gauss-Newton steps in a region in which the linearised model has proved right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.bounded import boxed_step, inside
from mvcalc_cli.numeric.fit.damped import DampedStep, damped_step
from mvcalc_cli.numeric.fit.finish import solution
from mvcalc_cli.numeric.fit.solution import Ending, Reason, Solution
from mvcalc_cli.numeric.fit.verdict import around, judged
from mvcalc_cli.numeric.fit.way import Place, Watch, Way, unit

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array, Residuals

# The cosine between the residuals and the derivatives that counts as a right angle.
TOLERANCE: Final = 1e-10
MAX_STEPS: Final = 2000
# The share of the predicted fall that must come true: to take the step, to shrink the region, to let it grow.
_TAKEN: Final = 1e-4
_POOR: Final = 0.25
_GOOD: Final = 0.75
# The first region, in lengths of the scaled start.
_FIRST: Final = 1.0
# How often a search may be taken up again from a lower point beside the place where it stopped.
_AGAIN: Final = 8
_SHORTEST: Final = 1e-16
# So many times the rounding: nothing of chi² is left but that.
# Once chi² does not show its fall any more, a step must take so much of the gradient away.
_FINISHING: Final = 0.7
_LAST_ROUNDS: Final = 40
# So many steps must lower chi² by this part, or the search has stalled.
_CRAWL: Final = 150
_PROGRESS: Final = 1e-9


def levenberg(
    residuals: Residuals,
    start: Any,
    *,
    bounds: Bounds | None = None,
    tolerance: float = TOLERANCE,
    max_steps: int = MAX_STEPS,
    watch: Watch | None = None,
) -> Solution:
    """Fit by Levenberg-Marquardt steps.

    The parameters are scaled by the largest derivatives met (Moré 1978), so that units do not matter. Ends at a
    right angle between the residuals and every derivative, or where rounding hides any fall; then it is looked
    whether chi² rises to all sides, and the search goes on if it does not.

    Args:
        residuals: Of the free parameters.
        start: θ, shape (p,).
        bounds: A box that θ is kept in.
        tolerance: The cosine that counts as a right angle.
        max_steps: Steps and trials.
        watch: Called with each.

    Raises:
        UndefinedError: If the model or a derivative has no value at the start.

    Reference: Moré, The Levenberg-Marquardt algorithm: implementation and theory, Numerical Analysis (1978).
    """
    import numpy as np

    with np.errstate(all="ignore"):
        search = _Search(Way(residuals, start, bounds, watch), tolerance, max_steps)
        ending = search.run()
        return solution("lm", search.way, ending)


class _Search:
    """A way, the region, and the scale that has grown with the derivatives."""

    def __init__(self, way: Way, tolerance: float, max_steps: int) -> None:
        self.way = way
        self.tolerance = tolerance
        self.max_steps = max_steps
        self.scale: Array = way.here.norms
        self.radius = 0.0
        self.mark = 0, math.inf

    def run(self) -> Ending:
        """Descend, look around, and go on as long as there is a lower point beside."""
        for _ in range(_AGAIN):
            reason = self._descend()
            found = around(self.way) if reason not in {"max_steps", "domain"} else None
            if not isinstance(found, Place):
                return found or judged(self.way, reason, self.scale)
            self.way.record(found, self.way.cosine(found))
            self.radius = 0.0
        return judged(self.way, "max_steps", self.scale)

    def _descend(self) -> Reason:
        while True:
            reason = self._settled()
            if reason is not None:
                return reason
            if len(self.way.steps) > self.max_steps:
                return "max_steps"
            if self._crawls():
                return "stalled"
            failed = self._step()
            if failed is not None:
                return failed

    def _crawls(self) -> bool:
        """Whether the last steps, many as they were, have lowered chi² by next to nothing."""
        (count, chi2), now = self.mark, self.way.here.local.chi2
        if len(self.way.steps) - count < _CRAWL:
            return False
        self.mark = len(self.way.steps), now
        return chi2 - now <= _PROGRESS * now

    def _settled(self) -> Reason | None:
        here = self.way.here
        taken = here.taken(unit(here.norms))
        exact = here.leaves_nothing
        if not exact and here.cosine(taken) <= self.tolerance:
            return "gradient"
        if not exact and taken.offset**2 > here.noise:
            return None
        self._finish()
        if exact:
            return "exact"
        return "gradient" if self.way.steps[-1].norm <= self.tolerance else "step"

    def _finish(self) -> None:
        """Whole Gauss-Newton steps, as long as they bring the right angle nearer: chi² is too coarse for that."""
        for _ in range(_LAST_ROUNDS):
            here = self.way.here
            norm = self.way.cosine(here)
            if norm <= 1e-3 * self.tolerance:
                return
            trial = self.way.tried(inside(here.theta + self._aimed(here, math.inf).delta, self.way.bounds))
            if trial is None or trial.local.chi2 > here.local.chi2 + here.noise:
                return
            after = self.way.cosine(trial)
            if not after * math.sqrt(trial.local.chi2) < _FINISHING * norm * math.sqrt(here.local.chi2):
                return
            self.way.record(trial, after)

    def _step(self) -> Reason | None:
        """One step that lowers chi², in a region as small as it must be; the reason if there is none."""
        import numpy as np

        way, here = self.way, self.way.here
        self.scale = np.maximum(self.scale, here.norms)
        scale = unit(self.scale)
        size = float(np.linalg.norm(scale * here.theta))
        self.radius = self.radius or _FIRST * (size or 1.0)
        undefined = False
        while self.radius > _SHORTEST * (size or 1e-300) and len(way.steps) <= self.max_steps:
            step = self._aimed(here, self.radius)
            theta = inside(here.theta + step.delta, way.bounds)
            trial, chi2 = self._tried(theta)
            undefined = chi2 == math.inf
            if self._judge(here, theta, chi2, step) and trial is not None:
                way.record(trial, way.cosine(trial), step.damping)
                return None
            way.refuse(theta, chi2, step.damping)
        if len(way.steps) > self.max_steps:
            return "max_steps"
        return "domain" if undefined else "stalled"

    def _tried(self, theta: Array) -> tuple[Place | None, float]:
        """The place at θ, if chi² is lower there, and chi²; after a refusal chi² is looked at first."""
        here = self.way.here.local.chi2
        if not self.way.steps[-1].accepted:
            chi2 = self.way.chi2(theta)
            if chi2 >= here:
                return None, chi2
        trial = self.way.tried(theta)
        return trial, math.inf if trial is None else trial.local.chi2

    def _aimed(self, here: Place, radius: float) -> DampedStep:
        """The step in the region, shape (p,)."""
        scale = unit(self.scale)
        if self.way.bounds is None:
            return damped_step(here.taken(scale), radius)
        return boxed_step(here.local, here.theta, scale, radius, self.way.bounds)

    def _judge(self, here: Place, theta: Array, chi2: float, step: DampedStep) -> bool:
        """Whether the step is taken; the region is fitted to how right the model was."""
        moved = here.local.triangle @ (theta - here.theta)
        promised = float(moved @ (2 * here.local.c - moved))
        share = (here.local.chi2 - chi2) / promised if promised > 0 else -math.inf
        if share < _POOR or not math.isfinite(share):
            slope = -2 * float(moved @ here.local.c)
            self.radius = _shrunk(here.local.chi2 - chi2, slope) * min(self.radius, 10 * step.length)
        elif share >= _GOOD or step.damping == 0:
            self.radius = 2 * step.length if step.length > 0 else self.radius
        return share >= _TAKEN


def _shrunk(fall: float, slope: float) -> float:
    """By how much the region shrinks: to the minimum of the parabola along the step, 0.1 … 0.5."""
    if fall >= 0:
        return 0.5
    if not math.isfinite(fall):
        return 0.1
    return min(0.5, max(0.1, 0.5 * slope / (slope + fall)))
