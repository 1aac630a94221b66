"""The answers of the bank "What is calculus?" a second time: slopes by differences, roots by changes of sign."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from mpmath import mp, mpf

from tests.banks.independent import CLOSE, Expected, Given, Region, Zero, derivative, limit, roots, slope


def _rise_over_run(one: tuple[Any, Any], other: tuple[Any, Any]) -> Any:
    """The slope of the line through two points."""
    return (other[1] - one[1]) / (other[0] - one[0])


def _whole(value: Any) -> str:
    """A whole number as a bank types it."""
    assert abs(value - round(value)) < CLOSE
    return str(round(value))


def mountain_path(given: Given) -> Expected:
    metres = _rise_over_run((given.p, given.u), (given.q, given.v))
    fraction = _rise_over_run((1000 * given.p, given.u), (1000 * given.q, given.v))
    return {"m": metres, "percent": 100 * fraction}


def drone_flight(given: Given) -> Expected:
    """The slopes are read off the picture's own function, in the middle of each piece."""
    middles = (given.t1 / 2, (given.t1 + given.t2) / 2, (given.t2 + given.t3) / 2)
    ends = (0, given.f(t=0)), (given.t3, given.f(t=given.t3))
    return {"slopes": [slope(given.f, "t", t=middle) for middle in middles], "average": _rise_over_run(*ends)}


def shrinking_runs(given: Given) -> Expected:
    here = given.p, given.f(x=given.p)
    others = [given.p + 1, given.p + mpf(1) / 10, given.p + mpf(1) / 100]
    return {
        "secants": [_rise_over_run(here, (x, given.f(x=x))) for x in others],
        "limit": slope(given.f, x=given.p),
    }


def parabola(given: Given) -> Expected:
    def rise(x: Any, h: Any) -> Any:
        return given.f(x=x + h) - given.f(x=x)

    return {
        "rise": rise,
        "quotient": lambda x, h: rise(x, h) / h,
        "limit": lambda x, **_: limit(lambda by: rise(x, by) / by, 0, by="by"),
    }


def four_basic_functions(given: Given) -> Expected:
    functions = [
        lambda x: given.a * x**given.n,
        lambda x: given.b / x,
        lambda x: given.c * mp.e**x,
        lambda x: given.d * given.w[0](x=x),
    ]
    return [derivative(each, "x") for each in functions]


def power_of_a_bracket(given: Given) -> Expected:
    whole = derivative(lambda x, **_: given.g(x=x) ** given.n, "x")
    return {
        "outer": derivative(lambda u, **_: u**given.n, "u"),
        "inner": derivative(lambda x, **_: given.g(x=x), "x"),
        "whole": whole,
    }


# --- more on slopes from graphs ---------------------------------------------------------------------


def cubic_graph(given: Given) -> Expected:
    """Where the slope changes its sign, and what its graph is like: read off the cubic itself."""
    steep = derivative(given.f, "x")
    low, high = sorted(roots(steep, given.p - 2.2, given.q + 2.1, pieces=50))
    upwards = slope(given.f, order=3, x=0) > 0
    opens = "upwards" if upwards else "downwards"
    shape = f"a parabola that opens {opens} and crosses the x-axis at {_whole(low)} and {_whole(high)}"
    return {"flat": {low, high}, "falling": Region(lambda x: steep(x=x) < -CLOSE), "shape": shape}


def learning_curve(given: Given) -> Expected:
    """From the picture's curve, whose tangent must be the one that is told."""
    steep, height = slope(given.f, "t", t=given.p), given.f(t=given.p)
    meets = given.p - height / steep
    assert abs(meets - given.r) < CLOSE
    return {
        "m": steep,
        "line": Zero(lambda t, y: (y - height) * (given.r - given.p) + height * (t - given.p)),
        "soon": -steep * 6 / 60,
    }


# --- more on the limit ------------------------------------------------------------------------------


def reciprocal(given: Given) -> Expected:
    def rise(x: Any, h: Any) -> Any:
        return given.f(x=x + h) - given.f(x=x)

    return {
        "rise": rise,
        "quotient": lambda x, h: rise(x, h) / h,
        "limit": lambda x, **_: limit(lambda by: rise(x, by) / by, 0, by="by"),
    }


