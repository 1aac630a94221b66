"""Rational functions: division, partial fractions over the rationals and beyond, and one rule for each fraction."""

from __future__ import annotations

from math import gcd
from typing import Any

import sympy
from sympy import Abs, Integer, Poly, Rational, atan, log, sqrt

from mvcalc_cli.symbolic.integrals.factors import real_factors
from mvcalc_cli.symbolic.integrals.search import Found, Search, Working, done, substituted

_HIGHEST = 60


def whole(search: Search, f: Any, x: Any) -> Found | None:
    """Any rational function of x whose denominator can be factored."""
    if not f.is_rational_function(x) or f.has(sympy.Abs, sympy.sign):
        return None
    top, bottom = sympy.fraction(sympy.cancel(sympy.together(f)))
    if not bottom.has(x):
        return None
    p, q = Poly(top, x), Poly(bottom, x)
    if max(p.degree(), q.degree()) > _HIGHEST:
        return None
    return (
        _logarithmic(f, x, p, q)
        or _power_substitution(search, f, x, p, q)
        or _square_completed(search, f, x, p, q)
        or _fractions(search, f, x, p, q)
    )


def _logarithmic(f: Any, x: Any, p: Poly, q: Poly) -> Found | None:
    """c·q′/q."""
    slope = q.diff(x)
    if p.degree() != slope.degree():
        return None
    factor = sympy.cancel(p.LC() / slope.LC())
    if not (p - slope * factor).is_zero and sympy.simplify((p - slope * factor).as_expr()) != 0:
        return None
    bottom = q.as_expr()
    value = factor * log(Abs(bottom))
    return done("logarithmic derivative", "∫ u′/u dx = log|u|", f, x, value, u=bottom)


def _power_substitution(search: Search, f: Any, x: Any, p: Poly, q: Poly) -> Found | None:
    """x^(k−1)·R(x^k) with u = x^k."""
    below = [monomial[0] for monomial in q.monoms()]
    above = [monomial[0] for monomial in p.monoms()]
    k = 0
    for exponent in [*(e - below[-1] for e in below), *(e - above[-1] for e in above)]:
        k = gcd(k, exponent)
    while k > 1 and (above[-1] - below[-1] + 1) % k:
        k = max((d for d in range(1, k) if k % d == 0), default=1)
    if k < 2 or (q.degree() == 2 and len(below) == 2 and above == [0]):
        return None
    u = search.letter()
    new = sympy.cancel(f * x ** (1 - k) / k)
    root = sympy.Dummy(positive=True)
    new = sympy.cancel(sympy.powdenest(new.subs(x, root ** Rational(1, k)), force=True)).subs(root, u)
    if not new.is_rational_function(u):
        return None
    return substituted(search, "substitution", f, x, u, x**k, new)


def _square_completed(search: Search, f: Any, x: Any, p: Poly, q: Poly) -> Found | None:
    """1/q and linear/q for an irreducible quadratic q; powers of it by the reduction formula."""
    if q.degree() != 2 or p.degree() > 1:
        return None
    a, b, c = (sympy.radsimp(coefficient) for coefficient in q.all_coeffs())
    minus_discriminant = sympy.expand(4 * a * c - b**2)
    if minus_discriminant.is_negative or sympy.factor(-minus_discriminant).is_nonnegative:
        return None
    m, n = p.all_coeffs() if p.degree() == 1 else (Integer(0), p.LC())
    return _linear_over_quadratic(search, f, x, m, n, a, b, c)


