"""Every answer of module 2, worked out by numbers: differences for slopes and bends, shoelaces for areas, searches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

from mpmath import mp, mpf

from tests.banks.independent import Expected, Given, Region, Zero, derivative, gradient, hessian, roots, slope

XY = ("x", "y")
Numbers = Sequence[Any]


def dot(one: Numbers, other: Numbers) -> Any:
    """Row times column."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def applied(matrix: Sequence[Numbers], to: Numbers) -> list[Any]:
    """A matrix times a vector."""
    return [dot(row, to) for row in matrix]


def jacobian(fs: Sequence[Callable[..., Any]], names: Sequence[str], **at: Any) -> list[list[Any]]:
    """All the slopes of several functions at a point."""
    return [gradient(f, names, **at) for f in fs]


def size(matrix: Sequence[Numbers]) -> Any:
    """The determinant."""
    return mp.det(mp.matrix([list(row) for row in matrix]))


def along(f: Callable[..., Any], point: Mapping[str, Any], way: Numbers) -> Any:
    """The slope of f over one unit of the way from a point."""
    length = mp.sqrt(dot(way, way))
    steps = dict(zip(point, way, strict=True))
    return mp.diff(lambda t: f(**{name: point[name] + t * steps[name] / length for name in point}), 0)


def bends(f: Callable[..., Any], point: Numbers) -> list[Any]:
    """The eigenvalues of the Hessian in x and y, the lower first."""
    rows = hessian(f, XY, x=point[0], y=point[1])
    return sorted(mp.eigsy(mp.matrix(rows), eigvals_only=True))


def point_text(*numbers: Any) -> str:
    """As options write a point of whole numbers."""
    return f"({', '.join(str(int(mp.nint(number))) for number in numbers)})"


# --- partial derivatives ------------------------------------------------------------------------------


def _one_at_a_time(given: Given) -> Expected:
    return {"fx": derivative(given.f, "x"), "fy": derivative(given.f, "y")}


def _four_thermometers(given: Given) -> Expected:
    """The slope in the middle of the parabola through three thermometers."""

    def middle(low: Any, high: Any) -> Any:
        bend = mp.lu_solve(mp.matrix([[4, -2, 1], [0, 0, 1], [4, 2, 1]]), [low, given.c, high])
        return bend[1]

    return {"tx": middle(given.west, given.east), "ty": middle(given.south, given.north)}


# --- directional derivative ---------------------------------------------------------------------------


def _slope_of_a_path(given: Given) -> Expected:
    here = {"x": given.p, "y": given.q}
    return {"g": gradient(given.f, XY, **here), "d": along(given.f, here, [3, 4 * given.s])}


# --- Hessian ------------------------------------------------------------------------------------------


def _four_critical_points(given: Given) -> Expected:
    xs = roots(lambda x: slope(given.f, x=x, y=0.3), -10, 10, pieces=80)
    ys = roots(lambda y: slope(given.f, "y", x=0.3, y=y), -10, 10, by="y", pieces=80)
    points = set(product(xs, ys))
    (low,) = [point for point in points if bends(given.f, point)[0] > 0]
    saddles = {point for point in points if bends(given.f, point)[0] < 0 < bends(given.f, point)[1]}
    return {"points": points, "saddles": saddles, "low": point_text(*low)}


def _how_strong_a_twist(given: Given) -> Expected:
    def lowest(k: Any) -> Any:
        return bends(lambda x, y: given.a * x**2 + k * x * y + given.b * y**2, (0, 0))[0]

    return Region(lambda k, **_: lowest(k) > mpf(10) ** -12)


# --- Jacobian -----------------------------------------------------------------------------------------


def _prediction_of_a_small_step(given: Given) -> Expected:
    rows = jacobian([given.u, given.w], XY, x=given.p, y=given.q)
    return {"j": rows, "move": applied(rows, [given.h / 100, given.l / 100])}


# --- variables, constants and parameters ----------------------------------------------------------------


def _tin(given: Given) -> Expected:
    def mass(r: Any, h: Any, w: Any) -> Any:
        return w * (2 * mp.pi * r**2 + 2 * mp.pi * r * h)

    here = {"r": given.p, "h": given.q, "w": 1}
    return {"mr": derivative(mass, "r"), "ratio": slope(mass, "r", **here) / slope(mass, "h", **here)}


