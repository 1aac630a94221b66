"""--save beside a pipe, the names of .csv columns, and formulas of answers that are "no"."""

from __future__ import annotations

from pathlib import Path

import pytest

from mvcalc_cli.cli import run_text

WIDE = {"COLUMNS": "400"}  # a long path is not broken


def test_a_saved_picture_says_nothing_else_in_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "f.svg"
    assert run_text(["plot", "sin(x)", "--save", str(path)], environ=WIDE) == (0, "", f"saved: {path}\n")
    assert path.read_text(encoding="utf-8").startswith("<svg")


def test_rows_that_are_asked_for_come_all_the_same(tmp_path: Path) -> None:
    path = str(tmp_path / "f.svg")
    assert run_text(["plot", "sin(x)", "--save", path, "--plain"])[1].count("\n") > 50
    assert run_text(["plot", "sin(x)", "--save", path, "--force", "--json"])[1].startswith("{")


def test_a_small_answer_is_both_saved_and_printed(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    assert run_text(["diff", "x^2", "--save", str(path)], environ=WIDE) == (0, "2*x\n", f"saved: {path}\n")


HEADERS = [
    (["plot", "sin(x)"], "x,f"),
    (["plot", "sin(t)", "t"], "t,sin(t),t"),
    (["plot", "x y", "--contour"], "x,y,f"),
    (["plot", "[-y, x]", "--field"], "x,y,P,Q"),
    (["plot", "[cos t, sin t]"], "t,x,y"),
    (["plot", "x^2 + y^2 = 4"], "x,y"),
    (["slope", "x^2", "--at", "1"], "h,left,right,slope,distance"),
    (["diff", "x^2"], "derivative"),
    (["diff", "x^2", "x^3", "--at", "1"], "derivative,value"),
    (["diff", "x y", "--sigma", "x=0.1,y=0.2", "--at", "2,3"], "value,sigma"),
    (["grad", "x^2 y", "--at", "1,2", "--along", "3,4"], "variable,partial,value"),
    (["taylor", "sin(x)", "--at", "1"], "polynomial,value,exact,error,bound"),
    (["eval", "x^2", "--table", "x=0..1", "--points", "3"], "x,x²"),
]


@pytest.mark.parametrize(("argv", "header"), HEADERS, ids=[" ".join(argv) for argv, _ in HEADERS])
def test_the_columns_of_a_csv_file_are_named(tmp_path: Path, argv: list[str], header: str) -> None:
    path = tmp_path / "f.csv"
    assert run_text([*argv, "--save", str(path)])[0] == 0
    first, *rows = path.read_text(encoding="utf-8").splitlines()
    assert first == header
    assert rows


def test_rows_of_several_kinds_have_no_header(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    run_text(["diff", "x^2", "--steps", "--at", "1", "--save", str(path)])
    assert path.read_text(encoding="utf-8").startswith("1,")


NO = [
    (["limit", "|x|/x", "--at", "0"], "the limit does not exist"),
    (["integrate", "x^x"], "no elementary antiderivative"),
    (["integrate", "1/x", "--over", "x=-1..1"], "diverges: at x = 0"),
    (["slope", "|x|", "--at", "0"], "no derivative"),
]


@pytest.mark.parametrize("form", ["--latex", "--python"])
@pytest.mark.parametrize(("argv", "words"), NO, ids=[" ".join(argv) for argv, _ in NO])
def test_the_formula_of_no_answer(argv: list[str], words: str, form: str) -> None:
    code, out, err = run_text([*argv, form])
    assert (code, out) == (1, "")
    assert words in err


def test_a_command_without_formulas() -> None:
    assert run_text(["equal", "x + x", "2x", "--latex"])[0] == 2
