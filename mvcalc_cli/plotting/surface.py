"""Functions of two variables as layers: contours, heat maps, fields of arrows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.plotting.plot import Arrow, Arrows, Contours, Heat, Level, Range

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree

# Samples along each axis for contours: a terminal of 200 columns has 400 dots, lines between samples are straight.
FINE: Final = 201
# Values of a heat map along each axis: more than the cells of a terminal, fewer than its dots.
HEAT: Final = (160, 100)
# Arrows along each axis: they must not touch.
ARROWS: Final = (13, 7)
# Parts of the area below the levels of `rings`.
_RINGS: Final = (0.04, 0.25, 0.62, 0.92)
# Contours in one picture.
_LEVELS: Final = 5
# Values spread by such a factor have levels in growing steps.
_DECADES: Final = 15.0
# The levels leave out this part of the values at both ends: the sides of a pole, a single deep point.
_TAIL: Final = 0.02


class Grid(NamedTuple):
    """Values over a box: xs of shape (m,), ys of shape (n,), values of shape (n, m), nan where undefined."""

    xs: Any
    ys: Any
    values: Any

    @property
    def is_empty(self) -> bool:
        """Is the function undefined at every sample?"""
        import numpy as np

        return not bool(np.isfinite(self.values).any())


class Box(NamedTuple):
    """What the axes show."""

    x: Range
    y: Range


def grid(tree: Tree, names: Sequence[str], box: Box, shape: tuple[int, int] = (FINE, FINE)) -> Grid:
    """The values of a function of two variables on an even grid of `shape` = (columns, rows).

    >>> from mvcalc_cli.language import parse
    >>> grid(parse("x + y").tree, ("x", "y"), Box((0.0, 1.0), (0.0, 2.0)), (2, 2)).values.tolist()
    [[0.0, 1.0], [2.0, 3.0]]
    """
    import numpy as np

    from mvcalc_cli.numeric.program import array_program

    xs, ys = np.linspace(*box.x, shape[0]), np.linspace(*box.y, shape[1])
    across, upward = np.meshgrid(xs, ys)
    found = array_program(tree, tuple(names)).values([across, upward])
    return Grid(xs, ys, np.where(np.isfinite(found), found, np.nan))


def contours(found: Grid, levels: Sequence[float], name: str = "") -> Contours:
    """The lines of equal value; none across a pole or where the function is undefined."""
    import numpy as np
    from contourpy import FillType, LineType, SerialContourGenerator, ZInterp

    values = _without_poles(found.values)
    # The class itself: its front door imports numpy.ma, which costs 10 ms, to find the mask that we have.
    across, upward = np.meshgrid(found.xs, found.ys)
    generator = SerialContourGenerator(
        across,
        upward,
        values,
        ~np.isfinite(values),
        corner_mask=True,
        line_type=LineType.Separate,
        fill_type=FillType.OuterOffset,
        quad_as_tri=False,
        z_interp=ZInterp.Linear,
    )
    drawn = []
    for level in levels:
        found_lines: list[Any] = list(generator.lines(level))
        lines = tuple((_floats(line[:, 0]), _floats(line[:, 1])) for line in found_lines if len(line) > 1)
        drawn.append(Level(level, lines))
    return Contours(tuple(drawn), name)


def _floats(column: Any) -> tuple[float, ...]:
    return tuple(column.tolist())


def _without_poles(values: Any) -> Any:
    """nan where a cell spans a pole or a jump: a step far larger than the steps beside it, with a change of sign."""
    import numpy as np

    found = values.copy()
    for axis in (0, 1):
        steps = np.abs(np.diff(values, axis=axis))
        known = steps[np.isfinite(steps)]
        if known.size == 0:
            continue
        usual = np.quantile(known, 0.9)
        signs = np.sign(values)
        turns = (
            np.take(signs, range(1, signs.shape[axis]), axis) * np.take(signs, range(signs.shape[axis] - 1), axis) < 0
        )
        sudden = (steps > 50 * max(usual, 1e-300)) & turns
        low = np.concatenate([sudden, np.zeros_like(np.take(sudden, [0], axis))], axis)
        found[low] = np.nan
    return found


def nice_levels(found: Grid, count: int = _LEVELS) -> tuple[float, ...]:
    """Values for contours: even steps of 1, 2 or 5, so that lines lie close where the function is steep.

    Where the values span decades, even steps would leave most of the picture empty: 1, 2, 5, 10, … if all are
    positive, else parts of the area (see `is_even`).
    """
    import numpy as np

    known = found.values[np.isfinite(found.values)]
    if known.size == 0:
        return ()
    lowest, highest = float(known.min()), float(known.max())
    if highest - lowest <= 1e-9 * max(abs(lowest), abs(highest)):
        return ()
    low, high = (float(np.quantile(known, part)) for part in (_TAIL, 1 - _TAIL))
    if not _spans_decades(known, lowest, highest):
        return _even_levels(*((low, high) if high > low else (lowest, highest)))
    return _decades(low, high) if lowest >= 0 else _by_area(found, known, lowest, highest, count)


def rings(found: Grid) -> tuple[float, ...]:
    """Few levels that grow from the lowest value, so that every valley has its rings; by area where none is inside."""
    import numpy as np

    known = found.values[np.isfinite(found.values)]
    if known.size == 0:
        return ()
    lowest, highest = float(known.min()), float(known.max())
    if highest - lowest <= 1e-9 * max(abs(lowest), abs(highest)):
        return ()
    if not _is_inside(found.values, -1):
        return _by_area(found, known, lowest, highest, len(_RINGS))
    wanted = [float(value) for value in np.quantile(known, _RINGS)]
    chosen = {_plain(value, 0.5 * (value - lowest)) for value in wanted if value > lowest}
    return tuple(value for value in sorted(chosen) if lowest < value < highest)


def is_even(levels: Sequence[float]) -> bool:
    """Are the steps from level to level the same?

    >>> is_even((2.0, 4.0, 6.0)), is_even((1.0, 10.0, 100.0))
    (True, False)
    """
    steps = [b - a for a, b in pairwise(levels)]
    return not steps or max(steps) <= 1.001 * min(steps)


def _spans_decades(known: Any, lowest: float, highest: float) -> bool:
    """Is what lies above the lowest value (or below the highest) of very different size?"""
    import numpy as np

    near, far = (float(np.quantile(known, part)) for part in (0.1, 0.9))
    above, below = (far - lowest) / max(near - lowest, 1e-300), (highest - near) / max(highest - far, 1e-300)
    return max(above, below) > _DECADES


def _even_levels(low: float, high: float) -> tuple[float, ...]:
    """The multiples of a step of 1, 2 or 5 between two values, about half a dozen."""
    power = 10.0 ** math.floor(math.log10(high - low))
    for part in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0):
        step = part * power
        first, last = math.ceil(low / step), math.floor(high / step)
        if last - first < _LEVELS + 2:
            break
    return tuple(float(f"{k * step:.10g}") for k in range(first, last + 1))


def _decades(low: float, high: float) -> tuple[float, ...]:
    """1, 2, 5, 10, … between two positive values; powers of ten alone where these are too many."""
    first, last = math.floor(math.log10(max(low, 1e-6 * high))), math.ceil(math.log10(high))
    for parts in ((1.0, 2.0, 5.0), (1.0,)):
        found = [part * 10.0**k for k in range(first, last + 1) for part in parts]
        levels = tuple(float(f"{level:.10g}") for level in found if low < level < high)
        if len(levels) <= _LEVELS + 2:
            return levels
    return levels


def _by_area(found: Grid, known: Any, lowest: float, highest: float, count: int) -> tuple[float, ...]:
    """Plain numbers between which equal parts of the picture lie; squares of parts around a minimum."""
    import numpy as np

    wanted = [float(np.quantile(known, part)) for part in _parts(found, count)]
    gaps = [b - a for a, b in pairwise(wanted) if b > a]
    least = (highest - lowest) * 1e-6
    chosen = {_plain(value, max(min(gaps, default=least), least, 0.05 * abs(value))) for value in wanted}
    return tuple(value for value in sorted(chosen) if lowest < value < highest)


def _parts(found: Grid, count: int) -> list[float]:
    """Parts of the area that lie below the levels: squares for a bowl, the same from above for a dome, else even."""
    even = [(k + 0.7) / (count + 0.4) for k in range(count)]
    low, high = _is_inside(found.values, -1), _is_inside(found.values, 1)
    if low == high:
        return even
    return [part**2 for part in even] if low else [1 - part**2 for part in reversed(even)]


def _is_inside(values: Any, sign: int) -> bool:
    """Is the highest value (sign 1), or the lowest (−1), not at the edge of the picture?"""
    import numpy as np

    row, column = np.unravel_index(np.nanargmax(sign * values), values.shape)
    return bool(0 < row < values.shape[0] - 1 and 0 < column < values.shape[1] - 1)


def _plain(value: float, step: float) -> float:
    """The number with the fewest digits within half a step of a value."""
    power = 10.0 ** math.ceil(math.log10(step))
    for part in (10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05):
        unit = part * power
        near = round(value / unit) * unit
        if abs(near - value) <= 0.4 * step:
            return float(f"{near:.10g}")
    return float(f"{value:.6g}")


def heat(tree: Tree, names: Sequence[str], box: Box, name: str = "") -> Heat:
    """The values as colours; those far outside of the others are cut to the rest, or a pole would take all colours."""
    import numpy as np

    found = grid(tree, names, box, HEAT).values
    known = found[np.isfinite(found)]
    if known.size:
        low, high = np.quantile(known, (_TAIL, 1 - _TAIL))
        room = 3 * (high - low)
        if room > 0:
            found = np.clip(found, low - room, high + room)
    return Heat(tuple(tuple(row) for row in found.tolist()), box.x, box.y, name)


def arrows(trees: tuple[Tree, Tree], names: Sequence[str], box: Box, name: str = "") -> Arrows:
    """A field of two components on an even grid, not on the edges; its strength is its length beside the longest."""
    import numpy as np

    columns, rows = ARROWS
    inner = Box(_inset(box.x, columns), _inset(box.y, rows))
    first, second = (grid(tree, names, inner, ARROWS) for tree in trees)
    lengths = np.hypot(first.values, second.values)
    known = lengths[np.isfinite(lengths)]
    longest = float(np.quantile(known, 0.95)) if known.size else 0.0
    found = []
    for row, y in enumerate(first.ys.tolist()):
        for column, x in enumerate(first.xs.tolist()):
            length = float(lengths[row, column])
            if math.isfinite(length) and length > 1e-12 * longest:
                dx, dy = float(first.values[row, column]), float(second.values[row, column])
                found.append(Arrow(x, y, dx, dy, min(length / longest, 1.0) if longest else 1.0))
    return Arrows(tuple(found), name)


def _inset(range_: Range, count: int) -> Range:
    """The centres of so many even parts: the first and the last."""
    half = (range_[1] - range_[0]) / (2 * count)
    return range_[0] + half, range_[1] - half


# Boxes that are looked at where none is given, from −r to r.
_USUAL: Final = 3.0
USUAL_BOX: Final = Box((-_USUAL, _USUAL), (-_USUAL, _USUAL))
_RADII: Final = (3.0, 5.0, 10.0, 1.0, 30.0, 100.0, 1000.0)
# A box in which less than this part of the function is defined is not worth looking at.
_LEAST: Final = 0.1
_SEARCH: Final = 81
# More minima and maxima than this are waves.
_FEW: Final = 9


def box_of(tree: Tree, names: Sequence[str]) -> Box:
    """The box that a person would choose: the usual one, or one that holds the minima and maxima it is too small for.

    >>> from mvcalc_cli.language import parse
    >>> box_of(parse("x^2 + y^2").tree, ("x", "y"))
    Box(x=(-3.0, 3.0), y=(-3.0, 3.0))
    """
    import numpy as np

    for radius in _RADII:
        square = Box((-radius, radius), (-radius, radius))
        if np.isfinite(grid(tree, names, square, (_SEARCH, _SEARCH)).values).mean() >= _LEAST:
            break
    else:
        return USUAL_BOX
    if radius != _USUAL:
        return square
    wide = grid(tree, names, Box((-10.0, 10.0), (-10.0, 10.0)), (_SEARCH, _SEARCH))
    places = _extrema(wide)
    if not 1 <= len(places) <= _FEW or all(  # none, or waves everywhere, or all of it in sight
        max(abs(x), abs(y)) < 0.8 * _USUAL for x, y in places
    ):
        return square
    return Box(_holding([x for x, _ in places]), _holding([y for _, y in places]))


def _extrema(found: Grid) -> list[tuple[float, float]]:
    """The inner samples lower, or higher, than their eight neighbours."""
    import numpy as np

    values = found.values
    centre = values[1:-1, 1:-1]
    n, m = values.shape
    around = np.stack(
        [values[1 + i : n - 1 + i, 1 + j : m - 1 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    )
    extreme = np.all(centre < around, axis=0) | np.all(centre > around, axis=0)
    return [(float(found.xs[j + 1]), float(found.ys[i + 1])) for i, j in zip(*np.nonzero(extreme), strict=True)]


def _holding(places: list[float]) -> Range:
    """A round range around some places, with room at its sides."""
    low, high = min(places), max(places)
    room = max(0.25 * (high - low), 2.0)
    return float(math.floor(low - room)), float(math.ceil(high + room))


def solutions_box(tree: Tree, names: Sequence[str]) -> Box:
    """The box that holds where a function is 0: the smallest usual one that the curve does not leave, else the usual.

    >>> from mvcalc_cli.language import parse
    >>> box_of_circle = solutions_box(parse("x^2 + y^2 - 100").tree, ("x", "y"))
    >>> box_of_circle.x[1] > 10
    True
    """
    import numpy as np

    for radius in (3.0, 1.0, 10.0, 30.0, 100.0, 1000.0, 0.1):
        square = Box((-radius, radius), (-radius, radius))
        found = contours(grid(tree, names, square), (0.0,)).levels[0].lines
        if not found:
            continue
        xs = np.concatenate([line[0] for line in found])
        ys = np.concatenate([line[1] for line in found])
        inside = max(np.abs(xs).max(), np.abs(ys).max()) < 0.999 * radius
        if inside:
            return Box(_close(xs), _close(ys))
    return Box((-2 * _USUAL, 2 * _USUAL), (-2 * _USUAL, 2 * _USUAL))


def _close(places: Any) -> Range:
    low, high = float(places.min()), float(places.max())
    room = 0.15 * (high - low) or 1.0
    return low - room, high + room