def sine_and_cosine(given: Given) -> Expected:
    a, k = given.a, given.k
    return {
        "small": [
            limit(lambda h: (mp.cos(k * h) - 1) / h, 0, by="h"),
            limit(lambda h: mp.sin(k * h) / h, 0, by="h"),
        ],
        "sine": derivative(lambda x: a * mp.sin(k * x), "x"),
        "cosine": derivative(lambda x: a * mp.cos(k * x), "x"),
    }


def disguise(given: Given) -> Expected:
    return {
        "power": limit(lambda h: ((given.p + h) ** given.n - given.p**given.n) / h, 0, by="h"),
        "exponential": limit(lambda h: (mp.e ** (given.k * h) - 1) / h, 0, by="h"),
        "of-root": limit(lambda h: (mp.sqrt(given.q**2 + h) - given.q) / h, 0, by="h"),
    }


def one_side_or_both(given: Given) -> Expected:
    def forward(h: Any, **_: Any) -> Any:
        return (given.f(x=given.p + h) - given.f(x=given.p)) / h

    def central(h: Any, **_: Any) -> Any:
        return (given.f(x=given.p + h) - given.f(x=given.p - h)) / (2 * h)

    steep, h = slope(given.f, x=given.p), mpf(1) / 10
    return {"forward": forward, "central": central, "ratio": (forward(h) - steep) / (central(h) - steep)}


# --- more basic derivatives -------------------------------------------------------------------------


def roots_and_reciprocals(given: Given) -> Expected:
    functions = [
        lambda x: given.a / x**given.n,
        lambda x: given.b * mp.sqrt(x),
        lambda x: given.c * x * mp.sqrt(x),
    ]
    return [derivative(each, "x") for each in functions]


def many_times(given: Given) -> Expected:
    wave = given.w[0]

    def nth(x: Any) -> Any:
        turned = x + given.n * mp.pi / 2  # one derivative turns sine and cosine by a right angle
        return given.a * wave(x=turned)

    def of_order(order: int) -> Any:
        return lambda x: slope(lambda x: given.a * wave(x=x), order=order, x=x)

    assert slope(lambda x: x**given.k, order=int(given.k) + 1, x=1) < CLOSE
    return {"four": [of_order(order) for order in (1, 2, 3, 4)], "nth": nth}


# --- rules, one by one -----------------------------------------------------------------------------


def order_of_steepness(given: Given) -> Expected:
    """The slopes at 1 must rise in the order that the bank gives; which texts stand there is read."""
    functions = [
        lambda x: given.k / x,
        lambda x: given.m - given.j * x,
        lambda x: given.c * mp.sqrt(x),
        lambda x: x**given.n,
        lambda x: given.d * mp.e ** (x - 1),
    ]
    slopes = [slope(each, x=1) for each in functions]
    assert all(one + CLOSE < other for one, other in pairwise(slopes))
    return {"ends": [slopes[0], slopes[2]]}


def product_in_steps(given: Given) -> Expected:
    wave = given.w[0]

    def product(x: Any) -> Any:
        return given.u(x=x) * wave(x=x)

    return {
        "pieces": [derivative(given.u, "x"), derivative(wave, "x")],
        "product": derivative(product, "x"),
        "start": slope(product, x=0),
    }


def rules_from_a_table(given: Given) -> Expected:
    """Two functions that have the values of the table, and the slopes of what is made of them."""
    p, c = given.p, given.c

    def u(x: Any) -> Any:
        # A line through (p, a) with the slope b, and what bends it so that its slope at c is k.
        return given.a + given.b * (x - p) + (given.k - given.b) / (2 * (c - p)) * (x - p) ** 2

    def v(x: Any) -> Any:
        return c + given.d * mp.sin(x - p)

    return {
        "product": slope(lambda x: u(x) * v(x), x=p),
        "quotient": slope(lambda x: u(x) / v(x), x=p),
        "nested": slope(lambda x: u(v(x)), x=p),
    }


def quotient_where_flat(given: Given) -> Expected:
    steep = derivative(given.f, "x")
    return {"m": steep, "flat": roots(steep, -20, 20)}


