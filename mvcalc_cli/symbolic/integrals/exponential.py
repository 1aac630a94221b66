"""Exponentials: rational functions of e^x, e^g times a fraction, hyperbolic functions by exponentials."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import exp

from mvcalc_cli.symbolic.integrals.ansatz import exponential_part
from mvcalc_cli.symbolic.integrals.search import Found, Search, done, rewritten, substituted

_HYPERBOLIC = (sympy.sinh, sympy.cosh, sympy.tanh, sympy.coth, sympy.sech, sympy.csch)


def rational(search: Search, f: Any, x: Any) -> Found | None:
    """A function of e^(kx) alone: u = e^x."""
    growths = [part for part in f.atoms(exp) if part.has(x)]
    slopes = [sympy.diff(part.args[0], x) for part in growths]
    if not growths or any(slope.has(x) for slope in slopes):
        return None
    ratios = [sympy.radsimp(slope / slopes[0]) for slope in slopes]
    if not all(ratio.is_Rational for ratio in ratios):
        return None
    step = slopes[0] * sympy.gcd(ratios)
    if step.could_extract_minus_sign():
        step = -step
    u = search.letter(positive=True)
    new = f.xreplace(
        {
            part: sympy.exp(sympy.expand(part.args[0] - slope * x)) * u ** sympy.radsimp(slope / step)
            for part, slope in zip(growths, slopes, strict=True)
        }
    )
    if new.has(x):
        return None
    new = new / (step * u)
    new = sympy.cancel(new) if new.is_rational_function(u) else sympy.powsimp(new)
    return substituted(search, "substitution", f, x, u, exp(step * x), new)


def fraction(search: Search, f: Any, x: Any) -> Found | None:
    """e^g·R(x): e^g·S(x) with S′ + g′·S = R."""
    growths = [part for part in sympy.Mul.make_args(f) if isinstance(part, exp)]
    if len(growths) != 1:
        return None
    inner = growths[0].args[0]
    rest = sympy.cancel(f / growths[0])
    if not rest.is_rational_function(x) or not inner.is_polynomial(x):
        return None
    found = exponential_part(rest, x, sympy.Integer(1), sympy.diff(inner, x))
    if found is not None:
        found = sympy.factor(found)
        formula = "∫ e^g·(s′ + g′·s) dx = e^g·s"
        return done("exponential times s′ + g′·s", formula, f, x, growths[0] * found, s=found, g=inner)
    parted = sympy.apart(rest, x)
    if parted.is_Add:
        return rewritten(search, "partial fractions", "", f, x, sympy.expand(parted * growths[0], power_exp=False))
    return None


def hyperbolic(search: Search, f: Any, x: Any) -> Found | None:
    """sinh u = (e^u − e^(−u))/2, and so on."""
    if not f.has(*_HYPERBOLIC):
        return None
    new = sympy.expand(f.rewrite(exp))
    if not new.is_Add:
        new = sympy.cancel(sympy.together(f.rewrite(exp)))
    return rewritten(search, "write with exponentials", "sinh(u) = (e^u − e^(−u))/2", f, x, new)
