"""What it means for an expression to have no value: the error, and how a number is said in a sentence."""

from __future__ import annotations

from mvcalc_cli.errors import DomainError, Place
from mvcalc_cli.language.tree import Tree

OVERFLOW = "overflow: larger than 1e308"


class OutOfDomain(ValueError):  # noqa: N818 - a sentence on its way to an UndefinedError, not an error shown to people
    """A function has no value there; the text says why ("log of 0")."""


class Undefined:
    """The absence of a value, and its reason. It travels through an evaluation like a value."""

    __slots__ = ("hint", "node", "reason")

    def __init__(self, reason: str, node: Tree, hint: str | None = None) -> None:
        self.reason = reason
        self.node = node
        self.hint = hint


class UndefinedError(DomainError):
    """An expression has no value at a point.

    Attributes:
        node: The part that has none: the `log(…)` of which the message says "log of 0".
        overflow: True when there is a value, but too large for a float.
    """

    def __init__(self, message: str, node: Tree, *, hint: str | None = None, place: Place | None = None) -> None:
        super().__init__(message, hint=hint, place=place)
        self.node = node
        self.overflow = message.startswith("overflow")


def place_of(node: Tree, text: str | None) -> Place | None:
    """Where the node stood in the typed text; None for a node that was never typed."""
    if text is None or not 0 <= node.start < node.end <= len(text):
        return None
    return Place(text, node.start, node.end)


def said(value: float) -> str:
    """A number as it stands in a sentence.

    >>> said(-2.0), said(0.5)
    ('−2', '0.5')
    """
    return ("−" if value < 0 else "") + f"{abs(value):.6g}".replace("inf", "∞")
