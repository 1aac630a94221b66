"""A dense search of its own for stationary points: texts read by Python, derivatives by differences, nothing of ours.

Newton's method starts from every point of a grid, on the gradient or on the equations of Lagrange; kinds are read from
the values at feasible neighbours; extremes from feasible samples at growing distances. Arrays of points have shape
(variables, points), in long doubles.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import mpmath
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Field = Callable[[Array], Array]
Box = dict[str, tuple[float, float]]

LONG = np.longdouble
STEP = LONG("1e-3")  # differences of fourth order: errors near 1e-12, rounding 1e-19/STEP²
FAR = 3.0  # Newton's path may leave the box so many times its size and come back
ZERO = 1e-7  # the largest equation at a solution: Newton's method also ends where |F| is least and not 0
CLOSE = 1e-4  # what one point is: nearer ones are the same
ABS = {"abs": np.abs, "sin": np.sin, "cos": np.cos, "exp": np.exp, "log": np.log, "sqrt": np.sqrt}
ARRAYS = {**ABS, "pi": 4 * np.arctan(LONG(1)), "e": np.exp(LONG(1))}
DIGITS = {name: getattr(mpmath, {"abs": "fabs"}.get(name, name)) for name in ARRAYS}


def python(text: str) -> str:
    """The text as Python reads it."""
    return text.replace("^", "**")


def field(text: str, names: Sequence[str]) -> Field:
    """The function of a text, for arrays of points.

    >>> field("x^2 + y", "xy")(np.array([[3.0], [1.0]], dtype=LONG)).tolist()
    [np.longdouble('10.0')]
    """
    # Powers of long doubles are slow, products are not.
    products = re.sub(r"\b([a-z])\^([1-9])\b", lambda found: f"({'*'.join(found[1] * int(found[2]))})", text)
    code = compile(python(products), text, "eval")

    def values(points: Array) -> Array:
        found = eval(code, {"__builtins__": {}, **ARRAYS}, dict(zip(names, points, strict=True)))
        return np.asarray(found, dtype=LONG) if np.ndim(found) else np.full(points.shape[1:], found, dtype=LONG)

    return values


def words(text: str) -> set[str]:
    """The names in a text."""
    return set(re.findall(r"[a-z]+", text))


def exact(text: str, given: Mapping[str, Any]) -> Any:
    """The value of a text at the digits that mpmath works with; "2/3" is no float."""
    decimals = re.sub(r"(\d+\.?\d*)", r"mpf('\1')", python(text))
    return eval(decimals, {"__builtins__": {}, "mpf": mpmath.mpf}, {**DIGITS, **given})


def number(text: str) -> float:
    """The value of a text as a float."""
    with mpmath.workdps(40):
        return float(exact(text, {}))


def numbers(texts: Sequence[str]) -> Array:
    """The values of texts, shape (texts,)."""
    return np.array([number(text) for text in texts])


def quick(text: str, **given: float) -> float:
    """The value of a text with names, in floats."""
    return float(eval(python(text), {"__builtins__": {}}, {**ARRAYS, **given}))


class Relation(NamedTuple):
    """A constraint: side = 0, or side ≤ 0 (`direction` 1) or ≥ 0 (`direction` −1); side is left − right."""

    side: str
    direction: int


def relation(text: str) -> Relation:
    """The constraint of a text.

    >>> relation("x + y >= 2")
    Relation(side='x + y - (2)', direction=-1)
    """
    left, sign, right = re.split(r"\s*(<=|>=|=)\s*", text)
    return Relation(f"{left} - ({right})", {"=": 0, "<=": 1, ">=": -1}[sign])


# Differences ------------------------------------------------------------------------------------------------------


def _moved(points: Array, moves: dict[int, Any]) -> Array:
    moved = points.copy()
    for axis, by in moves.items():
        moved[axis] += by * STEP
    return moved


def gradient(f: Field, points: Array) -> Array:
    """∂f/∂x at every point, shape (variables, points); error of fourth order."""
    parts = []
    for axis in range(len(points)):
        near, far = (f(_moved(points, {axis: k})) - f(_moved(points, {axis: -k})) for k in (0.25, 0.5))
        parts.append((8 * near - far) / (3 * STEP))
    return np.array(parts)


def hessian(f: Field, points: Array) -> Array:
    """∂²f/∂x∂y at every point, shape (variables, variables, points)."""
    size = len(points)
    out = np.empty((size, size, points.shape[1]), dtype=LONG)
    middle = f(points)
    for i in range(size):
        one, two = (f(_moved(points, {i: k})) + f(_moved(points, {i: -k})) for k in (1, 2))
        out[i, i] = (16 * one - two - 30 * middle) / (12 * STEP**2)
    for i, j in itertools.combinations(range(size), 2):
        one, two = (_mixed(f, points, i, j, k) for k in (1, 2))
        out[i, j] = out[j, i] = (4 * one - two) / 3
    return out


def _mixed(f: Field, points: Array, i: int, j: int, k: int) -> Array:
    corners = [a * b * f(_moved(points, {i: a * k, j: b * k})) for a in (1, -1) for b in (1, -1)]
    return np.asarray(sum(corners) / (4 * (k * STEP) ** 2), dtype=LONG)


# Newton from every point of a grid --------------------------------------------------------------------------------


def grid(box: Box, count: int) -> Array:
    """Points of a grid over the box, moved a little off the round numbers; shape (variables, count^variables)."""
    axes = [np.linspace(low, high, count, dtype=LONG) + LONG((high - low) * 0.00137) for low, high in box.values()]
    return np.array([part.ravel() for part in np.meshgrid(*axes, indexing="ij")])


def solved(matrices: Array, sides: Array) -> Array:
    """Least squares of many small systems at once: (rows, columns, points) and (rows, points) -> (columns, points)."""
    a = np.moveaxis(matrices, -1, 0).astype(float)
    size = np.abs(a).max(axis=(1, 2), initial=1e-300)[:, None, None]
    a = a / size
    transposed = np.swapaxes(a, 1, 2)
    squared = transposed @ a + 1e-14 * np.eye(a.shape[2])
    right = transposed @ (np.moveaxis(sides, -1, 0).astype(float)[:, :, None] / size)
    return np.moveaxis(np.linalg.solve(squared, right)[:, :, 0], 0, -1)


class Equations(NamedTuple):
    """∇f − Σ λ ∇g = 0 and g = 0."""

    f: Field
    sides: tuple[Field, ...]

    def system(self, x: Array, multipliers: Array) -> tuple[Array, Array]:
        """Left sides, shape (n + m, points), and their derivatives, shape (n + m, n + m, points)."""
        n, m = len(x), len(self.sides)
        slopes = [gradient(g, x) for g in self.sides]
        left, curved = gradient(self.f, x), hessian(self.f, x)
        for k, g in enumerate(self.sides):
            left, curved = left - multipliers[k] * slopes[k], curved - multipliers[k] * hessian(g, x)
        matrix = np.zeros((n + m, n + m, x.shape[1]), dtype=LONG)
        matrix[:n, :n] = curved
        for k in range(m):
            matrix[:n, n + k], matrix[n + k, :n] = -slopes[k], slopes[k]
        return np.concatenate([left, *(g(x)[None] for g in self.sides)]), matrix

    def hold(self, x: Array, left: Array, matrix: Array) -> Array:
        """Which points are solutions: small sides, and beside ∇f or the curvature too, lest f dies away there."""
        n = len(x)
        size = 1e-5 * np.abs(gradient(self.f, x)).max(axis=0) + CLOSE * np.abs(matrix[:n, :n]).max(axis=(0, 1))
        return np.asarray((np.abs(left).max(axis=0) < ZERO) & (np.abs(left[:n]).max(axis=0) <= size))

    def multipliers(self, x: Array) -> Array:
        """The multipliers that fit ∇f best, shape (m, points)."""
        if not self.sides:
            return np.zeros((0, x.shape[1]), dtype=LONG)
        return solved(np.array([gradient(g, x) for g in self.sides]).swapaxes(0, 1), gradient(self.f, x)).astype(LONG)


@np.errstate(all="ignore")
def found(equations: Equations, box: Box, count: int, steps: int = 45) -> Array:
    """Distinct solutions in the box, shape (variables, points): Newton's method from every point of a grid."""
    widths = np.array([high - low for low, high in box.values()], dtype=LONG)
    middles = np.array([(high + low) / 2 for low, high in box.values()], dtype=LONG)
    x = projected(equations.sides, grid(box, count), steps=4)
    multipliers = equations.multipliers(x)
    arrived: list[Array] = []
    for turn in range(steps):
        left, matrix = equations.system(x, multipliers)
        usable = np.isfinite(left).all(axis=0) & np.isfinite(matrix).all(axis=(0, 1))
        usable &= (np.abs(x - middles[:, None]) <= FAR * widths[:, None]).all(axis=0)
        x, multipliers, left, matrix = x[:, usable], multipliers[:, usable], left[:, usable], matrix[..., usable]
        if not x.size:
            break
        move = solved(matrix, left)
        length = np.sqrt((move[: len(x)] ** 2).sum(axis=0))
        there = (length < 1e-12) if turn < steps - 1 else (length < CLOSE / 3)
        zero = equations.hold(x, left, matrix)
        arrived.append(x[:, there & zero & inside(x, box)])
        shorter = np.minimum(1, float(widths.min()) / 6 / np.maximum(length, 1e-300))
        x = (x - shorter * move[: len(x)])[:, ~there]
        multipliers = (multipliers - shorter * move[len(x) :])[:, ~there]
    return distinct(np.concatenate(arrived, axis=1) if arrived else x[:, :0])


