"""Reads nodes as texts, numbers and lists, and collects every mistake instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

from mvcalc_cli.language.names import nearest
from mvcalc_cli.quiz.nodes import Fields, Items, Node, Scalar, short
from mvcalc_cli.quiz.question import Finding, Span

Found = TypeVar("Found")

_INTEGER: Final = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
# Mistakes that are told of one file, and characters of one text.
_MOST_MISTAKES: Final = 200
_LONGEST: Final = 10_000
_LONGEST_NUMBER: Final = 40
_WORDS: Final = {"true": True, "yes": True, "false": False, "no": False}
_KINDS: Final = {Scalar: "a text", Items: "a list", Fields: "a mapping"}


class Reading:
    """A file that is being read.

    Attributes:
        path: For the findings.
        findings: What is wrong so far.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []

    def wrong(self, place: Span, message: str, hint: str = "") -> None:
        """One more mistake; of a file that is all wrong the first ones will do."""
        if len(self.findings) < _MOST_MISTAKES:
            self.findings.append(Finding(self.path, place, message, hint))

    def fields(self, node: Node | None, known: Iterable[str], what: str) -> dict[str, Node]:
        """The fields of a mapping; unknown ones are mistakes, with the name that was probably meant."""
        if node is None:
            return {}
        if not isinstance(node, Fields):
            self.wrong(node.place, f"{what} is a mapping, and this is {_KINDS[type(node)]}", "key: value")
            return {}
        names = tuple(known)
        found = {}
        for key, value in node.fields:
            if key.text in names:
                found[key.text] = value
            else:
                near = nearest(key.text[:_LONGEST_NUMBER], names)
                hint = f"did you mean {near}?" if near else f"{what} has {', '.join(names)}"
                self.wrong(key.place, f"{short(key.text)} is not known in {what}", hint)
        return found

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """The entries of a list; of a single entry that is none, the entry."""
        if node is None:
            return ()
        if isinstance(node, Items):
            return node.items
        if isinstance(node, Scalar):
            return (node,)
        self.wrong(node.place, f"{what} is a list, and this is a mapping", "begin each entry with -")
        return ()

    def text(self, node: Node | None, what: str, default: str = "", *, empty: bool = False) -> str:
        """A text, blanks at its ends taken off."""
        if node is None:
            return default
        if not isinstance(node, Scalar):
            self.wrong(node.place, f"{what} is a text, and this is {_KINDS[type(node)]}", "quote it: '…'")
            return default
        text = node.text.strip()
        if not text and not empty:
            self.wrong(node.place, f"{what} is empty")
        elif len(text) > _LONGEST:
            self.wrong(node.place, f"{what} has {len(text):,} characters; {_LONGEST:,} is the limit")
            return default
        return text

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts, or one text."""
        return tuple(self.text(item, what) for item in self.items(node, what))

    def integer(self, node: Node | None, what: str, default: int, least: int, most: int) -> int:
        """A whole number within limits."""
        if node is None:
            return default
        text = self.text(node, what)
        if not _INTEGER.fullmatch(text) or not least <= int(text) <= most:
            self.wrong(node.place, f"{what} is a whole number from {least} to {most:,}, not {short(text)}")
            return default
        return int(text)

    def number(self, node: Node | None, what: str, default: float, *, positive: bool = False) -> float:
        """A finite number."""
        if node is None:
            return default
        text = self.text(node, what)
        if (
            len(text) > _LONGEST_NUMBER
            or not _NUMBER.fullmatch(text)
            or not abs(float(text)) < 1e300
            or (positive and float(text) <= 0)
        ):
            self.wrong(node.place, f"{what} is a {'positive ' * positive}number, not {short(text)}")
            return default
        return float(text)

    def truth(self, node: Node | None, what: str) -> bool:
        """True or false."""
        if node is None:
            return False
        text = self.text(node, what).lower()
        if text not in _WORDS:
            self.wrong(node.place, f"{what} is true or false, not {short(text)}")
        return _WORDS.get(text, False)

    def word(self, node: Node | None, what: str, known: Iterable[str], default: str) -> str:
        """One of the words that are known."""
        if node is None:
            return default
        names = tuple(known)
        text = self.text(node, what)
        if text not in names:
            near = nearest(text[:_LONGEST_NUMBER], names)
            hint = f"did you mean {near}?" if near else f"there are: {', '.join(names)}"
            self.wrong(node.place, f"{short(text)} is no {what}", hint)
            return default
        return text

    def each(self, node: Node | None, what: str, read: Callable[[Node], Found]) -> tuple[Found, ...]:
        """Every entry of a list, read."""
        return tuple(read(item) for item in self.items(node, what))

    def needed(self, found: Mapping[str, Node], names: Iterable[str], node: Node, what: str) -> None:
        """Fields that must be there."""
        for name in names:
            if name not in found:
                self.wrong(node.place, f"{what} has no {name}", f"add {name}: …")
