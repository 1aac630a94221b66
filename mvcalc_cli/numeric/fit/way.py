"""The way of a solver: where it stands, what it has seen, and what it tells those who watch."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.bounded import active, free, inside
from mvcalc_cli.numeric.fit.damped import Spectrum, spectrum
from mvcalc_cli.numeric.fit.solution import Reason, Step

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array, Linearised, Residuals

Watch = Callable[[Step], None]
# A perfect fit leaves no more than this part of y, however large the terms of the model are.
_NOTHING: Final = 1e-8
# Residuals up to so many times their rounding are nothing but that.
_EXACT: Final = 8.0
_EPS: Final = 2.220446049250313e-16


class Place(NamedTuple):
    """A point of the way.

    Attributes:
        theta: Shape (p,).
        local: The problem there.
        held: For each parameter −1 or 1 if a bound holds it.
    """

    theta: Array
    local: Linearised
    held: tuple[int, ...]

    @property
    def loose(self) -> Any:
        """Which parameters may move, shape (p,)."""
        return free(self.held)

    @property
    def norms(self) -> Array:
        """‖∂f/∂θ‖ of each parameter, shape (p,)."""
        return norms(self.local)

    @property
    def rounding(self) -> float:
        """About how large a residual vector rounding alone makes."""
        return rounding(self.theta, self.local)

    @property
    def noise(self) -> float:
        """About how much of chi² is rounding."""
        return noise(self.theta, self.local)

    def taken(self, scale: Array) -> Spectrum:
        """The problem of the free parameters, taken apart in scaled ones."""
        if not any(self.held):
            return spectrum(self.local.triangle, self.local.c, scale)
        loose = self.loose
        return spectrum(self.local.triangle[:, loose], self.local.c, scale[loose])

    @property
    def leaves_nothing(self) -> bool:
        """Whether the residuals are no more than rounding, and little beside y."""
        within = self.local.chi2 <= (_EXACT * self.rounding) ** 2
        return within and (not self.local.size or self.local.chi2 <= (_NOTHING * self.local.size) ** 2)

    @property
    def is_drowned(self) -> bool:
        """Whether rounding is as large as the residuals, which are not small: what is lowest cannot be told."""
        return self.local.chi2 <= (_EXACT * self.rounding) ** 2 and not self.leaves_nothing

    def cosine(self, taken: Spectrum) -> float:
        """The part of the residuals that the derivatives can still take away, 0 … 1."""
        return min(1.0, taken.offset / math.sqrt(self.local.chi2)) if self.local.chi2 > 0 else 0.0


class Way:
    """Goes from place to place and keeps the steps.

    Attributes:
        here: The last place that was taken.
        first: The start.
        steps: All that was tried.
    """

    def __init__(self, residuals: Residuals, start: Any, bounds: Bounds | None, watch: Watch | None) -> None:
        import numpy as np

        self.residuals = residuals
        self.bounds = bounds
        self.steps: list[Step] = []
        self._watch = watch
        theta = inside(np.array(start, dtype=np.float64), bounds)
        self.here = self.first = self.place(theta, residuals.linearised(theta))
        self.record(self.here, self.cosine(self.here))

    def place(self, theta: Array, local: Linearised) -> Place:
        """θ with the problem there."""
        return Place(theta, local, active(theta, local.gradient, self.bounds) if self.bounds else (0,) * len(theta))

    def tried(self, theta: Array) -> Place | None:
        """The place at θ; None where the model or a derivative has no value."""
        import numpy as np

        try:
            local = self.residuals.linearised(theta)
        except UndefinedError:
            return None
        if not (math.isfinite(local.chi2) and np.isfinite(local.triangle).all() and np.isfinite(local.c).all()):
            return None
        return self.place(theta, local)

    def chi2(self, theta: Array) -> float:
        """chi² at θ; infinite where there is none."""
        chi2 = self.residuals.chi2(theta)
        return math.inf if math.isnan(chi2) else chi2

    def cosine(self, place: Place) -> float:
        """As Place.cosine, in the scale of the place itself."""
        return place.cosine(place.taken(unit(place.norms)))

    def record(self, place: Place, norm: float, damping: float = 0.0) -> None:
        """A place is taken."""
        self.here = place
        self._keep(Step(len(self.steps), place.theta, place.local.chi2, norm, damping))

    def arrived(self, tolerance: float) -> Reason | None:
        """Why the last place is a minimum: by the cosine of residuals and derivatives, or without residuals."""
        if self.steps[-1].norm <= tolerance:
            return "gradient"
        return "exact" if self.here.leaves_nothing else None

    def refuse(self, theta: Array, chi2: float, damping: float = 0.0) -> None:
        """A place was tried and is not taken."""
        last = self.steps[-1]
        self._keep(Step(len(self.steps), theta, chi2, last.norm, damping, accepted=False))

    def _keep(self, step: Step) -> None:
        self.steps.append(step)
        if self._watch is not None:
            self._watch(step)


def unit(norms: Array) -> Array:
    """A scale that divides by no 0: a parameter that is not seen counts as 1."""
    import numpy as np

    return np.where(norms > 0, norms, 1.0)


def norms(local: Linearised) -> Array:
    """The lengths of the columns of R, shape (p,)."""
    import numpy as np

    return np.asarray(np.hypot.reduce(local.triangle, axis=0))


def rounding(theta: Array, local: Linearised) -> float:
    """About how large a residual vector rounding alone makes."""
    import numpy as np

    return _EPS * max(local.size, float(norms(local) @ np.abs(theta)))


def noise(theta: Array, local: Linearised) -> float:
    """About how much of chi² is rounding."""
    each = rounding(theta, local)
    return 4 * each * (math.sqrt(local.chi2) + each) + 4 * _EPS * local.chi2
