"""The roots of a polynomial that are nearest to a real centre, with their exact distance."""

from __future__ import annotations

import cmath
import math
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.calculus.exact import Exact
from mvcalc_cli.calculus.exact_floats import as_floats
from mvcalc_cli.calculus.exact_powers import rational_power
from mvcalc_cli.calculus.ratios import HIGHEST_DEGREE, Polynomial

Value = Fraction | Exact

# Two distances this near to each other, or a factor this near to 0, decide nothing.
APART: Final = 1e-6


class Singular(NamedTuple):
    """The nearest singularities of a part: their distance, exactly where known, and where they lie."""

    distance: float
    exact: Value | None
    places: tuple[complex, ...]
    stays: bool  # a branch point or an essential singularity: no factor but 0 takes it away


class Unknown(Exception):  # noqa: N818 - nothing is said
    """Not certain."""


NOWHERE: Final = Singular(math.inf, None, (), stays=False)


def nearest_roots(polynomial: Polynomial, centre: Value) -> Singular:
    """The roots nearest to the centre: exactly for degree 1 and 2 (and x^n = c), else not at all."""
    if len(polynomial) == 2:
        root = -polynomial[0] / polynomial[1]
        exact: Value = root - centre
        size = as_floats(exact)[0]
        return Singular(abs(size), exact if size >= 0 else -exact, (complex(float(root)),), stays=False)
    if len(polynomial) == 3:
        return _roots_of_quadratic(polynomial, centre)
    if not any(polynomial[1:-1]) and centre == 0 and len(polynomial) - 1 <= HIGHEST_DEGREE:
        n = len(polynomial) - 1
        ratio = -polynomial[0] / polynomial[-1]
        exact = rational_power(abs(ratio), Fraction(1, n))
        size = as_floats(exact)[0]
        first = cmath.phase(complex(float(ratio))) / n
        places = tuple(cmath.rect(size, first + 2 * math.pi * k / n) for k in range(n))
        return Singular(size, exact, places, stays=False)
    raise Unknown


def _roots_of_quadratic(polynomial: Polynomial, centre: Value) -> Singular:
    c, b, a = polynomial
    half, discriminant = -b / (2 * a), b * b - 4 * a * c
    side = rational_power(abs(discriminant), Fraction(1, 2)) * (1 / (2 * abs(a)))
    gap = centre * -1 + half
    if discriminant < 0:
        exact = root_of(squared(gap) + squared(side))
        place = complex(float(half), as_floats(side)[0])
        return Singular(as_floats(exact)[0], exact, (place, place.conjugate()), stays=False)
    options = [gap + side, gap - side]
    sizes = [abs(as_floats(option)[0]) for option in options]
    nearest = min(sizes)
    kept = [option for option, size in zip(options, sizes, strict=True) if size <= nearest * (1 + APART)]
    exact = least([option if as_floats(option)[0] >= 0 else -option for option in kept])
    places = tuple(complex(as_floats(centre)[0] + as_floats(option)[0]) for option in kept)
    return Singular(nearest, exact, places, stays=False)


def squared(value: Value) -> Value:
    """value²."""
    return value * value


def root_of(value: Value) -> Value:
    """√value."""
    return rational_power(value, Fraction(1, 2))


def least(values: list[Value]) -> Value:
    """The least, told apart by exact differences: π/2 + 10⁻⁹ and π/2 − 10⁻⁹."""
    best = values[0]
    for value in values[1:]:
        if as_floats(value - best)[0] < 0:
            best = value
    return best
