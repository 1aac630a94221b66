"""A derivative against differences of its function, at one point.

The central difference D(h) = (f(x+h) − f(x−h))/2h is taken with h = 10⁻¹|x|, 10⁻²|x|, …, and
R = D(h/10) + (D(h/10) − D(h))/99 removes its error of order h² (Richardson). Where f is smooth, the R of
moderate steps settles the matter: the derivative g is R to nine digits or more (`plain`). Where it does
not, the whole ladder of steps is judged (`judged`): how far rounding moves f(x) has been measured, which
bounds the error of R on every rung. Then

- g agrees if it is within the bound on the rung where the bound is least, and the bound is tight;
- g is contradicted if it is far outside, and stays outside for every smaller step that rounding does not
  drown. A kink or jump between x − h and x + h deceives a large step, but not the small ones;
- otherwise the point says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

# Steps relative to |x|. The usual ones: R(10⁻², 10⁻³) has a truncation error near 10⁻¹² and a rounding
# error near 10⁻¹³; R(10⁻³, 10⁻⁴) serves functions that change a hundred times faster.
USUAL = (1e-2, 1e-3, 1e-4)
ALL_STEPS = tuple(10.0**-k for k in range(1, 14))
# So near, g is right whatever the bounds say: a million times nearer than a person's slip.
SURELY = 1e-9
# The bounds are estimates: agreement is allowed 3 of them, contradiction needs 10.
WITHIN, BEYOND = 3.0, 10.0
# A relative error up to this is not told from rounding in g itself.
TOLERANCE = 1e-7
# A bound is tight if three of it stay below this: an answer wrong by a thousandth cannot hide in it.
TIGHTEST = 2e-4
# A derivative that is 0 has no relative error: the slope must be known to this, beside 1.
ZERO = 1e-8
# A value of f that rounding may change by more than this, relatively, contradicts nothing: sin(10^14 x).
KNOWN = 1e-3
# On a rung finer than its stairs floor(10^9 x) has slope 0: then a difference is gone, by this factor.
VANISHED = 1e-3
# Values of f below this are 0 or have lost their digits: 0.3^1000.
UNDERFLOW = 1e-300


class Finding(NamedTuple):
    """What one point says.

    Attributes:
        verdict: agrees; contradicted; undecided; missing (f has a slope there, the derivative no value).
        error: The relative difference from the measured slope; the difference itself if flat.
        given: The derivative's value.
        measured: The slope.
        flat: Both are 0 to within rounding, as on the flat ends of tanh: true of many wrong answers, too.
    """

    verdict: Literal["agrees", "contradicted", "undecided", "missing"]
    error: float = math.inf
    given: float = math.nan
    measured: float = math.nan
    flat: bool = False


UNDECIDED = Finding("undecided")


class Rung(NamedTuple):
    """One step: the slope R, and the bounds of its error by truncation and by rounding."""

    measured: float
    truncation: float
    rounding: float

    @property
    def bound(self) -> float:
        """The whole error."""
        return self.truncation + self.rounding


class Evidence(NamedTuple):
    """What is known at a point.

    Attributes:
        x: The coordinate that moves.
        value: f there.
        given: The derivative's value.
        slopes: D(h) for ALL_STEPS.
        noise: How far rounding moves f.
        given_noise: How far it moves the derivative.
        stepped: Has f steps (floor, sign, mod)?
    """

    x: float
    value: float
    given: float
    slopes: Sequence[float]
    noise: float
    given_noise: float
    stepped: bool


def plain(given: float, slopes: Sequence[float], *, is_zero: bool) -> Finding | None:
    """Agreement that is seen at the usual steps; None if it needs more.

    `is_zero`: the derivative is the number 0, so that a slope of 0 is all there is to find.
    """
    if given == 0.0 and not is_zero and not any(slopes):
        return Finding("agrees", 0.0, given, 0.0, flat=True)
    best: Finding | None = None
    for coarse, fine in pairwise(slopes):
        measured = fine + (fine - coarse) / 99.0
        error, scale = abs(measured - given), max(abs(given), abs(measured))
        if scale and error <= SURELY * scale and (best is None or error < best.error * scale):
            best = Finding("agrees", error / scale, given, measured)
    return best


def judged(evidence: Evidence) -> Finding:
    """The judgement on the whole ladder of steps."""
    rungs = _rungs(evidence)
    if not rungs:
        return UNDECIDED
    best = min(rungs, key=lambda rung: rung.bound)
    given, noise = evidence.given, evidence.given_noise
    if not math.isfinite(given):
        smooth = best.bound <= TIGHTEST * abs(best.measured)
        return Finding("missing", math.inf, given, best.measured) if smooth else UNDECIDED
    difference = abs(best.measured - given)
    scale = max(abs(given), abs(best.measured))
    allowance = WITHIN * (best.bound + noise)
    if abs(given) <= BEYOND * noise and difference <= allowance <= ZERO:
        return Finding("agrees", difference, given, best.measured, flat=True)
    if difference <= max(TOLERANCE / BEYOND * scale, allowance) and allowance <= TIGHTEST * scale:
        return Finding("agrees", difference / scale, given, best.measured)
    if difference > BEYOND * (best.bound + noise) + TOLERANCE * scale and _persists(evidence, rungs, best):
        return Finding("contradicted", difference / scale, given, best.measured)
    return UNDECIDED


def _rungs(evidence: Evidence) -> list[Rung]:
    """The steps at which the slope has a value, from large ones to small ones."""
    rungs = []
    for coarse, fine, step in zip(evidence.slopes, evidence.slopes[1:], ALL_STEPS[1:], strict=False):
        measured = fine + (fine - coarse) / 99.0
        if math.isfinite(measured):
            rounding = (evidence.noise + UNDERFLOW) / (step * abs(evidence.x))
            rungs.append(Rung(measured, abs(measured - fine), rounding))
    return rungs


def _persists(evidence: Evidence, rungs: Sequence[Rung], best: Rung) -> bool:
    """Is the difference there for all smaller steps, down to where rounding would drown it?"""
    difference = abs(best.measured - evidence.given)
    # A value of exactly 0 (x + |x| for x < 0) is as well known as what the claimed slope would make of it.
    known = abs(evidence.value) or difference * ALL_STEPS[0] * abs(evidence.x)
    if evidence.noise > KNOWN * known:
        return False
    finer = rungs[rungs.index(best) :]
    left = [abs(rung.measured - evidence.given) for rung in finer]
    if evidence.stepped and min(left) <= VANISHED * difference:
        return False
    clear = [rest for rest, rung in zip(left, finer, strict=True) if rung.rounding < difference / 20.0]
    return len(clear) >= 2 and min(clear) > difference / 2.0
