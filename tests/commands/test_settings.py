"""Settings: flags win over variables, variables over the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from mvcalc_cli.cli import run_text


def config(tmp_path: Path, text: str) -> dict[str, str]:
    folder = tmp_path / "mvcalc"
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(text)
    return {"XDG_CONFIG_HOME": str(tmp_path)}


def form(out: str) -> str:
    return "json" if out.startswith("{") else "latex" if "frac" in out or "^{" in out else "plain"


def test_flag_over_variable_over_file(tmp_path: Path) -> None:
    home = config(tmp_path, "[defaults]\njson = true\n")
    assert form(run_text(["diff", "x^3"], environ=home)[1]) == "json"
    assert form(run_text(["diff", "x^3"], environ={**home, "MVCALC_LATEX": "1"})[1]) == "latex"
    assert form(run_text(["diff", "x^3", "--plain"], environ={**home, "MVCALC_LATEX": "1"})[1]) == "plain"


def test_a_variable_can_deny(tmp_path: Path) -> None:
    home = config(tmp_path, "[defaults]\njson = true\n")
    assert form(run_text(["diff", "x^3"], environ={**home, "MVCALC_JSON": "0"})[1]) == "plain"


def test_the_home_folder_is_where_the_file_is(tmp_path: Path) -> None:
    (tmp_path / ".config").mkdir()
    config(tmp_path / ".config", "[defaults]\nlatex = true\n")
    assert form(run_text(["diff", "x^3"], environ={"HOME": str(tmp_path)})[1]) == "latex"
    relative = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": "relative"}  # the XDG rule: to be ignored
    assert form(run_text(["diff", "x^3"], environ=relative)[1]) == "latex"


def test_values_with_types(tmp_path: Path) -> None:
    home = config(tmp_path, '[defaults]\ndigits = 3\nvars = "xy"\nhints = false\ncolor = false\ntimeout = 2.5\n')
    assert run_text(["diff", "xy^2"], environ=home)[1] == "2*xy\n"


MISTAKES = [
    ("[defaults]\n\ndigit = 3\n", "config.toml:3: digit is no setting", "did you mean digits?"),
    ("[defaults]\nsave = 'x.json'\n", "config.toml:2: save is no setting", "settings: "),
    ("[defaults]\njson = 1\n", "config.toml:2: json needs true or false", ""),
    ("[defaults]\ndigits = true\n", "config.toml:2: digits needs a number or a text", ""),
    ("[defaults]\ndigits = [1]\n", "config.toml:2: digits needs a number or a text", ""),
    ("[default]\n", "config.toml:1: default is unknown there", "[defaults]"),
    ("digits = 3\n", "config.toml:1: digits is unknown there", "[defaults]"),
    ("[defaults\n", "is not a TOML file", ""),
]


@pytest.mark.parametrize(("text", "message", "hint"), MISTAKES, ids=[row[0].strip() for row in MISTAKES])
def test_mistakes_in_the_file_name_the_line(tmp_path: Path, text: str, message: str, hint: str) -> None:
    code, out, err = run_text(["diff", "x"], environ={**config(tmp_path, text), "COLUMNS": "500"})
    assert (code, out) == (4, "")
    assert message in err
    assert hint in err


def test_a_value_that_does_not_fit_says_where_it_is_set(tmp_path: Path) -> None:
    code, _, err = run_text(["diff", "x"], environ={"MVCALC_DIGITS": "many"})
    assert code == 2
    assert "--digits needs a whole number" in err
    assert "it is set in MVCALC_DIGITS" in err
    home = config(tmp_path, "[defaults]\ndigits = 0\n")
    code, _, err = run_text(["diff", "x"], environ={**home, "COLUMNS": "500"})
    assert "config.toml:2" in err


def test_unknown_and_empty_variables_are_nobodys() -> None:
    assert run_text(["diff", "x^2"], environ={"MVCALC_NOTHING": "1", "MVCALC_JSON": ""})[:2] == (0, "2*x\n")


def test_settings_of_calculation_do_not_disturb_a_command_without(tmp_path: Path) -> None:
    home = config(tmp_path, "[defaults]\ntimeout = 3\n")
    assert run_text(["functions"], environ=home)[0] == 0
    assert run_text(["--help"], environ=home)[0] == 0
