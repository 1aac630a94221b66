"""mvcalc integrate: screens, rows, JSON, Riemann sums, bad input."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of

SCREEN = {"COLUMNS": "80", "NO_COLOR": "1"}


def screen(*arguments: str, code: int = 0, stderr: str = "") -> str:
    found, out, err = run_text(("integrate", *arguments), isatty=True, environ=SCREEN)
    assert (found, err) == (code, stderr), err
    return out


def plain(*arguments: str, code: int = 0) -> str:
    found, out, err = run_text(("integrate", *arguments))
    assert found == code, err
    return out


def mistake(*arguments: str, code: int = 2) -> str:
    found, out, err = run_text(("integrate", *arguments))
    assert (found, out) == (code, ""), (out, err)
    return err


def answer(*arguments: str) -> dict[str, Any]:
    _, out, err = run_text(("integrate", *arguments, "--json"))
    assert out, err
    found: dict[str, Any] = json.loads(out)
    jsonschema.validate(found, schema_of("integrate"))
    return found


def test_the_indefinite_screen() -> None:
    head, empty, value, _, verdict = screen("x e^x").splitlines()
    assert (head, empty, value) == ("∫ x·eˣ dx", "", "  (x − 1)·eˣ + C")
    assert verdict.startswith("  ✓ its derivative agrees with the integrand")


def test_the_definite_screen() -> None:
    head, _, value, _, verdict = screen("x^2", "--over", "x=0..1").splitlines()
    assert (head, value) == ("∫₀¹ x² dx", "  1/3   ≈ 0.333333")
    assert verdict.startswith("  ✓ agrees with quadrature to")


def test_ends_without_a_raised_form_follow_in_words() -> None:
    assert screen("sin(x) + 1", "--over", "x=0..pi").splitlines()[0] == "∫ (sin(x) + 1) dx   from x = 0 to π"


def test_the_improper_screen_of_what_diverges() -> None:
    assert screen("1/x", "--over", "x=-1..1", code=1) == (
        "∫₋₁¹ 1/x dx\n\n"
        "  diverges: at x = 0 the integrand grows like 1/|x|\n"
        "  a Cauchy principal value may exist; it is not the integral\n"
    )


def test_the_screen_of_a_number_by_quadrature() -> None:
    out = screen("sin(x^2)", "--over", "x=0..1", "--numeric")
    assert out == "∫₀¹ sin(x²) dx\n\n  ≈ 0.310268301723381 ± 1e-15   (by quadrature)\n"


def test_the_screen_of_several_ranges() -> None:
    assert screen("x y", "--over", "y=0..x,x=0..1").splitlines()[0] == "∫₀¹ ∫₀ˣ x·y dy dx"


def test_the_constant_is_no_variable_of_the_integrand() -> None:
    assert "K" in screen("C x", "--wrt", "x").splitlines()[2]


def test_the_riemann_screen() -> None:
    out = screen("x^2", "--over", "x=0..1", "--riemann", "10", "--kind", "left")
    assert out.startswith(
        """\
∫₀¹ x² dx   by 10 rectangles, heights at their left ends

  terms        sum   sum − integral   order
  ─────────────────────────────────────────
     10   0.285000        −4.83e-02
     20   0.308750        −2.46e-02    0.98
     40   0.320938        −1.24e-02    0.99

  the integral   1/3   ≈ 0.333333
