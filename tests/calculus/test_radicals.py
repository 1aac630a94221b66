"""Sums over one root brought over one power of it: the same values, never longer."""

from __future__ import annotations

import pytest
from hypothesis import given

from mvcalc_cli.calculus.check import check_equal
from mvcalc_cli.calculus.radicals import over_one_root
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import Tree, size
from tests.strategies import expressions

S = "(x^2+y^2)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"2/sqrt{S} - x^2/{S}^(3/2) - y^2/{S}^(3/2)", "1/√(x² + y²)"),
        (f"(2 sqrt{S} - x^2/sqrt{S} - y^2/sqrt{S})/{S}", "1/√(x² + y²)"),
        (f"sqrt{S} - x^2/sqrt{S}", "y²/√(x² + y²)"),
        (f"3x^2 sqrt{S}/{S}^3 + 3y^2 sqrt{S}/{S}^3 - 3 {S}^(3/2)/{S}^3", "0"),
        ("sqrt(x+1) - x/sqrt(x+1)", "1/√(x + 1)"),
        (f"x/sqrt{S} + 1", "x/√(x² + y²) + 1"),  # nothing to be won
        ("1/sqrt(x+1) + 1/sqrt(x+2)", "1/√(x + 1) + 1/√(x + 2)"),  # two roots
        (f"sin(x)/sqrt{S} - 2 sin(x)/sqrt{S}", "sin(x)/√(x² + y²) − 2·sin(x)/√(x² + y²)"),  # no polynomial
    ],
)
def test_table(text: str, shown: str) -> None:
    assert line(over_one_root(parse(text).tree, tidy)) == shown


@given(expressions())
def test_the_value_stays(tree: Tree) -> None:
    found = over_one_root(tree, tidy)
    assert found is tree or size(found) < size(tree)
    assert found is tree or check_equal(tree, found).verdict != "contradicted"
