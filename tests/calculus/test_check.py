"""The numeric check: no wrong derivative passes, no right one is contradicted, on hundreds of functions."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
import sympy

from mvcalc_cli.calculus.check import Check, check_derivative, check_equal
from mvcalc_cli.calculus.noise import Noise
from mvcalc_cli.calculus.sample import Sampler, Unknowns
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    Tree,
    add,
    call,
    divide,
    multiply,
    negative,
    number,
    power,
    relation,
    subtract,
    variable,
    vector,
)
from tests.calculus.oracle import derivative, expression, from_sympy, mutants, random_functions, tree

x, y, n, i = (variable(name) for name in "xyni")


# --- the rate -------------------------------------------------------------------------------------------

# Functions that a course meets, and those that are hard for differences: steep, flat, bent, nearly
# overflowing, far from the origin, fast, of large numbers that cancel. SymPy gives the derivatives.
FUNCTIONS = """
x**2*sin(3*x) ; 5*x**4 - 3*x**2 + 1 ; 1/(1 + x**2) ; exp(-x**2/2)/sqrt(2*pi) ; 1/(1 + exp(-x))
1/(1 + exp(-(a*x + b*y))) ; log(x) ; log(x)**2/x ; x*log(x) - x ; log(log(log(x)))
log(1 + exp(x)) ; exp(exp(x)) ; exp(exp(exp(x))) ; exp(100*x) ; exp(1000*x) ; exp(-1000*x**2)
exp(-1/x**2) ; x**x ; x**(x**x) ; (1 + 1/x)**x ; x**100 ; x**1000 ; (x - 1)**9/(x + 2)**7
1/(x - 1/3)**9 ; x**(1/3) ; x**(2/3) ; sqrt(1 - x**2) ; sqrt(1 - x**2 - y**2) ; sqrt(x - 50)
sqrt(-x - 500) ; log(x - 1000) ; asin(10*x) ; sin(1/x) ; x**2*sin(1/x) ; sin(1000*x)
sin(10**6*x) ; tan(50*x) ; tan(5000*x) ; sin(x)*10**200 ; sin(x)/10**200 ; x*10**30 ; x/10**30
10**8 + sin(x) ; sin(x)/x ; (1 - cos(x))/x**2 ; cos(x)**2 - sin(x)**2 ; tan(x)/(1 + tan(x)**2)
sec(x)*tan(x) ; csc(x) + cot(x) ; sin(cos(tan(x))) ; sin(x)**cos(x) ; asin(x) ; acos(x) ; atan(x)
acot(x) ; asec(x) ; acsc(x) ; atan2(y, x) ; atan2(x, y) ; sinh(x) ; cosh(x)/x ; tanh(x)
tanh(100*x) ; coth(x) ; sech(x) ; csch(x) ; asinh(x) ; acosh(x) ; atanh(x) ; acoth(x) ; asech(x)
acsch(x) ; erf(x) ; erf(10*x) ; erfc(x) ; erfi(x) ; gamma(x) ; gamma(x)*exp(-x) ; factorial(x)
beta(x, y) ; Ei(x) ; Si(x) ; Ci(x) ; li(x) ; polygamma(0, x) ; polygamma(2, x) ; LambertW(x)
LambertW(x, -1) ; x**n ; a**x ; n**x*x**n ; x*y*a*b ; log(x*y) + log(a - b) ; sqrt(x**2 + y**2)
exp(-(x**2 + y**2)/2) ; x/(x**2 + y**2) ; Abs(x) ; Abs(x**3) ; log(Abs(x)) ; x*Abs(x)
Abs(sin(1000*x)) ; Abs(x - 0)*sin(x) ; Max(x, 0) ; Max(x, y) ; Max(x, y, x*y) ; Max(x - 100, 0)
Max(3*x - 100, 0) ; Min(x, x**2) ; Piecewise((x**2, x < 0), (sin(x), True))
Piecewise((0, x < 37), (x, True)) ; Piecewise((exp(x), x < -1), (x, x < 1), (log(x), True))
"""


def table() -> list[str]:
    return [text.strip() for line in FUNCTIONS.strip().splitlines() for text in line.split(";")]


def known() -> list[tuple[str, Tree, Tree]]:
    found = []
    for text in table():
        formula = expression(text.replace("1/3", "Rational(1, 3)").replace("2/3", "Rational(2, 3)"))
        found.append((text, from_sympy(formula), derivative(formula)))
    return found


def test_right_derivatives_of_the_table_agree() -> None:
    verdicts = {text: check_derivative(function, right, "x").verdict for text, function, right in known()}
    assert len(verdicts) >= 110
    assert {text: verdict for text, verdict in verdicts.items() if verdict != "agrees"} == {}


def test_wrong_derivatives_of_the_table_do_not_pass() -> None:
    source = random.Random(1)
    tried = 0
    for text, function, right in known():
        for name, wrong in mutants(right, source, function):
            tried += 1
            assert check_derivative(function, wrong, "x").verdict != "agrees", (text, name)
    assert tried > 700


def test_right_derivatives_of_random_functions_are_not_contradicted() -> None:
    checks = [check_derivative(function, right, "x") for _, function, right in random_functions(150, seed=20)]
    verdicts = [check.verdict for check in checks]
    assert verdicts.count("contradicted") == 0
    assert verdicts.count("agrees") >= 138  # the others have no real values: atanh(cosh x), x + acos 2
    errors = sorted(check.error for check in checks if check.error is not None)
    assert errors[len(errors) // 2] < 1e-11


def test_wrong_derivatives_of_random_functions_do_not_pass() -> None:
    source = random.Random(2)
    tried = 0
    for formula, function, right in random_functions(80, seed=21):
        for name, wrong in mutants(right, source, function, count=3):
            tried += 1
            assert check_derivative(function, wrong, "x").verdict != "agrees", (formula, name)
    assert tried > 450


@pytest.mark.parametrize("seed", range(1, 9))
def test_the_rate_does_not_hang_on_one_seed(seed: int) -> None:
    for formula, function, right in random_functions(30, seed=seed):
        assert check_derivative(function, right, "x", seed=seed).verdict != "contradicted", formula
        wrong = multiply(number(Fraction(999, 1000)), right)
        assert check_derivative(function, wrong, "x", seed=seed).verdict != "agrees", formula


# --- functions with steps, and others that deceive differences ------------------------------------------


@pytest.mark.parametrize(
    ("function", "right"),
    [
        ("floor(x)", "0"),
        ("floor(1000*x)", "0"),
        ("floor(10**6*x)", "0"),
        ("floor(10**9*x)", "0"),
        ("x + floor(1000*x)", "1"),
        ("x*floor(x)", "floor(x)"),
        ("ceiling(x)*x**2", "2*x*ceiling(x)"),
        ("sign(x)*x", "sign(x)"),
        ("Mod(x, 1)", "1"),
        ("Mod(x, Rational(1, 1000))", "1"),
        ("sin(x)**2 + cos(x)**2", "0"),
        ("cosh(x)**2 - sinh(x)**2", "0"),
        ("y", "0"),
        ("7", "0"),
        ("x", "1"),
        ("10**16 + x", "1"),
        ("sin(10**9*x)", "10**9*cos(10**9*x)"),
        ("sin(10**14*x)", "10**14*cos(10**14*x)"),
        ("10**12 + sin(x)", "cos(x)"),
        ("10**15 + sin(x)", "cos(x)"),
    ],
)
def test_hard_functions_are_not_contradicted(function: str, right: str) -> None:
    assert check_derivative(raw(function), raw(right), "x").verdict in {"agrees", "unchecked"}


@pytest.mark.parametrize(
    ("function", "wrong"),
    [
        ("Abs(x)", "1"),
        ("Max(x, 0)", "1"),
        ("Max(x, 0)", "0"),
        ("Max(x - 100, 0)", "0"),
        ("Max(3*x - 100, 0)", "0"),
        ("Max(x, y, x*y)", "Piecewise((1, (x > y) & (x > x*y)), (0, True))"),
        ("Piecewise((0, x < 37), (x, True))", "0"),
        ("floor(x)", "1"),
        ("floor(x)*x", "x"),
        ("Mod(x, 1)", "0"),
        ("tanh(100*x)", "50*(1 - tanh(100*x)**2)"),
        ("atanh(x**14)", "14*x**13/(1 - x**29)"),
        ("10**15 + sin(x)", "0"),
        ("10**15 + sin(x)", "2*cos(x)"),
        ("sin(x)**2 + cos(x)**2", "sin(x)/10**9"),
        ("sin(x)/10**200", "2*cos(x)/10**200"),
        ("x**1000", "999*x**999"),
        ("7", "x"),
        ("314159*x/100000", "3141592*x/1000000"),
        ("x", "1 + x/10**6"),
        ("(1 + 10**7*x) - 10**7*x", "1"),
    ],
)
def test_tempting_wrong_derivatives_do_not_pass(function: str, wrong: str) -> None:
    assert check_derivative(raw(function), raw(wrong), "x").verdict != "agrees"


def raw(text: str) -> Tree:
    """A formula as it stands, nothing evaluated by SymPy where it need not be."""
    return tree(text)


def test_a_smooth_derivative_agrees_to_many_digits() -> None:
    check = check_derivative(tree("x**2*sin(3*x)"), derivative(expression("x**2*sin(3*x)")), "x")
    assert check.verdict == "agrees"
    assert check.error is not None
    assert check.error < 1e-9
    assert check.points >= 6
    assert check.counterexample == ()


def test_a_contradiction_shows_both_values() -> None:
    check = check_derivative(power(x, TWO), power(x, TWO), "x")
    assert check.verdict == "contradicted"
    assert check.values is not None
    given, measured = check.values
    ((name, value),) = check.counterexample
    assert name == "x"
    assert given == pytest.approx(value**2)
    assert measured == pytest.approx(2 * value, rel=1e-6)


def test_an_undefined_derivative_is_contradicted() -> None:
    check = check_derivative(power(x, TWO), multiply(TWO, call("sqrt", negative(power(x, TWO)))), "x")
    assert check.verdict == "contradicted"
    assert check.values is not None
    assert check.values[0] != check.values[0]


def test_a_derivative_undefined_on_a_smaller_part_is_not() -> None:
    # d/dx log|x|, written with log x beside: wrong for x < 0 only, as a matter of domain.
    right = add(divide(ONE, x), call("log", add(x, number(20))), negative(call("log", add(x, number(20)))))
    assert check_derivative(call("log", call("abs", x)), right, "x").verdict == "agrees"


def test_nothing_can_be_said_where_nothing_is_real() -> None:
    check = check_derivative(call("asin", add(TWO, power(x, TWO))), x, "x")
    assert check == Check("unchecked")


def test_vectors_are_not_checked() -> None:
    assert check_derivative(vector(x, y), vector(ONE, ZERO), "x").verdict == "unchecked"


def test_the_same_seed_says_the_same() -> None:
    function, right = tree("exp(x)*sin(5*x)"), derivative(expression("exp(x)*sin(5*x)"))
    assert check_derivative(function, right, "x", seed=3) == check_derivative(function, right, "x", seed=3)
    assert check_derivative(function, right, "x", seed=3) != check_derivative(function, right, "x", seed=4)


# --- kinds, components, sums ----------------------------------------------------------------------------


def test_a_positive_variable_is_positive() -> None:
    function = call("sqrt", negative(x))
    right = negative(divide(ONE, multiply(TWO, call("sqrt", negative(x)))))
    assert check_derivative(function, right, "x").verdict == "agrees"
    assert check_derivative(function, right, "x", {"x": "positive"}).verdict == "unchecked"


def test_an_interval_bounds_its_variable() -> None:
    # right between 2 and 3 alone
    function, claimed = call("floor", x), subtract(call("floor", x), TWO)
    assert check_derivative(function, claimed, "x", {"x": "[2, 3]"}).verdict != "contradicted"
    assert check_derivative(function, claimed, "x").verdict == "contradicted"


def test_an_integer_is_whole_unless_it_moves() -> None:
    even = call("cos", multiply(TWO, Tree("constant", "pi"), n))  # 1 for whole n
    assert check_derivative(multiply(x, even), ONE, "x", {"n": "integer"}).verdict == "agrees"
    assert check_derivative(multiply(x, even), ONE, "x").verdict == "contradicted"
    assert check_derivative(power(n, TWO), multiply(TWO, n), "n", {"n": "integer"}).verdict == "agrees"


def component(index: Tree) -> Tree:
    return Tree("component", None, (x, index))


def indexed(body: Tree, last: Tree) -> Tree:
    return Tree("indexed", "sum", (body, i, ONE, last))


def test_components_are_variables() -> None:
    function = multiply(power(component(number(3)), TWO), component(ONE))
    right = multiply(TWO, component(number(3)), component(ONE))
    assert check_derivative(function, right, "x[3]").verdict == "agrees"
    assert check_derivative(function, right, "x[1]").verdict == "contradicted"


def test_sums_with_a_symbolic_end() -> None:
    function = indexed(divide(power(x, i), call("factorial", i)), n)
    right = indexed(divide(power(x, subtract(i, ONE)), call("factorial", subtract(i, ONE))), n)
    assert check_derivative(function, right, "x").verdict == "agrees"
    assert check_derivative(function, function, "x").verdict == "contradicted"


def test_sums_over_the_components_of_a_vector() -> None:
    function = indexed(power(component(i), TWO), number(5))
    assert check_derivative(function, multiply(TWO, component(TWO)), "x[2]").verdict == "agrees"
    assert check_derivative(function, component(TWO), "x[2]").verdict == "contradicted"


# --- equality -------------------------------------------------------------------------------------------

EQUAL = [
    ("sin(x)**2 + cos(x)**2", "1"),
    ("(x + 1)**10 - 1", "sum"),
    ("exp(x + y)", "exp(x)*exp(y)"),
    ("log(x**2)", "2*log(Abs(x))"),
    ("tan(x)", "sin(x)/cos(x)"),
    ("(x**2 - 1)/(x - 1)", "x + 1"),
    ("cosh(x)**2", "1 + sinh(x)**2"),
    ("sqrt(2)*sqrt(3)*x", "sqrt(6)*x"),
    ("x*y + x", "x*(y + 1)"),
    ("Max(x, y)", "(x + y + Abs(x - y))/2"),
    ("sin(pi/7)**2", "(1 - cos(2*pi/7))/2"),
    ("gamma(x + 1)", "x*gamma(x)"),
    ("asin(x) + acos(x)", "pi/2"),
    ("(exp(x) - 1 - x)/x**2", "(exp(x) - (1 + x))/x**2"),
]


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_equal_expressions(left: str, right: str) -> None:
    other = sympy.expand(expression(left)) if right == "sum" else expression(right)
    check = check_equal(tree(left), from_sympy(other))
    assert check.verdict == "agrees"
    assert check.method == "values"
    assert check.error is not None
    assert check.error < 1e-9


UNEQUAL = [
    ("x**2", "2*x"),
    ("sin(x)", "x"),
    ("2", "3"),
    ("x - y", "y - x"),
    ("Abs(x)", "x"),
    ("floor(x)", "x"),
    ("asin(x)", "acos(x)"),
    ("100*x", "100*x + Rational(1, 10**9)"),
    ("x**3", "x**3 + x*(x - 1)*(x - 2)*(x - 3)*(x + 1)*(x + 2)*(2*x - 1)"),
    ("x**Rational(10000001, 10000000)", "x"),
    ("sin(x)/10**30", "cos(x)/10**30"),
    ("cos(x)", "1 - x**2/2 + x**4/24"),
]


@pytest.mark.parametrize(("left", "right"), UNEQUAL)
def test_unequal_expressions(left: str, right: str) -> None:
    check = check_equal(tree(left), tree(right))
    assert check.verdict == "contradicted"
    assert check.values is not None
    assert check.values[0] != check.values[1]


def test_a_counterexample_is_nice() -> None:
    check = check_equal(add(power(x, TWO), number(3)), add(multiply(TWO, x), number(5)))
    assert check.counterexample == (("x", 2.0),)
    assert check.values == (7.0, 9.0)


def test_a_point_where_one_is_undefined_is_recorded() -> None:
    check = check_equal(divide(x, x), ONE)
    assert (check.verdict, check.domain, check.defined) == ("agrees", (("x", 0.0),), "right")
    check = check_equal(call("log", power(x, TWO)), multiply(TWO, call("log", x)))
    assert (check.verdict, check.domain, check.defined) == ("agrees", (("x", -1.0),), "left")


def test_an_overflow_is_no_matter_of_domain() -> None:
    tower = power(number(9), power(number(9), power(number(9), x)))
    check = check_equal(divide(multiply(tower, x), tower), x)
    assert (check.verdict, check.domain) == ("agrees", ())


def test_unequal_only_where_declared_away() -> None:
    assert check_equal(call("abs", x), x, {"x": "positive"}).verdict == "agrees"
    assert check_equal(call("abs", x), x, {"x": "[0, 1]"}).verdict == "agrees"
    whole = multiply(x, call("cos", multiply(TWO, Tree("constant", "pi"), n)))
    assert check_equal(whole, x, {"n": "integer"}).verdict == "agrees"


def test_constants_that_differ_by_rounding() -> None:
    assert check_equal(call("sin", Tree("constant", "pi")), ZERO).verdict == "agrees"
    assert check_equal(tree("sqrt(3)"), tree("sqrt(3)")).verdict == "agrees"
    assert check_equal(call("sqrt", number(-1)), ZERO).verdict == "unchecked"


def test_conditions_have_values_too() -> None:
    assert check_equal(relation("<", x, y), relation(">", y, x)).verdict == "agrees"
    assert check_equal(relation("<", x, y), relation("<", y, x)).verdict == "contradicted"


# --- the points -----------------------------------------------------------------------------------------


def test_points_are_of_both_signs_and_several_sizes() -> None:
    sampler = Sampler(Unknowns((multiply(x, y),), "x"), None, "x", 0)
    points = sampler.points(60)
    xs = [point[0] for point in points]
    assert min(xs) < -3.0
    assert max(xs) > 3.0
    assert min(map(abs, xs)) < 0.2
    assert {(x > 0, y > 0) for x, y in points} == {(a, b) for a in (True, False) for b in (True, False)}


def test_unknowns_know_their_kind() -> None:
    unknowns = Unknowns((indexed(multiply(component(i), y), n),), "y")
    assert unknowns.names == ("n", *(f"x[{place}]" for place in range(1, 13)), "y")
    assert "n" in unknowns.integers
    assert not unknowns.bent
    assert Unknowns((call("floor", x),)).stepped


def test_noise_is_even() -> None:
    noise = Noise(7)
    values = [noise.uniform() for _ in range(4000)]
    assert min(values) >= 0.0
    assert max(values) < 1.0
    assert abs(sum(values) / len(values) - 0.5) < 0.02
