"""mvcalc newton: the screens, the rows, the streams, and what is said where no root is found."""

from __future__ import annotations

import json

import pytest

from mvcalc_cli.cli import run_text


def screen(*arguments: str, code: int = 0, notes: str = "") -> str:
    found, out, err = run_text(("newton", *arguments), isatty=True, environ={"COLUMNS": "80", "NO_COLOR": "1"})
    assert (found, err) == (code, notes), err
    return out


def test_the_screen() -> None:
    assert (
        screen("x^3 - 2x - 5", "--from", "2")
        == """\
Newton–Raphson   x ← x − f(x)/f′(x)      f′ = 3x² − 2

  k                x       f(x)     error
  ───────────────────────────────────────
  0   2.000000000000   −1.0e+00   9.5e-02
  1   2.100000000000   +6.1e-02   5.4e-03
  2   2.094568121104   +1.9e-04   1.7e-05
  3   2.094551481698   +1.7e-09   1.6e-10
  4   2.094551481542   −8.9e-16         0

  ✓ root x = 2.094551481542    correct digits double each step (quadratic)
"""
    )


def test_a_cycle_is_named_with_a_start_that_works() -> None:
    out = screen("x^3 - 2x + 2", "--from", "0", "--no-damped", code=1)
    assert out.endswith(
        """\
  ✗ the steps go round in a cycle: x = 0, 1, 0, 1, …; another start works:
    --from -2, or damped steps: leave out --no-damped
"""
    )
    assert run_text(["newton", "x^3 - 2x + 2", "--from", "-2", "--no-damped"])[0] == 0


def test_a_system() -> None:
    assert (
        screen("x^2 + y^2 = 4", "x y = 1", "--from", "2,0")
        == """\
Newton's method   v ← v − J⁻¹·F(v)      2 equations, 2 unknowns

  k             x             y   max |fᵢ|     error
  ──────────────────────────────────────────────────
  0   2.000000000   0.000000000    1.0e+00   5.2e-01
  1   2.000000000   0.500000000    2.5e-01   7.0e-02
  2   1.933333333   0.516666667    4.7e-03   1.8e-03
  3   1.931852741   0.517637055    3.1e-06   1.5e-06
  4   1.931851653   0.517638090    2.3e-12   1.1e-12

  ✓ root (1.931852, 0.517638)    correct digits double each step (quadratic)
"""
    )


def test_shortened_steps_have_a_column() -> None:
    out = screen("atan(x)", "--from", "2")
    assert "x ← x − λ·f(x)/f′(x)" in out
    assert "1/2" in out


def test_three_methods() -> None:
    out = screen("x^2 - 2", "--from", "1", "--compare", "--bracket", "1,2")
    rows = [line.split() for line in out.splitlines() if line.startswith(("  newton ", "  bisection ", "  secant "))]
    assert [row[0] for row in rows] == ["newton", "bisection", "secant"]
    assert int(rows[0][2]) < int(rows[2][2]) < int(rows[1][2])
    assert "linear: the bracket halves each step" in out


NO_ROOTS = [
    (["x^2 + 1", "--from", "0"], "f′ = 0", "--complex --from 1+i"),
    (["x^2 + 1", "--from", "3"], "f comes no nearer to 0 than 1, at x = 0", "--complex"),
    (["log(x)", "--from", "3", "--no-damped"], "leaves the domain of f: x = −0.295837", "leave out --no-damped"),
    (["atan(x)", "--from", "2", "--no-damped"], "diverged", "--from 0.5"),
    (["1/x", "--from", "1"], "without reaching 0", ""),
    (["tan(x)", "--from", "1", "--compare", "--bracket", "1,2"], "a pole is no root", ""),
    (["x^2 - 2", "--from", "50", "--max-steps", "2"], "still falls", "--max-steps 20"),
    (["x + y = 1", "2x + 2y = 3", "--from", "1,1"], "equations 1 and 2 depend on each other", ""),
    (["x^4 - x^2", "--from", "0.1", "--minimise", "--no-damped"], "at a maximum, no minimum", "leave out --no-damped"),
    (["x^2 - y^2", "--from", "1,1", "--minimise"], "no minimum", ""),
    (["exp(-x)", "--from", "740"], "on a whole stretch", ""),
]


