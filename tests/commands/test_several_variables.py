"""mvcalc grad, jacobian and hessian: screens, rows, and what they say about a point."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mvcalc_cli.cli import run_text


def screen(*arguments: str) -> str:
    code, out, err = run_text(arguments, isatty=True, environ={"COLUMNS": "80", "NO_COLOR": "1"})
    assert (code, err) == (0, ""), err
    return out


def plain(*arguments: str) -> str:
    code, out, err = run_text(arguments)
    assert code == 0, err
    return out


def answer(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(plain(*arguments, "--json"))
    return found


def test_the_gradient_screen() -> None:
    out = screen("grad", "x^2 y + sin(x y)", "--at", "x=1,y=2", "--along", "3,4")
    assert out.startswith(
        """\
∇f   for   f(x, y) = x²·y + sin(x·y)

  partial   expression          at (1, 2)
  ───────────────────────────────────────
  ∂f/∂x     2x·y + y·cos(x·y)    3.167706
  ∂f/∂y     x² + x·cos(x·y)      0.583853

  steepest ascent  → 10.4° from the x-axis,  slope |∇f| = 3.221063
  along (3, 4)/5   2.367706   directional derivative ∇f · û
  tangent plane  z = 2.909297 + 3.167706·(x − 1) + 0.583853·(y − 2)
"""
    )


def test_the_gradient_row() -> None:
    assert plain("grad", "x^2 y + sin(x y)", "--at", "1,2") == (
        "x\t2*x*y + y*cos(x*y)\t3.1677063269057153\ny\tx**2 + x*cos(x*y)\t0.5838531634528576\n"
    )


def test_a_direction_without_a_point_is_a_formula() -> None:
    assert plain("grad", "x y", "--along", "3,4").splitlines()[-1] == "along\t(4*x + 3*y)/5"


def test_a_flat_point_is_called_critical() -> None:
    assert "critical point" in screen("grad", "x^2 + y^2", "--at", "0,0")


def test_the_tangent_plane_touches() -> None:
    """z(a) = f(a), and its slopes are the partials."""
    found = answer("grad", "x^2 y", "--at", "2,3")
    assert found["tangent"] == {"value": 12.0, "slopes": [12.0, 4.0]}
    assert found["norm"] == pytest.approx(12.649110640673518)


def test_the_jacobian_screen() -> None:
    out = screen("jacobian", "r cos(t)", "r sin(t)", "--wrt", "r,t", "--at", "r=2,t=pi/6")
    assert out.startswith(
        """\
J   for   (r, t) ↦ (r·cos(t), r·sin(t))

    ⎡cos(t)   −r·sin(t)⎤
    ⎣sin(t)    r·cos(t)⎦

  at (2, π/6)
    ⎡ 0.8660  −1.0000⎤
    ⎣ 0.5000   1.7321⎦

  det J = r        at the point 2    small areas are scaled ×2, orientation kept
"""
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("x", "-y", "--at", "1,1"), "orientation reversed"),
        (("x y", "x y", "--at", "1,1"), "collapse"),
        (("x", "y", "z", "--at", "1,1,1"), "small volumes are scaled ×1"),
    ],
)
def test_what_a_determinant_means(arguments: tuple[str, ...], words: str) -> None:
    assert words in screen("jacobian", *arguments)


def test_the_jacobian_rows() -> None:
    assert plain("jacobian", "[x y, x + y]") == "y\tx\n1\t1\n"
    assert plain("jacobian", "[x y, x + y]", "--at", "2,3") == "3.0\t2.0\n1.0\t1.0\n"


def test_a_jacobian_need_not_be_square() -> None:
    found = answer("jacobian", "x y z")
    assert "det" not in found
    assert [entry["text"] for entry in found["result"]["rows"][0]] == ["y*z", "x*z", "x*y"]


@pytest.mark.parametrize(
    ("text", "point", "kind", "definiteness"),
    [
        ("x^3 - 3x + y^2", "1,0", "minimum", "positive definite"),
        ("x^3 - 3x + y^2", "-1,0", "saddle", "indefinite"),
        ("-x^2 - y^2", "0,0", "maximum", "negative definite"),
        ("x^4 + y^2", "0,0", None, "positive semidefinite"),
        ("x^4 + y^4", "0,0", None, "zero"),
        ("x^2 - y^2 + z^2", "0,0,0", "saddle", "indefinite"),
        ("x^2 + y^2 + z^2 + x y", "0,0,0", "minimum", "positive definite"),
    ],
)
def test_the_kind_of_a_critical_point(text: str, point: str, kind: str | None, definiteness: str) -> None:
    found = answer("hessian", text, "--at", point)
    assert (found["critical"], found["kind"], found["definiteness"]) == (True, kind, definiteness)


def test_minimum_is_said_of_critical_points_alone() -> None:
    """A positive definite Hessian where the gradient is not 0 is no minimum."""
    found = answer("hessian", "x^2 + y^2", "--at", "1,1")
    assert (found["critical"], found["kind"]) == (False, None)
    assert "not a critical point" in screen("hessian", "x^2 + y^2", "--at", "1,1")


def test_a_constant_hessian_needs_no_point() -> None:
    assert answer("hessian", "x^2 + y^2 + x y")["eigenvalues"] == [3.0, 1.0]


def test_the_hessian_screen() -> None:
    assert screen("hessian", "x^3 - 3x + y^2", "--at", "1,0").startswith(
        """\
H   for   f(x, y) = x³ − 3x + y²

    ⎡6x  0⎤
    ⎣ 0  2⎦

  at (1, 0)
    ⎡6  0⎤
    ⎣0  2⎦

  det H = 12x
  eigenvalues 6, 2
  positive definite   curves up in every direction, like a bowl

  ▾ minimum   ∇f = 0 here
"""
    )


def test_batches_are_one_line_each() -> None:
    assert run_text(["grad", "-"], stdin="x y\nx^2\n")[1] == "[y, x]\n[2*x]\n"
    assert run_text(["hessian", "-"], stdin="x y\n")[1] == "[0, 1; 1, 0]\n"
    assert run_text(["jacobian", "-"], stdin="[x, x^2]\n")[1] == "[1; 2*x]\n"
