"""Where in the file a text of a question stands: from its path to line and column."""

from __future__ import annotations

from mvcalc_cli.quiz.nodes import Fields, Items, Node, Scalar
from mvcalc_cli.quiz.question import Span
from mvcalc_cli.quiz.variant import Path

# A list may be written under another name, or its only entry without a list.
_OTHER_NAMES = {"answer": "answers"}


def node_at(node: Node, path: Path) -> Node:
    """The node that a path leads to; the last one on the way where the path goes on without one.

    >>> from mvcalc_cli.quiz.nodes import read
    >>> question = read(b"{id: q, type: number, answer: 1, hints: [a, b]}", "b.yaml")
    >>> node_at(question, ("parts", 0, "hints", 1)).place.column
    45
    """
    rest = list(path)
    if rest[:1] == ["parts"] and not (isinstance(node, Fields) and field(node, "parts") is not None):
        rest = rest[2:]  # the only part stands inline
    for word in rest:
        found = _step(node, word)
        if found is None:
            return node
        node = found
    return node


def field(node: Node, name: str) -> Node | None:
    """A field of a mapping."""
    if not isinstance(node, Fields):
        return None
    return next((value for key, value in node.fields if key.text == name), None)


def _step(node: Node, word: str | int) -> Node | None:
    if isinstance(word, str):
        found = field(node, word)
        return found if found is not None or word not in _OTHER_NAMES else field(node, _OTHER_NAMES[word])
    if isinstance(node, Items) and word < len(node.items):
        return node.items[word]
    return None


def place_within(node: Node, lines: list[str], text: str, start: int) -> Span:
    """The place of a sign of a text that stands in a scalar; that of the scalar where it is written otherwise."""
    if not isinstance(node, Scalar) or not text or node.place.line > len(lines):
        return node.place
    found = lines[node.place.line - 1].find(text, node.place.column - 1)
    return node.place if found < 0 else Span(node.place.line, found + start + 1)