@pytest.mark.parametrize(("arguments", "words", "hint"), NO_ROOTS, ids=lambda part: str(part)[:30])
def test_no_root_is_exit_1_and_a_sentence(arguments: list[str], words: str, hint: str) -> None:
    assert words in " ".join(screen(*arguments, code=1).split())
    code, _, err = run_text(["newton", *arguments])
    assert code == 1
    assert words in " ".join(err.split())
    assert hint in " ".join(err.split())
    document = json.loads(run_text(["newton", *arguments, "--json"])[1])
    assert not document["converged"]


BAD = [
    (["5"], 2, "there is no unknown here"),
    (["x^2 < 2", "--from", "1"], 2, "this is an inequality"),
    (["[x, y; y, x]", "--from", "1,1"], 2, "a matrix"),
    (["x y", "--from", "1,2"], 2, "1 equation for 2 unknowns (x, y): 1 more is needed"),
    (["x + y + z", "x y", "--from", "1,2,3"], 2, "2 equations for 3 unknowns"),
    (["x", "y", "x y", "--from", "1,2"], 2, "3 equations for 2 unknowns"),
    (["x", "y", "--from", "1"], 2, "the point has 1 number, the expression 2 variables"),
    (["x", "y"], 2, "a start is needed: --from"),
    (["x^2 - 2", "--from", "1,2"], 2, "the point has 2 values"),
    (["x^2 - 2", "--from", "y=1"], 2, "y is not in the expression"),
    (["x^2 - 2", "--from", "oo"], 2, "a start must be finite"),
    (["log(x)", "--from", "-1"], 3, "log of a negative number"),
    (["log(x)", "y", "--from", "-1,1"], 3, "log of a negative number"),
    (["x^2 - 2", "--tolerance", "0"], 2, "--tolerance"),
    (["x^2 - 2", "--bracket", "1,2"], 2, "add --compare"),
    (["x^2 - 2", "--compare", "--bracket", "2,3"], 2, "a bracket needs different signs"),
    (["x^2 - 2", "--compare", "--bracket", "2"], 2, "a bracket is two numbers"),
    (["x^2 = 2", "--minimise"], 2, "--minimise needs an expression"),
    (["x^2 + 1", "--complex"], 2, "a complex search needs a start"),
    (["sum(x[i]^2, i=1..n)", "--let", "n=0", "--from", "x=1", "--minimise"], 2, "has no terms"),
    (["sum(x[i]^2, i=1..n)", "--let", "n=1000000000", "--from", "x=1", "--minimise"], 5, "50,000,000 is the limit"),
    (["x^2 + y^2 - 4", "x y - z", "z", "--from", "1,1,1", "--plot"], 2, "3 unknowns have no picture"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), BAD, ids=lambda part: str(part)[:30])
def test_bad_input_is_a_sentence(arguments: list[str], code: int, words: str) -> None:
    found, out, err = run_text(["newton", *arguments])
    assert (found, out) == (code, "")
    assert words in " ".join(err.split())
    assert "internal" not in err


def test_the_plain_form() -> None:
    assert run_text(["newton", "x^3-2x-5", "--from", "2"]) == (0, "x\t2.0945514815423265\t-8.881784197001252e-16\n", "")
    assert run_text(["newton", "x^3-2x-5", "--from", "2", "-q"]) == (0, "2.0945514815423265\n", "")
    assert run_text(["newton", "[x - 1, y - x]", "--from", "0,0"]) == (0, "x\t1.0\ny\t1.0\n", "")
    assert run_text(["newton", "[x - 1, y - x]", "--from", "0,0", "-q"]) == (0, "1.0\n1.0\n", "")


def test_a_batch_answers_line_by_line() -> None:
    code, out, err = run_text(["newton", "-", "--from", "1"], stdin="x^2 - 4\nx^2 + 1\nx - 3\n")
    assert code == 1
    assert [line.split("\t")[:2] for line in out.splitlines()] == [["x", "2.0"], [""], ["x", "3.0"]]
    assert err.startswith("line 2: ")


def test_json() -> None:
    document = json.loads(run_text(["newton", "x^3-2x-5", "--from", "2", "--json"])[1])
    assert document["converged"]
    assert document["iterations"] == 4
    assert document["root"] == {"x": 2.0945514815423265}
    assert document["trajectory"][1]["x"] == 2.1
    assert document["order"] == pytest.approx(2.0, abs=0.01)


