"""Substitutions u = g(x): where the derivative of g divides the integrand, and where x can be written with u."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy

from mvcalc_cli.symbolic.integrals.search import Found, Search, substituted

_MOST = 12


def inner_function(search: Search, f: Any, x: Any) -> Found | None:
    """u = g(x) wherever f/g′ can be written with g alone, what leaves the simplest integral first."""
    written = []
    for inner in list(_candidates(f, x))[:_MOST]:
        pair = _with(f, x, inner)
        if pair is not None and not _worse(f, pair[0]):
            written.append((inner, *pair))
    for inner, new, dummy in sorted(written, key=lambda row: _clumsiness(f, x, *row)):
        u = search.letter(positive=dummy.is_positive or None)
        found = substituted(search, "substitution", f, x, u, inner, new.subs(dummy, u))
        if found is not None:
            return found
        search.release(u)
    return None


def _worse(f: Any, new: Any) -> bool:
    """Longer than the integrand, or with bars that it does not have."""
    longer = sympy.count_ops(new) > 1.3 * sympy.count_ops(f) + 6
    return bool(longer or (new.has(sympy.Abs) and not f.has(sympy.Abs)))


def _clumsiness(f: Any, x: Any, inner: Any, new: Any, u: Any) -> tuple[bool, int, bool, int]:
    """How far from the choice of a textbook: u = x², not sin(x²), and no root that was not there.

    A constant left over means that u is the answer itself: nobody sees that beforehand.
    """
    strange = len({type(part) for part in new.atoms(sympy.Function)} - {type(part) for part in f.atoms(sympy.Function)})
    bulky = not _is_sum_of_powers(new, u) and any(not power.exp.is_Integer for power in new.atoms(sympy.Pow))
    return (
        not new.has(u),
        strange + (2 if bulky and not _has_root(f, x) else int(bulky)),
        _is_outer(inner, x),
        int(sympy.count_ops(new)),
    )


def _has_root(f: Any, x: Any) -> bool:
    return any(power.base.has(x) and power.exp.is_Rational and power.exp.q > 1 for power in f.atoms(sympy.Pow))


def _is_sum_of_powers(new: Any, u: Any) -> bool:
    """√u/2, (u − 1)·√u, u + 1/u."""
    terms = sympy.Add.make_args(sympy.expand(new))
    return all(not (term.as_independent(u, as_Add=False)[1].as_base_exp()[0] - u).has(u) for term in terms)


def _is_outer(inner: Any, x: Any) -> bool:
    """A function of something that could be called u itself: sin(x²), √(1 − x²), sin(x)³."""
    if inner.is_Pow and not inner.exp.has(x):
        return bool(inner.base != x)
    argument = inner.exp if inner.is_Pow else inner.args[0] if isinstance(inner, sympy.Function) else x
    return bool(sympy.diff(argument, x).has(x))


def _candidates(f: Any, x: Any) -> Iterator[Any]:
    """What may be called u: arguments, bases, exponents, functions; the largest first."""
    found: dict[Any, None] = {}
    for part in sympy.postorder_traversal(f):
        if not part.has(x) or part == x or (part == f and not f.is_Pow):
            continue
        if isinstance(part, sympy.Function) or (part.is_Pow and part.exp.has(x)):
            found.setdefault(part)
            inner = part.args[0] if isinstance(part, sympy.Function) else part.exp
            if inner != x and inner.has(x):
                found.setdefault(inner)
            for other in _PARTNERS.get(type(part), ()):
                found.setdefault(other(part.args[0]))
        elif part.is_Pow:
            found.setdefault(sympy.Pow(part.base, abs(part.exp)) if part.exp.is_number else part)
            if part.base.has(x) and part.base != x:
                found.setdefault(part.base)
        elif part.is_Add and part.is_polynomial(x):
            found.setdefault(part)
    # A root of x itself is the matter of `roots`.
    linear = [u for u in found if (u.is_polynomial(x) and sympy.degree(u, x) == 1) or _root_of_variable(u, x)]
    return iter(sorted((u for u in found if u not in linear), key=lambda u: -sympy.count_ops(u)))


def _root_of_variable(u: Any, x: Any) -> bool:
    return bool(u.is_Pow and u.base == x and u.exp.is_Rational and not u.exp.is_Integer)


def cancelled_factors(new: Any, u: Any) -> Any:
    """Each rational factor over one denominator."""
    return sympy.Mul(
        *[
            sympy.cancel(part) if part.has(u) and part.is_rational_function(u) else part
            for part in sympy.Mul.make_args(new)
        ]
    )


_PARTNERS: dict[Any, tuple[Any, ...]] = {
    sympy.sin: (sympy.cos,),
    sympy.cos: (sympy.sin,),
    sympy.sec: (sympy.tan,),
    sympy.csc: (sympy.cot,),
    sympy.sinh: (sympy.cosh,),
    sympy.cosh: (sympy.sinh,),
}


def _with(f: Any, x: Any, inner: Any) -> tuple[Any, Any] | None:
    """f/g′ written with u alone; None if x stays."""
    slope = sympy.diff(inner, x)
    if slope == 0 or slope.has(sympy.Derivative, sympy.Subs):
        return None
    positive = inner.is_positive or isinstance(inner, sympy.exp)
    u = sympy.Dummy("u", positive=True) if positive else sympy.Dummy("u", real=True)
    ratio = f / slope
    for form in (ratio, sympy.cancel(ratio) if sympy.count_ops(ratio) < 80 else ratio):
        new = _replaced(form, x, inner, u)
        if not new.has(x):
            return new, u
    return None


def _replaced(form: Any, x: Any, inner: Any, u: Any) -> Any:
    new = form.subs(inner, u)
    if new.has(x):
        new = new.subs(_relations(inner, x, u))
    if new.has(x) and isinstance(inner, sympy.sin | sympy.cos | sympy.tan):
        new = sympy.powsimp(_pythagoras(form, inner).subs(inner, u))
    if new.has(x):
        return new
    return sympy.cancel(new) if new.is_rational_function(u) else cancelled_factors(new, u)


def _relations(inner: Any, x: Any, u: Any) -> list[tuple[Any, Any]]:
    """x^n = (u − b)/a for u = a·x^n + b, and its like for functions: u = 1 + e^x."""
    if inner.is_Pow and inner.exp.is_Rational and inner.exp.p == 1 and inner.exp.q > 1:
        return _relations(inner.base, x, u**inner.exp.q)
    constant, rest = inner.as_independent(x, as_Add=True)
    factor, core = rest.as_independent(x, as_Add=False)
    if core == x:
        return []
    pairs = [(core, (u - constant) / factor)] if core != inner else []
    if core.is_Pow and core.base == x and core.exp.is_Integer and core.exp > 0:
        n = int(core.exp)
        pairs = [(x ** (n * k), ((u - constant) / factor) ** k) for k in range(8, 0, -1)]
    return pairs


def _pythagoras(form: Any, inner: Any) -> Any:
    """Even powers of the other functions written with the one called u."""
    angle = inner.args[0]
    sine, cosine = sympy.Dummy("s"), sympy.Dummy("c")
    opened = form.subs({sympy.tan(angle): sine / cosine, sympy.cot(angle): cosine / sine})
    opened = opened.subs({sympy.sec(angle): 1 / cosine, sympy.csc(angle): 1 / sine})
    opened = sympy.powsimp(opened.subs({sympy.sin(angle): sine, sympy.cos(angle): cosine}))
    if isinstance(inner, sympy.tan):
        rooted = any(not power.exp.is_Integer for power in opened.atoms(sympy.Pow))
        return _tangent_form(opened if rooted else sympy.cancel(opened), sine, cosine, inner)
    kept, other = (sine, cosine) if isinstance(inner, sympy.sin) else (cosine, sine)
    reduced = opened.replace(
        lambda e: e.is_Pow and e.base == other and e.exp.is_Integer and e.exp % 2 == 0,
        lambda e: (1 - kept**2) ** (e.exp / 2),
    )
    return reduced.subs({kept: inner, other: (sympy.cos if kept is sine else sympy.sin)(angle)})


def _tangent_form(form: Any, sine: Any, cosine: Any, inner: Any) -> Any:
    t = sympy.Dummy("t")
    c = sympy.Dummy("c", positive=True)
    new = form.subs(sine, t * c).subs(cosine, c)
    rooted = any(not power.exp.is_Integer for power in new.atoms(sympy.Pow))
    new = sympy.powsimp(new if rooted else sympy.cancel(new))
    new = new.replace(
        lambda e: e.is_Pow and e.base == c and e.exp.is_Integer and e.exp % 2 == 0, lambda e: (1 + t**2) ** (-e.exp / 2)
    )
    return new.subs(c, sympy.cos(inner.args[0])).subs(t, inner)


def logarithm(search: Search, f: Any, x: Any) -> Found | None:
    """x = e^u where log x stands among powers of x."""
    if sympy.log(x) not in f.atoms(sympy.log):
        return None
    u = search.letter()
    new = sympy.powsimp(sympy.expand_log(f.subs(x, sympy.exp(u)), force=True) * sympy.exp(u))
    if new.has(x):
        return None
    return substituted(search, "substitution x = e^u", f, x, u, sympy.log(x), sympy.powdenest(new))


def inverse_inside(search: Search, f: Any, x: Any) -> Found | None:
    """e^atan x and its like: nothing but the inverse function will do as u."""
    outer = f.atoms(sympy.exp, sympy.sin, sympy.cos, sympy.tan)
    if not any(part.has(*_INVERSE) for part in outer):
        return None
    return inverse_function(search, f, x)


def inverse_function(search: Search, f: Any, x: Any) -> Found | None:
    """u = asin x, atan x, …: x = sin u, where the function stands not alone."""
    for inner in f.atoms(sympy.asin, sympy.acos, sympy.atan, sympy.asinh):
        if inner.args[0] != x:
            continue
        u = search.letter()
        there = _INVERSE[type(inner)](u)
        new = f.subs(inner, u).subs(x, there) * sympy.diff(there, u)
        # Where the inverse has its values, cos u (or sin u) and 1/cos u are positive.
        new = sympy.trigsimp(sympy.trigsimp(new).replace(sympy.Abs, lambda v: v))
        found = substituted(search, "substitution x = g(u)", f, x, u, inner, new)
        if found is not None:
            return found
    return None


_INVERSE = {sympy.asin: sympy.sin, sympy.acos: sympy.cos, sympy.atan: sympy.tan, sympy.asinh: sympy.sinh}