def one_inside_another(given: Given) -> Expected:
    functions = [
        lambda x: mp.sin(given.k * x + given.b),
        lambda x: mp.e ** (-given.m * x**2),
        lambda x: mp.sqrt(given.a * x**2 + given.c),
    ]
    return [derivative(each, "x") for each in functions]


# --- beasts ----------------------------------------------------------------------------------------


def beast_in_a_cage(given: Given) -> Expected:
    def sine(x: Any) -> Any:
        return mp.sin(given.g(x=x))

    def power(x: Any) -> Any:
        return mp.e ** (-given.c * x)

    return {
        "sine": derivative(sine, "x"),
        "power": derivative(power, "x"),
        "whole": derivative(lambda x: sine(x) / mp.e ** (given.c * x), "x"),
    }


def four_shells(given: Given) -> Expected:
    def inner(x: Any) -> Any:
        return mp.sin(given.k * x)

    def middle(x: Any) -> Any:
        return given.a + mp.e ** inner(x)

    def whole(x: Any) -> Any:
        return middle(x) ** given.n

    return {
        "inner": derivative(inner, "x"),
        "middle": derivative(middle, "x"),
        "whole": derivative(whole, "x"),
        "start": slope(whole, x=0),
    }


def relative_rate(given: Given) -> Expected:
    def relative(t: Any) -> Any:
        return slope(given.f, "t", t=t) / given.f(t=t)

    return {"relative": relative, "start": relative(0), "slope": slope(given.f, "t", t=0)}


# --- special points --------------------------------------------------------------------------------


def points_of_a_cubic(given: Given) -> Expected:
    """Level places, what they are by the second derivative, and where the bending changes."""
    level = roots(derivative(given.f, "x"), -9, 9.1, pieces=50)
    bend = (roots(derivative(given.f, "x", "x"), -9, 9.1, pieces=50)).pop()
    kinds = {slope(given.f, order=2, x=x) < 0: _whole(x) for x in level}
    return {
        "level": {(x, given.f(x=x)) for x in level},
        "kinds": f"a local maximum at x = {kinds[True]} and a local minimum at x = {kinds[False]}",
        "bend": [bend, given.f(x=bend)],
    }


def level_steps(given: Given) -> Expected:
    """A double zero of the slope is no change of sign: it is where the slope itself has a level place."""
    steep, bending = derivative(given.f, "x"), derivative(given.f, "x", "x")
    bends = roots(bending, -20, 20.1, pieces=60)
    level = roots(steep, -20, 20.1, pieces=60) | {x for x in bends if abs(steep(x=x)) < CLOSE}
    step = mpf(1) / 100
    assert steep(x=-step) * steep(x=step) > 0
    return {"level": level, "bends": bends, "origin": "neither, as f' keeps its sign on both sides of 0"}


def dose(given: Given) -> Expected:
    rate = derivative(given.f, "t")
    when = roots(rate, mpf(1) / 10, 40, "t", pieces=50).pop()
    fastest = roots(derivative(given.f, "t", "t"), mpf(1) / 10, 40, "t", pieces=50).pop()
    assert rate(t=when - 1) > 0 > rate(t=when + 1)
    assert rate(t=fastest) < min(rate(t=fastest - 1), rate(t=fastest + 1))
    return {"rate": rate, "when": when, "most": given.f(t=when), "fastest": fastest}


def corners(given: Given) -> Expected:
    """Each side by itself: slopes a little before and after, led to the corner."""
    steep = derivative(given.f, "x")
    found = roots(lambda x: x**2 - given.a**2, -20.1, 20)
    sides = [limit(lambda x: steep(x=x), given.a, direction=side) for side in (-1, 1)]
    inside = roots(steep, -given.a + mpf(1) / 100, given.a - mpf(1) / 100, pieces=40)
    outside = roots(steep, given.a + mpf(1) / 100, 30, pieces=40)
    outside |= roots(steep, -30, -given.a - mpf(1) / 100, pieces=40)
    assert not outside
    step = mpf(1) / 100
    turns = [steep(x=x - step) < 0 < steep(x=x + step) for x in (-given.a, given.a)]
    assert all(turns)
    level = inside.pop()
    assert slope(given.f, order=2, x=level) < 0
    kind = "a local maximum there, and a local minimum at each corner"
    return {"corners": found, "sides": sides, "level": level, "kind": kind}


