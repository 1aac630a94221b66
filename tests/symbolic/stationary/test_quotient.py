"""Counting real points through the quotient ring: multiple, complex, many, none."""

from __future__ import annotations

import random
from itertools import product

import pytest
import sympy
from sympy.polys.orderings import grevlex
from sympy.polys.rings import ring

from mvcalc_cli.symbolic.stationary.matching import Matcher
from mvcalc_cli.symbolic.stationary.quotient import Counted, TooManyError, basis_of, counted, is_finite, real_roots

R, X, Y = ring("x, y", sympy.QQ, grevlex)
T = sympy.Dummy()


def solved(*polynomials: object) -> Counted:
    return counted(basis_of(polynomials, R), R)


@pytest.mark.parametrize(
    ("system", "real", "every"),
    [
        ([X**2 - 1, Y**2 - 1], 4, 4),
        ([X**2 + 1, Y - X], 0, 2),
        ([X**2, Y**3], 1, 1),  # of multiplicity 6
        ([X**2 - Y, Y**2 - X], 2, 4),
        ([(X - 1) ** 2 * (X + 2), Y**2 - X], 2, 4),
        ([X**3 - 2, Y - X**2], 1, 3),
        ([X * Y - 1, X], 0, 0),
        ([X**2 + Y**2 - 1, (X - 2) ** 2 + Y**2 - 1], 1, 1),  # circles that touch
        ([X**4 - 1, Y**4 - 1], 4, 16),
    ],
)
def test_points_are_counted(system: list[object], real: int, every: int) -> None:
    found = solved(*system)
    assert (len(found.points), found.complex_count) == (real, every)


@pytest.mark.parametrize("seed", range(6))
def test_no_variable_tells_the_points_apart(seed: int) -> None:
    """On a grid a linear form is needed; every point of it is found, however it is shifted."""
    rng = random.Random(seed)
    xs, ys = (sorted(rng.sample(range(-5, 6), 3)) for _ in range(2))
    f = (X - xs[0]) * (X - xs[1]) * (X - xs[2])
    g = (Y - ys[0]) * (Y - ys[1]) * (Y - ys[2])
    found = solved(f + g, f - 2 * g)
    assert sorted(tuple(map(float, point.coordinates)) for point in found.points) == list(product(xs, ys))


def test_finite_or_not() -> None:
    assert is_finite(basis_of([X**2 - Y, Y**2], R), 2)
    assert not is_finite(basis_of([X * Y], R), 2)


def test_too_many_are_refused() -> None:
    with pytest.raises(TooManyError):
        solved(X**12 - 3 * X + 1, Y**11 - X)


def test_roots_close_together_are_told_apart() -> None:
    polynomial = sympy.Poly((T - 1) * (T - 1 - sympy.Rational(1, 10**12)) * (T**2 - 2), T)
    assert len(real_roots(polynomial)) == 4


@pytest.mark.parametrize("seed", range(10))
def test_roots_are_those_that_were_put_in(seed: int) -> None:
    """Also where the middle of an interval is an extreme, as for y³ − 3y/4, or its end a root."""
    rng = random.Random(seed)
    squares = rng.sample([2, 3, 5, sympy.Rational(3, 4), sympy.Rational(1, 2), 7], 2)
    whole = rng.sample(range(-6, 7), 3)
    factors = [*(T**2 - each for each in squares), *(T - each for each in whole)]
    expected = [*(sign * float(each) ** 0.5 for each in squares for sign in (1, -1)), *whole]
    for count in range(1, len(factors) + 1):
        roots = real_roots(sympy.Poly(sympy.prod(factors[:count]), T))
        inside = sorted(expected[: min(2 * count, count + 2)])
        assert [float(root) for root in roots] == pytest.approx(inside)


def test_the_middle_of_an_interval_is_an_extreme() -> None:
    roots = real_roots(sympy.Poly(T**3 - sympy.Rational(3, 4) * T, T))
    assert [float(root) for root in roots] == pytest.approx([-(0.75**0.5), 0, 0.75**0.5])


def test_radicals_are_matched_and_long_ones_left_out() -> None:
    polynomial = sympy.Poly((T**2 - 3) * (T**5 - T - 1), T)
    exact = [Matcher(polynomial).exact(root) for root in real_roots(polynomial)]
    assert exact == [-sympy.sqrt(3), None, sympy.sqrt(3)]
