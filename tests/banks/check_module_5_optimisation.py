"""Module 5, optimisation: Newton's steps, descent and constrained minima, made a second time by numbers alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mpmath import mp, mpf, sqrt

from mvcalc_cli.language.printers import plain
from tests.banks.independent import Expected, Given, Region, Zero, gradient, hessian, roots, slope

Answers = dict[str, Expected]


# --- the methods, by differences -------------------------------------------------------------------------


def newton_step(f: Callable[..., Any], x: Any, by: str = "x") -> Any:
    """One step towards a zero."""
    return x - f(**{by: x}) / slope(f, by, **{by: x})


def lowest(f: Callable[[Any], Any], low: Any, high: Any) -> Any:
    """Where a smooth function of one number is least or largest: the one change of sign of its slope."""
    (found,) = roots(lambda x: mp.diff(f, x), low, high)
    return found


def contraction(f: Callable[..., Any], rate: Any, at: Any, by: str = "w") -> Any:
    """How a step of gradient descent stretches a short distance between two points."""
    return mp.diff(lambda x: x - rate * slope(f, by, **{by: x}), at)


# --- Newton-Raphson --------------------------------------------------------------------------------------


def square_root(given: Given) -> Answers:
    def f(x: Any) -> Any:
        return x**2 - given.n

    return {"value": f(given.p), "slope": slope(f, x=given.p), "next": newton_step(f, given.p)}


def floating_ball(given: Given) -> Answers:
    """From the volume under water, not from the cubic of the prompt."""

    def missing(x: Any) -> Any:
        under = mp.quad(lambda z: mp.pi * (given.r**2 - (given.r - z) ** 2), [0, x])
        return under - given.rho * 4 * mp.pi * given.r**3 / 3

    one = newton_step(missing, given.r)
    return {"one": one, "two": newton_step(missing, one)}


def along_the_tangent(given: Given) -> Answers:
    p, m = given.p, slope(given.f, x=given.p)
    tangent = Zero(lambda x, y: given.f(p) + m * (x - p) - y)
    return {"line": tangent, "next": newton_step(given.f, p)}


def several_weights(given: Given) -> Answers:
    """The minimum itself: a quadratic needs one step."""
    g = gradient(given.f, ["x", "y"], x=given.p, y=given.q)
    h = hessian(given.f, ["x", "y"], x=given.p, y=given.q)
    step = mp.lu_solve(mp.matrix(h), -mp.matrix(g))
    return {"grad-there": g, "curvature": h, "next": [given.p + step[0], given.q + step[1]]}


def order_quantity(given: Given) -> Answers:
    first, second = slope(given.f, x=given.p), slope(given.f, order=2, x=given.p)
    return {"first": first, "second": second, "next": given.p - first / second}


def error_is_squared(given: Given) -> Answers:
    """The map of a step, differentiated twice at the zero."""
    constant = mp.diff(lambda x: newton_step(given.f, x), given.r, 2) / 2
    errors = [mpf(10) ** -3]
    for _ in range(2):
        errors.append(abs(newton_step(given.f, given.r + errors[-1]) - given.r))
    doubled = errors[1] < 10 * errors[0] ** 2 and errors[2] < 10 * errors[1] ** 2
    return {
        "constant": constant,
        "error": constant / given.k**2,
        "digits": "about doubles the number of right digits" if doubled else "another thing",
    }


def going_round(given: Given) -> Answers:
    ways = [mpf(0)]
    for _ in range(6):
        ways.append(newton_step(given.f, ways[-1]))
    circle = all(abs(ways[n + 2] - ways[n]) < 1e-9 for n in range(5))
    then = "the values go round in a circle for ever" if circle else "another thing"
    return {"one": ways[1], "two": ways[2], "then": then}


def flat_starts(given: Given) -> Answers:
    starts = roots(lambda x: slope(given.f, x=x), -20, 20)
    steps = [abs(newton_step(given.f, x + mpf("1e-6"))) for x in starts]
    huge = all(step > 1000 for step in steps)
    return {"starts": starts, "near": "is huge, since the slope there is tiny" if huge else "another thing"}


def cube_root(given: Given) -> Answers:
    x = given.c + given.d
    for _ in range(int(given.n)):
        x = newton_step(given.f, x)
    return {"map": lambda x: newton_step(given.f, x), "distance": abs(x - given.c)}


def multiple_zero(given: Given) -> Answers:
    start = given.r + given.m**2
    one = newton_step(given.f, start)
    left = (one - given.r) / (start - given.r)
    return {"factor": left, "second": newton_step(given.f, one), "repair": (start - given.r) / (start - one)}


def falls_for_a_saddle(given: Given) -> Answers:
    names, at = ["x", "y"], {"x": given.p, "y": given.q}
    g, h = mp.matrix(gradient(given.f, names, **at)), mp.matrix(hessian(given.f, names, **at))
    s = mp.lu_solve(h, -g)
    values = mp.eigsy(h, eigvals_only=True)
    kind = "a saddle point" if min(values) < 0 < max(values) else "another thing"
    shift = next(n for n in range(100) if min(values) + n > mpf("1e-9"))
    landing = [given.p + s[0], given.q + s[1]]
    return {"next": landing, "kind": kind, "rise": g[0] * s[0] + g[1] * s[1], "shift": shift}


def climbs_to_a_maximum(given: Given) -> Answers:
    def bend(x: Any) -> Any:
        return slope(given.f, order=2, x=x)

    start = given.a / 2
    assert bend(start) < 0
    after = start - slope(given.f, x=start) / bend(start)
    assert slope(given.f, x=start) * (after - start) > 0  # uphill
    return {"range": Region(lambda x, **_: bend(x) < -mpf("1e-9")), "start": start, "next": after}


# --- gradient descent ------------------------------------------------------------------------------------


def safe_rates(given: Given) -> Answers:
    def factor(h: Any, **_: Any) -> Any:
        return contraction(given.f, h, mpf(3))

    (best,) = roots(factor, 0, 1, by="h")
    return {"factor": factor, "rates": Region(lambda w, **_: abs(factor(w)) < 1), "best": best}


def which_rate(given: Given) -> Answers:
    """Twelve steps with each rate."""
    ways = {rate: descent(given.f, rate, 0) for rate in (given.good, given.bad1, given.bad2, given.bad3)}
    (jumps,) = (rate for rate, way in ways.items() if converges(way, given.b) and changes_side(way, given.b))
    return {"curvature": slope(given.f, "w", 2, w=1), "jumps": decimal(jumps), "second": ways[jumps][2]}


def descent(f: Callable[..., Any], rate: Any, start: Any, by: str = "w") -> list[Any]:
    way = [mpf(start)]
    for _ in range(12):
        way.append(way[-1] - rate * slope(f, by, **{by: way[-1]}))
    return way


def converges(way: Sequence[Any], to: Any) -> bool:
    return bool(abs(way[-1] - to) < abs(way[0] - to))


def changes_side(way: Sequence[Any], of: Any) -> bool:
    return bool((way[0] - of) * (way[1] - of) < 0)


def decimal(value: Any) -> str:
    """A short decimal as it is typed."""
    return str(mp.nstr(value, 12))


def steps_needed(given: Given) -> Answers:
    def loss(w: Any) -> Any:
        return given.a * (w - given.b) ** 2

    distance, steps = given.d, 0
    while distance >= 1 / given.k:
        distance, steps = distance - given.h * mp.diff(loss, given.b + distance), steps + 1
    one = (given.d - given.h * mp.diff(loss, given.b + given.d)) / given.d
    return {"factor": one, "steps": steps}


def line_search(given: Given) -> Answers:
    g = gradient(given.f, ["x", "y"], x=given.p, y=given.q)

    def profile(h: Any, **_: Any) -> Any:
        return given.f(x=given.p - h * g[0], y=given.q - h * g[1])

    best = lowest(profile, 0, 1)
    after = [given.p - best * g[0], given.q - best * g[1]]
    left = profile(best) / profile(0)
    return {"profile": profile, "best": best, "next": after, "left": left}


# --- conditioning ----------------------------------------------------------------------------------------


def valley(given: Given) -> Answers:
    """The best rate makes the larger of the two factors as small as it can be."""
    values = mp.eigsy(mp.matrix(hessian(given.f, ["x", "y"], x=1, y=1)), eigvals_only=True)
    low, high = min(values), max(values)
    (rate,) = roots(lambda x: abs(1 - x * low) - abs(1 - x * high), mpf("0.001"), 1)
    return {"eigenvalues": {low, high}, "condition": high / low, "rate": rate, "factor": abs(1 - rate * low)}


def fastest_first(given: Given) -> Answers:
    def condition(f: Callable[..., Any]) -> Any:
        values = mp.eigsy(mp.matrix(hessian(f, ["x", "y"], x=1, y=1)), eigvals_only=True)
        return max(values) / min(values)

    names = sorted(("f1", "f2", "f3", "f4"), key=lambda name: condition(given[name]))
    assert names == ["f1", "f2", "f3", "f4"]  # which the bank gives as the right order
    return {"condition": condition(given.f3), "ranking": tuple(plain(given[name].tree) for name in names)}


def by_rescaling(given: Given) -> Answers:
    curvatures = [hessian(given.f, ["x", "y"], x=1, y=1)[n][n] for n in range(2)]
    (scale,) = roots(lambda x: given.f(x=0, y=x) - given.f(x=1, y=0), mpf("0.001"), 2)
    return {"before": curvatures[1] / curvatures[0], "scale": scale, "rate": 1 / curvatures[0]}


# --- momentum --------------------------------------------------------------------------------------------


def two_steps(given: Given) -> Answers:
    w, v, way = given.p, mpf(0), []
    for _ in range(2):
        v = given.beta0 * v - given.h * slope(given.f, "w", w=w)
        w += v
        way.append(w)
    return {"first": way[0], "second": way[1]}


def even_slope(given: Given) -> Answers:
    speeds = [mpf(0)]
    while len(speeds) < 3000:
        speeds.append(given.beta0 * speeds[-1] + given.h * given.g)
    first = next(n for n, speed in enumerate(speeds) if speed >= mpf("0.9") * speeds[-1])
    return {"second": speeds[2], "limit": speeds[-1], "steps": first}


def without_creeping(given: Given) -> Answers:
    """Two steps of the method, from (1, 0) and (0, 1), are the columns of its matrix; its eigenvalues are r."""

    def step(now: Any, before: Any, h: Any) -> Any:
        return now - h * mp.diff(lambda w: given.c * w**2 / 2, now) + given.beta0 * (now - before)

    def matrix(h: Any) -> Any:
        return mp.matrix([[step(1, 0, h), step(0, 1, h)], [1, 0]])

    def swings(h: Any, **_: Any) -> bool:
        return h > 0 and all(abs(mp.im(r)) > mpf("1e-9") for r in mp.eig(matrix(h), left=False, right=False))

    inside = next(mpf(n) / 1000 for n in range(1, 5000) if swings(mpf(n) / 1000))
    sizes = [abs(r) for r in mp.eig(matrix(inside), left=False, right=False)]
    return {
        "characteristic": Zero(lambda r, h: mp.det(r * mp.eye(2) - matrix(h))),
        "rates": Region(lambda h=None, r=None: swings(r if h is None else h)),
        "size": max(sizes),
    }


# --- one constraint --------------------------------------------------------------------------------------


def garden_fence(given: Given) -> Answers:
    def across(x: Any) -> Any:
        return (given.c - given.a * x) / given.b

    x = lowest(lambda x: x * across(x), mpf("0.01"), given.c / given.a)
    return {"size": [x, across(x)], "multiplier": across(x) / given.a, "area": x * across(x)}


def step_of_given_length(given: Given) -> Answers:
    """Around the circle by its angle."""

    def rim(t: Any) -> dict[str, Any]:
        return {"x": given.r * mp.cos(t), "y": given.r * mp.sin(t)}

    angles = roots(lambda x: mp.diff(lambda t: given.f(**rim(t)), x), mpf("-0.01"), 2 * mp.pi - mpf("0.01"))
    best = max(angles, key=lambda t: given.f(**rim(t)))
    steps = {tuple(rim(t).values()) for t in angles}
    multiplier = slope(given.f, "x", **rim(best)) / (2 * rim(best)["x"])
    return {"steps": steps, "largest": given.f(**rim(best)), "multiplier": multiplier}


def on_an_ellipse(given: Given) -> Answers:
    """Around the ellipse by its angle."""

    def place(t: Any) -> dict[str, Any]:
        return {"x": sqrt(2) * given.a * mp.cos(t), "y": sqrt(2) * given.b * mp.sin(t)}

    def along(t: Any) -> Any:
        return given.f(**place(t))

    angles = roots(lambda x: mp.diff(along, x), mpf("-0.01"), 2 * mp.pi - mpf("0.01"))
    values = [along(t) for t in angles]
    lowest_ones = {tuple(place(t).values()) for t in angles if along(t) < min(values) + mpf("1e-9")}
    candidates = {tuple(place(t).values()) for t in angles}
    return {"candidates": candidates, "largest": max(values), "lowest": lowest_ones}


def best_output(given: Given, budget: Any) -> Any:
    """x at the largest x²·y for a budget."""
    return lowest(lambda x: x**2 * (budget - given.p * x) / given.q, mpf("0.01"), budget / given.p)


def worth_of_the_budget(given: Given) -> Answers:
    """λ as what it means: how the largest output grows with the budget."""

    def output(budget: Any) -> Any:
        x = best_output(given, budget)
        return x**2 * (budget - given.p * x) / given.q

    x = best_output(given, given.c)
    step = mpf(10) ** -6
    worth = (output(given.c + step) - output(given.c - step)) / (2 * step)
    return {"plan": [x, (given.c - given.p * x) / given.q], "multiplier": worth, "gain": worth * given.d}


def where_it_fails(given: Given) -> Answers:
    """Both branches of the curve, as far as they are real."""

    def real(x: Any) -> bool:
        return bool(given.g(x=x, y=given.t) <= 0)

    x = min(mpf(n) / 8 for n in range(-80, 81) if real(mpf(n) / 8))
    (y,) = {given.t + sign * sqrt(-given.g(x=x, y=given.t)) for sign in (1, -1)}
    normal, uphill = gradient(given.g, ["x", "y"], x=x, y=y), slope(given.f, x=x)
    none = max(map(abs, normal)) < mpf("1e-9") and abs(uphill) > 0
    why = "∇g is 0 at this point, so that no λ gives ∇f" if none else "another thing"
    return {"lowest": [x, y], "normal": normal, "why": why}


# --- two constraints -------------------------------------------------------------------------------------


def on_two_planes(given: Given) -> Answers:
    """Along the line by y; the multipliers from the first and the last entry of the condition."""
    p, q, c, d = given.p, given.q, given.c, given.d

    def point(y: Any) -> list[Any]:
        return [c - p * y, y, d - q * y]

    y = lowest(lambda y: sum(each**2 for each in point(y)) / 2, -60, 60)
    nearest = point(y)
    normals = [[1, 0], [p, q], [0, 1]]  # of both planes, by row
    form = [lambda row=row, mu=0, **at: row[0] * at["lambda"] + row[1] * mu for row in normals]
    return {"form": form, "multipliers": [nearest[0], nearest[2]], "nearest": nearest}


def neutral_portfolio(given: Given) -> Answers:
    """Around the circle in which the sphere meets the plane, by its angle."""
    returns = [given.s + given.k * part for part in (given.d1, given.d2, given.d3)]
    radius = sqrt(given.n) * given.m
    one, other = [1 / sqrt(2), -1 / sqrt(2), mpf(0)], [1 / sqrt(6), 1 / sqrt(6), -2 / sqrt(6)]

    def held(t: Any) -> list[Any]:
        return [radius * (mp.cos(t) * a + mp.sin(t) * b) for a, b in zip(one, other, strict=True)]

    def earned(t: Any) -> Any:
        return sum(a * b for a, b in zip(returns, held(t), strict=True))

    turns = roots(lambda x: mp.diff(earned, x), mpf("-0.01"), 2 * mp.pi - mpf("0.01"))
    best = held(max(turns, key=earned))
    # Two of the three equations have λ and μ as their unknowns.
    a = mp.matrix([[1, 2 * best[0]], [1, 2 * best[1]], [1, 2 * best[2]]])
    first, second = mp.lu_solve(a, mp.matrix(returns))
    return {"mean": first, "best": best, "multiplier": second}


# --- KKT -------------------------------------------------------------------------------------------------


def does_the_limit_bite(given: Given) -> Answers:
    def cost(x: Any) -> Any:
        return given.k * (x - given.p) ** 2 + given.d

    x = min((mpf(n) / 4 for n in range(-100, int(4 * given.c) + 1)), key=cost)
    return {"pair": [x, -mp.diff(cost, x)], "cost": cost(x)}


def which_point(given: Given) -> Answers:
    """By looking at the allowed points of a fine grid."""
    p, q, t, j, c = (int(given[name]) for name in "pqtjc")

    def f(x: Any, y: Any) -> Any:
        return (x - p) ** 2 + (y - q) ** 2

    best = {limit: min(f(x / 2, limit - x / 2) for x in range(-60, 61)) for limit in (c, c - 1, c + 1)}
    offered = [(p, q), (p - 2 * t, q), (p - t, q - t), (p - t - j, q - t - j)]
    (right,) = (one for one in offered if sum(one) <= c and f(*one) == best[c])
    change = slope(lambda x: lowest_above(p, q, x), x=c)
    return {"where": f"({right[0]}, {right[1]})", "multiplier": -change, "effect": change}


def lowest_above(p: Any, q: Any, limit: Any) -> Any:
    """The least (x - p)² + (y - q)² on x + y = limit, by three values of a parabola in x."""
    values = [(x - p) ** 2 + (limit - x - q) ** 2 for x in (-1, 0, 1)]
    bend, tilt = values[0] - 2 * values[1] + values[2], (values[2] - values[0]) / 2
    return values[1] - tilt**2 / (2 * bend)


def two_power_stations(given: Given) -> Answers:
    """The prices as what they mean: how the least cost changes with the demand and with the limit."""

    def cost(x: Any, demand: Any) -> Any:
        return given.a * x**2 + given.b * (demand - x) ** 2

    free = lowest(lambda x: cost(x, given.d), -1, given.d + 1)
    assert free > given.k
    price = mp.diff(lambda demand: cost(given.k, demand), given.d)
    worth = -mp.diff(lambda limit: cost(limit, given.d), given.k)
    return {
        "free": [free, given.d - free],
        "limited": [given.k, given.d - given.k],
        "price": price,
        "worth": worth,
    }


# --- convexity -------------------------------------------------------------------------------------------


def averaged_weights(given: Given) -> Answers:
    p, q = given.p, given.q
    return {"blend": given.f((p + q) / 2), "chord": (given.f(p) + given.f(q)) / 2}


def where_it_bends_up(given: Given) -> Expected:
    return Region(lambda x: slope(given.f, order=2, x=x) >= -mpf("1e-9"))


def mixed_term(given: Given) -> Answers:
    """By the smaller eigenvalue, as a function of k."""

    def low(k: Any) -> Any:
        return min(mp.eigsy(mp.matrix([[2 * given.a, k], [k, 2 * given.c]]), eigvals_only=True))

    ends = roots(low, -300, 300, by="k", pieces=999)
    beyond = 2 * max(ends)
    assert low(beyond) < 0
    return {"range": Region(lambda k, **_: low(k) >= -mpf("1e-9")), "level": ends, "saddle": beyond}


def on_the_whole_line(given: Given) -> Expected:
    """By chords: no middle of one may lie below the curve."""
    places = [mpf(n) / 8 + mpf("0.01") for n in range(-96, 97)]

    def convex(f: Callable[..., Any]) -> bool:
        chords = zip(places, places[1:], places[2:], strict=False)
        return all(f(a) + f(c) >= 2 * f(b) - mpf("1e-25") for a, b, c in chords)

    return tuple(plain(f.tree) for f in (*given.u, *given.n) if convex(f))


CHECKS: dict[str, Callable[[Given], Expected]] = {
    "newton-square-root-by-hand": square_root,
    "newton-floating-ball": floating_ball,
    "newton-along-the-tangent": along_the_tangent,
    "newton-on-several-weights": several_weights,
    "newton-order-quantity": order_quantity,
    "newton-error-is-squared": error_is_squared,
    "newton-going-round": going_round,
    "newton-flat-starts": flat_starts,
    "newton-cube-root-runs-away": cube_root,
    "newton-multiple-zero": multiple_zero,
    "newton-falls-for-a-saddle": falls_for_a_saddle,
    "newton-climbs-to-a-maximum": climbs_to_a_maximum,
    "descent-safe-rates": safe_rates,
    "descent-which-rate": which_rate,
    "descent-steps-needed": steps_needed,
    "descent-exact-line-search": line_search,
    "conditioning-of-a-valley": valley,
    "conditioning-fastest-first": fastest_first,
    "conditioning-by-rescaling": by_rescaling,
    "momentum-two-steps": two_steps,
    "momentum-on-an-even-slope": even_slope,
    "momentum-without-creeping": without_creeping,
    "lagrange-garden-fence": garden_fence,
    "lagrange-step-of-given-length": step_of_given_length,
    "lagrange-product-on-an-ellipse": on_an_ellipse,
    "lagrange-worth-of-the-budget": worth_of_the_budget,
    "lagrange-where-it-fails": where_it_fails,
    "lagrange-on-two-planes": on_two_planes,
    "lagrange-neutral-portfolio": neutral_portfolio,
    "kkt-does-the-limit-bite": does_the_limit_bite,
    "kkt-which-point": which_point,
    "kkt-two-power-stations": two_power_stations,
    "convex-averaged-weights": averaged_weights,
    "convex-where-it-bends-up": where_it_bends_up,
    "convex-with-a-mixed-term": mixed_term,
    "convex-on-the-whole-line": on_the_whole_line,
}
BY_READING: dict[str, Sequence[str]] = {
    "convex-averaged-weights": ("why",),
    "lagrange-worth-of-the-budget": ("unit",),
}
