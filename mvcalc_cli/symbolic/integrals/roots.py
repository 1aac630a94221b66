"""Roots rationalised: of linear and fractional-linear functions, of 1 ± sin and 1 ± cos, of binomials."""

from __future__ import annotations

from math import lcm
from typing import Any

import sympy
from sympy import Integer, Rational, cos, pi, sign, sin, sqrt
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from mvcalc_cli.symbolic.integrals.search import Found, Search, Working, substituted
from mvcalc_cli.symbolic.integrals.substitution import cancelled_factors


def _radicals(f: Any, x: Any) -> list[Any]:
    return [
        power
        for power in f.atoms(sympy.Pow)
        if power.base.has(x) and power.exp.is_Rational and not power.exp.is_Integer
    ]


def linear_root(search: Search, f: Any, x: Any) -> Found | None:
    """u = ⁿ√((a·x + b)/(c·x + d)): x is a rational function of u."""
    radicals = _radicals(f, x)
    odd = _odd_root(search, f, x, radicals)
    if odd is not None:
        return odd
    bases = {power.base: mobius for power in radicals if (mobius := _mobius(power.base, x)) is not None}
    for base in sorted(bases, key=lambda b: (-sympy.count_ops(b), str(b))):
        n = lcm(*[int(power.exp.q) for power in radicals if power.base == base])
        u = search.letter(positive=True)
        a, b, c, d = bases[base]
        there = sympy.cancel((d * u**n - b) / (a - c * u**n))
        new = f.xreplace({power: u ** (n * power.exp) for power in radicals if power.base == base}).subs(x, there)
        new = sympy.powsimp(new * sympy.diff(there, u))
        new = sympy.cancel(new) if new.is_rational_function(u) else cancelled_factors(_tidied(new), u)
        found = substituted(search, "rationalise the root", f, x, u, base ** Rational(1, n), new)
        if found is not None:
            return found
    return None


def _tidied(new: Any) -> Any:
    """Fractions under the roots put over one denominator, whole powers of u > 0 taken out."""
    new = new.replace(
        lambda e: e.is_Pow and e.exp.is_Rational and not e.exp.is_Integer,
        lambda e: sympy.powdenest(sympy.factor(sympy.together(e.base)) ** e.exp),
    )
    return sympy.powsimp(sympy.expand_power_base(new))


def _mobius(base: Any, x: Any) -> tuple[Any, Any, Any, Any] | None:
    """(a, b, c, d) with base = (a·x + b)/(c·x + d)."""
    top, bottom = sympy.fraction(sympy.together(base))
    if not (top.is_polynomial(x) and bottom.is_polynomial(x)) or not base.has(x):
        return None
    p, q = sympy.Poly(top, x), sympy.Poly(bottom, x)
    if max(p.degree(), q.degree()) > 1:
        return None
    return p.coeff_monomial(x), p.coeff_monomial(1), q.coeff_monomial(x), q.coeff_monomial(1)


def _odd_root(search: Search, f: Any, x: Any, radicals: list[Any]) -> Found | None:
    """The real odd root, sign(L)·|L|^(1/n): u is it, L = uⁿ."""
    bases = {power.base for power in radicals}
    if len(bases) != 1 or not isinstance(next(iter(bases)), sympy.Abs):
        return None
    inner = next(iter(bases)).args[0]
    mobius = _mobius(inner, x)
    n = lcm(*[int(power.exp.q) for power in radicals])
    if mobius is None or mobius[2] != 0 or n % 2 == 0:
        return None
    u, s = search.letter(), sympy.Dummy("s")
    there = (u**n - mobius[1]) / mobius[0]
    new = f.xreplace({power: (u * s) ** (n * power.exp) for power in radicals})
    new = sympy.expand_power_base(new.subs(sign(inner), s).subs(sympy.Abs(inner), (u * s) ** n), force=True)
    new = new.replace(lambda e: e.is_Pow and e.base == s and e.exp.is_Integer, lambda e: s ** (e.exp % 2))
    if new.has(s):
        return None
    root = sign(inner) * sympy.Abs(inner) ** Rational(1, n)
    new = sympy.cancel(new.subs(x, there) * sympy.diff(there, u))
    return substituted(search, "rationalise the root", f, x, u, root, new)


def circle_roots(search: Search, f: Any, x: Any) -> Found | None:
    """1 + cos w = 2·cos²(w/2), and its like: the root is √2·|cos(w/2)|, its sign σ kept as a constant."""
    for power in _radicals(f, x):
        half = _half_angle(power.base)
        if half is None or power.exp.q != 2:
            continue
        factor, w, v_of_w, wave = half
        slope = sympy.diff(w, x)
        if slope.has(x) or slope == 0:
            continue
        found = _with_sign(search, f, x, power.base, factor, v_of_w, wave)
        if found is not None:
            return found
    return None


def _half_angle(base: Any) -> tuple[Any, Any, Any, Any] | None:
    """(k, w, v as a function of w, cos or sin) with base = 2k·wave(v)²."""
    constant, rest = base.as_independent(sin, cos, as_Add=True)
    factor, wave = rest.as_independent(sin, cos, as_Add=False)
    if not isinstance(wave, sin | cos) or not constant.is_positive or abs(factor) != constant:
        return None
    w = wave.args[0]
    if isinstance(wave, cos):
        return constant, w, w / 2, cos if factor == constant else sin
    return constant, w, w / 2 - pi / 4, cos if factor == constant else sin


