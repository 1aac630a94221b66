"""Sets that end where f or a constraint is defined no further, kinks on them, and poles inside them."""

from __future__ import annotations

import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.stationary.constrained import Extreme
from tests.symbolic.stationary.test_members_inside import solved


def written(extreme: Extreme | None) -> str | None:
    """The value if it is proved."""
    if extreme is None:
        return None
    value = line(extreme.value) if isinstance(extreme.value, Tree) else f"{extreme.value:.6g}"
    return value if extreme.proved else f"{value}?"


# f, constraints, the least and the greatest value (None: there is none), by hand.
ENDS = [
    ("x", ("sqrt(x) <= 2",), "0", "4"),
    ("x", ("ln(x) <= 1",), None, "e"),
    ("x", ("ln(x + 5) <= 1",), None, "e − 5"),
    ("x + y", ("sqrt(x) + sqrt(y) <= 1",), "0", "1"),
    ("tan(x)", ("-1 <= x <= 5",), None, None),
    ("tan(x)", ("0 <= x <= 2",), None, None),
    ("tan(x)", ("0 <= x <= 1",), "0", "tan(1)"),
    ("1/cos(x)", ("0 <= x <= 2",), None, None),
    ("1/sin(x)", ("1 <= x <= 4",), None, None),
    ("tan(x)^2", ("0 <= x <= 2",), "0", None),
    ("1/(x^2 + y^2 - 2)", ("x^2 + y^2 <= 4",), None, None),
    ("|x|", ("-1 <= x <= 2",), "0", "2"),
    ("|x^2 - 1|", ("-2 <= x <= 2",), "0", "3"),
    ("x y", ("|x| + |y| <= 1",), "−1/4", "1/4"),
    ("x sqrt(4 - x^2)", ("-2 <= x <= 2",), "−2", "2"),
    ("sqrt(x^2 + y^2 - 1)", ("x^2 + y^2 <= 4",), "0", "√3"),
]


@pytest.mark.parametrize(("f", "constraints", "least", "greatest"), ENDS, ids=[f"{r[0]} on {r[1][0]}" for r in ENDS])
def test_the_ends_of_domains_and_poles_decide(
    f: str, constraints: tuple[str, ...], least: str | None, greatest: str | None
) -> None:
    found = solved(f, *constraints)
    assert (written(found.least), written(found.greatest)) == (least, greatest)
    for why in (found.no_least, found.no_greatest):
        assert why is None or not why.startswith("not known")


def test_a_pole_is_told_with_the_way_to_it() -> None:
    found = solved("tan(x)", "-1 <= x <= 5")
    assert found.no_greatest == "f is not bounded above: f → ∞ as x → π/2 from below"


def test_a_square_root_ends_without_a_false_claim() -> None:
    found = solved("x + y", "x^(1/2) <= y")
    assert found.least is not None
    assert found.least.value == parse("0").tree
    assert [each.point.numbers for each in found.singular] == [(0.0, 0.0)]


def test_kinks_inside_the_set_of_a_constraint_that_is_not_active_are_no_candidates() -> None:
    found = solved("x y", "|x| + |y| <= 1")
    places = {each.point.numbers for each in (*found.solutions, *found.singular)}
    assert places == {(a, b) for a in (0.5, -0.5) for b in (0.5, -0.5)} | {(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)}


def test_the_end_of_an_interval_beyond_a_pole_is_listed() -> None:
    found = solved("tan(x)^2", "0 <= x <= 2")
    assert [(each.point.numbers, each.kind) for each in found.solutions] == [((0.0,), "minimum"), ((2.0,), "minimum")]
