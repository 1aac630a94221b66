"""Definite integrals: exact values, what is refused, and what happens when the engine fails."""

from __future__ import annotations

import time
from typing import Any

import pytest

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.errors import ContradictedError, InputError, NumericError
from mvcalc_cli.language.tree import Tree, call
from mvcalc_cli.symbolic import antiderivative as engine
from mvcalc_cli.symbolic import definite as module
from mvcalc_cli.symbolic.antiderivative import Antiderivative
from mvcalc_cli.symbolic.closed_forms import closed_form
from mvcalc_cli.symbolic.definite import Definite, definite
from mvcalc_cli.symbolic.fundamental import Candidate, Integral, by_antiderivative
from mvcalc_cli.symbolic.iterated import iterated, ordered
from mvcalc_cli.symbolic.parametric import with_letters
from mvcalc_cli.symbolic.quadrature import UndefinedPartError, end_value
from tests.symbolic.definite_integrals import VALUES
from tests.symbolic.reading import tree, written

# Exact values that need more than antiderivatives, and are left to quadrature here.
NOT_EXACT = {
    "x^3/(e^x-1)", "log(x)/(1+x^2)", "x/sinh(x)", "log(1-x)/x", "log(sin(x))", "log(x)/(1-x)", "sin(x)^3/x^3",
    "cos(x)/(1+x^2)", "sin(x^2)", "sin(x)/sqrt(x)", "cos(x)/sqrt(x)", "exp(-x-1/x)/sqrt(x)", "sqrt(1-cos(x)^2)", "x^x",
    "|sin(x)| e^(-x)", "floor(x) e^(-x)",
}  # fmt: skip


def between(integrand: str, low: str, high: str, **options: Any) -> Definite:
    return definite(tree(integrand), "x", tree(low), tree(high), **options)


@pytest.mark.parametrize(("integrand", "low", "high", "value"), [row for row in VALUES if row[0] not in NOT_EXACT])
def test_exact_values(integrand: str, low: str, high: str, value: str) -> None:
    found = between(integrand, low, high)
    assert found.result is not None
    assert found.check is not None
    assert found.check.verdict == "agrees"
    assert abs(end_value(found.result) - end_value(tree(value))) < 1e-40


@pytest.mark.parametrize(("integrand", "low", "high", "value"), [row for row in VALUES if row[0] in NOT_EXACT][:4])
def test_what_has_no_antiderivative_has_a_number(integrand: str, low: str, high: str, value: str) -> None:
    found = between(integrand, low, high, seconds=0.2)
    assert found.outcome == "value"
    assert float(found.value) == pytest.approx(float(end_value(tree(value))), abs=1e-8)


def test_the_fundamental_theorem_goes_piece_by_piece() -> None:
    found = between("|sin(x)|", "0", "3pi")
    assert [(written(piece.low), written(piece.high), written(piece.value)) for piece in found.pieces] == [
        ("0", "pi", "2"), ("pi", "2*pi", "2"), ("2*pi", "3*pi", "2"),
    ]  # fmt: skip


def test_what_the_antiderivative_jumps_by_is_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """atan(tan(x/2)/√3) jumps at π; put in at both ends it gives 0."""
    jumping = tree("2/sqrt(3) * atan(tan(x/2)/sqrt(3))")
    monkeypatch.setattr(engine, "antiderivative", lambda *_, **__: Antiderivative(jumping))
    found = by_antiderivative(Integral(tree("1/(2 + cos(x))"), "x", tree("0"), tree("2pi"), {}), 5.0)
    assert found is not None
    assert float(end_value(found.value)) == pytest.approx(2 * 3.141592653589793 / 3**0.5)


