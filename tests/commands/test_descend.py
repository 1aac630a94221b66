"""mvcalc descend: the screens, the rows, JSON, one JSON object a step, and what is said where there is no minimum."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of

HIMMELBLAU = "(x^2+y-11)^2 + (x+y^2-7)^2"
ROSENBROCK = "100(y-x^2)^2 + (1-x)^2"
CHAIN = "sum(100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2, i=1..n-1)"


def screen(*arguments: str, code: int = 0, width: int = 80) -> str:
    environ = {"COLUMNS": str(width), "LINES": "24", "NO_COLOR": "1"}
    found, out, err = run_text(("descend", *arguments), isatty=True, environ=environ)
    assert (found, err) == (code, ""), err
    return out


def last(out: str) -> str:
    """The verdict: what follows the last empty line, on one line, without what to try next."""
    said = out.rstrip("\n").rpartition("\n\n")[2]
    return " ".join(said.partition("  next:")[0].split())


def answer(*arguments: str, code: int = 0) -> dict[str, object]:
    found, out, err = run_text(("descend", *arguments, "--json"))
    assert found == code, err
    document: dict[str, object] = json.loads(out)
    jsonschema.validate(document, schema_of("descend"))
    properties = schema_of("descend")["$defs"]["Descend"]["properties"]
    assert set(document) <= set(properties)
    return document


def test_the_screen() -> None:
    assert screen(HIMMELBLAU, "--from", "0.5,-0.8", "--rate", "0.01", "--no-plot", "--no-next") == (
        """\
gradient descent   x ← x − 0.01·∇f(x)

   k          x           y           f       |∇f|
  ────────────────────────────────────────────────
   0   0.500000   −0.800000   1.677e+02   3.51e+01
   1   0.848200   −0.756520   1.529e+02   4.89e+01
   2   1.334255   −0.704618   1.252e+02   6.35e+01
   5   3.229326   −0.624117   1.286e+01   2.30e+01
  10   3.512264   −1.078108   5.474e+00   1.06e+01
  20   3.577825   −1.775749   7.293e-02   1.97e+00
  64   3.584428   −1.848126   1.064e-14   7.81e-07

  ✓ converged in 64 steps   minimum f = 1.1e−14 at (3.584428, −1.848126)
