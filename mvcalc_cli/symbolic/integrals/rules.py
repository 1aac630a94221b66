"""The rules in the order in which they are tried, and the first of them: linearity, table, expanding."""

from __future__ import annotations

from typing import Any, Final

import sympy
from sympy import Abs, Rational, cos, cosh, cot, coth, csc, csch, exp, log, sec, sech, sign, sin, sinh, tan, tanh

from mvcalc_cli.symbolic.integrals import (
    exponential,
    parts,
    pieces,
    quadratics,
    rational,
    roots,
    special,
    substitution,
    trigonometric,
)
from mvcalc_cli.symbolic.integrals.search import Found, Rule, Search, Working, done, rescaled, rewritten, termwise


def linearity(search: Search, f: Any, x: Any) -> Found | None:
    """Constants and constant factors; sums term by term."""
    if not f.has(x):
        return done("constant", "∫ c dx = c·x", f, x, f * x)
    factor, rest = f.as_independent(x, as_Add=False)
    if factor != 1:
        found = search(rest, x)
        if found is None:
            return None
        whole = rescaled(search, factor, found, f, x)
        if whole is not None:
            return whole
        step = Working("constant multiple", "∫ c·f dx = c·∫ f dx", (), f, x, factor * sympy.Integral(rest, x))
        return Found(factor * found.value, (step, *found.steps))
    if f.is_Add:
        return termwise(search, "sum rule", "∫ (f + g) dx = ∫ f dx + ∫ g dx", f, x, list(f.args))
    return None


def linear(inner: Any, x: Any) -> Any:
    """a of a·x + b, where that is what `inner` is; else None."""
    if not inner.has(x):
        return None
    slope = sympy.diff(inner, x)
    return slope if not slope.has(x) and slope != 0 else None


def table(search: Search, f: Any, x: Any) -> Found | None:
    """A function of the table at a·x + b."""
    if f == x:
        return done("power rule", "∫ u^n du = u^(n+1)/(n+1)", f, x, x**2 / 2, n=sympy.Integer(1))
    if f.is_Pow:
        return _power(search, f, x)
    if isinstance(f, sympy.Function) and len(f.args) == 1:
        slope = linear(f.args[0], x)
        row = _TABLE.get(type(f))
        if slope is not None and row is not None:
            name, formula, value = row
            _assume_nonzero(search, slope)
            return done(name, formula, f, x, value(f.args[0]) / slope, **_letters(f.args[0], x))
    if f.is_Mul and len(f.args) == 2:
        return _product(f, x)
    return None


def _assume_nonzero(search: Search, slope: Any) -> None:
    """The factors of what is divided by: a ≠ 0, and a ≠ 1 for log(a)."""
    for factor in sympy.Mul.make_args(slope):
        base, other = (factor.args[0], 1) if isinstance(factor, log) else (factor, 0)
        if (base - other).is_nonzero is not True:
            search.assume(sympy.Ne(base, other))


def _floor(u: Any) -> Any:
    """Triangles of steps: continuous at the whole numbers."""
    k = sympy.floor(u)
    return u * k - k * (k + 1) / 2


def _letters(inner: Any, x: Any) -> dict[str, Any]:
    return {} if inner == x else {"u": inner}


def _power(search: Search, f: Any, x: Any) -> Found | None:
    base, exponent = f.base, f.exp
    slope = linear(base, x)
    if slope is not None and not exponent.has(x):
        if exponent == -1:
            law = "∫ 1/u du = log(u), u > 0" if base.is_positive else "∫ 1/u du = log|u|"
            return done("reciprocal", law, f, x, log(Abs(base)) / slope, **_letters(base, x))
        if not exponent.is_number:
            search.assume(sympy.Ne(exponent, -1))
        value = base ** (exponent + 1) / (slope * (exponent + 1))
        return done("power rule", "∫ u^n du = u^(n+1)/(n+1)", f, x, value, **_letters(base, x), n=exponent)
    slope = linear(exponent, x)
    if slope is not None and not base.has(x):
        rate = slope * log(base)
        _assume_nonzero(search, rate)
        return done("exponential", "∫ a^u du = a^u/log(a)", f, x, f / rate, **_letters(exponent, x))
    row = _SQUARES.get((type(base), exponent))
    if row is not None and linear(base.args[0], x) is not None:
        name, formula, value = row
        inner = base.args[0]
        return done(name, formula, f, x, value(inner) / sympy.diff(inner, x), **_letters(inner, x))
    return None


