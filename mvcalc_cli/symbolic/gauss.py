"""Quadrature rules: Gauss and Kronrod in floats, many intervals at once; tanh-sinh in as many digits as wanted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import mul, sub
from typing import Any, Final, NamedTuple

from mvcalc_cli.symbolic.digits import Unmeasured, context

Many = Callable[[Sequence[float]], Sequence[float]]

# Kronrod's 15 points with Gauss's 7 among them, on [−1, 1]; the other half by symmetry.
# Reference: Piessens et al., QUADPACK, 1983, routine QK15.
_NODES: Final = (
    0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
    0.741531185599394439863864773280788, 0.586087235467691130294144691838259, 0.405845151377397166906606412076961,
    0.207784955007898467600689403773245, 0.0,
)  # fmt: skip
_KRONROD: Final = (
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
    0.140653259715525918745189590510238, 0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
)  # fmt: skip
_GAUSS: Final = (
    0.0, 0.129484966168869693270611432679082, 0.0, 0.279705391489276667901467771423780,
    0.0, 0.381830050505118944950369775488975, 0.0, 0.417959183673469387755102040816327,
)  # fmt: skip
POINTS: Final = (*(-x for x in _NODES[:7]), *reversed(_NODES))
_K_WEIGHTS: Final = (*_KRONROD[:7], *reversed(_KRONROD))
_G_WEIGHTS: Final = (*_GAUSS[:7], *reversed(_GAUSS))
_EPSILON: Final = 2.0**-52
_MOST_VALUES: Final = 400_000
_MOST_GENERATIONS: Final = 130


class Area(NamedTuple):
    """An integral in numbers.

    Attributes:
        value: The integral.
        error: An estimate of how far it may be off.
        scale: The integral of |f|.
        found: False where the values did not settle, or were not there.
    """

    value: Any
    error: float
    scale: float
    found: bool = True


class _Interval(NamedTuple):
    """Both rules on one interval; `wobble` is what rounding x may change, where f is steep and x is large."""

    low: float
    high: float
    value: float
    error: float
    scale: float
    wobble: float = 0.0


def adaptive(function: Many, edges: Sequence[float], tolerance: float = 1e-14, most: int = _MOST_VALUES) -> Area:
    """The integral from the first edge to the last, halving where the two rules differ, a whole round at once.

    Args:
        function: Values at many points; nan where there is none.
        edges: Where the range is cut to begin with.
        tolerance: Wanted error, relative to the integral of |f|.
        most: Values of the function that may be used.

    >>> found = adaptive(lambda xs: [x * x for x in xs], [0.0, 3.0])
    >>> round(found.value, 12), found.error < 1e-12
    (9.0, True)
    """
    open_ = _measured(function, list(pairwise(edges)))
    done: list[_Interval] = []
    used, generation = 15 * len(open_), 0
    while open_ and used < most and generation < _MOST_GENERATIONS:
        generation += 1
        scale = math.fsum(one.scale for one in (*open_, *done))
        allowed = tolerance * scale if math.isfinite(scale) else 0.0
        if math.fsum(one.error for one in (*open_, *done)) <= allowed:
            break
        count = len(open_) + len(done)
        halves: list[tuple[float, float]] = []
        for one in open_:
            middle = (one.low + one.high) / 2
            small = one.error <= max(allowed / (2 * count), 2 * _EPSILON * one.scale)
            if small or not one.low < middle < one.high:
                done.append(one)
            else:
                halves += [(one.low, middle), (middle, one.high)]
        used += 15 * len(halves)
        open_ = _measured(function, halves)
    return _total((*open_, *done))


def _total(intervals: Sequence[_Interval]) -> Area:
    scale = math.fsum(one.scale for one in intervals)
    # Each x is rounded on its own, so the errors of the intervals add like those of independent measurements.
    wobble = math.sqrt(math.fsum(one.wobble**2 for one in intervals))
    error = math.fsum(one.error for one in intervals) + 4 * _EPSILON * scale + wobble
    value = math.fsum(one.value for one in intervals)
    found = math.isfinite(value) and math.isfinite(error)
    return Area(value, error, scale, found)


def _measured(function: Many, spans: Sequence[tuple[float, float]]) -> list[_Interval]:
    """Both rules on each interval."""
    xs = [(a + b) / 2 + (b - a) / 2 * t for a, b in spans for t in _WITH_EDGES]
    values = function(xs) if xs else []
    count = len(_WITH_EDGES)
    return [_rules(a, b, values[count * k : count * (k + 1)]) for k, (a, b) in enumerate(spans)]


def _rules(a: float, b: float, values: Sequence[float]) -> _Interval:
    """Kronrod's value and QUADPACK's estimate of its error."""
    half = (b - a) / 2
    ys = values[:-2]
    if not all(map(math.isfinite, ys)):
        return _Interval(a, b, math.nan, math.inf, math.inf)
    kronrod = math.fsum(map(mul, _K_WEIGHTS, ys))
    gauss = math.fsum(map(mul, _G_WEIGHTS, ys))
    scale = half * sum(map(mul, _K_WEIGHTS, map(abs, ys)))
    spread = half * sum(map(mul, _K_WEIGHTS, [abs(y - kronrod / 2) for y in ys]))
    error = abs(kronrod - gauss) * half
    if spread > 0 and error > 0:
        error = max(spread * min(1.0, (200 * error / spread) ** 1.5), _bent(ys, half, spread))
    error += _unseen(ys, values[-2:]) * half
    climbs = sum(map(abs, map(sub, ys[1:], ys)))
    return _Interval(a, b, kronrod * half, error, scale, _EPSILON * max(abs(a), abs(b)) * climbs)


def _bent(ys: Sequence[float], half: float, spread: float) -> float:
    """What Legendre's coefficients tell of the error: at a kink two rules may agree by chance, these do not vanish."""
    high = max(abs(sum(map(mul, weights, ys))) for weights in _LEGENDRE)
    share: float = min(1.0, 10 * half * high / spread)
    return spread * share * share


