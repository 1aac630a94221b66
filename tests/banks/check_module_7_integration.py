"""Integration: antiderivatives are differentiated again, areas are measured by quadrature, all by numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from mpmath import mp, mpf
from mpmath.calculus.quadrature import GaussLegendre

from tests.banks.independent import (
    Expected,
    Given,
    Primitive,
    Region,
    derivative,
    gradient,
    integral,
    roots,
    slope,
)

Function = Callable[..., Any]
GAUSS = GaussLegendre(mp)


# --- numbers in the place of rules -------------------------------------------------------------------


def trapezium(values: Sequence[Any], width: Any) -> Any:
    """Each strip on its own."""
    return sum(width * (left + right) / 2 for left, right in pairwise(values))


def parabolas(values: Sequence[Any], width: Any) -> Any:
    """Simpson's rule, as what it is: the area under the parabola through three neighbours."""
    total = mpf(0)
    for k in range(0, len(values) - 2, 2):
        left, middle, right = values[k : k + 3]
        bend, tilt = (left + right) / 2 - middle, (right - left) / 2
        total += integral(lambda x, b=bend, t=tilt, m=middle: b * x**2 + t * x + m, -1, 1) * width
    return total


def area(f: Function, low: Any, high: Any) -> Any:
    """The integral of a function of one number, whatever it calls it."""
    return mp.quad(f, [low, high])


def at_places(f: Function, low: Any, high: Any, degree: int = 4) -> Any:
    """The same where f is smooth as far as its ends, from few fixed places: 3 at degree 1, 24 at degree 4."""
    middle, half = (low + high) / 2, (high - low) / 2
    return half * sum(weight * f(middle + half * place) for place, weight in GAUSS.get_nodes(-1, 1, degree, 130))


def double(f: Function, low: Any, high: Any, top: Function) -> Any:
    """The integral of f(x, y) by y from 0 to top(x), then by x."""
    return at_places(lambda x: at_places(lambda y: f(x=x, y=y), 0, top(x), 2), low, high, 2)


def solved(rows: Sequence[Sequence[Any]], right: Sequence[Any]) -> list[Any]:
    """A system of linear equations."""
    return list(mp.lu_solve(mp.matrix(rows), mp.matrix(right)))


def fractions(f: Function, pieces: Sequence[Function]) -> list[Any]:
    """The factors with which the pieces add up to f, from as many places."""
    places = [mpf(k) + mpf("0.37") for k in range(10, 10 + len(pieces))]
    return solved([[piece(x) for piece in pieces] for x in places], [f(x=x) for x in places])


def by_new_variable(f: Function, old: Function, new: Function) -> Function:
    """The integrand by u: f at the x that belongs to u, over du/dx there."""
    return lambda u, **_: f(x=old(u)) / slope(new, x=old(u))


def is_finite(f: Function, ends: Sequence[Any]) -> bool:
    """Whether the areas up to the ends, each nearer to the trouble by the same factor, come to rest."""
    areas = [area(f, a, b) for a, b in pairwise(ends)]
    return bool(abs(areas[-1]) < abs(areas[-2]) * mpf("0.99"))


# --- antiderivatives and +C --------------------------------------------------------------------------


def of_f(given: Given) -> Expected:
    return Primitive(given.f)


def condition(given: Given) -> Expected:
    def height(t: Any) -> Any:
        return given.h + integral(given.v, given.s, t, "t")

    return {"family": Primitive(given.v, "t"), "constant": height(0), "start": height(given.s + 1)}


def disguises(given: Given) -> Expected:
    x = mpf(1) / 3
    return {"difference": given.a * mp.sin(given.k * x) ** 2 + given.a * mp.cos(given.k * x) ** 2}


# --- substitution ------------------------------------------------------------------------------------


def inner_derivative(given: Given) -> Expected:
    def inside(x: Any, **_: Any) -> Any:
        return x**2 + given.a

    return {
        "inside": derivative(inside, "x"),
        "integrand": by_new_variable(given.f, lambda u: mp.sqrt(u - given.a), inside),
        "result": Primitive(given.f),
    }


def straight_line(given: Given) -> Expected:
    def line(x: Any) -> Any:
        return given.k * x + given.m

    return {
        "wave": Primitive(lambda x, **_: given.c * mp.cos(line(x))),
        "fraction": Primitive(lambda x, **_: given.c / line(x)),
        "square": Primitive(lambda x, **_: given.c / line(x) ** 2),
    }


