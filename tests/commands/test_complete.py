"""Completion: the protocol on texts, and the script in a real bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.commands.complete import split
from mvcalc_cli.commands.registry import COMMANDS

ROOT = Path(__file__).parent.parent.parent


def bash(line: str) -> list[str]:
    code, out, err = run_text(["__complete", "bash", line])
    assert (code, err) == (0, "")
    return out.splitlines()


CASES = [
    ("mvcalc di", ["diff", "div"]),
    ("mvcalc --v", ["--version"]),
    ("mvcalc diff 'x' --st", ["--steps"]),
    ("mvcalc diff 'x' --steps --st", []),  # given already
    ("mvcalc diff 'x' --no-ch", ["--no-check"]),
    ("mvcalc diff 'x^2 y' --at ", ["x=", "y="]),
    ("mvcalc diff 'x^2 y' --at x=1,", ["1,y="]),  # bash begins a word after =
    ("mvcalc diff 'x^2 y' --at x=1,y=", []),
    ("mvcalc diff 'x^2 y' --at 'x=1,", ["x=1,y="]),  # but not between quotation marks
    ("mvcalc diff 'x^2 y' --at=", ["x=", "y="]),
    ("mvcalc grad 'b a10 a2' --wrt ", ["a2", "a10", "b"]),
    ("mvcalc grad 'a b' -w a,", ["a,a", "a,b"]),
    ("mvcalc grad 'height^2' --vars height --wrt h", ["height"]),
    ("mvcalc grad 'x y' --vars ", ["x:", "y:"]),
    ("mvcalc grad 'x y' --vars x:p", ["positive"]),
    ("mvcalc diff 'sin(' --wrt ", []),  # cannot be read yet
    ("mvcalc completion ", ["bash", "zsh", "fish"]),
    ("mvcalc completion bash b", []),
    ("mvcalc help gr", ["grad"]),
    ("mvcalc nonsense ", []),
    ("mvcalc diff 'x + ", []),
    ("mvcalc diff -x", []),
    ("", [*dict.fromkeys(name.split()[0] for name in COMMANDS), "--help", "--version"]),
    ("mvcalc quiz gra", ["grade"]),
    ("mvcalc quiz grade --ans", ["--answer"]),
]


@pytest.mark.parametrize(("line", "found"), CASES, ids=[line for line, _ in CASES])
def test_candidates(line: str, found: list[str]) -> None:
    assert bash(line) == found


def test_an_empty_word_after_the_expression_offers_options() -> None:
    assert {"--at", "--wrt", "--json", "--help"} <= set(bash("mvcalc grad 'x y' "))


def test_fish_gets_meanings_and_whole_words() -> None:
    out = run_text(["__complete", "fish", "mvcalc diff x --no-c"])[1]
    assert out.splitlines() == ["--no-color\tcolours", "--no-check\tcheck the answer with numbers"]
    assert run_text(["__complete", "fish", "mvcalc diff 'x y' --at x=1,"])[1] == "x=1,y=\n"


def test_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points").mkdir()
    (tmp_path / "points" / "a.txt").write_text("x")
    (tmp_path / ".hidden").write_text("")
    assert bash("mvcalc diff x --save ") == ["points/"]
    assert bash("mvcalc diff @po") == ["@points/"]
    assert bash("mvcalc diff @points/") == ["@points/a.txt"]
    assert bash("mvcalc diff @nowhere/") == []
    assert bash("mvcalc diff x --let y=@po") == ["@points/"]


@pytest.mark.parametrize(
    ("line", "words", "current", "quoted"),
    [
        ("a b", ("a",), "b", False),
        ("a b ", ("a", "b"), "", False),
        ("a 'b c' d", ("a", "b c"), "d", False),
        ('a "b \\" c', ("a",), 'b " c', True),
        ("a b\\ c", ("a",), "b c", False),
        ("x | mvcalc di", ("mvcalc",), "di", False),
        ("a '' ", ("a", ""), "", False),
        ("a \\", ("a",), "", False),
    ],
)
def test_split(line: str, words: tuple[str, ...], current: str, quoted: bool) -> None:
    assert split(line) == (words, current, quoted)


def environment(tmp_path: Path) -> dict[str, str]:
    """A PATH on which `mvcalc` is this package."""
    script = tmp_path / "mvcalc"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mvcalc_cli "$@"\n')
    script.chmod(0o755)
    return {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}


BASH = r"""
eval "$(mvcalc completion bash)"
ask() { COMP_LINE="$1" COMP_POINT=${#1}; COMPREPLY=(); _mvcalc 2>/dev/null; echo "${COMPREPLY[*]}"; }
ask "mvcalc gr"; ask "mvcalc diff 'x^2 y' --at "; ask "mvcalc diff 'x y' --at x=1,"
complete -p mvcalc
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_script_in_bash(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "--norc", "-c", BASH], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["grad", "x= y=", "1,y=", "complete -F _mvcalc mvcalc"]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="needs zsh")
def test_the_script_is_zsh(tmp_path: Path) -> None:
    script = 'autoload -U compinit; compinit -u -D; source <(mvcalc completion zsh); print -r -- "$_comps[mvcalc]"'
    done = subprocess.run(
        ["zsh", "-f", "-c", script], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("_mvcalc\n", "")


@pytest.mark.skipif(shutil.which("fish") is None, reason="needs fish")
def test_the_script_in_fish(tmp_path: Path) -> None:
    script = "mvcalc completion fish | source; complete -C \"mvcalc diff 'x^2 y' --at \"; complete -C 'mvcalc gr'"
    done = subprocess.run(
        ["fish", "-N", "-c", script], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[:2] == ["x=", "y="]
    assert done.stdout.splitlines()[2].startswith("grad\t")