def inside(x: Array, box: Box) -> Array:
    """Which points are in the box?"""
    ends = np.array(list(box.values()), dtype=LONG) + np.array([-1e-9, 1e-9], dtype=LONG)
    return np.asarray(((x >= ends[:, :1]) & (x <= ends[:, 1:])).all(axis=0))


def distinct(x: Array, apart: float = CLOSE) -> Array:
    """One of those that are the same, in rising order."""
    kept: list[Array] = []
    rest = x[:, np.lexsort(np.round(x[::-1].astype(float), 6))] if x.size else x
    while rest.shape[1]:
        kept.append(rest[:, 0])
        rest = rest[:, np.abs(rest - rest[:, :1]).max(axis=0) > apart]
    return np.array(kept).T if kept else rest


@np.errstate(all="ignore")
def projected(sides: Sequence[Field], x: Array, steps: int = 30) -> Array:
    """The points carried onto g = 0 by the shortest Newton steps."""
    for _ in range(steps if sides else 0):
        values = np.array([g(x) for g in sides])
        slopes = np.array([gradient(g, x) for g in sides])
        usable = np.isfinite(values).all(axis=0) & np.isfinite(slopes).all(axis=(0, 1))
        x, values, slopes = x[:, usable], values[:, usable], slopes[..., usable]
        if not values.size or np.abs(values).max() < 1e-16:
            break
        x = x - solved(slopes, values)
    return x


