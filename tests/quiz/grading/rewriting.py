"""Rewriting of Trees by identities: each rule gives the same function, or the same where both have a value."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from mvcalc_cli.language.tree import (
    MINUS_ONE,
    ONE,
    PI,
    TWO,
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
    subtract,
)

Rule = Callable[[Tree, random.Random], Tree | None]


def whole(node: Tree, least: int = 2, most: int = 4) -> int | None:
    """The exponent of a power if it is a small whole number."""
    if node.kind != "power" or node.args[1].kind != "number" or not isinstance(node.args[1].value, int):
        return None
    return node.args[1].value if least <= node.args[1].value <= most else None


def is_call(node: Tree, *names: str) -> bool:
    return node.kind == "call" and node.value in names


def square(tree: Tree) -> Tree:
    return power(tree, TWO)


# --- rules that keep the domain --------------------------------------------------------------------


def shuffle(node: Tree, rng: random.Random) -> Tree | None:
    if node.kind not in {"sum", "product"}:
        return None
    args = list(node.args)
    rng.shuffle(args)
    return node.with_args(tuple(args))


def regroup(node: Tree, _: random.Random) -> Tree | None:
    """a + b + c as a + (b + c)."""
    if node.kind not in {"sum", "product"} or len(node.args) < 3:
        return None
    return node.with_args((node.args[0], node.with_args(node.args[1:])))


def distribute(node: Tree, _: random.Random) -> Tree | None:
    if node.kind != "product":
        return None
    place = next((k for k, arg in enumerate(node.args) if arg.kind == "sum"), None)
    if place is None:
        return None
    rest = node.args[:place] + node.args[place + 1 :]
    return add(*(multiply(term, *rest) for term in node.args[place].args))


def take_out(node: Tree, _: random.Random) -> Tree | None:
    """a·b + a·c as a·(b + c)."""
    if node.kind != "sum" or not all(arg.kind == "product" for arg in node.args):
        return None
    common = next((f for f in node.args[0].args if all(f in arg.args for arg in node.args)), None)
    if common is None:
        return None
    rests = []
    for arg in node.args:
        factors = list(arg.args)
        factors.remove(common)
        rests.append(multiply(*factors))
    return multiply(common, add(*rests))


def multiply_out_power(node: Tree, _: random.Random) -> Tree | None:
    if whole(node, 2, 2) is None or node.args[0].kind != "sum" or len(node.args[0].args) != 2:
        return None
    a, b = node.args[0].args
    return add(square(a), multiply(TWO, a, b), square(b))


def cube(node: Tree, _: random.Random) -> Tree | None:
    if whole(node, 3, 3) is None or node.args[0].kind != "sum" or len(node.args[0].args) != 2:
        return None
    a, b = node.args[0].args
    three = number(3)
    return add(power(a, three), multiply(three, square(a), b), multiply(three, a, square(b)), power(b, three))


def difference_of_squares(node: Tree, _: random.Random) -> Tree | None:
    if node.kind != "sum" or len(node.args) != 2 or node.args[1].kind != "negative":
        return None
    a, b = node.args[0], node.args[1].args[0]
    if whole(a, 2, 2) is None or whole(b, 2, 2) is None:
        return None
    return multiply(add(a.args[0], b.args[0]), subtract(a.args[0], b.args[0]))


def split_power(node: Tree, _: random.Random) -> Tree | None:
    n = whole(node, 2, 4)
    return None if n is None else multiply(node.args[0], power(node.args[0], number(n - 1)))


def power_of_product(node: Tree, _: random.Random) -> Tree | None:
    n = whole(node, 2, 4)
    if n is None or node.args[0].kind != "product":
        return None
    return multiply(*(power(factor, number(n)) for factor in node.args[0].args))


def power_of_power(node: Tree, _: random.Random) -> Tree | None:
    n = whole(node, 4, 4)
    return None if n is None else square(square(node.args[0]))


def add_nothing(node: Tree, rng: random.Random) -> Tree | None:
    extra = number(rng.randint(1, 5))
    return subtract(add(node, extra), extra)


def times_one(node: Tree, rng: random.Random) -> Tree | None:
    factor = number(rng.randint(2, 6))
    return divide(multiply(factor, node), factor)


def double_minus(node: Tree, _: random.Random) -> Tree | None:
    if node.kind == "sum":
        return negative(add(*(arg.args[0] if arg.kind == "negative" else negative(arg) for arg in node.args)))
    return multiply(MINUS_ONE, negative(node))


def halves(node: Tree, _: random.Random) -> Tree | None:
    return add(divide(node, TWO), divide(node, TWO))


def extend_fraction(node: Tree, rng: random.Random) -> Tree | None:
    if node.kind != "quotient":
        return None
    factor = rng.choice((number(rng.randint(2, 5)), number(Fraction(1, 2)), exp(node.args[0])))
    return divide(multiply(factor, node.args[0]), multiply(factor, node.args[1]))


def negative_power(node: Tree, _: random.Random) -> Tree | None:
    return multiply(node.args[0], power(node.args[1], MINUS_ONE)) if node.kind == "quotient" else None


def common_denominator(node: Tree, _: random.Random) -> Tree | None:
    """a/b + c as (a + c·b)/b."""
    if node.kind != "sum" or len(node.args) != 2:
        return None
    first, second = node.args
    if second.kind == "quotient":
        first, second = second, first
    if first.kind != "quotient":
        return None
    a, b = first.args
    if second.kind == "quotient":
        c, d = second.args
        return divide(add(multiply(a, d), multiply(c, b)), multiply(b, d))
    return divide(add(a, multiply(second, b)), b)


def split_fraction(node: Tree, _: random.Random) -> Tree | None:
    if node.kind != "quotient" or node.args[0].kind != "sum":
        return None
    return add(*(divide(term, node.args[1]) for term in node.args[0].args))


def decimal(node: Tree, _: random.Random) -> Tree | None:
    if node.kind != "number" or not isinstance(node.value, int):
        return None
    return divide(number(2 * node.value), TWO)


def pythagoras(node: Tree, _: random.Random) -> Tree | None:
    if whole(node, 2, 2) is None or not is_call(node.args[0], "sin", "cos"):
        return None
    other = "cos" if node.args[0].value == "sin" else "sin"
    return subtract(ONE, square(call(other, *node.args[0].args)))


def times_pythagoras(node: Tree, rng: random.Random) -> Tree | None:
    angle = multiply(number(rng.randint(1, 3)), Tree("variable", "x"))
    return multiply(node, add(square(call("sin", angle)), square(call("cos", angle))))


def half_angle(node: Tree, rng: random.Random) -> Tree | None:
    if not is_call(node, "sin", "cos"):
        return None
    u = divide(node.args[0], TWO)
    s, c = call("sin", u), call("cos", u)
    if node.value == "sin":
        return multiply(TWO, s, c)
    return rng.choice(
        (
            subtract(square(c), square(s)),
            subtract(ONE, multiply(TWO, square(s))),
            subtract(multiply(TWO, square(c)), ONE),
        )
    )


def angle_sum(node: Tree, _: random.Random) -> Tree | None:
    if not is_call(node, "sin", "cos") or node.args[0].kind != "sum" or len(node.args[0].args) != 2:
        return None
    u, v = node.args[0].args
    su, cu, sv, cv = call("sin", u), call("cos", u), call("sin", v), call("cos", v)
    if node.value == "sin":
        return add(multiply(su, cv), multiply(cu, sv))
    return subtract(multiply(cu, cv), multiply(su, sv))


def quarter_turn(node: Tree, _: random.Random) -> Tree | None:
    if not is_call(node, "sin", "cos"):
        return None
    return call("cos" if node.value == "sin" else "sin", subtract(divide(PI, TWO), *node.args))


def even_odd(node: Tree, _: random.Random) -> Tree | None:
    if not is_call(node, "sin", "cos", "tan", "atan", "abs", "sinh", "cosh"):
        return None
    turned = call(str(node.value), negative(node.args[0]))
    return turned if node.value in {"cos", "abs", "cosh"} else negative(turned)


def tangent(node: Tree, _: random.Random) -> Tree | None:
    return divide(call("sin", *node.args), call("cos", *node.args)) if is_call(node, "tan") else None


def split_exponential(node: Tree, _: random.Random) -> Tree | None:
    if node.kind != "power" or node.args[0] != E:
        return None
    exponent = node.args[1]
    if exponent.kind == "sum":
        return multiply(*(exp(term) for term in exponent.args))
    return divide(ONE, exp(negative(exponent)))


def square_exponential(node: Tree, _: random.Random) -> Tree | None:
    return square(exp(divide(node.args[1], TWO))) if node.kind == "power" and node.args[0] == E else None


def hyperbolic(node: Tree, _: random.Random) -> Tree | None:
    if not is_call(node, "sinh", "cosh"):
        return None
    plus, minus = exp(node.args[0]), exp(negative(node.args[0]))
    return divide(add(plus, minus) if node.value == "cosh" else subtract(plus, minus), TWO)


def log_of_inverse(node: Tree, _: random.Random) -> Tree | None:
    return negative(call("log", divide(ONE, *node.args))) if is_call(node, "log") else None


def log_of_cube(node: Tree, _: random.Random) -> Tree | None:
    return divide(call("log", power(node.args[0], number(3))), number(3)) if is_call(node, "log") else None


def log_of_multiple(node: Tree, rng: random.Random) -> Tree | None:
    k = number(rng.randint(2, 5))
    return subtract(call("log", multiply(k, *node.args)), call("log", k)) if is_call(node, "log") else None


def log_of_root(node: Tree, _: random.Random) -> Tree | None:
    return multiply(TWO, call("log", call("sqrt", *node.args))) if is_call(node, "log") else None


def root_as_power(node: Tree, _: random.Random) -> Tree | None:
    return power(node.args[0], divide(ONE, TWO)) if is_call(node, "sqrt") else None


def root_of_multiple(node: Tree, _: random.Random) -> Tree | None:
    return divide(call("sqrt", multiply(number(4), *node.args)), TWO) if is_call(node, "sqrt") else None


def size_as_root(node: Tree, _: random.Random) -> Tree | None:
    return call("sqrt", square(node.args[0])) if is_call(node, "abs") else None


def square_of_size(node: Tree, _: random.Random) -> Tree | None:
    return square(call("abs", node.args[0])) if whole(node, 2, 2) is not None else None


def log_of_exponential(node: Tree, _: random.Random) -> Tree | None:
    return call("log", exp(node)) if node.kind in {"variable", "sum"} else None


KEEPING: Final[tuple[Rule, ...]] = (
    shuffle, shuffle, regroup, distribute, distribute, take_out, multiply_out_power, multiply_out_power, cube,
    difference_of_squares, split_power, power_of_product, power_of_power, add_nothing, times_one, double_minus, halves,
    extend_fraction, negative_power, common_denominator, split_fraction, decimal, pythagoras, pythagoras,
    times_pythagoras, half_angle, angle_sum, quarter_turn, even_odd, tangent, split_exponential, square_exponential,
    hyperbolic, log_of_inverse, log_of_cube, log_of_multiple, log_of_root, root_as_power, root_of_multiple,
    size_as_root, square_of_size, log_of_exponential,
)  # fmt: skip


# --- rules that change the domain ------------------------------------------------------------------


def cancelled(node: Tree, rng: random.Random) -> Tree | None:
    """a as a·u/u."""
    shift = subtract(Tree("variable", "x"), number(rng.randint(-3, 7)))
    return divide(multiply(node, shift), shift)


def log_of_square(node: Tree, _: random.Random) -> Tree | None:
    return divide(call("log", square(node.args[0])), TWO) if is_call(node, "log") else None


def square_of_root(node: Tree, _: random.Random) -> Tree | None:
    return square(call("sqrt", node)) if node.kind == "variable" else None


def cotangent(node: Tree, _: random.Random) -> Tree | None:
    return divide(ONE, call("cot", *node.args)) if is_call(node, "tan") else None


def exponential_of_log(node: Tree, _: random.Random) -> Tree | None:
    return exp(call("log", node)) if node.kind == "variable" else None


CHANGING: Final[tuple[Rule, ...]] = (cancelled, cancelled, log_of_square, square_of_root, cotangent, exponential_of_log)


# --- application -----------------------------------------------------------------------------------


def rewritten(tree: Tree, rules: tuple[Rule, ...], rng: random.Random) -> tuple[Tree, str] | None:
    """One rule applied at one place, and its name; None if none of those tried fits."""
    nodes = [node for node in postorder(tree) if node.kind != "constant"]
    for _ in range(60):
        rule, node = rng.choice(rules), rng.choice(nodes)
        if _is_exponent(tree, node):
            continue
        found = rule(node, rng)
        if found is not None and found != node:
            return put(tree, node, found), rule.__name__
    return None


def _is_exponent(tree: Tree, node: Tree) -> bool:
    """Exponents stay what they are: x^(4/2) is another function than x^2 in the reals."""
    return any(parent.kind == "power" and parent.args[1] is node and parent.args[0] != E for parent in postorder(tree))


def put(tree: Tree, old: Tree, new: Tree) -> Tree:
    """The tree with one node (by identity) exchanged."""
    if tree is old:
        return new
    args = tuple(put(arg, old, new) for arg in tree.args)
    return tree.with_args(args)