def _linear_over_quadratic(search: Search, f: Any, x: Any, m: Any, n: Any, a: Any, b: Any, c: Any) -> Found:
    """(m·x + n)/(a·x² + b·x + c) with 4ac > b²: a logarithm and an arctangent."""
    rest = sympy.expand(4 * a * c - b**2)
    _assume_positive(search, rest)
    quadratic = _monic(a * x**2 + b * x + c, x)
    constant = sympy.cancel(n - m * b / (2 * a))
    root = sympy.sqrt(sympy.factor(rest)) if not rest.is_number else sqrt(rest)
    root = _without_bars(root)
    argument = (
        sympy.radsimp(sympy.cancel((2 * a * x + b) / root)) if rest.is_number else sympy.cancel((2 * a * x + b) / root)
    )
    value = Integer(0)
    if m != 0:
        value += m / (2 * a) * log(Abs(quadratic) if not rest.is_positive else quadratic)
    if constant != 0:
        value += sympy.radsimp(2 * constant / root) * atan(argument)
    if m == 0:
        return done("arctangent", "∫ 1/(u² + k²) du = atan(u/k)/k", f, x, value, u=x + b / (2 * a), k=root / (2 * a))
    rule = "complete the square"
    return done(rule, "∫ (m·x + n)/q dx = m/(2a)·log(q) + …·atan(q′/√(4ac − b²))", f, x, value, q=quadratic)


def _assume_positive(search: Search, rest: Any) -> None:
    """4ac − b² > 0 where that is not plain; a ≠ 0 where it is a square."""
    if rest.is_number or rest.is_positive:
        return
    size, factors = sympy.factor_list(rest)
    if sympy.factor(rest).is_nonnegative:
        search.assume(sympy.Ne(sympy.Mul(*[base for base, _ in factors]), 0))
    else:
        search.assume(sympy.Gt(sympy.expand(rest / abs(size)), 0))


def _monic(polynomial: Any, x: Any) -> Any:
    """Without a common number: log(4x² + 4) is log(x² + 1) and a constant."""
    poly = Poly(polynomial, x)
    if poly.LC().is_Integer and all(coefficient.is_Rational for coefficient in poly.all_coeffs()):
        return poly.primitive()[1].as_expr()
    return poly.monic().as_expr() if poly.LC().is_number else polynomial


def _without_bars(root: Any) -> Any:
    """atan(x/|a|)/|a| is atan(x/a)/a."""
    return root.replace(lambda e: isinstance(e, sympy.Abs), lambda e: e.args[0])


def _fractions(search: Search, f: Any, x: Any, p: Poly, q: Poly) -> Found | None:
    steps: list[Working] = []
    quotient, rest = sympy.div(p, q)
    parts = [*sympy.Add.make_args(quotient.as_expr())] if not quotient.is_zero else []
    pieces = _apart(rest, q, x)
    if pieces is None:
        return None
    terms = [*parts, *pieces]
    values = []
    for term in terms:
        found = _one(search, term, x)
        if found is None:
            return None
        values.append(found.value)
        steps += [step for step in found.steps if step not in steps]
    value = joined_logarithms(sympy.Add(*values))
    if len(terms) == 1 and len(steps) == 1:
        return Found(value, (steps[0]._replace(integrand=f, after=value),))
    after = sympy.Add(*[_outside(term, x) for term in terms])
    name = "partial fractions" if len(pieces) > 1 or not parts else "long division"
    return Found(value, (Working(name, "", (), f, x, after), *steps))


def _outside(term: Any, x: Any) -> Any:
    factor, rest = term.as_independent(x, as_Add=False)
    return factor * sympy.Integral(rest, x)


def _apart(rest: Poly, q: Poly, x: Any) -> list[Any] | None:
    """The partial fractions of rest/q over the reals, as far as radicals reach."""
    if rest.is_zero:
        return []
    pieces = list(sympy.Add.make_args(sympy.apart(rest.as_expr() / q.as_expr(), x)))
    result: list[Any] = []
    for piece in pieces:
        bottom = sympy.fraction(sympy.together(piece))[1]
        _, degree = _heaviest(bottom, x)
        if degree <= 2:
            result.append(piece)
            continue
        finer = real_factors(piece, x)
        if finer is None:
            return None
        result += finer
    return result


def _heaviest(bottom: Any, x: Any) -> tuple[Any, int]:
    factors = [factor.base if factor.is_Pow else factor for factor in sympy.Mul.make_args(bottom) if factor.has(x)]
    if not factors:
        return Integer(1), 0
    if len(factors) > 1:
        return bottom, 99
    return factors[0], Poly(factors[0], x).degree()


