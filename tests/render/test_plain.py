"""Pipes: one parseable line a result."""

from __future__ import annotations

import math

import pytest

from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import matrix, number, vector
from mvcalc_cli.render import Output, emit
from mvcalc_cli.report import Line, Report, Span

from .reports import DIFF, GRAD, JACOBIAN, POLAR, STEPS, X, Y

PLAIN = Output(format="plain")


def test_diff() -> None:
    assert emit(DIFF, PLAIN) == "2*x*sin(3*x) + 3*x**2*cos(3*x)\n"
    assert emit(STEPS, PLAIN) == "2*x*sin(3*x) + 3*x**2*cos(3*x)\t-2.6877374736816018\n"


def test_grad() -> None:
    assert emit(GRAD, PLAIN) == (
        "x\t2*x*y + y*cos(x*y)\t3.1677063269057153\ny\tx**2 + x*cos(x*y)\t0.5838531634528576\n"
    )


def test_jacobian() -> None:
    assert emit(JACOBIAN, PLAIN) == "cos(t)\t-r*sin(t)\nsin(t)\tr*cos(t)\n"


def test_a_batch_has_one_line_each() -> None:
    batch = PLAIN._replace(line=1)
    assert emit(DIFF, batch) == emit(DIFF, PLAIN)
    assert emit(GRAD, batch) == ("[2*x*y + y*cos(x*y), x**2 + x*cos(x*y)]\t[3.1677063269057153, 0.5838531634528576]\n")
    assert emit(JACOBIAN, batch) == "[cos(t), -r*sin(t); sin(t), r*cos(t)]\n"
    numeric = Report("hessian", rows=((1.0, 0.5), (0.5, 2.0)))
    assert emit(numeric, batch) == "[1.0, 0.5; 0.5, 2.0]\n"
    assert emit(numeric._replace(answer=matrix(POLAR)), batch) == "[1.0, 0.5; 0.5, 2.0]\n"
    along = GRAD._replace(rows=(*GRAD.rows, ("along", X, 0.5)))
    assert emit(along, batch).rstrip("\n").split("\t")[1:] == [
        "[3.1677063269057153, 0.5838531634528576]",
        "along",
        "x",
        "0.5",
    ]
    several = Report("diff", rows=((X, 1.0), (Y, 2.0)), answer=vector(X, Y))
    assert emit(several, batch) == "[x, y]\t[1.0, 2.0]\n"
    assert emit(Report("solve"), batch) == "\n"


def test_quiet_rows() -> None:
    report = GRAD._replace(quiet=((X,),))
    assert emit(report, PLAIN._replace(quiet=True)) == "x\n"
    assert emit(GRAD, PLAIN._replace(quiet=True)) == emit(GRAD, PLAIN)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("a\tb\nc\x1b", "a b c?"),
        ("∇f θ₁", "grad f theta_1"),
        (1e300, "1e+300"),
        (2, "2"),
        (math.nan, "nan"),
        (number(3), "3"),
    ],
)
def test_cells(cell: str | float, text: str) -> None:
    assert emit(Report("test", rows=((cell,),)), PLAIN) == text + "\n"


def test_a_page_without_rows_is_its_screen_in_ascii() -> None:
    report = Report("functions", blocks=(Line((Span("∇f − π", "operator"),)),))
    assert emit(report, PLAIN._replace(color=True)) == "grad f - pi\n"


def test_latex_and_python() -> None:
    latex = "2 x \\sin{\\left(3 x \\right)} + 3 x^{2} \\cos{\\left(3 x \\right)}\n"
    assert emit(DIFF, Output(format="latex")) == latex
    program = emit(DIFF, Output(format="python"))
    assert "def f(x)" in program
    assert program.endswith("\n")
    with pytest.raises(InputError, match="the answer of equal has no LaTeX"):
        emit(Report("equal"), Output(format="latex"))
    with pytest.raises(InputError, match="the answer of equal has no Python form"):
        emit(Report("equal"), Output(format="python"))
