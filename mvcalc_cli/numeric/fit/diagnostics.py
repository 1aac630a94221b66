"""Are the residuals nothing but chance? Runs of signs, the shape of their distribution, and neighbours alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.numeric.fit.normality import Normality, normality
from mvcalc_cli.numeric.fit.runs import DOUBT, Lag, Runs, lag, runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

# With fewer residuals their signs look random whatever the curve is.
_FEW = 8
# How many times the usual distance from the curve makes a row an outlier, and of how many rows that can be said.
_FAR = 6.0
_ENOUGH = 8


class Diagnosis(NamedTuple):
    """What the residuals show.

    Attributes:
        runs: Of signs in the order of x.
        lag: How alike neighbours are.
        normality: Whether they look normal.
    """

    runs: Runs | None
    lag: Lag | None
    normality: Normality | None

    @property
    def words(self) -> tuple[str, ...]:
        """A sentence for each test that has something to say: few rows never look odd, and that says nothing."""
        runs, lag, normality = self
        few = runs is not None and runs.positive + runs.negative < _FEW
        random = runs is not None and runs.p is not None and runs.p >= DOUBT
        unlike = lag is not None and lag.p >= DOUBT
        said = [
            runs.words if runs is not None and not (random and (few or not unlike)) else "",
            lag.words if lag is not None and not (unlike and few) else "",
            normality.words if normality is not None else "",
        ]
        return tuple(filter(None, said))

    @property
    def doubts(self) -> tuple[str, ...]:
        """The sentences about what chance does not explain."""
        return tuple(one.words for one in self if one is not None and one.p is not None and one.p < DOUBT)


def diagnose(residuals: Array, parameters: int = 0, *, perfect: bool = False) -> Diagnosis:
    """Test the residuals.

    Args:
        residuals: (y − f)/σ in the order of x, shape (n,).
        parameters: How many were fitted to the same rows.
        perfect: Whether they are nothing but rounding: nothing is tested then.
    """
    import numpy as np

    if perfect or not np.any(residuals) or len(residuals) - parameters < 2:
        return Diagnosis(None, None, None)
    return Diagnosis(runs(residuals), lag(residuals, parameters), normality(residuals, parameters))


def outlier(residuals: Array) -> tuple[int, float] | None:
    """The row farthest from the curve, and how many times as far as rows usually are (their median absolute residual
    is 0.6745 of a normal standard deviation); None where none is far, or so many lie on the curve that all others are.

    >>> import numpy as np
    >>> outlier(np.array([0.1, -0.2, 0.1, -0.1, 9.0, 0.2, -0.1, 0.1]))
    (4, 60.7...)
    """
    sizes = abs(residuals)
    ordered = sorted(sizes.tolist())
    usual = ordered[len(ordered) // 2] / 0.6745 if ordered else 0.0
    if len(ordered) < _ENOUGH or not usual > 0:
        return None
    row = int(sizes.argmax())
    far = float(sizes[row]) / usual
    return (row, far) if far >= _FAR else None