def test_a_step_a_line() -> None:
    code, out, err = run_text(["newton", "x^2 - 4", "--from", "3", "--jsonl"])
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [line["k"] for line in lines[:-1]] == list(range(len(lines) - 1))
    assert lines[-1]["root"] == {"x": 2.0}


def test_a_start_is_chosen_with_a_note() -> None:
    code, out, err = run_text(["newton", "x^3 - 2x - 5"])
    assert code == 0
    assert out.startswith("x\t2.09455148154232")
    assert err == "note: no --from: started at x = 2, where the sign changes nearby\n"


def test_several_starts() -> None:
    code, out, _ = run_text(["newton", "x^3 - x", "--starts", "30", "--seed", "1"])
    assert code == 0
    assert [line.split("\t")[1] for line in out.splitlines()] == ["-1.0", "0.0", "1.0"]
    assert "3 roots found; there may be others" in screen("x^3 - x", "--starts", "30")


def test_complex_roots() -> None:
    code, out, _ = run_text(["newton", "x^2 + 1", "--complex", "--from", "1+i", "-q"])
    assert code == 0
    assert abs(complex(out.replace("*i", "j").replace(" ", "")) - 1j) < 1e-12
    assert "✓ root x = 0.000000000000 + 1.000000000000i" in screen("x^2 + 1", "--complex", "--from", "1+i")


def test_minima() -> None:
    assert "✓ minimum f = −0.250000 at x = 0.707107" in screen("x^4 - x^2", "--from", "2", "--minimise")
    code, out, _ = run_text(
        ["newton", "sum((x[i] - i)^2, i=1..n)", "--let", "n=3", "--from", "x=0", "--minimise", "-q"]
    )
    assert (code, out) == (0, "1.0\n2.0\n3.0\n")
    assert run_text(["newton", "x^2 + 3", "--from", "2", "--minimise", "--no-damped", "-q"])[:2] == (0, "0.0\n")


def test_pictures() -> None:
    out = screen("cos x = x", "--from", "1", "--plot")
    assert "╌╌ tangents   ○ start   • step   ★ root" in out
    out = screen("x^2 + y^2 = 4", "x y = 1", "--from", "2,0", "--plot")
    assert "━━ (x² + y²) − 4 = 0   ╌╌ x·y − 1 = 0" in out
    assert "★" in out
    assert "bisection: correct digits" in screen("x^2 - 2", "--from", "1", "--compare", "--plot")


def test_let_and_declared_kinds() -> None:
    assert run_text(["newton", "x^2 - a", "--let", "a=9", "--from", "2", "-q"])[1] == "3.0\n"
    assert run_text(["newton", "[x^2 - 9]", "--from", "2", "-q"])[1] == "3.0\n"


@pytest.mark.parametrize("text", ["x^4", "(x^2 + y^2 - 1)^2"])
def test_a_flat_minimum_is_an_answer_as_it_is_of_descend(text: str) -> None:
    code, out, _ = run_text(["newton", text, "--from", "x=1,y=1" if "y" in text else "1", "--minimise", "--json"])
    found = json.loads(out)
    assert (code, found["converged"], found["kind"]) == (0, True, "flat")
    assert found["message"].startswith("converged")


def test_a_jump_is_no_minimum() -> None:
    code, out, _ = run_text(["newton", "floor(x) + x^2", "--from", "1.5", "--minimise", "--no-damped", "--json"])
    found = json.loads(out)
    assert (code, found["converged"], found["kind"]) == (1, False, "jump")


def test_roots_along_a_line_are_said_to_be_many() -> None:
    assert "roots may lie all along a line" in screen("x - y", "x^2 - y^2", "--from", "1,2").replace("\n    ", " ")


def test_the_start_is_called_from_in_json() -> None:
    assert json.loads(run_text(["newton", "x^2 - 2", "--from", "1", "--json"])[1])["input"]["from"] == "1"


def test_many_starts_have_no_picture() -> None:
    assert run_text(["newton", "x^3 - x", "--starts", "3", "--plot"])[0] == 2
    assert run_text(["newton", "x^3 - x", "--starts", "3", "--over", "-2..2"])[0] == 0
