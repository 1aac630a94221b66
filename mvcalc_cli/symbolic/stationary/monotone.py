"""Candidates of f = g(u) with g monotone, from those of u."""

from __future__ import annotations

from collections.abc import Sequence

from mvcalc_cli.language.tree import ZERO, Tree, divide, multiply
from mvcalc_cli.symbolic.arithmetic import context, inexact
from mvcalc_cli.symbolic.stationary.candidates import Candidates
from mvcalc_cli.symbolic.stationary.constrained import (
    Candidate,
    Problem,
    exact_at,
    place_of,
    shortened,
    value_at,
    with_function,
)
from mvcalc_cli.symbolic.stationary.measured import SHOWN, WORKING, as_number
from mvcalc_cli.symbolic.stationary.points import Point


def multiplied(asked: Problem, inside: Tree, found: Candidates) -> Candidates:
    """With the multipliers of u times g′(u)."""
    plain = with_function(asked, inside)

    def of_f(each: Candidate) -> Candidate | None:
        if value_at(asked.f, place_of(asked.names, each.point)) is None:
            return None
        return each if each.multipliers is None else each._replace(multipliers=_scaled(asked, plain, each))

    def kept(several: Sequence[Candidate]) -> tuple[Candidate, ...]:
        return tuple(new for new in map(of_f, several) if new is not None)

    families = [(family, taken, kept(members)) for family, taken, members in found.families]
    return found._replace(
        regular=kept(found.regular),
        singular=kept(found.singular),
        families=tuple(
            (family._replace(inside=tuple(each.point for each in members)), taken, members)
            for family, taken, members in families
            if members
        ),
    )


def _scaled(asked: Problem, plain: Problem, each: Candidate) -> Point:
    """∇f = g′(u)·∇u: the quotient of two partial derivatives, where one of u is not 0."""
    assert each.multipliers is not None
    there, old = place_of(asked.names, each.point), each.multipliers
    mp = context(WORKING)
    for above, below in zip(asked.slopes, plain.slopes, strict=True):
        top, bottom = value_at(above, there), value_at(below, there)
        if top is not None and bottom is not None and abs(inexact(bottom, WORKING)) > 1e-20:
            ratio = inexact(top, WORKING) / inexact(bottom, WORKING)
            exact = exact_at(divide(above, below), asked.names, each.point) if each.point.exact else None
            numbers = [ratio * as_number(digits) for digits in old.digits]
            values = [
                ZERO if size == 0 else None if value is None or exact is None else shortened(multiply(value, exact), {})
                for value, size in zip(old.values, numbers, strict=True)
            ]
            digits = tuple(str(mp.nstr(size, SHOWN)) for size in numbers)
            return Point(tuple(values), tuple(map(float, numbers)), digits, old.residual)
    return old
