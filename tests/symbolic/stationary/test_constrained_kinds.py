"""Points on constraints where the Hessian does not decide, or there are no multipliers: kinds worked by hand."""

from __future__ import annotations

import pytest

from mvcalc_cli.symbolic.stationary.constrained import LagrangeFound
from mvcalc_cli.symbolic.stationary.lagrange import lagrange
from tests.symbolic.reading import tree

NAMES = {False: ("x", "y"), True: ("x", "y", "z")}


def solved(f: str, *constraints: str) -> LagrangeFound:
    names = NAMES["z" in " ".join((f, *constraints))]
    return lagrange(tree(f), [tree(each) for each in constraints], names, {})


def kind_at(found: LagrangeFound, at: tuple[float, ...]) -> str | None:
    every = (*found.solutions, *found.singular)
    return next((each.kind for each in every if each.point.numbers == pytest.approx(at, abs=1e-9)), None)


CURVED = [
    # f, constraints, point, kind: the first term of f along the constraint
    ("x", ("x^3 + y^3 = 1",), (1.0, 0.0), "saddle"),  # −y³/3
    ("y", ("y + y^3 = x^4",), (0.0, 0.0), "minimum"),  # x⁴
    ("y - x^2", ("x^2 + (y - 1/2)^2 = 1/4",), (0.0, 0.0), "minimum"),  # x⁴: a circle above its parabola
    ("x + y^2/2", ("x^2 + y^2 = 1",), (1.0, 0.0), "maximum"),  # −y⁴/8
    ("y", ("y + sin(x) x^3 = x y",), (0.0, 0.0), "maximum"),  # −x⁴; the point is found by numbers
    ("z", ("z + z^3 = x^4 + y^4",), (0.0, 0.0, 0.0), "minimum"),
    ("z", ("z + z^3 = x^2 + y^3",), (0.0, 0.0, 0.0), "saddle"),
    ("y", ("y + y^3 >= x^3",), (0.0, 0.0), "saddle"),
    ("x^3", ("y = x^2", "x >= 0"), (0.0, 0.0), "minimum"),  # one side of an inflection
    ("y", ("y >= x^3", "x >= 0"), (0.0, 0.0), "minimum"),
    ("y - x^3", ("y >= 0", "x >= 0"), (0.0, 0.0), "saddle"),
    ("x^3 + y^2", ("x >= 0",), (0.0, 0.0), "minimum"),
    ("x^3 - y^3", ("x >= 0", "y >= 0"), (0.0, 0.0), "saddle"),
    ("x y", ("x >= 0", "y >= 0"), (0.0, 0.0), "minimum"),
    ("x^2 - y^2", ("x^2 + y^2 <= 1", "y >= x"), (-(0.5**0.5), -(0.5**0.5)), "minimum"),  # constant on y = x
    ("x y", ("x y >= -3", "x + y <= 1"), ((1 - 13**0.5) / 2, (1 + 13**0.5) / 2), "minimum"),  # L is a constant
]