def moved_limits(given: Given) -> Expected:
    def inside(x: Any, **_: Any) -> Any:
        return given.k * x + given.s**2

    return {
        "limits": [inside(0), inside(given.b)],
        "integrand": by_new_variable(given.f, lambda u: (u - given.s**2) / given.k, inside),
        "value": integral(given.f, 0, given.b),
    }


def sigmoid(given: Given) -> Expected:
    return {"ramp": Primitive(given.f), "area": integral(given.f, 0, mp.log(given.n) / given.k)}


def removed_root(given: Given) -> Expected:
    integrand = by_new_variable(given.f, lambda u: u**2, lambda x, **_: mp.sqrt(x))
    return {
        "integrand": integrand,
        "primitive": Primitive(integrand, "u"),
        "value": area(given.f, 0, given.b**2),
    }


# --- integration by parts ----------------------------------------------------------------------------


def line_times_exponential(given: Given) -> Expected:
    def line(x: Any, **_: Any) -> Any:
        return given.f(x=x) / mp.exp(given.k * x)

    def second(x: Any, **_: Any) -> Any:
        end = -mp.inf if given.k > 0 else mp.inf
        return area(lambda t: mp.exp(given.k * t), end, x)

    return {"pieces": [derivative(line, "x"), second], "whole": Primitive(given.f)}


def logarithm(given: Given) -> Expected:
    return {"primitive": Primitive(given.f), "value": integral(given.f, 1, mp.e)}


def unknown_function(given: Given) -> Expected:
    """A cubic with the values and the slopes of the table takes the place of g: all that is asked hangs on them."""
    b = given.b
    rows = [[1, 0, 0, 0], [1, b, b**2, b**3], [0, 1, 0, 0], [0, 1, 2 * b, 3 * b**2]]
    factors = solved(rows, [given.p, given.q, given.r, given.m])

    def g(x: Any) -> Any:
        return mp.polyval(factors[::-1], x)

    def bend(x: Any) -> Any:
        return slope(g, order=2, x=x)

    return {
        "edge": b * slope(g, x=b),
        "rest": integral(lambda x: slope(g, x=x), 0, b),
        "value": integral(lambda x: x * bend(x), 0, b),
    }


def round_again(given: Given) -> Expected:
    """Between the zeros of the sine I = F + m I holds for definite integrals: I (1 - m) is the edge term."""
    end = mp.pi / given.b
    whole = integral(given.f, 0, end)
    edge = [-given.n * given.b / given.a**2 * mp.exp(given.a * x) * mp.cos(given.b * x) for x in (0, end)]
    return {"factor": 1 - (edge[1] - edge[0]) / whole, "whole": Primitive(given.f)}


# --- partial fractions -------------------------------------------------------------------------------


def two_roots(given: Given) -> Expected:
    zeros = sorted(roots(given.below, -10, 12))
    pieces = [lambda x, at=zero: 1 / (x - at) for zero in zeros]
    return {"zeros": set(zeros), "coefficients": fractions(given.f, pieces), "whole": Primitive(given.f)}


def double_root(given: Given) -> Expected:
    pieces = [lambda x: 1 / (x - given.r), lambda x: 1 / (x - given.r) ** 2]
    return {"coefficients": fractions(given.f, pieces), "value": integral(given.f, given.low, given.high)}


def long_division(given: Given) -> Expected:
    lead, constant, remainder = fractions(given.f, [lambda x: x, lambda _: mpf(1), lambda x: 1 / (x + given.r)])
    return {
        "polynomial": lambda x, **_: lead * x + constant,
        "remainder": remainder,
        "whole": Primitive(given.f),
    }


def rumour(given: Given) -> Expected:
    def slowness(p: Any, **_: Any) -> Any:
        return 1 / (p * (1 - p))

    end = 1 - 1 / given.n
    return {"primitive": Primitive(slowness, "p"), "days": given.c * integral(slowness, 1 / given.m, end, "p")}


def quadratic_factor(given: Given) -> Expected:
    def square(x: Any) -> Any:
        return x**2 + given.k**2

    pieces = [lambda x: 1 / x, lambda x: x / square(x), lambda x: 1 / square(x)]
    return {"coefficients": fractions(given.f, pieces), "whole": Primitive(given.f)}


