"""Special functions of a real number, to about 14 digits, in the standard library's arithmetic.

Each is a power series where it converges without cancellation, and an asymptotic series or a continued
fraction beyond; the seams are chosen so that both sides are exact to a few units of the last digit.
Near a zero of a function (Ci at 0.62, Ei at 0.37) the error is small beside 1, not beside the value.

Reference: NIST Digital Library of Mathematical Functions, chapters 4.13, 6, 7.
"""

from __future__ import annotations

import math

from mvcalc_cli.calculus.undefined import OutOfDomain, said

EPSILON = 2.0**-52
EULER = 0.57721566490153286061
_BRANCH = -math.exp(-1.0)  # −1/e, where the two branches of W meet
_E_REST = 1.4456468917292502e-16  # e − math.e


def erfi(x: float) -> float:
    """The imaginary error function, −i·erf(ix) = 2/√π ∫₀ˣ e^(t²) dt."""
    if abs(x) > 6.0:
        # Asymptotic, DLMF 7.12.1 turned by i; the smallest term is e^(−36).
        term, total = 1.0, 1.0
        for k in range(1, 60):
            factor = (2 * k - 1) / (2.0 * x * x)
            if factor >= 1.0 or term < EPSILON / 4:
                break
            term *= factor
            total += term
        return _exp_of_square(x) * total / (x * math.sqrt(math.pi))
    square, term = x * x, x
    terms = [x]
    for k in range(1, 200):
        term *= square / k
        terms.append(term / (2 * k + 1))
        if not abs(terms[-1]) > EPSILON / 8 * abs(x):
            break
    return 2.0 / math.sqrt(math.pi) * math.fsum(terms)


def _exp_of_square(x: float) -> float:
    """e^(x²) with the rounding error of x² put right."""
    high, low = _two_product(x, x)
    return math.exp(high) * (1.0 + low)


def _two_product(a: float, b: float) -> tuple[float, float]:
    """a·b and its rounding error (Dekker)."""
    product = a * b
    a_high, a_low = _split(a)
    b_high, b_low = _split(b)
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


def _split(a: float) -> tuple[float, float]:
    shifted = 134217729.0 * a
    high = shifted - (shifted - a)
    return high, a - high


def exponential_integral(x: float) -> float:
    """Ei(x), the principal value of ∫ e^t/t dt from −∞ to x."""
    if x == 0.0:
        raise OutOfDomain("Ei of 0")
    if x < -1.5:
        return 0.0 if x < -745.0 else -math.exp(x) * _e1_fraction(complex(-x)).real
    if x <= 40.0:
        return _log_series(x)
    term, total = 1.0, 1.0
    for k in range(1, 60):
        if k >= x or term < EPSILON / 4:
            break
        term *= k / x
        total += term
    half = math.exp(x / 2)  # in two halves: e^x/x is a float a little farther than e^x
    return half / x * total * half


def _log_series(x: float) -> float:
    """γ + log|x| + Σ xᵏ/(k·k!)."""
    terms, term = [EULER, math.log(abs(x))], 1.0
    for k in range(1, 400):
        term *= x / k
        terms.append(term / k)
        if not abs(term) > EPSILON * 1e-3:
            break
    return math.fsum(terms)


def _e1_fraction(z: complex) -> complex:
    """e^z·E₁(z) by its continued fraction (DLMF 6.9.1, modified Lentz), for |z| >= 1.5, Re z >= 0."""
    b = z + 1.0
    c, d = complex(1e300), 1.0 / b
    value = d
    for k in range(1, 1000):
        a = -float(k * k)
        b += 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        factor = c * d
        value *= factor
        if not abs(factor - 1.0) > EPSILON:
            break
    return value


def logarithmic_integral(x: float) -> float:
    """li(x) = Ei(log x)."""
    if x < 0.0:
        raise OutOfDomain(f"li of a negative number ({said(x)})")
    if x == 1.0:
        raise OutOfDomain("li of 1")
    return exponential_integral(math.log(x)) if x else 0.0


def sine_integral(x: float) -> float:
    """Si(x) = ∫₀ˣ sin(t)/t dt."""
    if x < 0.0:
        return -sine_integral(-x)
    if x <= 2.5:
        terms, term = [x], x
        for k in range(1, 40):
            term *= -x * x / ((2 * k) * (2 * k + 1))
            terms.append(term / (2 * k + 1))
        return math.fsum(terms)
    return math.pi / 2 + _e1_on_axis(x).imag


def cosine_integral(x: float) -> float:
    """Ci(x) = γ + log x + ∫₀ˣ (cos(t) − 1)/t dt."""
    if x <= 0.0:
        raise OutOfDomain(f"Ci of {said(x)}, not a positive number")
    if x <= 2.5:
        terms, term = [EULER, math.log(x)], 1.0
        for k in range(1, 40):
            term *= -x * x / ((2 * k - 1) * (2 * k))
            terms.append(term / (2 * k))
        return math.fsum(terms)
    return -_e1_on_axis(x).real


def _e1_on_axis(x: float) -> complex:
    """E₁(ix) = −Ci(x) + i(Si(x) − π/2)."""
    if math.isinf(x):
        return 0j
    return complex(math.cos(x), -math.sin(x)) * _e1_fraction(complex(0.0, x))


