"""Integration by parts: polynomials times waves and exponentials, logarithms and inverse functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy
from sympy import cos, exp, sin

from mvcalc_cli.symbolic.integrals.search import Found, Search, Working, done

FORMULA = "∫ u dv = u·v − ∫ v du"
_EASY = (sin, cos, exp, sympy.sinh, sympy.cosh)


def by(search: Search, f: Any, x: Any, u: Any, dv: Any) -> Found | None:
    """One application: dv integrated, then what it leaves."""
    first = search(dv, x)
    if first is None:
        return None
    v = first.value
    rest = sympy.powsimp(sympy.cancel(v * sympy.diff(u, x))) if _rational_like(v, x) else v * sympy.diff(u, x)
    second = search(rest, x)
    if second is None:
        return None
    letters = (("u", u), ("dv", dv), ("v", v))
    step = Working("integration by parts", FORMULA, letters, f, x, u * v - sympy.Integral(rest, x))
    return Found(u * v - second.value, (step, *second.steps))


def _rational_like(v: Any, x: Any) -> bool:
    return bool(sympy.count_ops(v) < 60)


def tabular(search: Search, f: Any, x: Any) -> Found | None:
    """A polynomial times sin, cos, e^x, sinh, cosh of a linear function, once after another."""
    polynomial, rest = _polynomial_times(f, x)
    if polynomial is None or not _easy(rest, x):
        return None
    return by(search, f, x, polynomial, rest)


def _polynomial_times(f: Any, x: Any) -> tuple[Any, Any]:
    factors = sympy.Mul.make_args(f)
    polynomial = sympy.Mul(*[factor for factor in factors if factor.is_polynomial(x)])
    rest = sympy.Mul(*[factor for factor in factors if not factor.is_polynomial(x)])
    if polynomial == 1 or not polynomial.has(x) or rest == 1:
        return None, None
    return sympy.expand(polynomial), rest


def _easy(rest: Any, x: Any) -> bool:
    if isinstance(rest, _EASY) or (rest.is_Pow and not rest.base.has(x)):
        inner = rest.exp if rest.is_Pow else rest.args[0]
        return not sympy.diff(inner, x).has(x)
    if rest.is_Pow and rest.exp in (2, -2) and isinstance(rest.base, sympy.sec | sympy.csc | sympy.cos | sympy.sin):
        return rest.base.args[0].diff(x) != 0 and not rest.base.args[0].diff(x).has(x)
    if rest.is_Mul and len(rest.args) == 2:
        kinds = {type(part) for part in rest.args}
        return kinds in ({sympy.sec, sympy.tan}, {sympy.csc, sympy.cot})
    return False


def exponential_times_wave(search: Search, f: Any, x: Any) -> Found | None:
    """p(x)·e^(ax + c)·sin(bx + d): parts twice and solved for the integral, with undetermined coefficients."""
    growth, wave, polynomial = _wave_parts(f, x)
    if growth is None:
        return None
    a = sympy.log(growth.base) * growth.exp.diff(x) if growth.is_Pow else growth.args[0].diff(x)
    b = wave.args[0].diff(x)
    degree = sympy.degree(polynomial, x) if polynomial.has(x) else 0
    if degree > 12:
        return None
    s, c = sin(wave.args[0]), cos(wave.args[0])
    # (P·s + Q·c)·e^(ax): P′ + aP − bQ = p or 0, Q′ + aQ + bP = 0 or p, from the highest power down.
    target = (polynomial, 0) if isinstance(wave, sin) else (0, polynomial)
    coefficients = [[sympy.Poly(part, x).coeff_monomial(x**k) for part in target] for k in range(degree + 1)]
    p_above, q_above = sympy.Integer(0), sympy.Integer(0)
    value = sympy.Integer(0)
    norm = a**2 + b**2
    for k in range(degree, -1, -1):
        left = coefficients[k][0] - (k + 1) * p_above
        right = coefficients[k][1] - (k + 1) * q_above
        p_above, q_above = sympy.cancel((a * left + b * right) / norm), sympy.cancel((a * right - b * left) / norm)
        value += x**k * (p_above * s + q_above * c)
    formula = "∫ e^(ax)·sin(bx) dx = e^(ax)·(a·sin(bx) − b·cos(bx))/(a² + b²)"
    if isinstance(wave, cos):
        formula = "∫ e^(ax)·cos(bx) dx = e^(ax)·(a·cos(bx) + b·sin(bx))/(a² + b²)"
    if degree:
        formula = "∫ p·e^(ax)·sin(bx) dx = e^(ax)·(P·sin(bx) + Q·cos(bx)), coefficients compared"
    return done("parts twice, solved for the integral", formula, f, x, growth * value)


def _wave_parts(f: Any, x: Any) -> tuple[Any, Any, Any]:
    factors = list(sympy.Mul.make_args(f))
    waves = [factor for factor in factors if isinstance(factor, sin | cos)]
    growths = [
        factor
        for factor in factors
        if isinstance(factor, exp) or (factor.is_Pow and not factor.base.has(x) and factor.exp.has(x))
    ]
    rest = sympy.Mul(*[factor for factor in factors if factor not in waves and factor not in growths])
    if len(waves) != 1 or len(growths) != 1 or not rest.is_polynomial(x):
        return None, None, None
    inner = growths[0].exp if growths[0].is_Pow else growths[0].args[0]
    if inner.diff(x).has(x) or waves[0].args[0].diff(x).has(x):
        return None, None, None
    return growths[0], waves[0], sympy.expand(rest)


_INVERSES = (
    *(sympy.asin, sympy.acos, sympy.atan, sympy.acot, sympy.asec, sympy.acsc),
    *(sympy.asinh, sympy.acosh, sympy.atanh, sympy.acoth, sympy.asech, sympy.acsch),
)
_SPECIAL = (sympy.erf, sympy.erfc, sympy.erfi, sympy.Si, sympy.Ci, sympy.Ei, sympy.li)


def logarithm_of_root(search: Search, f: Any, x: Any) -> Found | None:
    """A polynomial times the logarithm of a sum of roots: what is left has its denominator rationalised."""
    factors = [factor for factor in sympy.Mul.make_args(f) if factor.has(x)]
    logs = [factor for factor in factors if isinstance(factor, sympy.log) and factor.args[0].is_Add]
    rest = sympy.Mul(*[factor for factor in factors if factor not in logs])
    if len(logs) != 1 or not rest.is_polynomial(x) or not logs[0].has(sympy.Pow):
        return None
    if not any(power.exp == sympy.Rational(1, 2) and power.base.has(x) for power in logs[0].atoms(sympy.Pow)):
        return None
    v = sympy.integrate(rest, x)
    left = sympy.expand(sympy.simplify(sympy.radsimp(v * sympy.diff(logs[0], x))))
    second = search(left, x)
    if second is None:
        return None
    letters = (("u", logs[0]), ("dv", rest), ("v", v))
    step = Working("integration by parts", FORMULA, letters, f, x, logs[0] * v - sympy.Integral(left, x))
    return Found(logs[0] * v - second.value, (step, *second.steps))


def by_parts(search: Search, f: Any, x: Any) -> Found | None:
    """u a logarithm or an inverse function first, then a polynomial; dv the rest."""
    if search.depth > 9:
        return None
    for u, dv in _choices(f, x):
        found = by(search, f, x, u, dv)
        if found is not None:
            return found
    return None


def _choices(f: Any, x: Any) -> Iterator[tuple[Any, Any]]:
    factors = [factor for factor in sympy.Mul.make_args(f) if factor.has(x)]
    ranked = []
    for factor in factors:
        base = factor.base if factor.is_Pow and factor.exp.is_Integer and factor.exp > 0 else factor
        if isinstance(base, sympy.log):
            ranked.append((0, factor))
        elif isinstance(base, (*_INVERSES, *_SPECIAL)):
            ranked.append((1, factor))
        elif base.is_Add and base.has(sympy.log, *_INVERSES) and factor == base:
            ranked.append((2, factor))
        elif factor.is_polynomial(x) and len(factors) > 1:
            ranked.append((3, factor))
    for rank, u in sorted(ranked, key=lambda pair: pair[0]):
        if rank == 3 and f.is_rational_function(x):
            continue
        dv = sympy.Mul(*[factor for factor in factors if factor is not u])
        if u.is_Pow and rank == 3 and u.exp > 1:
            yield x, dv * u / x
        yield u, dv
    # x²·√q/q^n and the like: x·(x/…): the derivative of the root stands ready.
    if sum(1 for factor in factors if not factor.is_polynomial(x)) == 1 and len(factors) == 2:
        roots = [factor for factor in factors if factor.is_Pow and factor.base.is_polynomial(x)]
        for root in roots:
            slope = sympy.diff(root.base, x)
            u = sympy.cancel(sympy.Mul(*[factor for factor in factors if factor is not root]) / slope)
            if u.is_polynomial(x) and u.has(x) and sympy.degree(root.base, x) == 2:
                yield u, slope * root
