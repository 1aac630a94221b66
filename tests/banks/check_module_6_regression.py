"""Module 6, Regression: every answer again, by numbers: least squares by differences of χ², shares by quadrature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mpmath import mp, mpf

from mvcalc_cli.language.printers import plain
from tests.banks.independent import Expected, Given, Region, Zero, derivative, gradient, hessian, integral, roots, slope

Check = Callable[[Given], Expected]
Cost = Callable[..., Any]


def lowest(cost: Cost, names: Sequence[str]) -> list[Any]:
    """Where a quadratic function is least: one Newton step from 0 by differences."""
    start = dict.fromkeys(names, 0)
    step = mp.lu_solve(mp.matrix(hessian(cost, names, **start)), -mp.matrix(gradient(cost, names, **start)))
    return list(step)


def squares(residuals: Sequence[Any]) -> Any:
    """The sum of the squares."""
    return mp.fsum(each**2 for each in residuals)


def line_of(xs: Sequence[Any], ys: Sequence[Any], weights: Sequence[Any] | None = None) -> tuple[Any, Any]:
    """Intercept and slope of the line with the least χ²."""
    weighed = weights if weights is not None else [1] * len(xs)

    def cost(a: Any, b: Any) -> Any:
        return mp.fsum(w * (y - a - b * x) ** 2 for x, y, w in zip(xs, ys, weighed, strict=True))

    a, b = lowest(cost, ("a", "b"))
    return a, b


def off_line(xs: Sequence[Any], ys: Sequence[Any], line: tuple[Any, Any]) -> list[Any]:
    """Measured minus predicted."""
    return [y - line[0] - line[1] * x for x, y in zip(xs, ys, strict=True)]


# --- residuals ---------------------------------------------------------------------------------------


def _delivery_round(given: Given) -> Expected:
    found = off_line([given.p, given.p + 2, given.p + 5], [given.y1, given.y2, given.y3], (given.a, given.b))
    return {"res": found, "total": sum(found)}


def _two_smudged(given: Given) -> Expected:
    """The residuals that a line fitted to them would leave as they are."""

    def cost(r: Any, s: Any) -> Any:
        return squares(line_of(range(4), [given.r1, given.r2, r, s]))

    return lowest(cost, ("r", "s"))


def _tell_a_curve(given: Given) -> Expected:
    """Whose parabola leaves the least share of χ²."""
    k, m, g, f = (int(each) for each in (given.k, given.m, given.g, given.f))
    lists = [[2 * k, -k, -2 * k, -k, 2 * k], [-m, -m, 4 * m, -m, -m], [g, -2 * g, 2 * g, -2 * g, g]]
    lists.append([0, f, -3 * f, 3 * f, -f])

    def left(ys: list[int]) -> Any:
        def cost(a: Any, b: Any, c: Any) -> Any:
            return squares([y - a - b * x - c * x * x for x, y in enumerate(ys)])

        a, b, c = lowest(cost, ("a", "b", "c"))
        return cost(a, b, c) / squares(ys)

    bent = min(lists, key=left)
    return ", ".join(map(str, bent))


# --- chi² --------------------------------------------------------------------------------------------


def _proposal(given: Given) -> Expected:
    found = off_line(range(4), [given.y1, given.y2, given.y3, given.y4], (given.a, given.b))
    return {"plain": squares(found), "weighted": squares([each / given.s for each in found])}


def _parabola(given: Given) -> Expected:
    def cost(b: Any) -> Any:
        return squares([given.y1 - b * given.p, given.y2 - b * 2 * given.p])

    (best,) = lowest(cost, ("b",))
    return {"chi": cost, "best": best, "least": cost(best)}


def _three_laboratories(given: Given) -> Expected:
    free = int(given.n) - int(given.f)
    found = (given.chi / free, (given.nu + given.g) / free, given.t / free)
    reduced = {f"lab {int(lab)}": each for lab, each in zip(given.lab, found, strict=True)}
    assert abs(found[1] - 1) < mpf("0.3")
    return {"dof": free, "reduced": found[0], "which": min(reduced, key=lambda lab: reduced[lab])}


# --- normal equations ----------------------------------------------------------------------------------


def _sum_matrix(xs: Sequence[Any], ys: Sequence[Any], powers: Sequence[int]) -> tuple[list[list[Any]], list[Any]]:
    """The matrix and the right-hand side of half the gradient of χ², by differences."""
    names = [f"c{power}" for power in powers]

    def cost(**c: Any) -> Any:
        return squares([y - sum(c[f"c{power}"] * x**power for power in powers) for x, y in zip(xs, ys, strict=True)])

    start = dict.fromkeys(names, 0)
    matrix = [[entry / 2 for entry in row] for row in hessian(cost, names, **start)]
    return matrix, [-entry / 2 for entry in gradient(cost, names, **start)]


def _of_a_line(given: Given) -> Expected:
    xs = [given.p, given.p + 1, given.p + 3, given.p + 4]
    ys = [given.y1, given.y2, given.y3, given.y4]
    matrix, side = _sum_matrix(xs, ys, (0, 1))
    return {"mat": matrix, "vec": side, "sol": list(line_of(xs, ys))}


def _from_a_gradient(given: Given) -> Expected:
    ys = [given.y1, given.y2, given.y3]

    def cost(a: Any, b: Any) -> Any:
        return squares(off_line(range(3), ys, (a, b)))

    return {"da": derivative(cost, "a"), "db": derivative(cost, "b"), "best": lowest(cost, ("a", "b"))}


def _braking_distance(given: Given) -> Expected:
    speeds, ys = [1, 2, given.q], [given.d1, given.d2, given.d3]
    matrix, side = _sum_matrix(speeds, ys, (1, 2))

    def model(u: Any, w: Any, v: Any) -> Any:
        return u * v + w * v**2

    rows = [[slope(model, name, u=0, w=0, v=v) for name in ("u", "w")] for v in speeds]
    return {"des": rows, "nor": matrix, "sol": list(mp.lu_solve(mp.matrix(matrix), mp.matrix(side)))}


def _without_a_solution(given: Given) -> Expected:
    count = int(given.n)

    def determinant(t: Any) -> Any:
        xs = [given.p] * count + [t]
        products = [[mp.fsum(x ** (i + j) for x in xs) for j in (1, 2)] for i in (1, 2)]
        return products[0][0] * products[1][1] - products[0][1] * products[1][0]

    # It is nowhere negative: where it is 0 its slope changes sign, and there it must be 0 itself.
    turns = roots(lambda t: slope(determinant, "t", t=t), mpf("0.01"), 20, by="t")
    return {"dett": determinant, "bad": {t for t in turns if abs(determinant(t)) < mpf(10) ** -12}}


# --- slope and intercept by hand -------------------------------------------------------------------------


def _from_deviations(given: Given) -> Expected:
    xs = [given.x0 + step * given.h for step in (-2, -1, 0, 1, 2)]
    ys = [given.y1, given.y2, given.y3, given.y4, given.y5]
    mean_x, mean_y = mp.fsum(xs) / 5, mp.fsum(ys) / 5
    sums = [
        squares([x - mean_x for x in xs]),
        mp.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)),
    ]
    a, b = line_of(xs, ys)
    return {"means": [mean_x, mean_y], "sums": sums, "slo": b, "int": a}


def _in_fahrenheit(given: Given) -> Expected:
    """Three points on the line, and three off it: the slope and R² with either thermometer."""
    celsius = [mpf(10), mpf(18), mpf(20), mpf(31)]
    sales = [given.a + 9 * given.g * x + off for x, off in zip(celsius, (0, 0, 0, 0), strict=True)]
    fahrenheit = [32 + 9 * x / 5 for x in celsius]
    a, b = line_of(fahrenheit, sales)
    noisy = [y + off for y, off in zip(sales, (3, -5, 4, 1), strict=True)]
    assert abs(explained(celsius, noisy) - explained(fahrenheit, noisy)) < mpf(10) ** -15
    return {"b-new": b, "a-new": a, "fit": f"it is 0.{int(given.R)} again"}


def explained(xs: Sequence[Any], ys: Sequence[Any]) -> Any:
    """R² of the least-squares line."""
    mean = mp.fsum(ys) / len(ys)
    return 1 - squares(off_line(xs, ys, line_of(xs, ys))) / squares([y - mean for y in ys])


def _both_ways(given: Given) -> Expected:
    """A cloud of four points with just these two slopes."""
    share = given.b * given.d
    # x is ±1, y is b·x plus something at right angles to it of the size that makes the other slope d.
    rest = mp.sqrt(given.b / given.d - given.b**2)
    xs = [mpf(1), mpf(1), mpf(-1), mpf(-1)]
    ys = [given.b * x + off * rest for x, off in zip(xs, (1, -1, 1, -1), strict=True)]
    assert abs(line_of(xs, ys)[1] - given.b) + abs(line_of(ys, xs)[1] - given.d) < mpf(10) ** -12
    assert abs(explained(xs, ys) - share) < mpf(10) ** -12
    products = mp.fsum(x * y for x, y in zip(xs, ys, strict=True))
    correlation = products / mp.sqrt(squares(xs) * squares(ys))
    # Two points of the second line, x = c + d·y.
    return {"rsq": explained(xs, ys), "r": correlation, "steep": (mpf(3) - 1) / (given.d * 3 - given.d * 1)}


def _after_one_more_point(given: Given) -> Expected:
    """Points on the line with that mean of x, and the new one."""
    count = int(given.n)
    xs = [given.m + mpf(step) - mpf(count - 1) / 2 for step in range(count)]
    ys = [given.a + given.b * x for x in xs]
    ys.append(given.a + given.b * given.m + given.k * (count + 1))
    xs.append(given.m)
    a, b = line_of(xs, ys)
    return {"slo": b, "ymean": mp.fsum(ys) / (count + 1), "int": a}


# --- R² against plotting ---------------------------------------------------------------------------------


def _by_hand(given: Given) -> Expected:
    xs = [given.m - 2, given.m - 1, given.m + 1, given.m + 2]
    ys = [given.y1, given.y2, given.y3, given.y4]
    line = line_of(xs, ys)
    assert abs(line[0] - given.a) + abs(line[1] - given.b) < mpf(10) ** -12
    mean = mp.fsum(ys) / 4
    return {
        "total": squares([y - mean for y in ys]),
        "resid": squares(off_line(xs, ys, line)),
        "rsq": explained(xs, ys),
    }


def curved_share(ys: Sequence[Any]) -> Any:
    """The share of Σr² of the line that a parabola takes away, at x = 0, 1, 2, …"""

    def cost(a: Any, b: Any, c: Any) -> Any:
        return squares([y - a - b * x - c * x * x for x, y in enumerate(ys)])

    a, b, c = lowest(cost, ("a", "b", "c"))
    return 1 - cost(a, b, c) / squares(off_line(range(len(ys)), ys, line_of(range(len(ys)), ys)))


def _of_two_clouds(given: Given) -> Expected:
    one = [given[f"y{place}"] for place in range(1, 6)]
    other = [given[f"z{place}"] for place in range(1, 6)]
    assert abs(explained(range(5), one) - explained(range(5), other)) < mpf(10) ** -12
    bent = curved_share(one) > mpf("0.9") and curved_share(other) < mpf("0.3")
    return {
        "line-a": list(line_of(range(5), one)),
        "line-b": list(line_of(range(5), other)),
        "rsq": explained(range(5), other),
        "verdict": "a line suits B but not A, whose residuals follow a bend" if bent else "?",
    }


def _lone_point(given: Given) -> Expected:
    xs = [given.p, given.p, given.p, given.p + given.d]
    ys = [given.m - given.u, given.m, given.m + given.u, given.yl]
    a, b = line_of(xs, ys)

    def cost(by: Any) -> Any:
        """The least χ² of the three without the lone point, with this slope."""
        (level,) = lowest(lambda a: squares(off_line(xs[:3], ys[:3], (a, by))), ("a",))
        return squares(off_line(xs[:3], ys[:3], (level, by)))

    same = abs(cost(0) - cost(5)) + abs(cost(0) - cost(-2)) < mpf(10) ** -12
    return {
        "line": Zero(lambda x, y: y - a - b * x),
        "rlone": off_line(xs, ys, (a, b))[3],
        "left": "impossible to find: every slope gives the same χ²" if same else "?",
    }


# --- weights ---------------------------------------------------------------------------------------------


def _two_surveys(given: Given) -> Expected:
    errors = [given.f * given.c, given.g * given.c]

    def cost(h: Any) -> Any:
        return ((given.h1 - h) / errors[0]) ** 2 + ((given.h2 - h) / errors[1]) ** 2

    (best,) = lowest(cost, ("h",))
    # χ² rises by 1 one standard error away from its lowest point.
    error = mp.sqrt(1 / (cost(best + 1) - cost(best)))
    # Whoever moves the first reading by 1 moves the best height by its share of the weights.
    (moved,) = lowest(lambda h: ((given.h1 + 1 - h) / errors[0]) ** 2 + ((given.h2 - h) / errors[1]) ** 2, ("h",))
    share = moved - best
    return {"ratio": share / (1 - share), "best": best, "err": error}


def _three_slopes(given: Given) -> Expected:
    xs, ys = [given.m, 2 * given.m], [given.y1, given.y2]

    def best(errors: Sequence[Any]) -> Any:
        (b,) = lowest(lambda b: squares([(y - b * x) / s for x, y, s in zip(xs, ys, errors, strict=True)]), ("b",))
        return b

    return {"flat": best([1, 1]), "rising": best([mp.sqrt(x) for x in xs]), "steep": best(xs)}


# --- the Jacobian of a model -----------------------------------------------------------------------------


def _linear_models(given: Given) -> Expected:
    """Whose gradient by a and b is the same at two places of (a, b)."""
    places = [{"a": mpf("0.7"), "b": mpf("0.4")}, {"a": mpf("1.9"), "b": mpf("1.3")}]

    def steady(model: Callable[..., Any]) -> bool:
        one, other = (gradient(model, ("a", "b"), **place, x=mpf("1.7")) for place in places)
        return all(abs(p - q) < mpf(10) ** -8 for p, q in zip(one, other, strict=True))

    return [f"y = {plain(model.tree)}" for model in (*given.u, *given.v) if steady(model)]


def _a_bell(given: Given) -> Expected:
    def bell(A: Any, m: Any, s: Any, x: Any) -> Any:  # noqa: N803
        return A * mp.exp(-((x - m) ** 2) / (2 * s**2))

    here = {"A": given.A0, "m": given.m0, "s": given.s0}
    shift, bend = derivative(bell, "m"), derivative(bell, "m", "x")
    level = roots(lambda x: bend(**here, x=x), given.m0 - 3 * given.s0, given.m0 + 3 * given.s0)
    steep = {x for x in level if abs(shift(**here, x=x)) > mpf("0.1")}
    return {
        "jac": [derivative(bell, name) for name in ("A", "m", "s")],
        "row": gradient(bell, ("A", "m", "s"), **here, x=given.m0 + given.s0),
        "best": steep,
    }


# --- Gauss-Newton ----------------------------------------------------------------------------------------


def linearised(rows: Sequence[Sequence[Any]], off: Sequence[Any]) -> list[Any]:
    """The step with the least Σ(r − J·step)²."""
    names = [f"d{place}" for place in range(len(rows[0]))]

    def cost(**step: Any) -> Any:
        told = [mp.fsum(entry * step[name] for entry, name in zip(row, names, strict=True)) for row in rows]
        return squares([r - each for r, each in zip(off, told, strict=True)])

    return lowest(cost, names)


def _first_step(given: Given) -> Expected:
    def model(b: Any, t: Any) -> Any:
        return given.N * mp.exp(b * t)

    rows = [[slope(model, "b", b=0, t=t)] for t in (1, 2)]
    off = [given.N + given.r1 - model(0, 1), given.N + given.r2 - model(0, 2)]
    return {"jac": [row[0] for row in rows], "res": off, "stp": linearised(rows, off)[0]}


def _cooling_cup(given: Given) -> Expected:
    def model(A: Any, k: Any, t: Any) -> Any:  # noqa: N803
        return A * mp.exp(-k * t)

    rows = [[slope(model, name, A=given.A, k=0, t=t) for name in ("A", "k")] for t in range(3)]
    off = [given[f"r{t + 1}"] + given.A - model(given.A, 0, t) for t in range(3)]
    products = [[mp.fsum(row[i] * row[j] for row in rows) for j in range(2)] for i in range(2)]
    return {"jac": rows, "jtj": products, "stp": linearised(rows, off)}


def _beside_newton(given: Given) -> Expected:
    start = given.B
    ys = [start**2 + given.r1, 2 * start**2 + given.r2]

    def total(b: Any) -> Any:
        return squares([y - b**2 * x for x, y in zip((1, 2), ys, strict=True)])

    first, second = slope(total, "b", b=start), slope(total, "b", order=2, b=start)
    rows = [[slope(lambda b, x=x: b**2 * x, "b", b=start)] for x in (1, 2)]
    return {"first": first, "gn": linearised(rows, [given.r1, given.r2])[0], "full": -first / second}


# --- steepest descent ------------------------------------------------------------------------------------


def _fading_dye(given: Given) -> Expected:
    def cost(k: Any) -> Any:
        readings = zip((1, 2, 4), (given.y1, given.y2, given.y3), strict=True)
        return squares([y - mp.exp(-k * t) for t, y in readings])

    steep = slope(cost, "k", k=0)
    return {"start": cost(0), "slp": steep, "nxt": -given.h * steep}


def _two_parameters(given: Given) -> Expected:
    def model(a: Any, b: Any, t: Any) -> Any:
        return a / (1 + b * t)

    measured = {0: given.A + given.r1, 1: given.A / 2 + given.r2, 3: given.A / 4 + given.r3}

    def cost(a: Any, b: Any) -> Any:
        return squares([y - model(a, b, t) for t, y in measured.items()])

    steep = gradient(cost, ("a", "b"), a=given.A, b=1)
    off = [y - model(given.A, 1, t) for t, y in measured.items()]
    return {"res": off, "grd": steep, "nxt": [given.A - given.h * steep[0], 1 - given.h * steep[1]]}


def _allowed_rates(given: Given) -> Expected:
    def cost(b: Any) -> Any:
        return squares([given.B**2 * x - b**2 * x for x in (given.p, given.q, given.r)])

    def factor(h: Any, **_: Any) -> Any:
        """How a step stretches a short distance from the best b."""
        return mp.diff(lambda b: b - h * mp.diff(cost, b), given.B)

    def settles(h: Any) -> bool:
        return bool(h > 0 and abs(factor(h)) < 1)

    return {
        "grd": lambda b, **_: mp.diff(cost, b),
        "factor": factor,
        "rates": Region(lambda **at: settles(next(iter(at.values())))),
        "stuck": 2 * given.B / slope(cost, "b", b=2 * given.B),
    }


# --- heights ---------------------------------------------------------------------------------------------


def share_within(low: Any, high: Any) -> Any:
    """Of a standard normal distribution, by quadrature."""
    return integral(lambda x: mp.exp(-(x**2) / 2) / mp.sqrt(2 * mp.pi), low, high)


def _standard_units(given: Given) -> Expected:
    heights = [given.mu + given.lo * given.sd, given.mu + given.hi * given.sd]
    limits = [(height - given.mu) / given.sd for height in heights]
    # The rule as it is taught: whole per cents within one and within two standard deviations.
    rule = {z: mp.floor(100 * share_within(-z, z)) / 2 for z in (0, 1, 2)}
    signed = [mp.sign(z) * rule[int(abs(z))] for z in limits]
    share = signed[1] - signed[0]
    assert abs(share - 100 * share_within(*limits)) < mpf("0.6")
    return {"z": limits, "percent": share, "count": given.N * share / 100}


def _of_a_sample(given: Given) -> Expected:
    heights = [given[f"x{place}"] for place in range(1, 6)]
    (mean,) = lowest(lambda m: squares([height - m for height in heights]), ("m",))
    # The variance without a mean: half the mean squared difference of all pairs.
    pairs = [(x - y) ** 2 for place, x in enumerate(heights) for y in heights[:place]]
    spread = mp.sqrt(mp.fsum(pairs) / len(pairs) / 2)
    return {"mean": mean, "sd": spread, "err": mp.sqrt(spread**2 / 5)}


def _from_logarithms(given: Given) -> Expected:
    """The bell through the three counts, found by Newton's method; ln A, μ and σ² are unknown."""
    counts = {given.c - 10: given.l1, given.c: given.l2, given.c + 10: given.l3}

    def off(top: Any, mu: Any, var: Any) -> list[Any]:
        return [top - (x - mu) ** 2 / (2 * var) - log for x, log in counts.items()]

    found = mp.findroot(off, (given.L, given.c + given.u / 2, 40))
    return {"var": found[2], "mu": found[1]}


