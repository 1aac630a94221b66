"""Limits against their known values, and the check of limits against right and wrong claims."""

from __future__ import annotations

from functools import cache

import pytest

from mvcalc_cli.errors import DomainError, NumericError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import INFINITY, ONE, Tree, add, multiply, negative, number, subtract
from mvcalc_cli.symbolic.limit import Limit, limit
from mvcalc_cli.symbolic.limits.algebra import by_sympy
from mvcalc_cli.symbolic.limits.coefficients import Field
from mvcalc_cli.symbolic.limits.expansion import Approach
from mvcalc_cli.symbolic.limits.several import limit_several
from mvcalc_cli.symbolic.limits.values import MINUS_INFINITY, same
from mvcalc_cli.symbolic.limits.verdicts import check_limit
from tests.symbolic.limits import LIMITS


def found(text: str, point: str = "0", side: str | None = None, kinds: dict[str, str] | None = None) -> Limit:
    return limit(parse(text).tree, "x", parse(point).tree, side or None, kinds)  # type: ignore[arg-type]


@cache
def of_the_table(text: str, point: str, side: str) -> Limit:
    """Found once for all that is asked of it."""
    return found(text, point, side.strip())


def ways(point: str, side: str) -> list[Approach]:
    goal = parse(point).tree
    if goal in (INFINITY, MINUS_INFINITY):
        return [Approach("x", None, 1 if goal == INFINITY else -1)]
    return [Approach("x", goal, d) for d in (-1, 1) if side != ("right" if d < 0 else "left")]


@pytest.mark.parametrize(("text", "point", "side", "answer"), LIMITS, ids=[" ".join(row) for row in LIMITS])
def test_the_limit(text: str, point: str, side: str, answer: str) -> None:
    result = of_the_table(text, point, side)
    if answer == "dne":
        assert result.exists is False
    else:
        assert result.exists
        assert result.value is not None
        assert same(Field(), result.value, parse(answer).tree)
        assert result.check is not None
        assert result.check.verdict != "contradicted"


def test_hardly_any_right_limit_is_left_unchecked() -> None:
    answers = [row for row in LIMITS if row[3] != "dne"]
    verdicts = [
        check_limit(parse(text).tree, way, parse(answer).tree).verdict
        for text, point, side, answer in answers
        for way in ways(point, side.strip())
        if way.direction > 0 or of_the_table(text, point, side).note != "defined on the right only"
    ]
    assert "contradicted" not in verdicts
    assert verdicts.count("unchecked") <= 0.08 * len(verdicts)


def wrong(answer: Tree) -> list[Tree]:
    if answer in (INFINITY, MINUS_INFINITY):
        return [number(0), ONE, number(10**6), negative(answer), negative(number(3))]
    small = divide_by(1000)
    return [add(answer, small), subtract(answer, small), add(answer, ONE), INFINITY, MINUS_INFINITY,
            add(multiply(answer, number(2)), small), subtract(negative(answer), small)]  # fmt: skip


def divide_by(value: int) -> Tree:
    return parse(f"1/{value}").tree


@pytest.mark.parametrize(("text", "point", "side", "answer"), [r for r in LIMITS if r[3] != "dne"])
def test_no_wrong_claim_agrees(text: str, point: str, side: str, answer: str) -> None:
    tree = parse(text).tree
    for claim in wrong(parse(answer).tree):
        for way in ways(point, side.strip()):
            assert check_limit(tree, way, claim).verdict != "agrees", claim


@pytest.mark.parametrize(
    ("text", "point"),
    [("log(x)", "-1"), ("sqrt(x)", "-1"), ("sqrt(x)", "-oo"), ("1/0", "0"), ("sqrt(x - 1) sqrt(1 - x)", "1")],
)
def test_nothing_is_near(text: str, point: str) -> None:
    with pytest.raises(DomainError, match="is not defined"):
        found(text, point)


def test_one_side_only() -> None:
    assert found("sqrt(x)").note == "defined on the right only"
    assert found("asin(x)", "1").note == "defined on the left only"
    with pytest.raises(DomainError, match="on the left of x = 0"):
        found("sqrt(x)", side="left")


@pytest.mark.parametrize(("text", "point"), [("(1/a)^x", "oo"), ("a x", "oo"), ("|a x|/x", "0"), ("e^(a x)", "oo")])
def test_a_letter_decides(text: str, point: str) -> None:
    with pytest.raises(NumericError, match="depends on the sign"):
        found(text, point)


def test_a_declared_letter_decides() -> None:
    assert found("a x", "oo", kinds={"a": "positive"}).value == INFINITY
    assert found("e^(-a x)", "oo", kinds={"a": "positive"}).value == number(0)


def test_what_a_letter_must_not_be_is_said() -> None:
    from mvcalc_cli.language.printers import line

    assert [line(c) for c in found("(x + 1)/(a x^2 + x)", "oo").conditions] == ["a ≠ 0"]


