"""Sines and cosines: powers, products, rational functions, and e^(ax) times a fraction of them."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Integer, cos, cot, csc, sec, sin, tan
from sympy.functions.elementary.trigonometric import TrigonometricFunction
from sympy.simplify.fu import TR8

from mvcalc_cli.symbolic.integrals.ansatz import exponential_part
from mvcalc_cli.symbolic.integrals.search import Found, Search, Working, done, rewritten, substituted

# A longer function is not taken apart into sums and differences.
_LONGEST = 30
# Powers up to 24 are halved five times.
_TURNS = 5


def powers(search: Search, f: Any, x: Any) -> Found | None:
    """tan^n, cot^n, sec^n, csc^n by their reduction formulas."""
    if not (f.is_Pow and f.exp.is_Integer):
        return None
    base, n = f.base, int(f.exp)
    if isinstance(base, cos | sin) and n < -2:
        base, n = (sec if isinstance(base, cos) else csc)(base.args[0]), -n
    if n < 3 or n > 40 or not isinstance(base, tan | cot | sec | csc) or base.args[0].diff(x).has(x):
        return None
    w, a = base.args[0], base.args[0].diff(x)
    formula, outside, factor = _reduction(base, w, n)
    lower = search(base ** (n - 2), x)
    if lower is None:
        return None
    after = outside / a + factor * sympy.Integral(base ** (n - 2), x)
    step = Working("reduction formula", formula, (("u", w), ("n", Integer(n))), f, x, after)
    return Found(outside / a + factor * lower.value, (step, *lower.steps))


def _reduction(base: Any, w: Any, n: int) -> tuple[str, Any, Any]:
    if isinstance(base, tan):
        return "∫ tan^n = tan^(n−1)/(n−1) − ∫ tan^(n−2)", tan(w) ** (n - 1) / (n - 1), Integer(-1)
    if isinstance(base, cot):
        return "∫ cot^n = −cot^(n−1)/(n−1) − ∫ cot^(n−2)", -(cot(w) ** (n - 1)) / (n - 1), Integer(-1)
    factor = sympy.Rational(n - 2, n - 1)
    if isinstance(base, sec):
        formula = "∫ sec^n = sec^(n−2)·tan/(n−1) + (n−2)/(n−1)·∫ sec^(n−2)"
        return formula, sec(w) ** (n - 2) * tan(w) / (n - 1), factor
    formula = "∫ csc^n = −csc^(n−2)·cot/(n−1) + (n−2)/(n−1)·∫ csc^(n−2)"
    return formula, -(csc(w) ** (n - 2)) * cot(w) / (n - 1), factor


def products(search: Search, f: Any, x: Any) -> Found | None:
    """sin and cos in powers and products, of any linear angles: sums of angles."""
    waves = [part for part in sympy.Mul.make_args(f) if _is_wave_power(part, x)]
    count = sum(int(part.exp) if part.is_Pow else 1 for part in waves)
    if count < 2 or count > 24:
        return None
    product = sympy.Mul(*waves)
    new = _opened(product)
    rest = f / product
    formula = "2·sin(a)·cos(b) = sin(a + b) + sin(a − b), and so on"
    return rewritten(search, "products into sums", formula, f, x, sympy.expand(new * rest))


def _opened(product: Any) -> Any:
    """A sum without powers: cos(2x)² left over by one turn is opened by the next."""
    new = sympy.expand(TR8(product))
    for _ in range(_TURNS):
        if not any(power.exp.is_Integer for power in new.atoms(sympy.Pow)):
            break
        new = sympy.expand(TR8(new))
    return new


def _is_wave_power(part: Any, x: Any) -> bool:
    base, exponent = part.as_base_exp()
    positive = exponent.is_Integer and exponent > 0
    return positive and isinstance(base, sin | cos) and not base.args[0].diff(x).has(x)


class _Angles:
    """A function of trigonometric functions written with s = sin w and c = cos w alone."""

    def __init__(self, f: Any, x: Any) -> None:
        functions = f.atoms(TrigonometricFunction)
        angles = {function.args[0] for function in functions if function.has(x)}
        slopes = [sympy.diff(angle, x) for angle in angles]
        self.ok = bool(angles) and not any(slope.has(x) for slope in slopes)
        if not self.ok:
            return
        ratios = [sympy.radsimp(slope / slopes[0]) for slope in slopes]
        if not all(ratio.is_Rational for ratio in ratios):
            self.ok = False
            return
        step = sympy.gcd(ratios)
        self.slope = slopes[0] * step
        self.x = x
        self.angle = next(iter(angles)) if len(angles) == 1 else self.slope * x
        self.s, self.c = sympy.Dummy("s"), sympy.Dummy("c")
        self.form = self._opened(f, functions)
        self.ok = not self.form.has(x)

    def _opened(self, f: Any, functions: Any) -> Any:
        w = sympy.Dummy("w")
        replaced = {function: self._one(function, w) for function in functions if function.has(self.x)}
        return f.xreplace(replaced).subs({sin(w): self.s, cos(w): self.c})

    def _one(self, function: Any, w: Any) -> Any:
        multiple, offset = self._multiple(function.args[0])
        inner = multiple * w + offset
        sine, cosine = (sympy.expand_trig(wave(inner)) for wave in (sin, cos))
        forms = {sin: sine, cos: cosine, tan: sine / cosine, cot: cosine / sine, sec: 1 / cosine, csc: 1 / sine}
        return forms[type(function)]

    def _multiple(self, angle: Any) -> tuple[Any, Any]:
        if angle == self.angle:
            return Integer(1), Integer(0)
        multiple = sympy.diff(angle, self.x) / self.slope
        return multiple, sympy.expand(angle - multiple * self.angle)


def rational(search: Search, f: Any, x: Any) -> Found | None:
    """A rational function of sines and cosines: u = cos, sin or tan where its symmetry allows, else the half angle."""
    angles = _Angles(f, x)
    if not angles.ok:
        return None
    s, c = angles.s, angles.c
    form = sympy.cancel(sympy.together(angles.form))
    if not form.is_rational_function(s, c):
        return None
    for attempt in (_by_cosine, _by_sine, _by_tangent, _by_half_angle):
        found = attempt(search, f, x, form, angles)
        if found is not None:
            return found
    return None


def _split(form: Any, s: Any, c: Any) -> tuple[Any, Any]:
    """P and Q of form = P(c) + Q(c)·s, with s² = 1 − c²."""
    top, bottom = sympy.fraction(sympy.together(form))
    a, b = _reduced(top, s, c)
    d, e = _reduced(bottom, s, c)
    norm = d**2 - e**2 * (1 - c**2)
    return sympy.cancel((a * d - b * e * (1 - c**2)) / norm), sympy.cancel((b * d - a * e) / norm)


def _reduced(expression: Any, s: Any, c: Any) -> tuple[Any, Any]:
    even, odd = Integer(0), Integer(0)
    for (k,), coefficient in sympy.Poly(expression, s).terms():
        if k % 2:
            odd += coefficient * (1 - c**2) ** (k // 2)
        else:
            even += coefficient * (1 - c**2) ** (k // 2)
    return sympy.expand(even), sympy.expand(odd)


def _by_cosine(search: Search, f: Any, x: Any, form: Any, angles: _Angles) -> Found | None:
    plain, times_sine = _split(form, angles.s, angles.c)
    if plain != 0:
        return None
    u = search.letter()
    new = sympy.cancel(-times_sine.subs(angles.c, u)) / angles.slope
    return substituted(search, "substitution", f, x, u, cos(angles.angle), new)


def _by_sine(search: Search, f: Any, x: Any, form: Any, angles: _Angles) -> Found | None:
    plain, times_cosine = _split(form, angles.c, angles.s)
    if plain != 0:
        return None
    u = search.letter()
    new = sympy.cancel(times_cosine.subs(angles.s, u)) / angles.slope
    return substituted(search, "substitution", f, x, u, sin(angles.angle), new)


def _by_tangent(search: Search, f: Any, x: Any, form: Any, angles: _Angles) -> Found | None:
    s, c = angles.s, angles.c
    u = search.letter()
    new = sympy.cancel(form.subs(s, u * c))
    if sympy.cancel(new - new.subs(c, -c)) != 0:
        return None
    square = sympy.Dummy("q", positive=True)
    new = sympy.cancel(new.subs(c, sympy.sqrt(square)).subs(square, 1 / (1 + u**2)) / (1 + u**2)) / angles.slope
    return substituted(search, "substitution u = tan", f, x, u, tan(angles.angle), new)


def _by_half_angle(search: Search, f: Any, x: Any, form: Any, angles: _Angles) -> Found | None:
    t = search.letter("tuvws")
    square = 1 + t**2
    new = sympy.cancel(
        sympy.together(form.subs({angles.s: 2 * t / square, angles.c: (1 - t**2) / square}) * 2 / square)
    )
    return substituted(search, "half-angle substitution", f, x, t, tan(angles.angle / 2), new / angles.slope)


def sum_and_difference(search: Search, f: Any, x: Any) -> Found | None:
    """(a·sin x + b·cos x)·g(sin x·cos x): u = sin x − cos x for one half, u = sin x + cos x for the other."""
    if sympy.count_ops(f) > _LONGEST:
        return None
    angles = _Angles(f, x)
    if not angles.ok:
        return None
    s, c, w = angles.s, angles.c, angles.angle
    p, q = sympy.Dummy("p", positive=True), sympy.Dummy("q", positive=True)
    turned = angles.form.xreplace({s: c, c: s})
    parts: list[Any] = []
    steps: list[Working] = []
    value = Integer(0)
    for sign, inner, kept, other in ((1, sin(w) - cos(w), q, p), (-1, sin(w) + cos(w), p, q)):
        half = sympy.powsimp((angles.form + sign * turned) / 2).subs({s: (p + q) / 2, c: (p - q) / 2})
        # (s + c) dx = dq, (c − s) dx = dp
        half = sympy.simplify(_expanded_roots(half) / other * sign).subs(other, sympy.sqrt(2 - kept**2))
        half = sympy.simplify(half)
        if half == 0:
            continue
        if sympy.count_ops(half) > 2 * _LONGEST:
            return None
        u = search.letter()
        new = half.subs(kept, u) / angles.slope
        if new.has(p, q, s, c):
            return None
        integrand = new.subs(u, inner) * sympy.diff(inner, x)
        found = substituted(search, "substitution", integrand, x, u, inner, new)
        if found is None:
            return None
        parts.append(sympy.Integral(integrand, x))
        steps += found.steps
        value += found.value
    first = Working("halves with sin + cos and sin − cos", "", (), f, x, sympy.Add(*parts))
    return Found(value, (first, *steps))


def _expanded_roots(form: Any) -> Any:
    return form.replace(
        lambda e: e.is_Pow and e.exp.is_Rational and not e.exp.is_Integer, lambda e: sympy.expand(e.base) ** e.exp
    )


def tangent_under_root(search: Search, f: Any, x: Any) -> Found | None:
    """An algebraic function of sin and cos that does not change under x → x + π: u = tan x."""
    angles = _Angles(f, x)
    if not angles.ok or angles.form.is_rational_function(angles.s, angles.c):
        return None
    if not _repeats(angles):
        return None
    u = search.letter()
    c = sympy.Dummy("c", positive=True)
    new = sympy.powdenest(sympy.powsimp(angles.form.subs({angles.s: u * c, angles.c: c})))
    new = new.replace(
        lambda e: e.is_Pow and e.exp.is_Rational and not e.exp.is_Integer,
        lambda e: sympy.factor(sympy.cancel(e.base.subs(c, 1 / sympy.sqrt(1 + u**2)))) ** e.exp,
    )
    new = sympy.powsimp(new.subs(c, 1 / sympy.sqrt(1 + u**2)) / (1 + u**2))
    if new.has(sympy.sqrt(1 + u**2)):
        return None
    return substituted(search, "substitution u = tan", f, x, u, tan(angles.angle), new / angles.slope)


def _repeats(angles: _Angles) -> bool:
    """Is the value at the opposite point of the circle the same?"""
    for angle in (0.7, 2.5, 4.1, 5.9):
        s, c = sympy.sin(angle), sympy.cos(angle)
        one, other = (sympy.N(angles.form.subs({angles.s: k * s, angles.c: k * c})) for k in (1, -1))
        if one.is_real and abs(one - other) > 1e-9 * abs(one):
            return False
    return True


def one_angle(search: Search, f: Any, x: Any) -> Found | None:
    """Multiples of an angle opened, so that sin(2x) under or beside a root becomes sin x and cos x."""
    if len({function.args[0] for function in f.atoms(TrigonometricFunction)}) < 2 and not f.has(sec, csc, cot, tan):
        return None
    angles = _Angles(f, x)
    if not angles.ok:
        return None
    new = angles.form.subs({angles.s: sin(angles.angle), angles.c: cos(angles.angle)})
    return rewritten(search, "write with sin and cos of one angle", "", f, x, sympy.powsimp(new))


def exponential_fraction(search: Search, f: Any, x: Any) -> Found | None:
    """e^(ax)·R(sin x, cos x): e^(ax)·(g′ + a·g), g found among rational functions of tan(x/2)."""
    growth = [part for part in sympy.Mul.make_args(f) if isinstance(part, sympy.exp)]
    if len(growth) != 1 or sympy.diff(growth[0].args[0], x).has(x):
        return None
    angles = _Angles(f / growth[0], x)
    if not angles.ok:
        return None
    t = sympy.Dummy("t")
    square = 1 + t**2
    form = sympy.cancel(angles.form.subs({angles.s: 2 * t / square, angles.c: (1 - t**2) / square}))
    if not form.is_rational_function(t):
        return None
    rate = sympy.diff(growth[0].args[0], x)
    g = exponential_part(form, t, square / 2 * angles.slope, rate)
    if g is None:
        return None
    back = sympy.simplify(g.subs(t, sin(angles.angle) / (1 + cos(angles.angle))))
    half = g.subs(t, tan(angles.angle / 2))
    best = min((back, half), key=sympy.count_ops)
    formula = "∫ e^(ax)·(a·g + g′) dx = e^(ax)·g"
    return done("exponential times g and its derivative", formula, f, x, growth[0] * best, g=best)
