"""The method of Lagrange beyond the table: borders, open sets, mistakes, and the meaning of a multiplier."""

from __future__ import annotations

import pytest

from mvcalc_cli.errors import InputError
from mvcalc_cli.symbolic.stationary.constrained import LagrangeFound
from mvcalc_cli.symbolic.stationary.lagrange import lagrange
from mvcalc_cli.symbolic.stationary.sensitivity import sensitivities
from tests.symbolic.reading import tree, written

NAMES = ("x", "y")


def solved(f: str, *constraints: str, names: tuple[str, ...] = NAMES) -> LagrangeFound:
    return lagrange(tree(f), [tree(each) for each in constraints], names, {})


def kinds(found: LagrangeFound) -> list[tuple[tuple[float, ...], str]]:
    return [(each.point.numbers, each.kind) for each in (*found.solutions, *found.singular)]


def test_values_and_multipliers_are_exact_and_the_proof_is_told() -> None:
    found = solved("x^2 y", "x^2 + y^2 = 3")
    assert found.complete is not None
    assert found.greatest is not None
    assert found.greatest.proved
    assert written(found.greatest.value) == "2"  # type: ignore[arg-type]
    assert len(found.greatest.where) == 2
    assert all(each.residual < 1e-10 for each in found.solutions)


BORDERS = [
    # f, constraints, point, kind: what the second order, the multipliers and their zeros decide
    ("y + x^4", ("y >= 0",), (0.0, 0.0), "minimum"),
    ("y - x^4", ("y >= 0",), (0.0, 0.0), "saddle"),
    ("y + x^3", ("y >= 0",), (0.0, 0.0), "saddle"),
    ("x^2 + y^2", ("y >= 0",), (0.0, 0.0), "minimum"),
    ("x^2 - y^2", ("y >= 0",), (0.0, 0.0), "saddle"),
    ("x^2 + y^2", ("x >= 0", "y >= 0"), (0.0, 0.0), "minimum"),
    ("x - y", ("x >= 0", "y >= 0"), (0.0, 0.0), "saddle"),
    ("-x - y", ("x >= 0", "y >= 0"), (0.0, 0.0), "maximum"),
]


@pytest.mark.parametrize(("f", "constraints", "at", "kind"), BORDERS, ids=[row[0] for row in BORDERS])
def test_kinds_on_the_border(f: str, constraints: tuple[str, ...], at: tuple[float, ...], kind: str) -> None:
    assert (at, kind) in kinds(solved(f, *constraints))


def test_signs_of_the_multipliers_are_written_out() -> None:
    found = solved("x + 2y", "x >= 0", "y >= 0", "x + y <= 4")
    top = next(each for each in found.solutions if each.kind == "maximum")
    assert top.signs == ("μ₁ = −1 < 0", "μ₃ = 2 > 0")


def test_a_border_that_does_not_belong_to_the_set_takes_no_value() -> None:
    found = solved("x + y", "x^2 + y^2 < 2")
    assert (found.solutions, found.greatest, found.least) == ((), None, None)
    assert "does not belong" in (found.no_greatest or "")


EMPTY = [("x^2 + y^2 = -1",), ("x + y = 1", "x + y = 2"), ("x >= 1", "x <= 0"), ("x = 1", "y = 1", "x + y = 3")]


@pytest.mark.parametrize("constraints", EMPTY, ids=[" and ".join(each) for each in EMPTY])
def test_constraints_that_no_point_satisfies(constraints: tuple[str, ...]) -> None:
    found = solved("x y", *constraints)
    assert found.empty is not None
    assert (found.solutions, found.singular, found.greatest, found.least) == ((), (), None, None)


def test_as_many_constraints_as_variables_leave_single_points() -> None:
    found = solved("x y", "x + y = 3", "x - y = 1")
    assert [(each.point.numbers, each.kind) for each in found.solutions] == [((2.0, 1.0), "isolated")]
    assert found.greatest is not None


def test_a_kink_is_no_regular_point() -> None:
    found = solved("|x| + y", "x^2 + y^2 = 1")
    assert [each.kind for each in found.solutions] == ["maximum", "maximum"]
    assert {each.point.numbers for each in found.singular} == {(0.0, -1.0), (0.0, 1.0)}
    assert found.complete is None
    assert found.greatest is not None
    assert not found.greatest.proved


def test_where_f_ends_its_values_are_candidates() -> None:
    found = solved("sqrt(x) + sqrt(y)", "x + y = 4")
    assert {each.point.numbers for each in found.singular} == {(0.0, 4.0), (4.0, 0.0)}
    assert found.least is not None
    assert written(found.least.value) == "2"  # type: ignore[arg-type]


def test_a_border_of_least_values_is_told_in_the_variables() -> None:
    found = solved("x y", "x + y <= 4", "x >= 0", "y >= 0")
    assert [[written(value) for value in family.values] for family in found.families] == [["0", "y"], ["x", "0"]]
    assert [kind for kind, _ in found.family_kinds] == ["minimum", "minimum"]


def test_a_singular_point_with_the_least_value() -> None:
    found = solved("x^2 + y^2", "(x - 1)^3 = y^2")
    assert kinds(found) == [((1.0, 0.0), "minimum")]


def test_a_value_where_f_ends_is_not_taken_if_f_has_none_there() -> None:
    found = solved("x ln(x) + y ln(y)", "x + y = 1")  # 0·ln 0
    assert (found.no_greatest or "").startswith("f has no greatest value: f → 0 ")


MISTAKES = ["x + y", "3 = 4", "a = 1"]


@pytest.mark.parametrize("constraint", MISTAKES)
def test_a_constraint_that_is_none(constraint: str) -> None:
    with pytest.raises(InputError):
        solved("x y", constraint)


MEANINGS = [
    ("x^2 y", ("x^2 + y^2 = 3",)),
    ("x^2 + y^2 + z^2", ("x + y + z = 9", "x + 2y + 3z = 20")),
    ("x + 2y", ("x >= 0", "y >= 0", "x + y <= 4")),
    ("exp(x y)", ("x^3 + y^3 = 16",)),
]


@pytest.mark.parametrize(("f", "constraints"), MEANINGS, ids=[f for f, _ in MEANINGS])
def test_a_multiplier_is_how_fast_f_changes_with_its_constraint(f: str, constraints: tuple[str, ...]) -> None:
    names = ("x", "y", "z") if "z" in f else NAMES
    trees = [tree(each) for each in constraints]
    for each in lagrange(tree(f), trees, names, {}).solutions:
        found = sensitivities(tree(f), trees, names, {}, each)
        assert [one.agrees for one in found] == [True] * len(each.active)
