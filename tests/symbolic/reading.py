"""Texts for the tests of symbolic: read and written by the language itself."""

from __future__ import annotations

from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import Tree


def tree(text: str, kinds: dict[str, str] | None = None, answer: bool = False) -> Tree:
    """What the parser reads."""
    return parse(text, names=kinds, answer=answer).tree


def written(found: Tree | None) -> str:
    """The plain form; "" for nothing."""
    return "" if found is None else plain(found)