@pytest.mark.parametrize("text", ["sin(1/x)", "cos(1/x)", "sin(1/x)^2", "cos(1/x)/x", "tan(1/x)"])
def test_what_swings(text: str) -> None:
    sides = found(text).sides
    assert [side.reason for side in sides] == ["oscillates", "oscillates"]
    assert all(len(side.swings) > 1 for side in sides)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("x/(2 + sin(x))", "oo"), ("e^(x (sin(x) - 2))", "0"), ("(1/2 + sin(x)/3)^x", "0"), ("mod(x, 2)/x", "0"),
     ("(x + sin(x))/(x + cos(x))", "1"), ("sin(sqrt(x + 1)) - sin(sqrt(x))", "0"), ("sin(x)/(x sin(x))", "0"),
     ("log(2 + sin(x))/x", "0"), ("sin(x)/log(x)", "0"), ("sin(x^2)/x", "0"), ("e^(-x) sin(e^x)", "0")],
)  # fmt: skip
def test_what_swings_between_two_bounds_with_one_limit(text: str, answer: str) -> None:
    result = found(text, "oo")
    assert result.value == parse(answer).tree
    assert result.check is not None
    assert result.check.verdict == "agrees"


@pytest.mark.parametrize(
    ("text", "point", "answer"),
    [("x^100/e^x", "oo", "0"), ("e^(-1/x^2)/x^50", "0", "0"), ("log(x)/x^0.01", "oo", "0"), ("log(x)^100/x", "oo", "0"),
     ("e^(e^x)/e^(e^x + x)", "oo", "0"), ("e^sqrt(log(x))/log(x)^10", "oo", "oo"), ("1/log(log(x))", "oo", "0"),
     ("erfc(x) e^(x^2) x", "oo", "1/sqrt(pi)"), ("((2^x + 3^x)/2)^(1/x)", "0", "sqrt(6)"),
     ("(x!)^(1/x)/x", "oo", "1/e")],
)  # fmt: skip
def test_magnitudes_beyond_all_floats_are_checked(text: str, point: str, answer: str) -> None:
    result = found(text, point)
    assert result.value is not None
    assert same(Field(), result.value, parse(answer).tree)
    assert result.check is not None
    assert result.check.verdict == "agrees"


@pytest.mark.parametrize("text", ["tan(x) e^(-x)", "sec(x)/x^2", "1/(x mod(x, 1))"])
def test_poles_without_end_are_too_narrow_to_be_met_by_values(text: str) -> None:
    assert found(text, "oo").exists is not True


@pytest.mark.parametrize(
    ("text", "point"),
    [("csc(x)/x", "oo"), ("1/(x sin(x))", "oo"), ("x tan(1/x)", "0"), ("1/(x (sin(x) - 3/10))", "oo")],
)
def test_what_swings_below_a_fraction_bar_has_no_limit_that_we_claim(text: str, point: str) -> None:
    assert found(text, point).exists is not True


@pytest.mark.parametrize(
    ("text", "point", "direction", "sympy_says"),
    [
        ("(1/2)^x", "-oo", -1, "0"),  # SymPy's issues 19801, 28130
        ("2^x", "-oo", -1, "oo"),
        ("piecewise(x < 0: 1, -1)", "0", -1, "-1"),  # 27236
        ("piecewise(x <= 0: 0, -6/x^2)", "0", 1, "0"),  # 29835
        ("piecewise(x = 0: 5, sin(x)/x)", "0", 1, "5"),
        ("(1 + 1/x)^(x^2)/e^x", "oo", 1, "1"),  # 25885
        ("((1 + x)^(1/x) - e)/x", "0", 1, "0"),  # 20365
        ("(6^(x+1) + x + 1)/(6^x + x)", "oo", 1, "1"),  # 9075
        ("(log(x) - 1)^(1 - sqrt(x))", "e", 1, "0"),  # 22982
        ("(3^x + 2x^10)/(x^10 + e^x)", "-oo", -1, "0"),  # 12555
        ("sign(sin(x))", "0", 1, "0"),  # 18118
        ("floor(sin(x)/x)", "0", 1, "1"),  # 14355
        ("x/|sqrt(x^2 - 1)|", "-1", -1, "oo"),  # 25681
    ],
)
def test_what_sympy_says_or_said_does_not_stand_the_check(
    text: str, point: str, direction: int, sympy_says: str
) -> None:
    goal = parse(point).tree
    way = Approach("x", None if goal in (INFINITY, MINUS_INFINITY) else goal, direction)
    assert check_limit(parse(text).tree, way, parse(sympy_says).tree).verdict == "contradicted"


