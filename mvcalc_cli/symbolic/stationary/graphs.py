"""One branch of a polynomial system that has infinitely many solutions: which variables are free on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import sympy
from sympy.polys.orderings import lex
from sympy.polys.rings import PolyRing

from mvcalc_cli.symbolic.stationary.quotient import basis_of


def moved(polynomials: Sequence[Any], ring: Any) -> list[Any]:
    """The same polynomials in another ring."""
    return [each.set_ring(ring) for each in polynomials]


def graph(basis: Sequence[Any], ring: Any) -> tuple[tuple[int, ...], tuple[Any, ...] | None]:
    """Variables that are free on the branch, and every variable as a polynomial in them if there is such a choice."""
    independent = _independent(basis, ring)
    for free in sorted(combinations(range(len(ring.gens)), len(independent)), reverse=True):
        values = _explicit(basis, ring, free)
        if values is not None:
            return free, values
    return independent, None


def _independent(basis: Sequence[Any], ring: Any) -> tuple[int, ...]:
    """The largest set of variables that no leading monomial is made of alone."""
    return next(independent_sets(basis, ring), ())


def independent_sets(basis: Sequence[Any], ring: Any) -> Iterator[tuple[int, ...]]:
    """The largest such sets."""
    held = [frozenset(k for k, power in enumerate(element.LM) if power) for element in basis]
    size = len(ring.gens)
    found = False
    for count in range(size, 0, -1):
        for chosen in combinations(range(size), count):
            if not any(variables <= set(chosen) for variables in held):
                found = True
                yield chosen
        if found:
            return


def _explicit(basis: Sequence[Any], ring: Any, free: Sequence[int]) -> tuple[Any, ...] | None:
    """Each variable as a polynomial in the free ones, if the branch is the graph of one."""
    bound = [k for k in range(len(ring.gens)) if k not in free]
    ordered = PolyRing(tuple(ring.symbols[k] for k in (*bound, *free)), sympy.QQ, lex)
    elements = basis_of(moved(basis, ordered), ordered)
    values: dict[Any, Any] = {ring.symbols[k]: ring.symbols[k] for k in free}
    for k, gen in zip(bound, ordered.gens, strict=False):
        solving = next((e for e in elements if e.LM == gen.LM and len(e.LM) == len(ordered.gens)), None)
        if solving is None or len(elements) != len(bound):
            return None
        values[ring.symbols[k]] = (gen - solving).as_expr()
    free_symbols = {ring.symbols[k] for k in free}
    found = tuple(values[symbol] for symbol in ring.symbols)
    return found if all(value.free_symbols <= free_symbols for value in found) else None


def held_in(polynomial: Any) -> list[int]:
    """The places of the variables that stand in it."""
    return [k for k in range(len(polynomial.ring.gens)) if any(powers[k] for powers in polynomial)]


def has_no_real_root(polynomial: Any) -> bool:
    """Is it a polynomial of one variable that is 0 for no real number?"""
    held = held_in(polynomial)
    if len(held) != 1:
        return False
    return bool(sympy.Poly(polynomial.as_expr(), polynomial.ring.symbols[held[0]]).count_roots() == 0)
