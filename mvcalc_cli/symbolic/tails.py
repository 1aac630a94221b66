"""The part of an integral that goes to infinity: does it converge, and to what?

A tail falls fast (and is cut where it is negligible), falls like a power (and is mapped to (0, 1]), swings around 0
(and is summed wave by wave), or stays on one side in waves (and is summed octave by octave).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.calculus.tape import program
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.digits import context
from mvcalc_cli.symbolic.gauss import Area, adaptive, exp_sinh
from mvcalc_cli.symbolic.growth import Growth, far
from mvcalc_cli.symbolic.pieces import DIGITS, high_value

Many = Callable[[Sequence[float]], Sequence[float]]

_OCTAVES: Final = 44
_SAMPLES: Final = 48
# An octave whose share is below this part of the largest is not worth integrating.
_NEGLIGIBLE: Final = 1e-20
_SUDDEN: Final = 1e-12
_WAVES: Final = 44
_NOTHING: Final = Area(math.nan, math.inf, math.nan, found=False)


class Tail(NamedTuple):
    """What was found of an integral from a start to ∞.

    Attributes:
        outcome: Does it converge?
        area: Its value, where it does.
        reason: Why not: "the integrand falls no faster than 1/x".
        sign: Where it diverges to.
        conditional: Does it converge only because positive and negative waves cancel?
        oscillates: Was it summed wave by wave?
    """

    outcome: Literal["converges", "diverges", "undecided"]
    area: Area = _NOTHING
    reason: str = ""
    sign: int = 0
    conditional: bool = False
    oscillates: bool = False


def tail(tree: Tree, name: str, start: Any, many_breaks: bool = False) -> Tail:
    """The integral from start to ∞.

    Args:
        tree: An expression of this one variable, with a value beyond the start.
        name: The variable.
        start: Where it begins.
        many_breaks: Are there kinks all along it?

    >>> from mvcalc_cli.language import parse
    >>> round(tail(parse("e^(-x)").tree, "x", 0).area.value, 12), tail(parse("1/x").tree, "x", 1).outcome
    (1.0, 'diverges')
    """
    compiled = program(tree, (name,))

    def values(xs: Sequence[float]) -> Sequence[float]:
        return compiled.values([xs], len(xs))

    begin = float(start)
    octaves = [_octave(values, begin, k) for k in range(-6, _OCTAVES)]
    end = _falls(octaves)
    if end is not None:
        return _cut(values, begin, 2.0 ** (end - 5))
    waves = [octave.changes for octave in octaves[10:26]]
    if sum(1 for changes in waves if changes >= 4) >= 12:
        return _swinging(values, begin)
    if many_breaks or sum(1 for octave in octaves[14:26] if octave.turns >= 6) >= 9:
        return _by_octaves(values, begin)
    return _power_like(tree, name, values, begin)


class _Octave(NamedTuple):
    """f on [start + 2^k, start + 2^(k + 1)]: its share of the integral of |f|, changes of sign, turns of |f|."""

    share: float
    changes: int
    turns: int
    blank: bool


def _octave(values: Many, begin: float, k: int) -> _Octave:
    # Steps of an irrational length, so that no period of the function is met at its zeros alone.
    xs = [begin + 2.0**k * (1 + (j * 0.6180339887 + 0.013) % 1.0) for j in range(_SAMPLES)]
    ys = values(sorted(xs))
    finite = [y for y in ys if math.isfinite(y)]
    if not finite or not math.isfinite(max(map(abs, finite)) * 2.0**k):
        return _Octave(0.0, 0, 0, blank=True)
    changes = sum(1 for a, b in pairwise(finite) if a * b < 0)
    sizes = [abs(y) for y in finite]
    turns = sum(1 for a, b, c in zip(sizes, sizes[1:], sizes[2:], strict=False) if (b - a) * (c - b) < 0)
    return _Octave(max(sizes) * 2.0**k, changes, turns, blank=False)


def _falls(octaves: Sequence[_Octave]) -> int | None:
    """The octave after which everything is negligible (or beyond floats, once it was negligible)."""
    largest = max(octave.share for octave in octaves)
    place = len(octaves)
    while place and octaves[place - 1].share <= _NEGLIGIBLE * largest:
        place -= 1
    if place >= len(octaves) - 4:
        return None
    if octaves[place].blank:  # numbers that overflowed while f was still large say nothing
        return None
    # A power of x falls as well, but never so far within four octaves.
    sudden = place >= 4 and octaves[place].share < _SUDDEN * octaves[place - 4].share
    return place if sudden or largest == 0 else None


def _cut(values: Many, begin: float, reach: float) -> Tail:
    edges = sorted({begin, *(begin + reach * 2.0**-k for k in range(14))})
    fine = sorted({*edges, *((a + b) / 2 for a, b in pairwise(edges))})
    return Tail("converges", adaptive(values, fine, tolerance=1e-15))


def _power_like(tree: Tree, name: str, values: Many, begin: float) -> Tail:
    growth = far(tree, name, 1)
    if growth.outcome == "diverges":
        return Tail("diverges", reason=_how_slowly(growth, name), sign=growth.sign)
    if growth.outcome == "undecided":
        return Tail("undecided", reason="how fast the integrand falls could not be measured")
    if growth.exponent < 1.02:
        return Tail("converges", _on_a_logarithmic_axis(tree, name, begin, values))
    scale = max(1.0, abs(begin))

    def mapped(ss: Sequence[float]) -> Sequence[float]:
        ys = values([begin + scale * (1 - s) / s for s in ss])
        return [y * scale / s / s for y, s in zip(ys, ss, strict=True)]

    edges = sorted({0.0, 1.0, *(k / 12 for k in range(1, 12)), *(10.0**-k for k in (2, 3, 4, 6, 8))})
    return Tail("converges", adaptive(mapped, edges, most=120_000))


def _how_slowly(growth: Growth, name: str) -> str:
    if not math.isfinite(growth.exponent):
        return "the integrand grows without any bound"
    if growth.exponent <= 1e-3:
        return "the integrand does not fall to 0"
    slow = f"1/({name}·log {name})" if growth.logarithm > 0.5 else f"1/{name}"
    return f"the integrand falls no faster than {slow}"


def _on_a_logarithmic_axis(tree: Tree, name: str, begin: float, values: Many) -> Area:
    """Like 1/(x·log² x): with x = e^u it falls like a power of u."""
    mp = context(DIGITS)
    start = max(begin, 2.0)
    head = adaptive(values, [begin, start]) if begin < start else Area(0.0, 0.0, 0.0)
    rest = exp_sinh(lambda u: high_value(tree, name, mp.exp(u)) * mp.exp(u), mp.log(start), DIGITS, 17)
    return Area(head.value + rest.value, head.error + rest.error, head.scale + rest.scale, head.found and rest.found)


# --- waves around 0 --------------------------------------------------------------------------------


def _swinging(values: Many, begin: float) -> Tail:
    """Wave by wave between the zeros; the sums of alternating waves are accelerated."""
    zeros = _zeros(values, begin)
    if len(zeros) < 14:
        return Tail("undecided", reason="the integrand oscillates too irregularly")
    head = adaptive(values, [begin, *_between(begin, zeros[0]), zeros[0]], most=60_000)
    waves = [adaptive(values, [a, (a + b) / 2, b], most=4_000) for a, b in pairwise(zeros)]
    terms = [wave.value for wave in waves]
    if not head.found or not all(map(math.isfinite, terms)):
        return Tail("undecided", reason="the integrand oscillates too irregularly")
    sizes = [abs(term) for term in terms]
    falling = sizes[-1] / max(sizes[len(sizes) // 2], 1e-300)
    if falling > 0.995:
        return Tail("diverges", reason="the integrand oscillates, and its waves do not fade")
    if any(a * b >= 0 for a, b in pairwise(terms)) or falling > 0.97:
        return Tail("undecided", reason="the integrand oscillates too irregularly")
    total, error = _accelerated(terms)
    scale = head.scale + math.fsum(sizes)
    error += head.error + math.fsum(wave.error for wave in waves)
    area = Area(head.value + total, max(error, 1e-14 * scale), scale)
    steady = (zeros[-1] - zeros[-2]) / (zeros[1] - zeros[0])
    slope = math.log(sizes[-1] / sizes[len(sizes) // 2]) / math.log(
        (zeros[-1] - begin) / (zeros[len(zeros) // 2] - begin)
    )
    conditional = slope > -1.05 if 0.5 < steady < 2 else slope > -0.95
    return Tail("converges", area, conditional=conditional, oscillates=True)


def _between(a: float, b: float) -> list[float]:
    return [a + (b - a) * k / 8 for k in range(1, 8)]


def _zeros(values: Many, begin: float) -> list[float]:
    """Some forty zeros in a row, from where the waves have become regular."""
    reach = 64.0
    for _ in range(20):
        xs = [begin + reach * (k + 0.3717) / 6_000 for k in range(6_000)]
        ys = values(xs)
        found = [(a, b) for (a, u), (b, v) in pairwise(zip(xs, ys, strict=True)) if u * v < 0]
        if len(found) > 600:
            reach /= 4
        elif len(found) < 30:
            reach *= 2
        else:
            return [_bisected(values, a, b) for a, b in found[4 : 5 + _WAVES]]
    return []


def _bisected(values: Many, a: float, b: float) -> float:
    """The zero between a and b: sixteen points at a time."""
    for _ in range(14):
        xs = [a + (b - a) * k / 16 for k in range(17)]
        ys = values(xs)
        place = next((k for k in range(16) if ys[k] == 0 or ys[k] * ys[k + 1] < 0), None)
        if place is None or not a < xs[place + 1]:
            break
        a, b = xs[place], xs[place + 1]
    return (a + b) / 2


def _accelerated(terms: Sequence[float]) -> tuple[float, float]:
    """The sum of an alternating series by repeated means of its partial sums (Euler's transformation)."""
    sums = []
    total = 0.0
    for term in terms:
        total += term
        sums.append(total)
    row = sums[len(sums) // 3 :]
    best, error = row[-1], math.inf
    while len(row) > 2:
        row = [(a + b) / 2 for a, b in pairwise(row)]
        spread = abs(row[-1] - row[-2])
        if spread < error:
            best, error = row[-1], spread
    return best, 4 * error


# --- waves on one side -----------------------------------------------------------------------------


def _by_octaves(values: Many, begin: float) -> Tail:
    """The integrals over [2^k, 2^(k + 1)] tell by their ratio whether the rest is finite, and how much it is."""
    # Far from 0 an octave is one only if it is as long as the way from 0 to it.
    reach = max(8.0, begin)
    first = adaptive(values, _fine(begin, begin + reach), most=40_000)
    edges = [begin + reach * 2.0**k for k in range(10)]
    parts = [adaptive(values, _fine(a, b), tolerance=1e-11, most=60_000) for a, b in pairwise(edges)]
    if not all(part.found for part in parts) or not first.found:
        return Tail("undecided", reason="the integrand varies too irregularly")
    ratios = [b.value / a.value if a.value else 0.0 for a, b in pairwise(parts)]
    ratio = sum(ratios[-3:]) / 3
    if abs(ratio) > 0.96:
        sign = 1 if parts[-1].value > 0 else -1
        return Tail("diverges", reason="the integrand falls too slowly", sign=sign)
    if abs(ratio) > 0.85 or max(ratios[-3:]) - min(ratios[-3:]) > 0.1:
        return Tail("undecided", reason="the integrand varies too irregularly")
    # Nearly always the octaves fall by 2^(k/4), and the ratio that was measured tells how nearly.
    even = 2.0 ** (round(4 * math.log2(ratio)) / 4) if ratio > 0 else ratio
    steady = abs(ratio - even) < 0.01
    used = even if steady else ratio
    rest = parts[-1].value * used / (1 - used)
    whole = [first, *parts]
    value = math.fsum(part.value for part in whole) + rest
    doubt = abs(rest) * (1e-4 + 10 * abs(ratio - even) if steady else 0.05)
    doubt += 10 * abs(rest) * abs(ratios[-1] - ratios[-2])
    error = math.fsum(part.error for part in whole) + doubt
    return Tail("converges", Area(value, error, math.fsum(part.scale for part in whole) + abs(rest)), oscillates=True)


def _fine(a: float, b: float) -> list[float]:
    count = min(2_000, max(8, int(b - a)))
    return [a + (b - a) * k / count for k in range(count + 1)]
