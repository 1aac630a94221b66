"""One way to write small numbers: the minus of mathematics before them, an exponent that can be typed."""

from __future__ import annotations

import re

import pytest

from mvcalc_cli.cli import run_text

SCREENS = [
    ["slope", "-x^2", "--at", "3", "--points", "7"],
    ["slope", "x^3/10^9", "--at", "-1"],
    ["limit", "x/10^8 - 1/10^9", "--at", "0"],
    ["taylor", "sin(x)", "--at", "-1"],
    ["integrate", "x^2", "--over", "x=-1..0", "--riemann", "10"],
    ["integrate", "sin(x^2)/10^9", "--over", "x=-1..0", "--numeric"],
    ["grad", "x^2 y/10^9", "--at", "-1,2"],
    ["eval", "-x/10^9", "--table", "x=-1..1", "--points", "4"],
    ["diff", "-x y/10^9", "--sigma", "x=0.1,y=0.2", "--at", "-2,3"],
]


@pytest.mark.parametrize("argv", SCREENS, ids=" ".join)
def test_one_style(argv: list[str]) -> None:
    lines = run_text([*argv, "--screen"])[1].splitlines()
    text = "\n".join(line for line in lines if not re.search("[┤⠀-⣿]", line))  # axes have their own, shorter style
    assert re.search(r"\de[-+]\d", text)
    assert not re.search(r"\de−\d", text)
    assert not re.search(r"(?<![\de])-\d", text)
