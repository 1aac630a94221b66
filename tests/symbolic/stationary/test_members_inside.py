"""Families of candidates on sets that bound a variable: their members there are single solutions."""

from __future__ import annotations

import math

import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import variables
from mvcalc_cli.symbolic.stationary.constrained import LagrangeFound
from mvcalc_cli.symbolic.stationary.lagrange import lagrange


def solved(f: str, *constraints: str, **kinds: str) -> LagrangeFound:
    trees = [parse(each, answer=True).tree for each in constraints]
    tree = parse(f).tree
    names = sorted({name for each in (tree, *trees) for name in variables(each)})
    return lagrange(tree, trees, names, kinds)


# f, constraints, its single solutions (place, kind).
INSIDE = [
    ("sin(x)", ("0 <= x <= 2pi",), {"0": "minimum", "π/2": "maximum", "3π/2": "minimum", "2π": "maximum"}),
    ("x + 2sin(x)", ("0 <= x <= 2pi",), {"0": "minimum", "2π/3": "maximum", "4π/3": "minimum", "2π": "maximum"}),
    (
        "sin(x) + cos(2x)",
        ("0 <= x <= 2pi",),
        {"0": "minimum", "acos(√15/4)": "maximum", "π/2": "minimum", "acos(−√15/4)": "maximum"}
        | {"3π/2": "minimum", "2π": "maximum"},
    ),
]


@pytest.mark.parametrize(("f", "constraints", "wanted"), INSIDE, ids=[row[0] for row in INSIDE])
def test_members_in_an_interval_are_single_solutions(
    f: str, constraints: tuple[str, ...], wanted: dict[str, str]
) -> None:
    found = solved(f, *constraints)
    assert {line(each.point.values[0]): each.kind for each in found.solutions if each.point.values[0]} == wanted
    assert not found.families
    assert found.complete
    assert found.greatest is not None
    assert found.least is not None
    assert found.greatest.proved
    assert found.least.proved


def test_members_in_a_square() -> None:
    found = solved("cos(x) + cos(y)", "0 <= x <= 2pi", "0 <= y <= 2pi")
    kinds = {each.point.numbers: each.kind for each in found.solutions}
    assert len(kinds) == 9
    assert not found.families
    assert kinds[0.0, 0.0] == "maximum"
    assert kinds[math.pi, math.pi] == "minimum"
    assert found.greatest is not None
    assert len(found.greatest.where) == 4


def test_a_bounded_variable_beside_a_free_one() -> None:
    found = solved("sin(x) + sin(y)", "0 <= x <= pi")
    told = {
        tuple(map(line, family.values)): kind
        for family, (kind, _) in zip(found.families, found.family_kinds, strict=True)
    }
    assert told["π/2", "2π·m + π/2"] == "maximum"
    assert told["0", "2π·k + 3π/2"] == "minimum"


def test_f_along_a_family_that_is_not_one_value() -> None:
    found = solved("x + 2sin(x) + y^2", "y = 0")
    assert {line(each) for each in found.family_values if each is not None} == {"2π·k − 2π/3 − √3", "2π·k + √3 + 2π/3"}


def test_a_kind_of_members_only_where_all_share_it() -> None:
    found = solved("sin(x) sin(y)", "0 <= x <= 4", "0 <= y <= 4")
    told = {
        tuple(map(line, family.values)): kind
        for family, (kind, _) in zip(found.families, found.family_kinds, strict=True)
    }
    assert told == {("0", "y"): "degenerate", ("x", "0"): "degenerate"}
    assert all(each.point.exact for each in found.solutions)


@pytest.mark.parametrize("f", ["sin(x)", "cos(y)", "sin(x)^2"])
def test_lines_of_candidates_through_a_disc(f: str) -> None:
    found = solved(f, "x^2 + y^2 <= 4")
    assert found.families
    assert found.greatest is not None


def test_lines_without_multipliers_are_told_together() -> None:
    found = solved("x^2 + y^2 + z^2", "x^3 + y^3 + z^3 = 3x y z")
    assert len(found.singular) + len(found.solutions) <= 1
    assert [family.kind for family in found.families] == ["curve"]
    assert found.least is not None
    assert found.least.value == parse("0").tree
