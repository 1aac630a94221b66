"""Critical points of every kind, each with what proves it; degenerate ones are where programs are caught."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.arithmetic import context, inexact
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.kinds import Kind, classified
from mvcalc_cli.symbolic.stationary.points import Point


def exactly(*texts: str) -> Point:
    """The point with these exact values."""
    values = tuple(parse(text).tree for text in texts)
    numbers = [inexact(measure(value, {}, 50), 50) for value in values]
    mp = context(50)
    return Point(values, tuple(map(float, numbers)), tuple(mp.nstr(mp.mpf(n), 30) for n in numbers), 0.0)


def by_numbers(*digits: str) -> Point:
    """The point of which nothing but the digits is known."""
    return Point((None,) * len(digits), tuple(map(float, digits)), digits, 0.0)


def kind(text: str, point: Point) -> Kind:
    tree: Tree = parse(text).tree
    return classified(tree, tuple("xyzw"[: len(point.values)]), point)


# f, the point, the kind, strict, and why
TABLE = [
    ("x^2 + 2y^2", "0 0", "minimum", True, "both eigenvalues positive"),
    ("x^2 - y^2", "0 0", "saddle", None, "eigenvalues of both signs"),
    ("x^4 + y^4 - 4x y + 1", "1 1", "minimum", True, "det H = 128, f_xx = 12"),
    ("x y exp(-x^2 - y^2)", "sqrt(2)/2 sqrt(2)/2", "maximum", True, "irrational entries"),
    ("sin(x) sin(y)", "pi/2 pi/2", "maximum", True, "both eigenvalues −1"),
    ("sin(x) sin(y)", "0 pi", "saddle", None, "det H = −1"),
    ("x^2 + y^2 - z^2", "0 0 0", "saddle", None, "index 1 of three"),
    ("x^2 + y^2 + z^2 + x y z", "0 0 0", "minimum", True, "H = 2·I"),
    ("x^2 + 10^-30 y^2", "0 0", "minimum", True, "an eigenvalue that floats take for 0"),
    ("x^2 - 10^-30 y^2", "0 0", "saddle", None, "the same, negative"),
    ("x^3", "0", "inflection", None, "the third derivative is the first"),
    ("x^4", "0", "minimum", True, "the fourth"),
    ("-x^6", "0", "maximum", True, "the sixth"),
    ("cos(x) + x^2/2", "0", "minimum", True, "1 + x⁴/24 − …"),
    ("sin(x) - x", "0", "inflection", None, "−x³/6 + …"),
    ("x^3 - 3x y^2", "0 0", "saddle", None, "the monkey saddle: a cubic form"),
    ("x^4 + y^4", "0 0", "minimum", True, "positive"),
    ("-x^4 - y^4", "0 0", "maximum", True, "negative"),
    ("x^4 - y^4", "0 0", "saddle", None, "both signs on the axes"),
    ("x^2 + y^3", "0 0", "saddle", None, "odd along the kernel"),
    ("x^2 + y^4", "0 0", "minimum", True, "even along the kernel"),
    ("x^2 - y^4", "0 0", "saddle", None, "falls along the kernel"),
    ("x^2 y^2", "0 0", "minimum", False, "0 on both axes"),
    ("x^2 y^2", "0 1", "minimum", False, "0 on the y-axis"),
    ("x y^2", "0 0", "saddle", None, "the sign of x"),
    ("x y^2", "1 0", "minimum", False, "y² times what is positive"),
    ("x y^2", "-1 0", "maximum", False, "y² times what is negative"),
    ("(x^2 + y^2)^2", "0 0", "minimum", True, "a square that is 0 at the origin alone"),
    ("(x^2 + y^2 - 1)^2", "3/5 4/5", "minimum", False, "0 on the circle"),
    ("(y - x^2) (y - 3x^2)", "0 0", "saddle", None, "Peano: a minimum on every line, negative between the parabolas"),
    ("(y - x^2)^2", "0 0", "minimum", False, "0 on the parabola"),
    ("(y - x^2)^2 + x^6", "0 0", "minimum", True, "x⁶ on the parabola"),
    ("(y - x^2)^2 + x^5", "0 0", "saddle", None, "x⁵ on the parabola"),
    ("x^2 + x y^3 + y^4", "0 0", "minimum", True, "y⁴ − y⁶/4 where x = −y³/2"),
    ("x^2 + 2x y^2 + y^4 - y^6", "0 0", "saddle", None, "−y⁶ where x = −y²"),
    ("x^2 - 3x y^2 + 2y^4", "0 0", "saddle", None, "(x − y²)(x − 2y²)"),
    ("x^4 + y^6", "0 0", "minimum", True, "weighted degrees"),
    ("(x^2 - 2y^2)^2 + y^5", "0 0", "saddle", None, "y⁵ on the irrational lines"),
    ("(x^2 - 2y^2)^2 + y^6", "0 0", "minimum", True, "y⁶ on them"),
    ("(x^2 - y^3)^2 + x^2 y^4", "0 0", "minimum", True, "a cusp as the only branch, lifted"),
    ("x^4 - 6x^2 y^2 + y^4", "0 0", "saddle", None, "a quartic form of both signs"),
    ("x^5 + y^4", "0 0", "saddle", None, "x⁵ on y = 0"),
    ("x^2 + y^4 + z^6", "0 0 0", "minimum", True, "one variable after another"),
    ("x^2 + y^4 - z^6", "0 0 0", "saddle", None, "−z⁶"),
    ("x y z", "0 0 0", "saddle", None, "a cubic form"),
    ("x^4 + y^4 + z^4", "0 0 0", "minimum", True, "even powers"),
    ("x^4 + y^4 + z^4 - 4x y z^2", "0 0 0", "saddle", None, "negative at (1, 1, 1)"),
    ("x^4 + y^4 + z^4 + w^4 - x y z w", "0 0 0 0", "minimum", True, "the means outweigh the product"),
    ("x^2 + (y - z^2)^2", "0 0 0", "minimum", False, "0 on a parabola in space"),
    ("cos(x + y)", "0 0", "maximum", False, "1 on the line x + y = 0"),
    ("cos(x + y) + x^4", "0 0", "saddle", None, "x⁴ on that line, −y²/2 across"),
    ("sin(x + y)^2", "0 0", "minimum", False, "a square"),
    ("exp(-x^4 - y^4)", "0 0", "maximum", True, "1 − x⁴ − y⁴ + …"),
    ("x^2 exp(y)", "0 1", "minimum", False, "x² times what is positive"),
    ("cosh(x) - cos(y) - x^2/2 - y^2/2", "0 0", "saddle", None, "x⁴/24 − y⁴/24 + …"),
]


@pytest.mark.parametrize(
    ("text", "point", "expected", "strict", "why"), TABLE, ids=[row[0] + " " + row[1] for row in TABLE]
)
def test_kind(text: str, point: str, expected: str, strict: bool | None, why: str) -> None:
    found = kind(text, exactly(*point.split()))
    assert found.kind == expected, why
    assert found.strict is strict, why
    assert found.reason
    assert "not decided" not in found.reason


def test_kinds_hold_against_values_close_by() -> None:
    """Each kind of the table agrees with the values of f on small curves about the point."""
    for text, at, expected, _, _ in TABLE:
        point = exactly(*at.split())
        tree, names = parse(text).tree, "xyzw"[: len(point.values)]
        centre = [inexact(measure(v, {}, 60), 60) for v in point.values if v is not None]
        there = inexact(measure(tree, dict(zip(names, centre, strict=True)), 60), 60)
        signs = set()
        for way in range(60):
            step = [
                Fraction((way * (7 + 4 * k) + 3 * k) % 21 - 10, 10 ** (3 + (way + k) % 3)) for k in range(len(names))
            ]
            moved = {name: c + inexact(s, 60) for name, c, s in zip(names, centre, step, strict=True)}
            value = inexact(measure(tree, moved, 60), 60)
            signs.add((value > there) - (value < there))
        if expected == "minimum":
            assert -1 not in signs, text
        elif expected == "maximum":
            assert 1 not in signs, text


def test_singular_hessians_are_said_to_be() -> None:
    assert kind("x^4 + y^4", exactly("0", "0")).singular
    assert not kind("x^2 + y^2", exactly("0", "0")).singular
    found = kind("x^2 + y^4", exactly("0", "0"))
    assert found.eigenvalues == (2.0, 0.0)
    assert found.determinant == 0


def test_not_decided_rather_than_wrong() -> None:
    """exp(−1/x²), continued by 0, has no term at all."""
    found = kind("piecewise(x != 0: exp(-1/x^2), 0)", exactly("0"))
    assert (found.kind, found.strict) == ("degenerate", None)
    assert found.reason.startswith("not decided")


def test_a_point_known_by_its_numbers() -> None:
    """Clear signs decide; a singular Hessian does not, unless fractions close by are critical exactly."""
    assert kind("x^2 + y^2 - x", by_numbers("0.5", "0")).kind == "minimum"
    assert kind("x^4 + y^4", by_numbers("1e-20", "-1e-21")).kind == "minimum"
    open_ = kind("(x - exp(1))^4 + y^2", by_numbers("2.71828182845904523536028747135", "0"))
    assert (open_.kind, open_.singular) == ("degenerate", True)
    assert "numbers alone" in open_.reason


def test_exact_entries_of_the_hessian() -> None:
    found = kind("x^4 + y^4 - 4x y", exactly("1", "1"))
    assert found.hessian is not None
    assert [[line(entry) for entry in row] for row in found.hessian] == [["12", "−4"], ["−4", "12"]]
    assert found.determinant == 128


@pytest.mark.parametrize(
    ("text", "at", "expected", "why"),
    [
        ("piecewise(x > 0: -x^4, x^2) + y^2", "0 0", "degenerate", "one branch says minimum, and it is none"),
        ("x^2 + y^2 - 5 floor(x + 1) x^2", "0 0", "degenerate", "a step at 0: −4x² right of it"),
        ("|x|^3 + y^2", "0 0", "minimum", "no part is negative, smooth or not"),
        ("-|x y|", "0 0", "maximum", "no part is positive"),
        ("piecewise(x > 1: -x^4, x^2) + y^2", "0 0", "minimum", "the seam is elsewhere"),
        ("a x^2 + y^2", "0 0", "degenerate", "a is not known"),
        ("(1 - cos(x)) (1 - cos(y))", "0 0", "minimum", "neither factor is negative"),
    ],
)
def test_pieces_that_meet_at_the_point(text: str, at: str, expected: str, why: str) -> None:
    found = kind(text, exactly(*at.split()))
    assert found.kind == expected, why
    assert found.reason


def test_high_degrees() -> None:
    assert kind("x^20 + y^30 + x^7 y^19", exactly("0", "0")).kind == "saddle"
    assert kind("x^24 - y^31", exactly("0", "0")).kind == "saddle"
    assert kind("x^20 + y^30", exactly("0", "0")).strict


BESIDE = [
    ("x^(4/3) + y^2", "xy", "0 0", "minimum", "not twice differentiable in x, and nowhere less"),
    ("-x^(4/3) - y^2", "xy", "0 0", "maximum", "the opposite"),
    ("cbrt(x)^4 + y^2", "xy", "0 0", "minimum", "a root that is real everywhere"),
    ("floor(x) + x^2", "x", "0", "degenerate", "less on the left, greater on the right"),
    ("x^2 - floor(x)", "x", "0", "minimum", "1 on the left, rising on the right"),
    ("ceil(x) + x^2", "x", "0", "minimum", "1 on the right, falling to it on the left"),
    ("floor(x + 1/2) + x^2", "x", "0", "minimum", "smooth there"),
    ("floor(-x) + x^2", "x", "0", "degenerate", "less on the right, greater on the left"),
]


@pytest.mark.parametrize(("text", "names", "at", "kind", "why"), BESIDE)
def test_points_without_second_derivatives(text: str, names: str, at: str, kind: str, why: str) -> None:
    found = classified(lower(parse(text).tree), tuple(names), exactly(*at.split()))
    assert found.kind == kind, why
    assert kind != "degenerate" or found.reason.startswith("no extreme")
