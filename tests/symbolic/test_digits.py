"""Values at 30 digits: agreement with float evaluation, domains, and exactness."""

from __future__ import annotations

from fractions import Fraction
from math import isclose, isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.calculus.tape import program
from mvcalc_cli.language.names import FUNCTIONS
from mvcalc_cli.language.tree import Tree, call, number
from mvcalc_cli.symbolic.digits import Unmeasured, context, measure
from tests.strategies import expressions
from tests.symbolic.reading import tree

VECTORS = {"dot", "cross", "norm", "transpose", "det"}
ARGUMENTS = {
    "gcd": (12, 18),
    "polygamma": (1, 2),
    "acosh": (2,),
    "asec": (2,),
    "acsc": (2,),
    "acoth": (2,),
    "root": (8, 3),
    "mod": (7, 3),
    "li": (3,),
}


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - VECTORS - {"RootOf", "exp"}))
def test_every_function_agrees_with_its_float(name: str) -> None:
    values = ARGUMENTS.get(name, (Fraction(1, 2), Fraction(3, 4))[: FUNCTIONS[name].fewest])
    node = call(name, *(number(Fraction(value)) for value in values))
    measured = measure(node, {})
    assert measured is not None
    assert isclose(float(measured), program(node, []).value([]), rel_tol=1e-12)


UNDEFINED = [
    ("x/x", 0),
    ("log(x)", 0),
    ("log(x)", -1),
    ("sqrt(x)", -1),
    ("x^(1/3)", -8),
    ("1/(sin(x)^2 + cos(x)^2 - 1)", 3),
    ("x^-1", 0),
    ("asin(x)", 2),
    ("gamma(x)", -2),
    ("csc(pi x)", 3),
    ("tan(pi x)", Fraction(1, 2)),
    ("mod(x, x)", 0),
    ("atan2(x, x)", 0),
    ("piecewise(x > 0: 1)", 0),
]


@pytest.mark.parametrize(("text", "at"), UNDEFINED, ids=[row[0] for row in UNDEFINED])
def test_undefined_is_none(text: str, at: int) -> None:
    assert measure(tree(text), {"x": Fraction(at)}) is None


EXACT = [
    ("x^2 - 1/3", Fraction(1, 3), Fraction(-2, 9)),
    ("sqrt(1 - sin(x)^2 - cos(x)^2)", Fraction(3), Fraction(0)),
    ("floor(3 (x/3))", Fraction(1), Fraction(1)),
    ("cbrt(x)", Fraction(-8), Fraction(-2)),
    ("sin(pi x)", Fraction(7), Fraction(0)),
    ("piecewise(x <= 0: 5, 1/0)", Fraction(0), Fraction(5)),
    ("sum(i, i=1..x)", Fraction(4), Fraction(10)),
    ("mod(x, 2)", Fraction(-1), Fraction(1)),
]


@pytest.mark.parametrize(("text", "at", "value"), EXACT, ids=[row[0] for row in EXACT])
def test_exact_values(text: str, at: Fraction, value: Fraction) -> None:
    assert measure(tree(text), {"x": at}) == value


@pytest.mark.parametrize("text", ["e^e^x", "x!", "sin(e^x)", "[x, 1]"])
def test_what_is_out_of_reach_is_unmeasured(text: str) -> None:
    with pytest.raises(Unmeasured):
        measure(tree(text), {"x": Fraction(10**6)})


def test_complex_values_are_principal() -> None:
    cube = measure(tree("(-8)^(1/3)"), {}, complex_values=True)
    assert cube is not None
    assert abs(complex(cube) - (1 + 3**0.5 * 1j)) < 1e-15


def test_more_digits_are_right_digits() -> None:
    root = measure(tree("sqrt(2)"), {}, 60)
    assert root is not None
    assert abs(root * root - 2) < context(60).mpf(10) ** -58


@given(expressions(max_leaves=8), st.integers(-300, 300), st.integers(-300, 300))
@settings(max_examples=150, deadline=None)
def test_it_agrees_with_floats(typed: Tree, x: int, y: int) -> None:
    at = {"x": Fraction(x, 97), "y": Fraction(y, 89)}
    compiled = program(typed, ["x", "y"])
    columns = [[float(at["x"])], [float(at["y"])]]
    float_value, spread = compiled.values(columns, 1)[0], compiled.spread(columns, 1)[0]
    try:
        value = measure(typed, at)
    except Unmeasured:
        return
    if value is None or isnan(float_value) or abs(float_value) > 1e300:
        return  # at the edge of a domain floats may see it otherwise
    near = abs(float(value) - float_value) <= 1e-9 * max(1.0, abs(float_value)) + 50 * spread
    assert near or _jumps(typed)


def _jumps(typed: Tree) -> bool:
    return any(word in str(_words(typed)) for word in ("sign", "floor"))


def _words(typed: Tree) -> list[object]:
    return [typed.value, *[_words(arg) for arg in typed.args]]
