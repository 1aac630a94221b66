"""mvcalc critical: the screens, rows, JSON, the working, families, corners, pictures and bad input."""

from __future__ import annotations

import json
import math
from typing import Any

import jsonschema
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of

HIMMELBLAU = "(x^2+y-11)^2 + (x+y^2-7)^2"


def screen(*arguments: str, code: int = 0) -> str:
    environ = {"COLUMNS": "80", "LINES": "24", "NO_COLOR": "1"}
    found, out, err = run_text(("critical", *arguments), isatty=True, environ=environ)
    assert (found, err) == (code, ""), err
    return out


def said(*arguments: str, code: int = 0) -> str:
    """The screen on one line, without its picture."""
    return " ".join(screen(*arguments, "--no-plot", code=code).split())


def answer(*arguments: str, code: int = 0) -> dict[str, Any]:
    found, out, err = run_text(("critical", *arguments, "--json"))
    assert found == code, err
    document: dict[str, Any] = json.loads(out)
    jsonschema.validate(document, schema_of("critical"))
    return document


def kinds(document: dict[str, Any]) -> list[tuple[tuple[float, ...], str]]:
    return [(tuple(one["point"].values()), one["kind"]) for one in document["critical_points"]]


def rows(*arguments: str, code: int = 0) -> list[list[str]]:
    found, out, _ = run_text(("critical", *arguments))
    assert found == code
    return [line.split("\t") for line in out.splitlines()]


def test_the_screen() -> None:
    shown = screen("x^3 - 3x + y^2", "--no-plot")
    table = shown[: shown.index("\n\n  all:")]
    assert table.splitlines() == [
        "H   for   f(x, y) = x³ − 3x + y²",
        "",
        "    ⎡6x  0⎤",
        "    ⎣ 0  2⎦",
        "",
        "  critical points, where ∇f = 0",
        "  point      f   eigenvalues   det H   kind",
        "  ──────────────────────────────────────────────",
        "  (1, 0)    −2          6, 2      12   ▾ minimum",
        "  (−1, 0)    2         2, −6     −12   ✕ saddle",
    ]
    assert "f is unbounded below: f → −∞ along (−t, 0), t → ∞" in shown


def test_the_answer_in_json() -> None:
    found = answer("x^3 - 3x + y^2")
    assert kinds(found) == [((1, 0), "minimum"), ((-1, 0), "saddle")]
    assert [one["det"] for one in found["critical_points"]] == [12, -12]
    assert [[entry["text"] for entry in row] for row in found["matrix"]] == [["6*x", "0"], ["0", "2"]]
    assert found["unbounded"]["below"]
    assert found["unbounded"]["above"]


def test_every_real_point_is_found_and_the_proof_is_told() -> None:
    found = answer(HIMMELBLAU)
    assert sorted(kind for _, kind in kinds(found)) == ["maximum"] + 4 * ["minimum"] + 4 * ["saddle"]
    assert [one["global"] for one in found["critical_points"]].count("global minimum") == 4
    assert "Gröbner" in found["complete"]
    assert "eigenvalues     det H   kind" in screen(HIMMELBLAU, "--no-plot")  # a table that fits, no records


def test_points_that_are_known_by_numbers_are_marked() -> None:
    assert "≈ (" in said(HIMMELBLAU)
    assert "≈" not in said("x^3 - 3x + y^2")


def test_a_family_with_its_members() -> None:
    shown = said("sin(x)")
    assert "infinitely many: π·k + π/2, k ∈ ℤ" in shown
    found = answer("sin(x)", "--over", "x=20..30")
    places = [round(one["point"]["x"], 4) for one in found["critical_points"]]
    assert places == [23.5619, 29.8451, 20.4204, 26.7035]
    assert [family["kind"] for family in found["families"]] == ["periodic"]
    assert {one["global"] for one in found["critical_points"]} == {"global minimum", "global maximum"}


def test_a_curve_of_critical_points() -> None:
    shown = said("x^2 y^2")
    assert "infinitely many: (0, y), y ∈ ℝ global minimum" in shown
    assert rows("x^2 y^2", "--plain") == [["0", "y", "0", "global minimum"], ["x", "0", "0", "global minimum"]]


def test_a_constant() -> None:
    assert "f is constant, every point is critical" in said("5 + 0x", "--wrt", "x")


