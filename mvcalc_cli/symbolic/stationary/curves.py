"""Simple curves through a point, and the sign of a function along them: what it takes there, it takes for certain."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, islice, product
from typing import Final

from mvcalc_cli.symbolic.arithmetic import Number
from mvcalc_cli.symbolic.stationary.germ import Germ, Monomial, Terms, sign, totals

# Each variable as a polynomial in t.
Curve = tuple[Terms, ...]

_WEIGHTS: Final = (1, 2, 3)
_WEIGHTS_OF_CORNERS: Final = (1, 2, 3, 5)
_MOST_WAYS: Final = 400


def along_curves(found: Germ) -> dict[int, Curve]:
    """Signs that are taken for certain: on straight lines and simple curves through the point, a curve each."""
    seen: dict[int, Curve] = {}
    for curve in chain(islice(_curves(found.size), _MOST_WAYS), _corner_curves(found)):
        value = sign(leading_along(found, curve)[1])
        if value:
            seen.setdefault(value, curve)
        if len(seen) == 2:
            break
    return seen


def _corner_curves(found: Germ) -> Iterator[Curve]:
    """Curves (±t^a, ±t^b, …) on which one term alone is the largest: a corner of Newton's polyhedron."""
    met: set[Monomial] = set()
    for weights in product(_WEIGHTS_OF_CORNERS, repeat=found.size):
        degrees = {m: sum(p * w for p, w in zip(m, weights, strict=True)) for m in found.terms}
        least = min(degrees.values())
        corners = [m for m, degree in degrees.items() if degree == least]
        if len(corners) == 1 and corners[0] not in met:
            met.update(corners)
            for signs_ in product((1, -1), repeat=found.size):
                yield tuple({(w,): Fraction(s)} for w, s in zip(weights, signs_, strict=True))


def _curves(size: int) -> Iterator[Curve]:
    """x = a·t, y = b·t, …; then with t² and t³; the simplest first."""
    values = sorted((Fraction(n, d) for n in range(-3, 4) for d in (1, 2)), key=lambda v: (v.denominator, abs(v), -v))
    directions = sorted(
        product(dict.fromkeys(values), repeat=size), key=lambda d: sum(abs(v) + v.denominator for v in d)
    )
    for weights in sorted(product(_WEIGHTS, repeat=size), key=sum):
        if min(weights) > 1:
            continue
        for direction in directions:
            moving = [weight for weight, v in zip(weights, direction, strict=True) if v]
            if moving and min(moving) == 1 and (sum(weights) == size or max(moving) > 1):
                yield tuple({(w,): v} if v else {} for w, v in zip(weights, direction, strict=True))


def leading_along(found: Germ, curve: Curve) -> tuple[int, Number]:
    """The power of t and the coefficient of the first term along a curve; (0, 0) if it is not known."""
    parts: list[tuple[Monomial, Number]] = []
    for monomial, value in found.terms.items():
        if any(p and not part for p, part in zip(monomial, curve, strict=True)):
            continue
        power, factor = 0, value
        for p, part in zip(monomial, curve, strict=True):
            for (weight,), coefficient in part.items():
                power += p * weight
                factor = factor * coefficient**p
        parts.append(((power,), factor))
    kept = totals(parts)
    first = min(kept, default=None)
    slowest = min((weight for part in curve for (weight,) in part), default=1)
    if first is None or (not found.whole and first[0] >= slowest * (found.order + 1)):
        return 0, Fraction(0)
    return first[0], kept[first]
