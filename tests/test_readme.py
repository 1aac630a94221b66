"""The README's transcripts are what the program prints."""

from __future__ import annotations

import pytest

from mvcalc_cli.commands.registry import COMMANDS
from tests.transcripts import README, blocks, command_line, run

BLOCKS = blocks(README.read_text(encoding="utf-8"))


@pytest.mark.parametrize("block", BLOCKS, ids=[command_line(block) for block in BLOCKS])
def test_the_transcript_is_true(block: str) -> None:
    line = command_line(block)
    assert block.rstrip("\n").splitlines()[1:] == run(line).rstrip("\n").splitlines()


def test_every_command_has_a_transcript() -> None:
    shown = " ".join(command_line(block) for block in BLOCKS)
    without = {"schema", "completion", "quiz schema"}  # long machine-readable output
    without |= {"quiz run", "quiz review"}  # conversations, with the time they took
    without |= {"quiz new", "quiz fmt", "quiz preview", "quiz lint", "quiz test"}  # of a file of one's own
    assert all(f"mvcalc {name} " in shown + " " for name in COMMANDS if name not in without)


def test_the_two_commands_of_the_readme_exist() -> None:
    text = README.read_text(encoding="utf-8")
    makefile = (README.parent / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in text
        assert f"\n{target}:" in makefile