# --- definite integrals and areas --------------------------------------------------------------------


def displacement(given: Given) -> Expected:
    (turn,) = roots(given.v, -1, given.q + 1, "t")
    there, back = integral(given.v, 0, turn, "t"), integral(given.v, turn, given.q, "t")
    return {"displacement": there + back, "turn": turn, "distance": abs(there) + abs(back)}


def oven(given: Given) -> Expected:
    ends = [0, given.p, given.q, given.r]
    energy = sum(integral(given.f, a, b, "t") for a, b in pairwise(ends))
    return {"energy": energy, "mean": energy / given.r}


def known_integrals(given: Given) -> Expected:
    """Functions made to fit the table: f has two steps, g is flat."""
    a, b = given.a, given.b
    steps, flat = (given.P / a, (given.Q - given.P) / (b - a)), given.R / b
    first, second = (
        area(lambda _, f=f: given.m * f - given.n * flat + given.k, low, high)
        for f, low, high in ((steps[0], 0, a), (steps[1], a, b))
    )
    piece = area(lambda _: steps[1], a, b)
    back = area(lambda _: steps[1], b, a) + area(lambda _: steps[0], a, 0)
    return {"pieces": [piece, back], "mixed": first + second}


def parabola_and_line(given: Given) -> Expected:
    def height(x: Any, **_: Any) -> Any:
        return given.g(x=x) - given.f(x=x)

    meet = sorted(roots(height, -6, 10, pieces=80))
    assert height(sum(meet) / 2) > 0
    return {"meet": {(x, given.g(x)) for x in meet}, "upper": height, "area": integral(height, *meet)}


def moving_limit(given: Given) -> Expected:
    """Where a limit moves a little, a strip comes or goes: the rest of the area stays."""

    def upper(x: Any, **_: Any) -> Any:
        end = given.top(x=x)
        return slope(lambda x: at_places(given.f, end, given.top(x=x), 1), x=x)

    def lower(x: Any, **_: Any) -> Any:
        return slope(lambda x, end=x: at_places(given.f, x, end, 1), x=x)

    return {"upper": upper, "lower": lower}


# --- improper integrals ------------------------------------------------------------------------------


def battery(given: Given) -> Expected:
    def until(b: Any, **_: Any) -> Any:
        return at_places(given.f, 0, b)

    def beyond(start: Any) -> Any:
        # Beyond 40 mean lifetimes there is less than can be seen.
        return sum(at_places(given.f, start + a * given.m, start + (a + 4) * given.m) for a in range(0, 40, 4))

    return {"until": until, "all": beyond(0), "longer": beyond(given.s)}


def which_powers(given: Given) -> Expected:
    # By the logarithm of x, so that dx = x dw.
    spans = range(20, 41, 5), range(40, 61, 5)

    def finite(p: Any, **_: Any) -> bool:
        power = given.n + 1 - given.k * p
        near, farther = (trapezium([mp.exp(power * w) for w in span], 5) for span in spans)
        return bool(farther < near * mpf("0.99"))

    power = given.big + 1
    return {
        "finite": Region(finite),
        "value": given.c * integral(lambda x: x**given.n / x**power, 1, mp.inf),
    }


def finite_or_not(given: Given) -> Expected:
    a, b, c, k, q = (int(each) for each in (given.a, given.b, given.c, given.k, given.q))
    far = [mpf(10) ** (4 * n) for n in range(3)]
    near = [1 / each for each in far]
    asked: dict[str, tuple[Function, list[Any]]] = {
        f"{a}/sqrt(x) from 0 to 1": (lambda x: a / mp.sqrt(x), near),
        f"{a}/sqrt(x) from 1 to ∞": (lambda x: a / mp.sqrt(x), far),
        f"{b}/x from 1 to ∞": (lambda x: b / x, far),
        f"{c}/x**{q} from 1 to ∞": (lambda x: c / x**q, far),
        f"{k}*exp(-{k}*x) from 0 to ∞": (lambda x: k * mp.exp(-k * x), [0, 10, 20]),
    }
    return {
        "finite": tuple(name for name, (f, ends) in asked.items() if is_finite(f, ends)),
        "values": [
            integral(lambda x: a / mp.sqrt(x), 0, 1),
            integral(lambda x: c / x**q, 1, mp.inf),
        ],
    }


