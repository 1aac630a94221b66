"""mvcalc eval, simplify, expand, factor, solve, equal, schema: rows, screens, exit codes."""

from __future__ import annotations

import pytest

from mvcalc_cli.cli import run_text

# (command line, exit code, standard output)
ROWS = [
    (("eval", "x^2 sin(3x)", "--at", "1"), 0, "0.1411200080598672\n"),
    (("eval", "1/3 + 1/4"), 0, "0.5833333333333334\n"),
    (("eval", "x", "x^2", "--at", "3"), 0, "3.0\n9.0\n"),
    (("eval", "2 < 3"), 0, "true\n"),
    (("eval", "(-8)^(1/3)", "--complex", "-q"), 0, "1.0000000000000002 + 1.7320508075688772*i\n"),
    (("eval", "i^2", "-q"), 0, "-1.0 + 0.0*i\n"),
    (("eval", "[x, 2]", "--at", "5"), 0, "5.0\t2.0\n"),
    (("eval", "pi", "--digits", "40"), 0, "3.141592653589793238462643383279502884197\n"),
    (("eval", "1/7", "--digits", "20"), 0, "0.14285714285714285714\n"),
    (("eval", "x^2", "--table", "x=0..1", "--points", "3"), 0, "0.0\t0.0\n0.5\t0.25\n1.0\t1.0\n"),
    (("eval", "a x", "--table", "x=0..1", "--points", "2", "--at", "a=3"), 0, "0.0\t0.0\n1.0\t3.0\n"),
    (("eval", "sum(k, k=1..100)"), 0, "5050.0\n"),
    (("simplify", "sin(x)^2 + cos(x)^2"), 0, "1\n"),
    (("expand", "(x + y)^2"), 0, "x**2 + 2*x*y + y**2\n"),
    (("factor", "x^3 - x"), 0, "x*(x - 1)*(x + 1)\n"),
    (("factor", "x^2 + 1"), 0, "x**2 + 1\n"),
    (("solve", "x^2 = 2"), 0, "-sqrt(2)\t-1.4142135623730951\nsqrt(2)\t1.4142135623730951\n"),
    (("solve", "x^2 + 1"), 1, "\n"),
    (("solve", "x + y = 3", "x - y = 1"), 0, "2\t1\t2.0\t1.0\n"),
    (("equal", "sin(2x)", "2 sin(x) cos(x)", "-q"), 0, "equal\n"),
    (("equal", "(x+1)^2", "x^2 + 1", "-q"), 1, "different\n"),
    (("equal", "log(x^2)", "2 log(x)", "-q"), 1, "domain differs\n"),
    (("equal", "sqrt(x^2)", "x", "-q"), 1, "different\n"),
    (("equal", "sqrt(x^2)", "x", "--vars", "x:positive", "-q"), 0, "equal\n"),
    (("equal", "|x|", "sqrt(x^2)", "-q"), 0, "equal\n"),
    (("equal", "x/x", "1", "-q"), 1, "domain differs\n"),
    (("equal", "0.333", "1/3", "-q"), 1, "different\n"),
]


@pytest.mark.parametrize(("arguments", "code", "out"), ROWS, ids=[" ".join(row[0]) for row in ROWS])
def test_rows(arguments: tuple[str, ...], code: int, out: str) -> None:
    assert run_text(arguments)[:2] == (code, out)


def test_equal_shows_a_point_where_they_differ() -> None:
    _, out, _ = run_text(["equal", "(x+1)^2", "x^2 + 1"])
    assert out.startswith("different\tat x = ")


def test_a_lost_condition_is_told() -> None:
    code, out, err = run_text(["simplify", "(x^2 - 1)/(x - 1)"])
    assert (code, out) == (0, "x + 1\n")
    assert "equal only where x != 1" in err or "equal only where x ≠ 1" in err


def test_a_table_says_where_it_is_undefined() -> None:
    code, out, err = run_text(["eval", "1/x", "--table", "x=0..1", "--points", "2"])
    assert (code, out) == (0, "0.0\tnan\n1.0\t1.0\n")
    assert "undefined at x = 0: division by 0" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("solve", "x^2 = 2"), "x = √2   ≈ 1.414214"),
        (("solve", "sin(x) = 0"), "every multiple of π"),
        (("solve", "sqrt(x) = -1"), "not a solution: 1"),
        (("solve", "x^2 < 4"), "x ∈ (−2, 2)"),
        (("eval", "1/3 + 1/4"), "7/12   ≈ 0.583333"),
        (("equal", "sin(2x)", "2 sin(x) cos(x)"), "✓ equal"),
        (("simplify", "x"), "already as short as I can make it"),
    ],
)
def test_screens(arguments: tuple[str, ...], words: str) -> None:
    _, out, _ = run_text(arguments, isatty=True, environ={"COLUMNS": "80", "NO_COLOR": "1"})
    assert words in out
