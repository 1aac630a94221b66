"""Rational functions of x and √(a·x² + b·x + c): comparing coefficients, then three standard integrals.

No case distinction by the sign of x is needed: each formula holds on every part of the domain, which the
substitution x = a·sec θ does not.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Abs, Integer, Poly, asin, asinh, atan, log, sqrt

from mvcalc_cli.symbolic.integrals.angles import by_angle
from mvcalc_cli.symbolic.integrals.search import Found, Search, Working, done, substituted

_MOST_UNKNOWNS = 30
_COMPARED = "undetermined coefficients"


def root_of_quadratic(search: Search, f: Any, x: Any) -> Found | None:
    """f = A(x) + W(x)/√q, with A and W rational."""
    q = _quadratic(f, x)
    if q is None:
        return None
    y = sympy.Dummy("y")
    form = f.replace(lambda e: e.is_Pow and e.base == q and e.exp.is_Rational, lambda e: y ** (2 * e.exp))
    if not form.is_rational_function(x, y):
        return None
    plain, weight = _split(form, x, y, q)
    first = search(plain, x) if plain != 0 else Found(plain, ())
    if first is None:
        return None
    found = _over_root(search, weight / sqrt(q), x, weight, q) or _euler(search, weight / sqrt(q), x, y, weight, q)
    if found is None:
        return None
    if plain == 0:
        taught = by_angle(search, f, x, q, found.value) if found.steps[0].rule == _COMPARED else None
        return taught or Found(found.value, (found.steps[0]._replace(integrand=f), *found.steps[1:]))
    after = sympy.Integral(plain, x) + sympy.Integral(weight / sqrt(q), x)
    step = Working("split off what is rational", "", (), f, x, after)
    return Found(first.value + found.value, (step, *first.steps, *found.steps))


def _quadratic(f: Any, x: Any) -> Any:
    bases = {
        power.base for power in f.atoms(sympy.Pow) if power.exp.is_Rational and power.exp.q == 2 and power.base.has(x)
    }
    if len(bases) != 1:
        return None
    (q,) = bases
    return q if q.is_polynomial(x) and sympy.degree(q, x) == 2 else None


def _split(form: Any, x: Any, y: Any, q: Any) -> tuple[Any, Any]:
    """(A, W) with form = A + W/y, y² = q."""
    top, bottom = sympy.fraction(sympy.together(form))
    (a, b), (c, d) = (_by_parity(part, y, q) for part in (top, bottom))
    norm = sympy.expand(c**2 - d**2 * q)
    plain = sympy.cancel((a * c - b * d * q) / norm)
    return plain, sympy.cancel((b * c - a * d) * q / norm)


def _by_parity(expression: Any, y: Any, q: Any) -> tuple[Any, Any]:
    even, odd = Integer(0), Integer(0)
    for (k,), coefficient in Poly(expression, y).terms():
        if k % 2:
            odd += coefficient * q ** (k // 2)
        else:
            even += coefficient * q ** (k // 2)
    return sympy.expand(even), sympy.expand(odd)


def _over_root(search: Search, f: Any, x: Any, weight: Any, q: Any) -> Found | None:
    """∫ W/√q = S·√q + λ·∫ 1/√q + Σ ∫ m_i/(d_i·√q)."""
    top, bottom = sympy.fraction(sympy.cancel(weight))
    factors = _real_linear(bottom, x)
    if factors is None:
        return None
    below, leftovers = Integer(1), []
    for d, k in factors:
        divides = sympy.rem(Poly(q, x), Poly(d, x)).is_zero
        below *= d ** (k if divides else k - 1)
        if not divides:
            leftovers.append(d)
    extra = max(sympy.degree(top, x) - sympy.degree(bottom, x), 1) - 1
    count = int(sympy.degree(below, x) + extra) + 1
    if count > _MOST_UNKNOWNS:
        return None
    unknowns = [sympy.Dummy() for _ in range(count)]
    s = sum(c * x**k for k, c in enumerate(unknowns)) / below
    last = sympy.Dummy("l")
    rest = []
    for d in leftovers:
        letters = tuple(sympy.Dummy() for _ in range(sympy.degree(d, x)))
        rest.append((sum(c * x**k for k, c in enumerate(letters)), d, letters))
    total = sympy.diff(s, x) * q + s * sympy.diff(q, x) / 2 + last + sum(m / d for m, d, _ in rest)
    equation = sympy.fraction(sympy.together(total - top / bottom))[0]
    every = [*unknowns, last, *[c for _, _, letters in rest for c in letters]]
    solutions = sympy.linsolve(Poly(sympy.expand(equation), x).all_coeffs(), *every)
    if not solutions:
        return None
    values = dict(zip(every, next(iter(solutions)), strict=True))
    values = {key: sympy.simplify(value.subs(dict.fromkeys(every, 0))) for key, value in values.items()}
    return _put_together(search, f, x, q, s.subs(values), values[last], [(m.subs(values), d) for m, d, _ in rest])


def _real_linear(bottom: Any, x: Any) -> list[tuple[Any, int]] | None:
    """The denominator's factors of degree one and two; quadratics with real roots taken apart."""
    result: list[tuple[Any, int]] = []
    for factor, k in sympy.factor_list(bottom, x)[1]:
        poly = Poly(factor, x)
        if poly.degree() > 2:
            return None
        if poly.degree() == 2 and poly.discriminant().is_positive:
            result += [(x - root, k) for root in sympy.roots(poly, multiple=True)]
        else:
            result.append((factor, k))
    return result


