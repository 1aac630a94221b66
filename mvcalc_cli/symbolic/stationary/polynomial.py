"""Polynomial systems: factors taken apart, then each branch counted by its Gröbner basis or told as a family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product
from typing import Any, Final, NamedTuple

import sympy
from sympy.polys.orderings import grevlex, lex
from sympy.polys.rings import PolyRing

from mvcalc_cli.symbolic.digits import context
from mvcalc_cli.symbolic.stationary.graphs import graph, has_no_real_root, held_in, independent_sets, moved
from mvcalc_cli.symbolic.stationary.matching import Matcher
from mvcalc_cli.symbolic.stationary.quotient import DIGITS, TooManyError, basis_of, counted, is_finite

# Systems that the factors of the equations make; beyond, nothing is said to be complete.
_MOST_BRANCHES: Final = 200
# Digits of two points that must differ before they are two.
_DISTINCT: Final = 40
# Values that free variables are given to look for real points of a curve.
_SAMPLES: Final = ((0, 1), (1, 1), (-1, 1), (1, 2), (-3, 5), (2, 1), (-2, 1), (5, 1), (-5, 1))
# Real points of a curve that are enough: to be shown, and to know that it is real.
_MOST: Final = 3 * len(_SAMPLES)
_FEWEST: Final = 2


class Solution(NamedTuple):
    """A real point: each coordinate as a SymPy value (None: no short one) and as a number of many digits."""

    exact: tuple[Any, ...]
    numbers: tuple[Any, ...]


class Surface(NamedTuple):
    """Infinitely many solutions: what its points satisfy, and each variable in the free ones where that is known.

    Attributes:
        equations: Polynomials, each = 0.
        free: The variables that run.
        values: Each variable in those; None where there is no such polynomial.
        samples: Some of its real points.
    """

    equations: tuple[Any, ...]
    free: tuple[Any, ...]
    values: tuple[Any, ...] | None
    samples: tuple[Solution, ...]


class Solved(NamedTuple):
    """The real solutions of a polynomial system.

    Attributes:
        points: Those that stand alone.
        surfaces: Curves and surfaces of them.
        complex_count: Complex solutions of the systems that were counted.
        proved: Are these all?
        bases: How many Gröbner bases were counted.
    """

    points: tuple[Solution, ...]
    surfaces: tuple[Surface, ...]
    complex_count: int
    proved: bool
    bases: int


def solve_polynomials(
    polynomials: Sequence[Any], symbols: Sequence[Any], nowhere: Sequence[Any] = (), *, quick: bool = False
) -> Solved:
    """All real solutions of polynomials with rational coefficients, each = 0.

    Args:
        polynomials: SymPy expressions.
        symbols: The variables, in the order of the answer's coordinates.
        nowhere: Denominators: where one vanishes there is no solution.
        quick: Of curves and surfaces it is enough to know that they are real: few samples, without exact values.

    Raises:
        TooManyError: If a branch has too many complex solutions.
        sympy.PolynomialError: If they are no polynomials with rational coefficients.

    >>> x, y = sympy.symbols("x y", real=True)
    >>> found = solve_polynomials([4 * x**3 - 4 * y, 4 * y**3 - 4 * x], [x, y])
    >>> [point.exact for point in found.points], found.complex_count, found.proved
    ([(-1, -1), (0, 0), (1, 1)], 9, True)
    """
    ring = PolyRing(tuple(symbols), sympy.QQ, grevlex)
    solver = _Solver(ring, [element(ring, each) for each in nowhere], quick=quick)
    return solver.solved([element(ring, each) for each in polynomials])


def element(ring: Any, expression: Any) -> Any:
    """The element of a ring that a SymPy polynomial is."""
    polynomial = sympy.Poly(expression, *ring.symbols, domain=sympy.QQ)
    return ring.from_dict({power: sympy.QQ.from_sympy(c) for power, c in polynomial.terms()})


class _Solver:
    """One system: its branches one after another."""

    def __init__(self, ring: Any, nowhere: Sequence[Any], *, quick: bool = False) -> None:
        self.quick = quick
        self.ring, self.nowhere = ring, [each for each in nowhere if not each.is_ground]
        self.never = [each.monic() for each in self.nowhere]
        self.points: list[Solution] = []
        self.surfaces: list[Surface] = []
        self.complex_count = self.bases = 0
        self.proved = True

    def solved(self, polynomials: Sequence[Any]) -> Solved:
        """Every branch solved, points that lie on a surface left out."""
        for basis in self._branches(polynomials):
            if any(basis_of([*basis, each], self.ring) == basis for each in self.nowhere):
                continue
            if is_finite(basis, len(self.ring.gens)):
                self._count(basis)
            else:
                self._describe(basis)
        self.surfaces = _largest(list({frozenset(each.equations): each for each in self.surfaces}.values()))
        alone = [point for point in self.points if not any(self._lies_on(point, s) for s in self.surfaces)]
        alone.sort(key=lambda point: tuple(float(number) for number in point.numbers))
        return Solved(tuple(alone), tuple(self.surfaces), self.complex_count, self.proved, self.bases)

    def _branches(self, polynomials: Sequence[Any]) -> Iterator[list[Any]]:
        """Gröbner bases whose solutions are together those of the polynomials."""
        waiting = [tuple(p for p in polynomials if p)]
        seen: set[frozenset[Any]] = set()
        yielded: set[frozenset[Any]] = set()
        while waiting:
            system = waiting.pop()
            split = self._split(system)
            if split is None:
                basis = basis_of(system, self.ring)
                split = None if is_finite(basis, len(self.ring.gens)) else self._split_basis(basis)
                if split is None:
                    if frozenset(basis) not in yielded:
                        yielded.add(frozenset(basis))
                        yield basis
                    continue
            new = [each for each in split if frozenset(each) not in seen]
            if len(waiting) + len(new) > _MOST_BRANCHES:
                raise TooManyError
            waiting += new
            seen.update(frozenset(each) for each in new)

    def _split_basis(self, basis: list[Any]) -> list[tuple[Any, ...]] | None:
        """The branches by a factor of the basis, or of the one in lexicographic order."""
        found = self._split(tuple(basis))
        if found is not None or len(basis) == 1:
            return found
        ordered = self.ring.clone(order=lex)
        split = self._split(tuple(basis_of(moved(basis, ordered), ordered)))
        return None if split is None else [tuple(moved(each, self.ring)) for each in split]

    def _split(self, system: tuple[Any, ...]) -> list[tuple[Any, ...]] | None:
        """The systems with one factor each in place of the first polynomial that has several, or a power."""
        for place, polynomial in enumerate(system):
            if polynomial.is_ground:
                continue
            factors = polynomial.factor_list()[1]
            if len(factors) > 1 or factors[0][1] > 1:
                rest = system[:place] + system[place + 1 :]
                return [(*rest, factor) for factor, _ in factors if factor.monic() not in self.never]
        return None

    def _count(self, basis: Sequence[Any], *, exact: bool = True) -> None:
        """Keep the real points of a branch that has finitely many, with exact values where they are short."""
        found = counted(basis, self.ring)
        self.complex_count += found.complex_count
        self.bases += 1
        matchers = [Matcher(each) if exact and found.points else None for each in found.eliminants]
        for point in found.points:
            self._keep(
                Solution(
                    tuple(m.exact(at) if m else None for m, at in zip(matchers, point.coordinates, strict=True)),
                    point.coordinates,
                )
            )

    def _keep(self, new: Solution) -> None:
        if self._undefined(new) or any(_same(new, point) for point in self.points):
            return
        self.points.append(new)

    def _undefined(self, point: Solution) -> bool:
        return any(_vanishes(each, point) for each in self.nowhere)

    def _lies_on(self, point: Solution, surface: Surface) -> bool:
        return all(_vanishes(each, point) for each in surface.equations)

    def _describe(self, basis: Sequence[Any]) -> None:
        """A branch of infinitely many complex solutions: a real surface, or the few real points on it."""
        if any(has_no_real_root(each) for each in basis):
            return
        free, values = graph(basis, self.ring)
        samples = self._samples(basis, free) if values is None else list(self._on_graph(free, values))
        if values is None and not samples:
            sets = independent_sets(basis, self.ring)
            free, samples = next(((f, s) for f in sets if (s := self._samples(basis, f))), (free, []))
        if values is not None or samples:
            chosen = tuple(self.ring.symbols[k] for k in free)
            self.surfaces.append(Surface(tuple(basis), chosen, values, tuple(samples)))
        else:
            self._few(basis)

    def _on_graph(self, free: Sequence[int], values: Sequence[Any]) -> Iterator[Solution]:
        """Some points of a graph."""
        mp = context(DIGITS)
        symbols = [self.ring.symbols[k] for k in free]
        for chosen in islice(product(_SAMPLES, repeat=len(free)), _MOST):
            at = {each: sympy.Rational(*value) for each, value in zip(symbols, chosen, strict=True)}
            exact = tuple(value.xreplace(at) for value in values)
            yield Solution(exact, tuple(mp.mpf(int(value.p)) / int(value.q) for value in exact))

    def _samples(self, basis: Sequence[Any], free: Sequence[int]) -> list[Solution]:
        """Real points of the branch at a few values of its free variables."""
        found: list[Solution] = []
        wanted = _FEWEST if self.quick else _MOST
        for values in product(_SAMPLES, repeat=len(free)):
            fixed = [self.ring.gens[k] - sympy.QQ(*value) for k, value in zip(free, values, strict=True)]
            there = basis_of([*basis, *fixed], self.ring)
            if is_finite(there, len(self.ring.gens)):
                part = _Solver(self.ring, self.nowhere)
                part._count(there, exact=not self.quick)
                found += part.points
            if len(found) >= wanted and _varied(found, free):
                break
        return found if _varied(found, free) else []

    def _few(self, basis: Sequence[Any]) -> None:
        """The real points of a branch that seems to have few: one of its equations has few, and they are singular."""
        for equation in sorted(basis, key=lambda each: len(held_in(each))):
            nearest = _nearest(equation, self.ring)
            if nearest == []:
                return
            if nearest is None:
                continue
            gradient = [equation.diff(gen) for gen in self.ring.gens]
            singular = [point for point in nearest if all(_vanishes(each, point) for each in gradient)]
            if len(singular) == len(nearest):
                part = _Solver(self.ring, self.nowhere)
                part.solved([*basis, *gradient])
                self._join(part)
                return
            if len(basis) == 1:
                self.surfaces.append(Surface((equation,), tuple(self.ring.symbols[:-1]), None, tuple(nearest)))
                return
        self.proved = False

    def _join(self, part: _Solver) -> None:
        for point in part.points:
            self._keep(point)
        self.surfaces += part.surfaces
        self.complex_count += part.complex_count
        self.bases += part.bases
        self.proved = self.proved and part.proved


def _largest(surfaces: Sequence[Surface]) -> list[Surface]:
    """Without those that lie on another one: every equation of the other follows from their own."""

    def is_part(surface: Surface, other: Surface) -> bool:
        return surface is not other and not any(each.rem(list(surface.equations)) for each in other.equations)

    return [each for each in surfaces if not any(is_part(each, other) for other in surfaces)]


def _nearest(polynomial: Any, ring: Any) -> list[Solution] | None:
    """Real points of {p = 0}, on every connected part of it the nearest to a given one; None if there are many.

    There ∇p is a multiple of the difference, or 0. If there is no such point there is no real solution at all.
    """
    held = held_in(polynomial)
    if len(held) < 2:
        return None
    own = PolyRing(tuple(ring.symbols[k] for k in held), sympy.QQ, grevlex)
    equation = own.from_dict({tuple(powers[k] for k in held): c for powers, c in polynomial.terms()})
    centre = [sympy.QQ(3 * k + 2, 7) for k in range(len(held))]
    minors = [
        equation.diff(own.gens[a]) * (own.gens[b] - centre[b]) - equation.diff(own.gens[b]) * (own.gens[a] - centre[a])
        for a, b in combinations(range(len(held)), 2)
    ]
    basis = basis_of([equation, *minors], own)
    if not is_finite(basis, len(held)):
        return None
    part = _Solver(own, ())
    part._count(basis)
    zero = context(DIGITS).zero
    return [
        Solution(
            tuple(point.exact[held.index(k)] if k in held else None for k in range(len(ring.gens))),
            tuple(point.numbers[held.index(k)] if k in held else zero for k in range(len(ring.gens))),
        )
        for point in part.points
    ]


def _varied(points: Sequence[Solution], free: Sequence[int]) -> bool:
    """Do the points differ in every free variable?"""
    return all(len({float(point.numbers[k]) for point in points}) > 1 for k in free)


def _same(left: Solution, right: Solution) -> bool:
    mp = context(DIGITS)
    return all(
        abs(a - b) <= mp.mpf(10) ** -_DISTINCT * max(1, abs(b))
        for a, b in zip(left.numbers, right.numbers, strict=True)
    )


def _vanishes(polynomial: Any, point: Solution) -> bool:
    """Is the polynomial 0 at a point that is known to hundreds of digits?"""
    mp = context(DIGITS)
    total, scale = mp.zero, mp.one
    for powers, coefficient in polynomial.terms():
        term = mp.mpf(int(coefficient.numerator)) / int(coefficient.denominator)
        for number, power in zip(point.numbers, powers, strict=True):
            term *= number**power
        total += term
        scale += abs(term)
    return bool(abs(total) <= mp.mpf(10) ** -_DISTINCT * scale)
