"""Implicit derivatives."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.implicit import both_sides, check_implicit, implicit_derivative
from mvcalc_cli.errors import InputError
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line

CURVES = [
    ("x^2 + y^2 = 1", "−x/y"),
    ("x y = 1", "−y/x"),
    ("y = x^2", "2x"),
    ("y^2 = x^3 - x", "(3x² − 1)/(2y)"),
    ("x^3 + y^3 = 3x y", "(3y − 3x²)/(3y² − 3x)"),
    ("sin(y) = x", "1/cos(y)"),
    ("e^(x y) = x + y", None),
]


@pytest.mark.parametrize(("equation", "expected"), CURVES)
def test_first_derivative(equation: str, expected: str | None) -> None:
    tree = parse(equation).tree
    found = implicit_derivative(tree, "x", "y")
    if expected is not None:
        assert line(found.result) == expected
    assert check_implicit(tree, "x", "y", found.first).verdict == "agrees"


def test_second_derivative_of_the_circle() -> None:
    """y″ = −1/y³ on the unit circle; as a formula −(y + x²/y)/y²."""
    found = implicit_derivative(parse("x^2 + y^2 = 1").tree, "x", "y", 2)
    from mvcalc_cli.calculus.evaluate import evaluate

    assert evaluate(found.result, {"x": 0.6, "y": 0.8}) == pytest.approx(-1 / 0.8**3)


def test_the_differentiated_equation() -> None:
    found = implicit_derivative(parse("x^2 + y^2 = 1").tree, "x", "y")
    assert line(both_sides(found, "y")) == "2x + 2y·y′ = 0"


def test_a_wrong_slope_is_contradicted() -> None:
    tree = parse("x^2 + y^2 = 1").tree
    assert check_implicit(tree, "x", "y", parse("x/y").tree).verdict == "contradicted"


def test_the_dependent_variable_must_occur() -> None:
    with pytest.raises(InputError, match="z does not occur"):
        implicit_derivative(parse("x^2 + y^2 = 1").tree, "x", "z")