def behind_a_price(given: Given) -> Expected:
    """The two facts are linear in a and b: solved by Cramer's rule with numeric slopes."""
    p = given.p
    storage, ordering = slope(lambda x: x, x=p), slope(lambda x: 1 / x, x=p)
    determinant = storage / p - ordering * p
    a, b = -ordering * given.v / determinant, storage * given.v / determinant

    def cost(x: Any) -> Any:
        return a * x + b / x

    assert abs(slope(cost, x=p)) < CLOSE
    return {"ab": [a, b], "curvature": slope(cost, order=2, x=p), "double": cost(2 * p)}


def read_from_a_rate(given: Given) -> Expected:
    first, second = sorted(roots(given.f, -5, 30.1, "t"))
    assert given.f(t=first - 1) > 0 > given.f(t=first + mpf(1) / 10)
    lowest = roots(derivative(given.f, "t"), -5, 30.1, "t").pop()
    some = (first + lowest) / 2
    assert given.f(t=some) < 0
    assert slope(given.f, "t", t=some) < 0
    falling = Region(lambda t: first + CLOSE < t < second - CLOSE)
    return {"top": first, "falling": falling, "fastest": lowest, "worse": some}


# --- continuity ------------------------------------------------------------------------------------


def slide(given: Given) -> Expected:
    """Height, slope and bend of the parabola by numbers; the line must have the first two."""

    def parabola(x: Any) -> Any:
        return given.a * x**2

    p = given.p
    height, steep = parabola(p), slope(parabola, x=p)
    before = slope(parabola, order=2, x=p - mpf(1) / 10)
    after = slope(lambda x: height + steep * (x - p), order=2, x=p + mpf(1) / 10)
    return {"step": height - given.k * p, "smooth": [steep, height - steep * p], "second": [before, after]}


def holes_and_poles(given: Given) -> Expected:
    """The hole is filled by a limit, at places that never meet the pole; the pole outgrows any bound."""

    def below(x: Any) -> Any:
        return x**2 - (given.p + given.q) * x + given.p * given.q

    near = [abs(given.f(x=given.q + mpf(10) ** -digits)) for digits in (6, 9)]
    assert near[1] > 900 * near[0]
    return {
        "gaps": roots(below, -20, 20.1),
        "filled": limit(lambda h: given.f(x=given.p + mp.pi * h), 0, by="h"),
        "kind": "a pole: near it, |f| grows beyond all bounds",
        "far": limit(lambda u: given.f(x=mp.pi / u), 0, by="u"),
    }


def two_relus(given: Given) -> Expected:
    def f(x: Any) -> Any:
        return given.a * max(x - given.p, mpf(0)) - given.b * max(x - given.q, mpf(0))

    places = [given.p - 1, (given.p + given.q) / 2, given.q + 1]
    slopes = [slope(f, x=x) for x in places]
    tiny = mpf(10) ** -15
    assert all(abs(f(x + tiny) - f(x - tiny)) < CLOSE for x in (given.p, given.q))
    assert abs(slopes[1] - slopes[0]) > CLOSE
    facts = (
        "f is continuous at every x",
        f"the slope of f jumps by {_whole(slopes[2] - slopes[1])} at x = {_whole(given.q)}",
        f"f has no derivative at x = {_whole(given.p)}",
    )
    return {"slopes": slopes, "value": f(given.t), "facts": facts}


def trapped_zero(given: Given) -> Expected:
    (zero,) = roots(given.f, -20, 20.1)
    left = mp.floor(zero)
    half = mp.floor(2 * zero) / 2
    rising = derivative(given.f, "x")
    assert min(rising(x=mpf(x) / 4) for x in range(-80, 81)) > 0
    why = f"f'(x) = 3*x**2 + {_whole(given.a)} is positive, so f climbs everywhere"
    return {
        "unit": Region(lambda x: left <= x <= left + 1),
        "half": Region(lambda x: half <= x <= half + mpf(1) / 2),
        "single": why,
    }


# --- units of a rate -------------------------------------------------------------------------------