def _with_sign(search: Search, f: Any, x: Any, base: Any, factor: Any, v_of_w: Any, wave: Any) -> Found | None:
    v, s = search.letter("vuwst"), sympy.Dummy("s")
    there = sympy.solve(v_of_w - v, x)[0]
    root = sqrt(2 * factor) * wave(v) * s
    new = f.replace(lambda e: e.is_Pow and e.base == base and e.exp.is_Rational, lambda e: root ** (2 * e.exp))
    new = new.replace(
        lambda e: isinstance(e, TrigonometricFunction) and e.has(x),
        lambda e: sympy.expand_trig(e.func(sympy.expand(e.args[0].subs(x, there)))),
    ).subs(x, there)
    new = sympy.powsimp(new * sympy.diff(there, v))
    new = new.replace(lambda e: e.is_Pow and e.base == s and e.exp.is_Integer, lambda e: s ** (e.exp % 2))
    plain, rest = new.as_independent(s, as_Add=False)
    if rest != s or plain.has(s):
        return None
    inner = v_of_w
    sign_back = sqrt(2 * factor) * wave(inner) / sqrt(base)

    def back(value: Any) -> Any:
        return sympy.expand(value.subs(v, inner)) * sign_back

    return substituted(search, "half angle under the root", f, x, v, inner, plain, back)


def binomial(search: Search, f: Any, x: Any) -> Found | None:
    """x^m·(a + b·x^n)^p by Chebyshev's two substitutions."""
    c, m, a, b, n, p = _binomial_parts(f, x)
    if n is None:
        return None
    first = (m + 1) / n
    q = p.q
    u = search.letter(positive=True)
    if first.is_Integer:
        big = (u**q - a) / b
        new = c / n * big ** (first - 1) * u ** (p * q) * sympy.diff(big, u)
        return substituted(search, "substitution", f, x, u, (a + b * x**n) ** Rational(1, q), sympy.cancel(new))
    if (first + p).is_Integer:
        big = a / (u**q - b)
        new = sympy.cancel(c / n * big ** (first - 1 + p) * u ** (p * q) * sympy.diff(big, u))
        inner = (a + b * x**n) ** Rational(1, q) / x ** (n / q)
        return substituted(search, "substitution", f, x, u, inner, new)
    return None


def _binomial_parts(f: Any, x: Any) -> tuple[Any, ...]:
    none = (None,) * 6
    c, m, found = Integer(1), Integer(0), None
    for factor in sympy.Mul.make_args(f):
        base, exponent = factor.as_base_exp()
        if not factor.has(x):
            c *= factor
        elif base == x and exponent.is_Rational:
            m += exponent
        elif base.is_Add and len(base.args) == 2 and exponent.is_Rational and found is None:
            found = (base, exponent)
        else:
            return none
    if found is None or found[1].is_Integer:
        return none
    a, rest = found[0].as_independent(x, as_Add=True)
    b, core = rest.as_independent(x, as_Add=False)
    inner, n = core.as_base_exp()
    if inner != x or not n.is_Rational or a == 0:
        return none
    return c, m, a, b, n, found[1]


def squared(search: Search, f: Any, x: Any) -> Found | None:
    """√(d²·r) = |d|·√r: the sign of d is constant on each part."""
    for power in _radicals(f, x):
        if power.exp.q != 2 or not power.base.is_polynomial(x):
            continue
        lead, factors = sympy.factor_list(power.base, x)
        outside = sympy.Mul(*[d ** (k // 2) for d, k in factors if k > 1])
        inside = lead * sympy.Mul(*[d for d, k in factors if k % 2])
        plain = _without_square(f, power.base, outside, inside) if outside != 1 else None
        found = search(plain, x) if plain is not None else None
        if found is not None:
            return Found(
                (found.value - _at_root(found.value, x, outside)) * sign(outside), _signed(found, f, x, outside)
            )
    return None


def _at_root(value: Any, x: Any, outside: Any) -> Any:
    """The value where d changes its sign once: without it, sign(d)·value would jump there."""
    if sympy.degree(outside, x) != 1:
        return Integer(0)
    there = value.subs(x, sympy.solve(outside, x)[0])
    return there if there.is_finite else Integer(0)


def _without_square(f: Any, base: Any, outside: Any, inside: Any) -> Any:
    """f with √base written σ·d·√r, divided by σ; None if it is not σ times something without it."""
    s = sympy.Dummy("s")
    new = f.replace(
        lambda e: e.is_Pow and e.base == base and e.exp.is_Rational,
        lambda e: (s * outside) ** (2 * e.exp) * inside**e.exp,
    )
    new = new.replace(lambda e: e.is_Pow and e.base == s and e.exp.is_Integer, lambda e: s ** (e.exp % 2))
    plain, rest = sympy.expand_power_base(new).as_independent(s, as_Add=False)
    return sympy.powsimp(plain) if rest == s else None


def _signed(found: Found, f: Any, x: Any, outside: Any) -> Any:
    plain = found.steps[0].integrand
    after = sign(outside) * sympy.Integral(plain, x)
    return (Working("take a square out of the root", "√(d²·r) = |d|·√r", (("d", outside),), f, x, after), *found.steps)
