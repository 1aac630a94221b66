"""Which signs does a function take close to a point where it is 0? Proved from its series, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.symbolic.stationary.curves import Curve, along_curves
from mvcalc_cli.symbolic.stationary.germ import Germ, Terms, sign, unit
from mvcalc_cli.symbolic.stationary.splitting import quadratic_form, reduced


class Signs(NamedTuple):
    """The signs of a function in every small neighbourhood of a point where it is 0.

    Attributes:
        taken: 1 and −1, those of them that are taken.
        strict: Is it 0 at the point alone? None if that is not known.
        rule: What proves it. "order": one variable; "form": the lowest terms, or all of them, are even powers of one
            sign; "means": pure powers outweigh the others; "odd": the lowest terms are of odd degree; "curves": two
            curves through the point; "branches": Newton's polygon; "split": the form is definite in some variables, and
            what is left decides; "flat": nothing is left.
        shown: The terms that decide.
        curves: Sign -> a curve through the point on which it is taken: each variable as a polynomial in t.
    """

    taken: frozenset[int]
    strict: bool | None
    rule: str
    shown: Terms
    curves: Mapping[int, Curve] = {}


BOTH: Final = frozenset({1, -1})


def signs(found: Germ) -> Signs | None:
    """The signs near the point, where the series up to its order proves them.

    >>> def near(terms, order=9):
    ...     return signs(Germ({m: Fraction(v) for m, v in terms.items()}, 2, order, True))
    >>> sorted(near({(2, 0): 1, (0, 3): 1}).taken), sorted(near({(4, 0): 1, (0, 4): 1}).taken)
    ([-1, 1], [1])
    """
    degree = found.degree
    if degree is None:
        return None
    if found.size == 1:
        return _one(found, degree)
    if degree % 2:
        return Signs(BOTH, strict=False, rule="odd", shown=found.form(degree), curves=along_curves(found))
    if degree == 2:
        return _split(found)
    return _flat(found, degree)


def _one(found: Germ, degree: int) -> Signs:
    """Of one variable: the first term decides."""
    value = sign(found.terms[degree,])
    taken = BOTH if degree % 2 else frozenset({value})
    return Signs(taken, strict=True, rule="order", shown=found.form(degree))


def _flat(found: Germ, degree: int) -> Signs | None:
    """Without linear and quadratic terms."""
    from mvcalc_cli.symbolic.stationary.branches import plane_signs

    by_terms = even_terms(found)
    if by_terms is not None:
        return by_terms
    seen = along_curves(found)
    if len(seen) == 2:
        return Signs(BOTH, strict=False, rule="curves", shown=found.form(degree), curves=seen)
    return plane_signs(found) if found.size == 2 else None


# --- even terms ----------------------------------------------------------------------------------------


def even_terms(found: Germ) -> Signs | None:
    """Pure even powers that outweigh every other term: all terms, or those of the lowest weighted degree."""
    ends = [_pure(found.terms, place) for place in range(found.size)]
    top = [end for end in ends if end is not None]
    if len(top) == found.size and all(end % 2 == 0 for end in top):
        lowest = _lowest(found, top)
        side = None if lowest is None else outweighed(lowest, top)
        if lowest is not None and side is not None:
            side_, strict = side
            if strict or (found.whole and len(lowest) == len(found.terms)):
                rule = "form" if _one_sign(lowest) else "means"
                return Signs(frozenset({side_}), strict or None, rule, lowest)
    if found.whole and _one_sign(found.terms):
        taken = frozenset({sign(next(iter(found.terms.values())))})
        return Signs(taken, strict=len(top) == found.size, rule="form", shown=found.terms)
    return None


def outweighed(terms: Terms, ends: Sequence[int]) -> tuple[int, bool] | None:
    """The sign of Σ bᵢ·xᵢ^dᵢ + mixed terms, and whether it is 0 at the origin alone, by the inequality of means.

    |x^α| <= Σ (αᵢ/dᵢ)·|xᵢ|^dᵢ where the αᵢ/dᵢ add to 1.
    """
    size = len(ends)
    pure = [terms[tuple(end * p for p in unit(k, size))] for k, end in enumerate(ends)]
    side = sign(pure[0])
    left = [value * side for value in pure]
    for monomial, value in terms.items():
        if sum(p > 0 for p in monomial) < 2 or (value * side > 0 and all(p % 2 == 0 for p in monomial)):
            continue
        for k, p in enumerate(monomial):
            if p:
                left[k] -= abs(value) * p / ends[k]
    least = min(left)
    return None if least < 0 else (side, bool(least > 0))


def _pure(terms: Terms, place: int) -> int | None:
    """The lowest power of one variable that stands alone."""
    return min((sum(m) for m in terms if m[place] == sum(m)), default=None)


def _lowest(found: Germ, ends: Sequence[int]) -> Terms | None:
    """The terms on the flat face through the pure powers; None if others lie, or may lie, below it."""
    places = {m: sum(Fraction(p, end) for p, end in zip(m, ends, strict=True)) for m in found.terms}
    if min(places.values()) < 1 or (not found.whole and max(ends) > found.order):
        return None
    return {m: found.terms[m] for m, place in places.items() if place == 1}


def _one_sign(terms: Terms) -> bool:
    return all(p % 2 == 0 for m in terms for p in m) and len({sign(v) for v in terms.values()}) == 1


# --- the quadratic terms split off ---------------------------------------------------------------------


def _split(found: Germ) -> Signs | None:
    """A quadratic form first: what it leaves open is decided by a function of fewer variables (splitting lemma)."""
    columns, diagonal = quadratic_form(found)
    quadratic = {sign(value) for value in diagonal if value}
    shown = found.form(2)
    if quadratic == BOTH:
        ways = {s: columns[[sign(v) for v in diagonal].index(s)] for s in (1, -1)}
        curves: dict[int, Curve] = {s: tuple({(1,): v} if v else {} for v in way) for s, way in ways.items()}
        return Signs(BOTH, strict=False, rule="curves", shown=shown, curves=curves)
    if all(diagonal):
        return Signs(frozenset(quadratic), strict=True, rule="form", shown=shown)
    rest = reduced(found, columns, diagonal)
    (side,) = quadratic
    if rest.degree is None:
        return Signs(frozenset({side}), strict=False, rule="flat", shown=shown) if rest.whole else _left_open(found)
    inner = signs(rest)
    taken = along_curves(rest).keys() if inner is None else inner.taken
    if -side in taken:
        return Signs(BOTH, strict=False, rule="split", shown=shown, curves=along_curves(found))
    return _left_open(found) if inner is None else Signs(inner.taken, inner.strict, "split", shown)


def _left_open(found: Germ) -> Signs | None:
    """What other ways know where the splitting does not."""
    if found.size == 2:
        from mvcalc_cli.symbolic.stationary.branches import plane_signs

        return plane_signs(found)
    return even_terms(found)
