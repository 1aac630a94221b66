"""The table of a problem with constraints: points that differ by signs alone share a row, as (±√2, 1)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.commands.stationary.lagrange_points import is_extreme, size_of, word_of
from mvcalc_cli.commands.stationary.telling import bracketed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mvcalc_cli.commands.stationary.lagrange_points import Solved
    from mvcalc_cli.report import Block, Span
    from mvcalc_cli.symbolic.stationary.lagrange import Solution
    from mvcalc_cli.symbolic.stationary.points import Point

_MARKS = {"maximum": "▲", "minimum": "▼", "neither": "✕"}
_LOCAL = {
    "minimum": "local min",
    "maximum": "local max",
    "saddle": "neither",
    "inflection": "neither",
    "isolated": "isolated",
}
_ORDER = ("maximum", "minimum", "local min", "local max", "neither", "isolated", "not decided")
# A point whose exact text is longer than this stands in the table by its numbers, and exactly beneath.
_WIDE = 26
_WIDE_VALUE = 8
_MOST_EXACT_TEXT = 160


class Row(NamedTuple):
    """Points that share a row.

    Attributes:
        word: "maximum", "minimum", "local min", ….
        points: What is the same but for signs.
        exact: The coordinates, "(±√2, 1)"; "" where one is not known exactly.
        numbers: The same by numbers, "(±1.414214, 1)".
    """

    word: str
    points: tuple[Solution, ...]
    exact: str
    numbers: str

    @property
    def short(self) -> str:
        """The exact coordinates where they are short, else ≈ and the numbers."""
        return self.exact if 0 < len(self.exact) <= _WIDE else f"≈ {self.numbers}"


def rows(answer: Solved) -> list[Row]:
    """Every solution, gathered; the greatest value first, then the least, then the others."""
    found = answer.found
    every = [*found.solutions, *found.singular]
    words = {id(one): word(answer, one) for one in every}
    every.sort(key=lambda one: _ORDER.index(words[id(one)]))
    gathered = []
    for (told, *_), members in groupby(sorted(every, key=_alike(words)), key=_alike(words)):
        gathered += [_row(str(told), part) for part in _by_signs(list(members))]
    return sorted(gathered, key=lambda row: (_ORDER.index(row.word), round(row.points[0].number, 9)))


def word(answer: Solved, one: Solution) -> str:
    """What a point is called: an extreme of the whole set, or near by."""
    return word_of(answer.found, one) or _LOCAL.get(one.kind, "not decided")


def _alike(words: Mapping[int, str]) -> Callable[[Solution], tuple[object, ...]]:
    """What points that share a row have in common."""

    def key(one: Solution) -> tuple[object, ...]:
        sizes = (f"{size_of(each):.9g}" for each in one.multipliers)
        lengths = (f"{abs(at):.9g}" for at in one.point.numbers)
        return (words[id(one)], f"{one.number:.9g}", one.active, tuple(sizes), tuple(lengths))

    return key


def _by_signs(members: Sequence[Solution]) -> list[list[Solution]]:
    """The members together where they are all the choices of some signs, or opposite points; else each alone."""
    if len(members) == 1 or (len(members) == 2 and _are_opposite(*members)):
        return [list(members)]
    signs = {tuple(at < 0 for at in one.point.numbers) for one in members}
    free = sum(len({pattern[k] for pattern in signs}) == 2 for k in range(len(members[0].point.numbers)))
    return [list(members)] if len(signs) == len(members) == 2**free else [[one] for one in members]


def _are_opposite(one: Solution, other: Solution) -> bool:
    return all(a == -b for a, b in zip(one.point.numbers, other.point.numbers, strict=True))


def _row(told: str, members: Sequence[Solution]) -> Row:
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.language.printers import line

    upper = max(members, key=lambda one: one.point.numbers)
    point: Point = upper.point
    size = len(point.numbers)
    both = [len({one.point.numbers[k] < 0 for one in members}) == 2 for k in range(size)]
    opposite = len(members) == 2 and sum(both) > 1
    signs = ["±" if changes and not opposite else "" for changes in both]
    texts = [
        _signed(sign, "" if value is None else line(value)) for sign, value in zip(signs, point.values, strict=True)
    ]
    numbers = [_signed(sign, short(at)) for sign, at in zip(signs, point.numbers, strict=True)]
    lead = "±" if opposite else ""
    exact = lead + bracketed(texts) if point.exact else ""
    return Row(told, tuple(members), exact, lead + bracketed(numbers))


def _signed(sign: str, text: str) -> str:
    inside = text.strip("−")
    return sign + (f"({text})" if sign and any(mark in inside for mark in "+−") else text)


def table(answer: Solved, shown: Sequence[Row]) -> Block:
    """kind, exact, numeric, a column a multiplier, f."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Table

    numeric = any(row.short == row.exact and not _is_plain(row) for row in shown)
    letters = [show_name(each.multiplier) for each in answer.found.constraints]
    headers = ("kind", "exact" if numeric else "point", *(("numeric",) if numeric else ()), *letters, "f")
    lines = tuple(_line(answer, row, numeric=numeric) for row in shown)
    return Table(headers, lines, "ll" + "l" * numeric + "r" * len(letters) + "r")


def _is_plain(row: Row) -> bool:
    """Whether the exact coordinates are numbers as they are."""
    return row.exact == row.numbers


def _line(answer: Solved, row: Row, *, numeric: bool) -> tuple[Span, ...]:
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.report import Span

    one = row.points[0]
    best = is_extreme(answer.found, one)
    cells = [Span(f"{mark_of(row.word)} {row.word}", "answer"), Span(row.short)]
    if numeric:
        cells.append(Span(row.numbers if row.short == row.exact and not _is_plain(row) else "", "secondary"))
    for place, _ in enumerate(answer.found.constraints):
        known = place < len(one.multipliers) and place in one.active
        cells.append(Span(short_multiplier(one, place)) if known else Span("—", "secondary"))
    value = value_text(one)
    cells.append(Span(value if value else short(one.number), "answer" if best else "text"))
    return tuple(cells)


def long_word(answer: Solved, one: Solution) -> str:
    """The same written out, for pipes: "local minimum"."""
    return {"local min": "local minimum", "local max": "local maximum"}.get(short := word(answer, one), short)


def mark_of(told: str) -> str:
    """The sign in front of a kind."""
    return _MARKS.get(told, "·")


def short_multiplier(one: Solution, place: int) -> str:
    """A multiplier: exactly where that is short."""
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.language.printers import line

    found = one.multipliers[place]
    text = "" if isinstance(found, float) else line(found)
    return text if 0 < len(text) <= _WIDE_VALUE else short(size_of(found))


def point_text(one: Solution) -> str:
    """One point: exactly where that is short, else by its numbers."""
    return _row("", [one]).short


def value_text(one: Solution) -> str:
    """The exact value of f where that is short, else its number."""
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.language.printers import line

    text = "" if one.value is None else line(one.value)
    return text if 0 < len(text) <= _WIDE_VALUE else short(one.number)


def exactly(shown: Sequence[Row]) -> list[Block]:
    """The exact form of the points whose numbers are in the table."""
    from mvcalc_cli.report import Line, Span

    long = [row for row in shown if row.exact and row.short != row.exact and len(row.exact) <= _MOST_EXACT_TEXT]
    return [Line((Span(f"{row.short} is ", "secondary"), Span(row.exact)), indent=2) for row in long]
