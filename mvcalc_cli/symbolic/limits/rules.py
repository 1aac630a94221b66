"""The functions of the language in expansions: directly, or in terms of others that are smooth where they are not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.language.tree import (
    ONE,
    PI,
    TWO,
    E,
    Tree,
    add,
    call,
    divide,
    multiply,
    negative,
    number,
    power,
    subtract,
    variable,
    variables,
)
from mvcalc_cli.symbolic.limits.asymptotic import ZERO, Expansion, Oscillation
from mvcalc_cli.symbolic.limits.coefficients import Unsupported, as_tree, measured

if TYPE_CHECKING:
    from mvcalc_cli.symbolic.limits.expansion import Walker

Rule = Callable[["Walker", Tree, list[Expansion]], Expansion]


def _absolute(walker: Walker, _: Tree, parts: list[Expansion]) -> Expansion:
    return walker.negative(parts[0]) if walker.sign_of(parts[0]) < 0 else parts[0]


def _sign(walker: Walker, _: Tree, parts: list[Expansion]) -> Expansion:
    return walker.number(Fraction(walker.sign_of(parts[0])))


def _odd_root(walker: Walker, one: Expansion, degree: Fraction) -> Expansion:
    if degree.denominator == 1 and degree.numerator % 2 and walker.sign_of(one) < 0:
        return walker.negative(walker.power(walker.negative(one), 1 / degree))
    return walker.power(one, 1 / degree)


def _root(walker: Walker, node: Tree, parts: list[Expansion]) -> Expansion:
    degree = signed_value(node.args[1])
    if not degree:
        raise Unsupported
    return _odd_root(walker, parts[0], degree)


# Written out, the whole part of a larger number would be longer than anyone reads.
_LARGEST_ROUNDED: Final = 10**1000


def _rounded(walker: Walker, node: Tree, parts: list[Expansion]) -> Expansion:
    """floor and ceil: between two whole numbers, or on one side of one."""
    large, constant, small = walker.parts(parts[0])
    tree = as_tree(constant)
    if large.terms:
        raise Oscillation
    value = None if variables(tree) else measured(tree)
    if value is None or abs(value) > _LARGEST_ROUNDED:
        raise Unsupported
    low = int(value) - (value < int(value))
    whole = isinstance(constant, Fraction) and constant.denominator == 1
    side = walker.sign_of(small) if whole else 1
    if node.value == "floor":
        return walker.number(Fraction(low - 1 if side < 0 else low))
    return walker.number(Fraction(low if whole and side <= 0 else low + 1))


def _extreme(walker: Walker, node: Tree, parts: list[Expansion]) -> Expansion:
    found = parts[0]
    for part in parts[1:]:
        greater = walker.sign_of(walker.sum((part, walker.negative(found)))) > 0
        found = part if greater == (node.value == "max") else found
    return found


def _relu(walker: Walker, _: Tree, parts: list[Expansion]) -> Expansion:
    return parts[0] if walker.sign_of(parts[0]) > 0 else ZERO


def _logarithm(walker: Walker, node: Tree, parts: list[Expansion]) -> Expansion:
    found = walker.log(parts[0])
    bases = {"log2": number(2), "log10": number(10)}
    if len(parts) == 2:
        return walker.quotient(found, walker.log(parts[1]))
    if node.value in bases:
        return walker.quotient(found, walker.number(walker.field.of(call("log", bases[str(node.value)]))))
    return found


def _angle(walker: Walker, _: Tree, parts: list[Expansion]) -> Expansion:
    """atan2(y, x)."""
    y, x = parts
    above, right = walker.sign_of(y), walker.sign_of(x)
    if right == 0:
        return walker.number(walker.field.of(multiply(number(Fraction(above, 2)), PI)))
    angle = walker.inside(call("atan", variable("z")), {"z": walker.quotient(y, x)})
    turn = walker.number(walker.field.of(PI if above >= 0 else negative(PI)))
    return angle if right > 0 else walker.sum((angle, turn))


# Bernoulli numbers: log n! = (n + 1/2)·log n − n + log(2π)/2 + 1/(12n) − 1/(360n³) + 1/(1260n⁵) − …
_STIRLING: Final = tuple(Fraction(n) for n in ("0", "1/12", "0", "-1/360", "0", "1/1260", "0", "-1/1680"))


def _stirling(walker: Walker, _: Tree, parts: list[Expansion]) -> Expansion:
    """What n!  has beside its leading factors, for an n that grows without bound."""
    return walker.series(_STIRLING, _reciprocal_of_large(walker, parts[0]))


def _reciprocal_of_large(walker: Walker, one: Expansion) -> Expansion:
    if not walker.parts(one)[0].terms or walker.sign_of(one) < 0:
        raise Unsupported
    return walker.power(one, Fraction(-1))


def _erfc_tail(walker: Walker, _: Tree, parts: list[Expansion]) -> Expansion:
    """erfc(z)·z·√π·e^(z²) = 1 − 1/(2z²) + 3/(4z⁴) − …, for a z that grows without bound."""
    coefficients = [Fraction(1)]
    for n in range(1, walker.most + 1):
        coefficients.append(-coefficients[-1] * Fraction(2 * n - 1, 2))
    return walker.series(coefficients, walker.power(_reciprocal_of_large(walker, parts[0]), Fraction(2)))


def log_factorial(n: Tree) -> Tree:
    """log n! far out; `stirling` is a name inside expansions only."""
    half = number(Fraction(1, 2))
    return add(
        multiply(add(n, half), call("log", n)),
        negative(n),
        multiply(half, call("log", multiply(TWO, PI))),
        call("stirling", n),
    )


def _factorial(n: Tree, positive: bool) -> Tree:
    if not positive:
        raise Unsupported
    return power(E, log_factorial(n))


def log_binomial(n: Tree, k: Tree) -> Tree:
    """The logarithm of n!/(k!·(n − k)!) far out."""
    return subtract(log_factorial(n), add(log_factorial(k), log_factorial(subtract(n, k))))


DIRECT: Final[dict[str, Rule]] = {
    "abs": _absolute,
    "sign": _sign,
    "sqrt": lambda walker, _, parts: walker.power(parts[0], Fraction(1, 2)),
    "cbrt": lambda walker, _, parts: _odd_root(walker, parts[0], Fraction(3)),
    "root": _root,
    "floor": _rounded,
    "ceil": _rounded,
    "min": _extreme,
    "max": _extreme,
    "relu": _relu,
    "log": _logarithm,
    "log2": _logarithm,
    "log10": _logarithm,
    "exp": lambda walker, _, parts: walker.exp(parts[0]),
    "atan2": _angle,
    "stirling": _stirling,
    "erfc tail": _erfc_tail,
}
OSCILLATING: Final = frozenset({"sin", "cos"})
# Functions of one argument that only rise, wherever they are defined.
RISING: Final = frozenset(
    (
        "atan",
        "asinh",
        "sinh",
        "tanh",
        "exp",
        "log",
        "log2",
        "log10",
        "sqrt",
        "cbrt",
        "sign",
        "relu",
        "sigmoid",
        "softplus",
    )
)
_TANGENTS: Final = frozenset({"tan", "cot", "sec", "csc"})


def opened_tangents(node: Tree, args: list[Tree]) -> Tree:
    """tan u as sin u/cos u, and its like: what swings is sine and cosine alone."""
    if node.kind == "call" and node.value in _TANGENTS:
        return REWRITES[str(node.value)](*args)
    return node.with_args(tuple(args))


def _exp(tree: Tree) -> Tree:
    return power(E, tree)


def _sinh(z: Tree) -> Tree:
    return divide(subtract(_exp(z), _exp(negative(z))), TWO)


def _cosh(z: Tree) -> Tree:
    return divide(add(_exp(z), _exp(negative(z))), TWO)


def _asin(z: Tree) -> Tree:
    """2·atan(z/(1 + √(1 − z²))): smooth up to the ends of its domain but for the root."""
    return multiply(TWO, call("atan", divide(z, add(ONE, call("sqrt", subtract(ONE, power(z, TWO)))))))


def _acos(z: Tree) -> Tree:
    return subtract(divide(PI, TWO), _asin(z))


def _acosh(z: Tree) -> Tree:
    return call("log", add(z, call("sqrt", subtract(power(z, TWO), ONE))))


def _atanh(z: Tree) -> Tree:
    return divide(call("log", divide(add(ONE, z), subtract(ONE, z))), TWO)


REWRITES: Final[dict[str, Callable[..., Tree]]] = {
    "tan": lambda z: divide(call("sin", z), call("cos", z)),
    "cot": lambda z: divide(call("cos", z), call("sin", z)),
    "sec": lambda z: divide(ONE, call("cos", z)),
    "csc": lambda z: divide(ONE, call("sin", z)),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": lambda z: divide(_sinh(z), _cosh(z)),
    "coth": lambda z: divide(_cosh(z), _sinh(z)),
    "sech": lambda z: divide(ONE, _cosh(z)),
    "csch": lambda z: divide(ONE, _sinh(z)),
    "asin": _asin,
    "acos": _acos,
    "acot": lambda z: call("atan", divide(ONE, z)),
    "asec": lambda z: _acos(divide(ONE, z)),
    "acsc": lambda z: _asin(divide(ONE, z)),
    "acosh": _acosh,
    "atanh": _atanh,
    "asech": lambda z: _acosh(divide(ONE, z)),
    "acsch": lambda z: call("asinh", divide(ONE, z)),
    "acoth": lambda z: _atanh(divide(ONE, z)),
    "sigmoid": lambda z: divide(ONE, add(ONE, _exp(negative(z)))),
    "softplus": lambda z: call("log", add(ONE, _exp(z))),
    "mod": lambda x, m: subtract(x, multiply(m, call("floor", divide(x, m)))),
}


def _signed(positive: bool, tree: Tree) -> Tree:
    return tree if positive else negative(tree)


def _erfc(z: Tree, positive: bool) -> Tree:
    tail = divide(multiply(power(E, negative(power(z, TWO))), call("erfc tail", _signed(positive, z))), z)
    tail = divide(tail, call("sqrt", PI))
    return tail if positive else add(TWO, tail)


# Functions of what grows without bound (positive or negative).
FAR: Final[dict[str, Callable[[Tree, bool], Tree]]] = {
    "atan": lambda z, positive: subtract(_signed(positive, divide(PI, TWO)), call("atan", divide(ONE, z))),
    "erfc": _erfc,
    "erf": lambda z, positive: subtract(ONE, _erfc(z, positive)),
    "factorial": _factorial,
    "gamma": lambda z, positive: _factorial(subtract(z, ONE), positive),
    "asinh": lambda z, positive: _signed(
        positive, call("log", add(_signed(positive, z), call("sqrt", add(power(z, TWO), ONE))))
    ),
}
