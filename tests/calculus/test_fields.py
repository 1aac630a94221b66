"""Divergence, curl and Laplacian: the identities that hold for every field, and the textbook's fields."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.calculus.check import check_equal
from mvcalc_cli.calculus.fields import curl, divergence, laplacian
from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.errors import InputError
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import ZERO, Tree

SPACE = ("x", "y", "z")
SCALARS = [
    "x^2 y + z^3",
    "sin(x y) exp(z)",
    "x y z",
    "log(x^2 + y^2 + 1) z",
    "cosh(x - z) y^2",
    "sqrt(x^2 + y^2 + z^2)",
]


def zero(tree: Tree) -> bool:
    return tree == ZERO or check_equal(tree, ZERO).verdict == "agrees"


@pytest.mark.parametrize("text", SCALARS)
def test_a_gradient_does_not_turn(text: str) -> None:
    """curl ∇f = 0."""
    field = gradient(parse(text).tree, SPACE).rows[0]
    assert all(zero(component) for component in curl(field, SPACE).components)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(SCALARS), min_size=3, max_size=3))
def test_a_curl_has_no_sources(texts: list[str]) -> None:
    """div curl F = 0."""
    field = tuple(parse(text).tree for text in texts)
    turned = curl(field, SPACE).components
    assert zero(divergence(turned, SPACE).components[0])


@pytest.mark.parametrize("text", SCALARS)
def test_the_laplacian_is_the_divergence_of_the_gradient(text: str) -> None:
    tree = parse(text).tree
    field = gradient(tree, SPACE).rows[0]
    (left,), (right,) = laplacian((tree,), SPACE).components, divergence(field, SPACE).components
    assert check_equal(left, right).verdict == "agrees"


@pytest.mark.parametrize(
    ("text", "divergence_", "curl_"),
    [
        ("[x, y, z]", "3", ["0", "0", "0"]),  # everything flows out
        ("[-y, x, 0]", "0", ["0", "0", "2"]),  # a rotation about z with unit speed turns by 2
        ("[x^2, x*y, z]", "3x + 1", ["0", "0", "y"]),
        ("[y*z, x*z, x*y]", "0", ["0", "0", "0"]),  # the gradient of xyz
    ],
)
def test_textbook_fields(text: str, divergence_: str, curl_: list[str]) -> None:
    field = parse(text).tree.args
    assert line(divergence(field, SPACE).components[0]) == divergence_
    assert [line(component) for component in curl(field, SPACE).components] == curl_


def test_harmonic_functions_vanish_and_keep_their_domain() -> None:
    found = laplacian((parse("log(x^2 + y^2)").tree,), ("x", "y"))
    assert found.components == (ZERO,)
    assert [line(condition) for condition in found.excluded] == ["x² + y² > 0"]


def test_components_and_variables_must_match() -> None:
    field = parse("[x, y]").tree.args
    with pytest.raises(InputError, match="as many components as variables"):
        divergence(field, SPACE)
    with pytest.raises(InputError, match="2 or 3 components"):
        curl(parse("[x, y, z, w]").tree.args, ("w", "x", "y", "z"))