"""
    )


def test_the_picture() -> None:
    out = screen(HIMMELBLAU, "--from", "0.5,-0.8", "--rate", "0.01")
    assert "  ○ start   • step   ★ end   ⠤⠤ contours f = 10, 50, 150, 300\n" in out
    drawing = out[out.index("5 ┤") : out.index("└")]
    assert (drawing.count("○"), drawing.count("★")) == (1, 1)
    assert 5 <= drawing.count("•") <= 12
    assert "next: --from 3,2 (another basin) · --live · --compare gd,momentum,adam,newton\n" in out


def test_the_start_of_the_hint_leads_elsewhere() -> None:
    found = answer(HIMMELBLAU, "--from", "3,2", "--rate", "0.01")
    assert found["minimum"] == pytest.approx({"x": 3.0, "y": 2.0}, abs=1e-5)


def test_a_curve_with_the_way_on_it() -> None:
    out = screen("x^4 - x", "--from", "0.1", "--rate", "0.05")
    assert "  ━━ f   ○ start   • step   ★ end\n" in out
    assert last(out) == "✓ converged in 60 steps minimum f = −0.472470 at x = 0.629960"


def test_many_variables_have_a_chart_of_f() -> None:
    out = screen("x^2 + 2y^2 + 3z^2 + 4w^2 + u^2", "--from", "u=1,w=1,x=1,y=1,z=1", "--method", "bfgs")
    assert "k       step           f" in out
    assert "log10 f" in out
    assert "f against the step k, on a logarithmic scale" in out


def test_every_step_of_a_short_run_and_of_a_trace() -> None:
    out = screen(ROSENBROCK, "--from", "-1.2,1", "--method", "newton", "--no-plot", "--trace")
    assert all(f"\n  {k:>2}   " in out for k in range(20))
    assert "\n  3   " in screen("x^2 + 4y^2", "--from", "1,2", "--max-steps", "4", "--no-plot", code=1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            (HIMMELBLAU, "--from", "0.5,-0.8", "--rate", "0.05"),
            "✗ diverged at step 4: |∇f| grew from 3.5e+01 to 3.1e+09; try --rate 0.01",
        ),
        (
            (HIMMELBLAU, "--from", "0.5,-0.8", "--rate", "0.02"),
            "✗ did not settle in 1000 steps: |∇f| stays at 41.5 (jumping across the valley); try a smaller --rate",
        ),
        (
            ("log(x) + y^2", "--from", "1,1", "--rate", "0.3"),
            "✗ left the domain at step 3: log of a negative number (−0.833835) in log(x); try --rate",
        ),
        (("x^2 - y^2", "--from", "1,0"), "✗ came to a saddle in 1 step: |∇f| is 0, and f falls on from there"),
        (("-x^2 - y^2", "--from", "0,0"), "✗ the start is a maximum: |∇f| is 0, and f falls in every direction; try"),
        (("e^(-x)", "--from", "0"), "✗ stopped after 20 steps: the gradient is small, but no minimum is near"),
        (("x^3", "--from", "-1"), "✗ no minimum: f falls without bound"),
        (("0*x", "--from", "1"), "✗ stopped at the start on a plateau: f is the same all around"),
    ],
)  # fmt: skip
def test_what_is_no_minimum_is_not_called_one(arguments: tuple[str, ...], words: str) -> None:
    said = last(screen(*arguments, "--no-plot", code=1))
    assert said.startswith(words)
    assert answer(*arguments, code=1)["minimum"] is None


def test_a_diverging_way_leaves_the_picture() -> None:
    out = screen(HIMMELBLAU, "--from", "0.5,-0.8", "--rate", "0.05", code=1)
    assert "2 places of the way lie outside of the picture" in out


def test_variables_at_a_bound_are_named() -> None:
    out = screen("x^2 + (y-3)^2", "--from", "2,3", "--bounds", "x=1..2,y=0..oo", "--no-plot")
    assert "minimum f = 1 at (1.000000, 3.000000)\n    at a bound: x = 1 (lower)\n" in out
    found = answer("x^2 + (y-3)^2", "--from", "2,3", "--bounds", "x=1..2,y=0..oo")
    assert (found["at_bounds"], found["converged"]) == (1, True)


def test_a_start_outside_the_bounds_is_moved() -> None:
    code, out, err = run_text(["descend", "x^2", "--from", "1", "--bounds", "x=2..5"])
    assert (code, out.splitlines()[0]) == (0, "x\t2.0")
    assert err == "note: the start is outside the bounds: moved to x = 2\n"


def test_maximise_raises_f() -> None:
    out = screen("x e^(-x)", "--from", "3", "--maximise", "--no-plot")
    assert out.startswith("gradient descent of g = −f   x ← x − α·∇g(x)\n")
    assert last(out).endswith("maximum f = 0.367879 at x = 1.000000")
    found = answer("x e^(-x)", "--from", "3", "--maximise")
    assert found["maximum"] == pytest.approx({"x": 1.0}, abs=1e-5)
    assert "minimum" not in found
    assert isinstance(found["eigenvalues"], dict)
    assert found["eigenvalues"]["largest"] < 0


def test_maximise_says_of_f_what_was_found_of_minus_f() -> None:
    assert last(screen("x^3", "--from", "1", "--maximise", "--no-plot", code=1)).startswith(
        "✗ no maximum: f rises without bound"
    )
    assert answer("x^2 + y^2", "--from", "0,0", "--maximise", code=1)["verdict"]["nature"] == "minimum"  # type: ignore[index]


def test_the_digits_shown_are_known() -> None:
    """(x − 1)^4 is flat: Newton's steps say how far away the minimum may be."""
    said = last(screen("(x-1)^4", "--from", "3", "--no-plot", "--max-steps", "100000"))
    shown = said.rpartition("x = ")[2]
    assert len(shown.partition(".")[2]) <= 3


