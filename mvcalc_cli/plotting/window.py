"""The horizontal range that a person would choose: where a function is defined and where something happens."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.breaks import edge
from mvcalc_cli.plotting.plot import Range
from mvcalc_cli.plotting.sampling import visible_height

# Half the width where nothing asks for another one.
USUAL: Final = 5.0
# The scales that are searched, the usual one first, and the samples on each.
_SCALES: Final = (10.0, 100.0, 1000.0)
_SAMPLES: Final = 601
# More turning points and zeros than this on the first scale are an oscillation.
_MANY: Final = 12
# Less than this part of a scale is not worth looking at; the domain may be seen whole on a larger one.
_MOST_ENDS: Final = 4
# A turn by less than this part of the height is a ripple.
_SWING: Final = 0.15
# So many times more zeros and turning points than wide swings are ripples on something larger.
_RIPPLES: Final = 4
# As many tell whether an oscillation is even.
_SOME: Final = 5
_LEAST: Final = 0.02
# Room at the sides of what is to be seen, as a part of its width.
_ROOM: Final = 0.2
# A window so many times higher than what happens in it hides it.
_TOO_HIGH: Final = 4.0
# Tails that change by less than this part of the height are flat.
_FLAT: Final = 0.01
# Half of the curve lower than this part of the height: it cannot be seen to move.
_HIDDEN: Final = 1 / 30
# A range may be widened towards the usual one until it is so many times as high.
_TALLER: Final = 1.5
_ROUND: Final = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


class Features(NamedTuple):
    """Where something happens: zeros and turning points, and the ends of the domain, in order."""

    places: tuple[float, ...]
    ends: tuple[float, ...]


def window(trees: Sequence[Tree], variable: str, points: Sequence[float] = ()) -> Range:
    """Where to look at functions of one variable.

    Args:
        trees: The functions.
        variable: Their variable.
        points: What must be inside: where a tangent touches.

    >>> from mvcalc_cli.language import parse
    >>> [window([parse(text).tree], "x") for text in ("x^2", "log(x)", "asin(x)", "x^2 - 100x")]
    [(-5.0, 5.0), (0.0, 5.0), (-1.0, 1.0), (-20.0, 120.0)]
    """
    found = [_window(lambda xs, f=f: f.values([xs])) for f in (program(tree, (variable,)) for tree in trees)]  # type: ignore[misc]
    known = [one for one in found if one is not None]
    low, high = (min(a for a, _ in known), max(b for _, b in known)) if known else (-USUAL, USUAL)
    return _with_points(low, high, points)


def _with_points(low: float, high: float, points: Sequence[float]) -> Range:
    """The range, so far extended that the points are well inside."""
    for point in points:
        room = 0.2 * (high - low)
        if not low <= point <= high:
            low, high = _rounded(min(low, point - room), max(high, point + room))
    return low, high


def _window(values: Callable[[list[float]], list[float]]) -> Range | None:
    """The range for one function; None if it is defined nowhere on the usual scales."""
    first = _features(values, _SCALES[0])
    if first is None:
        return _far_away(values)
    if len(first.places) > max(_MANY, _RIPPLES * _swings(values)):
        return -USUAL, USUAL
    if len(first.places) > _MANY:
        return _oscillation(_close_up(values, first))
    if len(first.ends) == 2 and _is_defined(values, (first.ends[0] + first.ends[1]) / 2):
        return first.ends[0], first.ends[1]
    places = _all_places(values, first)
    low, high = _around(values, places)
    return _within_domain(first.ends, values, low, high)


def _far_away(values: Callable[[list[float]], list[float]]) -> Range | None:
    """A function that is undefined near 0: from where it begins."""
    for scale in _SCALES[1:]:
        found = _features(values, scale)
        if found is None:
            continue
        if len(found.ends) >= 2:
            low, high = found.ends[0], found.ends[-1]
            inside = _is_defined(values, (low + high) / 2)
            return (low, high) if inside else _rounded(low - (high - low) / 2, high + (high - low) / 2)
        if not found.ends:
            continue
        start = found.ends[0]
        away = 2 * USUAL if start > 0 else -2 * USUAL
        return min(start, start + away), max(start, start + away)
    return None


def _is_defined(values: Callable[[list[float]], list[float]], x: float) -> bool:
    return math.isfinite(values([x])[0])


def _features(values: Callable[[list[float]], list[float]], scale: float) -> Features | None:
    """What happens from −scale to scale; None if the function is undefined there."""
    # Not even steps from −scale: a zero or an end of the domain should not fall on a sample by chance.
    xs = [-scale + 2 * scale * k / (_SAMPLES - 1) for k in range(_SAMPLES)]
    ys = values(xs)
    if sum(map(math.isfinite, ys)) < _LEAST * _SAMPLES:
        return None
    return Features(tuple(_places(xs, ys)), tuple(_ends(values, xs, ys)))


def _places(xs: list[float], ys: list[float]) -> list[float]:
    """Zeros, turning points and poles, between samples."""
    found: list[float] = []
    for k in range(1, len(xs) - 1):
        before, here, after = ys[k - 1], ys[k], ys[k + 1]
        if not math.isfinite(here):
            if math.isfinite(before) and math.isfinite(after):
                found.append(xs[k])
        elif here == 0.0:  # alone: exp(−x²) far out is 0 for want of smaller numbers
            if before and after:
                found.append(xs[k])
        elif here * after < 0:
            found.append(xs[k] + (xs[k + 1] - xs[k]) * here / (here - after))
        elif (here - before) * (after - here) < 0:
            found.append(xs[k])
    return _apart(found, 1.5 * (xs[1] - xs[0]))


def _apart(places: list[float], least: float) -> list[float]:
    """The places without those too close to the one before: a pole is met twice."""
    found: list[float] = []
    for place in places:
        if not found or place - found[-1] > least:
            found.append(place)
    return found


def _ends(values: Callable[[list[float]], list[float]], xs: list[float], ys: list[float]) -> list[float]:
    """The ends of the domain; a point that is missing alone is none, nor is an overflow."""
    found: list[float] = []
    for k, (a, b) in enumerate(pairwise(ys)):
        if math.isfinite(a) == math.isfinite(b):
            continue
        inside, outside = (k, k + 1) if math.isfinite(a) else (k + 1, k)
        beyond = 2 * outside - inside
        alone = 0 <= beyond < len(ys) and math.isfinite(ys[beyond])
        if alone or abs(ys[inside]) > 1e100:
            continue
        path = edge(lambda x: values([x])[0], (xs[inside], ys[inside]), xs[outside])
        end = path[-1][0] if path else xs[inside]
        if not path or abs(path[-1][1]) < 1e100:
            found.append(_plain(end))
    return found if len(found) <= _MOST_ENDS else []


def _plain(x: float) -> float:
    """A number found by bisection as it was meant: 1e-320 is 0, 0.9999999999999999 is 1."""
    return float(f"{x:.12g}") if abs(x) > 1e-9 else 0.0


def _swings(values: Callable[[list[float]], list[float]]) -> int:
    """How often the function turns on the first scale by a good part of its height."""
    ys = [y for _, y in _known(values, -_SCALES[0], _SCALES[0], _SAMPLES)]
    least = _SWING * visible_height(ys)
    count, up, extreme = 0, True, ys[0] if ys else 0.0
    for y in ys:
        if (y > extreme) == up:
            extreme = y
        elif abs(y - extreme) > least:
            count, up, extreme = count + 1, not up, y
    return count


def _close_up(values: Callable[[list[float]], list[float]], first: Features) -> Features:
    """An oscillation on the scale that shows a few of its periods: on a larger one samples would miss most."""
    found = first
    for scale in (1.0, 0.1, 0.01, 0.001):
        closer = _features(values, scale)
        if closer is None or len(closer.places) < _SOME:
            break
        found = closer
    return found


def _oscillation(found: Features) -> Range:
    """Two periods if the turning points are even, as of sin(50x); the usual range if not, as of sin(1/x)."""
    inner = sorted(found.places, key=abs)[: _MANY + 1]
    steps = [b - a for a, b in pairwise(sorted(inner))]
    middle = sorted(steps)[len(steps) // 2]
    if max(steps) < 1.6 * middle and min(steps) > 0.4 * middle:
        half = _plain_or_pi(_MANY / 3 * middle)
        return -half, half
    return -USUAL, USUAL


def _plain_or_pi(x: float) -> float:
    """A round number or a round multiple of π near x."""
    power = 10.0 ** math.floor(math.log10(x))
    round_numbers = [part * power * scale for part in _ROUND for scale in (0.1, 1.0)]
    return min((*round_numbers, *(number * math.pi for number in round_numbers)), key=lambda near: abs(near / x - 1))


def _all_places(values: Callable[[list[float]], list[float]], first: Features) -> list[float]:
    """What happens on the first scale, and on the larger ones as long as it is not more and more."""
    places = list(first.places)
    for scale in _SCALES[1:]:
        wider = _features(values, scale)
        further = [x for x in wider.places if abs(x) > 0.98 * _SCALES[0]] if wider else []
        if len(places) + len(further) > _MANY:
            return list(first.places)
        if further:
            inner = [x for x in places if abs(x) < 0.98 * _SCALES[0]]
            places = [*inner, *further]
    return places


def _around(values: Callable[[list[float]], list[float]], places: list[float]) -> Range:
    """A range that holds the places and shows them, the usual one if it does."""
    usual = (-USUAL, USUAL)
    if not places:
        return _readable(values, usual)
    low, high = min(places), max(places)
    if low == high and abs(low) > USUAL:
        return _rounded(min(0.0, 2 * low), max(0.0, 2 * high))
    if low == high:
        return _readable(values, (low - USUAL, low + USUAL) if abs(low) > USUAL / 2 else usual)
    room = _ROOM * (high - low)
    close = _rounded(low - room, high + room)
    if not (low >= -0.9 * USUAL and high <= 0.9 * USUAL):
        return close
    if _height(values, usual) > _TOO_HIGH * _height(values, close):
        return _widened(values, close, usual)
    return _readable(values, usual)


def _widened(values: Callable[[list[float]], list[float]], close: Range, usual: Range) -> Range:
    """The close range, each side moved towards the usual one as far as the picture does not become much higher."""
    most = _TALLER * _height(values, close)
    low, high = close
    for part in (1.0, 0.75, 0.5, 0.25):
        further = high + part * (usual[1] - high)
        if high == close[1] and _height(values, (low, further)) <= most:
            high = further
    for part in (1.0, 0.75, 0.5, 0.25):
        further = low + part * (usual[0] - low)
        if low == close[0] and _height(values, (further, high)) <= most:
            low = further
    return _rounded(low, high)


def _readable(values: Callable[[list[float]], list[float]], range_: Range) -> Range:
    """A narrower range where the function grows out of sight, or is flat but for its middle."""
    low, high = range_
    centre, half = (low + high) / 2, (high - low) / 2
    known = _known(values, low, high)
    ys = sorted(y for _, y in known)
    if not ys or ys[0] == ys[-1]:
        return range_
    left, right = known[0][1], known[-1][1]
    if max(left, right) == ys[-1] and _middling(ys) < _HIDDEN:
        return _less_steep(values, centre, half)
    height = visible_height(ys)
    busy = [abs(x - centre) for x, y in known if min(abs(y - left), abs(y - right)) > _FLAT * height]
    narrow = max(_nice_up(1.4 * max(busy)), 1.0) if any(busy) else 1.0
    return (centre - narrow, centre + narrow) if narrow < half else range_


def _known(
    values: Callable[[list[float]], list[float]], low: float, high: float, count: int = 201
) -> list[tuple[float, float]]:
    """The points of the graph at even places where there is a value."""
    xs = [low + (high - low) * k / (count - 1) for k in range(count)]
    return [(x, y) for x, y in zip(xs, values(xs), strict=True) if math.isfinite(y)]


def _less_steep(values: Callable[[list[float]], list[float]], centre: float, half: float) -> Range:
    """A range in which the larger half of an exponential is seen; a power looks the same at all scales."""
    before = _middling(sorted(y for _, y in _known(values, centre - half, centre + half)))
    for narrow in (3.0, 1.5, 0.8, 0.4, 0.2, 0.1, 0.05):
        now = _middling(sorted(y for _, y in _known(values, centre - narrow, centre + narrow)))
        if now < 2 * before:
            break
        half = narrow
        if now > _HIDDEN:
            break
        before = now
    return centre - half, centre + half


def _middling(ys: list[float]) -> float:
    """How high the middle one of sorted values stands, as a part of the height."""
    height = ys[-1] - ys[0] if ys else 0.0
    return (ys[len(ys) // 2] - ys[0]) / height if 0 < height < math.inf else 0.0


def _height(values: Callable[[list[float]], list[float]], range_: Range) -> float:
    low, high = range_
    ys = [y for _, y in _known(values, low, high)]
    return max(ys) - min(ys) if ys else 0.0


def _within_domain(
    ends: tuple[float, ...], values: Callable[[list[float]], list[float]], low: float, high: float
) -> Range:
    """A domain with one end begins or stops the picture."""
    if len(ends) != 1:
        return low, high
    end = ends[0]
    above = _is_defined(values, end + 0.01 * (high - low))
    if above:
        return end, max(_rounded(end, high)[1], end + USUAL)
    return min(_rounded(low, end)[0], end - USUAL), end


def _rounded(low: float, high: float) -> Range:
    """Outwards to round numbers."""
    step = _nice_down((high - low) / 8)
    return math.floor(low / step) * step, math.ceil(high / step) * step


def _nice_down(x: float) -> float:
    """The largest of 1, 2, 5, 10, … not above x."""
    power = 10.0 ** math.floor(math.log10(x))
    return max(part * power for part in (1.0, 2.0, 5.0) if part * power <= x * (1 + 1e-12))


def _nice_up(x: float) -> float:
    """The smallest of 1, 1.5, 2, 3, 4, 5, 6, 8, 10, … not below x."""
    power = 10.0 ** math.floor(math.log10(x))
    return min(part * power for part in _ROUND if part * power >= x * (1 - 1e-12))
