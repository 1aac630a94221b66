"""mvcalc plot: screens, rows, JSON and mistakes."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings

from mvcalc_cli.cli import run_text
from mvcalc_cli.language.printers import plain as as_text
from mvcalc_cli.language.tree import Tree
from tests.strategies import expressions

SMALL = {"COLUMNS": "60", "LINES": "14", "NO_COLOR": "1"}


def screen(*arguments: str, environ: dict[str, str] | None = None) -> str:
    code, out, err = run_text(["plot", *arguments], isatty=True, environ=environ or SMALL)
    assert (code, err) == (0, ""), err
    return out


def rows(*arguments: str) -> list[list[float]]:
    code, out, err = run_text(["plot", *arguments])
    assert code == 0, err
    return [[float(cell) for cell in line.split("\t")] for line in out.splitlines()]


def answer(*arguments: str) -> dict[str, Any]:
    code, out, err = run_text(["plot", *arguments, "--json"])
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_curve_with_its_tangent() -> None:
    out = screen("sin(x)/x", "--over", "x=-12..12", "--tangent", "2")
    assert out.startswith("f(x) = sin(x)/x\n")
    assert "━━ f   ╌╌ tangent at x = 2:  y = −0.4354x + 1.3254   ● (2, 0.4546)" in out.replace("\n  ", "   ")


def test_one_curve_alone_needs_no_legend() -> None:
    assert "━━" not in screen("x^2")


def test_the_derivative_stands_beside_the_function() -> None:
    out = screen("x^3 - 3x", "--derivative")
    assert out.startswith("f(x) = x³ − 3x\nf′(x) = 3x² − 3\n")
    assert out.endswith("━━ x³ − 3x   ╌╌ 3x² − 3\n")


def test_several_functions_differ_without_colour() -> None:
    assert screen("sin(x)", "cos(x)", "x").endswith("━━ sin(x)   ╌╌ cos(x)   ·· x\n")


@pytest.mark.parametrize(
    ("arguments", "first", "last"),
    [
        (("x^2 + y^2",), "f(x, y) = x² + y²", "f = "),
        (("x y", "--field"), "∇f over contours of f(x, y) = x·y", "steepest ascent (colour = |∇f|)"),
        (("x y", "--heat"), "f(x, y) = x·y", "f from −9 to 9"),
        (("x y", "--heat", "--contour"), "f(x, y) = x·y", "f = "),
        (("[-y, x]", "--field"), "F(x, y) = [−y, x]", "direction (colour = length)"),
        (("[cos t, sin t]",), "t ↦ [cos(t), sin(t)]", ""),
        (("x^2 + y^2 = 1",), "x² + y² = 1", ""),
        (("y = x^2",), "f(x) = x²", ""),
        (("z = x y",), "f(x, y) = x·y", "f = "),
        (("x = y^2",), "x = y²", ""),
    ],
)  # fmt: skip
def test_heads_and_legends(arguments: tuple[str, ...], first: str, last: str) -> None:
    lines = screen(*arguments).splitlines()
    assert lines[0] == first
    assert last in lines[-1]


def test_rows_are_even_samples() -> None:
    assert rows("x^2", "--over", "-1..1", "--points", "3") == [[-1, 1], [0, 0], [1, 1]]
    assert len(rows("x^2")) == 201
    assert rows("x", "2x", "--over", "0..1", "--points", "2") == [[0, 0, 0], [1, 1, 2]]


def test_undefined_values_are_nan_in_rows() -> None:
    assert math.isnan(rows("1/x", "--over", "-1..1", "--points", "3")[1][1])


def test_a_million_samples_give_the_rows_of_the_picture() -> None:
    found = rows("tan(x)", "--points", "1000000")
    assert 1000 < len(found) < 10_000


def test_json_has_null_where_undefined_and_one_warning() -> None:
    found = answer("log(x)", "--over", "-2..2", "--points", "5")
    assert found["series"][0]["y"][:3] == [None, None, None]
    assert found["warnings"] == ["undefined at 3 places: null there"]


def test_json_of_a_tangent() -> None:
    found = answer("sin(x)/x", "--over", "x=-12..12", "--tangent", "2")["tangent"]
    assert found["slope"] == pytest.approx(-0.435397775)
    assert found["intercept"] == pytest.approx(1.325444263)


def test_json_of_two_variables() -> None:
    found = answer("x^2 + y^2", "--over", "x=-1..1,y=-2..2", "--field")
    assert found["ranges"] == {"x": [-1, 1], "y": [-2, 2]}
    assert found["grid"]["values"][0][0] == 5
    assert found["grid"]["along_y"][0][0] == -4
    level = found["contours"][0]
    xs, ys = level["lines"][0]
    assert xs[0] ** 2 + ys[0] ** 2 == pytest.approx(level["value"], abs=1e-3)


def test_a_batch_answers_each_line_in_one() -> None:
    code, out, _ = run_text(["plot", "-", "--points", "2", "--over", "0..1"], stdin="x^2\nx\n")
    assert (code, out) == (0, "[0.0, 0.0; 1.0, 1.0]\n[0.0, 0.0; 1.0, 1.0]\n")


def test_latex_is_the_function() -> None:
    assert run_text(["plot", "x^2", "--latex"])[1] == "x^{2}\n"


def test_the_size_is_kept() -> None:
    lines = screen("x^2", "--size", "50x10").splitlines()
    assert len(lines) <= 12
    assert max(map(len, lines)) <= 50


MISTAKES = [
    (("x y z",), 2, "3 variables", "--let"),
    (("x", "--over", "x=2..1"), 2, "upside down", "1..2"),
    (("x", "--over", "x=1..1"), 2, "empty", ""),
    (("x", "--over", "x=0..oo"), 2, "finite", ""),
    (("x", "--over", "y=0..1"), 2, "y does not occur", "x"),
    (("x", "--over", "x"), 2, "not a range", "x=0..1"),
    (("x", "--field"), 2, "two variables", "x^2 + y^2"),
    (("x", "--contour"), 2, "two variables", ""),
    (("x", "--heat"), 2, "two variables", ""),
    (("x y", "--tangent", "1"), 2, "one variable", ""),
    (("x y", "--over", "x=0..1"), 2, "no range for y", "y=-2..2"),
    (("x y", "x + y"), 2, "one function of two variables", ""),
    (("x", "x^2", "--tangent", "1"), 2, "one function", ""),
    (("sqrt(x)", "--tangent", "-1"), 3, "undefined at x = −1", ""),
    (("|x|", "--tangent", "0"), 3, "no derivative", "x ≠ 0"),
    (("sqrt(x)", "--tangent", "0"), 3, "undefined at x = 0", ""),
    (("floor(x)", "--tangent", "1"), 3, "no derivative", ""),
    (("log(x)", "--over", "-3..-1"), 3, "undefined everywhere for x from −3 to −1", "x > 0"),
    (("log(x y)", "--over", "x=-3..-1,y=1..2"), 3, "undefined everywhere", "--over"),
    (("RootOf(x^5 - x - 1, 0)",), 3, "cannot be drawn", ""),
    (("x", "--points", "0"), 2, "two points", "201"),
    (("x", "--points", "1"), 2, "two points", "201"),
    (("x", "--points", "-5"), 2, "two points", ""),
    (("x", "--points", "1000000000"), 5, "10,000,000 samples", ""),
    (("x", "--size", "80"), 2, "columns x rows", "80x24"),
    (("x", "--size", "1x1"), 2, "columns and rows", "80x24"),
    (("x", "--y-range", "2..1"), 2, "upside down", "1..2"),
    (("[x, y, x]",), 2, "a vector of 3", "[cos t, sin t]"),
    (("[x, 1; 2, 3]",), 2, "a matrix", ""),
    (("[x, y]", "--heat"), 2, "a vector", "--field"),
    (("i x",), 2, "complex", ""),
    (("x < 1",), 2, "no curve", ""),
    (("x = 2",), 2, "two variables", "solve"),
    (("x^2 + y^2 = -1",), 3, "no solutions that show", "--over"),
    (("[sqrt(-1 - t^2), t]",), 3, "undefined everywhere", ""),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "words", "fix"), MISTAKES, ids=[" ".join(row[0]) for row in MISTAKES])
def test_mistakes_say_what_and_how_to_mend_it(arguments: tuple[str, ...], code: int, words: str, fix: str) -> None:
    found, out, err = run_text(["plot", *arguments], environ={"LANG": "C.UTF-8"})
    said = " ".join(err.split())
    assert (found, out) == (code, ""), err
    assert words in said
    assert fix in said
    assert "internal" not in said


@settings(max_examples=40, deadline=None)
@given(expressions(("x",)))
def test_any_function_of_one_variable(tree: Tree) -> None:
    code, _, err = run_text(["plot", as_text(tree), "--screen"])
    assert "internal" not in err
    assert code in {0, 2, 3, 5}, err


@settings(max_examples=25, deadline=None)
@given(expressions())
def test_any_function_of_two_variables(tree: Tree) -> None:
    code, _, err = run_text(["plot", as_text(tree), "--screen", "--no-check"])
    assert "internal" not in err
    assert code in {0, 2, 3, 5}, err


def test_curves_need_neither_numpy_nor_sympy() -> None:
    script = (
        "import sys; from mvcalc_cli.cli import run_text;"
        "run_text(['plot', 'sin(x)/x', '--tangent', '2', '--derivative', '--screen']);"
        "print([name for name in ('numpy', 'sympy', 'contourpy', 'matplotlib') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


# --- what a person sees ----------------------------------------------------------------------------


def test_a_tangent_outside_of_the_range_is_said_and_does_not_decide_the_height() -> None:
    code, out, err = run_text(["plot", "x^2", "--over", "0..1", "--tangent", "5"], isatty=True, environ=SMALL)
    assert code == 0
    assert "the tangent touches outside of the picture, at x = 5" in err
    assert "1.0 ┤" in out


def test_what_overflows_is_shown_where_it_grows() -> None:
    code, out, err = run_text(["plot", "e^x", "--over", "0..1000"], isatty=True, environ=SMALL)
    assert code == 0
    assert "it shows the growth" in err
    assert out.splitlines()[-1].split()[-1] == "3"
    assert rows("e^x", "--over", "0..1000")[-1][0] == 1000.0


@pytest.mark.parametrize("text", ["(x^2 - 1)/(x - 1)", "sin(x)/x"])
def test_a_hole_is_an_open_circle(text: str) -> None:
    assert screen(text).count("○") == 2  # in the picture and in the legend


def test_a_pole_has_none() -> None:
    assert "○" not in screen("1/(x - 1)")


def test_points_alone_are_no_curve() -> None:
    drawn = [line for line in screen("x^x", "--over=-5..2").splitlines() if "│" in line or "┤" in line]
    assert all(not set(line[6:30]) - set(" │─┼") for line in drawn)
