"""mvcalc practise: the conversation in lines, its summary and exit codes."""

from __future__ import annotations

import json

import jsonschema
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of


def test_a_conversation_in_a_pipe() -> None:
    code, out, err = run_text(["practise", "x^2", "--no-rules"], "2x^2\nhint\n2x\n")
    assert (code, err) == (0, "")
    assert out == (
        "hint, solution, quit or ? at any time; the whole derivative may be typed at once\n"
        "d/dx[ x^2 ]\n"
        "\n"
        "  power rule   d/dx[ x^2 ]\n"
        "= 2x^2\n"
        "  NO: not yet   the power is not lowered: (x^n)' = n*x^(n-1)\n"
        "    at x = -1 yours gives 2, the answer gives -2\n"
        "= hint\n"
        "  power rule   (x^n)' = n*x^(n-1)\n"
        "= 2x\n"
        "  OK: right\n"
        "\n"
        "  d/dx[ x^2 ] = 2x\n"
        "steps\t1\n"
        "first try\t0\n"
        "hints\t1\n"
        "solutions\t0\n"
    )


def test_the_screen_ends_with_a_verdict() -> None:
    code, out, _ = run_text(["practise", "x^2", "--screen"], "power\n2x\n")
    assert code == 0
    assert out.endswith("  d/dx[ x² ] = 2x\n\n  ✓ 1 of 1 steps right at the first try\n")


def test_a_gradient_is_one_variable_after_the_other() -> None:
    code, out, _ = run_text(["practise", "x^2 y", "--no-rules"], "2x y\nx^2\n")
    assert code == 0
    assert "1 of 2, by x\n" in out
    assert "2 of 2, by y\n" in out


def test_wrt_chooses() -> None:
    assert run_text(["practise", "x^2 y", "--wrt", "y"], "x^2\n")[0] == 0


@pytest.mark.parametrize("typed", ["", "quit\n", "2x +\nquit\n", "solution\nsolution\n"])
def test_leaving_and_solutions_are_exit_code_1(typed: str) -> None:
    assert run_text(["practise", "x^2"], typed)[0] == 1


def test_unreadable_answers_show_their_place_and_cost_nothing() -> None:
    code, out, _ = run_text(["practise", "x^2", "--no-rules"], "2x +\n2x\n")
    assert code == 0
    assert "something is missing after +" in out
    assert "first try\t1\n" in out


def test_json() -> None:
    code, out, _ = run_text(["practise", "x^2 sin(x)", "--json"], "sum\n2x sin(x) + x^2 cos(x)\n")
    found = json.loads(out)
    assert (code, found["right"], found["steps"], found["first_try"]) == (0, True, 1, 0)
    assert found["derivatives"][0]["steps"][0]["mistakes"]


def test_a_seed_gives_the_same_function() -> None:
    first = run_text(["practise", "--random", "2", "--seed", "7"], "quit\n")[1]
    assert first == run_text(["practise", "--random", "2", "--seed", "7"], "quit\n")[1]
    assert first.startswith("seed 7   f = ")
    assert run_text(["practise", "--random", "1"], "quit\n")[1].startswith("seed ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["practise"], 2),
        (["practise", "x = 1"], 2),
        (["practise", "7"], 2),
        (["practise", "x^2", "--random", "1"], 2),
        (["practise", "x^2", "--seed", "1"], 2),
        (["practise", "--random", "9"], 2),
        (["practise", "[x, x^2]"], 2),
        (["practise", "gcd(x, 3)"], 2),
        (["practise", "x^"], 2),
    ],
)
def test_bad_input(arguments: list[str], code: int) -> None:
    assert run_text(arguments)[0] == code


def test_a_hostile_answer_is_a_message() -> None:
    code, out, _ = run_text(["practise", "x^2", "--no-rules"], "9^9^9^9\n" + "(" * 500 + "\n2x\n")
    assert code == 0
    assert "right" in out


def test_the_answer_fits_its_schema() -> None:
    _, out, _ = run_text(["practise", "x^2 y", "--json"], "sum\nhint\n2x y\nsolution\n")
    found = json.loads(out)
    schema = schema_of("practise")
    jsonschema.validate(found, schema)
    definition = schema["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    assert set(found) <= set(definition["properties"])
