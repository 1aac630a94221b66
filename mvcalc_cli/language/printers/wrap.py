"""Results wider than the terminal: repeated parts named, and lines broken before + and −."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.language.printers.line import line
from mvcalc_cli.language.printers.shared import fresh_names, name_shared
from mvcalc_cli.language.tree import Tree, postorder

# The least number of nodes of a repeated part that is worth a name: about a dozen characters.
_WORTH_NAMING: Final = 7

# Where a line may be broken, the best place first; the sign begins the next line.
_BREAKS: Final = {
    ",": 0,
    "=": 0, "≤": 0, "≥": 0, "≠": 0, "<": 0, ">": 0,
    "+": 1, "−": 1, "-": 1, "∪": 1,
    "·": 2, "*": 2,
    "/": 3,
}  # fmt: skip
# A place deeper in brackets is worse than any sign farther out.
_PER_BRACKET: Final = 4
# After an opening bracket only when there is no sign at all: sin(sin(sin(…
_OPENING: Final = 1000
# Of a line's width, how much the best place must leave filled, so that no line has only two characters.
_LEAST_FILLED: Final = 3


def wrap(tree: Tree, width: int, *, ascii: bool = False, hang: int = 2) -> tuple[list[str], list[str]]:
    """The expression on lines of at most `width` columns, and the names it uses (`s = …`).

    A line is broken before + and −, else before ·; the next one hangs `hang` columns deeper. Parts that
    repeat and are long have names, none of them a variable's. A definition too long for one line goes on
    in the next entry, which hangs as well. Only what has no place to break, a long number, is wider.

    >>> from mvcalc_cli.language.tree import add, variable
    >>> wrap(add(*map(variable, ("alpha", "x", "y"))), 7)
    (['α + x', '  + y'], [])
    """
    text = line(tree, ascii=ascii)
    if len(text) <= width:
        return [text], []
    taken = {str(node.value) for node in postorder(tree) if node.kind == "variable"}
    short, definitions = name_shared(tree, fresh_names(taken), _WORTH_NAMING)
    if definitions:
        text = line(short, ascii=ascii)
    named = [f"{name} = {line(part, ascii=ascii)}" for name, part in definitions]
    return broken(text, width, hang), [piece for words in named for piece in broken(words, width, hang)]


def broken(text: str, width: int, hang: int = 2) -> list[str]:
    """One line of mathematics as several, each within `width` where the text allows it."""
    places = _places(text)
    lines: list[str] = []
    start, first = 0, 0
    indent = ""
    while len(indent) + len(text) - start > width:
        while first < len(places) and places[first][0] <= start:
            first += 1
        end = _best(places, first, start, width - len(indent))
        if end is None:
            break
        lines.append(indent + text[start:end].rstrip())
        start = end + (text[end] == " ")
        indent = " " * hang
    lines.append(indent + text[start:])
    return lines


def _best(places: list[tuple[int, int]], first: int, start: int, room: int) -> int | None:
    """The place at which this line ends: the one of least cost, the last of several."""
    if first == len(places):
        return None
    best, least = places[first][0], None
    for position, cost in places[first:]:
        if position - start > room:
            break
        if least is None or cost <= least or (best - start) * _LEAST_FILLED < room:
            best, least = position, cost
    return best


def _places(text: str) -> list[tuple[int, int]]:
    """Where the text may be broken, and at what cost, from left to right."""
    places: list[tuple[int, int]] = []
    depth = 0
    for position, char in enumerate(text):
        if char in "([{":
            places.append((position + 1, _OPENING))
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char in _BREAKS:
            place = _place(text, position)
            if place is not None:
                places.append((place, _BREAKS[char] + _PER_BRACKET * depth))
    return places


def _place(text: str, position: int) -> int | None:
    """The blank or the sign at which a line may end; None if the sign there is not an operator."""
    char = text[position]
    if char == ",":
        return position + 1
    if position and text[position - 1] == " " and text[position + 1 : position + 2] == " ":
        return position - 1
    return position if char in "·*/" else None
