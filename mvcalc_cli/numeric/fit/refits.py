"""Refits for a likelihood profile: one parameter is held, and the others go where chi² is lowest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.fit.damped import damped_step, spectrum
from mvcalc_cli.numeric.fit.held import Held, bounds_without
from mvcalc_cli.numeric.fit.metered import Metered
from mvcalc_cli.numeric.fit.way import noise, norms, unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mvcalc_cli.numeric.descent.objective import Bounds
    from mvcalc_cli.numeric.fit.solution import Solution

    Array = NDArray[np.float64]

Solve = Callable[..., "Solution"]

# What a refit may leave of chi², in units of s²: its square root is the cosine that counts as a right angle, by √rows.
_LEFT: Final = 1e-9
# Whole Gauss-Newton steps, tried first, and the part of the promised fall that each has to bring.
_WHOLE: Final = 8
_TRUE: Final = 0.25
# Steps of one run, and how often it is taken up again where it ran out of them.
_STEPS: Final = 40
_RUNS: Final = 3
# Ends at which chi² has settled: at a minimum, or at its lowest as others run away or stop to matter.
_SETTLED: Final = frozenset({"flat", "singular"})
# A fall of chi², in units of s², that is a better minimum and no rounding.
_LOWER: Final = 1e-5
# Two chi² nearer than this, relative, are the same; of these the one that has settled is taken.
_SAME: Final = 1e-9
# Guesses from the data alone, with the parameter held.
_GUESSES: Final = 3


class Refit(NamedTuple):
    """The lowest place that was found with one parameter held.

    Attributes:
        tau: √((chi² − minimum)/s²); infinite where the model has no value.
        theta: All parameters, shape (p,).
        settled: Whether chi² cannot be lowered from there; if not, τ is only an upper bound of what it should be.
        blind: Whether the model, or a derivative, has no value at one of the starts.
    """

    tau: float
    theta: Array
    settled: bool
    blind: bool = False

    def or_lower(self, other: Refit) -> Refit:
        """The better of two, which is blind if either is."""
        return (other if _better(other, self) else self)._replace(blind=self.blind or other.blind)


class LowerMinimumError(Exception):
    """A refit has found a chi² below that of the fit itself.

    Args:
        name: The parameter that was held.
        value: Where.
        chi2: What was found.
        lowest: What the fit has.
    """

    def __init__(self, name: str, value: float, chi2: float, lowest: float) -> None:
        super().__init__(name, value)
        self.words = (
            f"held at {name} = {value:.6g}, the others reach a lower chi² ({chi2:.6g}, of the fit {lowest:.6g}): "
            "the fit is not at the minimum"
        )


class Refits(NamedTuple):
    """Refits of one fit.

    Attributes:
        metered: The residuals.
        bounds: The box of the fit.
        solve: The solver.
        theta: The estimates.
        lowest: chi² there.
        variance: s², or 1 where the sigmas are absolute: the unit of τ².
        elsewhere: Minima with a lower chi² that guesses led to, (chi², θ) each, added as they are met.
    """

    metered: Metered
    bounds: Bounds | None
    solve: Solve
    theta: Array
    lowest: float
    variance: float
    elsewhere: list[tuple[float, Array]]

    def tau(self, chi2: float) -> float:
        """√((chi² − minimum)/s²)."""
        return math.sqrt(max((chi2 - self.lowest) / self.variance, 0.0))

    def best(self, index: int, value: float, starts: Iterable[Array], enough: float, certain: float = -1.0) -> Refit:
        """The lowest of the refits from several starts.

        Args:
            index: The parameter that is held.
            value: Where.
            starts: All parameters each, shape (p,).
            enough: A τ at which no further start is tried, if the refit has settled there.
            certain: A τ at which none is tried though it has not: that is below the threshold, and so is the end.

        Raises:
            LowerMinimumError: If chi² is below that of the fit.
            SpentError: If the budget is spent.
        """
        best: Refit | None = None
        blind = False
        for start in starts:
            found = self._from(index, value, start)
            blind |= found.blind
            if best is None or _better(found, best):
                best = found
            if best.tau <= (enough if best.settled else certain):
                break
        assert best is not None
        return best._replace(blind=blind)

    def _from(self, index: int, value: float, start: Array) -> Refit:
        """The refit from one start."""
        import numpy as np

        held = Held(self.metered, index, value)
        others = self._inside(index, np.delete(start, index))
        if not held.names:
            return self._judged(held, others, held.chi2(others), settled=True)
        try:
            found = self._straight(held, others) if self.bounds is None else None
            if found is not None:
                return self._judged(held, *found, settled=True)
            return self._searched(held, others)
        except UndefinedError:
            return self._judged(held, others, held.chi2(others), settled=False)._replace(blind=True)

    def _judged(self, held: Held, others: Array, chi2: float, *, settled: bool) -> Refit:
        if (chi2 - self.lowest) / self.variance < -_LOWER:
            raise LowerMinimumError(self.metered.names[held.index], held.value, chi2, self.lowest)
        return Refit(self.tau(chi2) if chi2 < math.inf else math.inf, held.whole(others), settled)

    def _straight(self, held: Held, others: Array) -> tuple[Array, float] | None:
        """The minimum by whole Gauss-Newton steps, each of which must keep its promise; None if one does not."""
        at = held.linearised(others)
        for _ in range(_WHOLE):
            delta = damped_step(spectrum(at.triangle, at.c, unit(norms(at)))).delta
            moved = at.triangle @ delta
            promised = float(moved @ (2 * at.c - moved))
            if promised <= max(_LEFT * self.variance, noise(others, at)):
                return others, at.chi2
            try:
                then = held.linearised(others + delta)
            except UndefinedError:
                return None
            if not at.chi2 - then.chi2 >= _TRUE * promised:
                return None
            others, at = others + delta, then
        return None

    def _searched(self, held: Held, others: Array) -> Refit:
        """The refit by the solver, taken up again where it runs out of steps."""
        box = bounds_without(self.bounds, held.index)
        settled = False
        for _ in range(_RUNS):
            found = self.solve(held, others, bounds=box, tolerance=self.tolerance, max_steps=_STEPS)
            others = found.theta
            settled = found.ending.converged or found.ending.reason in _SETTLED
            if found.ending.reason != "max_steps":
                break
        return self._judged(held, others, found.end.chi2, settled=settled)

    @property
    def tolerance(self) -> float:
        """The cosine that counts as a right angle."""
        return math.sqrt(_LEFT / self.metered.rows)

    def by_promise(self, index: int, value: float, starts: Sequence[Array]) -> list[Array]:
        """Starts by their chi² with the parameter held, the lowest first; those without a value are left out."""
        import numpy as np

        held = Held(self.metered, index, value)
        others = [self._inside(index, np.delete(start, index)) for start in starts]
        found = sorted((held.chi2(each), k) for k, each in enumerate(others))
        return [held.whole(others[k]) for chi2, k in found if chi2 < math.inf]

    def guessed(self, index: int, value: float, below: float) -> list[Array]:
        """Minima with a lower τ that searches from the data alone lead to; none of rows that are not in memory."""
        import numpy as np

        from mvcalc_cli.numeric.fit.starts import guesses

        model, data = (getattr(self.metered.residuals, each, None) for each in ("model", "data"))
        names = self.metered.names
        if model is None or data is None or model.is_linear or len(names) < 2:
            return []
        found = islice(guesses(model.bound({names[index]: value}), data, bounds_without(self.bounds, index)), _GUESSES)
        held = Held(self.metered, index, value)
        starts = [np.array([theta[name] for name in held.names]) for theta in found]
        ends = [self._minimum(held, start, below) for start in starts]
        return [held.whole(end) for end in ends if end is not None]

    def _minimum(self, held: Held, start: Array, below: float) -> Array | None:
        """Where a guess leads; None if not to a minimum proper, but to a spike through one of the rows, or a plateau.

        Nor where chi² is lower than that of the fit: what is asked for are the intervals of that.
        """
        box = bounds_without(self.bounds, held.index)
        try:
            found = self.solve(held, start, bounds=box, tolerance=self.tolerance, max_steps=_STEPS)
        except UndefinedError:
            return None
        if not found.ending.converged:
            return None
        if (found.end.chi2 - self.lowest) / self.variance < -_LOWER:
            self.elsewhere.append((found.end.chi2, held.whole(found.theta)))
            return None
        return found.theta if self.tau(found.end.chi2) < below else None

    def _inside(self, index: int, others: Array) -> Array:
        import numpy as np

        box = bounds_without(self.bounds, index)
        return others if box is None else np.clip(others, box.lower, box.upper)


def _better(one: Refit, other: Refit) -> bool:
    if math.isfinite(one.tau) and abs(one.tau - other.tau) <= _SAME * one.tau:
        return one.settled and not other.settled
    return one.tau < other.tau


def slope(names: Sequence[str], inner: Sequence[str], covariance: Any, index: int) -> Array:
    """How all parameters follow one, to first order, per unit of it: cov(others, k)/cov(k, k), shape (p,).

    >>> import numpy as np
    >>> slope(("a", "b"), ("a", "b"), np.array([[4.0, -2.0], [-2.0, 9.0]]), 0).tolist()
    [1.0, -0.5]
    """
    import numpy as np

    found = np.zeros(len(names))
    found[index] = 1.0
    if covariance is not None and names[index] in inner:
        k = list(inner).index(names[index])
        for row, name in enumerate(inner):
            found[list(names).index(name)] = covariance[row, k] / covariance[k, k]
    return found
