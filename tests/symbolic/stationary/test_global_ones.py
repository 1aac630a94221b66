"""Global minima and maxima: only where a proof holds; else the reason why not, or why f is unbounded."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.symbolic.stationary.bounds import bounds
from mvcalc_cli.symbolic.stationary.directions import edges, unbounded
from mvcalc_cli.symbolic.stationary.far import far, grows
from mvcalc_cli.symbolic.stationary.global_ones import global_kinds
from mvcalc_cli.symbolic.stationary.settled import unsettled
from tests.symbolic.stationary.test_kinds import exactly

COUNTED = "counted"

# f, names, critical points, whether they are all, the global ones ("min", "max" or "-"), why
TABLE = [
    ("x^2 + x y + y^2 - 3x", "xy", ["2 -1"], None, ["min"], "convex"),
    ("3 - x^2 - y^2", "xy", ["0 0"], None, ["max"], "concave"),
    ("exp(x) + exp(-x) + y^2", "xy", ["0 0"], None, ["min"], "convex by its minors"),
    ("(1 - x)^2 + 100 (y - x^2)^2", "xy", ["1 1"], None, ["min"], "a sum of squares"),
    ("x^2 y^2", "xy", ["0 0", "0 1"], None, ["min", "min"], "a square"),
    (
        "x^4 + y^4 - 4x y + 1",
        "xy",
        ["-1 -1", "0 0", "1 1"],
        COUNTED,
        ["min", "-", "min"],
        "grows, −1 is the least value",
    ),
    ("x^4 + y^4 - 4x y + 1", "xy", ["-1 -1", "0 0", "1 1"], None, ["-", "-", "-"], "others may have been missed"),
    ("x^4 + y^4 - 4x y + 1", "xy", ["0 0"], COUNTED, ["min"], "trusts the count that it is given"),
    ("x^3 - 3x + y^2", "xy", ["-1 0", "1 0"], COUNTED, ["-", "-"], "unbounded on the x-axis"),
    ("x^3 - 3x", "x", ["-1", "1"], COUNTED, ["-", "-"], "unbounded"),
    ("x/(1 + x^2)", "x", ["-1", "1"], COUNTED, ["min", "max"], "0 far out"),
    ("x/(1 + x^2 + y^2)", "xy", ["-1 0", "1 0"], COUNTED, ["min", "max"], "0 far out"),
    ("x exp(-x)", "x", ["1"], COUNTED, ["max"], "0 and −∞ at the ends"),
    ("exp(-x^2) x^2", "x", ["-1", "0", "1"], COUNTED, ["max", "min", "max"], "0 far out"),
    ("atan(x) - x/2", "x", ["-1", "1"], COUNTED, ["-", "-"], "±∞ at the ends"),
    ("(x^2 - 1)/(x^2 + 1)", "x", ["0"], COUNTED, ["min"], "1 far out, never reached"),
    ("sin(x) sin(y)", "xy", ["pi/2 pi/2", "pi/2 -pi/2", "0 0"], None, ["max", "min", "-"], "|sin| ≤ 1"),
    ("cos(x) + cos(y) + cos(x + y)", "xy", ["0 0", "2pi/3 2pi/3"], COUNTED, ["max", "min"], "repeats itself"),
    ("x^2 + y^2 + z^2 - x y - y z", "xyz", ["0 0 0"], None, ["min"], "H is positive definite"),
    ("x^2 - y^2", "xy", ["0 0"], COUNTED, ["-"], "a saddle, unbounded"),
    ("x log(x) + y log(y)", "xy", ["exp(-1) exp(-1)"], None, ["min"], "convex where it has a value"),
    ("log(x) + log(y) - x - y", "xy", ["1 1"], None, ["max"], "concave where it has a value"),
    ("log(1 - x^2) + y", "xy", [], None, [], "no linear edge, no point"),
    ("1/x + x", "x", ["1", "-1"], None, ["-", "-"], "two parts: the domain is not convex"),
    ("1/x + x + 0 log(x)", "x", ["1"], None, ["min"], "one part"),
    ("x^2 log(x)", "x", ["exp(-1/2)"], None, ["min"], "one root of f′, 0 and ∞ at the ends"),
    ("x^2 log(x) - x^2/2", "x", ["1"], None, ["min"], "f′ = 2x·ln x"),
    ("log(2 + sin(x))", "x", ["pi/2", "-pi/2"], COUNTED, ["max", "min"], "repeats itself"),
    ("sqrt(2 + cos(x) cos(y))", "xy", ["0 0", "pi 0"], COUNTED, ["max", "min"], "defined everywhere"),
    ("log(sin(x) + 1/2)", "x", ["pi/2"], COUNTED, ["max"], "not defined everywhere, but bounded by its parts"),
]


@pytest.mark.parametrize(("text", "names", "at", "complete", "expected", "why"), TABLE)
def test_global(  # noqa: PLR0917 - a row of the table
    text: str, names: str, at: list[str], complete: str | None, expected: list[str], why: str
) -> None:
    points = [exactly(*one.split()) for one in at]
    found = global_kinds(parse(text).tree, tuple(names), points, complete=complete)
    words = {"global minimum": "min", "global maximum": "max", None: "-"}
    assert [words[one.kind] for one in found.each] == expected, why
    assert all(one.reason for one in found.each if one.kind)


def test_a_lower_limit_is_no_minimum() -> None:
    """(x² + 1)·e^(−x) falls from ∞ to 0: at its only critical point it is neither least nor greatest."""
    tree = parse("(x^2 + 1) exp(-x)").tree
    found = global_kinds(tree, ("x",), [exactly("1")], complete=COUNTED)
    assert found.each[0].kind is None
    assert found.above == "f → ∞ as x → −∞"
    assert found.below is None


def test_reasons_concern_the_kind() -> None:
    tree = parse("x^3 - 3x").tree
    found = global_kinds(tree, ("x",), [exactly("-1"), exactly("1")], complete=COUNTED, local=["maximum", "minimum"])
    assert found.each[0].reason.startswith("f is unbounded above")
    assert found.each[1].reason.startswith("f is unbounded below")
    saddle = global_kinds(parse("x y").tree, ("x", "y"), [exactly("0", "0")], complete=COUNTED, local=["saddle"])
    assert saddle.each[0] == (None, "")


@pytest.mark.parametrize(
    ("text", "names", "limits"),
    [
        ("x^4 + y^4 - 100 x^3 y^0 + x y", "xy", [float("inf")]),
        ("-x^2 - y^6 + x y^3", "xy", [float("-inf")]),
        ("x^2 + y^2 + z^2 - x y - y z - x z + z", "xyz", None),  # 0 on x = y = z but for z
        ("x^2 + y^2 + 2z^2 - x y - y z - x z", "xyz", [float("inf")]),
        ("x^2 y^2 + x^2", "xy", None),  # 0 on the y-axis
        ("(x - y)^2", "xy", None),
        ("(x - y)^2 + x^4", "xy", [float("inf")]),
        ("(x - y^2)^2 + y^2", "xy", None),  # grows, but its highest terms do not show it
        ("1/(x^2 + y^2)", "xy", None),  # no value at the origin
        ("|x| + |y|", "xy", None),  # kinks
        ("exp(-x^2)", "xy", None),  # no y
        ("2 + (x + y) exp(-x^2 - x y - y^2)", "xy", [2]),
        ("(x^2 + y^2)/(1 + x^2 + y^2)", "xy", [1]),
        ("x y/(1 + x^2 + y^2)", "xy", None),  # another limit in every direction
        ("sin(x) + cos(2y/3)", "xy", []),
        ("sin(x) + sin(sqrt(2) x)", "x", None),
        ("x sin(x)", "x", None),
        ("tanh(x)", "x", [-1, 1]),
    ],
)
def test_far(text: str, names: str, limits: list[float] | None) -> None:
    found = far(parse(text).tree, tuple(names))
    assert (found is None) == (limits is None)
    if found is not None and limits is not None:
        assert [float(value) for value in found.limits] == limits


def test_growth_needs_the_mixed_terms_outweighed() -> None:
    assert grows({(2, 0): Fraction(1), (1, 1): Fraction(2), (0, 2): Fraction(1)}, 2) is None  # (x + y)²
    assert grows({(2, 0): Fraction(1), (1, 1): Fraction(-19, 10), (0, 2): Fraction(1)}, 2) == (1, (2, 2))


@pytest.mark.parametrize(
    ("text", "names", "below", "above"),
    [
        ("x y", "xy", True, True),
        ("x^2 - y^3", "xy", True, True),
        ("x^2 y - x^4 + y^3", "xy", True, True),
        ("(x y - 1)^2 + x^2", "xy", False, True),  # its infimum 0 is not reached
        ("y - x^2", "xy", True, True),
        ("(y - x^2)^2 - y^2 x^2 + x^6", "xy", True, True),
        ("exp(x) sin(y)", "xy", True, True),
        ("1/x + y^2", "xy", True, True),
        ("log(x^2 + y^2)", "xy", True, True),
        ("x y + 2x y^2 - 2x + x^2 + x^2 y^2", "xy", True, True),  # along (−1, t)
        ("cosh(x) cos(y)", "xy", True, True),
        ("x^2 cos(y)", "xy", True, True),
        ("tan(x)^2", "x", False, True),
        ("-1/cos(x)^2", "x", True, False),
        ("tan(x)", "x", True, True),
        ("1/(x^2 - 2)", "x", True, True),
        ("log(x - 1) - x", "x", True, False),
        ("x^2 (2 + cos(y))", "xy", False, True),
    ],
)
def test_unbounded(text: str, names: str, below: bool, above: bool) -> None:
    found = unbounded(parse(text).tree, tuple(names))
    assert (found.below is not None, found.above is not None) == (below, above)


def test_positive_variables_stay_positive() -> None:
    """x·y + 8/x + 8/y has its minimum 12 at (2, 2) for positive x and y, and is unbounded below without that."""
    tree = parse("x y + 8/x + 8/y").tree
    kinds = {"x": "positive", "y": "positive"}
    assert unbounded(tree, ("x", "y"), kinds).below is None
    assert unbounded(tree, ("x", "y")).below is not None


def test_bounds() -> None:
    assert bounds(parse("2 sin(x)^2 - cos(y)").tree) == (-1, 3)
    assert bounds(parse("x^2 exp(y) + 1").tree)[0] == 1
    assert bounds(parse("(sin(x) - 3)^2").tree) == (4, 16)
    assert bounds(parse("x").tree) == (float("-inf"), float("inf"))


def test_both_ends_of_a_domain_are_edges() -> None:
    reasons = [edge.reason for edge in edges(parse("asin(x)").tree, ("x",))]
    assert [reason.split(":")[0] for reason in reasons] == ["f ends where x + 1 = 0", "f ends where x − 1 = 0"]


SETTLED = [
    ("|x^3|", "x", ["0"], []),
    ("|x| + |x - 1|", "x", ["0"], ["x − 1 = 0"]),
    ("|x| + |y - 1|", "xy", ["0 1"], []),
    ("max(x, y) + x^2 + y^2", "xy", ["-1/4 -1/4"], []),
    ("|x| + |y - 1|", "xy", [], ["x = 0", "y − 1 = 0"]),
    ("|x| - y^2", "xy", [], []),
    ("|x| (1 + y^2)", "xy", ["0 0"], ["x = 0"]),
    ("|x y| + x^2", "xy", ["0 0"], ["x·y = 0"]),
    ("sqrt(x) + y^2", "xy", ["0 0"], ["x = 0"]),
]


@pytest.mark.parametrize(("text", "names", "at", "left"), SETTLED)
def test_edges_with_nothing_left_to_be_found(text: str, names: str, at: list[str], left: list[str]) -> None:
    f, points = parse(text).tree, [exactly(*one.split()) for one in at]
    found = unsettled(f, tuple(names), {}, edges(f, tuple(names)), points)
    assert [edge.reason.split(":")[0].split("where ")[1] for edge in found] == left


def test_edges_are_named() -> None:
    reasons = [edge.reason for edge in edges(parse("|x - 1| + sqrt(4 - y)").tree, ("x", "y"), {"x": (-2.0, 2.5)})]
    assert reasons == [
        "f ends where 4 − y = 0: an extreme on that edge is not among the points",
        "f may have no gradient where x − 1 = 0: an extreme there is not among the points",
        "on the side x = -2 of the box f may be greater or less than at the points",
        "on the side x = 2.5 of the box f may be greater or less than at the points",
    ]
    assert edges(parse("x^2 + y").tree, ("x", "y")) == ()
