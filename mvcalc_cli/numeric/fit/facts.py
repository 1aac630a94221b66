"""What has to be known of the rows beyond the fit itself: sums, gathered in one pass and added piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mvcalc_cli.numeric.fit.data import Data, Source

    Array = NDArray[np.float64]


class Facts(NamedTuple):
    """Sums over rows; two pieces of the rows are added by `merged`.

    Attributes:
        rows: n.
        weight: Σ w, where w = 1/σ², or 1 where there is no σ.
        mean: Σ w y / Σ w.
        about_mean: Σ w (y − mean)²: the scatter that a model with a constant is held against.
        log_sigma: Σ ln σ, for the likelihood; 0 where there is no σ.
        ranges: The least and the greatest value of each predictor.
    """

    rows: int = 0
    weight: float = 0.0
    mean: float = 0.0
    about_mean: float = 0.0
    log_sigma: float = 0.0
    ranges: Mapping[str, tuple[float, float]] = {}

    @property
    def about_zero(self) -> float:
        """Σ w y²: what a model without a constant is held against."""
        return self.about_mean + self.weight * self.mean * self.mean

    @classmethod
    def of(cls, data: Data) -> Facts:
        """The sums of some rows."""
        import numpy as np

        if data.rows == 0:
            return cls()
        weights = np.ones(data.rows) if data.sigma is None else data.sigma**-2.0
        weight = float(weights.sum())
        mean = _mean(data.y, weights)
        deviations = data.y - mean
        return cls(
            data.rows,
            weight,
            mean,
            float(weights @ (deviations * deviations)),
            0.0 if data.sigma is None else float(np.log(data.sigma).sum()),
            {name: (float(values.min()), float(values.max())) for name, values in data.columns.items()},
        )

    def merged(self, other: Facts) -> Facts:
        """The sums of both pieces.

        Reference: Chan, Golub and LeVeque (1983), "Algorithms for computing the sample variance".

        >>> Facts(1, 1.0, 2.0).merged(Facts(1, 1.0, 4.0)).about_mean
        2.0
        """
        if not self.rows or not other.rows:
            return self if self.rows else other
        weight = self.weight + other.weight
        apart, share = other.mean - self.mean, other.weight / weight
        return Facts(
            self.rows + other.rows,
            weight,
            self.mean + apart * share,
            self.about_mean + other.about_mean + apart * apart * self.weight * share,
            self.log_sigma + other.log_sigma,
            {name: _wider(span, other.ranges[name]) for name, span in self.ranges.items()},
        )


def facts(source: Source) -> Facts:
    """The sums of all the rows, in one pass, on all cores where the source has a crew; only sums are kept."""
    total = Facts()
    for part in _parts(source):
        total = total.merged(part)
    return total


def of_piece(data: Data, request: None = None, first: int = 0) -> Facts:  # noqa: ARG001 - what a crew calls
    """The sums of one piece of a source, as its crew works it out."""
    return Facts.of(data)


def _parts(source: Any) -> Iterable[Facts]:
    """The sums of each piece, in the order of the rows."""
    if not hasattr(source, "crew"):
        return (Facts.of(piece) for piece in source.chunks())
    with source.crew(of_piece) as crew:
        found: list[Facts] = crew.each(None)
    return found


def _mean(y: Array, weights: Array) -> float:
    """The weighted mean, from the first row on: exact for a constant y, whatever its size."""
    first = float(y[0])
    return first + float(weights @ (y - first)) / float(weights.sum())


def _wider(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return min(one[0], other[0]), max(one[1], other[1])
