"""The line in which an answer is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.widgets import Input

from mvcalc_cli.render.clean import one_line

# Keys of the line, and what they do there; Textual's own names.
_EDITS: Final = {
    "left": "cursor_left", "right": "cursor_right", "home": "home", "ctrl+a": "home", "end": "end",
    "ctrl+left": "cursor_left_word", "ctrl+right": "cursor_right_word", "backspace": "delete_left",
    "ctrl+h": "delete_left", "delete": "delete_right", "ctrl+d": "delete_right", "ctrl+w": "delete_left_word",
    "ctrl+u": "delete_left_all", "ctrl+k": "delete_right_all",
}  # fmt: skip


class AnswerBox(Input):
    """Textual's input, whose keys are handed to it one by one: none overtakes another."""

    BINDINGS = []  # noqa: RUF012 - Textual's way to have none

    def edit(self, key: str, char: str | None) -> None:
        """One key."""
        if key in _EDITS:
            act: Callable[[], None] = getattr(self, f"action_{_EDITS[key]}")
            act()
        elif char is not None and char.isprintable():
            self.insert_text_at_cursor(one_line(char))

    def paste(self, text: str) -> None:
        """A text from elsewhere, on one line."""
        self.insert_text_at_cursor(one_line(text.strip("\r\n")).replace("\r", " "))

    def put(self, text: str) -> None:
        """Another text, the cursor at its end."""
        self.value = one_line(text)
        self.cursor_position = len(self.value)
