"""The commands for authors: new, lint, test, show, preview, fmt."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.commands.bank_files import check_figure
from mvcalc_cli.commands.figures import draw, words_of
from mvcalc_cli.errors import InputError, MvcalcError
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.schemas import schema_of

TINY = """\
schema: 1
bank: {id: tiny, title: Tiny, module: 2}
questions:
- id: power
  tags: [power]
  difficulty: 1
  variables: {x: real}
  params: {n: {integer: [3, 5]}}
  prompt: "Differentiate {x^n}."
  figure: "plot {x^n} --over x=-1..1"
  type: expression
  label: "f' ="
  answer: n x^(n - 1)
  mistakes: [{answer: x^(n - 1), say: "The {n} comes down.", score: 0.5, name: lost}]
  hints: [Bring the exponent down.]
  solution: ["{n x^(n - 1)}"]
  tests:
  - {seed: any, answer: n x^(n - 1), score: 1}
  - {seed: any, answer: x^(n - 1), score: 0.5, mistake: lost}
"""


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bank in the folder where commands run."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY)
    return path


def valid(command: str, argv: list[str]) -> dict[str, Any]:
    """The JSON answer, held against its schema."""
    _, out, err = run_text([*command.split(), *argv, "--json"])
    assert not err, err
    answer: dict[str, Any] = json.loads(out)
    jsonschema.Draft202012Validator(schema_of(command)).validate(answer)
    return answer


# --- new -------------------------------------------------------------------------------------------


def test_new_writes_a_bank_that_is_clean_and_passes(bank: Path) -> None:
    assert run_text(["quiz", "new", "my bank", "--module", "3"]) == (0, "my bank.yaml\n", "")
    assert "  module: 3\n" in bank.with_name("my bank.yaml").read_text()
    assert run_text(["quiz", "lint", "my bank.yaml", "--seeds", "10", "-q"]) == (0, "", "")
    assert run_text(["quiz", "test", "my bank.yaml", "--seeds", "10"])[0] == 0
    assert run_text(["quiz", "fmt", "my bank.yaml", "--check"])[0] == 0
    assert valid("quiz new", ["other"])["path"] == "other.yaml"


def test_new_writes_over_nothing(bank: Path) -> None:
    code, out, err = run_text(["quiz", "new", "tiny.yaml"])
    assert (code, out) == (4, "")
    assert "tiny.yaml is there already" in err
    assert bank.read_text() == TINY
    assert run_text(["quiz", "new", "tiny.yaml", "--force"])[0] == 0
    assert bank.read_text() != TINY
    assert run_text(["quiz", "new", "no/such/folder.yaml"])[0] == 4


# --- lint ------------------------------------------------------------------------------------------


def test_lint(bank: Path) -> None:
    clean = "tiny.yaml\tok\t1 question proved over 5 seeds\t\n"
    assert run_text(["quiz", "lint", "tiny.yaml", "--seeds", "5"]) == (0, clean, "")
    code, out, _ = run_text(["quiz", "lint", "tiny.yaml", "--seeds", "5", "--screen"])
    assert (code, out) == (0, "  ✓ tiny.yaml: 1 question proved over 5 seeds\n")
    bank.write_text(TINY.replace("{x^n}.", "{x^m}.").replace("  hints: [Bring the exponent down.]\n", ""))
    code, out, err = run_text(["quiz", "lint", "tiny.yaml", "--seeds", "5"])
    assert (code, err) == (4, "")
    assert [line.split("\t")[:3] for line in out.splitlines()] == [
        ["tiny.yaml:4:3", "warning", "power has no hints"],
        ["tiny.yaml:9:26", "error", "m in {x^m} is neither a parameter nor a variable [seed 0: n = 4]"],
    ]


def test_lint_on_a_terminal(bank: Path) -> None:
    bank.write_text(TINY.replace("promp", "promt", 1))
    code, out, _ = run_text(["quiz", "lint", "tiny.yaml", "--screen"])
    assert code == 4
    assert out == (
        "tiny.yaml:4:3: error: the question has no prompt\n"
        "    fix: add prompt: …\n"
        "tiny.yaml:9:3: error: promtt is not known in a question\n"
        "    fix: did you mean prompt?\n"
        "  ✗ tiny.yaml: 2 errors\n"
    )


def test_lint_in_json(bank: Path) -> None:
    bank.write_text(TINY.replace("{x^n}.", "{x^m}."))
    answer = valid("quiz lint", ["tiny.yaml", "--seeds", "3"])
    assert answer["counts"] == {"errors": 1, "warnings": 0}
    assert answer["findings"][0]["line"] == 9
    assert answer["banks"] == [{"path": "tiny.yaml", "id": "tiny", "questions": 1, "errors": 1, "warnings": 0}]


def test_lint_of_a_folder_and_of_nothing(bank: Path) -> None:
    assert run_text(["quiz", "lint", str(bank.parent), "--seeds", "3", "-q"]) == (0, "", "")
    assert run_text(["quiz", "lint", "none.yaml"])[0] == 4
    assert run_text(["quiz", "lint", "nobody"])[0] == 2
    assert run_text(["quiz", "lint"])[0] == 2


# --- test ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("bank")
def test_tests_that_pass() -> None:
    code, out, _ = run_text(["quiz", "test", "tiny.yaml", "--seeds", "4"])
    assert code == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == ["passed", "passed"]
    assert run_text(["quiz", "test", "tiny.yaml", "--seeds", "4", "--screen"])[1] == (
        "  ✓ tiny: 2 of 2 tests pass over 4 seeds\n"
    )


def test_tests_that_fail(bank: Path) -> None:
    bank.write_text(TINY.replace("score: 0.5, mistake: lost}\n", "score: 0.25}\n"))
    code, out, _ = run_text(["quiz", "test", "tiny.yaml", "--seeds", "1", "--junit", "r.xml", "--screen"])
    assert code == 1
    assert out == (
        "tiny.yaml:19:5: power, test 2\n"
        "    seed 0   given     x**(4 - 1)\n"
        "             expected  score 0.25\n"
        "             got       score 0.5: at x = 1 yours gives 1, the answer gives 4\n"
        "  ✗ tiny: 1 of 2 tests pass over 1 seed\n"
    )
    assert 'failures="1"' in Path("r.xml").read_text()
    answer = valid("quiz test", ["tiny.yaml", "--seeds", "1"])
    assert (answer["passed"], answer["failed"]) == (1, 1)
    assert answer["tests"][1]["failures"][0]["seed"] == 0
    assert run_text(["quiz", "test", "tiny.yaml", "--seeds", "1", "--junit", "no/such/r.xml"])[0] == 4


# --- show, preview ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("bank")
def test_show() -> None:
    code, out, _ = run_text(["quiz", "show", "tiny/power", "--bank", "tiny.yaml", "--screen"])
    assert code == 0
    assert out == ("tiny/power   Module 2 · Tiny   ★   seed 0\n\n  Differentiate x⁴.\n\n  f' =   [expression]\n\n")
    code, out, _ = run_text(["quiz", "show", "power", "--bank", "tiny.yaml", "--answer"])
    assert out.splitlines() == [
        "prompt\t\tDifferentiate x**4.",
        "part\tanswer\texpression\tf' =",
        "answer\tanswer\t4*x**3",
        "mistake\tlost\tx**3\tThe 4 comes down.",
        "hint\t1\tBring the exponent down.",
        "solution\t\t4*x**3",
        "figure\t\tplot 'x**4' --over x=-1..1",
    ]
    answer = valid("quiz show", ["power", "--bank", "tiny.yaml", "--answer", "--seed", "2"])
    assert answer["seed"] == 2
    assert "answers" not in valid("quiz show", ["power", "--bank", "tiny.yaml"])["parts"][0]


DECIMAL = """\
schema: 1
bank: {id: tiny, title: Tiny}
questions:
- id: share
  params:
    h: {choice: ["0.64"]}
  variables: {x: real}
  prompt: "{h} of {1 - h}"
  type: expression
  answer: "h*x"
  mistakes: [{answer: "(1 - h)*x", say: "that is the rest"}]
