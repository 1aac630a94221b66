"""The rule of the command line: what is an option, and what is an expression."""

from __future__ import annotations

import pytest

from mvcalc_cli.commands.arguments import read_line
from mvcalc_cli.commands.options import Argument, Option
from mvcalc_cli.commands.registry import COMMANDS
from mvcalc_cli.commands.signature import REQUIRED, Parameter, own_parameters, parameters, shared_parameters
from mvcalc_cli.errors import InputError

DECLARED = (
    Parameter("exprs", Argument("EXPR", lines=True), str, True, REQUIRED, ()),
    Parameter("wrt", Option("--wrt", "-w", metavar="VARS"), str, False, None, ()),
    Parameter("order", Option("--order", "-n", metavar="N"), int, False, 1, ()),
    Parameter("at", Option("--at", metavar="POINT", help="evaluate there"), str, False, None, ()),
    Parameter("steps", Option("--steps"), bool, False, False, ()),
    Parameter("check", Option("--check/--no-check"), bool, False, True, ()),
    Parameter("let", Option("--let", metavar="NAME=VALUE"), str, True, (), ()),
)

READ = [
    # typed, what Typer gets
    (["x^2"], ["--", "x^2"]),
    (["-x^2"], ["--", "-x^2"]),
    (["-x"], ["--", "-x"]),
    (["-"], ["--", "-"]),
    (["-wx"], ["--", "-wx"]),  # no glued values: −w·x
    (["-nq"], ["--", "-nq"]),  # no bundling
    (["-w", "x", "-w^2"], ["--wrt=x", "--", "-w^2"]),
    (["--at", "-1,2", "x"], ["--at=-1,2", "--", "x"]),
    (["--at=-1,2", "x"], ["--at=-1,2", "--", "x"]),
    (["--at", "x=1,y=2", "x"], ["--at=x=1,y=2", "--", "x"]),
    (["--at", "", "x"], ["--at=", "--", "x"]),
    (["x", "--steps", "y"], ["--steps", "--", "x", "y"]),
    (["--no-check", "x"], ["--no-check", "--", "x"]),
    (["-n", "3", "x"], ["--order=3", "--", "x"]),
    (["--let", "a=1", "--let", "b=2", "x"], ["--let=a=1", "--let=b=2", "--", "x"]),
    (["--", "--x", "-w"], ["--", "--x", "-w"]),
    (["--at", "--1", "x"], ["--at=--1", "--", "x"]),
]


@pytest.mark.parametrize(("typed", "read"), READ, ids=[" ".join(typed) for typed, _ in READ])
def test_what_typer_gets(typed: list[str], read: list[str]) -> None:
    line = read_line(typed, DECLARED, "diff")
    assert line.arguments() == read
    assert read_line(line.arguments(), DECLARED, "diff").arguments() == read  # nothing is left to decide


RANKING = (
    Parameter("data", Argument("DATA"), str, True, (), ()),
    Parameter("compare", Option("--compare", metavar="MODELS", several=True), str, True, (), ()),
    Parameter("absolute", Option("--absolute/--relative"), bool, False, True, ()),
)

SEVERAL = [
    (["data", "--compare", "line", "exp"], ["data"], ["line", "exp"]),
    (["--compare", "line", "exp", "--relative", "data"], ["data"], ["line", "exp"]),
    (["--compare", "line", "exp", "--", "data"], ["data"], ["line", "exp"]),
    (["--compare=line", "exp", "--compare", "log"], [], ["line", "exp", "log"]),
    (["data", "--compare", "-x + a"], ["data"], ["-x + a"]),
    (["data"], ["data"], []),
]


@pytest.mark.parametrize(("typed", "data", "models"), SEVERAL, ids=[" ".join(row[0]) for row in SEVERAL])
def test_an_option_that_takes_several_values(typed: list[str], data: list[str], models: list[str]) -> None:
    found = read_line(typed, RANKING, "fit")
    assert list(found.positionals) == data
    assert found.typed(RANKING).get("compare", []) == models
    assert read_line(found.arguments(), RANKING, "fit") == found


def test_the_second_word_of_a_pair_denies() -> None:
    for typed, value in (("--absolute", True), ("--relative", False)):
        assert read_line([typed], RANKING, "fit").typed(RANKING) == {"absolute": value}


MISTAKES = [
    ([], "EXPR is missing", "for example: mvcalc diff 'x^2 sin(3x)'"),
    (["x", "--step"], "no such option: --step", "did you mean --steps?"),
    (["x", "--zzzz"], "no such option: --zzzz", "all options: mvcalc diff --help"),
    (["--x^2"], "no such option: --x^2", "an expression that starts with -- follows a lone --: -- '--x^2'"),
    (["x", "--at"], "--at needs a value", "--at POINT: evaluate there"),
    (["x", "-w"], "-w needs a value", "--wrt VARS"),
    (["--at", "--steps", "x"], "--at needs a value", "--at POINT: evaluate there"),
    (["--at", "-n", "x"], "--at needs a value", "--at POINT: evaluate there"),
    (["--steps=yes", "x"], "--steps takes no value", "--steps alone"),
    (["-n", "2", "--order", "3", "x"], "--order is given twice: 2 and 3", "give it once"),
]


@pytest.mark.parametrize(("typed", "message", "hint"), MISTAKES, ids=[" ".join(row[0]) for row in MISTAKES])
def test_mistakes(typed: list[str], message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        read_line(typed, DECLARED, "diff")
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_one_argument_too_many() -> None:
    single = (Parameter("expr", Argument("EXPR"), str, False, REQUIRED, ()),)
    with pytest.raises(InputError, match=r"arguments too many: \+ 1") as caught:
        read_line(["x^2", "+", "1"], single, "grad")
    assert "quotation marks" in str(caught.value.hint)


def test_the_same_value_twice_is_no_mistake() -> None:
    assert read_line(["x", "--at", "1", "--at", "1"], DECLARED, "diff").arguments()[0] == "--at=1"


def test_typed_keeps_texts_by_parameter() -> None:
    line = read_line(["x", "y", "--no-check", "--let", "a=1", "-n", "2"], DECLARED, "diff")
    assert line.typed(DECLARED) == {"exprs": ["x", "y"], "check": False, "let": ["a=1"], "order": "2"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_declares_each_name_and_spelling_once(name: str) -> None:
    declared = parameters(COMMANDS[name])
    names = [one.name for one in declared]
    spellings = [part for one in declared if one.option for word in one.option.names for part in word.split("/")]
    assert len(set(names)) == len(names)
    assert len(set(spellings)) == len(spellings)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_says_what_it_is(name: str) -> None:
    for one in own_parameters(COMMANDS[name].load()):
        option = one.option
        if option is None:
            assert one.title
            continue
        assert option.help, one.name
        assert not option.help.endswith("."), one.name
        assert one.is_flag or option.metavar, one.name
        assert not one.is_flag or one.default in (False, True), one.name


def test_settings_have_names_of_their_own() -> None:
    settings = [one.option.setting for one in shared_parameters(True) if one.option and one.option.setting]
    assert len(set(settings)) == len(settings)
    assert {"json", "digits", "hints", "color", "vars", "timeout"} <= set(settings)
    assert not {"save", "force", "let"} & set(settings)
