"""Gradients, Jacobians, Hessians and determinants."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.matrices import Rows, determinant, gradient, hessian, jacobian
from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import variable


def matrix(text: str) -> Rows:
    return tuple(row.args for row in parse(text).tree.args)


def shown(rows: Rows) -> list[list[str]]:
    return [[line(entry) for entry in row] for row in rows]


def test_gradient() -> None:
    found = gradient(parse("x^2 y + sin(x y)").tree, ("x", "y"))
    assert shown(found.rows) == [["2x·y + y·cos(x·y)", "x² + x·cos(x·y)"]]


def test_jacobian_of_polar_coordinates() -> None:
    trees = (parse("r cos(t)").tree, parse("r sin(t)").tree)
    assert shown(jacobian(trees, ("r", "t")).rows) == [["cos(t)", "−r·sin(t)"], ["sin(t)", "r·cos(t)"]]


def test_hessian_is_symmetric_and_the_jacobian_of_the_gradient() -> None:
    tree = parse("x^3 - 3x + y^2 + x y z").tree
    first, second = hessian(tree, ("x", "y", "z"))
    assert second.rows == tuple(zip(*second.rows, strict=True))
    assert second.rows == jacobian(first.rows[0], ("x", "y", "z")).rows


def test_the_excluded_points_of_all_entries_are_kept() -> None:
    assert [line(c) for c in gradient(parse("|x| + |y|").tree, ("x", "y")).excluded] == ["x ≠ 0", "y ≠ 0"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[a, b; c, d]", "a·d − b·c"),
        ("[cos t, -r sin t; sin t, r cos t]", "r"),
        ("[1, 2; 3, 4]", "−2"),
        ("[2, 0, 0; 0, 3, 0; 0, 0, 4]", "24"),
        ("[x, 1, 0; 0, x, 1; 1, 0, x]", "x³ + 1"),
        ("[1, 1; 1, 1]", "0"),
        ("[sin(p) cos(t), r cos(p) cos(t), -r sin(p) sin(t); sin(p) sin(t), r cos(p) sin(t), r sin(p) cos(t);"
         " cos(p), -r sin(p), 0]", "r²·sin(p)"),
    ],
)  # fmt: skip
def test_determinant(text: str, value: str) -> None:
    assert line(determinant(matrix(text))) == value


def test_a_determinant_needs_a_square() -> None:
    with pytest.raises(InputError, match="square"):
        determinant(matrix("[1, 2, 3; 4, 5, 6]"))


def test_sizes_have_limits() -> None:
    many = tuple(f"x_{k}" for k in range(31))
    with pytest.raises(LimitError, match="30"):
        hessian(variable("x_1"), many)
    with pytest.raises(LimitError, match="8"):
        determinant(tuple(tuple(variable("x") for _ in range(9)) for _ in range(9)))