SINGULAR = [
    ("x", ("y^2 = x^3",), (0.0, 0.0), "minimum"),
    ("x^3", ("y^2 = x^3",), (0.0, 0.0), "minimum"),  # t⁶ along the cusp: far smaller than any step
    ("y", ("y^2 = x^3",), (0.0, 0.0), "saddle"),
    ("x^2 + y^2", ("(x - 1)^3 = y^2",), (1.0, 0.0), "minimum"),
    ("x + y", ("x^2 + y^2 = 0",), (0.0, 0.0), "isolated"),
    ("x^2 - y^2", ("x y = 0",), (0.0, 0.0), "saddle"),
    ("x^2 + y^2", ("x y = 0",), (0.0, 0.0), "minimum"),
    ("x", ("y <= (1 - x)^3", "y >= 0"), (1.0, 0.0), "maximum"),
    ("z", ("z^2 = x^2 + y^2",), (0.0, 0.0, 0.0), "saddle"),
    ("x^2 + y^2", ("z^2 = x^2 + y^2",), (0.0, 0.0, 0.0), "minimum"),
    ("3x^2 + z^2 - 2y^2", ("z^2 = x^2 + y^2",), (0.0, 0.0, 0.0), "saddle"),  # 4x² − y² on the cone
    ("3x^2 + 2z^2 - y^2", ("z^2 = x^2 + y^2",), (0.0, 0.0, 0.0), "minimum"),  # 5x² + y² on the cone
    ("x + y", ("x^2 + y^2 + z^2 = 0",), (0.0, 0.0, 0.0), "isolated"),
    ("x", ("z = x^2 + y^2", "z = 0"), (0.0, 0.0, 0.0), "isolated"),
    ("x", ("y^2 = x^3", "z = y"), (0.0, 0.0, 0.0), "minimum"),
    ("y", ("z = x^2", "z = y^2 + x^3"), (0.0, 0.0, 0.0), "saddle"),
    ("|x| + |y|", ("x^2 + y^2 = 1",), (1.0, 0.0), "minimum"),
    ("max(x, y)", ("x^2 + y^2 = 1",), (0.5**0.5, 0.5**0.5), "minimum"),
    ("sqrt(x)", ("x + y = 1",), (0.0, 1.0), "minimum"),
]


@pytest.mark.parametrize(("f", "constraints", "at", "kind"), CURVED, ids=[f"{r[0]} on {r[1][0]}" for r in CURVED])
def test_the_first_term_along_the_constraint_decides(
    f: str, constraints: tuple[str, ...], at: tuple[float, ...], kind: str
) -> None:
    assert kind_at(solved(f, *constraints), at) == kind


@pytest.mark.parametrize(("f", "constraints", "at", "kind"), SINGULAR, ids=[f"{r[0]} on {r[1][0]}" for r in SINGULAR])
def test_singular_points_by_the_branches_through_them(
    f: str, constraints: tuple[str, ...], at: tuple[float, ...], kind: str
) -> None:
    assert kind_at(solved(f, *constraints), at) == kind


def test_a_family_of_several_kinds_is_parted() -> None:
    found = solved("sin(x)", "y = x")
    assert sorted(kind for kind, _ in found.family_kinds) == ["maximum", "minimum"]
    assert found.greatest is not None
    assert found.greatest.proved


def test_a_border_where_the_multiplier_changes_its_sign_has_no_one_kind() -> None:
    found = solved("sin(x) + sin(y)", "x + y >= 0")
    assert any(kind == "degenerate" and "several kinds" in reason for kind, reason in found.family_kinds)


def test_members_of_a_period_in_a_bounded_set_are_single_points() -> None:
    found = solved("sin(x) cos(y)", "x^2 + y^2 <= 4")
    assert found.families == ()
    assert kind_at(found, (1.5707963267948966, 0.0)) == "maximum"
    assert kind_at(found, (0.0, 1.5707963267948966)) == "saddle"


def test_where_all_derivatives_underflow_there_are_no_points() -> None:
    found = lagrange(tree("exp(x y z)"), [tree("x + y + z = 3")], NAMES[True], {})
    assert {each.point.numbers for each in found.solutions} == {(1, 1, 1), (3, 0, 0), (0, 3, 0), (0, 0, 3)}
    assert (found.greatest, found.least) == (None, None)
    assert (found.no_greatest or "").startswith("f is not bounded above: f → ∞ along")
    assert (found.no_least or "").startswith("f has no least value: f → 0 along")


def test_a_degenerate_point_of_numbers_alone_is_not_decided_by_rounding() -> None:
    found = solved("sin(x) + y", "y = x")  # f = sin x + x rises through every (2k + 1)π
    assert {kind for kind, _ in found.family_kinds} == {"saddle"}
    assert all(each.kind not in {"minimum", "maximum"} for each in found.solutions)
