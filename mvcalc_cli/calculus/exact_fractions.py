"""Exact numbers over a common denominator."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

from mvcalc_cli.calculus.exact import OPENED, Exact, Monomial, atom, made, product, read, reduced, terms_of
from mvcalc_cli.language.tree import E, Tree

_MOST_DIVISIONS: Final = 200


def gathered(value: Fraction | Exact) -> Fraction | Exact:
    """Over a common denominator, and shortened: 1/(a + 1) − a/(a + 1)² is 1/(a + 1)²."""
    if not isinstance(value, Exact) or len(value.terms) < 2:
        return value
    below: dict[Tree, int] = {}
    for monomial in value.terms:
        for tree, exponent in monomial:
            if tree.kind in OPENED and exponent < 0 and tree.args[0] != E:
                below[tree] = max(below.get(tree, 0), math.ceil(-exponent))
    for tree, highest in below.items():
        value = _shortened(value, tree, highest)
    return value


def _shortened(value: Fraction | Exact, tree: Tree, highest: int) -> Fraction | Exact:
    if not isinstance(value, Exact):
        return value
    top: Fraction | Exact = Fraction(0)
    for monomial, coefficient in value.terms.items():
        exponents = dict(monomial)
        exponents[tree] = exponents.get(tree, Fraction(0)) + highest
        top = product(reduced(exponents)) * coefficient + top
    bottom = read(tree)
    left = highest
    while left and isinstance(top, Exact) and isinstance(bottom, Exact):
        quotient = _divided(top, bottom)
        if quotient is None:
            break
        top, left = quotient, left - 1
    return top * atom(tree, -left) if left else top


def _divided(top: Exact, bottom: Exact) -> Fraction | Exact | None:
    """top / bottom if it is a polynomial in the atoms."""
    atoms = sorted({tree for m in (*top.terms, *bottom.terms) for tree, _ in m}, key=lambda tree: tree.hash)

    def rank(monomial: Monomial) -> tuple[Fraction, ...]:
        exponents = dict(monomial)
        return tuple(exponents.get(tree, Fraction(0)) for tree in atoms)

    lead = max(bottom.terms, key=rank)
    quotient: Fraction | Exact = Fraction(0)
    rest: Fraction | Exact = top
    for _ in range(_MOST_DIVISIONS):
        if not rest:
            return quotient
        terms = terms_of(rest)
        first = max(terms, key=rank)
        exponents = dict(first)
        for tree, exponent in lead:
            exponents[tree] = exponents.get(tree, Fraction(0)) - exponent
        if any(exponent < 0 and dict(first).get(tree, 0) >= 0 for tree, exponent in exponents.items()):
            return None
        step = made({frozenset((t, e) for t, e in exponents.items() if e): terms[first] / bottom.terms[lead]})
        quotient = step + quotient
        rest = rest - step * bottom
    return None