def _unseen(ys: Sequence[float], edges: Sequence[float]) -> float:
    """A kink between the outermost point and the edge: no rule sees it, but the value at the edge is another."""
    expected = (sum(map(mul, _AT_EDGE, ys)), sum(map(mul, reversed(_AT_EDGE), ys)))
    apart = [abs(u - v) for u, v in zip(expected, edges, strict=True) if math.isfinite(v)]
    # Towards a singular end values grow without bound: that is for the halving to find out.
    return (1 - POINTS[-1]) * min(max(apart, default=0.0), 2 * max(map(abs, ys)))


def _legendre(degree: int) -> tuple[float, ...]:
    """Kronrod's weights times the Legendre polynomial of this degree."""
    found = []
    for weight, x in zip(_K_WEIGHTS, POINTS, strict=True):
        before, now = 1.0, x
        for n in range(1, degree):
            before, now = now, ((2 * n + 1) * x * now - n * before) / (n + 1)
        found.append(weight * now)
    return tuple(found)


def _lagrange(at: float) -> tuple[float, ...]:
    """The weights by which the values at the points give that of their polynomial elsewhere."""
    return tuple(math.prod((at - v) / (u - v) for v in POINTS if v != u) for u in POINTS)


# Not the very edge: integrands mapped to (0, 1] have no value at 0.
_EDGE: Final = 1 - 1e-7
_WITH_EDGES: Final = (*POINTS, -_EDGE, _EDGE)
_LEGENDRE: Final = (_legendre(10), _legendre(11))
_AT_EDGE: Final = _lagrange(-_EDGE)


# --- double exponential rules, many digits ----------------------------------------------------------

_FIRST_LEVEL: Final = 2
_LAST_LEVEL: Final = 8
_REACH: Final = 8.0  # |t| where the weights are far below any digit


def tanh_sinh(function: Callable[[Any, Any, Any], Any], low: Any, high: Any, digits: int, wanted: int) -> Area:
    """The integral over (low, high) by the tanh-sinh rule; singular ends are welcome.

    Args:
        function: f(x, distance from low, distance from high), in numbers of so many digits; None where undefined.
        low: The lower end, finite.
        high: The upper end.
        digits: Digits of the arithmetic.
        wanted: Digits of the answer.

    Reference: Takahasi & Mori, Double exponential formulas for numerical integration, 1974.

    >>> mp = context(40)
    >>> found = tanh_sinh(lambda x, *_: 1 / mp.sqrt(x), mp.zero, mp.one, 40, 15)
    >>> abs(found.value - 2) < 1e-14
    True
    """
    mp = context(digits)
    width = mp.mpf(high) - mp.mpf(low)

    def term(t: Any) -> Any:
        u = mp.pi / 2 * mp.sinh(t)
        near = width / (1 + mp.exp(2 * abs(u)))
        weight = mp.pi / 2 * mp.cosh(t) / mp.cosh(u) ** 2 * width / 2
        x, left, right = (high - near, width - near, near) if t > 0 else (low + near, near, width - near)
        return None if near == 0 else (function(x, left, right), weight)

    return _levels(term, mp, wanted)


