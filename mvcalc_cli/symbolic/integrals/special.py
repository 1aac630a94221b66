"""Integrals that are functions with names of their own: erf, Ei, Si, Ci, li."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Ci, Ei, Integer, Si, cos, erf, erfi, exp, li, log, pi, sin, sqrt

from mvcalc_cli.symbolic.integrals.search import Found, Search, Working, done


def known(search: Search, f: Any, x: Any) -> Found | None:
    """The integrals that define them, and the powers that lead to them."""
    return _gaussian(search, f, x) or _over_linear(search, f, x) or _logarithmic(f, x)


def _gaussian(search: Search, f: Any, x: Any) -> Found | None:
    growths = [part for part in sympy.Mul.make_args(f) if isinstance(part, exp)]
    if len(growths) != 1 or not growths[0].args[0].is_polynomial(x):
        return None
    inner, rest = growths[0].args[0], f / growths[0]
    poly = sympy.Poly(inner, x)
    if poly.degree() != 2 or not rest.is_polynomial(x):
        return None
    a, b, c = poly.all_coeffs()
    if rest.has(x):
        return _lowered(search, f, x, growths[0], rest, a, b)
    if not (a.is_negative or a.is_positive):
        return None
    shift, outside = b / (2 * a), exp(sympy.expand(c - b**2 / (4 * a)))
    if a.is_negative:
        value = sqrt(pi) / (2 * sqrt(-a)) * outside * erf(sqrt(-a) * (x + shift))
        return done("error function", "∫ e^(−u²) du = √π/2·erf(u)", f, x, value)
    value = sqrt(pi) / (2 * sqrt(a)) * outside * erfi(sqrt(a) * (x + shift))
    return done("imaginary error function", "∫ e^(u²) du = √π/2·erfi(u)", f, x, value)


def _lowered(search: Search, f: Any, x: Any, growth: Any, rest: Any, a: Any, b: Any) -> Found | None:
    """x^n·e^q with q′ = 2ax + b: x^(n−1)/(2a)·e^q taken out."""
    poly = sympy.Poly(rest, x)
    n, lead = poly.degree(), poly.LC()
    taken = lead * x ** (n - 1) / (2 * a)
    left = sympy.expand(rest - sympy.diff(taken, x) - taken * (2 * a * x + b))
    lower = search(left * growth, x) if left != 0 else Found(Integer(0), ())
    if lower is None:
        return None
    after = taken * growth + (sympy.Integral(left * growth, x) if left != 0 else 0)
    step = Working(
        "integration by parts", "∫ p·e^q dx = s·e^q + ∫ (p − s′ − s·q′)·e^q dx", (("s", taken),), f, x, after
    )
    return Found(taken * growth + lower.value, (step, *lower.steps))


def _over_linear(search: Search, f: Any, x: Any) -> Found | None:
    """e^u/(x − p)^k, sin u/(x − p)^k, cos u/(x − p)^k."""
    factors = [factor for factor in sympy.Mul.make_args(f) if factor.has(x)]
    if len(factors) != 2:
        return None
    waves = [factor for factor in factors if isinstance(factor, exp | sin | cos)]
    powers = [factor for factor in factors if factor.is_Pow and factor.exp.is_Integer and factor.exp < 0]
    if len(waves) != 1 or len(powers) != 1:
        return None
    wave, inner, base, k = waves[0], waves[0].args[0], powers[0].base, -int(powers[0].exp)
    a, slope = sympy.diff(inner, x), sympy.diff(base, x)
    if a.has(x) or slope.has(x) or k > 12:
        return None
    if k > 1:
        outside = -wave * base ** (1 - k) / ((k - 1) * slope)
        rest = sympy.diff(wave, x) * base ** (1 - k) / ((k - 1) * slope)
        factor, plain = rest.as_independent(x, as_Add=False)
        lower = search(plain, x)
        if lower is None:
            return None
        letters = (("u", wave), ("dv", powers[0]))
        after = outside + factor * sympy.Integral(plain, x)
        step = Working("integration by parts", "∫ u dv = u·v − ∫ v du", letters, f, x, after)
        return Found(outside + factor * lower.value, (step, *lower.steps))
    return _first_power(f, x, wave, sympy.expand(a * base / slope), inner, slope)


def _first_power(f: Any, x: Any, wave: Any, argument: Any, inner: Any, slope: Any) -> Found:
    offset = sympy.expand(inner - argument)
    if isinstance(wave, exp):
        return done("exponential integral", "∫ e^u/u du = Ei(u)", f, x, exp(offset) * Ei(argument) / slope)
    s, c = Si(argument), Ci(sympy.Abs(argument))
    if isinstance(wave, sin):
        value = (cos(offset) * s + sin(offset) * c) / slope
        return done("sine integral", "∫ sin(u)/u du = Si(u)", f, x, value)
    value = (cos(offset) * c - sin(offset) * s) / slope
    return done("cosine integral", "∫ cos(u)/u du = Ci|u|", f, x, value)


def _logarithmic(f: Any, x: Any) -> Found | None:
    if f.is_Pow and f.exp == -1 and isinstance(f.base, log):
        inner = f.base.args[0]
        slope = sympy.diff(inner, x)
        if not slope.has(x):
            return done("logarithmic integral", "∫ 1/log(u) du = li(u)", f, x, li(inner) / slope)
    return None
