"""Critical points at which the Hessian does not decide: factors of f − f(p), then its terms of higher degree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mvcalc_cli.language.tree import Tree, add, as_variable, multiply, substitute, variable, variables
from mvcalc_cli.symbolic.stationary.factoring import by_factors, factored
from mvcalc_cli.symbolic.stationary.germ import (
    DIGITS,
    Germ,
    constant_free,
    germ,
    number_tree,
    polynomial_degree,
    polynomial_tree,
)
from mvcalc_cli.symbolic.stationary.nearby import signs
from mvcalc_cli.symbolic.stationary.peeling import peeled
from mvcalc_cli.symbolic.stationary.reasons import FLAT, Decision, Name, text, told
from mvcalc_cli.symbolic.stationary.splitting import quadratic_form, sheet

# Degrees up to which the series of what is no polynomial is taken, one after another.
_ORDERS: Final = (4, 6, 8)
_ORDERS_OF_ONE: Final = (4, 8, 14)
_SECONDS: Final = 0.6
# f as a word of its own, or before an opening parenthesis or a prime.
_FUNCTION: Final = re.compile(r"\bf\b(?!\w)")
# A sheet of critical points is looked for among polynomials of so many terms.
_SHORT: Final = 4


def decided(f: Tree, names: tuple[str, ...], centre: Mapping[str, Tree]) -> Decision:
    """The kind, the reason, and whether the extreme is strict.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import number
    >>> decided(parse("x^4 + y^4").tree, ("x", "y"), {"x": number(0), "y": number(0)})
    ('minimum', 'f − f(p) = x⁴ + y⁴, which is > 0 but at p', True)
    """
    simpler = _simpler(f, names, centre)
    if simpler is not None:
        return simpler
    if len(names) == 1:
        return _one(f, names, centre)
    factors = factored(f, centre)
    if factors is not None and (factors.squares or not factors.rest):
        found = by_factors(factors, names, centre)
        if found is not None:
            return found
    return _by_series(f, names, centre)


def by_structure(f: Tree, centre: Mapping[str, Tree]) -> Decision | None:
    """f − f(p) is nowhere negative (positive), by the signs or the bounds of its parts; f need not be smooth."""
    from mvcalc_cli.symbolic.arithmetic import Unmeasured
    from mvcalc_cli.symbolic.digits import measure
    from mvcalc_cli.symbolic.stationary.bounds import bounds, never_negative

    at = substitute(f, {as_variable(name): value for name, value in centre.items()})
    try:
        value = measure(at, {}, DIGITS)
    except Unmeasured:
        return None
    if value is None:
        return None
    for side, kind, word in ((1, "minimum", "<"), (-1, "maximum", ">")):
        if value == bounds(f)[0 if side > 0 else 1] or never_negative(f, at, {}, side):
            return kind, f"f − f(p) is nowhere {word} 0, as the signs of its parts tell", None  # type: ignore[return-value]
    return None


def _by_series(f: Tree, names: tuple[str, ...], centre: Mapping[str, Tree]) -> Decision:
    """By the terms of f − f(p), more and more of them."""
    series = None
    for series in _series(f, names, centre, _ORDERS):
        if not series.terms and series.whole:
            return "degenerate", "f is constant", False
        near = signs(series)
        if near is not None:
            return told(near, series, names, tuple(centre.values()))
    found = _trough(f, series, names, centre) if series is not None and series.degree == 2 else None
    return found or by_structure(f, centre) or _OPEN


_OPEN: Final[Decision] = (
    "degenerate",
    "not decided: the Hessian is singular, and the terms of higher degree do not tell",
    None,
)


def _simpler(f: Tree, names: tuple[str, ...], centre: Mapping[str, Tree]) -> Decision | None:
    """Without variables that f does not hold, and without monotone functions around it."""
    used = tuple(name for name in names if name in variables(f))
    if not used:
        return "degenerate", "f is constant", False
    if len(used) < len(names):
        return _widened(decided(f, used, {name: centre[name] for name in used}), names, used)
    inside, way = peeled(f, centre)
    return None if inside == f else _turned(decided(inside, names, centre), inside, way)


def _widened(found: Decision, names: tuple[str, ...], used: tuple[str, ...]) -> Decision:
    """The same in more variables, that f does not hold: no extreme is strict, an inflection is a saddle."""
    kind, reason, _ = found
    others = " and ".join(name for name in names if name not in used)
    if kind in {"minimum", "maximum"}:
        return kind, f"{reason}; f does not depend on {others}", False
    return ("saddle" if kind == "inflection" else kind), reason, None


def _turned(found: Decision, inside: Tree, way: int) -> Decision:
    """What u decides, for f = g(u)."""
    from mvcalc_cli.calculus.tidy import tidy

    kind, reason, strict = found
    if kind == "degenerate":
        return found
    if way < 0 and kind in {"minimum", "maximum"}:
        kind = "maximum" if kind == "minimum" else "minimum"
    verb = "rises" if way > 0 else "falls"
    shown = text(tidy(inside))
    return kind, f"f {verb} with u = {shown}; for u: {_FUNCTION.sub('u', reason)}", strict


def _series(f: Tree, names: tuple[str, ...], centre: Mapping[str, Tree], orders: Sequence[int]) -> Iterator[Germ]:
    """f − f(p): the whole of it if it is a polynomial, else with more and more terms."""
    degree = polynomial_degree(f, names)
    for order in orders if degree is None else (degree,):
        found = germ(f, centre, order, whole=degree is not None)
        if found is None:
            return
        yield constant_free(found)


def _trough(f: Tree, series: Germ, names: tuple[str, ...], centre: Mapping[str, Tree]) -> Decision | None:
    """A sheet of critical points as large as the kernel of the Hessian, across which f is bent one way."""
    from mvcalc_cli.calculus.matrices import gradient
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.language.tree import ZERO
    from mvcalc_cli.symbolic.proofs import proven

    columns, diagonal = quadratic_form(series)
    on = sheet(series, columns, diagonal)
    if not series.exact or any(len(part) > _SHORT for part in on.inner):
        return None
    letters = [variable(f"u_{k + 1}") for k in range(on.free)]
    moved = [polynomial_tree(part, letters) for part in on.inner]
    put_in = {}
    for i, (name, at) in enumerate(centre.items()):
        steps = [multiply(number_tree(columns[k][i]), part) for k, part in enumerate(moved) if columns[k][i]]
        put_in[as_variable(name)] = add(at, *steps)
    slopes = gradient(f, names).rows[0]
    if not all(proven(tidy(substitute(slope, put_in)), ZERO, seconds=_SECONDS) for slope in slopes):
        return None
    kind: Name = "minimum" if max(diagonal) > 0 else "maximum"
    return kind, FLAT, False


def _one(f: Tree, names: tuple[str, ...], centre: Mapping[str, Tree]) -> Decision:
    """One variable: the first derivative that is not 0."""
    from math import factorial

    for series in _series(f, names, centre, _ORDERS_OF_ONE):
        order = series.degree
        if order is None:
            if series.whole:
                return "degenerate", "f is constant", False
            continue
        value = series.terms[order,]
        size = f"{float(value * factorial(order)):.6g}".replace("-", "−")
        first = f"the first derivative that is not 0 is f{_order(order)} = {size} {'>' if value > 0 else '<'} 0"
        if order % 2:
            way = "rises" if value > 0 else "falls"
            return "inflection", f"{first}, of odd order: f {way} through the point", None
        return ("minimum" if value > 0 else "maximum"), f"{first}, of even order", True
    return "degenerate", f"not decided: the first {_ORDERS_OF_ONE[-1]} derivatives are 0 there, or there are none", None


def _order(order: int) -> str:
    return ("", "′", "″", "‴")[order] if order < 4 else "⁽" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] for d in str(order)) + "⁾"