def test_a_gap_is_no_point() -> None:
    found = answer("sin(x)/x")
    assert min(abs(one["point"]["x"]) for one in found["critical_points"]) > 4
    assert any("no value" in note for note in found["notes"])


def test_a_staircase_is_no_constant() -> None:
    assert "f is constant in pieces" in said("floor(x)")


def test_the_tip_of_a_cone() -> None:
    found = answer("sqrt(x^2 + y^2)")
    (tip,) = found["critical_points"]
    assert (tip["point"], tip["differentiable"]) == ({"x": 0, "y": 0}, False)
    assert tip["global"] == "global minimum"
    assert "all where f has a gradient: " in said("sqrt(x^2 + y^2)")
    assert found["edges"] == []


def test_degenerate_kinds_have_a_reason() -> None:
    assert "saddle: " in said("x^3 - 3x y^2")
    found = answer("x^4 + y^4")["critical_points"][0]
    assert (found["kind"], found["global"], found["det"]) == ("minimum", "global minimum", 0)
    assert found["reason"]


def test_an_inflection() -> None:
    assert "· inflection" in screen("x^3", "--no-plot")


def test_corners_are_candidates() -> None:
    found = answer("|x^2 - 1|")
    assert kinds(found) == [((1,), "minimum"), ((-1,), "minimum"), ((0,), "maximum")]
    assert [one["differentiable"] for one in found["critical_points"]] == [False, False, True]
    assert "where f′ = 0 or does not exist" in said("|x^2 - 1|")
    assert "the slope is −2 on the left and 2 on the right" in said("|x^2 - 1|")


def test_edges_are_named() -> None:
    assert "f ends where x = 0" in said("x + sqrt(x)", code=1)
    assert "f ends where x = 0: an extreme on that edge" in said("sqrt(x) + y^2", code=1)
    assert "no gradient where" not in said("|x| + y^2")  # settled: its kink is looked at, and (0, 0) is in the table


def test_no_critical_point_is_an_answer() -> None:
    found = answer("e^x", code=1)
    assert found["critical_points"] == []
    assert found["complete"]
    assert "no critical point" in said("e^x", code=1)


def test_a_box() -> None:
    found = answer("x^3 - 3x + y^2", "--over", "x=0..2,y=-1..1")
    assert kinds(found) == [((1, 0), "minimum")]
    assert found["notes"] == ["1 more outside the box"]


def test_rows() -> None:
    assert rows("x^3 - 3x + y^2", "--plain") == [["1", "0", "-2", "minimum"], ["-1", "0", "2", "saddle"]]


def test_the_points_are_put_back() -> None:
    found = answer(HIMMELBLAU)["check"]
    assert (found["verdict"], found["points"]) == ("agrees", 9)
    assert found["error"] < 1e-25
    assert "✓ put back into ∇f = 0 at 30 digits: residual 0" in said("x^3 - 3x + y^2")


def test_many_members_of_a_family_are_cut_short() -> None:
    found = answer("sin(x) sin(y)")
    assert len(found["critical_points"]) == 24
    assert found["left_out"] > 40
    assert f"{found['left_out']} more are not listed: name a smaller box with --over" in said("sin(x) sin(y)")


def test_a_batch() -> None:
    code, out, _ = run_text(["critical", "-"], stdin="x^2 + y^2\nx^3 - 3x\n")
    assert (code, out) == (0, "(0, 0) 0 global minimum\n1 -2 minimum\t-1 2 maximum\n")


def test_latex() -> None:
    _, out, _ = run_text(["critical", "x^3 - 3x + y^2", "--latex"])
    assert out == "\\left[\\begin{matrix}1 & 0\\\\- 1 & 0\\end{matrix}\\right]\n"


def test_numbers_in_latex_are_decimals() -> None:
    _, out, _ = run_text(["critical", HIMMELBLAU, "--latex"])
    assert "3.584428340" in out