def test_rows() -> None:
    code, out, err = run_text(["descend", HIMMELBLAU, "--from", "0.5,-0.8", "--method", "newton"])
    names, values = zip(*(line.split("\t") for line in out.splitlines()), strict=True)
    assert (code, err, names) == (0, "", ("x", "y", "f"))
    assert [float(value) for value in values[:2]] == pytest.approx([3.584428340330, -1.848126526964], abs=1e-9)


def test_quiet_rows_are_the_point() -> None:
    code, out, err = run_text(["descend", "x^2 + 4y^2", "--from", "1,2", "--method", "newton", "-q"])
    assert (code, out, err) == (0, "0.0\n0.0\n", "")


def test_a_pipe_is_told_of_what_is_no_answer() -> None:
    code, out, err = run_text(["descend", HIMMELBLAU, "--from", "0.5,-0.8", "--rate", "0.05"])
    assert (code, len(out.splitlines())) == (1, 3)
    assert err == "note: diverged at step 4: |∇f| grew from 3.5e+01 to 3.1e+09; try --rate 0.01\n"


def test_a_trace_in_a_pipe_has_a_row_a_step() -> None:
    out = run_text(["descend", "x^2", "--from", "1", "--rate", "0.25", "--max-steps", "2", "--trace"])[1]
    assert out.splitlines() == ["0\t1.0\t1.0\t2.0\t0.0", "1\t0.5\t0.25\t1.0\t0.5", "2\t0.25\t0.0625\t0.5\t0.25"]


def test_a_batch_answers_line_by_line() -> None:
    code, out, err = run_text(
        ["descend", "-", "--from", "x=2", "--method", "newton"], stdin="x^2\nlog(-x)\n(x-1)^2+3\n"
    )
    assert (code, out) == (3, "0.0\t0.0\n\n1.0\t3.0\n")
    assert err.startswith("line 2: f or its gradient has no value at the start x = 2")


def test_json() -> None:
    found = answer(HIMMELBLAU, "--from", "0.5,-0.8", "--rate", "0.01")
    assert found["input"] == {"expr": HIMMELBLAU, "from": "0.5,-0.8", "rate": "0.01"}
    assert (found["method"], found["converged"], found["iterations"]) == ("gd", True, 64)
    assert found["minimum"] == found["end"] == pytest.approx({"x": 3.584428338, "y": -1.8481265}, abs=1e-7)
    assert found["f"] == pytest.approx(1.064e-14, rel=1e-3)
    assert found["verdict"] == {"reason": "gradient", "nature": "minimum", "words": "converged in 64 steps"}
    assert "trajectory" not in found


def test_json_with_the_trajectory() -> None:
    found = answer("x^2 + y^2", "--from", "2,1", "--rate", "0.25", "--trace")
    trajectory, steps = found["trajectory"], found["steps"]
    assert isinstance(trajectory, list)
    assert isinstance(steps, list)
    assert trajectory[:2] == [[2.0, 1.0], [1.0, 0.5]]
    assert steps[1] == {"k": 1, "f": 1.25, "norm": pytest.approx(5**0.5)}
    assert len(trajectory) == len(steps) == found["iterations"] + 1  # type: ignore[operator]


def test_a_vector_is_a_list_in_json() -> None:
    found = answer(CHAIN, "--let", "n=5", "--from", "x=1.2", "--method", "newton")
    assert found["minimum"] == {"x": pytest.approx([1.0] * 5)}


def test_a_json_object_a_step() -> None:
    code, out, err = run_text(["descend", "x^2 + y^2", "--from", "2,1", "--rate", "0.25", "--jsonl"])
    steps = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "note: converged in 23 steps   minimum f = 7.1e−14 at (0.000000, 0.000000)\n")
    assert steps[:2] == [
        {"k": 0, "x": 2.0, "y": 1.0, "f": 5.0, "norm": pytest.approx(20**0.5), "step": None},
        {"k": 1, "x": 1.0, "y": 0.5, "f": 1.25, "norm": pytest.approx(5**0.5), "step": pytest.approx(1.25**0.5)},
    ]
    assert [step["k"] for step in steps] == list(range(24))


