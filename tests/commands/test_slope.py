"""mvcalc slope: the screens, the rows, and what is said where there is no derivative."""

from __future__ import annotations

import json

import pytest

from mvcalc_cli.cli import run_text


def screen(*arguments: str, code: int = 0) -> str:
    found, out, err = run_text(("slope", *arguments), isatty=True, environ={"COLUMNS": "80", "NO_COLOR": "1"})
    assert (found, err) == (code, ""), err
    return out


def test_the_screen() -> None:
    assert (
        screen("x^3", "--at", "2")
        == """\
rise over run for x³ at x = 2     f(2) = 8

  run  h      f(2 + h)    rise / run   distance to limit
  ──────────────────────────────────────────────────────
       1            27            19             7.0e+00
     0.1         9.261         12.61             6.1e-01
    0.01      8.120601       12.0601             6.0e-02
   0.001   8.012006001     12.006001             6.0e-03
  0.0001    8.00120006   12.00060001             6.0e-04

  as h → 0 the slope tends to 12      f′(x) = 3x², f′(2) = 12
  the distance falls like h   (observed order 1.00 at h = 1e-6)
  below h ≈ 1e-8 rounding takes over: the two values share 7 of 16 digits, which
    their difference loses
  tangent line   y = 12x − 16

  ✓ agrees with differences to 2e-14
"""
    )


def test_a_kink_shows_both_sides() -> None:
    assert screen("abs(x)", "--at", "0", "--points", "2", code=1) == (
        """\
rise over run for |x| at x = 0     f(0) = 0

  run  h   slope to the left   slope to the right
  ───────────────────────────────────────────────
       1                  −1                    1
     0.1                  −1                    1

  ✗ no derivative: the slopes tend to −1 on the left, and to 1 on the right
"""
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cbrt(x)", "the tangent is vertical"),
        ("sqrt(x)", "do not exist on the left, and grow to ∞ on the right"),
        ("floor(x)", "grow to ∞ on the left, and tend to 0 on the right"),
        ("sqrt(abs(x))", "grow to −∞ on the left, and grow to ∞ on the right"),
    ],
)
def test_why_there_is_none(text: str, words: str) -> None:
    assert words in " ".join(screen(text, "--at", "0", code=1).split())


def test_rows() -> None:
    code, out, _ = run_text(["slope", "x^2", "--at", "3", "--points", "2"])
    assert (code, out) == (
        0,
        "1.0\t9.0\t16.0\t7.0\t1.0\n0.1\t9.0\t9.610000000000001\t6.100000000000007\t0.10000000000000675\n",
    )


def test_a_batch_answers_with_the_slope() -> None:
    code, out, err = run_text(["slope", "-", "--at", "0"], stdin="x^2 + 3x\nabs(x)\nlog(x)\n")
    assert out.splitlines() == ["3.0", "no derivative: the slopes tend to -1 on the left, and to 1 on the right", ""]
    assert code == 3
    assert "line 3" in err


def test_a_partial_slope_keeps_the_others_still() -> None:
    found = json.loads(run_text(["slope", "x^2 y", "--wrt", "y", "--at", "x=3,y=1", "--json"])[1])
    assert found["limit"] == 9.0
    assert found["tangent"] == {"slope": 9.0, "intercept": 0.0}


def test_the_exact_tangent_needs_rational_numbers() -> None:
    assert "y = x/2 + 1/2" in screen("sqrt(x)", "--at", "1")
    assert "y = 0.5403x + 0.3012" in screen("sin(x)", "--at", "1")


def test_a_picture_of_secants() -> None:
    out = screen("x^2", "--at", "1", "--plot")
    assert all(words in out for words in ("tangent, slope 2", "h = 1, slope 3", "h = 0.5, slope 2.5000"))


def test_a_picture_of_a_kink() -> None:
    out = screen("abs(x)", "--at", "0", "--plot", code=1)
    assert "slope −1 on the left" in out
    assert "slope 1 on the right" in out


def test_nothing_heavy_is_loaded_for_the_table() -> None:
    import subprocess
    import sys

    script = (
        "import sys; from mvcalc_cli.cli import run_text; run_text(['slope', 'x^3', '--at', '2']); "
        "print([m for m in ('sympy', 'numpy', 'mpmath', 'plotext') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_only_a_straight_line_is_called_one() -> None:
    """At 1e8 rounding hides that the slopes of a parabola differ: that is said, and nothing else."""
    out = screen("x^2", "--at", "1e8")
    assert "every run gives" not in out
    assert "rounding hides" in out
    assert "h is lost" in screen("x^2", "--at", "1e17")
    assert "every run gives this slope" in screen("3x + 1", "--at", "5")
    assert "every run gives this slope" in screen("x^2", "--at", "3", "--kind", "central")