# Feasible points, kinds and extremes --------------------------------------------------------------------------------


class Question(NamedTuple):
    """f on the set of the constraints."""

    names: tuple[str, ...]
    f: Field
    equalities: tuple[Field, ...]
    inequalities: tuple[tuple[Field, int], ...]

    def active(self, at: Array | None = None) -> Iterator[tuple[Field, ...]]:
        """The sides that may be zero (at a point): every equality with every choice of inequalities."""
        sides = [side for side, _ in self.inequalities if at is None or abs(side(at[:, None])[0]) < 1e-9]
        for count in range(min(len(sides), len(self.names) - len(self.equalities)) + 1):
            for chosen in itertools.combinations(sides, count):
                yield self.equalities + chosen

    def feasible(self, x: Array, slack: float = 1e-9) -> Array:
        """Which points satisfy the constraints, relative to their sizes?"""
        good = np.isfinite(self.f(x))
        for g in self.equalities:
            good &= np.abs(g(x)) <= slack * (1 + np.abs(x).max(axis=0) * np.abs(gradient(g, x)).max(axis=0))
        for h, direction in self.inequalities:
            good &= direction * h(x) <= slack * (1 + np.abs(x).max(axis=0))
        return good


def question(f: str, names: Sequence[str], constraints: Sequence[str]) -> Question:
    """The question of the texts."""
    relations = [relation(text) for text in constraints]
    return Question(
        tuple(names),
        field(f, names),
        tuple(field(side, names) for side, direction in relations if not direction),
        tuple((field(side, names), direction) for side, direction in relations if direction),
    )


