"""|u|, sign, min, max and piecewise: case by case between the points where they bend, and joined there."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import sympy
from sympy import Abs, Max, Min, Piecewise, cos, floor, pi, sign, sin

from mvcalc_cli.symbolic.integrals.search import Found, Search, Working, done

_BENT = (Abs, sign, Max, Min, Piecewise)
_MOST_PIECES = 12


def signs(search: Search, f: Any, x: Any) -> Found | None:
    """An integrand with kinks or jumps."""
    bent = [part for part in f.atoms(*_BENT) if part.has(x)]
    if not bent or any(isinstance(p.base, Abs) and p.exp.is_Rational and p.exp.q > 1 for p in f.atoms(sympy.Pow)):
        return None
    if isinstance(f, Abs) and isinstance(f.args[0], sin | cos):
        return _wave_size(f, x)
    breaks = _breaks(bent, x)
    if breaks is None or len(breaks) >= _MOST_PIECES:
        return None
    if not breaks:
        new = _resolved(f, x, sympy.Integer(0)) if len(f.free_symbols) == 1 else None
        return search(new, x) if new is not None and new != f else None
    return _by_cases(search, f, x, breaks)


def _wave_size(f: Any, x: Any) -> Found | None:
    """|sin w|: 2 for each half turn, and −cos of what is left of w."""
    wave = f.args[0]
    w = wave.args[0] if isinstance(wave, sin) else wave.args[0] + pi / 2
    slope = sympy.diff(w, x)
    if slope.has(x) or not (slope.is_positive or slope.is_negative):
        return None
    turns = floor(w / pi)
    value = (2 * turns - cos(w - pi * turns)) / slope
    return done("half turn by half turn", "∫ |sin(u)| du = 2·⌊u/π⌋ − cos(u − π·⌊u/π⌋)", f, x, value, u=w)


def _breaks(bent: list[Any], x: Any) -> list[Any] | None:
    """The points at which something bends, in order; None if they are not all found."""
    found: set[Any] = set()
    for part in bent:
        for expression in _vanishing(part, x):
            if not expression.has(x):
                continue
            if not expression.is_polynomial(x):
                return None
            poly = sympy.Poly(expression, x)
            if poly.degree() == 1:
                found.add(-poly.coeff_monomial(1) / poly.coeff_monomial(x))
            elif len(expression.free_symbols) == 1:
                found.update(sympy.real_roots(poly))
            else:
                return None
    if any(not point.is_number for point in found) and len(found) > 1:
        return None
    return sorted(found, key=float) if len(found) > 1 else list(found)


def _vanishing(part: Any, x: Any) -> list[Any]:
    if isinstance(part, Abs | sign):
        return [part.args[0]]
    if isinstance(part, Piecewise):
        conditions = [atom for _, condition in part.args for atom in condition.atoms(sympy.core.relational.Relational)]
        return [sympy.expand(relation.lhs - relation.rhs) for relation in conditions]
    return [sympy.expand(a - b) for k, a in enumerate(part.args) for b in part.args[k + 1 :]]


def _resolved(f: Any, x: Any, at: Any) -> Any:
    """The branch of f around a point that is no break."""

    def branch(part: Any) -> Any:
        if isinstance(part, Abs | sign):
            positive = bool(part.args[0].subs(x, at) > 0)
            factor = 1 if positive else -1
            return factor * part.args[0] if isinstance(part, Abs) else sympy.Integer(factor)
        if isinstance(part, Piecewise):
            return next(value for value, condition in part.args if condition.subs(x, at) == True)  # noqa: E712
        pick = max if isinstance(part, Max) else min
        return pick(part.args, key=lambda a: a.subs(x, at))

    return _walk(f, x, branch)


def _walk(f: Any, x: Any, branch: Any) -> Any:
    if isinstance(f, _BENT) and f.has(x):
        return _walk(branch(f), x, branch)
    if not f.args:
        return f
    return f.func(*[_walk(arg, x, branch) for arg in f.args])


def _by_cases(search: Search, f: Any, x: Any, breaks: list[Any]) -> Found | None:
    symbolic = not breaks[0].is_number
    if symbolic:
        return _around_letter(search, f, x, breaks[0])
    middles = [breaks[0] - 1, *[(a + b) / 2 for a, b in pairwise(breaks)], breaks[-1] + 1]
    branches = [_resolved(f, x, middle) for middle in middles]
    return _joined(search, f, x, breaks, branches)


def _around_letter(search: Search, f: Any, x: Any, point: Any) -> Found | None:
    shift = sympy.Dummy("h", positive=True)
    moved = sympy.expand(f.subs(x, point + shift)), sympy.expand(f.subs(x, point - shift))
    right, left = (part.subs(shift, step) for part, step in zip(moved, (x - point, point - x), strict=True))
    if any(isinstance(part, _BENT) for side in (left, right) for part in side.atoms(*_BENT)):
        return None
    return _joined(search, f, x, [point], [left, right])


def _joined(search: Search, f: Any, x: Any, breaks: list[Any], branches: list[Any]) -> Found | None:
    """The antiderivatives of the branches with the constants that join them."""
    steps: list[Working] = []
    values = []
    for branch in branches:
        found = search(sympy.expand(branch), x)
        if found is None:
            return None
        values.append(found.value)
        steps += [step for step in found.steps if step not in steps]
    joined = [values[0]]
    for point, value in zip(breaks, values[1:], strict=True):
        joined.append(value + sympy.simplify(joined[-1].subs(x, point) - value.subs(x, point)))
    if any(value.has(sympy.nan, sympy.zoo, sympy.oo) for value in joined):
        joined = values
    pairs = [(value, x < point) for value, point in zip(joined, breaks, strict=False)]
    value = Piecewise(*pairs, (joined[-1], True))
    pieces = [(sympy.Integral(branch, x), x < point) for branch, point in zip(branches, breaks, strict=False)]
    after = Piecewise(*pieces, (sympy.Integral(branches[-1], x), True), evaluate=False)
    return Found(value, (Working("case by case", "", (), f, x, after), *steps))
