"""The launcher, in this process: formats, streams, batches, mistakes."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from mvcalc_cli import __version__
from mvcalc_cli.cli import launch, run, run_text
from mvcalc_cli.commands.launch import Cost
from mvcalc_cli.commands.streams import Stream, Streams
from mvcalc_cli.errors import InputError
from mvcalc_cli.worker import GIB

SCREEN = "d/dx [ x² ]"


def test_version() -> None:
    assert run_text(["--version"]) == (0, f"mvcalc {__version__}\n", "")


FORMATS = [
    ([], False, "2*x\n"),
    ([], True, SCREEN),
    (["--plain"], True, "2*x\n"),
    (["--screen"], False, SCREEN),
    (["--latex"], True, "2 x\n"),
    (["--json"], True, "{\n"),
    (["--python"], False, "import numpy"),
    (["-q"], False, "2*x\n"),
    (["-q"], True, "2x\n"),
]


@pytest.mark.parametrize(("flags", "isatty", "start"), FORMATS, ids=[f"{' '.join(f)} {t}" for f, t, _ in FORMATS])
def test_format_of_an_answer(flags: list[str], isatty: bool, start: str) -> None:
    code, out, err = run_text(["diff", "x^2", *flags], isatty=isatty, environ={"NO_COLOR": "1"})
    assert (code, err) == (0, "")
    assert out.startswith(start)


COLORS = [
    # flags, environment, terminal, coloured
    ([], {}, True, True),
    ([], {"NO_COLOR": "1"}, True, False),
    ([], {"NO_COLOR": ""}, True, True),
    ([], {"TERM": "dumb"}, True, False),
    (["--no-color"], {"FORCE_COLOR": "1"}, True, False),
    (["--color"], {"NO_COLOR": "1"}, True, True),
    (["--screen"], {}, False, False),
    (["--screen"], {"FORCE_COLOR": "1"}, False, True),
    (["--screen"], {"FORCE_COLOR": "0"}, True, False),
    ([], {"FORCE_COLOR": "1"}, False, False),  # a pipe stays plain
    (["--json"], {"FORCE_COLOR": "1"}, True, False),
    (["--screen"], {"MVCALC_COLOR": "no"}, True, False),
]


@pytest.mark.parametrize(("flags", "environ", "isatty", "colored"), COLORS)
def test_color(flags: list[str], environ: dict[str, str], isatty: bool, colored: bool) -> None:
    out = run_text(["diff", "x^2", *flags], environ=environ, isatty=isatty)[1]
    assert ("\x1b[" in out) == colored


def test_ascii_by_option_and_by_encoding() -> None:
    assert run_text(["diff", "x^2", "--screen", "--ascii"])[1].isascii()
    out = run_text(["diff", "x^2", "--screen"], encoding="ascii")[1]
    assert "d/dx [ x^2 ]" in out
    assert run_text(["diff", "sinn(x)"], encoding="latin-1")[2].startswith("error: ")


def test_columns_reach_the_screen() -> None:
    out = run_text(["diff", "(x+1)^5 sin(x) cos(x) exp(x)", "--screen"], environ={"COLUMNS": "40"})[1]
    assert max(map(len, out.splitlines())) <= 40


@pytest.mark.parametrize("columns", ["1", "20", "0", "-5", "many", "9" * 50])
def test_odd_columns(columns: str) -> None:
    assert run_text(["diff", "x^2", "--screen"], environ={"COLUMNS": columns})[0] == 0


def test_two_formats_exclude_each_other() -> None:
    code, out, err = run_text(["diff", "x", "--plain", "--latex"])
    assert (code, out) == (2, "")
    assert "--plain and --latex exclude each other" in err


UNKNOWN = [
    ("dif", "did you mean diff?"),
    ("x^2", "to differentiate it: mvcalc diff 'x^2'"),
    ("f'(x)", "to differentiate it: mvcalc diff 'f'\\''(x)'"),
    ("-x", "to differentiate it: mvcalc diff '-x'"),
    ("frobnicate", "mvcalc --help lists them"),
    ("--json", "options stand after the command: mvcalc diff EXPR …"),
]


@pytest.mark.parametrize(("word", "hint"), UNKNOWN)
def test_what_is_no_command(word: str, hint: str) -> None:
    code, out, err = run_text([word])
    assert (code, out) == (2, "")
    assert hint in err


def test_a_mistake_in_json() -> None:
    _, _, err = run_text(["diff", "x", "--bogus", "--json"])
    assert json.loads(err)["error"]["exit_code"] == 2


def test_minus_h_is_an_expression_and_says_so() -> None:
    code, out, err = run_text(["diff", "-h"])
    assert (code, out) == (0, "-1\n")
    assert "mvcalc diff --help" in err


# Batches


def test_line_k_answers_line_k() -> None:
    code, out, err = run_text(["diff", "-"], stdin="x^2\n\nsinn(x)\r\ncos(x)")
    assert out == "2*x\n\n\n-sin(x)\n"
    assert code == 2
    assert err.startswith("line 3: unknown function sinn\n")


def test_the_largest_exit_code_counts() -> None:
    assert run_text(["eval", "-"], stdin="1\nlog(0)\nsinn(x)\n1\n")[0] == 3


def test_a_batch_in_json() -> None:
    _, out, err = run_text(["diff", "-", "--json"], stdin="x^2\nsinn(x)\nx\n")
    lines = out.splitlines()
    assert [json.loads(line)["line"] if line else None for line in lines] == [1, None, 3]
    assert json.loads(lines[0])["input"]["exprs"] == ["x^2"]
    assert json.loads(err)["error"]["where"]["line"] == 2


def test_a_batch_of_matrices_keeps_one_line_each() -> None:
    out = run_text(["hessian", "-"], stdin="x^2 y\nx y\n")[1]
    assert out == "[2*y, 2*x; 2*x, 0]\n[0, 1; 1, 0]\n"


def test_dash_for_one_argument_of_two() -> None:
    code, out, _ = run_text(["equal", "x^2", "-"], stdin="x*x\nx\n")
    assert len(out.splitlines()) == 2
    assert code == 1
    assert run_text(["equal", "-", "-"], stdin="x\n")[0] == 2


def test_bytes_that_are_no_text_are_a_mistake_of_their_line() -> None:
    out, err = io.BytesIO(), io.BytesIO()
    code = run(["diff", "-"], io.BytesIO(b"x\n\xff\nx\0\nx^2\n"), out, err, {"HOME": "/nonexistent"})
    assert (code, out.getvalue()) == (4, b"1\n\n\n2*x\n")
    assert b"line 2:" in err.getvalue()
    assert b"line 3:" in err.getvalue()


def test_a_line_that_never_ends_is_refused_in_bounded_memory() -> None:
    out, err = io.BytesIO(), io.BytesIO()
    text = b"x+" * 200_000 + b"x\nx^2\n"
    code = run(["diff", "-"], io.BytesIO(text), out, err, {"HOME": "/nonexistent"})
    assert (code, out.getvalue()) == (5, b"\n2*x\n")


def test_an_empty_batch_is_an_empty_answer() -> None:
    assert run_text(["diff", "-"], stdin="") == (0, "", "")


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert run_text(["diff", "-"], stdin="\ufeffx^2\n")[1] == "2*x\n"


# Streams


class Broken(io.BytesIO):
    def __init__(self, problem: OSError) -> None:
        super().__init__()
        self.problem = problem

    def write(self, _data: Any) -> int:
        raise self.problem


@pytest.mark.parametrize("argv", [["diff", "x"], ["diff", "-"], ["--help"], ["--version"]])
def test_a_closed_pipe_ends_silently(argv: list[str]) -> None:
    err = io.BytesIO()
    assert run(argv, io.BytesIO(b"x\n" * 3), Broken(BrokenPipeError(32, "Broken pipe")), err, {}) == 0
    assert err.getvalue() == b""


@pytest.mark.parametrize("argv", [["diff", "x"], ["diff", "-"], ["--help"]])
def test_a_full_disk_is_one_line(argv: list[str]) -> None:
    err = io.BytesIO()
    code = run(argv, io.BytesIO(b"x\n"), Broken(OSError(28, os.strerror(28))), err, {})
    assert code == 4
    assert err.getvalue().decode() == "✗ the answer cannot be written: no space left on device\n"


def test_streams_that_are_closed() -> None:
    err = io.BytesIO()
    assert run(["diff", "x"], None, None, err, {}) == 4
    assert "standard output is closed" in err.getvalue().decode()
    assert run(["diff", "-"], None, io.BytesIO(), io.BytesIO(), {}) == 4
    assert run(["diff", "sinn(x)"], None, io.BytesIO(), None, {}) == 2


def test_notes_go_to_stderr_unless_quiet() -> None:
    assert "note: " in run_text(["diff", "1/2x"])[2]
    assert run_text(["diff", "1/2x", "-q"])[1:] == ("1/2\n", "")


# Saving


def test_save(tmp_path: Path) -> None:
    path = tmp_path / "f.tex"
    code, out, err = run_text(["diff", "x^2", "--save", str(path)])
    assert (code, out, path.read_text()) == (0, "2*x\n", "2 x\n")
    assert str(path) in err.replace("\n", "").replace("       ", "")
    code, out, err = run_text(["diff", "x^3", "--save", str(path)])
    assert (code, out, path.read_text()) == (4, "", "2 x\n")
    assert run_text(["diff", "x^3", "--save", str(path), "--force"])[0] == 0
    assert path.read_text() == "3 x^{2}\n"


def test_a_batch_cannot_be_saved(tmp_path: Path) -> None:
    assert run_text(["diff", "-", "--save", str(tmp_path / "f.tex")], stdin="x\n")[0] == 2
    assert list(tmp_path.iterdir()) == []


# Values of options

VALUES = [
    (["--order", "two"], "--order needs a whole number from 1 to 50"),
    (["--order", "51"], "--order needs a whole number from 1 to 50"),
    (["--order", "1.5"], "--order needs a whole number"),
    (["--timeout", "soon"], "--timeout needs a number of at least 0"),
    (["--timeout", "-1"], "--timeout needs a number of at least 0"),
    (["--timeout", "nan"], "--timeout needs a finite number"),
    (["--timeout", "inf"], "--timeout needs a finite number"),
    (["--memory", "much"], "--memory needs a size"),
]


@pytest.mark.parametrize(("flags", "message"), VALUES, ids=[" ".join(flags) for flags, _ in VALUES])
def test_values_that_do_not_fit(flags: list[str], message: str) -> None:
    code, out, err = run_text(["diff", "x", *flags])
    assert (code, out) == (2, "")
    assert message in err


def test_limits() -> None:
    assert Cost(None, None).limits("calculus") == (10.0, 2 * GIB, 1)
    assert Cost(None, None).limits("numeric").seconds is None
    assert Cost(3, None).limits("numeric").seconds == 3
    assert Cost(0, "512M").limits("algebra") == (None, GIB // 2, 1)
    assert [Cost(1, text).limits("calculus").memory for text in ("1.5GiB", "2000000", "2000 kb")] == [
        3 * GIB // 2,
        2_000_000,
        2_048_000,
    ]
    with pytest.raises(InputError):
        Cost(1, "1..5G").limits("calculus")


# Faults of ours


@pytest.fixture
def _broken_command(monkeypatch: pytest.MonkeyPatch) -> None:
    from mvcalc_cli.commands import functions

    def report(_reader: Any) -> Any:
        raise ZeroDivisionError("boom\n\x1b[31m")

    monkeypatch.setattr(functions, "report", report)


@pytest.mark.usefixtures("_broken_command")
def test_an_internal_error_is_a_sentence() -> None:
    code, out, err = run_text(["functions"])
    assert (code, out) == (1, "")
    assert err.startswith("✗ internal error: ZeroDivisionError: boom")
    assert "Traceback" not in err
    assert "\x1b" not in err


@pytest.mark.usefixtures("_broken_command")
def test_debug_shows_the_traceback() -> None:
    assert "Traceback" in run_text(["functions", "--debug"])[2]


# Without fork


def spawned(monkeypatch: pytest.MonkeyPatch, *argv: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """The launcher with its worker, on a platform that has no fork."""
    monkeypatch.setattr("mvcalc_cli.worker.can_fork", lambda: False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    out, err = io.BytesIO(), io.BytesIO()
    streams = Streams(io.BytesIO(stdin), Stream(out), Stream(err), {"HOME": "/nonexistent"})
    code = launch(list(argv), streams, worker=True)
    return code, out.getvalue().decode(), err.getvalue().decode()


def test_without_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spawned(monkeypatch, "diff", "-", stdin=b"x^2\nsinn(x)\nx^3\n")[:2] == (2, "2*x\n\n3*x**2\n")


def test_the_deadline_without_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = spawned(monkeypatch, "factor", "x^1000 + x^37 + y^500 + 1", "--timeout", "2", "--no-check")
    assert (code, out) == (5, "")
    assert err.startswith("✗ stopped after 2 s")
