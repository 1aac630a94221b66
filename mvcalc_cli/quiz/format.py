"""A bank in the usual form: order of keys, two blanks of indentation, line endings. Comments stay, meaning stays.

The text is taken apart at the places that YAML tells, line by line; what a line says is never written anew. In the
end both texts are read, and unless they say the same the bank is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import FileError
from mvcalc_cli.quiz.nodes import Fields, Items, Node, Scalar, read
from mvcalc_cli.quiz.shape import ABOUT_KEYS, BANK_KEYS

# Of a question and of a part; a question whose only part stands inline has both.
_QUESTION: Final = (
    "id", "revision", "tags", "difficulty", "time", "references", "variables", "params", "where", "prompt", "figure",
    "parts", "type", "label", "options", "answer", "answers", "grade", "require", "mistakes", "follow", "hints",
    "weight", "solution", "tests",
)  # fmt: skip
_MISTAKE: Final = ("answer", "say", "score", "name")
# Where a mapping stands -> its keys in order. All others are left in theirs: parameters are drawn in order.
_ORDERS: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    (): BANK_KEYS,
    ("bank",): ABOUT_KEYS,
    ("questions", "-"): _QUESTION,
    ("questions", "-", "parts", "-"): _QUESTION,
    ("questions", "-", "mistakes", "-"): _MISTAKE,
    ("questions", "-", "parts", "-", "mistakes", "-"): _MISTAKE,
}


def formatted(data: bytes, path: str) -> bytes:
    """The bank in the usual form.

    Raises:
        BankError: If it is no YAML that banks are made of.
        FileError: If it is written in a way that this could change its meaning.

    >>> formatted(b"bank: {id: a, title: b}   \\r\\nschema: 1\\r\\n", "b.yaml")
    b'schema: 1\\nbank: {id: a, title: b}\\n'
    """
    meaning = _meaning(read(data, path), ())
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    for attempt in (_arranged, _tidied):
        found = attempt(text).encode()
        if _is_read_as(found, path, meaning):
            return found
    raise FileError(f"{path} is left as it is: another form could change its meaning")


def _is_read_as(data: bytes, path: str, meaning: object) -> bool:
    try:
        return _meaning(read(data, path), ()) == meaning
    except FileError:
        return False


def _meaning(node: Node, path: tuple[str, ...]) -> object:
    """What a text says, without places; the order of keys counts where the usual form does not give it."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_meaning(item, (*path, "-")) for item in node.items]
    assert isinstance(node, Fields)
    fields = [(key.text, _meaning(value, (*path, key.text))) for key, value in node.fields]
    return dict(fields) if path in _ORDERS else fields


def _tidied(text: str) -> str:
    """Blanks at ends of lines and empty lines at the end alone."""
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n") + "\n"


# --- taken apart -----------------------------------------------------------------------------------


class _Block(NamedTuple):
    """A mapping or sequence that is written on lines of its own.

    Attributes:
        is_list: Whether it is a sequence.
        column: Where its keys or dashes begin.
        entries: In their order.
    """

    is_list: bool
    column: int
    entries: tuple[_Entry, ...]


class _Entry(NamedTuple):
    """A key with its value, or an item.

    Attributes:
        line: Where it begins, from 0.
        column: Of its key or dash.
        key: "" of an item.
        block: The block it holds; None for a value in one piece.
        literal: Whether its value is a text after | or >, whose blanks count.
        end: The line after its last, where the value is in one piece and no such text.
    """

    line: int
    column: int
    key: str
    block: _Block | None
    literal: bool = False
    end: int = 0


def _parsed(text: str) -> _Block | None:
    """The blocks of a text; None where it is one flow."""
    import yaml

    events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            return _value(next(events), events)[0]
    return None


def _value(event: Any, events: Iterator[Any]) -> tuple[_Block | None, bool, int]:
    """A value: its block, whether it is a literal text, and the line after its last."""
    import yaml

    if isinstance(event, yaml.ScalarEvent):
        return None, event.style in {"|", ">"}, _after(event.end_mark)
    if event.flow_style:
        return None, False, _after(_end_of_flow(events))
    if isinstance(event, yaml.SequenceStartEvent):
        return _list(event, events), False, 0
    return _mapping(event, events), False, 0


def _after(mark: Any) -> int:
    return int(mark.line) + int(mark.column > 0)


def _end_of_flow(events: Iterator[Any]) -> Any:
    import yaml

    depth = 1
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if not depth:
            return event.end_mark
    raise AssertionError("flows end: the text was read before")


def _list(start: Any, events: Iterator[Any]) -> _Block:
    import yaml

    column = start.start_mark.column
    entries = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        line = event.start_mark.line
        block, literal, end = _value(event, events)
        if block is not None and block.is_list:  # "- - a": left in one piece
            block, end = None, 0
        entries.append(_Entry(line, column, "", block, literal, end))
    return _Block(True, column, tuple(entries))


def _mapping(start: Any, events: Iterator[Any]) -> _Block:
    import yaml

    entries = []
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        block, literal, end = _value(next(events), events)
        mark = key.start_mark
        entries.append(_Entry(mark.line, mark.column, key.value, block, literal, end))
    return _Block(False, start.start_mark.column, tuple(entries))


