"""mvcalc check-work: screens, lines, JSON and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of

LOST = "x^2 = x\nx = 1\n"


def test_the_screen() -> None:
    working = "(x+1)^2 - (x-1)\n= x^2 + 2x + 1 - x + 1\n\n= x^2 + 3x   # oh\n= x (x+3)\n"
    code, out, err = run_text(["check-work", "-", "--screen"], working)
    assert (code, err) == (1, "")
    assert out == (
        "check-work   standard input\n"
        "\n"
        "  · 1    (x+1)^2 - (x-1)\n"
        "  ✓ 2  = x^2 + 2x + 1 - x + 1\n"
        "  ✗ 4  = x^2 + 3x\n"
        "         at x = 0 line 2 gives 2, line 4 gives 0\n"
        "\n"
        "  ✗ line 4 does not follow\n"
    )


def test_lost_solutions_on_the_screen() -> None:
    _, out, _ = run_text(["check-work", "-", "--screen"], LOST)
    assert "lost: x = 0\n         dividing by x loses x = 0, where it is 0\n" in out


def test_a_line_a_line() -> None:
    code, out, _ = run_text(["check-work", "-"], LOST)
    assert (code, out) == (
        1,
        "1\tstart\t\n2\tdoes-not-follow\tlost: x = 0; dividing by x loses x = 0, where it is 0\n",
    )
    assert out.isascii()


def test_a_file_and_quiet(tmp_path: Path) -> None:
    path = tmp_path / "w.txt"
    path.write_text("x + x\n= 2x\n")
    assert run_text(["check-work", str(path)])[0] == 0
    assert run_text(["check-work", str(path), "-q"])[1] == "0\n"
    path.write_text(LOST)
    assert run_text(["check-work", str(path), "-q"])[:2] == (1, "2\n")


def test_json() -> None:
    code, out, _ = run_text(["check-work", "-", "--json"], "(x+1)^2\n= x^2 + 1\n")
    found = json.loads(out)
    assert (code, found["first"]) == (1, 2)
    assert found["lines"][1]["verdict"] == "does-not-follow"
    assert found["lines"][1]["slip"] == "(x + 1)**2 is not x**2 + 1: it is x**2 + 2*x + 1"


def test_all_lines() -> None:
    code, out, _ = run_text(["check-work", "-", "--all"], "x\n= x + 1\n= x\n")
    assert code == 1
    assert [row.split("\t")[1] for row in out.splitlines()] == ["start", "does-not-follow", "does-not-follow"]


def test_a_condition_is_no_mistake() -> None:
    code, out, _ = run_text(["check-work", "-"], "x/x\n= 1\n")
    assert (code, out) == (0, "1\tstart\t\n2\tfollows-where\tholds for x != 0\n")


def test_what_cannot_be_read() -> None:
    code, out, err = run_text(["check-work", "-"], "x\n= (x + 1\n")
    assert (code, out) == (2, "")
    assert "standard input:2:3: this bracket is never closed" in err


def test_no_file() -> None:
    code, _, err = run_text(["check-work", "/nonexistent/w.txt"])
    assert code == 4
    assert "cannot be read" in err


def test_nothing_to_compare() -> None:
    assert run_text(["check-work", "-"], "\n# nothing\n")[0] == 2
    assert "there is one line" in run_text(["check-work", "-", "--screen"], "x\n")[1]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "w.txt"
    path.write_bytes(b"x\n\xff\xfe\n")
    assert run_text(["check-work", str(path)])[0] == 4


def test_the_answer_fits_its_schema() -> None:
    _, out, _ = run_text(["check-work", "-", "--json"], "x^2 = x\n=> x = 1\n")
    found = json.loads(out)
    schema = schema_of("check-work")
    jsonschema.validate(found, schema)
    definition = schema["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    assert set(found) <= set(definition["properties"])
