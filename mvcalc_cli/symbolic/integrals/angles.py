"""Trigonometric substitutions as a student meets them: x = k·sin θ for √(a² − x²), x = k·tan θ for √(a² + x²).

Both cover the whole line on which the root is real, so that no case distinction is needed; x = k·sec θ
needs one, and is not tried.
"""

from __future__ import annotations

from typing import Any, Final

import sympy
from sympy import cos, sec, sin, sqrt

from mvcalc_cli.symbolic.integrals.search import Found, Search, Working
from mvcalc_cli.symbolic.to_sympy import symbol

# More steps, or a longer integrand in θ, teach nothing.
_MOST_STEPS: Final = 8
_LONGEST: Final = 30
_SINE: Final = "x = k·sin(θ), −π/2 ≤ θ ≤ π/2, so √(k² − x²) = k·cos(θ)"
_TANGENT: Final = "x = k·tan(θ), −π/2 < θ < π/2, so √(k² + x²) = k/cos(θ)"


def by_angle(search: Search, f: Any, x: Any, q: Any, value: Any) -> Found | None:
    """The steps to a known antiderivative by x = k·sin θ or x = k·tan θ; None where that is not simple."""
    a, b, c = sympy.Poly(q, x).all_coeffs()
    if b != 0 or not (a.is_number and c.is_positive) or a == 0 or "theta" in search.taken:
        return None
    theta = symbol("theta")
    k = sympy.radsimp(sqrt(c / abs(a)))
    straight = bool(a.is_negative)
    new = _written(f, x, q, (k, sqrt(c)), theta, straight=straight)
    if sympy.count_ops(new) > _LONGEST:
        return None
    search.taken.add("theta")
    found = search(new, theta)
    search.release(theta)
    if found is None or len(found.steps) > _MOST_STEPS:
        return None
    inner, slope = (sympy.asin(x / k), k * cos(theta)) if straight else (sympy.atan(x / k), k / cos(theta) ** 2)
    letters = (("theta", inner), ("k", k), ("dx", slope))
    law = _SINE if straight else _TANGENT
    first = Working("trigonometric substitution", law, letters, f, x, sympy.Integral(new, theta))
    last = Working("substitute back", "", letters[:1], f, x, value)
    return Found(value, (first, *found.steps, last))


def _written(f: Any, x: Any, q: Any, scale: tuple[Any, Any], theta: Any, *, straight: bool) -> Any:
    """f dx with θ alone: a quotient of powers of sine and cosine, or a power of the secant."""
    k, root = scale
    s, c, y = sympy.Dummy("s"), sympy.Dummy("c"), sympy.Dummy("y")
    there, height, slope = (k * s, root * c, k * c) if straight else (k * s / c, root / c, k / c**2)
    form = f.replace(lambda e: e.is_Pow and e.base == q and e.exp.is_Rational, lambda e: y ** (2 * e.exp))
    new = sympy.factor(sympy.cancel(form.subs({x: there, y: height}) * slope))
    if not straight and not new.has(s):
        return new.subs(c, 1 / sec(theta))
    return new.subs({s: sin(theta), c: cos(theta)})
