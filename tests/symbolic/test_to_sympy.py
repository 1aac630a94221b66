"""Tree -> SymPy: every construct, exactness, kinds, and the refusal of what would not fit."""

from __future__ import annotations

import time

import pytest
import sympy
from hypothesis import given, settings
from sympy.parsing.sympy_parser import parse_expr

from mvcalc_cli.errors import DomainError, InputError, LimitError
from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import Tree, as_variable, call, number, power, variable
from mvcalc_cli.symbolic.bridge import symbol, to_sympy
from tests.strategies import expressions
from tests.symbolic.reading import tree

x, y = symbol("x"), symbol("y")
FUNCTIONS = ("sin", "cos", "tan", "atan", "log", "sqrt", "abs", "sinh", "erf", "sign", "max", "min", "floor", "atan2")

SAME = [
    ("0.1 + 1/3", sympy.Rational(13, 30)),
    ("2pi e", 2 * sympy.pi * sympy.E),
    ("x^2 - y/2", x**2 - y / 2),
    ("sqrt(x^2)", sympy.Abs(x)),
    ("cbrt(-8)", sympy.Integer(-2)),
    ("cbrt(x)", sympy.sign(x) * sympy.Abs(x) ** sympy.Rational(1, 3)),
    ("root(x, 4)", x ** sympy.Rational(1, 4)),
    ("(-8)^(1/3)", sympy.Integer(-8) ** sympy.Rational(1, 3)),
    ("relu(x)", sympy.Max(0, x)),
    ("sigmoid(x)", 1 / (1 + sympy.exp(-x))),
    ("softplus(x)", sympy.log(1 + sympy.exp(x))),
    ("log2(x)", sympy.log(x) / sympy.log(2)),
    ("log(x, 3)", sympy.log(x) / sympy.log(3)),
    ("log10(1000)", sympy.Integer(3)),
    ("mod(x, 3)", sympy.Mod(x, 3)),
    ("gcd(12, 18)", sympy.Integer(6)),
    ("min(x, y)", sympy.Min(x, y)),
    ("floor(7/2) + ceil(7/2)", sympy.Integer(7)),
    ("atan2(y, x)", sympy.atan2(y, x)),
    ("5!", sympy.Integer(120)),
    ("binomial(5, 2)", sympy.Integer(10)),
    ("W(1)", sympy.LambertW(1)),
    ("Ei(x) + Si(x) + Ci(x) + li(x)", sympy.Ei(x) + sympy.Si(x) + sympy.Ci(x) + sympy.li(x)),
    ("x < 1", x < 1),
    ("piecewise(0 <= x < 1: -x, x)", sympy.Piecewise((-x, sympy.And(x >= 0, x < 1)), (x, True))),
    ("[x, y]", sympy.Matrix([x, y]).as_immutable()),
    ("[1, x; y, 2]", sympy.Matrix([[1, x], [y, 2]]).as_immutable()),
    ("dot([x, 1], [y, 2])", x * y + 2),
    ("sum(i^2, i=1..3)", sympy.Integer(14)),
]


@pytest.mark.parametrize(("text", "expected"), SAME, ids=[row[0] for row in SAME])
def test_a_text_becomes_this_expression(text: str, expected: sympy.Basic) -> None:
    assert to_sympy(tree(text)) == expected


def test_kinds_become_assumptions() -> None:
    assert to_sympy(tree("sqrt(x^2)"), {"x": "positive"}) == symbol("x", "positive")
    assert to_sympy(tree("sin(n pi)", {"n": "integer"}), {"n": "integer"}) == 0
    assert symbol("z", "complex").is_real is None


def test_a_component_is_one_symbol_and_comes_from_a_name() -> None:
    assert to_sympy(as_variable("x[3]")) == symbol("x[3]")
    for name in ("__class__", "2x", "x; y", "x[a]", "x y", "import"):
        with pytest.raises(InputError):
            symbol(name)