# --- standard errors -------------------------------------------------------------------------------------


def _chi2_curve(given: Given) -> Expected:
    (best,) = lowest(given.chi, ("b",))
    least = given.chi(b=best)

    def risen(by: int) -> set[Any]:
        return roots(lambda b: given.chi(b=b) - least - by, best - 5, best + 5, by="b")

    return {"best": best, "err": max(risen(1)) - best, "two": risen(4)}


def _of_a_slope(given: Given) -> Expected:
    spread = mp.sqrt(given.ssr / (12 - 2))
    # Twelve x with that Σ(x − x̄)²; the slope is a weighted sum of the y, and its error that of the sum.
    half = mp.sqrt(given.sxx / 12)
    xs = [given.xm + half * sign for sign in (1, -1) * 6]
    shares = [line_of(xs, [mpf(place == other) for other in range(12)])[1] for place in range(12)]
    error = mp.sqrt(squares([share * spread for share in shares]))
    ends = given.bh - mpf("2.23") * error, given.bh + mpf("2.23") * error
    return {"sres": spread, "err": error, "range": Region(lambda b: bool(ends[0] <= b <= ends[1]))}


def _by_design(given: Given) -> Expected:
    p, k = int(given.p), int(given.k)
    designs = [
        [p, p, p + 6 * k, p + 6 * k],
        [p, p + 2 * k, p + 4 * k, p + 6 * k],
        [p + 2 * k, p + 2 * k, p + 4 * k, p + 4 * k],
        [p + 2 * k, p + 3 * k, p + 3 * k, p + 4 * k],
    ]

    def error(xs: Sequence[int]) -> Any:
        shares = [line_of(xs, [mpf(place == other) for other in range(4)])[1] for place in range(4)]
        return mp.sqrt(squares([share * given.s for share in shares]))

    ranked = sorted(designs, key=error)
    return {"best": [f"x = {', '.join(map(str, xs))}" for xs in ranked], "err": error(designs[0])}


