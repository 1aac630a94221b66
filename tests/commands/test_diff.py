"""mvcalc diff: screens, rows, JSON."""

from __future__ import annotations

import json

import pytest

from mvcalc_cli.cli import run_text

SCREEN = {"COLUMNS": "80", "NO_COLOR": "1"}


def screen(*arguments: str, columns: int = 80) -> str:
    code, out, err = run_text(arguments, isatty=True, environ={**SCREEN, "COLUMNS": str(columns)})
    assert (code, err) == (0, ""), err
    return out


def plain(*arguments: str) -> str:
    code, out, err = run_text(arguments)
    assert code == 0, err
    return out


def test_the_first_screen() -> None:
    head, empty, answer, *_ = screen("diff", "x^2 sin(3x)").splitlines()
    assert (head, empty, answer) == ("d/dx [ x²·sin(3x) ]", "", "  2x·sin(3x) + 3x²·cos(3x)")


def test_the_screen_with_steps() -> None:
    out = screen("diff", "x^2 sin(3x)", "--steps", "--at", "x=1")
    assert out.startswith(
        """\
d/dx [ x²·sin(3x) ]

  1  product rule        (u·v)′ = u′·v + u·v′        u = x²,  v = sin(3x)
     = d/dx[ x² ] · sin(3x) + x² · d/dx[ sin(3x) ]

  2  power rule          (xⁿ)′ = n·xⁿ⁻¹              n = 2
     d/dx[ x² ] = 2x

  3  chain rule          (sin w)′ = cos(w)·w′        w = 3x
     d/dx[ sin(3x) ] = cos(3x) · d/dx[ 3x ] = 3·cos(3x)

  4  put together
     = 2x·sin(3x) + 3x²·cos(3x)

  at x = 1        −2.687737    ✓ agrees with differences to """
    )


@pytest.mark.parametrize("text", ["x^2 sin(3x)", "x^x", "|x|", "sin(x)/(1 + x^2)", "max(x, x^2)", "x^2 y sin(x y)"])
def test_the_steps_end_in_the_very_answer(text: str) -> None:
    wrt = ("--wrt", "x")
    answer = plain("diff", text, *wrt).rstrip("\n")
    *_, last_step, last_row = plain("diff", text, *wrt, "--steps").splitlines()
    assert last_row == answer
    assert last_step.split("\t")[-1] == answer
    found = json.loads(plain("diff", text, *wrt, "--steps", "--json"))
    assert found["steps"][-1]["after"] == found["result"]["text"] == answer


def test_hints_keep_the_results_back() -> None:
    out = screen("diff", "x^2 sin(3x)", "--hints")
    assert "product rule" in out
    assert "2x" not in out
    assert "cos(3x)" not in out


@pytest.mark.parametrize(
    ("arguments", "row"),
    [
        (("x^2 sin(3x)",), "2*x*sin(3*x) + 3*x**2*cos(3*x)"),
        (("-x^2",), "-2*x"),
        (("-x",), "-1"),
        (("x^2", "--at", "3"), "2*x\t6.0"),
        (("x^2", "--at", "-3"), "2*x\t-6.0"),
        (("x^2 y^3", "--wrt", "x,y,y"), "12*x*y"),
        (("x^4", "-n", "2"), "12*x**2"),
        (("x^4", "--order", "2", "-q", "--at", "1"), "12.0"),
        (("x^2 + y^2 = 1", "--wrt", "x", "--of", "y"), "-x/y"),
        (("x^2 + y^2 = 25", "--of", "y", "--at", "x=3,y=4"), "-x/y\t-0.75"),
        (("a x^2", "--wrt", "x"), "2*a*x"),
        (("xy^2", "--vars", "xy"), "2*xy"),
        (("n x^2", "--let", "n=3"), "6*x"),
        (("5",), "0"),
        (("θ^2",), "2*theta"),
        (("λ x", "--wrt", "x"), "lamda"),
        (("e^(2x)",), "2*exp(2*x)"),
        (("[cos t, sin t]",), "[-sin(t), cos(t)]"),
        (("x^2", "--latex"), "2 x"),
    ],
)
def test_rows(arguments: tuple[str, ...], row: str) -> None:
    assert plain("diff", *arguments) == row + "\n"


