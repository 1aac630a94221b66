"""mvcalc taylor: screens, rows, JSON, and bad input."""

from __future__ import annotations

import json
from typing import NamedTuple

import jsonschema
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of


class Done(NamedTuple):
    """What a command line did."""

    exit_code: int
    stdout: str
    stderr: str


def taylor(*arguments: str, stdin: str = "") -> Done:
    return Done(*run_text(["taylor", *arguments], stdin=stdin))


def screen(*arguments: str) -> str:
    code, out, err = run_text(["taylor", *arguments], isatty=True, environ={"COLUMNS": "80", "NO_COLOR": "1"})
    assert (code, err) == (0, ""), err
    return out


def test_the_screen_with_a_point() -> None:
    assert screen("sin(x)", "--at", "1") == (
        """\
T₅   for   sin(x)   about x = 0

         3    5
        x    x
    x − ── + ───  + O(x⁷)
        6    120

          value at x = 1   error T − f   Lagrange bound
  ─────────────────────────────────────────────────────
  T₁         1.000000000     +1.59e-01         4.21e-01
  T₃         0.833333333     −8.14e-03         3.51e-02
  T₅         0.841666667     +1.96e-04         1.17e-03
  exact      0.841470985

  the series converges for every x

  ✓ measured: the error falls like h⁷ on both sides
"""
    )


def test_the_screen_of_two_variables_with_steps() -> None:
    assert screen("exp(x) cos(y)", "--about", "x=0,y=0", "--order", "2", "--steps") == (
        """\
T₂   for   eˣ·cos(y)   about (0, 0)

  T₂ = 1 + x + x²/2 − y²/2  + O(|Δ|³)

    f(a) + J(a)·Δ + ½·Δᵀ·H(a)·Δ        Δ = (x, y)

    f(a) = 1

    J(a) = [1  0]

    H(a) = ⎡1   0⎤
           ⎣0  −1⎦

  T₂ = 1 + x + x²/2 − y²/2

  ✓ measured: the error falls like h³ in every direction
"""
    )


def test_the_screen_of_steps_in_one_variable() -> None:
    assert screen("log(1+x)", "--order", "3", "--steps") == (
        """\
T₃   for   log(1 + x)   about x = 0

         2    3
        x    x
    x − ── + ──  + O(x⁴)
        2    3

    Tₙ = Σ f⁽ᵏ⁾(0)/k! · xᵏ

  k    derivative at x   at 0          coefficient
  ────────────────────────────────────────────────
  f    log(1 + x)           0                    0
  f′   1/(x + 1)            1                    1
  f″   −1/(x + 1)²         −1   / 2!          −1/2
  f‴   2/(x + 1)³           2   / 3!           1/3

  T₃ = x − x²/2 + x³/3

  radius of convergence 1

  ✓ measured: the error falls like h⁴ on both sides
"""
    )


def test_the_linearisation() -> None:
    assert screen("x^2 y", "--about", "1,2", "--linear") == (
        """\
L   for   x²·y   about (1, 2)

  L(x, y) = 2 + 4·(x − 1) + (y − 2)

  error T − f ≈ −½·Δᵀ·H(a)·Δ = −2·(x − 1)² − 2·(x − 1)·(y − 2)

  ✓ measured: the error falls like h² in every direction
"""
    )


@pytest.mark.parametrize(
    ("text", "about", "at", "estimate"),
    [("sqrt(x)", "4", "4.1", 0.1**2 / 64), ("x^2 y", "1,2", "1.1,2.1", -0.04), ("exp(x)", "0", "0.01", -0.00005)],
)
def test_the_estimate_and_the_error_have_one_sign(text: str, about: str, at: str, estimate: float) -> None:
    answer = json.loads(taylor(text, "--about", about, "--linear", "--at", at, "--json").stdout)
    assert answer["at"]["error"] == pytest.approx(answer["at"]["value"] - answer["at"]["exact"], rel=1e-6)
    assert answer["at"]["error"] == pytest.approx(estimate, rel=0.06)


def test_a_point_outside_the_circle_is_told_to_be_there() -> None:
    shown = screen("log(1+x)", "--at", "2")
    assert "radius of convergence 1\n  x = 2 lies outside: more terms make it worse\n" in shown
    assert "outside" not in screen("log(1+x)", "--at", "1/2") + screen("log(1+x)", "--at", "1")
    assert "x = 2 lies outside" in taylor("log(1+x)", "--at", "2").stderr


def test_steps_in_a_pipe_stand_above_the_answer() -> None:
    assert taylor("log(1+x)", "--order", "2", "--steps").stdout == (
        "0\tf(0)\tlog(1 + x)\t0\n1\tf'(0)\t1/(x + 1)\t1\n2\tf''(0)/2!\t-1/(x + 1)**2\t-1/2\nx - x**2/2\n"
    )
    assert taylor("exp(x) cos(y)", "--steps").stdout == (
        "0\tf(a)\t\t1\n1\tJ(a)\t\t[1, 0]\n2\tH(a)\t\t[1, 0; 0, -1]\n1 + x + x**2/2 - y**2/2\n"
    )
    assert taylor("log(1+x)", "--order", "2", "--steps", "-q").stdout == "x - x**2/2\n"
    assert taylor("-", "--order", "2", "--steps", stdin="sin(x)\n").stdout == "x\n"