@pytest.mark.parametrize(
    ("text", "point", "direction", "rounding_says"),
    [
        ("log(sin(x)/x)/x^2", "0", 1, "0"),
        ("(sin(x)/x)^(1/x^2)", "0", 1, "1"),
        ("softplus(x) e^(-x)", "-oo", -1, "0"),
        ("acos(cos(x))/x", "0", 1, "0"),
        ("(1 + 1/x)^x", "oo", 1, "1"),
        ("floor(sin(x)/x)", "0", 1, "1"),
        ("floor(1 - e^(-x))", "oo", 1, "1"),
        ("(cbrt(1 + x) - 1)/x", "0", 1, "0"),
        ("(x^(1/x) - 1) x/log(x)", "oo", 1, "0"),
        ("(min(1, cos(x)) - 1)/x^2", "0", 1, "0"),
        ("piecewise(sin(x)/x < 1: 1, 2)", "0", 1, "2"),
        ("piecewise(tanh(x) = 1: 1, 2)", "oo", 1, "1"),
    ],
)
def test_what_rounding_makes_of_it_far_out_does_not_agree(
    text: str, point: str, direction: int, rounding_says: str
) -> None:
    goal = parse(point).tree
    way = Approach("x", None if goal in (INFINITY, MINUS_INFINITY) else goal, direction)
    assert check_limit(parse(text).tree, way, parse(rounding_says).tree).verdict != "agrees"


def test_sympy_is_asked_for_one_side_from_0_or_to_infinity() -> None:
    assert by_sympy(parse("(1/2)^x").tree, Approach("x", None, -1), {}) == INFINITY


ORIGIN = {"x": number(0), "y": number(0)}


@pytest.mark.parametrize(
    "text",
    ["x y/(x^2 + y^2)", "x^2 y/(x^4 + y^2)", "(x^2 - y^2)/(x^2 + y^2)", "x y^2/(x^2 + y^4)", "sin(x)/y",
     "x y^4/(x^2 + y^8)", "x^3 y/(x^6 + y^2)", "|x|/(|x| + |y|)", "(x + y)/(x - y)",
     "x^2 y^3/(x^4 + y^6)", "x^3 y^2/(x^6 + y^4)", "x y/(x + y)", "(x^2 + y^2)/(x + y)", "x^2 y/(x^2 + y)",
     "y sin(1/x)/x", "sin(1/(x^2 + y^2))", "y/(y - x^5)"],
)  # fmt: skip
def test_two_paths_differ(text: str) -> None:
    result = limit_several(parse(text).tree, ORIGIN)
    assert result.exists is False
    assert len(result.paths) == 2


@pytest.mark.parametrize(
    ("text", "answer", "how"),
    [
        ("x^2 + y + 3", "3", "continuous"),
        ("x^2 y^2/(x^2 + y^2)", "0", "degrees"),
        ("x y/sqrt(x^2 + y^2)", "0", "degrees"),
        ("x^3 y/(x^4 + y^2)", "0", "degrees"),
        ("(x^4 - y^4)/(x^2 + y^2)", "0", "degrees"),
        ("|x|^3/(x^2 + y^2)", "0", "degrees"),
        ("x^3/(x^2 + x y + y^2)", "0", "degrees"),
        ("sin(x y)/(x y)", "1", "composition"),
        ("sin(x^2 + y^2)/(x^2 + y^2)", "1", "composition"),
        ("(1 - cos(x y))/(x^2 y^2)", "1/2", "composition"),
        ("1/(x^2 + y^2)", "oo", "composition"),
        ("log(x^2 + y^2)", "-oo", "composition"),
        ("x sin(1/y)", "0", "squeeze"),
        ("x y/(|x| + |y|)", "0", "squeeze"),
        ("x log(x^2 + y^2)", "0", "squeeze"),
        ("sin(x) log(x^2 + y^2)", "0", "squeeze"),
        ("x sin(1/y) + y sin(1/x)", "0", "squeeze"),
        ("sin(x y)/x", "0", "squeeze"),
        ("x^2 sin(y)^2/(x^2 + 2y^2)", "0", "squeeze"),
        ("(x^2 + y^2) log(x^2 + y^2)", "0", "composition"),
    ],
)
def test_a_limit_of_two_variables_is_proven(text: str, answer: str, how: str) -> None:
    result = limit_several(parse(text).tree, ORIGIN)
    assert (result.exists, result.how) == (True, how)
    assert result.value is not None
    assert same(Field(), result.value, parse(answer).tree)


def test_agreement_is_no_proof() -> None:
    result = limit_several(parse("x log(x + y)").tree, ORIGIN)
    assert result.exists is None
    assert result.value == number(0)


def test_a_value_of_its_own_on_the_axes_counts() -> None:
    assert limit_several(parse("piecewise(x y = 0: 1, 0)").tree, ORIGIN).exists is False


def test_a_point_off_the_origin_and_three_variables() -> None:
    moved = parse("(x - 1) (y - 2)/((x - 1)^2 + (y - 2)^2)").tree
    assert limit_several(moved, {"x": ONE, "y": number(2)}).exists is False
    three = {**ORIGIN, "z": number(0)}
    assert limit_several(parse("x y z/(x^2 + y^2 + z^2)").tree, three).value == number(0)
    assert limit_several(parse("(x y + y z)/(x^2 + y^2 + z^2)").tree, three).exists is False
