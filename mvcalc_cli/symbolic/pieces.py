"""Where an integrand changes its nature: kinks, jumps, poles and the edges of its domain, found along a range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.tape import program
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import (
    PI,
    ZERO,
    Tree,
    add,
    call,
    divide,
    exp,
    multiply,
    negative,
    number,
    subtract,
)
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Unmeasured, context, measure
from mvcalc_cli.symbolic.switches import Kind, Switch, switches

# Digits of break points, and of what is evaluated close to them.
DIGITS: Final = 60
# Beyond this the range is not searched: what happens there is left to the tail of the integral.
FAR: Final = 1e4
_NEAR: Final = 20.0
_SAMPLES: Final = 1_201
# More break points than this are not told one by one.
MOST: Final = 400


class Break(NamedTuple):
    """A point of the range.

    Attributes:
        at: Its place, to 60 digits.
        kinds: What happens there.
    """

    at: Any
    kinds: frozenset[Kind]


# --- break points along a range --------------------------------------------------------------------


def breaks(tree: Tree, name: str, low: Any, high: Any) -> tuple[Break, ...]:
    """The break points inside (low, high), in rising order; 0 is always one, because much happens there.

    Args:
        tree: An expression of this one variable.
        name: The variable.
        low: The lower end, an mpmath number, possibly −∞.
        high: The upper end.

    >>> from mvcalc_cli.language import parse
    >>> [(float(b.at), sorted(b.kinds)) for b in breaks(parse("|x - 1|").tree, "x", -2, 3)]
    [(0.0, ['peak']), (1.0, ['kink'])]
    """
    mp = context(DIGITS)
    start, end = max(float(low), -FAR), min(float(high), FAR)
    found: list[tuple[Any, Kind]] = [(mp.zero, "peak")] if low < 0 < high else []
    if not start < end:
        return tuple(Break(at, frozenset((kind,))) for at, kind in found)
    grid = _grid(start, end)
    for switch in switches(tree, name):
        found += [(mp.mpf(x), switch.kind) for x in _zeros(switch, name, grid)]
    return _merged([one for one in found if low < one[0] < high], low, high)


def _merged(found: list[tuple[Any, Kind]], low: Any, high: Any) -> tuple[Break, ...]:
    """Points that are the same to 30 digits become one; points that are an end are none."""
    kept: list[tuple[Any, set[Kind]]] = []
    sure = [low, high, *(at for at, kind in found if kind != "peak" or at == 0)]
    for at, kind in sorted(found, key=lambda one: one[0]):
        if any(_same(at, end) for end in (low, high)) or (kind == "peak" and at and any(_close(at, s) for s in sure)):
            continue
        if kept and _same(kept[-1][0], at):
            kept[-1][1].add(kind)
        else:
            kept.append((at, {kind}))
    return tuple(Break(at, frozenset(kinds)) for at, kinds in kept)


def _same(a: Any, b: Any) -> bool:
    return not math.isinf(b) and bool(abs(a - b) <= 1e-30 * (1 + abs(a)))


def _close(a: Any, b: Any) -> bool:
    """A peak is found to half the digits of a float."""
    return not math.isinf(b) and bool(abs(a - b) <= 1e-7 * (1 + abs(a)))


def _grid(start: float, end: float) -> list[float]:
    """Even steps, fine where textbook functions live, then growing; and ever closer to the ends and to 0."""
    near, far = max(start, -_NEAR), min(end, _NEAR)
    if end - start <= 8 * _NEAR or near >= far:
        near, far = start, end
    xs = {near + (far - near) * k / _SAMPLES for k in range(_SAMPLES + 1)}
    for edge, sign in ((far, 1.0), (near, -1.0)):
        reach = abs((end if sign > 0 else start) - edge)
        xs |= {edge + sign * reach * (math.exp(k / 100 * 6) - 1) / (math.exp(6) - 1) for k in range(1, 101)}
    width = end - start
    tiny = [width * 10.0**-k for k in range(4, 13)]
    xs |= {start + t for t in tiny} | {end - t for t in tiny} | {t for s in tiny for t in (s, -s)}
    return sorted(x for x in xs if start <= x <= end)


def _zeros(switch: Switch, name: str, grid: Sequence[float]) -> list[Any]:
    """Where the switch is 0 (or whole, for a step) inside the grid."""
    try:
        compiled = program(switch.tree, (name,))
    except MvcalcError:
        return []
    values = compiled.values([grid], len(grid))
    if switch.kind == "step":
        return _whole_values(switch.tree, name, grid, values)
    if switch.kind == "peak":
        return _lowest_points(lambda x: abs(compiled.value([x])), grid, [abs(y) for y in values])
    found = [grid[k] for k in range(len(grid)) if values[k] == 0.0 and not _flat(values, k)]
    exact = [_exactly(switch.tree, name, x) for x in found]
    crossing = [(a, b) for (a, u), (b, v) in pairwise(zip(grid, values, strict=True)) if u * v < 0]
    crossing = crossing[:MOST]
    found = [*exact, *(polished(switch.tree, name, a, b) for a, b in crossing)]
    touching = _lowest_points(lambda x: abs(compiled.value([x])), grid, [abs(y) for y in values])
    scale = max((abs(y) for y in values if math.isfinite(y)), default=1.0)
    # A sign change is a minimum of |u| too, and was found before.
    alone = [x for x in touching if not any(_close(x, root) for root in found)]
    low = [x for x in alone if abs(compiled.value([x])) < 1e-9 * scale]
    return [*found, *(_touching(switch.tree, name, x) for x in low)]


def _exactly(tree: Tree, name: str, x: float) -> Any:
    exact = nice(tree, name, x)
    return x if exact is None else exact


def _flat(values: Sequence[float], k: int) -> bool:
    return 0 < k < len(values) - 1 and values[k - 1] == values[k] == values[k + 1]


def _lowest_points(function: Any, grid: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Local minima of |u| that are well below its neighbourhood."""
    found = []
    for k in range(1, len(grid) - 1):
        if sizes[k] > 0 and sizes[k] <= sizes[k - 1] and sizes[k] < sizes[k + 1]:
            found.append(_golden(function, grid[k - 1], grid[k + 1]))
        if len(found) >= 24:
            break
    return found