def _put_together(search: Search, f: Any, x: Any, q: Any, s: Any, last: Any, rest: Any) -> Found | None:
    outside = sympy.factor(s) * sqrt(q)
    value, after = outside, outside
    steps: list[Working] = []
    integrals = [(last, Integer(1))] if last != 0 else []
    integrals += [(m, d) for m, d in rest if m != 0]
    for m, d in integrals:
        factor, numerator = m.as_independent(x, as_Add=False) if m.has(x) else (m, Integer(1))
        integrand = numerator / (d * sqrt(q))
        if d == 1:
            found: Found | None = standard(search, integrand, x, q)
        elif sympy.degree(d, x) == 1:
            found = _beside_linear(search, integrand, x, q, d)
        else:
            found = _beside_quadratic(search, integrand, x, q, numerator, d)
        if found is None:
            return None
        value += factor * found.value
        after += factor * sympy.Integral(integrand, x)
        steps += found.steps
    if len(steps) == 1 and s == 0 and len(integrals) == 1:
        return Found(value, (steps[0]._replace(integrand=f, after=value),))
    formula = "∫ p/√q dx = s·√q + λ·∫ 1/√q dx, coefficients compared"
    return Found(value, (Working(_COMPARED, formula, (("q", q),), f, x, after), *steps))


def standard(search: Search, f: Any, x: Any, q: Any) -> Found:
    """∫ 1/√(a·x² + b·x + c): asinh, a logarithm or asin."""
    a, b, c = Poly(q, x).all_coeffs()
    d = sympy.factor(b**2 - 4 * a * c)
    slope = 2 * a * x + b
    if a.is_negative:
        value = asin(sympy.radsimp(slope / sqrt(d)) if d.is_number else sympy.cancel(slope / sqrt(d))) / -sqrt(-a)
        return done("arcsine", "∫ 1/√(k² − u²) du = asin(u/k)", f, x, value)
    if not a.is_positive:
        search.assume(sympy.Gt(a, 0))
    if d.is_negative:
        value = asinh(sympy.radsimp(slope / sqrt(-d)) if d.is_number else sympy.cancel(slope / sqrt(-d))) / sqrt(a)
        return done("inverse hyperbolic sine", "∫ 1/√(u² + k²) du = asinh(u/k)", f, x, value)
    value = log(Abs(sympy.expand(slope / (2 * sqrt(a))) + sqrt(q))) / sqrt(a)
    return done("logarithm of x and the root", "∫ 1/√(u² ± k) du = log|u + √(u² ± k)|", f, x, value)


