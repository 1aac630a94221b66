"""The signs of a function of two variables near a point where it is 0, by Newton's polygon and its branches.

For x > 0 a real branch of f = 0 through the point is y = τ·x^w + …, where w is the slope of an edge of the polygon and
τ a real root of the edge's polynomial. Roots of odd multiplicity are crossed with a change of sign; at those of even
multiplicity the branch is followed further. Between the edges the corner terms decide.

Reference: Brieskorn & Knörrer, Plane Algebraic Curves, section 8.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.symbolic.arithmetic import Number, context, inexact
from mvcalc_cli.symbolic.stationary.germ import DIGITS, Germ, Terms, composed, sign
from mvcalc_cli.symbolic.stationary.nearby import Signs

_DEEPEST: Final = 8
# Roots of an edge's polynomial of 60 digits that are nearer than this are one root.
_ONE_ROOT: Final = 1e-14


class Undecided(Exception):  # noqa: N818 - no mistake of anyone
    """The known terms do not tell."""


class Half(NamedTuple):
    """A function for x > 0: its terms, and which powers of x are known in it.

    Attributes:
        terms: Exponents -> coefficient.
        known: Powers of x from this one on are not known; None: all are, or it is the order that limits.
        order: Terms of a higher total degree are not known; None: all are, or it is the power of x that limits.
    """

    terms: Terms
    known: int | None
    order: int | None


class _Edge(NamedTuple):
    """An edge of the polygon: y = τ·x^(rise/run), and the coefficients of its polynomial in τ from degree 0."""

    rise: int
    run: int
    coefficients: list[Number]


def plane_signs(found: Germ) -> Signs | None:
    """The signs near the origin; None where the known terms do not tell.

    >>> terms = {(0, 2): Fraction(1), (2, 1): Fraction(-4), (4, 0): Fraction(3)}
    >>> sorted(plane_signs(Germ(terms, 2, 4, True)).taken)  # (y − x²)(y − 3x²)
    [-1, 1]
    """
    degree = found.degree
    if degree is None:
        return None
    # Terms that are not known have a higher degree: they lie above a polygon that meets both axes below it.
    if not found.whole and not all(any(m[k] == sum(m) for m in found.terms) for k in (0, 1)):
        return None
    search = _Search()
    order = None if found.whole else found.order
    try:
        for side in (1, -1):
            half: Terms = {(i, j): value * side**i for (i, j), value in found.terms.items()}
            search.look(Half(half, None, order), 0)
    except Undecided:
        if len(search.taken) < 2:
            return None
    strict = search.strict and any(i == 0 for i, _ in found.terms)
    return Signs(frozenset(search.taken), strict and len(search.taken) == 1, "branches", found.form(degree))


class _Search:
    """The signs met so far, and whether the function is 0 nowhere near the point but at it."""

    def __init__(self) -> None:
        self.taken: set[int] = set()
        self.strict = True

    def look(self, half: Half, depth: int) -> None:
        """The signs for small x > 0 and small y."""
        if depth > _DEEPEST or not half.terms:
            raise Undecided
        corners, edges = polygon(half)
        for i, j in corners:
            value = sign(half.terms[i, j])
            self.taken |= {value, value * (-1) ** j}
        self.strict = self.strict and corners[-1][1] == 0
        for edge in edges:
            for root, multiplicity in real_roots(edge.coefficients):
                if multiplicity % 2:
                    self.taken = {1, -1}
                else:
                    self.look(followed(half, edge, root), depth + 1)


def polygon(half: Half) -> tuple[list[tuple[int, int]], list[_Edge]]:
    """The corners of the lower hull, from the one with the lowest power of x, and its falling edges."""
    lowest: dict[int, int] = {}
    for i, j in half.terms:
        lowest[j] = min(i, lowest.get(j, i))
    left = min(lowest.values())
    corner = (left, min(j for j, i in lowest.items() if i == left))
    corners, edges = [corner], []
    while below := [(i, j) for j, i in lowest.items() if j < corner[1]]:
        steep = min(Fraction(i - corner[0], corner[1] - j) for i, j in below)
        on_it = [(i, j) for i, j in below if Fraction(i - corner[0], corner[1] - j) == steep]
        end = min(on_it, key=lambda point: point[1])
        coefficients: list[Number] = [Fraction(0)] * (corner[1] + 1)
        for i, j in [corner, *on_it]:
            coefficients[j] = half.terms[i, j]
        edges.append(_Edge(steep.numerator, steep.denominator, coefficients))
        corner = end
        corners.append(corner)
    if half.known is not None and (corner[1] > 0 or corner[0] >= half.known):
        raise Undecided
    return corners, edges


def followed(half: Half, edge: _Edge, root: Number) -> Half:
    """The function on x = X^run, y = X^rise·(τ + σ), divided by the power of X that they share."""
    root = root if isinstance(root, Fraction) else inexact(root, DIGITS)
    x: Terms = {(edge.run, 0): Fraction(1)}
    y: Terms = {(edge.rise, 0): root, (edge.rise, 1): Fraction(1)}
    terms = composed(half.terms, [x, y], 2)
    shared = min(i for i, _ in terms)
    known = None
    if half.order is not None:
        known = min(edge.run, edge.rise) * (half.order + 1) - shared
    elif half.known is not None:
        known = half.known * edge.run - shared
    kept: Terms = {(i - shared, j): value for (i, j), value in terms.items() if known is None or i - shared < known}
    return Half(kept, known, None)


def real_roots(coefficients: list[Number]) -> Iterator[tuple[Number, int]]:
    """The real roots of a polynomial that are not 0, with their multiplicities."""
    first = next(k for k, value in enumerate(coefficients) if value)
    kept = coefficients[first:]
    if all(isinstance(value, Fraction) for value in kept):
        yield from _exact_roots(kept)
        return
    yield from _near_roots(kept)


def _exact_roots(coefficients: list[Fraction]) -> Iterator[tuple[Number, int]]:
    """Isolated exactly; rational ones stay so."""
    import sympy

    letter = sympy.Dummy()
    poly = sympy.Poly([sympy.Rational(c.numerator, c.denominator) for c in reversed(coefficients)], letter)
    mp = context(DIGITS)
    for factor, multiplicity in poly.factor_list()[1]:
        if factor.degree() == 1:
            a, b = factor.all_coeffs()
            yield Fraction(int(-b.p) * int(a.q), int(b.q) * int(a.p)), multiplicity
            continue
        for root in factor.real_roots() if factor.count_roots() else ():
            yield mp.mpf(str(root.evalf(DIGITS))), multiplicity


def _near_roots(coefficients: list[Number]) -> Iterator[tuple[Number, int]]:
    """Roots of 60 digits; those that lie together are one."""
    mp = context(DIGITS)
    if len(coefficients) < 2:
        return
    values = [mp.mpf(inexact(value, DIGITS)) for value in reversed(coefficients)]
    roots = mp.polyroots(values, maxsteps=400, extraprec=400)
    while roots:
        near = [r for r in roots if abs(r - roots[0]) <= _ONE_ROOT * (1 + abs(r))]
        roots = [r for r in roots if abs(r - near[0]) > _ONE_ROOT * (1 + abs(near[0]))]
        middle = mp.fsum(near) / len(near)
        if abs(mp.im(middle)) <= _ONE_ROOT * (1 + abs(middle)):
            yield mp.re(middle), len(near)


def has_real_root(face: Terms) -> bool:
    """Is a weighted form in two variables, with both pure powers, 0 anywhere but at the origin?

    >>> has_real_root({(2, 0): Fraction(1), (1, 1): Fraction(1), (0, 2): Fraction(1)})
    False
    """
    top = max(j for _, j in face)
    for side in (1, -1):
        coefficients: list[Number] = [Fraction(0)] * (top + 1)
        for (i, j), value in face.items():
            coefficients[j] += value * side**i
        if any(True for _ in real_roots(coefficients)):
            return True
    return False
