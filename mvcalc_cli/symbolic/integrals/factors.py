"""Real factors of polynomials that have none over the rationals: x⁴ + 1, x³ − 2, x⁵ + 1."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Poly, cos, pi, sqrt


def real_factors(fraction: Any, x: Any) -> list[Any] | None:
    """The partial fractions of p/q over the reals, q irreducible over the rationals; None if out of reach."""
    top, bottom = sympy.fraction(sympy.together(fraction))
    q = Poly(bottom, x)
    constant = q.LC()
    factors = _factors(q.monic(), x)
    if factors is None:
        return None
    p = Poly(top, x)
    return [term for factor in factors if (term := _part(p, q, factor, x) / constant) != 0]


def _factors(q: Poly, x: Any) -> list[Any] | None:
    """Monic real factors of degree one and two."""
    exponents = [monomial[0] for monomial in q.monoms()]
    if len(exponents) == 2 and exponents[1] == 0:
        return _of_binomial(q, x)
    if q.degree() == 4 and set(exponents) <= {4, 2, 0}:
        return _of_biquadratic(q.coeff_monomial(x**2), q.coeff_monomial(1), x)
    if q.degree() == 4:
        return _of_cyclotomic(q, x)
    return None


def _of_binomial(q: Poly, x: Any) -> list[Any] | None:
    """xⁿ + c."""
    n, c = q.degree(), q.coeff_monomial(1)
    if n > 12 or not (c.is_positive or c.is_negative):
        return None
    negative = bool(c.is_negative)
    radius = sympy.root(abs(c), n)
    angles = [(2 * k + (0 if negative else 1)) * pi / n for k in range(n)]
    factors: list[Any] = []
    for angle in angles:
        if angle == 0:
            factors.append(x - radius)
        elif angle == pi:
            factors.append(x + radius)
        elif angle < pi:
            factors.append(x**2 - 2 * radius * _cosine(angle) * x + radius**2)
    return factors


def _cosine(angle: Any) -> Any:
    return sympy.sqrtdenest(sympy.radsimp(cos(angle))) if not cos(angle).has(cos) else cos(angle)


def _of_biquadratic(p: Any, s: Any, x: Any) -> list[Any] | None:
    """x⁴ + p·x² + s."""
    discriminant = sympy.expand(p**2 - 4 * s)
    if discriminant.is_nonnegative:
        result: list[Any] = []
        for sign in (1, -1):
            square = sympy.radsimp((-p + sign * sqrt(discriminant)) / 2)
            if square.is_negative:
                result.append(x**2 - square)
            else:
                result += [x - sympy.sqrtdenest(sqrt(square)), x + sympy.sqrtdenest(sqrt(square))]
        return result
    if discriminant.is_negative:
        middle = sympy.sqrtdenest(sqrt(2 * sqrt(s) - p))
        return [x**2 - middle * x + sqrt(s), x**2 + middle * x + sqrt(s)]
    return None


def _of_cyclotomic(q: Poly, x: Any) -> list[Any] | None:
    """x⁴ ± x³ + x² ± x + 1."""
    coefficients = q.all_coeffs()
    if coefficients not in ([1, 1, 1, 1, 1], [1, -1, 1, -1, 1]):
        return None
    sign = coefficients[1]
    return [x**2 + sign * (1 + s * sqrt(5)) / 2 * x + 1 for s in (1, -1)]


def _part(p: Poly, q: Poly, factor: Any, x: Any) -> Any:
    """The partial fraction over one factor: p/(q/factor) modulo the factor, q without repeated roots."""
    piece = Poly(factor, x)
    slope = q.monic().diff(x).as_expr()
    if piece.degree() == 1:
        root = -piece.coeff_monomial(1)
        return sympy.radsimp(sympy.simplify(p.as_expr().subs(x, root) / slope.subs(x, root))) / factor
    # With α a root of the factor and x² = −b·x − c: p/q′ = e·α + f there, and the two conjugates add up.
    b, c = piece.coeff_monomial(x), piece.coeff_monomial(1)
    top, below = _reduced(p.as_expr(), b, c, x), _reduced(slope, b, c, x)
    e, f = _quotient(top, below, b, c)
    # (e·α + f)/(x − α) + conjugate = ((e·(α + ᾱ) + 2f)·x − 2e·αᾱ − f·(α + ᾱ))/factor
    numerator = sympy.radsimp(sympy.simplify(2 * f - e * b)) * x + sympy.radsimp(sympy.simplify(f * b - 2 * e * c))
    return numerator / factor


def _reduced(expression: Any, b: Any, c: Any, x: Any) -> tuple[Any, Any]:
    """(m, n) with expression ≡ m·x + n modulo x² + b·x + c."""
    poly = Poly(expression, x)
    m, n = sympy.Integer(0), sympy.Integer(0)
    for coefficient in poly.all_coeffs():
        # (m·x + n)·x + coefficient
        m, n = sympy.expand(n - m * b), sympy.expand(-m * c + coefficient)
    return m, n


def _quotient(top: tuple[Any, Any], below: tuple[Any, Any], b: Any, c: Any) -> tuple[Any, Any]:
    """(m·α + n)/(r·α + s) as e·α + f, with α² = −b·α − c."""
    m, n = top
    r, s = below
    # The conjugate of r·α + s is r·ᾱ + s = −r·α + s − r·b; the norm is rational in the coefficients.
    norm = sympy.radsimp(sympy.simplify(s**2 - r * s * b + r**2 * c))
    e = (m * (s - r * b) - n * r + m * r * b) / norm
    f = (n * (s - r * b) + m * r * c) / norm
    return sympy.radsimp(sympy.simplify(e)), sympy.radsimp(sympy.simplify(f))