def _beside_linear(search: Search, f: Any, x: Any, q: Any, d: Any) -> Found:
    """∫ 1/((x − p)·√q)."""
    lead = sympy.diff(d, x)
    p = sympy.cancel(x - d / lead)
    at, slope = sympy.expand(q.subs(x, p)), sympy.expand(sympy.diff(q, x).subs(x, p))
    letters = {"p": p, "q": q}
    negative = at.is_negative or (not at.is_positive and sympy.factor(-at).is_nonnegative)
    if negative:
        k = sqrt(-at).replace(lambda e: isinstance(e, Abs), lambda e: e.args[0])
        inner = sqrt(q) / k if slope == 0 else sympy.expand(2 * at + slope * (x - p)) / (2 * k * sqrt(q))
        formula = "∫ dx/((x − p)·√q) = atan((2q(p) + q′(p)(x − p))/(2k·√q))/k, k² = −q(p)"
        return done("substitution u = 1/(x − p)", formula, f, x, atan(inner) / (k * lead), **letters)
    if not at.is_positive and not sympy.factor(at).is_nonnegative:
        search.assume(sympy.Gt(at, 0))
    k = sqrt(sympy.factor(at)).replace(lambda e: isinstance(e, Abs), lambda e: e.args[0])
    top = k + sqrt(q) if slope == 0 else sympy.expand(2 * at + slope * (x - p)) + 2 * k * sqrt(q)
    formula = "∫ dx/((x − p)·√q) = −log|(2q(p) + q′(p)(x − p) + 2k·√q)/(x − p)|/k, k² = q(p)"
    return done("substitution u = 1/(x − p)", formula, f, x, -log(Abs(top / (x - p))) / (k * lead), **letters)


def _beside_quadratic(search: Search, f: Any, x: Any, q: Any, numerator: Any, d: Any) -> Found | None:
    """∫ (m·x + n)/(d·√q), d and q with one axis: u = √q, u = x/√q."""
    a, b, c = Poly(q, x).all_coeffs()
    lead, middle, constant = Poly(d, x).all_coeffs()
    if sympy.simplify(b / a - middle / lead) != 0:
        return None
    shift = b / (2 * a)
    poly = Poly(sympy.expand(numerator.subs(x, x - shift)), x)
    m, n = poly.coeff_monomial(x), poly.coeff_monomial(1)
    g, k = sympy.cancel(c - b**2 / (4 * a)), sympy.cancel(constant / lead - shift**2)
    u = search.letter()
    first = substituted(
        search, "substitution", m * (x + shift) / (d * sqrt(q)), x, u, sqrt(q), m / lead / (u**2 + a * k - g)
    )
    second = substituted(
        search, "substitution", n / (d * sqrt(q)), x, u, (x + shift) / sqrt(q), n / lead / (k + (g - a * k) * u**2)
    )
    if (first is None and m != 0) or (second is None and n != 0):
        return None
    if m == 0 or n == 0:
        return second if m == 0 else first
    assert first is not None
    assert second is not None
    after = sympy.Integral(m * (x + shift) / (d * sqrt(q)), x) + sympy.Integral(n / (d * sqrt(q)), x)
    step = Working("sum rule", "∫ (f + g) dx = ∫ f dx + ∫ g dx", (), f, x, after)
    return Found(first.value + second.value, (step, *first.steps, *second.steps))


def _euler(search: Search, f: Any, x: Any, y: Any, weight: Any, q: Any) -> Found | None:
    """Euler's substitutions: √q = √a·x + t, or √q = x·t + √c."""
    a, b, c = Poly(q, x).all_coeffs()
    t = search.letter("tuvws")
    if a.is_positive:
        there, inner = (t**2 - c) / (b - 2 * sqrt(a) * t), sqrt(q) - sqrt(a) * x
        root = sqrt(a) * there + t
    elif c.is_positive:
        there, inner = (2 * sqrt(c) * t - b) / (a - t**2), (sqrt(q) - sqrt(c)) / x
        root = there * t + sqrt(c)
    else:
        return None
    new = sympy.cancel(sympy.together((weight.subs(x, there) / root) * sympy.diff(there, t)))
    return substituted(search, "Euler's substitution", f, x, t, inner, new)