@pytest.mark.parametrize(("low", "high"), [("0", "2pi"), ("2pi", "0"), ("-pi/2", "3pi/2"), ("0", "4pi"), ("1", "9")])
def test_jumps_in_any_range_and_direction(monkeypatch: pytest.MonkeyPatch, low: str, high: str) -> None:
    jumping = tree("2/sqrt(3) * atan(tan(x/2)/sqrt(3))")
    monkeypatch.setattr(engine, "antiderivative", lambda *_, **__: Antiderivative(jumping))
    found = between("1/(2 + cos(x))", low, high)
    assert found.method == "antiderivative"
    assert found.check is not None
    assert found.check.verdict == "agrees"


# --- an engine that fails --------------------------------------------------------------------------


def test_without_an_antiderivative_the_algebra_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "antiderivative", lambda *_, **__: Antiderivative(None))
    found = between("x^2", "0", "1")
    assert (found.method, written(found.result)) == ("algebra", "1/3")


def test_without_either_there_is_quadrature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "candidates", lambda *_: iter(()))
    found = between("x^2", "0", "1")
    assert (found.method, found.result) == ("quadrature", None)
    assert float(found.value) == pytest.approx(1 / 3)
    assert found.error is not None
    assert found.error < 1e-15


def test_a_wrong_antiderivative_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "antiderivative", lambda *_, **__: Antiderivative(tree("x^3/4")))
    found = between("x^2", "0", "1")
    assert (found.method, written(found.result)) == ("algebra", "1/3")


def test_an_antiderivative_that_is_contradicted_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Antiderivative(tree("x^3/3"), check=Check("contradicted"))
    monkeypatch.setattr(engine, "antiderivative", lambda *_, **__: wrong)
    assert between("x^2", "0", "1").method == "algebra"


def test_where_every_exact_value_is_wrong_both_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Candidate(tree("2"), "algebra")
    monkeypatch.setattr(module, "candidates", lambda *_: iter((wrong,)))
    with pytest.raises(ContradictedError, match=r"2 ≈ 2 was found, but quadrature gives 6") as error:
        between("|sin(x)|", "0", "3pi")
    assert error.value.exit_code == 1


def test_an_engine_that_takes_its_time_leaves_time_for_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, seconds: float, **__: object) -> Antiderivative:
        time.sleep(seconds)
        return Antiderivative(None)

    monkeypatch.setattr(engine, "antiderivative", slow)
    start = time.monotonic()
    found = between("x^x", "1", "2", seconds=1.0)
    assert found.method == "quadrature"
    assert time.monotonic() - start < 6


def test_an_engine_that_raises_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> Antiderivative:
        raise NumericError("SymPy's answer holds Integral")

    monkeypatch.setattr(engine, "antiderivative", failing)
    assert between("x^2", "0", "1").method == "algebra"


# --- other variables -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("integrand", "low", "high", "value", "where"),
    [
        ("x^2", "0", "a", "a**3/3", []),
        ("e^(-a x)", "0", "oo", "1/a", ["a > 0"]),
        ("x^n", "0", "1", "1/(n + 1)", ["n > -1"]),
        ("a x + b", "0", "1", "a/2 + b", []),
        ("1/(x^2 + a^2)", "-oo", "oo", "pi/a", ["a > 0"]),
    ],
)
def test_letters_and_their_conditions(integrand: str, low: str, high: str, value: str, where: list[str]) -> None:
    found = with_letters(tree(integrand), "x", tree(low), tree(high))
    assert (written(found.result), [written(one) for one in found.where]) == (value, where)
    assert found.check is not None
    assert found.check.verdict == "agrees"


def test_a_wrong_value_with_letters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Candidate(tree("a^3/4"), "algebra")
    monkeypatch.setattr("mvcalc_cli.symbolic.parametric.candidates", lambda *_: iter((wrong,)))
    with pytest.raises(ContradictedError):
        with_letters(tree("x^2"), "x", tree("0"), tree("a"))


# --- several ranges --------------------------------------------------------------------------------


class R:
    """A range."""

    def __init__(self, name: str, low: str, high: str) -> None:
        self.name = name
        self.low = tree(low)
        self.high = tree(high)
        self.place = None