def _product(f: Any, x: Any) -> Found | None:
    """sec u·tan u and its like."""
    for (first, second), (name, formula, value) in _PRODUCTS.items():
        one, other = f.args if isinstance(f.args[0], first) else f.args[::-1]
        if isinstance(one, first) and isinstance(other, second) and one.args == other.args:
            slope = linear(one.args[0], x)
            if slope is not None:
                return done(name, formula, f, x, value(one.args[0]) / slope, **_letters(one.args[0], x))
    return None


_TABLE: Final[dict[Any, tuple[str, str, Any]]] = {
    exp: ("exponential", "∫ e^u du = e^u", exp),
    sin: ("sine", "∫ sin(u) du = −cos(u)", lambda u: -cos(u)),
    cos: ("cosine", "∫ cos(u) du = sin(u)", sin),
    tan: ("tangent", "∫ tan(u) du = −log|cos(u)|", lambda u: -log(Abs(cos(u)))),
    cot: ("cotangent", "∫ cot(u) du = log|sin(u)|", lambda u: log(Abs(sin(u)))),
    sec: ("secant", "∫ sec(u) du = log|sec(u) + tan(u)|", lambda u: log(Abs(sec(u) + tan(u)))),
    csc: ("cosecant", "∫ csc(u) du = −log|csc(u) + cot(u)|", lambda u: -log(Abs(csc(u) + cot(u)))),
    sinh: ("hyperbolic sine", "∫ sinh(u) du = cosh(u)", cosh),
    cosh: ("hyperbolic cosine", "∫ cosh(u) du = sinh(u)", sinh),
    tanh: ("hyperbolic tangent", "∫ tanh(u) du = log(cosh(u))", lambda u: log(cosh(u))),
    coth: ("hyperbolic cotangent", "∫ coth(u) du = log|sinh(u)|", lambda u: log(Abs(sinh(u)))),
    sech: ("hyperbolic secant", "∫ sech(u) du = atan(sinh(u))", lambda u: sympy.atan(sinh(u))),
    csch: ("hyperbolic cosecant", "∫ csch(u) du = log|tanh(u/2)|", lambda u: log(Abs(tanh(u / 2)))),
    log: ("logarithm", "∫ log(u) du = u·log(u) − u", lambda u: u * log(u) - u),
    Abs: ("absolute value", "∫ |u| du = u·|u|/2", lambda u: u * Abs(u) / 2),
    sympy.floor: ("floor", "∫ ⌊u⌋ du = u·⌊u⌋ − ⌊u⌋·(⌊u⌋ + 1)/2", _floor),
    sympy.ceiling: ("ceiling", "∫ ⌈u⌉ du = −∫ ⌊−u⌋ du", lambda u: _floor(-u)),
    sign: ("sign", "∫ sign(u) du = |u|", Abs),
}
_SQUARES: Final[dict[Any, tuple[str, str, Any]]] = {
    (sec, 2): ("secant squared", "∫ sec²(u) du = tan(u)", tan),
    (csc, 2): ("cosecant squared", "∫ csc²(u) du = −cot(u)", lambda u: -cot(u)),
    (cos, -2): ("secant squared", "∫ 1/cos²(u) du = tan(u)", tan),
    (sin, -2): ("cosecant squared", "∫ 1/sin²(u) du = −cot(u)", lambda u: -cot(u)),
    (tan, 2): ("tangent squared", "∫ tan²(u) du = tan(u) − u", lambda u: tan(u) - u),
    (cot, 2): ("cotangent squared", "∫ cot²(u) du = −cot(u) − u", lambda u: -cot(u) - u),
    (tanh, 2): ("hyperbolic tangent squared", "∫ tanh²(u) du = u − tanh(u)", lambda u: u - tanh(u)),
    (coth, 2): ("hyperbolic cotangent squared", "∫ coth²(u) du = u − coth(u)", lambda u: u - coth(u)),
    (sech, 2): ("hyperbolic secant squared", "∫ sech²(u) du = tanh(u)", tanh),
    (csch, 2): ("hyperbolic cosecant squared", "∫ csch²(u) du = −coth(u)", lambda u: -coth(u)),
    (cosh, -2): ("hyperbolic secant squared", "∫ 1/cosh²(u) du = tanh(u)", tanh),
    (sinh, -2): ("hyperbolic cosecant squared", "∫ 1/sinh²(u) du = −coth(u)", lambda u: -coth(u)),
}
_PRODUCTS: Final[dict[Any, tuple[str, str, Any]]] = {
    (sec, tan): ("secant times tangent", "∫ sec(u)·tan(u) du = sec(u)", sec),
    (csc, cot): ("cosecant times cotangent", "∫ csc(u)·cot(u) du = −csc(u)", lambda u: -csc(u)),
    (sech, tanh): ("hyperbolic secant times tangent", "∫ sech(u)·tanh(u) du = −sech(u)", lambda u: -sech(u)),
    (csch, coth): ("hyperbolic cosecant times cotangent", "∫ csch(u)·coth(u) du = −csch(u)", lambda u: -csch(u)),
}


