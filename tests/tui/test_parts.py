"""Preview, options, keys, shares: what the screen is made of, without a screen."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mvcalc_cli.language.printers import line
from mvcalc_cli.quiz.grading.task import Task
from mvcalc_cli.tui import possible
from mvcalc_cli.tui.look import shares
from mvcalc_cli.tui.options import Options
from mvcalc_cli.tui.preview import reading


@pytest.mark.parametrize(
    ("text", "shown", "note"),
    [
        ("2x", "2x", ""),
        ("x^2 + 1", "x² + 1", ""),
        ("1 + x^2", "1 + x²", ""),  # the order typed
        ("(x+1", "x + 1", "a bracket is still open"),
        ("2x*e^(", "2x·e", "a bracket is still open"),
        ("x +", "x", "something is still to come after +"),
        ("(x + 1) * (2 -", "(x + 1)·2", "something is still to come after -"),
        ("[1, 2", "[1, 2]", "a bracket is still open"),
        ("[0, 1)", "[0, 1)", ""),
        ("+", None, "something is still to come after +"),
        ("sin(", None, "a bracket is still open"),
        ("x" * 501, None, "too long to be shown while it is typed"),
        ("", None, ""),
        ("   ", None, ""),
    ],
)
def test_what_is_typed_so_far(text: str, shown: str | None, note: str) -> None:
    found = reading(text, Task("expression"))
    assert (found.tree and line(found.tree)) == shown
    assert found.note == note


@pytest.mark.parametrize("text", ["(" * 400, "x" + "^" * 300, ")]}", "\x1b[31m", "é🎉", "9" * 500, "sqrt(" * 70 + "x"])
def test_no_text_breaks_the_preview(text: str) -> None:
    assert reading(text, Task("expression")) is not None


def test_letters_take_and_put_back() -> None:
    several = Options("multi", [("one",), ("two",), ("three",)])
    for key in ("c", "a", "c"):
        several.press(key)
    assert several.text() == "a"
    ordered = Options("order", [("one",), ("two",), ("three",)])
    for key in ("c", "a", "b", "backspace", "b"):
        ordered.press(key)
    assert ordered.text() == "c, a, b"
    assert Options("order", ordered.options, "c, a").taken == [2, 0]
    one = Options("choice", [("one",), ("two",)])
    assert [one.press(key) for key in ("up", "z", "enter")] == [True, False, False]
    assert one.text() == "b"
    assert Options("choice", one.options).text() == ""
    assert Options("choice", one.options, "b").text() == "b"


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("room", [0, 1, 2, 5, 20])
def test_shares_never_exceed_the_room(room: int, *, after: bool) -> None:
    for question in (0, 3, 50):
        for options in (0, 4, 50):
            for said in (0, 5, 50):
                found = shares(room, question, options, said, after=after)
                assert sum(found) <= room
                assert min(found) >= 0


def test_a_dumb_terminal_has_no_screen() -> None:
    assert not possible({"TERM": "dumb"})
    assert not possible({})


def test_textual_is_not_loaded_before_a_learner_sits_down() -> None:
    program = "import sys, mvcalc_cli.tui, mvcalc_cli.commands.quiz_run; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