def _golden(function: Any, a: float, b: float) -> float:
    """The minimum between a and b by golden sections."""
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(50):
        left, right = b - ratio * (b - a), a + ratio * (b - a)
        if function(left) < function(right):
            b = right
        else:
            a = left
    return (a + b) / 2


def _touching(tree: Tree, name: str, x: float) -> Any:
    """A zero without a change of sign: exact if it is a nice number, else a root of the derivative."""
    exact = nice(tree, name, x)
    if exact is not None:
        return exact
    try:
        slope = differentiate(tree, name).result
    except MvcalcError:
        return x
    step = 1e-6 * (1 + abs(x))
    return polished(slope, name, x - step, x + step)


def _whole_values(tree: Tree, name: str, grid: Sequence[float], values: Sequence[float]) -> list[Any]:
    """Where u passes a whole number."""
    found: list[Any] = []
    for (a, u), (b, v) in pairwise(zip(grid, values, strict=True)):
        if not (math.isfinite(u) and math.isfinite(v)) or abs(u - v) > MOST:
            continue
        for whole in range(math.ceil(min(u, v)), math.floor(max(u, v)) + 1):
            if len(found) < MOST:
                found.append(polished(subtract(tree, number(whole)), name, a, b))
    return found


def polished(tree: Tree, name: str, a: float, b: float) -> Any:
    """The zero between a and b to 60 digits: by float bisection, then by secants.

    >>> from mvcalc_cli.language import parse
    >>> polished(parse("x^2 - 2").tree, "x", 1.0, 2.0) ** 2 == 2
    True
    """
    mp = context(DIGITS)
    start = _bisected(program(tree, (name,)), a, b)
    exact = nice(tree, name, start)
    if exact is not None:
        return exact
    try:
        return _secant(tree, name, mp.mpf(start), mp.mpf(start) * (1 + mp.mpf(2) ** -48) + mp.mpf(2) ** -300)
    except (Unmeasured, ZeroDivisionError):
        return mp.mpf(start)


def _bisected(compiled: Any, a: float, b: float) -> float:
    low, high = compiled.value([a]), compiled.value([b])
    if low == 0 or high == 0:
        return a if low == 0 else b
    for _ in range(200):
        middle = (a + b) / 2
        if middle in (a, b):
            break
        value = compiled.value([middle])
        if value == 0:
            return middle
        a, b = (middle, b) if value * low > 0 else (a, middle)
    return (a + b) / 2


