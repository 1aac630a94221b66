"""Products, factors that are never 0, variables that an equation gives; constants written briefly."""

from __future__ import annotations

import math

import pytest

from mvcalc_cli.calculus.evaluate import evaluate
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import plain
from mvcalc_cli.symbolic.products import factors, never_zero, product_of, shorter, solved_for
from mvcalc_cli.symbolic.short_forms import short_eigenvalues, shortest

PRODUCTS = [
    ("3x^2 - 3", "3*(x - 1)*(x + 1)"),
    ("y e^(-x^2 - y^2) - 2x^2 y e^(-x^2 - y^2)", "-y*(2*x**2 - 1)*exp(-x**2 - y**2)"),
    ("cos(x) - 2sin(2x)", "-(4*sin(x) - 1)*cos(x)"),
    ("y - 8/x^2", "(x**2*y - 8)/x**2"),
    ("e^x - 6x", "exp(x) - 6*x"),
]


@pytest.mark.parametrize(("text", "product"), PRODUCTS)
def test_products(text: str, product: str) -> None:
    tree = parse(text).tree
    made = product_of(tree)
    assert plain(made) == product
    there = {"x": 0.7, "y": -1.3}
    assert evaluate(made, there) == pytest.approx(evaluate(tree, there), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("-2x y^2 (x - 1)", ["x", "y", "x - 1"]),
        ("(x - 1) (x + 1)/(x^2 + 1)", ["x - 1", "x + 1"]),
        ("7", []),
        ("e^x cos(y)", ["exp(x)", "cos(y)"]),
    ],
)
def test_factors(text: str, found: list[str]) -> None:
    assert [plain(each) for each in factors(parse(text).tree, ("x", "y"))] == found


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("e^(-x^2)", True),
        ("2^x", False),  # not looked at
        ("cosh(x)", True),
        ("x^2 + 1", True),
        ("x^2 + x + 1", True),
        ("x^2 + y^2 + 3", True),
        ("x^2 + y^2", False),  # 0 at the origin
        ("x^2 y^2 + x y + 1", False),  # not looked at
        ("x^3 + 1", False),
        ("x^2 - 2", False),
        ("cos(x)", False),
        ("5", True),
        ("0", False),
    ],
)
def test_what_is_never_zero(text: str, never: bool) -> None:
    assert never_zero(parse(text).tree) is never


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x^2 - y", ("y", "x**2", None)),
        ("2x + y - 1", ("y", "1 - 2*x", None)),
        ("x - y^2", ("x", "y**2", None)),
        ("x^2 y - 8", ("y", "8/x**2", "x**2")),
        ("x y", None),  # a product has cases
        ("x y - x", None),  # 0 where x is 0 too
        ("x^2 - y^2", None),
        ("sin(x) - y", None),
    ],
)
def test_the_variable_that_an_equation_gives(text: str, found: tuple[str, str, str | None] | None) -> None:
    made = solved_for(parse(text).tree, ("x", "y"))
    told = None if made is None else (made[0], plain(made[1]), None if made[2] is None else plain(made[2]))
    assert told == found


def test_only_what_is_long_is_rewritten() -> None:
    assert plain(shorter(parse("x^2 - 1").tree)) == "x**2 - 1"
    long = parse("y e^(-x^2 - y^2) - 2x^2 y e^(-x^2 - y^2)").tree
    assert len(plain(shorter(long))) < len(plain(long))


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("3^(3/2)/27 - sqrt(3)/3", "-2*sqrt(3)/9"),
        ("-2 e^(-1)/4", "-exp(-1)/2"),
        ("sin(asin(1/4)) + cos(2asin(1/4))", "9/8"),
        ("sqrt(3 + 2sqrt(2))", "1 + sqrt(2)"),
    ],
)
def test_constants_are_written_briefly(text: str, short: str) -> None:
    tree = parse(text).tree
    assert plain(shortest(tree, evaluate(tree, {}))) == short


def test_a_form_with_another_value_is_not_taken() -> None:
    tree = parse("sqrt(12)").tree
    assert plain(shortest(tree, 1.0)) == "sqrt(12)"


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ([["2", "3"], ["3", "4"]], (3 + math.sqrt(10), 3 - math.sqrt(10))),
        ([["2*exp(-1)", "0"], ["0", "-sqrt(2)"]], (2 / math.e, -math.sqrt(2))),
        ([["2", "1", "0"], ["1", "2", "1"], ["0", "1", "2"]], (2 + math.sqrt(2), 2.0, 2 - math.sqrt(2))),
    ],
)
def test_eigenvalues(rows: list[list[str]], values: tuple[float, ...]) -> None:
    trees = [[parse(text).tree for text in row] for row in rows]
    found, determinant = short_eigenvalues(trees, values, math.prod(values))
    assert [evaluate(each, {}) for each in found if each is not None] == pytest.approx(values)
    assert determinant is not None
    assert evaluate(determinant, {}) == pytest.approx(math.prod(values))


def test_eigenvalues_of_a_cubic_have_no_short_form() -> None:
    trees = [[parse(text).tree for text in row] for row in (["1", "1", "0"], ["1", "2", "1"], ["0", "1", "4"])]
    found, determinant = short_eigenvalues(trees, (4.0, 1.0, 0.5), 3.0)
    assert found == (None, None, None)
    assert determinant is not None
    assert plain(determinant) == "3"
