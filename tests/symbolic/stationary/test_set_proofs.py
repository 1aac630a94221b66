"""Why a value is the greatest or the least on a set: convexity, sets cut off, variables that stay positive."""

from __future__ import annotations

import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.symbolic.stationary.convexity import shape
from tests.symbolic.stationary.test_members_inside import solved
from tests.symbolic.stationary.test_set_domains import written

# f, constraints, kinds, the least and the greatest value (None: there is none; "" not asked).
PROVED = [
    ("-x ln(x) - y ln(y) - z ln(z)", ("x + y + z = 1",), {}, "", "log(3)"),
    ("-p log2(p) - q log2(q)", ("p + q = 1", "p >= 0", "q >= 0"), {}, "", "1"),
    ("sqrt((x-1)^2 + (y-2)^2 + (z-3)^2)", ("2x + y - z = 5",), {}, "2·√6/3", None),
    ("x y z", ("x y + 2x z + 2y z = 12", "x >= 0", "y >= 0", "z >= 0"), {}, "0", "4"),
    ("x y z", ("x y + 2x z + 2y z = 12",), dict.fromkeys("xyz", "positive"), None, "4"),
    ("x y + 2x z + 2y z", ("x y z = 4",), dict.fromkeys("xyz", "positive"), "12", None),
    ("x y z", ("x + y + z = 1",), dict.fromkeys("xyz", "positive"), None, "1/27"),
    ("x + y", ("x^2 + y^2 <= 2",), {"x": "positive"}, None, "2"),
    ("1/(x + 1)", ("x <= 3",), {"x": "positive"}, "1/4", None),
    ("x + y", ("exp(x) + exp(y) = 2",), {}, None, "0"),
    ("y - x^2", ("y >= x^2",), {}, "0", None),
    ("x^2 + y^2", ("1 <= x + y <= 3",), {}, "1/2", None),
    ("sin(x) + sin(y) + sin(x + y)", ("0 <= x <= pi/2", "0 <= y <= pi/2"), {}, "0", "3·√3/2"),
]


@pytest.mark.parametrize(
    ("f", "constraints", "kinds", "least", "greatest"), PROVED, ids=[f"{r[0]} on {r[1][0]} {len(r[2])}" for r in PROVED]
)
def test_greatest_and_least_values_are_proved(
    f: str, constraints: tuple[str, ...], kinds: dict[str, str], least: str | None, greatest: str | None
) -> None:
    found = solved(f, *constraints, **kinds)
    if least != "":
        assert written(found.least) == least
    if greatest != "":
        assert written(found.greatest) == greatest


def test_a_way_to_infinity_along_a_border() -> None:
    found = solved("x^2 + y^2", "1 <= x + y <= 3")
    assert found.no_greatest == "f is not bounded above: f → ∞ along (1 − t, t), t → ∞"


CURVED = [
    ("x^2 + x y + y^2", "convex"),
    ("-(x^2 + y^2)", "concave"),
    ("ln(x) + ln(y)", "concave"),
    ("exp(x^2 + y)", "convex"),
    ("|x| + |y - 1|", "convex"),
    ("x^0.5 y^0.5", "concave"),
    ("x^2 - y^2", None),
    ("x^3 + y", None),
    ("sin(x) + y", None),
    ("1/x + y", None),
    ("sqrt(x^2 - y^2)", None),
    ("(x^2 + 1)^(3/2) + y", "convex"),
    ("(x^2 - 1)^(3/2) + y", None),  # defined on two half lines, which are no convex set
]


@pytest.mark.parametrize(("f", "wanted"), CURVED, ids=[row[0] for row in CURVED])
def test_functions_that_are_curved_one_way(f: str, wanted: str | None) -> None:
    found = shape(parse(f).tree, ["x", "y"])
    assert (None if found is None else found.curving) == wanted
