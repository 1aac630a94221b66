"""Exact values of coordinates that are known to hundreds of digits: short radicals, matched to the numbers.

SymPy proposes the roots of the irreducible factor a coordinate is a root of; the number chooses among them. Nothing is
counted here.
"""

from __future__ import annotations

from typing import Any, Final

import sympy

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.digits import context
from mvcalc_cli.symbolic.from_sympy import UnreadableAnswer, from_sympy
from mvcalc_cli.symbolic.stationary.quotient import DIGITS

# Factors of a higher degree have no short roots, but for xⁿ = c.
_MOST_DEGREE: Final = 12
# An exact value with more operations than this says less than its number.
LONGEST: Final = 14
# Before nested roots are taken apart they may be so much longer.
_LONGEST_NESTED: Final = 3 * LONGEST
# So many of the digits must agree.
_AGREES: Final = 60
_SECONDS: Final = 0.5


class Matcher:
    """The roots of one square-free polynomial: which of them a number is, written with radicals.

    >>> T = sympy.Symbol("T")
    >>> Matcher(sympy.Poly(T**3 - 2 * T)).exact(context(DIGITS).sqrt(2))
    sqrt(2)
    """

    def __init__(self, polynomial: Any) -> None:
        self._factors = [factor for factor, _ in polynomial.factor_list()[1]]
        self._roots: dict[Any, list[tuple[Any, Any]]] = {}

    def exact(self, number: Any) -> Any:
        """The root as a short SymPy expression; None if it has none."""
        factor = self._factor(number)
        if factor is None or factor.degree() > _MOST_DEGREE:
            return None
        if factor.degree() == 1:
            a, b = factor.all_coeffs()
            return -b / a
        if factor not in self._roots:
            self._roots[factor] = _short_roots(factor)
        mp = context(DIGITS)
        return next((root for root, at in self._roots[factor] if abs(at - number) <= _near(mp, number)), None)

    def _factor(self, number: Any) -> Any:
        """The irreducible factor that vanishes there."""
        mp = context(DIGITS)

        def size(factor: Any) -> Any:
            coefficients = [mp.mpf(int(c.p)) / int(c.q) for c in factor.all_coeffs()]
            scale = mp.polyval([abs(c) for c in coefficients], abs(number))
            return abs(mp.polyval(coefficients, number)) / scale if scale else mp.zero

        best = min(self._factors, key=size, default=None)
        return best if best is not None and size(best) <= mp.mpf(10) ** -_AGREES else None


def _near(mp: Any, number: Any) -> Any:
    return mp.mpf(10) ** -_AGREES * max(1, abs(number))


def _short_roots(factor: Any) -> list[tuple[Any, Any]]:
    """The real roots in short radicals, each with its number."""
    if not _may_be_short(factor):
        return []
    found = attempt(lambda: list(sympy.roots(factor)), _SECONDS) or []
    mp = context(DIGITS)
    rows = []
    for root in found:
        if root.has(sympy.I) or root.count_ops() > _LONGEST_NESTED:
            continue
        short = root if factor.degree() == 2 else sympy.sqrtdenest(root)
        if short.count_ops() > LONGEST or not short.is_real:
            continue
        rows.append((short, mp.mpf(sympy.N(short, 2 * _AGREES)._to_mpmath(500))))
    return rows


def _may_be_short(factor: Any) -> bool:
    """Is it worth while to ask for radicals: of low degree, (x − a)ⁿ = c, nested, or by square roots alone?

    An irreducible polynomial of the fourth degree is solved by square roots where its cubic resolvent has a rational
    root; any other root of it is longer than its number.

    >>> T = sympy.Symbol("T")
    >>> [_may_be_short(sympy.Poly(each, T)) for each in (T**4 + T - 1, T**4 - 10 * T**2 + 1, T**5 - T - 1, T**5 - 2)]
    [False, True, False, True]
    """
    whole = factor.set_domain(sympy.QQ).monic()
    centred = whole.shift(-whole.nth(whole.degree() - 1) / whole.degree())
    if factor.degree() <= 3 or len(centred.terms()) == 2 or len(factor.decompose()) > 1:
        return True
    return factor.degree() == 4 and bool(_resolvent(factor).ground_roots())


def _resolvent(quartic: Any) -> Any:
    """The cubic whose roots are ab + cd, ac + bd, ad + bc for the roots a, b, c, d of a quartic."""
    p, q, r, s = quartic.monic().all_coeffs()[1:]
    return sympy.Poly([1, -q, p * r - 4 * s, 4 * q * s - p**2 * s - r**2], quartic.gen)


def readable(value: Any) -> Tree | None:
    """The Tree of an exact value; None if the language cannot say it."""
    try:
        return None if value is None else from_sympy(value)
    except UnreadableAnswer:
        return None


def many_digits(value: Any) -> Any:
    """The number of a SymPy value, to all the digits that are carried."""
    return context(DIGITS).mpf(sympy.N(value, DIGITS)._to_mpmath(4 * DIGITS))
