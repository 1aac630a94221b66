"""mvcalc quiz grade: one answer, or JSON lines in and out."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of


def screen(*arguments: str) -> str:
    return run_text(["quiz", "grade", *arguments, "--screen"])[1]


def test_the_screen_of_a_right_answer() -> None:
    assert screen("--answer", "2 sin(x) cos(x)", "--expected", "sin(2x)") == (
        "quiz grade   2 sin(x) cos(x)\n\n  ✓ right\n    same at 40 points\n"
    )


def test_the_screen_of_a_wrong_answer() -> None:
    assert screen("--answer", "x^2/2", "--expected", "x^2/2 + C", "--by", "antiderivative") == (
        "quiz grade   x^2/2\n\n  ✗ not right\n    the constant of integration is missing: + C\n"
    )


def test_the_screen_of_a_wider_answer_tells_its_worth() -> None:
    assert screen("--answer", "x^2/x", "--expected", "x") == (
        "quiz grade   x^2/x\n\n  ✗ equal where both have a value, but the domains differ\n"
        "    at x = 0 the answer gives 0, yours is undefined\n    score 0.5\n"
    )


def test_the_screen_of_an_unreadable_answer_has_the_fix() -> None:
    assert screen("--answer", "sinn(x)", "--expected", "x") == (
        "quiz grade   sinn(x)\n\n  ✗ not read as an answer\n    unknown function sinn\n    did you mean sin?\n"
    )


@pytest.mark.parametrize(
    ("arguments", "row", "code"),
    [
        (["--answer", "x + x", "--expected", "2x"], "equal\t1\tsame by algebra", 0),
        (["--answer", "3", "--expected", "4"], "different\t0\tyours gives 3, the answer gives 4", 1),
        (["--answer", "3.14", "--expected", "pi", "--decimals", "2"], "equal\t1\twithin 0.005 of the answer", 0),
        (["--answer", "3.2", "--expected", "3", "--relative", "0.1"], "equal\t1\twithin 0.3 of the answer", 0),
        (["--answer", "(x", "--expected", "x"], "invalid\t0\tthis bracket is never closed", 2),
        (["--answer", "[2, 4]", "--expected", "[1, 2]", "--up-to", "scale"], "equal\t1\ta multiple of the answer", 0),
        (["--answer", "[1, 3]", "--expected", "[1, 2]", "--partial"],
         "different\t0.5\tentry 2: yours gives 3, the answer gives 2", 1),
        (["--answer", "sqrt(x^2)", "--expected", "x", "--vars", "x:positive"], "equal\t1\tsame at 40 points", 0),
        (["--answer", "X", "--expected", "x", "--vars", "x"],
         "invalid\t0\tX is not a variable here; did you mean x?", 2),
        (["--answer", "Gradient", "--expected", "gradient", "--type", "text"], "equal\t1\tright", 0),
        (["--answer", "k x^2/2 + C", "--expected", "k x^2/2", "--by", "antiderivative", "--wrt", "x"],
         "equal\t1\tthe derivatives agree", 0),
    ],
)  # fmt: skip
def test_rows_and_exit_codes(arguments: list[str], row: str, code: int) -> None:
    assert run_text(["quiz", "grade", *arguments]) == (code, f"{row}\n", "")


def test_quiet_is_the_verdict_alone() -> None:
    assert run_text(["quiz", "grade", "--answer", "1", "--expected", "2", "-q"])[:2] == (1, "different\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "--answer is missing"),
        (["--answer", "x"], "--expected is missing"),
        (["x^2"], "answers are given by --answer and --expected, or as lines by -"),
        (["--answer", "x", "--expected", "(x"], "this bracket is never closed"),
        (["--answer", "x", "--expected", "x", "--up-to", "colour"], "up-to names what may differ"),
        (["--answer", "x", "--expected", "x", "--by", "up-to"], "up-to needs what may differ"),
        (["--answer", "x", "--expected", "x", "--absolute", "-1"], "absolute is a number from 0"),
        (["--answer", "x", "--expected", "x", "--by", "nicely"], "--by needs one of equivalent"),
    ],
)
def test_mistakes_in_the_command_line(arguments: list[str], message: str) -> None:
    code, out, err = run_text(["quiz", "grade", *arguments])
    assert (code, out) == (2, "")
    assert message in err


LINES = """\
{"id": 1, "answer": "2x", "expected": "x + x"}
{"id": "b", "answer": "3", "expected": "4"}
{"id": 3, "answer": "3.1", "expected": "pi", "by": "significant", "options": {"significant": 2}}
{"id": 4, "answer": "x^2/2 + C", "expected": "x^2/2", "by": "antiderivative", "wrt": "x"}
{"id": 5, "answer": "x^2/2", "expected": "x^2/2", "by": "antiderivative", "options": {"constant": "optional"}}
{"id": 6, "answer": "y", "expected": "x", "vars": ["x"]}
{"id": 7, "answer": "x/x", "expected": "1", "type": "expression"}
{"id": [8], "answer": "[2, 4]", "expected": "[1, 2]", "by": "up-to", "options": {"up-to": ["scale"]}}
"""


def answered(text: str, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    code, out, err = run_text(["quiz", "grade", "-", *arguments], stdin=text)
    assert err == ""
    return code, [json.loads(line) for line in out.splitlines() if line]


def test_json_lines_in_and_out() -> None:
    code, found = answered(LINES)
    assert code == 1
    assert [one["id"] for one in found] == [1, "b", 3, 4, 5, 6, 7, [8]]
    assert [one["verdict"] for one in found] == [
        "equal", "different", "equal", "equal", "equal", "invalid", "domain-differs", "equal",
    ]  # fmt: skip
    assert found[0] == {"id": 1, "verdict": "equal", "score": 1.0, "why": "same by algebra"}
    assert found[1] == {"id": "b", "verdict": "different", "score": 0.0, "why": "yours gives 3, the answer gives 4"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("nonsense", "this line is not JSON"),
        ("[1]", "this line is no JSON object"),
        ('{"answer": "x"}', '"expected" is missing'),
        ('{"answer": 3, "expected": "3"}', '"answer" is no text'),
        ('{"answr": "x", "expected": "x"}', "unknown key: answr (did you mean answer?)"),
        ('{"answer": "x", "expected": "x", "by": "nicely"}', "unknown form: nicely"),
        ('{"answer": "x", "expected": "x", "by": []}', "unknown form: []"),
        ('{"answer": "x", "expected": "x", "by": "absolute"}', "absolute needs its number"),
        ('{"answer": "x", "expected": "x", "options": {"decimals": 1.5}}', "decimals is a whole number from 0 to 50"),
        ('{"answer": "x", "expected": "x", "options": {"absolute": NaN}}', "absolute is a number from 0"),
        ('{"answer": "x", "expected": "x", "options": {"absolute": "a"}}', "absolute is a number from 0"),
        ('{"answer": "x", "expected": "x", "options": {"partial": []}}', "partial is components"),
        ('{"answer": "x", "expected": "x", "options": 3}', '"options" is no object'),
        ('{"answer": "x", "expected": "x", "vars": 3}', '"vars" is no list of names'),
        ('{"answer": "x", "expected": "x", "vars": ["1x"]}', "this is not a name"),
        ('{"answer": "x", "expected": "x", "wrt": 3}', '"wrt" is no name'),
        ('{"answer": "x", "expected": "x", "type": ["set"]}', 'unknown "type"'),
        ('{"answer": "x", "expected": "x", "type": "choice"}', "a choice needs its options"),
        ('{"answer": "x", "expected": "(x"}', "this bracket is never closed"),
        ("[" * 30_000, "this line is not JSON"),
    ],
)  # fmt: skip
def test_a_broken_line_is_told_with_its_number(line: str, told: str) -> None:
    code, found = answered(f"{LINES.splitlines()[0]}\n{line}\n{LINES.splitlines()[0]}\n")
    assert code == 2
    assert [one["verdict"] for one in found] == ["equal", "invalid", "equal"]
    assert (found[1]["id"], found[1]["line"]) == (None, 2)
    assert told in found[1]["why"]


def test_a_broken_line_keeps_the_name_that_it_has() -> None:
    assert answered('{"id": "a7", "answer": "x"}\n')[1][0]["id"] == "a7"


def test_the_whole_answer_of_a_line_fits_the_schema() -> None:
    code, found = answered(LINES, "--json")
    assert code == 1
    for one in found:
        jsonschema.validate(one, schema_of("quiz grade"))
    assert found[0]["id"] == 1


@pytest.mark.parametrize("answer", ["2x", "x", "(x", "[x]", "x^2/x*2"])
def test_one_answer_fits_the_schema(answer: str) -> None:
    _, out, _ = run_text(["quiz", "grade", "--answer", answer, "--expected", "2x", "--json"])
    jsonschema.validate(json.loads(out), schema_of("quiz grade"))