# --- over-fitting ----------------------------------------------------------------------------------------


def _which_degree(given: Given) -> Expected:
    fresh = {degree: given[f"v{degree}"] for degree in range(1, 6)}
    trained = {degree: given[f"t{degree}"] for degree in range(1, 6)}
    assert all(fresh[degree] > trained[degree] for degree in fresh)
    return {"degree": min(fresh, key=lambda degree: fresh[degree]), "gap": fresh[5] - trained[5]}


def _through_three(given: Given) -> Expected:
    ys = [given.y1, given.y2, given.y3]

    def through(x: Any) -> Any:
        """Lagrange's form of the parabola through the three points."""
        return ys[0] * (x - 1) * (x - 2) / 2 - ys[1] * x * (x - 2) + ys[2] * x * (x - 1) / 2

    a, b = line_of(range(3), ys)
    return {"parab": through, "ben": through(given.T), "anna": a + b * given.T}


def _leave_one_out(given: Given) -> Expected:
    ys = [given.y1, given.y2, given.y3]
    off = off_line(range(3), ys, line_of(range(3), ys))
    errors = []
    for left in range(3):
        rest = [place for place in range(3) if place != left]
        a, b = line_of(rest, [ys[place] for place in rest])
        errors.append(ys[left] - a - b * left)
    return {"res": off, "loo": errors, "msq": squares(errors) / 3}


