"""Roles to Textual's styles: the 16 colours of the terminal's theme, or none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from textual.color import Color
from textual.content import Content
from textual.style import Style

from mvcalc_cli.render.paint import STYLES
from mvcalc_cli.render.segments import Look, Row, Tint

PLAIN: Final = Style()


def content(rows: Sequence[Row], *, color: bool) -> Content:
    """Rows as Textual shows them; nothing in them is taken for markup."""
    parts: list[tuple[str, Style]] = []
    for place, row in enumerate(rows):
        if place:
            parts.append(("\n", PLAIN))
        parts += [(text, style(look) if color else PLAIN) for text, look in row]
    return Content.assemble(*parts)


@lru_cache(maxsize=64)
def style(look: Look) -> Style:
    """The style of a role. Measured colours belong to pictures, which are no rows here."""
    if isinstance(look, Tint):
        return PLAIN
    name = STYLES[look].name
    bold, colour = name.startswith("bold"), name.removeprefix("bold").strip()
    return Style(foreground=Color.parse(f"ansi_{colour}") if colour else None, bold=bold or None)