def _swap_their_roles(given: Given) -> Expected:
    """The acceleration that balances the forces, found by solving."""

    def acceleration(F: Any, v: Any, m: Any) -> Any:  # noqa: N803
        return mp.findroot(lambda a: m * a + given.c * v**2 - F, 0)

    return {"a": acceleration, "av": slope(acceleration, "v", F=5000, v=given.speed, m=given.mass)}


def _while_learning(given: Given) -> Expected:
    def loss(w: Any, b: Any) -> Any:
        return (w * given.p + b - given.q) ** 2

    return {"g": gradient(loss, ("w", "b"), w=given.u, b=given.z)}


# --- more partial, mixed and total derivatives ----------------------------------------------------------


def _wave_in_a_field(given: Given) -> Expected:
    return [derivative(given.f, name) for name in "xyz"]


def _product_and_chain(given: Given) -> Expected:
    return {"fx": derivative(given.g, "x"), "fy": derivative(given.g, "y")}


def _second_derivatives(given: Given) -> Expected:
    return {
        "xx": derivative(given.f, "x", "x"),
        "xy": derivative(given.f, "y", "x"),
        "yy": derivative(given.f, "y", "y"),
    }


def _lazy_order(given: Given) -> Expected:
    """By the long way, x first; a mixed difference of f as it stands."""

    def third(x: Any, y: Any) -> Any:
        return mp.diff(lambda s, t: given.f(x=s, y=t), (x, y), (2, 1))

    return third


def _reveal_a_height(given: Given) -> Expected:
    """k makes the rise around a square 0; the height is the rise along a way from (0, 0)."""

    def by_x(x: Any, y: Any) -> Any:
        return 2 * given.a * x * y + given.b * y**2

    def by_y(x: Any, y: Any, k: Any) -> Any:
        return given.a * x**2 + k * x * y + given.d

    def round_trip(k: Any) -> Any:
        there = mp.quad(lambda x: by_x(x, 0), [0, 1]) + mp.quad(lambda y: by_y(1, y, k), [0, 1])
        return there - mp.quad(lambda x: by_x(x, 1), [0, 1]) - mp.quad(lambda y: by_y(0, y, k), [0, 1])

    k = mp.findroot(round_trip, (0, 1), solver="secant")

    def height(x: Any, y: Any) -> Any:
        return mp.quad(lambda s: by_x(s, 0), [0, x]) + mp.quad(lambda t: by_y(x, t, k), [0, y])

    return {"k": k, "f": height}


def _potter(given: Given) -> Expected:
    def volume(r: Any, h: Any) -> Any:
        return mp.pi * r**2 * h

    return {
        "vr": slope(volume, "r", r=given.p, h=given.q),
        "rate": mp.diff(lambda t: volume(given.p + given.t * t, given.q - given.s * t), 0),
    }


def _tunnel_oven(given: Given) -> Expected:
    return {
        "fixed": slope(given.f, "t", x=given.v * given.s, t=given.s),
        "moving": mp.diff(lambda t: given.f(x=given.v * t, t=t), given.s),
    }


def _along_a_contour(given: Given) -> Expected:
    """Two points of the isobar on both sides, and the secant."""

    def height(x: Any) -> Any:
        return mp.findroot(lambda y: given.f(x=x, y=y) - given.level, given.q)

    rise = mp.diff(height, given.p)
    return {"slope": rise, "line": Zero(lambda x, y: y - given.q - rise * (x - given.p))}


# --- maps and areas ---------------------------------------------------------------------------------------


def _row_of_a_hill(given: Given) -> Expected:
    xs = roots(lambda x: slope(given.f, x=x, y=given.q + 0.25), -6, 6, pieces=60)
    ys = roots(lambda y: slope(given.f, "y", x=given.p + 0.25, y=y), -6, 6, by="y", pieces=60)
    return {"j": [derivative(given.f, "x"), derivative(given.f, "y")], "flat": set(product(xs, ys))}


