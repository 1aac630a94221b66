"""YAML -> nodes that know their line and column. Every scalar stays text: `no`, `010`, `1e3` mean what they say.

Banks are hostile input: anchors, aliases, tags and doubled keys are refused, and depth, events and size are bounded
while the text is read (the composer of libyaml recurses; its events do not).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import FileError, MissingExtra
from mvcalc_cli.quiz.question import Finding, Span

BYTES: Final = 4 << 20
EVENTS: Final = 200_000
DEPTH: Final = 12


class Scalar(NamedTuple):
    """A text; `plain` if it stood without quotation marks or block."""

    text: str
    place: Span
    plain: bool = True


class Items(NamedTuple):
    """A sequence."""

    items: tuple[Node, ...]
    place: Span


class Fields(NamedTuple):
    """A mapping, in its order."""

    fields: tuple[tuple[Scalar, Node], ...]
    place: Span


Node = Scalar | Items | Fields


class BankError(FileError):
    """A bank with mistakes: all that were found.

    Attributes:
        findings: Each with its place.
    """

    kind = "bank"

    def __init__(self, path: str, findings: tuple[Finding, ...]) -> None:
        count = "a mistake" if len(findings) == 1 else f"{len(findings)} mistakes"
        super().__init__(f"{path} has {count}:\n" + "\n".join(each.text() for each in findings))
        self.findings = findings


class _Refused(Exception):  # noqa: N818 - on its way to a BankError
    """One mistake that ends the reading."""

    def __init__(self, place: Span, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.place, self.message, self.hint = place, message, hint


def read(data: bytes, path: str) -> Node:
    """The nodes of a YAML file.

    Raises:
        BankError: With the place, for anything that is no plain YAML of one document.
        MissingExtra: If PyYAML was built without libyaml.

    >>> read(b"a: [1, no]", "x.yaml").fields[0][1].items[1]
    Scalar(text='no', place=Span(line=1, column=8), plain=True)
    """
    try:
        return _node(_events(data))
    except _Refused as mistake:
        raise BankError(path, (Finding(path, mistake.place, mistake.message, mistake.hint),)) from mistake


def _events(data: bytes) -> Iterator[Any]:
    """The events of libyaml, bounded."""
    import yaml

    if not yaml.__with_libyaml__:
        raise MissingExtra("reading banks needs PyYAML with libyaml", hint="pip install --force-reinstall pyyaml")
    if len(data) > BYTES:
        raise _Refused(Span(1, 1), f"the file has {len(data):,} bytes; {BYTES:,} is the limit", "split the bank")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        column = problem.start - (data.rfind(b"\n", 0, problem.start) + 1) + 1
        raise _Refused(Span(line, column), "this is not UTF-8 text", "save it as UTF-8") from problem
    starts = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
    ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
    depth = 0
    try:
        for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
            kind = event.__class__  # told by its class: this loop runs 100,000 times
            if kind in starts:
                depth += 1
                if depth > DEPTH:
                    raise _Refused(_place(event), f"nested more than {DEPTH} deep")
            elif kind in ends:
                depth -= 1
            if count > EVENTS:
                raise _Refused(_place(event), f"more than {EVENTS:,} entries", "split the bank")
            yield event
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        where = Span(mark.line + 1, mark.column + 1) if mark else Span(1, 1)
        raise _Refused(where, _said(problem), _fix(problem)) from problem
    except yaml.reader.ReaderError as problem:
        before = text[: problem.position]
        where = Span(before.count("\n") + 1, problem.position - before.rfind("\n"))
        raise _Refused(where, f"U+{ord(text[problem.position]):04X} may not stand in YAML", "remove it") from problem


def _said(problem: Any) -> str:
    """What libyaml says, as a sentence of ours."""
    told = str(problem.problem or "this is not YAML").replace("did not find expected", "expected")
    context = f" ({problem.context})" if problem.context else ""
    return f"this is not YAML: {told}{context}"


def _fix(problem: Any) -> str:
    """The commonest mistakes in banks."""
    told = str(problem.problem)
    if "mapping values are not allowed" in told:
        return "a text that holds ': ' needs quotation marks"
    if "tab" in told or "cannot start any token" in told:
        return "indent with blanks; texts that begin with @ ` % need quotation marks"
    return ""


def _place(event: Any) -> Span:
    return Span(event.start_mark.line + 1, event.start_mark.column + 1)


def _node(events: Iterator[Any]) -> Node:
    """The only document."""
    import yaml

    found: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if found is not None:
                raise _Refused(_place(event), "a bank is one document", "remove the line ---")
            found = _Values(events).value(next(events))
    if found is None:
        raise _Refused(Span(1, 1), "the file is empty")
    return found


class _Values:
    """Makes nodes of events."""

    def __init__(self, events: Iterator[Any]) -> None:
        import yaml

        self._events = events
        self._scalar, self._alias = yaml.ScalarEvent, yaml.AliasEvent
        self._list, self._end_of_list = yaml.SequenceStartEvent, yaml.SequenceEndEvent
        self._end_of_mapping = yaml.MappingEndEvent

    def value(self, event: Any) -> Node:
        """A node; its depth was bounded when its events were read."""
        if event.__class__ is self._alias or event.anchor is not None:
            hint = "write it out, or quote the text"
            raise _Refused(_place(event), "anchors and aliases (& and *) are not read", hint)
        if event.tag is not None:
            raise _Refused(_place(event), "tags (!) are not read", "remove it, or quote the text")
        mark = event.start_mark
        place = Span(mark.line + 1, mark.column + 1)
        if event.__class__ is self._scalar:
            return Scalar(event.value, place, not event.style)
        return self._items(place) if event.__class__ is self._list else self._fields(place)

    def _items(self, place: Span) -> Items:
        items = []
        while (event := next(self._events)).__class__ is not self._end_of_list:
            items.append(self.value(event))
        return Items(tuple(items), place)

    def _fields(self, place: Span) -> Fields:
        fields: dict[str, tuple[Scalar, Node]] = {}
        while (event := next(self._events)).__class__ is not self._end_of_mapping:
            key = self.value(event)
            if not isinstance(key, Scalar):
                raise _Refused(key.place, "a key is a word")
            if key.text in fields:
                first = f"the first is in line {fields[key.text][0].place.line}"
                raise _Refused(key.place, f"{short(key.text)} stands here a second time", first)
            fields[key.text] = key, self.value(next(self._events))
        return Fields(tuple(fields.values()), place)


def short(text: str) -> str:
    """A foreign word in a sentence: not too long, nothing in it that a terminal obeys."""
    from mvcalc_cli.language.characters import shown

    cut = text if len(text) <= 40 else f"{text[:40]}…"
    return cut if cut.isascii() and cut.isprintable() else shown(cut)