def test_a_sum_with_an_open_bound_stays_a_sum() -> None:
    found = to_sympy(tree("sum(i, i=1..n)", {"n": "integer"}), {"n": "integer"})
    assert isinstance(found, sympy.Sum)
    assert found.doit().subs(symbol("n", "integer"), 4) == 10


# --- sizes ------------------------------------------------------------------------------------------

TOO_LONG = [
    "9^9^9^9",
    "factorial(10^9)",
    "(10^6)!",
    "2^(10^6)",
    "2^-(10^6)",
    "(10^390)^400",
    "x + 2^(10^6)",
    "(2x)^(10^6)",
    "(2^(1/3))^(10^6)",
    "e^(10^6 log(2))",
    "2^(10^6 log(3)/log(2))",
    "gamma(10^7)",
    "binomial(10^6, 5*10^5)",
    "beta(10^6, 10^6)",
    "polygamma(2, 10^9)",
    "sin(10^3000)",
    "floor(e^e^e^99)",
    "e^e^e^99 > 1",
    "max(e^e^e^99, 1)",
    "2^12000*2^12000*2^12000",
    "root(2, 1/10^6)",
    "RootOf(x^(10^9) - 2, 0)",
]


@pytest.mark.parametrize("text", TOO_LONG)
def test_a_bomb_is_refused_with_its_place_at_once(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(LimitError) as caught:
        to_sympy(tree(text), text=text)
    assert time.perf_counter() - start < 1.0
    place = caught.value.place
    assert place is not None
    assert 0 <= place.start < place.end <= len(text)


def test_the_place_is_the_part_that_is_too_long() -> None:
    text = "x^2 + sin(2^(10^6))"
    with pytest.raises(LimitError) as caught:
        to_sympy(tree(text), text=text)
    place = caught.value.place
    assert place is not None
    assert text[place.start : place.end].strip("()") == "2^(10^6"


@pytest.mark.parametrize("text", ["1000!", "2^12000", "x^(10^9)", "(x + 1)^(10^6)", "e^(10^6)", "log(10^400)", "10^6"])
def test_what_fits_is_not_refused(text: str) -> None:
    to_sympy(tree(text), text=text)


@pytest.mark.parametrize("text", ["sin([1, 2])", "[1, 2] + [1, 2, 3]", "norm(v)"])
def test_vectors_in_the_wrong_place_are_an_input_error(text: str) -> None:
    with pytest.raises(InputError):
        to_sympy(tree(text), text=text)


@pytest.mark.parametrize("text", ["x + 1/0", "log(0)", "2/(3 - 3)", "gamma(-1)", "max(x, 0/0)"])
def test_what_has_no_value_says_where(text: str) -> None:
    with pytest.raises(DomainError) as caught:
        to_sympy(tree(text), text=text)
    assert caught.value.place is not None


def test_deep_nesting_is_no_crash() -> None:
    deep: Tree = variable("x")
    for _ in range(3_000):
        deep = call("sin", deep)
    with pytest.raises(LimitError):
        to_sympy(deep)


# --- against SymPy's own parser ---------------------------------------------------------------------


@given(expressions(functions=FUNCTIONS, max_leaves=8))
@settings(max_examples=120, deadline=None)
def test_it_is_what_sympy_reads_in_our_plain_text(found: Tree) -> None:
    try:
        ours = to_sympy(found)
    except (LimitError, DomainError):
        return
    theirs = parse_expr(plain(found), local_dict={"x": x, "y": y})
    assert ours == theirs or sympy.simplify(ours - theirs) == 0 or _same_numbers(ours, theirs)


def _same_numbers(ours: sympy.Expr, theirs: sympy.Expr) -> bool:
    at = {x: sympy.Rational(7, 10), y: sympy.Rational(-13, 10)}
    left, right = (complex(side.subs(at).evalf(30)) for side in (ours, theirs))
    return left == right or abs(left - right) <= 1e-12 * max(abs(left), abs(right), 1.0)


def test_numbers_stay_exact() -> None:
    assert to_sympy(power(number(2), number(-3))) == sympy.Rational(1, 8)
    assert not to_sympy(tree("0.1x + sqrt(2)")).has(sympy.Float)