# --- put together ----------------------------------------------------------------------------------


def _arranged(text: str) -> str:
    block = _parsed(text)
    if block is None or not block.entries:
        return _tidied(text)
    lines = text.split("\n")
    first = block.entries[0].line
    found, rest = _written(block, lines, len(lines), 0, ())
    head = [line.rstrip() for line in lines[:first]]
    return "\n".join(_without_gaps([*head, *found, *(line.rstrip() for line in rest)])).rstrip("\n") + "\n"


def _without_gaps(lines: Iterable[str | _Kept]) -> Iterator[str]:
    """Lines with one empty line between others at most; of texts after | all of them."""
    empty = False
    for line in lines:
        if isinstance(line, _Kept):
            yield line.text
            empty = False
        elif line or not empty:
            yield line
            empty = not line


class _Kept(NamedTuple):
    """A line of a text after | or >."""

    text: str


_Lines = list["str | _Kept"]


def _written(block: _Block, lines: list[str], end: int, indent: int, path: tuple[str, ...]) -> tuple[_Lines, list[str]]:
    """The lines of a block at a new indentation, and the comments behind it that belong further out."""
    pieces: list[tuple[str, list[str], _Lines]] = []
    before: list[str] = []
    for place, entry in enumerate(block.entries):
        after = block.entries[place + 1].line if place + 1 < len(block.entries) else end
        body, rest = _entry(entry, lines, after, indent, (*path, entry.key or "-"))
        pieces.append((entry.key, before, body))
        before = rest
    own, out = _claimed(before, block.column)
    order = _ORDERS.get(path) if not block.is_list else None
    if order is not None:
        pieces.sort(key=lambda piece: order.index(piece[0]) if piece[0] in order else len(order))
    found: _Lines = []
    for _, comments, body in pieces:
        found += [*_at(comments, indent), *body]
    return [*found, *_at(own, indent)], out


def _claimed(rest: list[str], column: int) -> tuple[list[str], list[str]]:
    """Comments at the end of a block that are indented as it is belong to it."""
    last = 0
    for place, line in enumerate(rest, 1):
        if not line.strip():
            continue
        if len(line) - len(line.lstrip()) < column or column == 0:
            break
        last = place
    return rest[:last], rest[last:]


def _at(comments: Iterable[str], indent: int) -> Iterator[str]:
    for line in comments:
        yield f"{' ' * indent}{line.strip()}" if line.strip() else ""


def _entry(entry: _Entry, lines: list[str], end: int, indent: int, path: tuple[str, ...]) -> tuple[_Lines, list[str]]:
    """A key or an item with all that belongs to it, and the comments after it."""
    if entry.block is not None and entry.block.entries:
        return _holding(entry, entry.block, lines, end, indent, path)
    last = _last(entry, lines, end)
    first = lines[entry.line][entry.column :]
    shift = indent - entry.column
    if entry.literal:
        kept = [_Kept(_shifted(line, shift)) for line in lines[entry.line + 1 : last]]
        return [" " * indent + first.rstrip(), *kept], lines[last:end]
    inner = [_shifted(line, shift).rstrip() for line in lines[entry.line + 1 : last]]
    return [" " * indent + first.rstrip(), *inner], lines[last:end]


def _last(entry: _Entry, lines: list[str], end: int) -> int:
    """The line after the last of a value in one piece."""
    if entry.end and not entry.literal:
        return max(entry.line + 1, min(entry.end, end))
    last = end
    while last > entry.line + 1 and _is_outside(lines[last - 1], entry):
        last -= 1
    return last


def _is_outside(line: str, entry: _Entry) -> bool:
    """An empty line, or a comment that is not part of an indented text."""
    text = line.strip()
    return not text or (text.startswith("#") and len(line) - len(line.lstrip()) <= entry.column)


def _shifted(line: str, shift: int) -> str:
    if shift >= 0:
        return " " * shift + line if line.strip() else line
    blank = len(line) - len(line.lstrip(" "))
    return line[min(blank, -shift) :]


def _holding(  # noqa: PLR0917
    entry: _Entry, block: _Block, lines: list[str], end: int, indent: int, path: tuple[str, ...]
) -> tuple[_Lines, list[str]]:
    """A key with a block beneath it, or an item that is one."""
    start = block.entries[0].line
    if not entry.key:
        found, rest = _written(block, lines, end, indent + 2, path)
        return _with_dash(found, indent), rest
    head = " " * indent + lines[entry.line][entry.column :].rstrip()
    inside = indent if block.is_list else indent + 2
    found, rest = _written(block, lines, end, inside, path)
    return [head, *_at(lines[entry.line + 1 : start], inside), *found], rest


def _with_dash(found: _Lines, indent: int) -> _Lines:
    """Comments go before the dash, which stands before the first key."""
    lead = 0
    while isinstance(line := found[lead], str) and (not line or line.lstrip().startswith("#")):
        lead += 1
    first = found[lead]
    assert isinstance(first, str)
    comments = [line[2:] if isinstance(line, str) and line else line for line in found[:lead]]
    return [*comments, f"{' ' * indent}- {first[indent + 2 :]}", *found[lead + 1 :]]
