"""Are the residuals nothing but chance? Runs of signs, the shape of their distribution, and neighbours alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.numeric.fit.normality import Normality, normality
from mvcalc_cli.numeric.fit.runs import Lag, Runs, lag, runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


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
        """A sentence for each test that could be made."""
        return tuple(one.words for one in self if one is not None)


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
