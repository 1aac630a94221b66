"""The answer of a fit in every form: screen, plain, JSON, LaTeX, Python, files."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of
from tests.commands.fits.tables import TABLES, estimates, plain, said, screen

FITS = [
    ["line.csv", "--model", "line"],
    ["line.csv", "--model", "line", "--predict", "3", "--predict", "x=9"],
    ["line.csv", "--model", "exp", "--trace"],
    ["line.csv", "--model", "line", "--fix", "a=0"],
    ["line.csv", "--model", "exp", "--bounds", "k=0.5..1"],
    ["line.csv", "--model", "exp", "--loss", "huber"],
    ["line.csv", "--model", "exp", "--intervals", "profile"],
    ["line.csv", "--model", "exp", "--method", "gd,lm", "--start", "A=1,k=1", "--trace", "--max-steps", "40"],
    ["line.csv", "--model", "exp", "--method", "gd", "--start", "A=1,k=1", "--max-steps", "3"],
    ["line.csv", "--compare", "line", "poly:2", "exp"],
    ["line.csv", "--histogram", "y"],
    ["line.csv", "--histogram", "y", "--compare", "normal", "lognormal"],
    ["decay.csv", "--model", "line", "--sigma", "err"],
    ["decay.csv", "--model", "line", "--sigma", "err", "--relative"],
    ["plane.csv", "--model", "a x + b z + c"],
    ["same_x.csv", "--model", "line"],
    ["one.csv", "--model", "line"],
    ["constant.csv", "--model", "line"],
    ["perfect.csv", "--model", "line"],
    ["perfect.csv", "--model", "c"],
    ["--models"],
]  # fmt: skip


def answer(*arguments: str) -> dict[str, Any]:
    _, out, err = run_text(("fit", *arguments, "--json"))
    assert out, err
    found: dict[str, Any] = json.loads(out)
    jsonschema.validate(found, schema_of("fit"))
    assert set(found) <= set(schema_of("fit")["$defs"]["Fit"]["properties"])
    return found


@pytest.mark.parametrize("arguments", FITS, ids=[" ".join(row) for row in FITS])
def test_the_json_fits_its_schema(arguments: list[str]) -> None:
    found = answer(*arguments)
    assert (found["schema"], found["command"]) == ("mvcalc/1", "fit")


@pytest.mark.parametrize("arguments", FITS, ids=[" ".join(row) for row in FITS])
@pytest.mark.parametrize("width", [40, 80])
def test_every_screen_keeps_within_the_terminal(arguments: list[str], width: int) -> None:
    environ = {"COLUMNS": str(width), "LINES": "24", "NO_COLOR": "1"}
    _, out, err = run_text(["fit", *arguments], isatty=True, environ=environ)
    assert "internal error" not in err
    assert max(map(len, out.splitlines())) <= width


@pytest.mark.parametrize("arguments", FITS, ids=[" ".join(row) for row in FITS])
def test_ascii_is_ascii(arguments: list[str]) -> None:
    _, out, err = run_text(["fit", *arguments, "--ascii", "--screen"])
    assert (out + err).isascii()


@pytest.mark.parametrize("arguments", FITS, ids=[" ".join(row) for row in FITS])
def test_nothing_that_is_no_number_reaches_a_pipe(arguments: list[str]) -> None:
    _, out, _ = run_text(["fit", *arguments])
    assert "nan" not in out.replace("resonance", "")
    assert "None" not in out


def test_the_screen() -> None:
    assert screen("line.csv", "--model", "line", "--no-plot") == (
        """\
fit   a + b·x   to 5 points of line.csv   (x → y)

      estimate   std. error   95 % interval
  ─────────────────────────────────────────
  a      0.050      ± 0.198    −0.58 … 0.68
  b     1.9900     ± 0.0597   1.800 … 2.180

  ✓ solved   R² = 0.9973   residual SD = 0.189 on 3 degrees of freedom
    the residuals look normal (p = 0.57), though so few would hardly show it if
      they were not