def candidates(asked: Question, box: Box, count: int) -> Array:
    """Every point in the box where ∇f is a combination of the gradients of some active constraints."""
    parts = [found(Equations(asked.f, sides), box, count) for sides in asked.active()]
    every = np.concatenate(parts, axis=1)
    return distinct(every[:, asked.feasible(every)])


def directions(size: int, count: int = 600) -> Array:
    """Unit vectors on the sphere, shape (size, count)."""
    if size == 1:
        return np.array([[1, -1]], dtype=LONG)
    if size == 2:
        angles = np.linspace(0, 2 * math.pi, count, endpoint=False).astype(LONG) + LONG("1e-4")
        return np.array([np.cos(angles), np.sin(angles)])
    random = np.random.default_rng(7).normal(size=(size, count // 3)).astype(LONG)
    return np.asarray(random / np.sqrt((random**2).sum(axis=0)))


def neighbours(asked: Question, point: Array, radius: float) -> Array:
    """Feasible points at about the radius."""
    around = point[:, None] + LONG(radius) * directions(len(point))
    parts = [projected(sides, around, steps=12) for sides in asked.active(point)]
    every = np.concatenate(parts, axis=1)
    distance = np.sqrt(((every - point[:, None]) ** 2).sum(axis=0))
    near = (distance > radius / 8) & (distance < 3 * radius)
    every = every[:, near]
    return every[:, asked.feasible(every, slack=1e-16)]


def kind(asked: Question, point: Array) -> str:
    """What the values at feasible neighbours say: minimum, maximum, saddle, level (constant) or isolated."""
    x = point.astype(LONG)
    said = {_kind(asked, x, radius) for radius in (0.02, 0.005)}
    return said.pop() if len(said) == 1 else "unclear: " + ", ".join(sorted(said))


@np.errstate(all="ignore")
def _kind(asked: Question, x: Array, radius: float) -> str:
    near = neighbours(asked, x, radius)
    middle = asked.f(x[:, None])[0]
    change = asked.f(near) - middle
    noise = 1e-15 * (1 + abs(float(middle)))
    signs = (bool((change > noise).any()), bool((change < -noise).any()))
    names = {(True, False): "minimum", (False, True): "maximum", (True, True): "saddle", (False, False): "level"}
    return names[signs] if near.shape[1] else "isolated"


def singular(asked: Question, box: Box, count: int) -> Array:
    """Points in the box where the gradients of some active constraints are dependent."""
    parts = [np.zeros((len(asked.names), 0), dtype=LONG)]
    for sides in asked.active():
        for k, side in enumerate(sides):
            every = found(Equations(side, sides[:k] + sides[k + 1 :]), box, count)
            on = np.abs(side(every)) <= 1e-12
            parts.append(every[:, on])
    every = np.concatenate(parts, axis=1)
    return distinct(every[:, asked.feasible(every)])


@np.errstate(all="ignore")
def values(asked: Question, radius: float, count: int = 150) -> Array:
    """f at feasible samples within the radius, cut off at 1e300; the constraints are reached by projection."""
    random = np.random.default_rng(11).uniform(-radius, radius, (len(asked.names), count)).astype(LONG)
    sets = [asked.equalities, *((*asked.equalities, side) for side, _ in asked.inequalities)]
    every = np.concatenate([projected(sides, random, steps=24) for sides in sets], axis=1)
    found = asked.f(every[:, asked.feasible(every)])
    return np.asarray(np.clip(found, -1e300, 1e300), dtype=float)


# Thirty digits --------------------------------------------------------------------------------------------------------


def exact_gradient(text: str, names: Sequence[str], point: Sequence[Any]) -> list[Any]:
    """∂f/∂x at one point, to about 35 digits (call it at 60)."""
    step = mpmath.mpf(10) ** -20
    slopes = []
    for axis in range(len(names)):
        up, down = ([x + sign * step * (i == axis) for i, x in enumerate(point)] for sign in (1, -1))
        slopes.append((exact_value(text, names, up) - exact_value(text, names, down)) / (2 * step))
    return slopes


def exact_value(text: str, names: Sequence[str], point: Sequence[Any]) -> Any:
    """The value at one point."""
    return exact(text, dict(zip(names, point, strict=True)))