"""
    )
    assert "10 terms" in out


def test_the_area_is_drawn() -> None:
    assert "the integral" in screen("sin(x)", "--over", "0..2pi", "--plot")


@pytest.mark.parametrize("text", ["x e^x", "x sin(x)", "1/(1 + x^2)", "x^3 - 2x", "log(x)"])
def test_the_steps_end_in_the_very_answer(text: str) -> None:
    *_, last_step, last = plain(text, "--steps").splitlines()
    assert last_step.split("\t")[-1] == last == plain(text).rstrip("\n")
    found = answer(text, "--steps")
    assert found["steps"][-1]["after"] == found["result"]["text"]


def test_the_steps_of_a_definite_integral_end_in_its_value() -> None:
    out = screen("|x - 1|", "--over", "0..2", "--steps")
    assert "for x from 0 to 1:  F = −x²/2 + x,  F(1) − F(0) = 1/2" in out
    assert "for x from 1 to 2:" in out


@pytest.mark.parametrize(
    ("arguments", "row"),
    [
        (("x e^x",), "(x - 1)*exp(x)"),
        (("x y", "--wrt", "y"), "x*y**2/2"),
        (("5",), "5*x"),
        (("|sin(x)|", "--over", "x=0..3pi"), "6\t6.0"),
        (("1/(2 + cos(x))", "--over", "x=0..2pi"), "2*sqrt(3)*pi/3\t3.6275987284684357"),
        (("e^(-x^2)", "--over", "x=0..oo"), "sqrt(pi)/2\t0.886226925452758"),
        (("x^2", "--over", "0..1", "-q"), "1/3"),
        (("5", "--over", "0..2"), "10\t10.0"),
        (("x^2", "--over", "x=0..a"), "a**3/3"),
        (("x y", "--over", "x=0..1,y=0..x"), "1/8\t0.125"),
        (("[cos(t), sin(t)]", "--over", "0..pi"), "[0, 2]"),
        (("[cos(t), 2t]",), "[sin(t), t**2]"),
        (("x", "--over", "1..1"), "0\t0.0"),
        (("sin(x^2)", "--over", "0..1", "--numeric"), "0.310268301723381\t1e-15"),
        (("e^(-x^2)", "--over", "0..1", "--numeric", "--digits", "30"), "0.746824132812427025399467436132\t1e-30"),
        (("a x", "--over", "x=0..1", "--let", "a=2"), "1\t1.0"),
        (("x^2", "--over", "0..1", "--riemann", "4", "--kind", "trapezoid", "-q"), "0.34375"),
    ],
)
def test_plain_rows(arguments: tuple[str, ...], row: str) -> None:
    assert plain(*arguments) == row + "\n"


@pytest.mark.parametrize(
    ("integrand", "over", "words"),
    [
        ("1/x", "x=1..oo", "diverges to oo\tas x -> oo the integrand falls no faster than 1/x"),
        ("1/x", "x=-1..1", "diverges\tat x = 0 the integrand grows like 1/|x|"),
        ("x", "x=0..oo", "diverges to oo\tas x -> oo the integrand does not fall to 0"),
        ("sin(x)", "x=0..oo", "diverges\tas x -> oo the integrand oscillates, and its waves do not fade"),
        ("1/x^2", "x=-1..1", "diverges to oo\tat x = 0 the integrand grows like 1/|x|^2"),
    ],
)
def test_divergence_in_words(integrand: str, over: str, words: str) -> None:
    assert plain(integrand, "--over", over, code=1) == words + "\n"
    found = answer(integrand, "--over", over)
    assert (found["converges"], found["result"], found["value"]) == (False, None, None)


def test_a_box_on_whose_edge_it_diverges_has_no_value() -> None:
    assert plain("1/x", "--over", "x=0..1,y=0..1", code=1).startswith("diverges to oo\tat x = 0")


@pytest.mark.parametrize(
    ("integrand", "words"),
    [
        ("sqrt(1-sin(x)^2)", "it jumps at x = −π/2, π/2, 3π/2, …: between two ends, --over adds up the parts"),
        ("1/(a+cos(x))", "it jumps: between two ends, --over adds up the parts"),
    ],
)
def test_an_antiderivative_that_jumps_where_the_integrand_does_not_says_so(integrand: str, words: str) -> None:
    assert words in screen(integrand, "--wrt", "x")
    assert answer(integrand, "--wrt", "x")["jumps"]


def test_a_smooth_antiderivative_has_no_such_line() -> None:
    assert "jumps" not in screen("1/(2+cos(x))")
    assert "jumps" not in answer("|sin(x)|")


def test_a_riemann_sum_on_a_point_without_a_value_has_a_fitting_hint() -> None:
    code, _, err = run_text(("integrate", "1/x", "--over", "x=-1..1", "--riemann", "5"))
    assert code == 3
    assert "another number of terms" in err


def test_without_an_exact_value_the_screen_says_so() -> None:
    out = screen("sin(x)^x", "--over", "x=0..1")
    assert "≈ 0.748668928000338 ± 1e-15   (by quadrature)" in out
    assert "no exact value is known to me" in out


def test_quadrature_alone_needs_no_algebra() -> None:
    import subprocess
    import sys

    script = (
        "import sys; from mvcalc_cli.cli import run_text\n"
        "print(run_text(('integrate', 'e^(-x^2)', '--over', 'x=0..oo', '--numeric')), 'sympy' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told == "(0, '0.886226925452758\\t1e-15\\n', '') False\n"


def test_no_elementary_antiderivative_in_words() -> None:
    code, out, err = run_text(("integrate", "x^x"))
    assert (code, out) == (1, "\n")
    assert "no elementary antiderivative" in err
    assert "--over x=" in err
    assert "no elementary antiderivative" in screen("x^x", code=1)
    assert answer("x^x")["result"] is None


def test_a_range_that_runs_downwards_is_meant_and_said() -> None:
    code, out, err = run_text(("integrate", "x^2", "--over", "1..0"))
    assert (code, out) == (0, "-1/3\t-0.3333333333333333\n")
    assert "runs downwards" in err


def test_conditions_stand_below_the_value() -> None:
    assert "where a > 0" in screen("e^(-a x)", "--over", "x=0..oo")
    assert answer("e^(-a x)", "--over", "x=0..oo")["where"] == ["a > 0"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("x y",), "several variables here: x, y"),
        (("x y", "--over", "0..1"), "which variable is this range for"),
        (("x", "--over", "z=0..1"), "z does not occur"),
        (("x", "--over", "x=0.."), "this is not a range"),
        (("x", "--over", "x=0"), "this is not a range"),
        (("x", "--over", "x=0..1,x=1..2"), "two ranges"),
        (("x", "--over", "x=0..x"), "cannot depend on x itself"),
        (("x", "--over", "x=0..y,y=0..x"), "wait for each other"),
        (("x = 1",), "an equation or a condition"),
        (("[1, x; x, 1]",), "this is a matrix"),
        (("x + i",), "real numbers"),
        (("x", "--complex"), "real numbers"),
        (("x", "--riemann", "4"), "needs a range"),
        (("x", "--plot"), "needs a range"),
        (("x", "--numeric"), "needs a range"),
        (("x", "--over", "0..1", "--riemann", "0"), "1 to 1,000,000 terms"),
        (("x", "--over", "0..1", "--riemann", "1000000000"), "1 to 1,000,000 terms"),
        (("x", "--over", "0..oo", "--riemann", "4"), "finite range"),
        (("x", "--over", "1..1", "--riemann", "4"), "this range is empty"),
        (("x", "--over", "0..1", "--riemann", "4", "--kind", "lift"), "did you mean left?"),
        (("x", "--over", "0..1", "--kind", "left"), "--kind goes with --riemann"),
        (("a x", "--over", "x=0..1", "--riemann", "4"), "a has no value"),
        (("a x", "--over", "x=0..1", "--numeric"), "a has no value"),
        (("[t, t]", "--over", "0..1", "--riemann", "4"), "needs a scalar"),
        (("x", "--wrt", "x,y"), "one variable at a time"),
        (("x y", "--wrt", "z", "--over", "x=0..1"), "--wrt z has no range"),
        (("x", "--over", "log(-1)..1"), "has no value"),
    ],
)
def test_bad_input(arguments: tuple[str, ...], words: str) -> None:
    assert words in " ".join(mistake(*arguments).split())


@pytest.mark.parametrize(
    ("integrand", "part"), [("sqrt(x)", "−1 < x < 0"), ("log(x)", "−1 < x < 0"), ("sqrt(1/4 - x^2)", "−1 < x < −1/2")]
)
def test_a_part_of_the_range_outside_the_domain(integrand: str, part: str) -> None:
    _, _, err = run_text(("integrate", integrand, "--over", "-1..1"), isatty=True, environ=SCREEN)
    assert part in err
    assert "no real value" in mistake(integrand, "--over", "-1..1", code=3)


def test_a_sum_that_meets_a_pole() -> None:
    assert "no value at x = 0" in mistake("1/x", "--over", "0..1", "--riemann", "4", "--kind", "left", code=3)


def test_a_batch_answers_line_by_line() -> None:
    code, out, err = run_text(("integrate", "-", "--over", "x=0..1"), stdin="x^2\n1/x\nx +\nx\n")
    assert out == "1/3\t0.3333333333333333\ndiverges to oo\tat x = 0 the integrand grows like 1/|x|\n\n1/2\t0.5\n"
    assert code == 2
    assert "line 3" in err


def test_latex_and_python() -> None:
    assert plain("2x", "--latex") == "x^{2}\n"
    assert plain("x^2", "--over", "0..1", "--latex") == "\\frac{1}{3}\n"
    assert "x**2" in plain("2x", "--python")


def test_json_of_a_definite_integral() -> None:
    found = answer("x^2", "--over", "x=0..1")
    assert (found["result"]["text"], found["value"], found["method"]) == ("1/3", 1 / 3, "antiderivative")
    assert (found["converges"], found["check"]["verdict"]) == (True, "agrees")
    assert found["over"] == [{"variable": "x", "low": {"text": "0", "latex": "0"}, "high": {"text": "1", "latex": "1"}}]


def test_json_of_numbers() -> None:
    found = answer("sin(x^2)", "--over", "x=0..1", "--numeric")
    assert found["result"] is None
    assert 0 < found["error_estimate"] < 1e-14
    rows = answer("x^2", "--over", "0..1", "--riemann", "10")["riemann"]
    assert [row["terms"] for row in rows] == [10, 20, 40]


def test_in_a_pipe_the_steps_have_numbers_and_stand_above_the_answer() -> None:
    rows = [row.split("\t") for row in plain("cos(x) e^(sin x)", "--steps").splitlines()]
    assert rows == [
        ["1", "substitution", "Integral(cos(x)*exp(sin(x)), x)", "Integral(exp(u), u)"],
        ["2", "exponential", "Integral(exp(u), u)", "exp(u)"],
        ["3", "substitute back", "Integral(cos(x)*exp(sin(x)), x)", "exp(sin(x))"],
        ["exp(sin(x))"],
    ]


def test_in_a_pipe_the_last_step_of_a_definite_integral_is_the_difference() -> None:
    rows = [row.split("\t") for row in plain("x^2", "--over", "0..3", "--steps").splitlines()]
    assert rows == [
        ["1", "power rule", "Integral(x**2, x)", "x**3/3"],
        ["2", "put in the ends", "Integral(x**2, (x, 0, 3))", "9"],
        ["9", "9.0"],
    ]


def test_a_substitution_shows_its_differential() -> None:
    assert "u = x²,  du = 2x dx" in screen("2x cos(x^2)", "--steps")
    assert "θ = asin(x/2),  k = 2,  dx = 2·cos(θ) dθ" in screen("sqrt(4 - x^2)", "--steps")


@pytest.mark.parametrize("kind", ["left", "mid", "right"])
def test_the_whole_curve_over_a_riemann_sum_is_seen(kind: str) -> None:
    out = screen("x^2", "--over", "x=0..1", "--riemann", "4", "--kind", kind)
    assert "1.0 ┤" in out


def test_table_and_picture_fit_a_small_terminal() -> None:
    environ = {"COLUMNS": "80", "LINES": "24", "NO_COLOR": "1"}
    _, out, _ = run_text(["integrate", "x^2", "--over", "x=0..1", "--riemann", "4"], isatty=True, environ=environ)
    assert len(out.splitlines()) < 24


def test_long_integers_are_shown_by_their_size_on_a_screen_alone() -> None:
    assert "≈ 9.90e98 (102 digits over 3)" in screen("x^100", "--over", "0..10")
    assert plain("x^100", "--over", "0..10").startswith("1" + 101 * "0" + "/101\t")