"""


def test_show_has_the_same_text_in_a_pipe_and_on_a_terminal(bank: Path) -> None:
    bank.write_text(DECIMAL)
    words = ["quiz", "show", "share", "--bank", "tiny.yaml", "--answer"]
    screen = run_text([*words, "--screen"])[1]
    assert "0.64 of 0.36" in screen
    assert "0.64x" in screen
    assert run_text(words)[1].splitlines() == [
        "prompt\t\t0.64 of 0.36",
        "part\tanswer\texpression\t",
        "answer\tanswer\t0.64*x",
        "mistake\t\t0.36*x\tthat is the rest",
    ]
    found = valid("quiz show", words[2:])
    assert (found["prompt"], found["parameters"]) == ("0.64 of 0.36", {"h": "0.64"})
    assert found["parts"][0]["answers"] == ["0.64*x"]


def test_show_is_silent_of_broken_banks_that_nobody_asked_for(bank: Path) -> None:
    folder = bank.parent / "more"
    folder.mkdir()
    (folder / "broken.yaml").write_text("schema: [")
    home = {"HOME": str(bank.parent), "XDG_CONFIG_HOME": str(bank.parent / "config")}
    (bank.parent / "config" / "mvcalc").mkdir(parents=True)
    folder.rename(bank.parent / "config" / "mvcalc" / "quizzes")
    assert run_text(["quiz", "show", "power", "--bank", "tiny.yaml"], "", home)[2] == ""
    code, _, err = run_text(["quiz", "show", "powr", "--bank", "tiny.yaml"], "", home)
    assert code == 2
    assert "did you mean power?; left out, with mistakes:" in err
    assert "broken.yaml" in err
    (bank.parent / "asked.yaml").write_text("schema: [")
    code, _, err = run_text(["quiz", "show", "power", "--bank", "tiny.yaml", "--bank", "asked.yaml"], "", home)
    assert code == 0
    assert "asked.yaml is left out, it has mistakes" in err
    assert "broken.yaml" not in err


@pytest.mark.usefixtures("bank")
def test_show_of_nothing() -> None:
    code, _, err = run_text(["quiz", "show", "powr", "--bank", "tiny.yaml"])
    assert code == 2
    assert "no question is called powr" in err
    assert "did you mean power?" in err


def test_watching_a_file_that_is_not_there(bank: Path) -> None:
    assert run_text(["quiz", "preview", str(bank.with_name("none.yaml")), "--watch"])[0] == 4


def test_preview(bank: Path) -> None:
    code, out, _ = run_text(["quiz", "preview", "tiny.yaml"])
    assert code == 0
    assert out.splitlines()[:2] == ["question\ttiny/power\t0", "prompt\t\tDifferentiate x**4."]
    bank.write_text(TINY.replace("{x^n}.", "{x^m} \\e[31m[bold]."))
    code, out, _ = run_text(["quiz", "preview", "tiny.yaml", "--screen"])
    assert code == 4
    assert "tiny.yaml:4:3: power, prompt: m in {x^m} is neither" in " ".join(out.split())
    assert "\x1b" not in out
    assert valid("quiz preview", ["tiny.yaml"])["questions"][0]["problem"]


def test_what_a_terminal_would_obey_is_shown_as_signs(bank: Path) -> None:
    bank.write_text(TINY.replace("{x^n}.", "{x^n} \\e[31m[bold]red."))
    _, out, _ = run_text(["quiz", "show", "power", "--bank", "tiny.yaml", "--screen"])
    assert "x⁴ \ufffd[31m[bold]red." in out


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals as on Unix")
def test_preview_watches_until_ctrl_c(bank: Path) -> None:
    command = [sys.executable, "-m", "mvcalc_cli", "quiz", "preview", "tiny.yaml", "--watch"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        assert "Differentiate" in _until(process.stdout, "Differentiate")
        bank.write_text(TINY.replace("Differentiate", "Derive"))
        assert "Derive" in _until(process.stdout, "Derive")
        bank.write_text("schema: [")
        assert "not YAML" in _until(process.stdout, "not YAML")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130


def _until(stream: Any, word: str) -> str:
    """What is written until a word comes, or for 20 seconds."""
    found, end = "", time.monotonic() + 20
    while word not in found and time.monotonic() < end:
        found += (stream.read() or b"").decode()
        time.sleep(0.05)
    return found


# --- fmt -------------------------------------------------------------------------------------------


def test_fmt(bank: Path) -> None:
    moved = TINY.replace("  tags: [power]\n", "").replace("  tests:", "  tags: [power]\n  tests:")
    bank.write_text(moved)
    bank.chmod(0o640)
    assert run_text(["quiz", "fmt", "tiny.yaml", "--check"]) == (1, "tiny.yaml\tchanged\n", "")
    assert bank.read_text() == moved
    assert run_text(["quiz", "fmt", "tiny.yaml"]) == (0, "tiny.yaml\tchanged\n", "")
    assert bank.read_text() == TINY
    assert bank.stat().st_mode & 0o777 == 0o640
    assert run_text(["quiz", "fmt", "tiny.yaml", "--screen"])[1] == "  ✓ tiny.yaml is in the usual form\n"
    assert valid("quiz fmt", ["tiny.yaml"])["changed"] is False
    bank.write_text("a: &x 1\n")
    assert run_text(["quiz", "fmt", "tiny.yaml"])[0] == 4


# --- figures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["plot x^2", "mvcalc plot '-x^2' --contour", "taylor 'sin(x)' --plot", "plot 'x y' --heat"]
)
def test_figures(line: str) -> None:
    check_figure(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "rm -rf /",
        "plot",
        "plot x --save a.svg",
        "plot @a",
        "plot -",
        "diff x^2",
        "quiz run",
        "plot 'x^'",
        "plot x --let y=@f",
        "plot 'x",
    ],
)
def test_lines_that_are_no_figures(line: str) -> None:
    with pytest.raises((InputError, MvcalcError)):
        check_figure(line)
    with pytest.raises(InputError, match="the figure of this question"):
        draw(line, Output())


@pytest.mark.parametrize("line", ["mvcalc plot x^2", "taylor 'sin(x)' --plot"])
def test_what_is_a_figure_to_authors_is_drawn_to_learners(line: str) -> None:
    assert words_of(line)[0] in {"plot", "taylor"}


def test_show_tells_what_is_wrong_with_the_bank_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(TINY.replace("difficulty: 1", "difficulty: 9"))
    code, _, err = run_text(["quiz", "show", "power", "--bank", str(path)])
    assert code == 4
    assert "difficulty is a whole number from 1 to 5, not 9" in err
