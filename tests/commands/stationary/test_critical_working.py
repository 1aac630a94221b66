"""The working of critical: factors, cases, substitution, what is never 0; exact values; what stands in pipes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mvcalc_cli.cli import run_text


def said(*arguments: str) -> str:
    environ = {"COLUMNS": "80", "LINES": "24", "NO_COLOR": "1"}
    _, out, err = run_text(("critical", *arguments, "--no-plot"), isatty=True, environ=environ)
    assert err == ""
    return " ".join(out.split())


def answer(*arguments: str) -> dict[str, Any]:
    _, out, _ = run_text(("critical", *arguments, "--json"))
    document: dict[str, Any] = json.loads(out)
    return document


def texts(values: list[Any]) -> list[str | None]:
    return [None if value is None else value["text"] for value in values]


WAYS = [
    ("x^3 - 3x", ["f′ = 3·(x − 1)·(x + 1) = 0", "(x − 1)·(x + 1) = 0, so x = −1 or x = 1"]),
    ("x^3 + y^3 - 3x y", ["so y = x²: then 3x·(x − 1)·(x² + x + 1) = 0, so x = 0 or x = 1: (0, 0), (1, 1)"]),
    (
        "x y (1 - x - y)",
        [
            "∂f/∂x = −y·(2x + y − 1) = 0",
            "y = 0: then x·(x − 1) = 0, so x = 0 or x = 1: (0, 0), (1, 0)",
            "so y = 1 − 2x: then x·(3x − 1) = 0, so x = 0 or x = 1/3: (0, 1), (1/3, 1/3)",
        ],
    ),
    ("x^2 y^2", ["cases a product is 0 where a factor is x = 0: (0, y), y ∈ ℝ y = 0: (x, 0), x ∈ ℝ"]),
    (
        "(x^2 - y^2) e^(-x^2 - y^2)",
        [
            "∂f/∂x = −2x·(x² − y² − 1)·e^(−x² − y²) = 0",
            "e^(−x² − y²) is never 0",
            "x = 0: then y·(y − 1)·(y + 1) = 0, so y = −1 or y = 0 or y = 1: (0, −1), (0, 0), (0, 1)",
            "x² − y² − 1 = 0; y = 0: then (x − 1)·(x + 1) = 0, so x = −1 or x = 1: (−1, 0), (1, 0)",
            "x² − y² − 1 = 0; x² − y² + 1 = 0: no point",
        ],
    ),
    ("x y + 8/x + 8/y", ["x²·y − 8 = 0, so y = 8/x²: then", "so x = 2: (2, 2)"]),
    ("sin(x) + cos(2x)", ["f′ = −(4·sin(x) − 1)·cos(x) = 0", "cos(x) = 0: 2π·k − π/2, k ∈ ℤ"]),
    ("sin(x) sin(y)", ["sin(y) = 0; sin(x) = 0: (π·k, π·m), k, m ∈ ℤ", "sin(y) = 0; cos(y) = 0: no point"]),
    ("x y z - x^2 - y^2 - z^2", ["so x = y·z/2; y = 0: then 2z = 0, so z = 0: (0, 0, 0)"]),
    ("sin(x^2 + y^2)", ["cos(x² + y²) = 0: (x, y), x² + y² − π·k − π/2 = 0", "else x = 0: then y = 0: (0, 0)"]),
    ("x y z e^x", ["x + 1 = 0, so x = −1; z = 0: then y = 0: no other point"]),
    ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", ["solved by algebra (a Gröbner basis)"]),
    ("e^x - 3x^2", ["solved by algebra (Lambert's W)", "W is Lambert's function"]),
    ("x + y", ["∂f/∂x = 1 is never 0", "none: ∂f/∂x = 1 is never 0"]),
    ("x^3 + x", ["f′ = 3x² + 1 is never 0"]),
    ("|x^2 - 1|", ["where pieces of f meet at x = 1"]),
]


@pytest.mark.parametrize(("text", "parts"), WAYS, ids=[row[0] for row in WAYS])
def test_the_way_to_the_points(text: str, parts: list[str]) -> None:
    shown = said(text, "--steps")
    for part in parts:
        assert part in shown


@pytest.mark.parametrize(
    "text",
    ["x^3 + y^3 - 3x y", "x y (1 - x - y)", "x y e^(-x^2 - y^2)", "x y z - x^2 - y^2 - z^2", "x^4 - 2x^2 + y^3 - 3y"],
)
def test_the_cases_hold_every_point_and_no_other(text: str) -> None:
    found = answer(text, "--steps")
    places = {
        ", ".join(
            one["exact"][name]["unicode"] if "unicode" in one["exact"][name] else one["exact"][name]["text"]
            for name in found["wrt"]
        )
        for one in found["critical_points"]
    }
    step = next(step for step in found["steps"] if step["rule"] in {"cases", "substitute"})
    told = [part for line in step["lines"] for part in line.split(":  ")[-1].split(",  ") if part.startswith("(")]
    assert len(told) == len(set(told)) == len(places)


def test_a_case_outside_the_box_is_marked() -> None:
    assert "so x = 0 or x = 1: (0, 0) (outside), (1, 1)" in said(
        "x^3 + y^3 - 3x y", "--steps", "--over", "x=0.5..2,y=0.5..2"
    )


def test_the_point_of_each_test_is_named() -> None:
    shown = said("x^3 - 3x", "--steps")
    assert "second derivative test at x = 1 f″(1) = 6 > 0 minimum: f″ > 0 f = −2" in shown
    assert "second derivative test at x = −1 f″(−1) = −6 < 0 maximum: f″ < 0 f = 2" in shown


def test_alike_points_have_one_test() -> None:
    steps = answer("x y e^(-x^2 - y^2)", "--steps")["steps"]
    tests = [step for step in steps if step["rule"] == "second derivative test"]
    assert len(tests) == 3
    assert tests[0]["lines"][-1] == "the same at (−√2/2, √2/2)"


def test_members_of_a_family_have_one_test_a_kind() -> None:
    steps = answer("sin(x) sin(y)", "--steps")["steps"]
    tests = [step for step in steps if step["rule"] == "second derivative test"]
    assert len(tests) == 3
    assert "with odd k + m" in tests[0]["lines"][-1]


def test_what_the_working_has_said_is_not_said_again() -> None:
    shown = said("x^4 + y^4 - 4x y + 1", "--steps")
    assert shown.count("global minimum, since") == 1
    assert "global minimum: f → ∞" not in shown
    assert "and no others" not in shown
    assert "eigenvalues all > 0: bowl" not in said("x^2 + y^2")


def test_steps_stand_above_the_answer_in_a_pipe() -> None:
    for extra in ((), ("--plain",)):
        _, out, _ = run_text(("critical", "x^3 + y^3 - 3x y", "--steps", *extra))
        lines = [line.split("\t") for line in out.splitlines()]
        assert [line[:3] for line in lines[:3]] == [
            ["1", "gradient", ""],
            ["2", "equations", "grad f = 0"],
            ["3", "substitute", ""],
        ]
        assert lines[0][3:] == ["df/dx = 3*x**2 - 3*y", "df/dy = 3*y**2 - 3*x"]
        assert lines[-2:] == [["1", "1", "-1", "minimum"], ["0", "0", "0", "saddle"]]


def test_a_batch_has_no_room_for_steps() -> None:
    _, out, _ = run_text(["critical", "-", "--steps"], stdin="x^2 + y^2\nx^3 - 3x\n")
    assert out == "(0, 0) 0 global minimum\n1 -2 minimum\t-1 2 maximum\n"


def test_a_file_of_columns_has_no_steps(tmp_path: Any) -> None:
    path = tmp_path / "points.csv"
    run_text(["critical", "x^3 - 3x", "--steps", "--save", str(path)])
    assert path.read_text() == "x,f,kind\n1,-2,minimum\n-1,2,maximum\n"


def test_curves_have_f_in_their_rows(tmp_path: Any) -> None:
    path = tmp_path / "points.csv"
    _, out, _ = run_text(["critical", "(x^2 + y^2 - 1)^2 + 3", "--save", str(path)])
    assert out == "0\t0\t4\tmaximum\nx\ty\t3\tglobal minimum where x**2 + y**2 - 1 = 0\n"
    assert path.read_text().splitlines()[0] == "x,y,f,kind"
    _, out, _ = run_text(["critical", "sin(x^2 + y^2)"])
    assert out.splitlines()[1].split("\t")[2] == "-"  # f is not the same on all of them


@pytest.mark.parametrize(
    ("text", "value", "eigenvalues", "determinant"),
    [
        ("x^3 - 9x", "-6*sqrt(3)", ["6*sqrt(3)"], "6*sqrt(3)"),
        ("sin(x) + sin(y) + sin(x + y)", "-3*sqrt(3)/2", ["3*sqrt(3)/2", "sqrt(3)/2"], "9/4"),
        ("x y e^(-x^2 - y^2)", "-exp(-1)/2", ["2*exp(-1)", "2*exp(-1)"], "4*exp(-2)"),
        ("x^2 + 3x y + 2y^2", "0", ["3 + sqrt(10)", "3 - sqrt(10)"], "-1"),
        ("x^3 - x", "-2*sqrt(3)/9", ["2*sqrt(3)"], "2*sqrt(3)"),
        ("(x^2 + x y + y^2)/3", "0", ["1", "1/3"], "1/3"),
    ],
)
def test_values_are_exact_where_they_are_short(text: str, value: str, eigenvalues: list[str], determinant: str) -> None:
    first = answer(text)["critical_points"][0]
    assert first["f_exact"]["text"] == value
    assert texts(first["eigenvalues_exact"]) == eigenvalues
    assert first["det_exact"]["text"] == determinant


def test_exact_values_are_the_numbers_beside_them() -> None:
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.language import parse

    for text in ("sin(x) + cos(2x)", "x y e^(-x^2 - y^2)", "x^3 - 9x + y^3 - 2y", "x y z - x^2 - y^2 - z^2"):
        for one in answer(text)["critical_points"]:
            pairs = [(one["f_exact"], one["f"]), (one["det_exact"], one["det"])]
            pairs += zip(one["eigenvalues_exact"], one["eigenvalues"], strict=True)
            for exact, number in pairs:
                if exact is not None:
                    assert evaluate(parse(exact["text"]).tree, {}) == pytest.approx(number, rel=1e-12, abs=1e-12)


def test_numbers_beside_exact_points() -> None:
    assert "point numeric f f″ kind" in said("x^3 - 9x")
    assert "√3 1.73205 −6·√3 6·√3 ▾ minimum" in said("x^3 - 9x")
    assert "numeric" not in said("x^3 - 3x")
    assert "(√2/2, −√2/2) ≈ (0.70711, −0.70711)" in said("x y e^(-x^2 - y^2)")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("sin(x)", [[("even k", "global maximum"), ("odd k", "global minimum")]]),
        ("x + 2sin(x)", [[("", "minimum")], [("", "maximum")]]),
        ("sin(x) sin(y)", [[("", "saddle")], [("even k + m", "global maximum"), ("odd k + m", "global minimum")]]),
        ("x^2 cos(y)", [[("some", "minimum"), ("some", "maximum")]]),
        ("x^2 y^2", [[("", "global minimum")], [("", "global minimum")]]),
        ("x y z e^x", 3 * [[("those looked at", "saddle")]]),
    ],
)
def test_the_kinds_of_families(text: str, kinds: list[list[tuple[str, str]]]) -> None:
    found = [[(each["members"], each["kind"]) for each in one["kinds"]] for one in answer(text)["families"]]
    assert found == kinds


def test_the_kinds_of_members_agree_with_those_of_their_family() -> None:
    for text in ("sin(x)", "sin(x) sin(y)", "sin(x) + cos(2x)", "cos(x) + cos(y)", "x + 2sin(x)"):
        found = answer(text)
        for one in found["critical_points"]:
            told = found["families"][one["family"] - 1]["kinds"]
            assert not told or (one["global"] or one["kind"]) in {each["kind"] for each in told}


@pytest.mark.parametrize(
    ("text", "over", "count"),
    [
        ("cos(x)", "x=0..2pi", 3),
        ("cos(x)", "x=-2pi..2pi", 5),
        ("cos(2x)", "x=0..pi", 3),
        ("cos(x) + cos(y)", "x=0..2pi,y=0..2pi", 9),
        ("cos(x)", "x=0..6.2831853071795864", 2),  # a little less than 2π
        ("x^3/3 - 2x", "x=0..sqrt(2)", 1),
        ("x^3/3 - 2x", "x=0..1.4142", 0),
        ("|x - sqrt(2)|", "x=0..sqrt(2)", 1),
    ],
)
def test_the_ends_of_a_range_are_compared_exactly(text: str, over: str, count: int) -> None:
    assert len(answer(text, "--over", over)["critical_points"]) == count


def test_a_curve_beyond_the_box_is_left_out() -> None:
    _, out, _ = run_text(["critical", "x^2 y^2", "--over", "x=1..2,y=-1..1"])
    assert out == "x\t0\t0\tglobal minimum\n"


def test_the_ends_of_an_interval_are_left_to_lagrange() -> None:
    told = "at the ends of the interval f may be greater or less than at these points: mvcalc lagrange"
    assert f"{told} 'sin(x)' --subject-to '0 <= x <= 2*pi' looks there too" in said("sin(x)", "--over", "x=0..2pi")
    assert "on the sides of the box" in said("x^2 + y^2", "--over", "x=0..1,y=0..1")


def test_names_that_differ_by_their_size_are_told() -> None:
    assert "x and X are different variables" in said("X^2 + y^2 - 2x + x^2")
    assert "different variables" not in said("x^2 + y^2")