def _one(search: Search, term: Any, x: Any) -> Found | None:
    """One partial fraction, its constant factor outside."""
    factor, rest = term.as_independent(x, as_Add=False)
    found = _fraction(search, rest, x)
    if found is None:
        return None
    return Found(factor * found.value, found.steps)


def _fraction(search: Search, rest: Any, x: Any) -> Found | None:
    top, bottom = sympy.fraction(sympy.together(rest))
    powers = [factor for factor in sympy.Mul.make_args(bottom) if factor.has(x)]
    constant = sympy.Mul(*[factor for factor in sympy.Mul.make_args(bottom) if not factor.has(x)])
    if not powers or len(powers) > 1:
        return search(rest, x)
    base, k = powers[0].as_base_exp()
    degree = Poly(base, x).degree()
    if degree == 1 and not top.has(x):
        return search(rest, x)
    if degree != 2:
        return None
    m, n = _linear_coefficients(top / constant, x)
    a, b, c = Poly(base, x).all_coeffs()
    rest_of_root = sympy.simplify(4 * a * c - b**2)
    if rest_of_root.is_negative or (not rest_of_root.is_number and sympy.factor(-rest_of_root).is_nonnegative):
        return _two_real_roots(rest, x, m, n, a, b, c, k)
    if k == 1:
        return _linear_over_quadratic(search, rest, x, m, n, a, b, c)
    return _quadratic_power(search, rest, x, m, n, a, b, c, int(k))


def _linear_coefficients(top: Any, x: Any) -> tuple[Any, Any]:
    poly = Poly(top, x)
    return poly.coeff_monomial(x), poly.coeff_monomial(1)


def _two_real_roots(f: Any, x: Any, m: Any, n: Any, a: Any, b: Any, c: Any, k: Any) -> Found | None:
    """(m·x + n)/(a·x² + b·x + c), the roots real and irrational."""
    root = _without_bars(sqrt(sympy.factor(b**2 - 4 * a * c)))
    quadratic = a * x**2 + b * x + c
    if k == 1:
        value = m / (2 * a) * log(Abs(quadratic))
        constant = sympy.radsimp((n - m * b / (2 * a)) / root)
        ratio = (2 * a * x + b - root) / (2 * a * x + b + root)
        value += constant * log(Abs(ratio))
        return done("two real roots", "∫ 1/((x − r)(x − s)) dx = log|(x − r)/(x − s)|/(r − s)", f, x, value)
    return None


def _quadratic_power(search: Search, f: Any, x: Any, m: Any, n: Any, a: Any, b: Any, c: Any, k: int) -> Found | None:
    """(m·x + n)/q^k by the reduction formula, down to k = 1."""
    q = a * x**2 + b * x + c
    d = sympy.cancel(4 * a * c - b**2)
    constant = sympy.cancel(n - m * b / (2 * a))
    outside = -m / (2 * a * (k - 1) * q ** (k - 1)) if m != 0 else Integer(0)
    if constant == 0:
        return done("power rule", "∫ u^n·u′ dx = u^(n+1)/(n+1)", f, x, outside, u=q, n=Integer(-k))
    outside += constant * (2 * a * x + b) / ((k - 1) * d * q ** (k - 1))
    factor = sympy.cancel(constant * 2 * a * (2 * k - 3) / ((k - 1) * d))
    lower = _fraction(search, 1 / q ** (k - 1), x)
    if lower is None:
        return None
    step = Working(
        "reduction formula",
        "∫ dx/q^k = (2ax + b)/((k−1)(4ac − b²)·q^(k−1)) + 2a(2k−3)/((k−1)(4ac − b²))·∫ dx/q^(k−1)",
        (("q", q), ("k", Integer(k))),
        f,
        x,
        outside + factor * sympy.Integral(1 / q ** (k - 1), x),
    )
    return Found(outside + factor * lower.value, (step, *lower.steps))


def joined_logarithms(value: Any) -> Any:
    """Terms over one denominator put together where that shortens: left to the printer's choice of forms."""
    return value
