"""The kind of a point where one equation without linear terms is a cone to first order, or a single point."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.stationary.germ import DIGITS, Germ, sign, unit
from mvcalc_cli.symbolic.stationary.splitting import diagonalised

Verdict = tuple[str, str]

# Directions of the cone that are looked at, and what is clearly not 0.
_WAYS: Final = 400
_CLEAR: Final = 1e-3


def kind_on_cone(curve: Germ, f: Germ, *, bounded: bool) -> Verdict | None:
    """One equation without linear terms in several variables: near the point the set is the cone of its form.

    The form must be regular (Morse's lemma); inequalities take parts of the set away.
    """
    size = curve.size
    if curve.form(1):
        return None
    form = _matrix(curve)
    signs = {sign(value) for value in diagonalised(form)[1]}
    if 0 in signs:
        return None
    if len(signs) == 1:
        return "isolated", "the second derivatives of the constraint are definite: no other point of the set is near by"
    if f.form(1):
        if bounded:
            return None
        return "saddle", "the set is a cone there to first order, with every direction its opposite: f rises and falls"
    return _on_the_cone(form, _matrix(f), size, bounded=bounded)


def _matrix(found: Germ) -> list[list[Any]]:
    """The quadratic terms as a symmetric matrix."""
    rows = []
    for i in range(found.size):
        row = []
        for j in range(found.size):
            at = tuple(a + b for a, b in zip(unit(i, found.size), unit(j, found.size), strict=True))
            value = found.terms.get(at, Fraction(0))
            row.append(value if i == j else value / 2)
        rows.append(row)
    return rows


def _on_the_cone(form: list[list[Any]], bent: list[list[Any]], size: int, *, bounded: bool) -> Verdict | None:
    """f without linear terms: its form on the cone, one sign by a multiple of the other form that makes it definite."""
    for part in (*range(-60, 61),):
        share = Fraction(part, 12) if abs(part) <= 30 else Fraction(part * abs(part), 60)
        both = [[a + share * b for a, b in zip(x, y, strict=True)] for x, y in zip(bent, form, strict=True)]
        signs = {sign(value) for value in diagonalised(both)[1]}
        if len(signs) == 1 and 0 not in signs:
            kind = "minimum" if signs == {1} else "maximum"
            return kind, "the second derivatives of f have one sign on the cone that the set is to first order"
    if bounded:
        return None
    met = _signs_on_cone(form, bent, size)
    if met == {1, -1}:
        return "saddle", "the second derivatives of f have both signs on the cone that the set is to first order"
    return None


def _signs_on_cone(form: list[list[Any]], bent: list[list[Any]], size: int) -> set[int]:
    """Signs of a form on vectors where another is 0: each between two vectors where that has both signs."""
    a, b = ([[float(inexact(v, DIGITS)) for v in row] for row in rows] for rows in (form, bent))

    def value(rows: list[list[float]], v: Sequence[float]) -> float:
        return sum(v[i] * rows[i][j] * v[j] for i in range(size) for j in range(size))

    drawn = random.Random(1)
    found: set[int] = set()
    for _ in range(_WAYS):
        low, high = ([drawn.gauss(0, 1) for _ in range(size)] for _ in range(2))
        if value(a, low) * value(a, high) >= 0:
            continue
        for _ in range(60):
            middle = [(x + y) / 2 for x, y in zip(low, high, strict=True)]
            low, high = (middle, high) if value(a, low) * value(a, middle) > 0 else (low, middle)
        length = math.hypot(*low)
        unit_ = [x / length for x in low]
        at = value(b, unit_)
        if abs(at) > _CLEAR:
            found.add(1 if at > 0 else -1)
    return found