def lambert_w(x: float, branch: float = 0.0) -> float:
    """W(x): w·e^w = x, branch 0 (w >= −1) or −1 (w <= −1, for −1/e <= x < 0)."""
    if branch not in {0.0, -1.0}:
        raise OutOfDomain(f"branch {said(branch)} of W is not real")
    if x < _BRANCH:
        raise OutOfDomain(f"W of {said(x)}, below −1/e")
    if branch and x >= 0.0:
        raise OutOfDomain(f"branch −1 of W at {said(x)}, not below 0")
    if x == 0.0 or math.isinf(x):
        return x
    p = math.sqrt(max(0.0, 2.0 * _ex_plus_one(x))) if x < 0.0 else 1.0
    if p < 0.03:
        return _near_branch(-p if branch else p)
    return _halley(x, _guess_below(x, p) if branch else _guess_main(x, p))


def _ex_plus_one(x: float) -> float:
    """e·x + 1 without losing the digits that cancel near x = −1/e."""
    high, low = _two_product(math.e, x)
    return (high + 1.0) + (low + _E_REST * x)


def _near_branch(p: float) -> float:
    """The series of W at −1/e in p = ±√(2(ex + 1)) (DLMF 4.13.6)."""
    coefficients = (
        -1.0, 1.0, -1 / 3, 11 / 72, -43 / 540, 769 / 17280, -221 / 8505, 680863 / 43545600, -1963 / 204120,
    )  # fmt: skip
    value = 0.0
    for coefficient in reversed(coefficients):
        value = value * p + coefficient
    return value


def _guess_main(x: float, p: float) -> float:
    if x < -0.2:
        return _near_branch(p)
    if x < 3.0:
        return math.log1p(x) * (1.0 - math.log1p(math.log1p(x)) / (2.0 + math.log1p(x)))
    outer = math.log(x)
    return outer - math.log(outer)


def _guess_below(x: float, p: float) -> float:
    if x < -0.2:
        return _near_branch(-p)
    outer = math.log(-x)
    return outer - math.log(-outer)


def _halley(x: float, w: float) -> float:
    """Halley's iteration on w − x·e^(−w), which cannot overflow where w·e^w might."""
    for _ in range(50):
        rest = w - x * math.exp(-w)
        if rest == 0.0:
            break
        step = rest / ((w + 1.0) - rest * (w + 2.0) / (2.0 * (w + 1.0)))
        w -= step
        if not abs(step) > EPSILON * abs(w):
            break
    return w


def root(x: float, n: float) -> float:
    """The real n-th root; exact for perfect powers."""
    if n == 0.0:
        raise OutOfDomain("root of order 0")
    if x < 0.0 and n % 2.0 != 1.0:
        if n % 2.0 == 0.0:
            raise OutOfDomain(f"even root of a negative number ({said(x)})")
        raise OutOfDomain(f"root of order {said(n)} of a negative number ({said(x)})")
    if x == 0.0 and n < 0.0:
        raise OutOfDomain("0 to a negative power")
    return math.copysign(_positive_root(abs(x), n), x)


def _positive_root(x: float, n: float) -> float:
    first = x ** (1.0 / n)
    whole = round(first) if first < 2.0**53 else 0
    # pow(64, 1/3) is 3.9999999999999996: 1/3 is not a float.
    return float(whole) if whole and abs(first - whole) < 1e-9 * first and _power_is(whole, n, x) else first


def _power_is(base: float, exponent: float, value: float) -> bool:
    try:
        return math.pow(base, exponent) == value
    except OverflowError:
        return False


def log_to_base(x: float, base: float) -> float:
    """log x / log base; exact where base^whole is x."""
    if base <= 0.0 or base == 1.0:
        raise OutOfDomain(f"logarithm to base {said(base)}")
    if x <= 0.0:
        raise OutOfDomain(f"log of a negative number ({said(x)})" if x else "log of 0")
    value = math.log(x) / math.log(base)
    whole = round(value) if math.isfinite(value) else 0
    return float(whole) if abs(value - whole) < 1e-9 and _power_is(base, whole, x) else value


def modulo(x: float, m: float) -> float:
    """x − m·floor(x/m): the remainder with the sign of m."""
    if m == 0.0:
        raise OutOfDomain("mod by 0")
    return x % m


def greatest_common_divisor(*values: float) -> float:
    """The greatest common divisor of whole numbers."""
    for value in values:
        if math.isnan(value):
            return math.nan
        if value != math.floor(value):
            raise OutOfDomain(f"gcd of {said(value)}, not a whole number")
    return float(math.gcd(*(int(value) for value in values)))


def atan2(y: float, x: float) -> float:
    """The angle of the point (x, y), from −π to π."""
    if x == 0.0 and y == 0.0:
        raise OutOfDomain("atan2 of the origin: it has no angle")
    return math.atan2(y if y else 0.0, x if x else 0.0)  # a real 0 has no sign


def sigmoid(x: float) -> float:
    """1/(1 + e^(−x)), without overflow on either side."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    small = math.exp(x)
    return small / (1.0 + small)


def softplus(x: float) -> float:
    """log(1 + e^x), without overflow."""
    return (x if x > 0.0 else 0.0) + math.log1p(math.exp(-abs(x)))
