"""A polynomial system with finitely many solutions: its quotient ring, and every real point counted.

After D. Cox, J. Little, D. O'Shea, "Using Algebraic Geometry", chapter 2: over a Gröbner basis the remainders are a
vector space, multiplication by a variable a matrix on it. With the square-free eliminant of each variable added the
ideal is radical (Seidenberg's lemma), so that the dimension is the number of complex solutions, and a linear form
whose powers span the space tells them apart: then real solutions are the real roots of one polynomial.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Final, NamedTuple

import sympy
from sympy.polys.groebnertools import groebner
from sympy.polys.matrices import DomainMatrix

from mvcalc_cli.symbolic.digits import context

# More complex solutions than this are not separated by algebra.
MOST_SOLUTIONS: Final = 90
# Digits of the arithmetic that carries the root of the eliminant to the coordinates.
DIGITS: Final = 300
# Of these so many may be lost on the way.
_SPARE: Final = 60


_T: Final = sympy.Dummy(real=True)


class TooManyError(ValueError):
    """The system has more complex solutions than are separated here."""


class RealPoint(NamedTuple):
    """A real solution: its coordinates as numbers of many digits."""

    coordinates: tuple[Any, ...]


class Counted(NamedTuple):
    """All real points of a system with finitely many solutions.

    Attributes:
        points: One for each real solution.
        eliminants: For each variable the square-free polynomial whose roots are its values.
        complex_count: How many solutions there are over the complex numbers.
    """

    points: tuple[RealPoint, ...]
    eliminants: tuple[Any, ...]
    complex_count: int


def basis_of(polynomials: Sequence[Any], ring: Any) -> list[Any]:
    """The reduced Gröbner basis (of elements of a SymPy ring, in its order).

    >>> from sympy.polys.rings import ring
    >>> from sympy import QQ, grevlex
    >>> R, x, y = ring("x, y", QQ, grevlex)
    >>> basis_of([x**2 - y, x - y], R)
    [y**2 - y, x - y]
    """
    return list(groebner([p for p in polynomials if p], ring))


def is_finite(basis: Sequence[Any], size: int) -> bool:
    """Has the system finitely many complex solutions? A power of each variable leads an element."""
    pure = {index for element in basis for index in [_pure(element.LM)] if index is not None}
    return len(pure) == size or any(not any(element.LM) for element in basis)


def _pure(monomial: tuple[int, ...]) -> int | None:
    held = [index for index, power in enumerate(monomial) if power]
    return held[0] if len(held) == 1 else None


def counted(basis: Sequence[Any], ring: Any) -> Counted:
    """Every real solution of a system that has finitely many.

    Raises:
        TooManyError: If there are too many complex solutions for this.

    >>> from sympy.polys.rings import ring
    >>> from sympy import QQ, grevlex
    >>> R, x, y = ring("x, y", QQ, grevlex)
    >>> found = counted(basis_of([x**2 - 2, y**2 - x], R), R)
    >>> len(found.points), found.complex_count
    (2, 4)
    """
    if any(not any(element.LM) for element in basis):
        return Counted((), tuple(None for _ in ring.gens), 0)
    space = _Space(basis, ring)
    eliminants = [space.eliminant(index) for index in range(len(ring.gens))]
    square_free = [poly.sqf_part() for poly in eliminants]
    if any(part.degree() < whole.degree() for part, whole in zip(square_free, eliminants, strict=True)):
        added = [_in_ring(part, gen, ring) for part, gen in zip(square_free, ring.gens, strict=True)]
        space = _Space(basis_of([*basis, *added], ring), ring)
    points = [_with_zeros(point, square_free) for point in _real_points(space)]
    return Counted(tuple(points), tuple(square_free), space.size)


def _with_zeros(point: RealPoint, eliminants: Sequence[Any]) -> RealPoint:
    """What rounding leaves of 0 is 0, where 0 is a value of the variable."""
    tiny = context(DIGITS).mpf(10) ** (-DIGITS // 2)
    pairs = zip(point.coordinates, eliminants, strict=True)
    return RealPoint(tuple(at * 0 if abs(at) < tiny and p(0) == 0 else at for at, p in pairs))


def _in_ring(poly: Any, gen: Any, ring: Any) -> Any:
    result = ring.zero
    for (power,), coefficient in poly.terms():
        result += ring.domain.convert(sympy.QQ.from_sympy(coefficient)) * gen**power
    return result


class _Space:
    """The remainders modulo a Gröbner basis, and multiplication on them."""

    def __init__(self, basis: Sequence[Any], ring: Any) -> None:
        self.ring, self.basis = ring, list(basis)
        self.monomials = list(_standard(self.basis, len(ring.gens)))
        self.places = {monomial: place for place, monomial in enumerate(self.monomials)}
        self.size = len(self.monomials)
        self._columns = [[self._remainder(gen, monomial) for monomial in self.monomials] for gen in ring.gens]

    def _remainder(self, gen: Any, monomial: tuple[int, ...]) -> dict[int, Any]:
        """A variable times a standard monomial, as place -> coefficient."""
        moved = self.ring.term_new(monomial, self.ring.domain.one) * gen
        rest = moved.rem(self.basis) if moved.LM not in self.places else moved
        return {self.places[power]: coefficient for power, coefficient in rest.terms()}

    def one(self) -> list[Any]:
        """The vector of 1."""
        zero, one = self.ring.domain.zero, self.ring.domain.one
        return [one if place == self.places[self.ring.zero_monom] else zero for place in range(self.size)]

    def times(self, weights: Sequence[int], vector: Sequence[Any]) -> list[Any]:
        """The vector multiplied by Σ weight·variable."""
        result = [self.ring.domain.zero] * self.size
        for weight, columns in zip(weights, self._columns, strict=True):
            for coefficient, column in zip(vector, columns, strict=True):
                if weight and coefficient:
                    for place, entry in column.items():
                        result[place] += weight * coefficient * entry
        return result

    def powers(self, weights: Sequence[int]) -> Iterator[list[Any]]:
        """1, t, t², … as vectors, for the linear form t."""
        vector = self.one()
        while True:
            yield vector
            vector = self.times(weights, vector)

    def eliminant(self, index: int) -> Any:
        """The polynomial of lowest degree in one variable that is in the ideal."""
        weights = [int(place == index) for place in range(len(self.ring.gens))]
        return self.relation(weights)

    def relation(self, weights: Sequence[int]) -> Any:
        """The minimal polynomial of a linear form."""
        echelon = _Echelon(self.ring.domain)
        for vector in self.powers(weights):
            relation = echelon.add(vector)
            if relation is not None:
                return sympy.Poly([self.ring.domain.to_sympy(c) for c in reversed(relation)], _T)
        raise AssertionError

    def in_powers(self, weights: Sequence[int]) -> list[list[Any]]:
        """Each variable as a polynomial in a linear form whose powers span the space; coefficients from degree 0."""
        domain = self.ring.domain
        rows = [vector for vector, _ in zip(self.powers(weights), range(self.size), strict=False)]
        matrix = DomainMatrix(rows, (self.size, self.size), domain).transpose()
        each = [
            self.times([int(place == k) for place in range(len(self.ring.gens))], self.one())
            for k in range(len(self.ring.gens))
        ]
        right = DomainMatrix(each, (len(each), self.size), domain).transpose()
        return [list(column) for column in matrix.lu_solve(right).transpose().to_list()]


class _Echelon:
    """Vectors one after another, until one depends on those before it."""

    def __init__(self, domain: Any) -> None:
        self.domain = domain
        self.rows: list[tuple[int, list[Any], list[Any]]] = []

    def add(self, vector: Sequence[Any]) -> list[Any] | None:
        """The relation c₀v₀ + … + vₖ = 0 that a dependent vector brings; None for an independent one."""
        rest = list(vector)
        made = [self.domain.zero] * len(self.rows) + [self.domain.one]
        for pivot, row, combination in self.rows:
            factor = rest[pivot]
            if factor:
                rest = [a - factor * b if b else a for a, b in zip(rest, row, strict=True)]
                for place, entry in enumerate(combination):
                    made[place] -= factor * entry
        pivot = next((place for place, entry in enumerate(rest) if entry), -1)
        if pivot < 0:
            return made
        lead = rest[pivot]
        self.rows.append((pivot, [entry / lead for entry in rest], [entry / lead for entry in made]))
        return None


def _standard(basis: Sequence[Any], size: int) -> Iterator[tuple[int, ...]]:
    """The monomials that no leading monomial divides.

    Raises:
        TooManyError: If there are too many.
    """
    leading = [element.LM for element in basis]
    bounds = [min(lead[k] for lead in leading if _pure(lead) == k) for k in range(size)]
    found = 0
    for monomial in product(*(range(bound) for bound in bounds)):
        if not any(all(a <= b for a, b in zip(lead, monomial, strict=True)) for lead in leading):
            found += 1
            if found > MOST_SOLUTIONS:
                raise TooManyError
            yield monomial


def _real_points(space: _Space) -> Iterator[RealPoint]:
    """The real roots of the eliminant of a linear form that tells the solutions apart."""
    for weights in _forms(len(space.ring.gens)):
        polynomial = space.relation(weights)
        if polynomial.degree() == space.size:
            break
    formulas = [[_fraction(c) for c in row] for row in space.in_powers(weights)]
    mp = context(DIGITS)
    for root in real_roots(polynomial):
        powers = [root**k for k in range(space.size)]
        yield RealPoint(
            tuple(
                mp.fsum(mp.mpf(p) / q * power for (p, q), power in zip(row, powers, strict=True) if p)
                for row in formulas
            )
        )


def _fraction(value: Any) -> tuple[int, int]:
    rational = sympy.QQ.to_sympy(value)
    return int(rational.p), int(rational.q)


def _forms(size: int) -> Iterator[list[int]]:
    """Linear forms, the simplest first; one of the last kind tells any finite set of points apart."""
    for index in range(size):
        yield [int(place == index) for place in range(size)]
    base = 1
    while True:
        base += 1
        yield [base**place for place in range(size)]
        yield [(-base) ** place for place in range(size)]


def real_roots(polynomial: Any) -> list[Any]:
    """The real roots of a square-free polynomial, each isolated and then refined to many digits.

    >>> [round(float(root), 6) for root in real_roots(sympy.Poly(_T**2 - 2))]
    [-1.414214, 1.414214]
    """
    mp = context(DIGITS)
    whole = polynomial.clear_denoms()[1]
    coefficients = [int(c) for c in whole.all_coeffs()]
    derivative = [int(c) for c in whole.diff().all_coeffs()]
    roots = []
    for (low, high), _ in polynomial.intervals():
        a, b = (mp.mpf(int(end.p)) / int(end.q) for end in _open_ends(whole, low, high))
        roots.append(a if a == b else _refined(mp, coefficients, derivative, a, b))
    return roots


def _open_ends(polynomial: Any, low: Any, high: Any) -> tuple[Any, Any]:
    """An interval with one root inside, made smaller until its ends are no roots (of their own)."""
    if low == high:
        return low, high
    start = sympy.sign(polynomial(low)) or sympy.sign(polynomial.diff()(low))
    while polynomial(low) == 0 or polynomial(high) == 0:
        middle = (low + high) / 2
        value = polynomial(middle)
        if value == 0:
            return middle, middle
        low, high = (middle, high) if sympy.sign(value) == start else (low, middle)
    return low, high


def _refined(mp: Any, coefficients: list[int], derivative: list[int], low: Any, high: Any) -> Any:
    """The root between two signs: Newton's step where it stays inside, else the middle."""
    sign = mp.sign(mp.polyval(coefficients, low))
    close = mp.mpf(10) ** (_SPARE - DIGITS)
    x = (low + high) / 2
    for _ in range(4 * DIGITS):
        value = mp.polyval(coefficients, x)
        if value == 0 or high - low <= close * abs(x):
            break
        low, high = (x, high) if mp.sign(value) == sign else (low, x)
        slope = mp.polyval(derivative, x)
        step = x - value / slope if slope else None
        near = step is not None and low <= step <= high
        if near and abs(step - x) <= close * abs(x) and _crosses(mp, coefficients, x, close):
            return step
        x = step if near else (low + high) / 2
    return x


def _crosses(mp: Any, coefficients: list[int], x: Any, close: Any) -> bool:
    """Does the polynomial change its sign within a few of the last digits?"""
    beside = close * abs(x) * 1_000
    return bool(mp.sign(mp.polyval(coefficients, x - beside)) * mp.sign(mp.polyval(coefficients, x + beside)) < 0)