def shoelace(corners: Sequence[Numbers]) -> Any:
    """The area of a polygon, with the sign of its turn."""
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _linear_map(given: Given) -> Expected:
    def moved(x: Any, y: Any) -> list[Any]:
        return [given.a * x + given.b * y, given.c * x + given.d * y]

    rows = jacobian([lambda x, y: moved(x, y)[0], lambda x, y: moved(x, y)[1]], XY, x=2, y=-1)
    square = [moved(*corner) for corner in ((0, 0), (1, 0), (1, 1), (0, 1))]
    return {"j": rows, "image": moved(given.s, given.t), "area": abs(shoelace(square))}


def _which_map(given: Given) -> Expected:
    """The only option whose slopes are the entries of the matrix at a point."""
    a, b = given.a, given.b
    outputs = {
        "first": lambda x, y: a * x**2 + b * y,
        "double": lambda x, y: 2 * a * x**2 + b * y,
        "with x": lambda x, y: a * x**2 + b * x * y,
        "product": lambda x, y: x * y,
        "sum": lambda x, y: x + y,
    }
    here = {"x": mpf("0.7"), "y": mpf("1.9")}
    wanted = [[2 * a * here["x"], b], [here["y"], here["x"]]]
    pairs = [("double", "product"), ("product", "first"), ("first", "sum"), ("first", "product"), ("with x", "product")]
    right = [pair for pair in pairs if near(jacobian([outputs[name] for name in pair], XY, **here), wanted)]
    assert right == [("first", "product")]
    return f"u = {int(a)}*x**2 + {int(b)}*y, v = x·y"


def near(one: Sequence[Numbers], other: Sequence[Numbers]) -> bool:
    """Whether two matrices are the same but for rounding."""
    return all(abs(a - b) < 1e-9 for row, line in zip(one, other, strict=True) for a, b in zip(row, line, strict=True))


def _collapsing_map(given: Given) -> Expected:
    k = mp.findroot(lambda k: size([[given.a, given.b], [given.c, k]]), (0, 1), solver="secant")
    return {"k": k, "line": applied([[given.a, given.b], [given.c, k]], [3, 1])}


def _polar_at_a_place(given: Given) -> Expected:
    angle = mp.atan2(given.sn, given.cs)
    polar: list[Callable[..., Any]] = [lambda r, t: r * mp.cos(t), lambda r, t: r * mp.sin(t)]
    rows = jacobian(polar, ("r", "t"), r=given.rr, t=angle)
    return {"j": rows, "patch": abs(size(rows)) * given.w / 10 / 100}


def _polar_turned_round(given: Given) -> Expected:
    back: list[Callable[..., Any]] = [lambda x, y: mp.sqrt(x**2 + y**2), lambda x, y: mp.atan2(y, x)]
    rows = jacobian(back, XY, x=given.px, y=given.py)
    return {"rx": rows[0][0], "tx": rows[1][0], "area": size(rows)}


SPHERICAL: tuple[Callable[..., Any], ...] = (
    lambda r, phi, theta: r * mp.sin(phi) * mp.cos(theta),
    lambda r, phi, theta: r * mp.sin(phi) * mp.sin(theta),
    lambda r, phi, **_: r * mp.cos(phi),
)


def _spherical(given: Given) -> Expected:
    here = {"r": given.p, "phi": given.k * mp.pi / 6, "theta": mpf("0.4")}
    factor = size(jacobian(SPHERICAL, ("r", "phi", "theta"), **here))
    return {
        "column": [derivative(f, "phi") for f in SPHERICAL],
        "factor": factor,
        "volume": factor * given.h / 10 / 10 / 10,
    }


def _folds(given: Given) -> Expected:
    lens: list[Callable[..., Any]] = [lambda x, y: x**2 + given.a * y, lambda x, y: y**2 + given.b * x]

    def factor(x: Any, y: Any) -> Any:
        return size(jacobian(lens, XY, x=x, y=y))

    here = int(mp.nint(factor(given.p, given.q)))
    mirrored = "mirrored" if here < 0 else "not mirrored"
    return {"factor": factor, "fold": Zero(factor), "side": f"a patch of area {abs(here)}·A, {mirrored}"}


# --- directions -----------------------------------------------------------------------------------------


def by_angle(f: Callable[..., Any], point: Mapping[str, Any]) -> Callable[[Any], Any]:
    """The slope at a point as a function of the direction."""
    return lambda angle: along(f, point, [mp.cos(angle), mp.sin(angle)])


