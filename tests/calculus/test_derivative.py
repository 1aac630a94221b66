"""Derivatives: what a teacher would write, and the law that SymPy agrees."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.calculus.check import check_derivative
from mvcalc_cli.calculus.derivative import differentiate, nth_derivative
from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line, plain
from mvcalc_cli.language.tree import Tree, size

# (expression, d/dx as printed, why it is in the table)
TEXTBOOK = [
    ("5", "0", "a constant"),
    ("x", "1", "the variable"),
    ("y", "0", "another variable is a constant"),
    ("3x", "3", "a constant multiple"),
    ("x^3 + 5x - 7", "3x² + 5", "term by term"),
    ("x^2 sin(3x)", "2x·sin(3x) + 3x²·cos(3x)", "the first example of all: product and chain"),
    ("x^3 - 3x + y^2", "3x² − 3", "polynomials by falling degree"),
    ("4 - x^2", "−2x", "a minus"),
    ("1/x", "−1/x²", "a power with a negative exponent"),
    ("3/x^2", "−6/x³", "and another"),
    ("x^n", "n·xⁿ⁻¹", "a symbolic exponent"),
    ("x^(2/3)", "2/(3x^(1/3))", "a fractional exponent"),
    ("sqrt(x)", "1/(2·√x)", "a root"),
    ("sqrt(x^2 + 1)", "x/√(x² + 1)", "2 cancels"),
    ("cbrt(x)", "1/(3·cbrt(x)²)", "the real cube root"),
    ("x sqrt(x)", "3·√x/2", "x/√x is √x where x > 0"),
    ("0.1x^2", "0.2x", "decimals stay decimals"),
    ("(x + 1)^2", "2·(x + 1)", "a bracket is not multiplied out"),
    ("(2x + 1)^5", "10·(2x + 1)⁴", "the inner number joins the outer one"),
    ("(x + 1)(x - 1)", "2x", "like terms meet"),
    ("3(x^2 + x)", "6x + 3", "a number goes into the bracket"),
    ("x (x + 1)^2", "(x + 1)² + 2x·(x + 1)", "as the product rule produced it"),
    ("(x^2 + 1)/(x - 1)", "(x² − 2x − 1)/(x − 1)²", "the numerator multiplied out, as on a blackboard"),
    ("x/(x^2 + 1)", "(1 − x²)/(x² + 1)²", "1 first, not −x² first"),
    ("(x - 1)/(x + 1)", "2/(x + 1)²", "the numerator is a number"),
    ("sin(x)/x", "(x·cos(x) − sin(x))/x²", "the quotient rule"),
    ("log(x)/x", "(1 − log(x))/x²", "x·1/x is 1 where log x stands"),
    ("x/e^x", "(1 − x)·e^(−x)", "a common factor cancels"),
    ("e^(2x)/x", "(2x − 1)·e^(2x)/x²", "and is taken out"),
    ("sin(x)/cos(x)", "1/cos(x)²", "sin² + cos² is 1"),
    ("e^x", "eˣ", "the exponential"),
    ("exp(-x^2)", "−2x·e^(−x²)", "and inside a chain"),
    ("e^x e^(2x)", "3·e^(3x)", "powers of e merge"),
    ("2^x", "2ˣ·log(2)", "another base"),
    ("x^x", "xˣ·(log(x) + 1)", "a power in which both vary"),
    ("log(x)", "1/x", "the logarithm"),
    ("log(x^2)", "2/x", "2x/x² loses nothing as 2/x"),
    ("log(x y)", "1/x", "y cancels, for x·y > 0 says y ≠ 0"),
    ("log(x, 2)", "1/(x·log(2))", "another base"),
    ("log(2, x)", "−log(2)/(x·log(x)²)", "a varying base"),
    ("log10 x", "1/(x·log(10))", "base 10"),
    ("log(1 + e^x)", "eˣ/(1 + eˣ)", "softplus by hand"),
    ("x log(x)", "log(x) + 1", "x/x is 1 where x > 0"),
    ("log(sin x)", "cos(x)/sin(x)", "a chain of two"),
    ("sin(sin(sin x))", "cos(sin(sin(x)))·cos(sin(x))·cos(x)", "a chain of three"),
    ("tan x", "sec(x)²", "trigonometry"),
    ("sec x", "sec(x)·tan(x)", "trigonometry"),
    ("asin(2x)", "2/√(1 − 4x²)", "an inverse function"),
    ("atan(y/x)", "−y/(x²·(y²/x² + 1))", "an angle by atan"),
    ("atan2(y, x)", "−y/(x² + y²)", "an angle by atan2"),
    ("tanh(w x)", "w·(1 − tanh(w·x)²)", "as machine learning writes it"),
    ("sigmoid x", "(1 − sigmoid(x))·sigmoid(x)", "machine learning"),
    ("softplus x", "sigmoid(x)", "machine learning"),
    ("erf x", "2·e^(−x²)/√π", "the bell curve"),
    ("x^2 y + sin(x y)", "2x·y + y·cos(x·y)", "a partial derivative"),
    ("[cos x, sin x]", "[−sin(x), cos(x)]", "entry by entry"),
    ("norm([x, y])", "x/√(x² + y²)", "vectors are opened"),
    ("dot([x, 1], [x, y])", "2x", "vectors are opened"),
    ("sum(k x^k, k=1..3)", "9x² + 4x + 1", "a short sum is opened"),
    ("sum(x^k, k=1..n)", "sum(k·x^(k − 1), k=1..n)", "a long one keeps its sign"),
    ("factorial(x)", "gamma(x + 1)·polygamma(0, x + 1)", "through the Gamma function"),
]

# (expression, d/dx, excluded points)
KINKS = [
    ("|x|", "sign(x)", ["x ≠ 0"]),
    ("|x^2 - 1|", "2x·sign(x² − 1)", ["x² − 1 ≠ 0"]),
    ("max(x, 0)", "piecewise(x > 0: 1, 0)", ["x ≠ 0"]),
    ("max(0, x)", "piecewise(x > 0: 1, 0)", ["x ≠ 0"]),
    ("min(x, x^2)", "piecewise(x < x²: 1, 2x)", ["x ≠ x²"]),
    ("max(x, y, 2)", "piecewise(x > y and x > 2: 1, y > 2: 0, 0)", ["x ≠ y", "x ≠ 2"]),
    ("relu(x)", "piecewise(x > 0: 1, 0)", ["x ≠ 0"]),
    ("relu(w x + b)", "piecewise(w·x + b > 0: w, 0)", ["w·x + b ≠ 0"]),
    ("sign(x)", "0", ["x ≠ 0"]),
    ("floor(x)", "0", ["x ≠ floor(x)"]),
    ("ceil(x)", "0", ["x ≠ floor(x)"]),
    ("mod(x, 3)", "1", ["x/3 ≠ floor(x/3)"]),
    ("piecewise(x < 0: -x, x)", "piecewise(x < 0: −1, 1)", ["x ≠ 0"]),
    ("piecewise(x < 1: x^2, x < 2: x)", "piecewise(x < 1: 2x, x < 2: 1)", ["x ≠ 1", "x ≠ 2"]),
    ("x^2/x", "1", ["x ≠ 0"]),
    ("sqrt(x)*sqrt(x)", "1", ["x > 0"]),
    ("log(x y)", "1/x", ["x·y > 0"]),
    ("x sin(x)", "sin(x) + x·cos(x)", []),
    ("x^x", "xˣ·(log(x) + 1)", []),
    ("sqrt(x)", "1/(2·√x)", []),
]


def derivative(text: str, by: str = "x") -> Tree:
    return differentiate(parse(text).tree, by).result


@pytest.mark.parametrize(("text", "expected", "reason"), TEXTBOOK, ids=[row[0] for row in TEXTBOOK])
def test_what_a_teacher_writes(text: str, expected: str, reason: str) -> None:
    assert line(derivative(text)) == expected, reason


@pytest.mark.parametrize(("text", "expected", "excluded"), KINKS, ids=[row[0] for row in KINKS])
def test_kinks_and_jumps_are_excluded(text: str, expected: str, excluded: list[str]) -> None:
    found = differentiate(parse(text).tree, "x")
    assert line(found.result) == expected
    assert [line(condition) for condition in found.excluded] == excluded


@pytest.mark.parametrize("text", [row[0] for row in TEXTBOOK + [(k[0], "", "") for k in KINKS]])
def test_numbers_do_not_contradict_the_tables(text: str) -> None:
    tree = parse(text).tree
    if tree.kind == "vector" or "..n" in text:
        pytest.skip("checked entry by entry elsewhere")
    assert check_derivative(tree, derivative(text), "x").verdict == "agrees"


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("gcd(x, 2)", InputError, "gcd"),
        ("polygamma(x, 2)", InputError, "polygamma"),
        ("x < 1", InputError, "relation"),
        ("sum(k, k=1..x)", InputError, "bounds"),
        ("*".join(["sin(x)"] * 300), LimitError, "300 factors"),
    ],
)
def test_what_has_no_derivative_here(text: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        derivative(text)


def test_the_order_has_a_limit() -> None:
    with pytest.raises(LimitError, match="50"):
        nth_derivative(parse("x").tree, ("x",) * 51)


@pytest.mark.parametrize(
    ("text", "by", "expected"),
    [
        ("x^2 y^3", ("x", "y", "y"), "12x·y"),
        ("exp(-x^2)", ("x", "x"), "4x²·e^(−x²) − 2·e^(−x²)"),
        ("sin x", ("x",) * 4, "sin(x)"),
        ("1/(x^2 + 1)", ("x",) * 3, "(24x − 24x³)/(x² + 1)⁴"),
        ("x^4", ("x",) * 5, "0"),
    ],
)
def test_higher_and_mixed_orders(text: str, by: tuple[str, ...], expected: str) -> None:
    assert line(nth_derivative(parse(text).tree, by)[-1].result) == expected


@pytest.mark.parametrize("text", ["e^x sin(x)/(x^2 + 1)", "x/(x^3 - 1)*log(x)", "x^x", "1/(1 + e^(-x))", "tan(x)"])
def test_repeated_differentiation_does_not_explode(text: str) -> None:
    """Order by order the answer grows like a polynomial, not by a factor each time."""
    orders = nth_derivative(parse(text).tree, ("x",) * 8)
    assert size(orders[-1].result) < 2_000


def test_shared_parts_are_differentiated_once() -> None:
    """f(f(…)) with f(u) = u·sin(u) written out has 2^30 leaves; the tree has 60 nodes."""
    tree = parse("x").tree
    for _ in range(30):
        tree = Tree("call", "tanh", (Tree("sum", None, (tree, tree)),))
    assert differentiate(tree, "x").result.kind in {"product", "quotient"}


def test_a_component_is_a_variable() -> None:
    assert line(derivative("x[1]^2 + x[1]*x[2]", "x[1]")) == "2·x[1] + x[2]"


# --- the law: SymPy agrees ------------------------------------------------------------------------------

SMOOTH = ["sin", "cos", "tan", "exp", "log", "sqrt", "atan", "tanh", "sinh", "cosh", "asinh", "erf"]
leaves = st.sampled_from(["x", "x", "y", "2", "3", "1/2", "(x + 1)", "(x^2 + 1)", "pi"])


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(st.sampled_from(SMOOTH), inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda p: f"(({p[0]}){p[1]}({p[2]}))"),
        st.tuples(inner, st.sampled_from(["2", "3", "-1", "1/2", "-2"])).map(lambda p: f"({p[0]})^({p[1]})"),
    )


expressions = st.recursive(leaves, grow, max_leaves=6)
POINTS = [{"x": 0.7, "y": 1.3}, {"x": 1.9, "y": 0.4}, {"x": 2.6, "y": 2.2}, {"x": -0.6, "y": 0.8}]


def sympy_value(expression: sympy.Expr, point: dict[str, float]) -> complex | None:
    value = expression.evalf(20, subs={sympy.Symbol(name): number for name, number in point.items()})
    return complex(value) if value.is_number and value.is_finite else None


@settings(max_examples=150, deadline=None)
@given(expressions)
def test_sympy_agrees_on_smooth_expressions(text: str) -> None:
    """Our derivative and SymPy's have the same value wherever f is real and both are finite."""
    tree = parse(text).tree
    ours = sympy.sympify(plain(differentiate(tree, "x").result))
    function = sympy.sympify(plain(tree))
    theirs = sympy.diff(function, sympy.Symbol("x"))
    for point in POINTS:
        height = sympy_value(function, point)
        if height is None or abs(height.imag) > 1e-12 or abs(height) > 1e12:
            continue
        mine, other = sympy_value(ours, point), sympy_value(theirs, point)
        if mine is not None and other is not None:
            assert abs(mine - other) <= 1e-9 * (1 + abs(other)), (text, point)
