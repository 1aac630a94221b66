"""mvcalc lagrange: the screen, rows, JSON, the working, inequalities, singular points, pictures and bad input."""

from __future__ import annotations

import json
import math
from typing import Any

import jsonschema
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of

CIRCLE = ("x^2 y", "--subject-to", "x^2 + y^2 = 3")


def screen(*arguments: str, code: int = 0, columns: int = 80, lines: int = 24) -> str:
    environ = {"COLUMNS": str(columns), "LINES": str(lines), "NO_COLOR": "1"}
    found, out, err = run_text(("lagrange", *arguments), isatty=True, environ=environ)
    assert (found, err) == (code, ""), err
    return out


def said(*arguments: str, code: int = 0) -> str:
    """The screen on one line, without its picture."""
    return " ".join(screen(*arguments, "--no-plot", code=code).split())


def answer(*arguments: str, code: int = 0) -> dict[str, Any]:
    found, out, err = run_text(("lagrange", *arguments, "--json"))
    assert found == code, err
    document: dict[str, Any] = json.loads(out)
    jsonschema.validate(document, schema_of("lagrange"))
    return document


def rows(*arguments: str, code: int = 0) -> list[list[str]]:
    found, out, _ = run_text(("lagrange", *arguments))
    assert found == code
    return [line.split("\t") for line in out.splitlines()]


def refused(*arguments: str, code: int = 2) -> str:
    found, out, err = run_text(("lagrange", *arguments))
    assert (found, out) == (code, "")
    return err


def test_the_screen() -> None:
    shown = screen(*CIRCLE, "--no-plot")
    assert shown.splitlines()[:13] == [
        "Lagrange multipliers   ∇f = λ∇g      f(x, y) = x²·y,   g = x² + y² − 3",
        "",
        "    2x·y = 2λ·x",
        "    x²   = 2λ·y",
        "    x² + y² = 3",
        "",
        "  kind          exact       numeric           λ    f",
        "  ──────────────────────────────────────────────────",
        "  ▲ maximum     (±√2, 1)    (±1.41421, 1)     1    2",
        "  ▼ minimum     (±√2, −1)   (±1.41421, −1)   −1   −2",
        "  · local min   (0, √3)     (0, 1.73205)      0    0",
        "  · local max   (0, −√3)    (0, −1.73205)     0    0",
        "",
    ]


def test_json_lists_every_point_with_its_signs_written_out() -> None:
    found = answer(*CIRCLE)
    points = {(round(one["point"]["x"], 6), round(one["point"]["y"], 6)): one for one in found["solutions"]}
    root = round(math.sqrt(2), 6)
    low = round(-math.sqrt(3), 6)
    assert set(points) == {(root, 1.0), (-root, 1.0), (root, -1.0), (-root, -1.0), (0.0, -low), (0.0, low)}
    assert (found["max"], found["min"]) == (2.0, -2.0)
    assert found["greatest"]["proved"]
    assert points[root, 1.0]["kind"] == "maximum"
    assert points[root, 1.0]["exact"]["x"]["text"] == "sqrt(2)"
    assert points[0.0, low]["kind"] == "local maximum"
    assert all(one["residual"] < 1e-10 for one in found["solutions"])


def test_a_multiplier_is_the_rate_measured_by_solving_again() -> None:
    found = answer("x y", "--subject-to", "x + y = 4")
    [one] = found["solutions"]
    [rate] = one["sensitivity"]
    assert one["multipliers"] == [2.0]
    assert rate["agrees"]
    assert rate["measured"] == pytest.approx(2, rel=1e-9)
    # x + y = 4.001: the greatest value is (4.001/2)² = 4.00200025, 2 per unit more.
    assert "f there changes by 2 per unit of c in x + y = 4 + c; measured 2" in said("x y", "--subject-to", "x + y = 4")


def test_rows_for_a_pipe() -> None:
    assert rows("x y", "--subject-to", "x + y = 4") == [["2", "2", "2", "4", "maximum"]]
    kinds = [row[-1] for row in rows(*CIRCLE)]
    assert kinds == ["maximum", "maximum", "local maximum", "local minimum", "minimum", "minimum"]


