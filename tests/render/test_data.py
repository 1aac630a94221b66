"""The JSON form."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli import __version__
from mvcalc_cli.calculus.check import Check
from mvcalc_cli.render import Output, emit
from mvcalc_cli.report import Report

from .reports import DIFF, GRAD, JACOBIAN, X, Y


def loaded(report: Report, **wishes: object) -> Any:
    return json.loads(emit(report, Output(format="json")._replace(**wishes)))  # type: ignore[arg-type]


def test_the_envelope_of_diff() -> None:
    assert loaded(DIFF) == {
        "schema": "mvcalc/1",
        "command": "diff",
        "version": __version__,
        "input": {"expr": "x^2 sin(3x)", "wrt": ["x"], "order": 1},
        "result": {
            "text": "2*x*sin(3*x) + 3*x**2*cos(3*x)",
            "latex": "2 x \\sin{\\left(3 x \\right)} + 3 x^{2} \\cos{\\left(3 x \\right)}",
        },
        "check": {"verdict": "agrees", "method": "differences", "error": 3e-10, "points": 6},
        "warnings": [],
    }


def test_the_order_of_the_envelope() -> None:
    assert list(loaded(DIFF)) == ["schema", "command", "version", "input", "result", "check", "warnings"]
    assert list(loaded(DIFF, line=3))[:4] == ["schema", "command", "version", "line"]


def test_trees_anywhere_become_expressions() -> None:
    answer = loaded(GRAD)
    assert [part["text"] for part in answer["gradient"]] == ["2*x*y + y*cos(x*y)", "x**2 + x*cos(x*y)"]
    assert answer["at"] == {"point": {"x": 1, "y": 2}, "value": [3.1677063269057153, 0.5838531634528576]}
    assert answer["check"] is None


def test_a_matrix_has_rows_and_latex() -> None:
    result = loaded(JACOBIAN)["result"]
    assert [[cell["text"] for cell in row] for row in result["rows"]] == [
        ["cos(t)", "-r*sin(t)"],
        ["sin(t)", "r*cos(t)"],
    ]
    assert result["latex"].startswith("\\left[\\begin{matrix}")
    assert list(result) == ["rows", "latex"]


def test_what_is_not_finite_is_null_with_a_warning() -> None:
    report = Report("eval", data={"at": {"value": [1.0, math.nan, -math.inf]}}, warnings=("first",))
    answer = loaded(report)
    assert answer["at"]["value"] == [1.0, None, None]
    assert answer["warnings"] == [
        "first",
        "at.value[1] is undefined: given as null",
        "at.value[2] is infinite: given as null",
    ]


def test_a_counterexample_is_told() -> None:
    check = Check("contradicted", error=math.inf, points=6, counterexample=(("x", 0.5), ("f", math.nan)))
    assert loaded(Report("diff", check=check))["check"] == {
        "verdict": "contradicted",
        "method": "differences",
        "points": 6,
        "counterexample": {"x": 0.5, "f": None},
    }


def test_a_batch_has_one_line_each() -> None:
    text = emit(DIFF, Output(format="json", line=2))
    assert text.endswith("}\n")
    assert text.count("\n") == 1


def test_dangerous_characters_are_escaped_and_nothing_is_lost() -> None:
    typed = "x\x1b[2J\u202e\udcff\x7f\U000e0041θ"
    text = emit(Report("diff", inputs={"expr": typed}), Output(format="json"))
    assert all(char not in text for char in "\x1b\u202e\udcff\x7f\U000e0041")
    assert "θ" in text
    assert json.loads(text)["input"]["expr"] == typed


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=40), st.booleans())
def test_any_text_comes_back(typed: str, ascii: bool) -> None:
    text = emit(Report("diff", inputs={"expr": typed}), Output(format="json", ascii=ascii))
    # Python's reader joins two lone surrogates into the character they spell: so does every JSON reader.
    same = typed.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert json.loads(text)["input"]["expr"] == same
    assert text.isascii() or not ascii
    text.encode("utf-8")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_the_same_doubles(value: float) -> None:
    assert loaded(Report("eval", data={"value": value}))["value"] == value


def test_a_value_without_a_form_is_a_fault() -> None:
    with pytest.raises(TypeError, match=r"result\.x: set has no JSON form"):
        loaded(Report("eval", data={"result": {"x": {X, Y}}}))