def test_steps_of_vectors_and_of_variables_with_the_names_of_keys() -> None:
    vector = run_text(["descend", "sum(x[i]^2, i=1..3)", "--from", "x=1", "--jsonl"])[1]
    assert json.loads(vector.splitlines()[0])["x"] == [1.0, 1.0, 1.0]
    clash = run_text(["descend", "k^2 + x^2", "--from", "k=1,x=2", "--jsonl"])[1]
    assert json.loads(clash.splitlines()[0])["point"] == {"k": 1.0, "x": 2.0}


def test_saved_files(tmp_path: Path) -> None:
    start = ("descend", "x^2 + y^2", "--from", "2,1", "--rate", "0.25", "--max-steps", "2")
    for name in ("way.csv", "end.npy", "picture.svg"):
        assert run_text((*start, "--save", str(tmp_path / name)))[0] == 1
    lines = (tmp_path / "way.csv").read_text().splitlines()
    assert lines[0] == "k,x,y,f,norm,step"
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["0", "2.0", "1.0", "5.0"],
        ["1", "1.0", "0.5", "1.25"],
        ["2", "0.5", "0.25", "0.3125"],
    ]
    assert np.load(tmp_path / "end.npy").tolist() == [0.5, 0.25]
    assert "contours f = " in (tmp_path / "picture.svg").read_text()


