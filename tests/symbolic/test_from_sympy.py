"""SymPy -> Tree: as a person writes it, the same function, and no answer that is none."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings

from mvcalc_cli.errors import DomainError, LimitError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.bridge import UnreadableAnswer, from_sympy, symbol, to_sympy
from mvcalc_cli.symbolic.verify import compare
from tests.strategies import expressions
from tests.symbolic.reading import tree, written

x, y, n = symbol("x"), symbol("y"), symbol("n", "integer")
half, third = sympy.Rational(1, 2), sympy.Rational(1, 3)

WRITTEN = [
    (-x / 2, "-x/2"),
    (3 * x / 2, "3*x/2"),
    (sympy.Rational(-3, 4), "-3/4"),
    (x * sympy.exp(-x), "x*exp(-x)"),
    (1 / sympy.sqrt(x), "1/sqrt(x)"),
    (x**-2, "1/x**2"),
    (sympy.sqrt(2) / 2, "sqrt(2)/2"),
    (-sympy.sqrt(3) * x / (2 * y), "-sqrt(3)*x/(2*y)"),
    (1 - x, "1 - x"),
    (x**2 + 2 * x + 1, "x**2 + 2*x + 1"),
    (x**2 * y**3 + x**3 + 1, "x**2*y**3 + x**3 + 1"),
    (y - x, "y - x"),
    (sympy.sqrt(2) - 1, "sqrt(2) - 1"),
    (3 + 2 * sympy.sqrt(2), "3 + 2*sqrt(2)"),
    (sympy.log(x) / sympy.log(2), "log(x)/log(2)"),
    (sympy.sign(x) * sympy.Abs(x) ** third, "real_root(x, 3)"),
    (x ** sympy.Rational(3, 2), "x**(3/2)"),
    (sympy.Max(0, x), "Max(0, x)"),
    (sympy.And(x > 0, x < 1), None),
    (sympy.Piecewise((x, x < 0), (2, True)), "Piecewise((x, x < 0), (2, True))"),
    (sympy.Matrix([[1, x], [y, 2]]), "[1, x; y, 2]"),
    (sympy.CRootOf(x**5 - x - 1, 0), "CRootOf(x**5 - x - 1, 0)"),
    (2 * sympy.I * x, None),
    (sympy.oo, "oo"),
    (sympy.EulerGamma, "-polygamma(0, 1)"),
    (sympy.zeta(3), "-polygamma(2, 1)/2"),
    (sympy.zeta(5), "-polygamma(4, 1)/24"),
    (-sympy.oo, "-oo"),
]


@pytest.mark.parametrize(("expression", "text"), WRITTEN, ids=[str(row[0]) for row in WRITTEN])
def test_it_is_written_as_a_person_would(expression: sympy.Basic, text: str | None) -> None:
    found = from_sympy(expression)
    if text is not None:
        assert written(found) == text
    if isinstance(expression, sympy.MatrixBase):
        expression = expression.as_immutable()
    assert to_sympy(found) == expression


def test_a_choice_between_conditions_is_and_or() -> None:
    found = from_sympy(sympy.ITE(x > 0, y > 1, y < 1))
    assert (found.kind, found.value) == ("logic", "and")


def test_sets_and_intervals() -> None:
    assert from_sympy(sympy.Interval.Ropen(0, sympy.oo)).value == "[)"
    assert from_sympy(sympy.S.Reals).value == "()"
    assert from_sympy(sympy.S.EmptySet) == Tree("set", None, ())
    assert from_sympy(sympy.FiniteSet(1, 2)) == tree("{1, 2}", answer=True)
    union = from_sympy(sympy.Union(sympy.Interval.open(-1, 0), sympy.Interval(2, 3)))
    assert [part.value for part in union.args] == ["()", "[]"]


NO_ANSWERS = [
    sympy.Heaviside(x),
    sympy.DiracDelta(x),
    sympy.re(symbol("z", "complex")),
    sympy.im(symbol("z", "complex")),
    sympy.Derivative(sympy.Function("f")(x), x),
    sympy.Integral(sympy.exp(-(x**2) + sympy.sin(x)), x),
    sympy.nan,
    sympy.zoo,
    sympy.Dummy("x"),
    x + sympy.Heaviside(y),
    sympy.Subs(sympy.Function("f")(x), x, 1),
]


@pytest.mark.parametrize("expression", NO_ANSWERS, ids=str)
def test_what_is_no_answer_raises(expression: sympy.Basic) -> None:
    if isinstance(expression, sympy.Dummy):
        expression = sympy.Dummy("_x")
    with pytest.raises(UnreadableAnswer):
        from_sympy(expression)


@given(expressions(max_leaves=9, signed=True))
@settings(max_examples=150, deadline=None)
def test_there_and_back_is_the_same_function(typed: Tree) -> None:
    try:
        back = from_sympy(to_sympy(typed))
    except (LimitError, DomainError):
        return
    assert compare(typed, back).check.verdict != "contradicted"


@given(expressions(max_leaves=9, signed=True))
@settings(max_examples=100, deadline=None)
def test_back_and_there_is_the_same_expression(typed: Tree) -> None:
    try:
        expression = to_sympy(typed)
        back = from_sympy(expression)
    except (LimitError, DomainError):
        return
    again = to_sympy(back)
    assert again == expression or compare(from_sympy(again), back).check.verdict != "contradicted"


def test_alternatives_that_another_one_holds_are_dropped() -> None:
    m, n = sympy.symbols("m n", integer=True)
    zero = sympy.And(sympy.Eq(m, 0), sympy.Eq(n, 0))
    either = sympy.Or(zero, sympy.And(zero, sympy.Eq(m, n)), sympy.Gt(m, 1), evaluate=False)
    assert written(from_sympy(either)) == "(Eq(m, 0) & Eq(n, 0)) | (m > 1)"
    assert written(from_sympy(sympy.Or(zero, sympy.And(zero, sympy.Eq(m, n)), evaluate=False))) == "Eq(m, 0) & Eq(n, 0)"


def test_eulers_constant_has_one_minus_at_most() -> None:
    assert written(from_sympy(-sympy.EulerGamma)) == "polygamma(0, 1)"
    assert written(from_sympy(1 - 2 * sympy.EulerGamma)) == "1 + 2*polygamma(0, 1)"
