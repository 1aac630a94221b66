"""Every JSON answer fits the schema that `mvcalc schema` prints."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest
from jsonschema import Draft202012Validator

from mvcalc_cli.cli import run_text
from mvcalc_cli.commands.registry import COMMANDS
from mvcalc_cli.render.schemas import ANSWERS, schema_of

ANSWERED = [
    ["diff", "x^2 sin(3x)"],
    ["diff", "x^2 sin(3x)", "--steps", "--at", "1"],
    ["diff", "x^2 sin(3x)", "--simplify", "--order", "2"],
    ["diff", "x^2", "sin(x)", "|x|"],
    ["diff", "[cos t, sin t]", "--at", "0"],
    ["diff", "x^2 + y^2 = 1", "--wrt", "x", "--of", "y", "--steps", "--at", "0.6,0.8"],
    ["diff", "log(x - x)"],
    ["grad", "x^2 y + sin(x y)"],
    ["grad", "x^2 y + sin(x y)", "--at", "1,2", "--along", "3,4"],
    ["grad", "x^2 + y^2", "--at", "0,0"],
    ["grad", "x^2", "--along", "1"],
    ["jacobian", "r cos(t)", "r sin(t)", "--wrt", "r,t", "--at", "r=2,t=pi/6"],
    ["jacobian", "[x y, y z]"],
    ["hessian", "x^3 - 3x + y^2"],
    ["hessian", "x^3 - 3x + y^2", "--at", "1,0"],
    ["hessian", "x^2 + y^2 + x y"],
    ["hessian", "x^2 + y^2 + z^2 + x y z", "--at", "1,2,3"],
    ["eval", "1/3 + 1/4"],
    ["eval", "x^2", "--at", "pi"],
    ["eval", "(-8)^(1/3)", "--complex"],
    ["eval", "2 < 3"],
    ["eval", "[x, 2; 3, x^2]", "--at", "2"],
    ["eval", "[1, 2]"],
    ["eval", "pi", "--digits", "40"],
    ["eval", "1/x", "--table", "x=-1..1", "--points", "3"],
    ["eval", "x", "x^2", "--at", "3"],
    ["simplify", "(x^2 - 1)/(x - 1)"],
    ["simplify", "x", "y"],
    ["expand", "(x + y)^3"],
    ["factor", "x^3 - x"],
    ["solve", "x^2 = 2"],
    ["solve", "x^2 + 1"],
    ["solve", "sin(x) = 0"],
    ["equal", "sin(2x)", "2 sin(x) cos(x)"],
    ["equal", "log(x^2)", "2 log(x)"],
    ["plot", "1/x", "--tangent", "1", "--derivative", "--points", "5"],
    ["plot", "sin(x)", "cos(x)", "--points", "5"],
    ["plot", "x y", "--field", "--contour"],
    ["plot", "log(x) y", "--heat"],
    ["plot", "[-y, x]"],
    ["plot", "[cos t, 1/t]", "--points", "5"],
    ["plot", "x^2 + y^2 = 1"],
    ["taylor", "sin(x)", "--at", "1", "--steps"],
    ["taylor", "exp(x) cos(y)", "--linear"],
    ["limit", "sin(x)/x", "--at", "0"],
    ["limit", "1/x", "--at", "0"],
    ["limit", "sin(1/x)", "--at", "0", "--side", "left"],
    ["limit", "csc(x)/x", "--at", "oo"],
    ["limit", "(x + 1)/(a x^2 + x)", "--at", "x=oo"],
    ["limit", "x y/(x^2 + y^2)", "--at", "0,0"],
    ["limit", "x sin(1/y)", "--at", "0,0"],
    ["limit", "x^2 y^2/(x^2 + y^2)", "--at", "0,0"],
    ["functions"],
    ["integrate", "x e^x"],
    ["integrate", "x e^x", "--steps"],
    ["integrate", "x^x"],
    ["integrate", "x^2", "--over", "x=0..1", "--steps"],
    ["integrate", "e^(-a x)", "--over", "x=0..oo"],
    ["integrate", "1/x", "--over", "x=-1..1"],
    ["integrate", "sin(x^2)", "--over", "x=0..1", "--numeric"],
    ["integrate", "x y", "--over", "x=0..1,y=0..x"],
    ["integrate", "[cos(t), sin(t)]", "--over", "0..pi"],
    ["integrate", "x^2", "--over", "0..1", "--riemann", "4", "--kind", "left"],
    ["descend", "x^2 + y^2", "--from", "1,2", "--trace"],
    ["descend", "x^2 - y^2", "--from", "1,0"],
    ["descend", "x^2 + y^2", "--from", "1,2", "--bounds", "x=1..2"],
    ["descend", "x e^(-x)", "--from", "2", "--maximise"],
    ["descend", "x^2 + y^2", "--from", "1,2", "--compare", "gd,newton"],
    ["descend", "x^4 - 2x^2", "--starts", "5"],
    ["newton", "x^3 - 2x - 5", "--from", "2"],
    ["newton", "x^2 + 1", "--from", "0"],
    ["newton", "x^2 + 1", "--from", "1+i", "--complex"],
    ["newton", "x^2 - 2", "--from", "1", "--compare"],
    ["newton", "x^3 - x", "--starts", "9"],
    ["newton", "x^2 + y^2 = 4", "x y = 1", "--from", "2,0"],
    ["newton", "sum(x[i]^2, i=1..3)", "--from", "x=1", "--minimise"],
    ["newton", "x^2 - y^2", "--from", "1,1", "--minimise"],
    ["critical", "x^3 - 3x + y^2"],
    ["critical", "x^2 y^2"],
    ["critical", "sin(x)", "--over", "x=0..7"],
    ["critical", "|x^2 - 1|"],
    ["lagrange", "x^2 y", "--subject-to", "x^2 + y^2 = 3", "--steps"],
    ["lagrange", "x^2 + y^2", "--subject-to", "x^2 + y^2 = 1"],
    ["lagrange", "x", "--subject-to", "x^2 = y^3"],
    ["lagrange", "x + y", "--subject-to", "x >= 1, y >= 2"],
]


@cache
def answer(*arguments: str) -> dict[str, Any]:
    _, out, err = run_text([*arguments, "--json"])
    assert out, err
    found: dict[str, Any] = json.loads(out)
    return found


@cache
def checker(name: str) -> Draft202012Validator:
    """What `jsonschema.validate` makes anew each time, its own schema checked."""
    Draft202012Validator.check_schema(schema_of(name))
    return Draft202012Validator(schema_of(name))


@pytest.mark.parametrize("arguments", ANSWERED, ids=[" ".join(row) for row in ANSWERED])
def test_the_answer_fits_its_schema(arguments: list[str]) -> None:
    found = answer(*arguments)
    checker(arguments[0]).validate(found)
    assert (found["schema"], found["command"]) == ("mvcalc/1", arguments[0])


@pytest.mark.parametrize("arguments", ANSWERED, ids=[" ".join(row) for row in ANSWERED])
def test_no_key_is_missing_from_the_schema(arguments: list[str]) -> None:
    """What an answer carries is documented: scripts may rely on it."""
    assert set(answer(*arguments)) <= set(_properties(schema_of(arguments[0])))


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        schema = schema["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    found: dict[str, Any] = schema["properties"]
    return found


def test_mistakes_fit_theirs() -> None:
    _, _, err = run_text(["diff", "x^2*sinn(x)", "--json"])
    jsonschema.validate(json.loads(err), schema_of("error"))


def test_every_command_has_a_schema() -> None:
    without = {"completion", "schema"}
    assert set(COMMANDS) - without <= set(ANSWERS)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_command_prints_it(name: str) -> None:
    code, out, _ = run_text(["schema", name])
    assert code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(out))
    assert json.loads(out) == schema_of(name)


def test_a_batch_answers_line_by_line() -> None:
    code, out, err = run_text(["diff", "-", "--json"], stdin="x^2\n2 3\nsin(x)\n")
    answers = [json.loads(line) for line in out.splitlines() if line]
    assert code == 2
    assert [found["line"] for found in answers] == [1, 3]
    for found in answers:
        jsonschema.validate(found, schema_of("diff"))
    assert json.loads(err)["error"]["where"]["line"] == 2
