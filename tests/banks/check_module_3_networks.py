"""The answers of module 3, chain rule and networks, worked out by running each network and taking differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from mpmath import mp, mpf

from tests.banks.independent import Expected, Given, Region, Zero, derivative, gradient, roots

Row = list[Any]
Rows = list[Row]


# --- networks, run by hand -------------------------------------------------------------------------


def sigmoid(z: Any) -> Any:
    return 1 / (1 + mp.exp(-z))


def relu(z: Any) -> Any:
    return z if z > 0 else mpf(0)


def softplus(z: Any) -> Any:
    return mp.log(1 + mp.exp(z))


def times(matrix: Sequence[Sequence[Any]], column: Sequence[Any]) -> Row:
    return [mp.fdot(row, column) for row in matrix]


def layer(weights: Sequence[Sequence[Any]], biases: Sequence[Any], column: Sequence[Any]) -> Row:
    return [value + bias for value, bias in zip(times(weights, column), biases, strict=True)]


def rate(of: Callable[[Any], Any], t: Any) -> Any:
    """The slope of a function of one number."""
    return mp.diff(of, mpf(t))


def velocity(of: Callable[[Any], Sequence[Any]], t: Any) -> Row:
    """The slopes of the entries of a path."""

    def entry(place: int) -> Callable[[Any], Any]:
        return lambda s: of(s)[place]

    return [rate(entry(place), t) for place in range(len(of(t)))]


def slopes(of: Callable[..., Any], at: Sequence[Any]) -> Row:
    """The slope by each of several arguments."""
    point = [mpf(value) for value in at]

    def alone(place: int) -> Callable[[Any], Any]:
        return lambda value: of(*point[:place], value, *point[place + 1 :])

    return [rate(alone(place), value) for place, value in enumerate(point)]


def jacobian(of: Callable[..., Sequence[Any]], at: Sequence[Any]) -> Rows:
    """A row for each output, a column for each argument, by differences."""

    def output(place: int) -> Callable[..., Any]:
        return lambda *point: of(*point)[place]

    return [slopes(output(place), at) for place in range(len(of(*at)))]


# --- chains ----------------------------------------------------------------------------------------


def along_path(given: Given) -> dict[str, Expected]:
    def at(t: Any) -> Row:
        return [given.c * t, t**2 + given.d]

    x, y = at(given.s)
    return {
        "g": gradient(given.f, ["x", "y"], x=x, y=y),
        "v": velocity(at, given.s),
        "rate": rate(lambda t: given.f(x=at(t)[0], y=at(t)[1]), given.s),
    }


def three_links(given: Given) -> dict[str, Expected]:
    def inner(t: Any) -> Any:
        return t**2 + given.c

    def middle(u: Any) -> Any:
        return given.a * u - given.b

    u = inner(given.s)
    links = [rate(lambda x: x**2, middle(u)), rate(middle, u), rate(inner, given.s)]
    return {"links": links, "rate": rate(lambda t: middle(inner(t)) ** 2, given.s)}


def three_signals(given: Given) -> dict[str, Expected]:
    def signals(t: Any) -> Row:
        return [t**2, given.v(t=t), given.b * t]

    def model(t: Any) -> Any:
        one, two, three = signals(t)
        return given.a * one * two + three

    def speed(place: int) -> Callable[..., Any]:
        return lambda t: velocity(signals, t)[place]

    return {"speed": [speed(place) for place in range(3)], "rate": lambda t: rate(model, t)}


def row_matrix_column(given: Given) -> dict[str, Expected]:
    def path(t: Any) -> Row:
        return [t**2, given.b * t + given.d]

    def inner(one: Any, two: Any) -> Row:
        return [one + given.a * two, one * two]

    def whole(t: Any) -> Any:
        return mp.fprod(inner(*path(t)))

    u = path(given.s)
    return {
        "row": slopes(lambda one, two: one * two, inner(*u)),
        "matrix": jacobian(inner, u),
        "column": velocity(path, given.s),
        "rate": rate(whole, given.s),
    }


# --- products of Jacobians -------------------------------------------------------------------------


def shapes(given: Given) -> dict[str, Expected]:
    def shape(outputs: Any, inputs: Any) -> Row:
        made = jacobian(lambda *x: [mp.fsum(x)] * int(outputs), [mpf(1)] * int(inputs))
        return [len(made), len(made[0])]

    return {"inner": shape(given.m, given.n), "whole": shape(given.k, given.n)}


def row_times_jacobian(given: Given) -> dict[str, Expected]:
    def cost(one: Any, two: Any) -> Any:
        return mp.fdot([given.p, given.q], times([[given.a, given.b], [given.c, given.d]], [one, two]))

    return {"row": slopes(cost, [0, 0]), "small": cost(mpf(0), given.h) - cost(mpf(0), mpf(0))}


def two_layers(given: Given) -> dict[str, Expected]:
    def first(one: Any, two: Any) -> Row:
        return [given.a * one + two, one * two]

    def second(one: Any, two: Any) -> Row:
        return [one * two, one - given.b * two]

    x = [given.p, given.q]
    return {
        "outer": jacobian(second, first(*x)),
        "whole": jacobian(lambda one, two: second(*first(one, two)), x),
    }


def cheaper_order(given: Given) -> dict[str, Expected]:
    def product(left: tuple[Any, Any], right: tuple[Any, Any]) -> tuple[tuple[Any, Any], Any]:
        assert left[1] == right[0]
        return (left[0], right[1]), left[0] * left[1] * right[1]

    row, middle, last = (mpf(1), given.k), (given.k, given.m), (given.m, given.n)
    (front, early), (back, late) = product(row, middle), product(middle, last)
    return {"left": early + product(front, last)[1], "right": late + product(row, back)[1]}


# --- activations -----------------------------------------------------------------------------------


def sigmoid_from_output(given: Given) -> dict[str, Expected]:
    z = mp.findroot(lambda z: sigmoid(z) - given.p / given.q, 0)
    return {
        "slope": rate(sigmoid, z),
        "rate": rate(lambda x: sigmoid(given.w * x + z), 0),
        "twin": sigmoid(-z),
    }


def relu_silent_side(given: Given) -> dict[str, Expected]:
    def out(x: Any) -> Any:
        return relu(given.b - given.w * x)

    return {
        "silent": Region(lambda x: out(mpf(x)) == 0),
        "slopes": [rate(out, given.l), rate(out, given.r)],
    }


def tanh_neuron(given: Given) -> dict[str, Expected]:
    z = mp.atanh(given.p / given.q)
    bias = z - given.w * given.x
    return {
        "slope": rate(mp.tanh, z),
        "slopes": slopes(lambda w, b, x: mp.tanh(w * x + b), [given.w, bias, given.x]),
    }


def sigmoid_curve(given: Given) -> dict[str, Expected]:
    (middle,) = roots(lambda x: given.f(x=x) - given.c / 2, 0, 12)
    assert abs(mp.diff(lambda x: given.f(x=x), middle, 2)) < 1e-9
    return {"d": derivative(given.f, "x"), "where": middle, "top": rate(lambda x: given.f(x=x), middle)}


def two_relus(given: Given) -> dict[str, Expected]:
    def f(x: Any) -> Any:
        return given.f(x=x)

    def bends(x: Any) -> bool:
        return bool(abs(f(x + 0.1) + f(x - 0.1) - 2 * f(x)) > 1e-9)

    pieces = [given.p - 1, (given.p + given.q) / 2, given.q + 1]
    return {
        "kinks": {mpf(x) for x in range(-9, 10) if bends(mpf(x))},
        "slopes": [rate(f, x) for x in pieces],
    }


def slopes_far_out(given: Given) -> dict[str, Expected]:
    known: dict[str, Callable[[Any], Any]] = {
        "sigmoid": sigmoid,
        "tanh": mp.tanh,
        "relu": relu,
        "leaky relu": lambda z: z if z > 0 else given.c * z,
        "softplus": softplus,
    }
    (steep,) = [name for name, f in known.items() if rate(f, -given.n) >= given.c - mpf(10) ** -12]
    return {"right": {name for name, f in known.items() if rate(f, given.n) > 0.5}, "left": steep}


# --- one neuron ------------------------------------------------------------------------------------


def neuron_cost(given: Given) -> dict[str, Expected]:
    z = mp.findroot(lambda z: sigmoid(z) - given.a, 0)

    def cost(one: Any, two: Any, bias: Any) -> Any:
        return (sigmoid(one * given.m + two * given.n + bias) - given.y) ** 2

    return {
        "da": rate(lambda a: (a - given.y) ** 2, given.a),
        "dz": rate(lambda s: (sigmoid(s) - given.y) ** 2, z),
        "dw": slopes(cost, [1, 1, z - given.m - given.n]),
    }


def decision_line(given: Given) -> dict[str, Expected]:
    def out(x: Any, y: Any, bias: Any) -> Any:
        return sigmoid(given.u * x - given.v * y + bias)

    (bias,) = roots(lambda b: out(given.p, given.q, b) - 0.5, -40, 40, by="b")
    # log(a/(1 − a)) is 0 where a = 1/2, and as straight as the line.
    return {"edge": Zero(lambda x, y: mp.log(1 / out(x, y, given.b) - 1)), "bias": bias}


def neuron_for_a_corner(given: Given) -> Expected:
    fires, silent = given.p + given.q, max(given.r + given.q, given.p + given.s)
    assert fires > silent
    return [1, 1, -(fires + silent) / 2]


# --- layers ----------------------------------------------------------------------------------------


def layer_forward(given: Given) -> dict[str, Expected]:
    z = layer([[given.a, given.b], [given.c, given.d]], [given.r, given.s], [given.p, given.q])
    return {"z": z, "out": [relu(value) for value in z]}


def weights_from_equations(given: Given) -> dict[str, Expected]:
    def out(one: Any, two: Any, three: Any) -> Row:
        return [given.a * one - given.b * three + given.r, given.c * two + given.d * one - given.s]

    return {"weights": jacobian(out, [0, 0, 0]), "biases": out(0, 0, 0)}


def count_parameters(given: Given) -> dict[str, Expected]:
    def count(inputs: int, hidden: int, outputs: int) -> int:
        sizes = [inputs, hidden, outputs]
        weights = [[1] * before for before, after in pairwise(sizes) for _ in range(after)]
        return sum(map(len, weights)) + len(weights)

    n, m, k = int(given.n), int(given.m), int(given.k)
    return {"shape": [m, n], "count": count(n, m, k), "more": count(n, m + 1, k) - count(n, m, k)}


def weighted_sum(given: Given) -> Expected:
    def second(to_two_from_one: Any, to_one_from_two: Any, value: Any, bias: Any) -> Any:
        weights = [[1, to_one_from_two], [to_two_from_one, 3]]
        return layer(weights, [0, bias], [value, given.c])[1]

    return slopes(second, [given.w, given.v, given.a, 1])


def collapsed_layers(given: Given) -> dict[str, Expected]:
    def out(one: Any, two: Any) -> Row:
        hidden = layer([[given.a, given.b], [given.c, given.d]], [given.r, given.s], [one, two])
        return layer([[given.e1, given.f], [given.g, given.h]], [given.u, 0], hidden)

    return {"weights": jacobian(out, [0, 0]), "biases": out(0, 0)}


def tanh_layer(given: Given) -> dict[str, Expected]:
    z = [mp.atanh(given.h), mp.atanh(given.g)]

    def out(one: Any, two: Any) -> Row:
        moved = times([[given.a, given.b], [given.c, given.d]], [one, two])
        return [mp.tanh(start + more) for start, more in zip(z, moved, strict=True)]

    return {"slopes": [rate(mp.tanh, value) for value in z], "whole": jacobian(out, [0, 0])}


# --- cost ------------------------------------------------------------------------------------------


def mean_square(given: Given) -> dict[str, Expected]:
    targets = [given.y1, given.y2, given.y3]
    found = [given.y1 + given.r, given.y2 + given.s, given.y3 + given.t]

    def cost(*a: Any) -> Any:
        return mp.fsum((one - other) ** 2 for one, other in zip(a, targets, strict=True)) / 3

    return {"cost": cost(*found), "slopes": slopes(cost, found)}


def log_cost(given: Given) -> dict[str, Expected]:
    def cost(a: Any) -> Any:
        return -given.c * mp.log(a) - given.d * mp.log(1 - a)

    (best,) = roots(lambda a: rate(cost, a), 0.01, 0.99, by="a", pieces=60)
    return {
        "da": lambda a: rate(cost, a),
        "dz": lambda a: rate(lambda z: cost(sigmoid(z)), mp.log(a / (1 - a))),
        "best": best,
    }


def two_examples(given: Given) -> dict[str, Expected]:
    def errors(w: Any, b: Any) -> Row:
        return [w * given.p + b - given.y1, w * given.q + b - given.y2]

    def cost(w: Any, b: Any) -> Any:
        return mp.fsum(error**2 for error in errors(w, b)) / 2

    here = [given.w0, given.b0]
    found = slopes(cost, here)
    return {
        "errors": errors(*here),
        "slopes": found,
        "next": [value - one / 10 for value, one in zip(here, found, strict=True)],
    }


# --- the backward pass -----------------------------------------------------------------------------


def two_neurons(given: Given) -> dict[str, Expected]:
    target = given.y - given.g

    def hidden(w1: Any, b1: Any) -> Any:
        return relu(w1 * given.x + b1)

    def output(h: Any, w2: Any, b2: Any) -> Any:
        return w2 * h + b2

    def cost(w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
        return (output(hidden(w1, b1), w2, b2) - target) ** 2

    h = hidden(given.w1, given.b1)
    a = output(h, given.w2, given.b2)
    by_hidden = rate(lambda value: (output(value, given.w2, given.b2) - target) ** 2, h)
    return {
        "forward": [h, a],
        "out": [rate(lambda value: (value - target) ** 2, a), by_hidden],
        "slopes": slopes(cost, [given.w1, given.b1, given.w2, given.b2]),
    }


def full_pass(given: Given) -> dict[str, Expected]:
    target, x = given.y - given.g, [given.p, given.q]

    def preparing(*w: Any) -> Row:
        return layer([w[:2], w[2:]], [given.r, given.s], x)

    def of_hidden(one: Any, two: Any) -> Any:
        return (given.u * one + given.v * two - target) ** 2

    def of_z(one: Any, two: Any) -> Any:
        return of_hidden(relu(one), relu(two))

    weights = [given.a, given.b, given.c, given.d]
    z = preparing(*weights)
    h = [relu(value) for value in z]
    by_weight = slopes(lambda *w: of_z(*preparing(*w)), weights)
    return {
        "hidden": h,
        "back": slopes(of_hidden, h),
        "delta": slopes(of_z, z),
        "weights": [by_weight[:2], by_weight[2:]],
    }


def two_sigmoids(given: Given) -> dict[str, Expected]:
    def out(w1: Any, w2: Any) -> Any:
        return sigmoid(w2 * sigmoid(w1 * given.x))

    first, second = slopes(lambda w1, w2: (out(w1, w2) - 1) ** 2, [given.u, given.v])
    return {
        "hidden": sigmoid(given.u * given.x),
        "out": out(given.u, given.v),
        "second": second,
        "first": first,
    }


def weight_used_twice(given: Given) -> dict[str, Expected]:
    def once(w: Any) -> Any:
        return w * given.x + given.b

    return {"first": rate(once, given.w), "second": rate(lambda w: w * once(w) + given.c, given.w)}


# --- vanishing slopes ------------------------------------------------------------------------------


def vanishing_bound(given: Given) -> dict[str, Expected]:
    steepest = max(rate(sigmoid, mpf(k) / 10) for k in range(-20, 21))

    def active(x: Any) -> Any:
        for _ in range(int(given.n)):
            x = relu(given.v * x)
        return x

    return {
        "bound": (steepest * given.v) ** int(given.n),
        "active": rate(active, 1),
        "safe": Region(lambda w: w > 0 and w * steepest < 1 / given.k - mpf(10) ** -12),
    }


def vanishing_depth(given: Given) -> dict[str, Expected]:
    def layers(factor: Any, done: Callable[[Any], bool]) -> int:
        slope, count = mpf(1), 0
        while not done(slope):
            slope, count = slope * factor, count + 1
        return count

    edge = mpf(10) ** int(given.m)
    return {
        "vanished": layers(1 / given.k, lambda slope: bool(slope < 1 / edge)),
        "exploded": layers(given.g, lambda slope: bool(slope > edge)),
    }


# --- checking a gradient ---------------------------------------------------------------------------


def check_quotients(given: Given) -> dict[str, Expected]:
    def forward(h: Any) -> Any:
        return (given.f(w=given.p + h) - given.f(w=given.p)) / h

    def central(h: Any) -> Any:
        return (given.f(w=given.p + h) - given.f(w=given.p - h)) / (2 * h)

    slope = rate(lambda w: given.f(w=w), given.p)
    shrinks = (central(mpf(1) / 10) - slope) / (central(1 / (10 * given.j)) - slope)
    return {
        "forward": forward(mpf(1) / 10),
        "central": central(mpf(1) / 10),
        "order": f"{int(mp.nint(shrinks))} times smaller",
    }


def check_finds_a_bug(given: Given) -> dict[str, Expected]:
    def cost(w: Any, b: Any) -> Any:
        return (w * given.x + b - given.y) ** 2

    by_weight, by_bias = slopes(cost, [given.w, given.b])
    told = 2 * given.g
    factor, fine = by_weight / told, abs(by_bias - told) < 1e-9
    bug = "the slope by w lacks the factor x" if fine and abs(factor - given.x) < 1e-9 else "another"
    return {"measured": [by_weight, by_bias], "bug": bug}


def check_at_a_kink(given: Given) -> dict[str, Expected]:
    def cost(w: Any) -> Any:
        return given.f(w=w)

    p, h = given.p, mpf(1) / 10
    return {
        "quotients": [(cost(p) - cost(p - h)) / h, (cost(p + h) - cost(p)) / h],
        "central": (cost(p + h) - cost(p - h)) / (2 * h),
    }


CHECKS: dict[str, Callable[[Given], Expected]] = {
    "network-chain-along-path": along_path,
    "network-chain-three-links": three_links,
    "network-chain-three-signals": three_signals,
    "network-chain-row-matrix-column": row_matrix_column,
    "network-jacobian-shapes": shapes,
    "network-row-times-jacobian": row_times_jacobian,
    "network-jacobian-of-two-layers": two_layers,
    "network-cheaper-order": cheaper_order,
    "network-sigmoid-from-output": sigmoid_from_output,
    "network-relu-silent-side": relu_silent_side,
    "network-tanh-neuron-slopes": tanh_neuron,
    "network-sigmoid-curve-slope": sigmoid_curve,
    "network-two-relus": two_relus,
    "network-slopes-far-out": slopes_far_out,
    "network-neuron-cost-slopes": neuron_cost,
    "network-neuron-decision-line": decision_line,
    "network-neuron-for-a-corner": neuron_for_a_corner,
    "network-layer-forward": layer_forward,
    "network-weights-from-equations": weights_from_equations,
    "network-count-parameters": count_parameters,
    "network-slopes-of-a-weighted-sum": weighted_sum,
    "network-linear-layers-collapse": collapsed_layers,
    "network-tanh-layer-jacobian": tanh_layer,
    "network-mean-square-cost": mean_square,
    "network-log-cost": log_cost,
    "network-two-examples-step": two_examples,
    "network-backward-steps": lambda _: {},
    "network-backward-two-neurons": two_neurons,
    "network-backward-full-pass": full_pass,
    "network-backward-two-sigmoids": two_sigmoids,
    "network-weight-used-twice": weight_used_twice,
    "network-vanishing-bound": vanishing_bound,
    "network-vanishing-depth": vanishing_depth,
    "network-gradient-check-quotients": check_quotients,
    "network-gradient-check-finds-a-bug": check_finds_a_bug,
    "network-gradient-check-at-a-kink": check_at_a_kink,
}

# Words, reasons and an order of steps, which no number checks.
BY_READING: dict[str, tuple[str, ...]] = {
    "network-jacobian-shapes": ("product",),
    "network-cheaper-order": ("why",),
    "network-relu-silent-side": ("name",),
    "network-linear-layers-collapse": ("lesson",),
    "network-backward-steps": ("steps", "kept"),
    "network-weight-used-twice": ("formula",),
    "network-gradient-check-at-a-kink": ("then",),
}