def steepest(slopes: Callable[[Any], Any]) -> Any:
    """The angle of the steepest rise: the highest of 24 directions, refined where the slope has its top."""
    best = max((2 * mp.pi * k / 24 for k in range(24)), key=slopes)
    return mp.findroot(
        lambda angle: slopes(angle + mpf("1e-8")) - slopes(angle - mpf("1e-8")), best, tol=mpf(10) ** -30
    )


def _steepest_ascent(given: Given) -> Expected:
    slopes = by_angle(given.f, {"x": given.p, "y": given.q})
    best = steepest(slopes)
    level = roots(slopes, 0, 2 * mp.pi, by="angle", pieces=40)
    return {
        "way": [mp.cos(best), mp.sin(best)],
        "slope": slopes(best),
        "level": {(mp.cos(angle), mp.sin(angle)) for angle in level},
    }


def _two_paths(given: Given) -> Expected:
    """The plane that rises as both paths do."""

    def missed(p: Any, q: Any) -> list[Any]:
        plane = {"f": lambda x, y: p * x + q * y}
        here = {"x": 0, "y": 0}
        return [along(plane["f"], here, [0, 1]) - given.q, along(plane["f"], here, [3, 4]) - given.s]

    p, q = mp.findroot(missed, (1, 1))
    return {"g": [p, q], "steepest": mp.hypot(p, q)}


def _mountain_railway(given: Given) -> Expected:
    length = mp.hypot(given.gx, given.gy)

    def rise(phi: Any) -> Any:
        up = mp.atan2(given.gy, given.gx)
        return given.gx * mp.cos(up + phi) + given.gy * mp.sin(up + phi)

    def may(phi: Any) -> bool:
        return bool(0 <= phi <= mp.pi and abs(rise(phi)) <= given.most)

    return {"steepest": length, "angles": Region(lambda phi, **_: may(phi))}


# --- bends ----------------------------------------------------------------------------------------------


def _bend_along_a_path(given: Given) -> Expected:
    step = 1 / mp.sqrt(2)
    return {
        "h": hessian(given.f, XY, x=given.p, y=given.q),
        "bend": mp.diff(lambda t: given.f(x=given.p + t * step, y=given.q + t * given.s * step), 0, 2),
    }


def _silent(given: Given) -> Expected:
    """Which functions are positive all around (0, 0), on two small circles."""
    a, b = int(given.a), int(given.b)

    options: dict[str, Callable[[Any, Any], Any]] = {
        f"{b}*y**4 + {a}*x**2": lambda x, y: a * x**2 + b * y**4,
        f"{a}*y**6 + {b}*x**4": lambda x, y: b * x**4 + a * y**6,
        "minus": lambda x, y: a * x**2 - b * y**4,
        "cube": lambda x, y: a * x**2 + b * y**3,
        "square": lambda x, y: a * (x + y) ** 2,
    }
    circle = [(mp.cos(mp.pi * k / 180), mp.sin(mp.pi * k / 180)) for k in range(360)]
    around = [(r * x, r * y) for r in (mpf("0.01"), mpf("0.002")) for x, y in circle]
    return {name for name, f in options.items() if min(f(*place) for place in around) > mpf(10) ** -20}


def _edge_of_a_saddle(given: Given) -> Expected:
    def loss(k: Any) -> Callable[..., Any]:
        return lambda x, y: given.a**2 * x**2 + given.c * x * y + k * y**2

    edge = mp.findroot(lambda k: size(hessian(loss(k), XY, x=0, y=0)), (0, 1), solver="secant")
    lowest = mp.findroot(lambda x: slope(loss(edge), x=x, y=1), 0)
    assert size(hessian(loss(edge - 2), XY, x=0, y=0)) < 0
    return {"edge": edge, "valley": Zero(lambda x, y: x - lowest * y), "example": edge - 2}


def _way_down(given: Given) -> Expected:
    values = bends(given.f, (0, 0))
    down = min((mp.pi * k / 8 for k in range(8)), key=lambda t: given.f(x=mp.cos(t), y=mp.sin(t)))
    return {"values": set(values), "way": [mp.cos(down), mp.sin(down)]}


# --- the sandpit ------------------------------------------------------------------------------------------


