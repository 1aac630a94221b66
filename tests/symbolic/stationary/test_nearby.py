"""The signs of random polynomials near the origin, held against their values on many small curves."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from mvcalc_cli.symbolic.stationary.germ import Germ, Terms
from mvcalc_cli.symbolic.stationary.nearby import signs

_EXPONENTS = (0, 0, 1, 2, 2, 3, 4, 4, 6)
_FACTORS = (1, 1, 1, 2, 3, -1, -2, -3, 4, -4)
# y = c·x^w: with c from far below 1 to far above, and w a simple fraction.
_LEVELS = [Fraction(n, 10) for n in (1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 15, 17, 20, 30, 50)]
_POWERS = ((1, 2), (2, 3), (1, 1), (3, 2), (2, 1), (3, 1), (4, 1))


def _random_terms(seed: int) -> Terms:
    """Two to five terms without constant and linear ones."""
    chance = random.Random(seed)
    terms: Terms = {}
    for _ in range(chance.randint(2, 5)):
        monomial = (chance.choice(_EXPONENTS), chance.choice(_EXPONENTS))
        if sum(monomial) >= 2:
            terms[monomial] = Fraction(chance.choice(_FACTORS))
    return terms


def _met(terms: Terms) -> set[int]:
    """Signs that the polynomial takes on the curves, exactly: x = ±s^q, y = ±c·s^p for y = c·x^(p/q)."""
    met = set()
    for p, q in _POWERS:
        s = Fraction(1, 1000)
        for level in _LEVELS:
            for way in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                x, y = way[0] * s**q, way[1] * level * s**p
                value = sum((c * x**i * y**j for (i, j), c in terms.items()), Fraction(0))
                met.add((value > 0) - (value < 0))
    return met - {0}


@pytest.mark.parametrize("seed", range(40))
def test_no_sign_is_missed(seed: int) -> None:
    """What is taken on a curve is among the signs; in two variables a polynomial is decided unless it has squares."""
    terms = _random_terms(seed)
    if not terms:
        return
    found = signs(Germ(terms, 2, max(map(sum, terms)), whole=True))
    assert found is not None
    assert _met(terms) <= set(found.taken), terms
    # On the curves that are shown the signs are what they are said to be.
    for side, curve in found.curves.items():
        t = Fraction(1, 10**6)
        x, y = (sum((c * t**power for (power,), c in part.items()), Fraction(0)) for part in curve)
        value = sum((c * x**i * y**j for (i, j), c in terms.items()), Fraction(0))
        assert value * side > 0, (terms, curve)


def test_terms_that_are_not_known_keep_their_say() -> None:
    """x⁴ up to order 4 says nothing of y; with y⁶ it does, if terms are known so far."""
    x4: Terms = {(4, 0): Fraction(1)}
    y6: Terms = {(4, 0): Fraction(1), (0, 6): Fraction(1)}
    assert signs(Germ(x4, 2, 4, whole=False)) is None
    assert signs(Germ(y6, 2, 6, whole=False)) is not None
    square: Terms = {(2, 0): Fraction(1), (1, 2): Fraction(-2), (0, 4): Fraction(1)}
    assert signs(Germ(square, 2, 4, whole=False)) is None  # (x − y²)² + what?
    flat = signs(Germ(square, 2, 4, whole=True))
    assert flat is not None
    assert set(flat.taken) == {1}
    assert flat.strict is False


def test_numbers_that_are_not_rational() -> None:
    """(x² − π·y²)² + y⁵ by its 60-digit coefficients: a double root of the form, then y⁵."""
    from mvcalc_cli.symbolic.arithmetic import context

    pi = context(60).pi()
    lowest: Terms = {(4, 0): context(60).mpf(1), (2, 2): -2 * pi, (0, 4): pi**2}
    above = signs(Germ({**lowest, (0, 6): context(60).mpf(1)}, 2, 6, whole=True))
    across = signs(Germ({**lowest, (0, 5): context(60).mpf(1)}, 2, 5, whole=True))
    assert above is not None
    assert across is not None
    assert (set(above.taken), set(across.taken)) == ({1}, {1, -1})