def test_the_working() -> None:
    shown = said("x^4 + y^4 - 4x y + 1", "--steps")
    for part in (
        "1 gradient ∂f/∂x = 4x³ − 4y ∂f/∂y = 4y³ − 4x",
        "2 equations ∇f = 0 4x³ − 4y = 0",
        "3 substitute 4x³ − 4y = 0, so y = x³: then 4x·(x − 1)·(x + 1)·(x² + 1)·(x⁴ + 1) = 0, "
        "so x = −1 or x = 0 or x = 1: (−1, −1), (0, 0), (1, 1)",
        "second derivative test at (0, 0) H(0, 0) = [0, −4; −4, 0] det H = −16, eigenvalues 4, −4 saddle",
        "f = −1 the same at (−1, −1)",
        "6 global (1, 1), (−1, −1): global minimum, since f → ∞ far out",
    ):
        assert part in shown


@pytest.mark.parametrize("text", ["x^3 - 3x + y^2", "sin(x)", "x^2 y^2", "e^x"])
def test_the_picture(text: str) -> None:
    drawn, bare = (screen(text, flag, code=int(text == "e^x")) for flag in ("--plot", "--no-plot"))
    assert "└" in drawn
    assert "└" not in bare


def test_a_letter_is_given_a_value() -> None:
    assert kinds(answer("a x^2 + y^2", "--wrt", "x,y", "--let", "a=-1")) == [((0, 0), "saddle")]


@pytest.mark.parametrize(
    "text",
    [
        "sin(x)/x",
        "(1 - cos x)/x^2",
        "sin(x - 1/3)/(x - 1/3)",
        "sin(x - pi)/(x - pi)",
        "(x^2 - 1)^2/(x - 1)",
        "x^2 log(x)",
    ],
)
def test_no_point_stands_where_f_has_no_value(text: str) -> None:
    gaps = {"(x^2 - 1)^2/(x - 1)": 1.0, "sin(x - 1/3)/(x - 1/3)": 1 / 3, "sin(x - pi)/(x - pi)": math.pi}
    gap = gaps.get(text, 0.0)
    found = answer(text)["critical_points"]
    assert found
    assert min(abs(one["point"]["x"] - gap) for one in found) > 0.1


def test_a_function_of_one_expression() -> None:
    shown = said("sin(x^2 + y^2)")
    assert "infinitely many: (x, y), x² + y² − π·k − π/2 = 0, k ∈ ℤ" in shown
    assert "global maximum or global minimum" in shown
    assert [one["point"] for one in answer("sin(x^2 + y^2)")["critical_points"]] == [{"x": 0, "y": 0}]


def test_a_rounded_curve_is_marked() -> None:
    assert "x·y − 4.49340946 ≈ 0 at the 2 looked at: minimum" in said("sin(x y)/(x y)")


@pytest.mark.parametrize(
    ("text", "curve"), [("|x y|", "x·y = 0"), ("|x^2 + y^2 - 1|", "x² + y² − 1 = 0"), ("|x - y|", "x − y = 0")]
)
def test_a_curve_of_kinks(text: str, curve: str) -> None:
    shown = said(text)
    assert f"infinitely many: (x, y), {curve} global minimum" in shown.replace("at the 2 looked at: ", "")
    assert "not among the points" not in shown


def test_numbers_on_a_curve_are_not_shown_as_isolated_points() -> None:
    found = answer("max(x, y)^2 + x^2")
    assert [one["point"] for one in found["critical_points"]] == [{"x": 0, "y": 0}]
    (family,) = found["families"]
    assert (family["kind"], family["parameters"], family["point"], family["equations"]) == ("curve", [], {}, [])
    assert all(one["f"] == 0 for one in family["samples"])
    assert "infinitely many, it seems, on a curve where f = 0: ≈ (0, −0.0" in said("max(x, y)^2 + x^2")
    assert "infinitely many, it seems, on an interval where f = 2" in said("|x - 1| + |x + 1|")


def test_seams_have_exact_points() -> None:
    for text, place in (("|x| + |y|", (0, 0)), ("|x - y| + x^2", (0, 0)), ("|x - 1| + (y + 2)^2", (1, -2))):
        assert kinds(answer(text)) == [(place, "minimum")]
        assert "≈ (" not in said(text)