def hidden_pole(given: Given) -> Expected:
    def side(sign: int, end: Any) -> Function:
        """From the distance h to the end, by the logarithm of the distance: dx = x dw."""

        def from_pole(h: Any, **_: Any) -> Any:
            return at_places(lambda w: given.f(sign * mp.exp(w)) * mp.exp(w), mp.log(h), mp.log(end))

        return from_pole

    return {"sides": [side(-1, given.a), side(1, given.b)]}


# --- double integrals and the order of integration ---------------------------------------------------


def rain(given: Given) -> Expected:
    total = double(given.f, 0, given.p, lambda _: given.q)
    return {
        "inner": lambda x, **_: at_places(lambda y: given.f(x=x, y=y), 0, given.q, 2),
        "total": total,
        "mean": total / (given.p * given.q),
    }


def one(**_: Any) -> Any:
    return mpf(1)


def across(x: Any, **_: Any) -> Any:
    return x


def upwards(y: Any, **_: Any) -> Any:
    return y


def triangle(given: Given) -> Expected:
    def border(x: Any, **_: Any) -> Any:
        return x * given.q / given.p

    whole = double(one, 0, given.p, border)
    moments = [double(f, 0, given.p, border) for f in (across, upwards)]
    return {"border": border, "moments": moments, "centre": [each / whole for each in moments]}


def changed_order(given: Given) -> Expected:
    """The value by the order that the question gives: the inner integral by x is left to quadrature."""

    def row(y: Any) -> Any:
        return at_places(given.f, y / given.m, given.p)

    def inner(x: Any, **_: Any) -> Any:
        return at_places(lambda _: given.f(x=x), 0, given.m * x, 1)

    return {"inner": inner, "value": at_places(row, 0, given.top)}


# --- change of variables with the Jacobian -----------------------------------------------------------


def stretching(place: Callable[[Any, Any], Sequence[Any]], u: Any, v: Any) -> Any:
    """By which factor a map makes small areas larger."""
    rows = [gradient(lambda k=k, **at: place(at["u"], at["v"])[k], ["u", "v"], u=u, v=v) for k in (0, 1)]
    return abs(rows[0][0] * rows[1][1] - rows[0][1] * rows[1][0])


def around(r: Any, angle: Any) -> Sequence[Any]:
    return r * mp.cos(angle), r * mp.sin(angle)


def pizza(given: Given) -> Expected:
    def integrand(r: Any, **_: Any) -> Any:
        return given.k * r**2 * stretching(around, r, mpf(1))

    angle = 2 * mp.pi / given.s
    return {"integrand": integrand, "angle": angle, "cheese": angle * integral(integrand, 0, given.R, "r")}


def parallelogram(given: Given) -> Expected:
    def place(u: Any, v: Any) -> Sequence[Any]:
        return given.a * u + given.b * v, given.c * u + given.d * v

    def f(x: Any, y: Any) -> Any:
        x, y = place(x, y)
        return given.p * x + given.q * y

    matrix = [gradient(lambda k=k, **at: place(at["u"], at["v"])[k], ["u", "v"], u=0, v=0) for k in (0, 1)]
    scale = stretching(place, mpf(1), mpf(1))
    return {"jac": matrix, "scale": scale, "value": scale * double(f, 0, 1, lambda _: 1)}


def bell_curve(given: Given) -> Expected:
    def integrand(r: Any, **_: Any) -> Any:
        return mp.exp(-given.k * r**2) * stretching(around, r, mpf(1))

    def along_a_line(f: Function, middle: Any) -> Any:
        ends = [middle + mpf(k) * 3 / 4 for k in range(-8, 9)]
        return sum(at_places(f, a, b, 3) for a, b in pairwise(ends))

    bell = along_a_line(given.f, given.m)
    plane = along_a_line(lambda x: mp.exp(-given.k * x**2), mpf(0)) ** 2
    return {"integrand": integrand, "plane": plane, "bell": bell, "height": 1 / bell}


# --- numeric quadrature and its error ----------------------------------------------------------------


def readings(given: Given) -> Expected:
    values = [given.a, given.b, given.c, given.d, given.g]
    return {"trapezium": trapezium(values, given.h), "simpson": parabolas(values, given.h)}


