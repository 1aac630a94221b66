"""grad, jacobian and hessian --numeric: screens, plain lines, files, the choice by itself, and every mistake."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of

ROSENBROCK = "sum(100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2, i=1..n-1)"
LONG = " + ".join(f"100*(x{k + 1}-x{k}^2)^2 + (1-x{k})^2" for k in range(1, 400))


def screen(*words: str) -> str:
    code, out, err = run_text([*words, "--screen"])
    assert code == 0, err
    return out


def plain(*words: str) -> list[str]:
    code, out, err = run_text([*words])
    assert code == 0, err
    return out.splitlines()


def error(*words: str) -> tuple[int, str]:
    code, out, err = run_text([*words])
    assert out == ""
    return code, err


def test_the_screen_of_two_variables() -> None:
    assert screen("grad", "x^2 y", "--at", "1,2", "--numeric", "--along", "3,4") == (
        "∇f   for   f(x, y) = x²·y\n\n"
        "  partial   at (1, 2)\n"
        "  ───────────────────\n"
        "  ∂f/∂x             4\n"
        "  ∂f/∂y             1\n\n"
        "  f = 2\n\n"
        "  steepest ascent  → 14.0° from the x-axis,  slope |∇f| = 4.123106\n"
        "  along (3, 4)   3.200000   directional derivative ∇f · û\n"
        "  tangent plane  z = 2 + 4·(x − 1) + 1·(y − 2)\n\n"
        "  ✓ agrees with differences in 8 directions to 9e-10\n"
    )


def test_the_screen_of_ten_thousand_variables() -> None:
    assert screen("grad", ROSENBROCK, "--let", "n=10000", "--at", "x=1.2", "--numeric") == (
        "∇f   for   f(x[1], …, x[10000]) = sum(100·(x[i + 1] − x[i]²)² + (1 − x[i])²,\n"
        "  i=1..(n − 1))   n = 10000\n\n"
        "  partial        at the point\n"
        "  ───────────────────────────\n"
        "  ∂f/∂x[1]         115.600000\n"
        "  ∂f/∂x[2]          67.600000\n"
        "  ∂f/∂x[3]          67.600000\n"
        "  ∂f/∂x[4]          67.600000\n"
        "  ∂f/∂x[5]          67.600000\n"
        "  …                         …\n"
        "  ∂f/∂x[9998]       67.600000\n"
        "  ∂f/∂x[9999]       67.600000\n"
        "  ∂f/∂x[10000]            −48\n\n"
        "  f = 57994.200000   |∇f| = 6760.482811\n"
        "  10,000 entries; all of them with --plain, --json or --save G.npy\n\n"
        "  ✓ agrees with differences in 8 directions to 5e-10\n"
    )


def test_the_screens_of_matrices() -> None:
    assert screen("hessian", "x^2 y", "--at", "1,2", "--numeric") == (
        "H   for   f(x, y) = x²·y\n\n"
        "  at (1, 2)\n"
        "    ⎡4  2⎤\n"
        "    ⎣2  0⎦\n\n"
        "  eigenvalues 4.828427, −0.828427\n"
        "  indefinite   up in some directions, down in others, like a saddle\n\n"
        "  not a critical point: |∇f| = 4.123106\n\n"
        "  ✓ agrees with differences in 8 directions to 9e-10\n"
    )
    assert screen("jacobian", "r cos(t)", "r sin(t)", "--at", "2,1", "--numeric", "--no-check") == (
        "J   for   (r, t) ↦ (r·cos(t), r·sin(t))\n\n"
        "  at (2, 1)\n"
        "    ⎡ 0.5403  −1.6829⎤\n"
        "    ⎣ 0.8415   1.0806⎦\n\n"
        "  det J = 2    small areas are scaled ×2, orientation kept\n"
    )


def test_the_screen_of_a_sparse_hessian() -> None:
    out = screen("hessian", ROSENBROCK, "--let", "n=100", "--at", "x=1", "--numeric")
    assert "  x[1]     x[2]      −400\n" in out
    assert "  x[100]   x[100]     200\n" in out
    assert "  100 × 100, 298 entries that may differ from 0 (3 %)\n" in out
    assert "  100 eigenvalues from 0.498753 to 1801.605244\n" in out
    assert "  ▾ minimum   ∇f = 0 here\n" in out


def test_verbose_says_how_long_it_took() -> None:
    out = screen("grad", "x^2", "--at", "3", "--numeric", "-v")
    assert "  time: gradient 0." in out
    assert "time:" not in screen("grad", "x^2", "--at", "3", "--numeric")


def test_plain_lines() -> None:
    words = (ROSENBROCK, "--let", "n=1000", "--at", "x=1.2", "--numeric")
    lines = plain("grad", *words)
    assert len(lines) == 1000
    assert lines[0] == "x[1]\t115.6"
    assert lines[-1] == "x[1000]\t-48.0"
    assert plain("grad", *words, "-q")[-1] == "-48.0"
    assert plain("hessian", *words)[:2] == ["x[1]\tx[1]\t1250.0", "x[1]\tx[2]\t-480.0"]
    assert plain("hessian", "x^2 y", "--at", "1,2", "--numeric") == ["4.0\t2.0", "2.0\t0.0"]
    assert plain("jacobian", "x^2", "x y", "--at", "1,2", "--numeric") == ["2.0\t0.0", "2.0\t1.0"]


def test_a_batch_answers_each_line_on_one() -> None:
    assert run_text(["grad", "-", "--at", "1,2", "--numeric"], "x^2 y\nx y\n")[1] == "[4.0, 1.0]\n[2.0, 1.0]\n"
    assert run_text(["hessian", "-", "--at", "1,2", "--numeric"], "x^2 y\n")[1] == "[4.0, 2.0; 2.0, 0.0]\n"
    assert run_text(["grad", "-", "--at", "x=1", "--json"], LONG + "\n")[1].count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["grad", "x^2 y", "--at", "1,2", "--numeric", "--along", "3,4"],
        ["grad", "a sum(x[i], i=1..3)", "--at", "a=2,x=1", "--numeric"],
        ["grad", ROSENBROCK, "--let", "n=2000", "--at", "x=1.2", "--numeric"],
        ["grad", "sum(sum(A[i,j]^2, j=1..3), i=1..2)", "--at", "A=1", "--numeric"],
        ["grad", "x y", "--at", "1,2", "--numeric", "--wrt", "y"],
        ["hessian", "x^2 y", "--at", "1,2", "--numeric"],
        ["hessian", ROSENBROCK, "--let", "n=100", "--at", "x=1", "--numeric"],
        ["hessian", ROSENBROCK, "--let", "n=2000", "--at", "x=1", "--numeric"],
        ["jacobian", "x^2", "x y", "--at", "1,2", "--numeric"],
        ["jacobian", "x^2", "--at", "1", "--numeric"],
        ["jacobian", f"[{', '.join(f'x{k}^2' for k in range(1, 41))}]", "--at", "x=1", "--numeric"],
    ],
)
def test_json_fits_the_schema(words: list[str]) -> None:
    code, out, err = run_text([*words, "--json"])
    assert (code, err) == (0, "")
    jsonschema.validate(json.loads(out), schema_of(words[0]))


def test_json_of_vectors() -> None:
    out = json.loads(run_text(["grad", "a sum(x[i]^2, i=1..3)", "--at", "a=2,x=1", "--numeric", "--json"])[1])
    assert out["result"] == {"a": 3.0, "x": [4.0, 4.0, 4.0]}
    assert out["at"] == {"point": {"a": 2.0, "x": [1.0, 1.0, 1.0]}, "value": [3.0, 4.0, 4.0, 4.0]}
    assert out["value"] == 6.0
    assert out["norm"] == pytest.approx(np.sqrt(57))


def test_json_of_a_sparse_matrix() -> None:
    words = ["hessian", ROSENBROCK, "--let", "n=100", "--at", "x=1", "--numeric", "--json"]
    out = json.loads(run_text(words)[1])
    assert out["result"] is None
    assert out["entries"]["shape"] == [100, 100]
    assert [out["entries"][part][1] for part in ("rows", "columns", "values")] == [1, 2, -400.0]
    assert out["kind"] == "minimum"


def test_saved_arrays(tmp_path: Path) -> None:
    path = tmp_path / "g.npy"
    words = (ROSENBROCK, "--let", "n=100", "--at", "x=1.2", "--numeric", "--save", str(path), "--force")
    plain("grad", *words)
    assert np.load(path)[[0, -1]].tolist() == [115.6, -48.0]
    plain("hessian", *words)
    assert np.load(path).shape == (298, 3)
    assert np.load(path)[1].tolist() == [1.0, 2.0, -480.0]
    plain("hessian", "x^2 y", "--at", "1,2", "--save", str(path), "--force")
    assert np.load(path).tolist() == [[4.0, 2.0], [2.0, 0.0]]
    plain("grad", "x^2 y", "--at", "1,2", "--save", str(path), "--force")
    assert np.load(path).tolist() == [4.0, 1.0]
    table = tmp_path / "g.csv"
    plain("grad", ROSENBROCK, "--let", "n=100", "--at", "x=1.2", "--numeric", "--save", str(table))
    assert table.read_text().splitlines()[:2] == ["variable,value", "x[1],115.6"]


def test_a_gradient_is_read_back_as_a_point(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    plain("grad", "x^2 y", "--at", "1,2", "--numeric", "--save", str(path))
    assert plain("grad", "x^2 y", "--at", f"@{path}", "--numeric") == ["x\t8.0", "y\t16.0"]


@pytest.mark.parametrize("command", ["grad", "hessian", "jacobian"])
@pytest.mark.parametrize("n", [60, 10_000])
def test_many_variables_are_computed_with_numbers(command: str, n: int) -> None:
    code, _, err = run_text([command, ROSENBROCK, "--let", f"n={n}", "--at", "x=1.2"])
    assert (code, err) == (0, f"note: {n:,} variables: computed with numbers, as with --numeric\n")


def test_long_texts_and_long_sums_are_computed_with_numbers(tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    path.write_text(LONG)
    code, out, err = run_text(["grad", f"@{path}", "--at", "x=1.2"])
    assert (code, err) == (0, "note: 400 variables: computed with numbers, as with --numeric\n")
    assert out.startswith("x1\t115.6\n")
    code, out, err = run_text(["grad", "sum((a i - 3)^2, i=1..n)", "--let", "n=5000", "--at", "2"])
    assert (code, err) == (0, "note: 5,000 terms: computed with numbers, as with --numeric\n")


def test_few_variables_are_formulas_however_long_the_sum() -> None:
    assert plain("grad", "sum(x^i, i=1..200)", "--at", "1")[0].startswith("x\t200*x**199 + ")
    assert plain("grad", " + ".join(f"x{k}^2" for k in range(1, 90)), "--wrt", "x3")[0].startswith("x3\t")
    assert plain("grad", ROSENBROCK, "--let", "n=10", "--at", "x=1.2")[-1] == "x[10]\t200*x[10] - 200*x[9]**2\t-48.0"


@pytest.mark.parametrize(
    ("words", "code", "told", "hint"),
    [
        (["grad", ROSENBROCK, "--let", "n=10000"], 5, "10,000 variables are too many for formulas (50", "--at x=1"),
        (["grad", LONG], 5, "characters are too many for formulas", "--at x=1.2 gives the numbers at a point"),
        (["grad", "x y", "--numeric"], 2, "--numeric computes at a point, and none is given", "--at x=1,y=1, or a"),
        (["grad", "5", "--numeric", "--at", "1"], 2, "there is no variable here", "write one"),
        (["grad", "x y", "--numeric", "--at", "1"], 2, "the point has 1 number, the expression 2", "x=1, y=1"),
        (["grad", "x y", "--numeric", "--at", "x=1,q=2"], 2, "q is not in the expression", "the variables are x, y"),
        (["grad", "x y", "--numeric", "--at", "1,2", "--wrt", "q"], 2, "q is not in the expression", "are x, y"),
        (["grad", "x y", "--numeric", "--at", "1,2", "--wrt", "x,x"], 2, "x is named twice", ""),
        (["grad", "x y z", "--numeric", "--at", "1,2,3", "--wrt", "z,x"], 2, "which number belongs to", "x=1,y=1"),
        (["grad", "x y", "--numeric", "--at", "1,2", "--along", "1"], 2, "--along has 1 entry for 2 variables", "3,4"),
        (["grad", "x y", "--numeric", "--at", "1,2", "--along", "0,0"], 2, "--along is the zero vector", "3,4"),
        (["grad", "x y", "--numeric", "--at", "1,oo"], 2, "a coordinate must be finite", ""),
        (["grad", "[x, y]", "--numeric", "--at", "1,2"], 2, "grad needs a scalar expression", "jacobian"),
        (["hessian", "[x, y]", "--numeric", "--at", "1,2"], 2, "needs a scalar expression", "jacobian"),
        (["grad", "x = y", "--numeric", "--at", "1,2"], 2, "this is a condition or a set", ""),
        (["grad", "x y", "--numeric", "--at", "1,2", "--latex"], 2, "--latex writes formulas", "--save G.npy"),
        (["grad", "x y", "--numeric", "--at", "1,2", "--python"], 2, "--python writes formulas", "--json"),
        (["grad", "x y", "--numeric", "--steps"], 2, "no such option: --steps", ""),
        (["grad", ROSENBROCK, "--numeric", "--at", "x=1"], 2, "the bounds of this sum must be numbers", "--let n=10"),
        (["grad", ROSENBROCK, "--let", "n=0", "--numeric", "--at", "x=1"], 2, "this sum has no terms", "--let n=10"),
        (["grad", ROSENBROCK, "--let", "n=1000000000", "--at", "x=1"], 5, "50,000,000 is the limit", "--let n=10"),
        (["hessian", "x y", "--numeric"], 2, "--numeric computes at a point, and none is given", "--at x=1,y=1"),
        (["jacobian", "x", "y", "--numeric"], 2, "--numeric computes at a point, and none is given", "--at x=1,y=1"),
    ],
)  # fmt: skip
def test_mistakes(words: list[str], code: int, told: str, hint: str) -> None:
    found, err = error(*words)
    flat = " ".join(err.split())
    assert found == code, err
    assert told in flat
    assert hint in flat


def test_mistakes_in_files(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("1\n2\n3\n")
    code, err = error("grad", ROSENBROCK, "--let", "n=5", "--at", f"@{path}", "--numeric")
    assert code == 4
    assert "the point has 3 numbers, the expression 5 variables" in " ".join(err.split())
    path.write_text("1\nnan\n")
    code, err = error("grad", ROSENBROCK, "--let", "n=2", "--at", f"@{path}", "--numeric")
    assert code == 4
    assert "holds nan, which is not a finite number" in " ".join(err.split())
    code, err = error("diff", "x^2", "--save", str(tmp_path / "a.npy"))
    assert code == 2
    assert "this answer of diff is no array of numbers" in " ".join(err.split())
    assert not (tmp_path / "a.npy").exists()
