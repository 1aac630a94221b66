"""Which keys there are at a moment, and the line at the foot of the screen that says so."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from mvcalc_cli.quiz.session import Sitting
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.segments import Row, columns

Mode = Literal["loading", "asking", "undecided", "done", "broken", "last", "ended"]
_GAP: Final = "   "
LISTED: Final = frozenset({"choice", "multi", "order"})  # answered by taking from a list


class Key(NamedTuple):
    """A key, what it does, and how soon it gives way where room is short: 0 never."""

    name: str
    does: str
    rank: int = 0


# Of the pages over the question.
PAGE: Final = (Key("any key", "back to the question"), Key("up, down", "scroll", 1))
MORE: Final = Key("page down", "more", 1)


def keys(sitting: Sitting, mode: Mode) -> list[Key]:
    """The keys in the order in which they are shown."""
    if mode in {"asking", "loading"}:
        return _asking(sitting, mode)
    if mode == "undecided":
        return [
            Key("y", "right"),
            Key("n", "not right"),
            Key("enter", "write it differently", 2),
            Key("esc", "leave", 1),
        ]
    if mode == "done":
        return _done(sitting)
    if mode == "broken":
        return [Key("enter", "next question"), Key("esc", "leave")]
    handed_in = mode == "ended" and sitting.exam
    back = [Key("ctrl+b", "back to a question", 1)] if can_go_back(sitting) and not handed_in else []
    if mode == "last":
        return [Key("enter", "hand in"), *back, Key("esc", "leave", 1)]
    return [Key("enter", "leave"), *back]


def _asking(sitting: Sitting, mode: Mode) -> list[Key]:
    ready = mode == "asking"
    found = [Key("enter", "answer" if sitting.exam else "check")]
    if ready and not sitting.exam and sitting.of(sitting.part).hints < len(sitting.part.hints):
        found.append(Key("ctrl+t", "hint", 2))
    if not sitting.exam:
        found.append(Key("ctrl+e", "explain", 3))
    found += [Key("ctrl+s", "skip", 4), Key("esc", "leave", 1)]
    if can_go_back(sitting):
        found.append(Key("ctrl+b", "back", 5))
    found.append(Key("?", "keys" if ready and sitting.part.part.kind in LISTED else "syntax", 5))
    return found


def _done(sitting: Sitting) -> list[Key]:
    found = [Key("enter", "next"), Key("ctrl+e", "explain", 2)]
    if sitting.rated:
        found.append(Key("1-4", "again hard good easy", 3))
    return [*found, Key("esc", "leave", 1)]


def can_go_back(sitting: Sitting) -> bool:
    """Whether an earlier question may be gone back to."""
    earlier = sitting.items[: sitting.place]
    return bool(earlier) and (sitting.exam or any(item.state != "done" for item in earlier))


def foot_rows(found: list[Key], output: Output, lines: int = 1) -> list[Row]:
    """The keys on as many lines as are allowed; what does not fit is left out, the highest ranks first.

    >>> some = [Key("enter", "check"), Key("ctrl+t", "hint", 2), Key("esc", "leave", 1)]
    >>> ["".join(text for text, _ in row) for row in foot_rows(some, Output(width=26))]
    [' enter check   esc leave']
    """
    kept = list(found)
    while len(kept) > 1 and len(_broken(kept, output.width)) > lines:
        least = max(key.rank for key in kept)
        kept.remove(next(key for key in reversed(kept) if key.rank == least))
    return [_row(row) for row in _broken(kept, output.width)]


def _broken(found: list[Key], width: int) -> list[list[Key]]:
    """The keys on lines, in their order."""
    rows: list[list[Key]] = [[]]
    for key in found:
        if rows[-1] and _width([*rows[-1], key]) > width:
            rows.append([])
        rows[-1].append(key)
    return rows


def _width(row: list[Key]) -> int:
    return 1 + sum(columns(f"{key.name} {key.does}") for key in row) + len(_GAP) * (len(row) - 1)


def _row(row: list[Key]) -> Row:
    parts: list[tuple[str, Literal["answer", "secondary", "text"]]] = [(" ", "text")]
    for place, key in enumerate(row):
        parts += [(_GAP if place else "", "text"), (key.name, "answer"), (f" {key.does}", "secondary")]
    return tuple(parts)
