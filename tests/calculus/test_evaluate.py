"""Values at a point: right ones, reasons with their place, vectors, sums; complex values; tapes."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
import sympy

from mvcalc_cli.calculus.evaluate import (
    UndefinedError,
    evaluate,
    evaluate_complex,
    evaluate_matrix,
    evaluate_vector,
    program,
)
from mvcalc_cli.errors import DomainError, InputError, LimitError, Place
from mvcalc_cli.language.names import FUNCTIONS
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
from tests.calculus.oracle import random_functions

x, y, i, n, v, m = (variable(name) for name in "xyinvm")
HALF = number(Fraction(1, 2))


def piecewise(*parts: Tree) -> Tree:
    return Tree("piecewise", None, parts)


def logic(operator: str, *parts: Tree) -> Tree:
    return Tree("logic", operator, parts)


def component(base: Tree, *indices: Tree) -> Tree:
    return Tree("component", None, (base, *indices))


def indexed(kind: str, body: Tree, first: Tree, last: Tree) -> Tree:
    return Tree("indexed", kind, (body, i, first, last))


# --- values ---------------------------------------------------------------------------------------------

VALUES = [
    (number(Fraction(1, 3)), 1 / 3),
    (number(Decimal("0.1")), 0.1),
    (number(10**400 // 10**395), 1e5),
    (number(Fraction(10**400 + 1, 10**400)), 1.0),  # int/int, not float/float
    (add(x, negative(y), ONE), 0.5),
    (multiply(x, y, number(-4)), -12.0),
    (divide(x, y), 0.75),
    (power(x, negative(TWO)), 1 / 2.25),
    (power(negative(x), number(3)), -3.375),
    (power(ZERO, ZERO), 1.0),
    (power(E, x), math.exp(1.5)),
    (power(E, number(700)), math.exp(700.0)),
    (PI, math.pi),
    (call("sin", PI), 0.0),  # exact at multiples of π/2
    (call("cos", divide(PI, TWO)), 0.0),
    (call("tan", multiply(number(3), PI)), 0.0),
    (call("sec", PI), -1.0),
    (call("sin", number(10**8)), math.sin(1e8)),
    (call("log", number(8), TWO), 3.0),
    (call("max", x, y, ONE), 2.0),
    (relation("<", x, y), True),
    (relation("!=", x, x), False),
    (logic("not", relation("<", x, y)), False),
    (piecewise(relation("<", x, ZERO), ONE, relation("<", x, TWO), TWO, number(3)), 2.0),
    (divide(ONE, INFINITY), 0.0),
    (INFINITY, math.inf),
    (add(*[number(Fraction(1, 10))] * 10), 1.0),  # exactly rounded sums
]


@pytest.mark.parametrize(("tree", "value"), VALUES)
def test_values(tree: Tree, value: float) -> None:
    found = evaluate(tree, {"x": 1.5, "y": 2.0})
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


def test_values_are_sympys() -> None:
    source = random.Random(4)
    symbols = sympy.symbols("x y", real=True)
    compared = 0
    for formula, tree, _ in random_functions(120, seed=8):
        point = {"x": source.uniform(-2, 2), "y": source.uniform(0, 2)}
        theirs = complex(formula.subs(dict(zip(symbols, map(sympy.Float, point.values()), strict=True))).evalf(20))
        try:
            ours = evaluate(tree, point)
        except UndefinedError:
            continue  # complex on the way, as a rule: sinh(log(−x²))
        compared += 1
        assert ours == pytest.approx(theirs.real, rel=1e-9, abs=1e-12), formula
    assert compared > 50


# --- where there is none --------------------------------------------------------------------------------

FRACTIONAL = "a negative number to a fractional power"
UNDEFINED = [
    (call("log", ZERO), "log of 0"),
    (call("log", negative(TWO)), "log of a negative number (−2)"),
    (divide(x, subtract(x, x)), "division by 0"),
    (call("sqrt", negative(x)), "square root of a negative number (−1.5)"),
    (power(subtract(x, x), negative(ONE)), "0 to a negative power"),
    (power(negative(number(8)), divide(ONE, number(3))), FRACTIONAL),
    (call("tan", divide(PI, TWO)), "tan at an odd multiple of π/2"),
    (call("sec", divide(multiply(number(5), PI), TWO)), "sec at an odd multiple of π/2"),
    (call("cot", PI), "cot at a multiple of π"),
    (call("csc", ZERO), "csc at a multiple of π"),
    (divide(ONE, call("sin", PI)), "division by 0"),
    (call("asin", TWO), "asin of 2, outside [−1, 1]"),
    (power(E, number(1000)), "overflow: larger than 1e308"),
    (multiply(number(10**200), number(10**200)), "overflow: larger than 1e308"),
    (number(10**400), "overflow: larger than 1e308"),
    (add(INFINITY, negative(INFINITY)), "∞ − ∞, 0·∞ or ∞/∞"),
    (I, "i is not a real number"),
    (piecewise(relation("<", x, ZERO), ONE), "none of the cases holds here"),
    (call("RootOf", x, ONE), "RootOf is not evaluated as a float here"),
    (call("det", matrix(((ONE, call("log", ZERO)), (ONE, ONE)))), "log of 0"),
    (component(vector(ONE, TWO), number(3)), "there is no component 3: indices go from 1 to 2"),
    (component(vector(ONE, TWO), HALF), "there is no component that is no whole number: indices go from 1 to 2"),
    (indexed("sum", i, ONE, HALF), "the bounds of this sum are not whole numbers"),
    (indexed("sum", i, ONE, INFINITY), "the bounds of this sum are not whole numbers"),
    (indexed("sum", divide(ONE, i), ZERO, number(3)), "division by 0"),
    (indexed("sum", divide(ONE, subtract(i, number(70))), ZERO, number(99)), "division by 0"),
]


@pytest.mark.parametrize(("tree", "reason"), UNDEFINED)
def test_reasons(tree: Tree, reason: str) -> None:
    with pytest.raises(DomainError) as caught:
        evaluate(tree, {"x": 1.5})
    assert caught.value.message == reason
    assert caught.value.exit_code == 3


def test_a_reason_has_its_place() -> None:
    text = "x + log(x - 1)"
    logarithm = call("log", subtract(x, ONE)).at(4, 14)
    with pytest.raises(UndefinedError) as caught:
        evaluate(add(x, logarithm), {"x": 1.0}, text=text)
    assert caught.value.place == Place(text, 4, 14)
    assert caught.value.node is logarithm
    assert not caught.value.overflow


def test_a_part_that_was_never_typed_has_no_place() -> None:
    with pytest.raises(UndefinedError) as caught:
        evaluate(call("log", ZERO), {}, text="diff")
    assert caught.value.place is None


def test_hints() -> None:
    with pytest.raises(UndefinedError) as caught:
        evaluate(power(number(-8), divide(ONE, number(3))), {})
    assert caught.value.hint == "the principal value is complex: --complex, or cbrt/root for the real root"
    with pytest.raises(UndefinedError) as caught:
        evaluate(power(E, number(1000)), {})
    assert caught.value.overflow


def test_the_first_reason_counts() -> None:
    with pytest.raises(UndefinedError, match="log of 0"):
        evaluate(add(call("log", ZERO), divide(ONE, ZERO)), {})


def test_a_missing_variable_is_a_mistake_in_the_input() -> None:
    with pytest.raises(InputError, match="there is no value for y") as caught:
        evaluate(add(x, y.at(4, 5)), {"x": 1.0}, text="x + y")
    assert caught.value.place == Place("x + y", 4, 5)


# --- only what is needed --------------------------------------------------------------------------------


def test_a_branch_that_is_not_taken_may_be_undefined() -> None:
    tree = piecewise(relation(">", x, ZERO), call("log", x), relation("<", x, ZERO), ONE, ZERO)
    assert evaluate(tree, {"x": 0.0}) == 0.0
    assert evaluate(tree, {"x": -1.0}) == 1.0


def test_a_condition_that_is_reached_must_be_defined() -> None:
    tree = piecewise(relation(">", call("log", x), ZERO), ONE, ZERO)
    with pytest.raises(UndefinedError, match="log of 0"):
        evaluate(tree, {"x": 0.0})


def test_and_or_stop_when_they_know() -> None:
    safe = logic("and", relation(">", x, ZERO), relation(">", call("log", x), ONE))
    assert evaluate(safe, {"x": 0.0}) is False
    assert evaluate(logic("or", relation("=", x, ZERO), safe), {"x": 0.0}) is True


def test_a_hundred_thousand_levels() -> None:
    tree = x
    for _ in range(100_000):
        tree = add(tree, ONE)
    assert evaluate(tree, {"x": 1.0}) == 100_001.0
    assert program(tree, ["x"]).value([1.0]) == 100_001.0


# --- vectors, components, sums --------------------------------------------------------------------------


def test_vectors_and_matrices() -> None:
    point = {"x": 2.0, "v": [1.0, 2.0, 3.0], "m": [[1.0, 2.0], [3.0, 4.0]]}
    assert evaluate_vector(add(v, multiply(x, v)), point) == (3.0, 6.0, 9.0)
    assert evaluate_vector(divide(negative(v), x), point) == (-0.5, -1.0, -1.5)
    assert evaluate_matrix(multiply(m, m), point) == ((7.0, 10.0), (15.0, 22.0))
    assert evaluate_matrix(power(m, TWO), point) == ((7.0, 10.0), (15.0, 22.0))
    assert evaluate_vector(multiply(m, vector(ONE, x)), point) == (5.0, 11.0)
    assert evaluate_matrix(call("transpose", m), point) == ((1.0, 3.0), (2.0, 4.0))
    assert evaluate_matrix(call("transpose", v), point) == ((1.0,), (2.0,), (3.0,))
    assert evaluate(call("det", m), point) == pytest.approx(-2.0)
    assert evaluate(call("dot", v, v), point) == 14.0
    assert evaluate(call("norm", vector(number(3), number(4))), point) == 5.0
    assert evaluate_vector(call("cross", vector(ONE, ZERO, ZERO), v), point) == (0.0, -3.0, 2.0)
    assert evaluate_vector(piecewise(relation(">", x, ZERO), v, negative(v)), point) == (1.0, 2.0, 3.0)
    assert evaluate_vector(component(m, TWO), point) == (3.0, 4.0)


def test_determinants_against_sympy() -> None:
    source = random.Random(3)
    for size in range(1, 7):
        rows = [[source.randint(-5, 5) for _ in range(size)] for _ in range(size)]
        tree = matrix(tuple(tuple(number(entry) for entry in row) for row in rows))
        assert evaluate(call("det", tree), {}) == pytest.approx(float(sympy.Matrix(rows).det()), abs=1e-9)


def test_components() -> None:
    point = {"v": (1.0, 2.0, 3.0), "x[1]": 5.0, "x[2]": 6.0, "n": 3.0, "m[1,1]": 1.0, "m[1,2]": 2.0}
    assert evaluate(component(v, number(3)), point) == 3.0
    assert evaluate(component(v, subtract(n, ONE)), point) == 2.0
    assert evaluate(component(x, TWO), point) == 6.0
    assert evaluate(call("norm", x), point) == pytest.approx(math.hypot(5, 6))
    assert evaluate(component(m, ONE, TWO), point) == 2.0
    assert evaluate(component(vector(n, ONE), ONE), point) == 3.0
    with pytest.raises(InputError, match="has no components"):
        evaluate(component(n, ONE), point)


def test_sums() -> None:
    square = power(component(v, i), TWO)
    point = {"v": [1.0, 2.0, 3.0], "n": 3.0, "x": 2.0, "i": 99.0}
    assert evaluate(indexed("sum", square, ONE, n), point) == 14.0
    assert evaluate(indexed("prod", i, ONE, number(5)), point) == 120.0
    assert evaluate(indexed("sum", i, number(5), number(4)), point) == 0.0
    assert evaluate(indexed("prod", i, number(5), number(4)), point) == 1.0
    inner = Tree("indexed", "sum", (multiply(i, variable("j")), variable("j"), ONE, i))
    assert evaluate(indexed("sum", inner, ONE, number(3)), point) == 1 + 2 * 3 + 3 * 6
    assert evaluate(add(i, indexed("sum", i, ONE, TWO)), point) == 102.0
    exponential = indexed("sum", divide(power(x, i), call("factorial", i)), ZERO, number(100))
    assert evaluate(exponential, point) == pytest.approx(math.exp(2), rel=1e-15)


def test_an_index_is_a_float() -> None:
    inner = Tree("indexed", "prod", (power(variable("j"), i), variable("j"), ONE, number(20)))
    with pytest.raises(UndefinedError, match="overflow"):
        evaluate(indexed("prod", inner, ONE, number(20)), {})


def test_long_sums() -> None:
    harmonic = indexed("sum", divide(ONE, power(i, TWO)), ONE, number(100_000))
    assert evaluate(harmonic, {}) == pytest.approx(math.pi**2 / 6 - 1e-5, abs=1e-9)
    with pytest.raises(LimitError, match="20,000,000 terms"):
        evaluate(indexed("sum", i, ONE, number(20_000_000)), {})


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (vector(x, x), "a number is needed here, and this is a vector"),
        (call("sin", vector(x, x)), "sin does not take a vector"),
        (add(vector(x, x), x), "the shapes do not fit"),
        (add(vector(x, x), vector(x, x, x)), "the shapes do not fit"),
        (multiply(vector(x, x), vector(x, x)), "two vectors side by side"),
        (divide(x, vector(x, x)), "cannot be divided by"),
        (call("dot", vector(x, x), vector(x)), "dot needs two vectors of one length"),
        (call("dot", x, x), "dot needs two vectors, not a number"),
        (call("cross", vector(x, x), vector(x, x)), "cross needs two vectors of 3 entries"),
        (call("det", matrix(((x, x),))), "det needs a square matrix"),
        (call("norm", x), "norm needs a vector, not a number"),
        (power(vector(x, x), TWO), "only a square matrix has powers"),
        (relation("<", vector(x), vector(x)), "a number is needed here"),
        (Tree("interval", "[]", (x, x)), "an interval has no value as a number"),
        (Tree("derivative", None, (x, x)), "an unevaluated derivative has no value"),
        (indexed("sum", vector(x, x), ONE, TWO), "this sum adds vectors"),
    ],
)
def test_shapes_that_do_not_fit(tree: Tree, message: str) -> None:
    with pytest.raises(InputError, match=message):
        evaluate(tree, {"x": 1.0})


def test_the_wanted_shape() -> None:
    with pytest.raises(InputError, match="a vector is needed here, and this is a number"):
        evaluate_vector(x, {"x": 1.0})
    with pytest.raises(InputError, match="a matrix is needed here, and this is a vector"):
        evaluate_matrix(vector(x), {"x": 1.0})


# --- complex values -------------------------------------------------------------------------------------


def _group(group: str) -> list[str]:
    return [name for name, row in FUNCTIONS.items() if row.group == group and row.most == 1]


ON_THE_CUTS = [2, -2, 0.5, -0.5, 2j, -2j, 0.5j, -0.5j, 1 + 1j, -1 + 2j, -3 - 0.1j, 2 - 1j]
COMPLEX = [name for group in ("trigonometric", "hyperbolic") for name in _group(group)] + ["log", "sqrt", "exp", "sign"]


@pytest.mark.parametrize("name", COMPLEX)
def test_principal_values_are_sympys(name: str) -> None:
    function = getattr(sympy, name)
    for z in ON_THE_CUTS:
        exact = sympy.nsimplify(complex(z).real) + sympy.I * sympy.nsimplify(complex(z).imag)
        theirs = complex(function(exact).evalf(20))
        assert evaluate_complex(call(name, x), {"x": z}) == pytest.approx(theirs, rel=1e-13, abs=1e-13), z


def test_complex_values() -> None:
    third = divide(ONE, number(3))
    assert evaluate_complex(power(negative(number(8)), third), {}) == pytest.approx(1 + math.sqrt(3) * 1j)
    assert evaluate_complex(power(I, TWO), {}) == -1
    assert evaluate_complex(power(add(ONE, I), TWO), {}) == 2j
    assert evaluate_complex(power(E, multiply(I, PI)), {}) == pytest.approx(-1, abs=1e-15)
    assert evaluate_complex(call("sqrt", negative(number(4))), {}) == 2j  # −4 − 0i is not below the cut
    assert evaluate_complex(call("log", negative(ONE)), {}) == pytest.approx(math.pi * 1j)
    assert evaluate_complex(call("floor", HALF), {}) == 0
    assert evaluate_complex(call("cbrt", number(-8)), {}) == -2
    assert evaluate_complex(call("abs", add(number(3), multiply(number(4), I))), {}) == 5
    assert evaluate_complex(call("norm", vector(I, ONE)), {}) == pytest.approx(math.sqrt(2))
    assert evaluate_complex(call("det", matrix(((I, ONE), (ONE, I)))), {}) == pytest.approx(-2)
    assert evaluate_complex(piecewise(relation("<", x, ZERO), ONE, I), {"x": 1}) == 1j
    assert evaluate_complex(indexed("sum", power(I, i), ONE, number(3)), {}) == pytest.approx(-1)


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        (call("floor", I), "floor is only for real numbers here"),
        (call("max", I, ONE), "max is only for real numbers here"),
        (relation("<", I, ONE), "< is only for real numbers here"),
        (call("gamma", add(I, ONE)), "gamma is only for real numbers here"),
        (call("gamma", ZERO), "gamma of 0: it has a pole at 0 and at each negative whole number"),
        (divide(I, ZERO), "division by 0"),
        (call("log", ZERO), "log of 0"),
        (power(ZERO, I), "0 to a power that is not positive"),
        (call("atan", I), "atan of this number"),
        (power(E, number(1000)), "overflow: larger than 1e308"),
        (number(10**400), "overflow: larger than 1e308"),
        (call("RootOf", x, ONE), "RootOf is only for real numbers here"),
    ],
)
def test_complex_reasons(tree: Tree, reason: str) -> None:
    with pytest.raises(UndefinedError) as caught:
        evaluate_complex(tree, {"x": 1})
    assert caught.value.message == reason


def test_complex_shapes() -> None:
    with pytest.raises(InputError, match="a number is needed"):
        evaluate_complex(vector(x), {"x": 1j})


# --- tapes ----------------------------------------------------------------------------------------------


def test_a_tape_agrees_with_evaluate() -> None:
    source = random.Random(6)
    for formula, tree, right in random_functions(150, seed=9):
        columns = [[source.uniform(-3, 3) for _ in range(20)] for _ in "xy"]
        for expression in (tree, right):
            values = program(expression, ["x", "y"]).values(columns)
            for a, b, value in zip(*columns, values, strict=True):
                try:
                    exact = evaluate(expression, {"x": a, "y": b})
                except UndefinedError:
                    assert not math.isfinite(value), formula
                else:
                    assert value == pytest.approx(exact, rel=1e-9, abs=1e-9), formula


@pytest.mark.parametrize("tree", [tree for tree, _ in VALUES])
def test_a_tape_gives_the_same_values(tree: Tree) -> None:
    value = program(tree, ["x", "y"]).value([1.5, 2.0])
    assert value == pytest.approx(evaluate(tree, {"x": 1.5, "y": 2.0}), abs=1e-15)


@pytest.mark.parametrize(
    "tree", [tree for tree, reason in UNDEFINED if "π" not in reason and not reason.startswith(("division", "∞"))]
)
def test_a_tape_gives_nan_and_never_an_error(tree: Tree) -> None:
    value = program(tree, ["x"]).value([1.5])
    assert math.isnan(value) or math.isinf(value)


@pytest.mark.parametrize("name", [name for name, row in FUNCTIONS.items() if row.group != "vectors"])
def test_every_function_on_a_tape(name: str) -> None:
    count = max(FUNCTIONS[name].fewest, 1)
    letters = "abc"[:count]
    compiled = program(call(name, *map(variable, letters)), letters)
    special = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 171.5, 1e308, -1e308, math.inf, -math.inf, math.nan]
    columns = [special[k:] + special[:k] for k in range(count)]
    assert all(isinstance(value, float | int) for value in compiled.values(columns))


def test_undefined_branches_do_not_spoil_a_tape() -> None:
    tree = piecewise(relation(">", x, ZERO), call("log", x), relation("<", x, ZERO), ONE)
    values = program(tree, ["x"]).values([[math.e, -1.0, 0.0, math.nan]])
    assert values[:2] == [1.0, 1.0]
    assert math.isnan(values[2])
    assert math.isnan(values[3])


def test_undefined_conditions_select_nothing() -> None:
    positive = relation(">", call("log", x), ZERO)
    assert math.isnan(program(piecewise(positive, ONE, ZERO), ["x"]).value([0.0]))
    safe = logic("and", relation(">", x, ZERO), positive)
    either = logic("or", relation("=", x, ZERO), positive)
    assert program(piecewise(safe, ONE, logic("not", either), TWO, ZERO), ["x"]).values([[0.0, 2.0]]) == [0.0, 1.0]


def test_a_power_does_not_lose_nan() -> None:
    nothing = call("log", negative(ONE))
    for tree in (power(nothing, ZERO), power(ONE, nothing), power(x, nothing), power(nothing, x)):
        assert math.isnan(program(tree, ["x"]).value([0.0]))
        assert math.isnan(program(tree, ["x"]).value([1.0]))


def test_vectors_and_sums_on_a_tape() -> None:
    names = ["n", "v[1]", "v[2]", "v[3]"]
    values = [[3.0], [1.0], [2.0], [4.0]]
    assert program(call("norm", v), names).values(values) == [math.hypot(1, 2, 4)]
    assert program(indexed("sum", multiply(i, component(v, i)), ONE, n), names).values(values) == [17.0]
    assert program(component(v, n), names).values(values) == [4.0]
    assert math.isnan(program(component(v, add(n, ONE)), names).values(values)[0])
    assert program(call("det", matrix(((n, component(v, ONE)), (ONE, n)))), names).value([3, 1, 2, 4]) == 8.0
    inner = Tree("indexed", "sum", (multiply(i, variable("j"), n), variable("j"), ONE, i))
    assert program(indexed("sum", inner, ONE, n), ["n"]).value([3.0]) == 75.0
    assert math.isnan(program(indexed("sum", i, ONE, n), ["n"]).value([1e9]))
    assert math.isnan(program(indexed("sum", i, ONE, n), ["n"]).value([0.5]))


def test_a_tape_of_a_vector_or_of_an_unknown_name() -> None:
    with pytest.raises(InputError, match="a number is needed"):
        program(vector(x, x), ["x"])
    with pytest.raises(InputError, match="there is no value for y"):
        program(y, ["x"])


def test_constants_are_worked_out_at_once() -> None:
    assert program(multiply(ZERO, number(3)), []).constant == 0.0
    assert program(multiply(TWO, x), ["x"]).constant is None
    assert program(ONE, []).values([], 3) == [1.0, 1.0, 1.0]
    assert program(x, ["x"]).constant is None


def test_rounding_is_seen() -> None:
    cancelling = subtract(add(number(10**8), x), number(10**8))
    rough, smooth = (program(tree, ["x"], fold=False).spread([[0.3]], 1)[0] for tree in (cancelling, x))
    assert 1e-9 < rough < 1e-7
    assert smooth == 0.0
    assert program(call("sin", PI), [], fold=False).spread([], 1)[0] > 1e-16
    assert program(call("floor", add(x, x)), ["x"], fold=False).spread([[0.3]], 1) == [0.0]
    assert program(component(vector(ONE, TWO), subtract(multiply(TWO, x), ONE)), ["x"], fold=False).spread(
        [[1.0]], 1
    ) == [0.0]
