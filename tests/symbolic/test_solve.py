"""Solving: roots put back, extraneous ones named, lost ones found, and no "all" without a count."""

from __future__ import annotations

import pytest
import sympy

from mvcalc_cli.errors import ContradictedError, InputError, NumericError
from mvcalc_cli.symbolic import regions
from mvcalc_cli.symbolic.solve import Solutions, solve
from tests.symbolic.reading import tree, written


def solved(*texts: str, by: str | list[str] | None = None, kinds: dict[str, str] | None = None) -> Solutions:
    return solve([tree(text, kinds) for text in texts], by, kinds)


def values(found: Solutions) -> list[str]:
    return [written(root.values[0]) for root in found.roots]


EXACT = [
    ("x^2 = 2", ["-sqrt(2)", "sqrt(2)"]),
    ("x^2 - 5x + 6", ["2", "3"]),
    ("x^2 + 1", []),
    ("2^x = 8", ["3"]),
    ("log(x) = 1", ["exp(1)"]),
    ("|x - 1| = 3", ["-2", "4"]),
    ("cbrt(x) = 2", ["8"]),
    ("x e^x = 1", ["LambertW(1)"]),
    ("max(x, 0) = 2", ["2"]),
    ("(x - 1)^2 e^x = 0", ["1"]),
    ("e^x = -1", []),
    ("e^x = 0", []),
    ("1/x = 2", ["1/2"]),
]


@pytest.mark.parametrize(("text", "roots"), EXACT, ids=[row[0] for row in EXACT])
def test_exact_roots(text: str, roots: list[str]) -> None:
    found = solved(text)
    assert values(found) == roots
    assert found.check.verdict == "agrees"
    assert all(root.residual is not None and root.residual < 1e-10 for root in found.roots)


def test_both_roots_of_the_equation_that_sympy_halves() -> None:
    found = solved("e^x = x + 2")
    assert [round(float(root.numbers[0]), 4) for root in found.roots] == [-1.8414, 1.1462]  # type: ignore[arg-type]
    assert found.complete is None


def test_a_root_without_a_formula_is_a_number() -> None:
    (root,) = solved("cos(x) = x").roots
    assert root.values == (None,)
    assert root.numbers == (0.7390851332151607,)
    assert not root.exact


def test_extraneous_roots_are_dropped_and_named() -> None:
    found = solved("sqrt(x) = x - 2")
    assert values(found) == ["4"]
    (dropped,) = found.dropped
    assert written(dropped.values[0]) == "1"
    assert dropped.reason == "there the left side is 1, the right side -1"


@pytest.mark.parametrize(
    ("text", "root"), [("x^2/x", "0"), ("(x^2 - 1)/(x - 1)", "1"), ("(x^2 - 2)/(x - sqrt(2))", "sqrt(2)")]
)
def test_a_root_where_the_equation_has_no_value_is_dropped(text: str, root: str) -> None:
    found = solved(text)
    assert [(written(each.values[0]), each.reason) for each in found.dropped] == [
        (root, "the equation is undefined there")
    ]


def test_polynomial_roots_are_counted_with_multiplicity() -> None:
    found = solved("(x - 1)^2 (x^3 - 3x + 1) = 0")
    assert [root.multiplicity for root in found.roots] == [1, 1, 2, 1]
    assert found.complete is not None
    assert "counted" in found.complete
    assert solved("e^x = 2").complete is None


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("sin(x) = 0", [("0", "pi")]),
        ("sin(x) = 1/2", [("pi/6", "2*pi"), ("5*pi/6", "2*pi")]),
        ("tan(x) = 1", [("pi/4", "pi")]),
        ("sin(x) e^x = 0", [("0", "pi")]),
        ("x sin(x) = 0", [("0", "pi")]),
        ("(x - 1) sin(x) = 0", [("0", "pi"), ("1", "")]),
    ],
)
def test_periodic_roots_are_given_once_with_their_period(text: str, families: list[tuple[str, str]]) -> None:
    assert [(written(root.values[0]), written(root.period)) for root in solved(text).roots] == families


def test_infinitely_many_roots_without_a_family() -> None:
    found = solved("tan(x) = x")
    assert found.searched == (-20.0, 20.0)
    assert len(found.roots) == 11
    assert found.complete is None


def test_a_stretch_of_roots_is_told() -> None:
    found = solved("floor(x) = 2")
    ((low, high),) = found.flat
    assert low == pytest.approx(2.0)
    assert high == pytest.approx(2.99)


def test_everywhere_and_nowhere() -> None:
    assert solved("x/x = 1").everywhere
    nowhere = solved("x - x = 1")
    assert not nowhere.everywhere
    assert nowhere.roots == ()
    assert nowhere.complete == "the two sides are never equal"


def test_kinds() -> None:
    assert values(solved("x^2 = 4", kinds={"x": "positive"})) == ["2"]
    whole = solved("2x^2 = 3x", kinds={"x": "integer"})
    assert values(whole) == ["0"]
    assert whole.dropped[0].reason == "not an integer"
    numbers = [root.numbers[0] for root in solved("z^2 + 1", kinds={"z": "complex"}).roots]
    assert numbers == [-1j, 1j]


def test_other_variables_are_parameters() -> None:
    found = solved("a x^2 + b x + c = 0", by="x", kinds={"a": "real"})
    assert len(found.roots) == 2
    assert found.check.verdict == "agrees"
    assert found.roots[0].numbers == (None,)