def rate_and_its_units(given: Given) -> Expected:
    """Rise over run, in words; the change by a line of that slope."""
    unit = f"{given.u}s per {given.w}"
    step = given.n / 10
    return {"first": unit, "second": f"{unit} per {given.w}", "change": given.s * (5 + step) - given.s * 5}


def filling_tank(given: Given) -> Expected:
    """The clock and the measure are changed in the function itself, then it is differentiated anew."""
    hour = given.p / 60
    return {
        "litres": slope(given.f, "t", t=given.p),
        "seconds": slope(lambda t: given.f(t=t / 60), "t", t=60 * given.p),
        "cubic": slope(lambda t: given.f(t=60 * t) / 1000, "t", t=hour),
    }


def train(given: Given) -> Expected:
    speed, gain = derivative(given.f, "t"), derivative(given.f, "t", "t")
    stops = [t for t in roots(speed, mpf(1) / 10, 40, "t", pieces=60) if t > 0]
    turn = roots(gain, mpf(1) / 10, 40, "t", pieces=60).pop()
    in_hours = slope(lambda t: given.f(t=60 * t) / 1000, "t", t=turn / 60)
    braking = Region(lambda t: turn + CLOSE < t < stops[0] - CLOSE)
    return {"motion": [speed, gain], "braking": braking, "fastest": in_hours}


def growing_balloon(given: Given) -> Expected:
    """The radius as a function of the time, from the volume that has been pumped in."""

    def volume(r: Any) -> Any:
        return 4 * mp.pi * r**3 / 3

    def radius(t: Any) -> Any:
        return mp.cbrt(3 * (volume(given.p) + given.c * t) / (4 * mp.pi))

    return {
        "by-radius": derivative(volume, "r"),
        "radius": slope(radius, "t", t=0),
        "surface": slope(lambda t: 4 * mp.pi * radius(t) ** 2, "t", t=0),
    }


CHECKS = {
    "slope-of-a-mountain-path": mountain_path,
    "slope-of-a-drone-flight": drone_flight,
    "slope-from-shrinking-runs": shrinking_runs,
    "limit-definition-of-a-parabola": parabola,
    "derivative-of-four-basic-functions": four_basic_functions,
    "derivative-of-a-power-of-a-bracket": power_of_a_bracket,
    "slope-signs-of-a-cubic-graph": cubic_graph,
    "slope-of-a-learning-curve": learning_curve,
    "limit-definition-of-a-reciprocal": reciprocal,
    "limit-definition-of-sine-and-cosine": sine_and_cosine,
    "limit-that-is-a-derivative-in-disguise": disguise,
    "limit-from-one-side-or-from-both": one_side_or_both,
    "derivative-of-roots-and-reciprocals": roots_and_reciprocals,
    "derivative-taken-many-times": many_times,
    "derivative-in-order-of-steepness": order_of_steepness,
    "derivative-of-a-product-in-steps": product_in_steps,
    "derivative-rules-from-a-table": rules_from_a_table,
    "derivative-of-a-quotient-and-where-it-is-flat": quotient_where_flat,
    "derivative-of-one-function-inside-another": one_inside_another,
    "derivative-of-a-beast-in-a-cage": beast_in_a_cage,
    "derivative-of-a-beast-with-four-shells": four_shells,
    "derivative-as-a-relative-rate": relative_rate,
    "special-points-of-a-cubic": points_of_a_cubic,
    "special-points-that-are-level-steps": level_steps,
    "special-points-of-a-dose": dose,
    "special-points-with-corners": corners,
    "special-points-behind-a-price": behind_a_price,
    "special-points-read-from-a-rate": read_from_a_rate,
    "continuity-of-a-slide": slide,
    "continuity-holes-and-poles": holes_and_poles,
    "continuity-of-two-relus": two_relus,
    "continuity-traps-a-zero": trapped_zero,
    "rate-and-its-units": rate_and_its_units,
    "rate-of-a-filling-tank": filling_tank,
    "rate-of-a-train-between-stations": train,
    "rate-of-a-growing-balloon": growing_balloon,
}
BY_READING: dict[str, tuple[str, ...]] = {
    "derivative-in-order-of-steepness": ("row",),  # the slopes are proved to rise in this order
    "special-points-that-are-level-steps": ("word",),
}
