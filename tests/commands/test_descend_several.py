"""mvcalc descend --compare and --starts: several runs in one table and one picture."""

from __future__ import annotations

import json

import jsonschema
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of

HIMMELBLAU = "(x^2+y-11)^2 + (x+y^2-7)^2"
ALL = "gd,momentum,nesterov,adam,newton,bfgs,lbfgs,cg"


def screen(*arguments: str, code: int = 0, width: int = 80) -> str:
    environ = {"COLUMNS": str(width), "LINES": "24", "NO_COLOR": "1"}
    found, out, err = run_text(("descend", *arguments), isatty=True, environ=environ)
    assert (found, err) == (code, ""), err
    return out


def answer(*arguments: str, code: int = 0) -> dict[str, object]:
    found, out, err = run_text(("descend", *arguments, "--json"))
    assert found == code, err
    document: dict[str, object] = json.loads(out)
    jsonschema.validate(document, schema_of("descend"))
    assert set(document) <= set(schema_of("descend")["$defs"]["Descend"]["properties"])
    return document


def test_methods_side_by_side() -> None:
    out = screen("x^2 + 4y^2", "--from", "3,2", "--compare", "gd,newton")
    lines = out.splitlines()
    assert lines[0] == "2 methods   from (3, 2)"
    assert lines[2].split() == ["method", "steps", "evaluations", "time", "f", "|∇f|", "end"]
    assert [line.split()[0] for line in lines[4:6]] == ["gd", "newton"]
    assert all(line.endswith("✓ minimum") for line in lines[4:6])
    assert "○ start   • gd   ▲ newton   ★ end" in out
    said = " ".join(out.split())
    assert (
        "✓ all methods converged minimum f = 0 at (0.000000, 0.000000), with the fewest evaluations by newton" in said
    )


def test_every_method_has_its_own_marker() -> None:
    for flags in ((), ("--ascii",)):
        out = screen(HIMMELBLAU, "--from", "0.5,-0.8", "--compare", ALL, *flags)
        legend = out[out.index("start") :].partition(" end")[0]
        markers = [legend.split(f" {name}")[0][-1] for name in ALL.split(",")]
        assert len({*markers, "○", "★", "o", "X"}) == 12


def test_a_chart_for_many_variables() -> None:
    out = screen("x^2 + 10y^2 + 100z^2", "--from", "1,1,1", "--compare", "gd,newton")
    assert "log10 f" in out
    assert "━━ gd   ╌╌ newton" in out


def test_a_rate_is_for_those_that_take_one() -> None:
    code, _, err = run_text(["descend", "x^2", "--from", "1", "--compare", "gd,newton,cg", "--rate", "0.1"])
    assert (code, err) == (0, "note: newton, cg take no --rate: the others use it\n")


def test_one_that_converges_is_enough() -> None:
    found = answer(HIMMELBLAU, "--from", "0.5,-0.8", "--compare", "gd,newton", "--rate", "0.05")
    runs = found["runs"]
    assert isinstance(runs, list)
    assert [run["converged"] for run in runs] == [False, True]
    assert (found["method"], found["converged"]) == ("newton", True)
    assert answer("x^3", "--from", "-1", "--compare", "gd,bfgs", code=1)["converged"] is False
    assert "✗ none of the methods converged" in screen("x^3", "--from", "-1", "--compare", "gd,bfgs", code=1)


def test_rows_of_a_comparison() -> None:
    out = run_text(["descend", "x^2 + 4y^2", "--from", "3,2", "--compare", "gd,newton"])[1]
    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[0] for row in rows] == ["gd", "newton"]
    assert all(len(row) == 8 and row[6] == "yes" for row in rows)


def test_a_narrow_terminal_shows_what_fits() -> None:
    out = screen(HIMMELBLAU, "--from", "0.5,-0.8", "--compare", "gd,adam", width=40)
    assert "  method   steps           f   end\n" in out
    assert max(map(len, out.splitlines())) <= 40


def test_random_starts() -> None:
    out = screen(HIMMELBLAU, "--starts", "20", "--seed", "1")
    assert out.startswith("gradient descent   from 20 starts around (0, 0), seed 1\n")
    rows = out.splitlines()[4:8]
    assert sum(int(row.split()[0]) for row in rows) == 20
    assert all(row.endswith("minimum") for row in rows)
    assert "✓ 20 of 20 runs converged, to 4 different ends\n    lowest minimum found: f = " in out
    assert "global" not in out


def test_the_best_end_comes_first() -> None:
    found = answer("x^4 - 2x^2 + x/4", "--starts", "12", "--seed", "3")
    ends = found["ends"]
    assert isinstance(ends, list)
    assert [round(end["end"]["x"], 3) for end in ends] == [-1.03, 0.967]
    assert sum(end["count"] for end in ends) == 12
    assert found["minimum"] == ends[0]["end"]
    assert found == answer("x^4 - 2x^2 + x/4", "--starts", "12", "--seed", "3")


def test_the_highest_end_comes_first_where_f_is_raised() -> None:
    found = answer("-x^4 + 2x^2 - x/4", "--starts", "12", "--seed", "3", "--maximise")
    ends = found["ends"]
    assert isinstance(ends, list)
    assert [end["nature"] for end in ends] == ["maximum", "maximum"]
    assert ends[0]["f"] > ends[1]["f"]


def test_what_became_of_the_others() -> None:
    found = answer("log(x) + 1/x", "--starts", "10", "--seed", "1")
    assert found["refused"] > 0  # type: ignore[operator]
    code, out, err = run_text(["descend", "log(x) + 1/x", "--starts", "10", "--seed", "1"])
    assert (code, out.splitlines()[0].partition("\t")[0]) == (0, "x")
    assert "began outside the domain of f" in err


def test_no_start_converges() -> None:
    out = screen("x^3", "--starts", "5", "--no-plot", code=1)
    assert "✗ no run converged: " in out
    assert "minimum" not in out


@pytest.mark.parametrize("method", ["newton", "lbfgs"])
def test_starts_with_other_methods(method: str) -> None:
    assert answer(HIMMELBLAU, "--starts", "5", "--method", method)["method"] == method
