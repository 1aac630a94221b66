"""The branches of a plane curve through a singular point, as power series, and what a function does along each.

For x > 0 a branch is x = T^n, y = T^m·(τ + …): the slopes of Newton's polygon give m/n and the roots τ of an edge's
polynomial its first term; at a simple root the rest is a series by the implicit function theorem, at a multiple one the
curve is followed further.

Reference: Brieskorn & Knörrer, Plane Algebraic Curves, section 8.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.symbolic.arithmetic import Number
from mvcalc_cli.symbolic.stationary.branches import Half, Undecided, followed, polygon, real_roots
from mvcalc_cli.symbolic.stationary.germ import Germ, Terms, composed, plus, settled, sign
from mvcalc_cli.symbolic.stationary.implicit import alike

_DEEPEST: Final = 6
# Terms of a branch beyond the first.
_TERMS: Final = 14


class Branch(NamedTuple):
    """Half a branch of a curve through the origin: both variables as series in T > 0.

    Attributes:
        x: Powers of T -> coefficient.
        y: Likewise.
        order: Terms of a higher power are not known; None: all are.
    """

    x: Terms
    y: Terms
    order: int | None


def branches(curve: Germ) -> tuple[Branch, ...] | None:
    """The halves of all real branches through the origin; None if the terms that are known do not tell.

    >>> cusp = Germ({(0, 2): Fraction(1), (3, 0): Fraction(-1)}, 2, 3, True)  # y² = x³
    >>> [(each.x, each.y) for each in branches(cusp)]
    [({(2,): Fraction(1, 1)}, {(3,): Fraction(1, 1)}), ({(2,): Fraction(1, 1)}, {(3,): Fraction(-1, 1)})]
    """
    if not curve.terms:
        return None
    order = None if curve.whole else curve.order
    across = min(i for i, _ in curve.terms)
    along = min(j for _, j in curve.terms)
    if (across or along) and not curve.whole:
        return None
    rest = {(i - across, j - along): value for (i, j), value in curve.terms.items()}
    found: list[Branch] = []
    one: Terms = {(1,): Fraction(1)}
    less: Terms = {(1,): Fraction(-1)}
    if across:
        found += [Branch({}, one, None), Branch({}, less, None)]
    if along:
        found += [Branch(one, {}, None), Branch(less, {}, None)]
    if (0, 0) in rest:
        return tuple(found)
    try:
        for side in (1, -1):
            half: Terms = {(i, j): value * side**i for (i, j), value in rest.items()}
            for n, y, known in _branches(Half(half, None, order), 0):
                found.append(Branch({(n,): Fraction(side)}, y, known))
    except Undecided:
        return None
    return tuple(found)


def _branches(half: Half, depth: int) -> Iterator[tuple[int, Terms, int | None]]:
    """Each y(T) for x = T^n, y → 0: n, the series, and up to which power of T it is known."""
    if depth > _DEEPEST or not half.terms:
        raise Undecided
    corners, edges = polygon(half)
    if corners[-1][1] > 0:  # y divides what is left
        yield 1, {}, None
    for edge in edges:
        for root, multiplicity in real_roots(edge.coefficients):
            inner = followed(half, edge, root)
            if multiplicity == 1:
                reach = _TERMS if inner.known is None else min(_TERMS, inner.known - 1)
                yield edge.run, _put_back(root, _regular(inner), edge.rise, 1), edge.rise + reach
                continue
            for n, sigma, known in _branches(inner, depth + 1):
                whole = None if known is None else known + edge.rise * n
                yield edge.run * n, _put_back(root, sigma, edge.rise, n), whole


def _put_back(root: Number, sigma: Terms, rise: int, n: int) -> Terms:
    """X^rise·(τ + σ) with X = T^n."""
    first, rest = alike([{(0,): root}, sigma])
    root, sigma = first[0,], rest
    return settled({(rise * n,): root} | {(power + rise * n,): value for (power,), value in sigma.items()})


def _regular(half: Half) -> Terms:
    """σ(X) with σ(0) = 0 where the term σ stands alone, so that there is one such series."""
    slope = half.terms.get((0, 1))
    if not slope or (half.known is not None and half.known <= 1):
        raise Undecided
    x: Terms = {(1,): Fraction(1)}
    sigma: Terms = {}
    (terms,) = alike([half.terms])
    slope = terms[0, 1]
    for _ in range(_TERMS):
        rows = alike([half.terms, x, sigma])
        off = composed(rows[0], rows[1:], 1, _TERMS)
        if not off:
            break
        sigma = plus(alike([sigma, {m: -value / slope for m, value in off.items()}]))
    return sigma


def sign_along(f: Germ, branch: Branch) -> int | None:
    """The sign of a function that is 0 at the origin along half a branch; 0 if it is 0 there; None if not known."""
    slowest = min((power for part in (branch.x, branch.y) for (power,) in part), default=1)
    known = [] if f.whole else [slowest * (f.order + 1)]
    if branch.order is not None:
        known.append(branch.order + 1)
    limit = min(known) if known else None
    series, x, y = alike([f.terms, branch.x, branch.y])
    terms = composed(series, [x, y], 1, None if limit is None else limit - 1)
    if not terms:
        return 0 if limit is None else None
    first = min(terms)
    return sign(terms[first])