REGIONS = [
    ("x^2 < 4", "()", ["-2", "2"]),
    ("x^2 < 2", "()", ["-sqrt(2)", "sqrt(2)"]),
    ("(x - 1)/(x + 2) <= 0", "(]", ["-2", "1"]),
    ("log(x) > 0", "()", ["1", "oo"]),
    ("1/x > 1", "()", ["0", "1"]),
    ("e^x <= x + 2", "[]", ["-LambertW(-exp(-2)) - 2", "-LambertW(-exp(-2), -1) - 2"]),
]


@pytest.mark.parametrize(("text", "brackets", "ends"), REGIONS, ids=[row[0] for row in REGIONS])
def test_inequalities(text: str, brackets: str, ends: list[str]) -> None:
    region = solved(text).region
    assert region is not None
    assert (region.kind, region.value) == ("interval", brackets)
    assert [written(end) for end in region.args] == ends


def test_several_inequalities_hold_together() -> None:
    region = solved("x >= 0", "2x < 2").region
    assert region is not None
    assert (region.value, [written(end) for end in region.args]) == ("[)", ["0", "1"])
    assert solved("x^2 = 4", "x > 0").region == tree("{2}", answer=True)


def test_points_without_a_value_are_left_out_of_a_region() -> None:
    region = solved("x^2/x^2 > 0").region
    assert region is not None
    assert [written(end) for part in region.args for end in part.args] == ["-oo", "0", "0", "oo"]


def test_inequalities_in_pieces_empty_and_whole() -> None:
    pieces = solved("x^2 >= 1").region
    assert pieces is not None
    assert [part.value for part in pieces.args] == ["(]", "[)"]
    nothing = solved("x^2 + 1 < 0").region
    assert nothing is not None
    assert (nothing.kind, nothing.args) == ("set", ())
    assert solved("x^2 >= 0").everywhere


def test_a_periodic_inequality_is_given_for_one_period() -> None:
    found = solved("sin(x) >= 1/2")
    assert found.region is not None
    assert [written(end) for end in found.region.args] == ["pi/6", "5*pi/6"]
    assert written(found.period) == "2*pi"


def test_a_wrong_region_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "_solved", lambda *_: sympy.Interval(0, 1))
    right = solved("x < 1").region  # found between the roots instead
    assert right is not None
    assert [written(end) for end in right.args] == ["-oo", "1"]
    with pytest.raises(ContradictedError) as caught:
        solved("cos(x) < x")
    assert "the inequality does not hold there" in caught.value.message


def test_an_inequality_that_cannot_be_done_says_so() -> None:
    with pytest.raises(NumericError):
        solved("cos(x) < x")


def test_systems() -> None:
    (root,) = solved("x + y = 1", "x - y = 3").roots
    assert root.numbers == (2.0, -1.0)
    circle = solved("x^2 + y^2 = 1", "y = x")
    assert [written(value) for value in circle.roots[1].values] == ["sqrt(2)/2", "sqrt(2)/2"]
    numeric = solved("x^2 + y^2 = 1", "e^x = y + 1")
    assert len(numeric.roots) == 2
    assert numeric.complete is None


def test_every_real_solution_of_a_polynomial_system_is_found_and_counted() -> None:
    # SymPy alone gives 4 of these 9, the points where the gradient of Himmelblau's function is 0.
    valleys = solved("4x*(x^2 + y - 11) + 2*(x + y^2 - 7) = 0", "2*(x^2 + y - 11) + 4y*(x + y^2 - 7) = 0")
    assert len(valleys.roots) == 9
    assert [written(value) for value in valleys.roots[6].values] == ["3", "2"]
    assert "there are no others: a polynomial system" in (valleys.complete or "")
    golden = solved("x^2 + y^2 = 3", "x y = 1")
    assert [written(value) for value in golden.roots[3].values] == ["1/2 + sqrt(5)/2", "sqrt(5)/2 - 1/2"]
    none = solved("x^4 + y^4 = 1", "x^3 y = 2")
    assert (none.roots, none.complete is not None) == ((), True)


def test_systems_without_or_with_many_solutions() -> None:
    none = solved("x + y = 1", "x + y = 2")
    assert none.roots == ()
    assert none.complete is not None
    (line,) = solved("x + y = 1", by=["x", "y"]).roots
    assert [written(value) for value in line.values] == ["1 - y", "y"]


def test_what_there_is_nothing_to_solve_for() -> None:
    with pytest.raises(InputError):
        solved("1 = 2")
    with pytest.raises(InputError):
        solved("x = 1", by="t")
    with pytest.raises(InputError):
        solved("x < 1", "y = 2")


def test_a_huge_degree_fills_no_memory() -> None:
    assert values(solved("x^(10^7) = 0")) in (["0"], [])


@pytest.mark.parametrize("text", ["x = 1 + 10^(-13)", "x^2 = 1/4"])
def test_an_integer_is_one_exactly(text: str) -> None:
    assert solve(tree(text), kinds={"x": "integer"}).roots == ()


def test_inequalities_over_the_integers_are_refused() -> None:
    with pytest.raises(InputError, match="real numbers"):
        solve(tree("x^2 < 2"), kinds={"x": "integer"})
