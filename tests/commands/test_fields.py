"""mvcalc div, curl and laplacian, and diff --sigma."""

from __future__ import annotations

import json

import pytest

from mvcalc_cli.cli import run_text


def screen(*arguments: str) -> str:
    code, out, err = run_text(arguments, isatty=True, environ={"COLUMNS": "80", "NO_COLOR": "1"})
    assert (code, err) == (0, ""), err
    return out


def test_the_screen_of_a_divergence() -> None:
    assert screen("div", "x y", "y z", "z x", "--at", "1,2,3") == (
        """\
div F   for   F(x, y, z) = [x·y, y·z, z·x]

  x + y + z

  at x = 1, y = 2, z = 3        6
  a source here

  ✓ agrees with differences to 8e-14
"""
    )


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        (("curl", "[-y, x, z]"), "[0, 0, 2]\n"),
        (("curl", "[-y, x]", "--at", "1,1"), "2\t2.0\n"),
        (("div", "[y, 0]"), "0\n"),  # the plane's coordinates, though x does not occur
        (("div", "[a*x, b*y]", "--wrt", "x,y"), "a + b\n"),
        (("laplacian", "x^2 + y^2"), "4\n"),
        (("laplacian", "[x^2, y^3]"), "[2, 6*y]\n"),
    ],
)
def test_rows(arguments: tuple[str, ...], rows: str) -> None:
    assert run_text(arguments)[:2] == (0, rows)


def test_a_field_that_turns_only_around_a_hole() -> None:
    """Its curl is 0 wherever it is defined: that it is a gradient must not be claimed, nor that it is none."""
    out = screen("curl", "[-y/(x^2+y^2), x/(x^2+y^2)]")
    assert "where the domain has no holes" in " ".join(out.split())
    assert "where x² + y² ≠ 0" in out
    assert "not a gradient" not in out


def test_algebra_proves_what_the_tidying_leaves() -> None:
    out = screen("laplacian", "1/sqrt(x^2+y^2+z^2)")
    assert "harmonic" in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["div", "[a x, b y]"], 2, "which of a, b, x, y are the 2 coordinates?"),
        (["curl", "[x, y, z, w]"], 2, "2 or 3 components"),
        (["curl", "x y"], 2, "a field has several components"),
        (["curl", "[z, 0]"], 2, "--wrt z,x"),
        (["div", "[x, y]", "--wrt", "x,y,z"], 2, "as many components as variables"),
        (["div", "x = y"], 2, "equation"),
        (["laplacian", "abs(x)", "--at", "0"], 3, "kink"),
        (["laplacian", "log(x)", "--at", "-1"], 3, "undefined at x = −1"),
        (["laplacian", "5"], 2, "no variable"),
    ],
)
def test_mistakes(arguments: list[str], code: int, words: str) -> None:
    found, out, err = run_text(arguments)
    assert (found, out) == (code, "")
    assert words in err


def test_the_screen_of_error_propagation() -> None:
    assert screen("diff", "x y", "--sigma", "x=0.1,y=0.2", "--at", "2,3") == (
        """\
σ_f   for   f(x, y) = x·y

  partial   expression   at (2, 3)     σ     |∂f|·σ   share
  ─────────────────────────────────────────────────────────
  ∂f/∂x     y                    3   0.1   0.300000     36%
  ∂f/∂y     x                    2   0.2   0.400000     64%

  σ_f = √( Σ (∂f/∂xᵢ · σᵢ)² )   independent inputs
  σ_f = √(x²/25 + y²/100)

  f = 6.00 ± 0.50

  ✓ agrees with differences to 8e-14
"""
    )


def test_error_propagation_in_a_pipe() -> None:
    assert run_text(["diff", "x y", "--sigma", "x=0.1,y=0.2"])[1] == "sqrt(x**2/25 + y**2/100)\n"
    code, out, _ = run_text(["diff", "x y", "--sigma", "x=0.1", "--at", "2,3"])
    assert code == 0
    assert [float(cell) for cell in out.split("\t")] == pytest.approx([6.0, 0.3])
    found = json.loads(run_text(["diff", "x^2", "--sigma", "0.1", "--at", "3", "--json"])[1])
    assert found["propagation"]["sigma"] == pytest.approx(0.6)
    assert found["result"]["text"] == "Abs(1/5*x)"


def test_curvature_is_told() -> None:
    out = screen("diff", "x^2", "--sigma", "0.5", "--at", "0.1")
    assert "the first order is" in out
    assert "the first order" not in screen("diff", "x^2", "--sigma", "0.01", "--at", "3")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["x y", "--sigma", "x=0.1,z=0.2"], 2, "z does not occur"),
        (["x y", "--sigma", "x=-0.1"], 2, "not negative"),
        (["x y", "--sigma", "x=y"], 2, "needs numbers"),
        (["x y", "--sigma", "0.1"], 2, ""),
        (["[x, y]", "--sigma", "x=1"], 2, "scalar"),
        (["abs(x)", "--sigma", "1", "--at", "0"], 3, "kink"),
        (["5", "--sigma", "1"], 2, "no variable"),
    ],
)
def test_mistakes_of_sigma(arguments: list[str], code: int, words: str) -> None:
    found, out, err = run_text(["diff", *arguments])
    assert (found, out) == (code, "")
    assert words in err