@pytest.mark.parametrize(
    ("text", "points", "kind"),
    [
        ("x e^(-x)", "global maximum", "f is unbounded below: f → −∞ as x → −∞"),
        ("x^4 - 4x^2", "global minimum", "f is unbounded above: f → ∞ far out"),
        ("x log(x)", "global minimum", "f is unbounded above: f → ∞ as x → ∞"),
        ("sqrt(x) - x", "global maximum", "f is unbounded below: f → −∞ as x → ∞"),
        ("e^(-x^2)", "global maximum", ""),
        ("ln(x^2 + y^2 + 1)", "global minimum", "f is unbounded above"),
        ("x y e^(-x y)", "global maximum", "f is unbounded below"),
        ("x^2 y e^(-x^2 - y^2)", "global minimum", "(0, y), y ∈ ℝ"),
    ],
)
def test_global_ones(text: str, points: str, kind: str) -> None:
    shown = said(text)
    assert points in shown
    assert kind in shown
    assert "along t" not in shown


def test_positive_variables() -> None:
    shown = said("x y + 8/x + 8/y", "--vars", "x:positive,y:positive")
    assert "(2, 2) global minimum: in the logarithms of the variables f is convex" in shown
    assert "f is unbounded below" not in shown
    assert "global minimum" not in said("x y + 8/x + 8/y")


def test_a_curve_beyond_the_positive_numbers_is_none() -> None:
    found = answer("x^2 e^(-x y)", "--vars", "x:positive,y:positive", code=1)
    assert (found["critical_points"], found["families"]) == ([], [])
    assert "(z, 1, z), z > 0" in said("x y/z + z/x + 1/y", "--vars", "x:positive,y:positive,z:positive")


def test_a_wave_on_a_slope_has_no_least_value() -> None:
    shown = said("sin(x) + x/2")
    assert "f is unbounded below: f → −∞ as x → −∞" in shown
    assert "f is unbounded above: f → ∞ as x → ∞" in shown
    assert "global" not in shown


def test_the_working_in_json() -> None:
    steps = answer("x^4 + y^4 - 4x y + 1", "--steps")["steps"]
    assert [step["rule"] for step in steps[:3]] == ["gradient", "equations", "substitute"]
    assert steps[0]["lines"] == ["∂f/∂x = 4x³ − 4y", "∂f/∂y = 4y³ − 4x"]
    assert "steps" not in answer("x^2")


def test_digits() -> None:
    assert "≈ (3.58, −1.85)" in said(HIMMELBLAU, "--digits", "2")
    assert "≈ (3.5844283, −1.8481265)" in said(HIMMELBLAU, "--digits", "7")


def test_a_box_of_some_of_the_variables() -> None:
    found = answer("x^3 - 3x + y^3 - 3y", "--over", "x=0..2")
    assert sorted(place for place, _ in kinds(found)) == [(1, -1), (1, 1)]


def test_curves_are_drawn_as_lines() -> None:
    drawn = screen("(x^2 + y^2 - 1)^2", "--plot")
    assert "━━ critical: global minimum" in drawn
    assert drawn.count("▾") == 0


MISTAKES = [
    (["5"], "there is no variable here", "--wrt x"),
    (["[x, y]"], "this is a vector", "name one function"),
    (["x^2 = 1"], "this is an equation", "mvcalc solve"),
    (["a x^2", "--wrt", "x"], "depend on a", "--let a=2"),
    (["x^2", "--over", "x=3..1"], "upside down", "x=1..3"),
    (["x^2", "--over", "z=1..3"], "z does not occur", "it has x"),
    (["x^2", "--over", "x=1..1"], "this range is empty", "--over x=-10..10"),
    (["x^2", "--over", "x=-inf..1"], "must be finite", "a variable without a range runs everywhere"),
    (["x^2", "--over", "x=0..1,x=2..3"], "x has two ranges", ""),
    (["x^2", "--over", "x=0..a"], "must be numbers", "--over x=-10..10"),
    (["x^2", "--size", "3"], "columns x rows", "80x24"),
    (["x^2", "--wrt", "x,x"], "named twice", ""),
]


@pytest.mark.parametrize(("arguments", "sentence", "fix"), MISTAKES, ids=[" ".join(row[0]) for row in MISTAKES])
def test_a_mistake_is_told_with_its_fix(arguments: list[str], sentence: str, fix: str) -> None:
    code, out, err = run_text(["critical", *arguments])
    assert (code, out) == (2, "")
    text = " ".join(err.split())
    assert sentence in text
    assert fix in text


def test_too_many_variables() -> None:
    code, _, err = run_text(["critical", "a^2+b^2+c^2+d^2+p^2+q^2+r^2+s^2+t^2"])
    assert code == 5
    assert "mvcalc descend" in err
