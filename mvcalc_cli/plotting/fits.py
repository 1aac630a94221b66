"""Pictures of fits: data, the fitted curve through them, and the residuals beneath.

Data too many to be seen are drawn by some of them: one of each even part of the rows, so that a dense place stays
dense. Which of a part is taken moves along by the golden ratio: data with a period are not all met at one phase.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.plotting.plot import Curve, Hue, Layer, Panel, Plot, Range, Scatter, Style, Uprights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

# So many rows are drawn at most: with more, even the dots of a large terminal run together.
MOST: Final = 1_000
# With more rows than this, error bars and stems would be one dark area.
BARRED: Final = 100
# A panel is lower: with more dots than this nothing is seen in it but that there are many.
_MOST_BENEATH: Final = 300
# An interval narrower than this part of the height at its widest would only blur the curve.
_SEEN: Final = 0.12
# Points of the curves of an interval: they are smooth.
_FINE: Final = 201
# Room at the sides, as a part of the width: signs at the ends are whole.
_ROOM: Final = 0.02
# Room above the largest residual.
_ABOVE: Final = 1.1
# Residuals below this part of the values are rounding, not a shape.
_ROUNDING: Final = 1e-15
_GOLDEN: Final = (math.sqrt(5) - 1) / 2
# Curves beside each other.
LOOKS: Final[tuple[tuple[Style, Hue], ...]] = (
    ("solid", "first"),
    ("dashed", "second"),
    ("dotted", "third"),
    ("thin", "fourth"),
    ("solid", "fifth"),
    ("dashed", "end"),
)


class Rows(NamedTuple):
    """The rows that are drawn: abscissas, ordinates, fitted values and standard deviations (None: all alike)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    fitted: tuple[float, ...] = ()
    sigmas: tuple[float, ...] | None = None

    @property
    def residuals(self) -> tuple[float, ...]:
        """y − fitted, in units of sigma where there is one."""
        raw = (y - f for y, f in zip(self.ys, self.fitted, strict=True))
        if self.sigmas is None:
            return tuple(raw)
        return tuple(r / sigma for r, sigma in zip(raw, self.sigmas, strict=True))

    @property
    def is_few(self) -> bool:
        """Whether each has room for an error bar and a stem."""
        return len(self.xs) <= BARRED


def drawn_rows(x: Array, y: Array, fitted: Array | None = None, sigma: Array | None = None) -> Rows:
    """The rows to draw: all, or `MOST` of them, and then also those with the largest and the smallest residual.

    Args:
        x: Abscissas, shape (n,).
        y: Ordinates.
        fitted: The model there; None leaves the residuals out.
        sigma: Standard deviations; None where all are alike.
    """
    import numpy as np

    places = spread(len(y), MOST)
    if len(places) < len(y) and fitted is not None:
        with np.errstate(all="ignore"):
            r = y - fitted
        places = sorted({*places, int(r.argmin()), int(r.argmax())})
    return Rows(
        tuple(x[places].tolist()),
        tuple(y[places].tolist()),
        () if fitted is None else tuple(fitted[places].tolist()),
        None if sigma is None else tuple(sigma[places].tolist()),
    )