def _secant(tree: Tree, name: str, x: Any, y: Any) -> Any:
    """Secant steps at 60 digits; the start where they lead away."""
    mp = context(DIGITS)
    begin, f, g = x, high_value(tree, name, x), high_value(tree, name, y)
    for _ in range(12):
        if f is None or g is None or f == g:
            break
        x, y, f = y, y - g * (y - x) / (g - f), g
        g = high_value(tree, name, y)
        if g == 0 or abs(y - x) <= mp.mpf(10) ** (2 - DIGITS) * (1 + abs(y)):
            break
    return y if abs(y - begin) <= 1e-6 * (1 + abs(begin)) else begin


def high_value(tree: Tree, name: str, x: Any, digits: int = DIGITS) -> Any:
    """The value at an mpmath number, or None where there is none.

    Raises:
        Unmeasured: If it is out of reach.
    """
    value = measure(tree, {name: x if isinstance(x, Fraction) else context(digits).mpf(x)}, digits)
    return value if value is None else inexact(value, digits)


# --- exact forms of points -------------------------------------------------------------------------


def nice(tree: Tree, name: str, x: float) -> Any:
    """A rational, or a rational multiple of π, next to x at which the expression is exactly 0; to 60 digits."""
    mp = context(DIGITS)
    for unit in (Fraction(1), None):
        scaled = x if unit else x / math.pi
        close = Fraction(scaled).limit_denominator(1_000)
        if abs(float(close) - scaled) > 1e-6 * max(abs(scaled), 1e-3):
            continue
        place = close if unit else mp.pi * close.numerator / close.denominator
        try:
            if measure(tree, {name: place}, DIGITS) == 0:
                return inexact(place, DIGITS)
        except Unmeasured:
            continue
    return None


_MOST_DENOMINATOR: Final = 1_000


def recognised(x: Any) -> Tree | None:
    """The exact form of a 60-digit number: p/q, p·π/q, a root of one, log(p/q), e^(p/q); None if it is none of these.

    >>> from mvcalc_cli.language.printers import line
    >>> mp = context(60)
    >>> [line(recognised(v)) for v in (mp.mpf(3) / 4, -mp.pi / 2, mp.sqrt(2), mp.log(3))]
    ['3/4', '−π/2', '√2', 'log(3)']
    """
    mp = context(DIGITS)
    x = mp.mpf(x)
    if x < 0:
        found = recognised(-x)
        return None if found is None else negative(found)
    forms = (
        (x, lambda q: q),
        (x / mp.pi, _times_pi),
        (x * x, lambda q: call("sqrt", q)),
        (mp.exp(x) if x < 50 else mp.zero, lambda q: call("log", q)),
        (mp.log(x) if x > 0 else mp.zero, exp),
    )
    for value, build in forms:
        fraction = _rational(value)
        if fraction is not None:
            return build(number(fraction)) if fraction else ZERO
    return _quadratic(x)


def _rational(value: Any) -> Fraction | None:
    """p/q with q up to 1,000, if the value is one to 45 digits."""
    mp = context(DIGITS)
    if not mp.isfinite(value) or abs(value) > 1e12:
        return None
    close = Fraction(str(value)).limit_denominator(_MOST_DENOMINATOR)
    gap = abs(mp.mpf(close.numerator) / close.denominator - value)
    return close if gap <= mp.mpf(10) ** -45 * (1 + abs(value)) else None


def _times_pi(q: Tree) -> Tree:
    value = Fraction(q.value)  # type: ignore[arg-type]
    top = PI if value.numerator == 1 else multiply(number(value.numerator), PI)
    return top if value.denominator == 1 else divide(top, number(value.denominator))


def _quadratic(x: Any) -> Tree | None:
    """(p ± √d)/q, the root of a quadratic with small whole coefficients."""
    mp = context(DIGITS)
    found = mp.findpoly(x, 2, maxcoeff=200, tol=mp.mpf(10) ** -45)
    if not found or len(found) != 3:
        return None
    a, b, c = (int(k) for k in found)
    root = call("sqrt", number(b * b - 4 * a * c))
    sign = root if abs((-b + mp.sqrt(b * b - 4 * a * c)) / (2 * a) - x) < 1e-40 else negative(root)
    return divide(add(number(-b), sign) if b else sign, number(2 * a))
