"""Gauss-Newton: the linearised problem solved again and again, whole steps or halved until chi² falls."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.bounded import inside
from mvcalc_cli.numeric.fit.damped import damped_step
from mvcalc_cli.numeric.fit.finish import finished
from mvcalc_cli.numeric.fit.solution import Ending, Reason, Solution
from mvcalc_cli.numeric.fit.way import Watch, Way, unit

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array, Residuals

# chi² beyond so many times its start: nothing comes back from there.
_BLOWN_UP: Final = 1e12
_HALVINGS: Final = 50
_EPS: Final = 1e-15


def gauss_newton(
    residuals: Residuals,
    start: Any,
    *,
    bounds: Bounds | None = None,
    tolerance: float = 1e-10,
    max_steps: int = 200,
    watch: Watch | None = None,
    halving: bool = False,
) -> Solution:
    """Fit by whole Gauss-Newton steps θ ← θ + (JᵀJ)⁻¹Jᵀr, which may diverge.

    Args:
        residuals: Of the free parameters.
        start: θ, shape (p,).
        bounds: A box: steps that would leave it end at its border.
        tolerance: The cosine between residuals and derivatives that counts as a right angle.
        max_steps: Steps.
        watch: Called with each.
        halving: Whether steps are halved until chi² falls.

    Raises:
        UndefinedError: If the model or a derivative has no value at the start.

    Reference: Björck, Numerical Methods for Least Squares Problems, section 9.2.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        way = Way(residuals, start, bounds, watch)
        while True:
            ended = _settled(way, tolerance, max_steps) or _step(way, halving)
            if ended is not None:
                return finished("gauss-newton", way, ended)


def _settled(way: Way, tolerance: float, max_steps: int) -> Reason | Ending | None:
    here = way.here
    if arrived := way.arrived(tolerance):
        return arrived
    if here.local.chi2 > _BLOWN_UP * max(way.first.local.chi2, 1e-300):
        return _diverged(way)
    if len(way.steps) > max_steps:
        lowest = min(step.chi2 for step in way.steps)
        return _diverged(way) if here.local.chi2 > 2 * lowest else "max_steps"
    return None


def _step(way: Way, halving: bool) -> Reason | Ending | None:
    here = way.here
    delta = _whole(way)
    for halvings in range(_HALVINGS if halving else 1):
        theta = inside(here.theta + delta / 2**halvings, way.bounds)
        if _stands(theta, here.theta):
            return "step"
        trial = way.tried(theta)
        if trial is not None and (not halving or trial.local.chi2 <= here.local.chi2):
            way.record(trial, way.cosine(trial), 0.0)
            return None
        way.refuse(theta, way.chi2(theta))
    return "stalled" if halving else _left(way)


def _whole(way: Way) -> Array:
    """(JᵀJ)⁻¹Jᵀr of the free parameters, 0 of the held ones."""
    import numpy as np

    here = way.here
    delta = np.zeros(len(here.theta))
    if here.loose.any():
        delta[here.loose] = damped_step(here.taken(unit(here.norms))).delta
    return delta


def _stands(after: Array, before: Array) -> bool:
    import numpy as np

    return bool((np.abs(after - before) <= _EPS * np.abs(before)).all())


def _diverged(way: Way) -> Ending:
    first, last = way.first.local.chi2, way.here.local.chi2
    words = f"diverged: chi² went from {first:.3g} to {last:.3g} in {len(way.steps) - 1:,} steps"
    if last <= first:
        words = f"did not settle: chi² jumps between steps, {last:.3g} at step {len(way.steps) - 1:,}"
    return Ending(False, "diverged", words, "--method lm shortens steps that go too far")


def _left(way: Way) -> Ending:
    step, chi2 = len(way.steps) - 1, way.steps[-1].chi2
    if math.isfinite(chi2):
        words = f"diverged: at step {step:,} a derivative has no value"
    else:
        words = f"diverged: step {step:,} leads to where the model has no finite value"
    return Ending(False, "diverged", words, "--method lm shortens steps that go too far")
