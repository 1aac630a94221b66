"""Bad input: a sentence with its place and the fix, the right exit code, nothing executed, nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mvcalc_cli.cli import run_text

LONG_SUM = "+".join(["x"] * 60_000)

# (arguments, exit code, words of the message)
MISTAKES = [
    (["diff", "x^2*sinn(x)"], 2, "unknown function sinn"),
    (["diff", "2x*e^(-x/2"], 2, "never closed"),
    (["diff", "2 3"], 2, "operator is missing"),
    (["diff", "х^2"], 2, "U+0445 CYRILLIC SMALL LETTER HA"),
    (["diff", "x" * 100_000], 5, "10,000"),
    (["diff", LONG_SUM], 5, "10,000"),
    (["diff", "(" * 10_000], 5, ""),
    (["diff", "(" * 4_000 + "x" + ")" * 4_000], 5, "60"),
    (["diff", "9^9^9^9"], 0, ""),
    (["simplify", "9^9^9^9"], 5, "bits"),
    (["simplify", "factorial(10^9)"], 5, "1,000"),
    (["eval", "factorial(10^9)"], 5, "large"),
    (["eval", "9^9^9^9"], 5, "large"),
    (["diff", "__import__('os').system('touch pwned')"], 2, ""),
    (["diff", "().__class__.__bases__[0]"], 2, ""),
    (["diff", "__class__"], 2, ""),
    (["simplify", "exec(x)"], 2, "unknown function exec"),
    (["diff", "lambda: x"], 2, ""),
    (["diff", "x\x00y"], 2, "U+0000"),
    (["diff", ""], 2, "nothing to read"),
    (["diff", "x^2", "--at", "y=1"], 2, "y"),
    (["grad", "x*y", "--at", "x=1"], 2, "y"),
    (["grad", "x*y", "--at", "x=1,x=2,y=3"], 2, "twice"),
    (["grad", "x*y", "--at", "1"], 2, ""),
    (["grad", "log(x*y)", "--at", "x=0,y=1"], 3, "undefined at (0, 1): log of 0"),
    (["diff", "log(x)", "--at", "0"], 3, "log of 0"),
    (["diff", "x/x", "--at", "0"], 3, "division by 0"),
    (["eval", "sqrt(x)", "--at", "-4"], 3, "negative"),
    (["diff", "x*y"], 2, "several variables"),
    (["diff", "x^2", "--order", "60"], 2, "50"),
    (["diff", "x^2", "--order", "two"], 2, "--order"),
    (["diff", "x^2", "--bogus"], 2, "--bogus"),
    (["diff", "x^2", "--step"], 2, "--steps"),
    (["diff", "x^2", "--wrt"], 2, "--wrt"),
    (["diff"], 2, "EXPR"),
    (["dif", "x^2"], 2, "did you mean diff?"),
    (["diff", "x^2 = 1", "--of", "y", "--wrt", "x"], 2, "y"),
    (["diff", "x^2", "--of", "y"], 2, "equation"),
    (["diff", "x^2+y^2=1", "--of", "y", "--wrt", "x", "--at", "3,4"], 3, "not on the curve"),
    (["grad", "x = 1"], 2, "equation"),
    (["grad", "[x, y]"], 2, "vector"),
    (["grad", "5"], 2, "no variable"),
    (["grad", "x*y", "--along", "0,0", "--at", "1,2"], 2, "zero vector"),
    (["grad", "x*y", "--along", "1,2,3", "--at", "1,2"], 2, "3 entries"),
    (["hessian", "+".join(f"x_{k}^2" for k in range(31))], 5, "30"),
    (["eval", "x"], 2, "no value"),
    (["diff", "|x|", "--at", "0"], 3, "no derivative"),
    (["grad", "|x| + y", "--at", "0,1"], 3, "no derivative"),
    (["diff", "floor(x)", "--at", "1"], 3, "no derivative"),
    (["solve", "a x + b = 0"], 2, "several variables"),
    (["diff", "x", "--memory", "10"], 2, "--memory"),
    (["eval", "x", "--table", "x=1..0"], 2, "upside down"),
    (["eval", "x", "--table", "5"], 2, "range"),
    (["diff", "gcd(x, 2)"], 2, "gcd"),
    (["diff", "@missing-file"], 4, "missing-file"),
    (["diff", "x", "--save", "out.xyz"], 2, ""),
    (["schema", "dif"], 2, "did you mean diff?"),
    (["diff", r"\frac{1}{x}"], 2, "LaTeX"),
    (["diff", "d/dx x^2"], 2, ""),
    (["diff", "∫ x dx"], 2, "mvcalc integrate 'x' --wrt x"),
    (["integrate", "int x^2 dx"], 2, "mvcalc integrate 'x^2' --wrt x"),
    (["integrate", "x^2 dx"], 2, "mvcalc integrate 'x^2' --wrt x"),
    (["limit", "lim x->0 sin(x)/x"], 2, "mvcalc limit 'sin(x)/x' --at x=0"),
    (["taylor", "taylor(sin(x), x, 0, 5)"], 2, "mvcalc taylor 'sin(x)' --about x=0 --order 5"),
    (["plot", "sin(x)", "--over", "x=0...pi"], 2, "--over x=0..pi"),
    (["integrate", "x", "--over", "x from 0 to 1"], 2, "--over x=0..1"),
    (["equal", "x"], 2, ""),
]


def name(row: tuple[list[str], int, str]) -> str:
    return " ".join(row[0])[:50].encode("ascii", "replace").decode()


@pytest.mark.parametrize(("arguments", "code", "words"), MISTAKES, ids=[name(row) for row in MISTAKES])
def test_a_sentence_and_an_exit_code(
    arguments: list[str], code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    start = time.perf_counter()
    exit_code, out, err = run_text(arguments)
    assert time.perf_counter() - start < 3
    assert exit_code == code, err
    assert words in err
    assert "Traceback" not in err
    if code:
        assert out == ""
        assert err.startswith("✗ ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("arguments", "code", "words"), MISTAKES[:8], ids=[name(row) for row in MISTAKES[:8]])
def test_the_same_in_json(arguments: list[str], code: int, words: str) -> None:
    _, out, err = run_text([*arguments, "--json"])
    error = json.loads(err)["error"]
    assert out == ""
    assert (error["exit_code"], error["kind"]) == (code, "parse" if code == 2 else "limit")
    assert words in error["message"]


@pytest.mark.parametrize("argument", [b"x^2 + \xff", b"\xc3(x)"])
def test_an_argument_that_is_not_utf8(argument: bytes) -> None:
    command = [sys.executable.encode(), b"-m", b"mvcalc_cli", b"diff", argument]
    done = subprocess.run(command, capture_output=True, check=False, env=_environment())
    assert done.returncode == 2
    assert b"UTF-8" in done.stderr
    assert b"\xff" not in done.stderr


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONIOENCODING": "utf-8"}


def test_nothing_foreign_reaches_the_terminal() -> None:
    _, _, err = run_text(["diff", "x\x1b[31m\u202e\x07y"])
    assert not any(char in err for char in "\x1b\u202e\x07")