def test_a_vector_is_checked_entry_by_entry() -> None:
    for text in ("[cos t, sin t]", "2[t, t^2; t^3, 1]"):
        assert json.loads(plain("diff", text, "--json"))["check"]["verdict"] == "agrees"


def test_several_expressions_stand_one_under_the_other() -> None:
    assert plain("diff", "x^2", "sin(x)") == "2*x\ncos(x)\n"


def test_excluded_points_are_listed() -> None:
    assert "  where x ≠ 0\n" in screen("diff", "|x|")
    assert "  where x is not a whole number\n" in screen("diff", "floor(x)")


def test_a_guess_is_told_on_stderr() -> None:
    code, out, err = run_text(["diff", "xe^x"])
    assert (code, out) == (0, "exp(x) + x*exp(x)\n")
    assert err.startswith("note: ")
    assert run_text(["diff", "xe^x", "-q"])[2] == ""


def test_simplify_shows_both() -> None:
    text = "x^2/(1 + e^x)"
    out = screen("diff", text, "--simplify")
    assert "shorter = " in out
    assert len(plain("diff", text, "--simplify")) < len(plain("diff", text))


def test_long_results_hang_and_name_what_repeats() -> None:
    out = screen("diff", "x/(x^3 - 1)*log(x)", "-n", "4", columns=60)
    assert max(map(len, out.splitlines())) <= 60
    assert "where " in out


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    out = screen("diff", "x^2 sin(3x) + e^x/(1 + x^2)", "--steps", "--at", "1", columns=columns)
    assert all(len(line) <= columns or " " not in line.strip() for line in out.splitlines())


def test_the_printed_python_runs() -> None:
    text = plain("diff", "x^2 sin(3x)", "--python")
    names: dict[str, object] = {}
    exec(text, names)
    function = names["f"]
    assert callable(function)
    assert function(1.0) == pytest.approx(-2.687737473681602)


def test_a_batch_answers_line_by_line() -> None:
    code, out, err = run_text(["diff", "-"], stdin="x^2\n2 3\n\nlog(x)\n")
    assert (code, out) == (2, "2*x\n\n\n1/x\n")
    assert err.startswith("line 2: an operator is missing")


def test_the_function_and_its_derivative_in_one_picture() -> None:
    _, out, _ = run_text(
        ["diff", "sin(x)", "-n", "2", "--plot", "--at", "1", "--over", "0..7"], isatty=True, environ={"NO_COLOR": "1"}
    )
    assert "━━ f   ╌╌ f″" in out
    assert out.count("●") == 2
    assert "at x = 1        −0.841471" in out


@pytest.mark.parametrize("text", ["x y", "[x, x^2]", "x^2 + y^2 = 1"])
def test_only_functions_of_one_variable_are_drawn(text: str) -> None:
    code, out, err = run_text(["diff", text, "--wrt", "x", "--plot"])
    assert (code, out) == (2, "")
    assert "function of one variable" in err


@pytest.mark.parametrize(
    "options", [["--order", "2"], ["--wrt", "x"], ["--steps"], ["--plot"], ["--simplify"], ["--over", "x=0..1"]]
)
def test_sigma_refuses_what_it_would_ignore(options: list[str]) -> None:
    code, out, err = run_text(["diff", "x y", "--sigma", "x=0.1,y=0.2", "--at", "2,3", *options])
    assert (code, out) == (2, "")
    assert err.startswith(f"✗ {options[0]} does not go with --sigma")


@pytest.mark.parametrize(
    ("text", "hint"),
    [("g = 4 pi^2 L/T^2", "leave out g ="), ("L + T = 2L", "give one side of it, or the difference of both")],
)
def test_sigma_of_an_equation(text: str, hint: str) -> None:
    code, out, err = run_text(["diff", text, "--sigma", "L=0.1,T=0.1", "--at", "L=1,T=2"])
    assert (code, out) == (2, "")
    assert "--sigma needs an expression, and this is an equation" in err
    assert err.endswith(f"{hint}\n")


@pytest.mark.parametrize("at", ["-0", "x=-0", "-0.0", "[-0]"])
def test_a_point_has_one_zero(at: str) -> None:
    assert "at x = 0  " in run_text(["diff", "x^2", "--at", at, "--screen"])[1].replace("0.0", "0")