def exp_sinh(function: Callable[[Any], Any], low: Any, digits: int, wanted: int) -> Area:
    """The integral from low to ∞ by the exp-sinh rule: for integrands that fall like a power, or faster."""
    mp = context(digits)

    def term(t: Any) -> Any:
        u = mp.pi / 2 * mp.sinh(t)
        distance = mp.exp(u)
        try:
            return function(low + distance), mp.pi / 2 * mp.cosh(t) * distance
        except Unmeasured:  # beyond all numbers that are worked with: what lies there counts as missing
            return None

    return _levels(term, mp, wanted)


def _levels(term: Callable[[Any], Any], mp: Any, wanted: int) -> Area:
    """The trapezium rule over t with ever smaller steps, until two sums agree."""
    total, size, reach, missing = _first(term, mp, wanted)
    step = mp.mpf(2) ** -_FIRST_LEVEL
    before, error = total * step, mp.inf
    for _ in range(_FIRST_LEVEL, _LAST_LEVEL):
        half = step / 2
        inner, inner_size = _between(term, mp, step, half, reach)
        if inner is None:
            return Area(mp.nan, math.inf, math.inf, found=False)
        total, size, step = total + inner, size + inner_size, half
        now = total * step
        last, error, before = error, abs(now - before), now
        scale = size * step
        # Near the answer each level doubles the digits: the next difference would be about the square.
        if scale and error <= scale * mp.mpf(10) ** -wanted:
            break
        if scale and last < mp.inf and error < scale * mp.mpf("1e-4"):
            relative = error / scale
            if relative ** mp.mpf("1.8") <= mp.mpf(10) ** -(wanted + 2) and error < last ** mp.mpf("1.5"):
                error = scale * relative ** mp.mpf("1.8")
                break
    scale = size * step
    error += missing
    return Area(before, float(error + scale * mp.eps * 8), float(scale), bool(scale == 0 or error <= scale * 1e-3))


def _first(term: Callable[[Any], Any], mp: Any, wanted: int) -> tuple[Any, Any, tuple[float, float], Any]:
    """The coarsest sum, outwards until the terms are negligible: it tells how far the finer ones must go.

    The last number is what lies beyond, where the terms had to end before they were negligible.
    """
    step = 2.0**-_FIRST_LEVEL
    found = term(mp.zero)
    start = found[0] * found[1] if found is not None and found[0] is not None else mp.zero
    total, size = start, abs(start)
    reach, missing = [0.0, 0.0], mp.zero
    for side, sign in ((0, -1), (1, 1)):
        quiet, k, value = 0, 0, mp.zero
        while quiet < 4 and k * step < _REACH:
            k += 1
            found = term(mp.mpf(sign * k * step))
            if found is None or found[0] is None:
                break
            value = found[0] * found[1]
            total, size = total + value, size + abs(value)
            quiet = quiet + 1 if abs(value) <= size * mp.mpf(10) ** -(wanted + 6) and size > 0 else 0
            reach[side] = k * step
        missing += 4 * abs(value) if quiet < 4 else 0
    return total, size, (reach[0], reach[1]), missing


def _between(term: Callable[[Any], Any], mp: Any, step: Any, half: Any, reach: tuple[float, float]) -> tuple[Any, Any]:
    """The new points of a finer level."""
    total, size = mp.zero, mp.zero
    first, last = math.ceil((-reach[0] - float(half)) / float(step)), math.floor((reach[1] - float(half)) / float(step))
    for k in range(first, last + 1):
        found = term(k * step + half)
        if found is None:
            continue
        if found[0] is None:
            return None, None
        value = found[0] * found[1]
        total, size = total + value, size + abs(value)
    return total, size