# A longer integrand is not multiplied out.
_LONGEST: Final = 150


def expanding(search: Search, f: Any, x: Any) -> Found | None:
    """A product of sums multiplied out; a numerator's terms one by one."""
    if sympy.count_ops(f) > _LONGEST:
        return None
    opened = sympy.expand_mul(sympy.expand_multinomial(f)) if _small(f) else f
    if opened == f or not opened.is_Add:
        opened = sympy.expand(f, trig=False, power_base=False, power_exp=True, log=False, complex=False)
    if not opened.is_Add or len(opened.args) > 40:
        return None
    return rewritten(search, "multiply out", "", f, x, opened)


def _small(f: Any) -> bool:
    return all(abs(power.exp) <= 12 for power in f.atoms(sympy.Pow) if power.exp.is_Integer and power.base.is_Add)


def simplifying(search: Search, f: Any, x: Any) -> Found | None:
    """SymPy's simpler form of the integrand, where it is one."""
    if search.depth > 3 or sympy.count_ops(f) > 60:
        return None
    simple = sympy.simplify(f)
    if sympy.count_ops(simple) > sympy.count_ops(f):
        return None
    return rewritten(search, "simplify", "", f, x, simple)


def several_roots(search: Search, f: Any, x: Any) -> Found | None:
    """A sum of two different roots in the denominator multiplied by its conjugate."""
    return _conjugate(search, f, x, 2)


def rationalising(search: Search, f: Any, x: Any) -> Found | None:
    """A sum with a root in the denominator multiplied by its conjugate."""
    return _conjugate(search, f, x, 1)


def _conjugate(search: Search, f: Any, x: Any, least: int) -> Found | None:
    bottom = sympy.fraction(sympy.together(f))[1]
    half = Rational(1, 2)
    sums = [
        part
        for factor in sympy.Mul.make_args(bottom)
        for part in (factor.as_base_exp()[0],)
        if part.is_Add and len({p for p in part.atoms(sympy.Pow) if p.exp == half and p.base.has(x)}) >= least
    ]
    if not sums:
        return None
    new = sympy.radsimp(f)
    if new == f or sympy.count_ops(new) > 4 * sympy.count_ops(f) + 10:
        return None
    return rewritten(search, "rationalise the denominator", "1/(√a − √b) = (√a + √b)/(a − b)", f, x, sympy.expand(new))


RULES: Final[tuple[Rule, ...]] = (
    linearity,
    table,
    pieces.signs,
    rational.whole,
    several_roots,
    substitution.inner_function,
    substitution.inverse_inside,
    parts.tabular,
    parts.exponential_times_wave,
    trigonometric.powers,
    trigonometric.products,
    special.known,
    parts.logarithm_of_root,
    roots.linear_root,
    quadratics.root_of_quadratic,
    exponential.rational,
    parts.by_parts,
    trigonometric.rational,
    roots.circle_roots,
    exponential.fraction,
    trigonometric.exponential_fraction,
    expanding,
    exponential.hyperbolic,
    rationalising,
    roots.binomial,
    roots.squared,
    substitution.logarithm,
    substitution.inverse_function,
    trigonometric.one_angle,
    trigonometric.tangent_under_root,
    trigonometric.sum_and_difference,
    simplifying,
)
