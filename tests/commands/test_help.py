"""Help: examples first, on every command, in any width."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.commands.registry import COMMANDS, FAMILIES, groups, members


def test_program_help_lists_every_command() -> None:
    code, out, err = run_text(["--help"])
    assert (code, err) == (0, "")
    for group, commands in groups().items():
        (row,) = [line for line in out.splitlines() if line.strip().startswith(group)]
        assert row.split()[1:] == list(dict.fromkeys(command.name.split()[0] for command in commands))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_lists_its_commands(family: str) -> None:
    code, out, err = run_text([family])
    assert (code, err) == (0, "")
    assert run_text([family, "--help"])[1] == run_text(["help", family])[1] == out
    for command in members(family):
        assert f"  mvcalc {command.name}  " in out
        assert command.summary.split()[0] in out
    code, _, err = run_text([family, "nosuchverb"])
    assert (code, "no such command: quiz nosuchverb" in err, "there are: " in err) == (2, True, True)


def test_a_verb_that_is_misspelled() -> None:
    assert "did you mean mvcalc quiz grade?" in run_text(["quiz", "grad"])[2]


@pytest.mark.parametrize("argv", [[], ["help"], ["-h"], ["--help"]])
def test_ways_to_ask(argv: list[str]) -> None:
    assert run_text(argv)[1] == run_text(["--help"])[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_command_help(name: str) -> None:
    code, out, err = run_text([*name.split(), "--help"])
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[1].strip() == COMMANDS[name].summary
    assert lines[3].strip().startswith(COMMANDS[name].examples[0][0])
    assert f"Usage   mvcalc {name}" in out
    assert max(map(len, lines)) <= 80
    assert run_text(["help", *name.split()])[1] == out
    assert not any(line != line.rstrip() for line in lines)


@pytest.mark.parametrize("name", COMMANDS)
def test_see_also_names_commands(name: str) -> None:
    assert set(COMMANDS[name].see_also) <= set(COMMANDS) - {name}


EXAMPLES = [line for command in COMMANDS.values() for line, _ in command.examples]
EXAMPLES += [line.strip().split("   ")[0] for line in run_text(["--help"])[1].splitlines() if "mvcalc " in line][1:-1]


# Examples with files of one's own, which are not here.
_FILES = (".yaml", ".jsonl", ".csv", ".txt", ".xml", "quizzes/")


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_runs(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if "--watch" in line:  # until Ctrl+C; it has tests of its own
        return
    line, _, given = line.partition(" < ")
    if line.endswith(_FILES) or given or any(f"{ending} " in line for ending in _FILES):
        assert "internal error" not in run_text(shlex.split(line)[1:])[2]
        return
    stdin, _, command = line.rpartition("|") if "|" in line and "mvcalc" in line.rpartition("|")[2] else ("", "", line)
    words = shlex.split(command.replace('eval "$(', "").replace(')"', "").replace("source <(", "").replace(")", ")"))
    if "completion" in line:
        words = (
            ["mvcalc", "completion", words[2].rstrip(")")] if "mvcalc" in words else ["mvcalc", "completion", "fish"]
        )
    assert words[0] == "mvcalc"
    # A session: without a home it says so, exit 1; so does a practice that is left.
    if words[1:2] == ["practise"] or (words[1:2] == ["quiz"] and words[2:3] in (["run"], ["review"])):
        assert "internal error" not in run_text(words[1:])[2]
        return
    code, out, err = run_text(words[1:], stdin=" ".join(shlex.split(stdin)[1:]))
    assert code == (1 if "x^2 + 1'" in line and words[1] == "equal" else 0), err
    assert out


@pytest.mark.parametrize("width", [1, 20, 40, 80, 120])
def test_any_width(width: int) -> None:
    for argv in (["--help"], ["diff", "--help"], ["help", "options"]):
        lines = run_text(argv, environ={"COLUMNS": str(width)})[1].splitlines()
        longest_word = 30
        assert max(map(len, lines)) <= max(width, longest_word)
        if width >= 40:
            assert max(map(len, lines)) <= min(width, 120)


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_have_their_meaning_beside_them(name: str) -> None:
    out = run_text([*name.split(), "--help"], environ={"COLUMNS": "80"})[1].splitlines()
    for line, meaning in COMMANDS[name].examples:
        (row,) = [one for one in out if one.startswith(f"  {line}  ")]
        assert row.endswith(f" {meaning}")


def test_a_narrow_page_has_no_wide_indentation() -> None:
    lines = run_text(["integrate", "--help"], environ={"COLUMNS": "40"})[1].splitlines()
    options = lines[lines.index("  -w, --wrt VAR") : next(k for k, line in enumerate(lines) if "Output" in line)]
    assert {len(line) - len(line.lstrip()) for line in options if line} == {2, 4}


def test_prose_stays_narrow_on_a_wide_terminal() -> None:
    lines = run_text(["help", "options"], environ={"COLUMNS": "200"})[1].splitlines()
    assert max(map(len, lines)) <= 80


def test_plot_says_that_it_chooses_the_range() -> None:
    assert "(default: chosen)" in run_text(["plot", "--help"])[1]


def test_color_only_on_a_terminal_and_never_with_no_color() -> None:
    assert "\x1b[" not in run_text(["--help"])[1]
    assert "\x1b[" in run_text(["--help"], isatty=True)[1]
    assert "\x1b[" not in run_text(["--help"], isatty=True, environ={"NO_COLOR": "1"})[1]
    assert "\x1b[" not in run_text(["--help"], isatty=True, environ={"TERM": "dumb"})[1]


def test_an_ascii_stream_gets_ascii() -> None:
    out = run_text(["diff", "--help"], encoding="ascii")[1]
    assert out.isascii()
    assert "?" not in out.replace("is it", "")


def test_help_wins_over_mistakes_and_stays_an_argument_after_a_double_dash() -> None:
    assert run_text(["diff", "--at", "--help"])[0] == 0
    assert run_text(["diff", "--", "--help"])[0] == 2


def test_help_of_no_command() -> None:
    code, _, err = run_text(["help", "dif"])
    assert (code, err) == (2, "✗ no such command: dif      did you mean diff?\n")


def test_options_page_has_every_shared_option() -> None:
    out = run_text(["help", "options"])[1]
    for name in ("--json", "--save FILE", "--no-check", "--timeout SECONDS", "--let NAME=VALUE", "--no-next"):
        assert name in out
