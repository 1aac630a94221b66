"""mvcalc descend while it runs: frames, progress, and who sees them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mvcalc_cli.commands import live
from mvcalc_cli.commands.descend import report
from mvcalc_cli.commands.inputs import Reader
from mvcalc_cli.commands.options import Shared
from mvcalc_cli.render.output import Output

BOWL = "x^2 + 4y^2"


class Terminal:
    """What a person sees on stderr: lines, a cursor, and the few codes that are used."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.lines: list[str] = [""]
        self.row = 0

    def show(self, stream: str, text: str) -> None:
        assert stream == "err"
        self.texts.append(text)
        for part in re.findall(r"\x1b\[[^A-Za-z]*[A-Za-z]|[^\x1b]+", text):
            self._take(part)

    def _take(self, part: str) -> None:
        if part.startswith("\x1b"):
            if part.endswith("A"):
                self.row -= int(part[2:-1])
                assert self.row >= 0
            elif part == "\x1b[J":
                del self.lines[self.row + 1 :]
                self.lines[self.row] = ""
            return
        for piece in re.findall(r"\r|\n|[^\r\n]+", part):
            if piece == "\n":
                self.row += 1
                if self.row == len(self.lines):
                    self.lines.append("")
            elif piece != "\r":
                self.lines[self.row] = piece


def reader(terminal: Terminal, *, watched: bool = True, height: int = 24, **output: bool) -> Reader:
    shared = Shared({"let": (), "vars": None, "check": True, "digits": None, "complex": False})
    errors = Output(watched=watched, height=height)
    return Reader(shared, Output(**output), show=terminal.show, errors=errors)  # type: ignore[arg-type]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between frames, which nobody waits for; on a slow machine too a run is over before it is shown."""
    found: list[float] = []
    monkeypatch.setattr(live, "_PATIENCE", 600.0)
    monkeypatch.setattr(live, "_sleep", found.append)
    return found


def test_a_fast_run_is_slowed_down(pauses: list[float]) -> None:
    terminal = Terminal()
    shown = report(reader(terminal), BOWL, start="3,2", live=True)
    assert shown.exit_code == 0
    assert len(pauses) == 12  # the start and 11 steps
    assert min(pauses) >= 0.05
    assert sum(pauses) <= 5
    assert terminal.lines == [""]  # nothing of it stays


def test_a_long_run_is_not_longer_to_watch(pauses: list[float]) -> None:
    report(reader(Terminal()), "100(y-x^2)^2 + (1-x)^2", start="-1.2,1", rate=1e-3, live=True, max_steps=3000)
    assert 20 <= len(pauses) <= 100
    assert sum(pauses) <= 5.5


@pytest.mark.usefixtures("pauses")
def test_a_frame_shows_how_far_it_is() -> None:
    terminal = Terminal()
    report(reader(terminal), BOWL, start="3,2", live=True)
    first = terminal.texts[0]
    assert "  k = 0   f = 2.500e+01   |∇f| = 1.7e+01" in first
    assert "○ start" in first
    assert "★ now" in terminal.texts[1]
    assert all(text.endswith("\x1b[?25h") for text in terminal.texts)  # the cursor is there between frames


@pytest.mark.usefixtures("pauses")
def test_a_frame_is_lower_than_the_terminal() -> None:
    terminal = Terminal()
    report(reader(terminal, height=10), BOWL, start="3,2", live=True)
    assert max(text.count("\n") for text in terminal.texts) <= 9


@pytest.mark.usefixtures("pauses")
def test_frames_of_a_curve_and_of_a_chart() -> None:
    for text, start in (("x^4 - x", "0.1"), ("x^2 + 2y^2 + 3z^2", "1,1,1")):
        terminal = Terminal()
        report(reader(terminal), text, start=start, live=True)
        assert len(terminal.texts) > 5
        assert terminal.lines == [""]


def test_nobody_watches(pauses: list[float]) -> None:
    terminal = Terminal()
    read = reader(terminal, watched=False)
    report(read, BOWL, start="3,2", live=True)
    assert (terminal.texts, pauses) == ([], [])
    assert read.notes == ["--live needs a terminal to draw on, and standard error is none"]


def test_a_run_that_takes_long_is_shown_as_it_happens(monkeypatch: pytest.MonkeyPatch, pauses: list[float]) -> None:
    monkeypatch.setattr(live, "_PATIENCE", 0.0)
    monkeypatch.setattr(live, "_FRAME", 0.0)
    terminal = Terminal()
    report(reader(terminal), BOWL, start="3,2", live=True)
    assert pauses == []
    assert len(terminal.texts) == 13  # twelve frames, and their end
    assert terminal.lines == [""]


def test_progress_of_a_long_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_PATIENCE", 0.0)
    monkeypatch.setattr(live, "_BETWEEN", 0.0)
    terminal = Terminal()
    report(reader(terminal), BOWL, start="3,2")
    assert terminal.texts[0] == "\r  k = 0   f = 2.500e+01   |∇f| = 1.7e+01\x1b[K"
    assert terminal.texts[-1] == "\r\x1b[K"
    counted = Terminal()
    report(reader(counted), BOWL, starts=3)
    assert counted.texts == [*(f"\r  start {k} of 3\x1b[K" for k in (1, 2, 3)), "\r\x1b[K"]


def test_a_short_run_shows_no_progress() -> None:
    terminal = Terminal()
    report(reader(terminal), BOWL, start="3,2")
    report(reader(terminal, quiet=True), BOWL, start="3,2")
    assert terminal.texts == []


@pytest.mark.parametrize("several", [{"compare": "gd,newton"}, {"starts": 2}])
def test_several_runs_are_not_watched_and_it_is_said(several: dict[str, Any]) -> None:
    read = reader(Terminal())
    report(read, BOWL, start="3,2", live=True, **several)
    assert any("no frames are drawn" in note for note in read.notes)
