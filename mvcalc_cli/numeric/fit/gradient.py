"""Steepest descent on chi², the course's first way to fit: θ ← θ − rate·∇χ²."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.bounded import inside
from mvcalc_cli.numeric.fit.finish import finished
from mvcalc_cli.numeric.fit.solution import Ending, Reason, Solution
from mvcalc_cli.numeric.fit.way import Place, Watch, Way

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array, Residuals

_BLOWN_UP: Final = 1e12
# A chosen rate is halved at most so often in one step, and grows so much after one that was taken.
_HALVINGS: Final = 60
_GROWTH: Final = 1.2


def gradient_descent(
    residuals: Residuals,
    start: Any,
    *,
    bounds: Bounds | None = None,
    tolerance: float = 1e-8,
    max_steps: int = 10_000,
    watch: Watch | None = None,
    rate: float | None = None,
) -> Solution:
    """Fit by steps down the gradient of chi², which is −2·Jᵀr.

    Args:
        residuals: Of the free parameters.
        start: θ, shape (p,).
        bounds: A box: steps that would leave it end at its border.
        tolerance: The cosine between residuals and derivatives that counts as a right angle.
        max_steps: Steps.
        watch: Called with each.
        rate: The same for all steps. None: 1/(2·‖JᵀJ‖) at the start, halved where chi² would rise.

    Raises:
        UndefinedError: If the model or a derivative has no value at the start.
        InputError: If the rate is not positive.
    """
    import numpy as np

    if rate is not None and not (rate > 0 and math.isfinite(rate)):
        raise InputError("the rate must be a positive number")
    with np.errstate(all="ignore"):
        way = Way(residuals, start, bounds, watch)
        chosen = rate or _safe_rate(way.first)
        while True:
            ended = _settled(way, tolerance, max_steps)
            if ended is None:
                chosen, ended = _fixed(way, chosen) if rate else _halved(way, chosen)
            if ended is not None:
                return finished("gd", way, ended)


def _safe_rate(place: Place) -> float:
    """The largest rate with which no direction of the linearised problem is overshot."""
    import numpy as np

    largest = float(np.linalg.norm(place.local.triangle, 2)) if len(place.theta) else 0.0
    return 0.5 / largest**2 if largest > 0 else 1.0


def _settled(way: Way, tolerance: float, max_steps: int) -> Reason | Ending | None:
    here, last = way.here, way.steps[-1]
    if arrived := way.arrived(tolerance):
        return arrived
    if here.local.chi2 > _BLOWN_UP * max(way.first.local.chi2, 1e-300):
        return _diverged(way, last.damping)
    if len(way.steps) <= max_steps:
        return None
    return _diverged(way, last.damping) if here.local.chi2 > way.first.local.chi2 else "max_steps"


def _fixed(way: Way, rate: float) -> tuple[float, Reason | Ending | None]:
    theta = _downwards(way, rate)
    trial = way.tried(theta)
    if trial is None:
        return rate, _diverged(way, rate)
    if (theta == way.here.theta).all():
        return rate, "stalled"
    way.record(trial, way.cosine(trial), rate)
    return rate, None


def _halved(way: Way, rate: float) -> tuple[float, Reason | Ending | None]:
    for _ in range(_HALVINGS):
        theta = _downwards(way, rate)
        trial = way.tried(theta)
        if trial is not None and trial.local.chi2 < way.here.local.chi2:
            way.record(trial, way.cosine(trial), rate)
            return _GROWTH * rate, None
        rate /= 2
    return rate, "stalled"


def _downwards(way: Way, rate: float) -> Array:
    return inside(way.here.theta - 2 * rate * way.here.local.gradient, way.bounds)


def _diverged(way: Way, rate: float) -> Ending:
    first, last, step = way.first.local.chi2, way.here.local.chi2, len(way.steps) - 1
    words = f"diverged: chi² went from {first:.3g} to {last:.3g} in {step:,} steps of rate {rate:.3g}"
    if last <= first:
        words = f"diverged: step {step + 1:,} of rate {rate:.3g} leads to where the model has no finite value"
    return Ending(False, "diverged", words, f"a smaller --rate: {_safe_rate(way.first):.1g} is safe at the start")