ROWS = [
    (["sin(x)"], "x - x**3/6 + x**5/120\n"),
    (["sin(x)", "--order", "0"], "0\n"),
    (["7"], "7\n"),
    (["exp(x) cos(y)"], "1 + x + x**2/2 - y**2/2\n"),
    (["a sin(x)", "--about", "x=0", "--order", "3"], "a*x - a*x**3/6\n"),
    (["[sin x, cos x]", "--order", "2"], "[x, 1 - x**2/2]\n"),
    (["sqrt(x)", "--about", "4", "--linear"], "2 + (x - 4)/4\n"),
    (["x[1]^2 sin(x[2])", "--order", "3"], "x[1]**2*x[2]\n"),
    (["log(x)", "--about", "x=a", "--order", "1"], "log(a) + (x - a)/a\n"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "row"), ROWS)
def test_plain_rows(arguments: list[str], row: str) -> None:
    assert taylor(*arguments).stdout == row


def test_a_point_adds_value_exact_error_and_bound() -> None:
    cells = taylor("exp(x)", "--at", "1", "--order", "3").stdout.strip().split("\t")
    assert cells[0] == "1 + x + x**2/2 + x**3/6"
    value, exact, error, bound = map(float, cells[1:])
    assert value - exact == pytest.approx(error)
    assert abs(error) <= bound == pytest.approx(2.718281828 / 24, rel=1e-2)


def test_a_batch_has_one_polynomial_a_line() -> None:
    done = taylor("-", "--order", "3", stdin="sin(x)\n1/x\ncos(x)\n")
    assert done.stdout == "x - x**3/6\n\n1 - x**2/2\n"
    assert "line 2: no Taylor series about x = 0" in done.stderr
    assert done.exit_code == 3


def test_notes_for_what_a_person_should_know() -> None:
    assert "not defined at x = 0; this is the series of its continuation" in " ".join(taylor("sin(x)/x").stderr.split())
    assert "on the right of the centre alone" in taylor("x^(7/2)", "--order", "3").stderr


BAD = [
    (["1/x"], 3, "(a pole): division by 0"),
    (["|x|"], 3, "the first derivative of |x| does not exist"),
    (["sqrt(x)"], 3, "√x does not exist there"),
    (["log(x)"], 3, "log of 0"),
    (["log(x)", "--about", "-1"], 3, "log of a negative number"),
    (["sin(x)", "--order", "1000000"], 2, "--order needs a whole number from 0 to 50"),
    (["sin(x)", "--about", "oo"], 3, "no Taylor series about infinity"),
    (["sin(x)", "--about", "y=1"], 2, "y is not in the expression"),
    (["sin(x)", "--about", "x=x"], 2, "cannot depend on x itself"),
    (["sin(x)", "--about", "1/0"], 3, "the centre has no value"),
    (["sin(x)", "--about", "1,2"], 2, "the centre has 2 values, the expression 1 variable: x"),
    (["x y", "--about", "x=1,x=2"], 2, "x is given twice"),
    (["log(x)", "--about", "1", "--at", "x=-1"], 3, "log(x) is undefined at x = −1"),
    (["x^2 = 1"], 2, "an equation or inequality"),
    (["sin(x)", "--wrt", "x,x"], 2, "named twice"),
    (["[sin x, x]", "--at", "1"], 2, "this is a vector"),
    (["sin(x)", "--linear", "--order", "3"], 2, "--linear is order 1"),
    (["x^2 + sin(y)", "--plot"], 2, "--plot draws functions of one variable: y would need a number --let y=1"),
    (["a b sin(x)", "--about", "x=0", "--plot"], 2, "a and b would need numbers --let a=1 --let b=1"),
    (["exp(x + y + z)", "--order", "50"], 5, "23,426 terms"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "message"), BAD)
def test_bad_input(arguments: list[str], code: int, message: str) -> None:
    done = taylor(*arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert message in " ".join(done.stderr.split())


JSON = [
    ["sin(x)", "--at", "1", "--steps"],
    ["exp(x) cos(y)", "--steps", "--at", "0.1,0.2"],
    ["1/(1-x)", "--at", "2"],
    ["[sin x, cos x]"],
    ["sqrt(x)", "--about", "4", "--linear"],
    ["|x|^(7/2)", "--order", "3"],
    ["log(x)", "--about", "a"],
]


@pytest.mark.parametrize("arguments", JSON)
def test_json_fits_its_schema(arguments: list[str]) -> None:
    answer = json.loads(taylor(*arguments, "--json").stdout)
    jsonschema.validate(answer, schema_of("taylor"))


def test_json_terms_and_bound() -> None:
    answer = json.loads(taylor("sin(x)", "--at", "1", "--json").stdout)
    assert [(term["powers"]["x"], term["coeff"]["text"]) for term in answer["terms"]] == [
        (1, "1"), (3, "-1/6"), (5, "1/120"),
    ]  # fmt: skip
    assert answer["at"]["bound"] >= abs(answer["at"]["error"])
    assert (answer["error_order"], answer["radius"], answer["check"]["verdict"]) == (7, "oo", "agrees")


def test_the_picture_has_the_function_its_polynomials_and_the_centre() -> None:
    shown = screen("sin(x)", "--plot")
    assert "sin(x)   ·· T₁   ╌╌ T₃   ─· T₅   ● centre" in shown