CHECKS: dict[str, Check] = {
    "residuals-delivery-round": _delivery_round,
    "residuals-two-smudged": _two_smudged,
    "residuals-tell-a-curve": _tell_a_curve,
    "chi2-of-a-proposal": _proposal,
    "chi2-as-a-parabola": _parabola,
    "chi2-three-laboratories": _three_laboratories,
    "normal-equations-of-a-line": _of_a_line,
    "normal-equations-from-a-gradient": _from_a_gradient,
    "normal-equations-braking-distance": _braking_distance,
    "normal-equations-without-a-solution": _without_a_solution,
    "slope-from-deviations": _from_deviations,
    "slope-in-fahrenheit": _in_fahrenheit,
    "slope-both-ways": _both_ways,
    "slope-after-one-more-point": _after_one_more_point,
    "r2-by-hand": _by_hand,
    "r2-of-two-clouds": _of_two_clouds,
    "r2-and-the-lone-point": _lone_point,
    "weights-of-two-surveys": _two_surveys,
    "weights-make-three-slopes": _three_slopes,
    "jacobian-of-linear-models": _linear_models,
    "jacobian-of-a-bell": _a_bell,
    "gauss-newton-first-step": _first_step,
    "gauss-newton-cooling-cup": _cooling_cup,
    "gauss-newton-beside-newton": _beside_newton,
    "descent-fading-dye": _fading_dye,
    "descent-of-two-parameters": _two_parameters,
    "descent-allowed-rates": _allowed_rates,
    "heights-in-standard-units": _standard_units,
    "heights-of-a-sample": _of_a_sample,
    "heights-from-logarithms": _from_logarithms,
    "standard-errors-from-the-chi2-curve": _chi2_curve,
    "standard-errors-of-a-slope": _of_a_slope,
    "standard-errors-by-design": _by_design,
    "overfit-which-degree": _which_degree,
    "overfit-parabola-through-three": _through_three,
    "overfit-leave-one-out": _leave_one_out,
}
# Why two methods agree, what a perfect fit tells, and the name of a thing are no numbers.
BY_READING: dict[str, tuple[str, ...]] = {
    "gauss-newton-beside-newton": ("why",),
    "overfit-which-degree": ("name",),
    "overfit-parabola-through-three": ("why",),
}
