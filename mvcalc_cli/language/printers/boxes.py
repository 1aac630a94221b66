"""Rectangles of text with a baseline, and how they are put side by side, stacked and bracketed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple


class Box(NamedTuple):
    """Lines of equal width; `base` is the index of the line that stands on the line of the formula."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.lines[0])

    @property
    def height(self) -> int:
        """Lines."""
        return len(self.lines)


# Pieces of a tall bracket: alone, top, middle, bottom, and the point at the baseline if it has one.
_FENCES: Final = {
    "(": "(⎛⎜⎝", ")": ")⎞⎟⎠", "[": "[⎡⎢⎣", "]": "]⎤⎥⎦", "{": "{⎧⎪⎩⎨", "}": "}⎫⎪⎭⎬",
    "|": "|│││", "": "",
}  # fmt: skip
_ASCII_FENCES: Final = {
    "(": "(/|\\",
    ")": ")\\|/",
    "[": "[[[[",
    "]": "]]]]",
    "{": "{/|\\<",
    "}": "}\\|/>",
    "|": "||||",
    "": "",
}


def text_box(text: str) -> Box:
    """One line.

    >>> text_box("x + 1")
    Box(lines=('x + 1',), base=0)
    """
    return Box((text,))


def beside(boxes: Sequence[Box]) -> Box:
    """Side by side, on one baseline.

    >>> beside([Box(("a", "-", "b"), 1), text_box(" + c")]).lines
    ('a    ', '- + c', 'b    ')
    """
    if len(boxes) == 1:
        return boxes[0]
    above = max([box.base for box in boxes])
    below = max([box.height - box.base for box in boxes])
    if above + below == 1:
        return Box(("".join([box.lines[0] for box in boxes]),))
    columns = [_stretched(box, above, below) for box in boxes]
    return Box(tuple(["".join(pieces) for pieces in zip(*columns, strict=True)]), above)


def _stretched(box: Box, above: int, below: int) -> list[str]:
    blank = " " * box.width
    return [blank] * (above - box.base) + list(box.lines) + [blank] * (below - box.height + box.base)


def stacked(boxes: Sequence[Box], base: int) -> Box:
    """One above the other, centred; `base` is the line of the whole that is the baseline."""
    width = max([box.width for box in boxes])
    return Box(tuple([line for box in boxes for line in _centred(box, width)]), base)


def _centred(box: Box, width: int) -> list[str]:
    left = (width - box.width) // 2
    return [(" " * left + line).ljust(width) for line in box.lines]


def fraction(above: Box, below: Box, bar: str) -> Box:
    """A numerator over a bar over a denominator.

    >>> fraction(text_box("x"), text_box("120"), "-").lines
    (' x ', '---', '120')
    """
    width = max(above.width, below.width)
    return stacked([above, text_box(bar * width), below], above.height)


def raised(base: Box, exponent: Box) -> Box:
    """The exponent to the right of the base, above its top.

    >>> raised(text_box("x"), text_box("10")).lines
    (' 10', 'x  ')
    """
    left, right = " " * base.width, " " * exponent.width
    lines = [*[left + line for line in exponent.lines], *[line + right for line in base.lines]]
    return Box(tuple(lines), exponent.height + base.base)


def fenced(box: Box, opening: str, closing: str, *, ascii: bool) -> Box:
    """The box between brackets as tall as it is; an empty text is no bracket.

    >>> fenced(raised(text_box("x"), text_box("2")), "(", ")", ascii=False).lines
    ('⎛ 2⎞', '⎝x ⎠')
    """
    left = _fence(opening, box, ascii=ascii)
    right = _fence(closing, box, ascii=ascii)
    return Box(tuple([a + line + b for a, line, b in zip(left, box.lines, right, strict=True)]), box.base)


def _fence(kind: str, box: Box, *, ascii: bool) -> list[str]:
    pieces = (_ASCII_FENCES if ascii else _FENCES)[kind]
    if not pieces:
        return [""] * box.height
    if box.height == 1:
        return [pieces[0]]
    column = [pieces[1], *[pieces[2]] * (box.height - 2), pieces[3]]
    if len(pieces) > 4 and 0 < box.base < box.height - 1:
        column[box.base] = pieces[4]
    return column


def table(rows: Sequence[Sequence[Box]], *, gap: int = 2, left: bool = False, space: int = 0) -> Box:
    """Rows and columns, entries to the right (or to the left) of their column; the baseline is the middle.

    `space` empty lines stand between rows of more than one line.
    """
    columns = [max([row[index].width for row in rows]) for index in range(len(rows[0]))]
    lines: list[str] = []
    for row in rows:
        if lines and space:
            lines.extend([" " * (sum(columns) + gap * (len(columns) - 1))] * space)
        cells = [_padded(box, width, left=left) for box, width in zip(row, columns, strict=True)]
        joined = [part for cell in cells for part in (text_box(" " * gap), cell)][1:]
        lines.extend(beside(joined).lines)
    return Box(tuple(lines), (len(lines) - 1) // 2)


def _padded(box: Box, width: int, *, left: bool) -> Box:
    fit = str.ljust if left else str.rjust
    return Box(tuple([fit(line, width) for line in box.lines]), box.base)
