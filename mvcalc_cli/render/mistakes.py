"""How a mistake is shown: a sentence, the text with a caret under the place, the fix last."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.errors import MvcalcError, Place
from mvcalc_cli.render.data import dump, error_document
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.paint import paint
from mvcalc_cli.render.segments import Row, columns, fill, pad, row_width, words

_WIDEST: Final = 80  # an aside stands here at most: further right nobody looks for it
_BESIDE: Final = "      "  # between a sentence and a fix on the same line
_MATHEMATICAL: Final = 3  # from this exit code on, the code is worth telling


def show_error(error: MvcalcError, output: Output) -> str:
    """The text for stderr: three or four lines, or one JSON object on one line."""
    if output.format == "json":
        return dump(error_document(error, output.line), output, indent=None)
    sentence = _sentence(error, output)
    rows: list[Row] = []
    if error.place is None and error.aside is None and error.hint and "\n" not in error.message:
        together: Row = (*sentence, (_BESIDE + words(error.hint, output), "text"))
        if row_width(together) <= min(output.width, _WIDEST):
            return paint([together], color=output.color)
    rows += fill(sentence, output.width, hang=2)
    for line in error.message.split("\n")[1:]:  # a file has several mistakes, each with its place
        rows.append(((words(line, output), "text"),))  # whole, for editors that jump to file:line:column
    if error.place is not None:
        rows += place_rows(error.place, output)
    rows += _fix_rows(error, output)
    return paint(rows, color=output.color)


def show_note(text: str, output: Output, *, label: str = "note") -> str:
    """The text for stderr of a guess, a warning, a progress: `note: …`."""
    start = f"{label}: " if output.line is None else f"line {output.line}: {label}: "
    row: Row = ((start + words(text, output), "secondary"),)
    return paint(fill(row, output.width, hang=len(start)), color=output.color)


def _sentence(error: MvcalcError, output: Output) -> Row:
    """✗ and the message; in a batch `line 3:` in place of the sign."""
    place = error.place
    line = place.line if place is not None and place.line is not None else output.line
    cross = "error:" if output.ascii else "✗"
    sign = cross if line is None else f"line {line}:"
    return ((sign, "bad"), (" " + words(error.message.split("\n")[0], output), "text"))


def place_rows(place: Place, output: Output) -> list[Row]:
    """The line of the text that holds the place, an option's name before it, carets beneath."""
    option = place.argument if place.argument and place.argument.startswith("-") else ""
    name = words(option, output) + " " if len(option) > 1 else ""
    margin = " " * min(4, output.width // 10)
    lead = columns(margin + name)
    before, within, after = _window(place, max(8, output.width - lead), output)
    text: Row = ((margin, "text"), (name, "secondary"), (before + within + after, "text"))
    caret: Row = ((" " * (lead + columns(before)), "text"), ("^" * max(1, columns(within)), "bad"))
    return [text, caret] if before + within + after else []


def _window(place: Place, room: int, output: Output) -> tuple[str, str, str]:
    """What is shown before, within and after the place, cut with … to `room` columns."""
    start = min(max(place.start, 0), len(place.text))
    end = min(max(place.end, start), len(place.text))
    first = place.text.rfind("\n", 0, start) + 1
    last = place.text.find("\n", start)
    last = len(place.text) if last < 0 else last
    end = min(end, last)
    # A character takes a column at least, so that no more than `room` of them are looked at on each side.
    before = words(place.text[max(first, start - room - 1) : start], output)
    within = words(place.text[start : min(end, start + room + 1)], output)
    after = words(place.text[end : min(last, end + room + 1)], output)
    return _cut(before, within, after, room, "..." if output.ascii else "…")


def _cut(before: str, within: str, after: str, room: int, dots: str) -> tuple[str, str, str]:
    """The three texts in `room` columns: the place first, then as much on both sides as fits."""
    if columns(before) + columns(within) + columns(after) <= room:
        return before, within, after
    side = len(dots)
    within = _head(within, room - side * (bool(before) + bool(after)), dots)
    rest = max(0, room - columns(within))
    left = max(rest // 2, rest - columns(after))
    before = _head(before[::-1], left, dots[::-1])[::-1]
    return before, within, _head(after, rest - columns(before), dots)


def _head(text: str, room: int, dots: str) -> str:
    """The start of a text in `room` columns, ended by dots when it was cut."""
    if columns(text) <= room:
        return text
    kept = text[: max(0, room - len(dots))]
    while kept and columns(kept) > room - len(dots):
        kept = kept[:-1]
    return (kept + dots)[: max(0, room)] if room < len(dots) else kept + dots


def _fix_rows(error: MvcalcError, output: Output) -> list[Row]:
    """The hint, and the aside flush right beside it."""
    hint = words(error.hint, output) if error.hint else ""
    aside = error.aside
    if aside is None and hint and error.exit_code >= _MATHEMATICAL:
        aside = f"(exit code {error.exit_code})"
    aside = words(aside, output) if aside else ""
    width = min(output.width, _WIDEST)
    if hint and aside and 2 + columns(hint) + 3 + columns(aside) <= width:
        return [(*pad((("  " + hint, "text"),), width - columns(aside)), (aside, "secondary"))]
    rows = fill(((hint, "text"),), output.width, indent=2) if hint else []
    return rows + (fill(((aside, "secondary"),), output.width, indent=2) if aside else [])
