"""Pairs of expressions that are equal, equal where both have a value, or different: made by rewriting, from a seed.

Nothing of the grader is used: values come from an evaluator of a few lines, in floats.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Literal, NamedTuple

from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import (
    E,
    Tree,
    add,
    call,
    divide,
    exp,
    multiply,
    negative,
    number,
    postorder,
    power,
    size,
    subtract,
    variable,
    variables,
)
from tests.quiz.grading.rewriting import CHANGING, KEEPING, put, rewritten

Truth = Literal["equal", "domain", "different"]
_FUNCTIONS = ("sin", "cos", "sin", "cos", "tan", "log", "sqrt", "atan", "abs", "sinh", "cosh")
_LARGEST = 90


class Pair(NamedTuple):
    """Two expressions, what is true of them, and how the second came from the first."""

    expected: str
    answer: str
    truth: Truth
    rules: tuple[str, ...]


# --- expressions -----------------------------------------------------------------------------------


def expression(rng: random.Random, depth: int = 3) -> Tree:
    """A random expression as textbooks have them, in x and now and then y."""
    if depth == 0 or rng.random() < 0.15:
        return _leaf(rng)
    kind = rng.choice(("sum", "sum", "product", "product", "power", "quotient", "call", "call", "exp"))
    if kind == "sum":
        terms = [expression(rng, depth - 1) for _ in range(rng.choice((2, 2, 3)))]
        return add(*(negative(term) if k and rng.random() < 0.4 else term for k, term in enumerate(terms)))
    if kind == "product":
        return multiply(number(rng.randint(2, 9)), expression(rng, depth - 1), _leaf(rng))
    if kind == "power":
        return power(expression(rng, depth - 1), number(rng.randint(2, 4)))
    if kind == "quotient":
        return divide(expression(rng, depth - 1), add(_leaf(rng), number(rng.randint(1, 6))))
    if kind == "exp":
        return exp(multiply(number(rng.randint(1, 3)), _variable(rng)))
    return call(rng.choice(_FUNCTIONS), _inner(rng, depth))


def _inner(rng: random.Random, depth: int) -> Tree:
    if rng.random() < 0.3:
        return _variable(rng)
    if rng.random() < 0.5:
        return multiply(number(rng.randint(2, 5)), _variable(rng))
    return expression(rng, min(depth - 1, 1))


def _leaf(rng: random.Random) -> Tree:
    if rng.random() < 0.65:
        return _variable(rng)
    return number(rng.randint(1, 9))


def _variable(rng: random.Random) -> Tree:
    return variable("y" if rng.random() < 0.2 else "x")


# --- values ----------------------------------------------------------------------------------------


def value(tree: Tree, point: dict[str, float]) -> float | None:
    """The value in floats; None where there is none."""
    try:
        found = _value(tree, point)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def _value(tree: Tree, point: dict[str, float]) -> float:
    if tree.kind == "number":
        return float(tree.value)  # type: ignore[arg-type]
    if tree.kind == "variable":
        return point[str(tree.value)]
    if tree.kind == "constant":
        return {"pi": math.pi, "e": math.e}[str(tree.value)]
    parts = [_value(arg, point) for arg in tree.args]
    if tree.kind == "sum":
        return math.fsum(parts)
    if tree.kind == "negative":
        return -parts[0]
    if tree.kind == "product":
        return math.prod(parts)
    if tree.kind == "quotient":
        return parts[0] / parts[1]
    if tree.kind == "power":
        return math.pow(parts[0], parts[1])
    if tree.value == "max":
        return max(parts)
    if tree.value in {"cot", "abs"}:
        return 1 / math.tan(parts[0]) if tree.value == "cot" else abs(parts[0])
    return float(getattr(math, str(tree.value))(*parts))


def _points(rng: random.Random) -> Iterator[dict[str, float]]:
    for scale in (1.0, 3.0, 1.0, 8.0) * 12:
        yield {name: rng.uniform(-scale, scale) for name in ("x", "y")}


def really_different(left: Tree, right: Tree, rng: random.Random) -> bool:
    """Do they differ clearly at two points at least, being real at ten?"""
    both = apart = 0
    for point in _points(rng):
        a, b = value(left, point), value(right, point)
        if a is not None and b is not None:
            both += 1
            apart += abs(a - b) > 1e-6 * max(abs(a), abs(b), 1e-3)
    return both >= 10 and apart >= 2


def often_real(left: Tree, right: Tree, rng: random.Random) -> bool:
    """Do both have a value at ten points at least, neither too large to be of interest?"""
    pairs = [(value(left, point), value(right, point)) for point in _points(rng)]
    return sum(a is not None and b is not None and abs(a) < 1e9 for a, b in pairs) >= 10


# --- mutations -------------------------------------------------------------------------------------


def mutated(tree: Tree, rng: random.Random) -> tuple[Tree, str] | None:
    """A mistake as learners make it: sign, factor, exponent, function, a term or factor dropped."""
    nodes = list(postorder(tree))
    for _ in range(40):
        node = rng.choice(nodes)
        found = _mistake(node, rng)
        if found is not None:
            return put(tree, node, found[0]), found[1]
    return None


_SWAPS = {
    "sin": "cos",
    "cos": "sin",
    "tan": "sin",
    "log": "sqrt",
    "sqrt": "log",
    "atan": "tan",
    "sinh": "cosh",
    "cosh": "sinh",
}


def _mistake(node: Tree, rng: random.Random) -> tuple[Tree, str] | None:
    if node.kind == "number" and isinstance(node.value, int):
        return number(node.value + rng.choice((-1, 1))), "number"
    if node.kind == "negative":
        return node.args[0], "sign"
    if rng.random() < 0.3:
        return _misread(node, rng)
    if node.kind == "sum":
        if rng.random() < 0.5:
            return add(*node.args[:-1]), "dropped term"
        return subtract(add(*node.args[:-1]), node.args[-1]), "sign"
    if node.kind == "product" and rng.random() < 0.5:
        return multiply(*node.args[1:]), "dropped factor"
    if node.kind == "power" and node.args[0] != E:
        return node.args[0], "exponent"
    if node.kind == "quotient":
        return divide(node.args[1], node.args[0]), "turned"
    if node.kind == "call" and node.value in _SWAPS:
        return call(_SWAPS[str(node.value)], *node.args), "function"
    return None


def _misread(node: Tree, rng: random.Random) -> tuple[Tree, str] | None:
    """What goes wrong in writing: a bracket, an index, an argument, a size, a rule used where it does not hold."""
    inner = node.args[0] if node.args else node
    if node.kind == "product" and node.args[-1].kind == "sum":
        first, *rest = node.args[-1].args
        return add(multiply(*node.args[:-1], first), *rest), "bracket forgotten"
    if node.kind == "power" and isinstance(node.args[1].value, int):
        if inner.kind == "sum" and rng.random() < 0.5:
            return add(*(power(term, node.args[1]) for term in inner.args)), "power of each term"
        return power(inner, number(node.args[1].value + rng.choice((-1, 1)))), "power off by one"
    if node.kind == "quotient" and node.args[1].kind == "sum":
        return add(*(divide(inner, term) for term in node.args[1].args)), "fraction split below"
    if node.kind == "call" and inner.kind == "sum":
        return add(*(call(str(node.value), term) for term in inner.args)), "function of each term"
    if node.kind == "call" and inner.kind == "product":
        return multiply(inner.args[0], call(str(node.value), multiply(*inner.args[1:]))), "factor taken out"
    if node.kind == "call" and node.value == "abs":
        return inner, "size forgotten"
    if node.kind == "variable":
        return rng.choice(
            (
                (call("abs", node), "size"),
                (variable("y" if node.value == "x" else "x"), "other variable"),
                (multiply(node, add(number(1), divide(number(1), number(10**5)))), "a little off"),
                (call("max", node, number(rng.randint(-2, 2))), "cut off"),
            )
        )
    return None


# --- pairs -----------------------------------------------------------------------------------------


def pairs(count: int, seed: int = 0) -> Iterator[Pair]:
    """So many pairs: of ten, five are equal, one is equal where both are real, four are different."""
    rng = random.Random(seed)
    made = 0
    while made < count:
        truth: Truth = rng.choice(("equal",) * 5 + ("domain",) + ("different",) * 4)
        found = _pair(truth, rng)
        if found is not None:
            made += 1
            yield found


def _pair(truth: Truth, rng: random.Random) -> Pair | None:
    left = expression(rng, rng.choice((2, 2, 3)))
    if not variables(left) or size(left) > 40:
        return None
    right, names = left, []
    for _ in range(rng.randint(1, 4)):
        step = rewritten(right, KEEPING, rng)
        if step is not None and size(step[0]) <= _LARGEST:
            right = step[0]
            names.append(step[1])
    if truth == "domain":
        step = rewritten(right, CHANGING, rng)
        if step is None:
            return None
        right = step[0]
        names.append(step[1])
    if truth == "different":
        step = mutated(right, rng)
        if step is None or not really_different(left, step[0], rng):
            return None
        right = step[0]
        names.append(step[1])
    if not names or not often_real(left, right, rng):
        return None
    return Pair(plain(left), plain(right), truth, tuple(names))
