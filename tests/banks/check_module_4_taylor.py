"""Taylor: coefficients from differences, radii from growth and from poles, bounds from maxima, all by numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from mpmath import mp, mpf

from mvcalc_cli.quiz.filling import typed
from tests.banks.independent import Expected, Given, Region, Zero, gradient, hessian, integral, limit, slope

Function = Callable[..., Any]


# --- numbers in the place of series ------------------------------------------------------------------


def coefficients(f: Function, degree: int, by: str = "x", about: Any = 0) -> list[Any]:
    """c₀ … of a Taylor series, each from the differences that belong to it."""
    return [slope(f, by, k, **{by: about}) / mp.factorial(k) for k in range(degree + 1)]


def polynomial(values: Sequence[Any], by: str = "x", about: Any = 0) -> Function:
    """c₀ + c₁ (x − a) + … as a function."""
    return lambda **at: mp.polyval(list(reversed(values)), at[by] - about)


def taylor(f: Function, degree: int, by: str = "x", about: Any = 0) -> Function:
    """The Taylor polynomial of a function."""
    return polynomial(coefficients(f, degree, by, about), by, about)


def leading_term(f: Function, degree: int) -> Function:
    """The term of this degree, before which there is none."""
    *lower, last = coefficients(f, degree)
    assert all(abs(each) < mpf(10) ** -12 for each in lower)
    return polynomial([0] * degree + [last])


def has_value(f: Function, x: Any) -> bool:
    try:
        return bool(mp.isfinite(f(x)))
    except (ArithmeticError, ValueError):
        return False


def breaks_at(f: Function, inside: Any, outside: Any) -> Any:
    """Where f ends to have a value on the way from inside to outside, by halving."""
    inside, outside = mpf(inside), mpf(outside)
    for _ in range(80):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if has_value(f, middle) else (inside, middle)
    return outside


# --- coefficients ------------------------------------------------------------------------------------


def table_of_derivatives(given: Given) -> Expected:
    """Each power is scaled until its own derivative at 0 is the one of the table."""
    table = [given.p, given.q, given.r, given.s]
    return polynomial([value / mp.diff(lambda x, n=n: x**n, 0, n) for n, value in enumerate(table)])


def hidden_derivatives(given: Given) -> Expected:
    return [slope(given["T"], "x", n, x=0) for n in range(1, 5)]


def high_derivative(given: Given) -> Expected:
    high = slope(given.f, "x", int(given.n), x=0)
    return {"coefficient": high / mp.factorial(given.n), "high": high}


# --- power series ------------------------------------------------------------------------------------


def growing_colony(given: Given) -> Expected:
    quadratic = taylor(given.f, 2, "t")
    return {"quadratic": quadratic, "cells": quadratic(t=2)}


def geometric(given: Given) -> Expected:
    m = int(given.m)
    return {"first": taylor(given.f, 2 * m), "next": coefficients(given.f, 3 * m)[-1]}


def differentiated(given: Given) -> Expected:
    def general(n: Any, **_: Any) -> Any:
        return slope(given.f, "x", int(n), x=0) / mp.factorial(n)

    return {"general": general, "third": general(3)}


def product(given: Given) -> Expected:
    return taylor(given.f, 2)


def leading_terms(given: Given) -> Expected:
    return {
        "over": leading_term(given.f, 2),
        "under": leading_term(given.g, 2),
        "quotient": limit(lambda x: given.f(x) / given.g(x), 0),
    }


def diffraction(given: Given) -> Expected:
    """f has no value at 0: its coefficients are those of x f(x), one place lower."""
    _, *lower = coefficients(lambda x: x * given.f(x) if x else mpf(0), 5)
    terms, left_out = polynomial(lower[:3]), polynomial([0, 0, 0, 0, lower[4]])
    area, bound = (integral(each, 0, 1 / given.q) for each in (terms, left_out))
    return {"terms": terms, "area": area, "bound": abs(bound)}


def logarithm(given: Given) -> Expected:
    """As far as to the place where f breaks down; and an end belongs to it where f has a value there."""
    radius = abs(breaks_at(given.f, 0, -2))

    def converges(x: Any, **_: Any) -> bool:
        return bool(abs(x) < radius or (abs(abs(x) - radius) < mpf(10) ** -15 and has_value(given.f, x)))

    return {"cubic": taylor(given.f, 3), "range": Region(converges)}


# --- even and odd ------------------------------------------------------------------------------------


def only_odd(given: Given) -> Expected:
    k, p = int(given.k), int(given.p)
    places = (mpf("0.3"), mpf("0.7"), mpf("1.1"))
    options = [*given.o, *given.v]
    odd = {typed((f.tree,)) for f in options if all(abs(f(x) + f(-x)) < mpf(10) ** -20 for x in places)}
    series = mp.taylor(lambda x: x**p * mp.cos(k * x * x), 0, p + 9)
    return {"odd": odd, "exponents": {n for n, each in enumerate(series) if abs(each) > mpf(10) ** -9}}


def parts_by_mirror(given: Given) -> Expected:
    f = given.f
    return {"even": lambda x: (f(x) + f(-x)) / 2, "odd": lambda x: (f(x) - f(-x)) / 2}


# --- other points ------------------------------------------------------------------------------------


def recentred(given: Given) -> Expected:
    return coefficients(given.f, 3, about=given.h)


def near_a_square(given: Given) -> Expected:
    quadratic = taylor(mp.sqrt, 2, about=given.p**2)
    return {"quadratic": quadratic, "estimate": quadratic(x=given.s)}


def reciprocal(given: Given) -> Expected:
    def general(n: Any, **_: Any) -> Any:
        return slope(given.f, "x", int(n), x=given.a) / mp.factorial(n)

    return {"general": general, "radius": abs(general(8) / general(9))}


def tide(given: Given) -> Expected:
    quadratic = taylor(given.f, 2, "t", 3)
    return {"quadratic": quadratic, "drop": quadratic(t=3) - quadratic(t=4)}


# --- radius of convergence ---------------------------------------------------------------------------


def settles(term: Function, ratio: Any) -> bool:
    """Whether a series converges, by its terms; at the edge, by what a long stretch of it adds up to."""
    if abs(abs(ratio) - 1) > mpf(10) ** -12:
        return bool(abs(ratio) < 1)
    return bool(abs(sum(term(n) for n in range(2001, 4001))) < mpf(10) ** -2)


def ratio_test(given: Given) -> Expected:
    a, k = given.a, given.k
    radius = mp.limit(lambda n: ((n + 1) * k ** (n + 1)) / (n * k**n), mp.inf)

    def converges(x: Any, **_: Any) -> bool:
        return settles(lambda n: ((x - a) / k) ** n / n, (x - a) / k)

    return {"radius": radius, "range": Region(converges)}


def poles(f: Function, degree: int = 2) -> list[Any]:
    """Where 1/f, a polynomial, is 0 in the complex plane."""
    under = coefficients(lambda x: 1 / f(x), degree)
    return [mp.mpmathify(each) for each in mp.polyroots(list(reversed(under)))]


def complex_poles(given: Given) -> Expected:
    zeros = poles(given.f)
    above, aside = (min(abs(zero - centre) for zero in zeros) for centre in (given.p, given.a))
    far = given.p + 10 * given.m
    assert min(abs(zero - far) for zero in zeros) > 10 * given.m
    return {"above": above, "aside": aside, "beyond": "diverges" if 6 * given.m > aside else "?", "centre": far}


def radius(f: Function) -> Any:
    """By the roots of |n cₙ|: they settle, or go on shrinking where the series converges everywhere."""
    sizes = [abs(each) for each in coefficients(f, 24)]
    early, late = (max(mp.root(n * sizes[n], n) for n in range(to - 1, to + 1)) for to in (12, 24))
    return mp.inf if late < early * mpf("0.7") else 1 / late


def small_to_infinite(given: Given) -> Expected:
    c = int(given.c)
    far = f"1/(x**2 + {c * c})"
    radii = {typed((f.tree,)): radius(f) for f in (given.near[0], given.mid[0], given.ever[0])}
    radii[far] = min(map(abs, poles(lambda x: 1 / (c * c + x * x))))
    return {"one": str(int(mp.nint(radii[far]))), "all": sorted(radii, key=lambda name: radii[name])}


# --- errors ------------------------------------------------------------------------------------------


def largest(f: Function, low: Any, high: Any) -> Any:
    """The maximum of |f| between two ends: the best of a grid, and thirds of what is around it."""
    step = (mpf(high) - low) / 60
    middle = max((low + step * n for n in range(61)), key=lambda x: abs(f(x)))
    left, right = max(mpf(low), middle - step), min(mpf(high), middle + step)
    for _ in range(60):
        one, other = left + (right - left) / 3, right - (right - left) / 3
        left, right = (one, right) if abs(f(one)) < abs(f(other)) else (left, other)
    return max(abs(f(x)) for x in (left, right, mpf(low), mpf(high)))


def remainder(most: Any, degree: int, h: Any) -> Any:
    """The integral form of the remainder, where the derivative is as large as it may be."""
    return mp.quad(lambda t: most * (h - t) ** degree / mp.factorial(degree), [0, h])


def order_from_table(given: Given) -> Expected:
    power = mp.log(given.first / given.mid) / mp.log(given.s)
    return {"power": power, "degree": power - 1, "smaller": given.mid**2 / given.first}


def odd_bonus(given: Given) -> Expected:
    def error(x: Any) -> Any:
        return given.f(x) - given["T"](x)

    bend = slope(given.f, "x", 2, x=0)
    factor = mp.nint(error(mpf("1e-5")) / error(mpf("1e-5") / given.s))
    return {
        "lead": leading_term(error, 3),
        "factor": factor,
        "why": "the same line" if abs(bend) < mpf(10) ** -12 else "?",
    }


def cosine_bound(given: Given) -> Expected:
    n = int(given.n)
    most = largest(lambda x: slope(given.f, "x", n + 1, x=x), 0, 2 * mp.pi / given.k)
    return {"most": most, "bound": remainder(most, n, 1 / given.q)}


def how_many_terms(given: Given) -> Expected:
    bounds = {n: remainder(given.M, n, given.b) for n in range(1, 25)}
    degree = min(n for n, bound in bounds.items() if bound <= mpf(10) ** -given.m)
    return {"degree": degree, "bound": bounds[degree]}


def logarithm_between(given: Given) -> Expected:
    h = 1 / given.m

    def bend(x: Any) -> Any:
        return slope(given.f, "x", 2, x=x)

    most = largest(bend, 0, h)
    line, bound = taylor(given.f, 1)(x=h), remainder(most, 1, h)
    below = all(bend(h * n / 10) < 0 for n in range(11))
    return {"most": most, "bound": bound, "range": Region(lambda x, **_: below and line - bound <= x <= line)}


# --- lines in the place of curves --------------------------------------------------------------------


def lamp(given: Given) -> Expected:
    line = taylor(given.f, 1, "r", given.a)
    return {"line": line, "near": line(r=given.a + mpf("0.1"))}


def pendulum(given: Given) -> Expected:
    """How g moves, relative to itself, when L or T moves a little."""

    def gravity(length: Any, period: Any) -> Any:
        return 4 * mp.pi**2 * length / period**2

    g = gravity(2, 3)
    by_length = mp.diff(lambda t: gravity(2 * (1 + t), 3), 0) / g
    by_period = mp.diff(lambda t: gravity(2, 3 * (1 + t)), 0) / g
    return {"period": by_period * given.b, "worst": abs(by_length) * given.a + abs(by_period) * given.b}


def area(given: Given) -> Expected:
    steepness = gradient(lambda x, y: x * y, "xy", x=given.p, y=given.q)
    shares = [each * given.s for each in steepness]
    return {"slopes": steepness, "worst": sum(map(abs, shares)), "sigma": mp.norm(shares)}


def sigmoid(given: Given) -> Expected:
    return {
        "line": taylor(given.f, 1),
        "bend": slope(given.f, "x", 2, x=0),
        "third": polynomial([0, 0, 0, coefficients(given.f, 3)[3]]),
    }


# --- several variables -------------------------------------------------------------------------------


def second_order(f: Function, p: Any = 0, q: Any = 0) -> Function:
    """The Taylor polynomial of second order in the steps u and v: f along the straight line to there."""

    def quadratic(u: Any, v: Any) -> Any:
        along = mp.taylor(lambda t: f(x=p + t * u, y=q + t * v), 0, 2)
        return sum(along)

    return quadratic


def loss_after_a_step(given: Given) -> Expected:
    """A function with this value, these slopes and these bends, followed along the step."""
    a, b, u, v = given.a, given.b, given.u, given.v
    rows = mp.matrix([[2 * given.p, given.q], [given.q, 2 * given.r]])

    def slope_along(t: Any) -> Any:
        here = mp.matrix([a, b]) + rows * mp.matrix([t * u, t * v])
        return here[0] * u + here[1] * v

    linear = given.L + slope_along(0)
    return {"linear": linear, "quadratic": given.L + mp.quad(slope_along, [0, 1])}


def product_of_two(given: Given) -> Expected:
    f, quadratic = given.f, second_order(given.f)
    level, (by_x, by_y) = f(x=0, y=0), gradient(f, "xy", x=0, y=0)
    return {
        "plane": Zero(lambda x, y, z: level + by_x * x + by_y * y - z),
        "quadratic": lambda x, y, **_: quadratic(x, y),
    }


def around_a_point(given: Given) -> Expected:
    f, p, q = given.f, given.p, given.q
    quadratic = second_order(f, p, q)
    return {
        "row": gradient(f, "xy", x=p, y=q),
        "hess": hessian(f, "xy", x=p, y=q),
        "quadratic": lambda u, v, **_: quadratic(u, v),
    }


def jacobian_and_hessian(given: Given) -> Expected:
    f = given["T"]
    return {"row": gradient(f, "xy", x=0, y=0), "curvature": hessian(f, "xy", x=0, y=0)}


# --- when Taylor fails -------------------------------------------------------------------------------


def bends_at(f: Function, x: Any = 0) -> bool:
    """Whether f has a value, a slope and a second derivative there: what both sides give is the same."""
    if not has_value(f, x):
        return False
    try:
        sides = [[mp.diff(f, x, n, direction=side, h=mpf("1e-12")) for n in (1, 2)] for side in (-1, 1)]
    except (ArithmeticError, ValueError):
        return False
    return all(mp.im(a) == 0 == mp.im(b) and abs(a - b) < mpf("1e-3") for a, b in zip(*sides, strict=True))


def fails_at_the_origin(given: Given) -> Expected:
    k, m, n = (int(given[name]) for name in "kmn")
    functions: dict[str, Function] = {
        **{typed((f.tree,)): f for f in given.bad},
        f"{n}*x**2*Abs(x)": lambda x: n * x * x * abs(x),
        f"{k}/(x**2 + {m})": lambda x: k / (x * x + m),
        f"cos({k}*x) - {m}*x": lambda x: mp.cos(k * x) - m * x,
    }
    return {text for text, f in functions.items() if not bends_at(f)}


def beyond_the_radius(given: Given) -> Expected:
    terms = [term * given.s**n for n, term in enumerate(coefficients(given.f, 12))][::2]
    growing = all(abs(b) > abs(a) and a * b < 0 for a, b in pairwise(terms))
    return {
        "guess": taylor(given.f, 4)(x=given.s),
        "truth": given.f(x=given.s),
        "more": "swing ever more widely" if growing else "?",
    }


def derivatives_run_out(given: Given) -> Expected:
    """The sides of each derivative, near 0; the first order whose sides differ does not exist at 0."""

    def sides(order: int) -> list[Any]:
        return [mp.diff(given.f, side * mpf("1e-9"), order, h=mpf("1e-12")) for side in (1, -1)]

    first = next(order for order in range(1, 9) if abs(sides(order)[0] - sides(order)[1]) > mpf("1e-3"))
    right, left = (slope(given.f, "x", first, x=side / mpf(2)) for side in (1, -1))
    return {"right": right, "left": left, "degree": first - 1}


def flat(given: Given) -> Expected:
    """Far inside, where e^(−1/x²) is nothing, f is its series."""
    x = 1 / given.m
    near = [mpf(n) / 1000 for n in (1, 2, 3)]
    series = polynomial(through(near, [given.f(each) for each in near]))
    gap = given.f(x) - series(x=x)
    always = all(given.f(each) - series(x=each) > 0 for each in (mpf("-0.5"), mpf("-0.2"), mpf("0.2"), mpf("0.5")))
    return {"series": series, "gap": gap, "equal": "at x = 0 and nowhere else" if always else "?"}


def through(xs: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    """The coefficients of the polynomial through points."""
    rows = mp.matrix([[x**n for n in range(len(xs))] for x in xs])
    return list(mp.lu_solve(rows, mp.matrix(list(values))))


CHECKS: dict[str, Callable[[Given], Expected]] = {
    "taylor-from-a-table-of-derivatives": table_of_derivatives,
    "taylor-derivatives-hidden-in-a-polynomial": hidden_derivatives,
    "taylor-high-derivative-without-differentiating": high_derivative,
    "maclaurin-growing-colony": growing_colony,
    "series-geometric-by-substitution": geometric,
    "series-differentiated-term-by-term": differentiated,
    "series-of-a-product": product,
    "series-limit-by-leading-terms": leading_terms,
    "series-integral-of-a-diffraction-pattern": diffraction,
    "maclaurin-logarithm-and-where-it-holds": logarithm,
    "maclaurin-only-odd-powers": only_odd,
    "series-even-and-odd-part": parts_by_mirror,
    "taylor-recentre-a-cubic": recentred,
    "taylor-root-near-a-square-number": near_a_square,
    "taylor-reciprocal-away-from-its-pole": reciprocal,
    "taylor-tide-near-high-water": tide,
    "radius-by-the-ratio-test": ratio_test,
    "radius-from-hidden-complex-poles": complex_poles,
    "radius-from-small-to-infinite": small_to_infinite,
    "error-order-from-a-table": order_from_table,
    "error-bonus-of-an-odd-function": odd_bonus,
    "lagrange-bound-for-a-cosine": cosine_bound,
    "lagrange-how-many-terms": how_many_terms,
    "lagrange-interval-for-a-logarithm": logarithm_between,
    "linearise-the-light-of-a-lamp": lamp,
    "linearise-percent-errors-of-a-pendulum": pendulum,
    "linearise-independent-errors-of-an-area": area,
    "linearise-a-sigmoid": sigmoid,
    "taylor2-predict-the-loss-after-a-step": loss_after_a_step,
    "taylor2-of-a-product-of-two-variables": product_of_two,
    "taylor2-around-another-point": around_a_point,
    "taylor-fails-at-the-origin": fails_at_the_origin,
    "taylor-fails-beyond-the-radius": beyond_the_radius,
    "taylor-fails-when-derivatives-run-out": derivatives_run_out,
    "taylor-fails-for-a-flat-function": flat,
    "taylor2-read-jacobian-and-hessian": jacobian_and_hessian,
}
BY_READING: dict[str, tuple[str, ...]] = {
    "series-even-and-odd-part": ("name",),
}
