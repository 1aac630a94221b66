"""Trees that the tests of all printers share: each notation has its own table of what they look like."""

from __future__ import annotations

from fractions import Fraction

from mvcalc_cli.language.tree import (
    INFINITY,
    ONE,
    PI,
    TWO,
    ZERO,
    Decimal,
    E,
    I,
    Tree,
    add,
    call,
    divide,
    exp,
    matrix,
    multiply,
    negative,
    number,
    power,
    relation,
    subtract,
    variable,
    vector,
)

x, y, z, n, i = map(variable, ("x", "y", "z", "n", "i"))
THREE = number(3)
HALF = divide(ONE, TWO)


def logic(word: str, *parts: Tree) -> Tree:
    return Tree("logic", word, parts)


def piecewise(*parts: Tree) -> Tree:
    return Tree("piecewise", None, parts)


def component(base: Tree, *indices: Tree) -> Tree:
    return Tree("component", None, (base, *indices))


def indexed(word: str, body: Tree, index: Tree, lower: Tree, upper: Tree) -> Tree:
    return Tree("indexed", word, (body, index, lower, upper))


def derivative(body: Tree, *names: str) -> Tree:
    for name in names:
        body = Tree("derivative", None, (body, variable(name)))
    return body


DECAY = exp(negative(divide(x, TWO)))
PRODUCT_RULE = add(
    multiply(TWO, x, call("sin", multiply(THREE, x))),
    multiply(THREE, power(x, TWO), call("cos", multiply(THREE, x))),
)

# Name -> Tree. The comment is the reason why the sample is here.
SAMPLES: dict[str, Tree] = {
    # sums and signs
    "product rule": PRODUCT_RULE,
    "difference": subtract(power(x, TWO), ONE),
    "negative term first": add(negative(x), ONE),
    "negative number later": add(x, number(-3)),
    "negative fraction later": add(x, number(Fraction(-1, 2))),
    "minus a sum": subtract(x, add(y, ONE)),  # the sign belongs to the whole bracket
    "sum in a sum": add(add(x, y), z),
    "minus minus": negative(negative(x)),
    "minus half": negative(divide(x, TWO)),
    # products and quotients
    "number and letter": multiply(TWO, x, y),
    "number and pi": multiply(TWO, PI, x),
    "number and e": multiply(TWO, E),  # 2e is the beginning of a number
    "zero and x": multiply(ZERO, x),  # 0x is hexadecimal
    "number and bracket": multiply(TWO, add(x, ONE)),
    "number and function": multiply(THREE, call("cos", x)),
    "two numbers": multiply(TWO, THREE, x),
    "negative number first": multiply(number(-3), x),
    "negative number later in a product": multiply(x, number(-3)),
    "half times x": multiply(HALF, x),  # 1/2·x, the same rank from left to right
    "x times half": multiply(x, HALF),
    "fraction number first": multiply(number(Fraction(2, 3)), x),
    "product in a product": multiply(x, multiply(y, z)),
    "quotient of a product": divide(multiply(TWO, x), multiply(THREE, y)),
    "quotient of a quotient": divide(divide(x, y), z),
    "quotient by a quotient": divide(x, divide(y, z)),
    "quotient of sums": divide(add(x, ONE), subtract(x, ONE)),
    "decay": DECAY,
    "screen": divide(multiply(x, subtract(number(4), x), DECAY), TWO),
    # powers
    "negative base": power(number(-2), TWO),
    "negative power": negative(power(TWO, TWO)),
    "minus x squared": power(negative(x), TWO),
    "negative exponent": power(x, number(-1)),
    "minus in the exponent": power(TWO, negative(x)),
    "power of a power": power(power(x, TWO), THREE),
    "tower": power(x, power(y, z)),  # x^y^z is a guess
    "sum squared": power(add(x, ONE), TWO),
    "sine squared": power(call("sin", x), TWO),
    "reciprocal sine": power(call("sin", x), number(-1)),  # never the inverse function
    "letter exponents": multiply(power(x, n), power(x, subtract(n, ONE)), power(x, variable("q"))),
    "fraction exponent": power(x, number(Fraction(1, 3))),
    "e to the x": multiply(exp(x), call("cos", y)),
    "e to the two x": exp(multiply(TWO, x)),
    "root squared": power(call("sqrt", x), TWO),
    "factorial squared": power(call("factorial", n), TWO),
    # functions
    "root": multiply(TWO, call("sqrt", x)),
    "root of a sum": call("sqrt", add(power(x, TWO), ONE)),
    "two bars": multiply(call("abs", x), call("abs", y)),
    "bars in bars": call("abs", subtract(call("abs", x), ONE)),
    "factorial": call("factorial", n),
    "factorial of a sum": call("factorial", add(n, ONE)),
    "two arguments": call("max", x, negative(y), ONE),
    # names and numbers
    "greek": add(variable("theta"), variable("theta_1"), variable("lambda")),
    "indices and primes": add(variable("x_1"), variable("x1"), variable("x'"), variable("x''")),
    "decimal": multiply(number(Decimal(1, 50)), x),
    "small decimal": number(Decimal(1, 10**60)),
    "negative decimal": power(number(Decimal(-1, 2)), x),
    "constants": add(PI, E, I, INFINITY),
    # cases and conditions
    "cases": piecewise(relation("<", x, ZERO), negative(x), x),
    "cases without an else": piecewise(
        logic("and", relation("<=", ZERO, x), relation("<", x, ONE)), power(x, TWO), relation(">", x, ONE), ONE
    ),
    "or and not": logic("or", relation("!=", x, ONE), logic("not", relation(">", y, ONE))),
    "equation": relation("=", add(power(x, TWO), power(y, TWO)), ONE),
    # vectors
    "vector": vector(divide(x, y), negative(y)),
    "matrix": matrix(((call("cos", x), negative(multiply(y, call("sin", x)))), (ZERO, divide(ONE, x)))),
    "row": matrix(((x, y),)),
    "column": matrix(((x,), (y,))),
    "component": multiply(TWO, power(component(x, THREE), TWO)),
    "indexed sum": indexed("sum", power(component(x, i), TWO), i, ONE, n),
    "indexed product": indexed("prod", add(i, ONE), i, ZERO, subtract(n, ONE)),
}

STEPS: dict[str, Tree] = {
    "first": derivative(multiply(power(x, TWO), call("sin", multiply(THREE, x))), "x"),
    "second": derivative(power(x, TWO), "x", "x"),
    "mixed": derivative(multiply(x, y), "x", "y", "y"),
    "in a product": add(
        multiply(derivative(power(x, TWO), "x"), call("sin", multiply(THREE, x))),
        multiply(power(x, TWO), derivative(call("sin", multiply(THREE, x)), "x")),
    ),
    "integral": subtract(call("sin", x), multiply(TWO, Tree("integral", None, (divide(power(x, TWO), THREE), x)))),
    "integral of a sum": Tree("integral", None, (add(x, ONE), x)),
}

ANSWERS: dict[str, Tree] = {
    "set": Tree("set", None, (ONE, TWO)),
    "interval": Tree("interval", "[)", (ZERO, ONE)),
    "union": Tree("union", None, (Tree("interval", "(]", (negative(INFINITY), ZERO)), Tree("set", None, (THREE,)))),
}
