"""The table of derivatives: for each function its slope, the rule's name, and where it does not hold.

A slope is written in the language itself, in the letters u and v of the arguments; `slopes(name)` reads
it once. Steps, answers and the numeric tape all take their local derivatives from here.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from mvcalc_cli.language.tree import Tree

ARGUMENTS: Final = ("u", "v")


class Rule(NamedTuple):
    """How one function is differentiated.

    Attributes:
        name: What the rule is called in the steps.
        slopes: The partial derivative by each argument, as text; "" if there is none.
        where: Conditions that must hold beside those of the slope itself: kinks and jumps.
    """

    name: str
    slopes: tuple[str, ...]
    where: tuple[str, ...] = ()


def _row(name: str, *slopes: str, where: str = "") -> Rule:
    return Rule(name, slopes, tuple(filter(None, where.split(" and "))))


# The derivative of f(u), without the inner u′, which the chain rule adds.
RULES: Final[dict[str, Rule]] = {
    "sin": _row("sine", "cos(u)"),
    "cos": _row("cosine", "-sin(u)"),
    "tan": _row("tangent", "sec(u)^2"),
    "sec": _row("secant", "sec(u)*tan(u)"),
    "csc": _row("cosecant", "-csc(u)*cot(u)"),
    "cot": _row("cotangent", "-csc(u)^2"),
    "asin": _row("inverse sine", "1/sqrt(1 - u^2)"),
    "acos": _row("inverse cosine", "-1/sqrt(1 - u^2)"),
    "atan": _row("inverse tangent", "1/(u^2 + 1)"),
    "acot": _row("inverse cotangent", "-1/(u^2 + 1)", where="u != 0"),
    "asec": _row("inverse secant", "1/(abs(u)*sqrt(u^2 - 1))"),
    "acsc": _row("inverse cosecant", "-1/(abs(u)*sqrt(u^2 - 1))"),
    "sinh": _row("hyperbolic sine", "cosh(u)"),
    "cosh": _row("hyperbolic cosine", "sinh(u)"),
    "tanh": _row("hyperbolic tangent", "1 - tanh(u)^2"),
    "sech": _row("hyperbolic secant", "-sech(u)*tanh(u)"),
    "csch": _row("hyperbolic cosecant", "-csch(u)*coth(u)"),
    "coth": _row("hyperbolic cotangent", "-csch(u)^2"),
    "asinh": _row("inverse hyperbolic sine", "1/sqrt(u^2 + 1)"),
    "acosh": _row("inverse hyperbolic cosine", "1/sqrt(u^2 - 1)", where="u > 1"),
    "atanh": _row("inverse hyperbolic tangent", "1/(1 - u^2)"),
    "asech": _row("inverse hyperbolic secant", "-1/(u*sqrt(1 - u^2))"),
    "acsch": _row("inverse hyperbolic cosecant", "-1/(abs(u)*sqrt(u^2 + 1))"),
    "acoth": _row("inverse hyperbolic cotangent", "1/(1 - u^2)"),
    "log": _row("logarithm", "1/u"),
    "log2": _row("logarithm to base 2", "1/(u*log(2))"),
    "log10": _row("logarithm to base 10", "1/(u*log(10))"),
    "sqrt": _row("square root", "1/(2*sqrt(u))", where="u > 0"),
    "cbrt": _row("cube root", "1/(3*cbrt(u)^2)"),
    "root": _row("n-th root", "root(u, v)/(u*v)", ""),
    "abs": _row("absolute value", "sign(u)", where="u != 0"),
    "sign": _row("sign", "0", where="u != 0"),
    "floor": _row("floor", "0", where="u != floor(u)"),
    "ceil": _row("ceiling", "0", where="u != floor(u)"),
    "mod": _row("remainder", "1", "-floor(u/v)", where="u/v != floor(u/v)"),
    "factorial": _row("factorial", "gamma(u + 1)*polygamma(0, u + 1)"),
    "binomial": _row(
        "binomial coefficient",
        "binomial(u, v)*(polygamma(0, u + 1) - polygamma(0, u - v + 1))",
        "binomial(u, v)*(polygamma(0, u - v + 1) - polygamma(0, v + 1))",
    ),
    "atan2": _row("angle", "v/(u^2 + v^2)", "-u/(u^2 + v^2)", where="u != 0 or v > 0"),
    "gamma": _row("Gamma function", "gamma(u)*polygamma(0, u)"),
    "beta": _row(
        "Beta function",
        "beta(u, v)*(polygamma(0, u) - polygamma(0, u + v))",
        "beta(u, v)*(polygamma(0, v) - polygamma(0, u + v))",
    ),
    "erf": _row("error function", "2*exp(-u^2)/sqrt(pi)"),
    "erfc": _row("complementary error function", "-2*exp(-u^2)/sqrt(pi)"),
    "erfi": _row("imaginary error function", "2*exp(u^2)/sqrt(pi)"),
    "Ei": _row("exponential integral", "exp(u)/u"),
    "Si": _row("sine integral", "sin(u)/u"),
    "Ci": _row("cosine integral", "cos(u)/u"),
    "li": _row("logarithmic integral", "1/log(u)"),
    "polygamma": _row("polygamma function", "", "polygamma(u + 1, v)"),
    "W": _row("Lambert W", "exp(-W(u))/(W(u) + 1)"),
    "relu": _row("relu", "piecewise(u > 0: 1, 0)", where="u != 0"),
    "sigmoid": _row("sigmoid", "sigmoid(u)*(1 - sigmoid(u))"),
    "softplus": _row("softplus", "sigmoid(u)"),
}

# Rules of their own in `derivative.py`: max and min choose a branch, log(x, b) is a quotient of logs.
OWN_RULES: Final = frozenset({"max", "min", "log", "exp"})
# Functions whose values are integers, vectors or matrices: nothing to differentiate (vectors are opened first).
WITHOUT: Final = frozenset({"gcd", "RootOf", "dot", "cross", "norm", "transpose", "det"})


@cache
def slopes(name: str) -> tuple[Tree | None, ...]:
    """The partial derivatives of function `name` by its arguments, in the variables u and v.

    >>> from mvcalc_cli.language.printers import line
    >>> [line(slope) for slope in slopes("atan2")]
    ['v/(u² + v²)', '−u/(u² + v²)']
    """
    return tuple(_read(text) if text else None for text in RULES[name].slopes)


@cache
def where(name: str) -> tuple[Tree, ...]:
    """The conditions under which the slope of function `name` holds, in u and v."""
    return tuple(_read(text) for text in RULES[name].where)


def _read(text: str) -> Tree:
    from mvcalc_cli.language.parser import parse

    # Conditions joined by "or" are read as in an answer.
    return parse(text, names={"u": "real", "v": "real"}, answer=" or " in text).tree