"""
    )


def test_plain_is_a_line_a_parameter() -> None:
    (a, b) = plain("line.csv", "--model", "line")
    assert (a[0], b[0]) == ("a", "b")
    assert float(b[1]) == pytest.approx(1.99, rel=1e-12)
    assert float(b[2]) == pytest.approx(0.0597215762, rel=1e-6)
    # t(0.975, 3) = 3.182446305
    assert float(b[3]) == pytest.approx(1.99 - 3.182446305 * 0.0597215762, rel=1e-6)
    assert float(b[4]) == pytest.approx(1.99 + 3.182446305 * 0.0597215762, rel=1e-6)


def test_quiet_is_the_estimates_alone() -> None:
    code, out, err = run_text(["fit", "line.csv", "--model", "exp", "-q"])
    assert (code, err, len(out.splitlines())) == (0, "", 2)


def test_json_has_what_scripts_rely_on() -> None:
    found = answer("line.csv", "--model", "line")
    assert found["converged"] is True
    assert found["params"]["b"]["value"] == pytest.approx(1.99)
    assert found["params"]["b"]["standard_error"] == pytest.approx(0.0597215762)
    assert (found["rows"], found["dof"], found["r2_about"], found["method"]) == (5, 3, "mean", "qr")
    errors = [found["params"][name]["standard_error"] for name in found["free"]]
    assert [math.sqrt(found["covariance"][k][k]) for k in range(2)] == pytest.approx(errors)
    assert sum(r * r for r in found["residuals"]) == pytest.approx(found["rss"])
    assert found["result"]["text"].replace(" ", "").count("x") == 1


def test_the_levels_of_intervals() -> None:
    half = plain("line.csv", "--model", "line", "--level", "50")
    assert half == plain("line.csv", "--model", "line", "--level", "0.5")
    assert float(half[1][4]) < float(plain("line.csv", "--model", "line")[1][4])


def test_the_function_in_python_runs() -> None:
    _, out, _ = run_text(["fit", "line.csv", "--model", "line", "--python"])
    space: dict[str, Any] = {}
    exec(compile(out, "fitted", "exec"), space)
    x = np.array([1.0, 2.0])
    assert space["f"](x) == pytest.approx(0.05 + 1.99 * x)


def test_the_function_in_latex_has_the_digits_that_are_known() -> None:
    _, out, _ = run_text(["fit", "line.csv", "--model", "line", "--latex"])
    assert out == "0.05 + 1.99 x\n"


@pytest.mark.parametrize("form", ["--latex", "--python"])
def test_what_has_not_converged_has_no_function(form: str) -> None:
    code, out, err = run_text(["fit", "same_x.csv", "--model", "line", form])
    assert (code, out) == (1, "")
    assert "do not tell a and b apart" in err


def test_a_singular_fit_shows_no_estimate_and_no_covariance() -> None:
    found = answer("same_x.csv", "--model", "line")
    assert (found["converged"], found["covariance"], found["correlation"]) == (False, None, None)
    assert {one["value"] for one in found["params"].values()} == {None}
    assert set(found["verdict"]["blame"]) == {"a", "b"}
    assert "estimate" not in screen("same_x.csv", "--model", "line", code=1)


def test_of_collinear_columns_the_others_are_known() -> None:
    found = answer("collinear.csv", "--model", "a x + b z + c")
    assert [found["params"][name]["value"] is None for name in "abc"] == [True, True, False]
    assert "not determined" in screen("collinear.csv", "--model", "a x + b z + c", code=1)


def test_a_parameter_that_the_data_do_not_see() -> None:
    assert "c" in said("line.csv", "--model", "a x + b + 0 c", code=1)


def test_fewer_rows_than_parameters() -> None:
    assert "1 row cannot determine 2 parameters" in said("one.csv", "--model", "line", code=1)
    assert "estimate" not in screen("one.csv", "--model", "line", code=1)


def test_a_fixed_parameter_and_one_at_its_bound() -> None:
    out = screen("line.csv", "--model", "line", "--fix", "a=0", "--no-plot")
    assert "  a          0" in out
    assert "fixed" in out
    rows = plain("line.csv", "--model", "line", "--fix", "a=0")
    assert rows[0] == ["a", "0.0", "", "", ""]
    assert "at its bound" in screen("line.csv", "--model", "line", "--bounds", "b=0..1", "--no-plot")


def test_what_absolute_and_relative_sigmas_mean() -> None:
    absolute = answer("decay.csv", "--model", "a e^(-k time_s) + c", "--sigma", "err")
    relative = answer("decay.csv", "--model", "a e^(-k time_s) + c", "--sigma", "err", "--relative")
    scale = math.sqrt(absolute["chi2"] / absolute["dof"])
    for name in "akc":
        a, b = absolute["params"][name], relative["params"][name]
        assert a["value"] == pytest.approx(b["value"], rel=1e-9)
        assert a["standard_error"] * scale == pytest.approx(b["standard_error"], rel=1e-6)
    assert "chi2_p" in absolute
    assert "chi2_p" not in relative
    assert relative["input"]["absolute"] is False


def test_one_sigma_for_all_rows() -> None:
    one = plain("decay.csv", "--model", "line", "--y", "signal", "--sigma", "0.05")
    assert one == plain("decay.csv", "--model", "line", "--y", "signal", "--sigma", "err")


def test_a_byte_order_mark_and_decimal_commas() -> None:
    assert estimates("bom.csv", "--model", "line")["b"] == pytest.approx(1.95)
    assert estimates("comma.csv", "--model", "line")["b"] == pytest.approx(1.9)


def test_missing_cells_that_are_dropped() -> None:
    assert "1 row with empty cells left out of nan.csv" in said("nan.csv", "--model", "line", "--missing", "drop")


def test_a_constant_y_and_a_large_x() -> None:
    assert estimates("constant.csv", "--model", "line") == {"a": 2.0, "b": 0.0}
    assert estimates("large.csv", "--model", "line")["b"] == pytest.approx(0.98285714286, rel=1e-6)


def test_standard_input_and_points() -> None:
    expected = plain("line.csv", "--model", "line")
    assert plain("-", "--model", "line", stdin=TABLES["line.csv"]) == expected
    assert plain("--points", "1,2.1 2,3.9 3,6.2 4,7.8 5,10.1", "--model", "line") == expected


def test_several_files() -> None:
    assert plain("line.csv", "perfect.csv", "--model", "line") != plain("line.csv", "--model", "line")
    assert "9 points" in screen("line.csv", "perfect.csv", "--model", "line", "--no-plot")


def test_residuals_and_curve() -> None:
    rows = plain("line.csv", "--model", "line", "--residuals")
    assert len(rows) == 5
    assert all(float(y) - float(f) == pytest.approx(float(r)) for _, y, f, r in rows)
    curve = plain("line.csv", "--model", "line", "--curve")
    assert (float(curve[0][0]), float(curve[-1][0])) == (1.0, 5.0)
    assert "residual" in screen("line.csv", "--model", "line", "--residuals", "--no-plot")


def test_saved_tables(tmp_path: Path) -> None:
    def saved(*arguments: str) -> list[list[str]]:
        path = tmp_path / "out.csv"
        code, out, err = run_text(["fit", "line.csv", "--model", "line", *arguments, "--save", str(path), "--force"])
        assert (code, len(out.splitlines())) == (0, 2), err
        return list(csv.reader(path.read_text().splitlines()))

    assert saved()[0] == ["name", "estimate", "standard_error", "low", "high"]
    assert saved("--residuals")[0] == ["x", "y", "fitted", "residual"]
    assert saved("--curve")[0] == ["x", "fitted", "low", "high"]
    header, *rows = saved("--predict", "x=6,7")
    assert header == ["point", "value", "standard_error", "curve_low", "curve_high", "new_low", "new_high"]
    assert [row[0] for row in rows] == ["x=6.0", "x=7.0"]
    path = tmp_path / "out.npy"
    assert run_text(["fit", "line.csv", "--model", "line", "--save", str(path)])[0] == 0
    assert np.load(path) == pytest.approx([0.05, 1.99])


@pytest.mark.parametrize("extension", ["svg", "html", "txt", "json", "tex", "py"])
def test_saved_pictures_and_formulas(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"fit.{extension}"
    code, _, err = run_text(["fit", "line.csv", "--model", "line", "--save", str(path)])
    assert (code, path.stat().st_size > 0) == (0, True), err
    if extension == "svg":
        assert "<path" in path.read_text()


def test_verbose_has_the_correlations() -> None:
    out = screen("line.csv", "--model", "line", "-v", "--no-plot")
    assert "correlation" in out
    assert "−0.905" in out
    assert "AIC" in out


def test_digits() -> None:
    assert "1.9900000000" in screen("line.csv", "--model", "line", "--digits", "10", "--no-plot")


def test_the_models_that_have_a_name() -> None:
    rows = plain("--models")
    assert {"line", "exp", "power", "log", "logistic", "gaussian", "gaussian+line", "sine", "damped-sine",
            "michaelis-menten", "hill", "weibull", "lorentzian"} <= {row[0] for row in rows}  # fmt: skip
    assert all(len(row) == 3 for row in rows)


def test_no_progress_of_a_short_fit() -> None:
    environ = {"COLUMNS": "80", "LINES": "24", "NO_COLOR": "1"}
    _, _, err = run_text(["fit", "line.csv", "--model", "exp", "--start", "A=1,k=1"], isatty=True, environ=environ)
    assert "\r" not in err
