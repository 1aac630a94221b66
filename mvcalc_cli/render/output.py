"""How an answer is to be shown: one value, made by `cli` from flags, environment and stream."""

from __future__ import annotations

from typing import Literal, NamedTuple

Format = Literal["terminal", "plain", "json", "latex", "python"]


class Output(NamedTuple):
    """What the renderers need to know of the person's wishes and of the stream.

    Attributes:
        format: Which of the five forms.
        width: Columns of the terminal; layouts keep within it wherever a break is possible.
        ascii: The stream cannot show mathematics: letters, signs and brackets become ASCII.
        height: Rows of the terminal: pictures leave room for what stands around them.
        color: Write colours (the 16 of the theme).
        many_colors: The terminal shows 256 colours; used as true_color is.
        true_color: The terminal shows 24-bit colours; used inside heat maps, contours and arrows alone.
        quiet: The answer alone.
        verbose: Say how the answer was checked.
        hints: Show the `next:` line on a terminal.
        digits: Decimals of a shown number; None leaves it to the place (6 in text, 4 in matrices).
        line: In a batch, the line of input that is answered: the answer is one line, JSON and
            mistakes name the line.
        watched: A person looks at the stream: frames and progress may be drawn.
    """

    format: Format = "terminal"
    width: int = 80
    ascii: bool = False
    height: int = 24
    color: bool = False
    many_colors: bool = False
    true_color: bool = False
    quiet: bool = False
    verbose: bool = False
    hints: bool = True
    digits: int | None = None
    line: int | None = None
    watched: bool = False