def spread(count: int, most: int) -> list[int]:
    """Places among `count` rows: all, or one of each of `most` even parts.

    >>> spread(3, 10), spread(100, 5)
    ([0, 1, 2], [0, 32, 44, 77, 89])
    """
    if count <= most:
        return list(range(count))
    ends = [k * count // most for k in range(most + 1)]
    return [low + int(k * _GOLDEN % 1 * (high - low)) for k, (low, high) in enumerate(pairwise(ends))]


def span(xs: Iterable[float]) -> Range:
    """From the lowest to the highest of some finite numbers; some range even where all are equal.

    >>> span((3.0, 1.0)), span((4.0,))
    ((1.0, 3.0), (3.6, 4.4))
    """
    known = [x for x in xs if math.isfinite(x)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if high - low > 1e-12 * max(abs(low), abs(high)):
        return low, high
    room = 0.1 * abs(low) or 1.0
    return low - room, high + room


def with_room(over: Range) -> Range:
    """A range with some room at its ends."""
    room = _ROOM * (over[1] - over[0])
    low, high = over[0] - room, over[1] + room
    return (low, high) if math.isfinite(low) and math.isfinite(high) else over


def is_wide(band: Curve, rows: Rows) -> bool:
    """Whether the ends of an interval are seen apart from the curve between them."""
    half = len(band.ys) // 2
    gaps = [high - low for low, high in zip(band.ys[:half], band.ys[half + 1 :], strict=True)]
    known = [gap for gap in gaps if math.isfinite(gap)]
    height = max(rows.ys, default=0.0) - min(rows.ys, default=0.0)
    return bool(known) and max(known) > _SEEN * height


def interval(ends: Callable[[Sequence[float]], tuple[list[float], list[float]]], over: Range, name: str) -> Curve:
    """The two ends of an interval along the axis, as one layer."""
    xs = [over[0] + (over[1] - over[0]) * k / (_FINE - 1) for k in range(_FINE)]
    low, high = ends(xs)
    return Curve((*xs, math.nan, *xs), (*low, math.nan, *high), name, "dotted", "quiet")


def fit_plot(rows: Rows, layers: Sequence[Layer], over: Range, names: tuple[str, str], *, headed: bool = True) -> Plot:
    """Data with error bars, over the curve of their fit; the residuals beneath.

    Args:
        rows: What is drawn of the data.
        layers: The fitted curve, of the hue "first", and what accompanies it.
        over: What the horizontal axis shows, without the room at its sides.
        names: Of the axes.
        headed: As of `Plot`.
    """
    from mvcalc_cli.plotting.frame import y_range_of

    told: list[Layer] = [*error_bars(rows), *layers, Scatter(rows.xs, rows.ys)]
    y_range = y_range_of(told, over)
    panel = residual_panel(rows) if rows.fitted else None
    return Plot(tuple(told), with_room(over), y_range, *names, panel=panel, headed=headed)


def error_bars(rows: Rows) -> list[Layer]:
    """One standard deviation up and down; nothing where these are not known, or too many."""
    if rows.sigmas is None or not rows.is_few:
        return []
    lows = tuple(y - sigma for y, sigma in zip(rows.ys, rows.sigmas, strict=True))
    highs = tuple(y + sigma for y, sigma in zip(rows.ys, rows.sigmas, strict=True))
    return [Uprights(rows.xs, lows, highs, "± σ", capped=True)]


def residual_panel(rows: Rows) -> Panel:
    """What the fit leaves over, as stems on a zero line; zero is in the middle."""
    found = rows.residuals
    name = "residuals" if rows.sigmas is None else "residuals / σ"
    largest = max((abs(r) for r in found if math.isfinite(r)), default=0.0)
    values = max((abs(y) for y in rows.ys if math.isfinite(y)), default=0.0)
    if rows.sigmas is None and largest <= _ROUNDING * values:  # a perfect fit: rounding would fill the panel
        largest = 0.0
    reach = _ABOVE * largest or 1.0
    return Panel((_stems(rows.xs, found) if rows.is_few else _some(rows.xs, found),), (-reach, reach), name)


def _stems(xs: tuple[float, ...], found: tuple[float, ...]) -> Uprights:
    return Uprights(xs, (0.0,) * len(xs), found, hue="second")


def _some(xs: tuple[float, ...], found: tuple[float, ...]) -> Scatter:
    """Residuals as dots, the smallest and the largest among them."""
    ends = {found.index(min(found)), found.index(max(found))}
    places = sorted({*spread(len(xs), _MOST_BENEATH), *ends})
    return Scatter(tuple(xs[k] for k in places), tuple(found[k] for k in places), hue="second")


def diagonal(over: Range) -> Curve:
    """Where y is its fitted value."""
    return Curve(over, over, "y = fitted", "solid", "first")


def numbers_of_rows(rows: int) -> Array:
    """1, 2, …: what stands on the axis of a model without predictors."""
    import numpy as np

    return np.arange(1.0, rows + 1)


def as_column(xs: Sequence[float]) -> Array:
    """Abscissas as a column that a model takes."""
    import numpy as np

    return np.asarray(xs, dtype=np.float64)


def as_list(values: Any, count: int) -> list[float]:
    """The values of a model at `count` abscissas; a constant model gives one number for all.

    >>> as_list(2.0, 3)
    [2.0, 2.0, 2.0]
    """
    import numpy as np

    found: list[float] = np.broadcast_to(np.asarray(values, dtype=np.float64), (count,)).tolist()
    return found