def too_much_or_too_little(given: Given) -> Expected:
    width = given.q - given.p
    middle = (given.p + given.q) / 2
    by_rule = {
        f"rectangle of height f({mp.nstr(given.p, 5).removesuffix('.0')})": width * given.f(given.p),
        "midpoint rule": width * given.f(middle),
        "the true integral": integral(given.f, given.p, given.q),
        "trapezium rule": trapezium([given.f(given.p), given.f(given.q)], width),
        f"rectangle of height f({mp.nstr(given.q, 5).removesuffix('.0')})": width * given.f(given.q),
    }
    return {
        "values": [width * given.f(given.p), by_rule["midpoint rule"], by_rule["trapezium rule"]],
        "ranking": sorted(by_rule, key=lambda rule: by_rule[rule]),
    }


def two_runs(given: Given) -> Expected:
    """The law of the error is measured on another function, and then put to the two runs."""

    def error(strips: int) -> Any:
        values = [mp.sin(mpf(k) / strips) for k in range(strips + 1)]
        return trapezium(values, mpf(1) / strips) - integral(mp.sin, 0, 1)

    ratio = mp.nint(error(64) / error(128))
    ((fine, true),) = [solved([[ratio, 1], [1, 1]], [given.first, given.second])]
    needed = given.n * 2
    while (needed / (2 * given.n)) ** mp.log(ratio, 2) < mpf(4) ** given.j:
        needed += given.n
    return {"shrinks": ratio, "error": fine, "better": true, "strips": needed}


def how_many_strips(given: Given) -> Expected:
    bend = max(abs(slope(given.f, order=2, x=given.p * k / 40)) for k in range(41))

    def bound(n: Any, **_: Any) -> Any:
        return bend * given.p**3 / (12 * n**2)

    n = mpf(1)
    while bound(n) > 1 / given.w**2 + mpf(10) ** -15:
        n += 1
    return {"bend": bend, "bound": bound, "strips": n}


CHECKS: dict[str, Callable[[Given], Expected]] = {
    "antiderivative-of-three-powers": of_f,
    "antiderivative-that-meets-a-condition": condition,
    "antiderivative-in-several-disguises": disguises,
    "substitution-with-the-inner-derivative": inner_derivative,
    "substitution-of-a-straight-line": straight_line,
    "substitution-moves-the-limits": moved_limits,
    "substitution-behind-a-sigmoid": sigmoid,
    "substitution-that-removes-a-root": removed_root,
    "parts-line-times-exponential": line_times_exponential,
    "parts-power-times-logarithm": logarithm,
    "parts-without-knowing-the-function": unknown_function,
    "parts-that-come-round-again": round_again,
    "fractions-with-two-simple-roots": two_roots,
    "fractions-with-a-double-root": double_root,
    "fractions-after-a-long-division": long_division,
    "fractions-behind-a-rumour": rumour,
    "fractions-with-a-square-that-never-vanishes": quadratic_factor,
    "integral-displacement-and-distance": displacement,
    "integral-energy-of-an-oven": oven,
    "integral-from-integrals-you-know": known_integrals,
    "integral-between-a-parabola-and-a-line": parabola_and_line,
    "integral-with-a-moving-limit": moving_limit,
    "improper-lifetime-of-a-battery": battery,
    "improper-for-which-powers": which_powers,
    "improper-finite-or-not": finite_or_not,
    "improper-with-a-hidden-pole": hidden_pole,
    "double-rain-on-a-field": rain,
    "double-centroid-of-a-triangle": triangle,
    "double-change-the-order": changed_order,
    "polar-cheese-on-a-pizza": pizza,
    "jacobian-integral-over-a-parallelogram": parallelogram,
    "jacobian-trick-for-the-bell-curve": bell_curve,
    "quadrature-from-a-table-of-readings": readings,
    "quadrature-too-much-or-too-little": too_much_or_too_little,
    "quadrature-error-from-two-runs": two_runs,
    "quadrature-how-many-strips": how_many_strips,
}

# What is a choice of a method, or told by words.
BY_READING: dict[str, tuple[str, ...]] = {
    "antiderivative-in-several-disguises": ("right",),
    "substitution-behind-a-sigmoid": ("way",),
    "parts-power-times-logarithm": ("way",),
    "improper-for-which-powers": ("example",),
    "improper-with-a-hidden-pole": ("verdict",),
    "double-change-the-order": ("region",),
}