def _first_step(given: Given) -> Expected:
    """The deepest place of a tilted floor on a circle around the start."""
    run = mpf("0.5")
    slopes = [(given.east - given.z) / run, (given.north - given.z) / run]
    best = steepest(lambda angle: dot(slopes, [mp.cos(angle), mp.sin(angle)]))
    return {"g": slopes, "place": [given.p + given.k * mp.cos(best), given.q + given.k * mp.sin(best)]}


def _two_pits(given: Given) -> Expected:
    xs = roots(lambda x: slope(given.f, x=x, y=1), -8, 8, pieces=80)
    a, b, c = (float(each) for each in (given.a, given.b, given.c))

    def height(x: float, y: float) -> float:
        return c * (x**2 - a**2) ** 2 / 4 + b * y**2

    x, y, step = float(given.s * given.p), 3.0, 1e-6
    for _ in range(4000):
        east = (height(x + step, y) - height(x - step, y)) / (2 * step)
        north = (height(x, y + step) - height(x, y - step)) / (2 * step)
        x, y = x - 0.01 * east, y - 0.01 * north
    return {
        "flat": {(root, 0) for root in xs},
        "rest": point_text(x, y),
        "determinant": size(hessian(given.f, XY, x=0, y=0)),
    }


def _jump(given: Given) -> Expected:
    start = [given.gx, given.gy]
    east = [given.gx + given.a, given.gy + given.b]
    north = [given.gx + given.b, given.gy + given.d]
    rows = [[east[k] - start[k], north[k] - start[k]] for k in (0, 1)]
    bottom = mp.lu_solve(mp.matrix(rows), mp.matrix([-start[0], -start[1]]))
    return {"h": rows, "bottom": list(bottom)}


def _blind_search(_: Given) -> Expected:
    """Facts in words: both parts are by reading."""
    return {}


CHECKS: dict[str, Callable[[Given], Expected]] = {
    "partial-one-at-a-time": _one_at_a_time,
    "partial-from-four-thermometers": _four_thermometers,
    "direction-slope-of-a-path": _slope_of_a_path,
    "hessian-four-critical-points": _four_critical_points,
    "hessian-how-strong-a-twist": _how_strong_a_twist,
    "jacobian-prediction-of-a-small-step": _prediction_of_a_small_step,
    "variables-of-a-tin": _tin,
    "variables-swap-their-roles": _swap_their_roles,
    "variables-while-learning": _while_learning,
    "partial-of-a-wave-in-a-field": _wave_in_a_field,
    "partial-product-and-chain": _product_and_chain,
    "mixed-second-derivatives": _second_derivatives,
    "mixed-in-the-lazy-order": _lazy_order,
    "mixed-derivatives-reveal-a-height": _reveal_a_height,
    "total-potter-at-the-wheel": _potter,
    "total-or-partial-in-a-tunnel-oven": _tunnel_oven,
    "total-derivative-along-a-contour": _along_a_contour,
    "jacobian-row-of-a-hill": _row_of_a_hill,
    "jacobian-of-a-linear-map": _linear_map,
    "jacobian-belongs-to-which-map": _which_map,
    "determinant-of-a-collapsing-map": _collapsing_map,
    "jacobian-of-polar-coordinates-at-a-place": _polar_at_a_place,
    "jacobian-of-polar-coordinates-turned-round": _polar_turned_round,
    "jacobian-of-spherical-coordinates": _spherical,
    "determinant-where-a-map-folds": _folds,
    "direction-of-steepest-ascent": _steepest_ascent,
    "direction-two-paths-in-the-fog": _two_paths,
    "direction-of-a-mountain-railway": _mountain_railway,
    "hessian-bend-along-a-path": _bend_along_a_path,
    "hessian-silent-about-the-origin": _silent,
    "hessian-on-the-edge-of-a-saddle": _edge_of_a_saddle,
    "hessian-way-down-from-a-saddle": _way_down,
    "sandpit-first-step": _first_step,
    "sandpit-with-two-pits": _two_pits,
    "sandpit-jump-to-the-bottom": _jump,
    "sandpit-the-blind-search": _blind_search,
}
BY_READING: dict[str, tuple[str, ...]] = {
    "variables-of-a-tin": ("role",),
    "variables-swap-their-roles": ("who",),
    "variables-while-learning": ("which",),
    "sandpit-the-blind-search": ("steps", "end"),
}
