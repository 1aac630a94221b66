"""The options of a question as a list: moved through with the arrows, taken by letter."""

from __future__ import annotations

from collections.abc import Sequence

from mvcalc_cli.quiz.question import Kind
from mvcalc_cli.quiz.variant import Filled
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.quiz.question import LETTERS, plain_text
from mvcalc_cli.render.segments import Row, fill


class Options:
    """A list of options, and what is taken of them. Nothing is until the learner takes it.

    Args:
        kind: choice takes one; multi any; order takes them one after the other.
        options: As they are shown.
        taken: The letters that were taken before: "b", "a, c".

    >>> chosen = Options("multi", [("one",), ("two",), ("three",)])
    >>> [chosen.press(key) for key in ("a", "down", "down", "space")], chosen.text()
    ([True, True, True, True], 'a, c')
    """

    def __init__(self, kind: Kind, options: Sequence[Filled], taken: str = "") -> None:
        self.kind, self.options = kind, options
        self.cursor = -1 if kind == "choice" else 0  # of a choice: what is pointed at is taken
        self.taken: list[int] = []
        for letter in taken.replace(" ", "").split(","):
            if letter and letter in LETTERS[: len(options)]:
                self._take(LETTERS.index(letter))

    def press(self, key: str) -> bool:
        """Whether the key means something here."""
        if key in {"up", "down"}:
            step = 1 if key == "down" else -1 if self.cursor >= 0 else 0
            self.cursor = (self.cursor + step) % len(self.options)
        elif key in {"home", "end"}:
            self.cursor = 0 if key == "home" else len(self.options) - 1
        elif key == "space":
            self._take(max(self.cursor, 0))
        elif key == "backspace" and self.kind == "choice":
            self.cursor = -1
        elif key == "backspace" and self.taken:
            self.taken.pop()
        elif len(key) == 1 and key.lower() in LETTERS[: len(self.options)]:
            self._take(LETTERS.index(key.lower()))
        else:
            return False
        return True

    def text(self) -> str:
        """The answer in letters; of a choice the one under the cursor; "" if there is none."""
        if self.kind == "choice":
            return LETTERS[self.cursor] if self.cursor >= 0 else ""
        places = self.taken if self.kind == "order" else sorted(self.taken)
        return ", ".join(LETTERS[place] for place in places)

    def guide(self) -> str:
        """How one answers here.

        >>> Options("choice", [("one",), ("two",)]).guide()
        'a to b, or the arrows, choose one; enter checks it'
        """
        letters = f"a to {LETTERS[len(self.options) - 1]}"
        return {
            "choice": f"{letters}, or the arrows, choose one; enter checks it",
            "multi": f"{letters} tick or untick: tick all that are right",
            "order": f"{letters} in your order; backspace takes one back",
        }[self.kind]

    def rows(self, output: Output) -> list[list[Row]]:
        """The rows of each option."""
        return [self._rows(place, output) for place in range(len(self.options))]

    def _take(self, place: int) -> None:
        """Take it; what is taken already is put back."""
        self.cursor = place
        if self.kind == "choice":
            return
        if place in self.taken:
            self.taken.remove(place)
        else:
            self.taken.append(place)

    def _rows(self, place: int, output: Output) -> list[Row]:
        on = place == self.cursor
        pointer = (">" if output.ascii else "›") if on else " "
        mark = self._mark(place)
        row: Row = (
            (f"{pointer} ", "point"),
            (f"{LETTERS[place]}  ", "operator"),
            (mark, "good" if place in self.taken else "secondary"),
            (plain_text(self.options[place], output), "answer" if on else "text"),
        )
        return fill(row, output.width, indent=2, hang=7 + len(mark))

    def _mark(self, place: int) -> str:
        """[x] for what is taken; of an order the place it has so far."""
        if self.kind == "choice":
            return ""
        if self.kind == "multi":
            return "[x] " if place in self.taken else "[ ] "
        return f"{self.taken.index(place) + 1}. " if place in self.taken else " . "