@pytest.mark.parametrize(
    ("arguments", "greatest", "least"),
    [
        # (problem, max, min): null where there is none, with the reason.
        (("x y", "--subject-to", "x + y = 4"), 4.0, None),
        (("x", "--subject-to", "x y = 1"), None, None),
        (("e^(x y)", "--subject-to", "x^3 + y^3 = 16"), math.exp(4), None),
        (("x^2 + y^2", "--subject-to", "x + 2y >= 4"), None, 3.2),
        (("x + y", "--subject-to", "x^2 + y^2 < 1"), None, None),
        (("x + z", "--subject-to", "x^2 + y^2 + z^2 = 1, y = z"), math.sqrt(1.5), -math.sqrt(1.5)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_greatest_and_least(arguments: tuple[str, ...], greatest: float | None, least: float | None) -> None:
    found = answer(*arguments, code=0 if arguments[0] != "x" and "<" not in arguments[-1] else 1)
    for word, side, value in (("max", "greatest", greatest), ("min", "least", least)):
        assert found[word] == (None if value is None else pytest.approx(value, rel=1e-12))
        assert found[side]["reason"]


def test_where_f_underflows_there_are_no_false_points() -> None:
    [one] = answer("e^(x y)", "--subject-to", "x^3 + y^3 = 16")["solutions"]
    assert one["exact"]["x"]["text"] == one["exact"]["y"]["text"] == "2"
    assert one["multipliers_exact"][0]["text"] == "exp(4)/6"


def test_a_chain_is_two_constraints_and_the_ends_are_candidates() -> None:
    found = answer("x^3 - x", "--subject-to", "0 <= x <= 2")
    assert [one["relation"]["latex"] for one in found["constraints"]] == [r"0 \leq x", r"x \leq 2"]
    assert (found["max"], found["min"]) == (6.0, pytest.approx(-2 / math.sqrt(27)))
    assert rows("x^3 - x", "--subject-to", "0 <= x <= 2")[1] == ["0", "1", "0", "0", "local maximum"]


def test_inequalities_have_signs_and_slackness() -> None:
    found = answer("x^2 + y^2", "--subject-to", "x + y >= 2", "--subject-to", "x <= 3")
    by_point = {tuple(one["point"].values()): one for one in found["solutions"]}
    assert by_point[1.0, 1.0]["signs"] == ["μ₁ = 2 > 0"]
    assert by_point[1.0, 1.0]["multipliers"] == [2.0, 0.0]
    assert by_point[1.0, 1.0]["active"] == [0]
    assert by_point[3.0, -1.0]["kind"] == "local maximum"
    assert by_point[3.0, 0.0]["kind"] == "neither"
    assert [row["latex"] for row in found["system"]][-1] == r"\mu_{2} \left(x - 3\right) = 0"
    assert "g₂ ≤ 0: its μ is ≥ 0 at a maximum and ≤ 0 at a minimum" in said(
        "x^2 + y^2", "--subject-to", "x + y >= 2, x <= 3"
    )


def test_a_singular_point_is_examined() -> None:
    found = answer("x^2 + y", "--subject-to", "x^2 = y^3")
    [one] = found["solutions"]
    assert one["singular"]
    assert one["point"] == {"x": 0.0, "y": 0.0}
    assert one["multipliers"] == []
    assert one["kind"] == "minimum"  # y = x^(2/3) ≥ 0 on the curve, where ∇g = 0 has no multiplier
    assert "singular points" in said("x^2 + y", "--subject-to", "x^2 = y^3", "--steps")


def test_f_that_is_constant_on_the_set() -> None:
    found = answer("x^2 + y^2", "--subject-to", "x^2 + y^2 = 4")
    assert (found["solutions"], found["max"], found["min"]) == ([], 4.0, 4.0)
    assert "f is constant on the set: 4 at every point" in said("x^2 + y^2", "--subject-to", "x^2 + y^2 = 4")


def test_as_many_constraints_as_variables_leave_single_points() -> None:
    found = answer("x y", "--subject-to", "x + y = 1, x - y = 2")
    assert [(one["kind"], one["f"]) for one in found["solutions"]] == [("isolated", -0.75)]
    assert "the constraints leave a single point: f is −3/4 ≈ −0.75 there" in said(
        "x y", "--subject-to", "x + y = 1, x - y = 2"
    )


def test_the_working_of_a_teacher() -> None:
    shown = said(*CIRCLE, "--steps")
    for part in (
        "1 gradients ∇f = (2x·y, x²) ∇g = (2x, 2y)",
        "2 equations ∇f = λ∇g, and the constraints 2x·y = 2λ·x",
        "3 eliminate λ ∇f and ∇g are dependent: det = 0 4x·y² − 2x³ = −2x·(x² − 2y²) = 0",
        "x = 0 with the constraint: (0, √3), (0, −√3)",
        "x² − 2y² = 0 with the constraint: (±√2, 1), (±√2, −1)",
        "(±√2, 1) with λ = 1",
        "bordered Hessian B = [0, −2·√2, 2; −2·√2, 0, −2·√2; 2, −2·√2, −2]",
        "det B = 48 > 0: with 1 active constraint, > 0 is a maximum",
        "det B = −24·√3 < 0: with 1 active constraint, < 0 is a minimum",
        "singular points ∇g = 0 on the constraint: λ need not exist none",
        "f = 2 at (±√2, 1)",
    ):
        assert part in shown, part
    steps = answer(*CIRCLE, "--steps")["steps"]
    assert [step["rule"] for step in steps[:5]] == ["gradients", "equations", "eliminate λ", "cases", "solutions"]
    assert steps[0]["lines"] == ["∇f = (2x·y, x²)", "∇g = (2x, 2y)"]


def test_the_working_with_inequalities_goes_through_the_active_sets() -> None:
    shown = said("x^2 + y^2", "--subject-to", "x + y >= 2, x <= 3", "--steps")
    assert "none binds, ∇f = 0 at (0, 0), which breaks x + y ≥ 2" in shown
    assert "g₁ = 0 and g₂ = 0: (3, −1)" in shown


def test_the_picture_shows_the_tangency() -> None:
    shown = screen(*CIRCLE, columns=100, lines=40)
    assert "f = 2" in shown
    assert "constraint" in shown
    picture = [line for line in shown.splitlines() if "│" in line or "┤" in line]
    assert sum(line.count("▲") for line in picture) == 2
    assert sum(line.count("▼") for line in picture) == 2


def test_a_closed_constraint_is_shown_whole() -> None:
    # The points are at y = ±0.1; the ellipse goes up to ±1.
    shown = screen("3x + 0.1y", "--subject-to", "x^2/9 + y^2 = 1", "--size", "80x40")
    axis = [float(line.split("┤")[0].replace("−", "-")) for line in shown.splitlines() if "┤" in line]
    assert max(axis) >= 1
    assert min(axis) <= -1


def test_a_batch_has_a_line_an_expression() -> None:
    found, out, _ = run_text(("lagrange", "-", "--subject-to", "x + y = 4"), stdin="x y\nx^2 + y^2\n")
    assert (found, out) == (0, "(2, 2) 4 maximum\n(2, 2) 8 minimum\n")


def test_latex_has_the_points() -> None:
    found, out, _ = run_text(("lagrange", *CIRCLE, "--latex"))
    assert found == 0
    assert r"- \sqrt{2} & 1" in out


def test_the_same_constraint_twice_counts_once() -> None:
    found, out, err = run_text(("lagrange", "x y", "--subject-to", "x + y = 4", "--subject-to", "x+y = 4"))
    assert (found, out) == (0, "2\t2\t2\t4\tmaximum\n")
    assert "x + y = 4 says the same as x + y = 4: it is left out" in err


@pytest.mark.parametrize("text", ["x + y = 4, x = y", "x + y = 4; x = y", "x + y = 4 and x = y", "x + y = 4\nx = y"])
def test_several_constraints_in_one_text(text: str) -> None:
    assert rows("x y", "--subject-to", text) == [["2", "2", "2", "0", "4", "isolated"]]


def test_steps_stand_above_the_answer_in_a_pipe() -> None:
    told = rows("x y", "--subject-to", "x + y = 4", "--steps")
    assert told[0] == ["1", "gradients", "", "grad f = (y, x)", "grad g = (1, 1)"]
    assert told[-1] == ["2", "2", "2", "4", "maximum"]


@pytest.mark.parametrize(
    ("f", "constraint"), [("x^3", "-1<=x<=1"), ("(x-1)^3", "0<=x<=3"), ("x - sin(x)", "-1<=x<=1"), ("x^3", "x <= 1")]
)
def test_a_point_of_inflection_inside_is_neither(f: str, constraint: str) -> None:
    assert "neither" in [row[-1] for row in rows(f, "--subject-to", constraint)]


def test_a_variable_that_stands_in_one_constraint_alone_may_bind_by_its_domain() -> None:
    found = answer("x", "--subject-to", "y = sqrt(x)", code=0)
    assert found["variables"] == ["x", "y"]


def test_a_point_of_one_variable_is_named() -> None:
    assert "second-order test at x = 2" in said("x^3 - x", "--subject-to", "0 <= x <= 2", "--steps")


def test_what_is_proved_needs_no_note_in_a_pipe() -> None:
    assert run_text(("lagrange", *CIRCLE))[2] == ""
    assert "no least value" in run_text(("lagrange", "x y", "--subject-to", "x + y = 4"))[2]


def test_letters_take_values() -> None:
    assert rows("x y", "--subject-to", "x + y = c", "--let", "c=6") == [["3", "3", "3", "9", "maximum"]]


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        # Nothing satisfies them: understood, and the answer is no.
        (["x^2 + y^2 = -1"], "no point satisfies the constraints"),
        (["x + y = 1", "x + y = 2"], "no point satisfies the constraints"),
        (["x + y = 1", "x - y = 2", "x = 1"], "no point satisfies the constraints"),
        (["x^2 + y^2 <= 1", "x >= 2"], "no point satisfies the constraints"),
    ],
)
def test_constraints_that_contradict_each_other(constraints: list[str], words: str) -> None:
    options = [part for each in constraints for part in ("--subject-to", each)]
    found = answer("x y", *options, code=1)
    assert (found["solutions"], found["max"], found["min"]) == ([], None, None)
    assert found["empty"]
    shown = said("x y", *options, code=1)
    assert words in shown
    assert "look at the signs and at the right side of each constraint" in shown


@pytest.mark.parametrize(
    ("arguments", "words", "hint"),
    [
        (("x y",), "lagrange needs a constraint: --subject-to 'x^2 + y^2 = 3'", "mvcalc critical"),
        (("x y", "--subject-to", "2 = 2"), "holds none of the variables x, y", "leave it out"),
        (("x y", "--subject-to", "x = x"), "the constraint x = x is true at every point", "leave it out"),
        (("x y", "--subject-to", "a = 3"), "holds none of the variables of f: x, y", "leave it out"),
        (("x y", "--subject-to", "x + y"), "and this is an expression", "did you mean --subject-to 'x + y = 0' ?"),
        (("x y", "--subject-to", "x != 1"), "≠ leaves out points", "x^2 + y^2 = 3"),
        (("x y", "--subject-to", "x + y = 1,"), "a constraint is missing", "x^2 + y^2 = 3"),
        (("x y", "--subject-to", "a x = 3", "--wrt", "x,y"), "depend on a, which --wrt does not name", "--let a=2"),
        (("[x, y]", "--subject-to", "x = 1"), "needs a scalar expression", ""),
        (("x = y", "--subject-to", "x = 1"), "this is an equation or inequality", ""),
        (("x y", "--subject-to", "0 <= x <="), "something is missing after <=", ""),
        (("x y", "--subject-to", "x + y = 1", "--size", "9"), "a size is columns x rows", ""),
        (("x y", "--subject-to", "x, y >= 0"), "and this is an expression", "did you mean 'x >= 0' ?"),
        (("x y", "--subject-to", "x + y => 4"), "=> is no sign of a relation", "did you mean 'x + y >= 4' ?"),
        (
            ("x y", "--subject-to", "g = x + y - 4"),
            "g stands nowhere else: it seems to be the name",
            "--subject-to 'x + y - 4 = 0'",
        ),
        (("f = x y", "--subject-to", "x + y = 4"), "equation or inequality", "leave out 'f ='"),
        (("x^2 = 1", "--subject-to", "x + y = 4"), "equation or inequality", "name the function first"),
        (("X Y", "--subject-to", "x + y = 4"), "none of the variables of f", "capital and small letters"),
        (("x y", "--constraint", "x + y = 4"), "no such option", "--subject-to 'x + y = 1'"),
        (("x y", "x + y = 4"), "one argument too many", "--subject-to 'x + y = 4'"),
        (("x y z", "--subject-to", "x + y + z = 1", "--save", "p.png"), "and there are 3", "--save FILE.html"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_bad_input_is_a_sentence_with_the_fix(arguments: tuple[str, ...], words: str, hint: str) -> None:
    told = " ".join(refused(*arguments).split())
    assert words in told
    assert hint in told


def test_too_many_variables_is_a_limit() -> None:
    told = refused("sum(x[i]^2, i=1..9)", "--subject-to", "sum(x[i], i=1..9) = 1", code=5)
    assert "8 variables" in told
    assert "mvcalc descend" in told


def test_a_function_without_a_gradient_at_a_candidate_is_told() -> None:
    shown = said("|x| + y", "--subject-to", "x^2 + y^2 = 1")
    assert "(0, −1), (0, 1): f or a constraint has no gradient there, so that λ need not exist; f rises on" in shown