def test_thousands_of_variables() -> None:
    found = answer(CHAIN, "--let", "n=2000", "--from", "x=1.2")
    assert (found["method"], found["converged"]) == ("lbfgs", True)
    assert found["minimum"] == {"x": pytest.approx([1.0] * 2000, abs=1e-4)}
    assert answer(CHAIN, "--let", "n=2000", "--from", "x=1.2", "--rate", "1e-4", code=1)["method"] == "gd"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("x^2 + y^2",), 2, "descend needs a start      say where: --from x=1,y=1"),
        (("sum(x[i]^2, i=1..n)", "--let", "n=5"), 2, "descend needs a start      say where: --from x=1"),
        (("3", "--from", "1"), 2, "there is no variable here"),
        (("log(x) + y^2", "--from", "-1,2"), 3, "f or its gradient has no value at the start (−1, 2): log of a"),
        (("sqrt(x)", "--from", "0"), 3, "f or its gradient has no value at the start x = 0: there is no derivative"),
        (("e^(e^x)", "--from", "9"), 3, "f is too large for a floating-point number at the start x = 9"),
        (("x^2 + y^2", "--from", "1"), 2, "the point has 1 number, the expression 2 variables: x, y"),
        (("x^2", "--from", "1", "--method", "newtn"), 2, "there is no method called newtn      did you mean newton?"),
        (("x^2", "--from", "1", "--method", "best"), 2, "--method knows gd, momentum, nesterov, adam, newton"),
        (("x^2", "--from", "1", "--rate", "0"), 2, "a rate is a positive number, not 0"),
        (("x^2", "--from", "1", "--rate", "-1"), 2, "a rate is a positive number, not -1"),
        (("x^2", "--from", "1", "--rate", "nan"), 2, "--rate needs a finite number"),
        (("x^2", "--from", "1", "--tolerance", "0"), 2, "a tolerance is a positive number, not 0"),
        (("x^2", "--from", "1", "--tolerance", "-1e-6"), 2, "a tolerance is a positive number"),
        (("x^2", "--from", "1", "--rate", "0.1", "--method", "newton"), 2, "takes no --rate"),
        (("x^2", "--from", "1", "--bounds", "x=2..1"), 2, "this range is upside down"),
        (("x^2", "--from", "1", "--bounds", "z=0..1"), 2, "z is not in the expression"),
        (("[x, y]", "--from", "1,2"), 2, "descend lowers one number, and this is a vector of 2"),
        (("x^2 = 1", "--from", "1"), 2, "this is an equation or a condition, and descend lowers the value of one"),
        (("sum(x[i]^2, i=1..n)", "--let", "n=0", "--from", "x=1"), 2, "this sum has no terms"),
        (("sum(x[i]^2, i=1..n)", "--let", "n=1000000000", "--from", "x=1"), 5, "this sum has 1,000,000,000 terms"),
        (("x^2", "--from", "1", "--compare", "gd"), 2, "--compare needs two methods or more      --compare gd,newton"),
        (("x^2", "--from", "1", "--compare", "gd,foo"), 2, "there is no method called foo"),
        (("x^2", "--from", "1", "--compare", "gd,gd"), 2, "--compare names gd twice"),
        (("x^2", "--from", "1", "--compare", "gd,cg", "--method", "gd"), 2, "leave --method out"),
        (("x^2", "--from", "1", "--compare", "gd,cg", "--starts", "3"), 2, "leave --starts out"),
        (("x^2", "--starts", "0"), 2, "--starts needs a whole number of at least 1"),
        (("x^2", "--from", "1", "--jsonl", "--json"), 2, "--jsonl writes an object a step, --json one for the answer"),
        (("x^2", "--starts", "3", "--jsonl"), 2, "--jsonl follows one run, and --starts makes several"),
        (("x^2", "--from", "1", "--over", "y=1..2"), 2, "y does not occur in the expression"),
        (("x^2 + y^2", "--from", "1,1", "--over", "x=1..2"), 2, "--over gives no range for y"),
        (("x + y + z^2", "--from", "1,1,1", "--over", "x=1..2"), 2, "--over is for functions of one or two variables"),
        (("x^2", "--from", "1", "--size", "3x3"), 2, "a picture has from 20x6 to 1000x400 columns and rows"),
        (("x^2", "--from", "1", "--max-steps", "0"), 2, "--max-steps needs a whole number of at least 1"),
    ],
)  # fmt: skip
def test_mistakes(arguments: tuple[str, ...], code: int, message: str) -> None:
    found, out, err = run_text(["descend", *arguments])
    assert (found, out) == (code, "")
    assert " ".join(message.split()) in " ".join(
        json.loads(err)["error"]["message"].split() if err[0] == "{" else err.split()
    )


def test_a_point_file_of_the_wrong_length(tmp_path: Path) -> None:
    path = tmp_path / "point.csv"
    path.write_text("1\n2\n")
    code, _, err = run_text(["descend", "sum(x[i]^2, i=1..n)", "--let", "n=5", "--from", f"@{path}"])
    assert code == 4
    assert "the point has 2 numbers, the expression 5 variables" in " ".join(err.split())


def test_an_ascii_terminal() -> None:
    out = screen(HIMMELBLAU, "--from", "0.5,-0.8", "--rate", "0.01", "--ascii")
    assert out.isascii()
    assert "  o start   # step   X end   .. contours f = 10, 50, 150, 300\n" in out


def test_a_narrow_terminal_goes_without_the_variables() -> None:
    out = screen(HIMMELBLAU, "--from", "0.5,-0.8", "--rate", "0.01", width=40)
    assert "   k           f       |∇f|\n" in out
    assert max(map(len, out.splitlines())) <= 40


def test_nothing_of_pictures_is_loaded_in_a_pipe() -> None:
    import subprocess
    import sys

    script = (
        "import sys; from mvcalc_cli.cli import run_text; run_text(['descend', 'x^2 + y^2', '--from', '1,2']); "
        "print([m for m in ('sympy', 'mpmath', 'plotext', 'contourpy', 'matplotlib') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_digits_that_are_not_known_are_not_shown() -> None:
    out = screen("1e-8*(x-1000)^2", "--from", "0", "--no-plot", "--no-next")
    assert last(out).endswith("at x = 1007")