@pytest.mark.parametrize(
    ("integrand", "ranges", "value"),
    [
        ("x y", [("x", "0", "1"), ("y", "0", "x")], "1/8"),
        ("x y", [("x", "0", "1"), ("y", "0", "1")], "1/4"),
        ("x y z", [("x", "0", "1"), ("y", "0", "x"), ("z", "0", "y")], "1/48"),
        ("e^(-x^2-y^2)", [("x", "-oo", "oo"), ("y", "-oo", "oo")], "pi"),
        ("1", [("x", "-1", "1"), ("y", "-sqrt(1-x^2)", "sqrt(1-x^2)")], "pi"),
        ("x + y", [("x", "1", "0"), ("y", "0", "2")], "-3"),
    ],
)
def test_several_ranges(integrand: str, ranges: list[tuple[str, str, str]], value: str) -> None:
    found = iterated(tree(integrand), [R(*one) for one in ranges])
    assert written(found.result) == value
    assert found.check is not None
    assert found.check.verdict == "agrees"


@pytest.mark.parametrize(
    ("integrand", "over_y"),
    [
        ("1/(x-y)", ("0", "1")),
        pytest.param("1/(x+y-1)", ("0", "1"), marks=pytest.mark.nightly),
        ("1/x", ("0", "1")),
        pytest.param("1/(x y)", ("0", "1"), marks=pytest.mark.nightly),
    ],
)
def test_a_box_with_a_pole_across_it_has_no_value(integrand: str, over_y: tuple[str, str]) -> None:
    low = "-1" if integrand == "1/x" else "0"
    found = iterated(tree(integrand), [R("x", low, "1"), R("y", *over_y)])
    assert (found.outcome, found.result) == ("diverges", None)
    assert "the integrand grows like" in found.reason


@pytest.mark.nightly
def test_what_nested_quadrature_cannot_tell_single_integrals_can() -> None:
    found = iterated(tree("floor(x+y)"), [R("x", "0", "2"), R("y", "0", "2")])
    assert written(found.result) == "6"
    assert found.check is not None
    assert found.check.verdict == "agrees"
    with pytest.raises(UndefinedPartError, match="no real value"):
        iterated(tree("sqrt(x-y)"), [R("x", "0", "1"), R("y", "0", "1")])


def test_several_ranges_in_numbers() -> None:
    found = iterated(tree("sin(x y)"), [R("x", "0", "1"), R("y", "0", "1")], numeric=True)
    assert found.result is None
    assert float(found.value) == pytest.approx(0.2398117420, abs=1e-9)


def test_the_order_follows_dependence_then_typing() -> None:
    assert [one.name for one in ordered([R("y", "0", "x"), R("x", "0", "1")])] == ["x", "y"]
    assert [one.name for one in ordered([R("y", "0", "1"), R("x", "0", "1")])] == ["y", "x"]
    with pytest.raises(InputError, match="wait for each other"):
        ordered([R("y", "0", "x"), R("x", "0", "y")])


@pytest.mark.parametrize(
    ("integrand", "low", "high", "value"),
    [
        ("|sin(x)|", "0", "1000", "637 - cos(1000)"),
        ("floor(x)", "0", "1000", "499500"),
        ("|sin(x)|", "0", "100pi", "200"),
    ],
)
def test_more_kinks_than_pieces(integrand: str, low: str, high: str, value: str) -> None:
    found = definite(tree(integrand), "x", tree(low), tree(high))
    assert written(found.result) == value
    assert found.check is not None
    assert found.check.verdict == "agrees"


# --- forms -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["22/7", "sqrt(pi)/2", "pi^2/6", "pi/sqrt(2)", "3*log(2)/4", "-sqrt(7)", "2/e", "0"])
def test_closed_forms(text: str) -> None:
    value = end_value(tree(text))
    found = closed_form(value)
    assert found is not None
    assert abs(end_value(found) - value) < 1e-50


def test_no_closed_form_is_made_up() -> None:
    assert closed_form(end_value(call("sin", Tree("number", 1)))) is None
